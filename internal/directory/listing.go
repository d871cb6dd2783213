package directory

import (
	"time"

	"walkin/internal/geo"
	"walkin/internal/problem"
)

// Listing asks for the entries of one kind, in the order of their ids. All
// filters must hold; an empty one always does.
type Listing struct {
	Kind         Kind
	After        string // id of the last entry of the page before
	Limit        int
	Country      string
	Municipality string
	Organisation string        // id: who runs it
	Network      string        // id: the organisation that runs it belongs to it
	Topics       []string      // ids: any of them
	Centre       string        // id: activities at this centre
	Group        HelplineGroup // of helplines
	Offset       int           // how many to pass over, for pages by number
	Listed       bool          // only what is in use, as feeds show it
	CentreKind   CentreKind    // of centres
	Rhythm       Rhythm        // of activities
	// ChangedFrom and ChangedTo bound the time of the last change, both
	// inclusive, to the millisecond.
	ChangedFrom, ChangedTo *time.Time
	// Box wants a point that the public may see in it. An entry that shows
	// none is in every box: nobody can tell that it is elsewhere. An activity
	// without a place of its own is at the points of its centres.
	Box *geo.Box
}

// SuggestQuery asks how what is being typed could go on.
type SuggestQuery struct {
	Text    string
	Lang    string
	Country string // its towns and centres come first
	Limit   int
}

// MaxSuggestText bounds the text that a suggestion is asked for, in
// characters.
const MaxSuggestText = 200

// Suggestion is one way to go on.
type Suggestion struct {
	Kind   SuggestionKind
	ID     string // of the topic, centre or place
	Label  string
	Lang   string // of the label
	Detail string // town of a centre, municipality of a town
}

// SuggestionKind is what a suggestion leads to.
type SuggestionKind string

// The kinds of suggestion.
const (
	SuggestTopic  SuggestionKind = "topic"
	SuggestCentre SuggestionKind = "centre"
	SuggestPlace  SuggestionKind = "place"
)

// MaxSpan is the longest time that may be expanded into occurrences at once.
const MaxSpan = 62 * 24 * time.Hour

// WhatsOnQuery asks what happens between two times.
type WhatsOnQuery struct {
	From, To     time.Time
	Lang         string
	Country      string
	Municipality string
	Network      string
	Topics       []string // ids: any of them or a descendant
	Centre       string
	Age          *int
	Rhythm       Rhythm
	Limit        int
}

// Validate checks that the time is one that can be expanded.
func (q *WhatsOnQuery) Validate() error { return ValidateSpan(q.From, q.To) }

// ValidateSpan checks a time to be expanded: its end after its start, and no
// longer than MaxSpan.
func ValidateSpan(from, to time.Time) error {
	var v validation
	if !to.After(from) {
		v.add("to", "The end must come after the start.")
	}
	if to.Sub(from) > MaxSpan {
		v.add("to", "At most 62 days can be asked for at once.")
	}
	if from.Year() < 2000 || to.Year() > 2100 {
		v.add("from", "Times from the year 2000 to 2100 are answered.")
	}
	return problem.InvalidFields("The time asked for breaks a rule.", v.fields)
}

// Happening is one occurrence of an activity.
type Happening struct {
	Activity  *Activity // as the public may see it
	Title     string
	Lang      string // of Title
	Start     time.Time
	End       *time.Time // nil where it is not known
	TimeKnown bool       // false: only the day is known, and Start is its beginning
	State     HappeningState
	Reason    string
	Centre    *Centre   // where, if at a centre
	Where     *Location // of the centre or of the activity itself
}

// HappeningState says whether it takes place.
type HappeningState string

// The states of an occurrence.
const (
	TakesPlace HappeningState = "open"
	AskFirst   HappeningState = "unknown"
	Cancelled  HappeningState = "cancelled"
)
