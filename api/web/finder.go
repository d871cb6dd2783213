package web

import (
	"io"
	"strconv"
	"time"

	"walkin/internal/directory"
	"walkin/internal/geo"
)

// Question is a question to the finder with all that there is to say to it.
type Question struct {
	Page
	Ask      Ask
	Now      time.Time
	Taxonomy *directory.Taxonomy
	Place    *geo.Place // where distances are measured from, if that has a name
	Unplaced bool       // what was typed as a place is none
	Answer   *directory.Answer
	Lines    []directory.Contacted   // for topics that are no crisis and have people to call
	Crisis   *directory.CrisisAnswer // people to call, before all else
	Nearby   int                     // how many results come first only because they are near
	Without  []Without               // what would be found without parts of the question
	Reason   func(directory.Reason) string
	Towns    towns // for the names on the map
}

// Without is how much would be found without one part of the question.
type Without struct {
	What  string // as Drop takes it
	Total int
}

// townInText says whether the place comes from the words about the matter. It
// is not put into the field for places: it would stay there when its word is
// taken back, or said to be no town.
func (q Question) townInText() bool { return q.Ask.Place == "" && q.Ask.PlaceText == "" }

// home is the address of the finder: in a frame of another site, that of the
// page which may be there.
func (q Question) home() string {
	if q.Bare {
		return q.Root() + "/embed"
	}
	return q.Root() + "/"
}

// finder is the view of the finder.
type finder struct {
	Question
	Where     string     // what stands in the field for the place
	Named     *geo.Place // the place that this field names
	Starters  []Option
	Chips     []Chip
	Languages []Option
	Travels   []Option
	Kinds     []Option
	Sorts     []Option
	Summary   string
	Found     *found
	People    *people
}

// Option is something to choose.
type Option struct {
	Value, Label, Lang, Href string
	Chosen                   bool
}

// choice is a list to choose one from.
type choice struct {
	Name, Label string
	Options     []Option
}

// Chosen are the topics that are asked for.
func (f finder) Chosen() []Option {
	var chosen []Option
	for _, id := range f.Ask.Topics {
		chosen = append(chosen, topicOption(f.Words, f.Taxonomy, id, ""))
	}
	return chosen
}

// MoreChosen says whether one of the choices that are folded away was made.
func (f finder) MoreChosen() bool {
	a := f.Ask
	return a.Age > 0 || a.Language != "" || a.Travel != "" || a.Kind != "" || a.Sort != ""
}

// Chip is one of the things that matter first, with how many places have it.
type Chip struct {
	Name, Value, Label string
	Count              string
	Chosen, Empty      bool
}

// starters are the topics that the front page offers: what young people bring
// up most, and no crisis (EXPERIENCE-AND-SAFETY, 2a and U6).
var starters = []string{
	"talk_to_someone", "loneliness", "anxiety", "stress", "family", "bullying", "friendship_trouble", "hangout",
}

// spokenHere are the languages in which somebody may be looked for.
var spokenHere = []string{"da", "nl", "fr", "de", "en", "ar", "uk", "tr", "so", "fa", "pl"}

// Finder draws the finder: the question, and what was found.
func (s *Site) Finder(w io.Writer, q Question) error {
	part := "layout"
	if q.Part {
		part = "found"
	}
	view, err := s.newFinder(q)
	if err != nil {
		return err
	}
	return s.draw(w, q.Lang(), "finder", part, view)
}

func (s *Site) newFinder(q Question) (finder, error) {
	f := finder{Question: q, Where: q.Ask.PlaceText}
	w := q.Words
	if q.Place != nil && !q.townInText() {
		f.Named, f.Where = q.Place, placeName(*q.Place)
	}
	for _, id := range starters {
		f.Starters = append(f.Starters, topicOption(w, q.Taxonomy, id, q.home()+Ask{Topics: []string{id}, Place: q.Ask.Place}.Address()))
	}
	f.chips(w)
	f.choices(w)
	f.Summary = f.summary(w)
	if q.Crisis != nil {
		f.People = w.people(q)
	}
	if q.Answer != nil && (q.Crisis == nil || len(q.Answer.Results) > 0) {
		f.Found = w.found(q)
		f.Query = f.Found.Address // whoever changes the language asks the same
		if q.Ask.View != "" {
			var err error
			if f.Found.Map, err = s.mapOf(q); err != nil {
				return finder{}, err
			}
		}
	}
	return f, nil
}

// topicOption offers a topic by its label, never by the words it is known by.
func topicOption(w *Words, taxonomy *directory.Taxonomy, id, href string) Option {
	o := Option{Value: id, Label: id, Href: href}
	if taxonomy == nil {
		return o
	}
	if t := taxonomy.Topic(id); t != nil {
		var lang string
		if o.Label, lang = t.Label.Pick(w.Lang, Fallback); lang != w.Lang {
			o.Lang = lang
		}
	}
	return o
}

// chips offers what matters first. Of an answer each says how many places have
// it, and one that none has cannot be chosen.
func (f *finder) chips(w *Words) {
	a := f.Ask
	chip := func(name, value, label string, chosen bool, facet directory.Facet, of string) {
		c := Chip{Name: name, Value: value, Label: w.Say("chip." + label), Chosen: chosen}
		if f.Answer != nil && f.Answer.Facets != nil {
			yes, maybe := 0, 0
			for _, n := range f.Answer.Facets[facet] {
				if n.Value == of {
					yes, maybe = n.Yes, n.Unknown
				}
			}
			c.Count, c.Empty = strconv.Itoa(yes), yes+maybe == 0 && !chosen
		}
		f.Chips = append(f.Chips, c)
	}
	chip("open", "now", "open", a.Open, directory.FacetOpen, "open")
	for _, p := range []directory.Promise{directory.Free, directory.Anonymous, directory.NoAppointment} {
		chip("promises", string(p), string(p), a.Promised(p), directory.FacetPromise, string(p))
	}
	chip("wheelchair", "1", "wheelchair", a.Wheels, directory.FacetAccessibility, Wheelchair)
	f.Chips = append(f.Chips, Chip{Name: "met", Value: "1", Label: w.Say("chip.meet_at_door"), Chosen: a.Met})
	chip("chat", "1", "chat", a.Chat, "", "")
	f.Chips[len(f.Chips)-1].Count, f.Chips[len(f.Chips)-1].Empty = "", false // it leads to lines, which the places do not count
}

// Wheelchair is the access need of who comes in one.
const Wheelchair = "wheelchair"

func (f *finder) choices(w *Words) {
	a := f.Ask
	f.Languages = []Option{{Label: w.Say("ask.language_any")}}
	for _, tag := range spokenHere {
		f.Languages = append(f.Languages, Option{Value: tag, Label: w.Language(tag), Chosen: a.Language == tag})
	}
	choose := func(prefix, chosen string, values ...string) (all []Option) {
		for _, v := range values {
			name := v
			if v == "" {
				name = "any"
			}
			all = append(all, Option{Value: v, Label: w.Say(prefix + name), Chosen: v == chosen})
		}
		return all
	}
	f.Travels = choose("ask.travel_", string(a.Travel), "", "walk", "bike")
	f.Kinds = choose("ask.kind_", string(a.Kind), "", "centre", "activity")
	f.Sorts = choose("ask.sort_", string(a.Sort), "", "distance", "opens")
}

// placeName gives a place as people write it.
func placeName(p geo.Place) string {
	if p.PostalCode != "" && p.PostalCode != p.Name {
		return p.PostalCode + " " + p.Name
	}
	return p.Name
}

// isolated keeps what is written from the left, such as a postcode before its
// town, together in a line that is read from the right.
func (w *Words) isolated(text string) string {
	if w.Dir != "rtl" {
		return text
	}
	return "\u2068" + text + "\u2069"
}

// summary says in one line what was asked, above what was found. It stands on
// the page only, never in its title.
func (f *finder) summary(w *Words) string {
	parts := make([]string, 0, 8)
	add := func(said string) {
		if said != "" {
			parts = append(parts, said)
		}
	}
	if f.Ask.Text != "" {
		add(w.isolated(f.Ask.Text))
	}
	for _, id := range f.Ask.Topics {
		add(topicOption(w, f.Taxonomy, id, "").Label)
	}
	switch {
	case f.Place != nil:
		add(w.isolated(placeName(*f.Place)))
	case f.Ask.Position != nil:
		add(w.Say("found.near_you"))
	}
	for _, c := range f.Chips {
		if c.Chosen {
			add(c.Label)
		}
	}
	if f.Ask.Age > 0 {
		add(w.Say("ages.one", "n", f.Ask.Age))
	}
	if f.Ask.Language != "" {
		add(w.Language(f.Ask.Language))
	}
	if f.Ask.Kind != "" {
		add(w.Say("ask.kind_" + string(f.Ask.Kind)))
	}
	return joined(parts)
}

func joined(parts []string) string {
	said := ""
	for i, p := range parts {
		if i > 0 {
			said += " · "
		}
		said += p
	}
	return said
}
