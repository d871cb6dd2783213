package api

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/getkin/kin-openapi/openapi3"

	"walkin/internal/problem"
)

// maxFaults is how many faults of one request are told; a client that makes
// more is not helped by the rest.
const maxFaults = 20

// faults collects what is wrong with a request. What was sent is never quoted
// but for the names of members: a value may be what a person typed.
type faults struct{ fields []problem.Field }

func (f *faults) add(pointer, format string, args ...any) {
	if len(f.fields) < maxFaults {
		f.fields = append(f.fields, problem.Field{Pointer: pointer, Detail: fmt.Sprintf(format, args...)})
	}
}

// hold holds a JSON value, as [parseJSON] gives it, against a schema of the
// contract. It knows the keywords that openapi.yaml uses in requests; a test
// fails if the contract comes to use another.
func (f *faults) hold(value any, schema *openapi3.Schema, pointer string) {
	switch schema.Type.Slice()[0] {
	case openapi3.TypeObject:
		if object, ok := value.(map[string]any); ok {
			f.holdObject(object, schema, pointer)
			return
		}
	case openapi3.TypeArray:
		if list, ok := value.([]any); ok {
			f.holdArray(list, schema, pointer)
			return
		}
	case openapi3.TypeString:
		if s, ok := value.(string); ok {
			f.holdString(s, schema, pointer)
			return
		}
	case openapi3.TypeBoolean:
		if _, ok := value.(bool); ok {
			return
		}
	case openapi3.TypeInteger:
		if n, ok := value.(json.Number); ok {
			if i, err := strconv.Atoi(n.String()); err == nil {
				f.holdNumber(float64(i), schema, pointer)
				return
			}
		}
	case openapi3.TypeNumber:
		if n, ok := value.(json.Number); ok {
			if x, err := n.Float64(); err == nil && !math.IsInf(x, 0) && !math.IsNaN(x) {
				f.holdNumber(x, schema, pointer)
				return
			}
		}
	}
	if value == nil {
		f.add(pointer, "Leave this out instead of sending null.")
		return
	}
	f.add(pointer, "Expected here: %s.", expected(schema))
}

func (f *faults) holdObject(object map[string]any, schema *openapi3.Schema, pointer string) {
	for _, name := range schema.Required {
		if _, ok := object[name]; !ok {
			f.add(pointer+"/"+name, "This is required.")
		}
	}
	for _, name := range slices.Sorted(maps.Keys(object)) {
		at := pointer + "/" + escapePointer(name)
		if property := schema.Properties[name]; property != nil {
			f.hold(object[name], property.Value, at)
			continue
		}
		f.add(at, "There is no such member here. Known are: %s.", strings.Join(slices.Sorted(maps.Keys(schema.Properties)), ", "))
	}
}

func (f *faults) holdArray(list []any, schema *openapi3.Schema, pointer string) {
	n := uint64(len(list))
	if schema.MaxItems != nil && n > *schema.MaxItems || n < schema.MinItems {
		if schema.MaxItems != nil && schema.MinItems == *schema.MaxItems {
			f.add(pointer, "Exactly %d members are expected; there are %d.", schema.MinItems, n)
		} else if n < schema.MinItems {
			f.add(pointer, "There are %d members; at least %d are needed.", n, schema.MinItems)
		} else {
			f.add(pointer, "There are %d members; at most %d are read.", n, *schema.MaxItems)
		}
		return
	}
	for i, member := range list {
		f.hold(member, schema.Items.Value, pointer+"/"+strconv.Itoa(i))
	}
}

func (f *faults) holdString(s string, schema *openapi3.Schema, pointer string) {
	n := utf8.RuneCountInString(s)
	switch {
	case schema.MaxLength != nil && uint64(n) > *schema.MaxLength:
		f.add(pointer, "The text has %d characters; at most %d are read.", n, *schema.MaxLength)
	case len(schema.Enum) > 0 && !slices.Contains(schema.Enum, any(s)):
		f.add(pointer, "Expected here: %s.", expected(schema))
	case schema.Pattern != "" && !pattern(schema).MatchString(s):
		f.add(pointer, "Expected here: %s.", expected(schema))
	case schema.Format == "date-time":
		if _, err := time.Parse(time.RFC3339, s); err != nil {
			f.add(pointer, "Expected here: %s.", expected(schema))
		}
	}
}

func (f *faults) holdNumber(x float64, schema *openapi3.Schema, pointer string) {
	low := schema.Min != nil && (x < *schema.Min || x == *schema.Min && schema.ExclusiveMin.IsTrue())
	if low || schema.Max != nil && x > *schema.Max {
		f.add(pointer, "Expected here: %s.", expected(schema))
	}
}

// patterns keeps the compiled patterns; there are as many as the contract has.
var patterns sync.Map // string → *regexp.Regexp

// pattern gives the pattern of a schema. It comes from the contract, never
// from a client, and RE2 runs in linear time.
func pattern(schema *openapi3.Schema) *regexp.Regexp {
	if known, ok := patterns.Load(schema.Pattern); ok {
		return known.(*regexp.Regexp)
	}
	compiled := regexp.MustCompile(schema.Pattern)
	patterns.Store(schema.Pattern, compiled)
	return compiled
}

// expected says in words what a schema wants.
func expected(schema *openapi3.Schema) string {
	switch schema.Type.Slice()[0] {
	case openapi3.TypeObject:
		return "a JSON object"
	case openapi3.TypeArray:
		return "a list"
	case openapi3.TypeBoolean:
		return "true or false"
	case openapi3.TypeInteger:
		return "a whole number" + bounds(schema)
	case openapi3.TypeNumber:
		return "a number" + bounds(schema)
	}
	switch {
	case len(schema.Enum) > 0:
		words := make([]string, len(schema.Enum))
		for i, w := range schema.Enum {
			words[i] = fmt.Sprint(w)
		}
		return "one of " + strings.Join(words, ", ")
	case schema.Format == "date-time":
		return "an RFC 3339 time such as 2026-11-21T18:00:00Z (in an address, a + is written %2B)"
	case schema.Pattern != "":
		return fmt.Sprintf("something like %v, in the form %s", schema.Example, schema.Pattern)
	}
	return "a text"
}

func bounds(schema *openapi3.Schema) string {
	number := func(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
	switch {
	case schema.Min != nil && schema.Max == nil: // what is above a maximum may be taken for it
		return fmt.Sprintf(" of at least %s", number(*schema.Min))
	case schema.Min == nil || schema.Max == nil:
		return ""
	case schema.ExclusiveMin.IsTrue():
		return fmt.Sprintf(" above %s and at most %s", number(*schema.Min), number(*schema.Max))
	}
	return fmt.Sprintf(" from %s to %s", number(*schema.Min), number(*schema.Max))
}

// escapePointer writes a member's name as a token of a JSON Pointer (RFC 6901,
// section 3), shortened if somebody sent a story in its place.
func escapePointer(name string) string {
	const longest = 40
	if utf8.RuneCountInString(name) > longest {
		name = string([]rune(name)[:longest]) + "…"
	}
	return pointerEscapes.Replace(name)
}

var pointerEscapes = strings.NewReplacer("~", "~0", "/", "~1")
