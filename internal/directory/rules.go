package directory

import (
	"time"

	"walkin/internal/schedule"
)

// NetworkRules is what a network asks of the listings of its places, beside its
// criteria. The zero value asks nothing, and then nothing is held back, lowered
// or hidden: an old listing is labelled with its date and no more.
type NetworkRules struct {
	// Approval asks that an edit waits until the network has agreed to it.
	Approval bool `json:"approval,omitempty"`
	// StaleAfterDays lowers a listing in results that nobody has confirmed for
	// this many days; 0 never does.
	StaleAfterDays int `json:"stale_after_days,omitempty"`
	// HideAfterDays leaves such a listing out of results; 0 never does.
	HideAfterDays int `json:"hide_after_days,omitempty"`
}

// Bounds of the days that a network may ask for: less than a month is no time
// to confirm in, and ten years ask for nothing.
const (
	minRuleDays = 30
	maxRuleDays = 3650
)

func (r NetworkRules) validate(v *validation, pointer string) {
	for name, days := range map[string]int{"/stale_after_days": r.StaleAfterDays, "/hide_after_days": r.HideAfterDays} {
		if days != 0 && (days < minRuleDays || days > maxRuleDays) {
			v.add(pointer+name, "The time to confirm a listing in is %d to %d days.", minRuleDays, maxRuleDays)
		}
	}
	if r.HideAfterDays > 0 && r.HideAfterDays <= r.StaleAfterDays {
		v.add(pointer+"/hide_after_days", "A listing is hidden later than it is lowered.")
	}
}

// Freshness says how a listing is treated for its age, where a network asks.
type Freshness int

// The three ways.
const (
	Fresh  Freshness = iota // shown as ever
	Stale                   // shown, lower
	Hidden                  // not in results; its page and the feeds stay as they are
)

// StaleReason is why a listing is not fresh, as a code.
type StaleReason string

// The reasons. The empty one is that of a fresh listing.
const (
	VerifiedLongAgo StaleReason = "verified_long_ago" // confirmed, but longer ago than a network allows
	SourceLongAgo   StaleReason = "source_long_ago"   // never confirmed, and its source is older than that
	SourceUndated   StaleReason = "source_undated"    // never confirmed, and nobody knows how old its source is
)

// Deadlines are the first days on which a listing is stale and hidden by the
// rules of the networks of its organisation; nil where it never is.
type Deadlines struct {
	Stale, Hidden *schedule.Date
	Reason        StaleReason // of both
}

// DeadlinesOf works out when a listing needs to be confirmed again. Of several
// networks the one that asks for the shortest time counts. The time runs from
// the day on which a human confirmed the listing; where nobody has, from the
// last day that the date of its source may mean ("2024" is the end of that
// year). A listing whose source has no date either is stale where a network
// asks at all, and never hidden: nothing says that it is old.
//
// Without a rule it looks at nothing.
func DeadlinesOf(e Entry, rules []NetworkRules) Deadlines {
	stale, hide := 0, 0
	for _, r := range rules {
		stale, hide = shorter(stale, r.StaleAfterDays), shorter(hide, r.HideAfterDays)
	}
	if stale == 0 && hide == 0 {
		return Deadlines{}
	}
	from := provenanceOf(e)
	d := Deadlines{Reason: VerifiedLongAgo}
	start := from.VerifiedAt
	if start == nil {
		d.Reason, start = SourceLongAgo, lastDaySeen(from.SourceSeen)
	}
	if start == nil {
		return Deadlines{Stale: &schedule.Date{Year: 1, Month: time.January, Day: 1}, Reason: SourceUndated}
	}
	if stale > 0 {
		day := start.AddDays(stale + 1)
		d.Stale = &day
	}
	if hide > 0 {
		day := start.AddDays(hide + 1)
		d.Hidden = &day
	}
	return d
}

// At says how the listing is treated on a day, and why.
func (d Deadlines) At(day schedule.Date) (Freshness, StaleReason) {
	switch {
	case d.Hidden != nil && !day.Before(*d.Hidden):
		return Hidden, d.Reason
	case d.Stale != nil && !day.Before(*d.Stale):
		return Stale, d.Reason
	}
	return Fresh, ""
}

// Staleness says how a listing is treated at a moment, by the rules of the
// networks of its organisation, and why; see [DeadlinesOf]. Days are those of
// UTC: a few hours are nothing beside the months that are counted here.
func Staleness(e Entry, rules []NetworkRules, now time.Time) (Freshness, StaleReason) {
	return DeadlinesOf(e, rules).At(schedule.DateIn(now, time.UTC))
}

// shorter is the shorter of two times in days, 0 standing for none.
func shorter(a, b int) int {
	if a == 0 || b > 0 && b < a {
		return b
	}
	return a
}

// lastDaySeen gives the last day that a date such as "2024", "2024-05" or
// "2024-05-17" may mean; nil for any other.
func lastDaySeen(seen string) *schedule.Date {
	for layout, end := range map[string]func(time.Time) time.Time{
		"2006":        func(t time.Time) time.Time { return t.AddDate(1, 0, -1) },
		"2006-01":     func(t time.Time) time.Time { return t.AddDate(0, 1, -1) },
		time.DateOnly: func(t time.Time) time.Time { return t },
	} {
		if t, err := time.Parse(layout, seen); err == nil {
			day := schedule.DateIn(end(t), time.UTC)
			return &day
		}
	}
	return nil
}
