package api_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"walkin/api"
)

// leaveFor begins a sign-in: it gives where the issuer leads back to, and the
// cookie of the browser.
func (d *desk) leaveFor(i *issuer) (back, cookie string) {
	d.t.Helper()
	a := d.ask("GET", "/staff/oidc", "")
	if a.StatusCode != 303 || !strings.HasPrefix(a.Header.Get("Location"), i.URL+"/authorize?") {
		d.t.Fatalf("status %d to %q", a.StatusCode, a.Header.Get("Location"))
	}
	set := a.Header.Get("Set-Cookie")
	for _, want := range []string{"__Host-walkin-oidc=", "; Path=/", "; HttpOnly", "; Secure", "; SameSite=Lax", "; Max-Age=600"} {
		if !strings.Contains(set, want) {
			d.t.Errorf("the cookie has no %q: %s", want, set)
		}
	}
	cookie, _, _ = strings.Cut(set, ";")
	u := i.authorize(a.Header.Get("Location"))
	if want := strings.TrimPrefix(d.url, "http://"); u.Host != want || u.Path != "/staff/oidc/back" {
		d.t.Fatalf("the issuer leads back to %s", u)
	}
	return u.RequestURI(), cookie
}

func openIssuedDesk(t *testing.T) (*desk, *issuer) {
	t.Helper()
	clock := &movable{now: now}
	i := newTestIssuer(t, clock)
	d := openDesk(t, func(o *api.Options) {
		o.OIDC = api.OIDC{Issuer: i.URL, ClientID: "walkin", ClientSecret: issuerSecret, Name: "Odense Kommune"}
	})
	i.clock = d.clock
	return d, i
}

func TestAnIssuerSignsInItsPeople(t *testing.T) {
	all, i := openIssuedDesk(t)
	mette, _ := all.member("mette@example.dk", "administrator")
	all.member("never@example.dk", "administrator")
	i.away = true
	t.Run("a server starts without its issuer, and says that it is out of reach", func(t *testing.T) {
		d := all.in(t)
		if a := d.ask("GET", "/staff/sign-in", ""); !strings.Contains(a.body, `href="/staff/oidc">Sign in with Odense Kommune<`) {
			t.Error("there is no way to the issuer on the page")
		}
		if a := d.ask("GET", "/staff/oidc", ""); a.StatusCode != 503 || !strings.Contains(a.body, "cannot reach") || a.Header.Get("Retry-After") == "" {
			t.Errorf("status %d", a.StatusCode)
		}
	})
	i.away = false

	for _, alg := range []jose.SignatureAlgorithm{jose.ES256, jose.RS256} {
		t.Run("somebody whom the issuer vouches for gets in by "+string(alg), func(t *testing.T) {
			d := all.in(t)
			i.alg = alg
			back, browser := d.leaveFor(i)
			a := d.ask("GET", back, "", "Cookie", browser, "Sec-Fetch-Site", "cross-site")
			if cookie := cookieOf(a); a.StatusCode != 303 || a.Header.Get("Location") != "/staff" || !d.inside(cookie) {
				t.Errorf("status %d to %q, session %q", a.StatusCode, a.Header.Get("Location"), cookie)
			}
			if !strings.Contains(strings.Join(a.Header.Values("Set-Cookie"), "\n"), "__Host-walkin-oidc=; Path=/; Max-Age=0") {
				t.Error("the browser keeps the cookie of the way")
			}
		})
	}

	var pages []string
	with := func(change func(map[string]any)) func(*desk) (string, string) {
		return func(d *desk) (string, string) {
			i.claims = change
			return d.leaveFor(i)
		}
	}
	other, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	public, err := json.Marshal(i.ec.Public())
	if err != nil {
		t.Fatal(err)
	}
	signed := func(sign func(payload []byte) string) func(*desk) (string, string) {
		return func(d *desk) (string, string) {
			i.sign = sign
			return d.leaveFor(i)
		}
	}
	for _, c := range []struct {
		name  string
		leave func(d *desk) (back, cookie string)
	}{
		{"a token of another sign-in", with(func(c map[string]any) { c["nonce"] = rand.Text() })},
		{"a token without a nonce", with(func(c map[string]any) { delete(c, "nonce") })},
		{"a token for another client", with(func(c map[string]any) { c["aud"] = "somebody-else" })},
		{"a token for several clients that was made for another", with(func(c map[string]any) { c["aud"], c["azp"] = []string{"walkin", "else"}, "else" })},
		{"a token for several clients that names none", with(func(c map[string]any) { c["aud"] = []string{"walkin", "else"} })},
		{"a token that was made for another client", with(func(c map[string]any) { c["azp"] = "else" })},
		{"a token of another issuer", with(func(c map[string]any) { c["iss"] = "https://issuer.example" })},
		{"a token that is over", with(func(c map[string]any) { c["exp"] = all.clock.Now().Add(-time.Second).Unix() })},
		{"an address that the issuer does not vouch for", with(func(c map[string]any) { c["email_verified"] = false })},
		{"an address of which the issuer does not say it", with(func(c map[string]any) { delete(c, "email_verified") })},
		{"an address that is said to be verified in a word", with(func(c map[string]any) { c["email_verified"] = "true" })},
		{"no address", with(func(c map[string]any) { delete(c, "email") })},
		{"somebody who is no member, and none is made", with(func(c map[string]any) { c["email"] = "kvistelurifax@example.dk" })},
		{"somebody who left", func(d *desk) (string, string) {
			gone, _ := d.member("gone@example.dk", "administrator")
			d.leave(gone)
			return with(func(c map[string]any) { c["email"] = "gone@example.dk" })(d)
		}},
		{"a token that is not signed", signed(func(payload []byte) string {
			return base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none"}`)) + "." + base64.RawURLEncoding.EncodeToString(payload) + "."
		})},
		{"a token signed with the client's secret", signed(func(payload []byte) string {
			return i.signedBy(jose.SigningKey{Algorithm: jose.HS256, Key: []byte(strings.Repeat(issuerSecret, 2))}, payload)
		})},
		{"a token signed with the public key", signed(func(payload []byte) string {
			return i.signedBy(jose.SigningKey{Algorithm: jose.HS256, Key: public}, payload)
		})},
		{"a token signed with a key of somebody else", signed(func(payload []byte) string {
			return i.signedBy(jose.SigningKey{Algorithm: jose.ES256, Key: jose.JSONWebKey{Key: other, KeyID: "ec"}}, payload)
		})},
		{"a token that was changed after it was signed", signed(func(payload []byte) string {
			part := strings.Split(i.signed([]byte(`{}`)), ".")
			part[1] = base64.RawURLEncoding.EncodeToString(payload)
			return strings.Join(part, ".")
		})},
		{"no token", signed(func([]byte) string { return "" })},
		{"a state that was used", func(d *desk) (string, string) {
			back, cookie := d.leaveFor(i)
			u, _ := url.Parse(back)
			asked := i.codes[u.Query().Get("code")]
			if a := d.ask("GET", back, "", "Cookie", cookie); cookieOf(a) == "" {
				d.t.Fatal("it was no good the first time")
			}
			i.codes[u.Query().Get("code")] = asked // a careless issuer would take the code again
			return back, cookie
		}},
		{"a state that nobody made", func(d *desk) (string, string) {
			_, cookie := d.leaveFor(i)
			return "/staff/oidc/back?code=x&state=" + rand.Text(), cookie
		}},
		{"no state", func(d *desk) (string, string) { _, cookie := d.leaveFor(i); return "/staff/oidc/back?code=x", cookie }},
		{"the way of another browser", func(d *desk) (string, string) {
			back, _ := d.leaveFor(i)
			_, cookie := d.leaveFor(i)
			return back, cookie
		}},
		{"a browser without its cookie", func(d *desk) (string, string) { back, _ := d.leaveFor(i); return back, "other=1" }},
		{"a way that took longer than ten minutes", func(d *desk) (string, string) {
			back, cookie := d.leaveFor(i)
			d.clock.Move(10 * time.Minute)
			return back, cookie
		}},
		{"a code that the issuer did not give", func(d *desk) (string, string) {
			back, cookie := d.leaveFor(i)
			u, _ := url.Parse(back)
			return "/staff/oidc/back?code=x&state=" + u.Query().Get("state"), cookie
		}},
		{"a code of another sign-in", func(d *desk) (string, string) {
			one, cookie := d.leaveFor(i)
			two, _ := d.leaveFor(i)
			u, _ := url.Parse(one)
			v, _ := url.Parse(two)
			return "/staff/oidc/back?code=" + v.Query().Get("code") + "&state=" + u.Query().Get("state"), cookie
		}},
		{"an issuer that says no", func(d *desk) (string, string) {
			back, cookie := d.leaveFor(i)
			u, _ := url.Parse(back)
			return "/staff/oidc/back?error=access_denied&error_description=kvistelurifax&state=" + u.Query().Get("state"), cookie
		}},
	} {
		t.Run(c.name+" lets nobody in", func(t *testing.T) {
			d := all.in(t)
			d.clock.Move(time.Hour) // the limit is full again
			i.claims, i.sign, i.alg = nil, nil, jose.ES256
			back, cookie := c.leave(d)
			a := d.ask("GET", back, "", "Cookie", cookie, "Sec-Fetch-Site", "cross-site")
			if a.StatusCode != 403 || cookieOf(a) != "" || !strings.Contains(a.body, "That did not let you in") {
				t.Errorf("status %d, session %q", a.StatusCode, cookieOf(a))
			}
			pages = append(pages, a.body)
		})
	}
	for _, page := range pages {
		if page != pages[0] {
			t.Errorf("these differ:\n%s\n%s", pages[0], page)
		}
	}
	members, err := all.office.Members(t.Context())
	if err != nil || len(members) != 3 {
		t.Errorf("there are %d members, %v", len(members), err)
	}
	t.Run("X25: nobody is named in the log", func(t *testing.T) {
		for _, canary := range []string{"mette", "Mette", "kvistelurifax", "gone@", issuerSecret, mette.ID} {
			if strings.Contains(all.log.String(), canary) {
				t.Errorf("the log holds %q", canary)
			}
		}
		for _, why := range []string{"email_verified", "no active member", "another sign-in", "out of reach"} {
			if !strings.Contains(all.log.String(), why) {
				t.Errorf("the log does not say %q", why)
			}
		}
	})
	t.Run("X23: many tries are slowed", func(t *testing.T) {
		d := all.in(t)
		d.clock.Move(time.Hour)
		for n := range 12 {
			a := d.ask("GET", "/staff/oidc/back?code=x&state=guess", "", "Cookie", "__Host-walkin-oidc=guess")
			if want := map[bool]int{true: 403, false: 429}[n < 10]; a.StatusCode != want {
				t.Errorf("try %d: status %d, want %d", n, a.StatusCode, want)
			}
		}
		for n := range 31 {
			a := d.ask("GET", "/staff/oidc", "")
			if want := map[bool]int{true: 303, false: 429}[n < 30]; a.StatusCode != want {
				t.Errorf("beginning %d: status %d, want %d", n, a.StatusCode, want)
			}
		}
	})
	t.Run("what is known of the issuer stays while it is out of reach", func(t *testing.T) {
		d := all.in(t)
		d.clock.Move(2 * time.Hour)
		i.mu.Lock()
		i.away = true
		i.mu.Unlock()
		back, cookie := d.leaveFor(i)
		if a := d.ask("GET", back, "", "Cookie", cookie); a.StatusCode != 503 && a.StatusCode != 403 || cookieOf(a) != "" {
			t.Errorf("status %d", a.StatusCode)
		}
	})
}

// TestAnIssuerIsAskedSafely looks at what an issuer may lead this server to.
func TestAnIssuerIsAskedSafely(t *testing.T) {
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("another host was asked") }))
	t.Cleanup(elsewhere.Close)
	all, i := openIssuedDesk(t)
	for name, discover := range map[string]func(map[string]any){
		"an issuer that calls itself something else":    func(d map[string]any) { d["issuer"] = "https://issuer.example" },
		"an issuer that asks for passwords without TLS": func(d map[string]any) { d["authorization_endpoint"] = "http://issuer.example/authorize" },
		"an issuer that is a script":                    func(d map[string]any) { d["authorization_endpoint"] = "javascript:alert(1)" },
	} {
		t.Run(name+" is out of reach", func(t *testing.T) {
			i.discover = discover
			if a := all.in(t).ask("GET", "/staff/oidc", ""); a.StatusCode != 503 || a.Header.Get("Location") != "" {
				t.Errorf("status %d to %q", a.StatusCode, a.Header.Get("Location"))
			}
		})
	}
	t.Run("an issuer that leads to another host is not followed there", func(t *testing.T) {
		leading := httptest.NewServer(http.RedirectHandler(elsewhere.URL, http.StatusFound))
		defer leading.Close()
		d := openDesk(t, func(o *api.Options) { o.OIDC = api.OIDC{Issuer: leading.URL, ClientID: "walkin"} })
		if a := d.ask("GET", "/staff/oidc", ""); a.StatusCode != 503 {
			t.Errorf("status %d", a.StatusCode)
		}
	})
	t.Run("a secret is sent over TLS only", func(t *testing.T) {
		d, i := openIssuedDesk(t)
		i.discover = func(d map[string]any) {
			d["token_endpoint"] = strings.Replace(i.URL, "127.0.0.1", "0.0.0.0", 1) + "/token"
		}
		back, cookie := d.leaveFor(i)
		if a := d.ask("GET", back, "", "Cookie", cookie); a.StatusCode != 503 || i.asked > 0 {
			t.Errorf("status %d", a.StatusCode)
		}
	})
	t.Run("without an address of its own a server has no way to an issuer", func(t *testing.T) {
		d := all.in(t)
		if a := d.ask("GET", "/staff/oidc", "", "Host", "evil.example"); a.StatusCode != 404 || a.Header.Get("Location") != "" {
			t.Errorf("status %d", a.StatusCode)
		}
		if a := d.ask("GET", "/staff/sign-in", "", "Host", "evil.example"); strings.Contains(a.body, "/staff/oidc") {
			t.Error("the page leads there all the same")
		}
	})
	for _, o := range []api.OIDC{
		{Issuer: "http://issuer.example", ClientID: "walkin"}, {Issuer: "https://issuer.example"}, {ClientID: "walkin"}, {Name: "Odense"},
		{Issuer: "issuer.example", ClientID: "walkin"}, {Issuer: "https://user:secret@issuer.example", ClientID: "walkin"}, {Issuer: "https://issuer.example?x=1", ClientID: "walkin"},
	} {
		t.Run(fmt.Sprintf("%+v cannot be meant", o), func(t *testing.T) {
			if _, err := api.New(api.Options{Catalogue: newMemory(), Index: newMemory(), Gazetteer: places, OIDC: o}); err == nil || strings.Contains(err.Error(), "secret") {
				t.Errorf("it says %v", err)
			}
		})
	}
}
