package hsds_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"walkin/data"
	"walkin/internal/directory"
	"walkin/internal/feed/hsds"
)

// builtin is the whole built-in catalogue.
func builtin(t testing.TB) []directory.Entry {
	t.Helper()
	content, err := data.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	var entries []directory.Entry
	lines := bufio.NewScanner(bytes.NewReader(content))
	lines.Buffer(nil, 4<<20)
	for lines.Scan() {
		e, err := directory.DecodeLine(lines.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		entries = append(entries, e)
	}
	return entries
}

func related(entries []directory.Entry) map[directory.Key]directory.Entry {
	byKey := make(map[directory.Key]directory.Entry)
	for _, e := range entries {
		byKey[e.Key()] = e
	}
	return byKey
}

// schemas compiles the schemas of HSDS: as the specification has them, or with
// the profile.
func schemas(t testing.TB, read func(name string) ([]byte, bool)) map[string]*jsonschema.Schema {
	t.Helper()
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	for _, name := range hsds.SchemaNames() {
		b, ok := read(name)
		if !ok {
			t.Fatalf("there is no %s", name)
		}
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		if err := compiler.AddResource("https://hsds.example/schema/"+name, doc); err != nil {
			t.Fatal(err)
		}
	}
	compiled := make(map[string]*jsonschema.Schema)
	for _, name := range hsds.SchemaNames() {
		if name == "openapi.json" {
			continue
		}
		s, err := compiler.Compile("https://hsds.example/schema/" + name)
		if err != nil {
			t.Fatal(err)
		}
		compiled[strings.TrimSuffix(name, ".json")] = s
	}
	return compiled
}

// check holds an object against a schema and looks for null.
func check(t testing.TB, s *jsonschema.Schema, object any) {
	t.Helper()
	b, err := json.Marshal(object)
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Validate(value); err != nil {
		t.Errorf("%v\n%s", err, b)
	}
	noNull(t, "", value)
}

func noNull(t testing.TB, at string, value any) {
	switch value := value.(type) {
	case nil:
		t.Errorf("null at %s", at)
	case map[string]any:
		for name, member := range value {
			noNull(t, at+"/"+name, member)
		}
	case []any:
		for _, member := range value {
			noNull(t, at+"/*", member)
		}
	}
}

func TestEveryObjectOfTheBuiltInCatalogueKeepsTheSchemas(t *testing.T) {
	entries := builtin(t)
	published := func(name string) ([]byte, bool) { return hsds.Published(name) }
	for which, all := range map[string]map[string]*jsonschema.Schema{"HSDS 3.0": schemas(t, published), "the profile": schemas(t, hsds.Schema)} {
		t.Run(which, func(t *testing.T) {
			for _, p := range []hsds.Projection{{}, {Related: related(entries)}, {Exact: true}} {
				for _, e := range entries {
					switch o := p.Object(e).(type) {
					case *hsds.Service:
						check(t, all["service"], o)
						check(t, all["service"], o.Flat())
						for _, site := range directory.Sites(e) {
							at := p.ServiceAtLocation(e, site)
							check(t, all["service_at_location"], at)
							check(t, all["service_at_location"], at.Flat())
						}
					case *hsds.Organization:
						check(t, all["organization"], o)
						check(t, all["organization"], o.Flat())
					case *hsds.TaxonomyTerm:
						check(t, all["taxonomy_term"], o)
					}
					if t.Failed() {
						t.Fatalf("the first that does not is %s", e.Key())
					}
				}
			}
			for _, taxonomy := range hsds.Taxonomies() {
				check(t, all["taxonomy"], taxonomy)
			}
		})
	}
}

func TestEveryEntryComesBackFromItsObject(t *testing.T) {
	entries := builtin(t)
	whole, bytesOfPatches, bytesOfEntries := 0, 0, 0
	for _, e := range entries {
		exact := hsds.Projection{Exact: true}
		line, err := exact.EncodeLine(e)
		if err != nil {
			t.Fatal(err)
		}
		if !hsds.Recognises(line) {
			t.Errorf("%s is not recognised", e.Key())
		}
		back, err := hsds.DecodeLine(line)
		if err != nil {
			t.Fatalf("%s: %v\n%s", e.Key(), err, line)
		}
		want, _ := directory.Encode(e)
		got, _ := directory.Encode(back)
		if !bytes.Equal(want, got) {
			t.Fatalf("%s comes back as\n%s, was\n%s", e.Key(), got, want)
		}
		var object struct{ Walkin hsds.Record }
		if err := json.Unmarshal(line, &object); err != nil {
			t.Fatal(err)
		}
		if object.Walkin.Whole {
			whole++
		}
		bytesOfPatches += len(object.Walkin.Entry)
		bytesOfEntries += len(want)
	}
	// The record carries what HSDS has no place for, not the entry once more.
	t.Logf("%d entries: patches are %d of %d bytes, %d are whole", len(entries), bytesOfPatches, bytesOfEntries, whole)
	if whole > 0 {
		t.Errorf("%d entries are there whole", whole)
	}
}
