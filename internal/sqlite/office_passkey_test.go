package sqlite_test

import (
	"encoding/json"
	"path/filepath"
	"testing"

	"walkin/internal/problem"
	"walkin/internal/sqlite"
	"walkin/internal/staff"
)

// TestOfTwoThatUseOneKeyOneGetsIn has a device and its copy sign in at the same
// moment: both were checked against the same counter, and one is too late.
func TestOfTwoThatUseOneKeyOneGetsIn(t *testing.T) {
	o, err := sqlite.OpenOffice(t.Context(), filepath.Join(t.TempDir(), "office.db"), options)
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	m := staff.Member{ID: "m-1", Name: "Mette", Email: "mette@example.dk", Lang: "da", Active: true, Made: clock()}
	if err := o.PutMember(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	made, err := staff.NewPasskey(m.ID, "telefon", []byte("credential"), json.RawMessage(`{"counter": 1}`), clock())
	if err == nil {
		err = o.PutPasskey(t.Context(), made)
	}
	if err != nil {
		t.Fatal(err)
	}
	kept, err := o.PasskeyByCredential(t.Context(), []byte("credential"))
	if err != nil {
		t.Fatal(err)
	}
	before, used := kept.Record, clock()
	kept.Record, kept.Used = json.RawMessage(`{"counter":2}`), &used
	if err := o.UsePasskey(t.Context(), kept, before); err != nil {
		t.Errorf("the first: %v", err)
	}
	if err := o.UsePasskey(t.Context(), kept, before); problem.KindOf(err) != problem.Unauthenticated {
		t.Errorf("the second: %v", err)
	}
	if err := o.RemovePasskey(t.Context(), m.ID, kept.ID); err != nil {
		t.Fatal(err)
	}
	if err := o.UsePasskey(t.Context(), kept, kept.Record); problem.KindOf(err) != problem.Unauthenticated {
		t.Errorf("a use after it was removed: %v", err)
	}
	if all, err := o.Passkeys(t.Context(), m.ID); err != nil || len(all) != 0 {
		t.Errorf("it came back: %v, %v", all, err)
	}
}
