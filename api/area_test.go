package api_test

import (
	"encoding/csv"
	"net/url"
	"strings"
	"testing"

	"walkin/internal/directory"
	"walkin/internal/geo"
	"walkin/internal/schedule"
)

// odense are two houses in one town, one 6 km off, and what they hold.
func odense() []directory.Entry {
	house := func(id, name, municipality string, lat float64, hours schedule.Schedule) *directory.Centre {
		return &directory.Centre{ID: id, Name: name, Location: directory.Location{Town: "Odense", Municipality: municipality, Country: "DK",
			Point: &geo.Point{Lat: lat, Lon: 10.388}, Precision: directory.PreciseExact}, Hours: hours, Topics: []string{"loneliness"}}
	}
	one := house("dk-one", "House one", "0461", 55.396, weekly("14:00", "19:00", schedule.Mon, schedule.Wed))
	one.CoreTask, one.NotServed = directory.Text{"en": "Company at a table"}, directory.Text{"da": "Akut psykose"}
	one.Volunteering = []directory.VolunteerRole{{Title: directory.Text{"en": "Cook"}, Tasks: directory.Text{"en": "Soup on Mondays"}, Open: true}}
	one.Involvement = directory.Text{"en": "The guests decide what is cooked"}
	return []directory.Entry{
		one, house("dk-two", "=House(two)", "0461", 55.400, weekly("12:00", "16:00", schedule.Tue)),
		house("dk-far", "House far", "0461", 55.450, weekly("12:00", "16:00", schedule.Tue)),
		&directory.Activity{ID: "dk-one-group", Centres: []string{"dk-one"}, Title: directory.Text{"en": "Table talk"}, Rhythm: directory.Fixed,
			Hours: weekly("15:00", "16:00", schedule.Tue), Topics: []string{"loneliness"}},
		&directory.Activity{ID: "dk-two-group", Centres: []string{"dk-two"}, Title: directory.Text{"en": "Tea"}, Rhythm: directory.Fixed,
			Hours: weekly("15:30", "17:00", schedule.Tue), Topics: []string{"loneliness"}},
	}
}

func TestTheWeekOfAnArea(t *testing.T) {
	d := openDesk(t)
	d.put(odense()...)
	_, one := d.member("one@example.dk", "viewer:centre:dk-one")
	auth := []string{"Authorization", one}
	d.run([]scenario{
		{name: "the municipality of one's own place is there at once", path: "/staff/area", headers: auth, status: 200,
			contains: []string{"House one", "=House(two)", "14:00–19:00", "Nobody is open", "Table talk", "Both are about: Loneliness"}},
		{name: "evenings that nobody serves are named", path: "/staff/area?municipality=0461&week=2026-W48", headers: auth, status: 200,
			contains: []string{"Nobody is open: <b>Tuesday 24 November</b>", `<td class="is-open">House one</td>`, `<td class="is-closed"><b>Nobody is open</b></td>`}, lacks: []string{"<b>Monday", "<b>Wednesday"}},
		{name: "unknown is said, and is not nobody", path: "/staff/area?municipality=0751", headers: auth, status: 200,
			contains: []string{"hours unknown", "There is no evening on which we know that all are closed", "Bussen"}, lacks: []string{marker}},
		{name: "a network", path: "/staff/area?network=headspace-danmark", headers: auth, status: 200, contains: []string{"headspace Aarhus"}, lacks: []string{`href="/staff/c/dk-one/about"`}},
		{name: "around a place", path: "/staff/area?around=dk-one&km=2", headers: auth, status: 200, contains: []string{"=House(two)"}, lacks: []string{"House far", "Krisehus"}},
		{name: "farther around it", path: "/staff/area?around=dk-one&km=10", headers: auth, status: 200, contains: []string{"House far"}},
		{name: "around a place whose address is a secret", path: "/staff/area?around=dk-hidden&km=10", headers: auth, status: 200, contains: []string{"does not show where it is"}, lacks: []string{marker, "area-week"}},
		{name: "any number of kilometres", path: "/staff/area?around=dk-one&km=40000", headers: auth, status: 400},
		{name: "no such municipality", path: "/staff/area?municipality=XX", headers: auth, status: 404, lacks: []string{"closed"}},
		{name: "nor a sheet of it", path: "/staff/area.csv?municipality=XX", headers: auth, status: 404, lacks: []string{"closed"}},
		{name: "nor others there", path: "/staff/others?municipality=XX", headers: auth, status: 404},
		{name: "no such network", path: "/staff/area?network=none", headers: auth, status: 404},
		{name: "no such week", path: "/staff/area?week=2025-W53", headers: auth, status: 400},
		{name: "a town leads to its municipality, by its code alone", method: "POST", path: "/staff/area/find", body: url.Values{"where": {"8000"}, "to": {"others"}}.Encode(), headers: asForm(one), status: 303,
			header: map[string]string{"Location": "/staff/others?municipality=0751"}},
		{name: "what leads nowhere stays in the form", method: "POST", path: "/staff/area/find", body: url.Values{"where": {"Xqzzyx"}}.Encode(), headers: asForm(one), status: 400,
			contains: []string{"We do not know that place", `value="Xqzzyx"`}},
		{name: "who has no place chooses one", path: "/staff/area", status: 303},
	})
}

func TestX15NoCellOfASheetOfAnAreaIsAFormula(t *testing.T) {
	d := openDesk(t)
	d.put(odense()...)
	_, one := d.member("one@example.dk", "viewer:centre:dk-one")
	a := d.do("GET", "/staff/area.csv?municipality=0461&week=2026-W48", "", "Authorization", one)
	rows, err := csv.NewReader(strings.NewReader(a.body)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	said := make(map[string]bool)
	for _, row := range rows {
		said[strings.Join(row, "|")] = true
	}
	for _, want := range []string{
		"2026-11-23|hours|open|14:00|19:00|dk-one|House one|Odense||", "2026-11-24|hours|closed|||dk-one|House one|Odense||",
		"2026-11-24|hours|open|12:00|16:00|dk-two|'=House(two)|Odense||", "2026-11-24|evening|closed|17:00|24:00|||||",
		"2026-11-24|activity|open|15:00|16:00|dk-one|House one|Odense|Table talk|",
		"2026-11-24|double|open|15:00|16:00||||Table talk|Tea (15:30 to 17:00): Loneliness",
	} {
		if !said[want] {
			t.Errorf("%s is not in\n%s", want, a.body)
		}
	}
	a = d.do("GET", "/staff/area.csv?municipality=0751&week=2026-W48", "", "Authorization", one)
	if !strings.Contains(a.body, "2026-11-24,hours,unknown,00:00,24:00,dk-hidden") || strings.Contains(a.body, marker) {
		t.Errorf("hours that nobody states are not unknown in\n%s", a.body)
	}
}

func TestWhatOthersCanDo(t *testing.T) {
	d := openDesk(t)
	d.put(odense()...)
	_, keeper := d.member("keeper@example.dk", "editor:centre:dk-one")
	_, neighbour := d.member("neighbour@example.dk", "viewer:centre:dk-two")
	told := url.Values{"phone": {"+45 66 11 22 33"}, "email": {"kolleger@example.dk"}, "visiting_en": {"First Tuesday\r\nat ten"}}.Encode()
	d.run([]scenario{
		{name: "nobody has told anything", path: "/staff/c/dk-two/about", headers: []string{"Authorization", keeper}, status: 200, contains: []string{"Nobody has told us yet."}, lacks: []string{`name="phone"`}},
		{name: "who keeps a place tells", method: "POST", path: "/staff/c/dk-one/about", body: told, headers: asForm(keeper), status: 303,
			header: map[string]string{"Location": "/staff/c/dk-one/about?done=colleagues_saved"}},
		{name: "who is not wanted to tell does not", method: "POST", path: "/staff/c/dk-one/about", body: told, headers: asForm(neighbour), status: 404},
		{name: "a mistake stays in the form", method: "POST", path: "/staff/c/dk-one/about", body: "email=nobody", headers: asForm(keeper), status: 400, contains: []string{`value="nobody"`, `role="alert"`}},
		{name: "colleagues at another place read it", path: "/staff/c/dk-one/about", headers: []string{"Authorization", neighbour}, status: 200,
			contains: []string{`href="tel:&#43;4566112233"`, "kolleger@example.dk", "First Tuesday\nat ten", "Company at a table", `<span lang="da">Akut psykose</span>`, "Soup on Mondays", "The guests decide", "14:00–19:00", "Table talk"},
			lacks:    []string{`name="phone"`}},
		{name: "the list of the area leads there", path: "/staff/others?municipality=0461", headers: []string{"Authorization", neighbour}, status: 200, contains: []string{`href="/staff/c/dk-one/about"`, "Company at a table"}},
		{name: "X4: the public reads nothing of it in the API", path: "/v1/centres/dk-one", status: 200, lacks: []string{"66112233", "kolleger", "First Tuesday"}},
		{name: "X4: nor on the page", path: "/en/c/dk-one", status: 200, lacks: []string{"66112233", "kolleger", "First Tuesday"}},
		{name: "X4: nor in the changes", path: "/v1/changes?after=0&limit=500", status: 200, lacks: []string{"66112233", "kolleger", "First Tuesday"}},
		{name: "an address that is a secret stays one", path: "/staff/c/dk-hidden/about", headers: []string{"Authorization", neighbour}, status: 200, lacks: []string{marker}},
		{name: "no such place", path: "/staff/c/dk-nothing/about", headers: []string{"Authorization", neighbour}, status: 404},
		{name: "nobody else may look", path: "/staff/c/dk-one/about", status: 303},
	})
}

// TestVolunteersAndGuestsAreOnThePublicPage holds that roles with their tasks,
// and how guests take part, are read in every language of the pages.
func TestVolunteersAndGuestsAreOnThePublicPage(t *testing.T) {
	d := openDesk(t)
	d.put(odense()...)
	for lang, wanted := range map[string]string{
		"da": "de søger nogen nu", "nl": "", "en": "they are looking for somebody now", "de": "", "fr": "", "ar": "يبحثون عن أحد الآن", "uk": "зараз шукають людину",
	} {
		a := d.do("GET", "/"+lang+"/c/dk-one", "")
		for _, want := range []string{"Cook", "Soup on Mondays", "The guests decide what is cooked", wanted} {
			if !strings.Contains(a.body, want) {
				t.Errorf("%s: %q is not on the page", lang, want)
			}
		}
		if strings.Contains(a.body, "place.volunt") || strings.Contains(a.body, "place.involvement") {
			t.Errorf("%s: a heading has no words", lang)
		}
	}
}
