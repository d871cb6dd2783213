package staff

import (
	"crypto/rand"
	"crypto/sha256"
	"strings"
)

// Hash is what is kept of a secret: its SHA-256.
type Hash [sha256.Size]byte

// HashOf gives the hash of a secret as somebody shows it.
func HashOf(secret string) Hash { return sha256.Sum256([]byte(secret)) }

// The beginnings of secrets, so that a scanner of leaked ones knows ours and a
// secret of one sort is never taken for one of another.
const (
	tokenPrefix   = "walkin_t_"
	sessionPrefix = "walkin_s_"
	linkPrefix    = "walkin_l_"
)

// newSecret gives a secret of 130 random bits and its hash.
func newSecret(prefix string) (string, Hash) {
	secret := prefix + strings.ToLower(rand.Text())
	return secret, HashOf(secret)
}

// NewID gives the random id of a member, a token, a draft, with a letter that
// says of what.
func NewID(letter string) string { return letter + "-" + strings.ToLower(rand.Text())[:16] }
