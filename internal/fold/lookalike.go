package fold

import (
	"unicode"
	"unicode/utf8"
)

// Look-alikes in pairs, the foreign letter first: a small part of the confusables
// of Unicode Technical Standard 39.
//
// A word of letters that are all in alike cannot be told from a Latin one in
// either case. The letters in nearlyAlike pass for Latin ones in the middle of a
// Latin word, or in capitals only.
const (
	cyrillicAlike       = "аaеeоoрpсcуyхxіiјjѕsԁdһhԛqԝwӏlѵvүy"
	cyrillicNearlyAlike = "кkмmтtВBНHАAЕEОOРPСCУYХXІIЈJЅSКKМMТT"
	greekAlike          = "οoνvϲcϳj"
	greekNearlyAlike    = "αaρpυuιiκkτtχxγyηnεeωwμuΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧX"
)

// toCyrillic are the Latin letters that pass for Cyrillic ones. It holds for the
// Ukrainian keyboard's commonest slip, a Latin i in "вiн".
const toCyrillic = "aаeеoоpрcсyуxхiіkкmмtт"

var (
	alike     = pairs(cyrillicAlike + greekAlike)
	looks     = pairs(cyrillicAlike + greekAlike + cyrillicNearlyAlike + greekNearlyAlike)
	cyrillics = pairs(toCyrillic)
)

func pairs(s string) map[rune]rune {
	m := make(map[rune]rune)
	var from rune
	for _, r := range s {
		if from == 0 {
			from = r
			continue
		}
		m[from] = r
		from = 0
	}
	return m
}

// unmix makes every word of the text readable in one script, in place. A word
// without Cyrillic or Greek letters is left alone, and so is a Ukrainian, Russian
// or Greek word that has no letter of another script and at least one of its own
// that could not be Latin.
func unmix(gs []glyph) {
	for i := 0; i < len(gs); {
		if !inWord(gs[i].r) {
			i++
			continue
		}
		start, foreign := i, false
		for ; i < len(gs) && inWord(gs[i].r); i++ {
			foreign = foreign || gs[i].r > 0x36f && unicode.In(gs[i].r, unicode.Cyrillic, unicode.Greek)
		}
		if foreign {
			unmixGreek(gs[start:i])
			unmixCyrillic(gs[start:i])
		}
	}
}

func inWord(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r|0x20 && r|0x20 <= 'z' || '0' <= r && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r)
}

// unmixGreek reads the Greek letters of a mixed word as Latin ones. Greek is no
// language of the interface, so a mixed word is never read as Greek.
func unmixGreek(word []glyph) {
	mixed, all := false, true
	for _, g := range word {
		switch {
		case !unicode.Is(unicode.Greek, g.r):
			mixed = mixed || unicode.IsLetter(g.r)
		case alike[unicode.ToLower(g.r)] == 0:
			all = false
		}
	}
	if !mixed && !all {
		return
	}
	for i, g := range word {
		if unicode.Is(unicode.Greek, g.r) {
			word[i].r = latinLook(g.r)
		}
	}
}

// unmixCyrillic reads a word of Latin and Cyrillic letters in one of the two: in
// Latin if every Cyrillic letter could be Latin in either case; else in the script
// that has a letter with no counterpart, Latin first ("sеlvмord", "Kиїв"); else in
// the script of most letters.
func unmixCyrillic(word []glyph) {
	var latins, others int
	allAlike, onlyLatin, onlyCyrillic := true, false, false
	for _, g := range word {
		switch {
		case unicode.Is(unicode.Latin, g.r):
			latins++
			onlyLatin = onlyLatin || cyrillicReading(g.r) == ""
		case unicode.Is(unicode.Cyrillic, g.r):
			others++
			allAlike = allAlike && alike[unicode.ToLower(g.r)] != 0
			onlyCyrillic = onlyCyrillic || latinLook(g.r) == g.r
		}
	}
	if others == 0 {
		return
	}
	if allAlike || onlyLatin || !onlyCyrillic && latins >= others {
		for i, g := range word {
			if unicode.Is(unicode.Cyrillic, g.r) {
				word[i].r = latinLook(g.r)
			}
		}
		return
	}
	for i, g := range word {
		if unicode.Is(unicode.Latin, g.r) {
			word[i].text = cyrillicReading(g.r)
		}
	}
}

// latinLook gives the Latin letter that r passes for, in the case in which it
// does, or r itself. A mark does not hide it: ї passes for ï.
func latinLook(r rune) rune {
	for _, c := range [...]rune{r, unicode.ToLower(r), base(unicode.ToLower(r))} {
		if look, ok := looks[c]; ok {
			return look
		}
	}
	return r
}

// cyrillicReading gives the Cyrillic letters that a Latin letter passes for once
// it is folded, "" if it passes for none.
func cyrillicReading(r rune) string {
	switch r {
	case 'B':
		return "в"
	case 'H':
		return "н"
	case 'ï', 'Ï':
		return "ї"
	}
	var out []rune
	for _, c := range latin(r) {
		look, ok := cyrillics[c]
		if !ok {
			return ""
		}
		out = append(out, look)
	}
	return string(out)
}
