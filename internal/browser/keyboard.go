package browser

import (
	"strings"
	"unicode"

	"github.com/chromedp/cdproto/input"
)

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
	// The number of a key is its character's for letters, digits and the space
	// only: that of a full stop is the number of Delete.
	if r := []rune(k.name); number == 0 && len(r) == 1 && (r[0] == ' ' || r[0] < 128 && (unicode.IsLetter(r[0]) || unicode.IsDigit(r[0]))) {
		number = int64(strings.ToUpper(k.name)[0])
	}
	do(p, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: what, Modifiers: held, Text: k.text, UnmodifiedText: k.text,
		Key: k.name, Code: k.code, WindowsVirtualKeyCode: number, NativeVirtualKeyCode: number})
}
