package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"sync"
	"time"
	"unicode/utf8"

	"walkin/internal/directory"
)

// Most of a result is the same whoever asks: names, addresses, promises. That
// part is encoded once and kept beside the entry; only what depends on the
// question is written each time. Both parts are made of [Result], so that the
// contract stays in one place.

// page is a search answer whose results are encoded already, with commas
// between them. They stand in the place of its own.
type page struct {
	SearchAnswer
	results, body *[]byte // sheets
}

// sheets are what answers are written on. One has fifty kilobytes, and is used
// again once it was sent.
var sheets = sync.Pool{New: func() any { return new([]byte) }}

// maxSheet bounds, in bytes, what is kept to be used again.
const maxSheet = 1 << 20

func putSheet(b *[]byte) {
	if b != nil && cap(*b) <= maxSheet {
		*b = (*b)[:0]
		sheets.Put(b)
	}
}

// encode puts the results into the answer. What it gives holds until release.
func (p *page) encode() ([]byte, error) {
	p.Results = []Result{}
	frame, err := encodeJSON(p.SearchAnswer)
	if err != nil {
		return nil, err
	}
	// Only the total stands behind the results, so what is typed cannot be
	// taken for this.
	const empty = `"results":[]`
	at := bytes.LastIndex(frame, []byte(empty)) + len(empty) - 1
	p.body = sheets.Get().(*[]byte)
	*p.body = append(append(append(*p.body, frame[:at]...), *p.results...), frame[at:]...)
	return *p.body, nil
}

// release gives back what the page was written on, after it was sent.
func (p *page) release() {
	putSheet(p.results)
	putSheet(p.body)
	p.results, p.body = nil, nil
}

// asked are the members of a result that depend on the question.
var asked = []string{"age_fit", "distance_m", "highlights", "matched", "open", "plan_b", "reach", "stale", "unknown"}

// languages say which texts of an entry a fragment has.
type languages struct{ title, summary string }

// appendResult encodes a result.
func (s *Server) appendResult(b []byte, r directory.Result, q directory.Query) ([]byte, error) {
	if _, line := r.Entry.(*directory.Helpline); line || r.Kept == nil {
		encoded, err := encodeJSON(s.result(r, q)) // the lines of a helpline open and close
		return append(b, encoded...), err
	}
	fragment, err := s.fragment(r, q)
	if err != nil {
		return b, err
	}
	var wire Result
	s.vary(&wire, r, q)
	return wire.appendAsked(append(b, fragment...))
}

// fragment gives what is the same in every answer, from its opening brace to
// the comma before what is not.
func (s *Server) fragment(r directory.Result, q directory.Query) ([]byte, error) {
	_, summary := descriptionOf(r.Entry).Pick(q.Lang)
	key := languages{r.Lang, summary}
	if known, ok := r.Kept.Load(key); ok {
		return known.([]byte), nil
	}
	encoded, err := encodeJSON(s.result(r, q))
	if err != nil {
		return nil, err
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(encoded, &members); err != nil {
		return nil, fmt.Errorf("encode answer: %w", err)
	}
	for _, name := range asked {
		delete(members, name)
	}
	fragment, err := encodeJSON(members)
	if err != nil {
		return nil, err
	}
	fragment = append(fragment[:bytes.LastIndexByte(fragment, 0x7d)], ',')
	r.Kept.Store(key, fragment)
	return fragment, nil
}

func descriptionOf(e directory.Entry) directory.Text {
	switch e := e.(type) {
	case *directory.Centre:
		return e.Description
	case *directory.Activity:
		return e.Description
	}
	return nil
}

// appendAsked writes the members that are named in asked, and the closing
// brace.
func (r *Result) appendAsked(b []byte) ([]byte, error) {
	b = appendString(append(b, `"age_fit":`...), string(r.AgeFit))
	if r.DistanceM != nil {
		b = strconv.AppendFloat(append(b, `,"distance_m":`...), *r.DistanceM, 'f', -1, 64)
	}
	if r.Highlights != nil {
		b = append(b, `,"highlights":[`...)
		for i, h := range *r.Highlights {
			b = strconv.AppendInt(append(comma(b, i), `{"end":`...), int64(h.End), 10)
			b = appendString(append(b, `,"field":`...), h.Field)
			b = strconv.AppendInt(append(b, `,"start":`...), int64(h.Start), 10)
			b = append(b, '}')
		}
		b = append(b, ']')
	}
	b = append(b, `,"matched":[`...)
	for i, m := range r.Matched {
		b = appendString(append(comma(b, i), `{"code":`...), string(m.Code))
		b = appendString(append(b, `,"text":`...), m.Text)
		b = append(appendOptional(b, "value", m.Value), '}')
	}
	b = r.Open.append(append(b, `],"open":`...))
	if p := r.PlanB; p != nil {
		b = append(b, `,"plan_b":{`...)
		if p.Dial != nil {
			b = append(appendString(append(b, `"dial":`...), *p.Dial), ',')
		}
		if p.DistanceM != nil {
			encoded, err := json.Marshal(*p.DistanceM)
			if err != nil {
				return nil, fmt.Errorf("encode answer: %w", err)
			}
			b = append(append(append(b, `"distance_m":`...), encoded...), ',')
		}
		b = appendString(append(b, `"id":`...), p.Id)
		b = appendString(append(b, `,"kind":`...), string(p.Kind))
		b = p.Open.append(append(b, `,"open":`...))
		b = appendString(append(b, `,"title":`...), p.Title)
		b = append(appendOptional(b, "url", p.Url), '}')
	}
	if r.Reach != nil {
		b = strconv.AppendInt(append(b, `,"reach":{"bike_min":`...), int64(r.Reach.BikeMin), 10)
		b = strconv.AppendBool(append(b, `,"estimate":`...), bool(r.Reach.Estimate))
		b = appendString(append(b, `,"open_on_arrival":`...), string(r.Reach.OpenOnArrival))
		b = append(strconv.AppendInt(append(b, `,"walk_min":`...), int64(r.Reach.WalkMin), 10), '}')
	}
	if r.Stale != nil {
		b = appendString(append(b, `,"stale":`...), string(*r.Stale))
	}
	b = append(b, `,"unknown":[`...)
	for i, filter := range r.Unknown {
		b = appendString(comma(b, i), filter)
	}
	return append(b, `]}`...), nil
}

func (o OpenState) append(b []byte) []byte {
	b = append(b, '{')
	if o.Next != nil {
		b = append(appendTime(append(b, `"next":`...), *o.Next), ',')
	}
	if o.Reason != nil {
		b = append(appendString(append(b, `"reason":`...), *o.Reason), ',')
	}
	b = appendString(append(b, `"state":`...), string(o.State))
	if o.Until != nil {
		b = appendTime(append(b, `,"until":`...), *o.Until)
	}
	return append(b, '}')
}

func comma(b []byte, i int) []byte {
	if i > 0 {
		return append(b, ',')
	}
	return b
}

func appendOptional(b []byte, name string, s *string) []byte {
	if s == nil {
		return b
	}
	return appendString(append(append(append(b, `,"`...), name...), `":`...), *s)
}

func appendTime(b []byte, t time.Time) []byte {
	return append(t.AppendFormat(append(b, '"'), time.RFC3339Nano), '"')
}

// appendString writes a string as JSON. Nearly all need no escape.
func appendString(b []byte, s string) []byte {
	plain := utf8.ValidString(s)
	for i := 0; i < len(s) && plain; i++ {
		plain = s[i] >= ' ' && s[i] != '"' && s[i] != '\\'
	}
	if !plain {
		quoted, _ := json.Marshal(s) // a string always encodes
		return append(b, quoted...)
	}
	return append(append(append(b, '"'), s...), '"')
}
