package intake

import (
	"regexp"
	"strconv"
	"strings"

	"walkin/internal/directory"
)

var answers = map[string]directory.Ternary{
	"ja": directory.Yes, "j": directory.Yes, "yes": directory.Yes, "y": directory.Yes, "x": directory.Yes, "true": directory.Yes,
	"sand": directory.Yes, "sandt": directory.Yes, "waar": directory.Yes, "1": directory.Yes, "✓": directory.Yes, "✔": directory.Yes, "☑": directory.Yes,
	"nej": directory.No, "nee": directory.No, "neen": directory.No, "no": directory.No, "n": directory.No, "false": directory.No,
	"falsk": directory.No, "onwaar": directory.No, "0": directory.No,
}

// answer reads yes, no or unknown.
func answer(text string) (directory.Ternary, bool) {
	if unsaid(text) {
		return directory.Unknown, true
	}
	a, ok := answers[strings.TrimRight(words(text), " .!")]
	return a, ok
}

const years = `(?: ?(?:ars?|arig[et]?|-arige?|arige|jaar|jarigen?|jarige|years?|years old|yrs?))?`

// The ways to write ages, folded.
var (
	ageRange = regexp.MustCompile(`^(?:fra |i alderen |mellem |van |tussen |from |between |aged |alder |leeftijd )?(\d{1,3})` + years + ` ?(?:-|til og med|til|t/m|t\.e\.m\.|tot en met|tot|to|og|en|and) ?(\d{1,3})` + years + `\.?$`)
	ageFrom  = regexp.MustCompile(`^(?:fra|vanaf|van|from|min\.?|minimum|mindst|minimaal|minstens|at least) (\d{1,3})` + years + `\.?$`)
	ageUp    = regexp.MustCompile(`^(?:fra |vanaf |from )?(\d{1,3})` + years + ` ?(?:\+|og opefter|og op|og derover|og aeldre|en ouder|and over|and older|and up)$`)
	ageTo    = regexp.MustCompile(`^(?:op til|til og med|til|max\.?|maks\.?|hojst|t/m|t\.e\.m\.|tot en met|tot|hoogstens|maximaal|up to|until) (\d{1,3})` + years + `\.?$`)
	ageUnder = regexp.MustCompile(`^(?:under|onder|jonger dan|younger than|yngre end) (\d{1,3})` + years + `$`)
)

var allAges = map[string]bool{
	"alle": true, "alle aldre": true, "alle aldersgrupper": true, "alle leeftijden": true, "iedereen": true, "all ages": true, "all": true, "everyone": true, "any age": true,
}

// ages reads for whom a place is: "15-25", "12 t/m 25", "fra 15 år".
func ages(text string) (directory.Ages, Code) {
	s := words(text)
	if allAges[s] {
		return directory.Ages{All: true}, ""
	}
	number := func(digits string) *int {
		n, _ := strconv.Atoi(digits)
		return &n
	}
	var a directory.Ages
	if m := ageRange.FindStringSubmatch(s); m != nil {
		a.Min, a.Max = number(m[1]), number(m[2])
	} else if m := ageFrom.FindStringSubmatch(s); m != nil {
		a.Min = number(m[1])
	} else if m := ageUp.FindStringSubmatch(s); m != nil {
		a.Min = number(m[1])
	} else if m := ageTo.FindStringSubmatch(s); m != nil {
		a.Max = number(m[1])
	} else if m := ageUnder.FindStringSubmatch(s); m != nil && m[1] != "0" {
		a.Max = number(m[1])
		*a.Max--
	} else {
		return a, CodeAge
	}
	if a.Min != nil && *a.Min > 120 || a.Max != nil && *a.Max > 120 {
		return a, CodeAge
	}
	if a.Min != nil && a.Max != nil && *a.Min > *a.Max {
		return a, CodeAgeOrder
	}
	return a, ""
}

// ageOf reads one age: "15", "15 år".
func ageOf(text string) (*int, bool) {
	m := oneAge.FindStringSubmatch(words(text))
	if m == nil {
		return nil, false
	}
	n, _ := strconv.Atoi(m[1])
	return &n, n <= 120
}

var oneAge = regexp.MustCompile(`^(\d{1,3})` + years + `\.?$`)

// degrees reads a coordinate, with a comma or a point.
func degrees(text string, limit float64) (float64, bool) {
	f, err := strconv.ParseFloat(strings.Replace(strings.TrimSuffix(strings.TrimSpace(text), "°"), ",", ".", 1), 64)
	return f, err == nil && f >= -limit && f <= limit
}
