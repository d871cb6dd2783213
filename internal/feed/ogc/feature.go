package ogc

import (
	"cmp"
	"math"
	"slices"
	"time"

	"walkin/internal/directory"
	"walkin/internal/feed/osm"
	"walkin/internal/geo"
	"walkin/internal/schedule"
)

// Feature is an entry as a GeoJSON feature (RFC 7946).
type Feature struct {
	Type       string    `json:"type"`
	ID         string    `json:"id"`
	Geometry   *Geometry `json:"geometry"` // null: a helpline, or a place that is not shown
	Properties any       `json:"properties"`
	Links      []Link    `json:"links,omitempty"`
}

// Geometry is a Point, or a MultiPoint for what several centres hold jointly.
type Geometry struct {
	Type        string `json:"type"`
	Coordinates any    `json:"coordinates"` // longitude, latitude
}

// Material is what a feature is made of: the last change of an entry, and what
// the entry refers to.
type Material struct {
	Change       directory.Change
	Organisation *directory.Organisation // nil if nobody is named
	Centres      []*directory.Centre     // where an activity happens
	// Municipality gives the name of a municipality by country and code.
	Municipality func(country, code string) string
}

// common are the properties that all features have. All properties are always
// there, null where nothing is known, so that the columns of an attribute table
// do not depend on the page. They are flat, since attribute tables are.
type common struct {
	Title            string         `json:"title"`
	Description      *string        `json:"description"`
	Lang             *string        `json:"lang"` // of the description, else of the title
	Status           string         `json:"status"`
	Organisation     *string        `json:"organisation"` // id
	OrganisationName *string        `json:"organisation_name"`
	Country          *string        `json:"country"`
	Municipality     *string        `json:"municipality"` // code
	MunicipalityName *string        `json:"municipality_name"`
	Topics           []string       `json:"topics"` // ids
	AgeMin           *int           `json:"age_min"`
	AgeMax           *int           `json:"age_max"`
	NoAppointment    string         `json:"no_appointment"` // yes, no or unknown
	NoReferral       string         `json:"no_referral"`
	NoAssessment     string         `json:"no_assessment"`
	Free             string         `json:"free"`
	Anonymous        string         `json:"anonymous"`
	Confidential     string         `json:"confidential"`
	Channels         []string       `json:"channels"`
	Languages        []string       `json:"languages"`
	Phone            *string        `json:"phone"`
	Email            *string        `json:"email"`
	URL              *string        `json:"url"`
	VerifiedAt       *schedule.Date `json:"verified_at"` // null: nobody has confirmed it
	SourceURL        *string        `json:"source_url"`
	SourceSeen       *string        `json:"source_seen"`
	Updated          *time.Time     `json:"updated"` // of the last change
	Change           uint64         `json:"change"`  // its number
}

// address are the properties of what has a place.
type address struct {
	Street     *string `json:"street"`
	PostalCode *string `json:"postal_code"`
	Town       *string `json:"town"`
	Precision  *string `json:"precision"` // of the point; beyond street it is no door
	Visibility string  `json:"visibility"`
}

type centreProperties struct {
	common
	Kind *string `json:"kind"`
	address
	Access       *string `json:"access"`
	MeetAtDoor   string  `json:"meet_at_door"`
	OpeningHours *string `json:"opening_hours"` // as in activityProperties
}

type activityProperties struct {
	common
	Rhythm       string   `json:"rhythm"`
	RhythmNote   *string  `json:"rhythm_note"`
	Centres      []string `json:"centres"` // ids
	CentreName   *string  `json:"centre_name"`
	Setting      *string  `json:"setting"`
	Registration *string  `json:"registration"`
	address
	// OpeningHours are in the words of OpenStreetMap, "unknown" where nobody
	// states them; null where these words cannot say them.
	OpeningHours *string `json:"opening_hours"`
}

type helplineProperties struct {
	common
	Groups     []string `json:"groups"`
	Nationwide bool     `json:"nationwide"`
	Area       *string  `json:"area"`
	ChatURL    *string  `json:"chat_url"`
}

// NewFeature makes a feature of its material: what the public may see, and no
// more.
func NewFeature(m Material) Feature {
	f := Feature{Type: "Feature", ID: m.Change.Key.ID}
	switch e := directory.Public(m.Change.Entry).(type) {
	case *directory.Centre:
		p := centreProperties{common: m.common(), Kind: known(string(e.Kind)), Access: known(string(e.Access)), MeetAtDoor: e.MeetAtDoor.String(), OpeningHours: hours(&e.Hours)}
		p.describe(e.Location.Country, e.Name, nil, e.Description)
		p.whom(e.Status, e.Ages, e.Promises, e.Topics, e.Channels, e.Languages)
		p.reach(e.Contact)
		p.from(e.Provenance)
		p.address = p.place(m, e.Location)
		f.Geometry, f.Properties = geometry(e.Location), p
	case *directory.Activity:
		p := activityProperties{
			common: m.common(), Rhythm: string(e.Rhythm), RhythmNote: known(e.RhythmNote), Centres: list(e.Centres),
			Setting: known(string(e.Setting)), Registration: known(string(e.Registration.Mode)), OpeningHours: hours(&e.Hours),
		}
		where, country := m.venues(e)
		p.describe(country, "", e.Title, e.Description)
		p.whom(e.Status, e.Ages, e.Promises, e.Topics, e.Channels, e.Languages)
		p.reach(e.Contact)
		p.from(e.Provenance)
		if len(where) > 0 {
			p.address = p.place(m, where[0])
		} else {
			p.Visibility = string(directory.VisibleExact)
		}
		if len(m.Centres) > 0 {
			p.CentreName = known(m.Centres[0].Name)
		}
		f.Geometry, f.Properties = geometry(where...), p
	case *directory.Helpline:
		p := helplineProperties{common: m.common(), Groups: list(e.Groups), Nationwide: e.Nationwide, Area: known(e.Area)}
		p.describe(e.Country, e.Name, nil, e.Description)
		p.whom(e.Status, e.Ages, e.Promises, e.Topics, e.Channels(), e.Languages)
		p.Country, p.Municipality = known(e.Country), known(e.Municipality)
		p.MunicipalityName = known(m.Municipality(e.Country, e.Municipality))
		p.lines(e)
		p.from(e.Provenance)
		f.Properties = p
	}
	return f
}

// venues gives where an activity happens, as the public may see it: at a place
// of its own, else at its centres; and the country of that.
func (m Material) venues(a *directory.Activity) (where []directory.Location, country string) {
	if a.Location != nil {
		where = append(where, *a.Location)
	} else {
		for _, c := range m.Centres {
			where = append(where, c.Public().Location)
		}
	}
	if len(where) > 0 {
		country = where[0].Country
	}
	return where, country
}

func (m Material) common() common {
	at := m.Change.At.UTC()
	c := common{Updated: &at, Change: m.Change.Number}
	if m.Organisation != nil {
		c.Organisation, c.OrganisationName = known(m.Organisation.ID), known(m.Organisation.Name)
	}
	return c
}

// local is the language of the texts that a country's own map shows.
var local = map[string]string{"DK": "da", "NL": "nl", "BE": "nl"}

// describe gives the name or title, and the description, in the country's own
// language where they have one.
func (c *common) describe(country, name string, title, description directory.Text) {
	wanted, lang := local[country], ""
	if c.Title = name; name == "" {
		c.Title, lang = title.Pick(wanted)
		wanted = lang
	}
	text, textLang := description.Pick(wanted)
	c.Description, c.Lang = known(text), known(cmp.Or(textLang, lang))
}

func (c *common) whom(s directory.Status, ages directory.Ages, p directory.Promises, topics []string, channels []directory.Channel, languages []string) {
	if s == "" {
		s = directory.StatusOpen
	}
	c.Status, c.AgeMin, c.AgeMax = string(s), ages.Min, ages.Max
	c.Topics, c.Channels, c.Languages = list(topics), list(channels), list(languages)
	c.NoAppointment, c.NoReferral, c.NoAssessment = p.NoAppointment.String(), p.NoReferral.String(), p.NoAssessment.String()
	c.Free, c.Anonymous, c.Confidential = p.Free.String(), p.Anonymous.String(), p.Confidential.String()
}

func (c *common) reach(contact directory.Contact) {
	c.Phone, c.Email, c.URL = known(contact.Phone), known(contact.Email), known(contact.URL)
}

func (c *common) from(p directory.Provenance) {
	c.VerifiedAt, c.SourceURL, c.SourceSeen = p.VerifiedAt, known(p.SourceURL), known(p.SourceSeen)
}

// place says where, of a location that is public already.
func (c *common) place(m Material, l directory.Location) address {
	c.Country, c.Municipality = known(l.Country), known(l.Municipality)
	c.MunicipalityName = known(m.Municipality(l.Country, l.Municipality))
	visibility := l.Visibility
	if visibility == "" {
		visibility = directory.VisibleExact
	}
	return address{known(l.Street), known(l.PostalCode), known(l.Town), known(string(l.Precision)), string(visibility)}
}

// lines gives the first number and the first chat of a helpline.
func (p *helplineProperties) lines(h *directory.Helpline) {
	p.Email, p.URL = known(h.Email), known(h.URL)
	for _, l := range h.Lines {
		if p.Phone == nil && l.Channel == directory.Phone {
			p.Phone = known(l.Dial)
		}
		if p.ChatURL == nil && l.Channel == directory.Chat {
			p.ChatURL = known(l.URL)
		}
	}
}

// geometry is made of the points of locations that are public already, each
// point once.
func geometry(where ...directory.Location) *Geometry {
	var points [][2]float64
	for _, l := range where {
		if l.Point == nil {
			continue
		}
		if p := position(*l.Point); !slices.Contains(points, p) {
			points = append(points, p)
		}
	}
	switch len(points) {
	case 0:
		return nil
	case 1:
		return &Geometry{"Point", points[0]}
	}
	return &Geometry{"MultiPoint", points}
}

func position(p geo.Point) [2]float64 { return [2]float64{degrees(p.Lon), degrees(p.Lat)} }

// degrees rounds to six decimals, a tenth of a metre: what lies beyond is the
// noise of computing (RFC 7946, section 11.2).
func degrees(d float64) float64 { return math.Round(d*1e6) / 1e6 }

func hours(s *schedule.Schedule) *string {
	text, err := osm.Format(s)
	if err != nil {
		return nil // the entry has them in full
	}
	return known(text)
}

// known gives null for nothing.
func known(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// list gives words as texts; it is never null.
func list[W ~string](words []W) []string {
	texts := make([]string, len(words))
	for i, w := range words {
		texts[i] = string(w)
	}
	return texts
}
