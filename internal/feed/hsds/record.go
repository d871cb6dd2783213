package hsds

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"

	"walkin/internal/directory"
)

// recorded ties an entry to an object that says part of it: the record holds
// the rest, as a merge patch on what was read back from the object.
//
// A merge patch cannot say that something is not there without null, which a
// reader of HSDS is not to meet. Where it would have to, the record holds the
// whole entry.
func recorded(e, said directory.Entry) *Record {
	r := &Record{Kind: e.Key().Kind, ID: e.Key().ID}
	whole, part := tree(e), tree(said)
	patch, ok := difference(part, whole)
	if !ok {
		patch, r.Whole = whole, true
	}
	if len(patch) > 0 {
		r.Entry, _ = marshal(patch) // of strings, numbers, lists and maps
	}
	return r
}

// restore gives the entry that a record and an object make together.
func (r *Record) restore(said directory.Entry) (directory.Entry, error) {
	entry := make(map[string]any)
	if !r.Whole {
		// An exception without its date, for one, can be read and is no entry.
		if entry = tree(said); entry == nil {
			return nil, errors.New("what the object says besides cannot be an entry")
		}
	}
	if len(r.Entry) > 0 {
		var patch map[string]any
		if err := decode(r.Entry, &patch); err != nil || patch == nil {
			return nil, fmt.Errorf("entry is not an object")
		}
		entry = Merge(entry, patch).(map[string]any)
	}
	b, err := marshal(entry)
	if err != nil {
		return nil, err
	}
	return directory.Decode(r.Kind, b)
}

// tree gives an entry as JSON values. Only an entry that no catalogue would
// take cannot be one.
func tree(e directory.Entry) map[string]any {
	var values map[string]any
	if b, err := directory.Encode(e); err == nil {
		_ = decode(b, &values)
	}
	return values
}

// Merge applies a JSON Merge Patch (RFC 7386, section 2) to a JSON value as
// encoding/json decodes it. The target may be changed and is part of the result.
func Merge(target, patch any) any {
	changes, ok := patch.(map[string]any)
	if !ok {
		return patch
	}
	result, ok := target.(map[string]any)
	if !ok {
		result = make(map[string]any)
	}
	for name, value := range changes {
		if value == nil {
			delete(result, name)
		} else {
			result[name] = Merge(result[name], value)
		}
	}
	return result
}

// difference gives the merge patch that makes to of from, and whether there is
// one without null.
func difference(from, to map[string]any) (patch map[string]any, ok bool) {
	patch = make(map[string]any)
	for name, old := range from {
		if wanted, there := to[name]; (!there || wanted == nil) && old != nil {
			return nil, false
		}
	}
	for name, wanted := range to {
		old, there := from[name]
		if reflect.DeepEqual(old, wanted) && there {
			continue
		}
		inner, isMap := wanted.(map[string]any)
		innerOld, wasMap := old.(map[string]any)
		if isMap && wasMap {
			change, ok := difference(innerOld, inner)
			if !ok {
				return nil, false
			}
			patch[name] = change
			continue
		}
		if wanted == nil {
			return nil, false
		}
		patch[name] = wanted
	}
	return patch, true
}

// decode reads JSON and keeps its numbers as they are written.
func decode(b []byte, value any) error {
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.UseNumber()
	return dec.Decode(value)
}

// marshal writes JSON as the directory does: without a newline, and with < and
// & as they are. The same value gives the same bytes.
func marshal(value any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(value); err != nil {
		return nil, err
	}
	return bytes.TrimRight(b.Bytes(), "\n"), nil
}
