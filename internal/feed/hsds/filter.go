package hsds

import (
	"slices"
	"strings"
	"time"

	"walkin/internal/directory"
	"walkin/internal/fold"
	"walkin/internal/geo"
	"walkin/internal/schedule"
)

// Filter is what a list of services can be narrowed by beyond what a catalogue
// knows to look up. All of it must hold; what is not set always does.
//
// The first five are those of Open Referral UK, in the words of its API
// description, which are one-sided: minimum_age asks for services "with a
// minimum age of at least the specified value", so a service for 12 to 25 does
// not pass 15. What states no age or time does not pass them. Age and OpenAt
// are the questions that people mean; there, unknown is not no.
type Filter struct {
	MinimumAge, MaximumAge *float64        // years
	StartTime, EndTime     *schedule.Clock //
	Day                    string          // MO to SU; one schedule must meet day and times
	Age                    *int            // years
	OpenAt                 *time.Time      //
	Words                  []string        // folded; each must occur
	Near                   *geo.Point      // the point of some place lies within
	RadiusM                float64         // metres
	Country, Municipality  string          // some place lies there
	// Centres are the ids of the centres whose door is where it is asked for:
	// what happens at one is there too.
	Centres map[string]bool
}

// Words gives the words of a text as a filter compares them.
func Words(text string) []string { return strings.Fields(fold.Text(text)) }

// Empty says whether the filter lets everything pass.
func (f *Filter) Empty() bool {
	return f.MinimumAge == nil && f.MaximumAge == nil && !f.asksHours() && f.Age == nil && f.OpenAt == nil &&
		len(f.Words) == 0 && !f.Placed()
}

func (f *Filter) asksHours() bool { return f.StartTime != nil || f.EndTime != nil || f.Day != "" }

// Placed says whether the filter asks for a place, and so for its centres.
func (f *Filter) Placed() bool { return f.Near != nil || f.Municipality != "" }

// Entry says whether an entry passes but for the words, which are partly those of
// other entries: at any of its places, or at one. It takes a small part of the
// time that making the object of the entry does.
func (f *Filter) Entry(e directory.Entry, site *directory.Site) bool {
	a := ages(e)
	if f.MinimumAge != nil && (a.Min == nil || float64(*a.Min) < *f.MinimumAge) ||
		f.MaximumAge != nil && (a.Max == nil || float64(*a.Max) > *f.MaximumAge) ||
		f.Age != nil && a.Fit(*f.Age) == directory.No {
		return false
	}
	return (!f.Placed() || f.there(e, site)) && (!f.asksHours() || f.hours(e, site)) && (f.OpenAt == nil || f.open(e, site))
}

// Service says whether the words that are looked for are those of a service.
func (f *Filter) Service(s *Service) bool {
	return len(f.Words) == 0 || f.Text(s.words(s.ServiceAtLocations)...)
}

// ServiceAtLocation says so of a service at one of its places.
func (f *Filter) ServiceAtLocation(at *ServiceAtLocation) bool {
	return len(f.Words) == 0 || f.Text(at.Service.words([]ServiceAtLocation{*at})...)
}

// Text says whether every word occurs in one of some texts.
func (f *Filter) Text(texts ...string) bool {
	folded := fold.Text(strings.Join(texts, " "))
	return !slices.ContainsFunc(f.Words, func(word string) bool { return !strings.Contains(folded, word) })
}

// words are the texts of a service at some places that a search looks into.
func (s *Service) words(places []ServiceAtLocation) []string {
	texts := []string{s.Name, s.Description, s.EligibilityDescription}
	if s.Organization != nil {
		texts = append(texts, s.Organization.Name)
	}
	for _, at := range places {
		if at.Location == nil {
			continue
		}
		texts = append(texts, at.Location.Name)
		for _, a := range at.Location.Addresses {
			texts = append(texts, a.Address1, a.City, a.PostalCode)
		}
	}
	for _, a := range s.Attributes {
		if a.TaxonomyTerm != nil {
			texts = append(texts, a.TaxonomyTerm.Name)
		}
	}
	return texts
}

func ages(e directory.Entry) directory.Ages {
	switch e := e.(type) {
	case *directory.Centre:
		return e.Ages
	case *directory.Activity:
		return e.Ages
	case *directory.Helpline:
		return e.Ages
	}
	return directory.Ages{}
}

// hours says whether one schedule of an entry is on the day and within the
// times: of a helpline, that of any line.
func (f *Filter) hours(e directory.Entry, site *directory.Site) bool {
	meets := func(hours *schedule.Schedule) bool {
		for s := range nameless(hours) {
			if f.schedule(s) {
				return true
			}
		}
		return false
	}
	switch e := e.(type) {
	case *directory.Helpline:
		return slices.ContainsFunc(e.Lines, func(l directory.Line) bool { return meets(&l.Hours) })
	case *directory.Activity:
		return meets(&e.Hours)
	case *directory.Centre:
		if site != nil {
			return meets(hoursAt(e, *site))
		}
		return meets(&e.Hours)
	}
	return false
}

// schedule says whether one schedule is on the day and within the times.
func (f *Filter) schedule(s Schedule) bool {
	if f.StartTime != nil && (s.OpensAt == nil || *s.OpensAt < *f.StartTime) ||
		f.EndTime != nil && (s.ClosesAt == nil || *s.ClosesAt > *f.EndTime) {
		return false
	}
	if f.Day == "" {
		return true
	}
	if s.Freq == "" && s.DTStart != nil { // one session, on one date
		return dayCodes[s.DTStart.Weekday()] == f.Day
	}
	for code := range strings.SplitSeq(s.ByDay, ",") {
		if strings.HasSuffix(code, f.Day) { // "2MO" is a Monday
			return true
		}
	}
	return false
}

// open says whether an entry is open then, or may be: anywhere, or at a site.
func (f *Filter) open(e directory.Entry, site *directory.Site) bool {
	may := func(s directory.Status, hours *schedule.Schedule) bool {
		return s.At(hours, *f.OpenAt).State != schedule.Closed
	}
	switch e := e.(type) {
	case *directory.Helpline:
		return e.At(*f.OpenAt).State != schedule.Closed
	case *directory.Activity:
		return may(e.Status, &e.Hours)
	case *directory.Centre:
		if site != nil {
			return may(e.Status, hoursAt(e, *site))
		}
		return may(e.Status, &e.Hours) || slices.ContainsFunc(e.Stops, func(s directory.OutreachStop) bool { return may(e.Status, &s.Hours) })
	}
	return false
}

// there says whether some place of an entry, or the one, is where it is asked for.
func (f *Filter) there(e directory.Entry, site *directory.Site) bool {
	switch e := e.(type) {
	case *directory.Centre:
		return (site == nil || site.Stop == "") && f.Holds(e.Location) || slices.ContainsFunc(e.Stops, func(s directory.OutreachStop) bool {
			return (site == nil || site.Stop == s.ID) && f.Holds(s.Location)
		})
	case *directory.Activity:
		return slices.ContainsFunc(e.Centres, func(id string) bool { return (site == nil || site.Centre == id) && f.Centres[id] }) ||
			(site == nil || site.Centre == "") && e.Location != nil && f.Holds(*e.Location)
	}
	return false
}

// Holds says whether a location, as the public may see it, is where it is asked
// for.
func (f *Filter) Holds(l directory.Location) bool {
	l = l.Public()
	if f.Near != nil {
		return l.Point != nil && geo.Distance(*f.Near, *l.Point) <= f.RadiusM
	}
	return l.Country == f.Country && l.Municipality == f.Municipality
}
