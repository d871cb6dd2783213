package main

import (
	"slices"

	"walkin/internal/directory"
)

// group makes an activity of a venue that has no door of its own.
func (k *maker) group(v rawVenue) {
	location, provenance := k.locationAndProvenance(v)
	hours, _ := k.venueHours(v)
	a := &directory.Activity{
		ID:           v.ID,
		Organisation: k.operator(v.ID, v.Organisation),
		Location:     &location,
		Title:        directory.Text{language(v.Address.Country): v.Name},
		Description:  v.text(),
		Status:       k.mapping.remarks[v.ID].status,
		Rhythm:       k.mapping.groups[v.ID].rhythm,
		Hours:        hours,
		Ages:         k.ages(v),
		Promises:     promises(v),
		Channels:     k.channelsOf(v.ID, v.Channels),
		Languages:    v.Languages,
		Topics:       k.topicsOf(directory.KindActivity, v.ID, v.Topics),
		Contact:      contact(v.Phone, v.Email, v.URL),
		Provenance:   provenance,
	}
	if a.Promises.NoAppointment == directory.No { // one signs up first
		a.Registration.Mode = directory.RegistrationRequired
	}
	k.activities[a.ID] = a
	k.summary.group(v.ID)
}

// merge adds to a group's activity what the raw activity that is the same thing
// knows beyond it.
func (k *maker) merge(group *directory.Activity, raw rawActivity) {
	lang := language(group.Location.Country)
	for l, text := range raw.text() {
		if raw.Title != group.Title[lang] {
			text = raw.Title + ": " + text
		}
		if before := group.Description[l]; before != "" {
			text = before + "\n\n" + text
		}
		group.Description[l] = text
	}
	hours, words := k.rhythm(raw, group.Location.Country)
	group.RhythmNote = words
	if len(group.Hours.Weekly) == 0 {
		group.Hours = hours
	}
	if group.Ages.Min == nil && group.Ages.Max == nil {
		group.Ages.Min, group.Ages.Max = raw.AgeMin, raw.AgeMax
	}
	if group.Promises.Free == directory.Unknown {
		group.Promises.Free = directory.FromBool(raw.Free)
	}
	if mode := registration(raw.Registration); mode != "" {
		group.Registration.Mode = mode
	}
	for _, t := range k.topicsOf(directory.KindActivity, raw.ID, raw.Topics) {
		if !slices.Contains(group.Topics, t) {
			group.Topics = append(group.Topics, t)
		}
	}
	if raw.SourceURL != group.Provenance.SourceURL {
		also := map[string]string{"da": "Også: ", "nl": "Ook: "}[lang] + raw.SourceURL
		group.Provenance.SourceNote = joinOnce(group.Provenance.SourceNote, also)
	}
	k.summary.merged++
}

// inGroup puts an activity of a group, which is not the group itself, at the
// group's place. What has no date of its own keeps the group's rhythm.
func (k *maker) inGroup(a *directory.Activity, group *directory.Activity) {
	location := *group.Location
	a.Location = &location
	a.Organisation = group.Organisation
	a.Channels = group.Channels
	if len(a.Hours.Sessions) == 0 {
		a.Rhythm = group.Rhythm
	}
	for _, pointer := range group.Provenance.Inferred {
		if pointer == "/location/municipality" || pointer == "/location/town" || pointer == "/location/postal_code" {
			a.Provenance.Inferred = append(a.Provenance.Inferred, pointer)
		}
	}
}

// registration gives the mode of a raw answer, "" if there is none.
func registration(required *bool) directory.RegistrationMode {
	switch {
	case required == nil:
		return ""
	case *required:
		return directory.RegistrationRequired
	default:
		return directory.RegistrationNone
	}
}
