package staff

import (
	"encoding/json"
	"strings"
	"time"
	"unicode/utf8"

	"walkin/internal/problem"
)

// MaxPasskeys is how many passkeys a member can have: some devices, a key on
// a ring, and room for those that were forgotten.
const MaxPasskeys = 20

// Passkey is a key pair that a device of a member made for this directory, as
// WebAuthn has them. What is kept of it is public: the private half never
// leaves the device.
type Passkey struct {
	ID         string          `json:"id"`
	Member     string          `json:"member"`
	Name       string          `json:"name"`       // which device, as the member calls it
	Credential []byte          `json:"credential"` // by which the device names the key
	Record     json.RawMessage `json:"record"`     // public key and counter, in the form of the library
	Made       time.Time       `json:"made"`
	Used       *time.Time      `json:"used,omitempty"` // last; nil: never
}

// NewPasskey makes a passkey of what a device has registered.
func NewPasskey(member, name string, credential []byte, record json.RawMessage, now time.Time) (Passkey, error) {
	if err := CheckPasskeyName(name); err != nil {
		return Passkey{}, err
	}
	return Passkey{
		ID: NewID("k"), Member: member, Name: strings.TrimSpace(name), Credential: credential, Record: record, Made: now.UTC().Truncate(time.Second),
	}, nil
}

// CheckPasskeyName gives an Invalid error for what is no name of a passkey.
func CheckPasskeyName(name string) error {
	if n := utf8.RuneCountInString(strings.TrimSpace(name)); n == 0 || n > 100 || !printable(name) {
		return problem.InvalidFields("The passkey breaks a rule.", []problem.Field{{Pointer: "/name", Detail: "Say in up to 100 characters on which device the passkey is."}})
	}
	return nil
}
