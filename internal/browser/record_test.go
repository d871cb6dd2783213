package browser_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"walkin/internal/browser"
)

// site is a small site: what is served by path, as HTML unless it is a .js. A
// text that begins with a header ("Name: value") has it, one a line, before an
// empty line.
type site map[string]string

func (s site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	text, ok := s[r.URL.Path]
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	if strings.HasSuffix(r.URL.Path, ".js") {
		w.Header().Set("Content-Type", "text/javascript")
	}
	if head, body, ok := strings.Cut(text, "\n\n"); ok && !strings.HasPrefix(text, "<") {
		text = body
		for line := range strings.Lines(head) {
			name, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
			w.Header().Set(name, value)
		}
	}
	if location := w.Header().Get("Location"); location != "" {
		w.WriteHeader(http.StatusFound)
	}
	fmt.Fprint(w, text)
}

// run runs a site and gives its address.
func run(t *testing.T, s http.Handler) string {
	t.Helper()
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	return server.URL
}

// named gives an address by another name of this machine.
func named(address, name string) string { return strings.Replace(address, "127.0.0.1", name, 1) }

// plain is a page in which nothing is wrong.
func plain(body string) string {
	return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><title>A page</title></head><body><main><h1>A page</h1>` + body + `</main></body></html>`
}

// TestNoRequestIsMissed has a page ask a stranger in every way there is.
func TestNoRequestIsMissed(t *testing.T) {
	t.Parallel()
	const cors = "Access-Control-Allow-Origin: *\n\n"
	address := run(t, site{"/f": cors + "f", "/to-f": "Access-Control-Allow-Origin: *\nLocation: /f\n\n", "/frame": plain(`<script>fetch("/f?by=frame")</script>`)})
	far := named(address, "stranger.test")
	home := run(t, site{
		"/": plain(`<p id="done"></p><script>
			const far = "` + far + `", at = what => far + "/f?by=" + what
			const told = new Promise(done => { let n = 0; globalThis.tell = () => { if (++n === 3) done() } })
			async function all() {
				await fetch(at("page"))
				await fetch(far + "/to-f?by=redirect")
				new Image().src = at("image")
				navigator.sendBeacon(at("beacon"))
				try { const s = new WebSocket(far.replace("http", "ws") + "/f?by=socket"); await new Promise(r => s.onerror = r) } catch {}
				await fetch("https://fonts.example/f?by=nowhere").catch(() => {})
				const frame = document.createElement("iframe")
				frame.src = far + "/frame"
				document.body.append(frame)
				await new Promise(r => frame.onload = r)
				new Worker("/worker.js?" + encodeURIComponent(at("worker"))).onmessage = tell
				const shared = new SharedWorker("/shared.js?" + encodeURIComponent(at("shared")))
				shared.port.onmessage = tell
				shared.port.start()
				navigator.serviceWorker.addEventListener("message", tell)
				const r = await navigator.serviceWorker.register("/service.js?" + encodeURIComponent(at("service")))
				await navigator.serviceWorker.ready
				r.active.postMessage("go")
				await told
				window.open(far + "/frame?by=window")
				done.textContent = "done"
			}
			all()
		</script>`),
		// What a worker does first of all is what is easily missed.
		"/worker.js": `const at = decodeURIComponent(location.search.slice(1)); fetch(at).then(() => {
			new Worker("/inner.js?" + encodeURIComponent(at.replace("worker", "inner"))).onmessage = () => postMessage("done") })`,
		"/inner.js":   `fetch(decodeURIComponent(location.search.slice(1))).then(() => postMessage("done"))`,
		"/shared.js":  `const asked = fetch(decodeURIComponent(location.search.slice(1))); onconnect = e => asked.then(() => e.ports[0].postMessage("done"))`,
		"/service.js": `const asked = fetch(decodeURIComponent(location.search.slice(1))); onmessage = e => asked.then(() => e.source.postMessage("done"))`,
	})
	b := browser.Open(t)
	other := b.Page()
	other.Go(home + "/nothing-there")
	p := b.Page()
	p.Go(home + "/")
	p.WaitFor(`document.querySelector("#done").textContent === "done"`)
	p.Settle()
	time.Sleep(300 * time.Millisecond) // for the window that was opened
	requests := p.Requests()
	for _, want := range []struct{ url, from, kind string }{
		{home + "/", "page", "Document"},
		{far + "/f?by=page", "page", "Fetch"},
		{far + "/to-f?by=redirect", "page", "Fetch"},
		{far + "/f", "page", "Fetch"},
		{far + "/f?by=image", "page", "Image"},
		{far + "/f?by=beacon", "page", "Ping"},
		{strings.Replace(far, "http", "ws", 1) + "/f?by=socket", "page", "WebSocket"},
		{"https://fonts.example/f?by=nowhere", "page", "Fetch"},
		{far + "/frame", "page", "Document"},
		{far + "/f?by=frame", "iframe", "Fetch"},
		{far + "/f?by=worker", "worker", "Fetch"},
		{far + "/f?by=inner", "worker", "Fetch"},
		{far + "/f?by=shared", "shared_worker", "Fetch"},
		{far + "/f?by=service", "service_worker", "Fetch"},
		{far + "/frame?by=window", "page", "Document"},
	} {
		if !slices.ContainsFunc(requests, func(r browser.Request) bool { return r.URL == want.url && r.From == want.from && r.Type == want.kind }) {
			t.Errorf("%s by %s, %s, is not among the requests", want.url, want.from, want.kind)
		}
	}
	for _, r := range requests {
		switch {
		case strings.Contains(r.URL, "nowhere"):
			if r.Status != 0 || !strings.Contains(r.Failed, "NAME_NOT_RESOLVED") {
				t.Errorf("a name that nobody has: %v", r)
			}
		case strings.HasSuffix(r.URL, "by=page"):
			if r.Status != 200 || r.Method != "GET" || r.Bytes < 10 || r.Headers["access-control-allow-origin"] != "*" {
				t.Errorf("an ordinary request: %v, %d bytes, %v", r, r.Bytes, r.Headers)
			}
		case strings.Contains(r.URL, "redirect"):
			if r.Status != 302 {
				t.Errorf("a redirection: %v", r)
			}
		case strings.Contains(r.URL, "nothing-there"):
			t.Error("the request of another tab counts to this one")
		}
	}
	if origins := p.Origins(); !slices.Equal(origins, []string{home, far, strings.Replace(far, "http", "ws", 1), "https://fonts.example"}) {
		t.Errorf("the origins are %v", origins)
	}
	if t.Failed() {
		for _, r := range requests {
			t.Logf("%-14s %v", r.From, r)
		}
	}
	p.Forget()
	if left := p.Requests(); len(left) > 0 {
		t.Errorf("not forgotten: %v", left)
	}
}

// TestAPageThatKeepsToItselfIsSeenAsSuch is what tests of the pages say.
func TestAPageThatKeepsToItselfIsSeenAsSuch(t *testing.T) {
	t.Parallel()
	home := run(t, site{"/": "Content-Security-Policy: default-src 'none'; img-src data:\n\n" + plain(`<p>Nothing else.</p>`)})
	p := browser.Open(t).Page()
	p.Go(home + "/")
	if origins := p.Origins(); !slices.Equal(origins, []string{home}) {
		t.Errorf("the origins are %v", origins)
	}
	if complaints := p.Complaints(); len(complaints) > 0 {
		t.Errorf("complaints: %v", complaints)
	}
	if kept := p.Stored(); len(kept) > 0 {
		t.Errorf("kept: %v", kept)
	}
	if broken := p.Axe(); len(broken) > 0 {
		t.Errorf("axe: %v", broken)
	}
	if history := p.History(); !slices.Equal(history, []string{home + "/"}) {
		t.Errorf("the history is %v", history)
	}
}

// TestALinkAheadIsARequestOfSomeBrowser holds that origins are told that this
// Chromium does not ask.
func TestALinkAheadIsARequestOfSomeBrowser(t *testing.T) {
	t.Parallel()
	home := run(t, site{
		"/": "Link: </self.css>; rel=preload; as=style, <https://head.example/x>; rel=\"preconnect\", <https://license.example/>; rel=license\n\n" +
			strings.Replace(plain(`<a href="https://a.example/">a</a>`), "<title>", `<link rel="preconnect" href="https://early.example"><link rel="dns-prefetch" href="//name.example"><link rel="apple-touch-icon" href="https://touch.example/i.png"><link rel="canonical" href="https://canonical.example/"><title>`, 1),
		"/self.css": "Content-Type: text/css\n\n",
	})
	p := browser.Open(t).Page()
	p.Go(home + "/")
	if origins := p.Origins(); !slices.Equal(origins, []string{home, "https://head.example", "https://early.example", "http://name.example", "https://touch.example"}) {
		t.Errorf("the origins are %v", origins)
	}
}

func TestWhatGoesWrongIsComplainedOf(t *testing.T) {
	t.Parallel()
	far := named(run(t, site{"/f": "f"}), "stranger.test")
	p := browser.Open(t).Page()
	for name, c := range map[string]struct{ page, want string }{
		"an error on the console":         {plain(`<script>console.error("kaput", 7)</script>`), "console error: kaput 7"},
		"a warning":                       {plain(`<script>console.warn("hm")</script>`), "console warning: hm"},
		"an exception":                    {plain(`<script>null.f()</script>`), "exception: Uncaught TypeError"},
		"a promise that nobody keeps":     {plain(`<script>Promise.reject(new Error("kaput"))</script>`), "exception: Uncaught (in promise) Error: kaput"},
		"an exception in a worker":        {plain(`<script>new Worker("/bad.js")</script>`), "kaput in a worker"},
		"something that is not there":     {plain(`<img alt="" src="/gone.png">`), "network error: Failed to load resource: the server responded with a status of 404"},
		"a request that is refused":       {"Content-Security-Policy: default-src 'none'; img-src 'self' data:\n\n" + plain(`<img alt="" src="`+far+`/f">`), "policy: img-src refused " + far + "/f"},
		"a style that is refused":         {"Content-Security-Policy: default-src 'none'; img-src data:\n\n" + plain(`<p style="color: red">red</p>`), "policy: style-src"},
		"a script that is refused":        {"Content-Security-Policy: default-src 'none'; img-src data:\n\n" + plain(`<script>1</script>`), "policy: script-src"},
		"a policy that only reports":      {"Content-Security-Policy-Report-Only: img-src 'self' data:\n\n" + plain(`<img alt="" src="`+far+`/f">`), "policy: img-src refused " + far},
		"a frame that may not be shown":   {plain(`<iframe title="t" src="/alone"></iframe>`), "frame-ancestors"},
		"a stranger who lets nobody read": {plain(`<script>fetch("` + far + `/f").catch(() => {})</script>`), "CORS"},
	} {
		t.Run(name, func(t *testing.T) {
			home := run(t, site{"/": c.page, "/bad.js": `throw new Error("kaput in a worker")`,
				"/alone": "Content-Security-Policy: frame-ancestors 'none'\n\nalone"})
			p := p.In(t)
			p.Forget()
			p.Go(home + "/")
			complaints := p.Complaints()
			if !slices.ContainsFunc(complaints, func(s string) bool { return strings.Contains(s, c.want) }) {
				t.Errorf("complains of %q, not of %s", complaints, c.want)
			}
			if strings.Contains(name, "request that is refused") {
				refused := p.Requests()
				if !slices.ContainsFunc(refused, func(r browser.Request) bool { return r.URL == far+"/f" && r.Blocked == "csp" }) {
					t.Errorf("the request that the policy refused is not recorded: %v", refused)
				}
			}
		})
	}
}

func TestWhatIsStoredIsNoticed(t *testing.T) {
	t.Parallel()
	far := named(run(t, site{"/": plain(`<script>localStorage.far = "away"</script>`)}), "stranger.localhost")
	p := browser.Open(t).Page()
	number := 0
	for name, c := range map[string]struct{ page, want string }{
		"localStorage":             {plain(`<script>localStorage.a = "b"</script>`), "localStorage a=b"},
		"sessionStorage":           {plain(`<script>sessionStorage.a = "b"</script>`), "sessionStorage a=b"},
		"a database":               {plain(`<script>indexedDB.open("base")</script>`), "IndexedDB base"},
		"a cache":                  {plain(`<script>caches.open("store")</script>`), "Cache Storage store"},
		"a service worker":         {plain(`<script>navigator.serviceWorker.register("/w.js")</script>`), "service worker http://origin"},
		"a file":                   {plain(`<script>navigator.storage.getDirectory().then(d => d.getFileHandle("f.txt", {create: true}))</script>`), "file f.txt"},
		"a name of the window":     {plain(`<script>window.name = "n"</script>`), "window.name n"},
		"behind the test's back":   {plain(`<script>localStorage.a = "b"; Object.keys = () => []; indexedDB.databases = async () => []</script>`), "localStorage a=b"},
		"by a frame of a stranger": {plain(`<iframe title="t" src="` + far + `"></iframe>`), "localStorage far=away"},
	} {
		t.Run(name, func(t *testing.T) {
			number++
			p := p.In(t)
			p.Go(named(run(t, site{"/": c.page, "/w.js": `1`}), fmt.Sprintf("origin%d.localhost", number)) + "/")
			var kept []string
			for deadline := time.Now().Add(5 * time.Second); len(kept) == 0 && time.Now().Before(deadline); kept = p.Stored() {
				time.Sleep(20 * time.Millisecond)
			}
			if len(kept) != 1 || !strings.HasPrefix(kept[0], c.want) {
				t.Errorf("kept is %q, not %s", kept, c.want)
			}
			browser.Eval[string](p, `window.name = ""`)
		})
	}
	home := run(t, site{"/": "Set-Cookie: a=b; HttpOnly\n\n" + plain(`<script>document.cookie = "c=d"</script>`)})
	p.Go(home + "/")
	if kept := p.Stored(); !slices.Equal(kept, []string{"cookie a=b of 127.0.0.1/", "cookie c=d of 127.0.0.1/"}) {
		t.Errorf("of cookies is kept %q", kept)
	}
}

func TestBrowsersKnowNothingOfEachOther(t *testing.T) {
	browser.Thorough(t)
	t.Parallel()
	home := run(t, site{"/": "Set-Cookie: a=b\n\n" + plain(`<script>localStorage.a ??= "b"</script>`), "/look": plain("")})
	first := browser.Open(t)
	first.Page().Go(home + "/")
	same := first.Page()
	same.Go(home + "/look")
	if kept := same.Stored(); len(kept) != 2 {
		t.Errorf("another tab of the same browser knows %q", kept)
	}
	other := browser.Open(t).Page()
	other.Go(home + "/look")
	if kept := other.Stored(); len(kept) > 0 {
		t.Errorf("another browser knows %q", kept)
	}
	if requests := other.Requests(); len(requests) != 1 {
		t.Errorf("another browser made the requests %v", requests)
	}
}

func TestTheHistoryIsKnown(t *testing.T) {
	browser.Thorough(t)
	t.Parallel()
	home := run(t, site{"/": plain(`<a href="/one">one</a>`), "/one": plain(`<a id="leave" href="/two">leave</a><script>leave.onclick = e => { e.preventDefault(); location.replace("/two") }</script>`), "/two": plain("two")})
	p := browser.Open(t).Page()
	p.Go(home + "/")
	p.Click("a")
	p.Wait("#leave")
	p.Click("#leave")
	p.WaitFor(`location.pathname === "/two"`)
	if history := p.History(); !slices.Equal(history, []string{home + "/", home + "/two"}) {
		t.Errorf("the history is %v", history)
	}
	p.Back()
	if p.URL() != home+"/" {
		t.Errorf("back is %s", p.URL())
	}
}
