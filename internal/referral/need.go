package referral

import (
	"fmt"
	"slices"
	"time"

	"walkin/internal/directory"
	"walkin/internal/geo"
	"walkin/internal/problem"
)

// Limits of a need.
const (
	MaxLimit     = 50
	DefaultLimit = 10
	MaxRadiusKM  = 200.0 // kilometres: a day's journey with a bus pass
	// WidestKM is how far a radius is doubled where nothing fits.
	WidestKM = 100.0

	maxTopics    = 10
	maxLanguages = 10
	maxWindows   = 14
	maxWindow    = 7 * 24 * time.Hour
)

// Need is what somebody needs, as a member of staff puts it. It says nothing
// about who they are: no name, no address, no free text.
type Need struct {
	From   string   // id of the centre that hands on; "" for none
	Topics []string // ids; any of them or a descendant, at least one
	Age    *int     // years
	// Languages are tags such as "ar", any of which would do. A place that
	// says nothing of its languages stays, and so does one that lists others.
	Languages   []string
	AccessNeeds []string            // ids of access topics, all of which are needed
	Promises    []directory.Promise // all of which must hold
	// Near is the town, postcode or municipality where they are, never an
	// address. Without it, distances are measured from the centre.
	Near     *geo.Place
	RadiusKM float64  // a hard limit; 0 for none: then what is near comes first
	When     []Window // any of them
	Country  string   // ISO 3166-1; "" for that of Near, else of the centre
	Limit    int      // places, 1 to MaxLimit; 0 means DefaultLimit
}

// Window is a time when they could come. A To that is zero means the moment
// From.
type Window struct{ From, To time.Time }

// end is when the window ends: one that is a moment ends with its minute.
func (w Window) end() time.Time {
	if w.To.IsZero() {
		return w.From.Add(time.Minute)
	}
	return w.To
}

// Validate gives an Invalid error that names every field which breaks a rule,
// by a JSON Pointer into the need, or which names what the directory does not
// have.
func (n *Need) Validate(d *Directory) error {
	var fields []problem.Field
	add := func(pointer, format string, args ...any) {
		fields = append(fields, problem.At(pointer, format, args...))
	}
	if n.From != "" && d.centres[n.From] == nil {
		add("/from", "The directory has no such centre.")
	}
	switch {
	case len(n.Topics) == 0:
		add("/topics", "Name at least one topic: what is it about, or what would be good to do?")
	case len(n.Topics) > maxTopics:
		add("/topics", "A need names at most %d topics.", maxTopics)
	}
	for i, id := range n.Topics {
		if d.taxonomy.Topic(id) == nil {
			add(fmt.Sprintf("/topics/%d", i), "There is no such topic.")
		}
	}
	if n.Age != nil && (*n.Age < 0 || *n.Age > 120) {
		add("/age", "An age is 0 to 120 years.")
	}
	if len(n.Languages) > maxLanguages {
		add("/languages", "A need names at most %d languages.", maxLanguages)
	}
	for i, tag := range n.Languages {
		if !languageTag.MatchString(tag) {
			add(fmt.Sprintf("/languages/%d", i), "That is not a language tag such as \"da\".")
		}
	}
	for i, id := range n.AccessNeeds {
		if t := d.taxonomy.Topic(id); t == nil || t.Kind != directory.TopicAccess {
			add(fmt.Sprintf("/access_needs/%d", i), "There is no such access need.")
		}
	}
	for i, p := range n.Promises {
		if !slices.Contains(directory.AllPromises, p) {
			add(fmt.Sprintf("/promises/%d", i), "That is not one of the six promises.")
		}
	}
	if n.Near != nil && !n.Near.Point.Valid() {
		add("/near", "There is no such town.")
	}
	if !(n.RadiusKM >= 0 && n.RadiusKM <= MaxRadiusKM) {
		add("/radius_km", "A radius is more than 0 and at most %.0f km.", MaxRadiusKM)
	}
	if w := d.want(n, time.Time{}); n.RadiusKM > 0 && w.origin == nil {
		add("/radius_km", "A radius needs a town to be around: \"near\".")
	}
	if len(n.When) > maxWindows {
		add("/when", "A need names at most %d times.", maxWindows)
	}
	for i, w := range n.When {
		if w.From.IsZero() || w.end().Before(w.From) || w.end().Sub(w.From) > maxWindow {
			add(fmt.Sprintf("/when/%d", i), "A time has a beginning and ends after it, within a week.")
		}
	}
	if n.Country != "" && !countryCode.MatchString(n.Country) {
		add("/country", "That is not a country code of two capital letters (ISO 3166-1 alpha-2).")
	}
	if n.Limit < 0 || n.Limit > MaxLimit {
		add("/limit", "At most %d places are shown.", MaxLimit)
	}
	return problem.InvalidFields("The need breaks a rule.", fields)
}
