package search

import (
	"slices"
	"strings"
	"unicode/utf8"

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

// topicWanted is a part of the text that means topics; an entry meets it with
// any of them or what is below them.
type topicWanted struct {
	ids     []string // as meant
	under   map[string]bool
	related map[string]uint8 // what is above it, and for a trouble somebody to talk to, with what is missing then
	as      class
	// weight is how much is missing where it is missing: who asks for "advice
	// for girls" misses girls more than advice.
	weight uint8
}

// Weights of what was asked. They follow from the taxonomy alone, so that the
// order of results does not change with the catalogue.
const (
	weightNone      uint8 = 0 // young people: everything here is for them
	weightPractical uint8 = 1 // free, open in the evening; a group; somewhere to be
	weightBroad     uint8 = 2 // a topic with others below it: somebody to talk to
	weightSpecific  uint8 = 6 // a topic with none: girls
)

// anyone are the topics for whom the whole directory is.
var anyone = []string{"target_group", "teens", "young_adults"}

// general are topics that say little beside another: "a group for girls".
var general = []string{"practical", "support_group", "hangout", "activity", "talk_to_someone", "online_chat"}

// weightOf weighs a topic.
func weightOf(taxonomy *directory.Taxonomy, topic *directory.Topic) uint8 {
	switch {
	case slices.Contains(anyone, topic.ID):
		return weightNone
	case topic.Parent == "practical", slices.Contains(general, topic.ID):
		return weightPractical
	case len(taxonomy.Children(topic.ID)) > 0:
		return weightBroad
	default:
		return weightSpecific
	}
}

// wordWanted is a word that an entry may have in one of its texts, and
// everything that counts as having it.
type wordWanted struct {
	folded  string
	stems   map[string]string // by language; a language in which it means nothing has none
	lookups []termLookup
}

// termLookup is one term of the index that counts as having a word, with the
// class of such a match.
type termLookup struct {
	field, term string
	as          class
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

// speaks reads a language in some words as one that should be spoken. Who wants
// to learn it names it too, and is answered by a topic.
func (u *understanding) speaks(from, to int, deny bool) (found bool) {
	for i := from; i < to; i++ {
		tag := lexiconOf(u.text.lang).languages[u.text.folded[i]]
		if tag == "" || deny || to-from > 1 && u.terms.in(u.text.lang, u.text.folded[from:], u.text.common[from:]).about() != spoken {
			continue
		}
		u.question.topics = append(u.question.topics, topicWanted{
			under: map[string]bool{spokenIn + tag: true}, as: classWord, weight: weightSpecific,
		})
		found = true
	}
	return found
}

// spoken is the topic of places where other languages are spoken, and spokenIn
// begins what an entry meets by a language that is spoken there.
const (
	spoken   = "other_languages"
	spokenIn = "spoken:"
)

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

// want adds a meaning, or denies it, unless the text has said the same before.
func (u *understanding) want(m meaning, deny bool) {
	wanted := topicWanted{under: make(map[string]bool), related: make(map[string]uint8), as: m.as}
	if u.slips {
		wanted.as = max(wanted.as, classTypo)
	}
	for _, topic := range m.topics {
		if !slices.Contains(wanted.ids, topic.ID) {
			wanted.ids = append(wanted.ids, topic.ID)
			wanted.weight = max(wanted.weight, weightOf(u.s.taxonomy, topic))
		}
		for _, id := range u.s.taxonomy.Under(topic.ID) {
			wanted.under[id] = true
		}
	}
	for _, topic := range m.topics {
		wanted.relate(u.s.taxonomy, topic)
	}
	if wanted.weight == weightNone {
		return
	}
	if deny {
		if u.question.denied == nil {
			u.question.denied = make(map[string]bool)
		}
		for id := range wanted.under {
			u.question.denied[id] = true
		}
		return
	}
	for i := range u.question.topics {
		if slices.Equal(u.question.topics[i].ids, wanted.ids) {
			u.question.topics[i].as = min(u.question.topics[i].as, wanted.as)
			return
		}
	}
	u.question.topics = append(u.question.topics, wanted)
}

// relate adds, with how much is still missing, what helps with a topic where nothing is about the topic itself:
// a place for the topics above it, and for any trouble a place where somebody
// listens.
func (w *topicWanted) relate(taxonomy *directory.Taxonomy, topic *directory.Topic) {
	// A relative is missing more than a broad topic would be, so that a place
	// which is about the matter comes before one that is not.
	near, further := (w.weight+1)/2, (2*w.weight+2)/3
	for parent := topic.Parent; parent != ""; parent = taxonomy.Topic(parent).Parent {
		w.related[parent] = further
		if taxonomy.Topic(parent).Parent != "" {
			w.related[parent] = near
		}
	}
	if topic.Kind == directory.TopicAbout {
		w.related[listens] = near
		for _, id := range listening {
			w.related[id] = further
		}
	}
}

// listens is what a house meets that is there to listen: headspace, @ease, JAC.
const listens = "listens"

// listening are the topics of places that listen to whatever it is.
var listening = []string{"talk_to_someone", "mental_wellbeing"}

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
func (u *understanding) mention(from, to int, deny bool) error {
	for i := from; i < to && !deny; i++ {
		if w := u.text.words[i]; !u.x.stop(w, u.text.lang) && len(u.question.mentions) < directory.MaxTerms {
			wanted := wordWanted{folded: w.folded, stems: w.stems}
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

// town is a town in a text.
type town struct {
	words  int
	places []geo.Place
	sure   bool // it stands where only a town would
}

// maxTownWords is the longest name of a town that is read, in words.
const maxTownWords = 4

// minTown is how many inhabitants a town must have to be read in a text that
// does not say that a town follows.
const minTown = 1000

// townAt reads a town at a word. Behind "in" and its like any name counts;
// elsewhere only one of some size that is no ordinary word.
func (u *understanding) townAt(i int) town {
	if !u.towns || u.x.options.Gazetteer == nil || len(u.question.places) > 0 {
		return town{}
	}
	lexicon := lexiconOf(u.text.lang)
	if places := u.postcodeAt(i); len(places) > 0 {
		return town{1, places, true}
	}
	announced := i > 0 && lexicon.at[u.text.folded[i-1]]
	for n := min(maxTownWords, len(u.text.words)-i); n > 0; n-- {
		words := u.text.folded[i : i+n]
		if n == 1 && (utf8.RuneCountInString(words[0]) < 2 || lexicon.at[words[0]]) {
			continue
		}
		places := u.x.options.Gazetteer.Named(words, u.country, maxTowns)
		if len(places) == 0 {
			continue
		}
		ordinary := n == 1 && (lexicon.noTown[words[0]] || u.x.stop(u.text.words[i], u.text.lang))
		if !announced && (ordinary || places[0].Population < minTown) {
			continue
		}
		if announced && ordinary && places[0].Population < 5*minTown {
			continue
		}
		return town{n, likeliest(places), announced || n > 1}
	}
	return town{}
}

// postcodeAt reads four digits as a postcode of the page's country, or of the
// others where that has none.
func (u *understanding) postcodeAt(i int) []geo.Place {
	w := u.text.folded[i]
	if len(w) != 4 || strings.Trim(w, "0123456789") != "" || len(u.text.words) == 1 {
		return nil
	}
	return slices.DeleteFunc(u.x.options.Gazetteer.Find(w, u.country, maxTowns), func(p geo.Place) bool {
		return p.Kind != geo.KindPostcode || !slices.Contains(listed, p.Country)
	})
}

// listed are the countries of the directory.
var listed = []string{"DK", "NL", "BE"}

// likeliest puts the largest town first where the one that the country puts
// first is a hamlet beside it: "Mechelen" is the city in Belgium, in the
// Netherlands too.
func likeliest(places []geo.Place) []geo.Place {
	largest := 0
	for i, p := range places {
		if p.Population > places[largest].Population {
			largest = i
		}
	}
	if places[0].Population*10 >= places[largest].Population {
		return places
	}
	first := places[largest]
	return append([]geo.Place{first}, slices.Delete(slices.Clone(places), largest, largest+1)...)
}

// maxTowns is how many towns of one name are told apart.
const maxTowns = 6

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
