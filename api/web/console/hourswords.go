package console

import (
	"slices"
	"strings"
	"time"

	"walkin/api/web"
	"walkin/internal/schedule"
)

// weeklySays says weekly hours that no line of a day can say.
func weeklySays(words *web.Words, w schedule.Weekly) string {
	var says []string
	for d, day := range week {
		if slices.Contains(w.Days, day) {
			says = append(says, words.Say("day.short."+string(rune('1'+d))))
		}
	}
	says = append(says, span(words, w.Opens, w.Closes))
	if w.From != nil || w.Until != nil {
		says = append(says, dateOr(words, w.From)+" – "+dateOr(words, w.Until))
	}
	return joined(append(says, w.Doubt, w.Note))
}

// seriesSays says what comes again by a rule.
func seriesSays(words *web.Words, s schedule.Series) string {
	says := []string{ruleSays(words, s.Rule), span(words, s.Opens, s.Closes), words.Say("rule.from", "date", dateOr(words, &s.Start))}
	for _, d := range s.Except {
		says = append(says, words.Say("rule.except", "date", dateOr(words, &d)))
	}
	return joined(append(says, s.Doubt, s.Note))
}

// sessionSays says one date.
func sessionSays(words *web.Words, s schedule.Session) string {
	says := []string{dateOr(words, &s.Date), span(words, s.Opens, s.Closes), s.Title, s.Note}
	if s.Cancelled {
		says = append(says, words.Say("field.cancelled"))
	}
	return joined(says)
}

// ExceptionSays says what holds instead of the usual hours.
func ExceptionSays(words *web.Words, x schedule.Exception) string {
	says := words.Say("holidays.closed")
	if !x.Closed {
		var spans []string
		for _, h := range x.Hours {
			spans = append(spans, h.Opens.String()+"-"+h.Closes.String())
		}
		says = strings.Join(spans, ", ")
	}
	if x.Reason != "" {
		says += " (" + x.Reason + ")"
	}
	return says
}

func span(words *web.Words, opens, closes *schedule.Clock) string {
	if opens == nil && closes == nil {
		return words.Say("rule.no_time")
	}
	return clockOr(opens) + "-" + clockOr(closes)
}

func clockOr(c *schedule.Clock) string {
	if c == nil {
		return "?"
	}
	return c.String()
}

func dateOr(words *web.Words, d *schedule.Date) string {
	if d == nil {
		return "…"
	}
	return words.Date(d.In(time.UTC))
}

func joined(words []string) string {
	return strings.Join(slices.DeleteFunc(words, func(w string) bool { return w == "" }), ", ")
}
