package referral_test

import (
	"slices"
	"testing"

	"walkin/internal/directory"
	"walkin/internal/geo"
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
