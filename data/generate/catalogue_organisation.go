package main

import (
	"slices"

	"walkin/internal/directory"
)

// operatorsAndNetworks makes organisations and networks. An organisation that
// only describes a network, and runs nothing in it, becomes that network.
func (k *maker) operatorsAndNetworks(raw []rawOrganisation) ([]*directory.Network, []*directory.Organisation) {
	byID := make(map[string]rawOrganisation, len(raw))
	for _, r := range raw {
		byID[r.ID] = r
	}
	var networks []*directory.Network
	memberOf := make(map[string][]string)
	alliances := make(map[string]bool)
	for _, m := range k.mapping.networks {
		described, ok := byID[m.From]
		if !ok {
			k.summary.idle("networks.json", m.From)
			continue
		}
		n := *m.Network
		n.Description = described.text()
		n.Contact = contact(described.Phone, described.Email, described.URL)
		n.Provenance = k.provenance(m.From, described.rawSource)
		networks = append(networks, &n)
		for _, member := range m.Members {
			memberOf[member] = append(memberOf[member], n.ID)
			if _, ok := byID[member]; !ok {
				k.summary.idle("networks.json", member)
			}
		}
		alliances[m.From] = !slices.Contains(m.Members, m.From)
	}
	var organisations []*directory.Organisation
	for _, r := range raw {
		if alliances[r.ID] {
			continue
		}
		k.operators[r.ID] = true
		organisations = append(organisations, &directory.Organisation{
			ID: r.ID, Name: r.Name, Kind: r.Kind, Description: r.text(), Country: r.Country,
			Networks: memberOf[r.ID], Contact: contact(r.Phone, r.Email, r.URL),
			Provenance: k.provenance(r.ID, r.rawSource),
		})
	}
	return networks, organisations
}

// operator gives the organisation that a record names, or none if the raw files
// do not have it.
func (k *maker) operator(id, organisation string) string {
	if k.operators[organisation] {
		return organisation
	}
	k.summary.withoutOperator = append(k.summary.withoutOperator, id+" ("+organisation+")")
	return ""
}
