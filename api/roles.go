package api

import (
	"context"
	"slices"
	"strings"

	"walkin/api/web"
	"walkin/api/web/console"
	"walkin/internal/directory"
	"walkin/internal/fold"
	"walkin/internal/geo"
	"walkin/internal/problem"
	"walkin/internal/staff"
)

// kindOver is the kind of entry that a role of a scope is over.
var kindOver = map[staff.ScopeKind]directory.Kind{
	staff.OverCentre: directory.KindCentre, staff.OverOrganisation: directory.KindOrganisation, staff.OverNetwork: directory.KindNetwork,
}

// roles says roles in words, each to be kept.
func (n *names) roles(grants []staff.Grant) []console.RoleLine {
	lines := make([]console.RoleLine, len(grants))
	for i, g := range grants {
		switch {
		case g.Scope == staff.OverMunicipality:
			country, code, _ := strings.Cut(g.ID, "-")
			m, _ := n.gazetteer.Municipality(country, code)
			lines[i] = overMunicipality(n.words, g.Role, m)
		case g.Scope != staff.OverAll:
			lines[i] = overEntry(n.words, g.Role, g.Scope, n.entry(directory.Key{Kind: kindOver[g.Scope], ID: g.ID}))
		}
		lines[i].Grant, lines[i].Keep = g, true
	}
	return lines
}

// overMunicipality says a role over a municipality.
func overMunicipality(words *web.Words, role staff.Role, m geo.Municipality) console.RoleLine {
	return console.RoleLine{
		Grant: staff.Grant{Role: role, Scope: staff.OverMunicipality, ID: staff.MunicipalityID(m.Country, m.Code)},
		Over:  m.Name, Where: words.Say("crisis.country." + m.Country),
	}
}

// overEntry says a role over an entry, which may not be there any more.
func overEntry(words *web.Words, role staff.Role, scope staff.ScopeKind, e directory.Entry) console.RoleLine {
	if e == nil {
		return console.RoleLine{}
	}
	line := console.RoleLine{Grant: staff.Grant{Role: role, Scope: scope, ID: e.Key().ID}, Over: nameOf(e, words.Lang)}
	if centre, ok := e.(*directory.Centre); ok {
		line.Where = centre.Location.Public().Town
	}
	return line
}

// maxChoices bounds what is offered where a name may mean several things, and
// maxTyped, in bytes, what is looked for.
const maxChoices, maxTyped = 20, 400

// addRole gives the role that a form asks for; nil if it asks for none. Where
// it is not clear what the role is to be over, the form gets the choice.
func (s *Server) addRole(ctx context.Context, page console.Page, form *console.RoleForm) (*staff.Grant, error) {
	wrong := func(key string) (*staff.Grant, error) {
		form.Fault = key
		return nil, problem.New(problem.Invalid, "What is missing is said at the role.")
	}
	switch {
	case form.Role == "" && form.Over == "":
		return nil, nil
	case form.Role == "":
		return wrong("member.role_missing")
	case form.Role == staff.Administrator && form.Over != "":
		return wrong("member.over_all")
	case form.Role == staff.Administrator:
		return &staff.Grant{Role: form.Role, Scope: staff.OverAll}, nil
	case form.Over == "":
		return wrong("member.over_missing")
	case len(form.Over) > maxTyped:
		return wrong("member.over_none")
	}
	found, clear, err := s.rolesOver(ctx, page, form.Role, form.Over)
	if err != nil {
		return nil, err
	}
	if i := slices.IndexFunc(found, func(r console.RoleLine) bool { return r.Grant.String() == form.Chosen }); i >= 0 {
		found, clear = found[i:i+1], true
		form.Choices = found
	}
	switch {
	case len(found) == 0:
		return wrong("member.over_none")
	case !clear:
		form.Choices, form.More = found[:min(len(found), maxChoices)], len(found) > maxChoices
		return wrong("member.over_several")
	}
	return &found[0].Grant, nil
}

// rolesOver finds what a role can be over by an id, or by words of a name. It
// is clear where one thing has that id, or all of these words alone: a role
// over what somebody did not mean is a door open to the wrong people.
func (s *Server) rolesOver(ctx context.Context, page console.Page, role staff.Role, typed string) (found []console.RoleLine, clear bool, err error) {
	f := finding{typed: typed, words: fold.Tokens(typed)}
	for _, scope := range role.Scopes() {
		if scope == staff.OverMunicipality {
			for _, country := range listed {
				for _, m := range s.gazetteer.Municipalities(country) {
					f.see(overMunicipality(page.Words, role, m), m.Code, m.NameNL, m.NameFR, "kommune gemeente commune")
				}
			}
			continue
		}
		err := s.eachEntry(ctx, directory.Listing{Kind: kindOver[scope]}, func(change directory.Change) error {
			line := overEntry(page.Words, role, scope, change.Entry)
			f.see(line, line.Where)
			return nil
		})
		if err != nil {
			return nil, false, err
		}
	}
	found, clear = f.found(page.Lang())
	return found, clear, nil
}

// finding is what was found by what somebody typed.
type finding struct {
	typed            string
	words            []string
	by, whole, begun []console.RoleLine // by its id, by whole words, by how words begin
}

// see holds one thing, by its name and what else it is known by, against what
// was typed.
func (f *finding) see(line console.RoleLine, also ...string) {
	if strings.EqualFold(line.ID, f.typed) {
		f.by = append(f.by, line)
	}
	known := fold.Tokens(line.Over + " " + strings.Join(also, " "))
	whole, begun := len(f.words) > 0, len(f.words) > 0
	for _, word := range f.words {
		whole = whole && slices.Contains(known, word)
		begun = begun && slices.ContainsFunc(known, func(k string) bool { return strings.HasPrefix(k, word) })
	}
	switch {
	case whole:
		f.whole = append(f.whole, line)
	case begun:
		f.begun = append(f.begun, line)
	}
}

// found gives what was found, the likeliest first, and whether it is clear.
func (f *finding) found(lang string) (found []console.RoleLine, clear bool) {
	if len(f.by) > 0 {
		return f.by, len(f.by) == 1
	}
	compare := byName(lang)
	for _, lines := range [][]console.RoleLine{f.whole, f.begun} {
		slices.SortStableFunc(lines, func(a, b console.RoleLine) int { return compare(a.Over, b.Over) })
	}
	return append(f.whole, f.begun...), len(f.whole) == 1 && len(f.begun) == 0
}
