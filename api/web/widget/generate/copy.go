package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"walkin/data"
	"walkin/internal/directory"
)

// spoken are the countries whose people to call the widget carries, with the
// languages in which they are asked for.
var spoken = map[string][]string{"DK": {"da"}, "NL": {"nl", "en"}, "BE": {"nl", "fr", "de", "en"}}

// night is when the copy asks who answers: at an hour at which only those do
// that always do, since it cannot know at which it will be read.
var night = time.Date(2026, time.November, 25, 3, 0, 0, 0, time.UTC)

// offered are the topics that the widget offers where its host names none.
var offered = []string{"loneliness", "mental_wellbeing", "family", "school_work", "hangout", "community_meal", "lgbt", "homelessness"}

// carried is what the widget knows when it can ask nobody.
type carried struct {
	contacts contacts
	topics   []topic
}

type topic struct {
	ID    string         `json:"id"`
	Label directory.Text `json:"label"`
}

type contacts struct {
	Seen      string               `json:"seen"` // day of the copy
	Countries map[string][]contact `json:"countries"`
}

// contact is a helpline in the words of the API, as far as they are carried.
// There are no hours in it: a copy cannot know who answers now.
type contact struct {
	Name      string   `json:"name"`
	Languages []string `json:"languages,omitempty"`
	Always    bool     `json:"always,omitempty"` // open day and night
	Lines     []line   `json:"lines"`

	poison bool // for poisonings and such, and not to talk to
}

// rank puts those first who always answer, and those last who are not there to
// talk.
func (c contact) rank() int {
	switch {
	case c.poison:
		return 2
	case c.Always:
		return 0
	}
	return 1
}

type line struct {
	Channel directory.Channel `json:"channel"`
	Number  string            `json:"number,omitempty"`
	Dial    string            `json:"dial,omitempty"`
	URL     string            `json:"url,omitempty"`
}

func readCatalogue() (*carried, error) {
	content, err := data.Catalogue()
	if err != nil {
		return nil, err
	}
	var helplines []*directory.Helpline
	topics := make(map[string]directory.Text)
	for row := range bytes.Lines(content) {
		entry, err := directory.DecodeLine(bytes.TrimSpace(row))
		if err != nil {
			return nil, fmt.Errorf("read catalogue: %w", err)
		}
		switch e := entry.(type) {
		case *directory.Helpline:
			helplines = append(helplines, e)
		case *directory.Topic:
			if slices.Contains(offered, e.ID) {
				topics[e.ID] = e.Label
			}
		}
	}
	rules, err := readRules()
	if err != nil {
		return nil, err
	}
	desk := directory.NewCrisisDesk(directory.NewGate(nil, rules), helplines)
	c := &carried{contacts: contacts{Seen: copied, Countries: make(map[string][]contact)}}
	for _, id := range offered {
		if topics[id] == nil {
			return nil, fmt.Errorf("the catalogue has no topic %s", id)
		}
		c.topics = append(c.topics, topic{id, topics[id]})
	}
	for country, langs := range spoken {
		chosen := choose(desk, country, langs)
		if len(chosen) < directory.MinContacts {
			return nil, fmt.Errorf("%s has %d people to call, and needs %d", country, len(chosen), directory.MinContacts)
		}
		c.contacts.Countries[country] = chosen
	}
	return c, nil
}

func readRules() (directory.CrisisRules, error) {
	var rules directory.CrisisRules
	content, err := data.CrisisRules()
	if err != nil {
		return rules, err
	}
	if err := json.Unmarshal(content, &rules); err != nil {
		return rules, fmt.Errorf("read crisis rules: %w", err)
	}
	return rules, nil
}

// choose asks the desk for the people to call in any need, for each language of
// a country.
func choose(desk *directory.CrisisDesk, country string, langs []string) []contact {
	var chosen []contact
	taken := make(map[string]bool)
	for _, lang := range langs {
		who := directory.Asker{Lang: lang, Country: country}
		groups := []directory.HelplineGroup{directory.GroupCrisis, directory.GroupEmergency}
		for _, c := range desk.Contacts(groups, who, night) {
			if !taken[c.Helpline.ID] {
				taken[c.Helpline.ID] = true
				chosen = append(chosen, carry(c.Helpline))
			}
		}
	}
	slices.SortStableFunc(chosen, func(a, b contact) int { return cmp.Compare(a.rank(), b.rank()) })
	return chosen
}

func carry(h *directory.Helpline) contact {
	c := contact{Name: h.Name, Languages: h.Languages, poison: !slices.Contains(h.Groups, directory.GroupCrisis)}
	for _, l := range h.Lines {
		if !l.Reachable() {
			continue
		}
		c.Always = c.Always || l.Hours.RoundTheClock()
		c.Lines = append(c.Lines, line{Channel: l.Channel, Number: l.Number, Dial: l.Dial, URL: l.URL})
	}
	return c
}
