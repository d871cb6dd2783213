package kompas

import (
	"strings"

	"walkin/internal/feed"
	"walkin/internal/schedule"
)

// timesText says the weekly hours in Danish words: "Mandag–torsdag kl. 12–17.
// Lørdag (spørg stedet om tidspunktet)." What undoes a rule stands beside it.
// Other rules are said by their note alone, which may leave nothing.
func timesText(s *schedule.Schedule) string {
	danish := feed.SpeechOf("da")
	var said []string
	for _, w := range s.Weekly {
		words := danish.Days(w.Days)
		if hours := danish.Hours(w.Opens, w.Closes); hours != "" {
			words += " " + hours
		} else {
			words += " (spørg stedet om tidspunktet)"
		}
		for _, remark := range []string{danish.Often(w.Doubt), w.Note} {
			if remark != "" {
				words += " (" + remark + ")"
			}
		}
		if w.From != nil {
			words += ", fra den " + danish.DateOfYear(*w.From)
		}
		if w.Until != nil {
			words += ", til og med den " + danish.DateOfYear(*w.Until)
		}
		said = append(said, sentence(words))
	}
	for _, series := range s.Series {
		said = append(said, sentence(series.Note))
	}
	if s.Doubt != "" {
		said = append(said, "Usikkert: "+sentence(danish.Often(s.Doubt)))
	}
	said = append(said, sentence(s.Note))
	return strings.Join(strings.Fields(strings.Join(said, " ")), " ")
}

// sentence begins with a capital letter and ends with a full stop; nothing
// stays nothing.
func sentence(s string) string {
	s = strings.TrimSpace(s)
	if s == "" {
		return ""
	}
	first := []rune(s)
	s = strings.ToUpper(string(first[:1])) + string(first[1:])
	if !strings.HasSuffix(s, ".") && !strings.HasSuffix(s, "!") && !strings.HasSuffix(s, "?") {
		s += "."
	}
	return s
}
