package api_test

import (
	"fmt"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"walkin/api"
	"walkin/internal/staff"
)

// form is what a browser sends with a form, from a page of ours.
var form = []string{"Content-Type", "application/x-www-form-urlencoded", "Sec-Fetch-Site", "same-origin"}

// behindProxy lets a test be several addresses.
func behindProxy(o *api.Options) {
	o.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
}

func TestSomethingHereIsWrong(t *testing.T) {
	d := openDesk(t, behindProxy)
	for i, c := range []struct {
		name, path, body string
		status           int
		contains         string
	}{
		{"ticks on a centre", "/v1/centres/dk-aarhus/report", `{"fields": ["hours", "phone"], "lang": "da"}`, 202, ""},
		{"ticks on an activity", "/v1/activities/dk-cooking/report", `{"fields": ["closed_for_good"]}`, 202, ""},
		{"ticks on a helpline", "/v1/helplines/dk-chat/report", `{"fields": ["address"]}`, 202, ""},
		{"a place that does not exist", "/v1/centres/dk-nowhere/report", `{"fields": ["hours"]}`, 404, ""},
		{"no ticks", "/v1/centres/dk-aarhus/report", `{"fields": []}`, 400, "at least 1"},
		{"words instead of ticks", "/v1/centres/dk-aarhus/report", `{"fields": ["mette var sur"]}`, 400, "/fields/0"},
		{"a name beside the ticks", "/v1/centres/dk-aarhus/report", `{"fields": ["hours"], "name": "Mette"}`, 400, "/name"},
		{"words in the address", "/v1/centres/dk-aarhus/report?text=Mette", `{"fields": ["hours"]}`, 400, "text"},
		{"a form instead of JSON", "/v1/centres/dk-aarhus/report", `fields=hours`, 400, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := d.do(http.MethodPost, c.path, c.body, "X-Forwarded-For", fmt.Sprint("203.0.113.", i))
			if a.StatusCode != c.status || !strings.Contains(a.body, c.contains) || strings.Contains(a.body, "sur") || strings.Contains(a.body, "Mette") {
				t.Errorf("%d %s", a.StatusCode, a.body)
			}
		})
	}
	// Without staff there is nobody to look.
	if a := serve(t).do(http.MethodPost, "/v1/centres/dk-aarhus/report", `{"fields": ["hours"]}`); a.StatusCode != 503 {
		t.Errorf("without an office: %d", a.StatusCode)
	}
	if a := serve(t).do(http.MethodGet, "/da/c/dk-aarhus", ""); strings.Contains(a.body, "/report") {
		t.Error("a page asks what nobody reads")
	}
}

func TestOneAddressReportsNowAndThen(t *testing.T) {
	d := openDesk(t, behindProxy)
	send := func(address string) int {
		return d.do(http.MethodPost, "/v1/centres/dk-aarhus/report", `{"fields": ["hours"]}`, "X-Forwarded-For", address).StatusCode
	}
	taken := 0
	for minute := range 60 {
		inThis := 0
		for range 8 {
			if send("203.0.113.9") == http.StatusAccepted {
				inThis++
			}
		}
		if inThis > 5 {
			t.Errorf("minute %d: %d were taken", minute, inThis)
		}
		taken += inThis
		d.clock.Move(time.Minute)
	}
	if taken < 15 || taken > 20 {
		t.Errorf("%d were taken in an hour", taken)
	}
	if got := send("203.0.113.10"); got != http.StatusAccepted {
		t.Errorf("another address: %d", got)
	}
}

func TestTicksWithoutScript(t *testing.T) {
	d := openDesk(t)
	page := d.do(http.MethodGet, "/en/c/dk-aarhus", "")
	for _, part := range staff.AllParts {
		if !strings.Contains(page.body, `name="field" value="`+string(part)+`"`) {
			t.Errorf("one cannot tick %s", part)
		}
	}
	if !strings.Contains(page.body, `action="/en/c/dk-aarhus/report"`) {
		t.Fatal("the form goes nowhere")
	}
	if a := d.do(http.MethodGet, "/en/a/dk-cooking", ""); !strings.Contains(a.body, `action="/en/a/dk-cooking/report"`) || strings.Contains(a.body, `value="photos"`) {
		t.Error("the page of an activity asks for something else")
	}
	for _, c := range []struct {
		name, path, body string
		site             string
		status           int
		contains         string
	}{
		{"thanks", "/en/c/dk-aarhus/report", "field=hours&field=phone", "same-origin", 200, "Thank you"},
		{"thanks in Arabic", "/ar/c/dk-aarhus/report", "field=hours", "same-origin", 200, "شكرا"},
		{"thanks for an activity", "/da/a/dk-cooking/report", "field=other", "", 200, "Tak"},
		{"nothing ticked", "/en/c/dk-aarhus/report", "", "same-origin", 400, "You ticked nothing"},
		{"something that there is not", "/en/c/dk-aarhus/report", "field=Mette", "same-origin", 400, "did not work"},
		{"from a page of somebody else", "/en/c/dk-aarhus/report", "field=hours", "cross-site", 403, ""},
		{"of a place that does not exist", "/en/c/dk-nowhere/report", "field=hours", "same-origin", 404, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			d.service.t = t
			a := d.do(http.MethodPost, c.path, c.body, "Content-Type", form[1], "Sec-Fetch-Site", c.site)
			if a.StatusCode != c.status || !strings.Contains(a.body, c.contains) || a.Header.Get("Set-Cookie") != "" || a.Header.Get("Cache-Control") != "no-store" {
				t.Errorf("%d %s", a.StatusCode, a.body)
			}
			if c.status == 200 && (!strings.Contains(a.body, strings.TrimSuffix(c.path, "/report")+`"`) || strings.Contains(a.body, "report")) {
				t.Error("no way back, or a language without a page")
			}
		})
	}
	d.service.t = t
}

func TestReportsAreForWhoeverKeepsThePlace(t *testing.T) {
	d := openDesk(t, behindProxy)
	_, editor := d.member("editor@example.dk", "editor:organisation:dsi")
	_, viewer := d.member("viewer@example.dk", "viewer:centre:dk-aarhus")
	_, stranger := d.member("stranger@example.dk", "editor:centre:dk-bare")
	_, administrator := d.member("admin@example.dk", "administrator")
	for i, path := range []string{"centres/dk-aarhus", "activities/dk-cooking", "helplines/dk-chat"} {
		d.do(http.MethodPost, "/v1/"+path+"/report", `{"fields": ["hours"]}`, "X-Forwarded-For", fmt.Sprint("203.0.113.", i))
	}
	list := func(token, query string) (page api.ReportPage) {
		t.Helper()
		a := d.do(http.MethodGet, "/v1/reports"+query, "", "Authorization", token)
		if a.StatusCode != http.StatusOK {
			t.Fatalf("%d %s", a.StatusCode, a.body)
		}
		a.json(t, &page)
		return page
	}
	for token, want := range map[string]int{editor: 2, viewer: 2, stranger: 0, administrator: 3} {
		if page := list(token, ""); page.Total != want || len(page.Reports) != want {
			t.Errorf("%d reports, want %d", page.Total, want)
		}
	}
	if page := list(administrator, "?limit=1"); page.Total != 3 || len(page.Reports) != 1 {
		t.Errorf("a page of one: %+v", page)
	}
	var id string
	for _, r := range list(editor, "").Reports {
		if r.Kind == "centre" {
			id = r.Id
		}
	}
	answer := func(token, id, body string) answer {
		return d.do(http.MethodPost, "/v1/reports/"+id+"/answer", body, "Authorization", token)
	}
	// X1: what is another organisation's looks as if it did not exist.
	hidden, none := answer(stranger, id, `{"answer": "corrected"}`), answer(stranger, "r-aaaaaaaaaaaaaaaa", `{"answer": "corrected"}`)
	var a, b api.Problem
	hidden.json(t, &a)
	none.json(t, &b)
	a.Instance, b.Instance = nil, nil
	if hidden.StatusCode != 404 || fmt.Sprint(*a.Detail, a.Type, a.Title) != fmt.Sprint(*b.Detail, b.Type, b.Title) {
		t.Errorf("X1: %s and %s", hidden.body, none.body)
	}
	for _, c := range []struct {
		name, token, body string
		status            int
	}{
		{"nobody", "", `{"answer": "corrected"}`, 401},
		{"who may only look", viewer, `{"answer": "corrected"}`, 403},
		{"an answer in words", editor, `{"answer": "they were rude"}`, 400},
		{"no answer", editor, `{}`, 400},
		{"who keeps it", editor, `{"answer": "corrected"}`, 200},
		{"a second time", administrator, `{"answer": "dismissed"}`, 409},
	} {
		headers := []string{"Authorization", c.token}
		if c.token == "" {
			headers = nil
		}
		if a := d.do(http.MethodPost, "/v1/reports/"+id+"/answer", c.body, headers...); a.StatusCode != c.status {
			t.Errorf("%s: %d %s", c.name, a.StatusCode, a.body)
		}
	}
	if page := list(editor, "?state=answered"); page.Total != 1 || *page.Reports[0].Answer != "corrected" || page.Reports[0].AnsweredBy == nil {
		t.Errorf("what was answered: %+v", page)
	}
	if page := list(editor, ""); page.Total != 1 {
		t.Errorf("what is open: %+v", page)
	}
}

func TestTheQueueOfReports(t *testing.T) {
	d := openDesk(t, behindProxy)
	_, editor := d.member("editor@example.dk", "editor:organisation:dsi")
	_, viewer := d.member("viewer@example.dk", "viewer:centre:dk-aarhus")
	_, stranger := d.member("stranger@example.dk", "editor:centre:dk-bare")
	for i := range 3 {
		d.do(http.MethodPost, "/v1/centres/dk-aarhus/report", `{"fields": ["hours", "phone"], "lang": "da"}`, "X-Forwarded-For", fmt.Sprint("203.0.113.", i))
	}
	see := func(token string) string {
		return d.do(http.MethodGet, "/staff/queue", "", "Authorization", token).body
	}
	if page := see(editor); !strings.Contains(page, "headspace Aarhus") || !strings.Contains(page, "The times · Phone, mail or links") ||
		!strings.Contains(page, "said 3 times") || !strings.Contains(page, `<span class="n">1</span>`) {
		t.Errorf("the queue: %s", page)
	}
	if page := see(viewer); !strings.Contains(page, "headspace Aarhus") || strings.Contains(page, `name="answer"`) {
		t.Error("who may only look is asked for an answer")
	}
	if page := see(stranger); strings.Contains(page, "headspace Aarhus") || strings.Contains(page, `class="n"`) {
		t.Error("X1: others see what is reported")
	}
	reports, err := d.office.Reports(t.Context(), staff.ReportOpen, "centre", "dk-aarhus")
	if err != nil || len(reports) != 1 {
		t.Fatal(reports, err)
	}
	settle := func(token, id, answer string) answerOf {
		a := d.do(http.MethodPost, "/staff/queue/"+id, "answer="+answer, append([]string{"Authorization", token}, form...)...)
		return answerOf{a.StatusCode, a.Header.Get("Location")}
	}
	for _, c := range []struct {
		name, token, id, answer string
		want                    answerOf
	}{
		{"another organisation's", stranger, reports[0].ID, "corrected", answerOf{404, ""}},
		{"one that may only look", viewer, reports[0].ID, "corrected", answerOf{403, ""}},
		{"no answer", editor, reports[0].ID, "", answerOf{400, ""}},
		{"who keeps it", editor, reports[0].ID, "was_right", answerOf{303, "/staff/queue?done=report_answered"}},
		{"a second time", editor, reports[0].ID, "dismissed", answerOf{409, ""}},
	} {
		if got := settle(c.token, c.id, c.answer); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
	if page := see(editor); !strings.Contains(page, "There are no reports") || strings.Contains(page, `class="n"`) {
		t.Error("the queue is not empty")
	}
	// A place that is deleted takes its reports with it.
	d.do(http.MethodPost, "/v1/activities/dk-cooking/report", `{"fields": ["hours"]}`)
	_, administrator := d.member("admin@example.dk", "administrator")
	if !strings.Contains(see(administrator), "Cooking") {
		t.Error("the activity is not in the queue")
	}
}

type answerOf struct {
	status   int
	location string
}

// TestAReportIsNowhereElse looks for what somebody ticked in all that leaves
// and all that is kept, but for the one table.
func TestAReportIsNowhereElse(t *testing.T) {
	d := openDesk(t, behindProxy)
	before, err := d.catalogue.LastChange(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	const address, browser = "203.0.113.77", "canary-browser"
	d.do(http.MethodPost, "/da/c/dk-aarhus/report", "field=closed_for_good&field=accessibility", append([]string{"X-Forwarded-For", address, "User-Agent", browser}, form...)...)
	d.do(http.MethodPost, "/v1/centres/dk-aarhus/report", `{"fields": ["closed_for_good"]}`, "X-Forwarded-For", address, "User-Agent", browser)
	reports, err := d.office.Reports(t.Context(), staff.ReportOpen, "centre", "dk-aarhus")
	if err != nil || len(reports) != 2 {
		t.Fatal(reports, err)
	}
	marks := []string{reports[0].ID, reports[1].ID, "closed_for_good"}
	for _, path := range []string{"/v1/centres/dk-aarhus", "/v1/centres", "/v1/changes", "/feeds/listings", "/feeds/listings.json", "/feeds/listings.csv",
		"/feeds/listings.ndjson", "/feeds/listings.geojson", "/centres/dk-aarhus.jsonld", "/kompas/opslag", "/hsds/services", "/v1/search?topics=loneliness"} {
		for _, mark := range marks {
			if a := d.do(http.MethodGet, path, ""); strings.Contains(a.body, mark) {
				t.Errorf("%s holds %s", path, mark)
			}
		}
	}
	if after, err := d.catalogue.LastChange(t.Context()); err != nil || after != before {
		t.Errorf("the change log went from %d to %d (%v)", before, after, err)
	}
	for _, mark := range append(marks, "dk-aarhus", address, browser) {
		if strings.Contains(d.log.String(), mark) {
			t.Errorf("the log holds %s", mark)
		}
	}
	for _, name := range files(t, d.dir) {
		body, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, mark := range []string{address, browser, "18:30:20", "17:30:20"} {
			if strings.Contains(string(body), mark) && strings.Contains(filepath.Base(name), "office") {
				t.Errorf("%s holds %s", filepath.Base(name), mark)
			}
		}
		for _, mark := range marks {
			if strings.Contains(string(body), mark) && !strings.HasPrefix(filepath.Base(name), "office.db") {
				t.Errorf("%s holds %s", filepath.Base(name), mark)
			}
		}
	}
}

// files lists what is in a folder.
func files(t *testing.T, dir string) []string {
	t.Helper()
	all, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(all) == 0 {
		t.Fatalf("no files in %s (%v)", dir, err)
	}
	return all
}
