package staff

import (
	"strings"
	"time"
)

// How long a browser stays signed in: until nobody used it for a working day,
// and a fortnight at the most (ASVS 5.0, 7.3.1 and 7.3.2).
const (
	SessionIdle = 10 * time.Hour
	SessionLife = 14 * 24 * time.Hour
)

// Session is a browser that is signed in.
type Session struct {
	Member string
	Made   time.Time
	Seen   time.Time // to a few minutes
}

// NewSession begins a session and gives the secret for its cookie.
func NewSession(member string, now time.Time) (Session, string, Hash) {
	secret, hash := newSecret(sessionPrefix)
	return Session{member, now.UTC(), now.UTC()}, secret, hash
}

// Good says whether a session still holds.
func (s Session) Good(now time.Time) bool {
	return now.Sub(s.Seen) < SessionIdle && now.Sub(s.Made) < SessionLife
}

// Purpose is what a link is good for.
type Purpose string

// The purposes. A link opens what it was made for and nothing else.
const (
	ToSignIn  Purpose = "sign_in" // a session for its member
	ToConfirm Purpose = "confirm" // "still correct", for one entry
)

// How long a link is good for.
const (
	SignInLife  = 15 * time.Minute
	ConfirmLife = 30 * 24 * time.Hour
)

// Link is a secret in an address, good once.
type Link struct {
	Member  string
	Purpose Purpose
	About   string // the key of an entry, for ToConfirm
	Expires time.Time
}

// NewLink makes a link and gives the secret that stands in its address.
func NewLink(member string, purpose Purpose, about string, now time.Time) (Link, string, Hash) {
	life := SignInLife
	if purpose == ToConfirm {
		life = ConfirmLife
	}
	secret, hash := newSecret(linkPrefix)
	return Link{member, purpose, about, now.Add(life).UTC()}, strings.TrimPrefix(secret, linkPrefix), hash
}

// HashOfLink gives the hash of a link by what stands in its address.
func HashOfLink(secret string) Hash { return HashOf(linkPrefix + secret) }
