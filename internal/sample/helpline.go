package sample

import "walkin/internal/directory"

// groups are the helpline groups, the most usual first.
var groups = []directory.HelplineGroup{
	directory.GroupYoungPeople, directory.GroupCrisis, directory.GroupChildren, directory.GroupSuicide,
	directory.GroupSelfHarm, directory.GroupSexualViolence, directory.GroupViolence, directory.GroupEatingDisorder,
	directory.GroupOnlineAbuse, directory.GroupLGBT, directory.GroupAddictionFamily, directory.GroupOther,
}

// helpline gives one that can be reached by a chat that leads nowhere. Beside
// it some have a telephone line without a number: any number could be
// somebody's.
func (c *Catalogue) helpline(i int) directory.Entry {
	d := throw(c.seed, directory.KindHelpline, i)
	t := c.world.somewhere(d).town(d)
	home := t.country
	topics := c.world.about(d)
	s := scribe{dice: d, words: home.words, topics: topics, terms: c.world.terms, town: t.name}
	h := &directory.Helpline{
		ID:          id(i),
		Name:        s.phrase(oneOf(d, home.words.helplines)),
		Description: s.description(0.25),
		Country:     home.code,
		Nationwide:  d.chance(0.6),
		Groups:      []directory.HelplineGroup{ranked(d, groups)},
		Ages:        ages(d),
		Promises:    promises(d),
		Languages:   spoken(d, home.words.tag),
		Topics:      ids(topics),
		Provenance:  verified(d),
	}
	if !h.Nationwide {
		h.Area, h.Municipality = t.name, t.municipality
	}
	if d.chance(0.5) {
		h.Organisation = c.runner(d, home)
	}
	h.URL = site(directory.KindHelpline, h.ID)
	h.Lines = []directory.Line{{Channel: directory.Chat, URL: h.URL + "chat", Hours: home.answered(d)}}
	if d.chance(0.5) {
		h.Lines = append(h.Lines, directory.Line{Channel: directory.Phone, Hours: home.answered(d)})
	}
	return h
}
