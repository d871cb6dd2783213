package sqlite_test

import (
	"testing"

	"walkin/internal/directory"
	"walkin/internal/problem"
)

func TestDelete(t *testing.T) {
	talk, house := topic("talk", ""), centre("house", "club", "talk")
	tests := []struct {
		name  string
		more  []directory.Entry
		twice bool
		key   directory.Key
		edit  *int
		kind  problem.Kind
		words []string // of the sentence; none where the entry goes
	}{
		{name: "an entry that nobody refers to goes", key: house.Key()},
		{name: "an entry at the revision that was seen goes", key: house.Key(), edit: revision(1)},
		{name: "an entry that another refers to stays, and the other is named", key: talk.Key(), kind: problem.Conflict, words: []string{"topic", "talk", "centre house"}},
		{name: "an organisation that runs a centre stays", key: directory.Key{Kind: directory.KindOrganisation, ID: "club"}, kind: problem.Conflict, words: []string{"centre house"}},
		{
			name: "of many that refer, three are named and the rest counted",
			more: []directory.Entry{centre("a", "", "talk"), centre("b", "", "talk"), centre("c", "", "talk"), topic("chat", "talk")},
			key:  talk.Key(), kind: problem.Conflict, words: []string{"centre a, centre b, centre c and 2 more"},
		},
		{name: "an entry that never existed is not found", key: directory.Key{Kind: directory.KindCentre, ID: "none"}, kind: problem.NotFound, words: []string{"none"}},
		{name: "an id of another kind is not found", key: directory.Key{Kind: directory.KindActivity, ID: "house"}, kind: problem.NotFound, words: []string{"activity"}},
		{name: "an entry already deleted is gone", key: house.Key(), twice: true, kind: problem.Gone, words: []string{"change 4"}},
		{name: "a stale revision is refused", key: house.Key(), edit: revision(2), kind: problem.Stale, words: []string{"revision 1"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := newCatalogue(t, append([]directory.Entry{talk, organisation("club"), house}, tt.more...)...)
			if tt.twice {
				remove(t, c, tt.key)
			}
			before, _ := c.LastChange(t.Context())
			got, err := c.Delete(t.Context(), tt.key, directory.Edit{Author: "anna", IfRevision: tt.edit})
			if tt.words != nil {
				wantProblem(t, err, tt.kind, tt.words...)
				if after, _ := c.LastChange(t.Context()); after != before {
					t.Errorf("a refused deletion left change %d", after)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if !got.Deleted() || got.Revision != 2 || got.Number != before+1 || got.Author != "anna" {
				t.Errorf("tombstone %+v", got)
			}
			stored, err := c.Entry(t.Context(), tt.key)
			wantProblem(t, err, problem.Gone)
			if stored.Number != got.Number || !stored.Deleted() {
				t.Errorf("Entry gave %+v beside the error, want the tombstone", stored)
			}
			if _, there := live(t, c)[tt.key]; there {
				t.Error("it is still among the living")
			}
			check(t, c)
		})
	}

	t.Run("what only the deleted entry referred to may go next", func(t *testing.T) {
		c := newCatalogue(t, talk, organisation("club"), house)
		remove(t, c, house.Key())
		remove(t, c, talk.Key())
		check(t, c)
	})
}
