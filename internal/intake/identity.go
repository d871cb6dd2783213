package intake

import (
	"slices"
	"strconv"
	"strings"

	"walkin/internal/directory"
	"walkin/internal/fold"
)

// identify tells which entry a line is about: the one whose id it names, else
// the one of the organisation with its name in its postcode or town, else a
// new one. The key is zero if that cannot be told.
func (r *reader) identify(name string) (before directory.Entry, key directory.Key, isNew bool) {
	if id := r.text(fieldID); id != "" {
		return r.byID(id)
	}
	if name == "" {
		if len(r.faults) > 0 {
			return nil, key, false // the name is there and cannot be kept
		}
		r.blame(fieldName, fault(CodeRequired, "field", string(fieldName)))
		return nil, key, false
	}
	organisation := r.organisation()
	var found []directory.Entry
	for _, e := range r.byName[fold.Text(name)] {
		if e.Key().Kind == r.kind && organisationOf(e) == organisation && r.fits(e, name) {
			found = append(found, e)
		}
	}
	switch {
	case len(found) > 1:
		ids := make([]string, len(found))
		for i, e := range found {
			ids[i] = e.Key().ID
		}
		r.blame(fieldName, fault(CodeUnclearEntry, "candidates", strings.Join(ids, ", ")))
		return nil, key, false
	case len(found) == 1:
		return found[0], found[0].Key(), false
	}
	return r.fresh(name, organisation)
}

func (r *reader) byID(id string) (directory.Entry, directory.Key, bool) {
	key := directory.Key{Kind: r.kind, ID: id}
	if _, err := directory.ParseKey(key.String()); err != nil {
		r.blame(fieldID, fault(CodeID, "text", id))
		return nil, directory.Key{}, false
	}
	e, ok := r.existing(key)
	switch {
	case !ok:
		r.blame(fieldID, fault(CodeUnknownID, "text", id))
		return nil, directory.Key{}, false
	case r.o.Organisation != "" && organisationOf(e) != r.o.Organisation:
		r.blame(fieldID, fault(CodeOthers, "text", id))
		return nil, directory.Key{}, false
	}
	return e, key, false
}

// existing gives an entry of the catalogue.
func (r *reader) existing(key directory.Key) (directory.Entry, bool) {
	if e, ok := r.byKey[key]; ok {
		return e, true
	}
	if r.o.Existing == nil {
		return nil, false
	}
	e, ok := r.o.Existing(key)
	return e, ok && e != nil
}

// known indexes the entries of the organisation.
func (r *reader) known() {
	r.byKey = make(map[directory.Key]directory.Entry, len(r.o.Entries))
	r.byName = make(map[string][]directory.Entry, len(r.o.Entries))
	for _, e := range r.o.Entries {
		r.byKey[e.Key()] = e
		names, _ := entryNames(e)
		seen := make(map[string]bool, len(names))
		for _, n := range names {
			if n = fold.Text(n); !seen[n] {
				seen[n] = true
				r.byName[n] = append(r.byName[n], e)
			}
		}
	}
}

// manyOfAName is how many entries of one name are told from a new one by what
// they hold, rather than by a number alone.
const manyOfAName = 50

// fresh gives the key of a new entry: country, name and town, such as
// "dk-plexus-odense", which is its own in the sheet and the catalogue.
func (r *reader) fresh(name, organisation string) (directory.Entry, directory.Key, bool) {
	postcode, town := r.postTown()
	parts := fold.Tokens(r.country())
	parts = append(parts, fold.Tokens(name)...)
	for _, t := range fold.Tokens(town) {
		if len(t) > 1 && !slices.Contains(parts, t) { // not the C of "Aarhus C"
			parts = append(parts, t)
		}
	}
	slug := slugOf(parts)
	if len(slug) < 4 { // a name in another script
		slug = slugOf(append(fold.Tokens(r.country()), append(fold.Tokens(organisation), fold.Tokens(postcode+" "+town)...)...))
	}
	if slug == "" {
		slug = string(r.kind)
	}
	for n := 1; ; n++ {
		if n > manyOfAName { // a sheet with thousands of one name
			n = max(n, r.suffix[slug]+1)
			r.suffix[slug] = n
		}
		key := directory.Key{Kind: r.kind, ID: slug}
		if n > 1 {
			key.ID = slug + "-" + strconv.Itoa(n)
		}
		before, exists := r.existing(key)
		if exists && organisationOf(before) == organisation && r.fits(before, name) {
			return before, key, false
		}
		first, taken := r.taken[key]
		if taken && r.sameAs(first, name) {
			return nil, key, true
		}
		if !exists && !taken {
			return nil, key, true
		}
	}
}

// sameAs says whether an earlier row of the sheet has the name and the place
// of this one.
func (r *reader) sameAs(first int, name string) bool {
	e := r.result.Rows[first].Entry
	return e != nil && r.fits(e, name)
}

// slugOf joins the letters and digits of a to z that words have.
func slugOf(words []string) string {
	var kept []string
	length := 0
	for _, w := range words {
		w = strings.Map(func(c rune) rune {
			if c >= 'a' && c <= 'z' || digit(c) {
				return c
			}
			return -1
		}, w)
		if length += len(w) + 1; w != "" && length < 80 {
			kept = append(kept, w)
		}
	}
	return strings.Join(kept, "-")
}

// fits says whether an entry has a name and is where the line says. Where
// either does not say where, the name decides.
func (r *reader) fits(e directory.Entry, name string) bool {
	names, location := entryNames(e)
	if !slices.ContainsFunc(names, func(n string) bool { return fold.Text(n) == fold.Text(name) }) {
		return false
	}
	if a, ok := e.(*directory.Activity); ok {
		if c, found := r.centreNamed(r.text(fieldPlace)); found {
			return slices.Contains(a.Centres, c.ID)
		}
	}
	postcode, town := r.postTown()
	if location == nil || postcode == "" && town == "" || location.PostalCode == "" && location.Town == "" {
		return true
	}
	if postcode != "" && location.PostalCode != "" {
		return compact(postcode) == compact(location.PostalCode)
	}
	return town != "" && location.Town != "" && fold.Collapse(fold.Text(town)) == fold.Collapse(fold.Text(location.Town))
}

// compact is a postcode without spaces.
func compact(code string) string { return strings.ToUpper(strings.ReplaceAll(code, " ", "")) }

func entryNames(e directory.Entry) ([]string, *directory.Location) {
	switch e := e.(type) {
	case *directory.Centre:
		return []string{e.Name}, &e.Location
	case *directory.Activity:
		var names []string
		for _, lang := range e.Title.Languages() {
			names = append(names, e.Title[lang])
		}
		return names, e.Location
	}
	return nil, nil
}

func organisationOf(e directory.Entry) string {
	switch e := e.(type) {
	case *directory.Centre:
		return e.Organisation
	case *directory.Activity:
		return e.Organisation
	}
	return ""
}

// organisation gives the organisation of the line: by its id or its name.
func (r *reader) organisation() string {
	text := r.text(fieldOrganisation)
	if text == "" || text == r.o.Organisation {
		return r.o.Organisation
	}
	key := directory.Key{Kind: directory.KindOrganisation, ID: text}
	if _, err := directory.ParseKey(key.String()); err == nil {
		if _, ok := r.existing(key); ok {
			return text
		}
	}
	for _, e := range r.o.Entries {
		if o, ok := e.(*directory.Organisation); ok && fold.Text(o.Name) == fold.Text(text) {
			return o.ID
		}
	}
	r.blame(fieldOrganisation, fault(CodeOrganisation, "text", text))
	return r.o.Organisation
}

// centreNamed gives the centre of the organisation with an id or a name.
func (r *reader) centreNamed(text string) (*directory.Centre, bool) {
	if text == "" {
		return nil, false
	}
	if c, ok := r.byKey[directory.Key{Kind: directory.KindCentre, ID: text}].(*directory.Centre); ok {
		return c, true
	}
	var found *directory.Centre
	for _, e := range r.byName[fold.Text(text)] {
		if c, ok := e.(*directory.Centre); ok {
			if found != nil {
				return nil, false // two have the name
			}
			found = c
		}
	}
	if found == nil && r.o.Existing != nil {
		if key := (directory.Key{Kind: directory.KindCentre, ID: text}); slugOf([]string{text}) != "" {
			if e, ok := r.o.Existing(key); ok {
				found, _ = e.(*directory.Centre)
			}
		}
	}
	return found, found != nil
}
