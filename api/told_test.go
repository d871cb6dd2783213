package api_test

import (
	"html"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"walkin/internal/directory"
	"walkin/internal/staff"
)

// speaking adds somebody who has the console in a language.
func (d *desk) speaking(lang, email string, roles ...string) (staff.Member, string) {
	d.t.Helper()
	m, token := d.member(email, roles...)
	m.Lang = lang
	d.rewrite(m)
	return m, token
}

// What the directory refuses is said to a member in their own language, beside
// the field, and to a program in English, as it always was.
func TestARefusalIsToldInTheLanguageOfTheMember(t *testing.T) {
	d := openDesk(t)
	want := map[string][]string{
		"da": {"Stedet kan ikke gemmes sådan.", "“Til alder” er lavere end “Fra alder”.", `"ring bare" kan man ikke ringe til.`},
		"nl": {"De plek kan zo niet bewaard worden.", "“Tot en met leeftijd” is lager dan “Vanaf leeftijd”.", `"ring bare" kun je niet bellen.`},
		"en": {"The centre breaks a rule.", "The highest age is below the lowest.", `"ring bare" cannot be dialled`},
	}
	for lang, sentences := range want {
		m, token := d.speaking(lang, lang+"@example.dk", "editor:organisation:dsi")
		a := d.form(d.session(m), "/staff/c/dk-aarhus", "revision", "1", "/ages/min", "40", "/ages/max", "20", "/contact/phone", "ring bare")
		body := html.UnescapeString(a.body)
		if a.StatusCode != http.StatusBadRequest {
			t.Fatalf("%s: status %d", lang, a.StatusCode)
		}
		for i, at := range []string{`role="alert">`, `id="ages-max-fault">`, `id="contact-phone-fault">`} {
			if !strings.Contains(body, at+sentences[i]) {
				t.Errorf("%s: %s does not say %q", lang, at, sentences[i])
			}
		}
		if strings.Contains(body, `<span lang="en">`) || lang != "en" && (strings.Contains(body, "below the lowest") || strings.Contains(body, "breaks a rule")) {
			t.Errorf("%s: it says something in English", lang)
		}

		api := d.do("PATCH", "/v1/centres/dk-aarhus", `{"ages":{"min":40,"max":20}}`, "Authorization", token, "If-Match", d.etag("/v1/centres/dk-aarhus", token), "Content-Type", "application/merge-patch+json")
		if errors := `"detail":"The centre breaks a rule.","errors":[{"detail":"The highest age is below the lowest.","pointer":"/ages/max"}]`; api.StatusCode != 400 || !strings.Contains(api.body, errors) {
			t.Errorf("%s: over the API: %d %s", lang, api.StatusCode, api.body)
		}
	}
}

// Every other page on which something is refused says it in that language too.
func TestEveryPageRefusesInTheLanguageOfTheMember(t *testing.T) {
	d := importDesk(t)
	m, _ := d.speaking("da", "admin@example.dk", "administrator")
	cookie := d.session(m)
	for _, c := range []struct {
		name, path string
		pairs      []string // of a form; nil looks at the page
		says       string
	}{
		{"an address asks for too few weeks", "/staff/demand?municipality=0751&weeks=5", nil, "Man kan se 4, 13, 26 eller 52 uger tilbage."},
		{"an address asks for a week of long ago", "/staff/area?municipality=0751&week=1999-W01", nil, "Ugen skal være i årene 2000 til 2099."},
		{"a member has no name", "/staff/members", []string{"email", "x@example.dk", "lang", "da"}, "Et navn har 1 til 100 tegn på én linje."},
		{"a role is over what it cannot be over", "/staff/members", []string{"name", "X", "email", "x@example.dk", "lang", "da", "role", "assessor", "over", "dk-aarhus"}, "Der er ikke noget med det navn, som rollen kan gælde."},
		{"a role is over nothing", "/staff/members", []string{"name", "X", "email", "x@example.dk", "lang", "da", "role", "editor", "over", "dk-none"}, "Se ved rollen, hvad der mangler."},
		{"a token may do nothing", "/staff/me/tokens", []string{"name", "x", "days", "30"}, "Vælg mindst én ting, som nøglen må."},
		{"a network hides before it lowers", "/staff/n/headspace-danmark/rules", []string{"revision", "1", "stale", "90", "hide", "30"}, "Der skal gå flere dage"},
		{"colleagues are told of no address", "/staff/c/dk-aarhus/about", []string{"email", "nobody"}, "Det er ikke en e-mailadresse som huset@example.dk."},
		{"a place is removed that others are at", "/staff/c/dk-aarhus/remove", []string{"revision", "1", "sure", "yes"}, `Stedet "dk-aarhus" bruges stadig af aktiviteten`},
		{"a list is empty", "/staff/import", []string{}, "Filen mangler eller er tom."},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := d.in(t)
			var a answer
			switch {
			case c.pairs == nil:
				a = d.ask("GET", c.path, "", "Cookie", cookie)
			case c.path == "/staff/import":
				body, contentType := multipartList(t, nil, "organisation", "dsi")
				a = d.ask("POST", c.path, body, "Cookie", cookie, "Content-Type", contentType)
			default:
				a = d.form(cookie, c.path, c.pairs...)
			}
			if body := html.UnescapeString(a.body); a.StatusCode < 400 || a.StatusCode >= 500 || !strings.Contains(body, c.says) || strings.Contains(body, `<span lang="en">`) {
				t.Errorf("status %d, does not say %q: %s", a.StatusCode, c.says, body[max(0, strings.Index(body, "<main")):])
			}
		})
	}
}

// The preview of a list is read later than it was made, and by others: what it
// keeps of a broken rule is said in the language of whoever looks.
func TestAPreviewSaysABrokenRuleToWhoeverLooks(t *testing.T) {
	d := importDesk(t)
	var lines []string
	for _, c := range []*directory.Centre{d.centre("dk-aarhus"), d.centre("dk-bare")} {
		changed := *c
		changed.Organisation, changed.Ages = "dsi", directory.Ages{Min: new(30), Max: new(20)}
		line, err := directory.EncodeLine(&changed)
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, string(line))
	}
	m, token := d.speaking("da", "mette@example.dk", "administrator")
	p := d.send(token, strings.Join(lines, "\n"), "organisation", "dsi")
	if len(p.Faults) == 0 || p.Faults[0].Text != "Her brydes en regel (alder): “Til alder” er lavere end “Fra alder”." {
		t.Fatalf("the faults are %+v", p.Faults)
	}
	for lang, says := range map[string]string{
		"da": "Her brydes en regel (alder): “Til alder” er lavere end “Fra alder”.",
		"nl": "Hier wordt een regel gebroken (leeftijd): “Tot en met leeftijd” is lager dan “Vanaf leeftijd”.",
		"en": "A rule is broken (age): The highest age is below the lowest.",
	} {
		m.Lang = lang
		d.rewrite(m)
		a := d.ask("GET", "/staff/import/"+url.PathEscape(p.Id), "", "Cookie", d.session(m))
		if body := html.UnescapeString(a.body); !strings.Contains(body, says) || strings.Contains(body, `<span lang="en">`) {
			t.Errorf("%s: %d does not say %q: %s", lang, a.StatusCode, says, body[max(0, strings.Index(body, "<main")):])
		}
	}
}
