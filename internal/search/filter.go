package search

import (
	"slices"
	"time"

	"walkin/internal/directory"
	"walkin/internal/geo"
	"walkin/internal/schedule"
)

// asked is a query on its way through the index: what was asked, and what is
// computed once for all rows.
type asked struct {
	directory.Query
	question question
	kinds    []directory.Kind
	topics   []map[string]bool // of the filter: the named topic and what is below it
	at       time.Time         // the moment for which opening counts
}

// verdict is what the filters say of one row.
type verdict struct {
	fits    directory.Ternary
	unknown []string // filters that are neither met nor broken
}

// judge runs a row through every filter but distance. A filter keeps yes,
// drops no, and keeps unknown, marked.
func (a *asked) judge(r *row, h hit, distance *float64) verdict {
	v := verdict{fits: directory.Yes}
	if !a.answersWith(r, h) || !a.definite(r) {
		return verdict{fits: directory.No}
	}
	weigh := func(filter string, answer directory.Ternary) bool {
		v.fits = v.fits.And(answer)
		if answer == directory.Unknown {
			v.unknown = append(v.unknown, filter)
		}
		return answer != directory.No
	}
	if a.Age != nil && !weigh("age", r.ages.Fit(*a.Age)) {
		return v
	}
	for _, p := range a.Promises {
		if !weigh(string(p), r.promises.Of(p)) {
			return v
		}
	}
	if len(a.Languages) > 0 && !weigh("languages", among(r.languages, a.Languages)) {
		return v
	}
	if len(a.Channels) > 0 && !weigh("channels", among(r.channels, a.Channels)) {
		return v
	}
	for _, need := range a.Accessibility {
		if !weigh(need, r.needs[need]) {
			return v
		}
	}
	if a.MeetAtDoor && !weigh("meet_at_door", r.meetAtDoor) {
		return v
	}
	if a.Setting != "" && !weigh("setting", sameOrUnknown(r.setting, a.Setting)) {
		return v
	}
	if a.OpenAt != nil || a.Travel != "" {
		weigh("open_at", a.openWhenThere(r, distance))
	}
	return v
}

// answersWith says whether results may be of a row's kind. A line that is asked
// for by name is one, though nobody asked for lines.
func (a *asked) answersWith(r *row, h hit) bool {
	return slices.Contains(a.kinds, r.key.Kind) || r.helpline != nil && h.meant && len(a.Kinds) == 0
}

// definite runs the filters that every row answers with yes or no.
func (a *asked) definite(r *row) bool {
	switch {
	case a.Country != "" && r.country != a.Country,
		a.Municipality != "" && r.municipality != a.Municipality && (r.helpline == nil || !r.helpline.Nationwide),
		r.helpline != nil && a.Near != nil && a.home() != "" && r.country != a.home(),
		a.Network != "" && !slices.Contains(r.networks, a.Network),
		a.Audience != "" && !r.audience.Includes(a.Audience),
		a.Box != nil && (r.point == nil || !a.Box.Contains(*r.point)),
		r.over(a.at):
		return false
	}
	if len(a.topics) == 0 {
		return true
	}
	return slices.ContainsFunc(r.topics, func(id string) bool {
		return slices.ContainsFunc(a.topics, func(under map[string]bool) bool { return under[id] })
	})
}

// openWhenThere says whether a place is open at the moment asked for or, with
// a way to travel, when one arrives and for half an hour after.
func (a *asked) openWhenThere(r *row, distance *float64) directory.Ternary {
	if a.Travel == "" || distance == nil || r.helpline != nil {
		return openness(r.status(a.at, a.Channels).State)
	}
	return openness(onArrival(r, a.at, travelMinutes(*distance, a.Travel)))
}

func openness(s schedule.State) directory.Ternary {
	switch s {
	case schedule.Open:
		return directory.Yes
	case schedule.Closed:
		return directory.No
	default:
		return directory.Unknown
	}
}

// among says whether any of the wanted is among those an entry has; an entry
// that says nothing is unknown.
func among[T comparable](has, wanted []T) directory.Ternary {
	switch {
	case len(has) == 0:
		return directory.Unknown
	case slices.ContainsFunc(wanted, func(w T) bool { return slices.Contains(has, w) }):
		return directory.Yes
	default:
		return directory.No
	}
}

func sameOrUnknown[T ~string](has, wanted T) directory.Ternary {
	switch has {
	case "":
		return directory.Unknown
	case wanted:
		return directory.Yes
	default:
		return directory.No
	}
}

// distance is from where the query stands to the row, in metres; nil where
// either is not known.
func (a *asked) distance(r *row) *float64 {
	if a.Near == nil || r.point == nil {
		return nil
	}
	d := geo.Distance(a.Near.Point, *r.point)
	return &d
}
