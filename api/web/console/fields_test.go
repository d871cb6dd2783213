package console_test

import (
	"encoding/json"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"walkin/api/web"
	"walkin/api/web/console"
	"walkin/internal/directory"
	"walkin/internal/schedule"
	"walkin/internal/staff"
)

// called knows the names of some entries.
type called map[directory.Key]directory.Entry

func (c called) Entry(key directory.Key) string {
	switch e := c[key].(type) {
	case *directory.Centre:
		return e.Name
	case *directory.Organisation:
		return e.Name
	case *directory.Network:
		return e.Name
	case *directory.Topic:
		label, _ := e.Label.Pick("en")
		return label
	}
	return ""
}

func (called) Municipality(code string) string {
	return map[string]string{"0461": "Odense"}[code]
}

func (called) Author(author string) string {
	return map[string]string{"member m_1": "Mette"}[author]
}

// flat gives a value as one text, with the lines in it.
func flat(v console.FieldValue) string {
	all := []string{v.Text}
	if v.Lang != "" {
		all[0] += "@" + v.Lang
	}
	for _, line := range v.Lines {
		said := flat(line.Value)
		if line.Label != "" {
			said = line.Label + ": " + said
		}
		all = append(all, said)
	}
	return strings.Trim(strings.Join(all, "\n"), "\n")
}

func linesOf(t *testing.T, words *web.Words, names called, before, after directory.Entry) []console.FieldLine {
	t.Helper()
	changes, err := directory.Diff(before, after)
	if err != nil {
		t.Fatal(err)
	}
	kind := directory.KindCentre
	for _, e := range []directory.Entry{before, after} {
		if e != nil {
			kind = e.Key().Kind
		}
	}
	return console.FieldLines(words, names, kind, changes)
}

// words gives the words of each language of the console.
func languages(t *testing.T) []*web.Words {
	t.Helper()
	site, err := console.Open()
	if err != nil {
		t.Fatal(err)
	}
	var all []*web.Words
	for _, lang := range staff.Languages {
		all = append(all, site.Words(lang))
	}
	return all
}

func blank(kind directory.Kind) directory.Entry {
	return reflect.New(directory.TypeOf(kind).Elem()).Interface().(directory.Entry)
}

// TestEveryStoredFieldHasALabel walks the types that are stored: a new field
// shall not show itself to staff by the name that it has in the program.
func TestEveryStoredFieldHasALabel(t *testing.T) {
	t.Parallel()
	// Hours are said in sentences, without labels inside.
	sentences := []reflect.Type{
		reflect.TypeFor[schedule.Weekly](), reflect.TypeFor[schedule.Series](), reflect.TypeFor[schedule.Session](), reflect.TypeFor[schedule.Exception](),
	}
	for _, words := range languages(t) {
		var walk func(of reflect.Type, path []string)
		walk = func(of reflect.Type, path []string) {
			if of.Kind() == reflect.Pointer {
				of = of.Elem()
			}
			last := path[len(path)-1]
			if len(path) > 1 {
				said := path[len(path)-2] == "promises" && words.Knows("promise."+last+".yes")
				for from := range path {
					said = said || words.Knows("field."+strings.Join(path[from:], "."))
				}
				if !said {
					t.Errorf("%s: nothing is said for %s", words.Lang, strings.Join(path, "."))
				}
			}
			switch directory.ShapeOf(of) {
			case directory.Object:
				for _, m := range directory.MembersOf(of) {
					walk(m.Of, append(slices.Clip(path), m.Name))
				}
			case directory.List:
				if directory.ShapeOf(of.Elem()) == directory.Object && !slices.Contains(sentences, of.Elem()) {
					if !words.Knows("element." + last) {
						t.Errorf("%s: nothing is said for one of %s", words.Lang, last)
					}
					walk(of.Elem(), path)
				}
			}
		}
		for _, kind := range directory.Kinds {
			walk(directory.TypeOf(kind), []string{string(kind)})
		}
	}
}

func TestEveryWordOfAVocabularyIsSaid(t *testing.T) {
	t.Parallel()
	for _, words := range languages(t) {
		says := func(kind directory.Kind, pointer string, all ...string) {
			t.Helper()
			for _, word := range all {
				raw, _ := json.Marshal(word)
				if pointer == "/channels" || pointer == "/groups" {
					raw, _ = json.Marshal([]string{word})
				}
				lines := console.FieldLines(words, called{}, kind, []directory.FieldChange{{Pointer: pointer, After: raw}})
				if said := flat(lines[0].After); said == "" || said == word && words.Lang != "en" { // where free is free
					t.Errorf("%s: %s %s is said as %q", words.Lang, pointer, word, said)
				}
			}
		}
		says(directory.KindCentre, "/kind", texts(directory.AllCentreKinds)...)
		says(directory.KindCentre, "/status", texts(directory.AllStatuses)...)
		says(directory.KindCentre, "/audience", texts(directory.AllAudiences)...)
		says(directory.KindCentre, "/access", texts(directory.AllAccess)...)
		says(directory.KindCentre, "/channels", texts(directory.AllChannels)...)
		says(directory.KindCentre, "/location/visibility", "exact", "area", "hidden")
		says(directory.KindCentre, "/location/precision", "exact", "street", "postcode", "town", "area")
		says(directory.KindCentre, "/hours/holidays", "closed", "open")
		says(directory.KindCentre, "/meet_at_door", "yes", "no", "unknown")
		says(directory.KindCentre, "/photos/0/shows", "door", "room")
		says(directory.KindActivity, "/rhythm", "fixed", "varying")
		says(directory.KindActivity, "/setting", texts(directory.AllSettings)...)
		says(directory.KindActivity, "/registration/mode", "none", "possible", "required")
		says(directory.KindOrganisation, "/basis", texts(directory.AllBases)...)
		says(directory.KindOrganisation, "/country", "DK", "NL", "BE")
		says(directory.KindNetwork, "/criteria/0/promise", texts(directory.AllPromises)...)
		says(directory.KindHelpline, "/groups", texts(directory.AllHelplineGroups)...)
		says(directory.KindTopic, "/kind", "topic", "activity", "group", "access")
	}
}

func texts[W ~string](all []W) []string {
	list := make([]string, len(all))
	for i, w := range all {
		list[i] = string(w)
	}
	return list
}

// TestNoLineOfTheBuiltInCatalogueShowsTheProgram says each entry as it came, as
// it went and field by field, and looks for the marks of JSON and of pointers.
func TestNoLineOfTheBuiltInCatalogueShowsTheProgram(t *testing.T) {
	t.Parallel()
	entries, _ := builtIn(t)
	names := make(called)
	for _, e := range entries {
		names[e.Key()] = e
	}
	marks := regexp.MustCompile(`[{}]|":|\["|"\]|","|(?m)(^|: )/[a-z]|FREQ=`)
	address := regexp.MustCompile(`https?://\S+`)
	said := 0
	for _, e := range entries {
		for _, words := range languages(t) {
			var lines []console.FieldLine
			for _, other := range []directory.Entry{nil, blank(e.Key().Kind)} {
				lines = append(lines, linesOf(t, words, names, other, e)...)
				lines = append(lines, linesOf(t, words, names, e, other)...)
			}
			for _, line := range lines {
				all := line.Label + "\n" + flat(line.Before) + "\n" + flat(line.After)
				if mark := marks.FindString(address.ReplaceAllString(all, "")); mark != "" {
					t.Errorf("%s in %s shows %q: %s", e.Key(), words.Lang, mark, all)
				}
				if strings.ContainsAny(line.Label, "_/") {
					t.Errorf("%s in %s shows a name of the program: %s", e.Key(), words.Lang, line.Label)
				}
				said++
			}
			if again := linesOf(t, words, names, e, blank(e.Key().Kind)); !reflect.DeepEqual(again, linesOf(t, words, names, e, blank(e.Key().Kind))) {
				t.Errorf("%s is said in two ways", e.Key())
			}
		}
		if t.Failed() {
			return
		}
	}
	if said < 10_000 {
		t.Errorf("only %d lines were looked at", said)
	}
}

func TestAChangeIsSaidAsPeopleSayIt(t *testing.T) {
	t.Parallel()
	names := called{
		{Kind: directory.KindCentre, ID: "dk-aarhus"}:    &directory.Centre{Name: "headspace Aarhus"},
		{Kind: directory.KindTopic, ID: "loneliness"}:    &directory.Topic{Label: directory.Text{"en": "Loneliness"}},
		{Kind: directory.KindTopic, ID: "quiet_space"}:   &directory.Topic{Label: directory.Text{"en": "A quiet room"}},
		{Kind: directory.KindNetwork, ID: "overkop"}:     &directory.Network{Name: "OverKop"},
		{Kind: directory.KindOrganisation, ID: "dk-dsi"}: &directory.Organisation{Name: "DSI"},
	}
	centre, network, organisation := directory.KindCentre, directory.KindNetwork, directory.KindOrganisation
	for _, c := range []struct {
		name, lang             string
		kind                   directory.Kind
		pointer, before, after string
		want                   string
	}{
		{"a line of the form has the words of the form", "da", centre, "/contact/phone", `"+4512345678"`, `"+4587654321"`, "Telefon | +4512345678 | +4587654321"},
		{"nothing stays nothing", "da", centre, "/contact/phone", ``, `"+4587654321"`, "Telefon |  | +4587654321"},
		{"a text names its language", "nl", centre, "/arrival/bring/da", ``, `"Ja."`, "Mag ik iemand meenemen? (Deens) |  | Ja.@da"},
		{"texts in several languages are told apart", "en", centre, "/photos/0/alt", `{"da":"En dør","nl":"Een deur"}`, ``, "Photo 1: Text | Danish: En dør@da\nDutch: Een deur@nl | "},
		{"an element is named by its number", "da", centre, "/photos/1/alt/da", `"En dør"`, `"En gul dør"`, "Billede 2: Tekst (dansk) | En dør@da | En gul dør@da"},
		{"what stands in an element says so", "en", centre, "/stops/0/location/street", `"Vej 1"`, `"Vej 2"`, "Stop 1: Street and number | Vej 1 | Vej 2"},
		{"its hours too", "en", centre, "/stops/0/hours/weekly", ``, `[{"days":["tue"],"opens":"12:00","closes":"14:00"}]`, "Stop 1: Opening hours, Tuesday |  | 12:00-14:00"},
		{"a whole element is said line by line", "en", centre, "/photos/0", ``, `{"file":"a.jpg","shows":"door","alt":{"en":"A door"}}`, "Photo 1 |  | File: a.jpg\nShows: The door\nText (English): A door@en"},
		{"hours are said by day", "da", centre, "/hours/weekly",
			`[{"days":["mon","wed"],"opens":"12:00","closes":"17:00"}]`, `[{"days":["mon"],"opens":"12:00","closes":"17:00"},{"days":["wed"],"opens":"09:00","closes":"15:45"}]`,
			"Åbningstider, onsdag | 12:00-17:00 | 09:00-15:45"},
		{"what is not of each week stands below", "en", centre, "/phone_hours/weekly", ``, `[{"days":["mon"],"opens":"12:00","closes":"17:00","from":"2026-12-01"}]`,
			"Telephone hours, other rules |  | Mon, 12:00-17:00, 1 December 2026 – …"},
		{"a series speaks no RFC", "en", centre, "/hours/series", ``, `[{"start":"2026-09-02","rule":"FREQ=WEEKLY;INTERVAL=2;BYDAY=WE","opens":"12:00","closes":"17:00"}]`,
			"Opening hours: repeating |  | every 2 weeks: Wednesday, 12:00-17:00, from 2 September 2026"},
		{"every part of a rule has words", "en", centre, "/hours/series", ``, `[{"start":"2026-09-02","rule":"FREQ=MONTHLY;BYDAY=-1FR,3SU,-2SA;BYMONTH=1,2;COUNT=4","opens":"12:00"},{"start":"2026-09-02","rule":"FREQ=MONTHLY;BYMONTHDAY=1,-2;BYSETPOS=-1;UNTIL=20261231"},{"start":"2026-01-01","rule":"FREQ=YEARLY;BYWEEKNO=3,7;BYDAY=TU","except":["2026-01-13"]}]`,
			"Opening hours: repeating |  | every month: last Friday, third Sunday, second-last Saturday, in January, February, 4 times, 12:00-?, from 2 September 2026\n" +
				"every month: day 1, day 2 from the end of the month, only the last, until 31 December 2026, time not known, from 2 September 2026\n" +
				"weeks 3, 7: Tuesday, time not known, from 1 January 2026, not on 13 January 2026"},
		{"an exception has days and a reason", "da", centre, "/hours/exceptions", ``, `[{"from":"2026-12-24","until":"2026-12-26","closed":true,"reason":"Jul"}]`,
			"Åbningstider: undtagelser |  | 24. december 2026 – 26. december 2026: Lukket (Jul)"},
		{"a date has its day", "nl", centre, "/hours/sessions", ``, `[{"date":"2026-11-27","opens":"12:00","closes":"17:00","cancelled":true}]`, "Data |  | 27 november 2026, 12:00-17:00, Gaat niet door"},
		{"a yes that goes is a no", "da", centre, "/ages/all", `true`, ``, "For alle aldre | Ja | Nej"},
		{"a promise is a promise", "en", centre, "/promises/free", ``, `"unknown"`, "Promises: free |  | Unknown"},
		{"a need is its topic", "en", centre, "/access_needs/quiet_space", `"no"`, `"yes"`, "A quiet room | No | Yes"},
		{"topics and languages are a list", "en", centre, "/topics", `["loneliness"]`, `["loneliness","no-more"]`, "Topics | Loneliness | Loneliness, no more"},
		{"and languages too", "da", centre, "/languages", `["da","tlh"]`, `["da","ar"]`, "Sprog, der tales | dansk, tlh | dansk, arabisk"},
		{"a code is a name", "da", centre, "/location/municipality", ``, `"0461"`, "Kommunens kode |  | Odense (0461)"},
		{"a role confirmed it", "da", centre, "/provenance/verified_by", ``, `"editor"`, "Bekræftet af |  | Redaktør"},
		{"a pointer is a label", "da", centre, "/provenance/inferred", ``, `["/contact/phone","/promises/free"]`, "Står ikke i kilden |  | Telefon, Løfter: gratis"},
		{"an assessment names place and member", "en", network, "/assessments/0", ``, `{"centre":"dk-aarhus","criterion":"free","met":"no","by":"member m_1","on":"2026-11-27"}`,
			"Assessment 1 |  | Place: headspace Aarhus\nCriterion: free\nMet: No\nAssessed by: Mette\nAssessed on: 27 November 2026"},
		{"a register is named", "da", organisation, "/identifiers/cvr", ``, `"12345678"`, "CVR-nummer |  | 12345678"},
		{"networks are named", "da", organisation, "/networks", ``, `["overkop","no-more"]`, "Netværk |  | OverKop, no more"},
		{"what the kind has no more is said without marks", "en", centre, "/once_upon/a", ``, `{"time":["x",{"y_z":true}]}`, "once upon: a |  | time: x\ny z: true"},
		{"what is new is said field by field", "en", centre, "", ``, `{"id":"x","name":"Huset","location":{"country":"DK"},"topics":["loneliness"]}`,
			"Id |  | x\nName |  | Huset\nWhere |  | Country: Denmark\nTopics |  | Loneliness"},
		{"what goes too", "da", organisation, "", `{"id":"x","name":"Foreningen","country":"NL"}`, ``, "Kendeord | x | \nNavn | Foreningen | \nLand | Nederlandene | "},
		{"a text of brackets stays a text", "en", centre, "/name", `"A"`, `"{\"B\"} <b>"`, `Name | A | {"B"} <b>`},
	} {
		t.Run(c.name, func(t *testing.T) {
			site, err := console.Open()
			if err != nil {
				t.Fatal(err)
			}
			change := directory.FieldChange{Pointer: c.pointer}
			if c.before != "" {
				change.Before = json.RawMessage(c.before)
			}
			if c.after != "" {
				change.After = json.RawMessage(c.after)
			}
			var said []string
			for _, line := range console.FieldLines(site.Words(c.lang), names, c.kind, []directory.FieldChange{change}) {
				said = append(said, line.Label+" | "+flat(line.Before)+" | "+flat(line.After))
			}
			if got := strings.Join(said, "\n"); got != c.want {
				t.Errorf("it says\n%s\nand not\n%s", got, c.want)
			}
		})
	}
}
