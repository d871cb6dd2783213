package sqlite_test

import (
	"slices"
	"strings"
	"testing"

	"walkin/internal/directory"
)

// town has two centres of one organisation in two municipalities, a third in
// another country, activities in and out of them, and two helplines.
func town() []directory.Entry {
	odense := centre("odense", "club", "grief")
	odense.Location.Municipality = "0461"
	odense.Stops = []directory.OutreachStop{{
		ID: "school", Name: directory.Text{"en": "School"}, Location: directory.Location{Country: "DK", Municipality: "0420"},
	}}
	gent := centre("gent", "huis", "talk")
	gent.Location = directory.Location{Country: "BE", Municipality: "44021"}
	closed := centre("closed", "club", "talk")
	closed.Status = directory.StatusClosed
	paused := centre("paused", "", "talk")
	paused.Status = directory.StatusPaused
	outdoors := activity("outdoors", nil, "sport")
	outdoors.Location = &directory.Location{Country: "DK", Municipality: "0101"}
	outdoors.Organisation = "club"
	national := helpline("national", "")
	national.Groups = append(national.Groups, directory.GroupSuicide)
	return []directory.Entry{
		topic("talk", ""), topic("loss", "talk"), topic("grief", "loss"), topic("sport", ""),
		network("alliance", "DK", "BE"), organisation("club", "alliance"), organisation("huis"),
		centre("aarhus", "club", "talk"), odense, gent, closed, paused,
		activity("chess", []string{"aarhus", "gent"}, "sport"), activity("circle", []string{"odense"}, "grief"), outdoors,
		national, helpline("local", "0751"),
	}
}

func TestEntries(t *testing.T) {
	tests := []struct {
		name    string
		kind    directory.Kind
		listing directory.Listing
		want    string
	}{
		{"all of a kind come by id", directory.KindCentre, directory.Listing{}, "aarhus closed gent odense paused"},
		{"centres of a country", directory.KindCentre, directory.Listing{Country: "BE"}, "gent"},
		{"centres of a municipality", directory.KindCentre, directory.Listing{Municipality: "0751"}, "aarhus closed paused"},
		{"a centre with a stop in the municipality", directory.KindCentre, directory.Listing{Country: "DK", Municipality: "0420"}, "odense"},
		{"a municipality of another country is none", directory.KindCentre, directory.Listing{Country: "BE", Municipality: "0751"}, ""},
		{"centres of an organisation", directory.KindCentre, directory.Listing{Organisation: "club"}, "aarhus closed odense"},
		{"centres of a network, through their organisation", directory.KindCentre, directory.Listing{Network: "alliance"}, "aarhus closed odense"},
		{"centres of a topic", directory.KindCentre, directory.Listing{Topics: []string{"grief"}}, "odense"},
		{"centres of any of some topics", directory.KindCentre, directory.Listing{Topics: []string{"grief", "talk", "none"}}, "aarhus closed gent odense paused"},
		{"everything that is set must hold", directory.KindCentre, directory.Listing{Country: "DK", Organisation: "club", Topics: []string{"grief"}, Network: "alliance"}, "odense"},
		{"activities are where their centres are", directory.KindActivity, directory.Listing{Country: "BE"}, "chess"},
		{"activities without a centre are where they are", directory.KindActivity, directory.Listing{Municipality: "0101"}, "outdoors"},
		{"activities at a centre", directory.KindActivity, directory.Listing{Centre: "aarhus"}, "chess"},
		{"activities of an organisation or at its centres", directory.KindActivity, directory.Listing{Organisation: "club"}, "chess circle outdoors"},
		{"activities of a network", directory.KindActivity, directory.Listing{Network: "alliance", Country: "BE"}, "chess"},
		{"organisations of a network", directory.KindOrganisation, directory.Listing{Network: "alliance"}, "club"},
		{"networks of a country", directory.KindNetwork, directory.Listing{Country: "BE"}, "alliance"},
		{"topics right below a topic", directory.KindTopic, directory.Listing{Topics: []string{"talk"}}, "loss"},
		{"helplines of a municipality", directory.KindHelpline, directory.Listing{Municipality: "0751"}, "local"},
		{"helplines of a country", directory.KindHelpline, directory.Listing{Country: "DK"}, "local national"},
		{"helplines of a group", directory.KindHelpline, directory.Listing{Group: directory.GroupSuicide}, "national"},
		{"an unknown filter value finds nothing", directory.KindCentre, directory.Listing{Centre: "' OR 1=1 --"}, ""},
		{"an unknown kind has no entries", "hospital", directory.Listing{}, ""},
	}
	c := newCatalogue(t, town()...)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.listing.Kind, tt.listing.Limit = tt.kind, 100
			got, err := c.Entries(t.Context(), tt.listing)
			if err != nil {
				t.Fatal(err)
			}
			if ids := idsOf(got); ids != tt.want {
				t.Errorf("got %q, want %q", ids, tt.want)
			}
			n, err := c.Count(t.Context(), tt.listing)
			if err != nil || n != len(got) {
				t.Errorf("counted %d (%v), listed %d", n, err, len(got))
			}
		})
	}

	t.Run("pages follow each other without gap or repeat", func(t *testing.T) {
		var ids []string
		after := ""
		for {
			page, err := c.Entries(t.Context(), directory.Listing{Kind: directory.KindCentre, After: after, Limit: 2})
			if err != nil {
				t.Fatal(err)
			}
			if len(page) == 0 {
				break
			}
			ids = append(ids, idsOf(page))
			after = page[len(page)-1].Key.ID
		}
		if got := strings.Join(ids, " | "); got != "aarhus closed | gent odense | paused" {
			t.Errorf("pages %q", got)
		}
	})

	t.Run("a moved centre takes its activities along", func(t *testing.T) {
		c := newCatalogue(t, town()...)
		moved := centre("aarhus", "huis", "talk")
		moved.Location.Municipality = "0461"
		put(t, c, moved)
		for _, tt := range []struct {
			listing directory.Listing
			want    string
		}{
			{directory.Listing{Municipality: "0461"}, "chess circle"},
			{directory.Listing{Organisation: "club"}, "circle outdoors"},
			{directory.Listing{Municipality: "0751"}, ""},
		} {
			tt.listing.Kind, tt.listing.Limit = directory.KindActivity, 100
			got, err := c.Entries(t.Context(), tt.listing)
			if err != nil || idsOf(got) != tt.want {
				t.Errorf("%+v gives %q (%v), want %q", tt.listing, idsOf(got), err, tt.want)
			}
		}
		check(t, c)
	})
}

func idsOf(changes []directory.Change) string {
	ids := make([]string, len(changes))
	for i, c := range changes {
		ids[i] = c.Key.ID
	}
	return strings.Join(ids, " ")
}

func TestEntriesByKey(t *testing.T) {
	c := newCatalogue(t, town()...)
	remove(t, c, directory.Key{Kind: directory.KindCentre, ID: "paused"})
	got, err := c.EntriesByKey(t.Context(), []directory.Key{
		{Kind: directory.KindHelpline, ID: "national"}, {Kind: directory.KindCentre, ID: "gent"}, {Kind: directory.KindCentre, ID: "paused"},
		{Kind: directory.KindActivity, ID: "gent"}, {Kind: directory.KindTopic, ID: "talk"}, {Kind: directory.KindCentre, ID: "aarhus"},
	})
	if err != nil || idsOf(got) != "national gent talk aarhus" {
		t.Errorf("got %q (%v), want the living ones in the order asked", idsOf(got), err)
	}
	if none, err := c.EntriesByKey(t.Context(), nil); err != nil || len(none) != 0 {
		t.Errorf("no keys give %v (%v)", none, err)
	}
}

func TestEach(t *testing.T) {
	c := newCatalogue(t, town()...)
	remove(t, c, directory.Key{Kind: directory.KindCentre, ID: "paused"})
	var kinds []directory.Kind
	n := 0
	last, err := c.Each(t.Context(), func(change directory.Change) error {
		if len(kinds) == 0 || kinds[len(kinds)-1] != change.Key.Kind {
			kinds = append(kinds, change.Key.Kind)
		}
		if n++; n == 3 {
			put(t, c, topic("meanwhile", "")) // of no concern to this snapshot
		}
		return nil
	})
	if err != nil || n != len(town())-1 || last != uint64(len(town())+1) {
		t.Errorf("%d entries up to change %d (%v), want %d up to %d", n, last, err, len(town())-1, len(town())+1)
	}
	if !slices.Equal(kinds, directory.Kinds) {
		t.Errorf("kinds come as %v", kinds)
	}
}
