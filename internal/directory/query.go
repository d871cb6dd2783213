package directory

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"walkin/internal/geo"
	"walkin/internal/problem"
)

// Limits of a query. They are part of the contract in openapi.yaml.
const (
	MaxText     = 2000  // characters of text that are accepted; the crisis gate reads all of them
	MaxTerms    = 16    // words of the text that the index looks up
	MaxLimit    = 100   // results on a page
	MaxRadiusKM = 500.0 // kilometres; larger than any country listed here
	maxList     = 50    // members of a list in a query
)

// Defaults of a query.
const (
	DefaultLimit    = 20
	DefaultRadiusKM = 15.0 // stretched in thin country to the nearest ten
)

// Sort is the order of results.
type Sort string

// The orders. The empty one means best.
const (
	SortBest     Sort = "best"     // match class, then how well it fits, then how near and how soon
	SortDistance Sort = "distance" // nearest first
	SortOpens    Sort = "opens"    // open now first, then what opens soonest
)

// Travel is how somebody gets there.
type Travel string

// The ways to travel.
const (
	Walk Travel = "walk" // 5 km/h
	Bike Travel = "bike" // 15 km/h
)

// Query is a question to the directory. What a person typed and where they
// stand are in Text and Near and nowhere else; neither may be logged, stored
// or put into an error.
type Query struct {
	Text          string // what a person typed; to MaxText characters
	Lang          string // of the page: "da", "nl", "en" ...
	Near          *Near
	RadiusKM      float64  // a hard limit, kilometres; 0 means DefaultRadiusKM, which only orders
	Box           *geo.Box // results with a point inside it only
	Kinds         []Kind   // of Askable, any of them; none means what suits the other filters
	Topics        []string // ids; an entry has any of them or a descendant
	Age           *int     // years
	Languages     []string // any of them is spoken
	Promises      []Promise
	Channels      []Channel // any of them
	Accessibility []string  // ids of access topics; all of them
	Audience      Audience
	Setting       Setting
	MeetAtDoor    bool
	OpenAt        *time.Time // open at this moment; with Travel, on arrival
	Travel        Travel     // open when one arrives, with 30 minutes left
	Country       string     // in this country only
	Home          string     // country of the page: its places come first where no distance says so
	Municipality  string     // code
	Network       string     // id
	Sort          Sort
	Limit         int // 1 to MaxLimit; 0 means DefaultLimit
	Cursor        string
	Facets        []Facet
	BeyondCrisis  bool      // places too, after a crisis answer
	IgnoreTown    bool      // a town in the text is an ordinary word
	Now           time.Time // when it was asked
}

// Near is where distances are measured from.
type Near struct {
	Point geo.Point
	// Place is the place of the gazetteer that the point stands for, where it
	// is one; nil for a position.
	Place *geo.Place
}

// Facet is a property whose values are counted over all results.
type Facet string

// The facets.
const (
	FacetKind          Facet = "kind"
	FacetTopic         Facet = "topic"
	FacetPromise       Facet = "promise"
	FacetLanguage      Facet = "language"
	FacetChannel       Facet = "channel"
	FacetAccessibility Facet = "accessibility"
	FacetCountry       Facet = "country"
	FacetMunicipality  Facet = "municipality"
	FacetNetwork       Facet = "network"
	FacetOpen          Facet = "open"
)

// AllFacets lists the facets.
var AllFacets = []Facet{
	FacetKind, FacetTopic, FacetPromise, FacetLanguage, FacetChannel, FacetAccessibility,
	FacetCountry, FacetMunicipality, FacetNetwork, FacetOpen,
}

// Searchable lists the kinds of entry that a search can answer with.
var Searchable = []Kind{KindCentre, KindActivity, KindHelpline}

// Volunteering is asked for like a kind, though no entry is of it: the answer
// is the centres that have an open role for a volunteer.
const Volunteering Kind = "volunteering"

// Askable lists what a search can be asked for by kind.
var Askable = []Kind{KindCentre, KindActivity, KindHelpline, Volunteering}

// Validate checks the query against its limits and vocabularies. Whether a
// topic exists is for the taxonomy to say; it may be nil to skip that.
func (q *Query) Validate(taxonomy *Taxonomy) error {
	var v validation
	if n := utf8.RuneCountInString(q.Text); n > MaxText {
		v.add("/text", "The text has %d characters; %d are read at the most.", n, MaxText)
	}
	if !utf8.ValidString(q.Text) {
		v.add("/text", "The text is not valid UTF-8.")
	}
	if q.Lang != "" && !languageTag(q.Lang) {
		v.add("/lang", "That is not a language tag such as \"da\".")
	}
	if q.Near != nil && !q.Near.Point.Valid() {
		v.add("/near", "A position is a latitude of -90 to 90 and a longitude of -180 to 180 degrees.")
	}
	if q.RadiusKM < 0 || q.RadiusKM > MaxRadiusKM || q.RadiusKM != q.RadiusKM {
		v.add("/radius_km", "A radius is more than 0 and at most %.0f km.", MaxRadiusKM)
	}
	if q.RadiusKM > 0 && q.Near == nil {
		v.add("/radius_km", "A radius needs a place or position to be around: \"near\".")
	}
	if q.Box != nil && !q.Box.Valid() {
		v.add("/bbox", "A box is west, south, east, north in degrees, south below north.")
	}
	for i, k := range q.Kinds {
		if !slices.Contains(Askable, k) {
			v.add(at("/kinds", i), "A search is for centre, activity, helpline or volunteering.")
		}
	}
	q.validateLists(&v, taxonomy)
	if q.Age != nil && (*q.Age < 0 || *q.Age > 120) {
		v.add("/age", "An age is 0 to 120 years.")
	}
	oneOf(&v, "/audience", q.Audience, AllAudiences)
	oneOf(&v, "/setting", q.Setting, AllSettings)
	oneOf(&v, "/travel", q.Travel, []Travel{Walk, Bike})
	oneOf(&v, "/sort", q.Sort, []Sort{SortBest, SortDistance, SortOpens})
	if q.Travel != "" && q.Near == nil {
		v.add("/travel", "To say when somebody arrives, where they start from is needed: \"near\".")
	}
	if q.Sort == SortDistance && q.Near == nil {
		v.add("/sort", "Nearest first needs a place or position to be near to: \"near\".")
	}
	if q.Country != "" {
		v.country("/country", q.Country)
	}
	if q.Home != "" {
		v.country("/home", q.Home)
	}
	if len(q.Municipality) > 20 || strings.ContainsAny(q.Municipality, " \t\n") {
		v.add("/municipality", "A municipality is named by its code, such as \"0751\" or \"GM0363\".")
	}
	if q.Network != "" && !slug(q.Network) {
		v.add("/network", "A network is named by its id.")
	}
	if q.Limit < 0 || q.Limit > MaxLimit {
		v.add("/limit", "A page has 1 to %d results.", MaxLimit)
	}
	return problem.InvalidFields("The search breaks a rule.", v.fields)
}

func (q *Query) validateLists(v *validation, taxonomy *Taxonomy) {
	for pointer, n := range map[string]int{
		"/kinds": len(q.Kinds), "/topics": len(q.Topics), "/languages": len(q.Languages), "/promises": len(q.Promises),
		"/channels": len(q.Channels), "/accessibility": len(q.Accessibility), "/facets": len(q.Facets),
	} {
		if n > maxList {
			v.add(pointer, "There are %d members; at most %d are read.", n, maxList)
			return
		}
	}
	for i, id := range q.Topics {
		if taxonomy != nil && taxonomy.Topic(id) == nil {
			v.add(at("/topics", i), "There is no such topic; GET /v1/topics lists them.")
		}
	}
	for i, id := range q.Accessibility {
		if taxonomy != nil && (taxonomy.Topic(id) == nil || taxonomy.Topic(id).Kind != TopicAccess) {
			v.add(at("/accessibility", i), "There is no such access need; GET /v1/topics?kind=access lists them.")
		}
	}
	v.languages("/languages", q.Languages)
	eachOf(v, "/promises", q.Promises, AllPromises)
	eachOf(v, "/channels", q.Channels, AllChannels)
	eachOf(v, "/facets", q.Facets, AllFacets)
}

// WithDefaults gives the query with its limit and order filled in.
func (q Query) WithDefaults() Query {
	if q.Limit == 0 {
		q.Limit = DefaultLimit
	}
	if q.Sort == "" {
		q.Sort = SortBest
	}
	return q
}

// AnswersWith gives what a query asks for by kind: those it names;
// helplines alone when it asks for a channel without a door; else what has a
// door, and what happens behind it.
func (q *Query) AnswersWith() []Kind {
	if len(q.Kinds) > 0 {
		return q.Kinds
	}
	for _, c := range q.Channels {
		if c != WalkIn && c != Stop && c != Group {
			return Searchable
		}
	}
	return []Kind{KindCentre, KindActivity}
}
