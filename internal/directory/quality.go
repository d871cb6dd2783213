package directory

import (
	"fmt"
	"slices"
	"time"

	"walkin/internal/schedule"
)

// Staleness bounds.
const (
	// HelplineFreshness is how long a helpline's number may go without a human
	// having confirmed it. In 2019 two people died after ringing a number
	// that was no longer the suicide line.
	HelplineFreshness = 90 * 24 * time.Hour
	// ListingFreshness is after how long a place should be confirmed again.
	ListingFreshness = 365 * 24 * time.Hour
)

// Rule names a rule of data quality.
type Rule string

// The rules. Those for helplines fail a check; the others are work to do.
const (
	RuleHelplineStale    Rule = "helpline not verified in 90 days"
	RuleFewContacts      Rule = "fewer than three contacts for a crisis"
	RuleNoContactAtNight Rule = "no contact round the clock for a crisis"
	RuleNoWrittenContact Rule = "no chat or text contact for a crisis"
	RuleUnreachable      Rule = "helpline without a number or chat"
	RuleUnverified       Rule = "never verified"
	RuleStale            Rule = "not verified in a year"
	RuleNoHours          Rule = "no hours"
	RuleDoubtfulHours    Rule = "hours in doubt"
	RuleNoPoint          Rule = "no point"
	RuleNoMunicipality   Rule = "no municipality"
	RuleContradiction    Rule = "contradiction"
	RuleCriterionBroken  Rule = "network criterion broken"
)

// Fails says whether a rule fails a check: those on which a life may hang.
func (r Rule) Fails() bool {
	switch r {
	case RuleHelplineStale, RuleFewContacts, RuleNoContactAtNight, RuleNoWrittenContact:
		return true
	}
	return false
}

// Finding is one thing that is wrong, old or missing.
type Finding struct {
	Rule   Rule
	Key    Key // zero for a finding about a whole country
	Detail string
}

// Quality looks for what is wrong, old or missing in a catalogue, in the
// order of its entries.
func Quality(entries []Entry, desk *CrisisDesk, now time.Time) []Finding {
	q := quality{now: now, organisations: make(map[string]*Organisation), networks: make(map[string]*Network)}
	for _, e := range entries {
		switch e := e.(type) {
		case *Organisation:
			q.organisations[e.ID] = e
		case *Network:
			q.networks[e.ID] = e
		}
	}
	countries := make(map[string]bool)
	for _, e := range entries {
		switch e := e.(type) {
		case *Centre:
			q.centre(e)
		case *Activity:
			q.activity(e)
		case *Helpline:
			q.helpline(e)
			countries[e.Country] = true
		}
	}
	for _, country := range sorted(countries) {
		q.contacts(country, desk)
	}
	return q.findings
}

type quality struct {
	now           time.Time
	organisations map[string]*Organisation
	networks      map[string]*Network
	findings      []Finding
}

func (q *quality) find(rule Rule, key Key, format string, args ...any) {
	q.findings = append(q.findings, Finding{rule, key, fmt.Sprintf(format, args...)})
}

// age says how long ago a day was.
func (q *quality) age(d schedule.Date) time.Duration { return q.now.Sub(d.In(time.UTC)) }

func (q *quality) verified(p Provenance, key Key) {
	switch {
	case p.VerifiedAt == nil && p.SourceSeen != "":
		q.find(RuleUnverified, key, "source of %s", p.SourceSeen)
	case p.VerifiedAt == nil:
		q.find(RuleUnverified, key, "undated source")
	case q.age(*p.VerifiedAt) > ListingFreshness:
		q.find(RuleStale, key, "verified on %s", p.VerifiedAt)
	}
}

func (q *quality) hours(s *schedule.Schedule, key Key) {
	if len(s.Weekly)+len(s.Series)+len(s.Sessions) == 0 && s.Doubt == "" {
		q.find(RuleNoHours, key, "")
		return
	}
	if s.Doubt != "" {
		q.find(RuleDoubtfulHours, key, "%q", s.Doubt)
	}
	for _, w := range s.Weekly {
		if w.Doubt != "" {
			q.find(RuleDoubtfulHours, key, "%q", w.Doubt)
		}
	}
}

func (q *quality) centre(c *Centre) {
	key := c.Key()
	q.verified(c.Provenance, key)
	q.hours(&c.Hours, key)
	if c.Location.Point == nil && c.Location.Visibility != VisibleNone {
		q.find(RuleNoPoint, key, "%s", c.Location.Town)
	}
	if c.Location.Municipality == "" {
		q.find(RuleNoMunicipality, key, "%s", c.Location.Town)
	}
	if c.Promises.NoAppointment == No && c.Access == AccessWalkIn {
		q.find(RuleContradiction, key, "walk in, but an appointment is needed")
	}
	if c.Promises.NoAppointment == Yes && c.Access == AccessAppointment {
		q.find(RuleContradiction, key, "by appointment, but no appointment is needed")
	}
	if len(c.Channels) > 0 && !slices.Contains(c.Channels, WalkIn) && c.Access == AccessWalkIn {
		q.find(RuleContradiction, key, "walk in, but there is no door among its channels")
	}
	o := q.organisations[c.Organisation]
	if o == nil {
		return
	}
	for _, id := range o.Networks {
		n := q.networks[id]
		if n == nil {
			continue
		}
		for _, criterion := range n.Criteria {
			if criterion.Promise != "" && c.Promises.Of(criterion.Promise) == No {
				q.find(RuleCriterionBroken, key, "%s demands %s", n.Name, criterion.Promise)
			}
		}
	}
}

func (q *quality) activity(a *Activity) {
	q.verified(a.Provenance, a.Key())
	if a.Rhythm == Fixed {
		q.hours(&a.Hours, a.Key())
	}
}

func (q *quality) helpline(h *Helpline) {
	if !h.Reachable() {
		q.find(RuleUnreachable, h.Key(), "%s", h.Name)
		return
	}
	switch {
	case h.Provenance.VerifiedAt == nil:
		q.find(RuleHelplineStale, h.Key(), "never verified")
	case q.age(*h.Provenance.VerifiedAt) > HelplineFreshness:
		q.find(RuleHelplineStale, h.Key(), "verified on %s", h.Provenance.VerifiedAt)
	}
}

// crisisGroups are the helpline groups that a crisis answer may need.
var crisisGroups = []HelplineGroup{
	GroupCrisis, GroupSuicide, GroupSelfHarm, GroupEmergency, GroupSexualViolence, GroupViolence, GroupOnlineAbuse,
}

// contacts holds the answer to each kind of crisis against what it promises.
func (q *quality) contacts(country string, desk *CrisisDesk) {
	for _, group := range crisisGroups {
		contacts := desk.Contacts([]HelplineGroup{group}, Asker{Country: country}, q.now)
		if len(contacts) < MinContacts {
			q.find(RuleFewContacts, Key{}, "%s, %s: %d", country, group, len(contacts))
		}
		night, written := false, false
		for _, c := range contacts {
			for i := range c.Helpline.Lines {
				l := &c.Helpline.Lines[i]
				night = night || l.Reachable() && l.Hours.RoundTheClock()
				written = written || l.Reachable() && l.Written()
			}
		}
		if !night {
			q.find(RuleNoContactAtNight, Key{}, "%s, %s", country, group)
		}
		if !written {
			q.find(RuleNoWrittenContact, Key{}, "%s, %s", country, group)
		}
	}
}

func sorted(set map[string]bool) []string {
	list := make([]string, 0, len(set))
	for s := range set {
		list = append(list, s)
	}
	slices.Sort(list)
	return list
}
