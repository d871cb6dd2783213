package directory

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"time"

	"walkin/internal/problem"
)

// Kind is what an entry of the catalogue is.
type Kind string

// The kinds of entry.
const (
	KindTopic        Kind = "topic"
	KindNetwork      Kind = "network"
	KindOrganisation Kind = "organisation"
	KindCentre       Kind = "centre"
	KindActivity     Kind = "activity"
	KindHelpline     Kind = "helpline"
)

// Kinds lists every kind, referred-to kinds before those that refer to them,
// so that a catalogue written in this order can be read in one pass.
var Kinds = []Kind{KindTopic, KindNetwork, KindOrganisation, KindCentre, KindActivity, KindHelpline}

// Key names one entry. Ids are unique within a kind only: the same slug may
// name a centre and an organisation.
type Key struct {
	Kind Kind
	ID   string
}

// String gives "centre:dk-headspace-gentofte".
func (k Key) String() string { return string(k.Kind) + ":" + k.ID }

// ParseKey reads what String wrote.
func ParseKey(s string) (Key, error) {
	kind, id, ok := strings.Cut(s, ":")
	k := Key{Kind(kind), id}
	if !ok || !k.Kind.known() || !slug(id) {
		return Key{}, fmt.Errorf("parse key %q: want kind:id", s)
	}
	return k, nil
}

func (k Kind) known() bool {
	for _, known := range Kinds {
		if k == known {
			return true
		}
	}
	return false
}

// Entry is one thing in the catalogue: a *Topic, *Network, *Organisation,
// *Centre, *Activity or *Helpline. Entries are values to be replaced whole;
// nobody changes one that has been handed out.
type Entry interface {
	Key() Key
	// Problems lists what breaks a rule, each with a JSON Pointer (RFC 6901)
	// into the entry and a sentence. None means valid.
	Problems() []problem.Field
	// References lists the entries that must exist before this one may.
	References() []Key
}

// Validate gives an Invalid error that names every field which breaks a rule.
func Validate(e Entry) error {
	return problem.InvalidFields("The %s breaks a rule.", e.Problems(), problem.Word(e.Key().Kind))
}

// BuiltIn is the author of the changes that load the built-in catalogue. Such a
// change says that the program began, and not that something happened.
const BuiltIn = "built-in catalogue"

// Change is one entry of the change log. It carries the whole new state, so
// applying it needs nothing else and may be done twice. The last change of an
// entry is also its current record.
type Change struct {
	Number   uint64    // 1, 2, 3 ... in the order of commit; "updated" of the entry
	Key      Key       //
	Revision int       // 1 for a new entry; the ETag of its representation
	Author   string    // who made it: a member, "import", "built-in catalogue"
	At       time.Time // UTC
	Entry    Entry     // the new state; nil for a tombstone
}

// Deleted says whether the change is a tombstone.
func (c Change) Deleted() bool { return c.Entry == nil }

// Encode gives the JSON of an entry. The same entry gives the same bytes.
func Encode(e Entry) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(e); err != nil {
		return nil, fmt.Errorf("encode %s: %w", e.Key(), err)
	}
	return bytes.TrimRight(b.Bytes(), "\n"), nil
}

// Decode reads an entry of a kind from its JSON. An unknown field is an error:
// a field that is silently dropped is a fact that is silently lost. The error
// names every unknown field and every value that its field cannot hold.
func Decode(kind Kind, b []byte) (Entry, error) {
	e := blank(kind)
	if e == nil {
		return nil, problem.New(problem.Invalid, "%q is not a kind of entry.", kind)
	}
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	if err := dec.Decode(e); err != nil {
		invalid := problem.Wrap(err, problem.Invalid, "This is not a %s: %s.", problem.Word(kind), strings.TrimPrefix(err.Error(), "json: "))
		if json.Valid(b) {
			invalid.Fields = misread(reflect.TypeOf(e), "", b)
		}
		return nil, invalid
	}
	if dec.More() {
		return nil, problem.New(problem.Invalid, "There is more than one JSON value where one %s was expected.", problem.Word(kind))
	}
	return e, nil
}

// line is one line of the JSON Lines form of a catalogue.
type line struct {
	Kind  Kind            `json:"kind"`
	Entry json.RawMessage `json:"entry"`
}

// EncodeLine gives one line of the JSON Lines form of a catalogue, without its
// newline: {"kind":"centre","entry":{...}}.
func EncodeLine(e Entry) ([]byte, error) {
	body, err := Encode(e)
	if err != nil {
		return nil, err
	}
	head := fmt.Sprintf(`{"kind":%q,"entry":`, e.Key().Kind)
	return append(append([]byte(head), body...), '}'), nil
}

// DecodeLine reads what EncodeLine wrote.
func DecodeLine(b []byte) (Entry, error) {
	var l line
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&l); err != nil {
		return nil, problem.Wrap(err, problem.Invalid, "This line is not {\"kind\": ..., \"entry\": {...}}.")
	}
	if dec.More() {
		return nil, problem.New(problem.Invalid, "This line goes on after its entry: write one entry a line.")
	}
	return Decode(l.Kind, l.Entry)
}
