package api_test

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"walkin/api"
	"walkin/internal/demand"
	"walkin/internal/directory"
	"walkin/internal/schedule"
	"walkin/internal/sqlite"
	"walkin/internal/staff"
)

// counted gives what was counted so far, as "area topic outcome searches", by
// moving the clock to the end of the week and releasing it without noise.
func (d *desk) counted() (cells []string) {
	d.t.Helper()
	if err := d.server.Keep(d.t.Context()); err != nil {
		d.t.Fatal(err)
	}
	d.clock.Move(400 * 24 * time.Hour)
	defer d.clock.Move(-400 * 24 * time.Hour)
	_, err := d.demand.Release(d.t.Context(), func(p demand.Period, counts []demand.Count) demand.Table {
		for _, c := range counts {
			area := c.Country + c.Municipality
			if c.Municipality == "" && c.Region != "" {
				area = c.Country + c.Region
			}
			cells = append(cells, fmt.Sprint(p, " ", area, " ", c.Topic, " ", c.Outcome, " ", c.Searches))
		}
		return demand.Table{Period: p}
	})
	if err != nil {
		d.t.Fatal(err)
	}
	slices.Sort(cells)
	return cells
}

func TestOnlyWhatSomebodyMeantIsCounted(t *testing.T) {
	const form, json = "application/x-www-form-urlencoded", "application/json"
	for _, c := range []struct {
		name, method, path, body string
		headers                  []string
		want                     []string
	}{
		{name: "a settled question", path: "/v1/search", body: `{"topics":["loneliness"],"near":{"place":"8000"},"country":"DK","settled":true}`, want: []string{"2026-W47 DK0751 loneliness found 1"}},
		{name: "one that is typed on the way", path: "/v1/search", body: `{"topics":["loneliness"],"near":{"place":"8000"}}`},
		{name: "another page of the same", path: "/v1/search", body: `{"topics":["loneliness"],"settled":true,"cursor":"more"}`},
		{name: "a map of it", path: "/v1/search", body: `{"topics":["loneliness"],"settled":true,"bbox":[9,55,11,57]}`},
		{name: "who wants to help", path: "/v1/search", body: `{"kinds":["volunteering"],"settled":true}`},
		{name: "from where there is nothing near", path: "/v1/search", body: `{"topics":["loneliness"],"kinds":["centre"],"near":{"place":"Utrecht"},"settled":true}`, want: []string{"2026-W47 NLGM0344 loneliness too_far 1"}},
		{name: "a place that nobody has", path: "/v1/search", body: `{"topics":["addiction"],"near":{"place":"8000"},"settled":true}`, want: []string{"2026-W47 DK0751 addiction nothing 1"}},
		{name: "words that mean nothing", path: "/v1/search", body: `{"text":"qwertyuiop","settled":true}`, want: []string{"2026-W47 DK unmatched nothing 1"}},
		{name: "the name of a place", path: "/v1/search", body: `{"text":"headspace aarhus","settled":true}`, want: []string{"2026-W47 DK anything found 1"}},
		{name: "any place near", path: "/v1/search", body: `{"near":{"lat":56.157,"lon":10.211},"settled":true}`, want: []string{"2026-W47 DK0751 anything found 1"}},
		{name: "in a municipality", path: "/v1/search", body: `{"municipality":"0461","settled":true}`, want: []string{"2026-W47 DK0461 anything found 1"}},
		{name: "a crisis counts for the country and the year", path: "/v1/search", body: `{"text":"jeg vil dø","near":{"place":"8000"},"settled":true}`, want: []string{"2026 DK suicide found 1"}},
		{name: "a crisis that is typed on the way", path: "/v1/search", body: `{"text":"jeg vil dø"}`},
		{name: "who goes on after people to call", path: "/v1/search", body: `{"text":"jeg vil dø","beyond_crisis":true,"settled":true}`},
		{name: "a crisis topic that is picked", path: "/v1/search", body: `{"topics":["suicide"],"near":{"place":"8000"},"settled":true}`, want: []string{"2026 DK suicide found 1"}},
		{name: "a question with a mistake", path: "/v1/search", body: `{"topics":["loneliness"],"age":-1,"settled":true}`},

		{name: "the form of the finder", path: "/da/", body: "topics=loneliness&where=8000", headers: []string{"Content-Type", form}, want: []string{"2026-W47 DK0751 loneliness found 1"}},
		{name: "a part of it", path: "/da/", body: "topics=loneliness&where=8000", headers: []string{"Content-Type", form, "X-Part", "found"}, want: []string{"2026-W47 DK0751 loneliness found 1"}},
		{name: "while somebody types", path: "/da/", body: "topics=loneliness&where=8000", headers: []string{"Content-Type", form, "X-Part", "typing"}},
		{name: "when they are still", path: "/da/", body: "topics=loneliness&where=8000", headers: []string{"Content-Type", form, "X-Part", "settled"}, want: []string{"2026-W47 DK0751 loneliness found 1"}},
		{name: "a crisis in the form", path: "/da/", body: "text=jeg+vil+d%C3%B8&where=8000", headers: []string{"Content-Type", form}, want: []string{"2026 DK suicide found 1"}},
		{name: "going on after it", path: "/da/", body: "text=jeg+vil+d%C3%B8&beyond=1", headers: []string{"Content-Type", form}},
		{name: "a link that somebody follows", method: "GET", path: "/da/?topics=loneliness&place=DK:8000", headers: []string{"Sec-Fetch-User", "?1"}, want: []string{"2026-W47 DK0751 loneliness found 1"}},
		{name: "a browser that runs ahead", method: "GET", path: "/da/?topics=loneliness&place=DK:8000", headers: []string{"Sec-Fetch-User", "?1", "Sec-Purpose", "prefetch;prerender"}},
		{name: "a frame that somebody put on a page", method: "GET", path: "/da/?topics=loneliness&place=DK:8000", headers: []string{"Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "iframe", "Sec-Fetch-Site", "cross-site"}},
		{name: "a program that follows links", method: "GET", path: "/da/?topics=loneliness&place=DK:8000"},
		{name: "the front page", method: "GET", path: "/da/", headers: []string{"Sec-Fetch-User", "?1"}},
		{name: "a crisis topic in a link", method: "GET", path: "/da/?topics=suicide", headers: []string{"Sec-Fetch-User", "?1"}, want: []string{"2026 DK suicide found 1"}},
		{name: "a search by an address", method: "GET", path: "/v1/search?topics=loneliness", headers: []string{"Sec-Fetch-User", "?1"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			d := openDesk(t)
			method, headers := c.method, c.headers
			if method == "" {
				method = "POST"
			}
			if len(headers) == 0 {
				headers = []string{"Content-Type", json}
			}
			a := d.do(method, c.path, c.body, headers...)
			if settled := slices.Contains(headers, "settled"); settled != (a.StatusCode == 204 && a.body == "") || a.StatusCode >= 500 {
				t.Fatalf("%d %s", a.StatusCode, a.body)
			}
			if got := d.counted(); !slices.Equal(got, c.want) {
				t.Errorf("%q was counted, want %q", got, c.want)
			}
		})
	}
}

func TestAnAnswerSaysUnderWhatItWasCounted(t *testing.T) {
	d := openDesk(t)
	ask := func(body string) *api.Counted {
		t.Helper()
		var a struct{ Counted *api.Counted }
		d.do("POST", "/v1/search", body).json(t, &a)
		return a.Counted
	}
	got := ask(`{"topics":["loneliness"],"near":{"place":"8000"},"settled":true}`)
	if want := (&api.Counted{Country: "DK", Region: new("Region DK"), Municipality: new("0751"), Topic: "loneliness"}); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v", got)
	}
	for _, body := range []string{`{"topics":["loneliness"]}`, `{"topics":["suicide"],"settled":true}`, `{"text":"suicide","settled":true}`} {
		if got := ask(body); got != nil {
			t.Errorf("%s: %+v", body, got)
		}
	}
}

func TestAPageThatIsKeptCountsEachTimeItIsAskedFor(t *testing.T) {
	d := openDesk(t, behindProxy)
	for i := range 12 {
		d.do("GET", "/da/?topics=loneliness&place=DK:8000", "", "Sec-Fetch-User", "?1", "X-Forwarded-For", fmt.Sprintf("198.51.100.%d", i))
	}
	if got := d.counted(); !slices.Equal(got, []string{"2026-W47 DK0751 loneliness found 12"}) {
		t.Errorf("%q", got)
	}
}

// S2 over HTTP: a client is an address, of IPv6 a network of them.
func TestS2OneClientCountsFiveTimesADay(t *testing.T) {
	d := openDesk(t, behindProxy)
	for i := range 200 {
		d.do("POST", "/v1/search", `{"topics":["loneliness"],"settled":true}`, "X-Forwarded-For", fmt.Sprintf("2001:db8:1:%x::%x", i, i))
	}
	if got := d.counted(); !slices.Equal(got, []string{"2026-W47 DK loneliness found 5"}) {
		t.Errorf("%q", got)
	}
}

func TestAnAnswerIsVotedOn(t *testing.T) {
	d := openDesk(t)
	d.run([]scenario{
		{name: "yes", method: "POST", path: "/v1/votes", body: `{"counted":{"country":"DK","region":"Region DK","municipality":"0751","topic":"loneliness"},"helped":true}`, status: 202},
		{name: "no, of anything", method: "POST", path: "/v1/votes", body: `{"counted":{"country":"DK","topic":"anything"},"helped":false}`, status: 202},
		{name: "of a crisis nobody votes", method: "POST", path: "/v1/votes", body: `{"counted":{"country":"DK","topic":"suicide"},"helped":true}`, status: 400, contains: []string{"/counted/topic"}},
		{name: "a topic that there is not", method: "POST", path: "/v1/votes", body: `{"counted":{"country":"DK","topic":"kvistelurifax"},"helped":true}`, status: 400, lacks: []string{"kvistelurifax"}},
		{name: "an area that there is not", method: "POST", path: "/v1/votes", body: `{"counted":{"country":"DK","municipality":"kvistelurifax","topic":"loneliness"},"helped":true}`, status: 400, lacks: []string{"kvistelurifax"}},
		{name: "a small municipality is none of its own", method: "POST", path: "/v1/votes", body: `{"counted":{"country":"DK","region":"Nord","municipality":"0825","topic":"loneliness"},"helped":true}`, status: 400},
		{name: "there is no place for words", method: "POST", path: "/v1/votes", body: `{"counted":{"country":"DK","topic":"anything"},"helped":true,"why":"Anna var sød"}`, status: 400, lacks: []string{"Anna"}},
		{name: "any site may ask", method: "OPTIONS", path: "/v1/votes", status: 204, header: map[string]string{"Access-Control-Allow-Origin": "*"}},
	})
	if got := d.counted(); !slices.Equal(got, []string{"2026-W47 DK anything not_helped 1", "2026-W47 DK0751 loneliness helped 1"}) {
		t.Errorf("%q", got)
	}
}

func TestOffMeansThatNothingIsCounted(t *testing.T) {
	d := openDesk(t, func(o *api.Options) { o.Uncounted = true })
	d.release("2026-W46", demand.Row{Area: inAarhus, Topic: "addiction", Outcome: demand.Nothing, Searches: 25})
	_, viewer := d.member("viewer@example.dk", "viewer:centre:dk-aarhus")
	d.run([]scenario{
		{name: "a settled question is answered", method: "POST", path: "/v1/search", body: `{"topics":["loneliness"],"settled":true}`, status: 200, lacks: []string{"counted"}},
		{name: "a vote is heard", method: "POST", path: "/v1/votes", body: `{"counted":{"country":"DK","topic":"anything"},"helped":true}`, status: 202},
		{name: "the report says so", path: "/v1/demand", headers: []string{"Authorization", viewer}, status: 200, contains: []string{`"counting":false`, `"period":"2026-W46"`}},
		{name: "the page says so", path: "/staff/demand", headers: []string{"Authorization", viewer}, status: 200, contains: []string{"does not count"}},
	})
	if got := d.counted(); len(got) != 0 {
		t.Errorf("%q", got)
	}
}

// released puts a week into the file as it would have been released.
func (d *desk) release(period demand.Period, rows ...demand.Row) {
	d.t.Helper()
	err := d.demand.Add(d.t.Context(), []demand.Count{{Cell: demand.Cell{Period: period, Area: demand.Area{Country: "DK"}, Topic: "x", Outcome: demand.Found}, Searches: 1, Askers: 1}})
	if err == nil {
		d.clock.Move(60 * 24 * time.Hour)
		_, err = d.demand.Release(d.t.Context(), func(p demand.Period, _ []demand.Count) demand.Table { return demand.Table{Period: p, Rows: rows} })
		d.clock.Move(-60 * 24 * time.Hour)
	}
	if err != nil {
		d.t.Fatal(err)
	}
}

var inAarhus = demand.Area{Country: "DK", Region: "Region DK", Municipality: "0751"}

func TestStaffReadWhatWasReleased(t *testing.T) {
	d := openDesk(t)
	_, viewer := d.member("viewer@example.dk", "viewer:centre:dk-aarhus")
	d.release("2026-W46", demand.Row{Area: inAarhus, Topic: "addiction", Outcome: demand.Nothing, Searches: 25}, demand.Row{Area: inAarhus, Topic: "homelessness", Outcome: demand.Nothing, Searches: 15},
		demand.Row{Area: inAarhus, Topic: demand.Unmatched, Outcome: demand.Nothing, Searches: 95}, demand.Row{Area: inAarhus, Topic: "loneliness", Outcome: demand.Found, Searches: 40},
		demand.Row{Area: demand.Area{Country: "DK"}, Topic: "gambling", Outcome: demand.TooFar, Searches: 10},
		demand.Row{Area: demand.Area{Country: "NL"}, Topic: "gambling", Outcome: demand.TooFar, Searches: 555})
	d.release("2025", demand.Row{Area: demand.Area{Country: "DK"}, Topic: "suicide", Outcome: demand.Found, Searches: 120})
	as := []string{"Authorization", viewer}
	d.run([]scenario{
		{name: "nobody else does", path: "/v1/demand", status: 401},
		{name: "the quarter before this week", path: "/v1/demand", headers: as, status: 200,
			contains: []string{`"counting":true`, `"period":"2026-W46"`, `"municipality":"0751"`, `"searches":25`, `"period":"2025"`}, header: map[string]string{"Cache-Control": "private, no-store"}},
		{name: "other weeks", path: "/v1/demand?from=2026-W40&to=2026-W45", headers: as, status: 200, contains: []string{`"weeks":[]`}},
		{name: "no week", path: "/v1/demand?from=2026-W99", headers: as, status: 400},
		{name: "from after to", path: "/v1/demand?from=2026-W46&to=2026-W45", headers: as, status: 400},
		{name: "too many", path: "/v1/demand?from=2020-W01&to=2026-W45", headers: as, status: 400},
		{name: "the page of their municipality", path: "/staff/demand", headers: as, status: 200,
			contains: []string{"Aarhus: about 40 searches", "Addiction", "Homelessness", "not here", "Words that we do not know", "The rest of the country", "Gambling", "Suicide</span>: 120", "figures for 1 of 13"}, lacks: []string{"555"}},
		{name: "of another one", path: "/staff/demand?municipality=0461", headers: as, status: 200, contains: []string{"Too few searched in vain"}, lacks: []string{"about 25"}},
		{name: "of none", path: "/staff/demand?municipality=kvistelurifax", headers: as, status: 404, lacks: []string{"kvistelurifax"}},
		{name: "other spans", path: "/staff/demand?municipality=0751&weeks=7", headers: as, status: 400},
		{name: "a town leads to its municipality", method: "POST", path: "/staff/area/find", body: "to=demand&where=Odense&weeks=26", headers: append(asForm(viewer), "Sec-Fetch-Site", "same-origin"), status: 303,
			header: map[string]string{"Location": "/staff/demand?municipality=0461&weeks=26"}},
	})
	a := d.do("GET", "/staff/demand.csv?municipality=0751", "", as...)
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(a.body, "\ufeff"))).ReadAll()
	if err != nil || a.StatusCode != 200 {
		t.Fatalf("%d %v", a.StatusCode, err)
	}
	if rows[0][0] != "what" || rows[1][0] != "method" || !strings.Contains(a.body, "some thirty clients") {
		t.Errorf("the sheet does not begin with how it was counted: %v", rows[:2])
	}
	for _, want := range []string{
		"search,2026-W46,DK,Region DK,0751,addiction,Addiction,nothing,25", "search,2026-W46,DK,,,gambling,Gambling,too_far,10",
		"search,2025,DK,,,suicide,Suicide,found,120", "offered centres,,DK,,0751,loneliness,Loneliness,,2", "offered centres,,DK,,0751,addiction,Addiction,,0",
	} {
		if !strings.Contains(a.body, want) {
			t.Errorf("the sheet lacks %q in\n%s", want, a.body)
		}
	}
	if strings.Contains(a.body, "555") {
		t.Error("the sheet has another country")
	}
	if !strings.HasPrefix(a.body, "\ufeff") {
		t.Error("Excel takes the sheet for the code page of the machine")
	}
	if again := d.do("GET", "/staff/demand.csv?municipality=0751", "", as...); again.body != a.body {
		t.Error("the same report is other bytes")
	}
}

func TestWhatIsOfferedIsCountedInFull(t *testing.T) {
	d := openDesk(t)
	for n := range 70 {
		d.put(house(fmt.Sprintf("dk-house-%02d", n)))
	}
	late := house("dk-zz")
	late.Topics = []string{"addiction"}
	d.put(late, &directory.Activity{ID: "dk-zz-group", Centres: []string{"dk-zz"}, Title: directory.Text{"da": "Gruppe"}, Rhythm: directory.Fixed, Topics: []string{"addiction"}})
	_, viewer := d.member("viewer@example.dk", "viewer:centre:dk-zz")
	d.release("2026-W46", demand.Row{Area: inAarhus, Topic: "addiction", Outcome: demand.Nothing, Searches: 25}, demand.Row{Area: inAarhus, Topic: "no-longer", Outcome: demand.Nothing, Searches: 15})
	as := []string{"Authorization", viewer}
	d.run([]scenario{
		{name: "a place beyond the first sixty is no gap, and a topic that is gone is none", path: "/staff/demand?municipality=0751", headers: as, status: 200, contains: []string{"<td>1</td><td>2</td>", "more may be offered twice"},
			lacks: []string{"not here", "know of nothing here", "We found nothing"}},
		{name: "so in the sheet", path: "/staff/demand.csv?municipality=0751", headers: as, status: 200,
			contains: []string{"offered centres,,DK,,0751,addiction,Addiction,,1", "offered activities,,DK,,0751,addiction,Addiction,,2", "more may be offered twice"}, lacks: []string{"offered centres,,DK,,0751,no-longer"}},
		{name: "where all is compared nothing more is", path: "/staff/demand?municipality=0461", headers: as, status: 200, lacks: []string{"more may be offered twice"}},
	})
}

// counts has three places of Aarhus count a week.
func (d *desk) count(week string, bands map[string]staff.Band) {
	d.t.Helper()
	w, err := schedule.ParseWeek(week)
	if err != nil {
		d.t.Fatal(err)
	}
	for centre, visits := range bands {
		if err := d.office.PutCount(d.t.Context(), staff.Count{Centre: centre, Week: w, Visits: visits}, "m-1"); err != nil {
			d.t.Fatal(err)
		}
	}
}

func house(id string) *directory.Centre {
	return &directory.Centre{ID: id, Name: "Huset " + id, Location: directory.Location{Town: "Aarhus", Municipality: "0751", Country: "DK"}, Topics: []string{"loneliness"}}
}

func TestWeeklyCountsStandBesideItAndNoPlaceIsReadOff(t *testing.T) {
	d := openDesk(t)
	d.put(house("dk-one"), house("dk-two"))
	_, viewer := d.member("viewer@example.dk", "viewer:centre:dk-aarhus")
	_, all := d.member("town@example.dk", "municipality_editor:municipality:DK-0751")
	_, other := d.member("other@example.dk", "municipality_editor:municipality:DK-0461")
	d.count("2026-W46", map[string]staff.Band{"dk-aarhus": staff.Band10, "dk-one": staff.Band1, "dk-two": staff.Band50})
	d.count("2026-W45", map[string]staff.Band{"dk-aarhus": staff.Band10, "dk-one": staff.Band5})
	d.run([]scenario{
		{name: "who works for one place does not see the sums", path: "/staff/demand?municipality=0751", headers: []string{"Authorization", viewer}, status: 200,
			contains: []string{"those who work for the whole municipality"}, lacks: []string{"week 46", "at least 61", "15–28"}},
		{name: "nor who works for another municipality", path: "/staff/demand?municipality=0751", headers: []string{"Authorization", other}, status: 200, lacks: []string{"week 46", "15–28"}},
		{name: "who works for all of it does", path: "/staff/demand?municipality=0751", headers: []string{"Authorization", all}, status: 200,
			contains: []string{"week 46", "week 45", "<td>3</td>", "at least 61", "15–28"}, lacks: []string{"those who work for the whole municipality"}},
		{name: "so in the sheet", path: "/staff/demand.csv?municipality=0751", headers: []string{"Authorization", viewer}, status: 200, lacks: []string{"counted visits", "2026-W46"}},
		{name: "and in theirs", path: "/staff/demand.csv?municipality=0751", headers: []string{"Authorization", all}, status: 200,
			contains: []string{"counted visits,2026-W46,DK,,0751,,,,,61,,3,"}},
	})
}

func TestS6ThePlaceGoesAndItsCountsStay(t *testing.T) {
	d := openDesk(t)
	d.put(house("dk-one"), house("dk-two"))
	_, town := d.member("town@example.dk", "municipality_editor:municipality:DK-0751")
	d.count("2026-W46", map[string]staff.Band{"dk-aarhus": staff.Band10, "dk-one": staff.Band1, "dk-two": staff.Band5})
	page := func() answer { return d.do("GET", "/staff/demand.csv?municipality=0751", "", "Authorization", town) }
	before := page()
	if !strings.Contains(before.body, "counted visits,2026-W46,DK,,0751,,,,,16,32,3,") {
		t.Fatalf("%s", before.body)
	}
	for _, id := range []string{"dk-one", "dk-two"} {
		if _, err := d.catalogue.Delete(t.Context(), directory.Key{Kind: directory.KindCentre, ID: id}, directory.Edit{Author: "member m-1"}); err != nil {
			t.Fatal(err)
		}
		if err := d.server.Keep(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if after := page(); after.body != before.body {
		t.Errorf("the history is another: %s", after.body)
	}
	ids, err := d.office.CountedCentres(t.Context())
	if err != nil || !slices.Equal(ids, []string{"dk-aarhus"}) {
		t.Errorf("counts stand under %v, %v", ids, err)
	}
	if err := d.office.Close(); err != nil {
		t.Fatal(err)
	}
	body, err := os.ReadFile(filepath.Join(d.dir, "office.db"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(body), "DK-0751") {
		t.Error("the area has no counts of its own")
	}
	for _, id := range []string{"dk-one", "dk-two"} {
		if strings.Contains(string(body), id) {
			t.Errorf("the file still holds %s", id)
		}
	}
}

// uncut is a file of demand whose write-ahead log cannot be cut off.
type uncut struct {
	*sqlite.Demand
	fault error
}

func (u *uncut) Cut(context.Context) error { return u.fault }

func TestWhatIsWrittenIsNotWrittenAgainWhereTheLogStays(t *testing.T) {
	file := &uncut{fault: errors.New("the log stays")}
	d := openDesk(t, func(o *api.Options) { file.Demand, o.Demand = o.Demand.(*sqlite.Demand), file })
	if a := d.do("POST", "/v1/search", `{"topics":["loneliness"],"near":{"place":"8000"},"country":"DK","settled":true}`); a.StatusCode != 200 {
		t.Fatalf("%d %s", a.StatusCode, a.body)
	}
	for range 3 {
		if err := d.server.Keep(t.Context()); !errors.Is(err, file.fault) {
			t.Errorf("Keep says %v", err)
		}
	}
	file.fault = nil
	if got := d.counted(); !slices.Equal(got, []string{"2026-W47 DK0751 loneliness found 1"}) {
		t.Errorf("one search counts as %v", got)
	}
}
