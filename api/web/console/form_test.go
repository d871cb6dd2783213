package console_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"html"
	"io"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"walkin/api/web/console"
	"walkin/data"
	"walkin/internal/directory"
	"walkin/internal/schedule"
	"walkin/internal/staff"
)

// builtIn gives the entries of the built-in catalogue, and their topics.
func builtIn(t *testing.T) ([]directory.Entry, *directory.Taxonomy) {
	t.Helper()
	content, err := data.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	var entries []directory.Entry
	var topics []*directory.Topic
	lines := bufio.NewScanner(bytes.NewReader(content))
	lines.Buffer(nil, 4<<20)
	for lines.Scan() {
		e, err := directory.DecodeLine(lines.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		entries = append(entries, e)
		if topic, ok := e.(*directory.Topic); ok {
			topics = append(topics, topic)
		}
	}
	taxonomy, err := directory.NewTaxonomy(topics)
	if err != nil {
		t.Fatal(err)
	}
	return entries, taxonomy
}

// sent gives what a browser sends of a drawn form: each field as it stands.
func sent(page string) url.Values {
	v := make(url.Values)
	form := page[strings.Index(page, `class="stack wide"`):]
	form = form[:strings.Index(form, "</form>")]
	attribute := func(tag, name string) string {
		if m := regexp.MustCompile(` ` + name + `="([^"]*)"`).FindStringSubmatch(tag); m != nil {
			return html.UnescapeString(m[1])
		}
		return ""
	}
	for _, tag := range regexp.MustCompile(`<input[^>]*>`).FindAllString(form, -1) {
		box := strings.Contains(tag, `type="checkbox"`)
		if !box || strings.Contains(tag, " checked") {
			v.Add(attribute(tag, "name"), attribute(tag, "value"))
		}
	}
	for _, m := range regexp.MustCompile(`(?s)(<textarea[^>]*>)(.*?)</textarea>`).FindAllStringSubmatch(form, -1) {
		// A browser leaves out the first line break.
		v.Add(attribute(m[1], "name"), strings.TrimPrefix(html.UnescapeString(m[2]), "\n"))
	}
	for _, m := range regexp.MustCompile(`(?s)(<select[^>]*>)(.*?)</select>`).FindAllStringSubmatch(form, -1) {
		chosen := regexp.MustCompile(`<option[^>]* selected[^>]*>`).FindString(m[2])
		v.Add(attribute(m[1], "name"), attribute(chosen, "value"))
	}
	return v
}

func draw(t *testing.T, site *console.Site, form console.Form) string {
	t.Helper()
	var b bytes.Buffer
	actor := staff.Actor{Member: staff.Member{Name: "Mette", Lang: "da"}}
	err := site.Edit(&b, console.Edit{Page: console.Page{Words: site.Words("da"), Title: "x", Actor: &actor}, Form: form, Languages: []string{"da", "en"}})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// Whoever opens the form of any entry there is and saves it as it stands
// changes nothing: not an hour, not a doubt, not a space.
func TestSavingAFormAsItStandsChangesNothing(t *testing.T) {
	site, err := console.Open()
	if err != nil {
		t.Fatal(err)
	}
	entries, taxonomy := builtIn(t)
	forms := 0
	for _, e := range entries {
		switch e.(type) {
		case *directory.Centre, *directory.Activity, *directory.Organisation:
		default:
			continue
		}
		form, err := console.NewForm(site.Words("da"), e, 1, "da", taxonomy)
		if err != nil {
			t.Fatal(err)
		}
		patch, ok, err := form.Read(sent(draw(t, site, form)))
		if err != nil || !ok || string(patch) != "{}" {
			t.Errorf("%s: %s %t %v", e.Key(), patch, ok, err)
		}
		forms++
	}
	if forms < 400 {
		t.Errorf("only %d forms were looked at", forms)
	}
}

func TestAFormChangesWhatWasTouched(t *testing.T) {
	site, err := console.Open()
	if err != nil {
		t.Fatal(err)
	}
	_, taxonomy := builtIn(t)
	twelve, five := schedule.Clock(12*60), schedule.Clock(17*60)
	age := 15
	place := func() *directory.Centre {
		return &directory.Centre{
			ID: "dk-x", Name: "Huset", Location: directory.Location{Country: "DK", Town: "Odense"}, Topics: []string{"anxiety"}, Ages: directory.Ages{Min: &age},
			Promises: directory.Promises{Free: directory.Yes}, Description: directory.Text{"da": "Her", "en": "Here"}, Languages: []string{"da"},
			Hours: schedule.Schedule{Zone: "Europe/Copenhagen", Weekly: []schedule.Weekly{
				{Days: []schedule.Day{schedule.Mon, schedule.Tue}, Opens: &twelve, Closes: &five},
				{Days: []schedule.Day{schedule.Wed}, Opens: &twelve, Closes: &five, Doubt: "hver anden onsdag"},
			}},
			Volunteering: []directory.VolunteerRole{{Title: directory.Text{"da": "Vært"}, Open: true}},
		}
	}
	for _, tt := range []struct {
		name   string
		change func(url.Values)
		patch  string
	}{
		{"a text in one language leaves the other", func(v url.Values) { v.Set("/description/da", "Nyt") }, `{"description":{"da":"Nyt"}}`},
		{"a text that is emptied is removed", func(v url.Values) { v.Set("/description/da", "  ") }, `{"description":{"da":null}}`},
		{"an age", func(v url.Values) { v.Set("/ages/min", "12"); v.Set("/ages/max", "25") }, `{"ages":{"max":25,"min":12}}`},
		{"an age that is none is left for the directory to refuse", func(v url.Values) { v.Set("/ages/min", "tolv") }, `{"ages":{"min":"tolv"}}`},
		{"a promise that is not known any more", func(v url.Values) { v.Set("/promises/free", "") }, `{"promises":{"free":null}}`},
		{"a list of words", func(v url.Values) { v.Set("/languages", "da; en ,ar") }, `{"languages":["da","en","ar"]}`},
		{"one topic more", func(v url.Values) { v.Add("/topics", "loneliness") }, `{"topics":["anxiety","loneliness"]}`},
		{"hours, in the ways people write them", func(v url.Values) { v.Set("hours.2", "13u30 – 16.30, kl. 18 til 20") },
			`{"hours":{"country":"DK","series":null,"weekly":[{"days":["mon"],"opens":"12:00","closes":"17:00"},{"days":["tue"],"opens":"13:30","closes":"16:30"},{"days":["tue"],"opens":"18:00","closes":"20:00"},{"days":["wed"],"opens":"12:00","closes":"17:00","doubt":"hver anden onsdag"}]}}`},
		{"a doubtful rule that is taken out", func(v url.Values) { v.Set("hours.weekly.1", "out") },
			`{"hours":{"country":"DK","series":null,"weekly":[{"days":["mon","tue"],"opens":"12:00","closes":"17:00"}]}}`},
		{"a role that is filled", func(v url.Values) { v.Del("/volunteering/0/open") }, `{"volunteering":[{"open":false,"title":{"da":"Vært"}}]}`},
		{"a role that is taken out", func(v url.Values) { v.Set("/volunteering/0/title/da", "") }, `{"volunteering":null}`},
		{"one role more", func(v url.Values) { v.Set("/volunteering/1/title/da", "Kok"); v.Set("/volunteering/1/open", "yes") },
			`{"volunteering":[{"open":true,"title":{"da":"Vært"}},{"open":true,"title":{"da":"Kok"}}]}`},
		{"a field that the form does not have is nothing", func(v url.Values) { v.Set("/provenance/verified_at", "2026-01-01"); v.Set("/id", "y") }, `{}`},
		{"a word that the form does not offer is what the directory refuses", func(v url.Values) { v.Set("/kind", "castle") }, `{"kind":"castle"}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			form, err := console.NewForm(site.Words("da"), place(), 1, "da", taxonomy)
			if err != nil {
				t.Fatal(err)
			}
			v := sent(draw(t, site, form))
			tt.change(v)
			patch, ok, err := form.Read(v)
			if err != nil || !ok {
				t.Fatalf("%t %v", ok, err)
			}
			var got, want any
			_ = json.Unmarshal(patch, &got)
			_ = json.Unmarshal([]byte(tt.patch), &want)
			if a, b := asJSON(got), asJSON(want); a != b {
				t.Errorf("the patch is %s\nwant %s", a, b)
			}
		})
	}
}

func asJSON(v any) string {
	b, _ := json.Marshal(v)
	return string(b)
}

// What is said in one language is said in all, and every word that a template
// asks for is there.
func TestTheConsoleHasWordsForAllItSays(t *testing.T) {
	site, err := console.Open()
	if err != nil {
		t.Fatal(err)
	}
	entries, taxonomy := builtIn(t)
	key := regexp.MustCompile(`(?:>|"|\s)((?:form|field|hint|choice|ternary|audience|access|centre_kind|status|visibility|holidays|rhythm|setting|registration|missing|edit|done|console|part)\.[a-z_.]+)`)
	for _, lang := range staff.Languages {
		for _, e := range entries[len(entries)-200:] {
			form, err := console.NewForm(site.Words(lang), e, 1, "da", taxonomy)
			if err != nil {
				continue
			}
			var b bytes.Buffer
			actor := staff.Actor{Member: staff.Member{Name: "Mette", Lang: lang}}
			complete := directory.CompletenessOf(e)
			view := console.Edit{Page: console.Page{Words: site.Words(lang), Title: "x", Actor: &actor, Done: "saved"}, Form: form, Languages: []string{"da"}, Missing: complete.Missing, Score: complete.Score}
			if err := site.Edit(io.MultiWriter(&b), view); err != nil {
				t.Fatal(err)
			}
			for _, m := range key.FindAllStringSubmatch(b.String(), -1) {
				t.Errorf("%s: nothing is said for %q", lang, m[1])
			}
		}
	}
}
