package console

import (
	"io"
	"time"

	"walkin/internal/staff"
)

// Members is the page of who works with the directory.
type Members struct {
	Page
	All  []MemberLine
	Form MemberForm // for somebody new
}

// MemberLine is a member in the list.
type MemberLine struct {
	staff.Member
	Roles []RoleLine
}

// MemberForm is a member as a form has it.
type MemberForm struct {
	Name, Email, Lang string
	Roles             []RoleLine // that they have
	Add               RoleForm
	Active            bool
	Seen              string // the state that the form was made on sight of; "" for somebody new
}

// FormOf gives a member, with their roles, as a form has it.
func FormOf(m staff.Member, roles []RoleLine) MemberForm {
	return MemberForm{Name: m.Name, Email: m.Email, Lang: m.Lang, Roles: roles, Active: m.Active, Seen: m.Seen()}
}

// Languages are those that a form offers.
func (Members) Languages() []string { return staff.Languages }

// Members draws it.
func (s *Site) Members(w io.Writer, p Members) error { return s.draw(w, p.Page, "members", p) }

// Member is the page of one of them.
type Member struct {
	Page
	Member staff.Member
	Form   MemberForm
	Tokens []Token
}

// Languages are those that a form offers.
func (Member) Languages() []string { return staff.Languages }

// Member draws it.
func (s *Site) Member(w io.Writer, p Member) error { return s.draw(w, p.Page, "member", p) }

// Me is the page of the member who looks: their roles, their tokens.
type Me struct {
	Page
	Roles   []RoleLine
	Tokens  []Token
	Actions []staff.Action // that a token of theirs could have
	Secret  string         // of a token just made; shown this once
	// Passkeys are theirs; MorePasskeys says whether more can be made, which
	// takes a server with a name.
	Passkeys     []staff.Passkey
	MorePasskeys bool
}

// Me draws it.
func (s *Site) Me(w io.Writer, p Me) error { return s.draw(w, p.Page, "me", p) }

// Token is a token in a list.
type Token struct {
	staff.Token
	Good bool
}

// Tokens says of each token whether it is still good.
func Tokens(all []staff.Token, now time.Time) []Token {
	tokens := make([]Token, len(all))
	for i, t := range all {
		tokens[i] = Token{t, t.Good(now)}
	}
	return tokens
}
