package api_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"walkin/api"
	"walkin/internal/directory"
)

func TestReading(t *testing.T) {
	s := serve(t)
	s.memory.put(&directory.Centre{ID: "dk-deleted", Name: "x", Location: directory.Location{Country: "DK"}, Topics: []string{"loneliness"}})
	s.memory.remove(directory.Key{Kind: directory.KindCentre, ID: "dk-deleted"})
	s.run([]scenario{
		{name: "a centre with everything in it", path: "/v1/centres/dk-aarhus", status: 200, header: map[string]string{"Cache-Control": "public, max-age=60"},
			contains: []string{`"status":"open"`, `"open":{"next":"2026-11-23T12:00:00+01:00","state":"open","until":"2026-11-21T20:00:00+01:00"}`,
				`"municipality_name":"Aarhus"`, `"confidential":"unknown"`, `"who_meets":{"da":"En frivillig"}`, `"verified_at":"2026-11-01"`, `"revision":1`, `"weekly":[`, `"volunteering":[`}},
		{name: "a centre of which little is known", path: "/v1/centres/dk-bare", status: 200,
			contains: []string{`"open":{"state":"unknown"}`, `"verified_at":null`, `"status":"open"`, `"meet_at_door":"unknown"`},
			lacks:    []string{`"hours"`, `"ages"`, `"arrival"`, `"lat"`}},
		{name: "a closed centre is not open, whatever its hours say", path: "/v1/centres/dk-closed", status: 200, contains: []string{`"open":{"state":"closed"}`, `"status":"closed"`}},
		{name: "a centre that never was", path: "/v1/centres/dk-nowhere", status: 404, contains: []string{`"type":"/problems/not-found"`}},
		{name: "a centre that was deleted", path: "/v1/centres/dk-deleted", status: 410, contains: []string{`"type":"/problems/gone"`}},
		{name: "an id that is none", path: "/v1/centres/..%2f..%2fetc", status: 404, lacks: []string{"etc"}},
		{name: "an id of another kind", path: "/v1/activities/dk-aarhus", status: 404},
		{name: "a page of centres", path: "/v1/centres?limit=2", status: 200, contains: []string{`"id":"dk-aarhus"`, `"id":"dk-bare"`, `"next":"dk-bare"`}, lacks: []string{`"id":"dk-closed"`}},
		{name: "the page after it", path: "/v1/centres?limit=2&after=dk-bare", status: 200, contains: []string{`"id":"dk-closed"`, `"id":"dk-hidden"`}, lacks: []string{`"next":"`}},
		{name: "no centre there", path: "/v1/centres?country=NL", status: 200, contains: []string{`{"centres":[]}`}},
		{name: "centres of a topic and what is below it", path: "/v1/centres?topic=addiction", status: 200, contains: []string{`"id":"dk-bare"`}, lacks: []string{`"id":"dk-aarhus"`}},
		{name: "centres of a topic that is none", path: "/v1/centres?topic=nonsense", status: 400, contains: []string{`"pointer":"topic"`}},
		{name: "a country in small letters", path: "/v1/centres?country=dk", status: 400, contains: []string{`"pointer":"country"`, "DK"}},
		{name: "what happens at a centre", path: "/v1/centres/dk-aarhus/activities", status: 200, contains: []string{`"id":"dk-cooking"`}, lacks: []string{"dk-secret-group"}},
		{name: "what happens at a centre that never was", path: "/v1/centres/dk-nowhere/activities", status: 404},
		{name: "hours for a week from the minute on", path: "/v1/centres/dk-aarhus/hours", status: 200,
			contains: []string{`"from":"2026-11-21T18:30:00+01:00"`, `"to":"2026-11-28T18:30:00+01:00"`, `"known":true`, `"zone":"Europe/Copenhagen"`, `"now":{"next":`, `{"from":"2026-11-23T12:00:00+01:00","state":"open","to":"2026-11-23T20:00:00+01:00"}`}},
		{name: "hours that nobody stated", path: "/v1/centres/dk-bare/hours", status: 200, contains: []string{`"known":false`, `"state":"unknown"`}, lacks: []string{`"zone"`}},
		{name: "hours of what is closed for good", path: "/v1/centres/dk-closed/hours", status: 200, contains: []string{`"spans":[]`, `"now":{"state":"closed"}`}},
		{name: "hours backwards", path: "/v1/centres/dk-aarhus/hours?from=2026-12-02T00:00:00Z&to=2026-12-01T00:00:00Z", status: 400, contains: []string{`"pointer":"to"`}},
		{name: "hours of a year", path: "/v1/centres/dk-aarhus/hours?from=2026-01-01T00:00:00Z&to=2027-01-01T00:00:00Z", status: 400, contains: []string{"62 days"}},
		{name: "an activity", path: "/v1/activities/dk-cooking", status: 200, contains: []string{`"hosted_by":{"name":"Naboerne"}`, `"mode":"possible"`, `"until":"2026-11-01"`, `"capacity":20`}},
		{name: "activities", path: "/v1/activities", status: 200, contains: []string{`"id":"dk-cooking"`, `"id":"dk-secret-group"`}},
		{name: "what is on", path: "/v1/whats-on?from=2026-11-21T00:00:00Z&to=2026-11-22T23:00:00Z&lang=da", status: 200,
			contains: []string{`"activity":"dk-cooking"`, `"title":"Fællesspisning"`, `"start":"2026-11-21T17:00:00+01:00"`, `"state":"open"`, `"time_known":true`, `"more":false`}},
		{name: "what is on, cut off", path: "/v1/whats-on?limit=1", status: 200, contains: []string{`"more":true`}},
		{name: "organisations of a network", path: "/v1/organisations?network=headspace-danmark", status: 200, contains: []string{`"id":"dsi"`}, header: map[string]string{"Cache-Control": "public, max-age=300"}},
		{name: "an organisation", path: "/v1/organisations/dsi", status: 200, contains: []string{`"networks":["headspace-danmark"]`}},
		{name: "networks", path: "/v1/networks", status: 200, contains: []string{`"id":"headspace-danmark"`}},
		{name: "a network without what its assessors wrote", path: "/v1/networks/headspace-danmark", status: 200, contains: []string{`"promise":"free"`}, lacks: []string{"vurderingstekst", "Assessor"}},
		{name: "the taxonomy in its own order", path: "/v1/topics", status: 200, contains: []string{`{"topics":[{"crisis":false,"id":"loneliness"`, `"parent":"addiction"`}, lacks: []string{"hverdagsord"}},
		{name: "access needs", path: "/v1/topics?kind=access", status: 200, contains: []string{`"id":"wheelchair"`}, lacks: []string{"loneliness"}},
		{name: "a kind of topic that is none", path: "/v1/topics?kind=thing", status: 400, contains: []string{`"pointer":"kind"`}},
		{name: "a topic", path: "/v1/topics/suicide", status: 200, contains: []string{`"crisis":true`, `"helpline_group":"suicide"`}, lacks: []string{"jeg vil dø"}},
		{name: "helplines of a group", path: "/v1/helplines?country=DK&group=suicide", status: 200, contains: []string{`"id":"dk-lifeline"`, `"id":"dk-chat"`}, lacks: []string{"dk-general", "nl-lifeline"}},
		{name: "a helpline", path: "/v1/helplines/dk-lifeline", status: 200, contains: []string{`"open":{"state":"open"}`, `"number":"70 201 201"`, `"dial":"70201201"`, `"revision":1`, `"sources":[{"seen":"2026-11"`}},
		{name: "health", path: "/healthz", status: 200, contains: []string{`{"status":"ok"}`}},
		{name: "not ready while the index is behind", path: "/readyz", status: 503, contains: []string{`"type":"/problems/unavailable"`}},
		{name: "nothing there", path: "/v2/centres", status: 404},
		{name: "a suffix that a cache may take for a picture", path: "/v1/centres/dk-aarhus/1.css", status: 404},
		{name: "a suffix that a cache may take for a style", path: "/v1/centres/dk-aarhus.css", status: 404},
		{name: "a slash too many", path: "/v1/centres/", status: 404},
		{name: "no profiler", path: "/debug/pprof/", status: 404},
		{name: "no repository", path: "/.git/config", status: 404},
		{name: "no metrics", path: "/metrics", status: 404},
	})
	s.memory.position = s.memory.last
	if a := s.do("GET", "/readyz", ""); a.StatusCode != 200 {
		t.Errorf("not ready with the last change indexed: %s", a.body)
	}
}

func TestMethods(t *testing.T) {
	s := serve(t)
	s.run([]scenario{
		{name: "a method that changes, without a token", method: "DELETE", path: "/v1/centres/dk-aarhus", status: 401},
		{name: "a method that changes what nobody changes so", method: "DELETE", path: "/v1/topics/loneliness", status: 405, contains: []string{`"detail":"Allowed here: OPTIONS, GET, HEAD."`}, header: map[string]string{"Allow": "OPTIONS, GET, HEAD"}},
		{name: "TRACE", method: "TRACE", path: "/v1/centres/dk-aarhus", status: 405},
		{name: "a method that nobody knows", method: "BREW", path: "/v1/centres", status: 405},
		{name: "a method in a header", method: "POST", path: "/v1/centres/dk-aarhus", headers: []string{"X-HTTP-Method-Override", "GET"}, status: 405},
		{name: "GET of what takes a body", path: "/v1/suggest", status: 405, contains: []string{"Allowed here: OPTIONS, POST."}, header: map[string]string{"Allow": "OPTIONS, POST"}},
		{name: "a preflight of the search", method: "OPTIONS", path: "/v1/search", headers: []string{"Origin", "https://evil.example", "Access-Control-Request-Method", "POST", "Access-Control-Request-Headers", "content-type"}, status: 204,
			header: map[string]string{"Access-Control-Allow-Origin": "*", "Access-Control-Max-Age": "7200", "Access-Control-Allow-Headers": "Content-Type, If-None-Match",
				"Access-Control-Allow-Methods": "OPTIONS, GET, HEAD, POST", "Access-Control-Allow-Credentials": ""}},
		{name: "a preflight of the suggestions", method: "OPTIONS", path: "/v1/suggest", status: 204, header: map[string]string{"Access-Control-Max-Age": "7200"}},
		{name: "a preflight of the places", method: "OPTIONS", path: "/v1/places", status: 204},
		{name: "a preflight of nothing", method: "OPTIONS", path: "/v1/nothing", status: 404},
		{name: "another host in a header changes nothing", path: "/v1/search", body: `{"text":"Aarhus"}`, headers: []string{"X-Forwarded-Host", "evil.example", "X-Original-URL", "/staff"}, status: 200, lacks: []string{"evil.example"}},
	})
}

func TestEveryGetAnswersHeadAndNotModified(t *testing.T) {
	s := serve(t)
	for _, path := range []string{
		"/v1/search", "/v1/search?place=DK:8000&open_at=now", "/v1/places/DK:8000", "/v1/centres", "/v1/centres/dk-aarhus", "/v1/centres/dk-aarhus/activities",
		"/v1/centres/dk-aarhus/hours", "/v1/activities", "/v1/activities/dk-cooking", "/v1/whats-on", "/v1/organisations", "/v1/organisations/dsi",
		"/v1/networks", "/v1/networks/headspace-danmark", "/v1/topics", "/v1/topics/loneliness", "/v1/helplines", "/v1/helplines/dk-chat", "/openapi.yaml",
		"/docs", "/docs/style.css", "/problems/invalid", "/about-the-data", "/da/", "/da/?topics=loneliness",
	} {
		t.Run(path, func(t *testing.T) {
			s.t = t
			// The client unpacks what it asked for packed without saying so.
			first := s.do("GET", path, "", "Accept-Encoding", "identity")
			tag := first.Header.Get("ETag")
			if first.StatusCode != 200 || tag == "" || !strings.HasPrefix(first.Header.Get("Cache-Control"), "public, max-age=") {
				t.Fatalf("status %d, ETag %q, Cache-Control %q", first.StatusCode, tag, first.Header.Get("Cache-Control"))
			}
			head := s.do("HEAD", path, "", "Accept-Encoding", "identity")
			if head.StatusCode != 200 || head.Header.Get("ETag") != tag || head.ContentLength != int64(len(first.body)) {
				t.Errorf("HEAD: status %d, ETag %q, length %d", head.StatusCode, head.Header.Get("ETag"), head.ContentLength)
			}
			for _, known := range []string{tag, "W/" + tag, `"other", ` + tag, "*"} {
				if a := s.do("GET", path, "", "If-None-Match", known, "Accept-Encoding", "identity"); a.StatusCode != 304 || a.body != "" || a.Header.Get("ETag") != tag {
					t.Errorf("If-None-Match %s: status %d", known, a.StatusCode)
				}
			}
			if a := s.do("GET", path, "", "If-None-Match", `"other"`); a.StatusCode != 200 {
				t.Errorf("another tag: status %d", a.StatusCode)
			}
		})
	}
}

func TestTheTagOfAnEntryNamesItsRevisionAndChangesWithIt(t *testing.T) {
	clock := now
	s := serve(t, func(o *api.Options) { o.Now = func() time.Time { return clock } })
	tag := func() string { return s.do("GET", "/v1/centres/dk-aarhus", "").Header.Get("ETag") }
	first := tag()
	if !strings.HasPrefix(first, `"c1-`) {
		t.Errorf("the tag is %s", first)
	}
	clock = clock.Add(time.Minute)
	if tag() != first {
		t.Error("the tag changed and the answer did not")
	}
	clock = clock.Add(2 * time.Hour) // it closed meanwhile
	closed := tag()
	if closed == first {
		t.Error("the door closed and the tag stayed")
	}
	s.memory.put(s.memory.changes[directory.Key{Kind: directory.KindCentre, ID: "dk-aarhus"}].Entry)
	if edited := tag(); edited == closed || !strings.HasPrefix(edited, `"c2-`) {
		t.Errorf("after an edit the tag is %s", edited)
	}
}

func TestProblemPagesStandWhereTheTypesPoint(t *testing.T) {
	s := serve(t)
	for _, kind := range []string{"internal", "invalid", "unauthenticated", "forbidden", "not-found", "conflict", "gone", "stale", "too-many", "unavailable"} {
		a := s.do("GET", "/problems/"+kind, "")
		if a.StatusCode != 200 || !strings.Contains(a.body, "<code>"+kind+"</code>") || !strings.HasPrefix(a.Header.Get("Content-Type"), "text/html") {
			t.Errorf("%s: status %d: %s", kind, a.StatusCode, a.body)
		}
	}
	if a := s.do("GET", "/problems/other", ""); a.StatusCode != 404 {
		t.Errorf("a kind that is none: status %d", a.StatusCode)
	}
}

func TestAHeaderThatIsTooLargeIsRefused(t *testing.T) {
	s := serve(t)
	r, err := http.NewRequest("GET", s.url+"/healthz", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("X-Large", strings.Repeat("a", 64<<10))
	response, err := s.client.Do(r)
	if err != nil {
		t.Skipf("the connection was closed before the answer could be read: %v", err)
	}
	response.Body.Close()
	if response.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("status %d, want 431", response.StatusCode)
	}
}

func TestNothingThatAClientIsSlowWithGoesOnForEver(t *testing.T) {
	server := api.NewHTTPServer(http.NotFoundHandler())
	for what, limit := range map[string]struct{ got, most time.Duration }{
		"header": {server.ReadHeaderTimeout, 5 * time.Second},
		"body":   {server.ReadTimeout, 30 * time.Second},
		"answer": {server.WriteTimeout, 60 * time.Second},
		"idle":   {server.IdleTimeout, 60 * time.Second},
	} {
		if limit.got <= 0 || limit.got > limit.most {
			t.Errorf("%s: %v, want at most %v", what, limit.got, limit.most)
		}
	}
}
