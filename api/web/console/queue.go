package console

import (
	"io"

	"walkin/internal/staff"
)

// Queue is what the public says is wrong, the newest first.
type Queue struct {
	Page
	All   []ReportLine
	Total int // also those that do not fit on the page
}

// ReportLine is a report in the queue.
type ReportLine struct {
	staff.Report
	Name     string // of the entry
	NameLang string // where it is another than that of the page
	Href     string // its public page; "" if it has none
	May      bool   // the member may answer
}

// Answers are those to choose from, the one that puts it away last.
func (Queue) Answers() []string {
	var all []string
	for _, a := range staff.AllAnswers {
		all = append(all, string(a))
	}
	return append(all, string(staff.ReportDismissed))
}

// Queue draws it.
func (s *Site) Queue(w io.Writer, p Queue) error { return s.draw(w, p.Page, "queue", p) }
