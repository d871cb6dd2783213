package coverage

import (
	"time"

	"walkin/internal/directory"
	"walkin/internal/geo"
	"walkin/internal/schedule"
)

// A Door is a centre in use or a stop under one, as the public may see it, with
// what a question may ask of it.
type Door struct {
	Centre       string // id
	Stop         string // id of the stop under it; "" for its own door
	Name         string
	Country      string
	Municipality string     // code
	Point        *geo.Point // nil: nobody may know, or nobody does
	Slack        float64    // how far the point may be from the door, in metres
	Verified     *schedule.Date

	promises directory.Promises
	ages     directory.Ages
	networks []string
	week     usual
}

// How far a point of a kind may lie from the door, in metres: that of a postcode
// according to data/README.md (0.5 to 3 km), that of a town by our estimate, and
// half the diagonal of what [directory.Location.Public] rounds to.
const (
	slackPostcode = 3_000
	slackTown     = 5_000
	slackArea     = 3_500
)

// Slack gives how far, in metres, the point of a location may be from its door.
func Slack(p directory.Precision) float64 {
	switch p {
	case directory.PrecisePostcode:
		return slackPostcode
	case directory.PreciseTown:
		return slackTown
	case directory.PreciseArea:
		return slackArea
	}
	return 0
}

// Doors gives the doors of the centres that are in use and for young people.
// Networks gives the networks of an organisation, and on is the day of which the
// week is a usual one: public holidays, exceptions and single dates are left aside.
func Doors(centres []*directory.Centre, networks func(organisation string) []string, on schedule.Date) []Door {
	var doors []Door
	for _, c := range centres {
		if !inUse(c.Status) || !c.Audience.Includes(directory.ForYoungPeople) {
			continue
		}
		c = c.Public()
		add := func(stop, name string, l directory.Location, h *schedule.Schedule) {
			doors = append(doors, Door{
				Centre: c.ID, Stop: stop, Name: name, Country: l.Country, Municipality: l.Municipality, Point: l.Point, Slack: Slack(l.Precision),
				Verified: c.Provenance.VerifiedAt, promises: c.Promises, ages: c.Ages, networks: networks(c.Organisation),
				week: usualWeek(h, l.Country, on),
			})
		}
		add("", c.Name, c.Location, &c.Hours)
		for i := range c.Stops {
			s := &c.Stops[i]
			add(s.ID, c.Name, s.Location, &s.Hours)
		}
	}
	return doors
}

func inUse(s directory.Status) bool { return s == "" || s == directory.StatusOpen }

// fits says whether a door counts for a question, its hours left aside.
func (d *Door) fits(q Question) directory.Ternary {
	answer := directory.Yes
	for _, p := range q.Promises {
		answer = answer.And(d.promises.Of(p))
	}
	if q.Age != nil {
		answer = answer.And(d.ages.Fit(*q.Age))
	}
	if q.Network != "" {
		member := directory.No
		for _, n := range d.networks {
			if n == q.Network {
				member = directory.Yes
			}
		}
		answer = answer.And(member)
	}
	return answer
}

// opens says whether a door has the hours that a question asks for.
func (d *Door) opens(q Question) directory.Ternary {
	answer := directory.Yes
	for _, h := range q.Hours {
		switch h {
		case Evening:
			answer = answer.And(some(d.week.evenings[:]))
		case Weekend:
			answer = answer.And(d.week.weekend)
		}
	}
	return answer
}

func some(answers []directory.Ternary) directory.Ternary {
	answer := directory.No
	for _, a := range answers {
		answer = answer.Or(a)
	}
	return answer
}

// usual is what a schedule says of a usual week.
type usual struct {
	hours    float64              // a week; those that are known
	evening  float64              // of them, those after 17:00
	known    bool                 // and there are no others
	evenings [7]directory.Ternary // Monday to Sunday, after 17:00
	weekend  directory.Ternary
}

// weeks is how many weeks are looked at: what is every other week, or once a
// month, counts by its share.
const weeks = 4

// usualWeek reads a schedule without what is out of the usual.
func usualWeek(h *schedule.Schedule, country string, on schedule.Date) usual {
	plain := *h
	plain.Exceptions, plain.Sessions, plain.Holidays = nil, nil, schedule.HolidaysOpen
	zone := directory.ZoneOf(&plain, country)
	monday := schedule.WeekOf(on).Monday()
	u := usual{known: true, weekend: directory.No}
	for i := range u.evenings {
		u.evenings[i] = directory.No
	}
	spans := plain.Spans(monday.In(zone), monday.AddDays(7*weeks).In(zone))
	for _, s := range spans {
		if s.State == schedule.Open {
			u.hours += s.To.Sub(s.From).Hours() / weeks
		} else {
			u.known = false
		}
	}
	for i := range 7 * weeks {
		day := monday.AddDays(i)
		midnight, end := day.In(zone), day.AddDays(1).In(zone)
		begins := day.At(directory.EveningBegins, zone)
		u.evenings[i%7] = u.evenings[i%7].Or(during(spans, begins, end))
		u.evening += openHours(spans, begins, end) / weeks
		if i%7 >= 5 {
			u.weekend = u.weekend.Or(during(spans, midnight, end))
		}
	}
	return u
}

// openHours gives the hours between two moments in which a door is known to be open.
func openHours(spans []schedule.Span, from, to time.Time) (hours float64) {
	for _, s := range spans {
		begins, ends := s.From, s.To
		if begins.Before(from) {
			begins = from
		}
		if ends.After(to) {
			ends = to
		}
		if s.State == schedule.Open && begins.Before(ends) {
			hours += ends.Sub(begins).Hours()
		}
	}
	return hours
}

// during says whether a door is open at some time between two moments.
func during(spans []schedule.Span, from, to time.Time) directory.Ternary {
	answer := directory.No
	for _, s := range spans {
		if !s.From.Before(to) || !s.To.After(from) {
			continue
		}
		if s.State == schedule.Open {
			return directory.Yes
		}
		answer = directory.Unknown
	}
	return answer
}
