package referral

import (
	"time"

	"walkin/internal/directory"
	"walkin/internal/schedule"
)

// CardLife is how long a card opens, and how long anything is kept of it.
const CardLife = 30 * 24 * time.Hour

// MaxPlaces is how many places a card names at most; more would be a list to
// choose from, and no hand-over.
const MaxPlaces = 5

// Card takes a young person to another place. It says where and when, and
// nothing about who they are or why they come: there is no field for it.
type Card struct {
	Hash Hash   // of its code
	Lang string // tag of the language in which it is shown, such as "ar"
	From string // id of the centre that hands on
	// TellFrom is whether those who open the card, and the places on it, may
	// know which centre that is.
	TellFrom bool
	// Tell is whether the places may know that somebody may come. The young
	// person has agreed to it, or it is false.
	Tell    bool
	Consent bool // of the young person, to the card; always true
	Places  []CardPlace
	Made    time.Time  // UTC
	Expires time.Time  // UTC
	Revoked *time.Time // UTC; nil if it is not
}

// CardPlace is one of the places on a card.
type CardPlace struct {
	Key    directory.Key // a centre, an activity or a helpline
	Centre string        // id of the centre that receives; "" where there is none
	When   *time.Time    // the time to come that is on the card; nil for any
	// Day is the day on which the place is told that somebody may come; zero
	// for no day. It has a meaning only if the card tells.
	Day     schedule.Date
	State   State
	Welcome Welcome   // what the place answered; "" while it has not
	Changed time.Time // when the state was last set, UTC
}

// State is how far a hand-over to a place has come.
type State string

// The states.
const (
	Sent       State = "sent"         // the card was made
	Ready      State = "ready"        // the place has answered
	Arrived    State = "arrived"      // somebody came with the card
	DidNotCome State = "did_not_come" // nobody did
	Revoked    State = "revoked"      // the card was taken back before that
)

// Welcome is what a place answers to "someone may come": one of a few, so that
// no answer can name a person.
type Welcome string

// The answers.
const (
	ComeIn       Welcome = "come_in"       // just come in
	RingBell     Welcome = "ring_bell"     // ring the bell
	MeetAtDoor   Welcome = "meet_at_door"  // we meet you at the door
	KitchenTable Welcome = "kitchen_table" // ask at the kitchen table
	Counter      Welcome = "counter"       // ask at the counter
	QuietRoom    Welcome = "quiet_room"    // we keep a quiet room free
	TextFirst    Welcome = "text_first"    // text us when you are outside
	OtherDay     Welcome = "other_day"     // that day is bad; come on another
)

// Welcomes lists the answers in the order in which they are offered.
var Welcomes = []Welcome{ComeIn, RingBell, MeetAtDoor, KitchenTable, Counter, QuietRoom, TextFirst, OtherDay}

// Shown gives the card as those who open it see it.
func (c Card) Shown() Card {
	if !c.TellFrom {
		c.From = ""
	}
	return c
}

// Handed is a card as the centre that handed on sees it: how far it has come,
// and nothing by which it could tell one young person from another.
type Handed struct {
	Hash    Hash
	From    string // id of the centre
	Places  []HandedPlace
	Made    schedule.Date // the day, UTC
	Expires schedule.Date // the day, UTC
	Revoked bool
}

// HandedPlace is a place on a card as the centre that handed on sees it.
type HandedPlace struct {
	Key     directory.Key
	State   State
	Welcome Welcome
}

// ForSending gives the card as the centre that handed on sees it.
func (c Card) ForSending() Handed {
	h := Handed{Hash: c.Hash, From: c.From, Made: schedule.DateIn(c.Made, time.UTC), Expires: schedule.DateIn(c.Expires, time.UTC), Revoked: c.Revoked != nil}
	for _, p := range c.Places {
		h.Places = append(h.Places, HandedPlace{p.Key, p.State, p.Welcome})
	}
	return h
}

// Expected is what a receiving centre sees: somebody may come.
type Expected struct {
	Hash    Hash
	Centre  string        // id of the centre that receives
	Key     directory.Key // the centre, or the activity there
	From    string        // id of the centre that hands on; "" where that is not told
	Day     schedule.Date // zero for no day
	State   State
	Welcome Welcome
}

// ForReceiving gives what a centre may know of the card: nothing unless the
// young person agreed, and never what else is on it.
func (c Card) ForReceiving(centre string) []Expected {
	if !c.Tell || c.Revoked != nil {
		return nil
	}
	var expected []Expected
	for _, p := range c.Places {
		if p.Centre == centre && centre != "" {
			expected = append(expected, Expected{c.Hash, centre, p.Key, c.Shown().From, p.Day, p.State, p.Welcome})
		}
	}
	return expected
}
