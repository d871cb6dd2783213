// Package fold makes text comparable, for the gazetteer, the crisis gate and
// the search index alike (DESIGN section 6).
//
// A young person writes "søvn", "soevn" or "sovn", pastes full-width letters
// from a phone, or hides a word from a parent's filter with an invisible
// character or a Cyrillic "о". [Text] and [Tokens] bring all of these to one
// form; [Variants] and [Collapse] bring together the spellings that a single
// form cannot.
//
// Three steps, one file each: glyph.go reads the text as glyphs (NFKC, Unicode
// Standard Annex 15; nothing invisible, few combining marks), lookalike.go reads
// each word in one script (after the idea of Unicode Technical Standard 39), and
// letter.go folds case and diacritics. Every step is linear in the length of the
// text. Nothing folded is ever shown to a person.
package fold

import (
	"slices"
	"strings"
)

// Text gives the comparable form of s: NFKC, without format and control
// characters, in lower case, without diacritics on Latin letters, with every
// apostrophe as "'" and every run of white space as one space, trimmed.
//
// Words of other scripts stay in theirs: "самогубство" keeps its letters, and so
// do й and ї, which are letters and not marked и and і. Arabic loses its vowel
// signs and its optional spellings. Invalid UTF-8 becomes U+FFFD. The result is
// valid UTF-8, and Text of it is the same again.
func Text(s string) string {
	if plain(s) {
		return s
	}
	var buf [fewGlyphs]glyph
	out := make([]byte, 0, len(s))
	space := false
	for _, g := range read(buf[:0], s) {
		if g.r == ' ' {
			space = len(out) > 0
			continue
		}
		if space {
			out = append(out, ' ')
			space = false
		}
		out = g.append(out)
	}
	return string(out)
}

// plain tells whether s is its own comparable form: most queries and nearly all
// words of the thesaurus are, and cost no allocation.
func plain(s string) bool {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= 0x7f, c < ' ', 'A' <= c && c <= 'Z', c == '`':
			return false
		case c == ' ' && (i == 0 || i == len(s)-1 || s[i-1] == ' '):
			return false
		}
	}
	return true
}

// read adds the glyphs of s to dst, with every word in one script.
func read(dst []glyph, s string) []glyph {
	gs := appendGlyphs(dst, s)
	unmix(gs)
	return gs
}

// fewGlyphs is how many glyphs callers of read have room for on their stack: enough
// for a name or a word, of which the gazetteer folds a quarter of a million.
const fewGlyphs = 48

// Variants gives the forms under which a term is indexed, distinct and without
// the empty one: first what [Tokens] makes of it, joined by spaces; then with å, ø,
// æ, ä, ö and ü spelled out as aa, oe, ae, ae, oe and ue; then the first form
// with such pairs collapsed, as [Collapse] does.
//
// The term is given as it is written, not folded, since a folded one no longer
// shows its å. Terms are indexed under all their variants and a query is folded
// once, so "søvn", "soevn" and "sovn" all meet, and so do "Århus", "aarhus" and
// "arhus".
func Variants(term string) []string {
	var buf [fewGlyphs]glyph
	gs := read(buf[:0], term)
	primary := join(words(gs, glyph.append))
	all := []string{primary, join(words(gs, glyph.appendSpelled)), Collapse(primary)}
	var distinct []string
	for _, v := range all {
		if v != "" && !slices.Contains(distinct, v) {
			distinct = append(distinct, v)
		}
	}
	return distinct
}

// Collapse gives folded text with aa, ae, oe and ue read as the one letter they
// may stand for: "koebenhavn" and "kobenhavn" are both "kobenhavn".
//
// It is cruder than [Variants], because "Goes" becomes "gos": it is meant for both
// sides of a comparison that then prefers the uncollapsed match.
func Collapse(folded string) string {
	if !strings.Contains(folded, "aa") && !strings.ContainsRune(folded, 'e') {
		return folded
	}
	out := make([]byte, 0, len(folded))
	for i := 0; i < len(folded); i++ {
		c := folded[i]
		if len(out) > 0 && pair(out[len(out)-1], c) {
			continue
		}
		out = append(out, c)
	}
	if len(out) == len(folded) {
		return folded
	}
	return string(out)
}

// pair tells whether b after a only spells out the letter a stands for.
func pair(a, b byte) bool {
	switch a {
	case 'a':
		return b == 'a' || b == 'e'
	case 'o', 'u':
		return b == 'e'
	}
	return false
}

func join(tokens []Token) string {
	switch len(tokens) {
	case 0:
		return ""
	case 1:
		return tokens[0].Text
	}
	var b strings.Builder
	for i, t := range tokens {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(t.Text)
	}
	return b.String()
}
