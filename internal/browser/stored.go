package browser

import (
	"encoding/json"
	"errors"
	"slices"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/storage"
	"github.com/chromedp/chromedp"
)

// keeps is a piece of JavaScript that tells what the origin of a document has
// stored, in all the ways there are but cookies.
const keeps = `(async () => {
	const kept = []
	const look = async (what, ask) => {
		try { for (const one of await ask()) kept.push(what + " " + one) }
		catch (e) { if (e.name !== "SecurityError") kept.push(what + ": " + e) }
	}
	const items = s => Object.keys(s).map(k => k + "=" + s.getItem(k))
	await look("localStorage", () => items(localStorage))
	await look("sessionStorage", () => items(sessionStorage))
	await look("IndexedDB", async () => (await indexedDB.databases()).map(d => d.name))
	if (isSecureContext) {
		await look("Cache Storage", () => caches.keys())
		await look("service worker", async () => (await navigator.serviceWorker.getRegistrations()).map(r => r.scope))
		await look("file", () => navigator.storage.getDirectory().then(d => Array.fromAsync(d.keys())))
	}
	if (window.name) kept.push("window.name " + window.name)
	return kept
})()`

// Stored tells what is left in the browser, one line each: every cookie of any
// origin, and what the origins that the page shows now, in a frame too, have
// put into localStorage, sessionStorage, IndexedDB, Cache Storage, a file of
// their own, window.name or a service worker. None is what a test wants.
func (p *Page) Stored() []string {
	p.t.Helper()
	kept := p.Cookies()
	for _, s := range append([]cdp.Session{p.session()}, p.strangers()...) {
		for _, frame := range p.frames(s) {
			lines, err := inFrame[[]string](p, s, frame, keeps)
			p.must(err, "look at what %s has stored", frame.URL)
			for _, line := range lines {
				if !slices.Contains(kept, line) {
					kept = append(kept, line)
				}
			}
		}
	}
	return kept
}

// Cookies are all that the browser holds, of any origin, one line each.
func (p *Page) Cookies() []string {
	p.t.Helper()
	r, err := callChrome(p.browser.chrome, storage.GetCookies, storage.GetCookiesParams{BrowserContextID: p.browser.id})
	p.must(err, "read the cookies")
	var lines []string
	for _, c := range r.Cookies {
		lines = append(lines, "cookie "+c.Name+"="+c.Value+" of "+c.Domain+c.Path)
	}
	return lines
}

// History are the addresses that the tab's back and forward buttons know,
// oldest first, without the empty page that a tab begins with.
func (p *Page) History() []string {
	p.t.Helper()
	var addresses []string
	for _, e := range do(p, page.GetNavigationHistory, cdp.Empty{}).Entries {
		if e.URL != "about:blank" {
			addresses = append(addresses, e.URL)
		}
	}
	return addresses
}

// session is that of the tab itself.
func (p *Page) session() cdp.Session { return chromedp.FromContext(p.ctx).Target }

// strangers are the sessions of the frames of other sites.
func (p *Page) strangers() []cdp.Session {
	var all []cdp.Session
	for _, s := range p.browser.chrome.wire.frames(p.id) {
		all = append(all, s)
	}
	return all
}

// frames are the frames that a session reaches, the outermost first.
func (p *Page) frames(s cdp.Session) []*cdp.Frame {
	p.t.Helper()
	ctx, cancel := p.within()
	defer cancel()
	tree, err := cdp.Call(ctx, s, page.GetFrameTree, cdp.Empty{})
	p.must(err, "list the frames")
	var all []*cdp.Frame
	var walk func(*page.FrameTree)
	walk = func(tree *page.FrameTree) {
		all = append(all, tree.Frame)
		for _, child := range tree.ChildFrames {
			walk(child)
		}
	}
	walk(tree.FrameTree)
	return all
}

// inFrame evaluates in a world of its own, which sees the document and nothing
// that scripts of the page did to their own world.
func inFrame[T any](p *Page, s cdp.Session, frame *cdp.Frame, expression string) (v T, err error) {
	ctx, cancel := p.within()
	defer cancel()
	world, err := cdp.Call(ctx, s, page.CreateIsolatedWorld, page.CreateIsolatedWorldParams{FrameID: frame.ID, WorldName: "walkin tests"})
	if err != nil {
		return v, err
	}
	return evalIn[T](p, s, world.ExecutionContextID, expression)
}

// evalIn evaluates in a world, 0 being that of the page.
func evalIn[T any](p *Page, s cdp.Session, world runtime.ExecutionContextID, expression string) (v T, err error) {
	ctx, cancel := p.within()
	defer cancel()
	yes := true
	r, err := cdp.Call(ctx, s, runtime.Evaluate, runtime.EvaluateParams{Expression: expression, ContextID: world, ReturnByValue: &yes, AwaitPromise: &yes, UserGesture: &yes})
	switch {
	case err != nil:
		return v, err
	case r.ExceptionDetails != nil:
		return v, errors.New(thrown(r.ExceptionDetails))
	case len(r.Result.Value) == 0:
		return v, nil // undefined
	}
	return v, json.Unmarshal(r.Result.Value, &v)
}
