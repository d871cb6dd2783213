package directory

import (
	"strings"

	"walkin/internal/problem"
	"walkin/internal/schedule"
)

// Organisation is who runs places (HSDS: organization). It may belong to
// networks.
type Organisation struct {
	ID          string   `json:"id"`
	Name        string   `json:"name"`
	Kind        string   `json:"kind,omitempty"` // "ngo", "municipality", "association": free, for people
	Description Text     `json:"description,omitempty"`
	Country     string   `json:"country"`
	Networks    []string `json:"networks,omitempty"`
	// Identifiers are its numbers in official registers (HSDS:
	// organization_identifiers).
	Identifiers map[Register]string `json:"identifiers,omitempty"`
	Basis       Basis               `json:"basis,omitempty"`
	Contact     Contact             `json:"contact,omitzero"`
	Provenance  Provenance          `json:"provenance,omitzero"`
}

// Register is an official register of organisations.
type Register string

// The registers.
const (
	RegisterCVR Register = "cvr" // Denmark: eight digits
	RegisterKvK Register = "kvk" // the Netherlands: eight digits
	RegisterKBO Register = "kbo" // Belgium: ten digits
)

// digits is how long the numbers of each register are.
var digits = map[Register]int{RegisterCVR: 8, RegisterKvK: 8, RegisterKBO: 10}

// Basis is on what ground an organisation works for no profit. The words are
// those of listing portals that ask for it; the empty one is unknown.
type Basis string

// The grounds.
const (
	BasisCharityList Basis = "charity_list"       // on the tax authority's list of charities
	BasisStatutes    Basis = "nonprofit_statutes" // by its statutes
	BasisPublic      Basis = "public"             // municipal or another public body
	BasisFaith       Basis = "faith"              // an approved religious community
)

// AllBases lists the grounds.
var AllBases = []Basis{BasisCharityList, BasisStatutes, BasisPublic, BasisFaith}

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
	for register, number := range o.Identifiers {
		if n := digits[register]; n == 0 {
			v.add("/identifiers", "Numbers of cvr, kvk and kbo are kept.")
		} else if len(number) != n || strings.Trim(number, "0123456789") != "" {
			v.add("/identifiers/"+string(register), "This number has %d digits and nothing else.", n)
		}
	}
	oneOf(&v, "/basis", o.Basis, AllBases)
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
	Rules       NetworkRules `json:"rules,omitzero"`
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
		v.required(at("/criteria", i)+"/text", c.Text, "The criterion is needed in at least one language.")
		oneOf(&v, at("/criteria", i)+"/promise", c.Promise, AllPromises)
		v.url(at("/criteria", i)+"/source_url", c.SourceURL)
	}
	n.Rules.validate(&v, "/rules")
	for i, a := range n.Assessments {
		v.id(at("/assessments", i)+"/centre", a.Centre)
		if !criteria[a.Criterion] {
			v.add(at("/assessments", i)+"/criterion", "The network has no criterion %q.", a.Criterion)
		}
	}
	n.Provenance.validate(&v, "/provenance")
	return v.fields
}
