package kompas

import (
	"slices"
	"strings"
	"unicode/utf8"

	"walkin/internal/directory"
	"walkin/internal/feed"
	"walkin/internal/schedule"
)

// MaxShort is the length of a short text in characters.
const MaxShort = 160

// Material is what an opslag is made of: an entry, and what it refers to.
type Material struct {
	Entry        directory.Entry         // *Centre, *Activity or *Helpline
	Organisation *directory.Organisation // who runs it; nil if nobody is named
	Centre       *directory.Centre       // where an activity happens; nil if at none
	// Topic gives a topic by its id, or nil.
	Topic func(id string) *directory.Topic
}

// Wanted says whether an entry belongs into the export: what belongs in the
// listing feed, but for an activity that only repeats the hours of its centre.
// The centre's opslag says that already.
func Wanted(e directory.Entry) bool {
	a, ok := e.(*directory.Activity)
	return directory.Posted(e) && !(ok && a.Repeats)
}

// Of makes an opslag of its material and holds it against the rules. It shows
// what the public may see and no more.
func Of(m Material) Opslag {
	o := Opslag{
		ID: m.Entry.Key().String(), Status: "draft",
		Challenges: []Term{}, TargetGroups: []Term{}, ActivityTypes: []Term{}, Delivery: []Delivery{},
		Geography: Geography{Municipalities: []string{}}, Times: Times{Schedule: []schedule.Weekly{}},
	}
	if m.Organisation != nil {
		o.Organisation = Organisation{
			ID: m.Organisation.ID, Name: m.Organisation.Name, Type: m.Organisation.Kind,
			CVR: m.Organisation.Identifiers[directory.RegisterCVR],
		}
		o.EligibilityBasis = m.Organisation.Basis
	}
	var promises directory.Promises
	switch e := m.Entry.(type) {
	case *directory.Centre:
		promises = e.Promises
		o.centre(e.Public(), m.Topic)
	case *directory.Activity:
		promises = e.Promises
		var at *directory.Centre
		if m.Centre != nil {
			at = m.Centre.Public()
		}
		o.activity(e.Public(), at, m.Topic)
	case *directory.Helpline:
		promises = e.Promises
		o.helpline(e, m.Topic)
	}
	o.NoReferralNeeded = promises.NoReferral
	o.Free, o.Anonymous = promises.Free, promises.Anonymous
	o.ShortText = firstSentence(o.Body)
	o.Lint = lint(&o, promises, m)
	return o
}

func (o *Opslag) centre(c *directory.Centre, topic func(string) *directory.Topic) {
	o.Title = c.Name
	o.text(c.Description)
	o.sort(c.Topics, topic)
	o.forWhom(c.Ages, c.Audience)
	o.Delivery = deliveries(append([]directory.Channel{directory.WalkIn}, c.Channels...)) // a centre has a door
	if len(c.Stops) > 0 && !slices.Contains(o.Delivery, Outreach) {
		o.Delivery = append(o.Delivery, Outreach)
	}
	o.at(c.Location)
	for _, stop := range c.Stops {
		o.in(stop.Location.Municipality)
	}
	o.when(&c.Hours, "")
	o.reach(c.Contact)
	o.picture(c.Photos)
	o.from(c.Provenance)
}

func (o *Opslag) activity(a *directory.Activity, at *directory.Centre, topic func(string) *directory.Topic) {
	o.Title, _ = a.Title.Pick("da")
	o.text(a.Description)
	o.sort(a.Topics, topic)
	o.forWhom(a.Ages, a.Audience)
	channels := a.Channels
	if a.Setting == directory.Online {
		o.Delivery = append(o.Delivery, Online)
	} else if len(channels) == 0 {
		channels = []directory.Channel{directory.WalkIn} // it has a place, so one goes there
	}
	for _, d := range deliveries(channels) {
		if !slices.Contains(o.Delivery, d) {
			o.Delivery = append(o.Delivery, d)
		}
	}
	switch {
	case a.Location != nil:
		o.at(*a.Location)
	case at != nil:
		o.at(at.Location)
	}
	o.when(&a.Hours, feed.SpeechOf("da").Often(a.RhythmNote))
	contact := a.Contact
	if contact == (directory.Contact{}) && at != nil {
		contact = at.Contact
	}
	o.reach(contact)
	if at != nil && a.Location == nil {
		o.picture(at.Photos)
	}
	o.from(a.Provenance)
}

func (o *Opslag) helpline(h *directory.Helpline, topic func(string) *directory.Topic) {
	o.Title = h.Name
	o.text(h.Description)
	o.sort(h.Topics, topic)
	o.forWhom(h.Ages, "")
	o.Delivery = deliveries(h.Channels())
	o.Geography.Nationwide = h.Nationwide
	o.in(h.Municipality)
	var texts []string
	for i := range h.Lines {
		l := &h.Lines[i]
		if words := timesText(&l.Hours); words != "" && !slices.Contains(texts, words) {
			texts = append(texts, words)
		}
		if l.Dial != "" && o.Contact.Phone == "" && l.Channel == directory.Phone {
			o.Contact.Phone = l.Dial
		}
	}
	o.Times.Text = strings.Join(texts, " ")
	o.Contact.Email, o.Contact.URL = h.Email, h.URL
	for _, l := range h.Lines {
		if o.Contact.URL == "" {
			o.Contact.URL = l.URL
		}
	}
	o.from(h.Provenance)
}

// text takes the Danish text, else any other, and says which.
func (o *Opslag) text(t directory.Text) {
	body, lang := t.Pick("da")
	o.Body = body
	if lang != "da" {
		o.Lang = lang
	}
}

// sort puts topics into the three dimensions of the portal: by the portal's
// own category, where that is known, else by their kind. Access needs are in
// none of them.
func (o *Opslag) sort(ids []string, topic func(string) *directory.Topic) {
	for _, id := range ids {
		t := topic(id)
		if t == nil {
			continue
		}
		label, _ := t.Label.Pick("da")
		term := Term{ID: id, Label: label, Category: t.Socialkompas}
		dimension, _, _ := strings.Cut(t.Socialkompas, ":")
		switch {
		case dimension == "aktivitet", dimension == "" && t.Kind == directory.TopicActivity:
			o.ActivityTypes = append(o.ActivityTypes, term)
		case dimension == "målgruppe", dimension == "" && t.Kind == directory.TopicGroup:
			o.TargetGroups = append(o.TargetGroups, term)
		case dimension == "udfordring", dimension == "" && t.Kind == directory.TopicAbout:
			o.Challenges = append(o.Challenges, term)
		}
	}
}

func (o *Opslag) forWhom(ages directory.Ages, audience directory.Audience) {
	o.AgeMin, o.AgeMax, o.AllAges = ages.Min, ages.Max, ages.All
	if audience == directory.ForRelatives || audience == directory.ForEveryone {
		o.RelativesWelcome = directory.Yes
	}
}

// at shows a location that is public already.
func (o *Opslag) at(l directory.Location) {
	o.in(l.Municipality)
	town := strings.TrimSpace(l.PostalCode + " " + l.Town)
	o.Geography.Address = strings.Trim(l.Street+", "+town, ", ")
	if l.Point != nil {
		lat, lon := l.Point.Lat, l.Point.Lon
		o.Geography.Lat, o.Geography.Lon, o.Geography.Precision = &lat, &lon, string(l.Precision)
	}
}

func (o *Opslag) in(municipality string) {
	if municipality != "" && !slices.Contains(o.Geography.Municipalities, municipality) {
		o.Geography.Municipalities = append(o.Geography.Municipalities, municipality)
	}
}

// when gives the hours. A note on the rhythm stands where rules cannot say it.
func (o *Opslag) when(s *schedule.Schedule, note string) {
	o.Times.Text = strings.TrimSpace(timesText(s) + " " + sentence(note))
	if s.Doubt == "" && s.Weekly != nil {
		o.Times.Schedule = s.Weekly
	}
}

func (o *Opslag) reach(c directory.Contact) {
	o.Contact = Contact{Phone: c.Phone, Email: c.Email, URL: c.URL}
	if o.Contact.Phone == "" {
		o.Contact.Phone = c.SMS
	}
	if o.Contact.URL == "" {
		o.Contact.URL = c.ChatURL
	}
}

func (o *Opslag) picture(photos []directory.Photo) {
	if len(photos) > 0 {
		alt, _ := photos[0].Alt.Pick("da")
		o.Image = &Image{File: photos[0].File, Alt: alt}
	}
}

func (o *Opslag) from(p directory.Provenance) { o.VerifiedAt, o.Source = p.VerifiedAt, p.SourceURL }

// deliveries gives the portal's words for channels, each once.
func deliveries(channels []directory.Channel) []Delivery {
	list := []Delivery{}
	for _, c := range channels {
		var d Delivery
		switch c {
		case directory.WalkIn, directory.Group:
			d = InPerson
		case directory.Stop:
			d = Outreach
		case directory.Phone, directory.SMS, directory.WhatsApp:
			d = ByPhone
		default:
			d = Online
		}
		if !slices.Contains(list, d) {
			list = append(list, d)
		}
	}
	return list
}

// firstSentence cuts a text after its first sentence, and after a word where
// that is longer than MaxShort.
func firstSentence(s string) string {
	if i := strings.Index(s, ". "); i >= 0 {
		s = s[:i+1]
	}
	if utf8.RuneCountInString(s) <= MaxShort {
		return s
	}
	cut := string([]rune(s)[:MaxShort-1])
	if i := strings.LastIndexByte(cut, ' '); i > 0 {
		cut = cut[:i]
	}
	return cut + "…"
}
