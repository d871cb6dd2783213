package api_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"walkin/api"
	"walkin/internal/directory"
	"walkin/internal/geo"
)

func TestSearch(t *testing.T) {
	serve(t).run([]scenario{
		{name: "an empty body finds what has a door and what happens behind it", path: "/v1/search", body: `{}`, status: 200,
			contains: []string{`"total":6`, `"id":"dk-aarhus"`, `"id":"dk-cooking"`}, lacks: []string{`"crisis"`, `"facets"`, `"kind":"helpline"`},
			header: map[string]string{"Cache-Control": "no-store", "Etag": "", "Content-Type": "application/json"}},
		{name: "a text finds a name", path: "/v1/search", body: `{"text":"Aarhus"}`, status: 200,
			contains: []string{`"total":1`, `"id":"dk-aarhus"`, `"organisation":{"id":"dsi","name":"Det Sociale Netværk"}`, `"links":{"page":"/c/dk-aarhus","self":"/v1/centres/dk-aarhus"}`, `"verified_at":"2026-11-01"`}},
		{name: "unknown is said", path: "/v1/search", body: `{"text":"Bare et sted"}`, status: 200,
			contains: []string{`"free":"unknown"`, `"anonymous":"unknown"`, `"verified_at":null`, `"open":{"state":"unknown"}`, `"age_fit":"unknown"`}},
		{name: "a no stays a no", path: "/v1/search", body: `{"text":"Aarhus"}`, status: 200, contains: []string{`"free":"yes"`, `"anonymous":"no"`}},
		{name: "a place by its id is where distances are measured from", path: "/v1/search", body: `{"text":"Aarhus","near":{"place":"DK:8000"}}`, status: 200,
			contains: []string{`"place":{"country":"DK","id":"DK:8000"`, `"distance_m":1`, `"point_precision":"exact"`, `"reach":{"bike_min":3,"estimate":true`, `"plan_b":`}},
		{name: "a place by its name, and what else it may mean", path: "/v1/search", body: `{"near":{"place":"8000"}}`, status: 200,
			contains: []string{`"place":{"country":"DK","id":"DK:8000"`, `"places":[{"country":"BE","id":"BE:8000"`}},
		{name: "the country asked for decides what a code means", path: "/v1/search", body: `{"near":{"place":"8000"},"country":"BE"}`, status: 200,
			contains: []string{`"place":{"country":"BE","id":"BE:8000"`}},
		{name: "a position is measured from and not named", path: "/v1/search", body: `{"near":{"lat":56.15,"lon":10.2}}`, status: 200,
			contains: []string{`"distance_m":0`}, lacks: []string{`"place":`}},
		{name: "a helpline when a line is asked for", path: "/v1/search", body: `{"kinds":["helpline"],"country":"DK"}`, status: 200,
			contains: []string{`"lines":[{"channel":"phone","dial":"70201201"`, `"self":"/v1/helplines/dk-lifeline"`}},
		{name: "facets count yes and unknown apart and carry their labels", path: "/v1/search", body: `{"lang":"da","facets":["topic","municipality","network","kind"]}`, status: 200,
			contains: []string{`"topic":[{"label":"Ensomhed","unknown":1,"value":"loneliness","yes":1}]`, `"label":"Aarhus"`, `"label":"headspace Danmark"`, `{"unknown":0,"value":"centre","yes":1}`}},
		{name: "now is the time of asking", path: "/v1/search", body: `{"open_at":"now"}`, status: 200, contains: []string{`"open_at":"2026-11-21T18:30:20+01:00"`}},
		{name: "another time is that time", path: "/v1/search", body: `{"open_at":"2026-11-25T16:00:00Z"}`, status: 200, contains: []string{`"open_at":"2026-11-25T16:00:00Z"`}},
		{name: "everything at once", path: "/v1/search", status: 200, body: `{"text":"a","lang":"da","near":{"place":"Odense"},"radius_km":20.5,"bbox":[8,54,13,58],
			"kinds":["centre"],"topics":["loneliness"],"age":16,"languages":["da"],"promises":["free"],"channels":["walk_in"],"accessibility":["wheelchair"],
			"audience":"young_people","setting":"indoors","meet_at_door":true,"open_at":"now","travel":"walk","country":"DK","municipality":"0461","network":"headspace-danmark",
			"sort":"distance","limit":5,"facets":["topic"],"beyond_crisis":false,"ignore_town":true}`},
		{name: "a long honest text is answered", path: "/v1/search", body: `{"text":"` + strings.Repeat("jeg er så ensom ", 120) + `"}`, status: 200, contains: []string{`"total":0`}},
		{name: "a charset is tolerated", path: "/v1/search", body: `{}`, headers: []string{"Content-Type", "application/json; charset=UTF-8"}, status: 200},
		{name: "the index gives a next page", path: "/v1/search", body: `{"limit":1}`, status: 200, contains: []string{`"next":"more"`}},
	})
}

func TestSearchByAddress(t *testing.T) {
	s := serve(t)
	s.run([]scenario{
		{name: "topics and a place by id", path: "/v1/search?topics=loneliness,gambling&place=DK:8000&lang=da", status: 200,
			contains: []string{`"label":"Ensomhed"`, `"id":"DK:8000"`}, header: map[string]string{"Cache-Control": "public, max-age=60"}},
		{name: "now is the minute, so that the answer can be kept", path: "/v1/search?open_at=now", status: 200, contains: []string{`"open_at":"2026-11-21T18:30:00+01:00"`}},
		{name: "a text does not belong in an address", path: "/v1/search?text=ensom", status: 400, contains: []string{`"pointer":"text"`, "POST /v1/search"}, lacks: []string{"ensom"}},
		{name: "nor under another name", path: "/v1/search?q=ensom", status: 400, contains: []string{`"pointer":"q"`, "POST /v1/search"}, lacks: []string{"ensom"}},
		{name: "nor does a position", path: "/v1/search?lat=55.5&lon=10.1", status: 400, contains: []string{`"pointer":"lat"`, `"pointer":"lon"`}, lacks: []string{"55.5"}},
		{name: "a place stands there by its id only", path: "/v1/search?place=Odense", status: 400, contains: []string{`"pointer":"place"`}, lacks: []string{"Odense"}},
		{name: "an unknown place is refused", path: "/v1/search?place=DK:9999", status: 400, contains: []string{`"pointer":"place"`}, lacks: []string{"9999"}},
		{name: "a typing error is not ignored", path: "/v1/search?topic=loneliness", status: 400, contains: []string{`"pointer":"topic"`, "topics"}},
		{name: "a parameter given twice is refused", path: "/v1/search?topics=loneliness&topics=gambling", status: 400, contains: []string{`"pointer":"topics"`, "commas"}},
		{name: "an unknown topic is named by its parameter", path: "/v1/search?topics=nonsense", status: 400, contains: []string{`"pointer":"topics"`}},
		{name: "a limit out of bounds", path: "/v1/search?limit=1000000", status: 400, contains: []string{`"pointer":"limit"`, "from 1 to 100"}},
		{name: "a limit that is no number", path: "/v1/search?limit=many", status: 400, contains: []string{"a whole number from 1 to 100"}, lacks: []string{"many"}},
		{name: "a radius round the earth", path: "/v1/search?radius_km=40000&place=DK:8000", status: 400, contains: []string{`"pointer":"radius_km"`}},
		{name: "a radius that is no number", path: "/v1/search?radius_km=NaN&place=DK:8000", status: 400, contains: []string{`"pointer":"radius_km"`}},
		{name: "a truth value that is none", path: "/v1/search?meet_at_door=ja", status: 400, contains: []string{"true or false"}},
		{name: "a promise that nobody makes", path: "/v1/search?promises=free,cake", status: 400, contains: []string{`"pointer":"promises/1"`, "confidential"}, lacks: []string{"cake"}},
		{name: "a time whose plus became a space", path: "/v1/centres/dk-aarhus/hours?from=2026-11-21T10:00:00+01:00", status: 400, contains: []string{`"pointer":"from"`, "%2B"}},
		{name: "bytes that are not UTF-8", path: "/v1/search?network=%ff", status: 400, contains: []string{"UTF-8"}},
		{name: "a query string that is not one", path: "/v1/search?a=%zz", status: 400, contains: []string{"not well formed"}},
		{name: "an empty parameter", path: "/v1/search?topics=", status: 400, contains: []string{"leave it out"}},
		{name: "a broken cursor", path: "/v1/search?cursor=xyz", status: 400, contains: []string{`"pointer":"cursor"`}, lacks: []string{"xyz"}},
		{name: "a tracking parameter", path: "/v1/centres/dk-aarhus?utm_source=x", status: 400, contains: []string{`"pointer":"utm_source"`, "takes none"}},
	})
}

func TestBadBodies(t *testing.T) {
	ids := strings.TrimSuffix(strings.Repeat(`"loneliness",`, 10000), ",")
	ids60 := strings.TrimSuffix(strings.Repeat(`"loneliness",`, 60), ",")
	s := serve(t)
	s.run([]scenario{
		{name: "an unknown field is named", path: "/v1/search", body: `{"txt":"x"}`, status: 400, contains: []string{`"pointer":"/txt"`, "text"}},
		{name: "an unknown field inside is named", path: "/v1/search", body: `{"near":{"town":"x"}}`, status: 400, contains: []string{`"pointer":"/near/town"`}},
		{name: "the case of a name counts", path: "/v1/search", body: `{"Text":"x"}`, status: 400, contains: []string{`"pointer":"/Text"`}},
		{name: "a field twice", path: "/v1/search", body: `{"text":"x","text":"y"}`, status: 400, contains: []string{`"pointer":"/text"`, "twice"}},
		{name: "null is not a value", path: "/v1/search", body: `{"age":null}`, status: 400, contains: []string{`"pointer":"/age"`, "Leave this out"}},
		{name: "a limit of a million", path: "/v1/search", body: `{"limit":1000000}`, status: 400, contains: []string{`"pointer":"/limit"`, "from 1 to 100"}},
		{name: "a limit of none", path: "/v1/search", body: `{"limit":0}`, status: 400, contains: []string{`"pointer":"/limit"`}},
		{name: "a limit that is a text", path: "/v1/search", body: `{"limit":"20"}`, status: 400, contains: []string{`"pointer":"/limit"`, "a whole number"}},
		{name: "half an age", path: "/v1/search", body: `{"age":16.5}`, status: 400, contains: []string{`"pointer":"/age"`}},
		{name: "an age as a float", path: "/v1/search", body: `{"age":1e1}`, status: 400, contains: []string{`"pointer":"/age"`}},
		{name: "a radius round the earth", path: "/v1/search", body: `{"radius_km":40000,"near":{"place":"DK:8000"}}`, status: 400, contains: []string{`"pointer":"/radius_km"`, "at most 500"}},
		{name: "a radius of nothing", path: "/v1/search", body: `{"radius_km":0,"near":{"place":"DK:8000"}}`, status: 400, contains: []string{"above 0"}},
		{name: "a radius around nothing", path: "/v1/search", body: `{"radius_km":5}`, status: 400, contains: []string{`"pointer":"/radius_km"`}},
		{name: "a latitude beyond the pole", path: "/v1/search", body: `{"near":{"lat":200,"lon":10}}`, status: 400, contains: []string{`"pointer":"/near/lat"`, "from -90 to 90"}, lacks: []string{"200"}},
		{name: "a number too large for any machine", path: "/v1/search", body: `{"near":{"lat":1e999,"lon":10}}`, status: 400, contains: []string{`"pointer":"/near/lat"`}},
		{name: "a latitude alone", path: "/v1/search", body: `{"near":{"lat":55}}`, status: 400, contains: []string{`"pointer":"/near/lon"`}},
		{name: "a longitude alone", path: "/v1/search", body: `{"near":{"lon":10}}`, status: 400, contains: []string{`"pointer":"/near/lat"`}},
		{name: "a position and a place", path: "/v1/search", body: `{"near":{"lat":55,"lon":10,"place":"Odense"}}`, status: 400, contains: []string{`"pointer":"/near"`, "not both"}},
		{name: "near nothing", path: "/v1/search", body: `{"near":{}}`, status: 400, contains: []string{`"pointer":"/near"`}},
		{name: "a place that nobody knows is not repeated", path: "/v1/search", body: `{"near":{"place":"Kanarieby"}}`, status: 400, contains: []string{`"pointer":"/near/place"`, "No place is called that"}, lacks: []string{"Kanarieby"}},
		{name: "ten thousand ids", path: "/v1/search", body: `{"topics":[` + ids + `]}`, status: 413, contains: []string{"64 kB"}},
		{name: "sixty ids", path: "/v1/search", body: `{"topics":[` + ids60 + `]}`, status: 400, contains: []string{`"pointer":"/topics"`, "at most 50"}},
		{name: "a megabyte of text", path: "/v1/search", body: `{"text":"` + strings.Repeat("a", 1<<20) + `"}`, status: 413},
		{name: "a text over the limit", path: "/v1/search", body: `{"text":"` + strings.Repeat("æ", 2001) + `"}`, status: 400, contains: []string{`"pointer":"/text"`, "2001 characters", "at most 2000"}},
		{name: "fifty wildcards are a text like any other", path: "/v1/search", body: `{"text":"` + strings.Repeat("* ", 50) + `"}`, status: 200},
		{name: "places for volunteers may be asked for", path: "/v1/search", body: `{"kinds":["volunteering","centre"]}`, status: 200},
		{name: "a kind that nobody can search for", path: "/v1/search", body: `{"kinds":["topic"]}`, status: 400, contains: []string{`"pointer":"/kinds/0"`, "volunteering"}},
		{name: "a pattern is a text like any other", path: "/v1/search", body: `{"text":"(a+)+$"}`, status: 200},
		{name: "bytes that are not UTF-8", path: "/v1/search", body: "{\"text\":\"\xff\"}", status: 400, contains: []string{"UTF-8"}},
		{name: "an unknown topic", path: "/v1/search", body: `{"topics":["loneliness","nonsense"]}`, status: 400, contains: []string{`"pointer":"/topics/1"`, "GET /v1/topics"}},
		{name: "a topic that is no access need", path: "/v1/search", body: `{"accessibility":["loneliness"]}`, status: 400, contains: []string{`"pointer":"/accessibility/0"`}},
		{name: "a broken cursor", path: "/v1/search", body: `{"cursor":"xyz"}`, status: 400, contains: []string{`"pointer":"/cursor"`}},
		{name: "a time that is none", path: "/v1/search", body: `{"open_at":"tonight"}`, status: 400, contains: []string{`"pointer":"/open_at"`, "RFC 3339"}, lacks: []string{"tonight"}},
		{name: "a time far off", path: "/v1/search", body: `{"open_at":"9999-01-01T00:00:00Z"}`, status: 400, contains: []string{`"pointer":"/open_at"`}},
		{name: "a country in small letters", path: "/v1/search", body: `{"country":"dk"}`, status: 400, contains: []string{`"pointer":"/country"`, "DK"}},
		{name: "three corners of a box", path: "/v1/search", body: `{"bbox":[1,2,3]}`, status: 400, contains: []string{`"pointer":"/bbox"`, "Exactly 4"}},
		{name: "a box upside down", path: "/v1/search", body: `{"bbox":[8,58,13,54]}`, status: 400, contains: []string{`"pointer":"/bbox"`}},
		{name: "JSON of depth 500", path: "/v1/search", body: strings.Repeat(`[`, 500) + strings.Repeat(`]`, 500), status: 400, contains: []string{"nested too deeply"}},
		{name: "objects of depth 500", path: "/v1/search", body: strings.Repeat(`{"near":`, 500) + "1" + strings.Repeat(`}`, 500), status: 400, contains: []string{"nested too deeply"}},
		{name: "something behind the value", path: "/v1/search", body: `{} {}`, status: 400, contains: []string{"nothing behind it"}},
		{name: "half a value", path: "/v1/search", body: `{"text":`, status: 400, contains: []string{"not valid JSON"}},
		{name: "no JSON at all", path: "/v1/search", body: `text=ensom`, status: 400, contains: []string{"not valid JSON"}, lacks: []string{"ensom"}},
		{name: "a list for an object", path: "/v1/search", body: `[]`, status: 400, contains: []string{"a JSON object"}},
		{name: "no body", method: "POST", path: "/v1/search", headers: []string{"Content-Type", "application/json"}, status: 400},
		{name: "a form", path: "/v1/search", body: `text=ensom`, headers: []string{"Content-Type", "application/x-www-form-urlencoded"}, status: 415, contains: []string{"application/json"}},
		{name: "text/plain, as a foreign page may send it", path: "/v1/search", body: `{}`, headers: []string{"Content-Type", "text/plain"}, status: 415},
		{name: "no type", path: "/v1/search", body: `{}`, headers: []string{"Content-Type", ""}, status: 415},
		{name: "a type that is none", path: "/v1/search", body: `{}`, headers: []string{"Content-Type", "application/json;;;="}, status: 415},
		{name: "another character set", path: "/v1/search", body: `{}`, headers: []string{"Content-Type", "application/json; charset=latin1"}, status: 415},
		{name: "a compressed body", path: "/v1/search", body: `{}`, headers: []string{"Content-Encoding", "gzip"}, status: 415},
		{name: "a parameter beside the body", path: "/v1/search?limit=5", body: `{}`, status: 400, contains: []string{`"pointer":"limit"`}},
		{name: "a suggestion without a text", path: "/v1/suggest", body: `{"lang":"da"}`, status: 400, contains: []string{`"pointer":"/text"`, "required"}},
		{name: "a suggestion for a novel", path: "/v1/suggest", body: `{"text":"` + strings.Repeat("a", 201) + `"}`, status: 400, contains: []string{`"pointer":"/text"`}},
		{name: "a place for a novel", path: "/v1/places", body: `{"text":"` + strings.Repeat("a", 201) + `"}`, status: 400, contains: []string{`"pointer":"/text"`}},
	})
	if n := strings.Count(s.do("POST", "/v1/search", `{`+manyFields(100)+`}`).body, `"pointer"`); n != 20 {
		t.Errorf("%d of 100 faults are told, want 20", n)
	}
}

func manyFields(n int) string {
	fields := make([]string, n)
	for i := range fields {
		fields[i] = `"x` + strings.Repeat("y", i) + `":1`
	}
	return strings.Join(fields, ",")
}

func TestSuggestAndPlaces(t *testing.T) {
	serve(t).run([]scenario{
		{name: "a topic is completed", path: "/v1/suggest", body: `{"text":"ens","lang":"da"}`, status: 200,
			contains: []string{`{"id":"loneliness","kind":"topic","label":"Ensomhed","lang":"da"}`}, header: map[string]string{"Cache-Control": "no-store"}},
		{name: "a crisis term is not", path: "/v1/suggest", body: `{"text":"selvmord","lang":"da"}`, status: 200, contains: []string{`"suggestions":[]`, "dk-lifeline"}},
		{name: "nor what would become one", path: "/v1/suggest", body: `{"text":"selv","lang":"da"}`, status: 200, contains: []string{`{"suggestions":[]}`}},
		{name: "a town in any country, the asked one first", path: "/v1/places", body: `{"text":"8000","country":"BE"}`, status: 200, contains: []string{`{"places":[{"country":"BE"`, `"id":"DK:8000"`}},
		{name: "in any language", path: "/v1/places", body: `{"text":"8000","lang":"da_DK"}`, status: 200, contains: []string{`"id":"DK:8000"`}, lacks: []string{"crisis"}},
		{name: "no town", path: "/v1/places", body: `{"text":"xyzzy"}`, status: 200, contains: []string{`{"places":[]}`}},
		{name: "one place", path: "/v1/places/DK:8000", status: 200, contains: []string{`"name":"Aarhus C"`}, header: map[string]string{"Cache-Control": "public, max-age=86400"}},
		{name: "one place, escaped", path: "/v1/places/DK%3A8000", status: 200, contains: []string{`"name":"Aarhus C"`}},
		{name: "a place that nobody knows", path: "/v1/places/DK:0001", status: 404},
	})
}

func TestAnIndexThatIsAwayIsSaidWithoutItsCause(t *testing.T) {
	s := serve(t)
	s.memory.fault = errText("bleve: segment damaged at /secret/path")
	s.run([]scenario{
		{name: "search", path: "/v1/search", body: `{}`, status: 500, lacks: []string{"bleve", "secret"}, contains: []string{`"type":"/problems/internal"`}},
		{name: "search by address", path: "/v1/search", status: 500, lacks: []string{"bleve"}},
		{name: "suggest", path: "/v1/suggest", body: `{"text":"a"}`, status: 500, lacks: []string{"bleve"}},
		{name: "a centre", path: "/v1/centres/dk-aarhus", status: 500, lacks: []string{"bleve"}},
		{name: "a list", path: "/v1/topics", status: 500, lacks: []string{"bleve"}},
		{name: "what is on", path: "/v1/whats-on", status: 500, lacks: []string{"bleve"}},
		{name: "readiness", path: "/readyz", status: 503, lacks: []string{"bleve"}, header: map[string]string{"Retry-After": "5"}},
		{name: "health does not depend on it", path: "/healthz", status: 200},
	})
	if !strings.Contains(s.log.String(), "bleve") {
		t.Error("the cause is not in the log")
	}
}

func TestLinksBeginWithTheBaseURL(t *testing.T) {
	s := serve(t, func(o *api.Options) { o.BaseURL = "https://walkin.example/" })
	s.run([]scenario{
		{name: "of results", path: "/v1/search", body: `{"text":"Aarhus"}`, status: 200, contains: []string{`"self":"https://walkin.example/v1/centres/dk-aarhus"`}},
		{name: "of problems", path: "/v1/centres/none", status: 404, contains: []string{`"type":"https://walkin.example/problems/not-found"`}},
	})
}

func TestTheQueryThatReachesTheIndexIsWhatWasAsked(t *testing.T) {
	s := serve(t)
	s.do("POST", "/v1/search", `{"text":"hej","near":{"place":"Odense"},"radius_km":7,"bbox":[8,54,13,58],"age":16,"promises":["free"],"travel":"bike","open_at":"now"}`)
	q := s.memory.asked[0]
	if q.Text != "hej" || q.Near.Place.ID != "DK:g2615876" || q.RadiusKM != 7 || q.Box.North != 58 || *q.Age != 16 ||
		q.Promises[0] != directory.Free || q.Travel != directory.Bike || !q.OpenAt.Equal(now) || !q.Now.Equal(now) ||
		q.Country != "" || q.Home != "DK" || q.Lang != "da" || q.IgnoreTown || q.Limit != directory.DefaultLimit || q.Sort != directory.SortBest {
		t.Errorf("the index was asked %+v", q)
	}
}

func TestHomeAndLanguageAreThoseOfWhereSomebodyIs(t *testing.T) {
	s := serve(t)
	for _, c := range []struct{ name, body, home, lang string }{
		{"a place before all", `{"near":{"place":"Utrecht"},"country":"BE"}`, "NL", "nl"},
		{"a position as its nearest town", `{"near":{"lat":51.2,"lon":3.2},"country":"DK"}`, "BE", "nl"},
		{"then the country named", `{"country":"BE"}`, "BE", "nl"},
		{"then that of the directory", `{}`, "DK", "da"},
		{"a country of which no language is known", `{"country":"FR"}`, "FR", "da"},
		{"a language that is named counts", `{"near":{"place":"Utrecht"},"lang":"da"}`, "NL", "da"},
		{"with a region", `{"lang":"nl-BE"}`, "DK", "nl"},
		{"with another", `{"lang":"da_DK"}`, "DK", "da"},
		{"in capitals", `{"lang":"DA"}`, "DK", "da"},
		{"Norwegian", `{"lang":"no"}`, "DK", "nb"},
		{"the other Norwegian", `{"lang":"nn-NO"}`, "DK", "nb"},
		{"an empty one", `{"lang":""}`, "DK", "da"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s.do("POST", "/v1/search", c.body)
			if q := s.memory.asked[len(s.memory.asked)-1]; q.Home != c.home || q.Lang != c.lang {
				t.Errorf("home %q, language %q; want %q, %q", q.Home, q.Lang, c.home, c.lang)
			}
		})
	}
	s.do("GET", "/v1/search?lang=nl-BE", "")
	s.do("POST", "/v1/suggest", `{"text":"a","lang":"DA_dk"}`)
	s.do("POST", "/v1/suggest", `{"text":"a","country":"NL"}`)
	s.do("GET", "/v1/whats-on?lang=nn", "")
	s.do("GET", "/v1/whats-on?country=BE", "")
	got := []string{s.memory.asked[len(s.memory.asked)-1].Lang, s.memory.suggested[0].Lang, s.memory.suggested[1].Lang, s.memory.whatson[0].Lang, s.memory.whatson[1].Lang}
	if want := []string{"nl", "da", "nl", "nb", "nl"}; !slices.Equal(got, want) {
		t.Errorf("the others were asked in %q, want %q", got, want)
	}
	s.run([]scenario{{name: "a tag that is none is refused", path: "/v1/search", body: `{"lang":"1-2"}`, status: 400, contains: []string{`"pointer":"/lang"`}}})
}

func TestThePlacesReadInTheTextCountBeforeThoseOfNear(t *testing.T) {
	s := serve(t)
	s.memory.understood = []geo.Place{places[3]}
	s.run([]scenario{{name: "those of the text", path: "/v1/search", body: `{"near":{"place":"8000"},"ignore_town":true}`, status: 200,
		contains: []string{`"places":[{"country":"NL"`}, lacks: []string{"BE:8000"}}})
	if !s.memory.asked[0].IgnoreTown {
		t.Error("ignore_town did not reach the index")
	}
}

func TestTheLinesForWhatIsNoCrisisStandAboveThePlaces(t *testing.T) {
	s := serve(t)
	s.run([]scenario{
		{name: "by a topic's id", path: "/v1/search", body: `{"topics":["suicide_loss"]}`, status: 200,
			contains: []string{`"lines":[{"country":"DK"`, "dk-lifeline", "dk-chat"}, lacks: []string{`"crisis"`, "nl-", "dk-general"}},
		{name: "general ones where there is none for it", path: "/v1/search", body: `{"topics":["homelessness"]}`, status: 200,
			contains: []string{`"lines":[`, "dk-general"}, lacks: []string{`"crisis"`, "dk-lifeline"}},
		{name: "in an address, where it is asked from", path: "/v1/search?topics=suicide_loss&place=NL:g2745912", status: 200,
			contains: []string{`"lines":[`, "nl-lifeline"}, lacks: []string{`"crisis"`, "dk-lifeline"}},
	})
	for _, body := range []string{`{"topics":["loneliness"]}`, `{"topics":["suicide"]}`} {
		var a api.SearchAnswer
		if s.do("POST", "/v1/search", body).json(t, &a); a.Lines != nil {
			t.Errorf("%s: there are lines", body)
		}
	}
	var many []*directory.Helpline
	for i := range 5 {
		many = append(many, &directory.Helpline{ID: fmt.Sprintf("dk-%d", i), Country: "DK", Nationwide: true, Groups: []directory.HelplineGroup{directory.GroupSuicide},
			Lines: []directory.Line{{Channel: directory.Phone, Number: "70 201 201", Dial: "70201201"}}})
	}
	s.memory.desk = directory.NewCrisisDesk(directory.NewGate(nil, directory.CrisisRules{}), many)
	var a api.SearchAnswer
	if s.do("POST", "/v1/search", `{"topics":["suicide_loss"]}`).json(t, &a); a.Lines == nil || len(*a.Lines) != 3 {
		t.Errorf("the lines are %v, want three of five", a.Lines)
	}
}

func TestAnAnswerThatTakesTooLongIsRefused(t *testing.T) {
	s := serve(t)
	s.memory.fault = fmt.Errorf("search: %w", context.DeadlineExceeded)
	a := s.do("POST", "/v1/search", `{}`)
	if a.StatusCode != 503 || a.Header.Get("Retry-After") == "" {
		t.Errorf("status %d, Retry-After %q", a.StatusCode, a.Header.Get("Retry-After"))
	}
}

type errText string

func (e errText) Error() string { return string(e) }
