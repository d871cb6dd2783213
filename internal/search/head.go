package search

import (
	"encoding/json"
	"fmt"

	"walkin/internal/directory"
	"walkin/internal/schedule"
)

// saved is all of a catalogue but its columns.
type saved struct {
	Version, Mapping string
	Change           uint64
	ArchiveName      string
	ArchiveSize      uint64
	ArchiveSum       uint32
	Others           []savedChange
	Countries        []string
	Municipalities   [][2]string
	Topics           []string
	Languages        [][]string
	Networks         [][]string
	Needs            [][]byte
	Hours            [][]byte
	Paused           []bool // of the hours
	Tokens           []string
	Keys             []string
	Points           []int // of each part
}

type savedChange struct {
	Key    directory.Key
	Number uint64
	Entry  []byte // JSON; none for a tombstone
}

func (c *catalogue) head() (*saved, error) {
	v := c.vocabulary
	h := &saved{
		Version: savedVersion, Mapping: mappingVersion, Change: c.change, ArchiveName: c.archive.name, ArchiveSize: c.archive.size, ArchiveSum: c.archive.sum,
		Countries: v.countries.all(), Topics: v.topics.all(), Languages: v.languages.all(), Networks: v.networks.all(),
		Tokens: v.tokens.all(), Keys: v.keys.allNames(),
	}
	for key, change := range c.others {
		s := savedChange{Key: key, Number: change.Number}
		if change.Entry != nil {
			var err error
			if s.Entry, err = directory.Encode(change.Entry); err != nil {
				return nil, err
			}
		}
		h.Others = append(h.Others, s)
	}
	for _, m := range v.municipalities.all() {
		h.Municipalities = append(h.Municipalities, [2]string{m.country, m.code})
	}
	for _, n := range v.needs.all() {
		b, err := json.Marshal(n)
		if err != nil {
			return nil, err
		}
		h.Needs = append(h.Needs, b)
	}
	for _, o := range v.hours.all() {
		b, err := json.Marshal(o.schedule)
		if err != nil {
			return nil, err
		}
		h.Hours, h.Paused = append(h.Hours, b), append(h.Paused, o.status == directory.StatusPaused)
	}
	for _, p := range c.parts {
		h.Points = append(h.Points, p.points)
	}
	return h, nil
}

func (v *vocabulary) read(head *saved) error {
	for _, country := range head.Countries {
		v.country(country)
	}
	for _, m := range head.Municipalities {
		v.municipality(m[0], m[1])
	}
	for _, id := range head.Topics {
		v.topic(id)
	}
	for _, l := range head.Languages {
		list(&v.languages, l)
	}
	for _, l := range head.Networks {
		list(&v.networks, l)
	}
	for _, b := range head.Needs {
		var n directory.AccessNeeds
		if err := json.Unmarshal(b, &n); err != nil {
			return err
		}
		if _, err := v.need(n); err != nil {
			return err
		}
	}
	for i, b := range head.Hours {
		s := new(schedule.Schedule)
		if err := json.Unmarshal(b, s); err != nil {
			return err
		}
		status := directory.StatusOpen
		if head.Paused[i] {
			status = directory.StatusPaused
		}
		if _, err := v.schedule(status, s); err != nil {
			return err
		}
	}
	for _, word := range head.Tokens {
		v.token(word)
	}
	for _, name := range head.Keys {
		key, err := directory.ParseKey(name)
		if err != nil {
			return err
		}
		v.key(key)
	}
	if n := len(v.hours.all()); n != len(head.Hours) || len(v.tokens.all()) != len(head.Tokens) || len(v.needs.all()) != len(head.Needs) {
		return fmt.Errorf("the vocabulary has a value twice")
	}
	return nil
}
