package search

import (
	"sync/atomic"
	"time"

	"walkin/internal/directory"
	"walkin/internal/schedule"
)

// hours are opening hours that some entries share. What they mean over the
// coming days is worked out when it is first asked for, and again when time
// has gone on: most questions are about now.
type hours struct {
	status   directory.Status
	schedule *schedule.Schedule
	window   atomic.Pointer[window]
	last     atomic.Pointer[moment]
}

// window is when hours are open, or unknown, over some weeks.
type window struct {
	from, until int64 // Unix seconds between which a moment may lie
	spans       []openSpan
}

// openSpan is a time of one state; touching spans of the same are one.
type openSpan struct {
	from, to int64 // Unix seconds
	open     bool  // else it is unknown
}

// moment is what hours are at one moment, in full.
type moment struct {
	at     time.Time
	status schedule.Status
}

// A window begins an hour before it is asked for, since requests under way may
// ask of a moment ago, and serves for a week.
const (
	windowBack = time.Hour
	windowLife = 7 * 24 * time.Hour
)

// at is the full state at a moment, with its words. It costs microseconds once
// a second and nothing to who asks again.
func (h *hours) at(t time.Time) schedule.Status {
	if last := h.last.Load(); last != nil && last.at.Equal(t) {
		return last.status
	}
	m := &moment{t, h.status.At(h.schedule, t)}
	h.last.Store(m)
	return m.status
}

// state is the state at a moment, the end of it and the next opening in Unix
// seconds; 0 where they are not within the horizon of a schedule. It says what
// at says, without the words.
func (h *hours) state(t time.Time) (state schedule.State, until, next int64) {
	if t.Nanosecond() != 0 {
		return brief(h.status.At(h.schedule, t))
	}
	now := t.Unix()
	return h.around(t).at(now, now+horizon)
}

// around gives the window that a moment lies in.
func (h *hours) around(t time.Time) *window {
	w := h.window.Load()
	if now := t.Unix(); w == nil || now < w.from || now >= w.until {
		w = h.newWindow(t)
		h.window.Store(w)
	}
	return w
}

// horizon is how far ahead, in seconds, hours are looked at.
const horizon = int64(schedule.Horizon / time.Second)

func brief(s schedule.Status) (state schedule.State, until, next int64) {
	if s.Until != nil {
		until = s.Until.Unix()
	}
	if s.Next != nil {
		next = s.Next.Unix()
	}
	return s.State, until, next
}

func (h *hours) newWindow(t time.Time) *window {
	from := t.Add(-windowBack).Truncate(time.Second)
	w := &window{from: from.Unix(), until: from.Add(windowLife).Unix()}
	if h.status == directory.StatusPaused {
		return w
	}
	for _, s := range h.schedule.Spans(from, from.Add(windowLife+schedule.Horizon)) {
		open := s.State == schedule.Open
		if n := len(w.spans); n > 0 && w.spans[n-1].open == open && w.spans[n-1].to == s.From.Unix() {
			w.spans[n-1].to = s.To.Unix()
			continue
		}
		w.spans = append(w.spans, openSpan{s.From.Unix(), s.To.Unix(), open})
	}
	return w
}

// at is the state at a moment, with the end of it and the next opening where
// they come before a limit.
func (w *window) at(now, limit int64) (state schedule.State, until, next int64) {
	i := 0
	for i < len(w.spans) && w.spans[i].to <= now {
		i++
	}
	state = schedule.Closed
	if i < len(w.spans) && w.spans[i].from <= now {
		state = schedule.Unknown
		if w.spans[i].open {
			state = schedule.Open
		}
		if w.spans[i].to < limit {
			until = w.spans[i].to
		}
		i++
	} else if i < len(w.spans) && w.spans[i].from < limit {
		until = w.spans[i].from
	}
	for ; i < len(w.spans) && w.spans[i].from < limit; i++ {
		if w.spans[i].open {
			return state, until, w.spans[i].from
		}
	}
	return state, until, 0
}
