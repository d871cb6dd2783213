package browser

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// Page is a tab. It begins empty, 1280 by 900 pixels large, in Denmark's time
// and English.
type Page struct {
	t       testing.TB
	browser *Browser
	ctx     context.Context
	id      target.ID
	look    *look
}

// Page opens a tab. It is closed with its browser.
func (b *Browser) Page() *Page {
	b.t.Helper()
	p := &Page{t: b.t, browser: b, look: &look{width: 1280, height: 900, scale: 1, zoom: 1}}
	ctx, cancel := chromedp.NewContext(b.chrome.ctx, chromedp.WithExistingBrowserContext(b.id))
	b.t.Cleanup(cancel)
	p.must(begin(ctx), "open a tab")
	p.ctx, p.id = ctx, chromedp.FromContext(ctx).Target.TargetID
	p.must(p.measure(), "open a tab")
	p.Timezone("Europe/Copenhagen")
	return p
}

// In gives the same page for a subtest: what fails, fails there.
func (p *Page) In(t testing.TB) *Page {
	b := *p.browser
	b.t = t
	return &Page{t: t, browser: &b, ctx: p.ctx, id: p.id, look: p.look}
}

// within bounds a step in time.
func (p *Page) within() (context.Context, context.CancelFunc) {
	return context.WithTimeout(p.ctx, patience)
}

// must ends the test if a step failed.
func (p *Page) must(err error, doing string, args ...any) {
	p.t.Helper()
	if err != nil {
		p.t.Fatalf("%s: %v", fmt.Sprintf(doing, args...), err)
	}
}

// call runs a command of the devtools.
func call[P, R any](p *Page, command cdp.Command[P, R], params P) (R, error) {
	ctx, cancel := p.within()
	defer cancel()
	return chromedp.Call(ctx, command, params)
}

func do[P, R any](p *Page, command cdp.Command[P, R], params P) R {
	p.t.Helper()
	r, err := call(p, command, params)
	p.must(err, "%s", command.Method)
	return r
}

// Go opens an address and waits until the page is loaded and asks for nothing
// more.
func (p *Page) Go(url string) {
	p.t.Helper()
	p.must(p.Visit(url), "go to %s", url)
}

// Visit is Go for an address that may fail: it gives the error that the
// browser would show.
func (p *Page) Visit(url string) error {
	ctx, cancel := p.within()
	defer cancel()
	if err := chromedp.Do(ctx, chromedp.Navigate(url)); err != nil {
		return err
	}
	return p.rest(ctx)
}

// Reload loads the page again.
func (p *Page) Reload() {
	p.t.Helper()
	ctx, cancel := p.within()
	defer cancel()
	p.must(chromedp.Do(ctx, chromedp.Reload()), "reload")
	p.must(p.rest(ctx), "reload")
}

// Back goes back one page, as the button of the browser does.
func (p *Page) Back() {
	p.t.Helper()
	history := do(p, page.GetNavigationHistory, cdp.Empty{})
	if history.CurrentIndex < 1 {
		p.t.Fatal("go back: there is nothing before this page")
	}
	before := history.Entries[history.CurrentIndex-1]
	do(p, page.NavigateToHistoryEntry, page.NavigateToHistoryEntryParams{EntryID: before.ID})
	// A page that the browser kept as it was is not loaded again.
	quoted, _ := json.Marshal(before.URL)
	p.WaitFor(`location.href === ` + string(quoted) + ` && document.readyState === "complete"`)
	p.Settle()
}

// rest waits until the tab is at rest.
func (p *Page) rest(ctx context.Context) error {
	return p.browser.record.idle(ctx, p.id, time.Duration(float64(quiet)*max(1, p.look.cpu)))
}

// Settle waits until the page asks for nothing more.
func (p *Page) Settle() {
	p.t.Helper()
	ctx, cancel := p.within()
	defer cancel()
	p.must(p.rest(ctx), "settle")
}

// URL is the address that the page shows.
func (p *Page) URL() string { p.t.Helper(); return Eval[string](p, "location.href") }

// Title is the title of the page.
func (p *Page) Title() string { p.t.Helper(); return Eval[string](p, "document.title") }

// Eval evaluates an expression of JavaScript in the page, waits for it if it
// is a promise, and gives what it came to. It works where scripts of the page
// do not, and under any policy.
func Eval[T any](p *Page, expression string) T {
	p.t.Helper()
	v, err := eval[T](p, expression)
	p.must(err, "evaluate %s", short(expression))
	return v
}

func short(s string) string {
	if len(s) > 200 {
		return s[:200] + "…"
	}
	return s
}

func eval[T any](p *Page, expression string) (T, error) {
	return evalIn[T](p, p.session(), 0, expression)
}

func thrown(e *runtime.ExceptionDetails) string {
	if e.Exception != nil && e.Exception.Description != "" {
		return e.Text + " " + e.Exception.Description
	}
	return e.Text
}

// find is a function of JavaScript that gives the elements of a selector.
const find = `(selector => {
	let roots = [document]
	const steps = selector.split(" >>> ")
	for (const [i, step] of steps.entries()) {
		const found = roots.flatMap(root => [...root.querySelectorAll(step)])
		if (i === steps.length - 1) return found
		roots = found.map(e => e.shadowRoot).filter(Boolean)
	}
})`

// on applies a function of JavaScript to the elements of a selector; on the
// next page, if the tab is just leaving this one.
func on[T any](p *Page, selector, function string) (T, error) {
	quoted, _ := json.Marshal(selector)
	for deadline := time.Now().Add(patience); ; time.Sleep(20 * time.Millisecond) {
		v, err := eval[T](p, "("+function+")("+find+"("+string(quoted)+"))")
		var refused *cdproto.Error
		if !errors.As(err, &refused) || !strings.Contains(refused.Message, "context") && !strings.Contains(refused.Message, "navigated") || time.Now().After(deadline) {
			return v, err
		}
	}
}

// until asks again until the answer is one.
func until[T any](p *Page, ask func() (T, bool, error)) (v T, err error) {
	deadline := time.Now().Add(patience)
	for {
		v, ok, err := ask()
		switch {
		case err == nil && ok:
			return v, nil
		case time.Now().After(deadline):
			return v, errors.Join(errors.New("not within "+patience.String()), err)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// Count is how many elements there are.
func (p *Page) Count(selector string) int {
	p.t.Helper()
	n, err := on[int](p, selector, "found => found.length")
	p.must(err, "count %s", selector)
	return n
}

// isSeen tells whether an element can be seen.
const isSeen = `e => e.checkVisibility({visibilityProperty: true, opacityProperty: true}) && e.getClientRects().length > 0`

// Visible says whether at least one of the elements is there to be seen.
func (p *Page) Visible(selector string) bool {
	p.t.Helper()
	seen, err := on[bool](p, selector, "found => found.some("+isSeen+")")
	p.must(err, "look for %s", selector)
	return seen
}

// Wait waits until an element can be seen.
func (p *Page) Wait(selector string) {
	p.t.Helper()
	_, err := until(p, func() (bool, bool, error) {
		seen, err := on[bool](p, selector, "found => found.some("+isSeen+")")
		return seen, seen, err
	})
	p.must(err, "wait for %s", selector)
}

// WaitGone waits until none of the elements can be seen.
func (p *Page) WaitGone(selector string) {
	p.t.Helper()
	_, err := until(p, func() (bool, bool, error) {
		seen, err := on[bool](p, selector, "found => found.some("+isSeen+")")
		return seen, !seen, err
	})
	p.must(err, "wait until %s is gone", selector)
}

// WaitFor waits until an expression of JavaScript is true.
func (p *Page) WaitFor(expression string) {
	p.t.Helper()
	_, err := until(p, func() (bool, bool, error) {
		is, err := eval[bool](p, "Boolean("+expression+")")
		return is, is, err
	})
	p.must(err, "wait for %s", short(expression))
}

// Text is the text of the first element as it is shown, once it can be seen.
func (p *Page) Text(selector string) string {
	p.t.Helper()
	p.Wait(selector)
	text, err := on[string](p, selector, "found => found.find("+isSeen+").innerText")
	p.must(err, "read %s", selector)
	return text
}

// Texts are the texts of all the elements that can be seen.
func (p *Page) Texts(selector string) []string {
	p.t.Helper()
	texts, err := on[[]string](p, selector, "found => found.filter("+isSeen+").map(e => e.innerText)")
	p.must(err, "read %s", selector)
	return texts
}

// Attribute is an attribute of the first element, "" if it has none.
func (p *Page) Attribute(selector, name string) string {
	p.t.Helper()
	quoted, _ := json.Marshal(name)
	value, err := until(p, func() (string, bool, error) {
		value, err := on[*string](p, selector, "found => found.length ? found[0].getAttribute("+string(quoted)+") ?? '' : null")
		if value == nil {
			return "", false, err
		}
		return *value, true, err
	})
	p.must(err, "read %s of %s", name, selector)
	return value
}

// Focused describes the element that has the focus, as a selector would:
// "a#exit.button"; with " >>> " where it is in a shadow root, "" if none has.
func (p *Page) Focused() string {
	p.t.Helper()
	return Eval[string](p, `(() => {
		const path = []
		for (let e = document.activeElement; e && e !== document.body; e = e.shadowRoot?.activeElement)
			path.push(e.localName + (e.id ? "#" + e.id : "") + [...e.classList].map(c => "." + c).join(""))
		return path.join(" >>> ")
	})()`)
}
