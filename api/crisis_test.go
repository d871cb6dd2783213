package api_test

import (
	"strings"
	"testing"

	"walkin/api"
	"walkin/internal/problem"
)

func TestACrisisQueryIsAnsweredByPeopleToCall(t *testing.T) {
	s := serve(t)
	danish := []string{`"crisis":{"emergency":"112","groups":["suicide"]`, `"id":"dk-lifeline"`, `"id":"dk-chat"`, `"id":"dk-general"`, `"results":[]`, `"total":0`}
	notDutch := []string{"nl-lifeline", "be-lifeline", "facets", "dk-aarhus"}
	s.run([]scenario{
		{name: "in the page's language", path: "/v1/search", body: `{"text":"jeg vil dø","lang":"da"}`, status: 200, contains: append(danish, `"label":"Selvmord"`), lacks: notDutch,
			header: map[string]string{"Cache-Control": "no-store"}},
		{name: "in another language", path: "/v1/search", body: `{"text":"suicide","lang":"da"}`, status: 200, contains: danish, lacks: notDutch},
		{name: "with letters between the letters", path: "/v1/search", body: `{"text":"selv\u200bmord"}`, status: 200, contains: danish},
		{name: "deep in a long text", path: "/v1/search", body: `{"text":"` + strings.Repeat("hej ", 400) + ` jeg vil dø ` + strings.Repeat("hej ", 80) + `"}`, status: 200, contains: danish},
		{name: "in a text that is too long", path: "/v1/search", body: `{"text":"` + strings.Repeat("hej ", 4000) + ` jeg vil dø"}`, status: 200, contains: danish},
		{name: "with a field that is wrong", path: "/v1/search", body: `{"text":"selvmord","limit":1000000,"what":1}`, status: 200, contains: danish},
		{name: "at a place that nobody knows", path: "/v1/search", body: `{"text":"selvmord","near":{"place":"xyzzy"}}`, status: 200, contains: danish},
		{name: "with facets asked for", path: "/v1/search", body: `{"text":"selvmord","facets":["topic"]}`, status: 200, contains: danish, lacks: notDutch},
		{name: "the country of the place", path: "/v1/search", body: `{"text":"suicide","near":{"place":"Utrecht"},"country":"DK"}`, status: 200, contains: []string{"nl-lifeline", "nl-chat", "nl-general"}, lacks: []string{"dk-lifeline"}},
		{name: "the country of the position", path: "/v1/search", body: `{"text":"suicide","near":{"lat":51.2,"lon":3.2}}`, status: 200, contains: []string{"be-lifeline"}, lacks: []string{"dk-lifeline"}},
		{name: "the country named", path: "/v1/search", body: `{"text":"suicide","country":"BE"}`, status: 200, contains: []string{"be-lifeline"}, lacks: []string{"dk-lifeline"}},
		{name: "a country without lines falls back to this directory's", path: "/v1/search", body: `{"text":"suicide","country":"FR"}`, status: 200, contains: danish},
		{name: "an impossible position does too", path: "/v1/search", body: `{"text":"suicide","near":{"lat":900,"lon":3.2}}`, status: 200, contains: danish},
		{name: "places too, as the second step", path: "/v1/search", body: `{"text":"suicide","beyond_crisis":true,"kinds":["helpline"]}`, status: 200, contains: []string{`"crisis":{`, `"results":[`}},
		{name: "a fault in the second step is told", path: "/v1/search", body: `{"text":"suicide","beyond_crisis":true,"limit":0}`, status: 400},
		{name: "a crisis topic picked from a list has places behind the people", path: "/v1/search", body: `{"topics":["suicide"]}`, status: 200, contains: danish[:4]},
		{name: "an ordinary text has no crisis", path: "/v1/search", body: `{"text":"ensom"}`, status: 200, lacks: []string{"crisis", "lifeline"}},
	})
	for _, q := range s.memory.asked {
		if q.Text != "ensom" && q.Text != "" && !q.BeyondCrisis {
			t.Errorf("the index was asked %q", q.Text)
		}
	}
}

func TestACrisisQueryIsAnsweredWhenNothingElseIs(t *testing.T) {
	for name, fault := range map[string]error{"the index is damaged": errText("segment damaged"), "the index is being rebuilt": problem.New(problem.Unavailable, "busy")} {
		t.Run(name, func(t *testing.T) {
			s := serve(t)
			s.memory.fault = fault
			s.answersAlone()
			if !strings.Contains(s.log.String(), fault.Error()) {
				t.Error("the cause is not in the log")
			}
		})
	}
}

// answersAlone tries every search that is answered with people to call, when
// places cannot be searched.
func (s *service) answersAlone() {
	s.t.Helper()
	for _, body := range []string{
		`{"text":"suicide"}`, `{"text":"suicide","beyond_crisis":true}`, `{"topics":["suicide"]}`,
		`{"near":{"place":"selvmord"}}`, `{"near":{"place":"selvmord"},"beyond_crisis":true}`, "",
	} {
		method, path := "POST", "/v1/search"
		if body == "" {
			method, path = "GET", "/v1/search?topics=suicide"
		}
		a := s.do(method, path, body)
		if a.StatusCode != 200 || !strings.Contains(a.body, "dk-lifeline") || !strings.Contains(a.body, `"results":[]`) ||
			a.Header.Get("Cache-Control") != "no-store" || a.Header.Get("ETag") != "" {
			s.t.Errorf("%s %s: %d %v %s", path, body, a.StatusCode, a.Header, a.body)
		}
	}
}

func TestACrisisIsAnsweredWhenTheIndexPanics(t *testing.T) {
	s := serve(t)
	s.memory.panic = "damaged"
	s.answersAlone()
}

func TestACrisisIsAnsweredBeyondTheLimitOfAnAddress(t *testing.T) {
	s := serve(t, func(o *api.Options) { o.RateLimit = api.RateLimit{PerMinute: 1, Burst: 1} })
	s.do("GET", "/v1/topics", "")
	s.answersAlone()
	s.run([]scenario{
		{name: "what is being typed", path: "/v1/suggest", body: `{"text":"selvmord"}`, status: 200, contains: []string{`"suggestions":[]`, "dk-lifeline"}},
		{name: "a place", path: "/v1/places", body: `{"text":"selvmord"}`, status: 200, contains: []string{`"places":[]`, "dk-lifeline"}},
		{name: "other searches are limited", path: "/v1/search", body: `{"topics":["loneliness"]}`, status: 429},
		{name: "those in an address too", path: "/v1/search?topics=loneliness", status: 429},
		{name: "and suggestions", path: "/v1/suggest", body: `{"text":"ens"}`, status: 429},
		{name: "and places", path: "/v1/places", body: `{"text":"Odense"}`, status: 429},
	})
}

func TestACrisisTextInTheWrongBoxIsAnswered(t *testing.T) {
	s := serve(t)
	s.run([]scenario{
		{name: "where a place belongs", path: "/v1/search", body: `{"near":{"place":"selvmord"}}`, status: 200, contains: []string{`"crisis":{`, "dk-lifeline", `"results":[]`}},
		{name: "beside an ordinary text", path: "/v1/search", body: `{"text":"ensom","near":{"place":"jeg vil dø"}}`, status: 200, contains: []string{`"crisis":{`, `"results":[]`}},
		{name: "in the country named", path: "/v1/search", body: `{"near":{"place":"suicide"},"country":"NL"}`, status: 200, contains: []string{"nl-lifeline"}, lacks: []string{"dk-lifeline"}},
		{name: "places follow from everywhere", path: "/v1/search", body: `{"near":{"place":"suicide"},"radius_km":5,"travel":"walk","sort":"distance","beyond_crisis":true}`, status: 200,
			contains: []string{"dk-lifeline", "dk-aarhus"}, lacks: []string{"distance_m", `"place":`}},
		{name: "where places are looked up", path: "/v1/places", body: `{"text":"suicide","country":"NL","limit":1000}`, status: 200, contains: []string{`"places":[]`, "nl-lifeline"},
			header: map[string]string{"Cache-Control": "no-store"}},
		{name: "while it is typed", path: "/v1/suggest", body: `{"text":"suicide","country":"BE","limit":1000}`, status: 200, contains: []string{`"suggestions":[]`, "be-lifeline"}},
		{name: "a place is a place", path: "/v1/places", body: `{"text":"Odense"}`, status: 200, lacks: []string{"crisis"}},
	})
}

func TestTheGateReadsInTheLanguageOfThePage(t *testing.T) {
	serve(t).run([]scenario{
		{name: "a French word is none on a Danish server", path: "/v1/search", body: `{"text":"viol"}`, status: 200, lacks: []string{`"crisis"`}},
		{name: "it is one on a French page", path: "/v1/search", body: `{"text":"viol","lang":"fr-BE"}`, status: 200, contains: []string{`"crisis"`}},
		{name: "a Danish word is none on an English page", path: "/v1/search", body: `{"text":"cutting vegetables","lang":"en-GB"}`, status: 200, lacks: []string{`"crisis"`}},
		{name: "nor in the Netherlands", path: "/v1/search", body: `{"text":"cutting","near":{"place":"Utrecht"}}`, status: 200, lacks: []string{`"crisis"`}},
		{name: "nor while it is typed in Belgium", path: "/v1/suggest", body: `{"text":"cutting","country":"BE"}`, status: 200, lacks: []string{`"crisis"`}},
		{name: "it is one on a Danish server", path: "/v1/search", body: `{"text":"cutting"}`, status: 200, contains: []string{`"crisis"`}},
		{name: "and on a Danish page in any spelling of it", path: "/v1/places", body: `{"text":"cutting","lang":"DA_dk","country":"NL"}`, status: 200, contains: []string{`"crisis"`}},
	})
}

func TestACrisisTopicInAnAddressHasThePeopleToCallToo(t *testing.T) {
	serve(t).run([]scenario{
		{name: "here", path: "/v1/search?topics=suicide", status: 200, contains: []string{"dk-lifeline", `"emergency":"112"`}},
		{name: "there", path: "/v1/search?topics=suicide,loneliness&place=NL:g2745912", status: 200, contains: []string{"nl-lifeline"}, lacks: []string{"dk-lifeline"}},
		{name: "no crisis topic", path: "/v1/search?topics=loneliness", status: 200, lacks: []string{"lifeline", `"crisis"`}},
	})
}

func TestWhoseCountryIsNotKnownIsGivenTheLinesOfEach(t *testing.T) {
	s := serve(t, func(o *api.Options) { o.Country = "" })
	s.run([]scenario{{name: "each is labelled", path: "/v1/search", body: `{"text":"suicide"}`, status: 200,
		contains: []string{"dk-lifeline", "nl-lifeline", "be-lifeline", `"country":"BE"`}}})
}

func TestWithoutTheGateNothingIsSearchedFor(t *testing.T) {
	s := serve(t)
	s.memory.desk = nil
	s.run([]scenario{
		{name: "search", path: "/v1/search", body: `{"text":"hej"}`, status: 503},
		{name: "a crisis topic in an address", path: "/v1/search?topics=suicide", status: 503},
		{name: "suggest", path: "/v1/suggest", body: `{"text":"hej"}`, status: 503},
		{name: "places", path: "/v1/places", body: `{"text":"hej"}`, status: 503},
	})
	if len(s.memory.asked) > 0 {
		t.Error("the index was asked")
	}
}
