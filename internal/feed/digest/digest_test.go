package digest_test

import (
	"bytes"
	"encoding/xml"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"walkin/internal/directory"
	"walkin/internal/feed/digest"
	"walkin/internal/geo"
	"walkin/internal/schedule"
)

// marker is an address that must never leave.
const marker = "Skjultgade 77"

func clock(s string) *schedule.Clock {
	c, err := schedule.ParseClock(s)
	if err != nil {
		panic(err)
	}
	return &c
}

func day(d int) schedule.Date { return schedule.Date{Year: 2026, Month: time.November, Day: d} }

// edition is a week from Monday 23 November 2026 in Aarhus.
func edition(lang string) digest.Edition {
	zone, err := time.LoadLocation("Europe/Copenhagen")
	if err != nil {
		panic(err)
	}
	return digest.Edition{Lang: lang, For: "Aarhus", From: day(23), Zone: zone}
}

func weekly(opens, closes string, days ...schedule.Day) schedule.Schedule {
	w := schedule.Weekly{Days: days}
	if opens != "" {
		w.Opens = clock(opens)
	}
	if closes != "" {
		w.Closes = clock(closes)
	}
	return schedule.Schedule{Zone: "Europe/Copenhagen", Country: "DK", Weekly: []schedule.Weekly{w}}
}

func house(change ...func(*directory.Centre)) *directory.Centre {
	verified := day(1)
	c := &directory.Centre{ID: "huset", Name: "Huset", Contact: directory.Contact{URL: "https://huset.example/"},
		Location:   directory.Location{Street: "Gade 1", PostalCode: "8000", Town: "Aarhus C", Country: "DK"},
		Hours:      weekly("12:00", "17:30", schedule.Mon, schedule.Tue, schedule.Wed, schedule.Sat),
		Provenance: directory.Provenance{VerifiedAt: &verified}}
	for _, f := range change {
		f(c)
	}
	return c
}

func activity(title string, hours schedule.Schedule, change ...func(*digest.Activity)) digest.Activity {
	verified := day(1)
	a := digest.Activity{Activity: &directory.Activity{ID: "a", Title: directory.Text{"da": title, "en": title + " (en)"}, Hours: hours,
		Provenance: directory.Provenance{VerifiedAt: &verified}}, Centres: []*directory.Centre{house()}}
	for _, f := range change {
		f(&a)
	}
	return a
}

func text(d *digest.Digest) string { return write(d.Text) }

func write(f func(io.Writer) error) string {
	var b bytes.Buffer
	if err := f(&b); err != nil {
		panic(err)
	}
	return b.String()
}

func TestTheWholeDigest(t *testing.T) {
	centres := []*directory.Centre{house(func(c *directory.Centre) {
		c.Hours.Exceptions = []schedule.Exception{{From: day(24), Closed: true, Reason: "personaledag"}, {From: day(25), Hours: []schedule.Hours{{Opens: *clock("10:00"), Closes: *clock("12:00")}}, Reason: "kort dag"}}
	})}
	activities := []digest.Activity{
		activity("Fællesspisning", weekly("17:30", "20:00", schedule.Thu)),
		activity("Brætspil", weekly("", "", schedule.Thu)),
		activity("Kor", schedule.Schedule{}),
	}
	news := []digest.News{{After: house(func(c *directory.Centre) { c.ID, c.Name = "nyt", "Nyt sted" })}, {Before: house(func(c *directory.Centre) { c.Name = "Gammelt sted" })}}
	want := `Aarhus: ugen fra mandag den 23. november

Her er, hvad der sker, og hvilke døre der er åbne.

DAG FOR DAG
Torsdag den 26. november
- spørg om tidspunktet: Brætspil – Huset https://huset.example/
- kl. 17.30–20: Fællesspisning – Huset https://huset.example/

OGSÅ HER – SPØRG HVORNÅR
- Kor – Huset https://huset.example/

LUKKET ELLER ANDERLEDES
- Huset – Lukket tirsdag den 24. november (personaledag). https://huset.example/
- Huset – Onsdag den 25. november: åbent kl. 10–12 (kort dag). https://huset.example/

ÅBNE DØRE
- Huset – Mandag og lørdag kl. 12–17.30; onsdag kl. 10–12. https://huset.example/

NYT SIDEN SIDST
- Nyt sted – Ny i oversigten. https://huset.example/
- Gammelt sted – Er ikke længere i oversigten.
`
	if got := text(digest.Compose(edition("da"), centres, activities, news)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	for lang, words := range map[string][]string{
		"nl": {"Aarhus: de week vanaf maandag 23 november", "17.30–20.00 uur: Fællesspisning (en)", "vraag naar de tijd", "Gesloten op dinsdag 24 november (personaledag)", "Maandag en zaterdag 12.00–17.30 uur", "Nieuw in het overzicht."},
		"en": {"Aarhus: the week from Monday 23 November", "17:30–20:00: Fællesspisning (en)", "ask for the time", "Closed on Tuesday 24 November (personaledag)", "Monday and Saturday 12:00–17:30", "New in the directory."},
		"xx": {"Aarhus: the week from Monday 23 November"},
	} {
		got := text(digest.Compose(edition(lang), centres, activities, news))
		for _, w := range words {
			if !strings.Contains(got, w) {
				t.Errorf("%s: %q is not in\n%s", lang, w, got)
			}
		}
	}
}

func TestWhatIsSaidOfADoor(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*directory.Centre)
		says   []string
		lacks  []string
	}{
		{"hours that nobody states are to be asked for", func(c *directory.Centre) { c.Hours = schedule.Schedule{} },
			[]string{"Huset – Spørg stedet, hvornår der er åbent."}, []string{"Lukket"}},
		{"a closure is known of a door whose hours are not", func(c *directory.Centre) {
			c.Hours = schedule.Schedule{Zone: "Europe/Copenhagen", Exceptions: []schedule.Exception{{From: day(27), Until: day(30), Closed: true}}}
		}, []string{"Spørg stedet, hvornår der er åbent.", "Lukket fredag den 27. november.", "Lukket søndag den 29. november."}, []string{"mandag den 30."}},
		{"stated hours outside these days are closed", func(c *directory.Centre) { c.Hours.Weekly[0].Until = new(day(1)) }, []string{"Lukket i disse dage."}, nil},
		{"doubt is said with its words", func(c *directory.Centre) { c.Hours.Weekly[0].Doubt = "hver anden uge" },
			[]string{"Mandag–onsdag og lørdag kl. 12–17.30 (spørg først, hver anden uge)."}, nil},
		{"a paused place is a notice and no open door", func(c *directory.Centre) { c.Status = directory.StatusPaused }, []string{"Huset – Holder pause."}, []string{"kl. 12"}},
		{"a closed place is not there", func(c *directory.Centre) { c.Status = directory.StatusClosed }, nil, []string{"Huset"}},
		{"unverified entries are counted", func(c *directory.Centre) { c.Provenance.VerifiedAt = nil },
			[]string{"1 af 1 oplysninger er ikke bekræftet af stederne selv."}, nil},
		{"verified ones are not", func(*directory.Centre) {}, nil, []string{"bekræftet"}},
		{"past midnight is the night of its day", func(c *directory.Centre) { c.Hours = weekly("20:00", "02:00", schedule.Fri) }, []string{"Fredag kl. 20–2."}, nil},
		{"midnight is the end of its day", func(c *directory.Centre) { c.Hours = weekly("20:00", "24:00", schedule.Fri) }, []string{"Fredag kl. 20–24."}, nil},
		{"an evening that began before is not said again", func(c *directory.Centre) {
			c.Hours = weekly("22:00", "03:00", schedule.Sun)
			c.Hours.Weekly[0].Until = new(day(22))
		}, []string{"Lukket i disse dage."}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := text(digest.Compose(edition("da"), []*directory.Centre{house(c.change)}, nil, nil))
			holds(t, got, c.says, c.lacks)
		})
	}
}

func holds(t *testing.T, got string, says, lacks []string) {
	t.Helper()
	for _, w := range says {
		if !strings.Contains(got, w) {
			t.Errorf("%q is not in\n%s", w, got)
		}
	}
	for _, w := range lacks {
		if strings.Contains(got, w) {
			t.Errorf("%q is in\n%s", w, got)
		}
	}
}

// Christmas: what is open, closed or unknown on a holiday is what the schedule
// says of it.
func TestHolidays(t *testing.T) {
	christmas := edition("da")
	christmas.From = schedule.Date{Year: 2026, Month: time.December, Day: 21}
	friday := func(rule schedule.HolidayRule) []*directory.Centre {
		return []*directory.Centre{house(func(c *directory.Centre) {
			c.Hours = weekly("12:00", "17:00", schedule.Mon, schedule.Fri)
			c.Hours.Holidays = rule
		})}
	}
	for rule, says := range map[schedule.HolidayRule][]string{
		schedule.HolidaysClosed:  {"Lukket fredag den 25. december (", "Mandag kl. 12–17."},
		schedule.HolidaysUnknown: {"Fredag den 25. december: spørg først (", "Mandag kl. 12–17; fredag kl. 12–17 (spørg først"},
		schedule.HolidaysOpen:    {"Mandag og fredag kl. 12–17."},
	} {
		holds(t, text(digest.Compose(christmas, friday(rule), nil, nil)), says, nil)
	}
}

func TestWhatIsSaidOfAnActivity(t *testing.T) {
	monday := weekly("15:00", "", schedule.Mon)
	for _, c := range []struct {
		name   string
		change func(*digest.Activity)
		says   []string
		lacks  []string
	}{
		{"an end that nobody states is left out", func(*digest.Activity) {}, []string{"fra kl. 15: Klub – Huset https"}, []string{"spørg først"}},
		{"what is cancelled stays, marked", func(a *digest.Activity) {
			a.Hours.Exceptions = []schedule.Exception{{From: day(23), Closed: true, Reason: "sygdom"}}
		}, []string{"Klub – Huset, aflyst (sygdom)"}, nil},
		{"doubt is said", func(a *digest.Activity) { a.Hours.Doubt = "stand 2018" }, []string{"Klub – Huset, spørg først (stand 2018)"}, nil},
		{"a dated session has a title of its own", func(a *digest.Activity) {
			a.Hours = schedule.Schedule{Zone: "Europe/Copenhagen", Sessions: []schedule.Session{{Date: day(28), Opens: clock("19:00"), Title: "Filmaften"}}}
		}, []string{"Lørdag den 28. november\n- fra kl. 19: Klub: Filmaften"}, []string{"Mandag den"}},
		{"what only repeats its centre's hours is left out", func(a *digest.Activity) { a.Repeats = true }, []string{"Vi kender ingen aktiviteter"}, []string{"Klub"}},
		{"what is paused does not happen", func(a *digest.Activity) { a.Status = directory.StatusPaused }, nil, []string{"Klub"}},
		{"online is said", func(a *digest.Activity) { a.Setting = directory.Online }, []string{"Klub – online"}, nil},
		{"several centres hold it", func(a *digest.Activity) {
			a.Centres = append(a.Centres, house(func(c *directory.Centre) { c.Name = "Kælderen" }))
		}, []string{"Klub – Huset og Kælderen"}, nil},
		{"a rhythm in words stands where no hours do", func(a *digest.Activity) { a.Hours, a.RhythmNote = schedule.Schedule{}, "hver tredje søndag" },
			[]string{"SPØRG HVORNÅR\n- Klub – hver tredje søndag, Huset"}, nil},
		{"a place of its own is said", func(a *digest.Activity) { a.Location = &directory.Location{Street: "Parken 2", Town: "Aarhus"} }, []string{"Klub – Parken 2, Aarhus"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			holds(t, text(digest.Compose(edition("da"), nil, []digest.Activity{activity("Klub", monday, c.change)}, nil)), c.says, c.lacks)
		})
	}
}

func TestNews(t *testing.T) {
	old := house()
	for _, c := range []struct {
		name          string
		before, after directory.Entry
		says          string // "" for no news
	}{
		{"a new place", nil, house(), "Ny i oversigten."},
		{"a new place that is only planned", nil, house(func(c *directory.Centre) { c.Status = directory.StatusPlanned }), "Er ikke åbnet endnu."},
		{"a planned place that opened", house(func(c *directory.Centre) { c.Status = directory.StatusPlanned }), house(), "Er åben igen."},
		{"a place that was deleted", old, nil, "Er ikke længere i oversigten."},
		{"a place that closed", old, house(func(c *directory.Centre) { c.Status = directory.StatusClosed }), "Er lukket."},
		{"a place that moved away", old, house(func(c *directory.Centre) { c.Status = directory.StatusMoved }), "Er flyttet."},
		{"a pause", old, house(func(c *directory.Centre) { c.Status = directory.StatusPaused }), "Holder pause."},
		{"the end of a pause", house(func(c *directory.Centre) { c.Status = directory.StatusPaused }), old, "Er åben igen."},
		{"new hours", old, house(func(c *directory.Centre) { c.Hours.Weekly[0].Opens = clock("13:00") }), "Har nye tider."},
		{"an exception is no new hours", old, house(func(c *directory.Centre) { c.Hours.Exceptions = []schedule.Exception{{From: day(24), Closed: true}} }), "Mindre rettelser: 1."},
		{"a new address", old, house(func(c *directory.Centre) { c.Location.Street = "Vej 2" }), "Ny adresse: Vej 2, 8000 Aarhus C."},
		{"a better point is no new address", old, house(func(c *directory.Centre) { c.Location.Point = &geo.Point{Lat: 56, Lon: 10} }), "Mindre rettelser: 1."},
		{"a new telephone", old, house(func(c *directory.Centre) { c.Contact.Phone = "12345678" }), "Har nye kontaktoplysninger."},
		{"a confirmation", old, house(func(c *directory.Centre) { c.Provenance.VerifiedAt = new(day(20)) }), "Stedet har bekræftet oplysningerne den 20. november 2026."},
		{"a text", old, house(func(c *directory.Centre) { c.Description = directory.Text{"da": "x"} }), "Mindre rettelser: 1."},
		{"nothing", old, house(), ""},
		{"a place that was closed all along", house(func(c *directory.Centre) { c.Status = directory.StatusClosed }), nil, ""},
		{"an organisation", &directory.Organisation{ID: "o", Name: "O"}, nil, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := text(digest.Compose(edition("da"), nil, nil, []digest.News{{Before: c.before, After: c.after}}))
			if !strings.Contains(got, c.says) || (c.says == "") != !strings.Contains(got, "NYT SIDEN SIDST") {
				t.Errorf("%q is not in\n%s", c.says, got)
			}
		})
	}
}

func TestAHiddenAddressIsHiddenInEveryForm(t *testing.T) {
	for _, v := range []directory.Visibility{directory.VisibleArea, directory.VisibleNone} {
		secret := directory.Location{Street: marker, PostalCode: "8123", Town: "Byen", Municipality: "0751", Country: "DK", Visibility: v,
			Point: &geo.Point{Lat: 56.123456, Lon: 10.654321}, Precision: directory.PreciseExact}
		elsewhere := secret
		elsewhere.Street, elsewhere.PostalCode = marker+" B", "8124"
		hidden := house(func(c *directory.Centre) {
			c.Location, c.Arrival.WayToDoor = secret, directory.Text{"da": marker}
		})
		moved := house(func(c *directory.Centre) { c.Location = elsewhere })
		own := activity("Gruppe", weekly("15:00", "16:00", schedule.Mon), func(a *digest.Activity) { a.Location = &secret })
		d := digest.Compose(edition("da"), []*directory.Centre{hidden}, []digest.Activity{own}, []digest.News{{After: hidden}, {Before: hidden, After: moved}, {Before: hidden}})
		for form, got := range forms(d) {
			holds(t, got, []string{"Gruppe"}, []string{marker, "8123", "8124", "56.123", "10.65"})
			if strings.Contains(got, "Ny adresse") {
				t.Errorf("%s, %s: a move between hidden addresses is told", v, form)
			}
			if v == directory.VisibleNone {
				holds(t, got, nil, []string{"Byen"})
			}
		}
	}
}

func forms(d *digest.Digest) map[string]string {
	return map[string]string{"text": write(d.Text), "markdown": write(d.Markdown), "html": write(d.HTML)}
}

func TestWhatSomebodyWroteStaysText(t *testing.T) {
	const nasty = "<script>alert(1)</script> **fed** [her](javascript:x) `kode` & \"citat\"\n# Overskrift\n- punkt \u202egnikc"
	c := house(func(c *directory.Centre) {
		c.Name, c.Contact.URL = nasty, `https://huset.example/?a=1&b="><script>`+"\n"
	})
	evil := house(func(c *directory.Centre) { c.Name, c.Contact.URL = "Ond", "javascript:alert(1)" })
	got := forms(digest.Compose(edition("da"), []*directory.Centre{c, evil}, []digest.Activity{activity(nasty, weekly("15:00", "16:00", schedule.Mon))}, nil))
	for form, body := range got {
		holds(t, body, nil, []string{"\n# Overskrift", "\n- punkt", "\u202e"})
		if form != "markdown" && strings.Contains(body, `href="javascript`) || strings.Contains(body, "](<javascript") {
			t.Errorf("%s: a link runs a script", form)
		}
	}
	holds(t, got["html"], []string{"&lt;script&gt;"}, []string{"<script", "\"><"})
	holds(t, got["markdown"], []string{`\<script\>alert(1)\</script\> \*\*fed\*\* \[her\](javascript:x) \` + "`kode", `\& "citat" \# Overskrift - punkt gnikc`, `](<https://huset.example/?a=1&b=%22%3E%3Cscript%3E%0A>)`},
		[]string{"[her](", " <script", "[<script", "\"<script"})
}

// The page is well-formed as XML too, but for its void elements and doctype: a
// reader that is stricter than a browser finds every element closed.
func TestTheHTMLIsWellFormed(t *testing.T) {
	body := write(digest.Compose(edition("da"), []*directory.Centre{house()}, []digest.Activity{activity("A & B", weekly("15:00", "16:00", schedule.Mon))}, nil).HTML)
	body = regexp.MustCompile(`<meta [^>]*>|<!doctype html>`).ReplaceAllString(body, "")
	dec := xml.NewDecoder(strings.NewReader(body))
	for {
		if _, err := dec.Token(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatalf("%v in\n%s", err, body)
		}
	}
	holds(t, body, []string{`<html lang="da">`, `<h3>Mandag den 23. november</h3>`, `<strong>kl. 15–16</strong> <a href="https://huset.example/">A &amp; B</a>`}, []string{"<style", "<script"})
}

// Whatever a name is, a Markdown reader gives it back as it was: every mark in
// it stands behind a backslash.
func TestMarkdownGivesBackWhatWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringOfN(rapid.RuneFrom([]rune("aæ<>[]()*_`#|~&\\!-+. \n\t1")), 1, 40, -1).Draw(t, "name")
		flat := strings.Join(strings.Fields(name), " ")
		body := write(digest.Compose(edition("da"), nil, nil, []digest.News{{After: house(func(c *directory.Centre) { c.Name, c.Contact.URL = name, "" })}}).Markdown)
		line := body[strings.Index(body, "\n- **")+len("\n- **"):]
		line = line[:strings.Index(line, "** – Ny i")]
		var back strings.Builder
		for i := 0; i < len(line); i++ {
			switch {
			case line[i] == '\\':
				i++
				back.WriteByte(line[i])
			case strings.IndexByte("<>[]*_`#|~&", line[i]) >= 0:
				t.Fatalf("%q has a meaning in %q", line[i], line)
			default:
				back.WriteByte(line[i])
			}
		}
		if back.String() != flat {
			t.Fatalf("%q comes back as %q", flat, back.String())
		}
	})
}

func TestDoorsWhoseHoursNobodyStatesShareALine(t *testing.T) {
	silent := func(name string) *directory.Centre {
		return house(func(c *directory.Centre) { c.Name, c.Hours = name, schedule.Schedule{} })
	}
	someDay := house(func(c *directory.Centre) { c.Hours = weekly("", "", schedule.Mon, schedule.Wed) })
	got := text(digest.Compose(edition("da"), []*directory.Centre{silent("Kælderen"), someDay, silent("Loftet"), silent("Laden")}, nil, nil))
	holds(t, got, []string{"ÅBNE DØRE\n- Huset – Mandag og onsdag: spørg om tidspunktet. https://huset.example/\n- Spørg her, hvornår der er åbent – Kælderen, Loftet og Laden.\n"}, nil)
}

func TestALongListIsCutAndSaysSo(t *testing.T) {
	var centres []*directory.Centre
	for range 250 {
		centres = append(centres, house())
	}
	e := edition("da")
	e.More = 7
	got := text(digest.Compose(e, centres, nil, nil))
	holds(t, got, []string{"… og 50 mere.", "7 flere steder"}, nil)
	if n := strings.Count(got, "- Huset"); n != 200 {
		t.Errorf("%d lines", n)
	}
}
