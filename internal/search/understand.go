package search

import (
	"slices"
	"strings"

	"walkin/internal/directory"
	"walkin/internal/fold"
	"walkin/internal/geo"
)

// question is what a text was understood as: topics first, then a town, then
// the words that remain.
type question struct {
	topics    []topicWanted
	denied    map[string]bool // topics that are not wanted: "uden alkohol"
	words     []wordWanted
	mentions  []wordWanted // words that mean a topic; an entry that has them in its text shows it all the more
	notNamed  []string     // words of names that are not wanted: "not headspace"
	tokens    []string     // all words of the text as understood, folded
	name      []string     // the same, collapsed, to compare with names
	brand     bool         // the text is one word that is only a name: "OverKop"
	places    []geo.Place  // the town in the text, best first
	corrected string       // the text as understood, where a word was misspelled
}

// understanding is a text on its way to a question.
type understanding struct {
	x        *Index
	s        *snapshot
	text     text
	terms    *thesaurus
	country  string // whose towns come first
	towns    bool   // whether a town may be read
	question question
	slips    bool // a word was misspelled
}

// understand reads a text: the thesaurus all of it, longest phrase first, the
// page's language before others; then towns; the index the first
// directory.MaxTerms of the words that remain. A word that nobody knows is
// taken apart, or for a slip.
func (x *Index) understand(s *snapshot, q directory.Query) (question, error) {
	if q.Text == "" {
		return question{}, nil
	}
	u := &understanding{x: x, s: s, terms: s.thesaurus, text: x.read(q.Text, q.Lang), towns: !q.IgnoreTown}
	if q.BeyondCrisis {
		u.terms = s.beyond
	}
	u.country = countryOf(q)
	if err := u.mend(); err != nil {
		return question{}, err
	}
	u.question.tokens = u.text.folded
	u.question.name = collapsed(slices.Clone(u.text.folded))
	u.question.brand = u.isBrand()
	if u.slips {
		u.question.corrected = strings.Join(u.text.folded, " ")
	}
	lexicon := lexiconOf(q.Lang)
	deny := false
	for i := 0; i < len(u.text.words); {
		m, town := u.meaningAt(i), u.townAt(i)
		switch {
		case len(town.places) > 0 && town.words >= m.words && (m.words == 0 || town.sure):
			u.question.places = town.places
			i += town.words
		case m.words > 0:
			u.speaks(i, i+m.words, deny)
			if deny && m.words == 1 && m.about() == listening[0] {
				u.question.notNamed = append(u.question.notNamed, fold.Collapse(u.text.folded[i]))
			} else {
				u.want(m, deny)
			}
			if err := u.mention(i, i+m.words, deny); err != nil {
				return question{}, err
			}
			deny = false
			i += m.words
		case lexicon.not[u.text.folded[i]]:
			deny = true
			i++
		case u.speaks(i, i+1, deny):
			i++
		case deny && !x.stop(u.text.words[i], q.Lang):
			deny = false
			i++
		default:
			if err := u.keep(i); err != nil {
				return question{}, err
			}
			i++
		}
	}
	return u.question, nil
}

// isBrand says whether the text is a single word that means nothing else, or
// just somebody to talk to, as the names of the large networks do.
func (u *understanding) isBrand() bool {
	if len(u.text.words) != 1 {
		return false
	}
	for _, l := range compounding {
		if lexiconOf(l).parts[u.text.folded[0]] {
			return false
		}
	}
	m := u.meaningAt(0)
	return m.words == 0 || m.about() == listening[0]
}

// countryOf is whose towns a text names most likely.
func countryOf(q directory.Query) string {
	switch {
	case q.Country != "":
		return q.Country
	case q.Near != nil && q.Near.Place != nil:
		return q.Near.Place.Country
	default:
		return q.Home
	}
}

// meaningAt gives what the words from one on mean: in the page's language, else
// in another that has a longer term, or any at all. A single word of another
// language does not count where it is an ordinary one here.
func (u *understanding) meaningAt(i int) meaning {
	words := u.text.folded[i:]
	best := u.terms.in(u.text.lang, words, u.text.common[i:])
	ordinary := lexiconOf(u.text.lang).foreign[words[0]] || u.x.stop(u.text.words[i], u.text.lang)
	for _, lang := range u.terms.others(u.text.lang) {
		m := u.terms.in(lang, words, words)
		if m.words > best.words && (m.words > 1 || !ordinary) {
			m.as = classOther
			best = m
		}
	}
	return best
}

// topicIDs lists the topics understood, each once.
func (q *question) topicIDs() []string {
	var ids []string
	for _, t := range q.topics {
		for _, id := range t.ids {
			if !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	return ids
}

// empty says whether nothing was asked in words.
func (q *question) empty() bool { return len(q.topics) == 0 && len(q.words) == 0 }
