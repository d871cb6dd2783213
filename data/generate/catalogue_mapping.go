package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"walkin/internal/directory"
	"walkin/internal/schedule"
)

// mapping is what people have decided about the raw words: data/mapping, one
// file each. data/README.md explains the columns.
type mapping struct {
	terms       map[[2]string][]string // everyday words beside those of the raw topics, by topic and language
	topics      map[[2]string][]string // ids by phrase and what the row is of
	kinds       map[[3]string]directory.CentreKind
	groups      map[string]groupVerdict
	notes       map[[2]string]noteVerdict // by kind of record and note
	extraHours  map[string][]extraHours
	doubts      map[string][]doubt
	frequencies map[string]frequency
	notRepeats  map[string]bool
	ages        map[string]agesVerdict
	areas       map[[2]string]area // by country and words
	remarks     map[string]remark
	networks    []networkMembers
	labels      map[[2]string]string // of topics, by id and language
}

// groupKind marks, in kinds.csv, venues that are no centres.
const groupKind directory.CentreKind = "group"

// groupVerdict says that a venue is a group, and which activity is the same.
type groupVerdict struct {
	rhythm directory.Rhythm
	same   string
}

// noteVerdict is what a note does to the hours that it stands beside.
type noteVerdict struct {
	verdict  string
	channels []string
}

// The verdicts on notes.
const (
	noteStands      = "stands"
	noteDoubt       = "doubt"
	noteDoubtAll    = "doubt-all"
	notePhone       = "phone"
	noteNotHolidays = "not-holidays"
)

// extraHours are hours that stand only in a record's words.
type extraHours struct {
	channel string
	rule    schedule.Weekly
}

// doubt is words that undo hours of a channel, on some days or all.
type doubt struct {
	channel string
	days    []schedule.Day
	words   string
}

// frequency is what becomes of the words for how often.
type frequency struct {
	treatment string
	rule      string // RFC 5545
	words     string // shown instead of the raw ones
}

// The treatments of frequencies.
const (
	weekly       = "weekly"
	doubtful     = "doubt"
	onRule       = "series"
	wordsInstead = "note"
)

type agesVerdict struct {
	all bool
	min *int
}

type area struct {
	nationwide   bool
	municipality string
}

type remark struct {
	status     directory.Status
	visibility directory.Visibility
	words      string
}

// networkMembers is a network, the raw organisation that describes it and the
// ids of the organisations that belong to it.
type networkMembers struct {
	From    string             `json:"from"`
	Members []string           `json:"members"`
	Network *directory.Network `json:"network"`
}

// readMapping reads all mapping files of a folder.
func readMapping(dir string) (*mapping, error) {
	m := &mapping{extraHours: make(map[string][]extraHours), doubts: make(map[string][]doubt)}
	content, err := os.ReadFile(filepath.Join(dir, "networks.json"))
	if err != nil {
		return nil, fmt.Errorf("read mapping: %w", err)
	}
	if err := json.Unmarshal(content, &m.networks); err != nil {
		return nil, fmt.Errorf("read mapping networks.json: %w", err)
	}
	return m, errors.Join(
		readTable(dir, "topics.csv", &m.topics, func(r record) ([2]string, []string, error) {
			return [2]string{r["phrase"], r["of"]}, split(r["topics"], ";"), nil
		}),
		readTable(dir, "kinds.csv", &m.kinds, func(r record) ([3]string, directory.CentreKind, error) {
			return [3]string{r["country"], r["raw"], r["of"]}, directory.CentreKind(r["kind"]), nil
		}),
		readTable(dir, "groups.csv", &m.groups, func(r record) (string, groupVerdict, error) {
			return r["id"], groupVerdict{directory.Rhythm(r["rhythm"]), r["same"]}, nil
		}),
		readTable(dir, "hours.csv", &m.notes, func(r record) ([2]string, noteVerdict, error) {
			known := []string{noteStands, noteDoubt, noteDoubtAll, notePhone, noteNotHolidays}
			return [2]string{r["of"], r["note"]}, noteVerdict{r["verdict"], split(r["channels"], ";")}, oneOf(r["verdict"], known)
		}),
		readTable(dir, "frequencies.csv", &m.frequencies, func(r record) (string, frequency, error) {
			known := []string{weekly, doubtful, onRule, wordsInstead}
			return r["frequency"], frequency{r["treatment"], r["rule"], r["words"]}, oneOf(r["treatment"], known)
		}),
		readTable(dir, "not-repeats.csv", &m.notRepeats, func(r record) (string, bool, error) { return r["id"], true, nil }),
		readTable(dir, "ages.csv", &m.ages, func(r record) (string, agesVerdict, error) {
			lowest, err := number(r["min"])
			return r["id"], agesVerdict{r["all"] == "yes", lowest}, err
		}),
		readTable(dir, "areas.csv", &m.areas, func(r record) ([2]string, area, error) {
			return [2]string{r["country"], r["area"]}, area{r["nationwide"] == "yes", r["municipality"]}, nil
		}),
		readTable(dir, "terms.csv", &m.terms, func(r record) ([2]string, []string, error) {
			return [2]string{r["topic"], r["lang"]}, split(r["terms"], ";"), nil
		}),
		readTable(dir, "labels.csv", &m.labels, func(r record) ([2]string, string, error) {
			return [2]string{r["topic"], r["lang"]}, r["label"], nil
		}),
		readTable(dir, "remarks.csv", &m.remarks, func(r record) (string, remark, error) {
			return r["id"], remark{directory.Status(r["status"]), directory.Visibility(r["visibility"]), r["remark"]}, nil
		}),
		m.readExtraHours(dir),
		m.readDoubts(dir),
	)
}

func (m *mapping) readExtraHours(dir string) error {
	rows, err := readCSV(filepath.Join(dir, "extra-hours.csv"))
	for _, r := range rows {
		rule, ruleErr := weeklyRule(split(r["days"], ";"), r["opens"], r["closes"], r["from"], r["until"])
		if ruleErr != nil {
			err = errors.Join(err, fmt.Errorf("read mapping extra-hours.csv: %s: %w", r["id"], ruleErr))
		}
		rule.Note = r["note"]
		m.extraHours[r["id"]] = append(m.extraHours[r["id"]], extraHours{r["channel"], rule})
	}
	return err
}

func (m *mapping) readDoubts(dir string) error {
	rows, err := readCSV(filepath.Join(dir, "doubts.csv"))
	for _, r := range rows {
		days, daysErr := parseDays(split(r["days"], ";"))
		if daysErr != nil {
			err = errors.Join(err, fmt.Errorf("read mapping doubts.csv: %s: %w", r["id"], daysErr))
		}
		m.doubts[r["id"]] = append(m.doubts[r["id"]], doubt{r["channel"], days, r["words"]})
	}
	return err
}

// readTable reads a CSV file into a map. A key that comes twice is an error:
// one of the two decisions would be lost.
func readTable[K comparable, V any](dir, name string, table *map[K]V, row func(record) (K, V, error)) error {
	rows, err := readCSV(filepath.Join(dir, name))
	if err != nil {
		return err
	}
	*table = make(map[K]V, len(rows))
	for _, r := range rows {
		key, value, err := row(r)
		if err != nil {
			return fmt.Errorf("read mapping %s: %v: %w", name, key, err)
		}
		if _, twice := (*table)[key]; twice {
			return fmt.Errorf("read mapping %s: %v is there twice", name, key)
		}
		(*table)[key] = value
	}
	return nil
}

func oneOf(word string, known []string) error {
	if !slices.Contains(known, word) {
		return fmt.Errorf("%q is not one of %q", word, known)
	}
	return nil
}

// topicsOf gives the topic ids of some raw phrases. The row of the very record
// counts before that of its kind, and that before the general one.
func (k *maker) topicsOf(kind directory.Kind, id string, phrases []string) []string {
	var ids []string
	for _, phrase := range phrases {
		topics, ok := k.mapping.topics[[2]string{phrase, id}]
		if !ok {
			topics, ok = k.mapping.topics[[2]string{phrase, string(kind)}]
		}
		if !ok {
			topics, ok = k.mapping.topics[[2]string{phrase, ""}]
		}
		if !ok {
			k.summary.unmapped[phrase] = append(k.summary.unmapped[phrase], id)
		} else if len(topics) == 0 {
			k.summary.noTopic[phrase]++
		}
		for _, t := range topics {
			if !slices.Contains(ids, t) {
				ids = append(ids, t)
			}
		}
	}
	return ids
}

// channelsOf gives the channels of the raw words.
func (k *maker) channelsOf(id string, words []string) []directory.Channel {
	var channels []directory.Channel
	for _, w := range words {
		c := directory.Channel(w)
		if w == "online_community" { // members write with each other
			c = directory.Group
		}
		if !slices.Contains(directory.AllChannels, c) {
			k.summary.undecide("channel %q of %s is not known", w, id)
			continue
		}
		channels = append(channels, c)
	}
	return channels
}
