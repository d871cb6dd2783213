package sample

import (
	"bufio"
	"bytes"
	"slices"
	"strings"
	"sync"

	"walkin/data"
	"walkin/internal/directory"
)

// world is what every catalogue is made from: the embedded files, read once.
type world struct {
	countries []*country
	topics    []*directory.Topic // parents first, as in the built-in catalogue
	frequent  []*directory.Topic // those that are not about a crisis, the most used first
	// terms are, by language and topic, the short phrases for it.
	terms map[string]map[string][]string
}

var load = sync.OnceValues(func() (*world, error) {
	w := new(world)
	if err := w.readTopics(); err != nil {
		return nil, err
	}
	var err error
	w.countries, err = readCountries()
	return w, err
})

// readTopics takes the topics of the built-in catalogue, and how often it uses
// each of them. A place for a crisis cannot be invented, so nothing generated
// has a crisis topic.
func (w *world) readTopics() error {
	content, err := data.Catalogue()
	if err != nil {
		return err
	}
	used := make(map[string]int)
	lines := bufio.NewScanner(bytes.NewReader(content))
	lines.Buffer(nil, len(content))
	for lines.Scan() {
		e, err := directory.DecodeLine(lines.Bytes())
		if err != nil {
			return err
		}
		if t, ok := e.(*directory.Topic); ok {
			w.topics = append(w.topics, t)
			continue
		}
		for _, key := range e.References() {
			if key.Kind == directory.KindTopic {
				used[key.ID]++
			}
		}
	}
	for _, t := range w.topics {
		if !t.Crisis {
			w.frequent = append(w.frequent, t)
		}
	}
	slices.SortStableFunc(w.frequent, func(a, b *directory.Topic) int { return used[b.ID] - used[a.ID] })
	w.terms = make(map[string]map[string][]string)
	for _, t := range w.frequent {
		for lang, terms := range t.Terms {
			if w.terms[lang] == nil {
				w.terms[lang] = make(map[string][]string)
			}
			w.terms[lang][t.ID] = short(terms)
		}
	}
	return lines.Err()
}

// short gives the phrases that can stand within a sentence: of three words at
// most.
func short(phrases []string) []string {
	return slices.DeleteFunc(slices.Clone(phrases), func(p string) bool { return strings.Count(p, " ") > 2 })
}

// somewhere gives a country by its share of the catalogue.
func (w *world) somewhere(d dice) *country {
	x := d.Float64()
	for _, c := range w.countries {
		if x -= c.share; x < 0 {
			return c
		}
	}
	return w.countries[len(w.countries)-1]
}

// about gives one to eight topics, most often three or four.
func (w *world) about(d dice) []*directory.Topic {
	n := 1 + min(d.IntN(5)+d.IntN(3)+d.IntN(2), 7)
	topics := make([]*directory.Topic, 0, n)
	for len(topics) < n {
		if t := ranked(d, w.frequent); !slices.Contains(topics, t) {
			topics = append(topics, t)
		}
	}
	return topics
}

func ids(topics []*directory.Topic) []string {
	list := make([]string, len(topics))
	for i, t := range topics {
		list[i] = t.ID
	}
	return list
}
