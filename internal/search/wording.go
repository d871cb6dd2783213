package search

import (
	"unicode/utf8"

	"walkin/internal/directory"
)

// wordWanted is a word that an entry may have in one of its texts, and
// everything that counts as having it.
type wordWanted struct {
	folded  string
	stems   map[string]string // by language; a language in which it means nothing has none
	lookups []termLookup
	means   int // the number of the topics that it means by itself, from 1; 0 for none
}

// termLookup is one term of the index that counts as having a word, with the
// class of such a match.
type termLookup struct {
	field, term string
	as          class
}

// keep makes a word one that the index looks up, if it carries meaning.
func (u *understanding) keep(i int) error {
	w := u.text.words[i]
	if u.x.stop(w, u.text.lang) || len(u.question.words) == directory.MaxTerms {
		return nil
	}
	wanted := wordWanted{folded: w.folded, stems: w.stems}
	if err := u.look(&wanted, i == len(u.text.words)-1); err != nil {
		return err
	}
	u.question.words = append(u.question.words, wanted)
	return nil
}

// mention makes the words of a meaning ones that an entry may mention.
func (u *understanding) mention(from, to, means int, deny bool) error {
	for i := from; i < to && !deny; i++ {
		if w := u.text.words[i]; !u.x.stop(w, u.text.lang) && len(u.question.mentions) < directory.MaxTerms {
			wanted := wordWanted{folded: w.folded, stems: w.stems, means: means}
			if err := u.look(&wanted, false); err != nil {
				return err
			}
			u.question.mentions = append(u.question.mentions, wanted)
		}
	}
	return nil
}

// maxPrefixTerms bounds how many words of the index one half-typed word may
// stand for.
const maxPrefixTerms = 64

// minPrefix is the shortest word, in letters, that is read as a beginning.
const minPrefix = 3

// look lists the terms that count as having a word: the word itself, its
// inflections in each language, the compounds that it is a part of, and, for
// the last word of a text, the names that it is the beginning of.
func (u *understanding) look(w *wordWanted, last bool) error {
	w.lookups = append(w.lookups, termLookup{fieldWord, w.folded, classWord})
	for l, stem := range w.stems {
		as := classOther
		if l == u.text.lang {
			as = classWord
		}
		w.lookups = append(w.lookups, termLookup{fieldStem + l, stem, as})
	}
	for _, l := range compounding {
		if base, ok := lexiconOf(l).base(w.folded); ok {
			as := classOther
			if l == u.text.lang {
				as = classWord
			}
			w.lookups = append(w.lookups, termLookup{fieldPart + l, base, as})
		}
	}
	if !last || utf8.RuneCountInString(w.folded) < minPrefix {
		return nil
	}
	names, err := u.s.words.withPrefix(fieldName, w.folded, maxPrefixTerms)
	for _, name := range names {
		w.lookups = append(w.lookups, termLookup{fieldName, name, classPrefix})
	}
	return err
}
