package directory

import (
	"sync"
	"time"

	"walkin/internal/geo"
	"walkin/internal/schedule"
)

// Answer is what a search is answered with.
type Answer struct {
	Understood Understood
	Crisis     *CrisisAnswer // present only for a crisis query
	Results    []Result
	Total      int // results on all pages
	Facets     map[Facet][]FacetCount
	Relaxed    []Relaxation // what was dropped to find something, in order
	Next       string       // cursor of the next page; "" on the last
	Change     uint64       // number of the last change that the answer knows
}

// Understood is what a search made of the question.
type Understood struct {
	Topics []string   // ids, from the text and the filter
	Place  *geo.Place // where distances are measured from, where that is a place
	// Places are the other places that the text may have meant, best first:
	// 8000 is Aarhus and Brugge.
	Places    []geo.Place
	OpenAt    *time.Time
	Corrected string // the text as it was understood, where that differs
}

// Result is one entry found.
type Result struct {
	Entry     Entry // a *Centre, *Activity or *Helpline, as the public may see it
	Change    uint64
	Title     string
	Lang      string        // of Title
	Where     *Location     // of the entry, or of the centre where an activity happens; nil for a helpline
	Centre    *Centre       // where an activity happens, if at a centre
	Operator  *Organisation // who runs it, where that is in the directory
	DistanceM *float64      // metres, great circle; nil without a point or a place to measure from
	Reach     *Reach        // nil where the point is not a door's
	Open      schedule.Status
	PlanB     *PlanB // the next open door or line; nil if there is none
	AgeFit    Ternary
	Unknown   []string // filters that the entry neither meets nor breaks, by their name in the query
	Matched   []Reason
	Stale     StaleReason // why it stands lower, where a network asks for that; empty for a fresh one
	// Highlights are the parts of texts that the query matched.
	Highlights []Highlight
	// Kept is where who shows results may keep what it makes of the parts that
	// do not depend on the question, as long as the entry stays as it is; nil
	// where nothing is kept.
	Kept *sync.Map
}

// Reach is an estimate, from the straight line, of how long one takes.
type Reach struct {
	WalkMin       int            // minutes at 5 km/h, with a detour of a third
	BikeMin       int            // minutes at 15 km/h, likewise
	OpenOnArrival schedule.State // by the asked way of travel, else on foot; with 30 minutes left
}

// PlanB is where else to turn: the next open door nearby, else a line.
type PlanB struct {
	Key       Key
	Title     string
	DistanceM *float64 // metres from the result; nil for a line
	Open      schedule.Status
	Dial      string // of a line
	URL       string // of a chat
}

// Reason says why a result is there.
type Reason struct {
	Code  string // "name", "topic", "text", "open", "opens", "age", "language", "promise"
	Value string // the topic's id, a time, an age range, a language
}

// Highlight is a matched part of a text: bytes Start to End of the field named
// by a JSON Pointer into the entry.
type Highlight struct {
	Field      string
	Start, End int
}

// FacetCount counts the results that have a value, and those that may.
type FacetCount struct {
	Value   string
	Yes     int
	Unknown int
}

// Relaxation is one thing that was dropped, because nothing was found with it.
type Relaxation struct {
	Dropped string // "open_at", "radius_km", "topics", "text", "kinds"
	From    string
	To      string // what it became; "" when dropped altogether
}

// CrisisAnswer is people to call, first.
type CrisisAnswer struct {
	Topics    []string // the crisis topics recognised
	Groups    []HelplineGroup
	Contacts  []Contacted // at least three that can be reached, the one open now first
	Emergency string      // "112"
}

// Contacted is a helpline with its state at the moment of the question.
type Contacted struct {
	Helpline *Helpline
	Open     schedule.Status
}
