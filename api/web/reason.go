package web

import (
	"strconv"
	"strings"
	"time"

	"walkin/internal/directory"
)

// Reason says why a result is there. Topic is the label of the topic that it
// names, and the query tells what was asked and when.
func (w *Words) Reason(r directory.Reason, topic string, q directory.Query) string {
	switch r.Code {
	case "name", "text":
		return w.Say("reason." + r.Code)
	case "topic":
		return w.Say("reason.topic", "topic", topic)
	case "open":
		return w.openReason(r.Value, q)
	case "opens":
		if at, err := time.Parse(time.RFC3339, r.Value); err == nil {
			said := clock(at)
			if daysBetween(q.Now, at) != 0 {
				said = w.ShortWeekday(at) + " " + said
			}
			return w.Say("reason.opens", "time", said)
		}
	case "age":
		return w.Ages(agesOf(r.Value))
	case "language":
		base, _, _ := strings.Cut(r.Value, "-")
		return w.Say("reason.language", "language", w.Language(base))
	case "promise":
		return w.Say("promise." + r.Value + ".yes")
	}
	return r.Value
}

// openReason says until when something is open, which for what never closes is
// not told. A clock time says enough within a day of now.
func (w *Words) openReason(until string, q directory.Query) string {
	at, err := time.Parse(time.RFC3339, until)
	switch {
	case err != nil && q.OpenAt != nil && !q.OpenAt.Equal(q.Now):
		return w.Say("reason.open_then")
	case err != nil:
		return w.Say("reason.open")
	case at.Sub(q.Now) < 24*time.Hour:
		return w.Say("reason.open_until", "time", clock(at))
	}
	return w.Say("reason.open_until", "time", w.ShortWeekday(at)+" "+clock(at))
}

// agesOf reads "15-25", "15-", "-25" or "-", which is for all.
func agesOf(bounds string) directory.Ages {
	from, to, _ := strings.Cut(bounds, "-")
	ages := directory.Ages{All: from == "" && to == ""}
	if n, err := strconv.Atoi(from); err == nil {
		ages.Min = &n
	}
	if n, err := strconv.Atoi(to); err == nil {
		ages.Max = &n
	}
	return ages
}
