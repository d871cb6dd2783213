package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"walkin/api"
	"walkin/api/web"
	"walkin/api/web/console"
	"walkin/internal/directory"
	"walkin/internal/referral"
	"walkin/internal/schedule"
)

const (
	cardFor = `{"from":"dk-aarhus","lang":"da","consent":true,"tell":true,"places":[{"kind":"centre","id":"dk-bare","day":"2026-11-26"}]}`
	needs   = `{"from":"dk-aarhus","topics":["gambling"]}`
)

// handsOver is a desk with somebody who hands on from Aarhus and somebody who
// receives at the bare place.
func handsOver(t *testing.T, change ...func(*api.Options)) (d *desk, sender, host string) {
	t.Helper()
	d = openDesk(t, change...)
	_, sender = d.member("sender@example.dk", "viewer:centre:dk-aarhus")
	_, host = d.member("host@example.dk", "editor:centre:dk-bare")
	return d, sender, host
}

func (d *desk) makeCard(token, body string, headers ...string) api.MadeCard {
	d.t.Helper()
	a := d.do(http.MethodPost, "/v1/referrals", body, append([]string{"Authorization", token}, headers...)...)
	if a.StatusCode != http.StatusCreated {
		d.t.Fatalf("make a card: %d %s", a.StatusCode, a.body)
	}
	var made api.MadeCard
	a.json(d.t, &made)
	return made
}

// open opens a card by its code, on a telephone in English.
func (d *desk) open(code string) answer {
	d.t.Helper()
	return d.do(http.MethodGet, "/r/"+code, "", "Accept-Language", "en")
}

func (d *desk) list(token string) (list api.ReferralList) {
	d.t.Helper()
	d.do(http.MethodGet, "/v1/referrals", "", "Authorization", token).json(d.t, &list)
	return list
}

func TestAReferralIsAnsweredWithReasons(t *testing.T) {
	d, sender, _ := handsOver(t)
	a := d.do(http.MethodPost, "/v1/referrals/match", `{"from":"dk-aarhus","topics":["gambling","loneliness"],"age":16,"near":"8000","promises":["free"],"limit":5}`, "Authorization", sender)
	var found api.MatchAnswer
	a.json(t, &found)
	if a.StatusCode != http.StatusOK || len(found.Matches) == 0 || found.Near == nil || found.Near.Id != "DK:8000" {
		t.Fatalf("%d %s", a.StatusCode, a.body)
	}
	reasons := 0
	for _, m := range append(found.Matches, found.Own...) {
		for _, r := range slices.Concat(m.For, m.Against, m.Unknown) {
			if reasons++; r.Text == "" || strings.Contains(r.Text, "refer.") || strings.Contains(r.Text, "{") {
				t.Errorf("%s says %q", r.Code, r.Text)
			}
		}
		if m.Id == "dk-aarhus" && m.As == "place" && !slices.ContainsFunc(found.Own, func(own api.ReferralMatch) bool { return own.Id == m.Id }) {
			t.Error("the place where they are is a match")
		}
		if m.Id == "dk-closed" {
			t.Error("a closed place is a match")
		}
	}
	if reasons == 0 || len(found.Own) == 0 {
		t.Errorf("%d reasons; the own place has %d", reasons, len(found.Own))
	}
	if !strings.Contains(a.Header.Get("Cache-Control"), "no-store") {
		t.Errorf("the answer may be kept: %q", a.Header.Get("Cache-Control"))
	}
	t.Run("a crisis topic is answered with people to call, first", func(t *testing.T) {
		d.t = t
		var found api.MatchAnswer
		d.do(http.MethodPost, "/v1/referrals/match", `{"from":"dk-aarhus","topics":["suicide"]}`, "Authorization", sender).json(t, &found)
		if found.Crisis == nil || len(found.Crisis.Helplines) < 3 || found.Crisis.Emergency != "112" || len(found.Lines) > 0 {
			t.Errorf("got %+v", found)
		}
	})
	t.Run("what changes in the catalogue is a match at once", func(t *testing.T) {
		d.t = t
		has := func(id string) bool {
			var found api.MatchAnswer
			d.do(http.MethodPost, "/v1/referrals/match", needs, "Authorization", sender).json(t, &found)
			return slices.ContainsFunc(found.Matches, func(m api.ReferralMatch) bool { return m.Id == id })
		}
		fresh := &directory.Centre{ID: "dk-new", Name: "Nyt sted", Location: directory.Location{Country: "DK"}, Topics: []string{"gambling"},
			Provenance: directory.Provenance{SourceURL: "https://example.org/", SourceSeen: "2026"}}
		if has(fresh.ID) {
			t.Fatal("it is there before it is")
		}
		d.put(fresh)
		if !has(fresh.ID) {
			t.Error("it is not found")
		}
		if _, err := d.catalogue.Delete(t.Context(), fresh.Key(), directory.Edit{Author: "test"}); err != nil {
			t.Fatal(err)
		}
		if has(fresh.ID) {
			t.Error("what was taken out is found")
		}
	})
}

func TestX31ACardAsksForNothingAboutAPerson(t *testing.T) {
	d, sender, _ := handsOver(t)
	story := strings.Repeat("angst ", 834)[:5000]
	with := func(member string) string { return strings.Replace(cardFor, `{"from"`, `{`+member+`,"from"`, 1) }
	var tests []scenario
	for _, tt := range []struct {
		name, path, body, names string
	}{
		{"a card with a name is refused", "/v1/referrals", with(`"name":"Mette Hansen"`), "/name"},
		{"a card with a diagnosis is refused", "/v1/referrals", with(`"diagnosis":"angst"`), "/diagnosis"},
		{"a card with 5,000 characters of free text is refused", "/v1/referrals", with(`"note":"` + story + `"`), "/note"},
		{"a place with a note is refused", "/v1/referrals", strings.Replace(cardFor, `"day"`, `"note":"`+story+`","day"`, 1), "/places/0/note"},
		{"free text for the language is refused", "/v1/referrals", strings.Replace(cardFor, `"lang":"da"`, `"lang":"`+story+`"`, 1), "/lang"},
		{"a name for a place is refused", "/v1/referrals", strings.Replace(cardFor, `"dk-bare"`, `"Mette Hansen"`, 1), "/places/0/id"},
		{"a name for the centre is refused", "/v1/referrals", strings.Replace(cardFor, `"dk-aarhus"`, `"Mette Hansen"`, 1), "/from"},
		{"a story for the day is refused", "/v1/referrals", strings.Replace(cardFor, `2026-11-26`, `in the week when Mette is home`, 1), "/places/0/day"},
		{"a card without consent is refused", "/v1/referrals", strings.Replace(cardFor, `"consent":true`, `"consent":false`, 1), "/consent"},
		{"a card that says nothing of consent is refused", "/v1/referrals", strings.Replace(cardFor, `"consent":true,`, ``, 1), "/consent"},
		{"a day that may not be told is refused", "/v1/referrals", strings.Replace(cardFor, `"tell":true`, `"tell":false`, 1), "/places/0/day"},
		{"a need with a name is refused", "/v1/referrals/match", `{"name":"Mette Hansen","from":"dk-aarhus","topics":["gambling"]}`, "/name"},
		{"a need with a story is refused", "/v1/referrals/match", `{"text":"` + story + `","from":"dk-aarhus","topics":["gambling"]}`, "/text"},
		{"a story for a town is refused", "/v1/referrals/match", `{"near":"` + story + `","from":"dk-aarhus","topics":["gambling"]}`, "/near"},
		{"a story for a topic is refused", "/v1/referrals/match", `{"topics":["Mette Hansen"],"from":"dk-aarhus"}`, "/topics/0"},
	} {
		tests = append(tests, scenario{name: tt.name, path: tt.path, body: tt.body, headers: []string{"Authorization", sender}, status: 400,
			contains: []string{`"pointer":"` + tt.names + `"`}, lacks: []string{"Mette", "angst"}})
	}
	d.run(tests)
	if len(d.list(sender).Sent) > 0 {
		t.Error("a card that was refused is kept")
	}
	// No schema of a hand-over has a text without an end.
	for _, name := range []string{"CardRequest", "CardPlaceRequest", "MatchRequest", "WelcomeRequest", "MarkRequest", "RevokeRequest"} {
		for field, schema := range d.doc.Components.Schemas[name].Value.Properties {
			if s := schema.Value; s.Type.Is("string") && s.Pattern == "" && len(s.Enum) == 0 && s.Format == "" && !(name == "MatchRequest" && field == "near") {
				t.Errorf("%s.%s takes free text", name, field)
			}
		}
	}
}

func TestR10TheSamePostTwiceMakesOneCard(t *testing.T) {
	d, sender, host := handsOver(t)
	first := d.makeCard(sender, cardFor, "Idempotency-Key", "one")
	d.clock.Move(time.Hour)
	again := d.makeCard(sender, cardFor, "Idempotency-Key", "one")
	if a, b := fmt.Sprintf("%+v", first), fmt.Sprintf("%+v", again); first.Code != again.Code || !jsonEqual(t, first, again) {
		t.Errorf("the second answer differs:\n%s\n%s", a, b)
	}
	if n := len(d.list(sender).Sent); n != 1 {
		t.Errorf("there are %d cards", n)
	}
	other := strings.Replace(cardFor, `"da"`, `"nl"`, 1)
	if a := d.do(http.MethodPost, "/v1/referrals", other, "Authorization", sender, "Idempotency-Key", "one"); a.StatusCode != http.StatusConflict {
		t.Errorf("the same key for another card: %d", a.StatusCode)
	}
	if made := d.makeCard(sender, cardFor, "Idempotency-Key", "two"); made.Code == first.Code {
		t.Error("another key gives the same code")
	}
	if made := d.makeCard(sender, cardFor); made.Code == first.Code {
		t.Error("no key gives the same code")
	}
	// The key is the member's own.
	back := `{"from":"dk-bare","lang":"da","consent":true,"places":[{"kind":"centre","id":"dk-aarhus"}]}`
	if made := d.makeCard(host, back, "Idempotency-Key", "one"); made.Code == first.Code {
		t.Error("somebody else's key gives the same code")
	}
	if a := d.open(again.Code); a.StatusCode != http.StatusOK {
		t.Errorf("the card does not open: %d", a.StatusCode)
	}
}

func jsonEqual(t *testing.T, a, b any) bool {
	t.Helper()
	first, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	second, err := json.Marshal(b)
	return err == nil && string(first) == string(second)
}

func TestX1SomebodyElsesHandOverIsNone(t *testing.T) {
	d, sender, host := handsOver(t)
	_, stranger := d.member("stranger@example.dk", "editor:centre:dk-closed")
	card := d.makeCard(sender, cardFor)
	unknown := strings.Repeat("0", 64)
	// body gives an answer without what names the request.
	body := func(a answer) string { return regexp.MustCompile(`urn:request:\w+`).ReplaceAllString(a.body, "") }
	for _, tt := range []struct {
		name, token, path, request, none string
	}{
		{"to match from", stranger, "/v1/referrals/match", needs, `{"from":"dk-nowhere","topics":["gambling"]}`},
		{"to send from", stranger, "/v1/referrals", cardFor, strings.Replace(cardFor, "dk-aarhus", "dk-nowhere", 1)},
	} {
		got := d.do(http.MethodPost, tt.path, tt.request, "Authorization", tt.token)
		want := d.do(http.MethodPost, tt.path, tt.none, "Authorization", tt.token)
		if got.StatusCode != 404 || want.StatusCode != 404 || body(got) != body(want) {
			t.Errorf("%s: %d %s, and of none %d %s", tt.name, got.StatusCode, got.body, want.StatusCode, want.body)
		}
	}
	for _, tt := range []struct {
		name, token, deed, request string
	}{
		{"a stranger answers for the place", stranger, "answer", `{"centre":"dk-bare","welcome":"come_in"}`},
		{"a stranger answers for their own place, which is not on the card", stranger, "answer", `{"centre":"dk-closed","welcome":"come_in"}`},
		{"the sender answers for the place", sender, "answer", `{"centre":"dk-bare","welcome":"come_in"}`},
		{"a stranger marks", stranger, "mark", `{"centre":"dk-bare","state":"arrived"}`},
		{"a stranger takes it back", stranger, "revoke", `{"from":"dk-aarhus"}`},
		{"a stranger takes it back as theirs", stranger, "revoke", `{"from":"dk-closed"}`},
		{"the place takes it back", host, "revoke", `{"from":"dk-bare"}`},
		{"a centre that does not exist", sender, "revoke", `{"from":"dk-nowhere"}`},
	} {
		got := d.do(http.MethodPost, "/v1/referrals/"+card.Id+"/"+tt.deed, tt.request, "Authorization", tt.token)
		want := d.do(http.MethodPost, "/v1/referrals/"+unknown+"/"+tt.deed, tt.request, "Authorization", tt.token)
		if got.StatusCode != 404 || want.StatusCode != 404 || body(got) != body(want) {
			t.Errorf("%s: %d %s, and of none %d %s", tt.name, got.StatusCode, got.body, want.StatusCode, want.body)
		}
	}
	if list := d.list(stranger); len(list.Sent)+len(list.Expected) > 0 {
		t.Errorf("a stranger sees %+v", list)
	}
	for _, path := range []string{"/v1/referrals/match", "/v1/referrals"} {
		if a := d.do(http.MethodPost, path, needs); a.StatusCode != http.StatusUnauthorized {
			t.Errorf("%s without a token: %d", path, a.StatusCode)
		}
	}
	if a := d.do(http.MethodPost, "/v1/referrals/"+card.Id+"/answer", `{"centre":"dk-bare","welcome":"Mette is welcome"}`, "Authorization", host); a.StatusCode != 400 || strings.Contains(a.body, "Mette") {
		t.Errorf("an answer in own words: %d %s", a.StatusCode, a.body)
	}
}

func TestACardIsAnsweredMarkedAndTakenBack(t *testing.T) {
	d, sender, host := handsOver(t)
	card := d.makeCard(sender, cardFor)
	expected := d.list(host).Expected
	if len(expected) != 1 || expected[0].Id != card.Id || expected[0].Day.String() != "2026-11-26" || expected[0].From != nil || expected[0].Centre != "dk-bare" {
		t.Fatalf("the place expects %+v", expected)
	}
	deed := func(token, deed, body string, status int) {
		t.Helper()
		if a := d.do(http.MethodPost, "/v1/referrals/"+card.Id+"/"+deed, body, "Authorization", token); a.StatusCode != status {
			t.Errorf("%s: %d %s", deed, a.StatusCode, a.body)
		}
	}
	deed(host, "answer", `{"centre":"dk-bare","welcome":"kitchen_table"}`, http.StatusNoContent)
	if a := d.open(card.Code); !strings.Contains(a.body, "They are ready for you.") && !strings.Contains(a.body, "De er klar til dig.") {
		t.Error("the card does not say that they are ready")
	}
	deed(host, "mark", `{"centre":"dk-bare","state":"did_not_come"}`, http.StatusNoContent)
	deed(host, "mark", `{"centre":"dk-bare","state":"arrived"}`, http.StatusNoContent)
	deed(host, "mark", `{"centre":"dk-bare","state":"did_not_come"}`, http.StatusConflict)
	if sent := d.list(sender).Sent; len(sent) != 1 || sent[0].Places[0].State != "arrived" || sent[0].From != "dk-aarhus" {
		t.Errorf("the sender sees %+v", sent)
	}
	deed(sender, "revoke", `{"from":"dk-aarhus"}`, http.StatusNoContent)
	if a := d.open(card.Code); a.StatusCode != http.StatusNotFound {
		t.Errorf("a card that was taken back: %d", a.StatusCode)
	}
	if len(d.list(host).Expected) > 0 {
		t.Error("the place still expects somebody")
	}
	quiet := d.makeCard(sender, `{"from":"dk-aarhus","lang":"da","consent":true,"places":[{"kind":"centre","id":"dk-bare"}]}`)
	if len(d.list(host).Expected) > 0 {
		t.Error("the place is told of somebody who did not agree to that")
	}
	if a := d.open(quiet.Code); !strings.Contains(a.body, "Vi har ikke sagt til dem") || strings.Contains(a.body, "headspace Aarhus") {
		t.Errorf("the quiet card says %s", a.body)
	}
}

func TestACodeThatOpensNothingTellsNothing(t *testing.T) {
	d, sender, _ := handsOver(t)
	over, back := d.makeCard(sender, cardFor), d.makeCard(sender, cardFor)
	d.do(http.MethodPost, "/v1/referrals/"+back.Id+"/revoke", `{"from":"dk-aarhus"}`, "Authorization", sender)
	d.clock.Move(referral.CardLife - time.Hour)
	_, sender = d.member("later@example.dk", "viewer:centre:dk-aarhus") // tokens are good for a day
	good := d.makeCard(sender, strings.Replace(cardFor, `,"day":"2026-11-26"`, ``, 1))
	d.clock.Move(time.Hour)
	want := d.open(string(referral.NewCode()))
	if want.StatusCode != http.StatusNotFound || !strings.Contains(want.body, "The card does not open") {
		t.Fatalf("an unknown code: %d %s", want.StatusCode, want.body)
	}
	for name, code := range map[string]string{"an expired code": over.Code, "one that was taken back": back.Code, "what is no code": "hello", "what is longer": strings.Repeat("A", 300)} {
		if got := d.open(code); got.StatusCode != want.StatusCode || got.body != want.body {
			t.Errorf("%s: %d %s", name, got.StatusCode, got.body)
		}
	}
	if n, err := d.referrals.Purge(t.Context()); n != 2 || err != nil {
		t.Errorf("purged %d: %v", n, err)
	}
	if got := d.open(over.Code); got.StatusCode != want.StatusCode || got.body != want.body {
		t.Errorf("a purged code: %d", got.StatusCode)
	}
	for _, spelled := range []string{good.Code, strings.ToLower(good.Code), strings.ReplaceAll(good.Code, "-", "")} {
		if got := d.open(spelled); got.StatusCode != http.StatusOK {
			t.Errorf("%d for %s", got.StatusCode, spelled)
		}
	}
}

func TestGuessingIsLimited(t *testing.T) {
	d, sender, _ := handsOver(t) // the limit of requests is off
	good := d.makeCard(sender, cardFor)
	refused := 0
	for range 40 {
		if a := d.open(string(referral.NewCode())); a.StatusCode == http.StatusTooManyRequests {
			if refused++; a.Header.Get("Retry-After") == "" {
				t.Fatal("nobody says how long to wait")
			}
		}
	}
	if refused < 9 {
		t.Errorf("of 40 guesses %d were refused", refused)
	}
	if a := d.do(http.MethodGet, "/nl/r/"+good.Code, ""); a.StatusCode != http.StatusTooManyRequests {
		t.Errorf("another language is another limit: %d", a.StatusCode)
	}
	d.clock.Move(time.Minute)
	if a := d.open(good.Code); a.StatusCode != http.StatusOK {
		t.Errorf("after a minute: %d", a.StatusCode)
	}
}

func TestACardIsForNobodyElse(t *testing.T) {
	d, sender, _ := handsOver(t, func(o *api.Options) { o.BaseURL = "https://walkin.example" })
	card := d.makeCard(sender, strings.Replace(cardFor, `"da"`, `"ar"`, 1))
	if card.Url != "https://walkin.example/r/"+strings.ReplaceAll(card.Code, "-", "") || !strings.HasSuffix(card.Message, card.Url) || strings.Contains(card.Message, "Gambling") {
		t.Errorf("the card is at %s: %q", card.Url, card.Message)
	}
	a := d.open(card.Code)
	for name, want := range map[string]string{"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow", "Set-Cookie": "", "ETag": ""} {
		if got := a.Header.Get(name); got != want {
			t.Errorf("%s is %q", name, got)
		}
	}
	for _, want := range []string{`lang="ar" dir="rtl"`, "<title>walkin</title>", `name="robots" content="noindex, nofollow"`, `href="/uk/r/`, `<svg viewBox`} {
		if !strings.Contains(a.body, want) {
			t.Errorf("the card lacks %s", want)
		}
	}
	for _, unwanted := range []string{"dk-aarhus", "headspace Aarhus", "og:", "<img", "http://"} {
		if strings.Contains(a.body, unwanted) {
			t.Errorf("the card has %s", unwanted)
		}
	}
	for _, lang := range web.Languages {
		if a := d.do(http.MethodGet, "/"+lang+"/r/"+card.Code, ""); a.StatusCode != http.StatusOK || !strings.Contains(a.body, `<html lang="`+lang+`"`) || strings.Contains(a.body, "handover.") {
			t.Errorf("in %s: %d", lang, a.StatusCode)
		}
	}
	secret := d.makeCard(sender, strings.Replace(cardFor, "dk-bare", "dk-hidden", 1))
	if a := d.open(secret.Code); a.StatusCode != http.StatusOK || strings.Contains(a.body+secret.Message, marker) || strings.Contains(a.body, "geo:") {
		t.Errorf("the card to a place with a secret address: %d %s", a.StatusCode, a.body)
	}
	if _, err := d.catalogue.Delete(t.Context(), directory.Key{Kind: directory.KindCentre, ID: "dk-hidden"}, directory.Edit{Author: "test"}); err != nil {
		t.Fatal(err)
	}
	if a := d.open(secret.Code); a.StatusCode != http.StatusNotFound {
		t.Errorf("a card to nowhere: %d", a.StatusCode)
	}
	hash, err := referral.ParseHash(card.Id)
	if err != nil {
		t.Fatal(err)
	}
	reads, err := d.referrals.Reads(t.Context(), hash)
	if err != nil || len(reads) != 1 || reads[0].Reader != "public" || reads[0].Times != 1+len(web.Languages) {
		t.Errorf("who read it: %+v %v", reads, err)
	}
}

// TestEveryReasonHasWords reads the codes where they are declared, so that a new
// one fails until each language and the contract have it.
func TestEveryReasonHasWords(t *testing.T) {
	source, err := os.ReadFile("../internal/referral/reason.go")
	if err != nil {
		t.Fatal(err)
	}
	site, err := console.Open()
	if err != nil {
		t.Fatal(err)
	}
	doc, _ := contract(t)
	var inContract, codes []string
	for _, code := range doc.Components.Schemas["ReferralReasonCode"].Value.Enum {
		inContract = append(inContract, code.(string))
	}
	for _, m := range regexp.MustCompile(`Reason\w+ +(?:ReasonCode )?= "(\w+)"`).FindAllStringSubmatch(string(source), -1) {
		codes = append(codes, m[1])
	}
	if len(codes) < 25 || !slices.Equal(slices.Sorted(slices.Values(codes)), slices.Sorted(slices.Values(inContract))) {
		t.Errorf("declared are %q, in the contract %q", codes, inContract)
	}
	at := now.Add(26 * time.Hour)
	values := map[string]string{
		"age_fits": "15-25", "promise_yes": "free", "promise_unknown": "anonymous", "language_spoken": "ar", "language_other": "so", "language_unknown": "uk",
		"appointment": "call_first", "distance": "1200", "far": "54000", "verified": "2026-11-01", "unverified": "2026-08", "volunteering": "2", "hosted_by": "Naboerne",
	}
	for _, lang := range []string{"da", "nl", "en"} {
		e := console.Explainer{Words: site.Words(lang), Now: now, Topic: func(id string) string { return "Topic" }, Title: func(directory.Key) string { return "Title" }}
		for _, code := range codes {
			for _, r := range []referral.Reason{
				{Code: referral.ReasonCode(code), Value: values[code]},
				{Code: referral.ReasonCode(code), Value: values[code], At: &at, Days: []schedule.Day{schedule.Tue}, Entry: directory.Key{Kind: directory.KindActivity, ID: "a"}},
			} {
				if says := e.Says(r); says == "" || strings.Contains(says, "refer.") || strings.ContainsAny(says, "{}!") {
					t.Errorf("%s: %s says %q", lang, code, says)
				}
			}
		}
		for _, w := range referral.Welcomes {
			for _, key := range []string{"cards.welcome." + string(w), "handover.welcome." + string(w)} {
				if !site.Words(lang).Knows(key) {
					t.Errorf("%s: nothing is said for %s", lang, key)
				}
			}
		}
		for _, key := range []string{"sent", "ready", "arrived", "did_not_come", "revoked"} {
			if !site.Words(lang).Knows("cards.state." + key) {
				t.Errorf("%s: nothing is said for the state %s", lang, key)
			}
		}
	}
}
