package search

import (
	"sync/atomic"

	"walkin/internal/schedule"
)

// minute keeps what hours are at one minute, by their number: most questions
// are about now, and many entries come up in each. Hours begin and end on whole
// minutes, so within one their state is the same.
type minute struct {
	from   int64           // Unix seconds
	states []atomic.Uint64 // as packed; 0 where nobody has asked yet
}

// minuteOf gives the minute of a question; nil for one of another time than
// now, which is worked out for itself.
func (v *vocabulary) minuteOf(a *asked) *minute {
	if a.at.Nanosecond() != 0 {
		return nil
	}
	from := a.at.Unix() - a.at.Unix()%60
	kept := v.minute.Load()
	if kept != nil && kept.from >= from || a.OpenAt != nil && !a.OpenAt.Equal(a.Now) {
		if kept != nil && kept.from == from {
			return kept
		}
		return nil
	}
	next := &minute{from: from, states: make([]atomic.Uint64, len(v.hours.all()))}
	v.minute.Store(next)
	return next
}

var states = [...]schedule.State{1: schedule.Closed, 2: schedule.Open, 3: schedule.Unknown}

// pack puts a state and the next opening, in Unix seconds, into one number that
// is not 0.
func pack(state schedule.State, next int64) uint64 {
	for i, s := range states {
		if s == state && i > 0 {
			return uint64(next)<<2 | uint64(i)
		}
	}
	return 0
}

// opens is the state of some hours at the moment that counts, and the next
// opening in Unix seconds; 0 where it is beyond the horizon.
func (s *sieve) opens(i uint32) (schedule.State, int64) {
	if s.minute == nil || int(i) >= len(s.minute.states) {
		state, _, next := s.hours[i].state(s.at)
		return state, next
	}
	packed := s.minute.states[i].Load()
	if packed == 0 {
		// The last second of the minute sees furthest ahead.
		state, _, next := s.hours[i].around(s.at).at(s.minute.from, s.minute.from+60+horizon)
		packed = pack(state, next)
		s.minute.states[i].Store(packed)
	}
	next := int64(packed >> 2)
	if next >= s.moment+horizon {
		next = 0
	}
	return states[packed&3], next
}
