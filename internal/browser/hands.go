package browser

import (
	"encoding/json"

	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/runtime"
)

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

// Upload chooses a file of this machine in a field for files.
func (p *Page) Upload(selector, file string) {
	p.t.Helper()
	p.Wait(selector)
	quoted, _ := json.Marshal(selector)
	found := do(p, runtime.Evaluate, runtime.EvaluateParams{Expression: find + "(" + string(quoted) + ")[0]"})
	do(p, dom.SetFileInputFiles, dom.SetFileInputFilesParams{Files: []string{file}, ObjectID: found.Result.ObjectID})
}
