package main

import (
	"slices"
	"strings"

	"walkin/internal/directory"
)

// The raw topics that say something else than what a place is about.
const (
	allAges      = "all ages"
	patientsOnly = "patients only"
)

// venue makes a centre of a venue, keeps it for later if it is a group, or
// leaves it out.
func (k *maker) venue(v rawVenue) {
	if slices.Contains(v.Topics, patientsOnly) {
		k.summary.leaveOut(v.ID, "patients only")
		return
	}
	kind, ok := k.kind(v)
	if !ok {
		return
	}
	if kind == groupKind {
		k.groups[v.ID] = v
		k.group(v)
		return
	}
	c := &directory.Centre{
		ID:           v.ID,
		Organisation: k.operator(v.ID, v.Organisation),
		Name:         v.Name,
		Kind:         kind,
		Description:  v.text(),
		Status:       k.mapping.remarks[v.ID].status,
		Contact:      contact(v.Phone, v.Email, v.URL),
		Ages:         k.ages(v),
		Promises:     promises(v),
		Channels:     k.channelsOf(v.ID, v.Channels),
		Languages:    v.Languages,
		Topics:       k.topicsOf(directory.KindCentre, v.ID, v.Topics),
	}
	c.Hours, c.PhoneHours = k.venueHours(v)
	c.Location, c.Provenance = k.locationAndProvenance(v)
	if c.Ages.All {
		c.Audience = directory.ForEveryone
	}
	if c.Promises.NoAppointment == directory.Yes {
		c.Access = directory.AccessWalkIn
	}
	k.centres[c.ID] = c
}

// kind gives the kind of a venue, or groupKind.
func (k *maker) kind(v rawVenue) (directory.CentreKind, bool) {
	if _, ok := k.mapping.groups[v.ID]; ok {
		return groupKind, true
	}
	kind, ok := k.mapping.kinds[[3]string{v.Address.Country, v.Kind, v.ID}]
	if !ok {
		kind, ok = k.mapping.kinds[[3]string{v.Address.Country, v.Kind, ""}]
	}
	if !ok {
		k.summary.undecide("kinds.csv has no row for %s in %s, as %s has it", v.Kind, v.Address.Country, v.ID)
		return "", false
	}
	if kind == groupKind {
		k.summary.undecide("groups.csv has no verdict on %s, which is a %s", v.ID, v.Kind)
		return "", false
	}
	return kind, true
}

// locationAndProvenance gives where a venue is and where its record is from.
func (k *maker) locationAndProvenance(v rawVenue) (directory.Location, directory.Provenance) {
	l, inferred := k.location(v)
	p := k.provenance(v.ID, v.rawSource)
	p.SourceNote = k.mapping.remarks[v.ID].words
	if inferred {
		p.Inferred = append(p.Inferred, "/location/municipality")
	}
	if k.mapping.ages[v.ID].min != nil {
		p.Inferred = append(p.Inferred, "/ages/min")
	}
	return l, p
}

func (k *maker) ages(v rawVenue) directory.Ages {
	verdict := k.mapping.ages[v.ID]
	a := directory.Ages{Min: v.AgeMin, Max: v.AgeMax, All: verdict.all || slices.Contains(v.Topics, allAges)}
	if a.Min == nil {
		a.Min = verdict.min
	}
	return a
}

// promises gives the four promises that the raw records know of.
func promises(v rawVenue) directory.Promises {
	return directory.Promises{
		NoAppointment: directory.FromBool(v.Promises.NoAppointment),
		NoReferral:    directory.FromBool(v.Promises.NoReferral),
		Free:          directory.FromBool(v.Promises.Free),
		Anonymous:     directory.FromBool(v.Promises.Anonymous),
	}
}

func contact(phone, email, url string) directory.Contact {
	return directory.Contact{Phone: dial(phone), Email: email, URL: url}
}

// dial gives the digits of a printed number, and a + before them if there is
// one: "0468 547 997" is dialled as 0468547997.
func dial(number string) string {
	return strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' || r == '+' {
			return r
		}
		return -1
	}, number)
}
