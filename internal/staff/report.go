package staff

import (
	"slices"
	"strings"
	"time"

	"walkin/internal/problem"
	"walkin/internal/schedule"
)

// Part is a part of an entry that somebody says is wrong.
type Part string

// The parts.
const (
	PartHours         Part = "hours"
	PartAddress       Part = "address"
	PartPhone         Part = "phone"
	PartClosedForGood Part = "closed_for_good" // it does not exist any more
	PartAges          Part = "ages"
	PartPromises      Part = "promises"
	PartDescription   Part = "description"
	PartLanguage      Part = "language"
	PartAccessibility Part = "accessibility"
	PartPhotos        Part = "photos"
	PartOther         Part = "other"
)

// AllParts lists the parts, in the order in which they are asked for.
var AllParts = []Part{
	PartHours, PartAddress, PartPhone, PartClosedForGood, PartAges, PartPromises, PartDescription, PartLanguage,
	PartAccessibility, PartPhotos, PartOther,
}

// ReportState is what has become of a report.
type ReportState string

// The states.
const (
	ReportOpen      ReportState = "open"
	ReportAnswered  ReportState = "answered"
	ReportDismissed ReportState = "dismissed" // it was a joke, or nothing to look at
)

// Answer is what a member found when they looked.
type Answer string

// The answers.
const (
	AnswerCorrected    Answer = "corrected"
	AnswerWasRight     Answer = "was_right" // the entry was
	AnswerCouldNotTell Answer = "could_not_tell"
)

// AllAnswers lists the answers.
var AllAnswers = []Answer{AnswerCorrected, AnswerWasRight, AnswerCouldNotTell}

// MaxOpenReports is how many open reports one entry can have. What comes on top
// is dropped without a word: by then somebody has to look anyway, and whoever
// floods an entry learns nothing.
const MaxOpenReports = 50

// How long reports are kept.
const (
	SettledReportLife = 90 * 24 * time.Hour  // after the answer
	OpenReportLife    = 365 * 24 * time.Hour // what nobody answered for a year says nothing any more
)

// Report says that something of an entry is wrong. It comes from the public: it
// has no name, no words of anybody and no time of day, and what several people
// say of an entry on one day is one report with a count.
type Report struct {
	ID    string        `json:"id"`
	Kind  string        `json:"kind"`  // of the entry: centre, activity or helpline
	Entry string        `json:"entry"` // its id
	Parts []Part        `json:"fields"`
	Lang  string        `json:"lang,omitempty"` // of the page on which it was seen
	Day   schedule.Date `json:"day"`            // in UTC
	Count int           `json:"count"`          // how often the same was said that day
	State ReportState   `json:"state"`

	Answer     Answer     `json:"answer,omitempty"`
	AnsweredBy string     `json:"answered_by,omitempty"` // id of the member
	AnsweredAt *time.Time `json:"answered_at,omitempty"`
}

// NewReport makes a report of an entry. Invalid if it ticks nothing, or
// something that there is not.
func NewReport(kind, entry string, parts []Part, lang string, now time.Time) (Report, error) {
	var fields []problem.Field
	if len(parts) == 0 {
		fields = append(fields, problem.Field{Pointer: "/fields", Detail: "Tick at least one field that is wrong."})
	}
	known := make([]Part, 0, len(parts))
	for _, p := range AllParts { // in one order, each once
		if slices.Contains(parts, p) {
			known = append(known, p)
		}
	}
	if slices.ContainsFunc(parts, func(p Part) bool { return !slices.Contains(AllParts, p) }) {
		fields = append(fields, problem.At("/fields", "The fields are %s.", either(AllParts)))
	}
	if !tag(lang) {
		fields = append(fields, problem.Field{Pointer: "/lang", Detail: "This is a language tag such as da."})
	}
	if err := problem.InvalidFields("The report breaks a rule.", fields); err != nil {
		return Report{}, err
	}
	return Report{
		ID: NewID("r"), Kind: kind, Entry: entry, Parts: known, Lang: lang,
		Day: schedule.DateIn(now, time.UTC), Count: 1, State: ReportOpen,
	}, nil
}

// Same says whether two reports say the same of the same entry on the same day.
func (r Report) Same(as Report) bool {
	return r.Kind == as.Kind && r.Entry == as.Entry && r.Day == as.Day && r.Lang == as.Lang && slices.Equal(r.Parts, as.Parts)
}

// Settle answers a report, or dismisses it for "". Conflict if that has been
// done; Invalid if there is no such answer.
func (r Report) Settle(answer Answer, by string, now time.Time) (Report, error) {
	if answer != "" && !slices.Contains(AllAnswers, answer) {
		return r, problem.New(problem.Invalid, "The answers are %s.", either(AllAnswers))
	}
	if r.State != ReportOpen {
		return r, problem.New(problem.Conflict, "Somebody has answered this report already.")
	}
	at := now.UTC()
	r.State, r.Answer, r.AnsweredBy, r.AnsweredAt = ReportAnswered, answer, by, &at
	if answer == "" {
		r.State = ReportDismissed
	}
	return r, nil
}

// Reported is an entry of which there are reports.
type Reported struct {
	Kind, Entry string
	Reports     int // how many
}

// tag says whether a text can be the tag of a language, or is none.
func tag(s string) bool {
	return len(s) <= 12 && strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") == ""
}
