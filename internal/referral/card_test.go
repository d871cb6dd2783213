package referral_test

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"walkin/internal/directory"
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
	"Expected.From": "the id of a centre", "Expected.Centre": "the id of a centre", "Handed.From": "the id of a centre",
	"Key.Kind": "a kind of entry", "Key.ID": "the id of an entry",
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
		want := []referral.Expected{{Hash: card.Hash, Centre: odense.ID, Key: odense, Day: schedule.DateIn(monday, time.UTC), State: referral.Sent}}
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
			Hash: card.Hash, From: card.From, Made: schedule.DateIn(monday, time.UTC), Expires: schedule.DateIn(monday.AddDate(0, 0, 30), time.UTC),
			Places: []referral.HandedPlace{{Key: odense, State: referral.Ready, Welcome: referral.KitchenTable}, {Key: plexus, State: referral.Sent}},
		}
		if got := later.ForSending(); !reflect.DeepEqual(got, want) {
			t.Errorf("got %+v", got)
		}
	})
}
