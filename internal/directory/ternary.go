package directory

import "fmt"

// Ternary is the answer to a question that nobody may have answered. The zero
// value is Unknown; unknown is never shown or counted as no.
type Ternary int8

// The three answers.
const (
	Unknown Ternary = iota
	Yes
	No
)

// String gives "unknown", "yes" or "no".
func (t Ternary) String() string {
	switch t {
	case Yes:
		return "yes"
	case No:
		return "no"
	default:
		return "unknown"
	}
}

// MarshalText writes the word that String gives.
func (t Ternary) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// UnmarshalText reads "yes", "no" or "unknown".
func (t *Ternary) UnmarshalText(b []byte) error {
	switch string(b) {
	case "yes":
		*t = Yes
	case "no":
		*t = No
	case "unknown", "":
		*t = Unknown
	default:
		return fmt.Errorf("%q is not yes, no or unknown", b)
	}
	return nil
}

// And is the weaker of two answers: no beats unknown beats yes.
func (t Ternary) And(u Ternary) Ternary {
	switch {
	case t == No || u == No:
		return No
	case t == Unknown || u == Unknown:
		return Unknown
	default:
		return Yes
	}
}

// Or is the stronger of two answers: yes beats unknown beats no.
func (t Ternary) Or(u Ternary) Ternary {
	switch {
	case t == Yes || u == Yes:
		return Yes
	case t == Unknown || u == Unknown:
		return Unknown
	default:
		return No
	}
}

// FromBool turns a fact that may be missing (nil) into an answer.
func FromBool(b *bool) Ternary {
	switch {
	case b == nil:
		return Unknown
	case *b:
		return Yes
	default:
		return No
	}
}
