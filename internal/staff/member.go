package staff

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/mail"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"walkin/internal/problem"
)

// Languages are those of the console.
var Languages = []string{"da", "nl", "en"}

// Member is somebody who works with the directory.
type Member struct {
	ID     string    `json:"id"`    // random; what the history names
	Name   string    `json:"name"`  // for colleagues, never for the public
	Email  string    `json:"email"` // where sign-in links go; unique, folded to lower case
	Lang   string    `json:"lang"`  // of the console
	Active bool      `json:"active"`
	Grants []Grant   `json:"grants,omitempty"`
	Made   time.Time `json:"made"`
}

// May says whether the grants of a member let them do something.
func (m Member) May(do Action, about Subject) Verdict {
	verdict := Hidden
	for _, g := range m.Grants {
		if !g.covers(about) {
			continue
		}
		if slices.Contains(allowed[g.Role], do) {
			return Allowed
		}
		verdict = Refused
	}
	return verdict
}

// Is says whether a member has a role over anything.
func (m Member) Is(role Role) bool {
	return slices.ContainsFunc(m.Grants, func(g Grant) bool { return g.Role == role })
}

// Over gives the ids of the things of a kind that the member may do something
// with, as the grants name them.
func (m Member) Over(kind ScopeKind, do Action) []string {
	var ids []string
	for _, g := range m.Grants {
		if g.Scope == kind && slices.Contains(allowed[g.Role], do) && !slices.Contains(ids, g.ID) {
			ids = append(ids, g.ID)
		}
	}
	return ids
}

// Actions gives what the member may do to anything at all.
func (m Member) Actions() []Action {
	var actions []Action
	for _, do := range AllActions {
		if slices.ContainsFunc(m.Grants, func(g Grant) bool { return slices.Contains(allowed[g.Role], do) }) {
			actions = append(actions, do)
		}
	}
	return actions
}

// Everywhere says whether a member may do something to whatever there is.
func (m Member) Everywhere(do Action) bool { return m.May(do, Everything) == Allowed }

// Seen names the state that a member is in, for a form that is made on sight of
// it.
func (m Member) Seen() string {
	body, err := json.Marshal(m)
	if err != nil {
		return "" // it holds texts and a time
	}
	hash := sha256.Sum256(body)
	return hex.EncodeToString(hash[:8])
}

// FoldEmail makes two spellings of one address the same. The part before the @
// is folded too: no provider in use tells "A@" from "a@", and two members who
// look alike are worse than one who cannot be made.
func FoldEmail(address string) string { return strings.ToLower(strings.TrimSpace(address)) }

const maxGrants = 100

// Problems lists what breaks a rule.
func (m Member) Problems() []problem.Field {
	var fields []problem.Field
	add := func(pointer, detail string) { fields = append(fields, problem.Field{Pointer: pointer, Detail: detail}) }
	if n := utf8.RuneCountInString(strings.TrimSpace(m.Name)); n == 0 || n > 100 || !printable(m.Name) {
		add("/name", "A name has 1 to 100 characters on one line.")
	}
	if a, err := mail.ParseAddress(m.Email); err != nil || a.Address != m.Email || len(m.Email) > 254 || m.Email != FoldEmail(m.Email) {
		add("/email", "That is not an e-mail address in small letters, such as mette@example.dk.")
	}
	if !slices.Contains(Languages, m.Lang) {
		add("/lang", "The console speaks da, nl and en.")
	}
	if len(m.Grants) > maxGrants {
		add("/grants", "A member has at most 100 roles.")
	}
	for _, g := range m.Grants {
		var wrong *problem.Error
		if errors.As(g.Validate(), &wrong) {
			fields = append(fields, wrong.At("/grants"))
		}
	}
	return fields
}

// Validate gives an Invalid error if the role cannot be over such a thing.
func (g Grant) Validate() error {
	kinds, known := scopes[g.Role]
	switch {
	case !known:
		return problem.New(problem.Invalid, "There is no such role. The roles are viewer, editor, municipality_editor, assessor and administrator.")
	case !slices.Contains(kinds, g.Scope):
		return problem.New(problem.Invalid, "The role %s is over %s.", g.Role, either(kinds))
	case (g.ID == "") != (g.Scope == OverAll) || len(g.ID) > 100 || !printable(g.ID) || strings.ContainsAny(g.ID, " :"):
		return problem.New(problem.Invalid, "The role %s needs the id of what it is over, as in %s.", g.Role, Grant{g.Role, kinds[0], "the-id"})
	}
	return nil
}

// either names the words of a vocabulary: "centre or organisation".
func either[W ~string](all []W) problem.Either {
	words := make(problem.Either, len(all))
	for i, w := range all {
		words[i] = string(w)
	}
	return words
}

// printable says whether a text is one line without characters that change how
// the rest is read.
func printable(s string) bool {
	for _, r := range s {
		if r < ' ' || r == 0x7f || r == utf8.RuneError || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == 0x200e || r == 0x200f {
			return false
		}
	}
	return true
}
