package main

import (
	"regexp"
	"slices"
	"strings"

	"walkin/internal/directory"
)

// helpline makes a helpline of a raw one. Numbers that sources dispute are left
// out; a line without a number or address is kept and cannot be reached.
func (k *maker) helpline(raw rawHelpline) {
	h := &directory.Helpline{
		ID:           raw.ID,
		Organisation: k.operator(raw.ID, raw.Organisation),
		Name:         raw.Name,
		Description:  raw.text(),
		Country:      raw.Country,
		Groups:       raw.Groups,
		Lines:        k.lines(raw),
		Email:        raw.Email,
		URL:          raw.URL,
		Ages:         directory.Ages{Min: raw.AgeMin, Max: raw.AgeMax},
		Promises:     directory.Promises{Free: directory.FromBool(raw.Free), Anonymous: directory.FromBool(raw.Anonymous)},
		Languages:    raw.Languages,
		Topics:       k.topicsOf(directory.KindHelpline, raw.ID, raw.Topics),
		Agreement:    withhold(raw.Agreement, raw.PhoneDisputed),
		Provenance:   k.provenance(raw.ID, raw.rawSource),
	}
	h.Provenance.SourceNote = withhold(raw.SourceNote, raw.PhoneDisputed)
	for _, s := range raw.Sources {
		s.Note = withhold(s.Note, raw.PhoneDisputed)
		h.Sources = append(h.Sources, s)
	}
	k.serve(h, raw.Area)
	k.helplines = append(k.helplines, h)
}

// withhold takes disputed numbers out of a text, however they are spaced:
// somebody in distress would dial them.
func withhold(text string, numbers []string) string {
	for _, n := range numbers {
		spaced := strings.Join(strings.Split(dial(n), ""), "[ -]*")
		text = regexp.MustCompile(spaced).ReplaceAllString(text, "(withheld)")
	}
	return text
}

// serve says whom a helpline serves.
func (k *maker) serve(h *directory.Helpline, words string) {
	a, ok := k.mapping.areas[[2]string{h.Country, words}]
	if !ok {
		k.summary.undecide("areas.csv has no row for %q in %s, as %s has it", words, h.Country, h.ID)
	}
	h.Nationwide = a.nationwide
	if words != h.Country {
		h.Area = words
	}
	if a.municipality != "" {
		m, ok := k.towns.gazetteer.MunicipalityByName(h.Country, a.municipality)
		if !ok {
			k.summary.undecide("the municipality %q of areas.csv is not in the gazetteer", a.municipality)
		}
		h.Municipality = m.Code
	}
}

// lines gives the ways to reach a helpline, in the order of the record.
func (k *maker) lines(raw rawHelpline) []directory.Line {
	var lines []directory.Line
	channels := k.channelsOf(raw.ID, raw.Channels)
	for channel, has := range map[directory.Channel]bool{
		directory.Phone: raw.Phone != "", directory.SMS: raw.SMS != "",
		directory.WhatsApp: raw.WhatsApp != "", directory.Chat: raw.ChatURL != "",
	} {
		if has && !slices.Contains(channels, channel) {
			k.summary.undecide("%s has a way to be reached that its channels do not name: %s", raw.ID, channel)
		}
	}
	for _, channel := range channels {
		line := directory.Line{Channel: channel, Hours: k.lineHours(raw, channel)}
		switch channel {
		case directory.Phone:
			line.Number, line.Dial = raw.Phone, raw.Dial
		case directory.SMS:
			line.Number, line.Dial = raw.SMS, dial(raw.SMS)
		case directory.WhatsApp:
			line.Number, line.Dial = raw.WhatsApp, dial(raw.WhatsApp)
		case directory.Chat:
			line.URL = raw.ChatURL
		case directory.Website:
			line.URL = raw.URL
		}
		lines = append(lines, line)
		if channel == directory.Phone {
			for _, also := range raw.PhoneAlso { // one number, one line: "113 of 0800-0113"
				line.Number, line.Dial = also, dial(also)
				lines = append(lines, line)
			}
		}
	}
	return lines
}
