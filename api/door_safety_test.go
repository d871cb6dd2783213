package api_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"walkin/api"
)

// TestNoOtherSiteUsesASession sends what a page of another site can have a
// browser send (X22): it is refused, and nothing happens.
func TestNoOtherSiteUsesASession(t *testing.T) {
	d := openDesk(t)
	m, _ := d.member("mette@example.dk", "administrator")
	cookie := d.session(m)
	form := "name=Intruder&email=intruder%40example.dk&lang=en&role=administrator&active=yes"
	ours := d.url
	sources := []struct {
		name    string
		headers []string
		refused bool
	}{
		{"X22: a form from another site is refused", []string{"Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example"}, true},
		{"X22: a form from a neighbour under the same name is refused", []string{"Sec-Fetch-Site", "same-site", "Origin", "https://evil.example"}, true},
		{"X22: an address typed by hand posts nothing", []string{"Sec-Fetch-Site", "none"}, true},
		{"X22: an origin that is not ours is refused", []string{"Sec-Fetch-Site", "", "Origin", "https://evil.example"}, true},
		{"X22: an origin that begins like ours is refused", []string{"Sec-Fetch-Site", "", "Origin", ours + ".evil.example"}, true},
		{"X22: an origin that is hidden is refused", []string{"Sec-Fetch-Site", "", "Origin", "null"}, true},
		{"X22: neither origin nor site is refused", []string{"Sec-Fetch-Site", ""}, true},
		{"X22: the origin cannot outdo the site", []string{"Sec-Fetch-Site", "cross-site", "Origin", ours}, true},
		{"an older browser on our own page is let in", []string{"Sec-Fetch-Site", "", "Origin", ours}, false},
	}
	members := func() int {
		all, err := d.office.Members(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return len(all)
	}
	for _, c := range sources {
		t.Run(c.name, func(t *testing.T) {
			before := members()
			a := d.ask("POST", "/staff/members", form, append([]string{"Cookie", cookie}, c.headers...)...)
			if want := map[bool]int{true: 403, false: 303}[c.refused]; a.StatusCode != want {
				t.Errorf("status %d, want %d", a.StatusCode, want)
			}
			if grew := members() > before; grew == c.refused {
				t.Errorf("a member was added: %t", grew)
			}
			if c.refused {
				for _, path := range []string{"/staff/sign-in", d.link(m), "/staff/out"} {
					if a := d.ask("POST", path, "email=mette%40example.dk", append([]string{"Cookie", cookie}, c.headers...)...); a.StatusCode != 403 || len(a.Cookies()) > 0 {
						t.Errorf("%s: status %d, cookies %v", path, a.StatusCode, a.Cookies())
					}
				}
				for _, path := range []string{"/staff/passkeys/begin", "/staff/passkeys/sign-in/begin"} {
					if a := d.ask("POST", path, "{}", append([]string{"Cookie", cookie, "Content-Type", "application/json", "Host", "localhost"}, c.headers...)...); a.StatusCode != 403 {
						t.Errorf("%s: status %d", path, a.StatusCode)
					}
				}
				if a := d.ask("PUT", "/v1/centres/dk-aarhus", "{}", append([]string{"Cookie", cookie, "Content-Type", "text/plain"}, c.headers...)...); a.StatusCode != 403 {
					t.Errorf("an operation of the contract: status %d", a.StatusCode)
				}
			}
		})
	}
	d.server.Settle()
	if sent := d.mail.Sent(); len(sent) > 0 {
		t.Errorf("mail was sent: %q", sent)
	}
	if !d.inside(cookie) {
		t.Error("another site signed somebody out")
	}
	t.Run("X22: text that a form can send is no JSON and no form of ours", func(t *testing.T) {
		for path, want := range map[string]int{"/staff/members": 400, "/staff/passkeys/begin": 415, "/v1/centres/dk-aarhus": 415} {
			method := map[bool]string{true: "PUT", false: "POST"}[strings.HasPrefix(path, "/v1")]
			a := d.ask(method, path, form, "Cookie", cookie, "Content-Type", "text/plain", "Host", "localhost", "Sec-Fetch-Site", "same-origin")
			if a.StatusCode != want {
				t.Errorf("%s: status %d, want %d", path, a.StatusCode, want)
			}
		}
	})
}

// TestGuessingIsSlow tries what signs nobody in, from many addresses and for
// many accounts (X23).
func TestGuessingIsSlow(t *testing.T) {
	all := openDesk(t, behindProxy)
	mette, _ := all.member("mette@example.dk", "administrator")
	// begin is a new hour: the limits are full again.
	begin := func(t *testing.T) (_ *desk, mails int) {
		all.clock.Move(time.Hour)
		return all.in(t), len(all.mail.Sent())
	}
	t.Run("X23: an address that nobody has is answered as that of a member is", func(t *testing.T) {
		d, before := begin(t)
		gone, _ := d.member("gone@example.dk", "administrator")
		d.leave(gone)
		var bodies []string
		for _, email := range []string{"mette@example.dk", "nobod@example.dk", "gone@example.dk", "no address"} {
			a := d.ask("POST", "/staff/sign-in", "email="+strings.ReplaceAll(email, "@", "%40"))
			a.Header.Del("Date")
			a.Header.Del("X-Request-Id")
			bodies = append(bodies, fmt.Sprint(a.StatusCode, a.Header, a.body))
		}
		for _, b := range bodies {
			if b != bodies[0] {
				t.Errorf("these differ:\n%s\n%s", bodies[0], b)
			}
		}
		d.server.Settle()
		if sent := d.mail.Sent()[before:]; len(sent) != 1 {
			t.Errorf("mails: %q", sent)
		}
	})
	for name, wrong := range map[string]func(d *desk, i int, from string) answer{
		"X23: links that were guessed": func(d *desk, i int, from string) answer {
			return d.ask([]string{"GET", "POST"}[i%2], fmt.Sprintf("/staff/in/guess%d", i), "", "X-Forwarded-For", from)
		},
		"X23: links that are asked for": func(d *desk, i int, from string) answer {
			return d.ask("POST", "/staff/sign-in", fmt.Sprintf("email=account%d%%40example.dk", i), "X-Forwarded-For", from)
		},
		"X23: passkeys that were guessed": func(d *desk, i int, from string) answer {
			return d.ask("POST", "/staff/passkeys/sign-in", fmt.Sprintf(`{"ceremony":"guess%d","answer":{}}`, i),
				"Content-Type", "application/json", "Host", "localhost", "X-Forwarded-For", from)
		},
	} {
		t.Run(name+" are slowed, and the member gets in", func(t *testing.T) {
			d, _ := begin(t)
			var slowed int
			for i := range 20 {
				a := wrong(d, i, "203.0.113.1")
				if a.StatusCode == 429 {
					slowed++
					if wait, err := strconv.Atoi(a.Header.Get("Retry-After")); err != nil || wait < 1 || wait > 60 {
						t.Errorf("Retry-After is %q", a.Header.Get("Retry-After"))
					}
				} else if cookieOf(a) != "" {
					t.Error("somebody got in")
				}
			}
			if slowed != 10 {
				t.Errorf("%d of 20 were slowed, want all after the tenth", slowed)
			}
			if a := wrong(d, 99, "203.0.113.2"); a.StatusCode == 429 {
				t.Error("another address is slowed too")
			}
			for _, from := range []string{"198.51.100.7", "203.0.113.1"} {
				if a := d.ask("POST", d.link(mette), "", "X-Forwarded-For", from); cookieOf(a) == "" {
					t.Errorf("the member does not get in from %s: status %d", from, a.StatusCode)
				}
			}
		})
	}
	t.Run("X23: many addresses that ask for one member fill no mailbox, and the member gets in", func(t *testing.T) {
		d, before := begin(t)
		for i := range 20 {
			if a := d.ask("POST", "/staff/sign-in", "email=mette%40example.dk", "X-Forwarded-For", fmt.Sprintf("203.0.113.%d", i)); a.StatusCode != 200 {
				t.Fatalf("address %d: status %d", i, a.StatusCode)
			}
			d.server.Settle()
		}
		sent := d.mail.Sent()[before:]
		if len(sent) != 5 {
			t.Fatalf("%d mails, want 5", len(sent))
		}
		if a := d.ask("POST", sentLink(sent[4]), ""); cookieOf(a) == "" {
			t.Errorf("the last link does not sign in: status %d", a.StatusCode)
		}
	})
}

// TestStaffAnswersAreForWhoAsked looks at the headers of what staff see (X17,
// X18, X21).
func TestStaffAnswersAreForWhoAsked(t *testing.T) {
	d := openDesk(t)
	m, token := d.member("mette@example.dk", "administrator")
	cookie := d.session(m)
	for _, path := range []string{"/staff", "/staff/me", "/staff/members", "/staff/sign-in", d.link(m), "/staff/in/none", "/staff/members/none", "/v1/drafts", "/v1/drafts/none"} {
		for _, origin := range []string{"", "https://evil.example", "null", d.url + ".evil.example"} {
			a := d.ask("GET", path, "", "Cookie", cookie, "Origin", origin)
			if strings.HasPrefix(path, "/v1") {
				a = d.ask("GET", path, "", "Authorization", token, "Origin", origin)
			}
			for name := range a.Header {
				if strings.HasPrefix(name, "Access-Control-") {
					t.Errorf("X17: %s has %s for %q", path, name, origin)
				}
			}
			if got := a.Header.Get("Cache-Control"); got != "private, no-store" && (a.StatusCode < 400 || got != "no-store") {
				t.Errorf("X21: %s may be kept: %q", path, got)
			}
			if policy := a.Header.Get("Content-Security-Policy"); !strings.Contains(policy, "frame-ancestors 'none'") || strings.Contains(policy, "unsafe") {
				t.Errorf("X18: %s has the policy %q", path, policy)
			}
		}
	}
	for _, path := range []string{"/staff/me", "/staff/sign-in", "/staff/passkeys/sign-in/begin"} {
		a := d.ask("OPTIONS", path, "", "Origin", "https://evil.example", "Access-Control-Request-Method", "POST")
		for name := range a.Header {
			if strings.HasPrefix(name, "Access-Control-") {
				t.Errorf("X17: a preflight of %s is answered with %s", path, name)
			}
		}
	}
	if a := d.ask("OPTIONS", "/v1/centres/dk-aarhus", "", "Origin", "https://evil.example", "Access-Control-Request-Method", "PUT"); strings.Contains(a.Header.Get("Access-Control-Allow-Methods"), "PUT") ||
		!strings.Contains(a.Header.Get("Access-Control-Allow-Methods"), "GET") || strings.Contains(strings.ToLower(a.Header.Get("Access-Control-Allow-Headers")), "authorization") {
		t.Errorf("X17: a preflight lets other sites send %q with %q", a.Header.Get("Access-Control-Allow-Methods"), a.Header.Get("Access-Control-Allow-Headers"))
	}
}

// TestLinksLeadHere holds that no header says where a secret is sent (X21).
func TestLinksLeadHere(t *testing.T) {
	const evil = "evil.example"
	for name, c := range map[string]struct {
		change func(*api.Options)
		want   string
	}{
		"X21: with a base URL that is where links lead":               {func(o *api.Options) { o.BaseURL = "https://walkin.example" }, "https://walkin.example/staff/in/"},
		"X21: without one a Host from afar is not believed":           {func(*api.Options) {}, "\n/staff/in/"},
		"X21: nor is one behind a proxy, whatever the proxy forwards": {behindProxy, "\n/staff/in/"},
	} {
		t.Run(name, func(t *testing.T) {
			d := openDesk(t, c.change)
			d.member("mette@example.dk", "administrator")
			a := d.ask("POST", "/staff/sign-in", "email=mette%40example.dk", "Host", evil, "X-Forwarded-Host", evil, "X-Original-URL", "/"+evil, "Forwarded", "host="+evil)
			d.server.Settle()
			sent := d.mail.Sent()
			if len(sent) != 1 || !strings.Contains(sent[0], c.want) || strings.Contains(sent[0], evil) {
				t.Errorf("mails %q, want a link that begins with %q", sent, c.want)
			}
			if strings.Contains(a.body, evil) {
				t.Error("the answer repeats the name")
			}
			if a := d.ask("POST", "/staff/passkeys/sign-in/begin", "{}", "Content-Type", "application/json", "Host", evil); strings.Contains(a.body, evil) {
				t.Errorf("passkeys are for %s", a.body)
			}
		})
	}
}
