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

// Author is what the change log calls the member: a name that says nothing to
// the public, to whom the log is open.
func (a Actor) Author() string { return "member " + a.ID }
