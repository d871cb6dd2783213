package referral

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
)

// This file makes the same request, sent twice, give the same card with the
// same code, although no code is kept.

// Salt is 128 random bits that are kept, for a day, for a request that names
// itself by a key.
type Salt [16]byte

// NewSalt makes one.
func NewSalt() (s Salt) {
	_, _ = rand.Read(s[:]) // never fails; without randomness the program ends
	return s
}

// CodeOf gives the code of the card that a member asks for under a key of
// their own: HMAC-SHA256 over both with the salt as its key (RFC 2104), of
// which each byte gives a character. Whoever has the file has the salt and the
// member, and neither the key nor, with that, the code.
func (s Salt) CodeOf(member, key string) Code {
	mac := hmac.New(sha256.New, s[:])
	mac.Write([]byte(member + "\n" + key))
	sum := mac.Sum(nil)
	b := make([]byte, codeLength)
	for i := range b {
		b[i] = alphabet[sum[i]%32]
	}
	return Code(b)
}
