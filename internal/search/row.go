package search

import (
	"errors"
	"slices"
	"sync"

	"walkin/internal/directory"
	"walkin/internal/fold"
	"walkin/internal/geo"
	"walkin/internal/schedule"
)

// row is one entry that can be found, with what filters, facets and orders
// need, already joined with the entries it refers to. It never changes; what is
// worked out of it to be shown is kept with it.
type row struct {
	key    directory.Key
	entry  directory.Entry // as the public may see it
	change uint64

	name       []string // words of the name, folded and collapsed
	fullName   []string // the same, and of what else people call it by: also
	also       []string // who runs it, its centre and the town, as written
	where      *directory.Location
	point      *geo.Point
	centre     *directory.Centre // where an activity happens
	operator   *directory.Organisation
	operatorID string // also of one that is not in the directory

	texts                 sync.Map // the analysed words of those that are shown, by field
	kept                  sync.Map // directory.Result.Kept
	country, municipality string
	networks              []string
	topics                []string
	meets                 []string // its topics, and the practical ones that it keeps: free, wheelchair
	ages                  directory.Ages
	promises              directory.Promises
	languages             []string
	channels              []directory.Channel
	needs                 directory.AccessNeeds
	audience              directory.Audience
	setting               directory.Setting
	meetAtDoor            directory.Ternary
	state                 directory.Status
	hours                 *schedule.Schedule  // nil for a helpline
	opening               *hours              // the same, shared; of a row that is shown
	helpline              *directory.Helpline // nil for what has a door
	lastDay               *schedule.Date      // of an activity that is over for good after it
	deadlines             directory.Deadlines // of being confirmed again, where a network asks for it
}

// lookup gives the current state of an entry that a row refers to; nil if it
// is not in the catalogue.
type lookup func(directory.Key) (directory.Entry, error)

// newRow makes the row of an entry, or nil for one that search does not show:
// of another kind, closed or only planned, or an activity that only repeats
// its centre's drop-in hours.
func newRow(c directory.Change, entry lookup) (*row, error) {
	r := &row{key: c.Key, change: c.Number}
	var err error
	switch e := c.Entry.(type) {
	case *directory.Centre:
		if !e.Status.Listed() {
			return nil, nil
		}
		err = r.ofCentre(e.Public(), entry)
	case *directory.Activity:
		if !e.Status.Listed() || e.Repeats {
			return nil, nil
		}
		err = r.ofActivity(e.Public(), entry)
	case *directory.Helpline:
		if !e.Status.Listed() {
			return nil, nil
		}
		err = r.ofHelpline(e, entry)
	default:
		return nil, nil
	}
	r.practical()
	return r, err
}

// houses are the kinds of centre that are there to listen.
var houses = []directory.CentreKind{directory.CounsellingHouse, directory.AdviceCentre}

// practical adds to the topics those that an entry meets by what it promises:
// who types "gratis" or "kørestol" asks for a promise or an access need.
// Without a referral one may still have to ring first, which is no open door
// where it is known that there is none.
func (r *row) practical() {
	r.meets = slices.Clone(r.topics)
	walkIn := r.promises.NoAppointment
	if walkIn == directory.Unknown {
		walkIn = r.promises.NoReferral
	}
	for topic, kept := range map[string]directory.Ternary{
		"free":           r.promises.Free,
		"anonymous":      r.promises.Anonymous,
		"no_appointment": walkIn,
	} {
		if kept == directory.Yes {
			r.meets = append(r.meets, topic)
		}
	}
	for need, met := range r.needs {
		if met == directory.Yes {
			r.meets = append(r.meets, need)
		}
	}
	if c, ok := r.entry.(*directory.Centre); ok && slices.Contains(houses, c.Kind) && listensToAll(c.Topics) {
		r.meets = append(r.meets, listens)
	}
	for _, l := range r.languages {
		r.meets = append(r.meets, spokenIn+l)
	}
	if slices.ContainsFunc(r.channels, func(c directory.Channel) bool {
		return c == directory.Chat || c == directory.SMS || c == directory.Video
	}) {
		r.meets = append(r.meets, "online_chat")
	}
}

// listensToAll says whether a house with these topics listens to whatever it
// is: one to talk in, or that is before all a psychologist. A psychologist for
// one matter is not.
func listensToAll(topics []string) bool {
	return len(topics) > 0 && topics[0] == "waiting_for_care" ||
		slices.ContainsFunc(listening, func(id string) bool { return slices.Contains(topics, id) })
}

func (r *row) ofCentre(c *directory.Centre, entry lookup) error {
	r.entry = c
	r.at(&c.Location)
	r.topics, r.ages, r.promises = c.Topics, c.Ages, c.Promises
	r.languages, r.channels, r.needs = c.Languages, c.Channels, c.AccessNeeds
	r.audience, r.setting, r.meetAtDoor = c.Audience, directory.Indoors, c.MeetAtDoor
	r.state = c.Status
	r.hours = &c.Hours
	return r.run(c.Organisation, entry)
}

func (r *row) ofActivity(a *directory.Activity, entry lookup) error {
	r.entry = a
	r.topics, r.ages, r.promises = a.Topics, a.Ages, a.Promises
	r.languages, r.channels, r.needs = a.Languages, a.Channels, a.AccessNeeds
	r.audience, r.setting = a.Audience, a.Setting
	r.state = a.Status
	r.hours = &a.Hours
	r.lastDay = lastDay(&a.Hours)
	organisation := a.Organisation
	for _, id := range a.Centres {
		e, err := entry(directory.Key{Kind: directory.KindCentre, ID: id})
		if err != nil {
			return err
		}
		centre, ok := e.(*directory.Centre)
		if !ok {
			continue
		}
		r.centre = centre.Public()
		r.at(&r.centre.Location)
		if organisation == "" {
			organisation = centre.Organisation
		}
		// What the activity does not say of itself, its centre may know.
		if len(r.languages) == 0 {
			r.languages = centre.Languages
		}
		if len(r.needs) == 0 {
			r.needs = centre.AccessNeeds
		}
		r.also = append(r.also, centre.Name)
		break
	}
	if a.Location != nil {
		r.at(a.Location)
	}
	return r.run(organisation, entry)
}

func (r *row) ofHelpline(h *directory.Helpline, entry lookup) error {
	r.entry, r.helpline = h, h
	r.country, r.municipality = h.Country, h.Municipality
	r.topics, r.ages, r.promises = h.Topics, h.Ages, h.Promises
	r.languages, r.channels = h.Languages, h.Channels()
	r.state = h.Status
	return r.run(h.Organisation, entry)
}

// at puts the row where a location is.
func (r *row) at(l *directory.Location) {
	r.where, r.point = l, l.Point
	r.country, r.municipality = l.Country, l.Municipality
	if l.Town != "" {
		r.also = append(r.also, l.Town)
	}
}

// run joins the row with who runs it.
func (r *row) run(organisation string, entry lookup) error {
	if organisation == "" {
		return nil
	}
	r.operatorID = organisation
	e, err := entry(directory.Key{Kind: directory.KindOrganisation, ID: organisation})
	if o, ok := e.(*directory.Organisation); ok && err == nil {
		r.operator, r.networks = o, o.Networks
		r.also = append(r.also, o.Name)
		return errors.Join(err, r.age(entry))
	}
	return err
}

// collapsed brings the spellings of words together, so that "Ålborg" is
// "Aalborg": for comparing names, where both sides are collapsed.
func collapsed(words []string) []string {
	for i, w := range words {
		words[i] = fold.Collapse(w)
	}
	return words
}

// lastDay gives the last day of a schedule that ends: one of dated sessions
// alone, or one whose every rule has a last day.
func lastDay(s *schedule.Schedule) *schedule.Date {
	if len(s.Series) > 0 || len(s.Weekly)+len(s.Sessions) == 0 {
		return nil
	}
	var last schedule.Date
	for _, w := range s.Weekly {
		if w.Until == nil {
			return nil
		}
		if last.Before(*w.Until) {
			last = *w.Until
		}
	}
	for _, session := range s.Sessions {
		if last.Before(session.Date) {
			last = session.Date
		}
	}
	return &last
}
