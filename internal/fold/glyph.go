package fold

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A glyph is one character of the text as a reader sees it: a rune in NFKC, its
// case kept, and the bytes of the original that it came from. White space is ' '.
type glyph struct {
	r          rune
	text       string // what r folds to, if unmix has decided it
	start, end int    // byte offsets into the original
}

// maxMarks is how many combining marks (or other runes that lean on the one
// before) a glyph may have. No orthography uses more than four; the rest is
// decoration or an attack.
const maxMarks = 8

// appendGlyphs reads s as glyphs. Every glyph that has to be put together from several
// runes is normalised by itself, which keeps the offsets and bounds the work.
func appendGlyphs(out []glyph, s string) []glyph {
	if cap(out) < len(s) {
		out = make([]glyph, 0, len(s))
	}
	var buf []byte
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		end := i + size
		if composed(r) && (end == len(s) || s[end] < firstLeaning) {
			if g, ok := visible(r); ok {
				out = append(out, glyph{r: g, start: i, end: end})
			}
			i = end
			continue
		}
		buf = buf[:0]
		if !invisible(r) {
			buf = utf8.AppendRune(buf, apostrophe(r))
		}
		for marks := 0; end < len(s); {
			r, size := utf8.DecodeRuneInString(s[end:])
			if hidden := invisible(r); !hidden {
				if !leans(r, s[end:]) {
					break
				}
				if marks++; marks <= maxMarks {
					buf = utf8.AppendRune(buf, r)
				}
			}
			end += size
		}
		out = appendNormal(out, buf, i, end)
		i = end
	}
	return out
}

// firstLeaning is the first byte of U+0300, the first rune that can lean on the
// one before it.
const firstLeaning = 0xcc

// composed tells whether r is sure to be its own NFKC: ASCII, Latin-1 letters and
// the first of Latin Extended-A.
func composed(r rune) bool {
	return r < utf8.RuneSelf || 'À' <= r && r <= 'ı'
}

// appendNormal adds the glyphs of one normalised cluster. A mark that did not
// compose with its letter is dropped where marks only decorate or help reading
// (a stress mark on а, an Arabic vowel sign) and kept where they are letters.
func appendNormal(out []glyph, cluster []byte, start, end int) []glyph {
	if !norm.NFKC.IsNormal(cluster) {
		cluster = norm.NFKC.Bytes(cluster)
	}
	var base rune
	for len(cluster) > 0 {
		r, size := utf8.DecodeRune(cluster)
		cluster = cluster[size:]
		if unicode.IsMark(r) {
			if keepsMarks(base) {
				out = append(out, glyph{r: r, start: start, end: end})
			}
			continue
		}
		if g, ok := visible(r); ok {
			base = r
			out = append(out, glyph{r: g, start: start, end: end})
		}
	}
	return out
}

// visible gives the form of a rune that counts, and whether it is seen at all.
func visible(r rune) (rune, bool) {
	if unicode.IsSpace(r) {
		return ' ', true
	}
	return apostrophe(r), !invisible(r)
}

// invisible tells whether a rune takes part in no word that a reader sees: format
// characters (zero width, bidi control, soft hyphen, byte order mark, tags),
// variation selectors, fillers, the tatweel that only stretches an Arabic word, and
// the control characters that are not space.
func invisible(r rune) bool {
	if r < utf8.RuneSelf {
		return (r < ' ' || r == 0x7f) && !unicode.IsSpace(r)
	}
	return r == 'ـ' ||
		unicode.In(r, unicode.Cf, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point) ||
		unicode.IsControl(r) && !unicode.IsSpace(r)
}

// leans tells whether r, the first rune of rest, belongs to the glyph before it: a
// combining mark, or a part of a Hangul syllable.
func leans(r rune, rest string) bool {
	if r < 0x300 {
		return false
	}
	return unicode.IsMark(r) || compatibilityJamo(r) || !norm.NFKC.PropertiesString(rest).BoundaryBefore()
}

// compatibilityJamo tells whether r is a letter of Hangul from an old character
// set, of full or half width. NFKC makes of some of them a vowel or an end of a
// syllable, which composes with what stands before it; package norm looks at them
// before that, and counts none of them. They are read together, all of them.
func compatibilityJamo(r rune) bool {
	return '\u3131' <= r && r <= '\u318e' || '\uffa0' <= r && r <= '\uffdc'
}

// keepsMarks tells whether a combining mark after base changes the word.
func keepsMarks(base rune) bool {
	return unicode.IsLetter(base) &&
		!unicode.In(base, unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Arabic, unicode.Hebrew)
}

// apostrophe maps the characters that people type for an apostrophe. It runs
// before NFKC, which would make a space with an accent of ´.
func apostrophe(r rune) rune {
	switch r {
	case '’', '‘', '‛', '`', '´', 'ʼ', 'ʻ', 'ʹ', 'ˈ', '′', '＇', '｀', '\u1fef', '\u1ffd', '\u0374':
		return '\''
	}
	return r
}
