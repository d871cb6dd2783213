package api_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"walkin/api"
	"walkin/internal/staff"
)

// named is the address of the server by a name.
func (d *desk) named() string { return strings.Replace(d.url, "127.0.0.1", "localhost", 1) }

// post sends JSON to the console as a script of ours does.
func (d *desk) post(path string, body any, headers ...string) answer {
	d.t.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		d.t.Fatal(err)
	}
	return d.ask("POST", path, string(text), append([]string{"Content-Type", "application/json", "Host", strings.TrimPrefix(d.named(), "http://")}, headers...)...)
}

func (d *desk) begin(path string, headers ...string) (o options) {
	d.t.Helper()
	a := d.post(path, struct{}{}, headers...)
	if a.StatusCode != 200 {
		d.t.Fatalf("%s: status %d %s", path, a.StatusCode, a.body)
	}
	a.json(d.t, &o)
	return o
}

// makePasskey registers a device for whoever has a session.
func (d *desk) makePasskey(v *device, cookie string) answer {
	d.t.Helper()
	o := d.begin("/staff/passkeys/begin", "Cookie", cookie)
	return d.post("/staff/passkeys", map[string]any{"ceremony": o.Ceremony, "name": "Mettes telefon", "answer": v.register(o)}, "Cookie", cookie)
}

func (d *desk) usePasskey(v *device) answer {
	d.t.Helper()
	o := d.begin("/staff/passkeys/sign-in/begin")
	return d.post("/staff/passkeys/sign-in", map[string]any{"ceremony": o.Ceremony, "answer": v.sign(o)})
}

func TestAPasskeySignsIn(t *testing.T) {
	all := openDesk(t)
	mette, _ := all.member("mette@example.dk", "administrator")
	jonas, _ := all.member("jonas@example.dk", "administrator")
	cookie, his := all.session(mette), all.session(jonas)
	v := newDevice(t, all.named())
	if a := all.makePasskey(v, cookie); a.StatusCode != 200 || !strings.Contains(a.body, "/staff/me?done=passkey_added") {
		t.Fatalf("made a passkey: status %d %s", a.StatusCode, a.body)
	}
	if string(v.handle) != mette.ID {
		t.Errorf("the device was told %q", v.handle)
	}
	a := all.usePasskey(v)
	if session := cookieOf(a); a.StatusCode != 200 || !all.inside(session) || !strings.Contains(all.ask("GET", "/staff/me", "", "Cookie", session).body, "Mettes telefon") {
		t.Fatalf("signed in: status %d %s", a.StatusCode, a.body)
	}
	if all.ask("GET", "/staff/me", "", "Cookie", his).StatusCode != 200 || strings.Contains(all.ask("GET", "/staff/me", "", "Cookie", his).body, "Mettes telefon") {
		t.Error("another member sees it")
	}

	t.Run("a counter that says nothing is believed", func(t *testing.T) { // passkeys that are synchronised count nothing
		d := all.in(t)
		silent := newDevice(t, d.named())
		silent.counter = 0
		d.makePasskey(silent, his)
		for range 2 {
			silent.counter = ^uint32(0) // zero once it has counted
			if a := d.usePasskey(silent); cookieOf(a) == "" {
				t.Errorf("status %d %s", a.StatusCode, a.body)
			}
		}
	})

	for name, use := range map[string]func(d *desk, v device) answer{
		"at another site":                 func(d *desk, v device) answer { v.origin = "https://evil.example"; return d.usePasskey(&v) },
		"at another port of this machine": func(d *desk, v device) answer { v.origin = "http://localhost:1"; return d.usePasskey(&v) },
		"without TLS's name":              func(d *desk, v device) answer { v.party = "evil.example"; return d.usePasskey(&v) },
		"with the key of somebody else":   func(d *desk, v device) answer { v.key = newDevice(d.t, "").key; return d.usePasskey(&v) },
		"that nobody registered":          func(d *desk, v device) answer { v.id = []byte("never"); return d.usePasskey(&v) },
		"for another member":              func(d *desk, v device) answer { v.handle = []byte(jonas.ID); return d.usePasskey(&v) },
		"for nobody":                      func(d *desk, v device) answer { v.handle = nil; return d.usePasskey(&v) },
		"that nobody touched":             func(d *desk, v device) answer { v.flags = 0; return d.usePasskey(&v) },
		"as if it were being made":        func(d *desk, v device) answer { v.kind = "webauthn.create"; return d.usePasskey(&v) },
		"whose counter stands still":      func(d *desk, v device) answer { v.counter--; return d.usePasskey(&v) },
		"whose counter goes back to none": func(d *desk, v device) answer { v.counter = ^uint32(0); return d.usePasskey(&v) },
		"in a ceremony that nobody began": func(d *desk, v device) answer {
			return d.post("/staff/passkeys/sign-in", map[string]any{"ceremony": "x", "answer": v.sign(options{})})
		},
		"with no answer": func(d *desk, _ device) answer {
			return d.post("/staff/passkeys/sign-in", map[string]any{"ceremony": d.begin("/staff/passkeys/sign-in/begin").Ceremony})
		},
		"in a ceremony of another sort": func(d *desk, v device) answer {
			o := d.begin("/staff/passkeys/begin", "Cookie", cookie)
			return d.post("/staff/passkeys/sign-in", map[string]any{"ceremony": o.Ceremony, "answer": v.sign(o)})
		},
		"with the challenge of another ceremony": func(d *desk, v device) answer {
			one, two := d.begin("/staff/passkeys/sign-in/begin"), d.begin("/staff/passkeys/sign-in/begin")
			return d.post("/staff/passkeys/sign-in", map[string]any{"ceremony": one.Ceremony, "answer": v.sign(two)})
		},
		"in a ceremony that took five minutes": func(d *desk, v device) answer {
			o := d.begin("/staff/passkeys/sign-in/begin")
			d.clock.Move(5 * time.Minute)
			return d.post("/staff/passkeys/sign-in", map[string]any{"ceremony": o.Ceremony, "answer": v.sign(o)})
		},
	} {
		t.Run("a passkey "+name+" lets nobody in", func(t *testing.T) {
			d := all.in(t)
			d.clock.Move(10 * time.Minute) // the limit is full again
			if a := use(d, *v); a.StatusCode != 401 || cookieOf(a) != "" || !strings.Contains(a.body, "not one that signs anybody in") {
				t.Errorf("status %d %s", a.StatusCode, a.body)
			}
		})
	}
	t.Run("an answer is good once", func(t *testing.T) {
		d := all.in(t)
		cookieNow := d.session(mette)
		o := d.begin("/staff/passkeys/sign-in/begin")
		body := map[string]any{"ceremony": o.Ceremony, "answer": v.sign(o)}
		if a := d.post("/staff/passkeys/sign-in", body); cookieOf(a) == "" {
			t.Fatalf("status %d", a.StatusCode)
		}
		if a := d.post("/staff/passkeys/sign-in", body); a.StatusCode != 401 || cookieOf(a) != "" {
			t.Errorf("status %d", a.StatusCode)
		}
		cookie = cookieNow
	})
	his = all.session(jonas)
	for name, c := range map[string]struct {
		use  func(d *desk, v *device) answer
		want int
	}{
		"in a ceremony of another member": {func(d *desk, v *device) answer {
			o := d.begin("/staff/passkeys/begin", "Cookie", cookie)
			return d.post("/staff/passkeys", map[string]any{"ceremony": o.Ceremony, "name": "x", "answer": v.register(o)}, "Cookie", his)
		}, 400},
		"at another site":  {func(d *desk, v *device) answer { v.origin = "https://evil.example"; return d.makePasskey(v, his) }, 400},
		"for another site": {func(d *desk, v *device) answer { v.party = "evil.example"; return d.makePasskey(v, his) }, 400},
		"without a name": {func(d *desk, v *device) answer {
			o := d.begin("/staff/passkeys/begin", "Cookie", his)
			return d.post("/staff/passkeys", map[string]any{"ceremony": o.Ceremony, "name": " ", "answer": v.register(o)}, "Cookie", his)
		}, 400},
		"with more than was asked for": {func(d *desk, v *device) answer {
			o := d.begin("/staff/passkeys/begin", "Cookie", his)
			return d.post("/staff/passkeys", map[string]any{"ceremony": o.Ceremony, "name": "x", "member": mette.ID, "answer": v.register(o)}, "Cookie", his)
		}, 400},
		"that somebody has": {func(d *desk, w *device) answer { w.id = v.id; return d.makePasskey(w, his) }, 409},
		"by nobody":         {func(d *desk, _ *device) answer { return d.post("/staff/passkeys/begin", struct{}{}) }, 401},
	} {
		t.Run("a passkey made "+name+" is not kept", func(t *testing.T) {
			d := all.in(t)
			before, _ := d.office.Passkeys(t.Context(), jonas.ID)
			if a := c.use(d, newDevice(t, d.named())); a.StatusCode != c.want {
				t.Errorf("status %d, want %d: %s", a.StatusCode, c.want, a.body)
			}
			if after, err := d.office.Passkeys(t.Context(), jonas.ID); err != nil || len(after) != len(before) {
				t.Errorf("there are %d, there were %d, %v", len(after), len(before), err)
			}
		})
	}
	t.Run("a device is told which keys it has", func(t *testing.T) {
		if o := all.begin("/staff/passkeys/begin", "Cookie", cookie); len(o.Options.Exclude) != 1 {
			t.Errorf("excluded are %v", o.Options.Exclude)
		}
	})
	t.Run("X1: nobody removes the passkey of another", func(t *testing.T) {
		d := all.in(t)
		keys, err := d.office.Passkeys(t.Context(), mette.ID)
		if err != nil || len(keys) != 1 {
			t.Fatal(keys, err)
		}
		path := "/staff/passkeys/" + keys[0].ID + "/remove"
		theirs, none := d.ask("POST", path, "", "Cookie", his), d.ask("POST", "/staff/passkeys/k-none/remove", "", "Cookie", his)
		if theirs.StatusCode != 404 || theirs.body != none.body {
			t.Errorf("status %d", theirs.StatusCode)
		}
		if a := d.usePasskey(v); cookieOf(a) == "" {
			t.Error("it is gone all the same")
		}
		if a := d.ask("POST", path, "", "Cookie", cookie); a.StatusCode != 303 {
			t.Errorf("its own member: status %d", a.StatusCode)
		}
		if a := d.usePasskey(v); a.StatusCode != 401 {
			t.Errorf("removed, it gives status %d", a.StatusCode)
		}
	})
	t.Run("X2: a passkey ends with its member, for good", func(t *testing.T) {
		d := all.in(t)
		d.makePasskey(v, cookie)
		d.leave(mette)
		if a := d.usePasskey(v); a.StatusCode != 401 {
			t.Errorf("status %d", a.StatusCode)
		}
		d.rewrite(mette)
		if a := d.usePasskey(v); a.StatusCode != 401 {
			t.Errorf("after they came back: status %d", a.StatusCode)
		}
	})
}

func TestWherePasskeysAre(t *testing.T) {
	desks := make(map[string]*desk) // by base URL
	for _, base := range []string{"", "https://walkin.example", "https://192.0.2.1", "http://walkin.example"} {
		desks[base] = openDesk(t, func(o *api.Options) { o.BaseURL = base })
	}
	for name, c := range map[string]struct {
		base, host string
		want       bool
	}{
		"at the name of the server":                   {"https://walkin.example", "other.example", true},
		"on this machine by its name":                 {"", "localhost:8080", true},
		"not at an address of numbers":                {"", "127.0.0.1:8080", false},
		"not at a server that is named by numbers":    {"https://192.0.2.1", "192.0.2.1", false},
		"not at a name that only the request claims":  {"", "evil.example", false},
		"not at a server that is reached without TLS": {"http://walkin.example", "walkin.example", false},
	} {
		t.Run(name, func(t *testing.T) {
			d := desks[c.base].in(t)
			a := d.post("/staff/passkeys/sign-in/begin", struct{}{}, "Host", c.host)
			if got := a.StatusCode == 200; got != c.want || !got && a.StatusCode != 404 {
				t.Errorf("status %d", a.StatusCode)
			}
			if offered := strings.Contains(d.ask("GET", "/staff/sign-in", "", "Host", c.host).body, `data-passkeys="sign-in"`); offered != c.want {
				t.Errorf("offered: %t", offered)
			}
		})
	}
}

func TestAMemberHasSomePasskeysAndNoMore(t *testing.T) {
	d := openDesk(t)
	m, _ := d.member("mette@example.dk", "administrator")
	cookie := d.session(m)
	for n := range staff.MaxPasskeys + 1 {
		a := d.makePasskey(newDevice(t, d.named()), cookie)
		if want := map[bool]int{true: 200, false: 409}[n < staff.MaxPasskeys]; a.StatusCode != want {
			t.Errorf("number %d: status %d, want %d", n+1, a.StatusCode, want)
		}
	}
}
