package main

import (
	"slices"
	"testing"

	"walkin/internal/directory"
)

func TestAJoinUsGroupIsAnActivity(t *testing.T) {
	entries, s, err := makeFrom(t, map[string]string{
		"organisations-nl": `{"id":"join-us","name":"Stichting Join Us","kind":"network","country":"NL"}`,
		"venues-nl":        `{"id":"nl-joinus-castricum","organisation":"join-us","name":"Join Us Castricum","kind":"peer_group","address":{"street":"Conquista","city":"Castricum","municipality":"Castricum","country":"NL"},"promises":{"no_appointment":false},"topics":["loneliness"],"channels":["group"],"description_nl":"Een groep."}`,
		"activities-nl": `{"id":"nl-act-joinus-castricum","venue":"nl-joinus-castricum","title":"Join Us Castricum","kind":"varying","schedule":{"days":["fri"],"frequency":"every two weeks"},"registration_required":true,"topics":["friendship"],"description_nl":"Samen gamen."}` + "\n" +
			`{"id":"feest","venue":"nl-joinus-castricum","title":"Feest","kind":"varying","schedule":{"date":"2024-05-01"},"topics":["music"],"description_nl":"Een feest."}`,
	})
	if err != nil {
		t.Fatal(err)
	}
	a := activity(t, entries, "nl-joinus-castricum")
	if len(a.Centres) > 0 || a.Location == nil || a.Location.Town != "Castricum" || a.Location.Municipality != "GM0383" {
		t.Errorf("centres %q, location %+v; want a place of its own in Castricum", a.Centres, a.Location)
	}
	if a.Registration.Mode != directory.RegistrationRequired {
		t.Errorf("registration %q, want required", a.Registration.Mode)
	}
	if want := "Een groep.\n\nSamen gamen."; a.Description["nl"] != want {
		t.Errorf("description %q, want %q", a.Description["nl"], want)
	}
	if !slices.Equal(a.Topics, []string{"loneliness", "relationships"}) {
		t.Errorf("topics %q, want those of both records", a.Topics)
	}
	if got := scheduleJSON(t, a.Hours); got != `{"weekly":[{"days":["fri"],"doubt":"every two weeks"}]}` {
		t.Errorf("hours %s", got)
	}
	if _, twice := entries[directory.Key{Kind: directory.KindActivity, ID: "nl-act-joinus-castricum"}]; twice || s.merged != 1 {
		t.Error("the activity that is the group itself is there twice")
	}
	party := activity(t, entries, "feest")
	if party.Location == nil || party.Location.Street != "Conquista" || party.Rhythm != directory.Varying {
		t.Errorf("the party is at %+v, %s; want at the group's place, varying", party.Location, party.Rhythm)
	}
}

func TestAnOrganisationBelongsToItsNetwork(t *testing.T) {
	entries, _, err := makeFrom(t, map[string]string{
		"organisations-nl": `{"id":"inloopalliantie","name":"Alliantie","kind":"alliance","country":"NL","url":"https://inloopalliantie.nl","description_nl":"Samenwerking."}` + "\n" +
			`{"id":"ease","name":"@ease","kind":"network","country":"NL"}`,
		"organisations-be": `{"id":"overkop","name":"OverKop","kind":"network","country":"BE"}`,
	})
	if err != nil {
		t.Fatal(err)
	}
	network := func(id string) *directory.Network {
		n, _ := entries[directory.Key{Kind: directory.KindNetwork, ID: id}].(*directory.Network)
		return n
	}
	if n := network("inloopalliantie"); n == nil || n.Description["nl"] != "Samenwerking." || len(n.Criteria) == 0 {
		t.Errorf("network %+v, want the alliance as its raw record describes it", n)
	}
	if network("headspace-danmark") != nil {
		t.Error("there is a network that no raw record describes")
	}
	if _, ok := entries[directory.Key{Kind: directory.KindOrganisation, ID: "inloopalliantie"}]; ok {
		t.Error("an alliance that runs no place is an organisation")
	}
	for organisation, want := range map[string]string{"ease": "inloopalliantie", "overkop": "overkop"} {
		o, ok := entries[directory.Key{Kind: directory.KindOrganisation, ID: organisation}].(*directory.Organisation)
		if !ok || !slices.Equal(o.Networks, []string{want}) {
			t.Errorf("organisation %s is %+v, want it in %s", organisation, o, want)
		}
	}
}

func TestAMunicipalityIsFoundAndSaidToBeInferred(t *testing.T) {
	for name, test := range map[string]struct {
		address, point, want string
		inferred             bool
	}{
		"by its name":               {`"city":"Hobro","municipality":"Mariagerfjord","country":"DK"`, "", "0846", false},
		"by the name in Brussels":   {`"city":"Molenbeek","municipality":"Sint-Jans-Molenbeek","country":"BE"`, "", "21012", false},
		"by the postcode":           {`"postal_code":"8000","city":"Aarhus C","country":"DK"`, "", "0751", true},
		"by the town":               {`"city":"Borculo","country":"NL"`, "", "GM1859", true},
		"by the point, of two":      {`"city":"Velp","country":"NL"`, `"lat":51.995,"lon":5.9736,"geo_precision":"city",`, "GM0275", true},
		"not at all without a town": {`"country":"BE"`, "", "", false},
	} {
		t.Run(name, func(t *testing.T) {
			entries, _, err := makeFrom(t, map[string]string{
				"venues-be": `{"id":"a","name":"A","kind":"drop_in","topics":["hang out"],` + test.point + `"address":{` + test.address + `}}`,
			})
			if err != nil {
				t.Fatal(err)
			}
			c := centre(t, entries, "a")
			if c.Location.Municipality != test.want {
				t.Errorf("municipality %q, want %q", c.Location.Municipality, test.want)
			}
			if got := slices.Contains(c.Provenance.Inferred, "/location/municipality"); got != test.inferred {
				t.Errorf("inferred: %v, want %v", got, test.inferred)
			}
		})
	}
}

func TestNumbersOfHelplines(t *testing.T) {
	entries, _, err := makeFrom(t, map[string]string{
		"helplines-nl": `{"id":"nl-113","name":"113","country":"NL","area":"NL","helpline_group":["suicide"],"phone":"113","dial":"113","phone_also":["0800-0113"],"whatsapp":"06 13 86 38 03","chat_url":"https://www.113.nl/chat","channels":["phone","whatsapp","chat"]}` + "\n" +
			`{"id":"disputed","name":"D","country":"NL","area":"Apeldoorn","helpline_group":["other"],"phone_disputed":["020-6232510"],"channels":["phone","website"],"url":"https://example.org/","agreement":"sources disagree: a list gives 020 623 25 10","sources":[{"note":"says 020-6232510"}]}`,
	})
	if err != nil {
		t.Fatal(err)
	}
	helpline := func(id string) *directory.Helpline {
		return entries[directory.Key{Kind: directory.KindHelpline, ID: id}].(*directory.Helpline)
	}
	var dials []string
	for _, l := range helpline("nl-113").Lines {
		dials = append(dials, string(l.Channel)+" "+l.Dial+l.URL)
	}
	want := []string{"phone 113", "phone 08000113", "whatsapp 0613863803", "chat https://www.113.nl/chat"}
	if !slices.Equal(dials, want) {
		t.Errorf("lines %q, want %q", dials, want)
	}
	if h := helpline("nl-113"); !h.Nationwide || h.Area != "" || !h.Reachable() {
		t.Errorf("nationwide %v, area %q, reachable %v; want the whole country", h.Nationwide, h.Area, h.Reachable())
	}
	d := helpline("disputed")
	if d.Reachable() || d.Nationwide || d.Municipality != "GM0200" {
		t.Errorf("reachable %v, nationwide %v, municipality %q; want a line of Apeldoorn without a number", d.Reachable(), d.Nationwide, d.Municipality)
	}
	if d.Agreement != "sources disagree: a list gives (withheld)" || d.Sources[0].Note != "says (withheld)" {
		t.Errorf("a disputed number is shown: %q, %q", d.Agreement, d.Sources[0].Note)
	}
}

func TestPromisesAreYesNoOrUnknown(t *testing.T) {
	entries, _, err := makeFrom(t, map[string]string{
		"venues-dk": venueOf("dk-a", `"promises":{"no_appointment":true,"free":false,"anonymous":null},"inferred_fields":["promises.no_appointment"],"phone":"+45 33 23 20 00",`),
	})
	if err != nil {
		t.Fatal(err)
	}
	c := centre(t, entries, "dk-a")
	want := directory.Promises{NoAppointment: directory.Yes, Free: directory.No}
	if c.Promises != want || c.Access != directory.AccessWalkIn {
		t.Errorf("promises %+v, access %q; want %+v and walk_in", c.Promises, c.Access, want)
	}
	if !slices.Equal(c.Provenance.Inferred, []string{"/promises/no_appointment"}) {
		t.Errorf("inferred %q", c.Provenance.Inferred)
	}
	if c.Contact.Phone != "+4533232000" {
		t.Errorf("phone %q, want one that can be dialled", c.Contact.Phone)
	}
}
