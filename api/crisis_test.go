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
			for _, body := range []string{`{"text":"suicide"}`, `{"text":"suicide","beyond_crisis":true}`} {
				a := s.do("POST", "/v1/search", body)
				if a.StatusCode != 200 || !strings.Contains(a.body, "dk-lifeline") || !strings.Contains(a.body, `"results":[]`) {
					t.Errorf("%s: %d %s", body, a.StatusCode, a.body)
				}
			}
		})
	}
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
		{name: "suggest", path: "/v1/suggest", body: `{"text":"hej"}`, status: 503},
	})
	if len(s.memory.asked) > 0 {
		t.Error("the index was asked")
	}
}
