package api_test

import (
	"bytes"
	"encoding/json"
	"image"
	"image/color"
	"image/png"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"walkin/api"
	"walkin/internal/directory"
	"walkin/internal/schedule"
)

// amiss is what no page holds: style and script of its own, what the template
// took out, and words that no language has.
var amiss = regexp.MustCompile(`.{0,60}( style=| on[a-z]+=|ZgotmplZ|<no value>|>(place|week|wrong|card|time)\.[a-z]).{0,60}`)

// page asks for a page and holds what every page promises.
func (s *service) page(path string, headers ...string) answer {
	s.t.Helper()
	a := s.do("GET", path, "", headers...)
	if a.StatusCode != 200 {
		s.t.Fatalf("%s: %d %.300s", path, a.StatusCode, a.body)
	}
	policy := a.Header.Get("Content-Security-Policy")
	for _, want := range []string{"style-src 'self'", "script-src 'self'", "img-src 'self'", "frame-ancestors 'none'"} {
		if !strings.Contains(policy, want) {
			s.t.Errorf("%s: the policy lacks %s: %s", path, want, policy)
		}
	}
	if unwanted := amiss.FindString(a.body); unwanted != "" {
		s.t.Errorf("%s: there is %q", path, unwanted)
	}
	return a
}

// put writes an entry that the index has read.
func (s *service) put(e directory.Entry) {
	s.memory.put(e)
	s.memory.position = s.memory.last
}

// contains fails the test for what a page lacks; a "!" before it, for what it has.
func (a answer) contains(t *testing.T, wanted ...string) {
	t.Helper()
	for _, want := range wanted {
		unwanted, no := strings.CutPrefix(want, "!")
		if strings.Contains(a.body, unwanted) == no {
			t.Errorf("want %q on %s", want, a.Request.URL.Path)
		}
	}
}

func TestThePageOfAPlace(t *testing.T) {
	s := serve(t, func(o *api.Options) { o.BaseURL = "https://walkin.example" })
	a := s.page("/en/c/dk-aarhus")
	a.contains(t,
		`<html lang="en" dir="ltr">`, "<title>headspace Aarhus · walkin</title>", "You can just come.",
		"Open until 20:00", `<span lang="da">En frivillig</span>`, "(only in Danish)", "12:00–20:00",
		"Does it cost anything?", "No, it is free.", "Yes, they ask for your name.",
		`href="tel:&#43;4570221000"`, "&#43;45 70 22 10 00", `href="mailto:aarhus@example.org"`, `href="https://example.org" rel="noreferrer noopener"`,
		`href="geo:56.15,10.2"`, "<bdi>Fiskergade 1</bdi>", `lang="da">Gennem porten`,
		"Last confirmed 1 November 2026", `href="https://example.org/aarhus"`, "Something here is wrong?",
		`href="/en/a/dk-cooking"`, "Bussen", "Tranbjerg", "Kommunen", "Jobhjælp", "Rådgiver", "they are looking for somebody now",
		`href="/centres/dk-aarhus.ics?lang=en"`, `href="/en/week?at=c:dk-aarhus"`, "Wheelchair", "When they answer the telephone",
		"!<img", "!door.jpg", // there is no file of it
	)
	if got := a.Header.Get("Cache-Control"); got != "public, max-age=60" {
		t.Errorf("it may be kept: %q", got)
	}
	again := s.do("GET", "/en/c/dk-aarhus", "", "If-None-Match", a.Header.Get("ETag"))
	if again.StatusCode != 304 {
		t.Errorf("asked again: %d", again.StatusCode)
	}
	// What is unknown is said once, in one line.
	line := regexp.MustCompile(`We do not know: [^<]*`).FindAllString(a.body, -1)
	if len(line) != 1 || strings.Contains(line[0], "who meets you") || !strings.Contains(line[0], "what is written down") {
		t.Errorf("what is unknown: %q", line)
	}
}

func TestAMessageAboutAPlaceSaysNothingOfWhy(t *testing.T) {
	s := serve(t, func(o *api.Options) { o.BaseURL = "https://walkin.example" })
	telling := *s.memory.changes[directory.Key{Kind: directory.KindCentre, ID: "dk-aarhus"}].Entry.(*directory.Centre)
	telling.ID, telling.Name = "dk-ensom-i-aarhus", "Ensomme unge"
	s.put(&telling)
	message := func(path string) string {
		a := s.page(path)
		found := regexp.MustCompile(`href="sms:\?&amp;body=([^"]*)"`).FindStringSubmatch(a.body)
		if found == nil {
			t.Fatalf("%s has no text message", path)
		}
		said, err := url.PathUnescape(found[1])
		if err != nil {
			t.Fatal(err)
		}
		return said
	}
	if got, want := message("/en/c/dk-aarhus"), "headspace Aarhus. Fiskergade 1, 8000 Aarhus C. Saturday 21 November: 12:00–20:00"; got != want {
		t.Errorf("the message is %q, want %q", got, want)
	}
	if got, want := message("/en/c/dk-ensom-i-aarhus"), "A place. Fiskergade 1, 8000 Aarhus C. Saturday 21 November: 12:00–20:00"; got != want {
		t.Errorf("the message is %q, want %q", got, want)
	}
	s.page("/en/c/dk-ensom-i-aarhus").contains(t, "<title>walkin</title>", "!data-page")
	s.page("/en/c/dk-aarhus").contains(t, `data-page="https://walkin.example/c/dk-aarhus"`)
	// The activity is about loneliness, so the name of its centre stands for it.
	if got := message("/en/a/dk-cooking"); !strings.HasPrefix(got, "headspace Aarhus. Fiskergade 1") {
		t.Errorf("the message is %q", got)
	}
}

func TestOneCanJustComeOnlyWhereThatIsTrue(t *testing.T) {
	s := serve(t)
	bare := s.memory.changes[directory.Key{Kind: directory.KindCentre, ID: "dk-bare"}].Entry.(*directory.Centre)
	for want, change := range map[string]func(c *directory.Centre){
		"Ask first whether you can just come.": func(*directory.Centre) {},
		"You can just come.":                   func(c *directory.Centre) { c.Promises.NoAppointment = directory.Yes },
		"Call first, then come.":               func(c *directory.Centre) { c.Access = directory.AccessCallFirst },
		"You need an appointment first.":       func(c *directory.Centre) { c.Promises.NoAppointment = directory.No },
		"As far as we know, you can just come.": func(c *directory.Centre) {
			c.Promises.NoAppointment, c.Provenance.Inferred = directory.Yes, []string{"/promises/no_appointment"}
		},
		`<p class="opening"><span>Closed for now`:  func(c *directory.Centre) { c.Status = directory.StatusPaused },
		`<p class="opening"><span>Closed for good`: func(c *directory.Centre) { c.Status = directory.StatusClosed },
	} {
		c := *bare
		change(&c)
		s.put(&c)
		a := s.page("/en/c/dk-bare")
		a.contains(t, want)
		if strings.Contains(a.body, ">You can just come.<") != (want == "You can just come.") {
			t.Errorf("%s: one can just come", want)
		}
	}
}

func TestAPlaceThatMovedOrIsGone(t *testing.T) {
	s := serve(t)
	moved := *s.memory.changes[directory.Key{Kind: directory.KindCentre, ID: "dk-bare"}].Entry.(*directory.Centre)
	moved.Status, moved.MovedTo = directory.StatusMoved, "dk-aarhus"
	s.put(&moved)
	s.page("/en/c/dk-bare").contains(t, "Has moved", `href="/en/c/dk-aarhus">headspace Aarhus`, "!/en/week?at=")
	s.memory.remove(directory.Key{Kind: directory.KindCentre, ID: "dk-bare"})
	s.memory.position = s.memory.last
	for path, want := range map[string]int{
		"/en/c/dk-bare": 410, "/c/dk-nowhere": 404, "/en/a/dk-nowhere": 404, "/en/c/..%2F": 404, "/en/a/dk-aarhus": 404,
	} {
		a := s.do("GET", path, "", "Accept-Language", "en")
		if a.StatusCode != want || !strings.HasPrefix(a.Header.Get("Content-Type"), "text/html") || a.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %d %v", path, a.StatusCode, a.Header)
		}
	}
}

func TestAnExceptionIsOnThePageAtOnce(t *testing.T) {
	s := serve(t)
	c := *s.memory.changes[directory.Key{Kind: directory.KindCentre, ID: "dk-aarhus"}].Entry.(*directory.Centre)
	today := schedule.Date{Year: 2026, Month: 11, Day: 21}
	c.Hours.Exceptions = []schedule.Exception{{From: today, Closed: true, Reason: "Vi har influenza"},
		{From: today.AddDays(9), Hours: []schedule.Hours{{Opens: 14 * 60, Closes: 16 * 60}}, Reason: "Julefrokost"}}
	s.put(&c)
	s.page("/en/c/dk-aarhus").contains(t, "<b>today</b>: closed (<span lang=\"da\">Vi har influenza</span>)", "<b>30 November</b>: 14:00–16:00 (<span lang=\"da\">Julefrokost</span>)",
		"!12:00–20:00</bdi></span></span></li>\n<li><span class=\"day-of\">Sunday")
}

func TestASecretAddressIsOnNoPage(t *testing.T) {
	s := serve(t, func(o *api.Options) { o.BaseURL = "https://walkin.example" })
	for _, path := range []string{"/en/c/dk-hidden", "/en/a/dk-secret-group", "/en/week?at=c:dk-hidden,a:dk-secret-group", "/da/c/dk-hidden", "/ar/a/dk-secret-group"} {
		a := s.page(path)
		a.contains(t, "!"+marker, "!Skjult", "!56.123", "!geo:")
	}
	s.page("/en/c/dk-hidden").contains(t, "The address is not public.", "!Hemmelighed")
	s.page("/en/a/dk-secret-group").contains(t, "Only the area is public.")
	if a := s.do("GET", "/week.ics?at=c:dk-hidden,a:dk-secret-group", ""); a.StatusCode != 200 || strings.Contains(a.body, "Skjult") || strings.Contains(a.body, "LOCATION:8000") {
		t.Errorf("the calendar of a week: %d %s", a.StatusCode, a.body)
	}
}

func TestAPageForPeopleInDistressCanBeLeft(t *testing.T) {
	s := serve(t)
	c := *s.memory.changes[directory.Key{Kind: directory.KindCentre, ID: "dk-aarhus"}].Entry.(*directory.Centre)
	c.Topics = []string{"sexual_violence"}
	s.put(&c)
	a := s.page("/en/c/dk-aarhus")
	a.contains(t, "<title>walkin</title>", `id="exit"`, "dmi.dk")
	if a.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("it may be kept: %q", a.Header.Get("Cache-Control"))
	}
	s.page("/en/c/dk-bare").contains(t, `!id="exit"`)
}

func TestTheLinkedDataOfAPageIsThatOfItsAddress(t *testing.T) {
	s := serve(t, func(o *api.Options) { o.BaseURL = "https://walkin.example" })
	for page, document := range map[string]string{"/da/c/dk-aarhus": "/centres/dk-aarhus.jsonld?lang=da", "/da/a/dk-cooking": "/activities/dk-cooking.jsonld?lang=da"} {
		a := s.page(page)
		found := regexp.MustCompile(`<script type="application/ld\+json">(.*)</script>`).FindStringSubmatch(a.body)
		if found == nil || !json.Valid([]byte(found[1])) {
			t.Fatalf("%s has no linked data: %v", page, found)
		}
		if want := strings.TrimSpace(s.do("GET", document, "").body); found[1] != want {
			t.Errorf("%s says\n%s, want\n%s", page, found[1], want)
		}
	}
}

func TestWordsOfAPlaceDoNotBreakOut(t *testing.T) {
	s := serve(t)
	const evil = `</script><script>alert(1)</script>"'><img src=x onerror=alert(1)>`
	c := *s.memory.changes[directory.Key{Kind: directory.KindCentre, ID: "dk-aarhus"}].Entry.(*directory.Centre)
	text := directory.Text{"da": evil}
	c.Name, c.Description, c.CoreTask = evil, text, text
	c.Arrival = directory.Arrival{WhoMeets: text, FirstMinutes: text, WayToDoor: text}
	c.Location.Street, c.Hours.Note, c.Provenance.SourceNote = evil, evil, evil
	c.Contact.URL = "javascript:alert(1)"
	s.put(&c)
	for _, path := range []string{"/en/c/dk-aarhus", "/ar/c/dk-aarhus", "/en/week?at=c:dk-aarhus"} {
		a := s.do("GET", path, "")
		a.contains(t, "!<script>alert", "!<img", `!href="javascript:`)
	}
}

func TestPhotosAreLightOrNotThere(t *testing.T) {
	folder := t.TempDir()
	picture := func(name string, side int, padding int) {
		img := image.NewGray(image.Rect(0, 0, side, side/2))
		img.SetGray(1, 1, color.Gray{Y: 200})
		var b bytes.Buffer
		if err := png.Encode(&b, img); err != nil {
			t.Fatal(err)
		}
		b.Write(make([]byte, padding))
		if err := os.WriteFile(filepath.Join(folder, name), b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	picture("door.png", 40, 0)
	picture("room.png", 40, 40_000)
	picture("other.png", 40, 0)
	if err := os.WriteFile(filepath.Join(folder, "text.png"), []byte("no picture"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(filepath.Dir(folder), "above.png"), []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := serve(t, func(o *api.Options) { o.Photos = folder })
	c := *s.memory.changes[directory.Key{Kind: directory.KindCentre, ID: "dk-aarhus"}].Entry.(*directory.Centre)
	c.Photos = nil
	for _, name := range []string{"door.png", "room.png", "text.png", "missing.png", "../above.png", ".hidden.png"} {
		c.Photos = append(c.Photos, directory.Photo{File: name, Shows: "door", Alt: directory.Text{"da": "Døren: " + name}})
	}
	s.put(&c)
	a := s.page("/en/c/dk-aarhus")
	a.contains(t, `<img src="/photos/dk-aarhus/door.png" alt="Døren: door.png" lang="da" width="40" height="20" loading="lazy" decoding="async">`,
		"!room.png", "!text.png", "!missing.png", "!above.png", "!.hidden.png")
	sparing := s.page("/en/c/dk-aarhus", "Save-Data", "on")
	sparing.contains(t, "!<img")
	for _, answer := range []answer{a, sparing} {
		if !strings.Contains(strings.Join(answer.Header.Values("Vary"), ", "), "Save-Data") {
			t.Errorf("Vary is %v", answer.Header.Values("Vary"))
		}
	}
	got := s.do("GET", "/photos/dk-aarhus/door.png", "")
	if got.StatusCode != 200 || got.Header.Get("Content-Type") != "image/png" || got.Header.Get("ETag") == "" || got.Header.Get("Cache-Control") != "public, max-age=86400" {
		t.Errorf("the photo: %d %v", got.StatusCode, got.Header)
	}
	for _, path := range []string{"/photos/dk-aarhus/other.png", "/photos/dk-aarhus/room.png", "/photos/dk-aarhus/text.png", "/photos/dk-aarhus/missing.png",
		"/photos/dk-aarhus/..%2Fabove.png", "/photos/dk-bare/door.png", "/photos/dk-nowhere/door.png", "/photos/dk-aarhus/.hidden.png"} {
		if a := s.do("GET", path, ""); a.StatusCode != 404 {
			t.Errorf("%s: %d", path, a.StatusCode)
		}
	}
	// The door of a place whose address is a secret would give it away.
	c.Location.Visibility = directory.VisibleArea
	s.put(&c)
	s.page("/en/c/dk-aarhus").contains(t, "!<img")
	if a := s.do("GET", "/photos/dk-aarhus/door.png", ""); a.StatusCode != 404 {
		t.Errorf("the door of a secret place: %d", a.StatusCode)
	}
}

func TestAWeekOfOnesOwn(t *testing.T) {
	s := serve(t, func(o *api.Options) { o.BaseURL = "https://walkin.example" })
	evening := weekly("18:00", "22:00", schedule.Sun, schedule.Mon)
	s.put(&directory.Helpline{ID: "dk-evening", Name: "Aftenchat", Country: "DK", Nationwide: true, Groups: []directory.HelplineGroup{directory.GroupYoungPeople},
		Lines: []directory.Line{{Channel: directory.Chat, URL: "https://chat.example.org/", Hours: evening}}})
	a := s.page("/en/week?at=c:dk-aarhus,a:dk-cooking,c:dk-gone,x:nonsense,c:dk-aarhus")
	a.contains(t, "<title>My week · walkin</title>", "Saturday", "12:00–20:00", "17:00–20:00", "No longer listed: 1",
		`href="/en/c/dk-aarhus?week=c:dk-aarhus,a:dk-cooking"`, `href="/en/week?at=a:dk-cooking"`, `href="/en/week?at=c:dk-aarhus"`,
		`href="/week.ics?at=c:dk-aarhus,a:dk-cooking&amp;lang=en"`, `<meta name="robots" content="noindex">`, "18:00–22:00", "You can chat with", `<a href="https://chat.example.org/" rel="noreferrer noopener" lang="da">Aftenchat</a>`,
		`href="/da/week?at=c:dk-aarhus,a:dk-cooking"`)
	if a.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("it may be kept: %q", a.Header.Get("Cache-Control"))
	}
	if i, j := strings.Index(a.body, "12:00–20:00"), strings.Index(a.body, "17:00–20:00"); i > j {
		t.Error("the doors are not in the order of the day")
	}
	// On the way back from the week a place is added to what is in it.
	s.page("/en/a/dk-cooking?week=c:dk-aarhus").contains(t, `href="/en/week?at=c:dk-aarhus,a:dk-cooking"`, `href="/en/c/dk-aarhus?week=c:dk-aarhus"`)
	s.page("/en/week").contains(t, "There is nothing in your week yet.", "!/week.ics")
	long := s.page("/en/week?at=" + strings.Repeat("c:dk-x,", 1000))
	long.contains(t, "No longer listed: 1")

	calendar := s.do("GET", "/week.ics?at=c:dk-aarhus,a:dk-cooking,c:dk-gone", "")
	if calendar.StatusCode != 200 || calendar.Header.Get("Content-Type") != "text/calendar; charset=utf-8" {
		t.Fatalf("%d %v", calendar.StatusCode, calendar.Header)
	}
	calendar.contains(t, "UID:centre-dk-aarhus-weekly-1@walkin", "UID:activity-dk-cooking-weekly-1@walkin", "!Cooking")
}
