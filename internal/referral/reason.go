package referral

import (
	"time"

	"walkin/internal/directory"
	"walkin/internal/schedule"
)

// ReasonCode says what a reason is about. Whoever shows it has the words.
type ReasonCode string

// The codes, with what Value holds.
const (
	// What it is about.
	ReasonTopic        ReasonCode = "topic"        // a topic asked for, or one below it: its id
	ReasonTopicParent  ReasonCode = "topic_parent" // the parent of a topic asked for; nothing closer was found
	ReasonGroup        ReasonCode = "group"        // there is something of its own for the topic; Entry is the activity, Value the topic
	ReasonVolunteering ReasonCode = "volunteering" // there are open roles: how many

	// Who is welcome.
	ReasonAgeFits         ReasonCode = "age_fits"         // "15-25", "15-", "-25" or "all"
	ReasonAgeUnknown      ReasonCode = "age_unknown"      // no ages are stated
	ReasonPromiseYes      ReasonCode = "promise_yes"      // the promise
	ReasonPromiseUnknown  ReasonCode = "promise_unknown"  // the promise: ask
	ReasonAccessYes       ReasonCode = "access_yes"       // the id of the access topic
	ReasonAccessUnknown   ReasonCode = "access_unknown"   // the id of the access topic: ask
	ReasonLanguageSpoken  ReasonCode = "language_spoken"  // the tag
	ReasonLanguageOther   ReasonCode = "language_other"   // languages are stated, and these are not among them: the first asked
	ReasonLanguageUnknown ReasonCode = "language_unknown" // no languages are stated: the first asked
	ReasonNotServed       ReasonCode = "not_served"       // the place says in its own words whom it does not serve well; they are in the entry

	// When.
	ReasonOpenNow      ReasonCode = "open_now"      // nothing; At is until when, if known
	ReasonOpens        ReasonCode = "opens"         // nothing; At is when
	ReasonClosed       ReasonCode = "closed"        // for certain, at the time asked for
	ReasonHoursUnknown ReasonCode = "hours_unknown" // ring first

	// What one must do first.
	ReasonRegistration ReasonCode = "registration" // one must sign up
	ReasonAppointment  ReasonCode = "appointment"  // "appointment" or "call_first"

	// Where.
	ReasonDistance        ReasonCode = "distance"         // metres, to the hundred
	ReasonFar             ReasonCode = "far"              // metres: more than one goes without thinking
	ReasonDistanceUnknown ReasonCode = "distance_unknown" // no point is known, or none may be shown

	// With whom.
	ReasonHostedBy  ReasonCode = "hosted_by" // a partner brings it: the partner's name
	ReasonColleague ReasonCode = "colleague" // somebody of your own organisation or municipality is there: the partner's name

	// How far the listing can be trusted.
	ReasonVerified   ReasonCode = "verified"   // the day on which a human confirmed it
	ReasonUnverified ReasonCode = "unverified" // when its source was seen, if known
)

// Reason is one thing that speaks for or against a match, or that nobody has
// stated.
type Reason struct {
	Code  ReasonCode
	Value string         // see the code; "" where it needs none
	Entry directory.Key  // the activity that the reason is about; else zero
	Days  []schedule.Day // on which that activity happens; none if unknown
	At    *time.Time     // of a code about time
}
