package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"walkin/internal/directory"
)

// catalogueCommand makes catalogue.jsonl.gz from the raw facts and the mapping
// files, and says on standard error what became of them.
type catalogueCommand struct {
	folders `embed:""`
}

// Run writes the catalogue, or nothing if a raw word is in no mapping file or
// an entry breaks a rule.
func (c *catalogueCommand) Run() error {
	r, err := readRaw(c.Raw)
	if err != nil {
		return err
	}
	m, err := readMapping(filepath.Join(c.Out, "mapping"))
	if err != nil {
		return err
	}
	towns, err := newTowns()
	if err != nil {
		return err
	}
	entries, s, err := makeCatalogue(r, m, towns)
	if err != nil {
		return err
	}
	lines, err := encodeLines(entries)
	if err != nil {
		return err
	}
	s.write(os.Stderr)
	return writeGzip(filepath.Join(c.Out, "catalogue.jsonl"), lines, len(entries))
}

// maker turns raw records into entries.
type maker struct {
	mapping *mapping
	towns   towns
	summary *summary

	groups     map[string]rawVenue          // venues that become activities, by id
	centres    map[string]*directory.Centre // by id
	activities map[string]*directory.Activity
	helplines  []*directory.Helpline
	operators  map[string]bool // ids of organisations
}

// makeCatalogue gives all entries in the order in which they are written. An
// error lists everything that needs a person's decision.
func makeCatalogue(r *raw, m *mapping, t towns) ([]directory.Entry, *summary, error) {
	k := &maker{
		mapping: m, towns: t, summary: newSummary(),
		groups:     make(map[string]rawVenue),
		centres:    make(map[string]*directory.Centre),
		activities: make(map[string]*directory.Activity),
		operators:  make(map[string]bool),
	}
	networks, organisations := k.operatorsAndNetworks(r.organisations)
	for _, v := range r.venues {
		k.venue(v)
	}
	for _, a := range r.activities {
		k.activity(a)
	}
	for _, h := range r.helplines {
		k.helpline(h)
	}
	k.summary.rowsWithoutRecord(r, m)
	byID := make(map[string]*directory.Topic, len(r.topics))
	for _, t := range r.topics {
		byID[t.ID] = t
	}
	if err := addTerms(byID, m.terms); err != nil {
		return nil, nil, err
	}
	if err := addLabels(byID, m.labels); err != nil {
		return nil, nil, err
	}

	var entries []directory.Entry
	for _, topic := range parentsFirst(r.topics) {
		entries = append(entries, topic)
	}
	entries = append(entries, sorted(networks)...)
	entries = append(entries, sorted(organisations)...)
	entries = append(entries, sorted(values(k.centres))...)
	entries = append(entries, sorted(values(k.activities))...)
	entries = append(entries, sorted(k.helplines)...)
	if err := k.summary.undecided(); err != nil {
		return nil, nil, err
	}
	if err := validate(entries); err != nil {
		return nil, nil, err
	}
	k.summary.count(entries)
	return entries, k.summary, nil
}

// addTerms gives topics the everyday words that were collected beside the raw
// ones, each once.
func addTerms(byID map[string]*directory.Topic, terms map[[2]string][]string) error {
	for key, more := range terms {
		topic, lang := byID[key[0]], key[1]
		if topic == nil {
			return fmt.Errorf("read mapping terms.csv: there is no topic %q", key[0])
		}
		for _, term := range more {
			if !slices.Contains(topic.Terms[lang], term) {
				topic.Terms[lang] = append(topic.Terms[lang], term)
			}
		}
	}
	return nil
}

// addLabels names topics in the languages that the raw ones lack.
func addLabels(byID map[string]*directory.Topic, labels map[[2]string]string) error {
	for key, label := range labels {
		topic, lang := byID[key[0]], key[1]
		if topic == nil {
			return fmt.Errorf("read mapping labels.csv: there is no topic %q", key[0])
		}
		topic.Label[lang] = label
	}
	return nil
}

// parentsFirst gives topics in their own order, which is that of the tree, but
// for those that stand before their parent: they follow it.
func parentsFirst(topics []*directory.Topic) []*directory.Topic {
	written := map[string]bool{"": true}
	waiting := make(map[string][]*directory.Topic) // by parent
	var ordered []*directory.Topic
	var write func(*directory.Topic)
	write = func(t *directory.Topic) {
		if !written[t.Parent] {
			waiting[t.Parent] = append(waiting[t.Parent], t)
			return
		}
		ordered = append(ordered, t)
		written[t.ID] = true
		for _, child := range waiting[t.ID] {
			write(child)
		}
		delete(waiting, t.ID)
	}
	for _, t := range topics {
		write(t)
	}
	for _, parent := range sortedKeys(waiting) { // validate says that it is missing
		ordered = append(ordered, waiting[parent]...)
	}
	return ordered
}

// sorted gives entries of one kind by id.
func sorted[E directory.Entry](list []E) []directory.Entry {
	entries := make([]directory.Entry, len(list))
	for i, e := range list {
		entries[i] = e
	}
	slices.SortFunc(entries, func(a, b directory.Entry) int { return cmp.Compare(a.Key().ID, b.Key().ID) })
	return entries
}

func values[V any](m map[string]V) []V {
	list := make([]V, 0, len(m))
	for _, v := range m {
		list = append(list, v)
	}
	return list
}

// validate checks that every entry keeps the rules, that it is there once and
// that all it refers to stands before it.
func validate(entries []directory.Entry) error {
	var errs []error
	seen := make(map[directory.Key]bool, len(entries))
	for _, e := range entries {
		if seen[e.Key()] {
			errs = append(errs, fmt.Errorf("%s is there twice", e.Key()))
		}
		seen[e.Key()] = true
		for _, p := range e.Problems() {
			errs = append(errs, fmt.Errorf("%s%s: %s", e.Key(), p.Pointer, p.Detail))
		}
		for _, ref := range e.References() {
			if !seen[ref] {
				errs = append(errs, fmt.Errorf("%s refers to %s, which is not there", e.Key(), ref))
			}
		}
	}
	return errors.Join(errs...)
}

// encodeLines gives the JSON Lines form of entries.
func encodeLines(entries []directory.Entry) ([]byte, error) {
	var b bytes.Buffer
	for _, e := range entries {
		line, err := directory.EncodeLine(e)
		if err != nil {
			return nil, err
		}
		b.Write(append(line, '\n'))
	}
	return b.Bytes(), nil
}
