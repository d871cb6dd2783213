package staff

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"walkin/internal/problem"
)

// MaxTokenLife is the longest that a token can be good for.
const MaxTokenLife = 366 * 24 * time.Hour

// Token lets a program act for a member, within what both may.
type Token struct {
	ID      string     `json:"id"`
	Member  string     `json:"member"`
	Name    string     `json:"name"` // what it is for
	May     []Action   `json:"may"`  // never more than the member may
	Made    time.Time  `json:"made"`
	Expires time.Time  `json:"expires"`
	Revoked *time.Time `json:"revoked,omitempty"`
}

// NewToken makes a token and its secret, which is shown once and not kept.
func NewToken(member, name string, may []Action, now, expires time.Time) (Token, string, Hash, error) {
	var fields []problem.Field
	if n := utf8.RuneCountInString(strings.TrimSpace(name)); n == 0 || n > 100 || !printable(name) {
		fields = append(fields, problem.Field{Pointer: "/name", Detail: "Say in up to 100 characters what the token is for."})
	}
	if len(may) == 0 {
		fields = append(fields, problem.Field{Pointer: "/may", Detail: "A token may do at least one thing."})
	}
	for _, do := range may {
		if !slices.Contains(AllActions, do) {
			fields = append(fields, problem.Field{Pointer: "/may", Detail: "What a token may do is see, refer, edit, assess, approve or manage."})
			break
		}
	}
	if !expires.After(now) || expires.Sub(now) > MaxTokenLife {
		fields = append(fields, problem.Field{Pointer: "/expires", Detail: "A token expires after now and within 366 days."})
	}
	if err := problem.InvalidFields("The token breaks a rule.", fields); err != nil {
		return Token{}, "", Hash{}, err
	}
	secret, hash := newSecret(tokenPrefix)
	return Token{
		ID: NewID("t"), Member: member, Name: strings.TrimSpace(name), May: may, Made: now.UTC(), Expires: expires.UTC(),
	}, secret, hash, nil
}

// Good says whether a token can be used at a moment.
func (t Token) Good(now time.Time) bool { return t.Revoked == nil && now.Before(t.Expires) }

// IsToken says whether a text has the form of the secret of a token.
func IsToken(s string) bool {
	return strings.HasPrefix(s, tokenPrefix) && len(s) == len(tokenPrefix)+26
}
