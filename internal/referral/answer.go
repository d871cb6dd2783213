package referral

import (
	"time"

	"walkin/internal/directory"
	"walkin/internal/schedule"
)

// MatchKind is what is offered.
type MatchKind string

// The kinds of match.
const (
	KindPlace       MatchKind = "place"        // a door
	KindActivity    MatchKind = "activity"     // something that happens, at a place or without a door of its own
	KindHostedOffer MatchKind = "hosted_offer" // what a partner brings to a place
	KindAssociation MatchKind = "association"  // an association's
	KindWorkPlace   MatchKind = "work_place"   // a partner's work or training
	KindHelpline    MatchKind = "helpline"     // people to call or write to
)

// Match is one answer to a need.
type Match struct {
	Key    directory.Key
	Kind   MatchKind
	Entry  directory.Entry // as the public may see it
	Centre string          // id of the centre where it happens; "" for none
	Stop   string          // id of the centre's stop that is nearer than its door; "" for the door
	// Where is where it happens, as the public may see it; nil for a line.
	Where *directory.Location
	// DistanceM is in metres from the town, or from the centre that hands on;
	// nil where there is no point or nothing to measure from.
	DistanceM *float64
	About     bool // the point is not the door's
	// Open is the state at the first moment asked for, else now.
	Open schedule.Status
	// Opens is the first moment, within what was asked for, at which one
	// certainly finds it open; nil if none is known.
	Opens   *time.Time
	For     []Reason
	Against []Reason
	Unknown []Reason // ask
}

// Title gives the title in the first of the wanted languages that it has, and
// the language it is in, which is "" for a name.
func (m *Match) Title(wanted ...string) (title, lang string) {
	switch e := m.Entry.(type) {
	case *directory.Centre:
		return e.Name, ""
	case *directory.Activity:
		return e.Title.Pick(wanted...)
	case *directory.Helpline:
		return e.Name, ""
	}
	return "", ""
}

// Answer is what fits a need.
type Answer struct {
	// Crisis are the helpline groups of the crisis topics among those asked
	// for. Where there are any, people to call are shown before all else.
	Crisis  []directory.HelplineGroup
	Matches []Match // best first
	Total   int     // matches, those past the limit among them
	// Lines are helplines for whom no door is near enough; none in a crisis,
	// which has an answer of its own.
	Lines []Match
	// Own is what the centre that hands on has for this itself, so that
	// places complement each other.
	Own []Match
	// Relaxed is what was dropped because nothing fitted, in order: "when",
	// "radius_km", "topics". Age, access needs, promises and country never
	// are.
	Relaxed []directory.Relaxation
}
