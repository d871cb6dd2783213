package directory

import (
	"net/url"
	"strconv"
	"strings"

	"walkin/internal/problem"
	"walkin/internal/schedule"
)

// validation collects what breaks a rule.
type validation struct{ fields []problem.Field }

func (v *validation) add(pointer, format string, args ...any) {
	v.fields = append(v.fields, problem.At(pointer, format, args...))
}

// at gives the pointer to the i-th element of a list.
func at(list string, i int) string { return list + "/" + strconv.Itoa(i) }

// id checks an identifier: it stands in addresses, so it is a slug.
func (v *validation) id(pointer, id string) {
	if !slug(id) {
		v.add(pointer, "%q is not an id: 1 to 100 of the letters a to z, digits, - and _, beginning with a letter or digit.", id)
	}
}

func (v *validation) name(pointer, name string) {
	if strings.TrimSpace(name) == "" {
		v.add(pointer, "A name is needed.")
	} else if len(name) > 200 {
		v.add(pointer, "The name is longer than 200 bytes.")
	} else if wrong := deceptive(name, false); wrong != "" {
		v.fields = append(v.fields, problem.Field{Pointer: pointer, Detail: wrong})
	}
}

// required checks a text that must be there; needed says that it is missing.
func (v *validation) required(pointer string, t Text, needed string) {
	if t.Empty() {
		v.fields = append(v.fields, problem.Field{Pointer: pointer, Detail: needed})
	}
	t.validate(v, pointer)
}

// url accepts http and https addresses only: anything else could run script
// when a page links to it (ASVS 5.0, 1.2.2).
func (v *validation) url(pointer, s string) {
	if s == "" {
		return
	}
	u, err := url.Parse(s)
	if err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Host == "" || len(s) > 1000 {
		v.add(pointer, "The address must begin with https:// or http:// and name a host.")
	}
}

func (v *validation) email(pointer, s string) {
	if s == "" {
		return
	}
	at := strings.LastIndexByte(s, '@')
	if at < 1 || at == len(s)-1 || strings.ContainsAny(s, " \t\r\n<>,;") || len(s) > 254 {
		v.add(pointer, "%q is not an e-mail address.", s)
	}
}

// dial accepts a number that a telephone can dial: digits, perhaps after a +.
func (v *validation) dial(pointer, s string) {
	if s == "" {
		return
	}
	digits := strings.TrimPrefix(s, "+")
	if len(digits) < 3 || len(digits) > 15 || strings.Trim(digits, "0123456789") != "" {
		v.add(pointer, "%q cannot be dialled: 3 to 15 digits, perhaps after a +, and nothing else (ITU-T E.164).", s)
	}
}

func (v *validation) country(pointer, c string) {
	if len(c) != 2 || strings.ToUpper(c) != c {
		v.add(pointer, "%q is not a country code of two capital letters (ISO 3166-1 alpha-2).", c)
	}
}

func (v *validation) languages(pointer string, tags []string) {
	for i, l := range tags {
		if !languageTag(l) {
			v.add(at(pointer, i), "%q is not a language tag such as \"da\".", l)
		}
	}
}

func (v *validation) ids(pointer string, ids []string) {
	seen := make(map[string]bool, len(ids))
	for i, id := range ids {
		element := at(pointer, i)
		v.id(element, id)
		if seen[id] {
			v.add(element, "%q is named twice.", id)
		}
		seen[id] = true
	}
}

func (v *validation) schedule(pointer string, s *schedule.Schedule) {
	for _, f := range s.Validate() {
		f.Pointer = pointer + f.Pointer
		v.fields = append(v.fields, f)
	}
}

// oneOf checks a word of a closed vocabulary; the empty word means unknown.
func oneOf[W ~string](v *validation, pointer string, word W, known []W) {
	if word == "" {
		return
	}
	names := make([]string, len(known))
	for i, k := range known {
		if word == k {
			return
		}
		names[i] = string(k)
	}
	v.add(pointer, "%q is not one of %s.", word, strings.Join(names, ", "))
}

func eachOf[W ~string](v *validation, pointer string, words, known []W) {
	for i, w := range words {
		oneOf(v, at(pointer, i), w, known)
	}
}

func slug(s string) bool {
	if len(s) == 0 || len(s) > 100 {
		return false
	}
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
		case (c == '-' || c == '_') && i > 0:
		default:
			return false
		}
	}
	return true
}
