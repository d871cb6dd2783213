package calendar

import (
	"slices"
	"strings"

	"walkin/internal/directory"
	"walkin/internal/fold"
)

// Neutral decides which words may stand in a calendar on a telephone. The rule
// has three parts:
//
//  1. A topic is plain if it and all above it say what is done or how one gets
//     in (the kinds activity and access). What a thing is about, and for whom,
//     is not plain, and so is nothing below it: a group for the lonely is no
//     less telling for being a group.
//  2. Words are neutral if none of them is a label or an everyday word of a
//     topic that is not plain, in any language, or holds one of at least five
//     letters: "Ensomhedsdag" holds "ensom". The words for somebody to talk to
//     and for young people are left aside: the brands are among them, and that
//     somebody young goes to "headspace Aarhus" says nothing of why.
//  3. The title of an activity is shown if all its topics are plain and its
//     words neutral; else the name of its centre stands for it. The name of a
//     centre is shown if its words are neutral, it is neither a crisis centre
//     nor has a crisis topic, and its address is no secret; else the word
//     "Open" stands alone.
//
// It errs towards saying too little: who subscribed knows what it is.
type Neutral struct {
	taxonomy *directory.Taxonomy
	plain    map[string]bool
	telling  fold.Phrases[struct{}]
	parts    []string // single telling words, for compounds
}

// untelling are the topics whose words, and those of all below, tell nothing
// of anybody though they are not plain.
var untelling = []string{"talk_to_someone", "target_group"}

// shortestPart is the least length in letters of a telling word that is looked
// for inside other words: shorter ones are found everywhere by accident.
const shortestPart = 5

// NewNeutral learns the words of a taxonomy. It takes some milliseconds and is
// safe for concurrent use afterwards.
func NewNeutral(taxonomy *directory.Taxonomy) *Neutral {
	n := &Neutral{taxonomy: taxonomy, plain: make(map[string]bool)}
	for _, topic := range taxonomy.Topics() {
		n.plain[topic.ID] = n.isPlain(topic)
	}
	for _, topic := range taxonomy.Topics() {
		if n.plain[topic.ID] || n.within(topic, func(t *directory.Topic) bool { return slices.Contains(untelling, t.ID) }) {
			continue
		}
		for _, label := range topic.Label {
			n.learn(label)
		}
		for _, terms := range topic.Terms {
			for _, term := range terms {
				n.learn(term)
			}
		}
	}
	return n
}

func (n *Neutral) learn(term string) {
	n.telling.Add(term, struct{}{})
	if words := fold.Tokens(term); len(words) == 1 && len([]rune(words[0])) >= shortestPart {
		n.parts = append(n.parts, words[0])
	}
}

func (n *Neutral) isPlain(topic *directory.Topic) bool {
	return !n.within(topic, func(t *directory.Topic) bool {
		return t.Crisis || t.Kind != directory.TopicActivity && t.Kind != directory.TopicAccess
	})
}

// within says whether something holds of a topic or of one above it.
func (n *Neutral) within(topic *directory.Topic, holds func(*directory.Topic) bool) bool {
	for t := topic; t != nil; t = n.taxonomy.Topic(t.Parent) {
		if holds(t) {
			return true
		}
	}
	return false
}

// Words says whether a text has no telling word.
func (n *Neutral) Words(text string) bool {
	words := fold.Tokens(text)
	for i, word := range words {
		if length, _ := n.telling.Longest(words[i:]); length > 0 {
			return false
		}
		for _, part := range n.parts {
			if strings.Contains(word, part) {
				return false
			}
		}
	}
	return true
}

// words gives a text if it is neutral, else nothing.
func (n *Neutral) words(text string) string {
	if !n.Words(text) {
		return ""
	}
	return text
}

// Centre gives the name of a centre, or nothing if it may not be shown.
func (n *Neutral) Centre(c *directory.Centre) string {
	if c.Kind == directory.CrisisCentre || secret(c.Location) {
		return ""
	}
	for _, id := range c.Topics {
		if n.within(n.taxonomy.Topic(id), func(t *directory.Topic) bool { return t.Crisis }) {
			return ""
		}
	}
	return n.words(c.Name)
}

// Activity gives the title of an activity, or nothing if it may not be shown.
func (n *Neutral) Activity(a *directory.Activity, title string) string {
	if a.Location != nil && secret(*a.Location) {
		return ""
	}
	for _, id := range a.Topics {
		if !n.plain[id] {
			return ""
		}
	}
	return n.words(title)
}

func secret(l directory.Location) bool {
	return l.Visibility == directory.VisibleArea || l.Visibility == directory.VisibleNone
}
