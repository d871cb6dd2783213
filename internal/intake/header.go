package intake

import (
	"slices"
	"strings"

	"walkin/internal/directory"
	"walkin/internal/fold"
)

// A column is what a header says.
type column struct {
	field field
	lang  string // of its text; "" if the header does not say
}

// written are the fields that hold text in a language, which a header may
// name: "beskrivelse (engelsk)", "description_en".
var written = []field{fieldDescription, fieldWhoMeets, fieldWayToDoor, fieldNotServed, fieldName}

// hourly are words that may stand beside a weekday in a header.
var hourly = map[string]bool{
	"abningstid": true, "abningstider": true, "aben": true, "abent": true, "openingsuren": true, "openingstijden": true,
	"openingsuur": true, "opening": true, "hours": true, "times": true, "open": true, "tid": true, "uren": true,
}

// understand tells what a header says. With a kind, fields of the other kind
// are not known.
func understand(header string, kind directory.Kind) (column, bool) {
	if len(header) > 200 {
		return column{}, false
	}
	c, ok := columnOf(fold.Tokens(header))
	if !ok {
		if before, after, found := strings.Cut(header, "("); found { // "Pris (kr.)"
			c, ok = columnOf(fold.Tokens(before))
			if _, rest, more := strings.Cut(after, ")"); ok && more && len(fold.Tokens(rest)) > 0 {
				return column{}, false
			}
		}
	}
	if !ok {
		return column{}, false
	}
	if kind == directory.KindCentre && c.field == fieldPlace {
		c.field = fieldName // "sted" in a list of places
	}
	if kind == directory.KindCentre && activityOnly[c.field] || kind == directory.KindActivity && centreOnly[c.field] {
		return column{}, false
	}
	return c, true
}

func columnOf(tokens []string) (column, bool) {
	if len(tokens) == 0 || len(tokens) > 8 {
		return column{}, false
	}
	if f, ok := known[strings.Join(tokens, " ")]; ok {
		return column{field: f}, true
	}
	if f, ok := known[strings.Join(tokens[:len(tokens)-1], " ")]; ok && slices.Contains(written, f) {
		if lang, ok := languageOf(tokens[len(tokens)-1]); ok {
			return column{field: f, lang: lang}, true
		}
	}
	rest := slices.DeleteFunc(slices.Clone(tokens), func(t string) bool { return hourly[t] })
	if f, ok := known[strings.Join(rest, " ")]; ok && strings.HasPrefix(string(f), dayPrefix) {
		return column{field: f}, true
	}
	return column{}, false
}

// guess tells from the headers what a sheet lists: activities, where they have
// dates, a place beside a title, or signing up.
func guess(header []string) directory.Kind {
	title := false
	for _, h := range header {
		c, ok := understand(h, "")
		if !ok {
			continue
		}
		switch c.field {
		case fieldDate, fieldTime, fieldStart, fieldEnd, fieldRegistration, fieldRhythmNote:
			return directory.KindActivity
		case fieldName:
			switch strings.Join(fold.Tokens(h), " ") {
			case "titel", "aktivitet", "arrangement", "activiteit", "naam activiteit", "title", "activity", "event":
				title = true
			}
		}
	}
	if title {
		return directory.KindActivity
	}
	return directory.KindCentre
}

// columns maps the headers. Two that are the same, or say the same, are a
// fault: which of them counts would be a guess.
func (r *reader) columns() {
	r.at = make(map[column]int)
	first := make(map[string]int)
	for i, h := range r.header {
		m := Mapping{Column: r.letter(i), Header: quote(strings.TrimSpace(h))}
		name := strings.Join(fold.Tokens(h), " ")
		c, ok := understand(h, r.kind)
		switch before, twice := first[name]; {
		case name == "":
		case twice:
			r.blameHeader(i, fault(CodeHeaderTwice, "header", r.header[before]))
		case ok && c.field == fieldName && r.named(h):
			// "sted" beside "navn": a word for the place that the sheet has already
		case ok:
			if other, taken := r.at[c]; taken {
				r.blameHeader(i, fault(CodeSameField, "header", h, "other", r.header[other]))
				break
			}
			r.at[c], m.Field = i, string(c.field)
			if c.lang != "" {
				m.Field += "/" + c.lang
			}
		}
		if name != "" {
			if _, twice := first[name]; !twice {
				first[name] = i
			}
		}
		r.result.Mapping = append(r.result.Mapping, m)
	}
	if _, ok := r.at[column{field: fieldName}]; !ok && !r.has(fieldID) && !r.hasLang(fieldName) {
		r.blameHeader(-1, fault(CodeNoHeader, "field", string(fieldName)))
	}
}

// named says whether a header is one of the words for a place, in a sheet of
// places that has a column for the name beside it.
func (r *reader) named(header string) bool {
	plain, _ := understand(header, "")
	if plain.field != fieldPlace {
		return false
	}
	return slices.ContainsFunc(r.header, func(h string) bool {
		c, ok := understand(h, "")
		return ok && c.field == fieldName
	})
}

func (r *reader) has(f field) bool { _, ok := r.at[column{field: f}]; return ok }

func (r *reader) hasLang(f field) bool {
	for c := range r.at {
		if c.field == f {
			return true
		}
	}
	return false
}

func (r *reader) blameHeader(i int, f Fault) {
	f.Row = r.number
	if i >= 0 {
		f.Column, f.Header = r.letter(i), quote(strings.TrimSpace(r.header[i]))
	}
	r.result.Faults = append(r.result.Faults, f)
}
