package console

import (
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Section is a part of a form.
type Section struct {
	Name     string // "form.section.<Name>" is said above it
	Controls []Control
	Rows     []Rows
	Hours    *HoursForm
}

// ControlKind is how something is asked for.
type ControlKind string

// The kinds of control.
const (
	Line   ControlKind = "line"   // a short text
	Area   ControlKind = "area"   // a long one
	Number ControlKind = "number" // a whole number
	Point  ControlKind = "point"  // degrees
	Choice ControlKind = "choice" // one of some words
	Check  ControlKind = "check"  // yes or not
	Checks ControlKind = "checks" // any of some words
	Words  ControlKind = "words"  // a list with commas between
	Phone  ControlKind = "phone"  // a number, in the ways in which people write it
)

// Control asks for one field of an entry.
type Control struct {
	Pointer string // RFC 6901, into the stored entry; also its name in the form
	Kind    ControlKind
	Label   string // as said; the key is "field.<last part>"
	Hint    string
	Lang    string // of the text that is asked for; "" if it is in none
	Value   string // of Checks and Words: with commas between
	Options []Option
	Fault   *Remark // what is wrong with it; nil if nothing is
}

// Option is a word to choose.
type Option struct {
	Value, Label string
	Chosen       bool
}

// ID is the control's own name in the page.
func (c Control) ID() string {
	return strings.NewReplacer("/", "-", "~1", "-").Replace(strings.TrimPrefix(c.Pointer, "/"))
}

// record is a stored entry as JSON.
type record map[string]any

// at gives what stands at a pointer; nil if nothing does.
func (r record) at(pointer string) any {
	var value any = map[string]any(r)
	for _, token := range tokens(pointer) {
		members, ok := value.(map[string]any)
		if !ok {
			return nil
		}
		value = members[token]
	}
	return value
}

// text gives what stands at a pointer as a control shows it.
func (r record) text(pointer string) string {
	switch v := r.at(pointer).(type) {
	case string:
		return v
	case bool:
		if v {
			return "yes"
		}
	case json.Number:
		return v.String()
	case []any:
		words := make([]string, 0, len(v))
		for _, w := range v {
			if s, ok := w.(string); ok {
				words = append(words, s)
			}
		}
		return strings.Join(words, ",")
	}
	return ""
}

func tokens(pointer string) []string {
	list := strings.Split(strings.TrimPrefix(pointer, "/"), "/")
	for i, token := range list {
		list[i] = strings.ReplaceAll(strings.ReplaceAll(token, "~1", "/"), "~0", "~")
	}
	return list
}

// Patch is a JSON Merge Patch in the making.
type Patch map[string]any

// Set sets what stands at a pointer; nil removes it.
func (p Patch) Set(pointer string, value any) {
	path := tokens(pointer)
	members := map[string]any(p)
	for _, token := range path[:len(path)-1] {
		below, ok := members[token].(map[string]any)
		if !ok {
			below = make(map[string]any)
			members[token] = below
		}
		members = below
	}
	members[path[len(path)-1]] = value
}

// maxValue bounds what one control takes, in bytes; the directory has limits of
// its own, with sentences.
const maxValue = 20_000

// read sets in a patch what somebody changed; what they left as it was is left
// out, so that two people can change different things.
func (c *Control) read(v url.Values, patch Patch) {
	if !v.Has("has:"+c.Pointer) && !v.Has(c.Pointer) {
		return // the page did not ask
	}
	var value string
	switch c.Kind {
	case Checks:
		// What is there keeps its order, and stays if the form does not offer it.
		var chosen []string
		for _, was := range split(c.Value) {
			offered := slices.ContainsFunc(c.Options, func(o Option) bool { return o.Value == was })
			if !offered || slices.Contains(v[c.Pointer], was) {
				chosen = append(chosen, was)
			}
		}
		for _, o := range c.Options {
			if slices.Contains(v[c.Pointer], o.Value) && !slices.Contains(chosen, o.Value) {
				chosen = append(chosen, o.Value)
			}
		}
		if sameWords(chosen, split(c.Value)) {
			return
		}
		value = strings.Join(chosen, ",")
	default:
		value = strings.TrimSpace(strings.ReplaceAll(v.Get(c.Pointer), "\r\n", "\n"))
		if len(value) > maxValue {
			value = value[:maxValue]
		}
	}
	if c.Kind == Phone {
		value = dialled(value)
	}
	if value == c.Value {
		return
	}
	c.set(value, patch)
	c.Value = value
	for i, o := range c.Options {
		c.Options[i].Chosen = o.Value == value || c.Kind == Checks && slices.Contains(split(value), o.Value)
	}
}

// dialled takes out of a number what people write into it to read it: "+45 12
// 34 56 78", "(0)20-123 45 67".
func dialled(number string) string {
	number = strings.ReplaceAll(number, "(0)", "")
	plain := strings.Map(func(r rune) rune {
		if strings.ContainsRune(" .-/()\u00a0\u2011\u2013", r) {
			return -1
		}
		return r
	}, number)
	if strings.HasPrefix(plain, "00") {
		plain = "+" + plain[2:]
	}
	if strings.Trim(strings.TrimPrefix(plain, "+"), "0123456789") != "" {
		return strings.TrimSpace(number) // words: the directory says what is wrong with them
	}
	return plain
}

func (c *Control) set(value string, patch Patch) {
	if value == "" {
		patch.Set(c.Pointer, nil)
		return
	}
	switch c.Kind {
	case Check:
		patch.Set(c.Pointer, true)
	case Checks, Words:
		patch.Set(c.Pointer, split(value))
	case Number, Point:
		n := strings.ReplaceAll(value, ",", ".")
		if _, err := strconv.ParseFloat(n, 64); err != nil {
			patch.Set(c.Pointer, value) // which the directory refuses, by name
			return
		}
		patch.Set(c.Pointer, json.Number(n))
	default:
		patch.Set(c.Pointer, value)
	}
}

func split(s string) []string {
	var list []string
	for _, word := range strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ';' || r == '\n' }) {
		if word = strings.TrimSpace(word); word != "" {
			list = append(list, word)
		}
	}
	return list
}

func sameWords(a, b []string) bool {
	a, b = slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b))
	return slices.Equal(a, b)
}
