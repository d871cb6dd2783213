package intake

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"walkin/internal/problem"
)

// maxQuote is how many characters of a cell a fault quotes at the most.
const maxQuote = 60

// Code names a kind of fault for whoever translates it. Params of a fault
// hold what its sentence needs.
type Code string

// The codes. What stands in braces in their sentences are the params.
const (
	CodeHeaderTwice   Code = "header_twice"   // header
	CodeSameField     Code = "same_field"     // header, other
	CodeNoHeader      Code = "no_header"      // field
	CodeRequired      Code = "required"       // field
	CodeAnswer        Code = "answer"         // text
	CodeAge           Code = "age"            // text
	CodeAgeOrder      Code = "age_order"      // text
	CodeDate          Code = "date"           // text
	CodeDateYear      Code = "date_year"      // text
	CodeDateRange     Code = "date_range"     // text
	CodeNumber        Code = "number"         // text
	CodePostcode      Code = "postcode"       // text
	CodeTown          Code = "town"           // text
	CodeApart         Code = "apart"          // postcode, town
	CodeMunicipality  Code = "municipality"   // text
	CodeCountry       Code = "country"        // text
	CodePoint         Code = "point"          // text
	CodeEmail         Code = "email"          // text
	CodePhone         Code = "phone"          // text
	CodeLink          Code = "link"           // text
	CodeFormula       Code = "formula"        // text
	CodeHidden        Code = "hidden"         // text
	CodeMixedLetters  Code = "mixed_letters"  // text
	CodeCharacters    Code = "characters"     // text
	CodeLong          Code = "long"           // limit
	CodeTopic         Code = "topic"          // text
	CodeTopicUnclear  Code = "topic_unclear"  // text, candidates
	CodeLanguage      Code = "language"       // text
	CodeAudience      Code = "audience"       // text
	CodeChoice        Code = "choice"         // text, choices
	CodeOrganisation  Code = "organisation"   // text
	CodeCentre        Code = "centre"         // text
	CodeID            Code = "id"             // text
	CodeUnknownID     Code = "unknown_id"     // text
	CodeOthers        Code = "others"         // text
	CodeTwice         Code = "twice"          // row
	CodeUnclearEntry  Code = "unclear_entry"  // candidates
	CodeExample       Code = "example"        //
	CodeRule          Code = "rule"           // pointer, detail
	CodeHours         Code = "hours"          // text
	CodeHoursNoDay    Code = "hours_no_day"   // text
	CodeHoursBackward Code = "hours_backward" // text
	CodeHoursHalf     Code = "hours_half_day" // text
	CodeHoursTwice    Code = "hours_twice"    // text, day
	CodeHoursUnclear  Code = "hours_unclear"  // text
	CodeHoursClosed   Code = "hours_closed"   // text
	CodeHoursSeries   Code = "hours_series"   // day
	CodeTimeNoDate    Code = "time_no_date"   //
	CodeRowLong       Code = "row_long"       //
	CodeFeature       Code = "feature"        // text
)

// sentences are the faults in English.
var sentences = map[Code]string{
	CodeHeaderTwice:   "Two columns have the header “{header}”.",
	CodeSameField:     "The columns “{header}” and “{other}” say the same thing; keep one.",
	CodeNoHeader:      "No column says the {field}.",
	CodeRequired:      "The {field} is missing.",
	CodeAnswer:        "“{text}” is not yes, no or unknown.",
	CodeAge:           "“{text}” is not an age such as 15-25.",
	CodeAgeOrder:      "In “{text}” the highest age is below the lowest.",
	CodeDate:          "“{text}” is not a date such as 3/11-2026 or 2026-11-03.",
	CodeDateYear:      "“{text}” has a year of two digits; write all four.",
	CodeDateRange:     "“{text}” lies outside the years that are read, 2000 to 2100, or ends before it begins.",
	CodeNumber:        "“{text}” is not a number that can stand here.",
	CodePostcode:      "There is no postcode “{text}” in this country.",
	CodeTown:          "The town “{text}” is not known, so the place has no point on the map.",
	CodeApart:         "The postcode {postcode} is far from {town}.",
	CodeMunicipality:  "There is no municipality “{text}” in this country.",
	CodeCountry:       "“{text}” is not a country.",
	CodePoint:         "“{text}” is not a latitude and longitude in degrees.",
	CodeEmail:         "“{text}” is not an e-mail address.",
	CodePhone:         "“{text}” cannot be dialled.",
	CodeLink:          "“{text}” is not an address that begins with https:// or http://.",
	CodeFormula:       "“{text}” is a formula; write the value.",
	CodeHidden:        "“{text}” has characters that turn the direction of writing.",
	CodeMixedLetters:  "“{text}” has letters of another alphabet inside a word.",
	CodeCharacters:    "“{text}” has characters that could not be read; save the file as UTF-8.",
	CodeLong:          "The text is longer than {limit} bytes.",
	CodeTopic:         "“{text}” is no topic.",
	CodeTopicUnclear:  "“{text}” may mean several topics: {candidates}.",
	CodeLanguage:      "“{text}” is not a language.",
	CodeAudience:      "“{text}” does not say for whom in words that are known; it was left out.",
	CodeChoice:        "“{text}” is not one of {choices}.",
	CodeOrganisation:  "There is no organisation “{text}”.",
	CodeCentre:        "There is no centre “{text}” with this organisation.",
	CodeID:            "“{text}” is not an id: small letters a to z, digits, - and _.",
	CodeUnknownID:     "There is no entry with the id “{text}”; leave the cell empty for a new one.",
	CodeOthers:        "“{text}” belongs to another organisation.",
	CodeTwice:         "This row says the same place or activity as row {row}.",
	CodeUnclearEntry:  "Several entries fit this row ({candidates}); give the id.",
	CodeExample:       "This row is still the example of the template; delete it.",
	CodeRule:          "{detail}",
	CodeHours:         "“{text}” in the hours is not understood.",
	CodeHoursNoDay:    "It is not said on which days “{text}” is meant.",
	CodeHoursBackward: "“{text}” ends before it begins.",
	CodeHoursHalf:     "It is not clear whether “{text}” is in the morning or the afternoon.",
	CodeHoursTwice:    "The hours say two things about {day}: “{text}”.",
	CodeHoursUnclear:  "It is not clear which hours “{text}” belongs to.",
	CodeHoursClosed:   "“{text}” says that it is always closed; give the status instead.",
	CodeHoursSeries:   "The hours of {day} on file follow a rule that a column for a weekday cannot change; use a column for all hours.",
	CodeTimeNoDate:    "A time is given and no date.",
	CodeRowLong:       "The row has more cells than there are headers.",
	CodeFeature:       "This feature is not a place with a point: {text}.",
}

// Fault is one thing that is wrong or was left out.
type Fault struct {
	Row     int    // as a person counts them; 0 for the sheet as a whole
	Column  string // its letter, "C"; "" for the row as a whole and in GeoJSON
	Header  string // as it stands in the sheet, or the name of the property
	Code    Code
	Message string            // a sentence in English
	Params  map[string]string // what a translation of the sentence needs
	Rule    problem.Sentence  // of CodeRule: its detail, as the directory made it
}

// fault makes a fault that knows no place yet. Params are pairs of a name and
// a value; values are cut to what may be quoted.
func fault(code Code, params ...string) Fault {
	f := Fault{Code: code}
	if len(params) > 0 {
		f.Params = make(map[string]string, len(params)/2)
	}
	for i := 0; i+1 < len(params); i += 2 {
		f.Params[params[i]] = quote(params[i+1])
	}
	f.Message = sentences[code]
	for _, name := range slices.Sorted(maps.Keys(f.Params)) {
		f.Message = strings.ReplaceAll(f.Message, "{"+name+"}", f.Params[name])
	}
	return f
}

// ruleFault is a fault for a rule of the directory. Details quote cells
// whole, so one that quotes is replaced.
func ruleFault(broken problem.Field) Fault {
	f := fault(CodeRule, "pointer", broken.Pointer)
	if strings.ContainsRune(broken.Detail, '"') {
		broken = problem.At(broken.Pointer, "A rule of the directory is broken at %s.", quote(broken.Pointer))
	}
	f.Params["detail"] = broken.Detail
	f.Message, f.Rule = broken.Detail, broken.Sentence()
	return f
}

// quote is a text as a fault may show it: of one line, without control and
// bidi characters, and short.
func quote(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\r' || r == '\t':
			return ' '
		case r < ' ' || r == 0x7f || turning(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
	if utf8.RuneCountInString(s) <= maxQuote {
		return s
	}
	runes := []rune(s)
	return string(runes[:maxQuote-1]) + "…"
}
