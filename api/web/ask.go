package web

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"walkin/internal/directory"
	"walkin/internal/geo"
)

// Ask is what somebody asks the finder. Text, PlaceText and Position are what
// they typed and where they stand: they come in a posted form, go back into it
// and are in no address.
type Ask struct {
	Text      string
	PlaceText string
	Position  *geo.Point

	Place    string // id of a place
	Topics   []string
	Age      int // years; 0 is any
	Language string
	Promises []directory.Promise
	Open     bool
	Wheels   bool // in with a wheelchair
	Chat     bool // chat instead of a door
	Met      bool // somebody comes out to the door
	Kind     directory.Kind
	Travel   directory.Travel
	Sort     directory.Sort
	Country  string
	Town     string // code of a municipality
	Network  string
	Cursor   string
	Before   int    // how many results the pages before this one had
	View     string // of the map: "55.7,12.5,9"; "fit" around what was found
	Beyond   bool   // places too, after the people to call
	NotTown  bool   // a town in the text is an ordinary word
}

// maxTopics is how many topics an address may name.
const maxTopics = 10

// Typed says whether there is anything that no address may hold.
func (a Ask) Typed() bool { return a.Text != "" || a.PlaceText != "" || a.Position != nil }

// Empty says whether nothing was asked.
func (a Ask) Empty() bool {
	return !a.Typed() && a.Address() == ""
}

// Values gives what of the question an address may hold.
func (a Ask) Values() url.Values {
	v := make(url.Values)
	set := func(name, value string) {
		if value != "" {
			v.Set(name, value)
		}
	}
	flag := func(name string, on bool) {
		if on {
			v.Set(name, "1")
		}
	}
	set("place", a.Place)
	set("topics", strings.Join(a.Topics, ","))
	set("language", a.Language)
	if a.Age > 0 {
		set("age", strconv.Itoa(a.Age))
	}
	var promises []string
	for _, p := range a.Promises {
		promises = append(promises, string(p))
	}
	set("promises", strings.Join(promises, ","))
	if a.Open {
		set("open", "now")
	}
	flag("wheelchair", a.Wheels)
	flag("chat", a.Chat)
	flag("met", a.Met)
	set("kind", string(a.Kind))
	set("travel", string(a.Travel))
	set("sort", string(a.Sort))
	set("country", a.Country)
	set("municipality", a.Town)
	set("network", a.Network)
	set("map", a.View)
	return v
}

// Field is a hidden field of a form.
type Field struct{ Name, Value string }

// Fields are all of the question as the hidden fields of a form whose answer
// is the same question again, where it is not there to be changed. Where is
// what the field for the place says.
func (a Ask) Fields(where string) []Field {
	var fields []Field
	add := func(name, value string) {
		if value != "" {
			fields = append(fields, Field{name, value})
		}
	}
	add("text", a.Text)
	add("where", where)
	switch {
	case a.Place == "":
	case where == "":
		add("choose", a.Place) // its name was not looked up
	default:
		add("was", where)
	}
	if a.Position != nil {
		add("lat", degrees(a.Position.Lat))
		add("lon", degrees(a.Position.Lon))
	}
	values := a.Values()
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if name != "map" { // the map on the page has a field of its own
			add(name, values.Get(name))
		}
	}
	if a.NotTown {
		add("not_town", "1")
	}
	if a.Beyond {
		add("beyond", "1")
	}
	return fields
}

// unescaped leaves in a query what may stand there (RFC 3986, section 3.4).
var unescaped = strings.NewReplacer("%2C", ",", "%3A", ":")

// Address gives the query of an address with its question mark; "" if there is
// nothing to say.
func (a Ask) Address() string {
	query := unescaped.Replace(a.Values().Encode())
	if query == "" {
		return ""
	}
	return "?" + query
}

// Promised says whether a promise is asked for.
func (a Ask) Promised(p directory.Promise) bool { return slices.Contains(a.Promises, p) }

// Wants lists what is asked for beside words and place, by the names that Drop
// takes.
func (a Ask) Wants() []string {
	var wants []string
	for _, w := range []struct {
		name string
		on   bool
	}{
		{"open", a.Open}, {"age", a.Age > 0}, {"language", a.Language != ""}, {"wheelchair", a.Wheels}, {"met", a.Met},
		{"chat", a.Chat}, {"kind", a.Kind != ""}, {"travel", a.Travel != ""}, {"municipality", a.Town != ""}, {"network", a.Network != ""},
	} {
		if w.on {
			wants = append(wants, w.name)
		}
	}
	for _, p := range a.Promises {
		wants = append(wants, string(p))
	}
	for _, t := range a.Topics {
		wants = append(wants, "topic:"+t)
	}
	return wants
}

// Drop gives the question without one of the things that it asks for.
func (a Ask) Drop(what string) Ask {
	a.Cursor = ""
	switch what {
	case "open":
		a.Open = false
	case "age":
		a.Age = 0
	case "language":
		a.Language = ""
	case "wheelchair":
		a.Wheels = false
	case "met":
		a.Met = false
	case "chat":
		a.Chat = false
	case "kind":
		a.Kind = ""
	case "travel":
		a.Travel = ""
	case "municipality":
		a.Town = ""
	case "network":
		a.Network = ""
	case "text":
		a.Text = ""
	case "map":
		a.View = ""
	}
	a.Promises = without(a.Promises, directory.Promise(what))
	if topic, ok := strings.CutPrefix(what, "topic:"); ok {
		a.Topics = without(a.Topics, topic)
	}
	return a
}

func without[V comparable](all []V, one V) []V {
	var rest []V
	for _, v := range all {
		if v != one {
			rest = append(rest, v)
		}
	}
	return rest
}
