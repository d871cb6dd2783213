package fold

import (
	"slices"
	"unicode/utf8"
)

// Speller is a set of words, as Tokens gives them, that finds those which a
// misspelled word may mean. The zero value is empty; once filled it is safe
// for concurrent use.
//
// A slip is one letter wrong, missing or too many, or two neighbours swapped
// (optimal string alignment: no part is changed twice). The first letter is
// right: people seldom miss it, and "dental" never means "mental".
type Speller struct {
	words map[bucket][]string
	has   map[string]bool
}

// bucket is where words of the same first letter and length stand, since a
// slip changes neither the first nor the second by more than one.
type bucket struct {
	first  rune
	length int
}

// Add puts a word in.
func (s *Speller) Add(word string) {
	if word == "" || s.has[word] {
		return
	}
	if s.words == nil {
		s.words, s.has = make(map[bucket][]string), make(map[string]bool)
	}
	s.has[word] = true
	b := bucketOf(word)
	s.words[b] = append(s.words[b], word)
}

// Has says whether a word is in the set.
func (s *Speller) Has(word string) bool { return s.has[word] }

// Within gives the words that are at least one and at most edits slips from a
// word, the nearest first, and in the order of their adding among equals.
func (s *Speller) Within(word string, edits int) []string {
	b := bucketOf(word)
	letters := []rune(word)
	var found [][]string // by distance
	for length := b.length - edits; length <= b.length+edits; length++ {
		for _, candidate := range s.words[bucket{b.first, length}] {
			if d := slips(letters, []rune(candidate), edits); d >= 1 && d <= edits {
				for len(found) < d {
					found = append(found, nil)
				}
				found[d-1] = append(found[d-1], candidate)
			}
		}
	}
	return slices.Concat(found...)
}

func bucketOf(word string) bucket {
	first, _ := utf8.DecodeRuneInString(word)
	return bucket{first, utf8.RuneCountInString(word)}
}

// slips counts the slips between two words, or gives more than most.
func slips(a, b []rune, most int) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		least := row[0]
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			least = min(least, row[j])
		}
		if least > most {
			return most + 1
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
