package console

import (
	"slices"

	"walkin/internal/staff"
)

// RoleLine is a role of somebody, with the name of what it is over.
type RoleLine struct {
	staff.Grant
	Over  string // "" for everything, and for what is not there any more
	Where string // the town of a place
	Keep  bool   // in a form: they are to keep it
}

// Gone says whether what the role is over is not there any more.
func (r RoleLine) Gone() bool { return r.Over == "" && r.Scope != staff.OverAll }

// RoleForm gives somebody one more role.
type RoleForm struct {
	Role    staff.Role
	Over    string     // what it is to be over, as typed: a name or an id
	Choices []RoleLine // what may be meant, where that is not clear
	More    bool       // there are more than are shown
	Chosen  string     // of them
	Fault   string     // what is wrong, as the key of a sentence; "" if nothing is
}

// Offered are the roles there are.
func (RoleForm) Offered() []staff.Role { return staff.AllRoles }

// Kept gives the roles that somebody is to keep.
func Kept(roles []RoleLine) []staff.Grant {
	var grants []staff.Grant
	for _, r := range roles {
		if r.Keep && !slices.Contains(grants, r.Grant) {
			grants = append(grants, r.Grant)
		}
	}
	return grants
}
