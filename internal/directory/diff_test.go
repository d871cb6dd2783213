package directory_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"walkin/internal/directory"
	"walkin/internal/geo"
	"walkin/internal/schedule"
)

func TestDiff(t *testing.T) {
	bus := func(id, name string) directory.OutreachStop {
		return directory.OutreachStop{ID: id, Name: directory.Text{"da": name}, Location: directory.Location{Country: "DK"}}
	}
	stops := func(s ...directory.OutreachStop) *directory.Centre {
		return centre(func(c *directory.Centre) { c.Stops = s })
	}
	plain := centre(func(*directory.Centre) {})
	activity := func(l *directory.Location) *directory.Activity { return &directory.Activity{ID: "a", Location: l} }
	network := func(a ...directory.Assessment) *directory.Network {
		return &directory.Network{ID: "n", Assessments: a}
	}
	assessed := func(centre string, met directory.Ternary) directory.Assessment {
		return directory.Assessment{Centre: centre, Criterion: "free", Met: met, By: "x", On: schedule.Date{Year: 2026, Month: 1, Day: 1}}
	}
	for name, c := range map[string]struct {
		before, after directory.Entry
		want          []string // "pointer before after"
	}{
		"two states of no difference give nothing": {plain, centre(func(*directory.Centre) {}), nil},
		"no entry twice gives nothing":             {nil, nil, nil},
		"fields come in the order of the kind, not of their names": {plain, centre(func(c *directory.Centre) {
			c.Name, c.Contact.Phone, c.Location.Town, c.Access = "B", "70201201", "Odense", directory.AccessWalkIn
		}), []string{`/name "A" "B"`, `/location/town - "Odense"`, `/contact/phone - "70201201"`, `/access - "walk_in"`}},
		"a text is compared by language": {
			centre(func(c *directory.Centre) { c.Description = directory.Text{"da": "Hej", "nl": "Hoi"} }),
			centre(func(c *directory.Centre) { c.Description = directory.Text{"da": "Hej!", "en": "Hi"} }),
			[]string{`/description/da "Hej" "Hej!"`, `/description/en - "Hi"`, `/description/nl "Hoi" -`}},
		"a list of words is one change": {plain, centre(func(c *directory.Centre) { c.Topics = []string{"hangout", "food"} }),
			[]string{`/topics ["hangout"] ["hangout","food"]`}},
		"a promise is one change": {plain, centre(func(c *directory.Centre) { c.Promises.Free = directory.Yes }),
			[]string{`/promises/free - "yes"`}},
		"hours are one list": {plain, centre(func(c *directory.Centre) { c.Hours.Weekly = []schedule.Weekly{{Days: []schedule.Day{schedule.Mon}}} }),
			[]string{`/hours/weekly - [{"days":["mon"]}]`}},
		"what changes within a stop is named by its place in the list": {stops(bus("a", "A"), bus("b", "B")), stops(bus("a", "A"), bus("b", "Bus")),
			[]string{`/stops/1/name/da "B" "Bus"`}},
		"a stop that goes, one that comes and one that changes": {
			stops(bus("a", "A"), bus("b", "B"), bus("c", "C")), stops(bus("n", "N"), bus("b", "B"), bus("c", "Cc")),
			[]string{`/stops/0 {"id":"a","name":{"da":"A"},"location":{"country":"DK"}} -`, `/stops/0 - {"id":"n","name":{"da":"N"},"location":{"country":"DK"}}`, `/stops/2/name/da "C" "Cc"`}},
		"assessments are told apart by place and criterion": {network(assessed("a", directory.Yes), assessed("b", directory.Yes)), network(assessed("a", directory.Yes), assessed("b", directory.No)),
			[]string{`/assessments/1/met "yes" "no"`}},
		"a place of its own that was missing is one change": {activity(nil), activity(&directory.Location{Country: "DK", Town: "Ribe"}),
			[]string{`/location - {"town":"Ribe","country":"DK"}`}},
		"a slash in a name is escaped": {plain, centre(func(c *directory.Centre) { c.AccessNeeds = directory.AccessNeeds{"a/b~c": directory.Yes} }),
			[]string{`/access_needs/a~1b~0c - "yes"`}},
		"a new entry is one change":  {nil, &directory.Topic{ID: "x"}, []string{` - {"id":"x","kind":"","label":null}`}},
		"a deleted one is, too":      {&directory.Topic{ID: "x"}, nil, []string{` {"id":"x","kind":"","label":null} -`}},
		"letters stay as they stand": {plain, centre(func(c *directory.Centre) { c.Name = "R&B <Ø>" }), []string{`/name "A" "R&B <Ø>"`}},
	} {
		t.Run(name, func(t *testing.T) {
			changes, err := directory.Diff(c.before, c.after)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, change := range changes {
				got = append(got, change.Pointer+" "+shown(change.Before)+" "+shown(change.After))
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
		})
	}
}

func shown(raw json.RawMessage) string {
	if raw == nil {
		return "-"
	}
	return string(raw)
}

// Applying the after side of every change to the state before gives the state
// after, and the before side of every change is what stood there.
func TestADiffLeadsFromOneStateToTheOther(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before, after := drawnCentre(t, "before"), drawnCentre(t, "after")
		checkDiff(t, before, after)
		checkDiff(t, drawnNetwork(t, "before"), drawnNetwork(t, "after"))
	})
}

// The same between any two centres of the built-in catalogue.
func TestADiffLeadsFromOneCentreToAnother(t *testing.T) {
	centres := of[*directory.Centre](catalogue(t))
	for i := range centres {
		checkDiff(t, centres[i], centres[(i*7+3)%len(centres)])
	}
}

type failer interface {
	Helper()
	Fatal(...any)
	Fatalf(string, ...any)
}

func checkDiff(t failer, before, after directory.Entry) {
	t.Helper()
	changes, err := directory.Diff(before, after)
	if err != nil {
		t.Fatal(err)
	}
	was, _ := directory.Encode(before)
	want, _ := directory.Encode(after)
	var doc any
	if err := json.Unmarshal(was, &doc); err != nil {
		t.Fatal(err)
	}
	for _, c := range changes {
		if doc, err = applied(doc, strings.Split(c.Pointer, "/")[1:], c); err != nil {
			t.Fatalf("%s: %v", c.Pointer, err)
		}
	}
	body, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	e, err := directory.Decode(after.Key().Kind, body)
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := directory.Encode(e); string(got) != string(want) {
		t.Fatalf("from\n%s\nit leads to\n%s\nand not to\n%s", was, got, want)
	}
}

// applied is doc with one change made at a path.
func applied(doc any, path []string, c directory.FieldChange) (any, error) {
	var value any
	if c.After != nil {
		if err := json.Unmarshal(c.After, &value); err != nil {
			return nil, err
		}
	}
	if len(path) == 0 {
		return value, nil
	}
	name := strings.NewReplacer("~1", "/", "~0", "~").Replace(path[0])
	if items, ok := doc.([]any); ok {
		i, err := strconv.Atoi(name)
		switch {
		case err != nil || i > len(items):
			return nil, fmt.Errorf("no element %q", name)
		case len(path) > 1:
			items[i], err = applied(items[i], path[1:], c)
			return items, err
		case c.After == nil:
			return slices.Delete(items, i, i+1), nil
		case c.Before == nil:
			return slices.Insert(items, i, value), nil
		}
		items[i] = value
		return items, nil
	}
	members, ok := doc.(map[string]any)
	if !ok {
		members = make(map[string]any)
	}
	if len(path) == 1 {
		if _, there := members[name]; c.Before == nil && there && members[name] != nil {
			return nil, fmt.Errorf("%q stood there before", name)
		}
		if c.After == nil {
			delete(members, name)
		} else {
			members[name] = value
		}
		return members, nil
	}
	below, err := applied(members[name], path[1:], c)
	members[name] = below
	if object, ok := below.(map[string]any); ok && len(object) == 0 {
		delete(members, name) // an object that is missing is an empty one
	}
	return members, err
}

func drawnText(t *rapid.T, label string) directory.Text {
	text := rapid.MapOfN(rapid.SampledFrom([]string{"da", "nl", "en"}), rapid.StringN(1, 5, 20), 0, 3).Draw(t, label)
	if len(text) == 0 {
		return nil
	}
	return text
}

func drawnCentre(t *rapid.T, label string) *directory.Centre {
	c := &directory.Centre{ID: "a", Name: rapid.String().Draw(t, label+" name"), Location: directory.Location{Country: "DK"}}
	c.Description = drawnText(t, label+" description")
	c.Arrival.WhoMeets = drawnText(t, label+" who meets")
	c.Promises.Free = directory.Ternary(rapid.IntRange(0, 2).Draw(t, label+" free"))
	c.Topics = rapid.SliceOfN(rapid.SampledFrom([]string{"food", "hangout", "talk"}), 0, 3).Draw(t, label+" topics")
	if rapid.Bool().Draw(t, label+" point") {
		c.Location.Point = &geo.Point{Lat: rapid.Float64Range(-90, 90).Draw(t, label+" lat")}
	}
	for _, id := range rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"a", "b", "c", "d", "e"}), 0, 5, rapid.ID[string]).Draw(t, label+" stops") {
		c.Stops = append(c.Stops, directory.OutreachStop{ID: id, Name: drawnText(t, label+" stop"), Location: directory.Location{Country: "NL"}})
	}
	for _, id := range rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", ""}), 0, 3).Draw(t, label+" photos") {
		c.Photos = append(c.Photos, directory.Photo{File: id, Shows: "door"})
	}
	if rapid.Bool().Draw(t, label+" verified") {
		c.Provenance.VerifiedAt = &schedule.Date{Year: 2026, Month: 5, Day: rapid.IntRange(1, 31).Draw(t, label+" day")}
	}
	return c
}

func drawnNetwork(t *rapid.T, label string) *directory.Network {
	n := &directory.Network{ID: "n", Rules: directory.NetworkRules{StaleAfterDays: rapid.IntRange(0, 2).Draw(t, label+" rule")}}
	for _, id := range rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c"}), 0, 4).Draw(t, label+" assessed") {
		n.Assessments = append(n.Assessments, directory.Assessment{Centre: id, Criterion: "free",
			Met: directory.Ternary(rapid.IntRange(0, 2).Draw(t, label+" met")), On: schedule.Date{Year: 2026, Month: 1, Day: 1}})
	}
	return n
}
