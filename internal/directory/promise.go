package directory

import (
	"strings"
	"time"

	"walkin/internal/schedule"
)

// Promise is one of the six things a low-threshold place can promise.
type Promise string

// The six promises.
const (
	NoAppointment Promise = "no_appointment" // come when it is open
	NoReferral    Promise = "no_referral"    // nobody need send you
	NoAssessment  Promise = "no_assessment"  // no indicatie, no visitation
	Free          Promise = "free"
	Anonymous     Promise = "anonymous"    // you need not say your name
	Confidential  Promise = "confidential" // what you say stays there
)

// AllPromises lists the six in the order in which they are shown.
var AllPromises = []Promise{NoAppointment, NoReferral, NoAssessment, Free, Anonymous, Confidential}

// Promises answers yes, no or unknown to each of the six.
type Promises struct {
	NoAppointment Ternary `json:"no_appointment,omitzero"`
	NoReferral    Ternary `json:"no_referral,omitzero"`
	NoAssessment  Ternary `json:"no_assessment,omitzero"`
	Free          Ternary `json:"free,omitzero"`
	Anonymous     Ternary `json:"anonymous,omitzero"`
	Confidential  Ternary `json:"confidential,omitzero"`
}

// Of gives the answer for one promise.
func (p Promises) Of(name Promise) Ternary {
	switch name {
	case NoAppointment:
		return p.NoAppointment
	case NoReferral:
		return p.NoReferral
	case NoAssessment:
		return p.NoAssessment
	case Free:
		return p.Free
	case Anonymous:
		return p.Anonymous
	case Confidential:
		return p.Confidential
	}
	return Unknown
}

// Set gives the promises with one answer changed.
func (p Promises) Set(name Promise, answer Ternary) Promises {
	switch name {
	case NoAppointment:
		p.NoAppointment = answer
	case NoReferral:
		p.NoReferral = answer
	case NoAssessment:
		p.NoAssessment = answer
	case Free:
		p.Free = answer
	case Anonymous:
		p.Anonymous = answer
	case Confidential:
		p.Confidential = answer
	}
	return p
}

// Ages is whom a place is for, in years, both ends included. A missing bound
// is one that no source states.
type Ages struct {
	Min *int `json:"min,omitempty"`
	Max *int `json:"max,omitempty"`
	// All says that the place is open to all ages and not specially for the
	// young.
	All bool `json:"all,omitempty"`
}

// Fit says whether somebody of an age is welcome: no outside a stated bound,
// yes inside every stated one, unknown where none is stated.
func (a Ages) Fit(age int) Ternary {
	switch {
	case a.Min != nil && age < *a.Min, a.Max != nil && age > *a.Max:
		return No
	case a.Min != nil || a.Max != nil || a.All:
		return Yes
	default:
		return Unknown
	}
}

func (a Ages) validate(v *validation, pointer string) {
	for name, bound := range map[string]*int{"/min": a.Min, "/max": a.Max} {
		if bound != nil && (*bound < 0 || *bound > 120) {
			v.add(pointer+name, "An age is 0 to 120 years.")
		}
	}
	if a.Min != nil && a.Max != nil && *a.Min > *a.Max {
		v.add(pointer+"/max", "The highest age is below the lowest.")
	}
}

// Channel is a way in which help is given (delivery).
type Channel string

// The channels.
const (
	WalkIn   Channel = "walk_in"  // through a door
	Stop     Channel = "stop"     // where a bus or a worker stops
	Phone    Channel = "phone"    //
	SMS      Channel = "sms"      // text message
	WhatsApp Channel = "whatsapp" //
	Chat     Channel = "chat"     //
	Video    Channel = "video"    //
	Email    Channel = "email"    //
	Group    Channel = "group"    // a group that one joins
	Website  Channel = "website"  // pages to read, nobody to talk to
)

// AllChannels lists the channels.
var AllChannels = []Channel{WalkIn, Stop, Phone, SMS, WhatsApp, Chat, Video, Email, Group, Website}

// Access is what one must do before coming.
type Access string

// The access modes.
const (
	AccessWalkIn      Access = "walk_in"
	AccessAppointment Access = "appointment"
	AccessCallFirst   Access = "call_first"
)

// AllAccess lists the access modes.
var AllAccess = []Access{AccessWalkIn, AccessAppointment, AccessCallFirst}

// Status is where an entry stands in its life.
type Status string

// The statuses. The empty one means open.
const (
	StatusPlanned Status = "planned" // announced, not seen open
	StatusOpen    Status = "open"    //
	StatusPaused  Status = "paused"  // will open again
	StatusClosed  Status = "closed"  // for good
	StatusMoved   Status = "moved"   // see MovedTo
)

// AllStatuses lists the statuses.
var AllStatuses = []Status{StatusPlanned, StatusOpen, StatusPaused, StatusClosed, StatusMoved}

// Listed says whether an entry in this status is shown in search and feeds.
func (s Status) Listed() bool { return s.open() || s == StatusPaused }

// open says whether it can be used at all now.
func (s Status) open() bool { return s == "" || s == StatusOpen }

// At is the one evaluator of opening: the state, at a moment, of something in
// this status with these hours. What is paused, closed, moved or only planned
// is closed, whatever its hours say, and names no next opening.
func (s Status) At(hours *schedule.Schedule, t time.Time) schedule.Status {
	if !s.open() {
		return schedule.Status{State: schedule.Closed}
	}
	return hours.At(t)
}

// Audience is whom something is for.
type Audience string

// The audiences.
const (
	ForYoungPeople   Audience = "young_people"
	ForRelatives     Audience = "relatives"
	ForProfessionals Audience = "professionals" // youth workers, teachers
	ForEveryone      Audience = "everyone"
)

// AllAudiences lists the audiences.
var AllAudiences = []Audience{ForYoungPeople, ForRelatives, ForProfessionals, ForEveryone}

// Includes says whether something for this audience is for the asked one. An
// entry that names no audience is for young people: that is what the
// directory lists.
func (a Audience) Includes(asked Audience) bool {
	if a == "" {
		a = ForYoungPeople
	}
	return asked == "" || a == asked || a == ForEveryone
}

// Setting is where an activity happens.
type Setting string

// The settings.
const (
	Indoors  Setting = "indoors"
	Outdoors Setting = "outdoors"
	Online   Setting = "online"
)

// AllSettings lists the settings.
var AllSettings = []Setting{Indoors, Outdoors, Online}

// AccessNeeds answers yes, no or unknown to access needs, by the id of a topic
// of kind access ("wheelchair", "hearing", "vision", "quiet_space"). A need
// that is not in the map is unknown.
type AccessNeeds map[string]Ternary

func (n AccessNeeds) validate(v *validation, pointer string) {
	for id := range n {
		v.id(pointer+"/"+strings.ReplaceAll(id, "/", "~1"), id)
	}
}
