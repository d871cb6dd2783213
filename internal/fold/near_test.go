package fold_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"walkin/internal/fold"
)

func TestNear(t *testing.T) {
	for name, tt := range map[string]struct {
		typed, word string
		edits       int
		is, begins  bool
	}{
		"the word itself":                        {"hedspace", "hedspace", 1, true, true},
		"a letter left out":                      {"hedspace", "headspace", 1, true, true},
		"the beginning of a word with a slip":    {"ungdmsh", "ungdomshuset", 1, false, true},
		"neighbours swapped count one":           {"ugndoms", "ungdomshuset", 1, false, true},
		"two slips where one is allowed":         {"ugndms", "ungdomshuset", 1, false, false},
		"two slips where two are":                {"ugndmshus", "ungdomshuset", 2, false, true},
		"a word that is shorter by more":         {"ungdomshuset", "ungdom", 1, false, false},
		"one that goes on is a beginning, no is": {"ungdom", "ungdomshuset", 1, false, true},
	} {
		t.Run(name, func(t *testing.T) {
			is, begins := fold.NewNear(tt.typed, tt.edits).Compare(tt.word)
			if is != tt.is || begins != tt.begins {
				t.Errorf("is %t, begins %t", is, begins)
			}
		})
	}
}

// Whatever was compared before, a word is compared as if it were the first, and
// as the speller does.
func TestNearForgetsTheWordBefore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringMatching("[abc]{1,7}")
		typed, edits := word.Draw(t, "typed"), rapid.IntRange(1, 2).Draw(t, "edits")
		words := rapid.SliceOf(word).Draw(t, "words")
		kept := fold.NewNear(typed, edits)
		for _, w := range words {
			is, begins := kept.Compare(w)
			if fresh, begun := fold.NewNear(typed, edits).Compare(w); is != fresh || begins != begun {
				t.Fatalf("%q after others: %t %t, first: %t %t", w, is, begins, fresh, begun)
			}
			if !begins && is {
				t.Fatalf("%q is %q, yet does not begin with it", w, typed)
			}
			if w[0] != typed[0] {
				continue
			}
			var s fold.Speller
			s.Add(w)
			if want := w == typed || slices.Contains(s.Within(typed, edits), w); is != want {
				t.Fatalf("%q for %q: %t, the speller says %t", w, typed, is, want)
			}
			prefix := slices.ContainsFunc(prefixes(w), func(p string) bool {
				is, _ := fold.NewNear(typed, edits).Compare(p)
				return is
			})
			if begins != prefix {
				t.Fatalf("%q begins with %q: %t, by its beginnings: %t", w, typed, begins, prefix)
			}
		}
	})
}

func prefixes(w string) (all []string) {
	for i := 1; i <= len(w); i++ {
		all = append(all, w[:i])
	}
	return all
}
