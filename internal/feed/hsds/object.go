package hsds

import (
	"encoding/json"
	"time"

	"walkin/internal/directory"
	"walkin/internal/schedule"
)

// The objects of HSDS 3.0, as far as they are used here, in the order and under
// the names of the specification. Properties that the profile adds stand last.
// Every id is a UUID.

// Service is what a centre, an activity or a helpline offers.
type Service struct {
	ID                     string              `json:"id"`
	OrganizationID         string              `json:"organization_id,omitempty"`
	Name                   string              `json:"name"`
	Description            string              `json:"description,omitempty"`
	URL                    string              `json:"url,omitempty"`
	Email                  string              `json:"email,omitempty"`
	Status                 string              `json:"status"`
	ApplicationProcess     string              `json:"application_process,omitempty"`
	FeesDescription        string              `json:"fees_description,omitempty"`
	EligibilityDescription string              `json:"eligibility_description,omitempty"`
	MinimumAge             *int                `json:"minimum_age,omitempty"` // years
	MaximumAge             *int                `json:"maximum_age,omitempty"` // years
	AssuredDate            *schedule.Date      `json:"assured_date,omitempty"`
	LastModified           *time.Time          `json:"last_modified,omitempty"` // UTC
	Phones                 []Phone             `json:"phones,omitempty"`
	Schedules              []Schedule          `json:"schedules,omitempty"`
	ServiceAreas           []ServiceArea       `json:"service_areas,omitempty"`
	ServiceAtLocations     []ServiceAtLocation `json:"service_at_locations,omitempty"`
	Languages              []Language          `json:"languages,omitempty"`
	Organization           *Organization       `json:"organization,omitempty"`
	CostOptions            []CostOption        `json:"cost_options,omitempty"`
	Attributes             []Attribute         `json:"attributes,omitempty"`

	TextLanguage string              `json:"text_language,omitempty"` // of name and description
	Access       directory.Access    `json:"access,omitempty"`
	Audience     directory.Audience  `json:"audience,omitempty"`
	Channels     []directory.Channel `json:"channels,omitempty"`
	Promises     *directory.Promises `json:"promises,omitempty"`
	Opening      *Opening            `json:"opening,omitempty"`
	Walkin       *Record             `json:"walkin,omitempty"`
}

// Opening is what an HSDS schedule cannot say of the hours of a service.
type Opening struct {
	TimeZone   string               `json:"time_zone,omitempty"` // IANA; of all times of the schedules
	HolidaysOf string               `json:"holidays_of,omitempty"`
	Holidays   schedule.HolidayRule `json:"holidays,omitempty"`
	Exceptions []schedule.Exception `json:"exceptions,omitempty"`
	Doubt      string               `json:"doubt,omitempty"`
	Note       string               `json:"note,omitempty"`
}

// Record ties an object to the entry of the directory that it shows.
type Record struct {
	Kind directory.Kind `json:"kind"`
	ID   string         `json:"id"`
	// Entry is the merge patch; none if the other properties say everything.
	Entry json.RawMessage `json:"entry,omitempty"`
	// Whole says that Entry is the whole entry and no patch.
	Whole bool `json:"whole,omitempty"`
}

// Organization is who runs places.
type Organization struct {
	ID           string      `json:"id"`
	Name         string      `json:"name"`
	Description  string      `json:"description"` // required; "" where nobody wrote one
	Email        string      `json:"email,omitempty"`
	Website      string      `json:"website,omitempty"`
	Phones       []Phone     `json:"phones,omitempty"`
	Attributes   []Attribute `json:"attributes,omitempty"`
	Services     []Service   `json:"services,omitempty"` // asked for with full_service
	TextLanguage string      `json:"text_language,omitempty"`
	Walkin       *Record     `json:"walkin,omitempty"`
}

// ServiceAtLocation is a service at one of its places, with the hours there.
type ServiceAtLocation struct {
	ID         string     `json:"id"`
	ServiceID  string     `json:"service_id,omitempty"`
	LocationID string     `json:"location_id,omitempty"`
	Schedules  []Schedule `json:"schedules,omitempty"`
	Location   *Location  `json:"location,omitempty"`
	Service    *Service   `json:"service,omitempty"` // where it is not inside its service
	Opening    *Opening   `json:"opening,omitempty"` // of a stop, which has hours of its own
}

// Location is a place with or without an address that may be told.
type Location struct {
	ID             string          `json:"id"`
	LocationType   string          `json:"location_type"`
	Name           string          `json:"name,omitempty"`
	Transportation string          `json:"transportation,omitempty"`
	Latitude       *float64        `json:"latitude,omitempty"`  // WGS 84 degrees
	Longitude      *float64        `json:"longitude,omitempty"` // WGS 84 degrees
	Addresses      []Address       `json:"addresses,omitempty"`
	Accessibility  []Accessibility `json:"accessibility,omitempty"`

	Country        string               `json:"country,omitempty"`         // ISO 3166-1 alpha-2
	Municipality   string               `json:"municipality,omitempty"`    // national code
	PointPrecision directory.Precision  `json:"point_precision,omitempty"` // what the point is the point of
	Visibility     directory.Visibility `json:"visibility,omitempty"`
}

// Address has five required texts; what is not known of them is "".
type Address struct {
	ID            string `json:"id"`
	LocationID    string `json:"location_id,omitempty"`
	Address1      string `json:"address_1"`
	City          string `json:"city"`
	StateProvince string `json:"state_province"`
	PostalCode    string `json:"postal_code"`
	Country       string `json:"country"`
	AddressType   string `json:"address_type"`
}

// Accessibility answers one access need with yes or no.
type Accessibility struct {
	ID          string            `json:"id"`
	LocationID  string            `json:"location_id,omitempty"`
	Description string            `json:"description"` // id of a topic of kind access
	Details     directory.Ternary `json:"details"`
}

// Phone is a number that can be dialled. Its type is of RFC 6350, section
// 6.4.1: voice or text.
type Phone struct {
	ID     string `json:"id"`
	Number string `json:"number"`
	Type   string `json:"type,omitempty"`
}

// Schedule is a recurrence rule torn apart. Its times are those of the zone
// that stands in the opening of the service: the number that HSDS has for a
// zone cannot follow daylight saving, so it is not given.
type Schedule struct {
	ID            string          `json:"id"`
	ValidFrom     *schedule.Date  `json:"valid_from,omitempty"`
	ValidTo       *schedule.Date  `json:"valid_to,omitempty"`
	DTStart       *schedule.Date  `json:"dtstart,omitempty"`
	Until         *schedule.Date  `json:"until,omitempty"`
	Count         int             `json:"count,omitempty"`
	WKST          string          `json:"wkst,omitempty"`
	Freq          string          `json:"freq,omitempty"` // WEEKLY or MONTHLY
	Interval      int             `json:"interval,omitempty"`
	ByDay         string          `json:"byday,omitempty"`
	ByWeekNo      string          `json:"byweekno,omitempty"`
	ByMonthDay    string          `json:"bymonthday,omitempty"`
	Description   string          `json:"description,omitempty"`
	OpensAt       *schedule.Clock `json:"opens_at,omitempty"`
	ClosesAt      *schedule.Clock `json:"closes_at,omitempty"`
	AttendingType string          `json:"attending_type,omitempty"` // the channel of a helpline's line
	Notes         string          `json:"notes,omitempty"`
	ExceptDates   []schedule.Date `json:"except_dates,omitempty"` // profile: dates that are left out
}

// ServiceArea is whom a helpline serves.
type ServiceArea struct {
	ID         string `json:"id"`
	Name       string `json:"name,omitempty"`
	Extent     string `json:"extent,omitempty"`
	ExtentType string `json:"extent_type,omitempty"`
}

// Language is one that is spoken.
type Language struct {
	ID   string `json:"id"`
	Code string `json:"code"` // ISO 639-1 or BCP 47
}

// CostOption says that there is nothing to pay.
type CostOption struct {
	ID        string `json:"id"`
	ServiceID string `json:"service_id,omitempty"`
	Amount    int    `json:"amount"`
}

// Attribute hangs a taxonomy term on an object.
type Attribute struct {
	ID             string        `json:"id"`
	LinkID         string        `json:"link_id"`
	TaxonomyTermID string        `json:"taxonomy_term_id"`
	LinkType       string        `json:"link_type"`
	LinkEntity     string        `json:"link_entity"`
	Value          string        `json:"value"` // our id of the topic or network
	TaxonomyTerm   *TaxonomyTerm `json:"taxonomy_term,omitempty"`
}

// Taxonomy is a vocabulary.
type Taxonomy struct {
	ID          string `json:"id"`
	Name        string `json:"name"`
	Description string `json:"description"`
	Version     string `json:"version,omitempty"`
}

// TaxonomyTerm is a topic or a network.
type TaxonomyTerm struct {
	ID             string    `json:"id"`
	Code           string    `json:"code"`
	Name           string    `json:"name"`
	Description    string    `json:"description"` // required; "" where nobody wrote one
	ParentID       string    `json:"parent_id,omitempty"`
	Taxonomy       string    `json:"taxonomy,omitempty"`
	TaxonomyDetail *Taxonomy `json:"taxonomy_detail,omitempty"`
	Language       string    `json:"language,omitempty"`
	TaxonomyID     string    `json:"taxonomy_id"`
	TermURI        string    `json:"term_uri,omitempty"`
	Walkin         *Record   `json:"walkin,omitempty"`
}
