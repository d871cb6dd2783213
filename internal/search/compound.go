package search

import (
	"slices"
	"strings"

	"walkin/internal/fold"
)

// compounds splits the compound words of a language, since a stemmer does not:
// "Ungdomsrådgivningen" is "ungdom" and "rådgivning". It knows the parts; a
// word that is not made of known parts throughout is left whole.
type compounds struct {
	parts   map[string]bool // folded
	links   []string        // that join parts: "s" in ungdom-s-rådgivning
	endings []string        // of the last part: "en" in rådgivning-en
}

// minPart is the shortest part, in letters.
const minPart = 3

// maxCompound bounds the words that are split, in bytes.
const maxCompound = 48

func newCompounds(parts, links, endings []string) compounds {
	c := compounds{parts: foldedSet(parts), links: []string{""}, endings: []string{""}}
	for _, l := range links {
		c.links = append(c.links, fold.Text(l))
	}
	for _, e := range endings {
		c.endings = append(c.endings, fold.Text(e))
	}
	return c
}

// split gives the parts of a folded word, without links and endings; nil for a
// word that is no compound of known parts. Of several ways to split it, the
// one with the longest first part wins.
func (c compounds) split(word string) []string {
	if len(c.parts) == 0 || len(word) > maxCompound {
		return nil
	}
	if parts := c.from(word); len(parts) > 1 {
		return parts
	}
	return nil
}

// base gives the part that a word is an inflection of: "rådgivningen" is
// "rådgivning". A word that is no part has none.
func (c compounds) base(word string) (string, bool) {
	for _, e := range c.endings {
		if part, ok := strings.CutSuffix(word, e); ok && len(part) >= minPart && c.parts[part] {
			return part, true
		}
	}
	return "", false
}

func (c compounds) from(word string) []string {
	if part, ok := c.base(word); ok {
		return []string{part}
	}
	for n := len(word) - minPart; n >= minPart; n-- {
		if !c.parts[word[:n]] {
			continue
		}
		for _, link := range c.links {
			rest, ok := strings.CutPrefix(word[n:], link)
			if !ok || len(rest) < minPart {
				continue
			}
			if parts := c.from(rest); parts != nil {
				return slices.Insert(parts, 0, word[:n])
			}
		}
	}
	return nil
}
