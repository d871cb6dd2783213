package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"walkin/api"
)

// printAnswer writes an answer for a person: who to call first if it is a
// crisis, what was understood and dropped, then a line for each result.
func printAnswer(w io.Writer, a api.SearchAnswer) error {
	if a.Crisis != nil {
		printCrisis(w, *a.Crisis)
	}
	if understood := understoodAs(a.Query); understood != "" {
		fmt.Fprintln(w, understood)
	}
	for _, r := range a.Relaxed {
		fmt.Fprintln(w, relaxedTo(r))
	}
	if len(a.Results) == 0 {
		if a.Crisis == nil {
			fmt.Fprintln(w, "Nothing for that here yet.")
		}
		return nil
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "NAME\tWHERE\tOPEN\tAGES\tPROMISES\tASK")
	for _, r := range a.Results {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\n",
			short(r.Title, 44), where(r), openWords(r.Open), ageWords(r.Ages), kept(r.Promises), strings.Join(r.Unknown, ", "))
	}
	if err := table.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "%d of %d. Listings are unverified unless they say otherwise: ask before you go.\n", len(a.Results), a.Total)
	return err
}

func printCrisis(w io.Writer, c api.Crisis) {
	fmt.Fprintf(w, "In danger now: call %s.\n", c.Emergency)
	for _, h := range c.Helplines {
		var ways []string
		for _, l := range h.Lines {
			switch {
			case l.Number != nil:
				ways = append(ways, fmt.Sprintf("%s %s", l.Channel, *l.Number))
			case l.Url != nil:
				ways = append(ways, fmt.Sprintf("%s %s", l.Channel, *l.Url))
			}
		}
		fmt.Fprintf(w, "  %s (%s): %s\n", h.Name, openWords(h.Open), strings.Join(ways, ", "))
	}
}

func understoodAs(q api.Understood) string {
	var parts []string
	for _, t := range q.Topics {
		parts = append(parts, t.Label)
	}
	text := strings.Join(parts, ", ")
	if q.Place != nil {
		text = strings.TrimSpace(text + " near " + q.Place.Name + " (" + q.Place.Country + ")")
	}
	if text == "" {
		return ""
	}
	return "Understood: " + text + "."
}

func relaxedTo(r api.Relaxation) string {
	switch {
	case r.To != nil && *r.To != "":
		return fmt.Sprintf("Nothing for %s %s, so this is for %s.", r.Dropped, value(r.From), *r.To)
	case value(r.From) != "":
		return fmt.Sprintf("Nothing with %s %s, so that was left out.", r.Dropped, *r.From)
	default:
		return fmt.Sprintf("Nothing with this %s, so it was left out.", r.Dropped)
	}
}

// where says in which town and about how far; a point that is only a town's
// centre gives no metres.
func where(r api.Result) string {
	if r.Location == nil {
		return "line"
	}
	town := value(r.Location.Town)
	if town == "" {
		town = value(r.Location.MunicipalityName)
	}
	if r.DistanceM == nil {
		return town
	}
	return fmt.Sprintf("%s, about %.0f km", town, *r.DistanceM/1000)
}

func openWords(o api.OpenState) string {
	switch {
	case o.State == api.StateOpen && o.Until != nil:
		return "open until " + clock(*o.Until)
	case o.State == api.StateOpen:
		return "open"
	case o.State == api.StateUnknown:
		return "hours unknown"
	case o.Next != nil:
		return "opens " + o.Next.Format("Mon 15:04")
	default:
		return "closed"
	}
}

func clock(t time.Time) string { return t.Format("15:04") }

func ageWords(a *api.Ages) string {
	switch {
	case a == nil || a.Min == nil && a.Max == nil:
		return "?"
	case a.Max == nil:
		return fmt.Sprintf("from %d", *a.Min)
	case a.Min == nil:
		return fmt.Sprintf("to %d", *a.Max)
	default:
		return fmt.Sprintf("%d to %d", *a.Min, *a.Max)
	}
}

// kept lists the promises that a source states.
func kept(p api.Promises) string {
	var words []string
	for _, promise := range []struct {
		word   string
		answer api.Ternary
	}{{"free", p.Free}, {"anonymous", p.Anonymous}, {"no appointment", p.NoAppointment}, {"no referral", p.NoReferral}} {
		if promise.answer == api.TernaryYes {
			words = append(words, promise.word)
		}
	}
	return strings.Join(words, ", ")
}

func short(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}

func value(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
