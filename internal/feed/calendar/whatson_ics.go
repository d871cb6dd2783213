package calendar

import (
	"io"
	"time"

	"walkin/internal/schedule"
)

// WriteWhatsOn writes happenings as a calendar, each an event of its own: a
// rule would reach beyond the weeks that were asked for. Its words are neutral.
func WriteWhatsOn(w io.Writer, happenings []Happening, o Options) error {
	var used []*time.Location
	first, last := o.Now, o.Now
	for i := range happenings {
		occurrence := &happenings[i].Occurrence
		used = appendZone(used, occurrence.Start.Location())
		if occurrence.Start.Before(first) {
			first = occurrence.Start
		}
		if occurrence.End.After(last) {
			last = occurrence.End
		}
	}
	if len(used) == 0 {
		used = append(used, time.UTC)
	}
	l := newLines(w)
	l.head(in(wordWhatsOn, o.Lang), o)
	for _, loc := range used {
		l.writeZone(loc, first, last.AddDate(0, 0, 1))
	}
	for i := range happenings {
		l.writeHappening(&happenings[i], o)
	}
	l.line("END", "VCALENDAR")
	return l.flush()
}

func (l *lines) writeHappening(h *Happening, o Options) {
	s := activitySubject(h.activity(), h.Change, h.At, o)
	occurrence := &h.Occurrence
	l.begin(&s, h.id()+"@walkin")
	l.times(occurrence, occurrence.Start.Location().String(), onceOnly(occurrence))
	l.says(&s, occurrence, o)
}

// onceOnly says whether clocks show the times of an occurrence only once.
func onceOnly(o *schedule.Occurrence) bool {
	return unmistakable(o.Start, o.Start) && unmistakable(o.End, o.End)
}
