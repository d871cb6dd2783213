package sample

import "walkin/internal/directory"

// townOf gives the town of the i-th centre: the first throw of its dice, so
// that an activity can know where its centre is.
func (c *Catalogue) townOf(i int) (*town, dice) {
	d := throw(c.seed, directory.KindCentre, i)
	return c.world.somewhere(d).town(d), d
}

func (c *Catalogue) centre(i int) directory.Entry {
	t, d := c.townOf(i)
	home := t.country
	house := ranked(d, home.words.houses)
	location := t.location(d)
	topics := c.world.about(d)
	s := scribe{
		dice: d, words: home.words, topics: topics, terms: c.world.terms,
		town: t.name, house: oneOf(d, house.names),
	}
	centre := &directory.Centre{
		ID:          id(i),
		Name:        s.phrase(oneOf(d, home.words.centres)),
		Description: s.description(0.25),
		Status:      status(d),
		Location:    location,
		Hours:       home.regular(d),
		Ages:        ages(d),
		Audience:    audience(d),
		Promises:    promises(d),
		Channels:    channels(d, directory.WalkIn, directory.Chat, directory.Email, directory.Group),
		MeetAtDoor:  d.ternary(0.15, 0.05),
		Languages:   spoken(d, home.words.tag),
		AccessNeeds: accessNeeds(d),
		Topics:      ids(topics),
		Provenance:  verified(d),
	}
	if d.chance(0.9) {
		centre.Kind = house.kind
	}
	if d.chance(0.8) {
		centre.Organisation = c.runner(d, home)
	}
	switch x := d.Float64(); {
	case x < 0.5:
		centre.Access = directory.AccessWalkIn
	case x < 0.55:
		centre.Access = directory.AccessCallFirst
	case x < 0.58:
		centre.Access = directory.AccessAppointment
	}
	if d.chance(0.6) {
		centre.Contact.URL = site(directory.KindCentre, centre.ID)
	}
	return centre
}
