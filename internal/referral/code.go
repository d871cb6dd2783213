package referral

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"log/slog"
	"strings"

	"walkin/internal/problem"
)

// Code is what opens a card: 20 characters of Crockford's base 32, 100 random
// bits. Who has the code has the card, so nobody keeps it but the young
// person; a [Hash] is kept in its place.
type Code string

// alphabet is Crockford's: no I, L, O and U, which are taken for other
// characters or make words.
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

const (
	codeLength = 20
	codeGroup  = 5
)

// NewCode makes a code that nobody can guess.
func NewCode() Code {
	b := make([]byte, codeLength)
	_, _ = rand.Read(b) // never fails; without randomness the program ends
	for i := range b {
		b[i] = alphabet[b[i]%32]
	}
	return Code(b)
}

// ParseCode reads a code as people write it: in any case, with spaces and
// hyphens anywhere, with an O for a zero and an I or L for a one. What is no
// code is NotFound, like a code that opens nothing.
func ParseCode(s string) (Code, error) {
	if len(s) > 4*codeLength {
		return "", noCard()
	}
	var b strings.Builder
	for _, r := range strings.ToUpper(s) {
		switch r {
		case ' ', '-', '\u00a0', '\u2011', '\u2013':
			continue
		case 'O':
			r = '0'
		case 'I', 'L':
			r = '1'
		}
		if !strings.ContainsRune(alphabet, r) {
			return "", noCard()
		}
		b.WriteRune(r)
	}
	if b.Len() != codeLength {
		return "", noCard()
	}
	return Code(b.String()), nil
}

func noCard() error { return problem.New(problem.NotFound, "There is no card with this code.") }

// Grouped is the code as it is printed: "7K3QX-...", four groups of five.
func (c Code) Grouped() string {
	var groups []string
	for rest := string(c); rest != ""; {
		n := min(codeGroup, len(rest))
		groups, rest = append(groups, rest[:n]), rest[n:]
	}
	return strings.Join(groups, "-")
}

// LogValue keeps a code out of logs.
func (Code) LogValue() slog.Value { return slog.StringValue("[code]") }

// Hash gives what is kept of the code.
func (c Code) Hash() Hash { return sha256.Sum256([]byte(c)) }

// Hash is the SHA-256 of a code. It names a card to members of staff and opens
// nothing: with 100 random bits behind it, no code can be found for it.
type Hash [sha256.Size]byte

// String is the hash in hexadecimal.
func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// ParseHash reads what String wrote. Anything else is NotFound.
func ParseHash(s string) (h Hash, err error) {
	if len(s) != hex.EncodedLen(len(h)) {
		return h, noCard()
	}
	if _, err := hex.Decode(h[:], []byte(s)); err != nil {
		return Hash{}, noCard()
	}
	return h, nil
}
