package referral_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"walkin/internal/directory"
	"walkin/internal/problem"
	"walkin/internal/referral"
	"walkin/internal/schedule"
)

func key(kind directory.Kind, id string) directory.Key { return directory.Key{Kind: kind, ID: id} }

var (
	odense = key(directory.KindCentre, "dk-headspace-odense")
	plexus = key(directory.KindCentre, "dk-plexus-odense")
	gamers = key(directory.KindActivity, "cafeung-lektiecafe")
	line   = key(directory.KindHelpline, "cyberhus-chat")
)

// draft is one that keeps every rule.
func draft(places ...directory.Key) referral.Draft {
	d := referral.Draft{From: "dk-ungdomshuset-odense", Lang: "ar", Tell: true, Consent: true}
	for _, p := range places {
		d.Places = append(d.Places, referral.DraftPlace{Key: p})
	}
	return d
}

func newCard(t testing.TB, d referral.Draft) referral.Card {
	t.Helper()
	_, dir := builtin(t)
	card, code, err := referral.NewCard(dir, d, monday)
	if err != nil {
		t.Fatal(err)
	}
	if card.Hash != code.Hash() {
		t.Fatal("the card is not that of its code")
	}
	return card
}

// vocabularies lists every text that the types of a hand-over hold, with the closed
// vocabulary that it is from.
var vocabularies = map[string]string{
	"Card.Lang": "a language tag", "Card.From": "the id of a centre",
	"Draft.Lang": "a language tag", "Draft.From": "the id of a centre",
	"CardPlace.Centre": "the id of a centre", "DraftPlace.Centre": "the id of a centre",
	"CardPlace.State": "one of the states", "CardPlace.Welcome": "one of the answers",
	"HandedPlace.State": "one of the states", "HandedPlace.Welcome": "one of the answers",
	"Expected.State": "one of the states", "Expected.Welcome": "one of the answers",
	"Expected.From": "the id of a centre",
	"Key.Kind":      "a kind of entry", "Key.ID": "the id of an entry",
}

// X31: a hand-over has no field for a name, a diagnosis or free text.
func TestX31ACardHasNoFieldForAPerson(t *testing.T) {
	used := make(map[string]bool)
	var walk func(name string, ty reflect.Type)
	walk = func(name string, ty reflect.Type) {
		switch ty {
		case reflect.TypeFor[time.Time](), reflect.TypeFor[schedule.Date](), reflect.TypeFor[referral.Hash]():
			return
		}
		switch ty.Kind() {
		case reflect.Struct:
			for i := range ty.NumField() {
				f := ty.Field(i)
				walk(ty.Name()+"."+f.Name, f.Type)
			}
		case reflect.Pointer, reflect.Slice, reflect.Array:
			walk(name, ty.Elem())
		case reflect.Bool:
		default:
			if vocabularies[name] == "" {
				t.Errorf("%s (%s) could hold words about a person", name, ty)
			}
			used[name] = true
		}
	}
	for _, ty := range []reflect.Type{
		reflect.TypeFor[referral.Card](), reflect.TypeFor[referral.Draft](),
		reflect.TypeFor[referral.Handed](), reflect.TypeFor[referral.Expected](),
	} {
		walk(ty.Name(), ty)
	}
	for name := range vocabularies {
		if !used[name] {
			t.Errorf("%s is allowed and not there", name)
		}
	}
}

// X31: nor does a field for a code take words.
func TestX31WordsAreRefusedAndNotRepeated(t *testing.T) {
	_, dir := builtin(t)
	for _, words := range []string{"Maria Jensen", "F32.1 depression", strings.Repeat("she told me that ", 300), "maria_jensen"} {
		for name, d := range map[string]referral.Draft{
			"the language":     {From: "dk-ungdomshuset-odense", Lang: words, Consent: true, Places: draft(odense).Places},
			"the centre":       {From: words, Lang: "da", Consent: true, Places: draft(odense).Places},
			"a place":          {From: "dk-ungdomshuset-odense", Lang: "da", Consent: true, Places: draft(key(directory.KindCentre, words)).Places},
			"a kind":           {From: "dk-ungdomshuset-odense", Lang: "da", Consent: true, Places: draft(key(directory.Kind(words), odense.ID)).Places},
			"a place's centre": {From: "dk-ungdomshuset-odense", Lang: "da", Consent: true, Places: []referral.DraftPlace{{Key: gamers, Centre: words}}},
		} {
			_, _, err := referral.NewCard(dir, d, monday)
			if problem.KindOf(err) != problem.Invalid {
				t.Errorf("%s takes %.20q: %v", name, words, err)
			}
			if said := fmt.Sprintf("%+v", err); strings.Contains(said, words) {
				t.Errorf("%s is repeated in the error: %s", name, said)
			}
		}
		card := newCard(t, draft(odense))
		err := card.Answer(odense, referral.Welcome(words), monday)
		if problem.KindOf(err) != problem.Invalid || strings.Contains(err.Error(), words) {
			t.Errorf("a place may answer %.20q: %v", words, err)
		}
	}
}

func TestADraftThatBreaksARuleIsRefused(t *testing.T) {
	_, dir := builtin(t)
	soon, late, past := monday.Add(time.Hour), monday.Add(31*24*time.Hour), monday.Add(-time.Hour)
	for _, c := range []struct {
		words, pointer string
		change         func(*referral.Draft)
	}{
		{"it keeps every rule", "", func(*referral.Draft) {}},
		{"it has a time, and a day that is told", "", func(d *referral.Draft) {
			d.Places[0].When, d.Places[0].Day = &soon, schedule.DateIn(soon, time.UTC)
		}},
		{"it names five places of all kinds", "", func(d *referral.Draft) {
			*d = draft(odense, plexus, gamers, line, key(directory.KindCentre, "dk-lambda-odense"))
		}},
		{"the young person has not agreed", "/consent", func(d *referral.Draft) { d.Consent = false }},
		{"it names no place", "/places", func(d *referral.Draft) { d.Places = nil }},
		{"it names six places", "/places", func(d *referral.Draft) { d.Places = slices.Repeat(d.Places, 6) }},
		{"it names a place twice", "/places/1", func(d *referral.Draft) { *d = draft(odense, odense) }},
		{"it names the place that hands on", "/places/0", func(d *referral.Draft) { d.From = odense.ID }},
		{"it names a place that is only planned", "/places/0", func(d *referral.Draft) {
			*d = draft(key(directory.KindCentre, "nl-jip-heerlen"))
		}},
		{"it names a topic", "/places/0", func(d *referral.Draft) { *d = draft(key(directory.KindTopic, "grief")) }},
		{"it names an activity at another centre", "/places/0", func(d *referral.Draft) {
			*d = draft(gamers)
			d.Places[0].Centre = odense.ID
		}},
		{"its time is past", "/places/0/when", func(d *referral.Draft) { d.Places[0].When = &past }},
		{"its time is after its end", "/places/0/when", func(d *referral.Draft) { d.Places[0].When = &late }},
		{"a day is told though nothing may be", "/places/0/day", func(d *referral.Draft) {
			d.Tell, d.Places[0].Day = false, schedule.DateIn(soon, time.UTC)
		}},
		{"the day is after its end", "/places/0/day", func(d *referral.Draft) { d.Places[0].Day = schedule.DateIn(late, time.UTC) }},
	} {
		t.Run(c.words, func(t *testing.T) {
			d := draft(odense)
			c.change(&d)
			_, _, err := referral.NewCard(dir, d, monday)
			if c.pointer == "" {
				if err != nil {
					t.Errorf("refused: %v", err)
				}
				return
			}
			told, ok := err.(*problem.Error)
			if !ok || !slices.ContainsFunc(told.Fields, func(f problem.Field) bool { return f.Pointer == c.pointer }) {
				t.Errorf("got %+v, want %s", err, c.pointer)
			}
		})
	}
}

func TestNobodyIsSentToWhatIsClosed(t *testing.T) {
	band, shut := group("band", "a", "music"), group("shut", "a", "music")
	shut.Status = directory.StatusClosed
	line := &directory.Helpline{ID: "line", Name: "line", Country: "DK", Status: directory.StatusPaused}
	dir := newDirectory(t, append(topics(), house("own", 0, "music"), house("a", 0, "music"), band, shut, line)...)
	for place, good := range map[directory.Key]bool{band.Key(): true, shut.Key(): false, line.Key(): false} {
		card, _, err := referral.NewCard(dir, referral.Draft{From: "own", Lang: "da", Consent: true, Places: []referral.DraftPlace{{Key: place}}}, monday)
		if (err == nil) != good {
			t.Errorf("%s: %v", place, err)
		}
		if good && card.Places[0].Centre != "a" {
			t.Errorf("%s is received at %q", place, card.Places[0].Centre)
		}
	}
}

func TestWhoSeesWhatOfACard(t *testing.T) {
	d := draft(odense, plexus)
	d.Places[0].Day = schedule.DateIn(monday, time.UTC)
	card := newCard(t, d)

	t.Run("who opens it does not see who handed on, unless that may be told", func(t *testing.T) {
		if card.Shown().From != "" {
			t.Error("the card says who handed on")
		}
		d.TellFrom = true
		if newCard(t, d).Shown().From != d.From {
			t.Error("the card does not say who handed on")
		}
	})
	t.Run("a place sees its own part, and not the language, the time or the other places", func(t *testing.T) {
		want := []referral.Expected{{Hash: card.Hash, Key: odense, Day: schedule.DateIn(monday, time.UTC), State: referral.Sent}}
		if got := card.ForReceiving(odense.ID); !reflect.DeepEqual(got, want) {
			t.Errorf("got %+v", got)
		}
	})
	t.Run("a place sees nothing that the young person did not agree to", func(t *testing.T) {
		quiet := draft(odense)
		quiet.Tell = false
		if got := newCard(t, quiet).ForReceiving(odense.ID); got != nil {
			t.Errorf("got %+v", got)
		}
	})
	t.Run("a place sees nothing of a card that was taken back", func(t *testing.T) {
		back := newCard(t, draft(odense))
		if err := back.Revoke(monday); err != nil {
			t.Fatal(err)
		}
		if got := back.ForReceiving(odense.ID); got != nil {
			t.Errorf("got %+v", got)
		}
	})
	t.Run("a helpline's part is nobody's", func(t *testing.T) {
		if got := newCard(t, draft(line)).ForReceiving(""); got != nil {
			t.Errorf("got %+v", got)
		}
	})
	t.Run("the sender sees states, and the day of making only", func(t *testing.T) {
		later := card
		later.Places = slices.Clone(card.Places)
		if err := later.Answer(odense, referral.KitchenTable, monday); err != nil {
			t.Fatal(err)
		}
		want := referral.Handed{
			Hash: card.Hash, Made: schedule.DateIn(monday, time.UTC), Expires: schedule.DateIn(monday.AddDate(0, 0, 30), time.UTC),
			Places: []referral.HandedPlace{{Key: odense, State: referral.Ready, Welcome: referral.KitchenTable}, {Key: plexus, State: referral.Sent}},
		}
		if got := later.ForSending(); !reflect.DeepEqual(got, want) {
			t.Errorf("got %+v", got)
		}
	})
}

func TestTheWayOfAHandOver(t *testing.T) {
	answer := func(c *referral.Card) error { return c.Answer(odense, referral.RingBell, monday) }
	mark := func(s referral.State) func(*referral.Card) error {
		return func(c *referral.Card) error { return c.Mark(odense, s, monday) }
	}
	revoke := func(c *referral.Card) error { return c.Revoke(monday) }
	type act = func(*referral.Card) error
	for _, c := range []struct {
		words string
		acts  []act
		kind  problem.Kind // of the last; Internal for none
		state referral.State
	}{
		{"answered", []act{answer}, 0, referral.Ready},
		{"answered again", []act{answer, answer}, 0, referral.Ready},
		{"came", []act{mark(referral.Arrived)}, 0, referral.Arrived},
		{"answered and came", []act{answer, mark(referral.Arrived)}, 0, referral.Arrived},
		{"came, marked twice", []act{mark(referral.Arrived), mark(referral.Arrived)}, 0, referral.Arrived},
		{"did not come", []act{answer, mark(referral.DidNotCome)}, 0, referral.DidNotCome},
		{"did not come, and came later", []act{mark(referral.DidNotCome), mark(referral.Arrived)}, 0, referral.Arrived},
		{"came, so cannot have stayed away", []act{mark(referral.Arrived), mark(referral.DidNotCome)}, problem.Conflict, referral.Arrived},
		{"came, so need not be answered", []act{mark(referral.Arrived), answer}, problem.Conflict, referral.Arrived},
		{"no mark but the two", []act{mark(referral.Revoked)}, problem.Invalid, referral.Sent},
		{"taken back", []act{revoke}, 0, referral.Revoked},
		{"taken back twice", []act{revoke, revoke}, 0, referral.Revoked},
		{"taken back after somebody came", []act{mark(referral.Arrived), revoke}, 0, referral.Arrived},
		{"taken back after nobody came", []act{mark(referral.DidNotCome), revoke}, 0, referral.Revoked},
		{"nothing after it was taken back: an answer", []act{revoke, answer}, problem.Gone, referral.Revoked},
		{"nothing after it was taken back: a mark", []act{revoke, mark(referral.Arrived)}, problem.Gone, referral.Revoked},
		{"a place that is not on it", []act{func(c *referral.Card) error { return c.Mark(plexus, referral.Arrived, monday) }}, problem.NotFound, referral.Sent},
		{"it is good to the last second", []act{func(c *referral.Card) error {
			return c.Mark(odense, referral.Arrived, monday.Add(referral.CardLife-time.Second))
		}}, 0, referral.Arrived},
		{"and not a second longer", []act{func(c *referral.Card) error {
			return c.Mark(odense, referral.Arrived, monday.Add(referral.CardLife))
		}}, problem.Gone, referral.Sent},
		{"what has expired cannot be taken back", []act{func(c *referral.Card) error { return c.Revoke(monday.Add(referral.CardLife)) }}, problem.Gone, referral.Sent},
	} {
		t.Run(c.words, func(t *testing.T) {
			card := newCard(t, draft(odense))
			var err error
			for i, act := range c.acts {
				if err = act(&card); err != nil && i < len(c.acts)-1 {
					t.Fatal(err)
				}
			}
			if (err != nil) != (c.kind != 0) || problem.KindOf(err) != c.kind {
				t.Errorf("got %v, want %s", err, c.kind)
			}
			if card.Places[0].State != c.state {
				t.Errorf("it is %s, want %s", card.Places[0].State, c.state)
			}
		})
	}
	t.Run("a place that is not told cannot answer, and can mark who comes", func(t *testing.T) {
		quiet := draft(odense)
		quiet.Tell = false
		card := newCard(t, quiet)
		if err := answer(&card); problem.KindOf(err) != problem.Conflict {
			t.Errorf("got %v", err)
		}
		if err := card.Mark(odense, referral.Arrived, monday); err != nil {
			t.Error(err)
		}
	})
}

func TestOnceSomebodyHasArrivedThatStays(t *testing.T) {
	_, dir := builtin(t)
	rapid.Check(t, func(t *rapid.T) {
		card, _, err := referral.NewCard(dir, draft(odense, plexus), monday)
		if err != nil {
			t.Fatal(err)
		}
		arrived := make(map[directory.Key]bool)
		for range rapid.IntRange(1, 12).Draw(t, "acts") {
			place := rapid.SampledFrom([]directory.Key{odense, plexus}).Draw(t, "place")
			now := monday.Add(time.Duration(rapid.IntRange(0, 40*24).Draw(t, "hours")) * time.Hour)
			switch rapid.IntRange(0, 9).Draw(t, "act") {
			case 0:
				_ = card.Revoke(now)
			case 1, 2, 3:
				_ = card.Answer(place, rapid.SampledFrom(referral.Welcomes).Draw(t, "welcome"), now)
			case 4, 5:
				_ = card.Mark(place, referral.DidNotCome, now)
			default:
				if card.Mark(place, referral.Arrived, now) == nil {
					arrived[place] = true
				}
			}
			for _, p := range card.Places {
				if (p.State == referral.Arrived) != arrived[p.Key] {
					t.Fatalf("%s is %s", p.Key, p.State)
				}
				if card.Revoked != nil && (p.State == referral.Sent || p.State == referral.Ready) {
					t.Fatalf("%s is %s on a card that was taken back", p.Key, p.State)
				}
			}
		}
	})
}
