package fold_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"walkin/internal/fold"
)

func TestSpeller(t *testing.T) {
	var s fold.Speller
	for _, w := range []string{"ensomhed", "mental", "angst", "ensom", "ensomhed"} {
		s.Add(w)
	}
	for name, c := range map[string]struct {
		word  string
		edits int
		want  []string
	}{
		"a letter wrong":                   {"ensomhet", 1, []string{"ensomhed"}},
		"a letter missing":                 {"ensmhed", 1, []string{"ensomhed"}},
		"a letter too many":                {"angsst", 1, []string{"angst"}},
		"two neighbours swapped are one":   {"agnst", 1, []string{"angst"}},
		"two slips are more than one":      {"ensmohet", 1, nil},
		"and two are allowed if asked for": {"ensmohet", 2, []string{"ensomhed"}},
		"the first letter must be right":   {"dental", 1, nil},
		"the word itself is no slip":       {"angst", 1, nil},
		"nothing like it":                  {"fodbold", 2, nil},
		"no word at all":                   {"", 2, nil},
	} {
		t.Run(name, func(t *testing.T) {
			if got := s.Within(c.word, c.edits); !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
	if !s.Has("ensom") || s.Has("ens") {
		t.Error("Has is wrong about what was added")
	}
}

// Every single slip that keeps the first letter is found.
func TestEverySlipIsFound(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		word := []rune(rapid.StringMatching(`[a-zж]{3,10}`).Draw(r, "word"))
		var s fold.Speller
		s.Add(string(word))
		at := rapid.IntRange(1, len(word)-1).Draw(r, "at")
		letter := rapid.SampledFrom([]rune("abcxyzж")).Draw(r, "letter")
		slip := slices.Clone(word)
		switch rapid.IntRange(0, 3).Draw(r, "kind") {
		case 0:
			slip[at] = letter
		case 1:
			slip = slices.Delete(slip, at, at+1)
		case 2:
			slip = slices.Insert(slip, at, letter)
		case 3:
			if at+1 < len(slip) {
				slip[at], slip[at+1] = slip[at+1], slip[at]
			}
		}
		got := s.Within(string(slip), 1)
		if same := string(slip) == string(word); same == slices.Contains(got, string(word)) {
			r.Fatalf("%q for %q: got %q", string(slip), string(word), got)
		}
	})
}
