package referral_test

import (
	"testing"

	"walkin/internal/directory"
	"walkin/internal/referral"
	"walkin/internal/schedule"
)

func TestTheOrder(t *testing.T) {
	fits := func(id string, km float64, topics ...string) *directory.Centre {
		c := house(id, km, topics...)
		c.Ages = directory.Ages{Min: years(12), Max: years(25)}
		return c
	}
	opens := func(c *directory.Centre, hours schedule.Schedule) *directory.Centre {
		c.Hours = hours
		return c
	}
	for _, c := range []struct {
		words          string
		first, second  *directory.Centre
		radius         float64
		tuesdayEvening bool
	}{
		{"more of what was asked for, before nearer", fits("z", 9, "grief", "music"), fits("a", 0, "grief"), 0, false},
		{"the topic itself, before one below it", fits("z", 9, "grief"), fits("a", 0, "suicide_loss"), 0, false},
		{"known to be for that age, before nearer", fits("z", 9, "grief"), house("a", 0, "grief"), 0, false},
		{"open then, before perhaps open", opens(fits("z", 9, "grief"), weekly(18, 20, schedule.Tue)), fits("a", 0, "grief"), 0, true},
		{"nearer", fits("z", 0, "grief"), fits("a", 9, "grief"), 0, false},
		{"within reach, before what has more and is far, where there is no radius", fits("z", 2, "grief"), fits("a", 30, "grief", "music"), 0, false},
		{"more of what was asked for, wherever it is within a radius", fits("z", 30, "grief", "music"), fits("a", 2, "grief"), 40, false},
		{"there for this alone, before there for much", fits("z", 1, "grief"), fits("a", 1, "grief", "job", "talk_to_someone"), 0, false},
	} {
		t.Run(c.words, func(t *testing.T) {
			n := need("grief", "music")
			n.Age, n.RadiusKM = years(17), c.radius
			if c.tuesdayEvening {
				n.When = []referral.Window{window(t, "tue 17-21")}
			}
			wantMatches(t, ask(t, n, c.second, c.first).Matches, "place "+c.first.Key().String(), "place "+c.second.Key().String())
		})
	}
}

func TestTheOrderOfEquals(t *testing.T) {
	french, silent := house("z", 1, "grief"), house("a", 1, "grief")
	other := house("0", 1, "grief")
	french.Languages, other.Languages = []string{"fr"}, []string{"de"}
	n := need("grief")
	n.Languages = []string{"fr"}
	t.Run("who speaks the language, then who says nothing, then who lists others", func(t *testing.T) {
		wantMatches(t, ask(t, n, other, silent, french).Matches, "place centre:z", "place centre:a", "place centre:0")
	})
	t.Run("who has a group for it", func(t *testing.T) {
		wantMatches(t, ask(t, need("grief"), house("a", 1, "grief"), house("z", 1, "grief"), group("circle", "z", "grief")).Matches, "place centre:z", "place centre:a")
	})
	t.Run("who says more", func(t *testing.T) {
		said := house("z", 1, "grief")
		said.Contact.Phone = "70201201"
		wantMatches(t, ask(t, need("grief"), house("a", 1, "grief"), said).Matches, "place centre:z", "place centre:a")
	})
}
