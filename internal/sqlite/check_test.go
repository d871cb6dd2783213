package sqlite_test

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"walkin/internal/directory"
	"walkin/internal/problem"
	"walkin/internal/sqlite"
)

func TestCheck(t *testing.T) {
	tests := []struct {
		name      string
		statement string
		words     string
	}{
		{"an altered text is found", `DROP TRIGGER changes_are_not_altered; UPDATE changes SET body = replace(body, 'odense', 'odensE')`, "checksum"},
		{"an altered author is found", `DROP TRIGGER changes_are_not_altered; UPDATE changes SET author = 'somebody else' WHERE number = 3`, "checksum"},
		{"a missing change is found", `PRAGMA foreign_keys = OFF; DROP TRIGGER changes_are_not_removed; DELETE FROM changes WHERE number = 3`, "not there"},
		{"a missing last change is found", `DROP TRIGGER changes_are_not_removed; DELETE FROM entries WHERE kind = 'topic' AND id = 'free'; DELETE FROM changes WHERE id = 'free' AND revision = 1`, "change"},
		{"an entry that the log knows and the lists do not is found", `DELETE FROM entries WHERE kind = 'helpline'`, "not what the log says"},
		{"an entry in the wrong place is found", `UPDATE areas SET municipality = '9999' WHERE id = 'aarhus'`, "otherwise"},
		{"an entry under the wrong organisation is found", `UPDATE entries SET organisation = 'huis' WHERE id = 'odense'`, "otherwise"},
		{"a lost link is found", `DELETE FROM links WHERE from_id = 'odense' AND to_kind = 'topic'`, "otherwise"},
		{"a link that leads nowhere is found", `PRAGMA foreign_keys = OFF; INSERT INTO links VALUES ('centre', 'odense', 'topic', 'none')`, "refers to something"},
		{"a listing that is lost is found", `DELETE FROM listings WHERE id = 'odense'`, "otherwise"},
		{"a listing of something that is not there is found", `INSERT INTO listings VALUES (1000, 'centre', 'none', 1, 1, '')`, "is not there"},
		{"a filter that is lost is found", `DELETE FROM facets WHERE id = 'odense' AND facet = 'topic'`, "files"},
		{"a filter that does not hold is found", `INSERT INTO facets VALUES ('centre', 'odense', 'network', 'none', 1)`, "files"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := newCatalogue(t, append(town(), topic("free", ""))...)
			put(t, c, topic("free", "talk"))
			check(t, c)
			if err := c.Exec(t.Context(), tt.statement); err != nil {
				t.Fatal(err)
			}
			wantProblem(t, c.Check(t.Context()), problem.Unavailable, tt.words, "damaged")
		})
	}
}

// A disk turns over one bit. Either somebody notices, when the catalogue is
// opened, read or checked, or the bit was of no consequence: nothing that was
// written is ever served otherwise than it was written.
func TestATurnedBitIsNeverServed(t *testing.T) {
	path := written(t)
	sound, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	c := open(t, path)
	want, history := live(t, c), log(t, c)
	folder := t.TempDir()
	for n := range 300 {
		bit := rand.IntN(8 * len(sound))
		turned := bytes.Clone(sound)
		turned[bit/8] ^= 1 << (bit % 8)
		path := filepath.Join(folder, fmt.Sprintf("%d.db", n))
		if err := os.WriteFile(path, turned, 0o600); err != nil {
			t.Fatal(err)
		}
		c, err := sqlite.Open(t.Context(), path, options)
		if err != nil {
			continue // noticed at the start
		}
		got := make(map[directory.Key]string)
		_, err = c.Each(t.Context(), func(change directory.Change) error {
			got[change.Key] = encode(t, change.Entry)
			return nil
		})
		if err == nil && c.Check(t.Context()) == nil && (!maps.Equal(got, want) || log(t, c) != history) {
			t.Errorf("bit %d of byte %d went unnoticed", bit%8, bit/8)
		}
		_ = c.Close()
		_ = os.Remove(path)
	}
}

func TestATurnedBitInATextIsNoticedWhenItIsRead(t *testing.T) {
	path := written(t)
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	i := bytes.LastIndex(b, []byte(`"name":"aarhus"`))
	if i < 0 {
		t.Fatal("the text is not in the file")
	}
	b[i+9] ^= 1 // aarhus becomes aaruhs' neighbour: well-formed, and wrong
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	c := open(t, path)
	_, err = c.Entry(t.Context(), directory.Key{Kind: directory.KindCentre, ID: "aarhus"})
	wantProblem(t, err, problem.Unavailable, "damaged", "checksum")
	if _, err := c.Entry(t.Context(), directory.Key{Kind: directory.KindCentre, ID: "gent"}); err != nil {
		t.Errorf("what is whole can be read: %v", err)
	}
	if _, err := c.Each(t.Context(), func(directory.Change) error { return nil }); problem.KindOf(err) != problem.Unavailable {
		t.Errorf("reading all gave %v", err)
	}
}

func TestAnErrorOfTheCallerEndsEach(t *testing.T) {
	enough := errors.New("enough")
	c := newCatalogue(t, town()...)
	if _, err := c.Each(t.Context(), func(directory.Change) error { return enough }); !errors.Is(err, enough) {
		t.Errorf("got %v", err)
	}
	put(t, c, topic("music", "")) // and the connection is free again
}

// log gives the whole log as a text.
func log(t testing.TB, c *sqlite.Catalogue) string {
	t.Helper()
	changes, err := c.ChangesAfter(t.Context(), 0, 10000)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	for _, c := range changes {
		body := "deleted"
		if !c.Deleted() {
			body = encode(t, c.Entry)
		}
		fmt.Fprintln(&b, c.Number, c.Key, c.Revision, c.Author, c.At, body)
	}
	return b.String()
}
