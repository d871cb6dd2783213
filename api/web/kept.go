package web

import (
	"slices"
	"strings"

	"walkin/internal/directory"
)

// Kept are the places and activities of somebody's week. They are kept in the
// address of a page and nowhere else: ids only, so that nothing is stored and
// nothing needs to be known of who reads it.
type Kept []directory.Key

// MaxKept is how much one printed side holds.
const MaxKept = 12

// letters stand for the kinds in an address, as in that of their pages.
var letters = map[string]directory.Kind{"c": directory.KindCentre, "a": directory.KindActivity}

// ReadKept reads "c:dk-plexus-odense,a:halsnaes-braetspil". What is none of
// ours is left out: an address is typed by hand now and then.
func ReadKept(s string) Kept {
	var kept Kept
	for part := range strings.SplitSeq(s, ",") {
		letter, id, _ := strings.Cut(strings.TrimSpace(part), ":")
		key, err := directory.ParseKey(string(letters[letter]) + ":" + id)
		if err == nil && !slices.Contains(kept, key) && len(kept) < MaxKept {
			kept = append(kept, key)
		}
	}
	return kept
}

// String writes what ReadKept reads.
func (k Kept) String() string {
	parts := make([]string, len(k))
	for i, key := range k {
		parts[i] = string(key.Kind[0]) + ":" + key.ID
	}
	return strings.Join(parts, ",")
}

// with gives the week with one more in it.
func (k Kept) with(key directory.Key) Kept {
	if slices.Contains(k, key) {
		return k
	}
	return append(slices.Clone(k), key)
}

// without gives the week with one less.
func (k Kept) without(key directory.Key) Kept {
	return slices.DeleteFunc(slices.Clone(k), func(other directory.Key) bool { return other == key })
}

// at is the query of the page of the week.
func (k Kept) at() string {
	if len(k) == 0 {
		return ""
	}
	return "?at=" + k.String()
}

// query goes along to the page of a place, so that its link into the week adds
// to it.
func (k Kept) query() string {
	if len(k) == 0 {
		return ""
	}
	return "?week=" + k.String()
}

// Query is that of a page that was reached from the week.
func (k Kept) Query() string { return k.query() }

// At is that of the week itself.
func (k Kept) At() string { return k.at() }
