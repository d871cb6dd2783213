package api_test

import (
	"bytes"
	"context"
	"maps"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

func TestTheContractIsValidAndSoAreItsExamples(t *testing.T) {
	doc, _ := contract(t)
	if err := doc.Validate(context.Background(), openapi3.EnableExamplesValidation(), openapi3.EnableSchemaFormatValidation()); err != nil {
		t.Error(err)
	}
	if doc.OpenAPI != "3.0.3" {
		t.Errorf("the contract is OpenAPI %s; tools read 3.0.3 best", doc.OpenAPI)
	}
}

func TestTheServedCopyOfTheContractIsTheContract(t *testing.T) {
	written, err := os.ReadFile("../openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	embedded, err := os.ReadFile("openapi.gen.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(written, embedded) {
		t.Fatal("openapi.gen.yaml differs from openapi.yaml: run go generate ./api")
	}
	s := serve(t)
	if got := s.do("GET", "/openapi.yaml", ""); got.body != string(written) {
		t.Error("GET /openapi.yaml serves something else")
	}
}

func TestEveryRouteIsInTheContractAndTheOtherWayRound(t *testing.T) {
	doc, _ := contract(t)
	routes := serve(t).server.Routes()
	promised := map[string][]string{}
	for path, item := range doc.Paths.Map() {
		path = strings.NewReplacer("{", ":", "}", "").Replace(path)
		for method := range item.Operations() {
			promised[path] = append(promised[path], method)
			if !slices.Contains(routes[path], method) {
				t.Errorf("%s %s is in the contract and has no route", method, path)
			}
		}
	}
	for path, methods := range routes {
		if outside(path) {
			continue
		}
		for _, method := range methods {
			if method == http.MethodHead && slices.Contains(promised[path], http.MethodGet) {
				continue
			}
			if !slices.Contains(promised[path], method) {
				t.Errorf("%s %s has a route and is not in the contract", method, path)
			}
		}
		if slices.Contains(methods, http.MethodGet) && !slices.Contains(methods, http.MethodHead) {
			t.Errorf("%s does not answer HEAD", path)
		}
	}
}

// TestRequestsUseOnlyWhatIsHeldAgainstThem keeps the checks of requests and
// the keywords of the contract together.
func TestRequestsUseOnlyWhatIsHeldAgainstThem(t *testing.T) {
	doc, _ := contract(t)
	var look func(where string, schema *openapi3.Schema)
	look = func(where string, schema *openapi3.Schema) {
		if len(schema.Type.Slice()) != 1 || len(schema.OneOf)+len(schema.AnyOf)+len(schema.AllOf) > 0 || schema.Not != nil ||
			schema.MinLength > 0 || schema.UniqueItems || schema.MultipleOf != nil || schema.ExclusiveMax.IsTrue() || schema.Nullable ||
			schema.Min == nil != (schema.Max == nil) || !slices.Contains([]string{"", "double", "date-time"}, schema.Format) ||
			schema.Pattern != "" && schema.Example == nil {
			t.Errorf("%s: a keyword that requests are not held against", where)
		}
		if schema.Type.Is("array") {
			if schema.MaxItems == nil {
				t.Errorf("%s: a list without an end", where)
			}
			look(where+"/*", schema.Items.Value)
		}
		if schema.Type.Is("string") && schema.MaxLength == nil && len(schema.Enum) == 0 && schema.Pattern == "" && schema.Format == "" {
			t.Errorf("%s: a text without an end", where)
		}
		if schema.Type.Is("object") && (schema.AdditionalProperties.Has == nil || *schema.AdditionalProperties.Has) {
			t.Errorf("%s: an object that may hold anything", where)
		}
		for name, property := range schema.Properties {
			look(where+"/"+name, property.Value)
		}
	}
	for _, path := range slices.Sorted(maps.Keys(doc.Paths.Map())) {
		for method, o := range doc.Paths.Value(path).Operations() {
			for _, p := range o.Parameters {
				look(method+" "+path+" "+p.Value.Name, p.Value.Schema.Value)
			}
			if o.RequestBody != nil {
				for media, body := range o.RequestBody.Value.Content {
					if body.Schema.Value.Extensions["x-held-by"] == nil { // an entry has rules of its own
						look(method+" "+path+" "+media, body.Schema.Value)
					}
				}
			}
		}
	}
}
