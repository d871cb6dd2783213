package staff

import (
	"fmt"
	"slices"
	"strings"
)

// Role is what a member does.
type Role string

// The roles.
const (
	Viewer             Role = "viewer"              // sees what staff see, and hands people on
	Editor             Role = "editor"              // keeps centres or what an organisation runs
	MunicipalityEditor Role = "municipality_editor" // keeps all that is in a municipality
	Assessor           Role = "assessor"            // holds places against the criteria of a network
	Administrator      Role = "administrator"       // everything, and who the members are
)

// AllRoles lists the roles, the least first.
var AllRoles = []Role{Viewer, Editor, MunicipalityEditor, Assessor, Administrator}

// Action is something that staff do.
type Action string

// The actions.
const (
	See     Action = "see"     // what is for staff: what is missing, drafts, history, reports
	Refer   Action = "refer"   // hand somebody on from here, and answer for those who come
	Edit    Action = "edit"    // change, verify, import
	Assess  Action = "assess"  // record whether a criterion of a network is met
	Approve Action = "approve" // let a draft through where a network asks for it
	Manage  Action = "manage"  // members, roles and tokens
)

// AllActions lists the actions.
var AllActions = []Action{See, Refer, Edit, Assess, Approve, Manage}

// allowed is the one table of who may what.
var allowed = map[Role][]Action{
	Viewer:             {See, Refer},
	Editor:             {See, Refer, Edit},
	MunicipalityEditor: {See, Refer, Edit},
	Assessor:           {See, Assess, Approve},
	Administrator:      AllActions,
}

// scopes says over what each role can be given.
var scopes = map[Role][]ScopeKind{
	Viewer:             {OverCentre, OverOrganisation, OverMunicipality},
	Editor:             {OverCentre, OverOrganisation},
	MunicipalityEditor: {OverMunicipality},
	Assessor:           {OverNetwork},
	Administrator:      {OverAll},
}

// Scopes gives over what the role can be given.
func (r Role) Scopes() []ScopeKind { return scopes[r] }

// ScopeKind says what sort of thing a role is over.
type ScopeKind string

// The kinds of scope.
const (
	OverCentre       ScopeKind = "centre"
	OverOrganisation ScopeKind = "organisation"
	OverMunicipality ScopeKind = "municipality" // the id is country and code: "DK-0751"
	OverNetwork      ScopeKind = "network"
	OverAll          ScopeKind = "all" // without an id
)

// Grant is a role over something.
type Grant struct {
	Role  Role      `json:"role"`
	Scope ScopeKind `json:"scope"`
	ID    string    `json:"id,omitempty"`
}

// MunicipalityID names a municipality in a grant and in a [Subject].
func MunicipalityID(country, code string) string { return country + "-" + code }

// ParseGrant reads "editor:organisation:dk-headspace" or "administrator".
func ParseGrant(s string) (Grant, error) {
	role, rest, _ := strings.Cut(s, ":")
	scope, id, _ := strings.Cut(rest, ":")
	g := Grant{Role(role), ScopeKind(scope), id}
	if g.Role == Administrator && rest == "" {
		g.Scope = OverAll
	}
	return g, g.Validate()
}

// String is what ParseGrant reads.
func (g Grant) String() string {
	if g.Scope == OverAll {
		return string(g.Role)
	}
	return fmt.Sprintf("%s:%s:%s", g.Role, g.Scope, g.ID)
}

// Subject is what an action is about, as far as rights go: an entry counts by
// all that it belongs to.
type Subject struct {
	Centres        []string
	Organisations  []string
	Municipalities []string // as [MunicipalityID] has them
	Networks       []string
}

// Everything is the subject of what concerns the directory as a whole.
var Everything = Subject{}

// covers says whether a grant is over a subject.
func (g Grant) covers(s Subject) bool {
	switch g.Scope {
	case OverAll:
		return true
	case OverCentre:
		return slices.Contains(s.Centres, g.ID)
	case OverOrganisation:
		return slices.Contains(s.Organisations, g.ID)
	case OverMunicipality:
		return slices.Contains(s.Municipalities, g.ID)
	case OverNetwork:
		return slices.Contains(s.Networks, g.ID)
	}
	return false
}

// Verdict is the answer to whether somebody may do something.
type Verdict int

// The verdicts.
const (
	Hidden  Verdict = iota // no grant is over it: it must look as if it did not exist
	Refused                // a grant is over it and does not go so far
	Allowed
)
