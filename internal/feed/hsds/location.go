package hsds

import (
	"maps"
	"slices"

	"walkin/internal/directory"
	"walkin/internal/geo"
)

// at gives a service at one of its places. The location of a centre at which
// an activity is held belongs to the centre and is only there if the centre is
// related.
func (p *Projection) at(site directory.Site, e directory.Entry, s *Service) ServiceAtLocation {
	id := site.UUID()
	at := ServiceAtLocation{ID: id, ServiceID: s.ID, LocationID: site.LocationUUID(), Location: p.location(site, e)}
	var opening *Opening
	at.Schedules, opening = schedules(hoursAt(e, site), id)
	if site.Stop != "" {
		at.Opening = opening
	}
	return at
}

// ServiceAtLocation gives a service at one of its places, with the service
// inside it; nil if the entry is not offered there.
func (p *Projection) ServiceAtLocation(e directory.Entry, site directory.Site) *ServiceAtLocation {
	s := p.Service(e)
	if s == nil {
		return nil
	}
	for _, at := range s.ServiceAtLocations {
		if at.ID == site.UUID() {
			inner := *s
			inner.ServiceAtLocations = nil
			at.Service = &inner
			return &at
		}
	}
	return nil
}

// Flat gives it as it stands in a list.
func (at *ServiceAtLocation) Flat() *ServiceAtLocation {
	flat := *at
	flat.Schedules, flat.Service = nil, at.Service.Flat()
	if at.Location != nil {
		l := *at.Location
		l.Addresses, l.Accessibility = nil, nil
		flat.Location = &l
	}
	return &flat
}

// location gives a place, nil if it belongs to a centre that is not at hand.
func (p *Projection) location(site directory.Site, e directory.Entry) *Location {
	id := site.LocationUUID()
	if a, ok := e.(*directory.Activity); ok {
		if site.Centre == "" {
			return p.place(id, *a.Location, "", a.AccessNeeds, "")
		}
		related, ok := p.Related[directory.Key{Kind: directory.KindCentre, ID: site.Centre}]
		if !ok {
			return nil
		}
		e = p.public(related)
	}
	c := e.(*directory.Centre)
	lang := languageOf(c.Location.Country, c.Description)
	for _, stop := range c.Stops {
		if stop.ID == site.Stop {
			name, _ := stop.Name.Pick(lang)
			return p.place(id, stop.Location, name, nil, "")
		}
	}
	return p.place(id, c.Location, c.Name, c.AccessNeeds, c.Arrival.WayToDoor[lang])
}

func (p *Projection) place(id string, d directory.Location, name string, needs directory.AccessNeeds, way string) *Location {
	l := &Location{
		ID: id, LocationType: "physical", Name: name, Transportation: way,
		Country: d.Country, Municipality: d.Municipality, PointPrecision: d.Precision, Visibility: d.Visibility,
	}
	if d.Point != nil {
		l.Latitude, l.Longitude = &d.Point.Lat, &d.Point.Lon
	}
	if d.Street != "" || d.Town != "" || d.PostalCode != "" {
		region := ""
		if p.Region != nil {
			region = p.Region(d.Country, d.Municipality)
		}
		l.Addresses = []Address{{ID: part(id, "address", 0), LocationID: id, Address1: d.Street, City: d.Town, StateProvince: region,
			PostalCode: d.PostalCode, Country: d.Country, AddressType: "physical"}}
	}
	for i, need := range slices.Sorted(maps.Keys(needs)) {
		if needs[need] != directory.Unknown {
			l.Accessibility = append(l.Accessibility, Accessibility{ID: part(id, "accessibility", i), LocationID: id, Description: need, Details: needs[need]})
		}
	}
	return l
}

// entry reads a location back.
func (l *Location) entry() (directory.Location, directory.AccessNeeds) {
	d := directory.Location{Country: l.Country, Municipality: l.Municipality, Precision: l.PointPrecision, Visibility: l.Visibility}
	if l.Latitude != nil && l.Longitude != nil {
		d.Point = &geo.Point{Lat: *l.Latitude, Lon: *l.Longitude}
	}
	if len(l.Addresses) > 0 {
		a := l.Addresses[0]
		d.Street, d.Town, d.PostalCode = a.Address1, a.City, a.PostalCode
	}
	var needs directory.AccessNeeds
	for _, a := range l.Accessibility {
		if needs == nil {
			needs = make(directory.AccessNeeds)
		}
		needs[a.Description] = a.Details
	}
	return d, needs
}
