package api_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"walkin/api"
	"walkin/internal/directory"
)

// Ways around a role, each tried once by somebody who read the code.
func TestNobodyGetsAroundTheirRole(t *testing.T) {
	d := openDesk(t)
	d.put(
		&directory.Network{ID: "n2", Name: "N2", Countries: []string{"DK"}},
		&directory.Organisation{ID: "other", Name: "Other", Country: "DK", Networks: []string{"n2"}},
		&directory.Centre{ID: "dk-other", Organisation: "other", Name: "Other", Location: directory.Location{Country: "DK"}, Topics: []string{"loneliness"}},
		&directory.Centre{ID: "dk-gone", Organisation: "dsi", Name: "Gone", Location: directory.Location{Country: "DK"}, Topics: []string{"loneliness"}},
		&directory.Activity{ID: "of-other", Organisation: "other", Centres: []string{"dk-other"}, Title: directory.Text{"da": "X"}, Rhythm: directory.Fixed, Topics: []string{"loneliness"}},
	)
	if _, err := d.catalogue.Delete(t.Context(), directory.Key{Kind: directory.KindCentre, ID: "dk-gone"}, directory.Edit{Author: "test"}); err != nil {
		t.Fatal(err)
	}
	_, nobody := d.member("nobody@example.dk")
	_, other := d.member("other@example.dk", "editor:organisation:other")
	_, bare := d.member("bare@example.dk", "editor:centre:dk-bare")
	_, admin := d.member("admin@example.dk", "administrator")
	anew := []string{"If-None-Match", "*"}
	for _, tt := range []struct {
		name, token, method, path, body string
		headers                         []string
		status                          int
	}{
		{"who has no role leaves no draft of nothing", nobody, "DELETE", "/v1/centres/no-such", "", append([]string{"Prefer", "draft"}, anew...), 404},
		{"nor of something new", nobody, "PUT", "/v1/centres/no-such", `{"id":"no-such","name":"X","location":{"country":"DK"},"topics":["loneliness"]}`, anew, 404},
		{"nor restores nothing", nobody, "POST", "/v1/records/centre/no-such/restore", `{"revision":1}`, anew, 404},
		{"nor restores what was taken out", nobody, "POST", "/v1/records/centre/dk-gone/restore", `{"revision":1}`, anew, 410},
		{"the id of what was taken out is not taken over", other, "PUT", "/v1/centres/dk-gone", `{"id":"dk-gone","organisation":"other","name":"X","location":{"country":"DK"},"topics":["loneliness"]}`, anew, 409},
		{"but by an administrator", admin, "PUT", "/v1/centres/dk-gone", `{"id":"dk-gone","organisation":"dsi","name":"X","location":{"country":"DK"},"topics":["loneliness"]}`, anew, 200},
		{"an activity is not put on somebody else's page", other, "PATCH", "/v1/activities/of-other", `{"centres":["dk-other","dk-aarhus"]}`, []string{"If-Match", `"a1-1-a"`}, 403},
		{"a new one is not put there either", other, "PUT", "/v1/activities/mine", `{"id":"mine","organisation":"other","centres":["dk-aarhus"],"title":{"da":"X"},"rhythm":"fixed","topics":["loneliness"]}`, anew, 403},
		{"nothing new is of somebody else's organisation", bare, "PUT", "/v1/activities/mine", `{"id":"mine","organisation":"dsi","centres":["dk-bare"],"title":{"da":"X"},"rhythm":"fixed","topics":["loneliness"]}`, anew, 403},
		{"but of one's own", other, "PUT", "/v1/activities/mine", `{"id":"mine","organisation":"other","centres":["dk-other"],"title":{"da":"X"},"rhythm":"fixed","topics":["loneliness"]}`, anew, 201},
	} {
		t.Run(tt.name, func(t *testing.T) {
			headers := append([]string{"Authorization", tt.token}, tt.headers...)
			if tt.method == "PATCH" {
				headers = append(headers, "Content-Type", mergePatch)
			}
			if a := d.do(tt.method, tt.path, tt.body, headers...); a.StatusCode != tt.status {
				t.Errorf("status %d, want %d: %s", a.StatusCode, tt.status, a.body)
			}
		})
	}
	drafts, err := d.office.Drafts(t.Context())
	if err != nil || len(drafts) != 0 {
		t.Errorf("%d drafts are left, %v", len(drafts), err)
	}
}

// Who approves for one network does not approve for another.
func TestEachNetworkIsAskedForItself(t *testing.T) {
	d := openDesk(t)
	d.put(
		&directory.Network{ID: "headspace-danmark", Name: "headspace", Countries: []string{"DK"}, Rules: directory.NetworkRules{Approval: true}},
		&directory.Network{ID: "n2", Name: "N2", Countries: []string{"DK"}},
		&directory.Organisation{ID: "o2", Name: "O2", Country: "DK", Networks: []string{"n2"}},
		&directory.Activity{ID: "joint", Organisation: "o2", Centres: []string{"dk-aarhus"}, Title: directory.Text{"da": "X"}, Rhythm: directory.Fixed, Topics: []string{"loneliness"}},
	)
	_, both := d.member("both@example.dk", "editor:organisation:o2", "assessor:network:n2")
	a := d.do("PATCH", "/v1/activities/joint", `{"title":{"da":"Nyt"}}`, "Authorization", both, "Content-Type", mergePatch, "If-Match", `"a1-1-a"`)
	if a.StatusCode != http.StatusAccepted {
		t.Fatalf("status %d: %s", a.StatusCode, a.body)
	}
	var draft api.Draft
	a.json(t, &draft)
	if a := d.do("POST", "/v1/drafts/"+draft.Id+"/decide", `{"decision":"approve"}`, "Authorization", both); a.StatusCode != http.StatusForbidden {
		t.Errorf("the assessor of the other network approves: %d", a.StatusCode)
	}
	_, right := d.member("right@example.dk", "assessor:network:headspace-danmark")
	if a := d.do("POST", "/v1/drafts/"+draft.Id+"/decide", `{"decision":"approve"}`, "Authorization", right); a.StatusCode != http.StatusOK {
		t.Errorf("the right one is refused: %d %s", a.StatusCode, a.body)
	}
}

// slowly is a writer that lets somebody else write first, once.
type slowly struct {
	api.Writer
	first func()
}

func (s *slowly) Put(ctx context.Context, e directory.Entry, by directory.Edit) (directory.Change, error) {
	if first := s.first; first != nil {
		s.first = nil
		first()
	}
	return s.Writer.Put(ctx, e, by)
}

// "Still correct" and exceptions are made on sight of no state in particular,
// and overwrite nothing for that.
func TestAConfirmationOverwritesNothing(t *testing.T) {
	writer := new(slowly)
	d := openDesk(t, func(o *api.Options) { writer.Writer, o.Writer = o.Writer, writer })
	_, editor := d.member("editor@example.dk", "editor:organisation:dsi")
	for _, path := range []string{"/confirm", "/exceptions"} {
		name := "changed before " + path
		writer.first = func() {
			c := *d.centre("dk-aarhus")
			c.Name = name
			d.put(&c)
		}
		body := ""
		if path == "/exceptions" {
			body = `{"from":"2026-12-24"}`
		}
		if a := d.do("POST", aarhusRecord+path, body, "Authorization", editor); a.StatusCode != http.StatusOK {
			t.Fatalf("%s: %d %s", path, a.StatusCode, a.body)
		}
		c := d.centre("dk-aarhus")
		if c.Name != name {
			t.Errorf("%s overwrote what somebody else wrote: %s", path, c.Name)
		}
		if path == "/exceptions" && len(c.Hours.Exceptions) != 1 || c.Provenance.VerifiedAt.String() != "2026-11-21" {
			t.Errorf("%s was not made: %+v, %s", path, c.Hours.Exceptions, c.Provenance.VerifiedAt)
		}
	}
}

// A draft that somebody withdraws while it is being approved is not published.
func TestWhatIsWithdrawnIsNotPublished(t *testing.T) {
	writer := new(slowly)
	d := openDesk(t, func(o *api.Options) { writer.Writer, o.Writer = o.Writer, writer })
	_, admin := d.member("admin@example.dk", "administrator")
	_, editor := d.member("editor@example.dk", "editor:organisation:dsi")
	a := d.do("PATCH", aarhus, `{"name": "Kladde"}`, "Authorization", editor, "Content-Type", mergePatch, "If-Match", `"c1-1-a"`, "Prefer", "draft", "Idempotency-Key", "k")
	again := d.do("PATCH", aarhus, `{"name": "Kladde"}`, "Authorization", editor, "Content-Type", mergePatch, "If-Match", `"c1-1-a"`, "Prefer", "draft", "Idempotency-Key", "k")
	if a.StatusCode != http.StatusAccepted || a.body != again.body {
		t.Fatalf("the same request made two drafts: %d %s, %d %s", a.StatusCode, a.body, again.StatusCode, again.body)
	}
	var draft api.Draft
	a.json(t, &draft)
	decide := func(token, decision string) int {
		return d.do("POST", "/v1/drafts/"+draft.Id+"/decide", `{"decision":"`+decision+`"}`, "Authorization", token).StatusCode
	}
	withdrawn := 0
	writer.first = func() { withdrawn = decide(editor, "withdraw") }
	approved := decide(admin, "approve")
	published := strings.HasPrefix(d.centre("dk-aarhus").Name, "Kladde")
	if published != (approved == 200) || (withdrawn == 204) == published {
		t.Errorf("approved %d, withdrawn %d, published %t", approved, withdrawn, published)
	}
	if approved == 200 && withdrawn != http.StatusConflict {
		t.Errorf("withdrawing after it was approved: %d", withdrawn)
	}
}
