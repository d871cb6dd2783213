package api

import (
	"context"
	"slices"
	"time"

	"walkin/internal/directory"
	"walkin/internal/feed/hsds"
	"walkin/internal/geo"
	"walkin/internal/problem"
	"walkin/internal/schedule"
)

// hsdsQuery is what may be asked of a list, by GET or by POST. The contract says
// which list understands what.
type hsdsQuery struct {
	Page         *int       `json:"page"`
	PerPage      *int       `json:"per_page"`
	Format       string     `json:"format"`
	Search       string     `json:"search"`
	Lang         string     `json:"lang"`
	Term         string     `json:"taxonomy_term_id"`
	Taxonomy     string     `json:"taxonomy_id"`
	Parent       string     `json:"parent_id"`
	TopOnly      bool       `json:"top_only"`
	Organization string     `json:"organization_id"`
	Since        time.Time  `json:"modified_after"`
	Minimal      bool       `json:"minimal"`
	Full         bool       `json:"full"`
	FullService  bool       `json:"full_service"`
	MinimumAge   *float64   `json:"minimum_age"`
	MaximumAge   *float64   `json:"maximum_age"`
	StartTime    string     `json:"start_time"`
	EndTime      string     `json:"end_time"`
	Day          string     `json:"day"`
	Age          *int       `json:"age"`
	OpenAt       *time.Time `json:"open_at"`
	Postcode     string     `json:"postcode"`
	Proximity    *float64   `json:"proximity"`
	Latitude     *float64   `json:"latitude"`
	Longitude    *float64   `json:"longitude"`
	Radius       *float64   `json:"radius_m"`

	withServices bool // an organization is to have its services in it
}

const (
	// minimalPage is how many a minimal list has on a page: HSDS would like all
	// of them in one call, and memory is not endless.
	minimalPage = 10_000
	// nearby is the radius around a position for which none is given, in metres.
	nearby = 15_000
)

// hsdsAsked is a query that has been understood.
type hsdsAsked struct {
	s       *Server
	of      hsdsCollection
	query   hsdsQuery
	listing directory.Listing // without its kind
	filter  hsds.Filter
	kinds   []directory.Kind // of the collection, those that can be meant
	last    uint64           // change up to which what is found may be remembered; 0 for not at all
}

// narrow understands a query: what the catalogue can look up goes into the
// listing, the rest into the filter.
func (s *Server) narrow(ctx context.Context, of hsdsCollection, q hsdsQuery) (*hsdsAsked, error) {
	a := &hsdsAsked{s: s, of: of, query: q, kinds: of.kinds}
	if !q.Since.IsZero() {
		a.listing.ChangedFrom = &q.Since
	}
	a.filter = hsds.Filter{MinimumAge: q.MinimumAge, MaximumAge: q.MaximumAge, StartTime: clockOf(q.StartTime), EndTime: clockOf(q.EndTime),
		Day: q.Day, Age: q.Age, OpenAt: q.OpenAt, Words: hsds.Words(q.Search)}
	var f faults
	var failed error
	identified := func(name, uuid string, kinds ...directory.Kind) string {
		if uuid == "" {
			return ""
		}
		key, err := s.catalogue.Identified(ctx, uuid)
		if err == nil && slices.Contains(kinds, key.Kind) {
			return key.String()
		}
		if err != nil && problem.KindOf(err) != problem.NotFound {
			failed = err
			return ""
		}
		f.add("/"+name, "Nothing of this sort has this id.")
		return ""
	}
	if key, err := directory.ParseKey(identified("organization_id", q.Organization, directory.KindOrganisation)); err == nil {
		a.listing.Organisation = key.ID
	}
	if key, err := directory.ParseKey(identified("taxonomy_term_id", q.Term, directory.KindTopic, directory.KindNetwork)); err == nil {
		if key.Kind == directory.KindNetwork {
			a.listing.Network = key.ID
		} else if a.listing.Topics = s.index.Taxonomy().Under(key.ID); a.listing.Topics == nil {
			a.listing.Topics = []string{key.ID} // the index has not heard of it yet
		}
	}
	identified("parent_id", q.Parent, directory.KindTopic)
	if q.Taxonomy != "" && q.Taxonomy != hsds.Topics.ID && q.Taxonomy != hsds.Networks.ID {
		f.add("/taxonomy_id", "There is no such taxonomy; GET /hsds/taxonomies lists them.")
	}
	a.place(&f)
	if failed != nil {
		return nil, failed
	}
	return a, problem.InvalidFields("The request breaks a rule.", f.fields)
}

// place reads where something is to be.
func (a *hsdsAsked) place(f *faults) {
	q := &a.query
	position := q.Latitude != nil || q.Longitude != nil
	switch {
	case position && (q.Latitude == nil || q.Longitude == nil):
		f.add("/latitude", "A position is a latitude and a longitude.")
	case position && q.Postcode != "":
		f.add("/postcode", "Give a position or a postcode, not both.")
	case position:
		a.filter.Near, a.filter.RadiusM = &geo.Point{Lat: *q.Latitude, Lon: *q.Longitude}, nearby
		if q.Radius != nil {
			a.filter.RadiusM = *q.Radius
		}
	case q.Radius != nil:
		f.add("/radius_m", "A radius needs a position around which it lies.")
	case q.Postcode != "":
		for _, p := range a.s.gazetteer.Find(q.Postcode, a.s.country, maxMeant) {
			if p.Kind != geo.KindPostcode {
				continue
			}
			if q.Proximity != nil {
				a.filter.Near, a.filter.RadiusM = &p.Point, *q.Proximity
			} else if p.Municipality == "" { // outside Denmark, the Netherlands and Belgium
				a.filter.Near, a.filter.RadiusM = &p.Point, nearby
			} else {
				a.filter.Country, a.filter.Municipality = p.Country, p.Municipality
				// What is elsewhere need not be read. The filter decides still: it
				// asks for each place of an entry.
				a.listing.Country, a.listing.Municipality = p.Country, p.Municipality
			}
			return
		}
		f.add("/postcode", "This is not a postcode that the directory knows.")
	case q.Proximity != nil:
		f.add("/proximity", "A proximity needs a postcode around which it lies.")
	}
}

// clockOf reads a time of day that the contract has checked; nil for none.
func clockOf(text string) *schedule.Clock {
	c, err := schedule.ParseClock(text)
	if err != nil {
		return nil
	}
	return &c
}
