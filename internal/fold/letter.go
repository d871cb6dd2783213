package fold

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// append adds the folded form of a glyph to dst.
func (g glyph) append(dst []byte) []byte {
	switch {
	case g.text != "":
		return append(dst, g.text...)
	case g.r < utf8.RuneSelf:
		if 'A' <= g.r && g.r <= 'Z' {
			g.r += 'a' - 'A'
		}
		return append(dst, byte(g.r))
	case g.r < firstRare:
		return append(dst, common[g.r]...)
	case unicode.Is(unicode.Latin, g.r):
		return append(dst, latin(g.r)...)
	}
	return utf8.AppendRune(dst, lower(g.r))
}

// appendSpelled is append with å, ø, æ, ä, ö and ü spelled out.
func (g glyph) appendSpelled(dst []byte) []byte {
	switch unicode.ToLower(g.r) {
	case 'å':
		return append(dst, "aa"...)
	case 'æ', 'ä':
		return append(dst, "ae"...)
	case 'ø', 'ö':
		return append(dst, "oe"...)
	case 'ü':
		return append(dst, "ue"...)
	}
	return g.append(dst)
}

// undecomposed are the Latin letters whose stroke, hook or ligature Unicode does
// not decompose, in lower case.
var undecomposed = map[rune]string{
	'æ': "ae", 'œ': "oe", 'ø': "o", 'ß': "ss", 'þ': "th", 'ð': "d",
	'đ': "d", 'ɖ': "d", 'ɗ': "d", 'ħ': "h", 'ı': "i", 'ɨ': "i", 'ɩ': "i", 'ɪ': "i",
	'ȷ': "j", 'ĸ': "k", 'ƙ': "k", 'ł': "l", 'ƚ': "l", 'ŋ': "n", 'ɲ': "n", 'ɵ': "o",
	'ŧ': "t", 'ƀ': "b", 'ɓ': "b", 'ƈ': "c", 'ȼ': "c", 'ɛ': "e", 'ə': "e", 'ǝ': "e", 'ɇ': "e",
	'ƒ': "f", 'ɡ': "g", 'ɠ': "g", 'ǥ': "g", 'ɔ': "o", 'ƥ': "p", 'ɍ': "r", 'ȿ': "s",
	'ƭ': "t", 'ʉ': "u", 'ʋ': "v", 'ɑ': "a", 'ɐ': "a", 'ⱥ': "a", 'ⱦ': "t", 'ɏ': "y", 'ƴ': "y",
	'ƶ': "z", 'ȥ': "z",
}

// common holds the folded form of every rune before firstRare: Latin-1 and Latin
// Extended-A, where nearly all letters of our languages are.
var common = func() (table [firstRare]string) {
	for r := range table {
		table[r] = latin(rune(r))
	}
	return table
}()

const firstRare = 0x180

// latin gives the plain letters for a Latin letter of any case.
func latin(r rune) string {
	r = unicode.ToLower(r)
	if plain, ok := undecomposed[r]; ok {
		return plain
	}
	b := base(r)
	if plain, ok := undecomposed[b]; ok {
		return plain
	}
	return string(b)
}

// base gives a letter without its diacritics.
func base(r rune) rune {
	var buf [utf8.UTFMax]byte
	n := utf8.EncodeRune(buf[:], r)
	if d := norm.NFD.Properties(buf[:n]).Decomposition(); d != nil {
		r, _ = utf8.DecodeRune(d)
	}
	return r
}

// lower gives the folded form of a letter that is not Latin.
//
// The Arabic letters are those of Lucene's ArabicNormalizer: the seat of a hamza
// on alef, the dotless yeh and the teh marbuta are left out or mixed up in
// everyday writing. The digits are Arabic-Indic: a postcode may be typed in them.
func lower(r rune) rune {
	switch {
	case 'آ' <= r && r <= 'أ', r == 'إ', r == 'ٱ':
		return 'ا'
	case r == 'ى':
		return 'ي'
	case r == 'ة':
		return 'ه'
	case '٠' <= r && r <= '٩':
		return '0' + r - '٠'
	case '۰' <= r && r <= '۹':
		return '0' + r - '۰'
	case r == 'ς':
		return 'σ'
	}
	return unicode.ToLower(r)
}
