package directory

import (
	"walkin/internal/problem"
	"walkin/internal/schedule"
)

// Organisation is who runs places (HSDS: organization). It may belong to
// networks.
type Organisation struct {
	ID          string     `json:"id"`
	Name        string     `json:"name"`
	Kind        string     `json:"kind,omitempty"` // "ngo", "municipality", "association": free, for people
	Description Text       `json:"description,omitempty"`
	Country     string     `json:"country"`
	Networks    []string   `json:"networks,omitempty"`
	Contact     Contact    `json:"contact,omitzero"`
	Provenance  Provenance `json:"provenance,omitzero"`
}

// Key implements Entry.
func (o *Organisation) Key() Key { return Key{KindOrganisation, o.ID} }

// References implements Entry.
func (o *Organisation) References() []Key {
	refs := make([]Key, len(o.Networks))
	for i, id := range o.Networks {
		refs[i] = Key{KindNetwork, id}
	}
	return refs
}

// Problems implements Entry.
func (o *Organisation) Problems() []problem.Field {
	var v validation
	v.id("/id", o.ID)
	v.name("/name", o.Name)
	v.country("/country", o.Country)
	o.Description.validate(&v, "/description")
	v.ids("/networks", o.Networks)
	o.Contact.validate(&v, "/contact")
	o.Provenance.validate(&v, "/provenance")
	return v.fields
}

// Network is an alliance with admission and quality criteria.
type Network struct {
	ID          string       `json:"id"`
	Name        string       `json:"name"`
	Description Text         `json:"description,omitempty"`
	Countries   []string     `json:"countries"`
	Contact     Contact      `json:"contact,omitzero"`
	Criteria    []Criterion  `json:"criteria,omitempty"`
	Assessments []Assessment `json:"assessments,omitempty"`
	Provenance  Provenance   `json:"provenance,omitzero"`
}

// Criterion is something that every place of a network must keep.
type Criterion struct {
	ID   string `json:"id"` // unique within the network
	Text Text   `json:"text"`
	// Promise is the promise that the criterion demands, where it is one of
	// the six, so that a place which denies it can be found by a machine.
	Promise   Promise `json:"promise,omitempty"`
	SourceURL string  `json:"source_url,omitempty"`
}

// Assessment is what an assessor found for one place and one criterion.
type Assessment struct {
	Centre    string        `json:"centre"`
	Criterion string        `json:"criterion"`
	Met       Ternary       `json:"met"` // yes, no, unknown
	By        string        `json:"by"`
	On        schedule.Date `json:"on"`
	Why       string        `json:"why,omitempty"`
}

// Key implements Entry.
func (n *Network) Key() Key { return Key{KindNetwork, n.ID} }

// References implements Entry. The centres of assessments are not among them:
// a network stands before its centres.
func (n *Network) References() []Key { return nil }

// Problems implements Entry.
func (n *Network) Problems() []problem.Field {
	var v validation
	v.id("/id", n.ID)
	v.name("/name", n.Name)
	n.Description.validate(&v, "/description")
	if len(n.Countries) == 0 {
		v.add("/countries", "At least one country is needed.")
	}
	for i, c := range n.Countries {
		v.country(at("/countries", i), c)
	}
	n.Contact.validate(&v, "/contact")
	criteria := make(map[string]bool, len(n.Criteria))
	for i, c := range n.Criteria {
		v.id(at("/criteria", i)+"/id", c.ID)
		if criteria[c.ID] {
			v.add(at("/criteria", i)+"/id", "Two criteria have the id %q.", c.ID)
		}
		criteria[c.ID] = true
		v.required(at("/criteria", i)+"/text", c.Text, "The criterion")
		oneOf(&v, at("/criteria", i)+"/promise", c.Promise, AllPromises)
		v.url(at("/criteria", i)+"/source_url", c.SourceURL)
	}
	for i, a := range n.Assessments {
		v.id(at("/assessments", i)+"/centre", a.Centre)
		if !criteria[a.Criterion] {
			v.add(at("/assessments", i)+"/criterion", "The network has no criterion %q.", a.Criterion)
		}
	}
	n.Provenance.validate(&v, "/provenance")
	return v.fields
}
