package web

import (
	"html/template"
	"io"
	"slices"
	"time"

	"walkin/internal/directory"
	"walkin/internal/schedule"
)

// Place is what the page of a centre is drawn from.
type Place struct {
	Page
	Now          time.Time
	Centre       *directory.Centre       // as the public may see it
	RunBy        *directory.Organisation // nil if nobody says
	MovedTo      *directory.Centre       // nil if it has not, or nobody knows where
	Municipality string                  // its name
	Activities   []*directory.Activity   // what one can do there
	Taxonomy     *directory.Taxonomy
	Sendable     Sendable
	Linked       []byte // the place in the words of schema.org
	Photos       []Photo
	Kept         Kept   // what is in the reader's week
	Contact      string // e-mail of who runs the directory; "" if they gave none
	Reports      bool   // somebody reads what people say is wrong
	Knocks       bool   // one can knock here while it is open
}

// place is the view of a centre or an activity.
type place struct {
	Page
	Kind       directory.Kind
	Name       Said
	Sign       string // which door is drawn
	Opening    Opening
	Standing   bool // it is not in use: there are no hours to show
	Where      string
	At         []Link // the centres where an activity is
	Come       string
	Meets      Said
	Moved      *Link
	Often      Said // how often, in the words of the source
	Ahead      []Ahead
	Week       *week
	Coming     []weekDay
	NoneComing bool
	Phone      *week
	Answers    []string
	Questions  []Answered
	Unknown    string
	About      Said
	Facts      []Fact
	RunBy      *Link
	Partners   []Fact
	Volunteers []Volunteer
	Activities []Link
	Stops      []Stop
	Reaches    []Reach
	Way        Way
	Photos     []picture
	Linked     template.JS // encoding/json has escaped what could end the script
	Calendar   string
	Send       string // neutral words for a text message
	SendPage   string // address to send along; "" if its id tells too much
	Keep       string // address of the week with this in it
	Kept       int
	Code       *Code
	Seen       string
	Source     *Link
	SourceNote Said
	Mail       string // of who runs the directory
	Wrong      []Tick // what can be wrong here; none where nobody reads it
	Knock      string // address to knock at; "" where or while one cannot
}

// Link leads somewhere, with a word beside it.
type Link struct {
	Href, Text, Lang, Dir, Beside string
}

// Fact is something said of a place under a heading.
type Fact struct {
	Label string
	Says  Said
	Href  string
}

// Stop is where a place comes to people.
type Stop struct {
	Name Said
	Way  Way
	Week week
}

// Volunteer is something that one can do for a place.
type Volunteer struct {
	Title, Tasks Said
	Open         bool
}

// Place draws the page of a centre.
func (s *Site) Place(w io.Writer, p Place) error {
	v, err := newPlace(p)
	if err != nil {
		return err
	}
	return s.draw(w, p.Lang(), "place", "layout", v)
}

func newPlace(p Place) (*place, error) {
	c, w := p.Centre, p.Words
	lang := tongueOf(c.Description, c.Location.Country)
	status := c.Status.At(&c.Hours, p.Now)
	v := &place{
		Page: p.Page, Kind: directory.KindCentre, Name: Said{Text: c.Name}, Opening: w.Opening(c.Status, status, p.Now),
		Standing: !inUse(c.Status), Where: c.Location.Town, Meets: w.spoken(c.Arrival.WhoMeets), Come: w.come(c),
		About: w.spoken(c.Description), Reaches: w.reaches(c.Contact), Photos: w.pictures(p.Photos), Linked: template.JS(p.Linked),
		Way: w.way(c.Location, p.Municipality, c.Arrival.WayToDoor), Calendar: "/centres/" + c.ID + ".ics?lang=" + w.Lang,
		Seen: w.seen(c.Provenance), SourceNote: w.quoted(c.Provenance.SourceNote, lang), Source: sourceOf(c.Provenance), Mail: p.Contact,
	}
	v.Sign = "door-" + v.Opening.State
	if p.Reports {
		v.Wrong = w.ticks(directory.KindCentre)
	}
	if p.Knocks && status.State == schedule.Open {
		v.Knock = w.Page(c.Key()) + "/knock"
	}
	if native := nativeOf(c.Location.Country, nil); native != w.Lang {
		v.Name.Lang, v.Name.Dir = native, otherDir(native, w)
	}
	if v.Where == "" {
		v.Where = p.Municipality
	}
	if p.MovedTo != nil {
		v.Moved = &Link{Href: w.Page(p.MovedTo.Key()) + p.Kept.query(), Text: p.MovedTo.Name}
	}
	if p.RunBy != nil {
		v.RunBy = &Link{Text: p.RunBy.Name, Href: p.RunBy.Contact.URL}
	}
	if !v.Standing {
		hours := w.week(&c.Hours, p.Now, lang)
		v.Week, v.Ahead = &hours, w.ahead(&c.Hours, p.Now, lang)
		if stated(&c.PhoneHours) {
			phone := w.week(&c.PhoneHours, p.Now, lang)
			phone.Ticks = nil
			v.Phone = &phone
		}
		v.Send = w.message(p.Sendable, c.Location, nextOpen(hours.Days))
		v.Keep = "/" + w.Lang + "/week" + p.Kept.with(c.Key()).at()
	}
	v.Kept = len(p.Kept)
	v.answers(w, c.Ages, c.Languages, c.AccessNeeds, p.Taxonomy)
	v.questions(w, c)
	for _, a := range p.Activities {
		v.Activities = append(v.Activities, w.happens(a, p.Now, p.Kept))
	}
	for _, s := range c.Stops {
		v.Stops = append(v.Stops, Stop{Name: w.spoken(s.Name), Way: w.way(s.Location, "", nil), Week: w.week(&s.Hours, p.Now, lang)})
	}
	v.facts(w, c)
	return v, v.sent(p.Sendable)
}

// come says whether one can just come: that it is true only where a source
// says so, or what is true instead.
func (w *Words) come(c *directory.Centre) string {
	switch promised := c.Promises.NoAppointment; {
	case !inUse(c.Status):
		return ""
	case c.Access == directory.AccessCallFirst:
		return w.Say("place.come_call")
	case c.Access == directory.AccessAppointment || promised == directory.No:
		return w.Say("place.come_appointment")
	case slices.Contains(c.Provenance.Inferred, "/promises/no_appointment") && promised == directory.Yes:
		return w.Say("place.come_likely")
	case c.Access == directory.AccessWalkIn || promised == directory.Yes:
		return w.Say("place.come_yes")
	}
	return w.Say("place.come_ask")
}

// inUse says whether hours of something in a status mean anything.
func inUse(s directory.Status) bool { return s == "" || s == directory.StatusOpen }

// answers are what is known in a word: ages, languages, access.
func (v *place) answers(w *Words, ages directory.Ages, languages []string, needs directory.AccessNeeds, taxonomy *directory.Taxonomy) {
	if said := w.Ages(ages); said != "" {
		v.Answers = append(v.Answers, said)
	}
	for _, tag := range languages {
		v.Answers = append(v.Answers, w.Language(tag))
	}
	if taxonomy == nil {
		return
	}
	for _, t := range taxonomy.Topics() { // in one order on every page
		label, _ := t.Label.Pick(w.Lang, Fallback)
		switch needs[t.ID] {
		case directory.Yes:
			v.Answers = append(v.Answers, label)
		case directory.No:
			v.Answers = append(v.Answers, w.Say("place.need_no", "need", label))
		}
	}
}

// questions are those that people do not dare to ask. What nobody has answered
// is said in one line.
func (v *place) questions(w *Words, c *directory.Centre) {
	var unknown unknowns
	if c.Arrival.WhoMeets.Empty() {
		unknown.add(w, "place.u.who_meets")
	}
	told := w.arrival(c.Arrival, &unknown)
	v.Questions = append(w.promises(c.Promises, c.Provenance.Inferred, &unknown), told...)
	if c.MeetAtDoor != directory.Unknown {
		key := "place.q.meet_at_door"
		v.Questions = append(v.Questions, Answered{Ask: w.Say(key), Says: Said{Text: w.Say(key + "." + c.MeetAtDoor.String())}})
	}
	v.unknown(w, unknown, c.Ages, c.Languages)
}

func (v *place) unknown(w *Words, unknown unknowns, ages directory.Ages, languages []string) {
	if w.Ages(ages) == "" {
		unknown.add(w, "place.u.ages")
	}
	if len(languages) == 0 {
		unknown.add(w, "place.u.languages")
	}
	if !v.Standing {
		v.Unknown = unknown.line(w)
	}
}

func (v *place) facts(w *Words, c *directory.Centre) {
	for _, f := range []struct {
		key  string
		text directory.Text
	}{
		{"place.core_task", c.CoreTask}, {"place.target_groups", c.TargetGroups},
		{"place.not_served", c.NotServed}, {"place.involvement", c.Involvement},
	} {
		if !f.text.Empty() {
			v.Facts = append(v.Facts, Fact{Label: w.Say(f.key), Says: w.spoken(f.text)})
		}
	}
	for _, p := range c.Partners {
		v.Partners = append(v.Partners, Fact{Label: p.Name, Says: w.spoken(p.Offers), Href: p.URL})
	}
	for _, r := range c.Volunteering {
		v.Volunteers = append(v.Volunteers, Volunteer{Title: w.spoken(r.Title), Tasks: w.spoken(r.Tasks), Open: r.Open})
	}
}

// sourceOf links the source of an entry.
func sourceOf(p directory.Provenance) *Link {
	if p.SourceURL == "" {
		return nil
	}
	return &Link{Href: p.SourceURL, Text: hostOf(p.SourceURL)}
}

func otherDir(lang string, w *Words) string {
	if dir := directionOf(lang); dir != w.Dir {
		return dir
	}
	return ""
}
