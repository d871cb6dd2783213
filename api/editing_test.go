package api_test

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"walkin/api"
	"walkin/internal/directory"
	"walkin/internal/staff"
)

// form sends a form of the console and gives where it leads.
func (d *desk) form(cookie, path string, pairs ...string) answer {
	d.t.Helper()
	v := make(url.Values)
	for i := 0; i < len(pairs); i += 2 {
		v.Add(pairs[i], pairs[i+1])
	}
	return d.ask("POST", path, v.Encode(), "Cookie", cookie)
}

// leads holds that a form was accepted and leads on.
func (d *desk) leads(a answer, to string) {
	d.t.Helper()
	if a.StatusCode != http.StatusSeeOther || a.Header.Get("Location") != to {
		d.t.Errorf("status %d, leads to %q, want %q: %.500s", a.StatusCode, a.Header.Get("Location"), to, a.body)
	}
}

func (d *desk) centre(id string) *directory.Centre {
	d.t.Helper()
	change, err := d.catalogue.Entry(d.t.Context(), directory.Key{Kind: directory.KindCentre, ID: id})
	if err != nil {
		d.t.Fatal(err)
	}
	return change.Entry.(*directory.Centre)
}

// Two people who have the same form open and change different things: the
// second is shown what the first did, with their own words still there, and
// nothing of either is lost.
func TestTwoFormsOfOnePlace(t *testing.T) {
	d := openDesk(t)
	m, _ := d.member("editor@example.dk", "editor:organisation:dsi")
	cookie := d.session(m)
	d.leads(d.form(cookie, "/staff/c/dk-aarhus", "revision", "1", "/name", "headspace Aarhus", "/contact/phone", "+4512345678"), "/staff/c/dk-aarhus?done=saved")
	second := d.form(cookie, "/staff/c/dk-aarhus", "revision", "1", "/name", "Andet navn", "/contact/phone", "+4570221000")
	if second.StatusCode != http.StatusPreconditionFailed || !strings.Contains(second.body, "Andet navn") || !strings.Contains(html.UnescapeString(second.body), "+4512345678") ||
		!strings.Contains(second.body, `name="revision" value="2"`) {
		t.Fatalf("status %d: %.2000s", second.StatusCode, second.body)
	}
	if c := d.centre("dk-aarhus"); c.Name != "headspace Aarhus" {
		t.Errorf("the second was saved: %s", c.Name)
	}
	d.leads(d.form(cookie, "/staff/c/dk-aarhus", "revision", "2", "/name", "Andet navn", "/contact/phone", "+4512345678"), "/staff/c/dk-aarhus?done=saved")
	if c := d.centre("dk-aarhus"); c.Name != "Andet navn" || c.Contact.Phone != "+4512345678" {
		t.Errorf("something was lost: %s, %s", c.Name, c.Contact.Phone)
	}
}

func TestWhatIsWrongWithAFormStandsAtItsField(t *testing.T) {
	d := openDesk(t)
	m, _ := d.member("editor@example.dk", "editor:organisation:dsi")
	cookie := d.session(m)
	a := d.form(cookie, "/staff/c/dk-aarhus", "revision", "1", "/contact/phone", "ring bare", "/ages/min", "40")
	if a.StatusCode != http.StatusBadRequest || !strings.Contains(a.body, `value="ring bare"`) || !strings.Contains(a.body, `id="contact-phone-fault"`) ||
		!strings.Contains(a.body, `id="ages-max-fault"`) {
		t.Errorf("status %d: %.3000s", a.StatusCode, a.body)
	}
	if c := d.centre("dk-aarhus"); *c.Ages.Min != 12 {
		t.Error("half of it was saved")
	}
}

func TestWhoMovesAPlaceMovesItsPoint(t *testing.T) {
	d := openDesk(t)
	m, _ := d.member("editor@example.dk", "editor:organisation:dsi")
	cookie := d.session(m)
	d.leads(d.form(cookie, "/staff/c/dk-aarhus", "revision", "1", "/location/street", "Nygade 4", "/location/postal_code", "5000", "/location/town", "Odense",
		"/location/point/lat", "56.15", "/location/point/lon", "10.2"), "/staff/c/dk-aarhus?done=saved")
	l := d.centre("dk-aarhus").Location
	if l.Precision == directory.PreciseExact || l.Point == nil || l.Point.Lat > 55.6 {
		t.Errorf("after a move to Odense its point is %+v, %s", l.Point, l.Precision)
	}
	d.leads(d.form(cookie, "/staff/c/dk-aarhus", "revision", "2", "/location/point/lat", "55,4", "/location/point/lon", "10.39"), "/staff/c/dk-aarhus?done=saved")
	if l := d.centre("dk-aarhus").Location; l.Precision != directory.PreciseExact || l.Point.Lat != 55.4 {
		t.Errorf("given a point: %+v, %s", l.Point, l.Precision)
	}
}

func TestSomethingNewBeginsAsPlanned(t *testing.T) {
	d := openDesk(t)
	d.put(&directory.Topic{ID: "talk_to_someone", Kind: directory.TopicAbout, Label: directory.Text{"en": "Talk"}})
	m, _ := d.member("editor@example.dk", "editor:organisation:dsi")
	other, _ := d.member("other@example.dk", "editor:centre:dk-bare")
	cookie := d.session(m)
	a := d.form(cookie, "/staff/new/centre", "name", "Ungecaféen på Åen", "town", "Odense", "organisation", "dsi")
	to := regexp.MustCompile(`^/staff/c/([a-z0-9-]+)\?done=made$`).FindStringSubmatch(a.Header.Get("Location"))
	if to == nil {
		t.Fatalf("status %d, %q: %.500s", a.StatusCode, a.Header.Get("Location"), a.body)
	}
	c := d.centre(to[1])
	if c.Status != directory.StatusPlanned || c.Organisation != "dsi" || c.Location.Point == nil || c.Location.Precision != directory.PreciseTown {
		t.Errorf("it is %+v", c)
	}
	if again := d.form(cookie, "/staff/new/centre", "name", "Ungecaféen på Åen", "town", "Odense", "organisation", "dsi"); again.StatusCode != http.StatusBadRequest {
		t.Errorf("the same again: %d", again.StatusCode)
	}
	if foreign := d.form(d.session(other), "/staff/new/centre", "name", "X", "town", "Odense", "organisation", "dsi"); foreign.StatusCode != http.StatusNotFound {
		t.Errorf("X1: for an organisation of somebody else: %d", foreign.StatusCode)
	}
	d.leads(d.form(cookie, "/staff/new/activity", "centre", "dk-aarhus", "name", "Strikkecafé"), "/staff/a/dk-aarhus-strikkecafe?done=made")
	if foreign := d.form(d.session(other), "/staff/new/activity", "centre", "dk-aarhus", "name", "X"); foreign.StatusCode != http.StatusNotFound {
		t.Errorf("X1: at a centre of somebody else: %d", foreign.StatusCode)
	}
}

func TestTheDraftsOfANetworkAreDecidedOnAPage(t *testing.T) {
	d := openDesk(t)
	admin, _ := d.member("admin@example.dk", "administrator")
	editor, _ := d.member("editor@example.dk", "editor:organisation:dsi")
	assessor, _ := d.member("assessor@example.dk", "assessor:network:headspace-danmark")
	other, _ := d.member("other@example.dk", "editor:centre:dk-bare")
	d.leads(d.form(d.session(admin), "/staff/n/headspace-danmark/rules", "revision", "1", "approval", "yes", "stale", "90"), "/staff/n/headspace-danmark?done=saved")
	mine, theirs := d.session(editor), d.session(assessor)
	d.leads(d.form(mine, "/staff/c/dk-aarhus", "revision", "1", "/name", "Venter"), "/staff/c/dk-aarhus?done=waits")
	for who, cookie := range map[string]string{"the editor": mine, "the assessor": theirs} {
		if page := d.ask("GET", "/staff/drafts", "", "Cookie", cookie); !strings.Contains(page.body, "Venter") {
			t.Errorf("%s does not see it: %s", who, page.body)
		}
	}
	if page := d.ask("GET", "/staff/drafts", "", "Cookie", d.session(other)); strings.Contains(page.body, "Venter") || strings.Contains(page.body, "headspace Aarhus") {
		t.Error("X1: somebody else sees it")
	}
	drafts, err := d.office.Drafts(t.Context())
	if err != nil || len(drafts) != 1 {
		t.Fatalf("%d drafts, %v", len(drafts), err)
	}
	path := "/staff/drafts/" + drafts[0].ID
	if a := d.form(mine, path, "decision", "approve"); a.StatusCode != http.StatusForbidden {
		t.Errorf("who wrote it approves it: %d", a.StatusCode)
	}
	d.leads(d.form(theirs, path, "decision", "approve"), "/staff/drafts?done=approved")
	if c := d.centre("dk-aarhus"); c.Name != "Venter" {
		t.Errorf("it is called %s", c.Name)
	}
	d.leads(d.form(theirs, "/staff/n/headspace-danmark/assess", "centre", "dk-aarhus", "criterion", "free", "met", "yes", "why", "Set"), "/staff/n/headspace-danmark?done=assessed")
	if a := d.form(mine, "/staff/n/headspace-danmark/assess", "centre", "dk-aarhus", "criterion", "free", "met", "no"); a.StatusCode != http.StatusForbidden && a.StatusCode != http.StatusNotFound {
		t.Errorf("an editor assesses: %d", a.StatusCode)
	}
}

func TestALinkInAMailConfirmsOnce(t *testing.T) {
	d := openDesk(t)
	m, _ := d.member("editor@example.dk", "editor:organisation:dsi")
	cookie := d.session(m)
	page := d.form(cookie, "/staff/c/dk-aarhus/ask")
	path := regexp.MustCompile(`/staff/confirm/[a-z0-9]+`).FindString(page.body)
	if path == "" {
		t.Fatalf("status %d, no link in %s", page.StatusCode, page.body)
	}
	before := d.centre("dk-aarhus").Provenance.VerifiedAt.String()
	for range 3 { // programs that look through mail open what they find
		if a := d.ask("GET", path, ""); a.StatusCode != http.StatusOK || d.centre("dk-aarhus").Provenance.VerifiedAt.String() != before {
			t.Fatalf("opened: %d", a.StatusCode)
		}
	}
	if a := d.ask("POST", strings.Replace(path, "/confirm/", "/in/", 1), ""); cookieOf(a) != "" {
		t.Fatal("a link to confirm signs somebody in")
	}
	if a := d.ask("POST", path, ""); a.StatusCode != http.StatusOK || d.centre("dk-aarhus").Provenance.VerifiedAt.String() != "2026-11-21" {
		t.Fatalf("pressed: %d, verified on %s", a.StatusCode, d.centre("dk-aarhus").Provenance.VerifiedAt)
	}
	if a := d.ask("POST", path, ""); a.StatusCode != http.StatusGone {
		t.Errorf("pressed again: %d", a.StatusCode)
	}
	// A link of somebody who has left is good for nothing.
	path = regexp.MustCompile(`/staff/confirm/[a-z0-9]+`).FindString(d.form(cookie, "/staff/c/dk-aarhus/ask").body)
	m.Active = false
	if err := d.office.PutMember(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	if a := d.ask("POST", path, ""); a.StatusCode != http.StatusGone {
		t.Errorf("after its member left: %d", a.StatusCode)
	}
}

// Every page of the console is nobody's business but its member's: another
// member is told that it does not exist (X1), a stranger is led to the door.
func TestX1PagesOfAForeignPlaceAreNotThere(t *testing.T) {
	d := openDesk(t)
	other, _ := d.member("other@example.dk", "editor:centre:dk-bare")
	cookie := d.session(other)
	for _, path := range []string{
		"/staff/c/dk-aarhus", "/staff/c/dk-aarhus/history", "/staff/c/dk-aarhus/photos", "/staff/a/dk-cooking", "/staff/o/dsi", "/staff/n/headspace-danmark",
	} {
		if a := d.ask("GET", path, "", "Cookie", cookie); a.StatusCode != http.StatusNotFound || strings.Contains(a.body, "Aarhus") {
			t.Errorf("%s: %d", path, a.StatusCode)
		}
		if a := d.ask("GET", path, ""); a.StatusCode != http.StatusSeeOther || a.Header.Get("Location") != "/staff/sign-in" {
			t.Errorf("%s to a stranger: %d", path, a.StatusCode)
		}
	}
	for _, path := range []string{"/staff/c/dk-aarhus", "/staff/c/dk-aarhus/confirm", "/staff/c/dk-aarhus/exceptions", "/staff/c/dk-aarhus/remove", "/staff/c/dk-aarhus/restore", "/staff/c/dk-aarhus/ask"} {
		if a := d.form(cookie, path, "revision", "1", "from", "2026-12-24", "sure", "yes", "to", "1", "/name", "x"); a.StatusCode != http.StatusNotFound {
			t.Errorf("POST %s: %d", path, a.StatusCode)
		}
	}
	if c := d.centre("dk-aarhus"); c.Name != "headspace Aarhus" {
		t.Error("something was changed")
	}
}

// What staff write is nowhere but where it belongs (X25).
func TestX25WhatStaffWriteIsNotInTheLog(t *testing.T) {
	d := openDesk(t)
	m, token := d.member("kanarie@example.dk", "editor:organisation:dsi")
	cookie := d.session(m)
	d.form(cookie, "/staff/c/dk-aarhus", "revision", "1", "/arrival/must_talk/da", "Kanariefugl i stuen")
	d.form(cookie, "/staff/c/dk-aarhus/exceptions", "from", "2026-12-24", "reason", "Kanariefuglen er syg")
	d.do("PATCH", "/v1/centres/dk-aarhus", `{"nonsense": "Kanariefugl"}`, "Authorization", token, "Content-Type", mergePatch, "If-Match", `"c1-1-a"`)
	log := d.log.String()
	for _, secret := range []string{"Kanarie", "kanarie", m.ID, strings.TrimPrefix(token, "Bearer "), strings.TrimPrefix(cookie, sessionCookie+"=")} {
		if strings.Contains(log, secret) {
			t.Errorf("the log holds %.12s…", secret)
		}
	}
	var changes api.ChangePage
	d.do("GET", "/v1/changes?after=0&limit=500", "").json(t, &changes)
	if len(changes.Changes) < 10 {
		t.Errorf("only %d changes", len(changes.Changes))
	}
	if body := d.do("GET", "/v1/changes?after=0&limit=500", "").body; strings.Contains(body, m.ID) || strings.Contains(body, string(staff.Editor)+"@") {
		t.Error("the change log tells the public who wrote")
	}
}

func TestAnExceptionIsPostedMendedAndTakenOff(t *testing.T) {
	d := openDesk(t)
	m, _ := d.member("editor@example.dk", "editor:organisation:dsi")
	cookie := d.session(m)
	path := "/staff/c/dk-aarhus/exceptions"
	if a := d.form(cookie, path, "from", "2026-12-26", "until", "2026-12-24"); a.StatusCode != http.StatusBadRequest || !strings.Contains(a.body, "These days or hours cannot be read") {
		t.Errorf("days that go backwards: %d", a.StatusCode)
	}
	d.leads(d.form(cookie, path, "from", "2026-12-24", "until", "2026-12-26", "reason", "Jul"), "/staff/c/dk-aarhus?done=posted")
	d.leads(d.form(cookie, path, "from", "2026-12-31", "instead", "10-12"), "/staff/c/dk-aarhus?done=posted")
	d.leads(d.form(cookie, path+"/remove", "from", "2026-12-24", "until", "2026-12-26"), "/staff/c/dk-aarhus?done=exception_off")
	if x := d.centre("dk-aarhus").Hours.Exceptions; len(x) != 1 || x[0].Closed || len(x[0].Hours) != 1 {
		t.Errorf("left are %+v", x)
	}
}

func TestANumberIsTakenAsPeopleWriteIt(t *testing.T) {
	d := openDesk(t)
	m, _ := d.member("editor@example.dk", "editor:organisation:dsi")
	cookie := d.session(m)
	d.leads(d.form(cookie, "/staff/c/dk-aarhus", "revision", "1", "/contact/phone", "+45 66 12-34.56", "/contact/sms", "0031 (0)20 123 45 67"), "/staff/c/dk-aarhus?done=saved")
	if c := d.centre("dk-aarhus").Contact; c.Phone != "+4566123456" || c.SMS != "+31201234567" {
		t.Errorf("kept are %s and %s", c.Phone, c.SMS)
	}
}

func TestAMemberIsChangedOnSightAndSomebodyStaysAdministrator(t *testing.T) {
	d := openDesk(t)
	admin, token := d.member("admin@example.dk", "administrator")
	m, _ := d.member("mette@example.dk", "editor:organisation:dsi")
	cookie := d.session(admin)
	path := "/staff/members/" + m.ID
	seen := m.Seen()
	save := func(seen, keep string) answer {
		return d.form(cookie, path, "name", "Mette", "email", "mette@example.dk", "lang", "da", "keep", keep, "active", "yes", "seen", seen)
	}
	d.leads(save(seen, ""), path+"?done=member_saved")
	if a := save(seen, "editor:organisation:dsi"); a.StatusCode != http.StatusPreconditionFailed {
		t.Errorf("on sight of what is no more: %d", a.StatusCode)
	}
	now, err := d.office.Member(t.Context(), m.ID)
	if err != nil || len(now.Grants) != 0 {
		t.Errorf("the roles that were taken are back: %+v %v", now.Grants, err)
	}
	if a := d.ask("POST", path, "name=x", "Authorization", token); a.StatusCode != http.StatusForbidden {
		t.Errorf("a token changes members: %d", a.StatusCode)
	}
	admin.Grants = nil
	if err := d.office.ChangeMember(t.Context(), admin, "nothing"); err == nil {
		t.Error("changed on sight of nothing")
	}
	before, _ := d.office.Member(t.Context(), admin.ID)
	if err := d.office.ChangeMember(t.Context(), admin, before.Seen()); err == nil {
		t.Error("nobody is left who can let others in")
	}
}
