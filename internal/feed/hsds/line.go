package hsds

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"walkin/internal/directory"
	"walkin/internal/problem"
)

// Object gives the object that an entry is: a service, an organization or a
// taxonomy term.
func (p *Projection) Object(e directory.Entry) any {
	switch e := e.(type) {
	case *directory.Topic, *directory.Network:
		return p.Term(e)
	case *directory.Organisation:
		return p.Organization(e)
	default:
		return p.Service(e)
	}
}

// EncodeLine gives the object of an entry as one line of newline-delimited
// JSON, without its newline. The same entry gives the same bytes.
func (p *Projection) EncodeLine(e directory.Entry) ([]byte, error) { return marshal(p.Object(e)) }

// Recognises says whether a line looks like one of ours: an object with the
// property "walkin".
func Recognises(line []byte) bool {
	var probe struct {
		Walkin json.RawMessage `json:"walkin"`
	}
	return json.Unmarshal(line, &probe) == nil && len(probe.Walkin) > 0
}

// DecodeLine reads an object that EncodeLine wrote, or that the API serves in
// full, back into its entry.
//
// The entry is then written again and held against the line, so whatever is
// not understood (an unknown property, or one that says something else than
// another from which it follows) is an error of kind Invalid that names its
// place. Copies of other objects that stand inside for convenience are passed
// over, and so is the time of the last change.
func DecodeLine(line []byte) (directory.Entry, error) {
	var given map[string]any
	if err := decode(line, &given); err != nil {
		return nil, problem.Wrap(err, problem.Invalid, "This line is not a JSON object.")
	}
	var head struct {
		Walkin *Record `json:"walkin"`
	}
	if err := decodeStrict(line, &head); err != nil || head.Walkin == nil {
		return nil, refused("/walkin", "Expected here: which entry of the directory this is, {\"kind\": ..., \"id\": ...}.")
	}
	said, err := read(line, head.Walkin)
	if err != nil {
		return nil, err
	}
	e, err := head.Walkin.restore(said)
	if err != nil {
		return nil, problem.Wrap(err, problem.Invalid, "The property walkin does not complete the object: %v.", err)
	}
	if err := directory.Validate(e); err != nil {
		return nil, err
	}
	if e.Key() != said.Key() {
		return nil, refused("/walkin/entry/id", "The id says something else than /walkin/id.")
	}
	exact := Projection{Exact: true}
	again, err := exact.EncodeLine(e)
	if err != nil {
		return nil, err
	}
	var wanted map[string]any
	if err := decode(again, &wanted); err != nil {
		return nil, err
	}
	if at := disagree("", given, wanted); at != "" {
		return nil, refused(at, "This is not understood, or does not agree with the rest of the object.")
	}
	return e, nil
}

// read reads what the properties of an object say, without its record.
func read(line []byte, r *Record) (directory.Entry, error) {
	key, err := directory.ParseKey(string(r.Kind) + ":" + r.ID)
	if err != nil {
		return nil, refused("/walkin", "Kind and id do not name an entry.")
	}
	var object interface {
		entry(directory.Key) directory.Entry
	}
	switch r.Kind {
	case directory.KindTopic, directory.KindNetwork:
		object = new(TaxonomyTerm)
	case directory.KindOrganisation:
		object = new(Organization)
	default:
		object = new(Service)
	}
	if err := json.Unmarshal(line, object); err != nil {
		return nil, problem.Wrap(err, problem.Invalid, "This is not an object of HSDS: %s.", strings.TrimPrefix(err.Error(), "json: "))
	}
	return object.entry(key), nil
}

// decodeStrict reads one JSON value and nothing behind it.
func decodeStrict(b []byte, value any) error {
	dec := json.NewDecoder(bytes.NewReader(b))
	if err := dec.Decode(value); err != nil {
		return err
	}
	if dec.More() {
		return fmt.Errorf("more than one value")
	}
	return nil
}

func refused(pointer, detail string) error {
	return problem.InvalidFields("The object is not one that this directory can read.", []problem.Field{{Pointer: pointer, Detail: detail}})
}

// copied are the properties that may hold a copy of another object, or what
// follows from one.
var copied = []string{"organization", "organization_id", "taxonomy_term", "taxonomy_detail", "location", "last_modified", "services"}

// disagree gives the JSON Pointer of the first place at which two JSON values
// differ, "" if there is none.
func disagree(at string, given, wanted any) string {
	switch given := given.(type) {
	case map[string]any:
		wanted, ok := wanted.(map[string]any)
		if !ok {
			return place(at)
		}
		for _, name := range slices.Sorted(maps.Keys(given)) {
			below := at + "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(name)
			expected, there := wanted[name]
			switch {
			case !there && slices.Contains(copied, name), name == "last_modified", name == "taxonomy_detail":
			case name == "state_province": // follows from the municipality, for who has a map
			case !there:
				return below
			default:
				if found := disagree(below, given[name], expected); found != "" {
					return found
				}
			}
		}
		for _, name := range slices.Sorted(maps.Keys(wanted)) {
			if _, there := given[name]; !there && name != "taxonomy_detail" {
				return at + "/" + name
			}
		}
		return ""
	case []any:
		wanted, ok := wanted.([]any)
		if !ok || len(given) != len(wanted) {
			return place(at)
		}
		for i := range given {
			if found := disagree(at+"/"+strconv.Itoa(i), given[i], wanted[i]); found != "" {
				return found
			}
		}
		return ""
	default:
		if reflect.DeepEqual(given, wanted) || sameNumber(given, wanted) {
			return ""
		}
		return place(at)
	}
}

// sameNumber says whether two numbers are one in other digits: 10 and 10.0.
func sameNumber(a, b any) bool {
	x, ok := a.(json.Number)
	y, okToo := b.(json.Number)
	if !ok || !okToo {
		return false
	}
	f, err := x.Float64()
	g, errToo := y.Float64()
	return err == nil && errToo == nil && f == g
}

// place is the pointer itself; that of the whole document would be empty.
func place(at string) string {
	if at == "" {
		return "/"
	}
	return at
}
