package hsds_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"walkin/internal/directory"
	"walkin/internal/feed/hsds"
	"walkin/internal/problem"
	"walkin/internal/sample"
	"walkin/internal/schedule"
)

func clock(minutes int) *schedule.Clock { c := schedule.Clock(minutes); return &c }

// elaborate is a centre with every sort of hours, a stop and a photo.
func elaborate() *directory.Centre {
	day := schedule.Date{Year: 2026, Month: 12, Day: 24}
	twelve := 12
	return &directory.Centre{
		ID: "house", Name: "Huset", Description: directory.Text{"da": "Et hus", "en": "A house"}, Topics: []string{"loneliness"},
		Status: directory.StatusMoved, MovedTo: "other", Ages: directory.Ages{Min: &twelve}, Languages: []string{"da", "ar"},
		Location:    directory.Location{Street: "Gade 1", Town: "By", Country: "DK", Visibility: directory.VisibleArea},
		Contact:     directory.Contact{Phone: "+4570201201", SMS: "1234", ChatURL: "https://example.org/chat"},
		AccessNeeds: directory.AccessNeeds{"wheelchair": directory.No, "quiet_space": directory.Unknown, "hearing": directory.Yes},
		Promises:    directory.Promises{Free: directory.Yes, Anonymous: directory.No},
		Hours: schedule.Schedule{Zone: "Europe/Copenhagen", Country: "DK", Holidays: schedule.HolidaysClosed, Note: "Ring først",
			Weekly: []schedule.Weekly{
				{Days: []schedule.Day{schedule.Mon, schedule.Sun}, Opens: clock(1200), Closes: clock(120), From: &day},
				{Days: []schedule.Day{schedule.Wed}, Opens: clock(600), Doubt: "hver anden onsdag"},
				{Days: []schedule.Day{schedule.Thu}},
			},
			Series: []schedule.Series{
				{Start: day, Opens: clock(600), Closes: clock(720), Rule: "FREQ=MONTHLY;BYDAY=2SA,4SA", Except: []schedule.Date{day}},
				{Start: day, Rule: "FREQ=YEARLY;BYDAY=TH;BYWEEKNO=2,4"},
				{Start: day, Rule: "FREQ=DAILY;COUNT=3", Opens: clock(600)},
				{Start: day, Rule: "FREQ=WEEKLY;UNTIL=20270101;BYDAY=MO"},
			},
			Sessions:   []schedule.Session{{Date: day, Title: "Juleaften", Opens: clock(900)}, {Date: day, Cancelled: true}},
			Exceptions: []schedule.Exception{{From: day, Closed: true, Reason: "Jul"}},
		},
		Stops: []directory.OutreachStop{{ID: "bus", Name: directory.Text{"da": "Bussen"}, Location: directory.Location{Country: "DK"},
			Hours: schedule.Schedule{Zone: "Europe/Copenhagen", Weekly: []schedule.Weekly{{Days: []schedule.Day{schedule.Tue}, Opens: clock(840)}}}}},
		Photos: []directory.Photo{{File: "door.jpg", Shows: "door", Alt: directory.Text{"da": "Døren"}}},
	}
}

func TestAnEntryWithEverythingComesBack(t *testing.T) {
	exact := hsds.Projection{Exact: true}
	line, err := exact.EncodeLine(elaborate())
	if err != nil {
		t.Fatal(err)
	}
	back, err := hsds.DecodeLine(line)
	if err != nil {
		t.Fatalf("%v\n%s", err, line)
	}
	want, _ := directory.Encode(elaborate())
	if got, _ := directory.Encode(back); !bytes.Equal(got, want) {
		t.Errorf("comes back as\n%s, was\n%s", got, want)
	}
	check(t, schemas(t, hsds.Schema)["service"], json.RawMessage(line))
	check(t, schemas(t, hsds.Published)["service"], json.RawMessage(line))
}

// What is in doubt is never shown as certain to who does not know the profile.
func TestHoursSayNoMoreThanIsKnown(t *testing.T) {
	s := new(hsds.Projection).Service(elaborate())
	var said []string
	for _, one := range s.Schedules {
		b, _ := json.Marshal(one)
		var m map[string]any
		_ = json.Unmarshal(b, &m)
		delete(m, "id")
		b, _ = json.Marshal(m)
		said = append(said, string(b))
	}
	want := []string{
		`{"byday":"MO,SU","closes_at":"02:00","freq":"WEEKLY","opens_at":"20:00","valid_from":"2026-12-24"}`,
		`{"description":"hver anden onsdag"}`,
		`{"byday":"TH","freq":"WEEKLY"}`,
		`{"byday":"2SA,4SA","closes_at":"12:00","description":"Not on 2026-12-24.","dtstart":"2026-12-24","except_dates":["2026-12-24"],"freq":"MONTHLY","opens_at":"10:00"}`,
		`{"byday":"TH","byweekno":"2,4","dtstart":"2026-12-24","freq":"WEEKLY"}`,
		`{"description":"RFC 5545: FREQ=DAILY;COUNT=3 from 2026-12-24 on, from 10:00"}`,
		`{"byday":"MO","dtstart":"2026-12-24","freq":"WEEKLY","until":"2027-01-01"}`,
		`{"description":"Juleaften","dtstart":"2026-12-24","opens_at":"15:00","valid_from":"2026-12-24","valid_to":"2026-12-24"}`,
	}
	if !slices.Equal(said, want) {
		t.Errorf("said is\n%s\nwant\n%s", strings.Join(said, "\n"), strings.Join(want, "\n"))
	}
	doubtful := elaborate()
	doubtful.Hours.Doubt = "stand 2012"
	if s := new(hsds.Projection).Service(doubtful); len(s.Schedules) != 1 || s.Schedules[0].Description != "stand 2012" || s.Schedules[0].OpensAt != nil {
		t.Errorf("hours in doubt are %+v", s.Schedules)
	}
}

func TestInventedEntriesComeBack(t *testing.T) {
	exact := hsds.Projection{Exact: true}
	n := 0
	invented, err := sample.New(1000, 7)
	if err != nil {
		t.Fatal(err)
	}
	for e := range invented.Entries() {
		n++
		line, err := exact.EncodeLine(e)
		if err != nil {
			t.Fatal(err)
		}
		back, err := hsds.DecodeLine(line)
		if err != nil {
			t.Fatalf("%s: %v\n%s", e.Key(), err, line)
		}
		want, _ := directory.Encode(e)
		if got, _ := directory.Encode(back); !bytes.Equal(got, want) {
			t.Fatalf("%s comes back as\n%s, was\n%s", e.Key(), got, want)
		}
	}
	if n < 1000 {
		t.Errorf("only %d entries", n)
	}
}

func TestWhatIsNotUnderstoodIsRefusedWithItsPlace(t *testing.T) {
	exact := hsds.Projection{Exact: true}
	line, err := exact.EncodeLine(elaborate())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, from, to, at string }{
		{"an unknown property", `{"id":`, `{"frob":1,"id":`, "/frob"},
		{"an unknown property inside", `"byday":"TH"`, `"byday":"TH","bysetpos":1`, "/schedules/2/bysetpos"},
		{"an id of another", directory.Key{Kind: "centre", ID: "house"}.UUID() + `","name`, directory.Key{Kind: "centre", ID: "other"}.UUID() + `","name`, "/id"},
		{"two names for one topic", `"value":"loneliness"`, `"value":"happiness"`, "/attributes/0/taxonomy_term_id"},
		{"hours that disagree", `"2SA,4SA","description"`, `"1SA","description"`, "/schedules/3/byday"},
		{"no record", `"walkin":`, `"walkout":`, "/walkin"},
		{"a kind that is none", `"kind":"centre"`, `"kind":"castle"`, "/walkin"},
		{"a rule that is broken", `"name":"Huset"`, `"name":""`, "/name"},
		{"a status that hides another", `"status":"defunct"`, `"status":"active"`, "/status"},
	} {
		t.Run(c.name, func(t *testing.T) {
			changed := strings.Replace(string(line), c.from, c.to, 1)
			if changed == string(line) {
				t.Fatalf("%s is not in %s", c.from, line)
			}
			_, err := hsds.DecodeLine([]byte(changed))
			var p *problem.Error
			if !errors.As(err, &p) || p.Kind != problem.Invalid || len(p.Fields) == 0 || p.Fields[0].Pointer != c.at {
				t.Errorf("the answer is %v, %+v", err, p)
			}
		})
	}
	for _, c := range []string{``, `[]`, `null`, `{}`, `{"walkin":3}`, `{"walkin":{"kind":"topic","id":"a"}} {}`, `{"walkin":{"kind":"topic","id":"a","entry":[]}}`, `{"id":5,"walkin":{"kind":"centre","id":"a"}}`} {
		if e, err := hsds.DecodeLine([]byte(c)); err == nil {
			t.Errorf("%s is read as %v", c, e)
		}
	}
}

// An edit of what HSDS says is an edit of the entry.
func TestAnEditInTheFieldsOfHSDSIsRead(t *testing.T) {
	exact := hsds.Projection{Exact: true}
	plain := &directory.Organisation{ID: "dsi", Name: "Navn", Country: "DK", Description: directory.Text{"da": "Før"}}
	line, err := exact.EncodeLine(plain)
	if err != nil {
		t.Fatal(err)
	}
	e, err := hsds.DecodeLine([]byte(strings.NewReplacer("Navn", "Nyt navn", "Før", "Efter").Replace(string(line))))
	if err != nil {
		t.Fatal(err)
	}
	if o := e.(*directory.Organisation); o.Name != "Nyt navn" || o.Description["da"] != "Efter" {
		t.Errorf("read is %+v", o)
	}
}

func TestMergePatchesAreThoseOfTheRFC(t *testing.T) {
	// RFC 7386, appendix A.
	for _, c := range [][3]string{
		{`{"a":"b"}`, `{"a":"c"}`, `{"a":"c"}`}, {`{"a":"b"}`, `{"b":"c"}`, `{"a":"b","b":"c"}`}, {`{"a":"b"}`, `{"a":null}`, `{}`},
		{`{"a":"b","b":"c"}`, `{"a":null}`, `{"b":"c"}`}, {`{"a":["b"]}`, `{"a":"c"}`, `{"a":"c"}`}, {`{"a":"c"}`, `{"a":["b"]}`, `{"a":["b"]}`},
		{`{"a":{"b":"c"}}`, `{"a":{"b":"d","c":null}}`, `{"a":{"b":"d"}}`}, {`{"a":[{"b":"c"}]}`, `{"a":[1]}`, `{"a":[1]}`},
		{`["a","b"]`, `["c","d"]`, `["c","d"]`}, {`{"a":"b"}`, `["c"]`, `["c"]`}, {`{"a":"foo"}`, `null`, `null`}, {`{"a":"foo"}`, `"bar"`, `"bar"`},
		{`{"e":null}`, `{"a":1}`, `{"a":1,"e":null}`}, {`[1,2]`, `{"a":"b","c":null}`, `{"a":"b"}`}, {`{}`, `{"a":{"bb":{"ccc":null}}}`, `{"a":{"bb":{}}}`},
	} {
		var target, patch any
		_, _ = json.Unmarshal([]byte(c[0]), &target), json.Unmarshal([]byte(c[1]), &patch)
		if got, _ := json.Marshal(hsds.Merge(target, patch)); string(got) != c[2] {
			t.Errorf("%s with %s is %s, want %s", c[0], c[1], got, c[2])
		}
	}
}

// FuzzDecodeLine: what is read can be written and read again as the same, and
// nothing makes the reader panic.
func FuzzDecodeLine(f *testing.F) {
	exact := hsds.Projection{Exact: true}
	for i, e := range append(builtin(f), elaborate()) {
		if i%40 == 0 || e.Key().ID == "house" {
			line, err := exact.EncodeLine(e)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(line)
		}
	}
	f.Add([]byte(`{"walkin":{"kind":"centre","id":"house","entry":{"status":"open"}},"opening":{"exceptions":[{"closed":true}]}}`)) // once was a panic
	f.Fuzz(func(t *testing.T, line []byte) {
		e, err := hsds.DecodeLine(line)
		if err != nil {
			if problem.KindOf(err) != problem.Invalid {
				t.Fatalf("%v of %s", err, line)
			}
			return
		}
		again, err := exact.EncodeLine(e)
		if err != nil {
			t.Fatal(err)
		}
		back, err := hsds.DecodeLine(again)
		if err != nil {
			t.Fatalf("%v\n%s\n%s", err, line, again)
		}
		want, _ := directory.Encode(e)
		if got, _ := directory.Encode(back); !bytes.Equal(got, want) {
			t.Fatalf("%s comes back as %s", want, got)
		}
	})
}

func BenchmarkEncodeLine(b *testing.B) {
	exact, c := hsds.Projection{Exact: true}, elaborate()
	for b.Loop() {
		if _, err := exact.EncodeLine(c); err != nil {
			b.Fatal(err)
		}
	}
}
