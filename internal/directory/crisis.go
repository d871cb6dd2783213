package directory

import (
	"slices"
	"strings"
	"unicode/utf8"

	"walkin/internal/fold"
)

// CrisisRules is what the gate needs beside the crisis topics themselves. The
// file is data/crisis.json, so that those who know the words can change them
// without touching code.
type CrisisRules struct {
	// Terms adds terms to crisis topics, by topic and language, for
	// languages of the interface that the thesaurus does not cover.
	Terms map[string]map[string][]string `json:"terms"`
	// Stems are beginnings of words, by topic, that are crisis terms with
	// whatever follows: "selvmord" begins "selvmordsplaner".
	Stems map[string][]string `json:"stems"`
	// FalseFriends are crisis terms that mean something ordinary in another
	// language; they do not count on a page in that language.
	FalseFriends []FalseFriend `json:"false_friends"`
	// Known are ordinary words, by language, that are one slip away from a
	// crisis word: a Dutch "leerkracht" is a teacher. A word listed here, or one
	// that leads to an ordinary topic, is never taken for a misspelling.
	Known map[string][]string `json:"known"`
	// Ordinary are phrases, by language, that contain a crisis phrase and
	// mean no harm: "don't want to live with my dad".
	Ordinary map[string][]string `json:"ordinary"`
}

// FalseFriend is a term that is no crisis term in some languages.
type FalseFriend struct {
	Term string   `json:"term"`
	In   []string `json:"in"` // page languages in which the word is ordinary
}

// Gate recognises a crisis query (DESIGN, section 6). It reads the whole text,
// folded, and looks for crisis terms as whole words, in every language at
// once. It is safe for concurrent use.
type Gate struct {
	terms    fold.Phrases[crisisTerm]
	ordinary fold.Phrases[struct{}]
	// solid holds terms written without their spaces, so that a split
	// compound ("selv mord") and a run-together phrase ("killmyself") are
	// found; the commonest slips in Danish and Dutch.
	solid map[string][]crisisTerm
	// slips finds the crisis words that a misspelled word may mean, and known
	// are the words that are no misspellings.
	slips, solidSlips fold.Speller
	letters           fold.Speller // words with æ, ø and å as the one letter each is
	known             map[string]bool
	// stems are beginnings of words that are crisis terms.
	stems map[string]crisisTerm
}

// crisisTerm is what a matched phrase stands for.
type crisisTerm struct {
	topic *Topic
	notIn []string // page languages in which it is a false friend
}

// minSolid is the shortest term, in letters, that is looked for across word
// borders: shorter ones turn up by chance.
const minSolid = 7

// minSlip is the shortest word, in letters, of which a misspelling counts.
const minSlip = 5

// minLoneSlip is the same for a word that is a crisis term by itself: with
// nothing beside it to confirm the meaning it must be longer.
const minLoneSlip = 6

// sure is how many words a phrase must have for a known word in it to be read
// as a slip all the same: "alles in hopeloos" is still a cry, while two
// words may meet by chance.
const sure = 3

// maxJoined is how many words in a row are joined to find a split compound.
const maxJoined = 3

// NewGate builds the gate from the crisis topics among topics.
func NewGate(topics []*Topic, rules CrisisRules) *Gate {
	friends := make(map[string][]string)
	for _, f := range rules.FalseFriends {
		key := strings.Join(fold.Tokens(f.Term), " ")
		friends[key] = append(friends[key], f.In...)
	}
	g := &Gate{solid: make(map[string][]crisisTerm), known: make(map[string]bool), stems: make(map[string]crisisTerm)}
	for _, topic := range topics {
		if !topic.Crisis {
			for _, terms := range topic.Terms {
				g.know(terms)
			}
			// In Arabic, waiting is one letter from suicide.
			for _, label := range topic.Label {
				g.know([]string{label})
			}
			continue
		}
		for _, byLanguage := range []map[string][]string{topic.Terms, rules.Terms[topic.ID]} {
			for _, terms := range byLanguage {
				for _, term := range terms {
					words := fold.Tokens(term)
					meaning := crisisTerm{topic, friends[strings.Join(words, " ")]}
					g.terms.Add(term, meaning)
					g.slipsOf(term)
					for _, form := range fold.Variants(term) {
						joined := strings.ReplaceAll(form, " ", "")
						if utf8.RuneCountInString(joined) >= minSolid {
							g.solid[joined] = append(g.solid[joined], meaning)
							g.solidSlips.Add(joined)
						}
					}
				}
			}
		}
	}
	for _, topic := range topics {
		for _, s := range rules.Stems[topic.ID] {
			for _, form := range fold.Variants(s) {
				g.stems[form] = crisisTerm{topic: topic}
			}
		}
	}
	for _, list := range rules.Known {
		g.know(list)
	}
	for _, list := range rules.Ordinary {
		g.know(list)
		for _, phrase := range list {
			g.ordinary.Add(phrase, struct{}{})
		}
	}
	return g
}

// know notes the words of some terms as ordinary words.
func (g *Gate) know(terms []string) {
	for _, term := range terms {
		for _, form := range fold.Variants(term) {
			for _, word := range strings.Fields(form) {
				g.known[word] = true
			}
		}
	}
}

// slipsOf lets the words of a crisis term be recognised when misspelled.
func (g *Gate) slipsOf(term string) {
	for _, form := range fold.Variants(term) {
		for _, word := range strings.Fields(form) {
			if utf8.RuneCountInString(word) >= minSlip {
				g.slips.Add(word)
				if l := letters.Replace(word); l != word {
					g.letters.Add(l)
				}
			}
		}
	}
}

// Check gives the crisis topics that a text names, in order of appearance;
// none for an ordinary text. Lang is the language of the page.
func (g *Gate) Check(text, lang string) []*Topic {
	words := closed(fold.Tokens(text))
	var found []*Topic
	meant := g.misspelled(words)
	for from := range words {
		length, terms := g.terms.Longest(words[from:])
		if length == 0 {
			length, terms = g.slip(words[from:], meant[from:])
		}
		if term, ok := g.stem(words[from]); ok {
			length, terms = max(length, 1), append(slices.Clip(terms), term)
		}
		joinedLength, joinedTerms := g.joined(words[from:])
		terms = append(slices.Clip(terms), joinedTerms...)
		length = max(length, joinedLength)
		if len(terms) == 0 || g.harmless(words, from, from+length) {
			continue
		}
		for _, term := range terms {
			// Where nobody says in which language the page is, a word that is
			// ordinary in some language is taken for ordinary.
			friend := slices.Contains(term.notIn, lang) || lang == "" && len(term.notIn) > 0
			if !friend && !slices.Contains(found, term.topic) {
				found = append(found, term.topic)
			}
		}
	}
	return found
}

// letters reads folded pairs as the one letter they stand for; spelledOut is
// the reverse.
var (
	letters    = strings.NewReplacer("ae", "æ", "oe", "ø", "aa", "å")
	spelledOut = strings.NewReplacer("æ", "ae", "ø", "oe", "å", "aa")
)

// closed joins words that are spelled out letter by letter: "s e l v m o r d".
func closed(words []string) []string {
	var joined []string
	for i := 0; i < len(words); {
		n := i
		for n < len(words) && utf8.RuneCountInString(words[n]) == 1 {
			n++
		}
		if n-i >= minSlip {
			joined = append(joined, strings.Join(words[i:n], ""))
			i = n
			continue
		}
		joined = append(joined, words[i])
		i++
	}
	return joined
}

// arabicPrefixes are written as one with the word that follows them: and, by,
// for, the.
var arabicPrefixes = []string{"", "ال", "بال", "لل", "وال", "ب", "ل", "و"}

// stem gives the crisis term that a word begins with.
func (g *Gate) stem(word string) (crisisTerm, bool) {
	for _, prefix := range arabicPrefixes {
		rest, ok := strings.CutPrefix(word, prefix)
		if !ok {
			continue
		}
		for n := range rest {
			if term, ok := g.stems[rest[:n]]; ok {
				return term, true
			}
		}
		if term, ok := g.stems[rest]; ok {
			return term, true
		}
	}
	return crisisTerm{}, false
}

// misspelled gives, for each word, the crisis words that it may be a slip of:
// one letter wrong, missing, too many or swapped with its neighbour, the first
// letter right.
func (g *Gate) misspelled(words []string) [][]string {
	meant := make([][]string, len(words))
	for i, w := range words {
		meant[i] = g.slips.Within(w, 1)
		// "voldtæægt" folds to voldtaeaegt: one letter wrong is two there.
		for _, l := range g.letters.Within(letters.Replace(w), 1) {
			meant[i] = append(meant[i], spelledOut.Replace(l))
		}
	}
	return meant
}

// slip finds the longest term that words begin with when one of them, and no
// more, is read as what it may be a slip of. A word that is known to be an
// ordinary one is no slip, but in a phrase of which all else is said.
func (g *Gate) slip(words []string, meant [][]string) (length int, terms []crisisTerm) {
	// No term is longer. Whoever sends a long text must not have all of it copied
	// for each of its words.
	words = words[:min(len(words), g.terms.Words())]
	for i := range words {
		for _, word := range meant[i] {
			n, found := g.terms.Longest(slices.Concat(words[:i], []string{word}, words[i+1:]))
			if n > max(i, length) && (n >= sure || !g.known[words[i]]) && (n > 1 || utf8.RuneCountInString(word) >= minLoneSlip) {
				length, terms = n, found
			}
		}
	}
	return length, terms
}

// joined looks for a term spread over the first few words, or run together in
// the first.
func (g *Gate) joined(words []string) (length int, terms []crisisTerm) {
	joined := ""
	for i := 0; i < len(words) && i < maxJoined; i++ {
		joined += words[i]
		if found := g.solid[joined]; found != nil {
			length, terms = i+1, found
		} else if found := g.solidSlip(joined, i+1); found != nil {
			length, terms = i+1, found
		}
	}
	return length, terms
}

// solidSlip is what some words written as one may be a slip of: "self harn".
func (g *Gate) solidSlip(joined string, words int) []crisisTerm {
	if words > 2 || utf8.RuneCountInString(joined) < minSolid || g.known[joined] {
		return nil
	}
	for _, meant := range g.solidSlips.Within(joined, 1) {
		if found := g.solid[meant]; found != nil {
			return found
		}
	}
	return nil
}

// harmless says whether words[from:to] lies inside a longer ordinary phrase.
func (g *Gate) harmless(words []string, from, to int) bool {
	for start := max(0, from-g.ordinary.Words()); start <= from; start++ {
		length, _ := g.ordinary.Longest(words[start:])
		if start+length >= to && length > to-from {
			return true
		}
	}
	return false
}
