package referral

import (
	"slices"
	"time"

	"walkin/internal/directory"
	"walkin/internal/geo"
	"walkin/internal/schedule"
)

// wanted is a need, made ready to be held against offers.
type wanted struct {
	*Need
	directory    *Directory
	now          time.Time
	from         *directory.Centre // nil for none
	origin       *geo.Point        // where distances are measured from; nil for nowhere
	municipality string            // code, of the origin
	country      string
	topics       []topicWanted
	radius       float64 // km; 0 for none
	timely       bool    // what is closed at the times asked for does not fit
	own          bool    // what the centre that hands on has itself: neither far nor elsewhere
}

// topicWanted is one topic asked for.
type topicWanted struct {
	id      string
	ids     []string // it and what is below it
	parents []string // what it was widened to, nearest first
}

func (d *Directory) want(n *Need, now time.Time) wanted {
	w := wanted{Need: n, directory: d, now: now, country: n.Country, radius: n.RadiusKM, timely: len(n.When) > 0}
	if w.from = d.centres[n.From]; w.from != nil {
		where := w.from.Location.Public()
		w.origin, w.municipality = where.Point, where.Municipality
	}
	if n.Near != nil {
		w.origin, w.municipality = &n.Near.Point, n.Near.Municipality
	}
	switch {
	case w.country != "":
	case n.Near != nil:
		w.country = n.Near.Country
	case w.from != nil:
		w.country = w.from.Location.Country
	}
	for i, id := range n.Topics {
		if !slices.Contains(n.Topics[:i], id) {
			w.topics = append(w.topics, topicWanted{id: id, ids: d.taxonomy.Under(id)})
		}
	}
	return w
}

// crisis gives the helpline groups of the crisis topics asked for.
func (w *wanted) crisis() []directory.HelplineGroup {
	var groups []directory.HelplineGroup
	for _, t := range w.topics {
		topic := w.directory.taxonomy.Topic(t.id)
		if topic.Crisis && !slices.Contains(groups, topic.Group) {
			groups = append(groups, topic.Group)
		}
	}
	return groups
}

// closeness says how near an offer comes to a topic asked for.
type closeness int

const (
	apart  closeness = iota
	parent           // it has what the topic was widened to
	below            // it has a narrower topic, which may be another one than was meant
	exact            // it has the topic
)

// near gives how near some topics come to this one, and the one that does.
func (t topicWanted) near(topics []string) (closeness, string) {
	if slices.Contains(topics, t.id) {
		return exact, t.id
	}
	for _, id := range t.ids {
		if slices.Contains(topics, id) {
			return below, id
		}
	}
	for _, id := range t.parents {
		if slices.Contains(topics, id) {
			return parent, id
		}
	}
	return apart, ""
}

// leastTime is how long a door must be open within a time asked for, so that
// coming is worth it.
const leastTime = 30 * time.Minute

// timing says whether one finds something open at the times asked for.
type timing int

const (
	openThen timing = iota
	perhapsOpen
	closedThen
)

// timing gives the best that any of some hours have to offer within the times
// asked for, and the first moment at which one certainly finds it open. Where
// no time was asked for, nothing is closed.
func (w *wanted) timing(status directory.Status, hours []*schedule.Schedule) (best timing, opens *time.Time) {
	if len(w.When) == 0 {
		return openThen, w.next(status, hours)
	}
	best = closedThen
	if len(hours) == 0 {
		best = perhapsOpen
	}
	for _, window := range w.When {
		least := min(leastTime, window.end().Sub(window.From))
		for _, s := range hours {
			for _, span := range s.Spans(window.From, window.end()) {
				switch {
				case span.State == schedule.Unknown:
					best = min(best, perhapsOpen)
				case span.To.Sub(span.From) >= least:
					best = openThen
					if from := span.From; opens == nil || from.Before(*opens) {
						opens = &from
					}
				}
			}
		}
	}
	if best == closedThen {
		opens = w.next(status, hours)
	}
	return best, opens
}

// next gives the first moment from now on at which one certainly finds some
// hours open.
func (w *wanted) next(status directory.Status, hours []*schedule.Schedule) *time.Time {
	var first *time.Time
	for _, s := range hours {
		at := status.At(s, w.now)
		next := at.Next
		if at.State == schedule.Open {
			next = &w.now
		}
		if next != nil && (first == nil || next.Before(*first)) {
			first = next
		}
	}
	return first
}

// state gives the state at the first moment asked for, else now.
func (w *wanted) state(status directory.Status, hours []*schedule.Schedule) schedule.Status {
	at := w.now
	if len(w.When) > 0 {
		at = w.When[0].From
	}
	best := schedule.Status{State: schedule.Unknown}
	for i, s := range hours {
		// Of several lines, the open one speaks, then the one that may be open.
		if is := status.At(s, at); i == 0 || is.State == schedule.Open && best.State != schedule.Open ||
			is.State == schedule.Unknown && best.State == schedule.Closed {
			best = is
		}
	}
	return best
}
