package staff

import "slices"

// Actor is a member at work, through a browser or through a token.
type Actor struct {
	Member
	Token *Token // nil in a browser
}

// May says whether the member may do something, and the token as well if they
// act through one.
func (a Actor) May(do Action, about Subject) Verdict {
	verdict := a.Member.May(do, about)
	if verdict == Allowed && a.Token != nil && !slices.Contains(a.Token.May, do) {
		return Refused
	}
	return verdict
}

// Over, Actions and Everywhere are those of the member, as far as the token
// goes.
func (a Actor) Over(kind ScopeKind, do Action) []string {
	if a.Token != nil && !slices.Contains(a.Token.May, do) {
		return nil
	}
	return a.Member.Over(kind, do)
}

// Actions gives what the actor may do to anything at all.
func (a Actor) Actions() []Action {
	actions := a.Member.Actions()
	if a.Token == nil {
		return actions
	}
	return slices.DeleteFunc(actions, func(do Action) bool { return !slices.Contains(a.Token.May, do) })
}

// Everywhere says whether the actor may do something to whatever there is.
func (a Actor) Everywhere(do Action) bool { return a.May(do, Everything) == Allowed }

// Author is what the change log calls the member: a name that says nothing to
// the public, to whom the log is open.
func (a Actor) Author() string { return "member " + a.ID }
