package api

import (
	_ "embed"
	"fmt"
	"slices"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
)

// The contract is written by hand at the top of the tree, where go:embed
// cannot reach it; what is embedded and served is a byte copy.
//
//go:generate go tool oapi-codegen -config oapi-codegen.yaml ../openapi.yaml
//go:generate cp ../openapi.yaml openapi.gen.yaml

//go:embed openapi.gen.yaml
var contractYAML []byte

// contract is openapi.yaml, read once at start. Requests are held against it,
// so that a limit stands in one place, and the API reference is drawn from it.
type contract struct {
	*openapi3.T
	operations map[string]*operation // by operationId
	order      []*operation          // as in the document
}

// operation is one operation of the contract.
type operation struct {
	*openapi3.Operation
	method string
	path   string
	query  map[string]*openapi3.Parameter // the parameters of the query string, by name
	twin   string                         // the address that takes by POST what has no place in this one
	body   *openapi3.Schema               // of the JSON body; nil if it has none
}

// readContract gives the embedded contract, read when it is first asked for:
// nobody changes it.
var readContract = sync.OnceValues(func() (*contract, error) {
	loader := openapi3.NewLoader()
	// The line of each element restores the order of the document, which maps
	// do not keep.
	loader.IncludeOrigin = true
	doc, err := loader.LoadFromData(contractYAML)
	if err != nil {
		return nil, fmt.Errorf("read contract: %w", err)
	}
	c := &contract{T: doc, operations: make(map[string]*operation)}
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			o := &operation{Operation: op, method: method, path: path, twin: "/v1/search", query: make(map[string]*openapi3.Parameter)}
			if item.Post != nil {
				o.twin = path
			}
			for _, p := range op.Parameters {
				if p.Value.In == openapi3.ParameterInQuery {
					o.query[p.Value.Name] = p.Value
				}
			}
			if op.RequestBody != nil && op.RequestBody.Value.Content.Get("application/json") != nil {
				o.body = op.RequestBody.Value.Content.Get("application/json").Schema.Value
			}
			c.operations[op.OperationID] = o
			c.order = append(c.order, o)
		}
	}
	slices.SortFunc(c.order, func(a, b *operation) int { return line(a.Origin) - line(b.Origin) })
	return c, nil
})

// staff says whether an operation is for staff: it names a way to show who one
// is.
func (o *operation) staff() bool { return o.Security != nil && len(*o.Security) > 0 }

// line is where an element stands in the document; 0 if that is not known.
func line(o *openapi3.Origin) int {
	if o == nil || o.Key == nil {
		return 0
	}
	return o.Key.Line
}
