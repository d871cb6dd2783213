package fold_test

import (
	"slices"
	"testing"

	"walkin/internal/fold"
)

func TestPhrases(t *testing.T) {
	var p fold.Phrases[string]
	p.Add("gamer", "activity")
	p.Add("gamer for meget", "problem")
	p.Add("jeg vil dø", "crisis")
	p.Add("can't go on", "crisis")
	p.Add("kunst", "art")
	p.Add("kunst", "culture")
	p.Add("--", "nothing")
	for name, c := range map[string]struct {
		text   string
		length int
		values []string
	}{
		"the longest phrase wins":                      {"gamer for meget hver dag", 3, []string{"problem"}},
		"a shorter one is found where the longer ends": {"gamer for sjov", 1, []string{"activity"}},
		"a word inside another is not found":           {"gamere", 0, nil},
		"ø may be written as itself":                   {"jeg vil dø nu", 3, []string{"crisis"}},
		"ø may be written as oe":                       {"jeg vil doe", 3, []string{"crisis"}},
		"ø may be written as o":                        {"JEG VIL DO", 3, []string{"crisis"}},
		"an apostrophe may be missing":                 {"cant go on", 3, []string{"crisis"}},
		"a term may stand for several things":          {"kunst", 1, []string{"art", "culture"}},
		"it must begin with the first word":            {"nej gamer", 0, nil},
		"no words, no phrase":                          {"", 0, nil},
	} {
		t.Run(name, func(t *testing.T) {
			length, values := p.Longest(fold.Tokens(c.text))
			if length != c.length || !slices.Equal(values, c.values) {
				t.Errorf("got %d words %q, want %d %q", length, values, c.length, c.values)
			}
		})
	}
	if p.Words() != 3 {
		t.Errorf("the longest term has %d words, want 3", p.Words())
	}
}
