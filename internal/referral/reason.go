package referral

import (
	"time"

	"walkin/internal/directory"
	"walkin/internal/schedule"
)

// Code says what a reason is about. Whoever shows it has the words.
type Code string

// The codes, with what Value holds.
const (
	// What it is about.
	ReasonTopic        Code = "topic"        // a topic asked for, or one below it: its id
	ReasonTopicParent  Code = "topic_parent" // the parent of a topic asked for; nothing closer was found
	ReasonGroup        Code = "group"        // there is something of its own for the topic; Entry is the activity, Value the topic
	ReasonVolunteering Code = "volunteering" // there are open roles: how many

	// Who is welcome.
	ReasonAgeFits         Code = "age_fits"         // "15-25", "15-", "-25" or "all"
	ReasonAgeUnknown      Code = "age_unknown"      // no ages are stated
	ReasonPromiseYes      Code = "promise_yes"      // the promise
	ReasonPromiseUnknown  Code = "promise_unknown"  // the promise: ask
	ReasonAccessYes       Code = "access_yes"       // the id of the access topic
	ReasonAccessUnknown   Code = "access_unknown"   // the id of the access topic: ask
	ReasonLanguageSpoken  Code = "language_spoken"  // the tag
	ReasonLanguageOther   Code = "language_other"   // languages are stated, and these are not among them: the first asked
	ReasonLanguageUnknown Code = "language_unknown" // no languages are stated: the first asked
	ReasonNotServed       Code = "not_served"       // the place says in its own words whom it does not serve well; they are in the entry

	// When.
	ReasonOpenNow      Code = "open_now"      // nothing; At is until when, if known
	ReasonOpens        Code = "opens"         // nothing; At is when
	ReasonClosed       Code = "closed"        // for certain, at the time asked for
	ReasonHoursUnknown Code = "hours_unknown" // ring first

	// What one must do first.
	ReasonRegistration Code = "registration" // one must sign up
	ReasonAppointment  Code = "appointment"  // "appointment" or "call_first"

	// Where.
	ReasonDistance        Code = "distance"         // metres, to the hundred
	ReasonFar             Code = "far"              // metres: more than one goes without thinking
	ReasonDistanceUnknown Code = "distance_unknown" // no point is known, or none may be shown

	// With whom.
	ReasonHostedBy  Code = "hosted_by" // a partner brings it: the partner's name
	ReasonColleague Code = "colleague" // somebody of your own organisation or municipality is there: the partner's name

	// How far the listing can be trusted.
	ReasonVerified   Code = "verified"   // the day on which a human confirmed it
	ReasonUnverified Code = "unverified" // when its source was seen, if known
)

// Reason is one thing that speaks for or against a match, or that nobody has
// stated.
type Reason struct {
	Code  Code
	Value string         // see the code; "" where it needs none
	Entry directory.Key  // the activity that the reason is about; else zero
	Days  []schedule.Day // on which that activity happens; none if unknown
	At    *time.Time     // of a code about time
}
