package api

import (
	"encoding/json"
	"fmt"
	"html/template"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// reference is the contract as the API reference shows it.
type reference struct {
	Title, Version, Program, Description string
	Tags                                 []referenceTag
	Schemas                              []referenceSchema
}

type referenceTag struct {
	Name, Description string
	Operations        []referenceOperation
}

type referenceOperation struct {
	ID, Method, Path, Summary, Description string
	Parameters                             []referenceValue
	Body                                   *referenceType
	Calls                                  []referenceCall
	Responses                              []referenceResponse
}

// referenceCall is a call that can be pasted into a shell.
type referenceCall struct{ Summary, Curl string }

type referenceResponse struct {
	Status, Description string
	Type                *referenceType
	Example             any
}

type referenceSchema struct {
	Name, Description string
	Type              referenceType
	Rules             string
	Properties        []referenceValue
}

// referenceValue is a parameter or a property.
type referenceValue struct {
	Name, In, Description, Rules string
	Required                     bool
	Type                         referenceType
}

// referenceType is a type in words; Ref is the schema that it names, if any.
type referenceType struct{ Before, Ref, After string }

// localURL stands in for the address of the program where it has none.
const localURL = "http://localhost:8080"

func newReference(c *contract, baseURL, program string) reference {
	if baseURL == "" {
		baseURL = localURL
	}
	r := reference{Title: c.Info.Title, Version: c.Info.Version, Program: program, Description: c.Info.Description}
	for _, tag := range c.Tags {
		t := referenceTag{Name: tag.Name, Description: tag.Description}
		for _, o := range c.order {
			if slices.Contains(o.Tags, tag.Name) {
				t.Operations = append(t.Operations, newReferenceOperation(o, baseURL))
			}
		}
		r.Tags = append(r.Tags, t)
	}
	for _, name := range slices.Sorted(maps.Keys(c.Components.Schemas)) {
		schema := c.Components.Schemas[name].Value
		s := referenceSchema{Name: name, Description: schema.Description, Type: typeOf(&openapi3.SchemaRef{Value: schema}), Rules: rules(schema)}
		for _, property := range inOrder(schema.Properties) {
			ref := schema.Properties[property]
			s.Properties = append(s.Properties, referenceValue{
				Name: property, Description: description(ref), Type: typeOf(ref), Rules: rulesOf(ref),
				Required: slices.Contains(schema.Required, property),
			})
		}
		r.Schemas = append(r.Schemas, s)
	}
	return r
}

func newReferenceOperation(o *operation, baseURL string) referenceOperation {
	r := referenceOperation{ID: o.OperationID, Method: o.method, Path: o.path, Summary: o.Summary, Description: o.Description}
	for _, p := range o.Parameters {
		r.Parameters = append(r.Parameters, referenceValue{
			Name: p.Value.Name, In: p.Value.In, Description: p.Value.Description, Required: p.Value.Required,
			Type: typeOf(p.Value.Schema), Rules: rulesOf(p.Value.Schema),
		})
	}
	r.Calls = calls(o, baseURL)
	if o.body != nil {
		body := typeOf(o.RequestBody.Value.Content.Get("application/json").Schema)
		r.Body = &body
	}
	for _, status := range slices.Sorted(maps.Keys(o.Responses.Map())) {
		response := o.Responses.Value(status).Value
		line := referenceResponse{Status: status}
		if n, err := strconv.Atoi(status); err == nil {
			line.Status = statusLine(n)
		}
		if response.Description != nil {
			line.Description = *response.Description
		}
		for _, media := range response.Content {
			wire := typeOf(media.Schema)
			line.Type = &wire
			if status == "200" {
				line.Example = media.Example
			}
		}
		r.Responses = append(r.Responses, line)
	}
	return r
}

// calls gives a line for the shell for each example of an operation.
func calls(o *operation, baseURL string) []referenceCall {
	if o.body == nil {
		path, query := o.path, url.Values{}
		for _, p := range o.Parameters {
			example := p.Value.Example
			switch {
			case example == nil:
			case p.Value.In == openapi3.ParameterInPath:
				path = strings.ReplaceAll(path, "{"+p.Value.Name+"}", url.PathEscape(fmt.Sprint(example)))
			default:
				if list, ok := example.([]any); ok {
					example = strings.Trim(fmt.Sprint(list), "[]")
				}
				query.Set(p.Value.Name, fmt.Sprint(example))
			}
		}
		if len(query) > 0 {
			path += "?" + query.Encode()
		}
		return []referenceCall{{Curl: "curl " + quoted(baseURL+path)}}
	}
	media := o.RequestBody.Value.Content.Get("application/json")
	examples := []any{media.Example}
	summaries := []string{""}
	if media.Example == nil {
		examples, summaries = nil, nil
		for _, name := range slices.Sorted(maps.Keys(media.Examples)) {
			examples = append(examples, media.Examples[name].Value.Value)
			summaries = append(summaries, media.Examples[name].Value.Summary)
		}
	}
	var list []referenceCall
	for i, example := range examples {
		body, err := json.Marshal(example)
		if err != nil { // it was read from YAML, so it can be written as JSON
			continue
		}
		list = append(list, referenceCall{summaries[i], "curl -H 'Content-Type: application/json' " +
			quoted(baseURL+o.path) + " -d " + quoted(string(body))})
	}
	return list
}

// quoted quotes a word for the shell.
func quoted(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

// typeOf says in words what type a schema has.
func typeOf(ref *openapi3.SchemaRef) referenceType {
	if ref.Ref != "" {
		return referenceType{Ref: ref.Ref[strings.LastIndexByte(ref.Ref, '/')+1:]}
	}
	schema := ref.Value
	if len(schema.Type.Slice()) == 0 {
		return referenceType{Before: "any JSON value"}
	}
	kind := schema.Type.Slice()[0]
	switch {
	case kind == openapi3.TypeArray:
		of := typeOf(schema.Items)
		of.Before = "list of " + of.Before
		return of
	case schema.AdditionalProperties.Schema != nil:
		of := typeOf(schema.AdditionalProperties.Schema)
		of.Before = "object of " + of.Before
		return of
	case schema.Format != "" && schema.Format != "double":
		kind = schema.Format
	}
	if schema.Nullable {
		return referenceType{Before: kind, After: " or null"}
	}
	return referenceType{Before: kind}
}

func description(ref *openapi3.SchemaRef) string {
	if ref.Ref != "" {
		return "" // it stands with the schema that is named
	}
	return ref.Value.Description
}

func rulesOf(ref *openapi3.SchemaRef) string {
	if ref.Ref != "" {
		return ""
	}
	return rules(ref.Value)
}

// rules says in words what a value must keep to.
func rules(schema *openapi3.Schema) string {
	var list []string
	if len(schema.Enum) > 0 || schema.Min != nil && schema.Max != nil {
		list = append(list, expected(schema))
	}
	if schema.Pattern != "" {
		list = append(list, "in the form "+schema.Pattern)
	}
	if schema.MaxLength != nil {
		list = append(list, fmt.Sprintf("at most %d characters", *schema.MaxLength))
	}
	if schema.MaxItems != nil {
		list = append(list, fmt.Sprintf("at most %d members", *schema.MaxItems))
	}
	if schema.Default != nil {
		list = append(list, fmt.Sprintf("%v when left out", schema.Default))
	}
	return strings.Join(list, "; ")
}

// inOrder gives the names of properties as the contract has them.
func inOrder(properties openapi3.Schemas) []string {
	names := slices.Sorted(maps.Keys(properties))
	slices.SortStableFunc(names, func(a, b string) int {
		return propertyLine(properties[a]) - propertyLine(properties[b])
	})
	return names
}

func propertyLine(ref *openapi3.SchemaRef) int {
	if ref.Ref == "" {
		return line(ref.Value.Origin)
	}
	return line(ref.Origin)
}

var (
	codeSpan = regexp.MustCompile("`([^`]+)`")
	boldSpan = regexp.MustCompile(`\*\*([^*]+)\*\*`)
)

// prose turns the little Markdown that the contract uses (paragraphs, `code`
// and **bold**) into HTML. The text is escaped first.
func prose(markdown string) template.HTML {
	var b strings.Builder
	for paragraph := range strings.SplitSeq(strings.TrimSpace(markdown), "\n\n") {
		if paragraph == "" {
			continue
		}
		escaped := template.HTMLEscapeString(paragraph)
		escaped = codeSpan.ReplaceAllString(escaped, "<code>$1</code>")
		escaped = boldSpan.ReplaceAllString(escaped, "<strong>$1</strong>")
		b.WriteString("<p>" + escaped + "</p>\n")
	}
	return template.HTML(b.String())
}
