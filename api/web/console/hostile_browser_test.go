package console_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"walkin/api"
	"walkin/internal/browser"
	"walkin/internal/directory"
	"walkin/internal/problem"
	"walkin/internal/schedule"
)

// hostile is what somebody may write into a field in order to run something in
// the browser of a reader (EXPERIENCE-AND-SAFETY, X16), the worst first. A
// field has the first of them that its rule lets in.
var hostile = []string{
	`</script></title><img src=x onerror="window.ran=1"><svg onload="window.ran=1"><script>window.ran=1</script></svg><a href="javascript:window.ran=1">tryk</a>"'{{.}}`,
	`javascript:window.ran=1//`,
	`data:text/html,<script>window.ran=1</script>`,
	`https://evil.example/"onmouseover="window.ran=1"/><img/src=x/onerror=window.ran=1>`,
	`"onfocus="window.ran=1"autofocus="x@evil.example`,
	`x"onclick="window.ran=1`,
}

// hostileCentre and hostileActivity have something in every field that holds a
// text, for the test to replace.
const hostileCentre = `{
	"id": "dk-x16", "name": "N", "kind": "youth_house", "description": {"da": "D"}, "status": "open",
	"location": {"street": "S", "postal_code": "5000", "town": "T", "municipality": "0461", "country": "DK", "point": {"lat": 55.4, "lon": 10.4}, "precision": "exact", "visibility": "exact"},
	"hours": {"zone": "Europe/Copenhagen", "country": "DK", "note": "N", "weekly": [
		{"days": ["wed"], "opens": "12:00", "closes": "20:00", "note": "N"}, {"days": ["sun"], "opens": "12:00", "closes": "20:00", "doubt": "D"}],
		"exceptions": [{"from": "2026-11-27", "closed": true, "reason": "R"}]},
	"phone_hours": {"zone": "Europe/Copenhagen", "country": "DK", "doubt": "D", "note": "N", "weekly": [{"days": ["mon"], "opens": "12:00", "closes": "20:00"}]},
	"contact": {"phone": "+4566112233", "sms": "+4520112233", "email": "hej@huset.example", "url": "https://huset.example/", "chat_url": "https://huset.example/chat"},
	"ages": {"min": 12, "max": 25}, "audience": "everyone", "access": "walk_in", "channels": ["walk_in"], "meet_at_door": "yes", "knock": true,
	"languages": ["da"], "topics": ["loneliness"],
	"arrival": {"who_meets": {"da": "A"}, "first_minutes": {"da": "A"}, "must_talk": {"da": "A"}, "bring": {"da": "A"}, "written_down": {"da": "A"}, "who_is_told": {"da": "A"}, "way_to_door": {"da": "A"}, "if_full": {"da": "A"}},
	"photos": [{"file": "door.jpg", "shows": "door", "alt": {"da": "A"}}, {"file": "room.jpg", "shows": "room", "alt": {"da": "A"}}],
	"stops": [{"id": "bus", "name": {"da": "B"}, "location": {"street": "S", "postal_code": "5000", "town": "T", "municipality": "0461", "country": "DK", "point": {"lat": 55.4, "lon": 10.4}, "precision": "exact", "visibility": "exact"},
		"hours": {"zone": "Europe/Copenhagen", "note": "N", "weekly": [{"days": ["wed"], "opens": "12:00", "closes": "20:00"}]}}],
	"core_task": {"da": "C"}, "target_groups": {"da": "T"}, "not_served": {"da": "N"}, "involvement": {"da": "I"},
	"partners": [{"name": "P", "offers": {"da": "O"}, "url": "https://partner.example/"}],
	"volunteering": [{"title": {"da": "V"}, "tasks": {"da": "T"}, "open": true}],
	"provenance": {"source_url": "https://kilde.example/", "source_seen": "2026", "source_note": "N", "inferred": ["/promises/free"], "verified_at": "2026-11-01", "verified_by": "V"}
}`

const hostileActivity = `{
	"id": "dk-x16-a", "centres": ["dk-x16"], "title": {"da": "T"}, "description": {"da": "D"}, "status": "open", "rhythm": "varying", "rhythm_note": "R",
	"location": {"street": "S", "postal_code": "5000", "town": "T", "municipality": "0461", "country": "DK", "point": {"lat": 55.4, "lon": 10.4}, "precision": "exact", "visibility": "exact"},
	"hosted_by": {"name": "H", "offers": {"da": "O"}, "url": "https://partner.example/"},
	"hours": {"zone": "Europe/Copenhagen", "country": "DK", "sessions": [{"date": "2026-11-26", "opens": "17:00", "closes": "20:00", "title": "T", "note": "N"}]},
	"audience": "everyone", "registration": {"mode": "possible", "how": {"da": "H"}, "url": "https://huset.example/"}, "cost": {"da": "C"}, "setting": "indoors",
	"channels": ["walk_in"], "languages": ["da"], "topics": ["loneliness"],
	"contact": {"phone": "+4566112233", "sms": "+4520112233", "email": "hej@huset.example", "url": "https://huset.example/", "chat_url": "https://huset.example/chat"},
	"provenance": {"source_url": "https://kilde.example/", "source_seen": "2026", "source_note": "N", "inferred": ["/promises/free"], "verified_at": "2026-11-01", "verified_by": "V"}
}`

// poisoned gives an entry with something hostile in each field that lets it
// in, and the fields that do.
func poisoned[E directory.Entry](t *testing.T, text string, empty func() E) (E, map[string]string) {
	t.Helper()
	var tree any
	if err := json.Unmarshal([]byte(text), &tree); err != nil {
		t.Fatal(err)
	}
	read := func() (E, error) {
		body, err := json.Marshal(tree)
		e := empty()
		if err == nil {
			err = json.Unmarshal(body, e)
		}
		if err == nil {
			err = directory.Validate(e)
		}
		return e, err
	}
	e, err := read()
	if err != nil {
		var p *problem.Error
		_ = errors.As(err, &p)
		t.Fatalf("before anything is hostile: %v %+v", err, p.Fields)
	}
	whole(t, reflect.ValueOf(e).Elem(), "")
	let := make(map[string]string)
	var walk func(pointer string, value any, put func(any))
	walk = func(pointer string, value any, put func(any)) {
		switch value := value.(type) {
		case map[string]any:
			for name, member := range value {
				walk(pointer+"/"+name, member, func(v any) { value[name] = v })
			}
		case []any:
			for i, member := range value {
				walk(fmt.Sprint(pointer, "/", i), member, func(v any) { value[i] = v })
			}
		case string:
			if pointer == "/location/municipality" || pointer == "/photos/0/file" { // these must be good, or the page shows less
				return
			}
			for _, bad := range hostile {
				put(bad)
				if _, err := read(); err == nil {
					let[pointer] = bad
					return
				}
			}
			put(value)
		}
	}
	walk("", tree, func(any) {})
	e, err = read()
	if err != nil {
		t.Fatalf("all of it at once: %v", err)
	}
	return e, let
}

// notText are the fields of the fixtures that may be empty: words of closed
// vocabularies and ids, which no text can stand in.
var notText = []string{"Organisation", "MovedTo", "Holidays", "Note", "Doubt", "Reason", "Title"}

// whole fails if a field that could hold a text is empty in a fixture, so that
// a field that is new is not forgotten here.
func whole(t *testing.T, v reflect.Value, name string) {
	t.Helper()
	switch {
	case v.Type() == reflect.TypeFor[schedule.Schedule]() || v.Type() == reflect.TypeFor[schedule.Date]():
		return
	case v.Kind() == reflect.String && v.String() == "":
		if !slices.Contains(notText, name[strings.LastIndexByte(name, '.')+1:]) {
			t.Errorf("the fixture has nothing in %s", name)
		}
	case v.Type() == reflect.TypeFor[directory.Text]():
		if v.Len() == 0 {
			t.Errorf("the fixture has nothing in %s", name)
		}
	case v.Kind() == reflect.Pointer && !v.IsNil():
		whole(t, v.Elem(), name)
	case v.Kind() == reflect.Slice:
		if v.Len() == 0 && !slices.Contains(notText, name[strings.LastIndexByte(name, '.')+1:]) {
			t.Errorf("the fixture has nothing in %s", name)
		}
		for i := range v.Len() {
			whole(t, v.Index(i), name)
		}
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			whole(t, v.Field(i), name+"."+v.Type().Field(i).Name)
		}
	}
}

// TestWhatIsHostileIsText is X16: what staff write is shown as they wrote it,
// and nothing of it runs or leads anywhere.
func TestWhatIsHostileIsText(t *testing.T) {
	t.Parallel()
	centre, inCentre := poisoned(t, hostileCentre, func() *directory.Centre { return new(directory.Centre) })
	activity, inActivity := poisoned(t, hostileActivity, func() *directory.Activity { return new(directory.Activity) })
	for _, want := range []string{"/name", "/description/da", "/location/street", "/location/town", "/arrival/who_meets/da", "/photos/0/alt/da", "/stops/0/name/da",
		"/partners/0/name", "/partners/0/url", "/volunteering/0/title/da", "/hours/note", "/hours/exceptions/0/reason", "/contact/url", "/contact/email", "/provenance/source_note"} {
		if inCentre[want] == "" {
			t.Errorf("%s of a centre holds nothing hostile", want)
		}
	}
	for _, want := range []string{"/title/da", "/rhythm_note", "/cost/da", "/registration/how/da", "/hosted_by/name", "/hours/sessions/0/title"} {
		if inActivity[want] == "" {
			t.Errorf("%s of an activity holds nothing hostile", want)
		}
	}
	for pointer, bad := range inCentre {
		if strings.HasSuffix(pointer, "url") && !strings.HasPrefix(bad, "https://") {
			t.Errorf("%s of a centre lets %q in", pointer, bad)
		}
	}
	folder := t.TempDir()
	door, err := os.Create(filepath.Join(folder, "door.jpg"))
	if err == nil {
		err = errors.Join(jpeg.Encode(door, image.NewGray(image.Rect(0, 0, 64, 48)), nil), door.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
	s := browser.Serve(t, func(o *api.Options) { o.Photos = folder })
	s.Put(centre)
	s.Put(activity)
	staff := signIn(t, s, "editor:centre:dk-x16")
	public := browser.Open(t).Page()
	public.Go(s.URL + "/da/c/dk-x16")
	public.Click(".source summary")
	public.Click(`.wrong input[value="hours"]`)
	public.Click(".wrong button")
	public.WaitFor(`document.querySelector("h1").textContent === "Tak"`)
	for _, c := range []struct {
		page *browser.Page
		path string
	}{
		{public, "/da/c/dk-x16"}, {public, "/ar/c/dk-x16"}, {public, "/da/a/dk-x16-a"}, {public, "/da/week?at=c:dk-x16,a:dk-x16-a"},
		{public, "/da/?municipality=0461&country=DK"}, {public, "/da/today?place=DK:5000"}, {public, "/embed?municipality=0461&country=DK"},
		{staff, "/staff"}, {staff, "/staff/queue"}, {staff, "/staff/knocks"}, {staff, "/staff/c/dk-x16"},
	} {
		c.page.Go(s.URL + c.path)
		if harm := browser.Eval[string](c.page, harm); harm != "" {
			t.Errorf("%s: %s", c.path, harm)
		}
		if !browser.Eval[bool](c.page, `document.documentElement.outerHTML.includes("window.ran=1")`) {
			t.Errorf("%s shows nothing of it, so nothing was tried", c.path)
		}
	}
	public.Go(s.URL + "/da/c/dk-x16")
	if !strings.Contains(public.Attribute(".photos img", "alt"), "window.ran=1") {
		t.Error("the words of a photo were not tried")
	}
	for name, page := range map[string]*browser.Page{"the public's": public, "staff's": staff} {
		if complaints := page.Complaints(); len(complaints) > 0 {
			t.Errorf("%s browser complains: %q", name, complaints)
		}
		for _, origin := range page.Origins() {
			if origin != s.URL {
				t.Errorf("%s browser asked for something at %s", name, origin)
			}
		}
	}
}

// harm says what could run on a page, or has run; "" if nothing could.
const harm = `(() => {
	if (window.ran) return "it ran"
	for (const e of document.querySelectorAll("*")) {
		for (const a of e.attributes) {
			if (/^on/i.test(a.name)) return "a handler: " + e.outerHTML.slice(0, 200)
			if (/^(href|src|action|formaction|xlink:href|data|srcdoc)$/i.test(a.name) && /^[\s\x00-\x1f]*(javascript|data|vbscript):/i.test(a.value))
				return "an address that runs: " + e.outerHTML.slice(0, 200)
		}
		if (e.localName === "script" && e.type !== "application/ld+json" && !new URL(e.src || "x:", location).pathname.startsWith("/assets/")) return "a script: " + e.outerHTML.slice(0, 200)
		if (e.localName === "script" && e.type === "application/ld+json") JSON.parse(e.textContent)
		if (e.getAttribute("src") === "x" || e.localName === "a" && /^(javascript|data):$/.test(e.protocol)) return e.outerHTML.slice(0, 200)
	}
	return ""
})()`
