package fold

import "unicode"

// A Token is one word of a text.
type Token struct {
	Text       string // folded, without apostrophes; never empty
	Start, End int    // byte offsets into the original text, for highlighting
}

// Tokens gives the folded words of s.
//
// A word is a run of letters and digits; everything else separates. An apostrophe
// inside a word is dropped ("can't" is "cant"), one at its edge separates
// ("'s-Hertogenbosch" is "s", "hertogenbosch"). An "@" before a word is read as the
// word "at", so that "@ease" and "at ease" are the same. Tokens of [Text] of s are the
// Tokens of s.
func Tokens(s string) []string {
	tokens := Tokenize(s)
	if len(tokens) == 0 {
		return nil
	}
	texts := make([]string, len(tokens))
	for i, t := range tokens {
		texts[i] = t.Text
	}
	return texts
}

// Tokenize gives the words of s as [Tokens] does, each with its place in s.
func Tokenize(s string) []Token {
	var buf [fewGlyphs]glyph
	return words(read(buf[:0], s), glyph.append)
}

// words cuts glyphs into tokens, each glyph folded by fold.
func words(gs []glyph, fold func(glyph, []byte) []byte) []Token {
	var (
		tokens []Token
		word   []byte
	)
	for i := 0; i < len(gs); {
		if g := gs[i]; !inWord(g.r) {
			if g.r == '@' && letterAt(gs, i+1) && !wordAt(gs, i-1) {
				tokens = append(tokens, Token{Text: "at", Start: g.start, End: g.end})
			}
			i++
			continue
		}
		first := i
		word = word[:0]
		for ; wordAt(gs, i) || insideApostrophe(gs, i); i++ {
			if gs[i].r != '\'' {
				word = fold(gs[i], word)
			}
		}
		tokens = append(tokens, Token{Text: string(word), Start: gs[first].start, End: gs[i-1].end})
	}
	return tokens
}

// insideApostrophe tells whether glyph i is an apostrophe between two letters or
// digits; glyph i-1 is known to be in a word.
func insideApostrophe(gs []glyph, i int) bool {
	return i < len(gs) && gs[i].r == '\'' && gs[i-1].r != '\'' && wordAt(gs, i+1)
}

func wordAt(gs []glyph, i int) bool {
	return 0 <= i && i < len(gs) && inWord(gs[i].r)
}

func letterAt(gs []glyph, i int) bool {
	return i < len(gs) && unicode.IsLetter(gs[i].r)
}
