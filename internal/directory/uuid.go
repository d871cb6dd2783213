package directory

import "github.com/google/uuid"

// namespace is the name space of the directory's UUIDs: a UUID of version 5
// (RFC 9562, section 5.5) under that of addresses. Changing it would give
// every entry a new identity in the eyes of whoever reads our HSDS.
var namespace = uuid.NewSHA1(uuid.NameSpaceURL, []byte("https://github.com/openreferral/specification#walkin"))

// UUID gives the UUID of version 5 that a name always has, for formats that
// want one where we have a readable id.
func UUID(name string) string { return uuid.NewSHA1(namespace, []byte(name)).String() }

// UUID gives the entry's UUID. It never changes and can be computed by anybody
// who knows the key.
func (k Key) UUID() string { return UUID(k.String()) }

// Site is one place at which a centre or an activity is offered (HSDS: service
// at location).
type Site struct {
	Of     Key    // the centre or activity
	Centre string // id of the centre whose place it is; "" for an activity's own
	Stop   string // id of the centre's outreach stop; "" for its door
}

// UUID gives the UUID of the offer at this place.
func (s Site) UUID() string { return UUID("at:" + s.Of.String() + ":" + s.Centre + ":" + s.Stop) }

// LocationUUID gives the UUID of the place itself. What happens at a centre is
// at the centre's own place.
func (s Site) LocationUUID() string {
	if s.Centre == "" {
		return UUID("location:" + s.Of.String())
	}
	return UUID("location:" + Key{KindCentre, s.Centre}.String() + ":" + s.Stop)
}

// Sites gives the places at which an entry is offered, in their order: a
// centre's door and its stops; the centres of an activity and its own place.
// Online activities, helplines and everything else have none.
func Sites(e Entry) []Site {
	var sites []Site
	switch e := e.(type) {
	case *Centre:
		sites = append(sites, Site{e.Key(), e.ID, ""})
		for _, stop := range e.Stops {
			sites = append(sites, Site{e.Key(), e.ID, stop.ID})
		}
	case *Activity:
		for _, id := range e.Centres {
			sites = append(sites, Site{e.Key(), id, ""})
		}
		if e.Location != nil {
			sites = append(sites, Site{e.Key(), "", ""})
		}
	}
	return sites
}
