package geo

// Kind says what a place is.
type Kind string

// The kinds of place.
const (
	KindPostcode     Kind = "postcode"     // the area of a postcode; its point is the main place's
	KindTown         Kind = "town"         // a town, a village or a part of one
	KindMunicipality Kind = "municipality" // DK, NL and BE only; its point lies inside
)

// A Place is an answer of the gazetteer. Its point is a centre, good for "in Odense,
// about 2 km" and never for a door.
type Place struct {
	ID               string `json:"id"` // "DK:8000", "DK:g2618425" (GeoNames), "DK:m0751"
	Name             string `json:"name"`
	Kind             Kind   `json:"kind"`
	Country          string `json:"country"`                     // ISO 3166-1, "DK"
	PostalCode       string `json:"postal_code,omitempty"`       // of a postcode, as it is written: "111 20"
	Municipality     string `json:"municipality,omitempty"`      // national code; DK, NL and BE only
	MunicipalityName string `json:"municipality_name,omitempty"` // its own local name
	Point
	Population int `json:"population,omitempty"` // 0 is unknown
}

// countries is the order in which equal candidates are given: the three countries of
// the directory, then the other ten.
var countries = []string{"DK", "NL", "BE", "NO", "SE", "FI", "DE", "GB", "IE", "FR", "AT", "CH", "LU"}

// nearness ranks a country: the one asked for, then DK, NL and BE, then the others.
func nearness(country, hint string) int {
	switch country {
	case hint:
		return 0
	case "DK", "NL", "BE":
		return 1
	}
	return 2
}
