package web_test

import (
	"bytes"
	"html"
	"regexp"
	"strings"
	"testing"

	"walkin/api/web"
	"walkin/internal/browser"
	"walkin/internal/directory"
	"walkin/internal/geo"
	"walkin/internal/schedule"
)

func TestADistanceSaysNoMoreThanIsKnown(t *testing.T) {
	for _, c := range []struct {
		metres    float64
		precision directory.Precision
		da, en    string
	}{
		{0, directory.PreciseExact, "50\u00a0m", "50\u00a0m"},
		{130, directory.PreciseExact, "150\u00a0m", "150\u00a0m"},
		{949, directory.PreciseStreet, "950\u00a0m", "950\u00a0m"},
		{951, directory.PreciseExact, "1\u00a0km", "1\u00a0km"},
		{2440, directory.PreciseExact, "2,4\u00a0km", "2.4\u00a0km"},
		{10_400, directory.PreciseExact, "10\u00a0km", "10\u00a0km"},
		{130, directory.PreciseTown, "1\u00a0km", "1\u00a0km"},
		{2440, directory.PrecisePostcode, "2\u00a0km", "2\u00a0km"},
		{2640, directory.PreciseArea, "3\u00a0km", "3\u00a0km"},
	} {
		for lang, want := range map[string]string{"da": c.da, "en": c.en} {
			if got := words(t, lang).Distance(c.metres, c.precision); got != want {
				t.Errorf("%s: %v metres to a point of %s: %q, want %q", lang, c.metres, c.precision, got, want)
			}
		}
	}
}

// drawn draws the finder with one result, in English.
func drawn(t *testing.T, ask web.Ask, r directory.Result) string {
	t.Helper()
	site, err := web.Open()
	if err != nil {
		t.Fatal(err)
	}
	page := web.Page{Words: site.Words("en"), Path: "/", Title: "walkin"}
	var b bytes.Buffer
	if err := site.Finder(&b, web.Question{
		Page: page, Ask: ask, Now: browser.Wednesday, Answer: &directory.Answer{Results: []directory.Result{r}, Total: 1},
		Reason: func(r directory.Reason) string { return r.Value },
	}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// part gives the text of an element of a class.
func part(page, class string) string {
	m := regexp.MustCompile(`(?s)class="` + class + `">(.*?)</(?:p|ul|article)>`).FindStringSubmatch(page)
	if m == nil {
		return ""
	}
	text := regexp.MustCompile(`<[^>]*>`).ReplaceAllString(m[1], " ")
	return strings.Join(strings.Fields(html.UnescapeString(text)), " ")
}

func TestWhatIsNotKnownIsAQuestionAndNeverANo(t *testing.T) {
	w := words(t, "en")
	unknown := directory.Result{Entry: &directory.Centre{ID: "huset", Name: "Huset"}, Title: "Huset"}
	page := drawn(t, web.Ask{Wheels: true, Language: "so"}, unknown)
	for _, question := range []string{"card.ask_free", "card.ask_anonymous", "card.ask_appointment", "card.ask_ages", "card.ask_hours", "card.ask_wheelchair", "card.ask_languages"} {
		contains(t, part(page, "to-ask"), w.Say(question))
	}
	if said := part(page, "answers"); said != "" {
		t.Errorf("of what is not known it says %q", said)
	}
	from, to := 12, 25
	known := directory.Result{Title: "Huset", Open: schedule.Status{State: schedule.Open}, Entry: &directory.Centre{
		ID: "huset", Name: "Huset", Languages: []string{"da", "so"}, Ages: directory.Ages{Min: &from, Max: &to},
		AccessNeeds: directory.AccessNeeds{web.Wheelchair: directory.Yes},
		Promises:    directory.Promises{Free: directory.Yes, Anonymous: directory.No, NoAppointment: directory.Yes},
	}}
	page = drawn(t, web.Ask{Wheels: true, Language: "so"}, known)
	if said, want := part(page, "answers"), "free they ask for your name no appointment 12 to 25 years Danish Somali wheelchair"; said != want {
		t.Errorf("it says %q, want %q", said, want)
	}
	if asked := part(page, "to-ask"); asked != "" {
		t.Errorf("of what is known it asks %q", asked)
	}
	// How one comes in says as much as a promise.
	for access, want := range map[directory.Access]string{directory.AccessWalkIn: "no appointment", directory.AccessAppointment: "by appointment"} {
		page = drawn(t, web.Ask{}, directory.Result{Title: "Huset", Entry: &directory.Centre{ID: "huset", Name: "Huset", Access: access}})
		contains(t, part(page, "answers"), want)
	}
}

func TestWhatSomebodyWroteIsTextAndNothingElse(t *testing.T) {
	const evil = `"><script>alert(1)</script><img src=x onerror=alert(1)>`
	page := drawn(t, web.Ask{Text: evil, PlaceText: evil, Topics: []string{evil}, Town: evil, View: ""}, directory.Result{
		Title: evil, Lang: "da", Where: &directory.Location{Town: evil, Country: "DK", Point: &geo.Point{Lat: 55, Lon: 10}, Precision: directory.PreciseExact},
		Entry: &directory.Centre{
			ID: "huset", Name: evil, Description: directory.Text{"da": evil}, Languages: []string{evil},
			Provenance: directory.Provenance{SourceSeen: evil},
		},
		PlanB:      &directory.PlanB{Key: directory.Key{Kind: directory.KindHelpline, ID: "x"}, Title: evil, URL: "javascript:alert(1)"},
		Highlights: []directory.Highlight{{Field: "/name", Start: 2, End: 10}},
		Matched:    []directory.Reason{{Code: "topic", Value: evil}},
		Open:       schedule.Status{State: schedule.Closed, Reason: evil},
	})
	// Nothing but the one script of the page, and no handler, is a tag's.
	for _, tag := range regexp.MustCompile(`<[a-zA-Z][^>]*>`).FindAllString(page, -1) {
		lower := strings.ToLower(tag)
		if strings.HasPrefix(lower, "<img") || strings.HasPrefix(lower, "<script") && !strings.Contains(lower, web.AssetRoot) ||
			regexp.MustCompile(`\son[a-z]+=`).MatchString(regexp.MustCompile(`"[^"]*"`).ReplaceAllString(lower, `""`)) || strings.Contains(lower, `href="javascript:`) {
			t.Errorf("%s", tag)
		}
	}
	if n := strings.Count(page, "&lt;script&gt;"); n < 6 {
		t.Errorf("what was written is there %d times", n)
	}
}

func TestAssetsAreCalledByTheirContent(t *testing.T) {
	page := drawn(t, web.Ask{}, directory.Result{Entry: &directory.Centre{ID: "a", Name: "a"}, Title: "a"})
	site, err := web.Open()
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(web.AssetRoot+`([0-9a-f]{12})/([a-z.]+)`).FindAllStringSubmatch(page, -1)
	if len(found) < 3 {
		t.Fatalf("the page loads %v", found)
	}
	for _, f := range found {
		asset, ok := site.Asset(f[1], f[2])
		if !ok || len(asset.Body) == 0 || len(asset.Zipped) >= len(asset.Body) && len(asset.Body) > 500 || asset.Type == "" {
			t.Errorf("%s: %t, %s, %d bytes, %d packed", f[0], ok, asset.Type, len(asset.Body), len(asset.Zipped))
		}
		if _, ok := site.Asset("000000000000", f[2]); ok {
			t.Errorf("%s is there in a version that never was", f[2])
		}
	}
	if _, ok := site.Asset(found[0][1], "../web.go"); ok {
		t.Error("what is no asset is served")
	}
}
