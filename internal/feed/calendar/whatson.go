package calendar

import (
	"cmp"
	"container/heap"
	"slices"
	"strconv"
	"strings"
	"time"

	"walkin/internal/directory"
	"walkin/internal/schedule"
)

// A Happening is one occurrence of an activity.
type Happening struct {
	Change     directory.Change // the last of the activity, as it stands in the log
	Occurrence schedule.Occurrence
	// At is the last change of the centre where it happens, nil if it is at
	// none. Who gathers happenings fills it in.
	At *directory.Change
	// nth tells occurrences of one activity apart that start at the same time.
	nth int
}

// A Gathering keeps the soonest of what happens between two times. It takes as
// much memory as it keeps, however much it is shown.
type Gathering struct {
	from, to time.Time
	limit    int
	kept     latest
	more     bool
}

// NewGathering gathers at most limit occurrences that touch the time from one
// instant to another, at most [schedule.MaxWindow].
func NewGathering(from, to time.Time, limit int) *Gathering {
	return &Gathering{from: from, to: to, limit: limit}
}

// Add shows an activity to the gathering. One that is not in use has no
// occurrences. Those that only repeat the hours of a centre have, as in the
// answer of the API.
func (g *Gathering) Add(change directory.Change) {
	a := change.Entry.(*directory.Activity)
	if !inUse(a.Status) {
		return
	}
	nth := make(map[int64]int)
	for _, o := range a.Hours.Occurrences(g.from, g.to) {
		h := Happening{Change: change, Occurrence: o, nth: nth[o.Start.Unix()]}
		nth[o.Start.Unix()]++
		switch {
		case len(g.kept) < g.limit:
			heap.Push(&g.kept, h)
			continue
		case g.limit > 0 && h.before(&g.kept[0]):
			g.kept[0] = h
			heap.Fix(&g.kept, 0)
		}
		g.more = true
	}
}

// Happenings gives what was kept, soonest first, and whether there was more.
func (g *Gathering) Happenings() (happenings []Happening, more bool) {
	happenings = slices.Clone(g.kept)
	slices.SortFunc(happenings, func(a, b Happening) int { return a.compare(&b) })
	return happenings, g.more
}

func (h *Happening) compare(o *Happening) int {
	return cmp.Or(h.Occurrence.Start.Compare(o.Occurrence.Start), strings.Compare(h.Change.Key.ID, o.Change.Key.ID), cmp.Compare(h.nth, o.nth))
}

func (h *Happening) before(o *Happening) bool { return h.compare(o) < 0 }

// latest is a heap whose first is the last to happen.
type latest []Happening

func (l latest) Len() int           { return len(l) }
func (l latest) Less(i, j int) bool { return l[j].before(&l[i]) }
func (l latest) Swap(i, j int)      { l[i], l[j] = l[j], l[i] }
func (l *latest) Push(h any)        { *l = append(*l, h.(Happening)) }

// Pop implements heap.Interface. Nothing is ever popped.
func (l *latest) Pop() any {
	last := (*l)[len(*l)-1]
	*l = (*l)[:len(*l)-1]
	return last
}

// activity gives the activity as the public may see it.
func (h *Happening) activity() *directory.Activity {
	return h.Change.Entry.(*directory.Activity).Public()
}

// centre gives the centre where it happens as the public may see it, or nil.
func (h *Happening) centre() *directory.Centre {
	if h.At == nil {
		return nil
	}
	return h.At.Entry.(*directory.Centre).Public()
}

// where gives the place, as the public may see it, or nil.
func (h *Happening) where() *directory.Location {
	if l := h.activity().Location; l != nil {
		return l
	}
	if c := h.centre(); c != nil {
		return &c.Location
	}
	return nil
}

// changed is when what is said of it last changed.
func (h *Happening) changed() time.Time {
	if h.At != nil && h.At.At.After(h.Change.At) {
		return h.At.At
	}
	return h.Change.At
}

// id names an occurrence for as long as it is at the same time.
func (h *Happening) id() string {
	id := "activity-" + h.Change.Key.ID + "-" + h.Occurrence.Start.UTC().Format(utcForm)
	if h.nth > 0 {
		id += "-" + strconv.Itoa(h.nth)
	}
	return id
}
