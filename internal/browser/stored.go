package browser

import (
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
	for _, frame := range frames(do(p, page.GetFrameTree, cdp.Empty{}).FrameTree) {
		lines, err := inFrame[[]string](p, frame, keeps)
		p.must(err, "look at what %s has stored", frame.URL)
		for _, line := range lines {
			if !slices.Contains(kept, line) {
				kept = append(kept, line)
			}
		}
	}
	return kept
}

// Cookies are all that the browser holds, of any origin, one line each.
func (p *Page) Cookies() []string {
	p.t.Helper()
	ctx, cancel := p.within()
	defer cancel()
	r, err := chromedp.CallBrowser(ctx, storage.GetCookies, storage.GetCookiesParams{BrowserContextID: chromedp.FromContext(p.browser.ctx).BrowserContextID})
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

// frames are the frames of a tree.
func frames(tree *page.FrameTree) []*cdp.Frame {
	all := []*cdp.Frame{tree.Frame}
	for _, child := range tree.ChildFrames {
		all = append(all, frames(child)...)
	}
	return all
}

// inFrame evaluates in a world of its own, which sees the document and nothing
// that scripts of the page did to their own world.
func inFrame[T any](p *Page, frame *cdp.Frame, expression string) (v T, err error) {
	world, err := call(p, page.CreateIsolatedWorld, page.CreateIsolatedWorldParams{FrameID: frame.ID, WorldName: "walkin tests"})
	if err != nil {
		return v, err
	}
	return evalIn[T](p, world.ExecutionContextID, expression)
}

// evalIn evaluates in a world, 0 being that of the page.
func evalIn[T any](p *Page, world runtime.ExecutionContextID, expression string) (v T, err error) {
	yes := true
	r, err := call(p, runtime.Evaluate, runtime.EvaluateParams{Expression: expression, ContextID: world, ReturnByValue: &yes, AwaitPromise: &yes, UserGesture: &yes})
	return value[T](r, err)
}
