package referral

import (
	"slices"
	"time"

	"walkin/internal/directory"
	"walkin/internal/problem"
)

// This file holds what may happen to a card, and when.

// next says from which state a place on a card may come to which. Who is
// marked as not having come may still come; who has arrived has arrived.
var next = map[State][]State{
	Sent:       {Ready, Arrived, DidNotCome, Revoked},
	Ready:      {Ready, Arrived, DidNotCome, Revoked},
	DidNotCome: {DidNotCome, Arrived, Revoked},
	Arrived:    {Arrived},
}

// Good is nil if the card can be used at a moment, and Gone if it has expired
// or was taken back.
func (c *Card) Good(now time.Time) error {
	switch {
	case c.Revoked != nil:
		return problem.New(problem.Gone, "The card was taken back.")
	case !now.Before(c.Expires):
		return problem.New(problem.Gone, "The card has expired. Ask for a new one.")
	}
	return nil
}

// Answer sets what a place says to who may come. It is a Conflict where the
// place was not to be told, or where the hand-over is past that.
func (c *Card) Answer(place directory.Key, w Welcome, now time.Time) error {
	if !slices.Contains(Welcomes, w) {
		return problem.InvalidFields("The answer breaks a rule.", []problem.Field{{Pointer: "/welcome", Detail: "That is not one of the answers that can be given."}})
	}
	if err := c.Good(now); err != nil {
		return err
	}
	if !c.Tell {
		return problem.New(problem.Conflict, "The young person did not agree that places are told.")
	}
	p, err := c.move(place, Ready, now)
	if err != nil {
		return err
	}
	p.Welcome = w
	return nil
}

// Mark sets whether somebody came: [Arrived] or [DidNotCome].
func (c *Card) Mark(place directory.Key, s State, now time.Time) error {
	if s != Arrived && s != DidNotCome {
		return problem.InvalidFields("The mark breaks a rule.", []problem.Field{{Pointer: "/state", Detail: "A place marks arrived or did_not_come."}})
	}
	if err := c.Good(now); err != nil {
		return err
	}
	_, err := c.move(place, s, now)
	return err
}

// Revoke takes the card back. Taking it back again changes nothing.
func (c *Card) Revoke(now time.Time) error {
	if c.Revoked != nil {
		return nil
	}
	if err := c.Good(now); err != nil {
		return err
	}
	now = now.UTC().Truncate(time.Second)
	c.Revoked = &now
	for i := range c.Places {
		if p := &c.Places[i]; slices.Contains(next[p.State], Revoked) {
			p.State, p.Changed = Revoked, now
		}
	}
	return nil
}

// move brings a place to a state.
func (c *Card) move(place directory.Key, to State, now time.Time) (*CardPlace, error) {
	i := slices.IndexFunc(c.Places, func(p CardPlace) bool { return p.Key == place })
	if i < 0 {
		return nil, problem.New(problem.NotFound, "The card does not name this place.")
	}
	p := &c.Places[i]
	if !slices.Contains(next[p.State], to) {
		return nil, problem.New(problem.Conflict, "The card was already marked as %s.", problem.Word(p.State))
	}
	if p.State != to {
		p.State, p.Changed = to, now.UTC().Truncate(time.Second)
	}
	return p, nil
}
