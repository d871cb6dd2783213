package api

import (
	"encoding/json"
	"maps"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/labstack/echo/v4"

	"walkin/internal/problem"
)

// personal are parameters that somebody may try to put into an address.
var personal = []string{"text", "q", "query", "near", "where", "was", "lat", "lon", "lng", "latitude", "longitude", "radius_m", "search", "bbox"}

const notInAddress = "What a person typed and where they stand do not belong in an address, where histories, logs and other " +
	"sites see it. Send it in the body of POST %s."

// checked holds the query string of an operation against the contract before
// the generated code binds it. A parameter that nobody knows is refused: a
// typing error that is silently ignored gives an answer to another question.
func checked(o *operation) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			raw := c.Request().URL.RawQuery
			if raw == "" {
				return next(c)
			}
			query, err := url.ParseQuery(raw)
			if err != nil {
				return problem.New(problem.Invalid, "The query string is not well formed: %% is followed by two hexadecimal digits, and ; is written %%3B.")
			}
			var f faults
			for _, name := range slices.Sorted(maps.Keys(query)) {
				f.holdParameter(name, query[name], o)
			}
			if err := problem.InvalidFields("The request breaks a rule.", f.fields); err != nil {
				return err
			}
			return next(c)
		}
	}
}

func (f *faults) holdParameter(name string, values []string, o *operation) {
	parameter := o.query[name]
	switch {
	case slices.Contains(personal, name) && parameter == nil:
		f.add(name, notInAddress, o.twin)
	case parameter == nil && len(o.query) == 0:
		f.add(escapePointer(name), "There is no such parameter; this address takes none.")
	case parameter == nil:
		f.add(escapePointer(name), "There is no such parameter. Known are: %s.", strings.Join(slices.Sorted(maps.Keys(o.query)), ", "))
	case len(values) > 1:
		f.add(name, "This is given %d times; several values are separated by commas.", len(values))
	case !utf8.ValidString(values[0]):
		f.add(name, "This is not valid UTF-8.")
	case values[0] == "":
		f.add(name, "This is empty; leave it out instead.")
	default:
		schema := parameter.Schema.Value
		if parameter.Extensions["x-above-maximum"] == "maximum" {
			unbounded := *schema
			unbounded.Max = nil // the handler takes more for the maximum
			schema = &unbounded
		}
		f.hold(parameterValue(values[0], schema), schema, name)
	}
}

// parameterValue gives the value of a parameter as it would stand in JSON, for
// holding it against its schema.
func parameterValue(s string, schema *openapi3.Schema) any {
	switch schema.Type.Slice()[0] {
	case openapi3.TypeInteger, openapi3.TypeNumber:
		return json.Number(s)
	case openapi3.TypeBoolean:
		switch s {
		case "true":
			return true
		case "false":
			return false
		}
	case openapi3.TypeArray:
		words := strings.Split(s, ",")
		list := make([]any, len(words))
		for i, w := range words {
			list[i] = parameterValue(w, schema.Items.Value)
		}
		return list
	}
	return s
}

// inAddress renames the faults of a query from members of a body ("/topics/0")
// to parameters ("topics").
func inAddress(err error) error {
	p, ok := err.(*problem.Error)
	if !ok {
		return err
	}
	renamed := *p
	renamed.Fields = slices.Clone(p.Fields)
	for i, f := range renamed.Fields {
		renamed.Fields[i].Pointer, _, _ = strings.Cut(strings.TrimPrefix(f.Pointer, "/"), "/")
	}
	return &renamed
}
