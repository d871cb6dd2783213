package api_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"walkin/internal/directory"
)

func TestStaffSystemsHearOfEveryChangeOnce(t *testing.T) {
	entries := sample()
	s, c := serveCatalogue(t, entries...)
	type page struct {
		Changes []struct {
			Number   uint64
			Kind, ID string
			Revision int
			Deleted  bool
			Entry    json.RawMessage
		}
		Next, Last uint64
	}
	known := map[string]string{}
	after := uint64(0)
	read := func() (heard []string) {
		for {
			a := s.do("GET", fmt.Sprintf("/v1/changes?limit=3&after=%d", after), "")
			var p page
			a.json(t, &p)
			if len(p.Changes) == 0 {
				if p.Next != after || p.Last != after {
					t.Errorf("the end is %s after %d", a.body, after)
				}
				return heard
			}
			for _, change := range p.Changes {
				key := change.Kind + ":" + change.ID
				heard = append(heard, key)
				if delete(known, key); !change.Deleted {
					known[key] = string(change.Entry)
				} else if change.Entry != nil {
					t.Errorf("a deleted one has an entry: %s", change.Entry)
				}
			}
			after = p.Next
		}
	}
	if heard := read(); len(heard) != len(entries) {
		t.Errorf("heard of %d, want %d", len(heard), len(entries))
	}
	write(t, c, &directory.Organisation{ID: "dsi", Name: "Nyt navn", Country: "DK"})
	write(t, c, &directory.Organisation{ID: "dsi", Name: "Nyere navn", Country: "DK"})
	gone := &directory.Centre{ID: "dk-gone-again", Name: "Kort", Topics: []string{"loneliness"}, Location: directory.Location{Country: "DK"}}
	write(t, c, gone)
	if _, err := c.Delete(t.Context(), gone.Key(), directory.Edit{Author: author}); err != nil {
		t.Fatal(err)
	}
	if heard := read(); !slices.Equal(heard, []string{"organisation:dsi", "centre:dk-gone-again"}) || !strings.Contains(known["organisation:dsi"], "Nyere navn") {
		t.Errorf("heard of %v", heard)
	}
	_, err := c.Each(t.Context(), func(change directory.Change) error {
		want, err := directory.Encode(directory.Public(change.Entry))
		if got := known[change.Key.String()]; err == nil && got != string(want) {
			t.Errorf("%s is known as %s, want %s", change.Key, got, want)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}
