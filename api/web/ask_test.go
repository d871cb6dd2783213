package web_test

import (
	"net/url"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"walkin/api/web"
	"walkin/internal/directory"
	"walkin/internal/geo"
)

// question draws a question that has all that an address may hold, and beside
// it what somebody typed and where they stand.
func question(t *rapid.T) web.Ask {
	id := rapid.StringMatching(`[a-z][a-z_]{0,11}`)
	a := web.Ask{
		Text: secret + rapid.String().Draw(t, "text"), PlaceText: secret + rapid.String().Draw(t, "where"),
		Position: &geo.Point{Lat: 55.403, Lon: 10.402},
		Place:    rapid.SampledFrom([]string{"", "DK:8000", "DK:g2618425"}).Draw(t, "place"),
		Topics:   rapid.SliceOfNDistinct(id, 0, 10, rapid.ID).Draw(t, "topics"),
		Age:      rapid.IntRange(0, 120).Draw(t, "age"),
		Language: rapid.SampledFrom([]string{"", "da", "so"}).Draw(t, "language"),
		Promises: rapid.SliceOfNDistinct(rapid.SampledFrom(directory.AllPromises), 0, 3, rapid.ID).Draw(t, "promises"),
		Open:     rapid.Bool().Draw(t, "open"), Wheels: rapid.Bool().Draw(t, "wheels"), Chat: rapid.Bool().Draw(t, "chat"), Met: rapid.Bool().Draw(t, "met"),
		Kind:    rapid.SampledFrom(append([]directory.Kind{""}, directory.Searchable...)).Draw(t, "kind"),
		Travel:  rapid.SampledFrom([]directory.Travel{"", directory.Walk, directory.Bike}).Draw(t, "travel"),
		Sort:    rapid.SampledFrom([]directory.Sort{"", directory.SortDistance, directory.SortOpens}).Draw(t, "sort"),
		Country: rapid.SampledFrom([]string{"", "DK", "BE"}).Draw(t, "country"),
		Town:    rapid.SampledFrom([]string{"", "0461", "GM0363"}).Draw(t, "town"), Network: rapid.SampledFrom([]string{"", "headspace"}).Draw(t, "network"),
		View: rapid.SampledFrom([]string{"", web.FitView, "55.7,12.5,9"}).Draw(t, "map"),
	}
	if len(a.Topics) == 0 {
		a.Topics = nil
	}
	if len(a.Promises) == 0 {
		a.Promises = nil
	}
	return a
}

func TestAnAddressHoldsTheQuestionAndNothingThatWasTyped(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := question(t)
		address := a.Address()
		if strings.Contains(address, secret) || strings.Contains(address, "55.403") || strings.Contains(address, "10.402") {
			t.Fatalf("%s holds what was typed", address)
		}
		open := a
		open.Text, open.PlaceText, open.Position = "", "", nil
		if open.Address() != address {
			t.Fatalf("%s without what was typed, %s with it", open.Address(), address)
		}
		u, err := url.Parse("/da/" + address)
		if err != nil {
			t.Fatal(err)
		}
		if again := web.ReadAddress(u.Query()); !reflect.DeepEqual(again, open) {
			t.Fatalf("%s is read as %+v, want %+v", address, again, open)
		}
	})
}

func TestTheHiddenFieldsOfAFormAskTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := question(t)
		a.Text, a.View = strings.TrimSpace(a.Text), ""
		where := ""
		switch rapid.SampledFrom([]string{"place", "position", "words", "nowhere"}).Draw(t, "where") {
		case "place":
			a.Place, a.PlaceText, a.Position, where = "DK:8000", "", nil, rapid.SampledFrom([]string{"8000 Aarhus C", ""}).Draw(t, "name")
		case "position":
			a.Place, a.PlaceText = "", ""
		case "words":
			a.Place, a.PlaceText, a.Position, where = "", "Aarhus", nil, "Aarhus"
		default:
			a.Place, a.PlaceText, a.Position = "", "", nil
		}
		a.NotTown, a.Beyond = rapid.Bool().Draw(t, "not a town"), rapid.Bool().Draw(t, "beyond")
		form := make(url.Values)
		for _, f := range a.Fields(where) {
			form.Add(f.Name, f.Value)
		}
		if again := web.ReadForm(form); !reflect.DeepEqual(again, a) {
			t.Fatalf("%v is read as %+v, want %+v", form, again, a)
		}
	})
}

func TestEveryPartOfAQuestionCanBeLeftOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := question(t)
		for _, want := range a.Wants() {
			if n := len(a.Drop(want).Wants()); n != len(a.Wants())-1 {
				t.Fatalf("without %s, %d of %d wishes are left", want, n, len(a.Wants()))
			}
		}
	})
}

func FuzzReadForm(f *testing.F) {
	for _, seed := range []string{
		"text=ensom&where=Odense&topics=loneliness,stress&topics=x&promises=free&age=15&open=now",
		"lat=55.404&lon=10.402&map=55.7,12.5,9&drop=map&cursor=abc&before=10",
		"choose=BE:8000&where=8000&place=DK:8000&was=8000+Aarhus+C&drop=topic:x&topics=x&beyond=1&not_town=1",
		"lat=NaN&lon=1e309&age=-1&kind=pub&text=%ff&country=dk",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, query string) {
		form, err := url.ParseQuery(query)
		if err != nil {
			return
		}
		a := web.ReadForm(form)
		if a.Age < 0 || a.Age > 120 || len(a.Topics) > 10 || a.Before < 0 {
			t.Fatalf("%+v", a)
		}
		if a.Position != nil && (!a.Position.Valid() || a.PlaceText != "" || a.Place != "") || a.Place != "" && a.PlaceText != "" {
			t.Fatalf("somebody is in two places: %+v", a)
		}
		// What is typed has no part in the address.
		form.Set("text", strconv.Quote(form.Get("text"))+secret)
		if b := web.ReadForm(form); b.Address() != a.Address() || strings.Contains(b.Address(), secret) {
			t.Fatalf("%q and %q differ by the text", a.Address(), b.Address())
		}
		// An address says the same when it is read and written again.
		once := web.ReadAddress(a.Values())
		if twice := web.ReadAddress(once.Values()); !reflect.DeepEqual(once, twice) {
			t.Fatalf("%+v, then %+v", once, twice)
		}
	})
}
