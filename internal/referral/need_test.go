package referral_test

import (
	"testing"
	"time"

	"walkin/internal/directory"
	"walkin/internal/problem"
	"walkin/internal/referral"
)

func TestANeedThatBreaksARuleIsRefused(t *testing.T) {
	d := newDirectory(t, append(topics(), house("own", 0, "grief"))...)
	for _, c := range []struct {
		words, pointer string
		change         func(*referral.Need)
	}{
		{"it keeps every rule", "", func(*referral.Need) {}},
		{"a centre that is not there", "/from", func(n *referral.Need) { n.From = "Maria Jensen" }},
		{"no topic", "/topics", func(n *referral.Need) { n.Topics = nil }},
		{"a topic that is not there", "/topics/1", func(n *referral.Need) { n.Topics = append(n.Topics, "Maria Jensen") }},
		{"an age of nobody", "/age", func(n *referral.Need) { n.Age = years(121) }},
		{"words for a language", "/languages/0", func(n *referral.Need) { n.Languages = []string{"Maria Jensen"} }},
		{"a topic for an access need", "/access_needs/0", func(n *referral.Need) { n.AccessNeeds = []string{"grief"} }},
		{"a promise that nobody makes", "/promises/0", func(n *referral.Need) { n.Promises = []directory.Promise{"Maria Jensen"} }},
		{"a radius without end", "/radius_km", func(n *referral.Need) { n.RadiusKM = 1000 }},
		{"a radius around nothing", "/radius_km", func(n *referral.Need) { n.Near, n.RadiusKM = nil, 10 }},
		{"a time that ends before it begins", "/when/0", func(n *referral.Need) {
			n.When = []referral.Window{{From: monday, To: monday.Add(-time.Hour)}}
		}},
		{"words for a country", "/country", func(n *referral.Need) { n.Country = "Maria Jensen" }},
		{"more places than a page holds", "/limit", func(n *referral.Need) { n.Limit = referral.MaxLimit + 1 }},
	} {
		t.Run(c.words, func(t *testing.T) {
			n := need("grief")
			c.change(&n)
			err := n.Validate(d)
			if c.pointer == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			told, ok := err.(*problem.Error)
			if !ok || len(told.Fields) != 1 || told.Fields[0].Pointer != c.pointer {
				t.Fatalf("got %+v, want %s", err, c.pointer)
			}
			if told.Fields[0].Detail == "" || told.Kind != problem.Invalid {
				t.Errorf("got %+v", told)
			}
		})
	}
}
