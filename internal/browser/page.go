package browser

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
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

// point is where an element is touched: in the middle of it, once it stands
// still and nothing lies over it.
func (p *Page) point(selector string) (x, y float64, err error) {
	type place struct{ X, Y float64 }
	var last place
	at, err := until(p, func() (place, bool, error) {
		at, err := on[*place](p, selector, `found => {
			const e = found.find(`+isSeen+`)
			if (!e) return null
			e.scrollIntoView({block: "center", inline: "center", behavior: "instant"})
			const r = [...e.getClientRects()].find(r => r.width && r.height)
			if (!r) return null
			const x = r.x + r.width / 2, y = r.y + r.height / 2
			let hit = document.elementFromPoint(x, y)
			while (hit?.shadowRoot?.elementFromPoint(x, y) && hit.shadowRoot.elementFromPoint(x, y) !== hit) hit = hit.shadowRoot.elementFromPoint(x, y)
			for (let h = hit; h; h = h.parentNode ?? h.host) if (h === e) return {X: x, Y: y}
			const label = hit?.closest?.("label")
			if (label && label.control === e) return {X: x, Y: y}
			throw new Error((hit ? hit.outerHTML.slice(0, 120) : "nothing") + " lies over it")
		}`)
		if at == nil || err != nil {
			return last, false, err
		}
		still := *at == last
		last = *at
		return last, still, nil
	})
	return at.X, at.Y, err
}

// Click clicks on the middle of the first element that can be seen, or
// touches it where there is a touch screen.
func (p *Page) Click(selector string) {
	p.t.Helper()
	x, y, err := p.point(selector)
	p.must(err, "click on %s", selector)
	if p.look.touch {
		do(p, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: input.DispatchTouchEventTypeTouchStart, TouchPoints: []*input.TouchPoint{{X: x, Y: y}}})
		do(p, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: input.DispatchTouchEventTypeTouchEnd, TouchPoints: []*input.TouchPoint{}})
		return
	}
	for _, what := range []input.DispatchMouseEventType{input.DispatchMouseEventTypeMouseMoved, input.DispatchMouseEventTypeMousePressed, input.DispatchMouseEventTypeMouseReleased} {
		e := input.DispatchMouseEventParams{Type: what, X: x, Y: y}
		if what != input.DispatchMouseEventTypeMouseMoved {
			e.Button, e.ClickCount = input.MouseButtonLeft, 1
		}
		do(p, input.DispatchMouseEvent, e)
	}
}

// Focus gives the first element the focus.
func (p *Page) Focus(selector string) {
	p.t.Helper()
	p.Wait(selector)
	_, err := on[bool](p, selector, "found => { found.find("+isSeen+").focus(); return true }")
	p.must(err, "focus %s", selector)
}

// Type gives an element the focus and types into it, after what is there.
func (p *Page) Type(selector, text string) {
	p.t.Helper()
	p.Focus(selector)
	_, err := on[bool](p, selector, `found => {
		const e = found.find(`+isSeen+`)
		if (e.selectionEnd !== null) e.setSelectionRange?.(e.value.length, e.value.length)
		return true
	}`)
	p.must(err, "type into %s", selector)
	for _, r := range text {
		p.key(key{name: string(r), text: string(r)}, 0)
	}
}

// Clear empties a field.
func (p *Page) Clear(selector string) {
	p.t.Helper()
	p.Focus(selector)
	_, err := on[bool](p, selector, "found => { found.find("+isSeen+").select(); return true }")
	p.must(err, "clear %s", selector)
	p.Press("Delete")
}

// Select chooses an option of a select element by its value.
func (p *Page) Select(selector, value string) {
	p.t.Helper()
	p.Focus(selector)
	quoted, _ := json.Marshal(value)
	ok, err := on[bool](p, selector, `found => {
		const e = found.find(`+isSeen+`), had = e.value
		e.value = `+string(quoted)+`
		if (e.value !== `+string(quoted)+`) { e.value = had; return false }
		e.dispatchEvent(new Event("input", {bubbles: true, composed: true}))
		e.dispatchEvent(new Event("change", {bubbles: true}))
		return true
	}`)
	p.must(err, "select %s of %s", value, selector)
	if !ok {
		p.t.Fatalf("%s has no option %q", selector, value)
	}
}

// key is one key of the keyboard.
type key struct {
	name, code, text string
	number           int64
}

// keys are those that write no letter.
var keys = map[string]key{
	"Tab": {"Tab", "Tab", "", 9}, "Enter": {"Enter", "Enter", "\r", 13}, "Escape": {"Escape", "Escape", "", 27}, "Space": {" ", "Space", " ", 32},
	"Backspace": {"Backspace", "Backspace", "", 8}, "Delete": {"Delete", "Delete", "", 46}, "Home": {"Home", "Home", "", 36}, "End": {"End", "End", "", 35},
	"PageUp": {"PageUp", "PageUp", "", 33}, "PageDown": {"PageDown", "PageDown", "", 34},
	"ArrowLeft": {"ArrowLeft", "ArrowLeft", "", 37}, "ArrowUp": {"ArrowUp", "ArrowUp", "", 38}, "ArrowRight": {"ArrowRight", "ArrowRight", "", 39}, "ArrowDown": {"ArrowDown", "ArrowDown", "", 40},
	"Shift": {"Shift", "ShiftLeft", "", 16}, "Control": {"Control", "ControlLeft", "", 17}, "Alt": {"Alt", "AltLeft", "", 18}, "Meta": {"Meta", "MetaLeft", "", 91},
}

// modifiers are the bits of the keys that are held.
var modifiers = map[string]int64{"Alt": 1, "Control": 2, "Meta": 4, "Shift": 8}

// Press presses keys one after another: "Tab", "Shift+Tab", "Shift" alone,
// "Enter", "Escape", "ArrowDown", "Control+a", "x".
func (p *Page) Press(names ...string) {
	p.t.Helper()
	for _, name := range names {
		held := strings.Split(name, "+")
		last := held[len(held)-1]
		k, ok := keys[last]
		if !ok && len([]rune(last)) != 1 {
			p.t.Fatalf("there is no key %q", last)
		} else if !ok {
			k = key{name: last, text: last}
		}
		var bits int64
		for _, h := range held[:len(held)-1] {
			if modifiers[h] == 0 {
				p.t.Fatalf("there is no key %q to be held", h)
			}
			bits |= modifiers[h]
			p.press(input.DispatchKeyEventTypeRawKeyDown, keys[h], bits)
		}
		p.key(k, bits)
		for i := len(held) - 2; i >= 0; i-- {
			bits &^= modifiers[held[i]]
			p.press(input.DispatchKeyEventTypeKeyUp, keys[held[i]], bits)
		}
	}
}

func (p *Page) key(k key, held int64) {
	p.t.Helper()
	down := input.DispatchKeyEventTypeKeyDown
	if held&^modifiers["Shift"] != 0 {
		k.text = "" // a shortcut writes nothing
	}
	if k.text == "" {
		down = input.DispatchKeyEventTypeRawKeyDown
	}
	p.press(down, k, held|modifiers[k.name])
	k.text = ""
	p.press(input.DispatchKeyEventTypeKeyUp, k, held)
}

func (p *Page) press(what input.DispatchKeyEventType, k key, held int64) {
	p.t.Helper()
	number := k.number
	if r := []rune(k.name); number == 0 && len(r) == 1 && r[0] < 128 {
		number = int64(strings.ToUpper(k.name)[0])
	}
	do(p, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: what, Modifiers: held, Text: k.text, UnmodifiedText: k.text,
		Key: k.name, Code: k.code, WindowsVirtualKeyCode: number, NativeVirtualKeyCode: number})
}

// screenshots is the folder at the root of the repository where pictures go.
// It is not committed.
const screenshots = ".screenshots"

// Screenshot takes a picture of the whole page, for a person to look at, into
// .screenshots/NAME.png at the root of the repository; only where somebody has
// made that folder.
func (p *Page) Screenshot(name string) {
	p.t.Helper()
	root, err := root()
	p.must(err, "take a screenshot")
	path := filepath.Join(root, screenshots, name+".png")
	if _, err := os.Stat(filepath.Dir(path)); err != nil {
		return
	}
	beyond := true
	size := do(p, page.GetLayoutMetrics, cdp.Empty{}).CSSContentSize
	picture := do(p, page.CaptureScreenshot, page.CaptureScreenshotParams{CaptureBeyondViewport: &beyond,
		Clip: &page.Viewport{Width: size.Width, Height: min(size.Height, 16000/p.look.scale), Scale: 1}})
	p.must(os.WriteFile(path, picture.Data, 0o644), "take a screenshot")
}

// root is the folder of go.mod.
func root() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		if dir == filepath.Dir(dir) {
			return "", errors.New("no go.mod above the tests")
		}
		dir = filepath.Dir(dir)
	}
}
