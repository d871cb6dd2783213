package search

import (
	"slices"

	"walkin/internal/directory"
)

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
	weightBroad     uint8 = 4 // a field of topics, or a feeling that many words are for: family, anxiety
	weightSpecific  uint8 = 6 // one of them: girls
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
	case (topic.Parent == "" || topic.Parent == feelings) && len(taxonomy.Children(topic.ID)) > 0:
		return weightBroad
	default:
		return weightSpecific
	}
}

// want adds a meaning, or denies it, unless the text has said the same before.
// It gives the number of the topics wanted, from 1; 0 for none.
func (u *understanding) want(m meaning, deny bool) int {
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
		switch topic.ID {
		case listening[0]:
			wanted.under[listens] = true
		case pastime:
			for _, id := range duties {
				delete(wanted.under, id)
				wanted.related[id] = wanted.weight
			}
		}
	}
	for _, topic := range m.topics {
		wanted.relate(u.s.taxonomy, topic)
	}
	if wanted.weight == weightNone {
		return 0
	}
	if deny {
		if u.question.denied == nil {
			u.question.denied = make(map[string]bool)
		}
		for id := range wanted.under {
			u.question.denied[id] = true
		}
		return 0
	}
	for i := range u.question.topics {
		if slices.Equal(u.question.topics[i].ids, wanted.ids) {
			u.question.topics[i].as = min(u.question.topics[i].as, wanted.as)
			return i + 1
		}
	}
	u.question.topics = append(u.question.topics, wanted)
	return len(u.question.topics)
}

// relate adds, with how much is still missing, what helps with a topic where
// nothing is about the topic itself: a place for the topics above it, and for
// any trouble a place where somebody listens.
func (w *topicWanted) relate(taxonomy *directory.Taxonomy, topic *directory.Topic) {
	// A relative is missing more than a broad topic would be, so that a place
	// which is about the matter comes before one that is not.
	// A topic just above, like one for all who are not straight where the text
	// is about gender, is nearer than a house for anything; a whole field is not.
	near, further := (w.weight+1)/2, (2*w.weight+2)/3
	for parent := topic.Parent; parent != ""; parent = taxonomy.Topic(parent).Parent {
		w.related[parent] = further
		if taxonomy.Topic(parent).Parent != "" {
			w.related[parent] = w.closest()
		}
	}
	if topic.Kind == directory.TopicActivity {
		w.related[hangout] = further // where one can sit, one can do most things
	}
	if topic.Kind == directory.TopicGroup && topic.Parent != anyone[0] {
		w.related[listens] = further
	}
	if topic.Kind == directory.TopicAbout {
		w.related[listens] = near
		for _, id := range listening {
			w.related[id] = further
		}
	}
}

// pastime is the field of things to do, hangout the one that goes with all, and
// duties are those that nobody is after who is bored.
const (
	pastime = "activity"
	hangout = "hangout"
)

var duties = []string{"homework_help", "volunteering", "language_practice"}

// closest is what is missing of an entry that is all but about the topic: that
// is about the one just above, or has its word in the text.
func (w *topicWanted) closest() uint8 { return (w.weight + 1) / 3 }

// listens is what a house meets that is there to listen: headspace, @ease, JAC.
const listens = "listens"

// listening are the topics of places that listen to whatever it is.
var listening = []string{"talk_to_someone", feelings}

// feelings is the field of how somebody feels, and substances that of what one
// may want to be without.
const (
	feelings   = "mental_wellbeing"
	substances = "addiction"
)

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
