package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"walkin/data"
	"walkin/internal/directory"
)

// rawFolder writes raw files, by name without ".jsonl", and the topics of the
// built-in catalogue beside them.
func rawFolder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	content, err := data.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	var topics [][]byte
	for line := range bytes.Lines(content) {
		entry, isTopic := bytes.CutPrefix(bytes.TrimSpace(line), []byte(`{"kind":"topic","entry":`))
		if isTopic {
			topics = append(topics, bytes.TrimSuffix(entry, []byte("}")))
		}
	}
	files["topics.json"] = "[" + string(bytes.Join(topics, []byte(","))) + "]"
	for name, text := range files {
		if !strings.Contains(name, ".") {
			name += ".jsonl"
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// makeFrom makes a catalogue of raw files with the mapping files of the project.
func makeFrom(t *testing.T, files map[string]string) (map[directory.Key]directory.Entry, *summary, error) {
	t.Helper()
	r, err := readRaw(rawFolder(t, files))
	if err != nil {
		return nil, nil, err
	}
	m, err := readMapping("../mapping")
	if err != nil {
		t.Fatal(err)
	}
	g, err := newTowns()
	if err != nil {
		t.Fatal(err)
	}
	entries, s, err := makeCatalogue(r, m, g)
	byKey := make(map[directory.Key]directory.Entry, len(entries))
	for _, e := range entries {
		byKey[e.Key()] = e
	}
	return byKey, s, err
}

// venueOf gives a raw venue in Aarhus with some fields of its own.
func venueOf(id, fields string) string {
	return `{"id":"` + id + `","name":"Huset","kind":"youth_house","topics":["hang out"],` +
		`"address":{"city":"Aarhus","municipality":"Aarhus","country":"DK"},` + fields + `"source_url":"https://example.org/"}` + "\n"
}

func centre(t *testing.T, entries map[directory.Key]directory.Entry, id string) *directory.Centre {
	t.Helper()
	c, ok := entries[directory.Key{Kind: directory.KindCentre, ID: id}].(*directory.Centre)
	if !ok {
		t.Fatalf("there is no centre %s", id)
	}
	return c
}

func activity(t *testing.T, entries map[directory.Key]directory.Entry, id string) *directory.Activity {
	t.Helper()
	a, ok := entries[directory.Key{Kind: directory.KindActivity, ID: id}].(*directory.Activity)
	if !ok {
		t.Fatalf("there is no activity %s", id)
	}
	return a
}

func TestTheSameRawFilesGiveTheSameBytes(t *testing.T) {
	files := map[string]string{
		"organisations-dk": `{"id":"huset","name":"Huset","kind":"ngo","country":"DK","description_da":"Et hus."}`,
		"venues-dk": venueOf("dk-b", `"organisation":"huset",`) +
			venueOf("dk-a", `"opening_hours":[{"days":["mon"],"opens":"12:00","closes":"18:00"}],`),
		"activities-dk": `{"id":"c","venue":"dk-a","title":"Åbent","kind":"fixed","schedule":{"days":["mon"],"starts":"12:00","ends":"18:00","frequency":"weekly"},"topics":["music"],"source_url":"https://example.org/"}`,
	}
	var first []byte
	for range 3 {
		out := t.TempDir()
		if err := os.CopyFS(filepath.Join(out, "mapping"), os.DirFS("../mapping")); err != nil {
			t.Fatal(err)
		}
		c := catalogueCommand{folders{Raw: rawFolder(t, files), Out: out}}
		if err := c.Run(); err != nil {
			t.Fatal(err)
		}
		b, err := os.ReadFile(filepath.Join(out, "catalogue.jsonl.gz"))
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = b
		}
		if !bytes.Equal(first, b) {
			t.Fatal("the second file differs from the first")
		}
	}
}

func TestWhatNobodyHasDecidedStopsTheMaker(t *testing.T) {
	tests := map[string]struct {
		files map[string]string
		want  string
	}{
		"a note without a verdict": {
			map[string]string{"venues-dk": venueOf("dk-a", `"opening_hours":[{"days":["mon"],"note":"kun ved fuldmåne"}],`)},
			`hours.csv has no verdict on the note "kun ved fuldmåne" of dk-a`,
		},
		"a kind without a row": {
			map[string]string{"venues-dk": strings.Replace(venueOf("dk-a", ""), "youth_house", "spaceship", 1)},
			"kinds.csv has no row for spaceship in DK",
		},
		"a peer group without a verdict": {
			map[string]string{"venues-nl": strings.NewReplacer("youth_house", "peer_group", "DK", "NL", "Aarhus", "Utrecht").Replace(venueOf("nl-a", ""))},
			"groups.csv has no verdict on nl-a",
		},
		"words for how often that are not known": {
			map[string]string{
				"venues-dk":     venueOf("dk-a", ""),
				"activities-dk": `{"id":"b","venue":"dk-a","title":"B","kind":"fixed","schedule":{"days":["mon"],"frequency":"now and then"},"topics":["music"]}`,
			},
			`frequencies.csv has no treatment of "now and then" of b`,
		},
		"an area without a row": {
			map[string]string{"helplines-dk": `{"id":"a","name":"A","country":"DK","area":"Månen","helpline_group":["other"]}`},
			`areas.csv has no row for "Månen"`,
		},
		"a channel that is not known": {
			map[string]string{"venues-dk": venueOf("dk-a", `"channels":["telepathy"],`)},
			`channel "telepathy" of dk-a is not known`,
		},
		"a field that is not known": {
			map[string]string{"venues-dk": venueOf("dk-a", `"wheelchair":true,`)},
			`unknown field "wheelchair"`,
		},
		"a record that claims to be verified": {
			map[string]string{"venues-dk": venueOf("dk-a", `"verified":true,`)},
			"dk-a says that it is verified, but not when or by whom",
		},
		"a municipality that does not exist": {
			map[string]string{"venues-dk": strings.Replace(venueOf("dk-a", ""), `"municipality":"Aarhus"`, `"municipality":"Andeby"`, 1)},
			`the municipality "Andeby" of dk-a is not in the gazetteer`,
		},
		"an activity at a place that does not exist": {
			map[string]string{"activities-dk": `{"id":"b","venue":"dk-a","title":"B","kind":"fixed","schedule":{},"topics":["music"]}`},
			"b is at dk-a, which is not there",
		},
		"a centre whose only topic is mapped to nothing": {
			map[string]string{"venues-dk": strings.Replace(venueOf("dk-a", ""), "hang out", "telekinesis", 1)},
			"centre:dk-a/topics",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, _, err := makeFrom(t, test.files)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want one that says %q", err, test.want)
			}
		})
	}
}

func TestAPhraseWithoutATopicIsReported(t *testing.T) {
	entries, s, err := makeFrom(t, map[string]string{
		"venues-dk": strings.Replace(venueOf("dk-a", ""), `"hang out"`, `"hang out","telekinesis"`, 1),
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := centre(t, entries, "dk-a").Topics; len(got) != 1 || got[0] != "hangout" {
		t.Errorf("topics %q, want hangout", got)
	}
	var b bytes.Buffer
	s.write(&b)
	if !strings.Contains(b.String(), "telekinesis: dk-a") {
		t.Errorf("the summary does not name the phrase:\n%s", &b)
	}
}

func TestAPlaceForPatientsIsLeftOutWithAllThatHappensThere(t *testing.T) {
	entries, s, err := makeFrom(t, map[string]string{
		"venues-dk":     strings.Replace(venueOf("dk-a", ""), `"hang out"`, `"hang out","patients only"`, 1),
		"activities-dk": `{"id":"b","venue":"dk-a","title":"B","kind":"fixed","schedule":{},"topics":["music"]}`,
	})
	if err != nil {
		t.Fatal(err)
	}
	for key := range entries {
		if key.Kind == directory.KindCentre || key.Kind == directory.KindActivity {
			t.Errorf("%s is in the catalogue", key)
		}
	}
	if len(s.leftOut) != 2 {
		t.Errorf("left out: %v, want the place and its activity", s.leftOut)
	}
}

func TestAPlaceForAllAgesIsMarked(t *testing.T) {
	entries, _, err := makeFrom(t, map[string]string{
		"venues-dk": strings.Replace(venueOf("dk-a", `"age_min":18,`), `"hang out"`, `"hang out","all ages"`, 1),
	})
	if err != nil {
		t.Fatal(err)
	}
	c := centre(t, entries, "dk-a")
	if !c.Ages.All || c.Audience != directory.ForEveryone || c.Ages.Fit(17) != directory.No {
		t.Errorf("ages %+v for %s, want all from 18 for everyone", c.Ages, c.Audience)
	}
}
