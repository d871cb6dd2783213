package directory

import (
	"encoding/json"
	"reflect"

	"walkin/internal/problem"
)

// Patch gives the entry that a JSON Merge Patch (RFC 7386) makes of one, in the
// directory's own format; the entry itself stays as it is. A member that is
// null is removed; a list is replaced whole. The id cannot be changed.
//
// The error is Invalid and names every member that no entry of the kind has and
// every value that its field cannot hold. Whether the outcome breaks a rule is
// for [Validate] to say, and what only some may set for [Settled].
func Patch(e Entry, patch []byte) (Entry, error) {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(patch, &members); err != nil || members == nil {
		return nil, problem.Wrap(err, problem.Invalid, "A merge patch of a %s is one JSON object.", problem.Word(e.Key().Kind))
	}
	if fields := misread(reflect.TypeOf(e), "", patch); len(fields) > 0 {
		return nil, problem.InvalidFields("The patch has fields that cannot be set.", fields)
	}
	stored, err := Encode(e)
	if err != nil {
		return nil, err
	}
	merged, err := MergePatch(stored, patch)
	if err != nil {
		return nil, err
	}
	patched, err := Decode(e.Key().Kind, merged)
	if err != nil {
		return nil, err
	}
	if patched.Key() != e.Key() {
		return nil, problem.InvalidFields("The patch has fields that cannot be set.",
			[]problem.Field{{Pointer: "/id", Detail: "An id never changes: others refer to it."}})
	}
	return patched, nil
}

// MergePatch applies a JSON Merge Patch to a JSON document, as the function of
// RFC 7386, section 2. Numbers stay as they were written. What is not JSON is
// Invalid.
func MergePatch(target, patch []byte) ([]byte, error) {
	if !json.Valid(target) || !json.Valid(patch) {
		return nil, problem.New(problem.Invalid, "A merge patch is JSON, and so is what it changes.")
	}
	merged, err := json.Marshal(merge(target, patch))
	if err != nil {
		return nil, problem.Wrap(err, problem.Invalid, "The patch cannot be applied.")
	}
	return merged, nil
}

func merge(target, patch json.RawMessage) json.RawMessage {
	changes := objectIn(patch)
	if changes == nil {
		return patch
	}
	members := objectIn(target)
	if members == nil {
		members = make(map[string]json.RawMessage)
	}
	for name, change := range changes {
		if string(change) == "null" {
			delete(members, name)
		} else {
			members[name] = merge(members[name], change)
		}
	}
	merged, err := json.Marshal(members)
	if err != nil {
		return patch // cannot be: all of it was read as JSON
	}
	return merged
}

// objectIn gives the members of an object, nil for any other value.
func objectIn(raw json.RawMessage) map[string]json.RawMessage {
	var members map[string]json.RawMessage
	if json.Unmarshal(raw, &members) != nil {
		return nil
	}
	return members
}
