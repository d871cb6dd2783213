package search

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"math"
	"time"

	"walkin/internal/directory"
	"walkin/internal/problem"
)

// cursor is where a page ended. It carries the moment of the first page, so
// that "open now" means the same on every page, and the place of the last
// result in the order.
type cursor struct {
	Question uint64  `json:"q"` // of the query, so that a cursor is not used with another
	Now      int64   `json:"t"` // Unix seconds
	Change   uint64  `json:"c"` // the last change that the first page knew
	Radius   float64 `json:"r"` // metres
	Step     int     `json:"s"` // how far the query was relaxed
	After    after   `json:"a"`
}

// after is a rank in JSON, which has no infinity.
type after struct {
	Steps    steps         `json:"s"`
	Opens    int64         `json:"o,omitempty"`
	Distance *float64      `json:"d,omitempty"`
	Key      directory.Key `json:"k"`
}

func (k rank) after() after {
	a := after{k.steps, k.opens, nil, k.key}
	if !math.IsInf(k.distance, 1) {
		a.Distance = &k.distance
	}
	return a
}

func (a after) rank() rank {
	k := rank{a.Steps, a.Opens, math.Inf(1), a.Key}
	if a.Distance != nil {
		k.distance = *a.Distance
	}
	return k
}

func (c cursor) encode() (string, error) {
	b, err := json.Marshal(c)
	if err != nil {
		return "", fmt.Errorf("encode cursor: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(b), nil
}

// Bounds of what a cursor may carry: the years 2000 to 2100, half the way
// round the earth, and more steps than there are to relax.
const (
	earliest  = 946684800
	latest    = 4133980799
	farthest  = 20_100_000
	mostSteps = 20
)

// decodeCursor reads the cursor of a query, if it has one.
func decodeCursor(q directory.Query) (*cursor, error) {
	if q.Cursor == "" {
		return nil, nil
	}
	refused := func(detail string) error {
		return problem.InvalidFields("The cursor cannot be used.", []problem.Field{{Pointer: "/cursor", Detail: detail}})
	}
	b, err := base64.RawURLEncoding.DecodeString(q.Cursor)
	if err != nil {
		return nil, refused("This is not a cursor that a search gave as \"next\".")
	}
	var c cursor
	if err := json.Unmarshal(b, &c); err != nil {
		return nil, refused("This is not a cursor that a search gave as \"next\".")
	}
	// Nothing but a cursor of ours has these, yet anybody can write one.
	if c.Now < earliest || c.Now > latest || !(c.Radius >= 0 && c.Radius <= farthest) || c.Step < 0 || c.Step > mostSteps {
		return nil, refused("This is not a cursor that a search gave as \"next\".")
	}
	if c.Question != fingerprint(q) {
		return nil, refused("The cursor belongs to another search; send it with the same query it came from.")
	}
	return &c, nil
}

// fingerprint tells queries apart, without what may differ from page to page:
// "open now" is another moment each time.
func fingerprint(q directory.Query) uint64 {
	if q.OpenAt != nil && q.OpenAt.Equal(q.Now) {
		q.OpenAt = &time.Time{}
	}
	q.Cursor, q.Limit, q.Now, q.Facets = "", 0, time.Time{}, nil
	h := fnv.New64a()
	// A Query always has a JSON form; its fields are plain values.
	b, _ := json.Marshal(q)
	h.Write(b)
	return h.Sum64()
}
