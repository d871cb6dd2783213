package directory

import "walkin/internal/schedule"

// Provenance is where an entry comes from and how far it can be trusted.
type Provenance struct {
	SourceURL  string `json:"source_url,omitempty"`
	SourceSeen string `json:"source_seen,omitempty"` // YYYY, YYYY-MM or YYYY-MM-DD, as exact as known
	SourceNote string `json:"source_note,omitempty"`
	// Inferred lists the fields that the source does not state itself, as
	// JSON Pointers into the entry.
	Inferred []string `json:"inferred,omitempty"`
	// VerifiedAt is the day on which a human last confirmed the listing with
	// the place; nil if nobody has. It is never the day of the last write.
	VerifiedAt *schedule.Date `json:"verified_at,omitempty"`
	VerifiedBy string         `json:"verified_by,omitempty"`
}

func (p Provenance) validate(v *validation, pointer string) {
	v.url(pointer+"/source_url", p.SourceURL)
	if p.VerifiedBy != "" && p.VerifiedAt == nil {
		v.add(pointer+"/verified_at", "Somebody verified the entry; the day is missing.")
	}
}

// Contact is how to reach a place.
type Contact struct {
	Phone   string `json:"phone,omitempty"` // dialable: digits, perhaps after a +
	SMS     string `json:"sms,omitempty"`   // dialable
	Email   string `json:"email,omitempty"` // of the place, never of a person
	URL     string `json:"url,omitempty"`
	ChatURL string `json:"chat_url,omitempty"`
}

func (c Contact) validate(v *validation, pointer string) {
	v.dial(pointer+"/phone", c.Phone)
	v.dial(pointer+"/sms", c.SMS)
	v.email(pointer+"/email", c.Email)
	v.url(pointer+"/url", c.URL)
	v.url(pointer+"/chat_url", c.ChatURL)
}
