package intake

import (
	"strconv"
	"strings"

	"walkin/internal/directory"
	"walkin/internal/fold"
	"walkin/internal/schedule"
)

// activity changes an activity as the line says.
func (r *reader) activity(a *directory.Activity, name string, fresh bool) {
	if name != "" {
		r.written(fieldName, &a.Title)
	}
	if fresh || r.text(fieldOrganisation) != "" {
		a.Organisation = r.organisation()
	}
	choose(r, fieldStatus, statuses, &a.Status)
	r.written(fieldDescription, &a.Description)
	country := r.where(a, fresh)
	zone := r.zone(country)
	if fresh {
		a.Rhythm = directory.Fixed
	}
	r.hours(&a.Hours, zone)
	r.sessions(a, zone)
	if text := r.text(fieldRhythmNote); text != "" {
		a.RhythmNote = text
		r.long(fieldRhythmNote, text, 500)
	}
	if text := r.text(fieldAudience); !unsaid(text) {
		if who, ok := audiences.of(text); ok {
			a.Audience = who
		} else {
			r.notice(fieldAudience, fault(CodeAudience, "text", text))
		}
	}
	r.registration(&a.Registration)
	if text := r.text(fieldCapacity); !unsaid(text) {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > 100_000 {
			r.blame(fieldCapacity, fault(CodeNumber, "text", text))
		} else {
			a.Capacity = &n
		}
	}
	r.common(&a.Contact, &a.Ages, &a.Promises, &a.Languages, &a.AccessNeeds, &a.Topics, fresh)
	r.price(a)
	r.seen(&a.Provenance, fresh)
}

// where reads at which centre an activity is, or at what place of its own. It
// gives the country.
func (r *reader) where(a *directory.Activity, fresh bool) string {
	text := r.text(fieldPlace)
	if c, ok := r.centreNamed(text); ok {
		if r.o.Organisation != "" && c.Organisation != r.o.Organisation {
			r.blame(fieldPlace, fault(CodeOthers, "text", text))
		}
		a.Centres, a.Location = []string{c.ID}, nil
		return c.Location.Country
	}
	postcode, town := r.postTown()
	_, mapped := r.point()
	if text == "" && postcode == "" && town == "" && r.street() == "" && !mapped {
		switch {
		case a.Location != nil:
			return a.Location.Country
		case fresh && len(a.Centres) == 0:
			r.blame(fieldPlace, fault(CodeRequired, "field", string(fieldPlace)))
		}
		return r.country()
	}
	if text != "" && postcode == "" && town == "" && r.street() == "" && !mapped { // no address: it must be a centre
		r.blame(fieldPlace, fault(CodeCentre, "text", text))
		return r.country()
	}
	isNew := a.Location == nil
	if isNew {
		a.Location = new(directory.Location)
	}
	if r.street() == "" && text != "" {
		a.Location.Street = text
		r.long(fieldPlace, text, 200)
	}
	r.locate(a.Location, isNew)
	return a.Location.Country
}

// sessions adds the dates of the line. A date that the activity has already
// gets the times that the line gives.
func (r *reader) sessions(a *directory.Activity, zone string) {
	text := r.figure(fieldDate)
	opens, closes := r.times()
	if unsaid(text) {
		if opens != nil || closes != nil {
			r.blame(fieldTime, fault(CodeTimeNoDate))
		}
		return
	}
	days, code := dates(text)
	if code != "" {
		r.blame(fieldDate, fault(code, "text", r.text(fieldDate)))
		return
	}
	if a.Hours.Zone == "" {
		a.Hours.Zone, a.Hours.Country = zone, zoneCountry[zone]
	}
	if len(a.Hours.Weekly)+len(a.Hours.Series) == 0 {
		a.Rhythm = directory.Varying
	}
	for _, d := range days {
		added := false
		for i := range a.Hours.Sessions {
			s := &a.Hours.Sessions[i]
			if s.Date == d && (opens == nil || s.Opens == nil || *s.Opens == *opens) {
				if opens != nil {
					s.Opens = opens
				}
				if closes != nil {
					s.Closes = closes
				}
				added = true
			}
		}
		if !added {
			a.Hours.Sessions = append(a.Hours.Sessions, schedule.Session{Date: d, Opens: opens, Closes: closes})
		}
	}
}

// times reads when a dated meeting begins and ends.
func (r *reader) times() (opens, closes *schedule.Clock) {
	if text := r.figure(fieldTime); !unsaid(text) {
		var ok bool
		if opens, closes, ok = clockTimes(text, r.lang()); !ok {
			r.blame(fieldTime, fault(CodeHours, "text", r.text(fieldTime)))
		}
	}
	for f, to := range map[field]**schedule.Clock{fieldStart: &opens, fieldEnd: &closes} {
		text := r.figure(f)
		if unsaid(text) {
			continue
		}
		c, end, ok := clockTimes(text, r.lang())
		if !ok || end != nil || c == nil {
			r.blame(f, fault(CodeHours, "text", r.text(f)))
			continue
		}
		*to = c
	}
	return opens, closes
}

func (r *reader) registration(to *directory.Registration) {
	text := r.text(fieldRegistration)
	if unsaid(text) {
		return
	}
	if mode, ok := registrations.of(text); ok {
		to.Mode = mode
		return
	}
	if strings.Contains(text, "://") || strings.HasPrefix(text, "www.") {
		if link, ok := web(text); ok {
			to.URL = link
			return
		}
	}
	if strings.Contains(strings.ToLower(text), "javascript:") || strings.Contains(text, "://") && !strings.Contains(text, " ") {
		r.blame(fieldRegistration, fault(CodeLink, "text", text))
		return
	}
	r.written(fieldRegistration, &to.How)
}

func (r *reader) price(a *directory.Activity) {
	text := r.text(fieldPrice)
	if unsaid(text) {
		return
	}
	said := r.text(promiseField(directory.Free)) != ""
	if priceless[strings.Join(fold.Tokens(text), " ")] {
		if a.Cost = nil; !said {
			a.Promises.Free = directory.Yes
		}
		return
	}
	r.written(fieldPrice, &a.Cost)
	if !said && strings.ContainsAny(text, "123456789") {
		a.Promises.Free = directory.No
	}
}
