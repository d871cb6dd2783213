package sample

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"walkin/internal/directory"
)

// language is what names and texts of one language are put together from.
// Lists of words stand in order of frequency.
//
// Templates have these slots; one with a capital gives a word with a capital:
//
//	{noun} {verb} {adjective}  a word
//	{compound}                 a word made of two or three: "musikværksted"
//	{pair}                     words that are often asked for together
//	{topic}                    a label of one of the entry's topics, or a term
//	{house}                    a word for a place of its kind
//	{name} {root}              an invented name: "Svalereden", "Svale"
//	{street} {town}            where it is
type language struct {
	tag string

	nouns, verbs, adjectives  []string
	firsts, lasts             []string // the parts of compounds
	space                     string   // between the parts
	pairs                     []string
	roots, nests              []string // the parts of invented names
	streetFirsts, streetLasts []string

	houses []house // the most usual first

	centres, titles, organisations, helplines []string // templates of names
	networks                                  []string // names, two
	sentences                                 []string // templates of descriptions
	doubts, closed                            []string // notes on hours
}

// house is how places of a kind are called.
type house struct {
	kind  directory.CentreKind
	names []string
}

// Descriptions have 20 to 80 words: sentences are added until there are as
// many as wanted. No sentence has more than the difference to 80.
const (
	fewestWords = 20
	mostWanted  = 60
)

// scribe writes the names and texts of one entry.
type scribe struct {
	dice
	words  *language
	topics []*directory.Topic
	terms  map[string]map[string][]string // by language and topic
	town   string
	house  string
	last   string // the word thrown last, so that none follows itself
}

// description gives a text in the scribe's language and, in some share of all
// entries, one in English.
func (s *scribe) description(second float64) directory.Text {
	text := directory.Text{s.words.tag: s.prose()}
	if s.chance(second) {
		text[english.tag] = s.in(&english).prose()
	}
	return text
}

// titled gives a title and a description in the same languages.
func (s *scribe) titled(second float64) (title, description directory.Text) {
	title = directory.Text{s.words.tag: s.phrase(oneOf(s.dice, s.words.titles))}
	description = s.description(second)
	if _, ok := description[english.tag]; ok {
		title[english.tag] = s.in(&english).phrase(oneOf(s.dice, english.titles))
	}
	return title, description
}

// in gives a scribe of the same entry in another language.
func (s *scribe) in(words *language) *scribe {
	other := *s
	other.words = words
	return &other
}

// prose gives a description.
func (s *scribe) prose() string {
	wanted := s.between(fewestWords, mostWanted)
	var b strings.Builder
	order := s.Perm(len(s.words.sentences))
	for words, i := 0, 0; words < wanted; i++ {
		if i > 0 {
			b.WriteByte(' ')
		}
		sentence := s.phrase(s.words.sentences[order[i%len(order)]])
		b.WriteString(sentence)
		words += len(strings.Fields(sentence))
	}
	return b.String()
}

// phrase fills the slots of a template.
func (s *scribe) phrase(template string) string {
	var b strings.Builder
	for {
		before, rest, slot := strings.Cut(template, "{")
		b.WriteString(before)
		if !slot {
			return b.String()
		}
		name, after, _ := strings.Cut(rest, "}")
		if lower := strings.ToLower(name); lower != name {
			b.WriteString(capital(s.fill(lower)))
		} else {
			b.WriteString(s.fill(name))
		}
		template = after
	}
}

func (s *scribe) fill(slot string) string {
	switch slot {
	case "noun":
		return s.word(s.words.nouns)
	case "verb":
		return s.word(s.words.verbs)
	case "adjective":
		return s.word(s.words.adjectives)
	case "pair":
		return ranked(s.dice, s.words.pairs)
	case "compound":
		return s.compound()
	case "topic":
		return s.topic()
	case "house":
		return s.house
	case "name":
		return capital(oneOf(s.dice, s.words.roots)) + oneOf(s.dice, s.words.nests)
	case "root":
		return capital(oneOf(s.dice, s.words.roots))
	case "street":
		return s.words.street(s.dice)
	case "town":
		return s.town
	default:
		return ""
	}
}

// word gives a word other than the last one.
func (s *scribe) word(list []string) string {
	last := s.last
	for s.last == last {
		s.last = ranked(s.dice, list)
	}
	return s.last
}

// compound gives a word of two parts. One in twenty has three: there are so
// many of those that nearly each is new.
func (s *scribe) compound() string {
	word := ranked(s.dice, s.words.firsts) + s.words.space
	if s.chance(0.05) {
		word += oneOf(s.dice, s.words.firsts) + s.words.space
	}
	return word + ranked(s.dice, s.words.lasts)
}

// topic gives the label of one of the topics or, as often, one of its terms.
func (s *scribe) topic() string {
	t := oneOf(s.dice, s.topics)
	if terms := s.terms[s.words.tag][t.ID]; len(terms) > 0 && s.chance(0.5) {
		return oneOf(s.dice, terms)
	}
	return inSentence(t.Label[s.words.tag])
}

func (l *language) street(d dice) string { return ranked(d, l.streetFirsts) + oneOf(d, l.streetLasts) }

// capital gives a word with its first letter upper case.
func capital(word string) string {
	r, size := utf8.DecodeRuneInString(word)
	return string(unicode.ToUpper(r)) + word[size:]
}

// inSentence gives a label with its first letter lower case, unless it begins
// with an abbreviation such as LGBT.
func inSentence(label string) string {
	first, size := utf8.DecodeRuneInString(label)
	if second, _ := utf8.DecodeRuneInString(label[size:]); unicode.IsUpper(second) {
		return label
	}
	return string(unicode.ToLower(first)) + label[size:]
}

// lines gives the lines of a text, without the space around them.
func lines(text string) []string {
	list := strings.Split(strings.TrimSpace(text), "\n")
	for i := range list {
		list[i] = strings.TrimSpace(list[i])
	}
	return list
}
