package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"walkin/internal/directory"
)

// raw is the raw facts of all countries, in the order of their files.
type raw struct {
	topics        []*directory.Topic
	organisations []rawOrganisation
	venues        []rawVenue
	activities    []rawActivity
	helplines     []rawHelpline
}

// rawSource is what every raw record says of where it comes from. A null in
// the file is the empty string here: the source did not say.
type rawSource struct {
	SourceURL  string   `json:"source_url"`
	SourceSeen string   `json:"source_seen"`
	Verified   bool     `json:"verified"`
	Inferred   []string `json:"inferred_fields"`
}

// rawText is a description, in the one language that the record has it in.
type rawText struct {
	Danish string `json:"description_da"`
	Dutch  string `json:"description_nl"`
}

type rawOrganisation struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Kind    string `json:"kind"`
	URL     string `json:"url"`
	Phone   string `json:"phone"`
	Email   string `json:"email"`
	Country string `json:"country"`
	rawText
	rawSource
}

type rawVenue struct {
	ID           string     `json:"id"`
	Organisation string     `json:"organisation"`
	Name         string     `json:"name"`
	Kind         string     `json:"kind"`
	Address      rawAddress `json:"address"`
	Lat          *float64   `json:"lat"`
	Lon          *float64   `json:"lon"`
	GeoPrecision string     `json:"geo_precision"`
	Phone        string     `json:"phone"`
	Email        string     `json:"email"`
	URL          string     `json:"url"`
	OpeningHours []rawHours `json:"opening_hours"`
	AgeMin       *int       `json:"age_min"`
	AgeMax       *int       `json:"age_max"`
	Promises     struct {
		NoAppointment *bool `json:"no_appointment"`
		NoReferral    *bool `json:"no_referral"`
		Free          *bool `json:"free"`
		Anonymous     *bool `json:"anonymous"`
	} `json:"promises"`
	Languages []string `json:"languages"`
	Topics    []string `json:"topics"`
	Channels  []string `json:"channels"`
	rawText
	rawSource
}

type rawAddress struct {
	Street       string `json:"street"`
	PostalCode   string `json:"postal_code"`
	City         string `json:"city"`
	Municipality string `json:"municipality"`
	Country      string `json:"country"`
}

// rawHours are hours on some weekdays; a missing time is the empty string.
type rawHours struct {
	Days    []string `json:"days"`
	Opens   string   `json:"opens"`
	Closes  string   `json:"closes"`
	Note    string   `json:"note"`
	Channel string   `json:"channel"` // of a helpline only
}

type rawActivity struct {
	ID       string `json:"id"`
	Venue    string `json:"venue"`
	Title    string `json:"title"`
	Kind     string `json:"kind"`
	Schedule struct {
		Date      string   `json:"date"` // of a single event; the rest is then empty but for the times
		Days      []string `json:"days"`
		Starts    string   `json:"starts"`
		Ends      string   `json:"ends"`
		Frequency string   `json:"frequency"`
		ValidFrom string   `json:"valid_from"`
		ValidTo   string   `json:"valid_to"`
	} `json:"schedule"`
	AgeMin       *int     `json:"age_min"`
	AgeMax       *int     `json:"age_max"`
	Free         *bool    `json:"free"`
	Registration *bool    `json:"registration_required"`
	Topics       []string `json:"topics"`
	rawText
	rawSource
}

type rawHelpline struct {
	ID            string                    `json:"id"`
	Organisation  string                    `json:"organisation"`
	Name          string                    `json:"name"`
	Country       string                    `json:"country"`
	Area          string                    `json:"area"`
	Groups        []directory.HelplineGroup `json:"helpline_group"`
	Phone         string                    `json:"phone"`
	PhoneAlso     []string                  `json:"phone_also"`
	PhoneDisputed []string                  `json:"phone_disputed"` // never shown
	Dial          string                    `json:"dial"`
	SMS           string                    `json:"sms"`
	WhatsApp      string                    `json:"whatsapp"`
	ChatURL       string                    `json:"chat_url"`
	Email         string                    `json:"email"`
	URL           string                    `json:"url"`
	Channels      []string                  `json:"channels"`
	OpeningHours  []rawHours                `json:"opening_hours"`
	RoundTheClock *bool                     `json:"round_the_clock"`
	AgeMin        *int                      `json:"age_min"`
	AgeMax        *int                      `json:"age_max"`
	Free          *bool                     `json:"free"`
	Anonymous     *bool                     `json:"anonymous"`
	Languages     []string                  `json:"languages"`
	Topics        []string                  `json:"topics"`
	Sources       []directory.Source        `json:"sources"`
	Agreement     string                    `json:"agreement"`
	SourceNote    string                    `json:"source_note"`
	rawText
	rawSource
}

// readRaw reads topics.json and the four files of each country. A field that
// nothing here knows is an error, so that no fact is dropped in silence.
func readRaw(dir string) (*raw, error) {
	r := new(raw)
	content, err := os.ReadFile(filepath.Join(dir, "topics.json"))
	if err != nil {
		return nil, fmt.Errorf("read raw: %w", err)
	}
	var topics []json.RawMessage
	if err := json.Unmarshal(content, &topics); err != nil {
		return nil, fmt.Errorf("read raw topics: %w", err)
	}
	for _, t := range topics {
		entry, err := directory.Decode(directory.KindTopic, t)
		if err != nil {
			return nil, fmt.Errorf("read raw topics: %w", err)
		}
		r.topics = append(r.topics, entry.(*directory.Topic))
	}
	for _, country := range []string{"dk", "nl", "be"} {
		if err := errors.Join(
			readJSONLines(dir, "organisations-"+country, &r.organisations),
			readJSONLines(dir, "venues-"+country, &r.venues),
			readJSONLines(dir, "activities-"+country, &r.activities),
			readJSONLines(dir, "helplines-"+country, &r.helplines),
		); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// readJSONLines appends the records of one file to list. A country may lack a
// file.
func readJSONLines[R any](dir, name string, list *[]R) error {
	name += ".jsonl"
	content, err := os.ReadFile(filepath.Join(dir, name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read raw: %w", err)
	}
	lines := bufio.NewScanner(bytes.NewReader(content))
	lines.Buffer(nil, len(content)+1)
	for n := 1; lines.Scan(); n++ {
		dec := json.NewDecoder(bytes.NewReader(lines.Bytes()))
		dec.DisallowUnknownFields()
		var record R
		if err := dec.Decode(&record); err != nil {
			return fmt.Errorf("read raw %s, line %d: %w", name, n, err)
		}
		*list = append(*list, record)
	}
	return lines.Err()
}

// text gives a raw description as a text of the directory.
func (t rawText) text() directory.Text {
	text := make(directory.Text)
	for lang, s := range map[string]string{"da": t.Danish, "nl": t.Dutch} {
		if s != "" {
			text[lang] = s
		}
	}
	return text
}

// language is the language in which the raw records of a country are written.
func language(country string) string {
	if country == "DK" {
		return "da"
	}
	return "nl"
}

// pointers are the raw names of inferred fields as they are called in an entry.
var pointers = map[string]string{
	"address.street":          "/location/street",
	"address.postal_code":     "/location/postal_code",
	"address.city":            "/location/town",
	"address.municipality":    "/location/municipality",
	"age_min":                 "/ages/min",
	"age_max":                 "/ages/max",
	"opening_hours":           "/hours",
	"opening_hours.days":      "/hours",
	"promises.no_appointment": "/promises/no_appointment",
	"promises.no_referral":    "/promises/no_referral",
	"promises.free":           "/promises/free",
	"promises.anonymous":      "/promises/anonymous",
}

// provenance says where a raw record comes from. Nobody has verified it: a
// record that says otherwise needs a day and a person, which the raw files
// have no field for.
func (k *maker) provenance(id string, s rawSource) directory.Provenance {
	if s.Verified {
		k.summary.undecide("%s says that it is verified, but not when or by whom", id)
	}
	p := directory.Provenance{SourceURL: s.SourceURL, SourceSeen: s.SourceSeen}
	for _, field := range s.Inferred {
		pointer, ok := pointers[field]
		if !ok {
			k.summary.undecide("inferred field %q of %s is not known", field, id)
		}
		p.Inferred = append(p.Inferred, pointer)
	}
	return p
}
