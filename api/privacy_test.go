package api_test

import (
	"errors"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"walkin/api"
)

// TestWhatIsHiddenLeavesByNoRoute walks over every route with a catalogue that
// holds a secret address, a coarse one and the name of an author.
func TestWhatIsHiddenLeavesByNoRoute(t *testing.T) {
	s := serve(t)
	hold := func(where string, a answer) {
		t.Helper()
		for _, secret := range []string{marker, "Skjult", "56.123456", "10.654321", "56.1234", author} {
			if strings.Contains(a.body, secret) {
				t.Errorf("%s: %s left", where, secret)
			}
		}
	}
	for path := range s.server.Routes() {
		path = strings.NewReplacer(":id", "dk-hidden", ":place", "DK:8000", ":kind", "invalid").Replace(path)
		hold(path, s.do("GET", path, ""))
	}
	for _, path := range []string{"/v1/activities/dk-secret-group", "/v1/centres?limit=500", "/v1/activities", "/v1/whats-on?limit=500", "/v1/search?limit=100"} {
		hold(path, s.do("GET", path, ""))
	}
	hidden := s.do("GET", "/v1/centres/dk-hidden", "")
	for _, unwanted := range []string{"Hemmelighed", `"lat"`, `"postal_code"`, "way_to_door"} {
		if strings.Contains(hidden.body, unwanted) {
			t.Errorf("the hidden centre shows %s", unwanted)
		}
	}
	// From how far it is, asked from three places, one could tell where it is.
	for _, lat := range []float64{56.1, 56.12, 56.13} {
		a := s.do("POST", "/v1/search", fmt.Sprintf(`{"text":"Krisehus","near":{"lat":%g,"lon":10.6}}`, lat))
		hold("search", a)
		if !strings.Contains(a.body, "dk-hidden") || strings.Contains(a.body, "distance_m") || strings.Contains(a.body, "reach") {
			t.Errorf("a distance to a hidden place: %s", a.body)
		}
	}
	area := s.do("GET", "/v1/activities/dk-secret-group", "")
	if !strings.Contains(area.body, `"lat":56.1,`) || !strings.Contains(area.body, `"precision":"area"`) {
		t.Errorf("the coarse point is not there: %s", area.body)
	}
}

// TestWhatSomebodyAskedIsNowhereAfterwards sends words, a position and an
// address that occur nowhere else, in good requests, bad ones and ones that
// fail, and looks for them in all that is kept or sent to others.
func TestWhatSomebodyAskedIsNowhereAfterwards(t *testing.T) {
	const word, lat, lon, address, header = "kanarifuglen", "61.987654", "-6.876543", "203.0.113.77", "canary-browser"
	s := serve(t, func(o *api.Options) { o.RateLimit = api.RateLimit{PerMinute: 6000, Burst: 1000} })
	headers := []string{"X-Forwarded-For", address, "User-Agent", header, "Referer", "https://" + word + ".example", "Cookie", "id=" + word,
		"X-Request-Id", word, "Authorization", "Bearer " + word}
	var errorsSent []string
	ask := func() {
		for _, body := range []string{
			`{"text":"` + word + `","near":{"lat":` + lat + `,"lon":` + lon + `}}`,
			`{"text":"` + word + ` suicide","near":{"lat":` + lat + `,"lon":` + lon + `}}`,
			`{"text":"` + word + ` suicide","beyond_crisis":true}`,
			`{"near":{"place":"` + word + `"}}`,
			`{"open_at":"` + word + `"}`, `{"cursor":"` + word + `"}`, `{"topics":["` + word + `"]}`, `{"sort":"` + word + `"}`, `{"country":"` + word + `"}`,
			`{"near":{"lat":"` + lat + `"}}`, `{"text":["` + word + `"]}`, `{"text":"` + word, word,
			`{"text":"` + strings.Repeat(word+" ", 300) + `"}`, `{"near":{"lat":` + lat + `}}`,
		} {
			if a := s.do("POST", "/v1/search", body, headers...); a.StatusCode >= 400 {
				errorsSent = append(errorsSent, a.body)
			}
			errorsSent = append(errorsSent, s.do("POST", "/v1/search", body, append(headers, "Content-Type", "text/"+word)...).body)
		}
		for _, path := range []string{"/hsds/services", "/hsds/service_at_locations"} {
			for _, body := range []string{
				`{"search":"` + word + `","latitude":` + lat + `,"longitude":` + lon + `}`, `{"search":"` + word + ` suicide"}`,
				`{"postcode":"` + word[:10] + `"}`, `{"day":"` + word + `"}`, `{"latitude":` + lat + `}`,
			} {
				if a := s.do("POST", path, body, headers...); a.StatusCode >= 400 {
					errorsSent = append(errorsSent, a.body)
				}
			}
			errorsSent = append(errorsSent, s.do("GET", path+"?search="+word+"&latitude="+lat, "", headers...).body, s.do("GET", path+"/"+word, "", headers...).body)
		}
		for _, path := range []string{"/v1/suggest", "/v1/places"} {
			s.do("POST", path, `{"text":"`+word+`"}`, headers...)
			errorsSent = append(errorsSent, s.do("POST", path, `{"text":"x","country":"`+word+`"}`, headers...).body)
		}
		for _, path := range []string{"/v1/search?text=" + word, "/v1/search?q=" + word, "/v1/search?place=" + word, "/v1/search?lat=" + lat,
			"/v1/search?radius_km=" + word, "/v1/centres/" + word, "/v1/places/" + word, "/" + word, "/v1/centres?topic=" + word, "/v1/whats-on?from=" + word,
			"/problems/" + word, "/v1/search?meet_at_door=" + word, "/v1/centres/" + word + "/" + word} {
			errorsSent = append(errorsSent, s.do("GET", path, "", headers...).body)
		}
		s.do("KANARIFUGLEN", "/v1/search", "", headers...)
	}
	ask()
	s.memory.fault = errors.New("the index is damaged")
	ask()
	s.memory.fault, s.memory.panic = nil, "panic while searching for "+word
	ask()

	recorder := httptest.NewRecorder()
	s.metrics.ServeHTTP(recorder, httptest.NewRequest("GET", "/metrics", nil))
	for where, text := range map[string]string{"log": s.log.String(), "metrics": recorder.Body.String(), "errors": strings.Join(errorsSent, "\n")} {
		for _, canary := range []string{word, strings.ToUpper(word), lat, "61.98", lon, "-6.87", address, "203.0", "127.0.0.1", header} {
			if i := strings.Index(text, canary); i >= 0 {
				t.Errorf("%s holds %q: …%s…", where, canary, text[max(0, i-200):min(len(text), i+200)])
			}
		}
	}
	for _, want := range []string{`"route":"/v1/search"`, `"route":"none"`, `"method":"other"`, `"status":200`, `"panic":"a value of type string"`} {
		if !strings.Contains(s.log.String(), want) {
			t.Errorf("the log lacks %s", want)
		}
	}
	for _, want := range []string{`walkin_http_requests_total{method="POST",route="/v1/search",status="200"}`, "walkin_index_position", "walkin_catalogue_last_change", "go_goroutines"} {
		if !strings.Contains(recorder.Body.String(), want) {
			t.Errorf("the metrics lack %s", want)
		}
	}
}

func TestAPanicIsAnsweredAndLoggedWithoutItsValue(t *testing.T) {
	s := serve(t)
	s.memory.panic = "user text"
	a := s.do("POST", "/v1/search", `{"text":"hej"}`)
	if a.StatusCode != 500 || strings.Contains(a.body, "user text") || strings.Contains(s.log.String(), "user text") {
		t.Errorf("%d %s", a.StatusCode, a.body)
	}
	if !strings.Contains(s.log.String(), "goroutine") {
		t.Error("the stack is not in the log")
	}
	// The server goes on.
	s.memory.panic = nil
	if a := s.do("POST", "/v1/search", `{}`); a.StatusCode != 200 {
		t.Errorf("afterwards: %d", a.StatusCode)
	}
}

func TestAClientThatLeftIsNotAnswered(t *testing.T) {
	s := serve(t)
	s.memory.delay = 5 * time.Second
	s.client.Timeout = 50 * time.Millisecond
	if _, err := s.client.Post(s.url+"/v1/search", "application/json", strings.NewReader(`{}`)); err == nil {
		t.Fatal("there was an answer")
	}
	for range 200 {
		if strings.Contains(s.log.String(), `"status":499`) {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("the log says %s", s.log.String())
}
