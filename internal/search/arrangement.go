package search

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"

	"walkin/internal/directory"
)

// arrangement is what is made of the topics and the crisis rules. It is never
// changed.
type arrangement struct {
	taxonomy  *directory.Taxonomy
	thesaurus *thesaurus
	beyond    *thesaurus // with the crisis topics, for who goes on after a crisis answer
	gate      *directory.Gate
}

// lastArranged keeps the last arrangement. Whoever finds no index to open builds
// one and opens that, each time with the same topics, and to read the spellings of
// their thousands of terms takes as long as to index a small catalogue.
var lastArranged struct {
	mu   sync.Mutex
	of   [sha256.Size]byte
	kept *arrangement
}

// arrangeTopics makes the arrangement of the topics that there are.
func (c *catalogue) arrangeTopics() error {
	var topics []*directory.Topic
	for _, change := range c.others {
		if topic, ok := change.Entry.(*directory.Topic); ok {
			topics = append(topics, topic)
		}
	}
	slices.SortFunc(topics, func(a, b *directory.Topic) int { return strings.Compare(a.ID, b.ID) })
	all, err := json.Marshal([]any{topics, c.rules}) // the keys of maps are sorted
	if err != nil {
		return fmt.Errorf("arrange topics: %w", err)
	}
	sum := sha256.Sum256(all)
	lastArranged.mu.Lock()
	defer lastArranged.mu.Unlock()
	if lastArranged.kept == nil || lastArranged.of != sum {
		made, err := arrange(topics, c.rules)
		if err != nil {
			return err
		}
		lastArranged.kept, lastArranged.of = made, sum
	}
	c.arrangement = lastArranged.kept
	return nil
}

func arrange(topics []*directory.Topic, rules directory.CrisisRules) (a *arrangement, err error) {
	a = new(arrangement)
	if a.taxonomy, err = directory.NewTaxonomy(topics); err != nil {
		return nil, err
	}
	if a.thesaurus, err = newThesaurus(a.taxonomy, false); err != nil {
		return nil, err
	}
	if a.beyond, err = newThesaurus(a.taxonomy, true); err != nil {
		return nil, err
	}
	a.gate = directory.NewGate(topics, rules)
	return a, nil
}
