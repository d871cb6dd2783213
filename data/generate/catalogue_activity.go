package main

import "walkin/internal/directory"

// activity makes an activity of a raw one, merges it into its group or leaves
// it out with its venue.
func (k *maker) activity(raw rawActivity) {
	centre, group := k.centres[raw.Venue], k.activities[raw.Venue]
	if k.summary.isLeftOut(raw.Venue) {
		k.summary.leaveOut(raw.ID, "at a place that is left out")
		return
	}
	if centre == nil && group == nil {
		k.summary.undecide("%s is at %s, which is not there", raw.ID, raw.Venue)
		return
	}
	if group != nil && k.mapping.groups[raw.Venue].same == raw.ID {
		k.merge(group, raw)
		return
	}
	country := k.countryOf(raw.Venue)
	a := &directory.Activity{
		ID:           raw.ID,
		Title:        directory.Text{language(country): raw.Title},
		Description:  raw.text(),
		Rhythm:       directory.Rhythm(raw.Kind),
		Ages:         directory.Ages{Min: raw.AgeMin, Max: raw.AgeMax},
		Promises:     directory.Promises{Free: directory.FromBool(raw.Free)},
		Registration: directory.Registration{Mode: registration(raw.Registration)},
		Topics:       k.topicsOf(directory.KindActivity, raw.ID, raw.Topics),
		Provenance:   k.provenance(raw.ID, raw.rawSource),
	}
	a.Hours, a.RhythmNote = k.rhythm(raw, country)
	var inherited []string
	if centre != nil {
		a.Centres, inherited = []string{centre.ID}, centre.Topics
		if hours, ok := repeated(centre, raw); ok && !k.mapping.notRepeats[raw.ID] {
			a.Hours, a.Repeats = hours, true
			k.summary.repeats++
		}
	} else {
		k.inGroup(a, group)
		inherited = group.Topics
	}
	if len(a.Topics) == 0 {
		a.Topics = inherited
		a.Provenance.Inferred = append(a.Provenance.Inferred, "/topics")
	}
	k.activities[a.ID] = a
}

// countryOf gives the country of a venue that has become an entry.
func (k *maker) countryOf(venue string) string {
	if c := k.centres[venue]; c != nil {
		return c.Location.Country
	}
	return k.activities[venue].Location.Country
}
