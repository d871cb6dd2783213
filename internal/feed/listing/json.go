package listing

import (
	"encoding/json"
	"fmt"
	"strconv"
	"unicode/utf8"

	"walkin/internal/directory"
)

// appendString writes a text as JSON. Nearly all need no escape.
func appendString(b []byte, s string) []byte {
	plain := utf8.ValidString(s)
	for i := 0; i < len(s) && plain; i++ {
		plain = s[i] >= ' ' && s[i] != '"' && s[i] != '\\'
	}
	if !plain {
		quoted, _ := json.Marshal(s) // a text always encodes
		return append(b, quoted...)
	}
	return append(append(append(b, '"'), s...), '"')
}

// appendMember writes a member of an object with a text, unless that is empty.
func appendMember(b []byte, name, s string) []byte {
	if s == "" {
		return b
	}
	if b[len(b)-1] != '{' {
		b = append(b, ',')
	}
	return appendString(append(append(append(b, '"'), name...), `":`...), s)
}

// appendStrings writes a list of texts.
func appendStrings(b []byte, list []string) []byte {
	b = append(b, '[')
	for i, s := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendString(b, s)
	}
	return append(b, ']')
}

// appendEntry writes the entry of a listed item: its public JSON as it stands,
// and before it what the entry itself does not say: where it is to be read,
// who runs it, and the centres at which it happens.
//
//	{"links":{"self":"https://…","page":"https://…"},"updated":941,"revision":3,
//	 "operator":{"id":"dsi","name":"…","networks":["…"]},
//	 "at":[{"id":"dk-aarhus","name":"…","location":{…}}],
//	 "id":"dk-aarhus","name":"…", …}
func (i *Item) appendEntry(b []byte) ([]byte, error) {
	b = appendMember(append(b, `{"links":{`...), "self", i.URL)
	if i.Page != "" {
		b = appendMember(b, "page", i.Page)
	}
	b = strconv.AppendUint(append(b, `},"updated":`...), i.Number, 10)
	b = strconv.AppendInt(append(b, `,"revision":`...), int64(i.Revision), 10)
	if o := i.Operator; o != nil {
		b = appendMember(append(b, `,"operator":{`...), "id", o.ID)
		b = appendMember(b, "name", o.Name)
		if len(o.Networks) > 0 {
			b = appendStrings(append(b, `,"networks":`...), o.Networks)
		}
		b = append(b, '}')
	}
	if len(i.Centres) > 0 {
		b = append(b, `,"at":[`...)
		for n, c := range i.Centres {
			if n > 0 {
				b = append(b, ',')
			}
			b = appendMember(appendMember(append(b, '{'), "id", c.ID), "name", c.Name)
			location, err := json.Marshal(c.Location.Public())
			if err != nil {
				return nil, fmt.Errorf("encode location of %s: %w", c.ID, err)
			}
			b = append(append(append(b, `,"location":`...), location...), '}')
		}
		b = append(b, ']')
	}
	if len(i.Body) < 2 || i.Body[0] != '{' {
		return nil, fmt.Errorf("encode %s: its entry is not an object", i.Key)
	}
	if len(i.Body) > 2 {
		b = append(b, ',')
	}
	return append(b, i.Body[1:]...), nil
}

// AppendLine writes a listed item as one line of NDJSON, in the form of the
// data of RPDE with its kind in front: {"kind":"centre","entry":{…}}.
func AppendLine(b []byte, i *Item) ([]byte, error) {
	b, err := i.appendEntry(append(appendKind(append(b, '{'), i.Key.Kind), `,"entry":`...))
	if err != nil {
		return nil, err
	}
	return append(b, '}', '\n'), nil
}

func appendKind(b []byte, kind directory.Kind) []byte {
	return append(append(append(b, `"kind":"`...), kind...), '"')
}
