package sample

import (
	"walkin/internal/directory"
	"walkin/internal/schedule"
)

func (c *Catalogue) activity(i int) directory.Entry {
	d := throw(c.seed, directory.KindActivity, i)
	at := d.IntN(c.centres)
	t, _ := c.townOf(at)
	topics := c.world.about(d)
	s := scribe{dice: d, words: t.country.words, topics: topics, terms: c.world.terms, town: t.name}
	a := &directory.Activity{
		ID:           id(i),
		Status:       status(d),
		Ages:         ages(d),
		Audience:     audience(d),
		Promises:     promises(d),
		Registration: registration(d),
		Channels:     channels(d, directory.Group),
		Languages:    spoken(d, t.country.words.tag),
		AccessNeeds:  accessNeeds(d),
		Topics:       ids(topics),
		Provenance:   verified(d),
	}
	a.Title, a.Description = s.titled(0.25)
	a.Rhythm, a.Hours = rhythm(d, t.country)
	c.put(a, d, at)
	if d.chance(0.1) {
		a.Organisation = c.runner(d, t.country)
	}
	if d.chance(0.2) {
		a.Capacity = new(d.between(6, 40))
	}
	return a
}

// put says where an activity is: nearly always at a centre, for some brought
// there by somebody else; the rest are groups without a door and online.
func (c *Catalogue) put(a *directory.Activity, d dice, centre int) {
	t, _ := c.townOf(centre)
	switch x := d.Float64(); {
	case x < 0.03:
		a.Setting = directory.Online
		a.Channels = []directory.Channel{directory.Video}
		return
	case x < 0.08:
		a.Location = new(t.location(d))
	default:
		a.Centres = []string{id(centre)}
		if d.chance(0.05) {
			s := scribe{dice: d, words: t.country.words, town: t.name}
			a.HostedBy = &directory.Partner{Name: s.phrase(oneOf(d, t.country.words.organisations))}
		}
	}
	switch x := d.Float64(); {
	case x < 0.4:
		a.Setting = directory.Indoors
	case x < 0.5:
		a.Setting = directory.Outdoors
	}
}

func rhythm(d dice, c *country) (directory.Rhythm, schedule.Schedule) {
	if d.chance(0.15) {
		return directory.Varying, c.dated(d)
	}
	return directory.Fixed, c.regular(d)
}

func registration(d dice) directory.Registration {
	switch x := d.Float64(); {
	case x < 0.4:
		return directory.Registration{Mode: directory.RegistrationNone}
	case x < 0.5:
		return directory.Registration{Mode: directory.RegistrationPossible}
	case x < 0.6:
		return directory.Registration{Mode: directory.RegistrationRequired}
	default:
		return directory.Registration{}
	}
}
