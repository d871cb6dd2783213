package api_test

import (
	"context"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"walkin/internal/staff"
)

// ask sends a request as it is, and holds nothing against the contract: pages
// of the console are not in it. A form is sent as one.
func (d *desk) ask(method, path, body string, headers ...string) answer {
	d.t.Helper()
	r, err := http.NewRequest(method, d.url+path, strings.NewReader(body))
	if err != nil {
		d.t.Fatal(err)
	}
	r.Header.Set("Accept-Language", "en")
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	for i := 0; i < len(headers); i += 2 {
		switch {
		case headers[i] == "Host":
			r.Host = headers[i+1]
		case headers[i+1] == "":
			r.Header.Del(headers[i])
		default:
			r.Header.Set(headers[i], headers[i+1])
		}
	}
	response, err := d.client.Do(r)
	if err != nil {
		d.t.Fatal(err)
	}
	defer response.Body.Close()
	b, err := io.ReadAll(response.Body)
	if err != nil {
		d.t.Fatal(err)
	}
	return answer{response, string(b)}
}

// in gives the same desk for a subtest: what fails, fails there.
func (d *desk) in(t *testing.T) *desk {
	here, of := *d, *d.service
	of.t = t
	here.service = &of
	return &here
}

// link makes a link that signs a member in, and gives its path.
func (d *desk) link(m staff.Member) string {
	d.t.Helper()
	link, secret, hash := staff.NewLink(m.ID, staff.ToSignIn, "", d.clock.Now())
	if err := d.office.PutLink(context.Background(), link, hash); err != nil {
		d.t.Fatal(err)
	}
	return "/staff/in/" + secret
}

// session signs a member in and gives the cookie of their browser.
func (d *desk) session(m staff.Member) string {
	d.t.Helper()
	cookie := cookieOf(d.ask("POST", d.link(m), ""))
	if cookie == "" {
		d.t.Fatal("a link gave no session")
	}
	return cookie
}

const sessionCookie = "__Host-walkin"

// cookieOf gives the session that an answer begins, as a browser sends it; ""
// if it begins none.
func cookieOf(a answer) string {
	for _, c := range a.Cookies() {
		if c.Name == sessionCookie && c.MaxAge > 0 {
			return c.Name + "=" + c.Value
		}
	}
	return ""
}

// sentLink gives the path of the link in a mail.
func sentLink(mail string) string { return regexp.MustCompile(`/staff/in/\S+`).FindString(mail) }

// inside says whether a cookie opens the console.
func (d *desk) inside(cookie string) bool {
	d.t.Helper()
	return d.ask("GET", "/staff/me", "", "Cookie", cookie).StatusCode == http.StatusOK
}

func TestALinkSignsInOnce(t *testing.T) {
	d := openDesk(t)
	mette, _ := d.member("mette@example.dk", "administrator")
	asked := d.ask("POST", "/staff/sign-in", "email=+Mette%40Example.DK+")
	d.server.Settle()
	sent := d.mail.Sent()
	if asked.StatusCode != 200 || len(sent) != 1 || !strings.HasPrefix(sent[0], "mette@example.dk\n") {
		t.Fatalf("asked for a link: status %d, mails %q", asked.StatusCode, sent)
	}
	path := sentLink(sent[0])
	for range 3 {
		if a := d.ask("GET", path, ""); a.StatusCode != 200 || !strings.Contains(a.body, `<form method="post" action="`+path+`"`) || len(a.Cookies()) > 0 {
			t.Fatalf("opened the link: status %d, cookies %v", a.StatusCode, a.Cookies())
		}
	}
	in := d.ask("POST", path, "")
	cookie := cookieOf(in)
	if in.StatusCode != 303 || in.Header.Get("Location") != "/staff" || cookie == "" {
		t.Fatalf("pressed the button: status %d to %q, cookie %q", in.StatusCode, in.Header.Get("Location"), cookie)
	}
	set := in.Header.Get("Set-Cookie")
	for _, want := range []string{"; Path=/", "; HttpOnly", "; Secure", "; SameSite=Lax"} {
		if !strings.Contains(set, want) {
			t.Errorf("the cookie has no %q: %s", want, set)
		}
	}
	if !d.inside(cookie) {
		t.Error("the session opens nothing")
	}
	for _, method := range []string{"GET", "POST"} {
		if a := d.ask(method, path, ""); a.StatusCode != 410 || cookieOf(a) != "" || !strings.Contains(a.body, "too old") {
			t.Errorf("%s of a used link: status %d", method, a.StatusCode)
		}
	}

	good := func() string { return d.link(mette) }
	for name, use := range map[string]func() string{
		"a link is too old after 15 minutes": func() string {
			path := good()
			d.clock.Move(staff.SignInLife)
			return path
		},
		"a part of a link is no link":         func() string { p := good(); return p[:len(p)-1] },
		"a link in other letters is no link":  func() string { p := good(); return p[:len(p)-26] + strings.ToUpper(p[len(p)-26:]) },
		"a link to confirm does not sign in":  func() string { return d.linkTo(mette, staff.ToConfirm) },
		"a link of somebody who left is void": func() string { p := good(); d.leave(mette); return p },
		"a link made before leaving stays void": func() string {
			d.leave(mette)
			p := good()
			return p
		},
	} {
		t.Run(name, func(t *testing.T) {
			mette.Active = true
			d.rewrite(mette)
			path := use()
			for _, method := range []string{"GET", "POST"} {
				if a := d.ask(method, path, "", "X-Forwarded-For", "1.2.3.4"); a.StatusCode == 200 || a.StatusCode == 303 || cookieOf(a) != "" {
					t.Errorf("%s: status %d", method, a.StatusCode)
				}
			}
			d.clock.Move(staff.SignInLife) // and the limit of an address is full again
		})
	}
}

// rewrite writes a member as they are now, and leave has one leave.
func (d *desk) rewrite(m staff.Member) {
	d.t.Helper()
	if err := d.office.PutMember(context.Background(), m); err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) leave(m staff.Member) {
	d.t.Helper()
	m.Active = false
	d.rewrite(m)
}

// linkTo gives the path under which a link of another purpose would sign in.
func (d *desk) linkTo(m staff.Member, purpose staff.Purpose) string {
	d.t.Helper()
	link, secret, hash := staff.NewLink(m.ID, purpose, "", d.clock.Now())
	if err := d.office.PutLink(context.Background(), link, hash); err != nil {
		d.t.Fatal(err)
	}
	return "/staff/in/" + secret
}

func TestASessionEnds(t *testing.T) {
	all := openDesk(t)
	for name, end := range map[string]func(d *desk, m staff.Member, cookie string) string{
		"when nobody used it for ten hours": func(d *desk, _ staff.Member, cookie string) string {
			d.clock.Move(staff.SessionIdle)
			return cookie
		},
		"after a fortnight, however much it is used": func(d *desk, _ staff.Member, cookie string) string {
			for range 13*3 + 2 {
				d.clock.Move(8 * time.Hour)
				if !d.inside(cookie) {
					d.t.Fatal("it ended though it was in use")
				}
			}
			d.clock.Move(8 * time.Hour)
			return cookie
		},
		"by signing out": func(d *desk, _ staff.Member, cookie string) string {
			a := d.ask("POST", "/staff/out", "", "Cookie", cookie)
			if a.StatusCode != 303 || a.Header.Get("Location") != "/staff/sign-in" || !strings.Contains(a.Header.Get("Set-Cookie"), sessionCookie+"=; Path=/; Max-Age=0") {
				d.t.Errorf("signed out: status %d, %q", a.StatusCode, a.Header.Get("Set-Cookie"))
			}
			return cookie
		},
		"X2: when its member leaves, at once": func(d *desk, m staff.Member, cookie string) string {
			d.leave(m)
			return cookie
		},
		"X2: and it does not come back with its member": func(d *desk, m staff.Member, cookie string) string {
			d.leave(m)
			d.rewrite(m)
			return cookie
		},
		"when the same browser signs in anew": func(d *desk, m staff.Member, cookie string) string {
			if a := d.ask("POST", d.link(m), "", "Cookie", cookie); cookieOf(a) == "" || cookieOf(a) == cookie {
				d.t.Errorf("signing in anew gave the session %q", cookieOf(a))
			}
			return cookie
		},
		"and was never begun by a cookie of another sort": func(d *desk, _ staff.Member, cookie string) string {
			return strings.ToUpper(cookie)
		},
	} {
		t.Run(name, func(t *testing.T) {
			m, _ := all.member(staff.NewID("mette")+"@example.dk", "administrator")
			d := all.in(t)
			cookie := d.session(m)
			if !d.inside(cookie) {
				t.Fatal("it never began")
			}
			cookie = end(d, m, cookie)
			if a := d.ask("GET", "/staff/me", "", "Cookie", cookie); a.StatusCode != 303 || a.Header.Get("Location") != "/staff/sign-in" {
				t.Errorf("a page: status %d to %q", a.StatusCode, a.Header.Get("Location"))
			}
			if a := d.ask("GET", "/v1/drafts", "", "Cookie", cookie); a.StatusCode != 401 {
				t.Errorf("an operation: status %d", a.StatusCode)
			}
		})
	}
}
