package directory

import (
	"fmt"

	"walkin/internal/problem"
)

// TopicKind says what sort of thing a topic is.
type TopicKind string

// The kinds of topic.
const (
	TopicAbout    TopicKind = "topic"    // what it is about
	TopicActivity TopicKind = "activity" // what is done
	TopicGroup    TopicKind = "group"    // for whom
	TopicAccess   TopicKind = "access"   // access needs and practical matters
)

// Topic is a term of the taxonomy (HSDS: taxonomy term).
type Topic struct {
	ID          string    `json:"id"`
	Parent      string    `json:"parent,omitempty"`
	Kind        TopicKind `json:"kind"`
	Label       Text      `json:"label"`
	Description Text      `json:"description,omitempty"`
	// Terms are everyday words and phrases by language. They are for
	// matching and are never displayed.
	Terms map[string][]string `json:"terms,omitempty"`
	// Crisis topics are answered by people to call, first.
	Crisis bool `json:"crisis,omitempty"`
	// Group is the helpline group that takes the topic up. A topic that is
	// not a crisis but has a group shows the line above the places.
	Group        HelplineGroup `json:"helpline_group,omitempty"`
	Socialkompas string        `json:"socialkompas_category,omitempty"`
	HSDS         []string      `json:"hsds_taxonomy,omitempty"`
}

// Key implements Entry.
func (t *Topic) Key() Key { return Key{KindTopic, t.ID} }

// References implements Entry.
func (t *Topic) References() []Key {
	if t.Parent == "" {
		return nil
	}
	return []Key{{KindTopic, t.Parent}}
}

// Problems implements Entry.
func (t *Topic) Problems() []problem.Field {
	var v validation
	v.id("/id", t.ID)
	if t.Kind == "" {
		v.add("/kind", "A topic has a kind.")
	}
	oneOf(&v, "/kind", t.Kind, []TopicKind{TopicAbout, TopicActivity, TopicGroup, TopicAccess})
	v.required("/label", t.Label, "A label is needed in at least one language.")
	t.Description.validate(&v, "/description")
	for l := range t.Terms {
		if !languageTag(l) {
			v.add("/terms/"+l, "%q is not a language tag such as \"da\".", l)
		}
	}
	oneOf(&v, "/helpline_group", t.Group, AllHelplineGroups)
	if t.Crisis && t.Group == "" {
		v.add("/helpline_group", "A crisis topic names the helplines that answer it.")
	}
	if t.Parent != "" && t.Parent == t.ID {
		v.add("/parent", "A topic cannot be its own parent.")
	}
	return v.fields
}

// Taxonomy is the topics as a tree.
type Taxonomy struct {
	topics   []*Topic
	byID     map[string]*Topic
	children map[string][]*Topic
}

// NewTaxonomy arranges topics, in the order given. A parent that is missing,
// or a circle of parents, is an error.
func NewTaxonomy(topics []*Topic) (*Taxonomy, error) {
	t := &Taxonomy{topics: topics, byID: make(map[string]*Topic, len(topics)), children: make(map[string][]*Topic)}
	for _, topic := range topics {
		t.byID[topic.ID] = topic
	}
	for _, topic := range topics {
		t.children[topic.Parent] = append(t.children[topic.Parent], topic)
		steps := 0
		for p := topic.Parent; p != ""; p = t.byID[p].Parent {
			if t.byID[p] == nil {
				return nil, fmt.Errorf("arrange topics: %s has no parent %q", topic.ID, p)
			}
			if steps++; steps > len(topics) {
				return nil, fmt.Errorf("arrange topics: %s is its own ancestor", topic.ID)
			}
		}
	}
	return t, nil
}

// Topics gives all topics in their order.
func (t *Taxonomy) Topics() []*Topic { return t.topics }

// Topic gives a topic by its id, or nil.
func (t *Taxonomy) Topic(id string) *Topic { return t.byID[id] }

// Children gives the topics directly below one; below "" are the roots.
func (t *Taxonomy) Children(id string) []*Topic { return t.children[id] }

// Under gives a topic's id and those of all its descendants: who asks for
// "addiction" is answered with "gambling" too.
func (t *Taxonomy) Under(id string) []string {
	if t.byID[id] == nil {
		return nil
	}
	ids := []string{id}
	for i := 0; i < len(ids); i++ {
		for _, child := range t.children[ids[i]] {
			ids = append(ids, child.ID)
		}
	}
	return ids
}
