package hsds

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"walkin/internal/directory"
	"walkin/internal/schedule"
)

// Projection says how entries become objects. The zero value shows what the
// public may see, and what belongs to other entries only by its id.
type Projection struct {
	// Exact shows hidden addresses, the words that lead to a topic and what
	// assessors wrote: for a file of the operator's own.
	Exact bool
	// Related are entries that may stand inside others: an organization in its
	// service, a centre's location in an activity, a term in an attribute.
	Related map[directory.Key]directory.Entry
	// Brief leaves out the records, which take most of the time to make and have
	// no place in a list.
	Brief bool
	// Region gives the region or province of a municipality; "" or nil where
	// it is not known.
	Region func(country, municipality string) string
}

// Service gives the service that a centre, an activity or a helpline is. An
// entry of another kind has none and gives nil.
func (p *Projection) Service(e directory.Entry) *Service {
	e = p.public(e)
	var s *Service
	switch e := e.(type) {
	case *directory.Centre:
		s = p.centre(e)
	case *directory.Activity:
		s = p.activity(e)
	case *directory.Helpline:
		s = p.helpline(e)
	default:
		return nil
	}
	if operator := p.operator(e); operator != "" {
		key := directory.Key{Kind: directory.KindOrganisation, ID: operator}
		s.OrganizationID = key.UUID()
		if o, ok := p.Related[key].(*directory.Organisation); ok {
			inside := *p
			inside.Brief = true
			s.Organization = inside.Organization(o).Flat()
		}
	}
	if !p.Brief {
		s.Walkin = recorded(e, s.entry(e.Key()))
	}
	return s
}

// operator gives who offers a service: an activity that names nobody belongs to
// whoever runs the first of its centres.
func (p *Projection) operator(e directory.Entry) string {
	switch e := e.(type) {
	case *directory.Centre:
		return e.Organisation
	case *directory.Helpline:
		return e.Organisation
	case *directory.Activity:
		for _, id := range e.Centres {
			if c, ok := p.Related[directory.Key{Kind: directory.KindCentre, ID: id}].(*directory.Centre); ok && e.Organisation == "" {
				return c.Organisation
			}
		}
		return e.Organisation
	}
	return ""
}

// Networked says whether the organization of a service belongs to a network.
func (p *Projection) Networked(e directory.Entry) bool {
	o, ok := p.Related[directory.Key{Kind: directory.KindOrganisation, ID: p.operator(e)}].(*directory.Organisation)
	return ok && len(o.Networks) > 0
}

// public gives what may be shown of an entry.
func (p *Projection) public(e directory.Entry) directory.Entry {
	if p.Exact {
		return e
	}
	if h, ok := e.(*directory.Helpline); ok {
		// Notes name pages that are not to be shown.
		shown := *h
		shown.Sources = slices.Clone(h.Sources)
		for i := range shown.Sources {
			shown.Sources[i].Note = ""
		}
		return &shown
	}
	return directory.Public(e)
}

func (p *Projection) centre(c *directory.Centre) *Service {
	id := c.Key().UUID()
	lang := languageOf(c.Location.Country, c.Description)
	s := &Service{
		ID: id, Name: c.Name, Description: c.Description[lang], URL: c.Contact.URL, Email: c.Contact.Email, Status: status(c.Status),
		EligibilityDescription: c.TargetGroups[lang], MinimumAge: c.Ages.Min, MaximumAge: c.Ages.Max,
		AssuredDate: c.Provenance.VerifiedAt, Phones: phones(id, c.Contact), Languages: languages(id, c.Languages),
		CostOptions: costs(id, c.Promises), Attributes: p.topics(id, "service", c.Topics),
		TextLanguage: lang, Access: c.Access, Audience: c.Audience, Channels: c.Channels, Promises: promises(c.Promises),
	}
	s.Schedules, s.Opening = schedules(&c.Hours, id)
	for _, site := range directory.Sites(c) {
		s.ServiceAtLocations = append(s.ServiceAtLocations, p.at(site, c, s))
	}
	return s
}

func (p *Projection) activity(a *directory.Activity) *Service {
	id, country := a.Key().UUID(), ""
	if a.Location != nil {
		country = a.Location.Country
	}
	lang := languageOf(country, a.Title, a.Description)
	name, _ := a.Title.Pick(lang)
	s := &Service{
		ID: id, Name: name, Description: a.Description[lang], URL: a.Contact.URL, Email: a.Contact.Email, Status: status(a.Status),
		ApplicationProcess: a.Registration.How[lang], FeesDescription: a.Cost[lang], MinimumAge: a.Ages.Min, MaximumAge: a.Ages.Max,
		AssuredDate: a.Provenance.VerifiedAt, Phones: phones(id, a.Contact), Languages: languages(id, a.Languages),
		CostOptions: costs(id, a.Promises), Attributes: p.topics(id, "service", a.Topics),
		TextLanguage: lang, Audience: a.Audience, Channels: a.Channels, Promises: promises(a.Promises),
	}
	s.Schedules, s.Opening = schedules(&a.Hours, id)
	for _, site := range directory.Sites(a) {
		s.ServiceAtLocations = append(s.ServiceAtLocations, p.at(site, a, s))
	}
	return s
}

func (p *Projection) helpline(h *directory.Helpline) *Service {
	id := h.Key().UUID()
	lang := languageOf(h.Country, h.Description)
	s := &Service{
		ID: id, Name: h.Name, Description: h.Description[lang], URL: h.URL, Email: h.Email, Status: status(h.Status),
		MinimumAge: h.Ages.Min, MaximumAge: h.Ages.Max, AssuredDate: h.Provenance.VerifiedAt, Languages: languages(id, h.Languages),
		CostOptions: costs(id, h.Promises), Attributes: p.topics(id, "service", h.Topics),
		TextLanguage: lang, Channels: h.Channels(), Promises: promises(h.Promises),
		ServiceAreas: []ServiceArea{{ID: part(id, "area", 0), Name: cmp.Or(h.Area, h.Country), ExtentType: "text", Extent: cmp.Or(h.Municipality, h.Area, h.Country)}},
	}
	for i := range h.Lines {
		l := &h.Lines[i]
		if l.Dial != "" {
			kind := "voice"
			if l.Written() {
				kind = "text"
			}
			s.Phones = append(s.Phones, Phone{ID: part(id, "phone", i), Number: l.Dial, Type: kind})
		}
		list, opening := schedules(&l.Hours, part(id, "line", i))
		for j := range list {
			list[j].AttendingType = string(l.Channel)
		}
		s.Schedules = append(s.Schedules, list...)
		if s.Opening == nil && opening != nil {
			// The lines of one helpline are in one zone; their exceptions stand
			// with each line in the record.
			s.Opening = &Opening{TimeZone: opening.TimeZone, HolidaysOf: opening.HolidaysOf}
		}
	}
	return s
}

// entry reads back what the properties of the service say about an entry.
func (s *Service) entry(key directory.Key) directory.Entry {
	contact := directory.Contact{URL: s.URL, Email: s.Email}
	for _, phone := range s.Phones {
		if phone.Type == "text" {
			contact.SMS = phone.Number
		} else {
			contact.Phone = phone.Number
		}
	}
	ages := directory.Ages{Min: s.MinimumAge, Max: s.MaximumAge}
	provenance := directory.Provenance{VerifiedAt: s.AssuredDate}
	var promised directory.Promises
	if s.Promises != nil {
		promised = *s.Promises
	}
	switch key.Kind {
	case directory.KindCentre:
		c := &directory.Centre{ID: key.ID, Name: s.Name, Description: s.text(s.Description), Status: entryStatus(s.Status), Contact: contact,
			Hours: hours(s.Schedules, s.Opening), TargetGroups: s.text(s.EligibilityDescription), Ages: ages, Provenance: provenance,
			Languages: codes(s.Languages), Topics: values(s.Attributes), Access: s.Access, Audience: s.Audience, Channels: s.Channels, Promises: promised}
		if len(s.ServiceAtLocations) > 0 && s.ServiceAtLocations[0].Location != nil {
			c.Location, c.AccessNeeds = s.ServiceAtLocations[0].Location.entry()
		}
		return c
	case directory.KindActivity:
		a := &directory.Activity{ID: key.ID, Title: s.text(s.Name), Description: s.text(s.Description), Status: entryStatus(s.Status), Contact: contact,
			Hours: hours(s.Schedules, s.Opening), Ages: ages, Provenance: provenance, Languages: codes(s.Languages), Topics: values(s.Attributes),
			Registration: directory.Registration{How: s.text(s.ApplicationProcess)}, Cost: s.text(s.FeesDescription),
			Audience: s.Audience, Channels: s.Channels, Promises: promised}
		own := directory.Site{Of: key}.UUID()
		for _, at := range s.ServiceAtLocations {
			if at.ID == own && at.Location != nil {
				l, needs := at.Location.entry()
				a.Location, a.AccessNeeds = &l, needs
			}
		}
		return a
	case directory.KindHelpline:
		return &directory.Helpline{ID: key.ID, Name: s.Name, Description: s.text(s.Description), Status: entryStatus(s.Status), URL: s.URL, Email: s.Email,
			Ages: ages, Provenance: provenance, Languages: codes(s.Languages), Topics: values(s.Attributes), Promises: promised}
	}
	return nil
}

// text gives a text in the language of the service.
func (s *Service) text(words string) directory.Text {
	if words == "" {
		return nil
	}
	return directory.Text{s.TextLanguage: words}
}

// Modified gives the service with the time of its last change.
func (s *Service) Modified(at time.Time) *Service {
	at = at.UTC()
	s.LastModified = &at
	return s
}

// Flat gives the service as it stands in a list: its own facts, and its
// organization, but no lists.
func (s *Service) Flat() *Service {
	flat := *s
	flat.Phones, flat.Schedules, flat.ServiceAreas, flat.ServiceAtLocations = nil, nil, nil, nil
	flat.Languages, flat.CostOptions, flat.Attributes, flat.Walkin = nil, nil, nil, nil
	return &flat
}

// languageOf gives the language that an object is written in: one that its
// texts have, best that of the country.
func languageOf(country string, texts ...directory.Text) string {
	var wanted []string
	switch country {
	case "DK":
		wanted = []string{"da"}
	case "NL":
		wanted = []string{"nl"}
	case "BE":
		wanted = []string{"nl", "fr"}
	}
	for _, t := range texts {
		if _, lang := t.Pick(wanted...); lang != "" {
			return lang
		}
	}
	return ""
}

func status(s directory.Status) string {
	switch s {
	case "", directory.StatusOpen:
		return "active"
	case directory.StatusPaused:
		return "temporarily closed"
	case directory.StatusPlanned:
		return "inactive"
	default:
		return "defunct"
	}
}

// entryStatus reads a status back. The usual open is not written in an entry.
func entryStatus(s string) directory.Status {
	switch s {
	case "temporarily closed":
		return directory.StatusPaused
	case "inactive":
		return directory.StatusPlanned
	case "defunct":
		return directory.StatusClosed
	}
	return ""
}

// part gives the id of a part of an object.
func part(of, what string, i int) string {
	return directory.UUID(what + ":" + of + ":" + strconv.Itoa(i))
}

func phones(of string, c directory.Contact) []Phone {
	var list []Phone
	if c.Phone != "" {
		list = append(list, Phone{ID: part(of, "phone", 0), Number: c.Phone, Type: "voice"})
	}
	if c.SMS != "" {
		list = append(list, Phone{ID: part(of, "phone", 1), Number: c.SMS, Type: "text"})
	}
	return list
}

func languages(of string, tags []string) []Language {
	var list []Language
	for i, tag := range tags {
		list = append(list, Language{ID: part(of, "language", i), Code: tag})
	}
	return list
}

func codes(list []Language) []string {
	var tags []string
	for _, l := range list {
		tags = append(tags, l.Code)
	}
	return tags
}

// costs says that a service is free, where that is known. What something costs
// is known in words only.
func costs(of string, p directory.Promises) []CostOption {
	if p.Free != directory.Yes {
		return nil
	}
	return []CostOption{{ID: part(of, "cost", 0), ServiceID: of, Amount: 0}}
}

func promises(p directory.Promises) *directory.Promises {
	if p == (directory.Promises{}) {
		return nil
	}
	return &p
}

// hoursAt gives the hours of a service at one of its places.
func hoursAt(e directory.Entry, site directory.Site) *schedule.Schedule {
	switch e := e.(type) {
	case *directory.Centre:
		for i := range e.Stops {
			if e.Stops[i].ID == site.Stop {
				return &e.Stops[i].Hours
			}
		}
		return &e.Hours
	case *directory.Activity:
		return &e.Hours
	}
	return nil
}
