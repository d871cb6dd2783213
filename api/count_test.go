package api_test

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"walkin/api"
	"walkin/internal/directory"
)

// asForm are the headers of a form that somebody sends.
func asForm(token string) []string {
	return []string{"Authorization", token, "Content-Type", "application/x-www-form-urlencoded"}
}

func TestACentreCountsItsWeek(t *testing.T) {
	d := openDesk(t)
	_, editor := d.member("editor@example.dk", "editor:centre:dk-aarhus")
	_, viewer := d.member("viewer@example.dk", "viewer:centre:dk-aarhus")
	_, assessor := d.member("assessor@example.dk", "assessor:network:headspace-danmark")
	const path, body = "/v1/centres/dk-aarhus/counts/2026-W47", `{"hours_held": 15.5, "visits": "10-19", "first_time": "1-4", "referrals_out": {"centre": "0"}}`
	d.run([]scenario{
		{name: "nobody counted yet", path: path, headers: []string{"Authorization", editor}, status: 404},
		{name: "who hands people on counts", method: "PUT", path: path, body: body, headers: []string{"Authorization", viewer}, status: 200,
			contains: []string{`"week":"2026-W47"`, `"hours_planned":16`, `"visits":"10-19"`, `"referrals_out":{"centre":"0"}`}, lacks: []string{"talks", "m-"}},
		{name: "it is read again", path: path, headers: []string{"Authorization", editor}, status: 200, contains: []string{`"hours_held":15.5`},
			header: map[string]string{"Cache-Control": "private, no-store"}},
		{name: "counting anew replaces it", method: "PUT", path: path, body: `{"talks": "50+"}`, headers: []string{"Authorization", editor}, status: 200, lacks: []string{"hours_held", "visits"}},
		{name: "an assessor sees the place and does not count", path: path, headers: []string{"Authorization", assessor}, status: 403},
		{name: "nobody is let in without a token", path: path, status: 401},
		{name: "a week that has not come", method: "PUT", path: "/v1/centres/dk-aarhus/counts/2026-W48", body: body, headers: []string{"Authorization", editor}, status: 400, contains: []string{"/week"}},
		{name: "nine weeks ago", method: "PUT", path: "/v1/centres/dk-aarhus/counts/2026-W38", body: body, headers: []string{"Authorization", editor}, status: 400, contains: []string{"/week"}},
		{name: "eight weeks ago", method: "PUT", path: "/v1/centres/dk-aarhus/counts/2026-W39", body: body, headers: []string{"Authorization", editor}, status: 200},
		{name: "no week", path: "/v1/centres/dk-aarhus/counts/2026-W54", headers: []string{"Authorization", editor}, status: 400},
		{name: "a number, which would show one person", method: "PUT", path: path, body: `{"visits": "1"}`, headers: []string{"Authorization", editor}, status: 400, contains: []string{"/visits"}},
		{name: "more newcomers than visits", method: "PUT", path: path, body: `{"visits": "0", "first_time": "1-4"}`, headers: []string{"Authorization", editor}, status: 400, contains: []string{"/first_time"}},
		{name: "minutes", method: "PUT", path: path, body: `{"staff_hours": 1.1}`, headers: []string{"Authorization", editor}, status: 400, contains: []string{"/staff_hours"}},
		{name: "X31: there is no place for words about a person", method: "PUT", path: path, body: `{"note": "Anna, 16"}`, headers: []string{"Authorization", editor}, status: 400, contains: []string{"/note"}, lacks: []string{"Anna"}},
		{name: "what is planned is not for the client to say", method: "PUT", path: path, body: `{"hours_planned": 5}`, headers: []string{"Authorization", editor}, status: 400, contains: []string{"/hours_planned"}},
	})
}

// X1, for counts: whoever has no role over a place hears what is said of an id
// that does not exist.
func TestX1AForeignCountLooksLikeNone(t *testing.T) {
	d := openDesk(t)
	_, other := d.member("other@example.dk", "editor:centre:dk-bare")
	for _, op := range []struct{ method, path, body string }{
		{"GET", "/v1/centres/%s/counts/2026-W47", ""}, {"PUT", "/v1/centres/%s/counts/2026-W47", `{}`},
		{"GET", "/staff/count?centre=%s", ""}, {"POST", "/staff/count", "week=2026-W47&centre=%s"}, {"POST", "/staff/c/%s/about", "phone=12345678"},
	} {
		headers := []string{"Authorization", other}
		if strings.HasPrefix(op.path, "/staff") {
			headers = asForm(other)
		}
		says := func(id string) (int, string) {
			path, body := op.path, op.body
			if strings.Contains(path, "%") {
				path = fmt.Sprintf(path, id)
			} else {
				body = fmt.Sprintf(body, id)
			}
			a := d.do(op.method, path, body, headers...)
			if strings.HasPrefix(op.path, "/staff") {
				return a.StatusCode, strings.ReplaceAll(a.body, id, "ID")
			}
			var p api.Problem
			a.json(t, &p)
			return a.StatusCode, strings.ReplaceAll(*p.Detail, id, "ID")
		}
		foreign, foreignBody := says("dk-aarhus")
		none, noneBody := says("dk-nothing")
		if foreign != http.StatusNotFound || foreign != none || foreignBody != noneBody {
			t.Errorf("%s %s: %d %s and of none %d %s", op.method, op.path, foreign, foreignBody, none, noneBody)
		}
	}
}

func TestTheFormOfTheWeek(t *testing.T) {
	d := openDesk(t)
	_, editor := d.member("editor@example.dk", "editor:centre:dk-aarhus")
	form := func(pairs ...string) string {
		v := url.Values{"centre": {"dk-aarhus"}, "week": {"2026-W46"}}
		for i := 0; i < len(pairs); i += 2 {
			v.Set(pairs[i], pairs[i+1])
		}
		return v.Encode()
	}
	d.run([]scenario{
		{name: "the week before is offered", path: "/staff/count", headers: []string{"Authorization", editor}, status: 200,
			contains: []string{`name="week" value="2026-W46"`, "Planned: 16 hours.", "There is no count for this week."}},
		{name: "hours with a comma", method: "POST", path: "/staff/count", body: form("hours_held", "15,25", "visits", "5-9", "to_other", "1-4"), headers: asForm(editor), status: 303,
			header: map[string]string{"Location": "/staff/count?centre=dk-aarhus&done=count_saved&week=2026-W46"}},
		{name: "it is shown again", path: "/staff/count?centre=dk-aarhus&week=2026-W46&done=count_saved", headers: []string{"Authorization", editor}, status: 200,
			contains: []string{"The count was saved.", `value="15.25"`, `<option value="5-9" selected>`, "15.25 / 16"}},
		{name: "words instead of hours stay in the form", method: "POST", path: "/staff/count", body: form("hours_held", "a few", "talks", "1-4"), headers: asForm(editor), status: 400,
			contains: []string{`role="alert"`, `value="a few"`, `<option value="1-4" selected>`}},
		{name: "a week that has not come", method: "POST", path: "/staff/count", body: form("week", "2026-W49"), headers: asForm(editor), status: 400, contains: []string{"the eight before it"}},
		{name: "more newcomers than visits", method: "POST", path: "/staff/count", body: form("visits", "0", "first_time", "50+"), headers: asForm(editor), status: 400, contains: []string{"first time"}},
		{name: "without a session one signs in", path: "/staff/count", status: 303, header: map[string]string{"Location": "/staff/sign-in"}},
	})
}

func TestX15NoCellOfASheetOfCountsIsAFormula(t *testing.T) {
	d := openDesk(t)
	d.put(&directory.Centre{ID: "dk-formula", Name: "=HYPERLINK(1)", Location: directory.Location{Country: "DK"}, Topics: []string{"loneliness"}})
	_, editor := d.member("editor@example.dk", "editor:centre:dk-aarhus", "editor:centre:dk-formula")
	_, other := d.member("other@example.dk", "editor:centre:dk-bare")
	d.do("PUT", "/v1/centres/dk-formula/counts/2026-W47", `{"visits": "1-4"}`, "Authorization", editor)
	d.do("PUT", "/v1/centres/dk-aarhus/counts/2026-W47", `{}`, "Authorization", editor)
	a := d.do("GET", "/staff/count.csv", "", "Authorization", editor)
	rows, err := csv.NewReader(strings.NewReader(a.body)).ReadAll()
	if err != nil || len(rows) != 3 || rows[2][1] != "'=HYPERLINK(1)" || rows[2][5] != "1 to 4" || rows[2][4] != "" || rows[1][4] != "16" {
		t.Errorf("%v in %q", err, rows)
	}
	if kept := a.Header.Get("Cache-Control"); kept != "private, no-store" {
		t.Errorf("the sheet may be kept: %q", kept)
	}
	if a := d.do("GET", "/staff/count.csv", "", "Authorization", other); strings.Count(a.body, "\n") != 1 {
		t.Errorf("a stranger gets %s", a.body)
	}
}
