package referral_test

import (
	"slices"
	"testing"
	"time"

	"walkin/internal/directory"
	"walkin/internal/referral"
	"walkin/internal/schedule"
)

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
