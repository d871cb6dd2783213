package api_test

import (
	"fmt"
	"strings"
	"testing"

	"walkin/api"
	"walkin/api/web"
	"walkin/internal/directory"
)

func TestAReasonIsSaidInTheLanguageOfThePage(t *testing.T) {
	s := serve(t)
	for _, c := range []struct{ code, value, da, nl, en string }{
		{"name", "", "navnet", "de naam", "the name"},
		{"topic", "loneliness", "findes også under: Ensomhed", "ook te vinden onder: Loneliness", "also found under: Loneliness"},
		{"text", "", "nævner dine ord", "noemt je woorden", "mentions your words"},
		{"open", "", "åbent nu", "nu open", "open now"},
		{"open", "2026-11-21T20:00:00+01:00", "åbent til 20:00", "open tot 20:00", "open until 20:00"},
		{"open", "2026-11-22T02:00:00+01:00", "åbent til 02:00", "open tot 02:00", "open until 02:00"},
		{"open", "2026-11-23T20:00:00+01:00", "åbent til man 20:00", "open tot ma 20:00", "open until Mon 20:00"},
		{"opens", "2026-11-21T23:30:00+01:00", "åbner 23:30", "open vanaf 23:30", "opens 23:30"},
		{"opens", "2026-11-22T00:30:00+01:00", "åbner søn 00:30", "open vanaf zo 00:30", "opens Sun 00:30"},
		{"opens", "2026-11-26T15:00:00+01:00", "åbner tors 15:00", "open vanaf do 15:00", "opens Thu 15:00"},
		{"opens", "2026-11-22T07:00:00+09:00", "åbner 07:00", "open vanaf 07:00", "opens 07:00"},
		{"age", "15-25", "15 til 25 år", "15 tot en met 25 jaar", "15 to 25 years"},
		{"age", "15-", "fra 15 år", "vanaf 15 jaar", "from 15 years"},
		{"age", "-25", "op til 25 år", "tot en met 25 jaar", "up to 25 years"},
		{"age", "-", "alle aldre", "alle leeftijden", "all ages"},
		{"language", "ar", "taler arabisk", "spreekt Arabisch", "speaks Arabic"},
		{"language", "nl-BE", "taler nederlandsk", "spreekt Nederlands", "speaks Dutch"},
		{"language", "ti", "taler ti", "spreekt ti", "speaks ti"},
		{"promise", "free", "gratis", "gratis", "free"},
		{"promise", "anonymous", "anonymt", "anoniem", "anonymous"},
	} {
		s.memory.matched = []directory.Reason{{Code: c.code, Value: c.value}}
		for lang, want := range map[string]string{"da": c.da, "nl-BE": c.nl, "en-GB": c.en, "sv": c.en} {
			t.Run(fmt.Sprintf("%s %s in %s", c.code, c.value, lang), func(t *testing.T) {
				var a api.SearchAnswer
				s.do("POST", "/v1/search", `{"text":"Aarhus","lang":"`+lang+`"}`).json(t, &a)
				if got := a.Results[0].Matched[0].Text; got != want {
					t.Errorf("%q, want %q", got, want)
				}
			})
		}
	}
}

func TestEveryPromiseHasWords(t *testing.T) {
	s := serve(t)
	for _, p := range directory.AllPromises {
		s.memory.matched = append(s.memory.matched, directory.Reason{Code: "promise", Value: string(p)})
	}
	for _, lang := range web.Languages {
		var a api.SearchAnswer
		s.do("POST", "/v1/search", `{"text":"Aarhus","lang":"`+lang+`"}`).json(t, &a)
		for _, r := range a.Results[0].Matched {
			if r.Text == *r.Value && lang != "en" || strings.HasPrefix(r.Text, "promise.") {
				t.Errorf("%s has no words in %s", *r.Value, lang)
			}
		}
	}
}

func TestWhatIsOpenAtAnotherTimeIsNotOpenNow(t *testing.T) {
	s := serve(t)
	s.memory.matched = []directory.Reason{{Code: "open"}}
	s.run([]scenario{
		{name: "then", path: "/v1/search", body: `{"lang":"en","open_at":"2026-11-25T16:00:00Z"}`, status: 200, contains: []string{`"text":"open then"`}},
		{name: "now", path: "/v1/search", body: `{"lang":"en","open_at":"now"}`, status: 200, contains: []string{`"text":"open now"`}},
	})
}
