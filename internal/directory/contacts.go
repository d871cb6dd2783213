package directory

import (
	"slices"
	"sort"
	"time"

	"walkin/internal/schedule"
)

// Emergency is the emergency number of the whole European Union.
const Emergency = "112"

// MinContacts is how many reachable contacts a crisis answer has at least:
// one line is not enough, since many callers do not get through.
const MinContacts = 3

// maxContacts keeps the answer short enough to read in distress.
const maxContacts = 5

// CrisisDesk answers crisis queries: it knows the gate and the helplines. A
// desk is immutable and safe for concurrent use.
type CrisisDesk struct {
	gate      *Gate
	helplines []*Helpline
}

// NewCrisisDesk makes a desk from a gate and all helplines of the directory.
func NewCrisisDesk(gate *Gate, helplines []*Helpline) *CrisisDesk {
	return &CrisisDesk{gate, helplines}
}

// Asker is what the desk may know about who asks: nothing that identifies.
type Asker struct {
	Lang         string // of the page
	Country      string // ISO 3166-1 alpha-2
	Municipality string // code, where a place was given; local lines count then
}

// Answer gives the answer to a text, or nil if it is no crisis query.
func (d *CrisisDesk) Answer(text string, who Asker, now time.Time) *CrisisAnswer {
	topics := d.gate.Check(text, who.Lang)
	if len(topics) == 0 {
		return nil
	}
	answer := &CrisisAnswer{Emergency: Emergency}
	for _, t := range topics {
		answer.Topics = append(answer.Topics, t.ID)
		if !slices.Contains(answer.Groups, t.Group) {
			answer.Groups = append(answer.Groups, t.Group)
		}
	}
	answer.Contacts = d.Contacts(answer.Groups, who, now)
	return answer
}

// Names gives the crisis topics that a text names, in any language.
func (d *CrisisDesk) Names(text string) []*Topic { return d.gate.Check(text, "") }

// candidate is a helpline on its way into an answer.
type candidate struct {
	Contacted
	general       bool // not for the asked groups, but for anything
	foreign       bool // does not speak the language of the page
	roundTheClock bool
	written       bool
	aside         bool // for those around a person, who did not ask
}

// forOthers are the topics of lines for those who worry about somebody else,
// or have lost somebody.
var forOthers = []string{"worried_suicide", "relatives", "suicide_loss"}

// forOthersOnly says whether a line is for those around a person only.
func (h *Helpline) forOthersOnly() bool {
	return len(h.Topics) > 0 && !slices.ContainsFunc(h.Topics, func(id string) bool { return !slices.Contains(forOthers, id) })
}

// Contacts gives the helplines for some groups: specialised ones first, then
// general ones, all of them reachable; among them one that is open round the
// clock and one that is typed, where the country has them; and the one that
// is open now before all others. The emergency number is not among them: it
// stands beside them in every answer.
func (d *CrisisDesk) Contacts(groups []HelplineGroup, who Asker, now time.Time) []Contacted {
	candidates := d.candidates(groups, who, now)
	sort.SliceStable(candidates, func(i, j int) bool { return candidates[i].before(candidates[j]) })
	contacts := make([]Contacted, 0, maxContacts)
	for _, c := range choose(candidates) {
		contacts = append(contacts, c.Contacted)
	}
	return contacts
}

// choose takes the first candidate with each quality that an answer promises,
// and fills up with the others in their order. The one that is open now comes
// first, whatever else it is.
func choose(candidates []candidate) []candidate {
	open := slices.IndexFunc(candidates, func(c candidate) bool { return c.Open.State == schedule.Open })
	taken := make(map[int]bool)
	for _, i := range []int{
		open,
		slices.IndexFunc(candidates, func(c candidate) bool { return c.roundTheClock }),
		slices.IndexFunc(candidates, func(c candidate) bool { return c.written }),
	} {
		if i >= 0 {
			taken[i] = true
		}
	}
	for i := range candidates {
		if len(taken) < maxContacts {
			taken[i] = true
		}
	}
	var chosen []candidate
	if open >= 0 {
		chosen = append(chosen, candidates[open])
	}
	for i, c := range candidates {
		if taken[i] && i != open {
			chosen = append(chosen, c)
		}
	}
	return chosen
}

func (d *CrisisDesk) candidates(groups []HelplineGroup, who Asker, now time.Time) []candidate {
	var candidates []candidate
	for _, h := range d.helplines {
		local := who.Municipality != "" && h.Municipality == who.Municipality
		if h.Country != who.Country || !h.Status.open() || !h.Reachable() || !h.Nationwide && !local || h.isEmergencyNumber() {
			continue
		}
		special := slices.ContainsFunc(h.Groups, func(g HelplineGroup) bool { return slices.Contains(groups, g) })
		if !special && !slices.Contains(h.Groups, GroupCrisis) {
			continue
		}
		c := candidate{
			Contacted: Contacted{h, h.At(now)},
			general:   !special,
			aside:     h.forOthersOnly(),
			foreign:   len(h.Languages) > 0 && who.Lang != "" && !slices.Contains(h.Languages, who.Lang),
		}
		for i := range h.Lines {
			if l := &h.Lines[i]; l.Reachable() {
				c.written = c.written || l.Written()
				c.roundTheClock = c.roundTheClock || l.Hours.RoundTheClock()
			}
		}
		candidates = append(candidates, c)
	}
	return candidates
}

// before orders candidates: the page's language, then specialised lines, then
// those for the person in danger, then those open now, then the more
// specialised.
func (c candidate) before(o candidate) bool {
	if c.foreign != o.foreign {
		return !c.foreign
	}
	if c.general != o.general {
		return !c.general
	}
	if c.aside != o.aside {
		return !c.aside
	}
	if a, b := stateRank(c.Open.State), stateRank(o.Open.State); a != b {
		return a < b
	}
	// A line for few things knows them better than one for everything.
	if a, b := len(c.Helpline.Groups), len(o.Helpline.Groups); a != b {
		return a < b
	}
	return c.roundTheClock && !o.roundTheClock
}

func (h *Helpline) isEmergencyNumber() bool {
	return slices.ContainsFunc(h.Lines, func(l Line) bool { return l.Dial == Emergency })
}
