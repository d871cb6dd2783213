package console_test

import (
	"regexp"
	"strings"
	"testing"

	"walkin/internal/browser"
)

// TestSigningInByMail goes the whole way that somebody goes on a Monday.
func TestSigningInByMail(t *testing.T) {
	t.Parallel()
	s := browser.Serve(t)
	mette := s.Member("mette@example.dk", "da", "administrator")
	p := browser.Open(t).Page()
	p.Phone()
	p.Go(s.URL + "/staff")
	if !strings.HasSuffix(p.URL(), "/staff/sign-in") {
		t.Fatalf("whoever is not signed in is at %s", p.URL())
	}
	p.Type("#email", "Mette@example.dk")
	p.Press("Enter")
	p.Wait("[role=status]")
	mails := s.Mails()
	if len(mails) != 1 || mails[0].To != mette.Email || mails[0].Subject == "" {
		t.Fatalf("mails: %+v", mails)
	}
	link := regexp.MustCompile(`http://\S+`).FindString(mails[0].Text)
	p.Go(link) // opening it uses nothing up
	p.Click("main button")
	p.Wait(".parts")
	if !strings.HasSuffix(p.URL(), "/staff") || p.Attribute("html", "lang") != "da" {
		t.Errorf("signed in to %s in %q", p.URL(), p.Attribute("html", "lang"))
	}
	if kept := p.Stored(); len(kept) != 1 || !strings.HasPrefix(kept[0], "cookie __Host-walkin=") {
		t.Errorf("the browser keeps %q", kept)
	}
	if browser.Eval[string](p, "document.cookie") != "" {
		t.Error("a script can read the session")
	}

	other := browser.Open(t).Page()
	other.Go(link)
	if other.Visible(`form[action^="/staff/in/"]`) || !other.Visible("[role=alert]") {
		t.Error("the link can be used twice")
	}

	p.Click("header form button")
	p.Wait("#email")
	p.Go(s.URL + "/staff/me")
	if !strings.HasSuffix(p.URL(), "/staff/sign-in") || len(p.Cookies()) != 0 {
		t.Errorf("signed out, one is at %s with %q", p.URL(), p.Cookies())
	}
}

// TestPasskeys makes a passkey, signs in with it, and tries what must not sign
// in.
func TestPasskeys(t *testing.T) {
	t.Parallel()
	s := browser.Serve(t)
	mette := s.Member("mette@example.dk", "en", "administrator")
	p := browser.Open(t).Page()
	device := p.Authenticator()
	base := s.Named()
	signOut := func() {
		t.Helper()
		p.Click("header form button")
		p.Wait("#email")
	}
	const with = "[data-passkeys=sign-in] button"

	p.Go(strings.Replace(s.SignInLink(mette), s.URL, base, 1))
	p.Click("main button")
	p.Wait(".parts")
	p.Go(base + "/staff/me")
	if p.Visible("[data-passkeys=none]") {
		t.Error("it says that this browser cannot")
	}
	p.Type("#passkey-name", "Mettes telefon")
	p.Press("Enter")
	p.Wait(".done")
	if n := device.Passkeys(); n != 1 {
		t.Fatalf("the device has %d passkeys", n)
	}
	if rows := p.Texts("td strong"); len(rows) != 1 || rows[0] != "Mettes telefon" {
		t.Errorf("the page lists %q", rows)
	}
	p.Phone()
	if wide := browser.Eval[int](p, "document.documentElement.scrollWidth"); wide > 360 {
		t.Errorf("my page is %d pixels wide on a phone", wide)
	}
	if right := browser.Eval[float64](p, `document.querySelector("td form button").getBoundingClientRect().right`); right > 360 {
		t.Error("on a phone one must scroll to remove a passkey")
	}
	p.Desktop()
	p.Type("#passkey-name", "Mettes telefon")
	p.Press("Enter")
	p.WaitFor(`document.querySelector("[data-said]").textContent.includes("already")`)
	accessible(t, p)

	signOut()
	accessible(t, p)
	device.Count(0) // a copy of the key that was taken before
	p.Click(with)
	p.WaitFor(`document.querySelector("[data-said]").textContent.includes("did not work")`)
	if strings.Contains(s.Log(), "mette") || !strings.Contains(s.Log(), "in two places") {
		t.Error("the log does not say what was refused, or says of whom")
	}
	device.Count(100) // the key that its member has used since
	p.Click(with)
	p.Wait(".parts")

	p.Go(base + "/staff/me")
	if used := p.Text("td span.muted"); !strings.Contains(used, "Last used on "+s.Now().UTC().Format("2006-01-02")) {
		t.Errorf("last used: %q", used)
	}
	p.Click("td form button")
	p.Wait(".done")
	if n := p.Count("td form"); n != 0 {
		t.Errorf("%d passkeys are left", n)
	}
	signOut()
	p.Click(with)
	p.WaitFor(`document.querySelector("[data-said]").textContent.includes("did not work")`)
	for _, complaint := range p.Complaints() {
		if !strings.Contains(complaint, "401") { // what was refused
			t.Errorf("the browser complains: %s", complaint)
		}
	}
}

// accessible holds a page against the rules of accessibility. It is a test of
// its own, which is skipped where nothing can check them.
func accessible(t *testing.T, p *browser.Page) {
	t.Helper()
	t.Run("keeps the rules of accessibility: "+p.Title(), func(t *testing.T) {
		for _, broken := range p.In(t).Axe() {
			t.Error(broken)
		}
	})
}
