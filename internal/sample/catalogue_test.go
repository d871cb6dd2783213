package sample_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"walkin/data"
	"walkin/internal/directory"
	"walkin/internal/sample"
)

func newCatalogue(tb testing.TB, n int, seed uint64) *sample.Catalogue {
	tb.Helper()
	c, err := sample.New(n, seed)
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

// found picks the entries of one type.
func found[E directory.Entry](entries []directory.Entry) []E {
	var picked []E
	for _, e := range entries {
		if e, ok := e.(E); ok {
			picked = append(picked, e)
		}
	}
	return picked
}

func TestEveryEntryIsValidAndRefersToOnesBeforeIt(t *testing.T) {
	c := newCatalogue(t, 2000, 1)
	before := make(map[directory.Key]bool)
	searchable := 0
	for e := range c.Entries() {
		for _, f := range e.Problems() {
			t.Errorf("%s%s: %s", e.Key(), f.Pointer, f.Detail)
		}
		for _, key := range e.References() {
			if !before[key] {
				t.Errorf("%s refers to %s, which does not stand before it", e.Key(), key)
			}
		}
		if before[e.Key()] {
			t.Errorf("%s is there twice", e.Key())
		}
		before[e.Key()] = true
		if slices.Contains(directory.Searchable, e.Key().Kind) {
			searchable++
		}
		line, err := directory.EncodeLine(e)
		if err != nil {
			t.Fatal(err)
		}
		read, err := directory.DecodeLine(line)
		if err != nil {
			t.Fatalf("%s: %v", e.Key(), err)
		}
		if again, err := directory.EncodeLine(read); err != nil || !bytes.Equal(line, again) {
			t.Errorf("%s is another one when it has been written and read: %v", e.Key(), err)
		}
	}
	if searchable != 2000 {
		t.Errorf("%d entries can be found, want 2000", searchable)
	}
	if len(before) != c.Len() {
		t.Errorf("there are %d entries, Len says %d", len(before), c.Len())
	}
}

func TestAnySizeAndSeedGivesAValidCatalogue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(-1, 60).Draw(t, "n")
		c, err := sample.New(n, rapid.Uint64().Draw(t, "seed"))
		if err != nil {
			t.Fatal(err)
		}
		before := make(map[directory.Key]bool)
		for e := range c.Entries() {
			if problems := e.Problems(); len(problems) > 0 {
				t.Fatalf("%s: %v", e.Key(), problems)
			}
			for _, key := range e.References() {
				if !before[key] {
					t.Fatalf("%s refers to %s", e.Key(), key)
				}
			}
			before[e.Key()] = true
		}
		if len(before) != c.Len() {
			t.Fatalf("there are %d entries, Len says %d", len(before), c.Len())
		}
	})
}

// sum is a checksum of the JSON Lines of a catalogue.
func sum(t *testing.T, n int, seed uint64) [sha256.Size]byte {
	t.Helper()
	h := sha256.New()
	for e := range newCatalogue(t, n, seed).Entries() {
		line, err := directory.EncodeLine(e)
		if err != nil {
			t.Fatal(err)
		}
		h.Write(line)
	}
	return [sha256.Size]byte(h.Sum(nil))
}

func TestTheSameSizeAndSeedGiveTheSameBytes(t *testing.T) {
	first := sum(t, 1000, 7)
	if sum(t, 1000, 7) != first {
		t.Error("the same size and seed gave other bytes")
	}
	if sum(t, 1000, 8) == first {
		t.Error("another seed gave the same bytes")
	}
	if sum(t, 999, 7) == first {
		t.Error("another size gave the same bytes")
	}
}

func TestEachNumbersTheChangesOfALog(t *testing.T) {
	c := newCatalogue(t, 50, 1)
	next := uint64(1)
	last, err := c.Each(t.Context(), func(change directory.Change) error {
		if change.Number != next || change.Revision != 1 || change.Key != change.Entry.Key() || change.Author != sample.Author {
			t.Errorf("change %d is %+v", next, change)
		}
		next++
		return nil
	})
	if err != nil || last != next-1 || last != uint64(c.Len()) {
		t.Errorf("last is %d (%v) after %d changes", last, err, next-1)
	}
	stop := errors.New("stop")
	if _, err := c.Each(t.Context(), func(directory.Change) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("Each does not end with the error of f: %v", err)
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.Each(cancelled, func(directory.Change) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("Each does not end with the context: %v", err)
	}
}

func TestNothingCanBeTakenForAFact(t *testing.T) {
	for e := range newCatalogue(t, 2000, 3).Entries() {
		if e.Key().Kind == directory.KindTopic {
			continue
		}
		line, err := directory.EncodeLine(e)
		if err != nil {
			t.Fatal(err)
		}
		text := string(line)
		if !strings.Contains(text, `"source_note":"`+sample.Note+`"`) {
			t.Errorf("%s does not say that it is generated", e.Key())
		}
		if !strings.HasPrefix(e.Key().ID, "sample-") {
			t.Errorf("the id of %s does not begin with sample-", e.Key())
		}
		for _, field := range []string{`"dial"`, `"number"`, `"sms":"`, `"phone":"`, `"email":"`} {
			if strings.Contains(text, field) {
				t.Errorf("%s has a %s, which could be somebody's", e.Key(), field)
			}
		}
		for rest := text; ; {
			_, after, more := strings.Cut(rest, "https://")
			if !more {
				break
			}
			host, _, _ := strings.Cut(after, "/")
			if !strings.HasSuffix(host, ".example") {
				t.Errorf("%s has an address at %s, which may exist", e.Key(), host)
			}
			rest = after
		}
	}
}

func TestNoNameIsThatOfARealOne(t *testing.T) {
	content, err := data.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	var operators, names []string
	lines := bufio.NewScanner(bytes.NewReader(content))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		e, err := directory.DecodeLine(lines.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		switch e.(type) {
		case *directory.Organisation, *directory.Network:
			operators = append(operators, " "+strings.ToLower(nameOf(e))+" ")
		case *directory.Centre, *directory.Helpline:
			names = append(names, strings.ToLower(nameOf(e)))
		}
	}
	if len(operators) == 0 || len(names) == 0 {
		t.Fatal("the built-in catalogue has no names")
	}
	for e := range newCatalogue(t, 5000, 4).Entries() {
		name := strings.ToLower(nameOf(e))
		if name != "" && slices.Contains(names, name) {
			t.Errorf("%s is called %q, as a real place is", e.Key(), nameOf(e))
		}
		for _, operator := range operators {
			if strings.Contains(" "+name+" ", operator) {
				t.Errorf("%s is called %q, which names%s", e.Key(), nameOf(e), operator)
			}
		}
	}
}

func nameOf(e directory.Entry) string {
	switch e := e.(type) {
	case *directory.Network:
		return e.Name
	case *directory.Organisation:
		return e.Name
	case *directory.Centre:
		return e.Name
	case *directory.Helpline:
		return e.Name
	default:
		return ""
	}
}
