package referral_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"walkin/internal/directory"
	"walkin/internal/problem"
	"walkin/internal/referral"
)

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
