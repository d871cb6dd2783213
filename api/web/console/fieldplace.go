package console

import (
	"reflect"
	"slices"
	"strconv"
	"strings"

	"walkin/internal/directory"
)

// place is where in an entry a value stands.
type place struct {
	of    reflect.Type // nil for what the kind does not have any more
	path  []string     // the kind and the names of fields, without places in lists
	from  int          // the part of the path before it is said by within
	label string       // within, such as "Photo 2"
	key   string       // in a map: a language, a topic, a register
}

// place goes to where a pointer leads.
func (f fields) place(pointer string) place {
	p := place{of: directory.TypeOf(f.kind), path: []string{string(f.kind)}, from: 1}
	if pointer == "" {
		return p
	}
	for _, token := range tokens(pointer) {
		p = f.below(p, token)
	}
	return p
}

// below goes one step down.
func (f fields) below(p place, token string) place {
	next := place{path: p.path, from: p.from, label: p.label}
	if p.of == nil {
		next.path = append(slices.Clip(p.path), token)
		return next
	}
	switch t := p.of; directory.ShapeOf(t) {
	case directory.Object:
		next.path = append(slices.Clip(p.path), token)
		for _, m := range directory.MembersOf(t) {
			if m.Name == token {
				next.of = m.Of
			}
		}
	case directory.List:
		next.of, next.from = t.Elem(), len(p.path)
		next.label = joinLabels(f.label(p), f.element(p, token))
		if len(p.path) > p.from { // the element says what it is one of
			next.label = joinLabels(p.label, f.element(p, token))
		}
	case directory.Mapping:
		next.of, next.key = t.Elem(), token
	}
	return next
}

// label says what a place is, with the way to it as far as that is not clear:
// "Telephone", "Stop 1: Street and number", "Telephone hours: note".
func (f fields) label(p place) string {
	said := p.label
	if len(p.path) > p.from {
		said = joinLabels(said, f.way(p.path, p.from))
	}
	return f.keyed(p, said)
}

// short says what a place is to who knows where it stands.
func (f fields) short(p place) string {
	word, _ := f.word(p.path)
	return f.keyed(p, word)
}

// way says the last part of a path, and what its word leaves open before it.
func (f fields) way(path []string, from int) string {
	word, at := f.word(path)
	if at <= from {
		return word
	}
	return joinLabels(f.way(path[:at], from), word)
}

// word is what a field is called: the longest end of its path that has words.
// It gives where that end begins.
func (f fields) word(path []string) (word string, at int) {
	last := len(path) - 1
	if last > 0 && path[last-1] == "promises" {
		return f.words.Say("promise." + path[last] + ".yes"), last
	}
	for at := range path {
		if key := "field." + strings.Join(path[at:], "."); f.words.Knows(key) {
			return f.words.Say(key), at
		}
	}
	return bare(path[last]), last
}

// keyed adds what a place in a map is for: "Title (Danish)", "Wheelchair".
func (f fields) keyed(p place, said string) string {
	switch {
	case p.key == "":
		return said
	case p.path[len(p.path)-1] == "access_needs":
		return f.entry(directory.KindTopic, p.key)
	case f.words.Knows("register." + p.key):
		return f.words.Say("register." + p.key)
	}
	return said + " (" + f.words.Language(p.key) + ")"
}

// element says which one of a list.
func (f fields) element(p place, token string) string {
	i, err := strconv.Atoi(token)
	key := "element." + p.path[len(p.path)-1]
	if err != nil || !f.words.Knows(key) {
		return token
	}
	return f.words.Say(key, "n", i+1)
}

func joinLabels(before, label string) string {
	if before == "" {
		return label
	}
	return before + ": " + label
}

// bare makes words of a name, where there are no better ones.
func bare(name string) string { return strings.NewReplacer("_", " ", "-", " ", "/", " ").Replace(name) }
