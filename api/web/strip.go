package web

import (
	"walkin/internal/schedule"
)

// bar is a stretch in the strip, in parts of its height.
type bar struct {
	Y, Height int
	Perhaps   bool
}

// strip draws the days as columns: from the hour of the earliest opening to
// that of the latest closing, and at least eight hours.
func (v *week) strip(days [][]within) {
	first, last := latest, 0
	for _, day := range days {
		for _, o := range day {
			if o.Cancelled {
				continue
			}
			if o.StartKnown {
				first, last = min(first, o.from), max(last, o.from+60)
			}
			if o.EndKnown {
				last, first = max(last, min(o.to, latest)), min(first, max(0, o.to-60))
			}
		}
	}
	if first >= last { // only days are known, and no times
		return
	}
	first, last = first/60*60, (last+59)/60*60
	for last-first < 8*60 || (last-first)%120 != 0 {
		if first > 8*60 || last >= latest {
			first -= 60
		} else {
			last += 60
		}
	}
	v.Ticks = []string{clockOf(first), clockOf((first + last) / 2), clockOf(last)}
	scale := func(minutes int) int { return (min(max(minutes, first), last) - first) * stripHeight / (last - first) }
	for i, day := range days {
		for _, o := range day {
			if o.Cancelled {
				continue
			}
			b := bar{Perhaps: o.State == schedule.Unknown, Y: 1, Height: stripHeight - 2}
			from, to := scale(o.from), scale(o.to)
			if o.StartKnown {
				b.Y, b.Height = from, stripHeight-1-from
			}
			if o.EndKnown {
				b.Height = max(2, to-b.Y)
			}
			v.Days[i].Bars = append(v.Days[i].Bars, b)
		}
	}
}

// Height is that of the strip.
func (week) Height() int { return stripHeight }

// Halfway is the middle of it, where a line is.
func (week) Halfway() int { return stripHeight / 2 }
