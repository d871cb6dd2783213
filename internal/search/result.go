package search

import (
	"strconv"
	"strings"
	"time"

	"walkin/internal/directory"
	"walkin/internal/schedule"
)

// results makes the results of one page.
func (x *Index) results(g *gathering, shown []ranked) ([]directory.Result, error) {
	results := make([]directory.Result, len(shown))
	planner := planner{g}
	a := g.asked
	for i := range shown {
		c := &shown[i]
		r, err := g.row(c.n)
		if err != nil {
			return nil, err
		}
		result := directory.Result{
			Entry: r.entry, Change: r.change, Where: r.where, Centre: r.centre, Operator: r.operator,
			Open: r.status(a.at, a.Channels), Kept: &r.kept,
		}
		if g.Near != nil && r.point != nil {
			distance := g.exact(c)
			result.DistanceM = &distance
		}
		if c.unknown {
			result.Unknown = a.judge(r, result.DistanceM).unknown
		}
		result.Title, result.Lang = titleOf(r.entry, a.Lang)
		if a.Age != nil {
			result.AgeFit = r.ages.Fit(*a.Age)
		}
		if r.where != nil {
			result.Reach = reach(r, a, result.DistanceM)
			if result.PlanB, err = planner.plan(c.n, r); err != nil {
				return nil, err
			}
		}
		_, result.Stale = r.deadlines.At(schedule.DateIn(a.at, time.UTC))
		result.Matched = a.reasons(g.hit(c.n), r, result.Open)
		result.Highlights = x.highlights(a, r, result.Lang)
		results[i] = result
	}
	return results, nil
}

// titleOf gives the title of an entry in the wanted language, or the nearest.
func titleOf(e directory.Entry, lang string) (title, in string) {
	switch e := e.(type) {
	case *directory.Centre:
		return e.Name, ""
	case *directory.Helpline:
		return e.Name, ""
	case *directory.Activity:
		return e.Title.Pick(lang)
	default:
		return "", ""
	}
}

// reach estimates the way to a door. A point that is only a town's or a
// postcode's centre is no door.
func reach(r *row, a *asked, distance *float64) *directory.Reach {
	if distance == nil || !r.where.Precision.Door() {
		return nil
	}
	by := a.Travel
	if by == "" {
		by = directory.Walk
	}
	return &directory.Reach{
		WalkMin:       travelMinutes(*distance, directory.Walk),
		BikeMin:       travelMinutes(*distance, directory.Bike),
		OpenOnArrival: r.opening.onArrival(a.at, travelMinutes(*distance, by)),
	}
}

// Speeds in metres a minute, and how much longer a street is than a straight
// line (a usual estimate for European towns).
const (
	walkSpeed = 5000.0 / 60
	bikeSpeed = 15000.0 / 60
	detour    = 4.0 / 3
)

// travelMinutes estimates, rounding up, how long a straight distance in metres
// takes.
func travelMinutes(distance float64, by directory.Travel) int {
	speed := walkSpeed
	if by == directory.Bike {
		speed = bikeSpeed
	}
	return int(distance*detour/speed) + 1
}

// stay is how much time must be left on arrival.
const stay = 30 * time.Minute

// reasons says why a result is there.
func (a *asked) reasons(c *hit, r *row, open schedule.Status) []directory.Reason {
	var reasons []directory.Reason
	add := func(code, value string) {
		reasons = append(reasons, directory.Reason{Code: code, Value: value})
	}
	if c.named {
		add("name", "")
	}
	for _, id := range r.meets {
		for _, wanted := range a.question.topics {
			if lang, ok := strings.CutPrefix(id, spokenIn); ok && wanted.under[id] {
				add("language", lang)
				break
			}
			if id != listens && wanted.under[id] {
				add("topic", id)
				break
			}
		}
	}
	if c.words != 0 {
		add("text", "")
	}
	switch {
	case open.State == schedule.Open && open.Until != nil:
		add("open", open.Until.Format(time.RFC3339))
	case open.State == schedule.Open:
		add("open", "")
	case open.Next != nil && open.Next.Sub(a.at) <= 24*time.Hour:
		add("opens", open.Next.Format(time.RFC3339))
	}
	if a.Age != nil && r.ages.Fit(*a.Age) == directory.Yes {
		add("age", ageRange(r.ages))
	}
	for _, l := range a.Languages {
		for _, spoken := range r.languages {
			if l == spoken {
				add("language", l)
			}
		}
	}
	for _, p := range a.Promises {
		if r.promises.Of(p) == directory.Yes {
			add("promise", string(p))
		}
	}
	return reasons
}

// ageRange writes "15-25", "15-" or "-25".
func ageRange(a directory.Ages) string {
	text := ""
	if a.Min != nil {
		text = strconv.Itoa(*a.Min)
	}
	text += "-"
	if a.Max != nil {
		text += strconv.Itoa(*a.Max)
	}
	return text
}
