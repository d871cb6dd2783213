package jsonld

import (
	"encoding/json"
	"slices"
	"time"

	"walkin/internal/directory"
)

// Options are what a document needs beside its entry.
type Options struct {
	Lang string    // of its texts, where there are any
	Base string    // before the ids of things: "https://walkin.example"
	Now  time.Time // exceptions that are over are left out
	// Label gives the label of a topic in Lang; it is asked for access needs.
	Label func(topic string) string
}

// Centre gives a centre: the Place, the Service that it is and the
// Organization that runs it, nil where that is not known.
func Centre(c *directory.Centre, operator *directory.Organisation, o Options) ([]byte, error) {
	c = c.Public()
	graph := []node{o.place(c), o.service(c)}
	if operator != nil {
		graph = append(graph, o.organisation(operator))
	}
	return encode(node{"@context": context, "@graph": graph})
}

// Organisation gives an organisation.
func Organisation(organisation *directory.Organisation, o Options) ([]byte, error) {
	n := o.organisation(organisation)
	n["@context"] = context
	return encode(n)
}

func encode(n node) ([]byte, error) { return json.Marshal(n) }

// id names a thing by the address of its entry.
func (o *Options) id(list, id string) string { return o.Base + "/v1/" + list + "/" + id }

func (o *Options) text(t directory.Text) string {
	s, _ := t.Pick(o.Lang)
	return s
}

func (o *Options) place(c *directory.Centre) node {
	n := node{"@type": "Place", "@id": o.id("centres", c.ID), "name": c.Name}
	n.put("description", o.text(c.Description))
	n.put("url", c.Contact.URL)
	n.put("telephone", c.Contact.Phone)
	n.put("address", address(c.Location))
	n.put("geo", geo(c.Location))
	n.put("amenityFeature", o.features(c.AccessNeeds))
	if c.Promises.Free == directory.Yes {
		n.put("isAccessibleForFree", true)
	}
	if c.Status == "" || c.Status == directory.StatusOpen {
		n.put("openingHoursSpecification", weekly(&c.Hours))
		n.put("specialOpeningHoursSpecification", special(&c.Hours, o.Now))
	}
	return n
}

// service is what the centre does: for whom, by whom, in which languages.
func (o *Options) service(c *directory.Centre) node {
	n := node{"@type": "Service", "@id": o.id("centres", c.ID) + "#service", "name": c.Name}
	n.put("audience", audience(c.Ages))
	if c.Organisation != "" {
		n.put("provider", node{"@id": o.id("organisations", c.Organisation)})
	}
	channel := node{"@type": "ServiceChannel", "serviceLocation": node{"@id": o.id("centres", c.ID)}}
	channel.put("availableLanguage", c.Languages)
	n.put("availableChannel", channel)
	return n
}

func (o *Options) organisation(organisation *directory.Organisation) node {
	n := node{"@type": "Organization", "@id": o.id("organisations", organisation.ID), "name": organisation.Name}
	n.put("description", o.text(organisation.Description))
	n.put("url", organisation.Contact.URL)
	n.put("telephone", organisation.Contact.Phone)
	n.put("email", organisation.Contact.Email)
	var networks []node
	for _, id := range organisation.Networks {
		networks = append(networks, node{"@type": "Organization", "@id": o.id("networks", id)})
	}
	n.put("memberOf", networks)
	return n
}

// address gives what is public of an address.
func address(l directory.Location) node {
	n := node{"@type": "PostalAddress"}
	n.put("streetAddress", l.Street)
	n.put("postalCode", l.PostalCode)
	n.put("addressLocality", l.Town)
	n.put("addressCountry", l.Country)
	return n
}

// geo gives a point that is a door's; the centre of a town would be taken for
// one.
func geo(l directory.Location) node {
	if l.Point == nil || !l.Precision.Door() {
		return nil
	}
	return node{"@type": "GeoCoordinates", "latitude": l.Point.Lat, "longitude": l.Point.Lon}
}

// audience gives the ages that are stated.
func audience(a directory.Ages) node {
	if a.Min == nil && a.Max == nil {
		return nil
	}
	n := node{"@type": "PeopleAudience"}
	if a.Min != nil {
		n["suggestedMinAge"] = *a.Min
	}
	if a.Max != nil {
		n["suggestedMaxAge"] = *a.Max
	}
	return n
}

// features gives the access needs that are met, and those that are known not to
// be.
func (o *Options) features(needs directory.AccessNeeds) []node {
	var list []node
	for id, answer := range needs {
		if answer != directory.Unknown {
			list = append(list, node{"@type": "LocationFeatureSpecification", "name": o.Label(id), "value": answer == directory.Yes})
		}
	}
	slices.SortFunc(list, func(a, b node) int {
		if a["name"].(string) < b["name"].(string) {
			return -1
		}
		return 1
	})
	return list
}
