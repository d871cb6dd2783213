package search

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync/atomic"

	"walkin/internal/directory"
	"walkin/internal/schedule"
)

// vocabulary is the distinct values of the columns. Thousands of entries share
// their hours, their languages and their town; each is kept, and asked, once.
type vocabulary struct {
	countries      interned[string]
	municipalities interned[municipality]
	topics         interned[string]
	languages      interned[[]string] // lists
	networks       interned[[]string] // lists
	needs          interned[directory.AccessNeeds]
	hours          interned[*hours]
	tokens         interned[string] // words of names, folded and collapsed
	keys           interned[directory.Key]
	minute         atomic.Pointer[minute] // of hours
}

// municipality is a code with its country: codes of two countries may be the
// same.
type municipality struct{ country, code string }

func (v *vocabulary) country(code string) uint16 {
	return uint16(v.countries.number(code, func() string { return code }))
}

func (v *vocabulary) municipality(country, code string) uint32 {
	return v.municipalities.number(country+"\x00"+code, func() municipality { return municipality{country, code} })
}

func (v *vocabulary) topic(id string) uint32 {
	return v.topics.number(id, func() string { return id })
}

func (v *vocabulary) token(word string) uint32 {
	return v.tokens.number(word, func() string { return word })
}

func (v *vocabulary) key(k directory.Key) uint32 {
	return v.keys.number(k.String(), func() directory.Key { return k })
}

// list gives the number of a list of words. Their order counts, since that of
// languages is theirs.
func list(d *interned[[]string], words []string) uint32 {
	return d.number(strings.Join(words, "\x00"), func() []string { return words })
}

func (v *vocabulary) need(n directory.AccessNeeds) (uint32, error) {
	name, err := json.Marshal(n) // its keys are sorted
	if err != nil {
		return 0, fmt.Errorf("read access needs: %w", err)
	}
	return v.needs.number(string(name), func() directory.AccessNeeds { return n }), nil
}

// schedule gives the number of some hours; those of an entry in a status that
// keeps it closed are hours of their own.
func (v *vocabulary) schedule(status directory.Status, s *schedule.Schedule) (uint32, error) {
	name, err := json.Marshal(s)
	if err != nil {
		return 0, fmt.Errorf("read hours: %w", err)
	}
	paused := status == directory.StatusPaused
	if paused {
		name = append(name, 'p')
	}
	return v.hours.number(string(name), func() *hours { return &hours{status: status, schedule: s} }), nil
}
