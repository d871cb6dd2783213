package coverage

import (
	"context"
	"math"

	"walkin/internal/directory"
	"walkin/internal/geo"
	"walkin/internal/schedule"
)

// Towns names places.
type Towns interface {
	// NearestTown gives the town whose centre is nearest, and the metres to it.
	NearestTown(geo.Point) (geo.Place, float64)
}

// A Survey is people, doors and towns on a day: all that a question is asked of.
// It never changes and is safe for use by several goroutines.
type Survey struct {
	People  *People
	Doors   []Door
	Earlier *Earlier    // nil where nothing is known of the time before
	Sites   []geo.Place // towns that may be the next place
	Names   Towns
	On      schedule.Date
}

// Steps is how many steps Ask tells of.
const Steps = 100

// Ask answers a question that is complete. It ends early, with the error of the
// context, when that is done. Progress, if it is not nil, is told now and then how
// many of [Steps] are done.
func (s *Survey) Ask(ctx context.Context, q Question, progress func(done int)) (*Report, error) {
	if progress == nil {
		progress = func(int) {}
	}
	a := &asked{Survey: s, ctx: ctx, q: q, in: s.People.scope(q), progress: progress}
	for i := range s.People.cells {
		if a.in[s.People.cells[i].area] {
			a.homes = append(a.homes, int32(i))
		}
	}
	a.chooseDoors()
	for _, step := range [...]func() error{a.before, a.supply, a.measure, a.spots, a.next, a.evenings, a.whatIf} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	progress(Steps)
	return &a.report, nil
}

// asked is a question on its way to an answer.
type asked struct {
	*Survey
	ctx      context.Context
	q        Question
	in       []bool  // by municipality
	homes    []int32 // the cells of those
	progress func(done int)

	fit     []directory.Ternary // of every door, all that was asked
	located []int32             // doors that fit or may and have a point
	rings   []ring
	served  *tree // of the doors whose hours are known, in the order of shares
	shares  []share

	uncovered []bool // by cell: in scope, and nothing is within reach
	people    float64
	sure, any float64 // of them, who have a door within reach that fits, or may

	report Report
}

// A ring is the doors that are equal in whether they fit and how exact their
// points are.
type ring struct {
	answer directory.Ternary
	slack  float64
	tree   *tree
	// The squares of the chords of a reach that is shorter by the slack, as it is,
	// and longer.
	reach [3]float64
}

// chooseDoors sorts the doors by what the question says of them.
func (a *asked) chooseDoors() {
	a.report.Question, a.report.On = a.q, a.On
	a.fit = make([]directory.Ternary, len(a.Doors))
	type kind struct {
		answer directory.Ternary
		slack  float64
	}
	var order []kind
	points := make(map[kind][]vector)
	for i := range a.Doors {
		d := &a.Doors[i]
		a.fit[i] = d.fits(a.q).And(d.opens(a.q))
		if a.fit[i] == directory.No || d.Point == nil {
			continue
		}
		a.located = append(a.located, int32(i))
		a.report.Places = append(a.report.Places, *d.Point)
		k := kind{a.fit[i], d.Slack}
		if points[k] == nil {
			order = append(order, k)
		}
		points[k] = append(points[k], vectorOf(*d.Point))
	}
	reach := a.q.Reach * 1000
	for _, k := range order {
		a.rings = append(a.rings, ring{k.answer, k.slack, grow(points[k]),
			[3]float64{squared(reach - k.slack), squared(reach), squared(reach + k.slack)}})
	}
}

// A tick tells of progress and asks whether to go on, once in a while.
const tick = 2048

func (a *asked) ticked(i, of, from, to int) error {
	if i%tick != 0 {
		return nil
	}
	a.progress(from + (to-from)*i/max(of, 1))
	return a.ctx.Err()
}

// A share is what a door has for each of the people within three reaches.
type share struct {
	sure bool
	hour [3]float64 // hours a week
}

// reaches are those of the catchment areas, as parts of the reach asked for.
var reaches = [3]float64{0.5, 1, 2}

func (a *asked) catchments() (squares [3]float64) {
	for i, part := range reaches {
		squares[i] = squared(a.q.Reach * 1000 * part)
	}
	return squares
}

// supply is the first step of the catchment areas: the hours of each door, shared
// among all who live within reach, in whichever country.
func (a *asked) supply() error {
	squares := a.catchments()
	var points []vector
	for n, i := range a.located {
		if err := a.ticked(n, len(a.located), 10, 15); err != nil {
			return err
		}
		d := &a.Doors[i]
		if !d.week.known || d.week.hours == 0 {
			continue
		}
		at := vectorOf(*d.Point)
		var people [3]float64
		a.People.tree.within(at, squares[2], func(id int32, square float64) {
			for r := range squares {
				if square <= squares[r] {
					people[r] += a.People.cells[id].people
				}
			}
		})
		s := share{sure: a.fit[i] == directory.Yes}
		for r, n := range people {
			if n > 0 {
				s.hour[r] = d.week.hours / n
			}
		}
		points, a.shares = append(points, at), append(a.shares, s)
	}
	a.served = grow(points)
	return nil
}

// distances are those to the nearest door: at the least, as its point says, and
// at the most.
type distances [3]float64

var nowhere = distances{math.Inf(1), math.Inf(1), math.Inf(1)}

func (d distances) or(e distances) distances {
	for i := range d {
		d[i] = min(d[i], e[i])
	}
	return d
}

// nearest gives the distances from a point to the doors that are known to fit, and
// to those that fit or may, in metres.
func (a *asked) nearest(p vector) (sure, perhaps distances) {
	sure, perhaps = nowhere, nowhere
	for i := range a.rings {
		r := &a.rings[i]
		m := metres(r.tree.nearest(p, math.Inf(1)))
		d := distances{max(m-r.slack, 0), m, m + r.slack}
		if r.answer == directory.Yes {
			sure = sure.or(d)
		}
		perhaps = perhaps.or(d)
	}
	return sure, perhaps
}
