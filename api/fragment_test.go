package api_test

import (
	"context"
	"encoding/json"
	"reflect"
	"sync"
	"testing"
	"time"

	"walkin/api"
	"walkin/internal/directory"
	"walkin/internal/geo"
	"walkin/internal/schedule"
)

// A result that is put together from what is kept and what is asked says the
// same as one that is encoded whole, whatever it says.
func TestAResultFromItsPartsIsTheWholeResult(t *testing.T) {
	m := newMemory(sample()...)
	server, err := api.New(api.Options{Catalogue: m, Index: m, Gazetteer: places, Country: "DK"})
	if err != nil {
		t.Fatal(err)
	}
	age, open := 17, now
	queries := []directory.Query{
		{Lang: "da", Limit: 100, Kinds: directory.Searchable},
		{Lang: "en", Limit: 100, Kinds: directory.Searchable, Near: &directory.Near{Point: geo.Point{Lat: 56.15, Lon: 10.21}}},
		{Lang: "nl", Limit: 100, Age: &age, OpenAt: &open},
	}
	distance, until := 1234.56789, now.Add(time.Hour)
	compared := 0
	for _, q := range queries {
		q.Now = now
		answer, err := m.Search(context.Background(), q)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range answer.Results {
			r.Kept = new(sync.Map)
			for _, more := range []func(r *directory.Result){
				func(*directory.Result) {},
				func(r *directory.Result) {
					r.DistanceM, r.Unknown = &distance, []string{"age", "free"}
					r.Reach = &directory.Reach{WalkMin: 20, BikeMin: 7, OpenOnArrival: schedule.Open}
					r.Stale = directory.VerifiedLongAgo
					r.Open = schedule.Status{State: schedule.Open, Until: &until, Next: &until, Reason: "Juleaften \"24\"\n\\"}
					r.Matched = []directory.Reason{{Code: "open", Value: until.Format(time.RFC3339)}, {Code: "name"}, {Code: "age", Value: "12-25"}}
					r.Highlights = []directory.Highlight{{Field: "/name", Start: 3, End: 9}, {Field: "/description/da", Start: 0, End: 2}}
					r.PlanB = &directory.PlanB{Key: directory.Key{Kind: directory.KindCentre, ID: "b"}, Title: "Café <Ø> \u2028", DistanceM: &distance, Dial: "112", URL: "https://b.example/?a&b"}
				},
			} {
				more(&r)
				for range 2 { // made, and kept
					parts, whole, err := server.EncodeResult(r, q)
					if err != nil {
						t.Fatal(err)
					}
					var a, b any
					if err := json.Unmarshal(parts, &a); err != nil {
						t.Fatalf("%s: %v", parts, err)
					}
					if err := json.Unmarshal(whole, &b); err != nil {
						t.Fatal(err)
					}
					if !reflect.DeepEqual(a, b) {
						t.Errorf("from its parts\n%s\nwhole\n%s", parts, whole)
					}
					compared++
				}
			}
		}
	}
	if compared < 20 {
		t.Errorf("only %d results were compared", compared)
	}
}
