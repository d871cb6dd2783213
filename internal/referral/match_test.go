package referral_test

import (
	"slices"
	"testing"
	"time"

	"walkin/internal/directory"
	"walkin/internal/geo"
	"walkin/internal/problem"
	"walkin/internal/referral"
	"walkin/internal/schedule"
)

// A small town of our own, for what the built-in catalogue has none of.

func topic(id, parent string) *directory.Topic {
	return &directory.Topic{ID: id, Parent: parent, Kind: directory.TopicAbout, Label: directory.Text{"en": id}}
}

func topics() []directory.Entry {
	crisis := topic("self_harm", "")
	crisis.Crisis, crisis.Group = true, directory.GroupSelfHarm
	wheelchair := topic("wheelchair", "")
	wheelchair.Kind = directory.TopicAccess
	return []directory.Entry{
		topic("wellbeing", ""), topic("grief", "wellbeing"), topic("suicide_loss", "grief"), topic("music", ""), topic("job", ""),
		topic("talk_to_someone", ""), topic("volunteering", ""), crisis, wheelchair,
	}
}

// at gives an exact address some kilometres north of the middle of the town.
func at(km float64) directory.Location {
	return directory.Location{
		Street: "Storegade 1", PostalCode: "5000", Town: "Odense", Municipality: "0461", Country: "DK",
		Point: &geo.Point{Lat: 55.4 + km/111.3, Lon: 10.4}, Precision: directory.PreciseExact,
	}
}

func house(id string, km float64, topics ...string) *directory.Centre {
	return &directory.Centre{ID: id, Name: id, Location: at(km), Topics: topics}
}

func group(id, centre string, topics ...string) *directory.Activity {
	return &directory.Activity{ID: id, Centres: []string{centre}, Title: directory.Text{"en": id}, Rhythm: directory.Fixed, Topics: topics}
}

// weekly gives hours on some days.
func weekly(opens, closes int, days ...schedule.Day) schedule.Schedule {
	o, c := schedule.Clock(opens*60), schedule.Clock(closes*60)
	return schedule.Schedule{Zone: "Europe/Copenhagen", Weekly: []schedule.Weekly{{Days: days, Opens: &o, Closes: &c}}}
}

func years(n int) *int { return &n }

// middle is where the needs of this file are asked from.
var middle = geo.Place{ID: "DK:5000", Name: "Odense", Country: "DK", Municipality: "0461", Point: geo.Point{Lat: 55.4, Lon: 10.4}}

func need(topics ...string) referral.Need { return referral.Need{Near: &middle, Topics: topics} }

func ask(t *testing.T, n referral.Need, entries ...directory.Entry) referral.Answer {
	t.Helper()
	d := newDirectory(t, append(topics(), entries...)...)
	if err := n.Validate(d); err != nil {
		t.Fatal(err)
	}
	return d.Match(n, monday)
}

// wantMatches compares the keys and kinds of matches: "place centre:a".
func wantMatches(t *testing.T, got []referral.Match, want ...string) {
	t.Helper()
	var have []string
	for _, m := range got {
		have = append(have, string(m.Kind)+" "+m.Key.String())
	}
	if !slices.Equal(have, want) {
		t.Errorf("got %q, want %q", have, want)
	}
}

// reason finds a reason by its code.
func reason(reasons []referral.Reason, code referral.ReasonCode) (referral.Reason, bool) {
	i := slices.IndexFunc(reasons, func(r referral.Reason) bool { return r.Code == code })
	if i < 0 {
		return referral.Reason{}, false
	}
	return reasons[i], true
}

func wantReason(t *testing.T, reasons []referral.Reason, code referral.ReasonCode, value string) referral.Reason {
	t.Helper()
	r, ok := reason(reasons, code)
	if !ok || r.Value != value {
		t.Errorf("no %s{%s} among%s", code, value, codes(reasons))
	}
	return r
}

func TestWhatPartnersBring(t *testing.T) {
	kommune := &directory.Organisation{ID: "kommune", Name: "The municipality", Kind: "municipality", Country: "DK"}
	club := &directory.Organisation{ID: "club", Name: "The club", Kind: "association", Country: "DK"}
	own := house("own", 0, "talk_to_someone")
	own.Organisation = "ngo"
	hall := house("hall", 1, "talk_to_someone")
	hall.Organisation = "kommune"
	host := house("host", 2, "talk_to_someone")
	bring := func(a *directory.Activity, organisation string, hours schedule.Schedule) *directory.Activity {
		a.HostedBy, a.Hours = &directory.Partner{Name: "Partner", Organisation: organisation}, hours
		return a
	}
	thursday := weekly(13, 15, schedule.Thu)

	t.Run("with hours of their own it stands for itself, as what it is", func(t *testing.T) {
		for _, c := range []struct{ organisation, topic, kind string }{
			{"", "grief", "hosted_offer"}, {"kommune", "grief", "hosted_offer"}, {"club", "grief", "association"}, {"kommune", "job", "work_place"},
		} {
			a := ask(t, need(c.topic), own, hall, host, kommune, club, bring(group("offer", "host", c.topic), c.organisation, thursday))
			wantMatches(t, a.Matches, c.kind+" activity:offer")
			wantReason(t, a.Matches[0].For, referral.ReasonHostedBy, "Partner")
			if a.Matches[0].Centre != "host" {
				t.Errorf("it is at %q", a.Matches[0].Centre)
			}
		}
	})
	t.Run("without hours it is a reason to go to the place", func(t *testing.T) {
		a := ask(t, need("grief"), host, bring(group("offer", "host", "grief"), "", schedule.Schedule{}))
		wantMatches(t, a.Matches, "place centre:host")
		wantReason(t, a.Matches[0].For, referral.ReasonGroup, "grief")
		wantReason(t, a.Matches[0].For, referral.ReasonHostedBy, "Partner")
	})
	t.Run("a host's promises do not bind a partner", func(t *testing.T) {
		anonymous := *host
		anonymous.Promises.Anonymous = directory.Yes
		n := need("grief")
		n.Promises = []directory.Promise{directory.Anonymous}
		a := ask(t, n, &anonymous, bring(group("offer", "host", "grief"), "", thursday))
		wantReason(t, a.Matches[0].Unknown, referral.ReasonPromiseUnknown, "anonymous")
		a = ask(t, n, &anonymous, group("offer", "host", "grief"))
		wantReason(t, a.Matches[0].For, referral.ReasonPromiseYes, "anonymous")
	})
	t.Run("a colleague from one's municipality or organisation is named, with the day", func(t *testing.T) {
		n := need("talk_to_someone")
		n.From = "own"
		a := ask(t, n, own, host, hall, kommune, bring(group("adviser", "host", "job"), "kommune", thursday))
		r := wantReason(t, a.Matches[slices.IndexFunc(a.Matches, func(m referral.Match) bool { return m.Key.ID == "host" })].For, referral.ReasonColleague, "Partner")
		if !slices.Equal(r.Days, []schedule.Day{schedule.Thu}) {
			t.Errorf("the colleague is there on %v", r.Days)
		}
		withPartner := *host
		withPartner.Partners = []directory.Partner{{Name: "Ours", Organisation: "ngo"}, {Name: "Theirs", Organisation: "club"}}
		a = ask(t, n, own, &withPartner, &directory.Organisation{ID: "ngo", Name: "ngo", Kind: "ngo", Country: "DK"}, club)
		wantReason(t, a.Matches[0].For, referral.ReasonColleague, "Ours")
	})
}

func TestAPlaceAndWhatHappensThere(t *testing.T) {
	t.Run("a group is a reason for its place, with its days", func(t *testing.T) {
		g := group("band", "a", "music")
		g.Hours = weekly(18, 20, schedule.Tue, schedule.Thu)
		a := ask(t, need("music"), house("a", 1, "talk_to_someone"), g)
		wantMatches(t, a.Matches, "place centre:a")
		r := wantReason(t, a.Matches[0].For, referral.ReasonGroup, "music")
		if r.Entry != g.Key() || !slices.Equal(r.Days, []schedule.Day{schedule.Tue, schedule.Thu}) {
			t.Errorf("got %+v", r)
		}
	})
	t.Run("one that is for other ages than its place stands for itself", func(t *testing.T) {
		c := house("a", 1, "music")
		c.Ages = directory.Ages{Min: years(12), Max: years(18)}
		g := group("band", "a", "music")
		g.Ages = directory.Ages{Min: years(16), Max: years(25)}
		n := need("music")
		for age, want := range map[int][]string{14: {"place centre:a"}, 17: {"place centre:a"}, 22: {"activity activity:band"}, 30: nil} {
			n.Age = years(age)
			wantMatches(t, ask(t, n, c, g).Matches, want...)
		}
	})
	t.Run("one whose last date is past is nothing", func(t *testing.T) {
		g := group("party", "a", "music")
		g.Hours = schedule.Schedule{Zone: "Europe/Copenhagen", Sessions: []schedule.Session{{Date: schedule.Date{Year: 2019, Month: 5, Day: 4}}}}
		wantMatches(t, ask(t, need("music"), house("a", 1, "grief"), g).Matches)
		g.Hours.Sessions[0].Date.Year = 2026
		g.Hours.Sessions[0].Date.Month = 12
		wantMatches(t, ask(t, need("music"), house("a", 1, "grief"), g).Matches, "place centre:a")
	})
	t.Run("held at two places, a group of its own comes once, at the better", func(t *testing.T) {
		g := group("band", "far", "music")
		g.Centres = []string{"far", "near"}
		g.Hours, g.HostedBy = weekly(18, 20, schedule.Tue), &directory.Partner{Name: "P"}
		a := ask(t, need("music"), house("far", 12, "grief"), house("near", 1, "grief"), g)
		wantMatches(t, a.Matches, "hosted_offer activity:band")
		if a.Matches[0].Centre != "near" {
			t.Errorf("it is at %s", a.Matches[0].Centre)
		}
	})
	t.Run("the place is closed at the time and its group meets", func(t *testing.T) {
		c := house("a", 1, "music")
		c.Hours = weekly(9, 12, schedule.Mon)
		g := group("band", "a", "music")
		g.Hours = weekly(18, 20, schedule.Tue)
		n := need("music")
		n.When = []referral.Window{window(t, "tue 17-21")}
		a := ask(t, n, c, g)
		wantMatches(t, a.Matches, "place centre:a")
		if opens := a.Matches[0].Opens; opens == nil || opens.UTC().Hour() != 17 || len(a.Relaxed) > 0 {
			t.Errorf("it opens %v, relaxed %v", opens, a.Relaxed)
		}
	})
	t.Run("nobody knows when the place is open, but when its group meets", func(t *testing.T) {
		g := group("band", "a", "music")
		g.Hours = weekly(18, 20, schedule.Tue)
		n := need("music")
		n.When = []referral.Window{window(t, "tue 17-21")}
		m := ask(t, n, house("a", 1, "music"), g).Matches[0]
		if r := wantReason(t, m.For, referral.ReasonOpens, ""); m.Opens == nil || r.At != m.Opens || r.Entry != g.Key() {
			t.Errorf("it opens %v, because of %+v", m.Opens, r)
		}
	})
	t.Run("nothing takes place at a centre that is not open", func(t *testing.T) {
		c := house("a", 1, "grief")
		c.Status = directory.StatusPaused
		wantMatches(t, ask(t, need("music"), c, group("band", "a", "music")).Matches)
	})
	t.Run("where one must sign up, one cannot come without an appointment", func(t *testing.T) {
		g := group("band", "a", "music")
		g.Registration.Mode = directory.RegistrationRequired
		n := need("music")
		m := ask(t, n, house("a", 1, "grief"), g).Matches[0]
		wantReason(t, m.Against, referral.ReasonRegistration, "")
		n.Promises = []directory.Promise{directory.NoAppointment}
		wantMatches(t, ask(t, n, house("a", 1, "grief"), g).Matches)
	})
	t.Run("a stop that is nearer than the door is named, and has its own hours", func(t *testing.T) {
		c := house("bus", 60, "grief")
		c.Stops = []directory.OutreachStop{{ID: "school", Name: directory.Text{"en": "School"}, Location: at(1), Hours: weekly(10, 12, schedule.Tue)}}
		n := need("grief")
		n.RadiusKM = 10
		a := ask(t, n, c)
		wantMatches(t, a.Matches, "place centre:bus")
		if m := a.Matches[0]; m.Stop != "school" || m.Opens == nil || m.Opens.Weekday() != time.Tuesday {
			t.Errorf("got %q, open from %v", m.Stop, m.Opens)
		}
	})
	t.Run("open roles count where one wants to be a volunteer", func(t *testing.T) {
		c := house("a", 1, "grief")
		c.Volunteering = []directory.VolunteerRole{{Title: directory.Text{"en": "Cook"}, Open: true}, {Title: directory.Text{"en": "Drive"}}}
		a := ask(t, need("volunteering"), c)
		wantMatches(t, a.Matches, "place centre:a")
		wantReason(t, a.Matches[0].For, referral.ReasonVolunteering, "1")
		c.Volunteering[0].Open = false
		wantMatches(t, ask(t, need("volunteering"), c).Matches)
	})
}

func TestReasonsForAndAgainst(t *testing.T) {
	c := house("a", 20, "grief")
	c.Languages, c.Access = []string{"da"}, directory.AccessCallFirst
	c.AccessNeeds = directory.AccessNeeds{"wheelchair": directory.Yes}
	c.Ages = directory.Ages{Max: years(25)}
	c.NotServed = directory.Text{"en": "We have no room for dogs."}
	c.Hours = weekly(9, 12, schedule.Mon)
	c.Provenance.VerifiedAt = &schedule.Date{Year: 2026, Month: 10, Day: 1}
	n := need("grief", "music")
	n.Age, n.Languages, n.AccessNeeds = years(17), []string{"ar"}, []string{"wheelchair"}
	n.Promises = []directory.Promise{directory.Free}
	m := ask(t, n, c).Matches[0]
	wantReason(t, m.For, referral.ReasonTopic, "grief")
	wantReason(t, m.For, referral.ReasonAgeFits, "-25")
	wantReason(t, m.For, referral.ReasonAccessYes, "wheelchair")
	wantReason(t, m.For, referral.ReasonVerified, "2026-10-01")
	if r := wantReason(t, m.For, referral.ReasonOpenNow, ""); r.At == nil || r.At.UTC().Hour() != 11 {
		t.Errorf("open until %v", r.At)
	}
	wantReason(t, m.Against, referral.ReasonFar, "20000")
	wantReason(t, m.Against, referral.ReasonLanguageOther, "ar")
	wantReason(t, m.Against, referral.ReasonAppointment, "call_first")
	wantReason(t, m.Unknown, referral.ReasonPromiseUnknown, "free")
	wantReason(t, m.Unknown, referral.ReasonNotServed, "")
	if m.About || m.DistanceM == nil || *m.DistanceM < 19_900 || *m.DistanceM > 20_100 {
		t.Errorf("distance %v, about %v", m.DistanceM, m.About)
	}
}

func TestAHiddenPlaceDoesNotSayWhereItIs(t *testing.T) {
	c := house("a", 3, "grief")
	c.Location.Visibility = directory.VisibleNone
	n := need("grief")
	n.RadiusKM = 10
	m := ask(t, n, c).Matches[0]
	if m.DistanceM != nil || m.Where.Point != nil || m.Where.Street != "" || m.Entry.(*directory.Centre).Location.Point != nil {
		t.Errorf("it shows %+v", m.Where)
	}
	wantReason(t, m.Unknown, referral.ReasonDistanceUnknown, "")
	c.Location.Municipality = "0751"
	wantMatches(t, ask(t, n, c).Matches)
}

func TestTheOrder(t *testing.T) {
	fits := func(id string, km float64, topics ...string) *directory.Centre {
		c := house(id, km, topics...)
		c.Ages = directory.Ages{Min: years(12), Max: years(25)}
		return c
	}
	opens := func(c *directory.Centre, hours schedule.Schedule) *directory.Centre {
		c.Hours = hours
		return c
	}
	for _, c := range []struct {
		words          string
		first, second  *directory.Centre
		radius         float64
		tuesdayEvening bool
	}{
		{"more of what was asked for, before nearer", fits("z", 9, "grief", "music"), fits("a", 0, "grief"), 0, false},
		{"the topic itself, before one below it", fits("z", 9, "grief"), fits("a", 0, "suicide_loss"), 0, false},
		{"known to be for that age, before nearer", fits("z", 9, "grief"), house("a", 0, "grief"), 0, false},
		{"open then, before perhaps open", opens(fits("z", 9, "grief"), weekly(18, 20, schedule.Tue)), fits("a", 0, "grief"), 0, true},
		{"nearer", fits("z", 0, "grief"), fits("a", 9, "grief"), 0, false},
		{"within reach, before what has more and is far, where there is no radius", fits("z", 2, "grief"), fits("a", 30, "grief", "music"), 0, false},
		{"more of what was asked for, wherever it is within a radius", fits("z", 30, "grief", "music"), fits("a", 2, "grief"), 40, false},
		{"there for this alone, before there for much", fits("z", 1, "grief"), fits("a", 1, "grief", "job", "talk_to_someone"), 0, false},
	} {
		t.Run(c.words, func(t *testing.T) {
			n := need("grief", "music")
			n.Age, n.RadiusKM = years(17), c.radius
			if c.tuesdayEvening {
				n.When = []referral.Window{window(t, "tue 17-21")}
			}
			wantMatches(t, ask(t, n, c.second, c.first).Matches, "place "+c.first.Key().String(), "place "+c.second.Key().String())
		})
	}
}

func TestTheOrderOfEquals(t *testing.T) {
	french, silent := house("z", 1, "grief"), house("a", 1, "grief")
	other := house("0", 1, "grief")
	french.Languages, other.Languages = []string{"fr"}, []string{"de"}
	n := need("grief")
	n.Languages = []string{"fr"}
	t.Run("who speaks the language, then who says nothing, then who lists others", func(t *testing.T) {
		wantMatches(t, ask(t, n, other, silent, french).Matches, "place centre:z", "place centre:a", "place centre:0")
	})
	t.Run("who has a group for it", func(t *testing.T) {
		wantMatches(t, ask(t, need("grief"), house("a", 1, "grief"), house("z", 1, "grief"), group("circle", "z", "grief")).Matches, "place centre:z", "place centre:a")
	})
	t.Run("who says more", func(t *testing.T) {
		said := house("z", 1, "grief")
		said.Contact.Phone = "70201201"
		wantMatches(t, ask(t, need("grief"), house("a", 1, "grief"), said).Matches, "place centre:z", "place centre:a")
	})
}

func TestWhatIsDroppedWhenNothingFits(t *testing.T) {
	closed := house("closed", 1, "grief")
	closed.Hours = weekly(9, 12, schedule.Mon)
	far, wide := house("far", 15, "grief"), house("wide", 1, "wellbeing")
	for _, c := range []struct {
		words   string
		entries []directory.Entry
		want    []string // matches
		dropped []string
	}{
		{"nothing, where something fits", []directory.Entry{house("a", 1, "grief"), closed, far, wide}, []string{"place centre:a"}, nil},
		{"first the time", []directory.Entry{closed, far, wide}, []string{"place centre:closed"}, []string{"when"}},
		{"then the radius, and the time is taken back", []directory.Entry{far, wide}, []string{"place centre:far"}, []string{"radius_km"}},
		{"then the topic, and the others are taken back", []directory.Entry{wide}, []string{"place centre:wide"}, []string{"topics"}},
		{"and no more", []directory.Entry{house("other", 1, "job")}, nil, nil},
		{"never beyond twice the radius", []directory.Entry{house("a", 25, "grief")}, nil, nil},
	} {
		t.Run(c.words, func(t *testing.T) {
			n := need("grief")
			n.RadiusKM, n.When = 10, []referral.Window{window(t, "tue 17-21")}
			a := ask(t, n, c.entries...)
			wantMatches(t, a.Matches, c.want...)
			var dropped []string
			for _, r := range a.Relaxed {
				dropped = append(dropped, r.Dropped)
			}
			if !slices.Equal(dropped, c.dropped) {
				t.Errorf("dropped %v, want %v", a.Relaxed, c.dropped)
			}
		})
	}
}

func TestWhatTheOwnPlaceHas(t *testing.T) {
	own := house("own", 0, "talk_to_someone")
	band, late := group("band", "own", "music"), group("late", "own", "music")
	late.Ages = directory.Ages{Min: years(18)}
	n := need("music", "talk_to_someone")
	n.From, n.Age = "own", years(16)
	a := ask(t, n, own, house("other", 1, "music"), band, late)
	wantMatches(t, a.Matches, "place centre:other")
	wantMatches(t, a.Own, "activity activity:band", "place centre:own")
}

func TestACrisisIsSaidFirstAndLinesAreLeftToIt(t *testing.T) {
	helpline := func(id, municipality string, topics ...string) *directory.Helpline {
		return &directory.Helpline{
			ID: id, Name: id, Country: "DK", Nationwide: municipality == "", Municipality: municipality,
			Groups: []directory.HelplineGroup{directory.GroupOther}, Topics: topics,
			Lines: []directory.Line{{Channel: directory.Phone, Dial: "70201201"}},
		}
	}
	all := []directory.Entry{
		house("talk", 1, "talk_to_someone"), helpline("nation", "", "grief", "self_harm"), helpline("here", "0461", "grief"), helpline("there", "0751", "grief"),
	}
	a := ask(t, need("self_harm"), all...)
	if !slices.Equal(a.Crisis, []directory.HelplineGroup{directory.GroupSelfHarm}) || len(a.Lines) > 0 {
		t.Errorf("call %v, lines %v", a.Crisis, a.Lines)
	}
	wantMatches(t, a.Matches, "place centre:talk")
	a = ask(t, need("grief"), all...)
	if len(a.Crisis) > 0 {
		t.Errorf("grief is called a crisis: %v", a.Crisis)
	}
	wantMatches(t, a.Lines, "helpline helpline:here", "helpline helpline:nation")
}

func TestANeedThatBreaksARuleIsRefused(t *testing.T) {
	d := newDirectory(t, append(topics(), house("own", 0, "grief"))...)
	for _, c := range []struct {
		words, pointer string
		change         func(*referral.Need)
	}{
		{"it keeps every rule", "", func(*referral.Need) {}},
		{"a centre that is not there", "/from", func(n *referral.Need) { n.From = "Maria Jensen" }},
		{"no topic", "/topics", func(n *referral.Need) { n.Topics = nil }},
		{"a topic that is not there", "/topics/1", func(n *referral.Need) { n.Topics = append(n.Topics, "Maria Jensen") }},
		{"an age of nobody", "/age", func(n *referral.Need) { n.Age = years(121) }},
		{"words for a language", "/languages/0", func(n *referral.Need) { n.Languages = []string{"Maria Jensen"} }},
		{"a topic for an access need", "/access_needs/0", func(n *referral.Need) { n.AccessNeeds = []string{"grief"} }},
		{"a promise that nobody makes", "/promises/0", func(n *referral.Need) { n.Promises = []directory.Promise{"Maria Jensen"} }},
		{"a radius without end", "/radius_km", func(n *referral.Need) { n.RadiusKM = 1000 }},
		{"a radius around nothing", "/radius_km", func(n *referral.Need) { n.Near, n.RadiusKM = nil, 10 }},
		{"a time that ends before it begins", "/when/0", func(n *referral.Need) {
			n.When = []referral.Window{{From: monday, To: monday.Add(-time.Hour)}}
		}},
		{"words for a country", "/country", func(n *referral.Need) { n.Country = "Maria Jensen" }},
		{"more places than a page holds", "/limit", func(n *referral.Need) { n.Limit = referral.MaxLimit + 1 }},
	} {
		t.Run(c.words, func(t *testing.T) {
			n := need("grief")
			c.change(&n)
			err := n.Validate(d)
			if c.pointer == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			told, ok := err.(*problem.Error)
			if !ok || len(told.Fields) != 1 || told.Fields[0].Pointer != c.pointer {
				t.Fatalf("got %+v, want %s", err, c.pointer)
			}
			if told.Fields[0].Detail == "" || told.Kind != problem.Invalid {
				t.Errorf("got %+v", told)
			}
		})
	}
}
