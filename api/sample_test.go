package api_test

import (
	"time"

	"walkin/internal/directory"
	"walkin/internal/geo"
	"walkin/internal/schedule"
)

// now is a Saturday evening in November.
var now = time.Date(2026, 11, 21, 18, 30, 20, 0, time.FixedZone("CET", 3600))

// What must never leave: an address that is not to be shown, and who wrote an
// entry.
const (
	marker = "Skjultgade 77"
	author = "author@example.org"
)

func weekly(opens, closes string, days ...schedule.Day) schedule.Schedule {
	from, _ := schedule.ParseClock(opens)
	to, _ := schedule.ParseClock(closes)
	return schedule.Schedule{Zone: "Europe/Copenhagen", Country: "DK", Holidays: schedule.HolidaysClosed,
		Weekly: []schedule.Weekly{{Days: days, Opens: &from, Closes: &to}}}
}

// sample is a catalogue with an entry of every kind, one with everything in
// it, one with almost nothing, and one whose address is a secret.
func sample() []directory.Entry {
	verified, age12, age25, seats := schedule.Date{Year: 2026, Month: 11, Day: 1}, 12, 25, 20
	hidden := directory.Location{
		Street: marker, PostalCode: "8000", Town: "Hemmelighed", Municipality: "0751", Country: "DK",
		Point: &geo.Point{Lat: 56.123456, Lon: 10.654321}, Precision: directory.PreciseExact, Visibility: directory.VisibleNone,
	}
	area := hidden
	area.Visibility = directory.VisibleArea
	source := directory.Provenance{SourceURL: "https://example.org/source", SourceSeen: "2026-08"}
	entries := []directory.Entry{
		&directory.Topic{ID: "loneliness", Kind: directory.TopicAbout, Label: directory.Text{"da": "Ensomhed", "en": "Loneliness"}, Terms: map[string][]string{"da": {"ensom", "hverdagsord"}}},
		&directory.Topic{ID: "addiction", Kind: directory.TopicAbout, Label: directory.Text{"en": "Addiction"}},
		&directory.Topic{ID: "gambling", Parent: "addiction", Kind: directory.TopicAbout, Label: directory.Text{"en": "Gambling"}},
		&directory.Topic{ID: "wheelchair", Kind: directory.TopicAccess, Label: directory.Text{"en": "Wheelchair"}},
		&directory.Topic{ID: "suicide", Kind: directory.TopicAbout, Label: directory.Text{"da": "Selvmord", "en": "Suicide"}, Crisis: true,
			Group: directory.GroupSuicide, Terms: map[string][]string{"da": {"selvmord", "jeg vil dø"}, "en": {"suicide", "kill myself"}}},
		&directory.Topic{ID: "self_harm", Kind: directory.TopicAbout, Label: directory.Text{"en": "Self-harm"}, Crisis: true,
			Group: directory.GroupSelfHarm, Terms: map[string][]string{"da": {"cutting"}}},
		&directory.Topic{ID: "sexual_violence", Kind: directory.TopicAbout, Label: directory.Text{"en": "Sexual violence"}, Crisis: true,
			Group: directory.GroupSexualViolence, Terms: map[string][]string{"fr": {"viol"}}},
		&directory.Topic{ID: "suicide_loss", Kind: directory.TopicAbout, Label: directory.Text{"da": "Efterladt", "en": "Loss by suicide"}, Group: directory.GroupSuicide},
		&directory.Topic{ID: "homelessness", Kind: directory.TopicAbout, Label: directory.Text{"en": "Homelessness"}, Group: directory.GroupEmergencyShelter},
		&directory.Network{ID: "headspace-danmark", Name: "headspace Danmark", Countries: []string{"DK"},
			Criteria:    []directory.Criterion{{ID: "free", Text: directory.Text{"da": "Gratis"}, Promise: directory.Free}},
			Assessments: []directory.Assessment{{Centre: "dk-aarhus", Criterion: "free", Met: directory.No, By: "Assessor", On: verified, Why: "vurderingstekst"}},
			Provenance:  source},
		&directory.Organisation{ID: "dsi", Name: "Det Sociale Netværk", Country: "DK", Networks: []string{"headspace-danmark"}, Provenance: source},
		&directory.Centre{ID: "dk-aarhus", Organisation: "dsi", Name: "headspace Aarhus", Kind: directory.CounsellingHouse,
			Description: directory.Text{"da": "Et sted at tale", "en": "A place to talk"},
			Location: directory.Location{Street: "Fiskergade 1", PostalCode: "8000", Town: "Aarhus C", Municipality: "0751", Country: "DK",
				Point: &geo.Point{Lat: 56.15, Lon: 10.2}, Precision: directory.PreciseExact},
			Hours: weekly("12:00", "20:00", schedule.Mon, schedule.Sat), PhoneHours: weekly("10:00", "12:00", schedule.Mon),
			Contact: directory.Contact{Phone: "+4570221000", Email: "aarhus@example.org", URL: "https://example.org"},
			Ages:    directory.Ages{Min: &age12, Max: &age25}, Audience: directory.ForYoungPeople,
			Promises: directory.Promises{Free: directory.Yes, Anonymous: directory.No}, Access: directory.AccessWalkIn,
			Channels: []directory.Channel{directory.WalkIn}, MeetAtDoor: directory.Yes, Languages: []string{"da", "en"},
			AccessNeeds: directory.AccessNeeds{"wheelchair": directory.Yes}, Topics: []string{"loneliness"},
			Arrival:      directory.Arrival{WhoMeets: directory.Text{"da": "En frivillig"}, WayToDoor: directory.Text{"da": "Gennem porten"}},
			Photos:       []directory.Photo{{File: "door.jpg", Shows: "door", Alt: directory.Text{"da": "Døren"}}},
			Stops:        []directory.OutreachStop{{ID: "bus", Name: directory.Text{"da": "Bussen"}, Location: directory.Location{Town: "Tranbjerg", Country: "DK"}}},
			Partners:     []directory.Partner{{Name: "Kommunen", Offers: directory.Text{"da": "Jobhjælp"}}},
			Volunteering: []directory.VolunteerRole{{Title: directory.Text{"da": "Rådgiver"}, Open: true}},
			Provenance:   directory.Provenance{SourceURL: "https://example.org/aarhus", SourceSeen: "2026", VerifiedAt: &verified, VerifiedBy: "headspace"}},
		&directory.Centre{ID: "dk-bare", Name: "Bare et sted", Location: directory.Location{Country: "DK"}, Topics: []string{"gambling"}, Provenance: source},
		&directory.Centre{ID: "dk-closed", Name: "Lukket sted", Status: directory.StatusClosed, Location: directory.Location{Country: "DK", Town: "Odense"},
			Hours: weekly("00:00", "24:00", schedule.Sat), Topics: []string{"loneliness"}, Provenance: source},
		&directory.Centre{ID: "dk-hidden", Name: "Krisehus", Location: hidden, Topics: []string{"loneliness"}, Provenance: source,
			Arrival: directory.Arrival{WayToDoor: directory.Text{"da": "Ved " + marker}},
			Stops:   []directory.OutreachStop{{ID: "stop", Name: directory.Text{"da": "Stop"}, Location: hidden}}},
		&directory.Activity{ID: "dk-cooking", Organisation: "dsi", Centres: []string{"dk-aarhus"}, Title: directory.Text{"da": "Fællesspisning", "en": "Cooking"},
			Description: directory.Text{"da": "Vi laver mad"}, Rhythm: directory.Fixed, Hours: weekly("17:00", "20:00", schedule.Sat),
			HostedBy:     &directory.Partner{Name: "Naboerne"},
			Registration: directory.Registration{Mode: directory.RegistrationPossible, Until: &verified}, Capacity: &seats,
			Setting: directory.Indoors, Topics: []string{"loneliness"}, Provenance: source},
		&directory.Activity{ID: "dk-secret-group", Location: &area, Title: directory.Text{"da": "Hemmelig gruppe"}, Rhythm: directory.Varying,
			Hours: weekly("10:00", "11:00", schedule.Sun), Topics: []string{"gambling"}, Provenance: source},
	}
	for _, country := range []string{"DK", "NL", "BE"} {
		lower := map[string]string{"DK": "dk", "NL": "nl", "BE": "be"}[country]
		entries = append(entries,
			&directory.Helpline{ID: lower + "-lifeline", Name: country + " lifeline", Country: country, Nationwide: true, Groups: []directory.HelplineGroup{directory.GroupSuicide},
				Lines:      []directory.Line{{Channel: directory.Phone, Number: "70 201 201", Dial: "70201201", Hours: *schedule.Always("Europe/Copenhagen")}},
				Provenance: source, Sources: []directory.Source{{URL: "https://example.org/line", Seen: "2026-11"}}},
			&directory.Helpline{ID: lower + "-chat", Name: country + " chat", Country: country, Nationwide: true, Groups: []directory.HelplineGroup{directory.GroupSuicide, directory.GroupYoungPeople},
				Lines: []directory.Line{{Channel: directory.Chat, URL: "https://example.org/chat"}}, Provenance: source},
			&directory.Helpline{ID: lower + "-general", Name: country + " general", Country: country, Nationwide: true, Groups: []directory.HelplineGroup{directory.GroupCrisis},
				Lines: []directory.Line{{Channel: directory.Phone, Number: "116 123", Dial: "116123"}}, Provenance: source})
	}
	return entries
}
