package console

import (
	"bytes"
	"encoding/json"
	"net/url"
	"slices"
	"strings"

	"walkin/api/web"
	"walkin/internal/directory"
	"walkin/internal/problem"
	"walkin/internal/schedule"
)

// Form is an entry to be edited: its fields in sections, in one language of
// its texts.
type Form struct {
	Key      directory.Key
	Revision int
	TextLang string // of the texts
	Sections []Section
	entry    directory.Entry
	words    *web.Words
}

// form is a form in the making.
type form struct {
	words    *web.Words
	record   record
	lang     string // of the texts
	taxonomy *directory.Taxonomy
}

// NewForm makes the form of an entry as it stands at a revision; textLang is
// the language of the texts that are asked for.
func NewForm(words *web.Words, e directory.Entry, revision int, textLang string, taxonomy *directory.Taxonomy) (Form, error) {
	body, err := directory.Encode(e)
	if err != nil {
		return Form{}, err
	}
	f := form{words: words, lang: textLang, taxonomy: taxonomy}
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.UseNumber()
	if err := dec.Decode(&f.record); err != nil {
		return Form{}, err
	}
	whole := Form{Key: e.Key(), Revision: revision, TextLang: textLang, entry: e, words: words}
	switch e := e.(type) {
	case *directory.Centre:
		whole.Sections = f.centre(e)
	case *directory.Activity:
		whole.Sections = f.activity(e)
	case *directory.Organisation:
		whole.Sections = f.organisation()
	default:
		return Form{}, problem.New(problem.Invalid, "A %s is edited over the API.", problem.Word(e.Key().Kind))
	}
	return whole, nil
}

// Read gives what somebody changed as a JSON Merge Patch, and whether every
// line of hours could be read. The form holds what they wrote afterwards.
func (f *Form) Read(v url.Values) (patch []byte, ok bool, err error) {
	p := make(Patch)
	country := ""
	switch e := f.entry.(type) {
	case *directory.Centre:
		country = e.Location.Country
	case *directory.Activity:
		if e.Location != nil {
			country = e.Location.Country
		}
	}
	zone := schedule.ZoneIn(country)
	if zone == "" {
		zone = schedule.ZoneIn("DK")
	}
	ok = true
	for i := range f.Sections {
		s := &f.Sections[i]
		for n := range s.Controls {
			s.Controls[n].read(v, p)
		}
		for n := range s.Rows {
			s.Rows[n].read(v, p)
		}
		if s.Hours != nil {
			ok = s.Hours.read(v, p, zone, country) && ok
		}
	}
	patch, err = json.Marshal(p)
	return patch, ok, err
}

// Blame puts what is wrong beside the fields, and gives what stands at none.
func (f *Form) Blame(fields []problem.Field) (rest []Remark) {
	for _, fault := range fields {
		if said := Tell(f.words, fault.Sentence()); !f.blame(fault.Pointer, said) {
			rest = append(rest, said)
		}
	}
	return rest
}

func (f *Form) blame(pointer string, fault Remark) bool {
	blamed := func(controls []Control) bool {
		for i := range controls {
			if c := &controls[i]; pointer == c.Pointer || strings.HasPrefix(pointer, c.Pointer+"/") {
				c.Fault = &fault
				return true
			}
		}
		return false
	}
	for _, s := range f.Sections {
		if blamed(s.Controls) {
			return true
		}
		for _, r := range s.Rows {
			for _, row := range r.Rows {
				if blamed(row) {
					return true
				}
			}
		}
	}
	return false
}

func (f form) label(pointer string) string {
	return f.words.Say("field." + strings.ReplaceAll(strings.TrimPrefix(pointer, "/"), "/", "."))
}

func (f form) control(kind ControlKind, pointer string) Control {
	c := Control{Pointer: pointer, Kind: kind, Label: f.label(pointer), Value: f.record.text(pointer)}
	if key := "hint." + strings.ReplaceAll(strings.TrimPrefix(pointer, "/"), "/", "."); f.words.Knows(key) {
		c.Hint = f.words.Say(key)
	}
	if kind == Words {
		c.Value = strings.Join(split(c.Value), ", ")
	}
	return c
}

// texts asks for texts in the language of the form.
func (f form) texts(kind ControlKind, pointers ...string) []Control {
	var all []Control
	for _, pointer := range pointers {
		c := f.control(kind, pointer+"/"+f.lang)
		c.Label, c.Lang = f.label(pointer), f.lang
		if key := "hint." + strings.ReplaceAll(strings.TrimPrefix(pointer, "/"), "/", "."); f.words.Knows(key) {
			c.Hint = f.words.Say(key)
		}
		all = append(all, c)
	}
	return all
}

func (f form) lines(kind ControlKind, pointers ...string) []Control {
	var all []Control
	for _, pointer := range pointers {
		all = append(all, f.control(kind, pointer))
	}
	return all
}

// choice asks for one of some words of a vocabulary; each is said as
// "<vocabulary>.<word>", the empty one as "choice.none".
func choice[W ~string](f form, pointer, vocabulary string, words []W) Control {
	c := f.control(Choice, pointer)
	c.Options = []Option{{Value: "", Label: f.words.Say("choice.none"), Chosen: c.Value == ""}}
	for _, w := range words {
		c.Options = append(c.Options, Option{Value: string(w), Label: f.words.Say(vocabulary + "." + string(w)), Chosen: c.Value == string(w)})
	}
	return c
}

// ternary asks for yes, no or unknown; unknown is what is not said.
func (f form) ternary(pointer, label string) Control {
	c := choice(f, pointer, "ternary", []string{"yes", "no"})
	c.Label, c.Options[0].Label = label, f.words.Say("ternary.unknown")
	if c.Value == "unknown" {
		c.Value, c.Options[0].Chosen = "", true
	}
	return c
}

// topics asks for topics of some kinds.
func (f form) topics(kinds ...directory.TopicKind) []Control {
	chosen := split(f.record.text("/topics"))
	c := Control{Pointer: "/topics", Kind: Checks, Label: f.label("/topics"), Value: strings.Join(chosen, ",")}
	for _, t := range f.taxonomy.Topics() {
		if !slices.Contains(kinds, t.Kind) {
			continue
		}
		label, _ := t.Label.Pick(f.words.Lang, "en")
		c.Options = append(c.Options, Option{Value: t.ID, Label: label, Chosen: slices.Contains(chosen, t.ID)})
	}
	return []Control{c}
}

// accessibility is the topic below which the access needs stand; what else is
// practical has fields of its own.
const accessibility = "accessibility"

// access asks for each access need.
func (f form) access() []Control {
	var all []Control
	for _, t := range f.taxonomy.Children(accessibility) {
		label, _ := t.Label.Pick(f.words.Lang, "en")
		all = append(all, f.ternary("/access_needs/"+t.ID, label))
	}
	return all
}

func (f form) promises() []Control {
	var all []Control
	for _, p := range directory.AllPromises {
		all = append(all, f.ternary("/promises/"+string(p), f.words.Say("promise."+string(p)+".yes")))
	}
	return all
}

func (f form) contact() Section {
	return Section{Name: "contact", Controls: append(f.lines(Phone, "/contact/phone", "/contact/sms"), f.lines(Line, "/contact/email", "/contact/url", "/contact/chat_url")...)}
}

func (f form) location(at string) Section {
	s := Section{Name: "location", Controls: f.lines(Line, at+"/street", at+"/postal_code", at+"/town", at+"/municipality")}
	s.Controls = append(s.Controls, choice(f, at+"/visibility", "visibility", []directory.Visibility{directory.VisibleExact, directory.VisibleArea, directory.VisibleNone}))
	s.Controls = append(s.Controls, f.lines(Point, at+"/point/lat", at+"/point/lon")...)
	return s
}

func (f form) hours(hours schedule.Schedule) Section {
	s := Section{Name: "hours", Hours: f.hoursForm(hours)}
	s.Controls = append(s.Controls, choice(f, "/hours/holidays", "holidays", []schedule.HolidayRule{schedule.HolidaysClosed, schedule.HolidaysOpen}))
	s.Controls = append(s.Controls, f.lines(Line, "/hours/doubt", "/hours/note")...)
	return s
}

func (f form) ages() []Control {
	return append(f.lines(Number, "/ages/min", "/ages/max"), f.control(Check, "/ages/all"))
}

func (f form) centre(c *directory.Centre) []Section {
	arrival := Section{Name: "arrival", Controls: f.texts(Area,
		"/arrival/who_meets", "/arrival/first_minutes", "/arrival/must_talk", "/arrival/bring",
		"/arrival/written_down", "/arrival/who_is_told", "/arrival/way_to_door", "/arrival/if_full")}
	whom := Section{Name: "whom", Controls: slices.Concat(f.ages(),
		[]Control{choice(f, "/audience", "audience", directory.AllAudiences), choice(f, "/access", "access", directory.AllAccess)},
		f.promises(), []Control{f.ternary("/meet_at_door", f.label("/meet_at_door")), f.control(Check, "/knock")},
		f.lines(Words, "/languages"), f.access())}
	return []Section{
		f.hours(c.Hours),
		{Name: "about", Controls: slices.Concat(f.lines(Line, "/name"), f.texts(Area, "/description"),
			[]Control{choice(f, "/kind", "centre_kind", directory.AllCentreKinds),
				choice(f, "/status", "status", []directory.Status{directory.StatusPlanned, directory.StatusOpen, directory.StatusPaused, directory.StatusClosed})})},
		f.location("/location"), f.contact(), whom, arrival,
		{Name: "topics", Controls: f.topics(directory.TopicAbout, directory.TopicActivity, directory.TopicGroup)},
		{Name: "staff", Controls: f.texts(Area, "/core_task", "/target_groups", "/not_served", "/involvement"), Rows: []Rows{
			f.rowsOf("/partners", Column{"name", Line}, Column{"offers/" + f.lang, Line}, Column{"url", Line}),
			f.rowsOf("/volunteering", Column{"title/" + f.lang, Line}, Column{"tasks/" + f.lang, Area}, Column{"open", Check}),
		}},
	}
}

func (f form) activity(a *directory.Activity) []Section {
	sections := []Section{
		{Name: "about", Controls: slices.Concat(f.texts(Line, "/title"), f.texts(Area, "/description"),
			[]Control{choice(f, "/rhythm", "rhythm", []directory.Rhythm{directory.Fixed, directory.Varying}),
				choice(f, "/status", "status", []directory.Status{directory.StatusPlanned, directory.StatusOpen, directory.StatusPaused, directory.StatusClosed}),
				choice(f, "/setting", "setting", directory.AllSettings)})},
		f.hours(a.Hours),
	}
	sections[1].Rows = []Rows{f.rowsOf("/hours/sessions", Column{"date", Line}, Column{"opens", Line}, Column{"closes", Line}, Column{"title", Line}, Column{"cancelled", Check})}
	if a.Location != nil {
		sections = append(sections, f.location("/location"))
	}
	return append(sections,
		Section{Name: "whom", Controls: slices.Concat(f.ages(), []Control{choice(f, "/audience", "audience", directory.AllAudiences)},
			[]Control{f.ternary("/promises/free", f.words.Say("promise.free.yes")), f.ternary("/promises/anonymous", f.words.Say("promise.anonymous.yes"))},
			f.texts(Line, "/cost"), f.lines(Words, "/languages"),
			[]Control{choice(f, "/registration/mode", "registration", []directory.RegistrationMode{directory.RegistrationNone, directory.RegistrationPossible, directory.RegistrationRequired})},
			f.texts(Line, "/registration/how"), f.lines(Line, "/registration/url"), f.lines(Number, "/capacity"))},
		f.contact(),
		Section{Name: "topics", Controls: f.topics(directory.TopicAbout, directory.TopicActivity, directory.TopicGroup)},
	)
}

func (f form) organisation() []Section {
	return []Section{
		{Name: "about", Controls: slices.Concat(f.lines(Line, "/name"), f.texts(Area, "/description"))},
		f.contact(),
	}
}
