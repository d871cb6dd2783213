// Package schedule owns "when": weekly hours, recurring series, dated
// sessions, exceptions and public holidays, in one time zone.
//
// A [Schedule] is a function from an instant to one of three states: open,
// closed or unknown. There is one evaluator; the badge ([Schedule.At]), the
// filter and the sort ([Schedule.Spans]) and the calendar
// ([Schedule.Occurrences]) all rest on it, so they cannot disagree.
//
// # How a day is read
//
// A span belongs to the calendar day on which it starts, in the schedule's
// zone. For each day the first of these that applies decides what starts:
//
//  1. An exception on that date. Closed: nothing starts. Changed hours: they
//     stand instead of every rule. Of several exceptions the shortest wins (a
//     special evening inside the summer closure), of equally long ones the
//     last.
//  2. A schedule without any rule, with words that undo it ([Schedule.Doubt]),
//     or with a series that cannot be read: the whole day is unknown.
//  3. A public holiday. It takes effect as [Schedule.Holidays] says, on weekly
//     hours and series. A session names its own date, so whoever entered it
//     meant that date, and no holiday touches it.
//  4. The rules. Outside them the schedule is closed.
//
// A span that began the evening before a closed day runs to its end: nobody is
// sent out at midnight because a holiday begins. Where rules overlap, open
// beats unknown and unknown beats closed.
//
// # Unknown is said
//
// A rule with doubt ("hver anden onsdag") or without a time is unknown, never
// open, for as long as it may hold: from its opening to the end of that day if
// the closing is not known, from the start of the day to its closing if the
// opening is not known, the whole day if neither is.
//
// # Clocks
//
// Times are wall-clock times of the zone; see [Date.At] for the two nights a
// year on which an hour is missing or comes twice. Nothing in this package
// asks what time it is.
package schedule

// A State is what can be said of a schedule at an instant.
type State string

// The three states. Unknown is an answer of its own and never shown as closed.
const (
	Open    State = "open"
	Closed  State = "closed"
	Unknown State = "unknown"
)

// A HolidayRule says what a public holiday does to a schedule.
type HolidayRule string

// The three holiday rules.
const (
	// HolidaysUnknown: the source does not say. What would be open on such a
	// day is unknown, with the holiday's name as the reason.
	HolidaysUnknown HolidayRule = ""
	// HolidaysClosed: no weekly hours and no series start on such a day.
	HolidaysClosed HolidayRule = "closed"
	// HolidaysOpen: a holiday is a day like any other.
	HolidaysOpen HolidayRule = "open"
)

// A Schedule says when. Its JSON form is both the stored and the exported one.
// The zero value, like a nil pointer, is unknown at all times.
//
// The evaluator accepts any value, but its answers are only promised for one
// that [Schedule.Validate] has passed.
type Schedule struct {
	// Zone is an IANA time zone such as "Europe/Copenhagen", required as soon
	// as anything else is set.
	Zone string `json:"zone,omitempty"`
	// Country is DK, NL or BE: whose public holidays apply. Empty: none.
	Country    string      `json:"country,omitempty"`
	Weekly     []Weekly    `json:"weekly,omitempty"`
	Series     []Series    `json:"series,omitempty"`
	Sessions   []Session   `json:"sessions,omitempty"`
	Exceptions []Exception `json:"exceptions,omitempty"`
	// Holidays needs a Country to have an effect.
	Holidays HolidayRule `json:"holidays,omitempty"`
	// Doubt holds the source's words that undo the whole schedule ("stand
	// 2012"). It is then unknown at all times but for its exceptions, which
	// were posted since.
	Doubt string `json:"doubt,omitempty"`
	// Note holds words to show beside the hours. It changes nothing.
	Note string `json:"note,omitempty"`
}

// Weekly is the same hours on the same weekdays.
type Weekly struct {
	Days []Day `json:"days"`
	// Opens is from 00:00 to 23:59; nil if the source gives the day but no time.
	Opens *Clock `json:"opens,omitempty"`
	// Closes is nil if the end is not known. At or before Opens it falls on the
	// next day, so that 09:00 to 09:00 lasts a day and a night.
	Closes *Clock `json:"closes,omitempty"`
	// From and Until bound the days on which it may start, both inclusive.
	From  *Date `json:"from,omitempty"`
	Until *Date `json:"until,omitempty"`
	// Doubt holds the source's words that make this rule uncertain.
	Doubt string `json:"doubt,omitempty"`
	Note  string `json:"note,omitempty"`
}

// Series is a recurrence in the words of RFC 5545, section 3.3.10. Understood
// are, in at most 200 bytes and in capitals:
//
//	FREQ        DAILY, WEEKLY, MONTHLY or YEARLY
//	INTERVAL    1 to 1000
//	COUNT       1 to 1000, or
//	UNTIL       20261231, 20261231T170000 (in the zone) or 20261231T160000Z
//	BYDAY       MO,WE; numbered (1MO, -1FR) in months and years only
//	BYMONTH     with any frequency
//	BYMONTHDAY  in months and years
//	BYWEEKNO    1 to 53, in years and with BYDAY: ISO weeks ("lige uger")
//	BYSETPOS    in months and years, with BYDAY or BYMONTHDAY
//	WKST        MO where BYWEEKNO is used, else any
//
// Everything else is refused, above all whatever would set a time of day: the
// rule says on which dates, Opens and Closes say when.
type Series struct {
	// Start is the first day to count from. It is itself a date of the series
	// only if the rule says so.
	Start  Date   `json:"start"`
	Opens  *Clock `json:"opens,omitempty"`
	Closes *Clock `json:"closes,omitempty"`
	// Rule is such as "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE"; see above.
	Rule string `json:"rule"`
	// Except names dates that are left out (EXDATE). They count towards COUNT.
	Except []Date `json:"except,omitempty"`
	Doubt  string `json:"doubt,omitempty"`
	Note   string `json:"note,omitempty"`
}

// Session is one dated meeting.
type Session struct {
	Date   Date   `json:"date"`
	Opens  *Clock `json:"opens,omitempty"`
	Closes *Clock `json:"closes,omitempty"`
	Title  string `json:"title,omitempty"`
	Note   string `json:"note,omitempty"`
	// Cancelled keeps the session in calendars, marked, and opens no door. It
	// takes nothing away from other rules of that day; an exception does.
	Cancelled bool `json:"cancelled,omitempty"`
}

// Exception replaces all rules on the days it covers: spans that start on one
// of them. Either Closed is set or Hours holds the changed hours.
type Exception struct {
	From Date `json:"from"`
	// Until is the last day covered; left out, it is From.
	Until  Date    `json:"until,omitzero"`
	Closed bool    `json:"closed,omitempty"`
	Hours  []Hours `json:"hours,omitempty"`
	// Reason is shown to the visitor: "Sommerlukket".
	Reason string `json:"reason,omitempty"`
}

// Hours are the changed hours of an exception; they may run past midnight as
// weekly hours may.
type Hours struct {
	Opens  Clock `json:"opens"`
	Closes Clock `json:"closes"`
}

// Always is the schedule of what never closes: round the clock, every day,
// holidays included.
func Always(zone string) *Schedule {
	return &Schedule{
		Zone: zone,
		Weekly: []Weekly{{
			Days:   []Day{Mon, Tue, Wed, Thu, Fri, Sat, Sun},
			Opens:  new(Clock(0)),
			Closes: new(midnight),
		}},
	}
}

// last is the last day that the exception covers.
func (e *Exception) last() Date {
	if e.Until == (Date{}) {
		return e.From
	}
	return e.Until
}

// days is the number of days that the exception covers.
func (e *Exception) days() int { return e.last().number() - e.From.number() + 1 }
