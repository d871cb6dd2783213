package api_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"walkin/api"
)

// FuzzParseJSON holds the strict reader against encoding/json: what it takes,
// that takes too, with the same result.
func FuzzParseJSON(f *testing.F) {
	for _, seed := range []string{
		`{}`, `{"text":"jeg vil dø","near":{"lat":56.1,"lon":10.2}}`, `[1,-2.5e10,true,null,"\u00e6"]`, `{"a":1,"a":2}`, `{"a":1,"A":2}`,
		`{} {}`, `{"a":`, ` 1 `, `"\ud800"`, "\"\xff\"", `{"a~b/c":[{"d":[]}]}`, strings.Repeat("[", 20), `nul`, `[1,]`, `{"a" 1}`, `]`, ``,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		value, err := api.ParseJSON(body)
		if err != nil {
			return
		}
		if !utf8.Valid(body) {
			t.Fatal("took what is not UTF-8")
		}
		var plain any
		dec := json.NewDecoder(strings.NewReader(string(body)))
		dec.UseNumber()
		if err := dec.Decode(&plain); err != nil {
			t.Fatalf("took %q, which encoding/json refuses: %v", body, err)
		}
		if !reflect.DeepEqual(value, plain) {
			t.Fatalf("%q is %#v, and %#v to encoding/json", body, value, plain)
		}
	})
}

// FuzzSearch sends any body to the search: the answer is an answer or a
// refusal, never a fault of ours.
func FuzzSearch(f *testing.F) {
	for _, seed := range []string{
		`{}`, `{"text":"ensom","near":{"place":"Odense"},"radius_km":5,"travel":"walk"}`, `{"text":"selvmord","limit":0}`, `{"bbox":[1,2,3,4]}`,
		`{"near":{"lat":1e400}}`, `{"topics":["loneliness"],"open_at":"now"}`, `{"text":5}`, `[]`, `{"facets":["topic"],"age":-0}`,
	} {
		f.Add(seed)
	}
	server := newServer(f)
	f.Fuzz(func(t *testing.T, body string) {
		status, answer := post(server, "/v1/search", body)
		if status != 200 && status != 400 && status != 413 {
			t.Fatalf("status %d: %s", status, answer)
		}
		if !json.Valid(answer) {
			t.Fatalf("the answer is not JSON: %s", answer)
		}
	})
}
