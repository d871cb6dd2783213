package sqlite_test

import (
	"path/filepath"
	"slices"
	"testing"
	"time"

	"walkin/internal/problem"
	"walkin/internal/sqlite"
	"walkin/internal/staff"
)

func preview(id, member string, made time.Time) staff.Preview {
	return staff.Preview{
		PreviewHead: staff.PreviewHead{ID: id, Member: member, Organisation: "dsi", Format: "csv", Made: made, Expires: made.Add(staff.PreviewLife)},
		Steps:       []staff.PreviewStep{{Kind: "centre", ID: "a", Title: "A", Row: 2, Body: []byte(`{"id":"a"}`)}, {Kind: "centre", ID: "b", Title: "B", Base: 3, Body: []byte("null")}},
	}
}

func TestAPreviewIsKeptForADayAndFinishedOnce(t *testing.T) {
	now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	office, err := sqlite.OpenOffice(t.Context(), filepath.Join(t.TempDir(), "office.db"), sqlite.Options{Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = office.Close() })
	put := func(p staff.Preview) {
		t.Helper()
		if err := office.PutPreview(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	put(preview("i-1", "m-1", now))
	p, err := office.Preview(t.Context(), "i-1")
	if err != nil || len(p.Steps) != 2 || p.Steps[0].Drops() || !p.Steps[1].Drops() || p.Outcome != nil || !p.Made.Equal(now) {
		t.Fatalf("%+v, %v", p, err)
	}

	draft := staff.Draft{ID: "d-1", Kind: "centre", Entry: "a", State: staff.DraftOpen, Body: []byte(`{}`), Member: "m-1", Made: now}
	done := staff.PreviewOutcome{At: now, Drafts: 1, Entries: []staff.PreviewedEntry{{Kind: "centre", ID: "a", Draft: "d-1"}}}
	// Both or neither: a draft that cannot be kept leaves the preview open.
	if err := office.FinishPreview(t.Context(), "i-1", done, []staff.Draft{draft, draft}); err == nil {
		t.Error("one draft was kept twice")
	}
	if p, _ := office.Preview(t.Context(), "i-1"); p.Outcome != nil {
		t.Error("half of it was written down")
	}
	if err := office.FinishPreview(t.Context(), "i-1", done, []staff.Draft{draft}); err != nil {
		t.Fatal(err)
	}
	if err := office.FinishPreview(t.Context(), "i-1", done, nil); problem.KindOf(err) != problem.Conflict {
		t.Errorf("finished twice: %v", err)
	}
	if p, err = office.Preview(t.Context(), "i-1"); err != nil || p.Outcome == nil || p.Outcome.Entries[0].Draft != "d-1" {
		t.Errorf("%+v, %v", p.Outcome, err)
	}

	// Of many previews of one member the last ten stay; others keep theirs.
	put(preview("i-other", "m-2", now))
	for i := range 12 {
		now = now.Add(time.Second)
		put(preview("i-many-"+string(rune('a'+i)), "m-1", now))
	}
	heads, err := office.Previews(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, h := range heads {
		ids = append(ids, h.ID)
	}
	if len(ids) != 11 || ids[0] != "i-many-l" || slices.Contains(ids, "i-many-b") || !slices.Contains(ids, "i-many-c") || ids[10] != "i-other" {
		t.Errorf("what waits: %v", ids)
	}

	now = now.Add(staff.PreviewLife)
	if _, err := office.Preview(t.Context(), "i-1"); problem.KindOf(err) != problem.NotFound {
		t.Errorf("after a day: %v", err)
	}
	if heads, _ := office.Previews(t.Context()); len(heads) != 0 {
		t.Errorf("after a day %d wait", len(heads))
	}
}
