package search

import (
	"slices"
	"unicode/utf8"

	"walkin/internal/fold"
)

// mend puts right what the text's words are: words that belong together are
// joined ("over kop"), a compound that nobody knows is taken apart
// ("angstproblemer"), and a word that nobody knows at all is taken for a slip.
func (u *understanding) mend() error {
	t := &u.text
	for i := 0; i < len(t.words); i++ {
		if u.join(i) {
			continue
		}
		known, err := u.known(i)
		if err != nil {
			return err
		}
		if known {
			continue
		}
		if parts := lexiconOf(t.lang).split(t.folded[i]); parts != nil {
			u.replace(i, i+1, parts...)
			i += len(parts) - 1
			continue
		}
		meant, err := u.meant(t.folded[i])
		if err != nil {
			return err
		}
		if meant != "" {
			u.replace(i, i+1, meant)
			u.slips = true
		}
	}
	return nil
}

// minJoined is the shortest name or term, in letters, that is found across a space.
const minJoined = 6

// join makes one word of two that are a name or a term when written together,
// and no term when not.
func (u *understanding) join(i int) bool {
	if i+1 >= len(u.text.words) || u.meaningAt(i).words > 1 {
		return false
	}
	both := joined(u.text.folded[i : i+2])
	if utf8.RuneCountInString(both) < minJoined {
		return false
	}
	if term := u.terms.in(u.text.lang, []string{both}, nil); term.words == 0 {
		if has, err := u.s.words.has(fieldName, both); err != nil || !has {
			return false
		}
	}
	u.replace(i, i+2, both)
	return true
}

// known says whether a word is one: of the thesaurus, of any text of the
// directory, without meaning, a number, or a town's name.
func (u *understanding) known(i int) (bool, error) {
	w := u.text.words[i]
	if u.x.stop(w, u.text.lang) || !spellable(w.folded) {
		return true, nil
	}
	lexicon := lexiconOf(u.text.lang)
	if lexicon.not[w.folded] || lexicon.at[w.folded] || u.meaningAt(i).words > 0 {
		return true, nil
	}
	for lang := range u.terms.byLang {
		common := w.folded
		if stem, ok := w.stems[lang]; ok {
			common = fold.Text(stem)
		}
		if u.terms.knows(lang, w.folded, common) {
			return true, nil
		}
	}
	if u.townAt(i).words > 0 {
		return true, nil
	}
	if has, err := u.s.words.has(fieldWord, w.folded); has || err != nil {
		return has, err
	}
	for l, stem := range w.stems {
		if has, err := u.s.words.has(fieldStem+l, stem); has || err != nil {
			return has, err
		}
	}
	return false, nil
}

// spellable says whether a word can be misspelled: numbers and short words
// cannot, since nearly everything is near them.
func spellable(w string) bool {
	if utf8.RuneCountInString(w) < minSpelled {
		return false
	}
	for _, r := range w {
		if r >= '0' && r <= '9' {
			return false
		}
	}
	return true
}

// How many slips a word may have: none below minSpelled letters, one up to
// eight, two from nine on.
const (
	minSpelled = 5
	twiceWrong = 9
)

// meant gives what a word that nobody knows may be a slip of: with as few
// slips as can be: a term of the page's language, a name, a term of another
// language; "" for nothing.
func (u *understanding) meant(w string) (string, error) {
	names, err := u.s.words.namesLike(w)
	if err != nil {
		return "", err
	}
	most := 1
	if utf8.RuneCountInString(w) >= twiceWrong {
		most = 2
	}
	var own []string
	if terms := u.terms.byLang[u.text.lang]; terms != nil {
		own = terms.spelling.Within(w, most)
	}
	if len(own) > 0 {
		return u.tellsMost(own, u.text.lang), nil
	}
	if found := names.Within(w, most); len(found) > 0 {
		return found[0], nil
	}
	for _, lang := range u.terms.others(u.text.lang) {
		if found := u.terms.byLang[lang].spelling.Within(w, most); len(found) > 0 {
			return u.tellsMost(found, lang), nil
		}
	}
	return "", nil
}

// tellsMost gives the first word, the nearest being first, that is a term by
// itself; else the first.
func (u *understanding) tellsMost(words []string, lang string) string {
	for _, w := range words {
		if u.terms.in(lang, []string{w}, nil).words > 0 {
			return w
		}
	}
	return words[0]
}

// replace puts words in the place of the words from one to another.
func (u *understanding) replace(from, to int, with ...string) {
	t := &u.text
	mended := make([]word, len(with))
	common := slices.Clone(with)
	for i, w := range with {
		// The new word is read alone: what stands beside it has no part in its
		// stems.
		alone := u.x.read(w, t.lang)
		if len(alone.words) == 1 {
			mended[i], common[i] = alone.words[0], alone.common[0]
		} else {
			mended[i] = word{folded: w, stems: map[string]string{}}
		}
	}
	t.words = slices.Replace(t.words, from, to, mended...)
	t.folded = slices.Replace(slices.Clone(t.folded), from, to, with...)
	t.common = slices.Replace(slices.Clone(t.common), from, to, common...)
}
