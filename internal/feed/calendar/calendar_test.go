package calendar_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"walkin/internal/directory"
	"walkin/internal/feed/calendar"
	"walkin/internal/geo"
	"walkin/internal/schedule"
)

func clock(s string) *schedule.Clock {
	c, _ := schedule.ParseClock(s)
	return &c
}

func day(s string) schedule.Date {
	d, _ := schedule.ParseDate(s)
	return d
}

// unfold takes a calendar apart into its lines (RFC 5545, section 3.1), and
// checks them on the way.
func unfold(t interface{ Fatalf(string, ...any) }, b []byte) []string {
	if !bytes.HasSuffix(b, []byte("\r\n")) {
		t.Fatalf("the last line does not end in CRLF: %q", b)
	}
	var lines []string
	for line := range strings.SplitSeq(strings.TrimSuffix(string(b), "\r\n"), "\r\n") {
		if len(line) > 75 || !utf8.ValidString(line) || strings.ContainsAny(line, "\r\n\t\x00") {
			t.Fatalf("a line of %d octets, or a letter that is cut: %q", len(line), line)
		}
		if rest, folded := strings.CutPrefix(line, " "); folded && len(lines) > 0 {
			lines[len(lines)-1] += rest
		} else {
			lines = append(lines, line)
		}
	}
	return lines
}

func TestAnyTextComesBackFromItsLines(t *testing.T) {
	alphabet := rapid.SampledFrom([]rune("ab ,;\\:\"\n\r\t\x00æøåéџ界😀\u0301-n"))
	rapid.Check(t, func(t *rapid.T) {
		text := "x" + string(rapid.SliceOfN(alphabet, 0, 300).Draw(t, "text")) + "x"
		var b bytes.Buffer
		if err := calendar.WriteText(&b, "SUMMARY", text); err != nil {
			t.Fatal(err)
		}
		lines := unfold(t, b.Bytes())
		if len(lines) != 1 {
			t.Fatalf("%d lines: %q", len(lines), lines)
		}
		back := strings.NewReplacer(`\\`, `\`, `\n`, "\n", `\,`, ",", `\;`, ";").Replace(strings.TrimPrefix(lines[0], "SUMMARY:"))
		want := strings.Map(func(r rune) rune {
			if r != '\n' && r < ' ' {
				return ' '
			}
			return r
		}, strings.ReplaceAll(text, "\r\n", "\n"))
		if back != want {
			t.Fatalf("got %q, want %q", back, want)
		}
	})
}

func TestEveryCalendarOfTheCatalogueIsWellFormed(t *testing.T) {
	c := catalogue(t)
	for _, change := range c.changes {
		var b bytes.Buffer
		switch e := change.Entry.(type) {
		case *directory.Centre:
			if err := calendar.WriteCentre(&b, change, nil, c.options); err != nil {
				t.Fatal(err)
			}
		case *directory.Activity:
			if err := calendar.WriteActivity(&b, change, c.at(e), c.options); err != nil {
				t.Fatal(err)
			}
		default:
			continue
		}
		lines := unfold(t, b.Bytes())
		if lines[0] != "BEGIN:VCALENDAR" || lines[len(lines)-1] != "END:VCALENDAR" || !slices.Contains(lines, "BEGIN:VTIMEZONE") {
			t.Errorf("%s: %q", change.Key, lines)
		}
		keys := make(map[string]bool)
		uid, id := "", ""
		for _, line := range lines {
			switch name, value, _ := strings.Cut(line, ":"); {
			case line == "BEGIN:VEVENT":
				uid, id = "", ""
			case name == "UID":
				uid = value
			case strings.HasPrefix(name, "RECURRENCE-ID"):
				id = value
			case name == "DTSTAMP" && value != "20261102T101112Z":
				t.Errorf("%s: the stamp is not the time of the change: %s", change.Key, line)
			case line == "END:VEVENT":
				if uid == "" || keys[uid+id] {
					t.Errorf("%s: two events are %s %s", change.Key, uid, id)
				}
				keys[uid+id] = true
			}
		}
	}
}

func TestACalendarChangesOnlyWithItsEntryOrTheYear(t *testing.T) {
	c := catalogue(t)
	write := func(now time.Time) string {
		o := c.options
		o.Now = now
		var b bytes.Buffer
		for _, change := range c.changes {
			if e, ok := change.Entry.(*directory.Activity); ok {
				if err := calendar.WriteActivity(&b, change, c.at(e), o); err != nil {
					t.Fatal(err)
				}
			}
		}
		return b.String()
	}
	if write(now) != write(now.Add(30*24*time.Hour)) {
		t.Error("it changed within a month")
	}
	if write(now) == write(now.Add(60*24*time.Hour)) {
		t.Error("it did not move on with the year")
	}
}

// The whole of a calendar, for people to read.
func TestACalendarInFull(t *testing.T) {
	c := catalogue(t)
	centre := &directory.Centre{
		ID: "huset", Name: "Huset; Åen", Topics: []string{"hangout"}, Contact: directory.Contact{Phone: "+4570221000"},
		Location: directory.Location{Street: "Ågade 1, st.", PostalCode: "8000", Town: "Aarhus C", Country: "DK", Point: &geo.Point{Lat: 56.15, Lon: 10.2}, Precision: directory.PreciseExact},
		Hours: schedule.Schedule{
			Zone: "Europe/Copenhagen", Country: "DK", Holidays: schedule.HolidaysOpen,
			Weekly: []schedule.Weekly{{Days: []schedule.Day{schedule.Wed}, Opens: clock("14:00"), Closes: clock("18:00"), From: new(day("2026-11-25")), Until: new(day("2026-12-20"))}},
			Exceptions: []schedule.Exception{
				{From: day("2026-12-02"), Closed: true, Reason: "Personalemøde"},
				{From: day("2026-12-09"), Hours: []schedule.Hours{{Opens: *clock("10:00"), Closes: *clock("12:00")}}},
			},
			Sessions: []schedule.Session{{Date: day("2026-12-24"), Note: "Juleaften"}},
		},
	}
	var b bytes.Buffer
	if err := calendar.WriteCentre(&b, change(centre), nil, c.options); err != nil {
		t.Fatal(err)
	}
	text := strings.Join(unfold(t, b.Bytes()), "\n")
	_, events, _ := strings.Cut(text, "END:VTIMEZONE\n")
	want := `BEGIN:VEVENT
UID:centre-huset-exception-20261209-1@walkin
DTSTAMP:20261102T101112Z
LAST-MODIFIED:20261102T101112Z
SEQUENCE:2
DTSTART;TZID=Europe/Copenhagen:20261209T100000
DTEND;TZID=Europe/Copenhagen:20261209T120000
SUMMARY:Huset\; Åen: åbent
LOCATION:Ågade 1\, st.\, 8000 Aarhus C
GEO:56.15;10.2
STATUS:CONFIRMED
TRANSP:TRANSPARENT
END:VEVENT
BEGIN:VEVENT
UID:centre-huset-weekly-1@walkin
DTSTAMP:20261102T101112Z
LAST-MODIFIED:20261102T101112Z
SEQUENCE:2
DTSTART;TZID=Europe/Copenhagen:20261125T140000
DTEND;TZID=Europe/Copenhagen:20261125T180000
RRULE:FREQ=WEEKLY;BYDAY=WE;UNTIL=20261216T225959Z
EXDATE;TZID=Europe/Copenhagen:20261209T140000
SUMMARY:Huset\; Åen: åbent
LOCATION:Ågade 1\, st.\, 8000 Aarhus C
GEO:56.15;10.2
STATUS:CONFIRMED
TRANSP:TRANSPARENT
END:VEVENT
BEGIN:VEVENT
UID:centre-huset-weekly-1@walkin
DTSTAMP:20261102T101112Z
LAST-MODIFIED:20261102T101112Z
SEQUENCE:2
RECURRENCE-ID;TZID=Europe/Copenhagen:20261202T140000
DTSTART:20261202T130000Z
DTEND:20261202T170000Z
SUMMARY:Lukket: Huset\; Åen
DESCRIPTION:Personalemøde\nTelefon: +4570221000
LOCATION:Ågade 1\, st.\, 8000 Aarhus C
GEO:56.15;10.2
STATUS:CANCELLED
TRANSP:TRANSPARENT
END:VEVENT
BEGIN:VEVENT
UID:centre-huset-session-20261224-1@walkin
DTSTAMP:20261102T101112Z
LAST-MODIFIED:20261102T101112Z
SEQUENCE:2
DTSTART;VALUE=DATE:20261224
SUMMARY:Huset\; Åen: åbent (spørg først)
DESCRIPTION:Klokkeslættet er ikke oplyst.\nJuleaften\nTelefon: +4570221000
LOCATION:Ågade 1\, st.\, 8000 Aarhus C
GEO:56.15;10.2
STATUS:TENTATIVE
TRANSP:TRANSPARENT
END:VEVENT
END:VCALENDAR`
	if events != want {
		t.Errorf("got\n%s\nwant\n%s", events, want)
	}
}

func TestWhichWordsAreNeutral(t *testing.T) {
	n := catalogue(t).options.Neutral
	for text, want := range map[string]bool{
		"Torsdagscafé": true, "Fællesspisning": true, "headspace Aarhus": true, "OverKop Gent": true, "Juniorklub mandag": true, "": true,
		"College Talk over zelfdoding": false, "National Ensomhedsdag": false, "Gruppe for unge med angst": false, "TUBA Ærø": false,
		"ENSOMHED": false, "Centrum Seksueel Geweld": false, "LGBT+-huset": false, "Selvmordsforebyggelse": false,
	} {
		if got := n.Words(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
	activity := func(topics ...string) *directory.Activity { return &directory.Activity{Topics: topics} }
	for _, test := range []struct {
		activity *directory.Activity
		title    string
		want     string
	}{
		{activity("community_meal", "music"), "Madaften", "Madaften"},
		{activity("community_meal", "loneliness"), "Madaften", ""},
		{activity("lgbt"), "Caféaften", ""},
		{activity("support_group"), "Onsdagsgruppen", ""}, // a group for those with a trouble
		{activity("language_practice"), "Snak sammen", ""},
		{activity("community_meal"), "Mad for ensomme", ""},
		{activity("a topic that nobody knows"), "Madaften", ""},
		{&directory.Activity{Topics: []string{"music"}, Location: &directory.Location{Visibility: directory.VisibleArea}}, "Kor", ""},
	} {
		if got := n.Activity(test.activity, test.title); got != test.want {
			t.Errorf("%q of %v: %q, want %q", test.title, test.activity.Topics, got, test.want)
		}
	}
	for _, test := range []struct {
		centre *directory.Centre
		want   string
	}{
		{&directory.Centre{Name: "Huset", Topics: []string{"loneliness"}}, "Huset"},
		{&directory.Centre{Name: "Huset", Topics: []string{"worried_suicide"}}, ""},
		{&directory.Centre{Name: "Huset", Kind: directory.CrisisCentre}, ""},
		{&directory.Centre{Name: "Huset", Location: directory.Location{Visibility: directory.VisibleNone}}, ""},
	} {
		if got := n.Centre(test.centre); got != test.want {
			t.Errorf("%+v: %q", test.centre, got)
		}
	}
}

// marked is a centre and what happens there, with words in every place that
// must not get out.
func marked(visibility directory.Visibility) (centre, inside, own directory.Change) {
	hours := schedule.Schedule{
		Zone: "Europe/Copenhagen", Note: "gruppe om selvmord",
		Weekly:     []schedule.Weekly{{Days: []schedule.Day{schedule.Wed}, Opens: clock("14:00"), Closes: clock("18:00"), Note: "for ensomme", Doubt: "angst"}},
		Sessions:   []schedule.Session{{Date: day("2026-11-26"), Title: "Om depression", Note: "cutting"}, {Date: day("2026-11-27"), Title: "Filmaften"}},
		Exceptions: []schedule.Exception{{From: day("2026-12-02"), Closed: true, Reason: "spiseforstyrrelse"}},
	}
	hidden := directory.Location{
		Street: "Skjultgade 77", PostalCode: "8077", Town: "Hemmelighed", Municipality: "0751", Country: "DK",
		Point: &geo.Point{Lat: 56.123456, Lon: 10.654321}, Precision: directory.PreciseExact, Visibility: visibility,
	}
	description := directory.Text{"da": "Et sted for ensomme"}
	centre = change(&directory.Centre{
		ID: "huset", Name: "Huset", Location: hidden, Hours: hours, Description: description, Topics: []string{"loneliness"},
		Stops: []directory.OutreachStop{{ID: "bus", Name: directory.Text{"da": "Angstbussen"}, Location: hidden, Hours: hours}},
	})
	inside = change(&directory.Activity{ID: "gruppe", Centres: []string{"huset"}, Title: directory.Text{"da": "Angstgruppe"}, Rhythm: directory.Varying, Hours: hours, RhythmNote: "selvmord", Description: description, Topics: []string{"anxiety"}})
	own = change(&directory.Activity{ID: "egen", Location: &hidden, Title: directory.Text{"da": "Angstgruppe"}, Rhythm: directory.Varying, Hours: hours, Description: description, Topics: []string{"anxiety"}})
	return centre, inside, own
}

func TestNothingThatIsHiddenOrTellingIsInACalendar(t *testing.T) {
	c := catalogue(t)
	feed := calendar.Feed{Options: c.options, Base: "https://walkin.example", Self: "https://walkin.example/feeds/whats-on.json", Label: func(id string) string { return id }}
	for _, visibility := range []directory.Visibility{directory.VisibleArea, directory.VisibleNone, directory.VisibleExact} {
		centre, inside, own := marked(visibility)
		g := calendar.NewGathering(now, now.AddDate(0, 1, 0), 100)
		g.Add(inside)
		g.Add(own)
		happenings, more := g.Happenings()
		if len(happenings) < 8 || more {
			t.Fatalf("%d happenings", len(happenings))
		}
		for i := range happenings {
			if happenings[i].Change.Key == inside.Key {
				happenings[i].At = &centre
			}
		}
		for name, write := range map[string]func(*bytes.Buffer) error{
			"centre.ics": func(b *bytes.Buffer) error {
				return calendar.WriteCentre(b, centre, []directory.Change{inside}, c.options)
			},
			"activity.ics":  func(b *bytes.Buffer) error { return calendar.WriteActivity(b, inside, &centre, c.options) },
			"own.ics":       func(b *bytes.Buffer) error { return calendar.WriteActivity(b, own, nil, c.options) },
			"whats-on.ics":  func(b *bytes.Buffer) error { return calendar.WriteWhatsOn(b, happenings, c.options) },
			"whats-on.json": func(b *bytes.Buffer) error { return calendar.WriteJSONFeed(b, happenings, false, feed) },
			"whats-on.atom": func(b *bytes.Buffer) error { return calendar.WriteAtom(b, happenings, now, feed) },
		} {
			var b bytes.Buffer
			if err := write(&b); err != nil {
				t.Fatal(err)
			}
			text := b.String()
			forTelephones := strings.HasSuffix(name, ".ics")
			if forTelephones {
				text = strings.Join(unfold(t, b.Bytes()), "\n")
				if !strings.Contains(text, "BEGIN:VEVENT") {
					t.Errorf("%s: there is no event", name)
				}
			}
			var unwanted []string
			if visibility != directory.VisibleExact {
				unwanted = append(unwanted, "Skjult", "56.1234", "10.6543", "8077", "GEO:")
			}
			if visibility == directory.VisibleNone {
				unwanted = append(unwanted, "Hemmelighed")
			}
			if forTelephones {
				unwanted = append(unwanted, "elvmord", "nsomme", "ngst", "epression", "utting", "piseforstyrrelse", "loneliness", "anxiety", "Et sted", "Filmaften")
			}
			for _, word := range unwanted {
				if strings.Contains(text, word) {
					t.Errorf("%s, %s: there is a %q", name, visibility, word)
				}
			}
			if visibility == directory.VisibleExact && !strings.Contains(text, "Skjultgade 77") {
				t.Errorf("%s: the address that may be seen is not there", name)
			}
		}
	}
}

func TestAGatheringKeepsTheSoonest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		limit := rapid.IntRange(0, 12).Draw(t, "limit")
		from := day("2026-11-22").In(time.UTC)
		g := calendar.NewGathering(from, from.AddDate(0, 0, 28), limit)
		var all []string
		for i := range rapid.IntRange(0, 5).Draw(t, "activities") {
			a := &directory.Activity{ID: fmt.Sprint("a", i), Rhythm: directory.Varying, Hours: schedule.Schedule{Zone: "UTC"}}
			for _, n := range rapid.SliceOfN(rapid.IntRange(1, 20), 0, 6).Draw(t, "days") {
				date := day("2026-11-22").AddDays(n)
				a.Hours.Sessions = append(a.Hours.Sessions, schedule.Session{Date: date, Opens: clock("10:00"), Closes: clock("11:00")})
				all = append(all, date.String()+" "+a.ID)
			}
			if rapid.IntRange(0, 4).Draw(t, "paused") == 0 {
				a.Status = directory.StatusPaused
				all = all[:len(all)-len(a.Hours.Sessions)]
			}
			g.Add(change(a))
		}
		slices.Sort(all)
		got, more := g.Happenings()
		if len(got) != min(limit, len(all)) || more != (len(all) > limit) {
			t.Fatalf("%d of %d with a limit of %d, more %v", len(got), len(all), limit, more)
		}
		for i, h := range got {
			if line := h.Occurrence.Start.Format(time.DateOnly) + " " + h.Change.Key.ID; line != all[i] {
				t.Fatalf("%d is %s, want %s", i, line, all[i])
			}
		}
	})
}

func TestFeedsSayWhatIsNotCertain(t *testing.T) {
	c := catalogue(t)
	a := &directory.Activity{
		ID: "film", Title: directory.Text{"da": "Film & \"popcorn\" <3"}, Rhythm: directory.Varying, Topics: []string{"hangout"},
		Hours: schedule.Schedule{Zone: "Europe/Copenhagen", Sessions: []schedule.Session{
			{Date: day("2026-11-25"), Opens: clock("19:00"), Closes: clock("21:00"), Title: "Filmaften"},
			{Date: day("2026-11-26")}, {Date: day("2026-11-27"), Opens: clock("19:00"), Cancelled: true},
		}},
	}
	g := calendar.NewGathering(now, now.AddDate(0, 1, 0), 10)
	g.Add(change(a))
	happenings, _ := g.Happenings()
	feed := calendar.Feed{Options: c.options, Base: "https://walkin.example", Self: "https://walkin.example/feeds/whats-on.json", Label: func(id string) string { return id }}
	var b bytes.Buffer
	if err := calendar.WriteJSONFeed(&b, happenings, true, feed); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`"title":"Filmaften (25.11. 19:00-21:00)"`, `"title":"Film & \"popcorn\" <3 (26.11.) (spørg først)"`, `"title":"Aflyst: Film & \"popcorn\" <3 (27.11. 19:00)"`,
		`"state":"open"`, `"state":"unknown"`, `"state":"cancelled"`, `"time_known":false`, `"more":true`, "Klokkeslættet er ikke oplyst.",
		`"id":"activity-film-20261125T180000Z"`, `"end":"2026-11-25T21:00:00+01:00"`,
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("there is no %s in %s", want, b.String())
		}
	}
	if !json.Valid(b.Bytes()) {
		t.Error("it is not JSON")
	}
	b.Reset()
	if err := calendar.WriteAtom(&b, happenings, now, feed); err != nil {
		t.Fatal(err)
	}
	if err := xml.Unmarshal(b.Bytes(), new(struct{})); err != nil || !strings.Contains(b.String(), `xmlns="http://www.w3.org/2005/Atom"`) {
		t.Errorf("%v in %s", err, b.String())
	}
}

// full is a writer that is full.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, fmt.Errorf("no room") }

func TestAWriterThatFailsIsSaid(t *testing.T) {
	c := catalogue(t)
	centre, inside, _ := marked(directory.VisibleExact)
	for name, err := range map[string]error{
		"centre":    calendar.WriteCentre(full{}, centre, nil, c.options),
		"activity":  calendar.WriteActivity(full{}, inside, nil, c.options),
		"what's on": calendar.WriteWhatsOn(full{}, nil, c.options),
		"atom":      calendar.WriteAtom(full{}, nil, now, calendar.Feed{}),
		"json":      calendar.WriteJSONFeed(full{}, nil, false, calendar.Feed{}),
	} {
		if err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
