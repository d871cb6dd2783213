package web

import (
	"time"

	"walkin/internal/schedule"
)

// Code makes the code of an address.
var CodeOf = code

// Hours gives the list of a week as it is read: a line a day.
func (s *Site) Hours(lang string, h *schedule.Schedule, now time.Time) (days []string, strip int) {
	week := s.words[lang].week(h, now, "da")
	for _, d := range week.Days {
		line := d.Short + ":"
		for _, t := range d.Times {
			line += " " + t.Words
			if t.Reason.Text != "" {
				line += " (" + t.Reason.Text + ")"
			}
		}
		if len(d.Times) == 0 {
			line += " " + d.Closed
			if d.Reason.Text != "" {
				line += " (" + d.Reason.Text + ")"
			}
		}
		days = append(days, line)
		strip += len(d.Bars)
	}
	if week.Unknown != "" {
		days = append(days, week.Unknown)
	}
	return days, strip
}

// Spaced writes a number so that it can be read aloud.
var Spaced = spaced
