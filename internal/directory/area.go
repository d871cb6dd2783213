package directory

import (
	"slices"
	"time"

	"walkin/internal/schedule"
)

// AreaWeek is the week of several centres side by side, as those who lead them
// look at it together: who is open when, which evenings nobody is, what is held
// twice at the same time.
type AreaWeek struct {
	Week     schedule.Week
	Doors    []AreaDoor
	Groups   [7][]AreaActivity // what has no door of its own, Monday to Sunday
	Evenings [7]AreaEvening
	Doubles  []AreaDouble
	Undated  []*Activity // of which nobody states when
}

// AreaDoor is one door and its seven days, Monday to Sunday.
type AreaDoor struct {
	Centre *Centre
	Stop   *OutreachStop // the stop under the centre whose door it is; nil for the centre's own
	Days   [7]AreaDay
}

// InUse says whether there are hours to speak of: what is planned, paused,
// moved or closed has none.
func (d *AreaDoor) InUse() bool { return d.Centre.Status.open() }

// AreaDay is one day of a door. It is closed outside of the spans, which are
// cut off at both midnights.
type AreaDay struct {
	Date       schedule.Date
	Spans      []schedule.Span
	Reason     string // why it is closed all day, where that is said
	Activities []AreaActivity
}

// AreaActivity is an activity on one day.
type AreaActivity struct {
	Activity *Activity
	schedule.Occurrence
}

// EveningBegins is when an evening does. It ends at midnight.
const EveningBegins schedule.Clock = 17 * 60

// AreaEvening is who has a door open at some time of an evening.
type AreaEvening struct {
	Date    schedule.Date
	Open    []*Centre // for certain
	Perhaps []*Centre // nobody can say, and not among the others
}

// State is closed only if nobody at all could be there: an evening of which
// something is unknown is unknown.
func (e AreaEvening) State() schedule.State {
	switch {
	case len(e.Open) > 0:
		return schedule.Open
	case len(e.Perhaps) > 0:
		return schedule.Unknown
	}
	return schedule.Closed
}

// Area lays the week of some centres side by side, with what happens at them
// and what has no door. Entries are as who looks may see them; doors come in
// the order of the centres.
func Area(centres []*Centre, activities []*Activity, week schedule.Week) AreaWeek {
	area := AreaWeek{Week: week}
	for _, c := range centres {
		area.add(c, nil, &c.Hours, c.Location.Country)
		for i := range c.Stops {
			area.add(c, &c.Stops[i], &c.Stops[i].Hours, c.Stops[i].Location.Country)
		}
	}
	for i, day := range week.Days() {
		area.Evenings[i].Date = day
		for _, d := range area.Doors {
			area.Evenings[i].take(d)
		}
	}
	area.happen(activities)
	return area
}

// add adds a door with its hours.
func (a *AreaWeek) add(c *Centre, stop *OutreachStop, hours *schedule.Schedule, country string) {
	door, zone := AreaDoor{Centre: c, Stop: stop}, ZoneOf(hours, country)
	for i, day := range a.Week.Days() {
		door.Days[i].Date = day
		if !door.InUse() {
			continue
		}
		door.Days[i].Spans = hours.Spans(day.In(zone), day.AddDays(1).In(zone))
		if len(door.Days[i].Spans) == 0 {
			door.Days[i].Reason = hours.At(day.At(12*60, zone)).Reason
		}
	}
	a.Doors = append(a.Doors, door)
}

// take notes what a door says of the evening.
func (e *AreaEvening) take(d AreaDoor) {
	i := slices.IndexFunc(d.Days[:], func(day AreaDay) bool { return day.Date == e.Date })
	for _, s := range d.Days[i].Spans {
		switch begins := e.Date.At(EveningBegins, s.To.Location()); {
		case !s.To.After(begins):
		case s.State == schedule.Open:
			e.Perhaps = slices.DeleteFunc(e.Perhaps, func(c *Centre) bool { return c == d.Centre })
			if !slices.Contains(e.Open, d.Centre) {
				e.Open = append(e.Open, d.Centre)
			}
		case !slices.Contains(e.Open, d.Centre) && !slices.Contains(e.Perhaps, d.Centre):
			e.Perhaps = append(e.Perhaps, d.Centre)
		}
	}
}

// happen puts activities on the days on which they begin, at the doors of their
// centres or among the groups. What only repeats the hours of a centre says
// nothing new, and what is at centres that are not in use does not take place.
func (a *AreaWeek) happen(activities []*Activity) {
	var days [7][]AreaActivity
	for _, activity := range activities {
		doors := a.doorsOf(activity)
		if activity.Repeats || !activity.Status.open() || len(doors) > 0 && !slices.ContainsFunc(doors, (*AreaDoor).InUse) {
			continue
		}
		h := &activity.Hours
		if len(h.Weekly)+len(h.Series)+len(h.Sessions)+len(h.Exceptions) == 0 {
			a.Undated = append(a.Undated, activity)
			continue
		}
		zone, monday := ZoneOf(h, ""), a.Week.Monday()
		for _, o := range h.Occurrences(monday.In(zone), monday.AddDays(7).In(zone)) {
			i := slices.Index(a.dates(), schedule.DateIn(o.Start, zone))
			if o.Cancelled || i < 0 {
				continue
			}
			held := AreaActivity{activity, o}
			days[i] = append(days[i], held)
			if len(doors) == 0 {
				a.Groups[i] = append(a.Groups[i], held)
			}
			for _, d := range doors {
				if d.InUse() {
					d.Days[i].Activities = append(d.Days[i].Activities, held)
				}
			}
		}
	}
	for i := range days {
		byStart(days[i])
		byStart(a.Groups[i])
		for d := range a.Doors {
			byStart(a.Doors[d].Days[i].Activities)
		}
		a.double(a.Evenings[i].Date, days[i])
	}
}

func (a *AreaWeek) dates() []schedule.Date { days := a.Week.Days(); return days[:] }

func byStart(list []AreaActivity) {
	slices.SortStableFunc(list, func(a, b AreaActivity) int { return a.Start.Compare(b.Start) })
}

// doorsOf gives the doors of the centres at which an activity is.
func (a *AreaWeek) doorsOf(activity *Activity) (doors []*AreaDoor) {
	for i := range a.Doors {
		if d := &a.Doors[i]; d.Stop == nil && slices.Contains(activity.Centres, d.Centre.ID) {
			doors = append(doors, d)
		}
	}
	return doors
}

// ZoneOf gives the zone of a schedule, or of a country where the schedule is
// empty; UTC if neither is known.
func ZoneOf(hours *schedule.Schedule, country string) *time.Location {
	for _, name := range []string{hours.Zone, schedule.ZoneIn(country)} {
		if zone, err := schedule.Location(name); err == nil {
			return zone
		}
	}
	return time.UTC
}

// PlannedHours is for how many hours of a week the schedule of a centre holds
// it open, and whether that is known: of a week of which a part is unknown
// there is no such number.
func (c *Centre) PlannedHours(week schedule.Week) (hours float64, known bool) {
	if !c.Status.open() {
		return 0, true
	}
	zone, monday := ZoneOf(&c.Hours, c.Location.Country), week.Monday()
	for _, s := range c.Hours.Spans(monday.In(zone), monday.AddDays(7).In(zone)) {
		if s.State != schedule.Open {
			return 0, false
		}
		hours += s.To.Sub(s.From).Hours()
	}
	return hours, true
}
