package web

import (
	"slices"
	"strings"

	"walkin/internal/directory"
)

// Answered is a question that people do not dare to ask, with its answer in one
// sentence.
type Answered struct {
	Ask      string
	Says     Said
	Inferred bool // the source does not say so itself
}

// promised are the questions that a promise answers, with what is not known
// where it is unknown; "" for what is not worth a place in the one line that
// says so.
var promised = []struct {
	promise directory.Promise
	unknown string
}{
	{directory.Free, "place.u.free"},
	{directory.Anonymous, "place.u.anonymous"},
	{directory.NoReferral, "place.u.no_referral"},
	{directory.NoAssessment, ""},
	{directory.Confidential, ""},
}

// arrivals are the questions that a place answers in its own words.
var arrivals = []struct {
	name, unknown string
	of            func(directory.Arrival) directory.Text
}{
	{"first_minutes", "place.u.first_minutes", func(a directory.Arrival) directory.Text { return a.FirstMinutes }},
	{"must_talk", "place.u.must_talk", func(a directory.Arrival) directory.Text { return a.MustTalk }},
	{"bring", "place.u.bring", func(a directory.Arrival) directory.Text { return a.Bring }},
	{"written_down", "place.u.written_down", func(a directory.Arrival) directory.Text { return a.WrittenDown }},
	{"who_is_told", "place.u.who_is_told", func(a directory.Arrival) directory.Text { return a.WhoIsTold }},
	{"if_full", "", func(a directory.Arrival) directory.Text { return a.IfFull }},
}

// unknowns gathers what nobody has told us, to be said in one line and not in
// eleven.
type unknowns []string

func (u *unknowns) add(w *Words, key string) {
	if key != "" {
		*u = append(*u, w.Say(key))
	}
}

// line says what is not known, or nothing.
func (u unknowns) line(w *Words) string {
	if len(u) == 0 {
		return ""
	}
	return w.Say("place.unknown", "list", strings.Join(u, w.Say("place.comma")))
}

// promises answers what promises answer.
func (w *Words) promises(p directory.Promises, inferred []string, unknown *unknowns) []Answered {
	var all []Answered
	for _, q := range promised {
		answer := p.Of(q.promise)
		if answer == directory.Unknown {
			unknown.add(w, q.unknown)
			continue
		}
		key := "place.q." + string(q.promise)
		all = append(all, Answered{
			Ask: w.Say(key), Says: Said{Text: w.Say(key + "." + answer.String())},
			Inferred: slices.Contains(inferred, "/promises/"+string(q.promise)),
		})
	}
	return all
}

// arrival answers what a place says of the first time.
func (w *Words) arrival(a directory.Arrival, unknown *unknowns) []Answered {
	var all []Answered
	for _, q := range arrivals {
		text := q.of(a)
		if text.Empty() {
			unknown.add(w, q.unknown)
			continue
		}
		all = append(all, Answered{Ask: w.Say("place.q." + q.name), Says: w.spoken(text)})
	}
	return all
}
