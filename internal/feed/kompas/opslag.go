// Package kompas makes the listing export for an administrator of Det Sociale
// Kompas (socialkompas.dk), the Danish portal of social offers: one opslag
// (posting) for each Danish centre, fixed activity and helpline, and for each
// what the portal's admission rules say of it.
//
// The portal has no public interface. The fields and the rules are our reading
// of its published guidelines, of press material and of its pages (as of
// November 2026); the names of the fields are ours. Every export says so, in
// [Reading].
//
// What the directory does not know is never made up. It stands among the needs
// of an opslag, for the administrator to find out.
package kompas

import (
	"walkin/internal/directory"
	"walkin/internal/schedule"
)

// Reading stands in every export.
const Reading = "Felterne og reglerne er vores læsning af Det Sociale Kompas' offentlige retningslinjer (november 2026). " +
	"De er ikke bekræftet af FriSe. Det, vi ikke ved, står under needs."

// Basis is on what ground an organisation may post.
type Basis = directory.Basis

// Opslag is one posting. A list that is empty is one of which nothing is
// known, and a ternary is yes, no or unknown.
type Opslag struct {
	ID               string            `json:"id"` // of the entry, with its kind: "centre:dk-headspace-aarhus"
	Title            string            `json:"title"`
	ShortText        string            `json:"short_text"` // the first sentence of the body, to MaxShort characters
	Body             string            `json:"body"`
	Lang             string            `json:"lang,omitempty"` // of the texts, where they are not Danish
	Organisation     Organisation      `json:"organisation"`
	EligibilityBasis Basis             `json:"eligibility_basis,omitempty"`
	NoReferralNeeded directory.Ternary `json:"no_referral_needed"`
	Free             directory.Ternary `json:"free"`
	NonprofitNote    string            `json:"nonprofit_note,omitempty"` // the directory has none; for the administrator
	Challenges       []Term            `json:"challenges"`
	TargetGroups     []Term            `json:"target_groups"`
	ActivityTypes    []Term            `json:"activity_types"`
	AgeMin           *int              `json:"age_min,omitempty"` // years
	AgeMax           *int              `json:"age_max,omitempty"`
	AllAges          bool              `json:"all_ages,omitempty"`
	RelativesWelcome directory.Ternary `json:"relatives_welcome"`
	Delivery         []Delivery        `json:"delivery"`
	Anonymous        directory.Ternary `json:"anonymous"`
	Geography        Geography         `json:"geography"`
	Times            Times             `json:"times"`
	Contact          Contact           `json:"contact"`
	Image            *Image            `json:"image,omitempty"`
	VerifiedAt       *schedule.Date    `json:"verified_at"`      // null: nobody has confirmed it
	Source           string            `json:"source,omitempty"` // the page on which the entry rests
	Status           string            `json:"status"`           // always draft: nothing here has been submitted
	Lint             Lint              `json:"lint"`
}

// Organisation is who stands behind an opslag.
type Organisation struct {
	ID   string `json:"id,omitempty"`
	Name string `json:"name,omitempty"`
	CVR  string `json:"cvr,omitempty"`  // eight digits
	Type string `json:"type,omitempty"` // "municipality", "ngo", in the directory's words
}

// Term is a topic of the directory. Category is the portal's own, where it is
// known, such as "udfordring: ensomhed".
type Term struct {
	ID       string `json:"id"`
	Label    string `json:"label"`
	Category string `json:"category,omitempty"`
}

// Delivery is how help is given, in four words of the portal.
type Delivery string

// The ways of delivery.
const (
	InPerson Delivery = "in_person"
	ByPhone  Delivery = "phone"
	Online   Delivery = "online"
	Outreach Delivery = "outreach"
)

// Geography is where it is, or for whom. A hidden address shows no more than
// its municipality.
type Geography struct {
	Municipalities []string `json:"municipalities"` // four-digit codes
	Nationwide     bool     `json:"nationwide"`
	Address        string   `json:"address,omitempty"`
	Lat            *float64 `json:"lat,omitempty"` // WGS 84 degrees
	Lon            *float64 `json:"lon,omitempty"`
	Precision      string   `json:"precision,omitempty"` // of the point: beyond street it is no door
}

// Times is when, in words and as weekly rules.
type Times struct {
	Text     string            `json:"text,omitempty"`
	Schedule []schedule.Weekly `json:"schedule"`
}

// Contact is how to reach the place. The directory names no persons.
type Contact struct {
	Phone string `json:"phone,omitempty"`
	Email string `json:"email,omitempty"`
	URL   string `json:"url,omitempty"`
}

// Image is a photo of the place: the name of a file of the directory, and what
// it shows.
type Image struct {
	File string `json:"file"`
	Alt  string `json:"alt"`
}
