package search

import (
	"math"
	"slices"
	"time"

	"walkin/internal/directory"
	"walkin/internal/schedule"
)

// A network may ask that the places of its members be confirmed again from time
// to time. Where it does, an entry that is overdue stands lower, and later
// leaves the results; where none does, as in the built-in catalogue, nothing
// here is ever asked.

// age works out by when an entry has to be confirmed again, by the rules of the
// networks of who runs it. Helplines are held to a rule of their own, and
// nobody is kept from a number by this one.
func (r *row) age(entry lookup) error {
	if r.helpline != nil {
		return nil
	}
	var rules []directory.NetworkRules
	for _, id := range r.networks {
		e, err := entry(directory.Key{Kind: directory.KindNetwork, ID: id})
		if err != nil {
			return err
		}
		if n, ok := e.(*directory.Network); ok {
			rules = append(rules, n.Rules)
		}
	}
	r.deadlines = directory.DeadlinesOf(r.entry, rules)
	return nil
}

const secondsOfDay = 24 * 60 * 60

// packDay gives the number of a day from 1970 on, at least 1; 0 for none.
func packDay(d *schedule.Date) uint16 {
	if d == nil {
		return 0
	}
	return uint16(min(max(d.In(time.UTC).Unix()/secondsOfDay, 1), math.MaxUint16))
}

// staleOn says whether an entry is lowered for its age at a moment, in Unix
// seconds.
func (c *columns) staleOn(n uint32, moment int64) bool {
	return c.stale[n] != 0 && moment >= int64(c.stale[n])*secondsOfDay
}

// ruled gives the networks that ask for other times than they did, by changes
// that the catalogue does not have yet.
func (c *catalogue) ruled(made map[directory.Key]directory.Change) map[string]bool {
	var ruled map[string]bool
	for key, change := range made {
		if key.Kind != directory.KindNetwork {
			continue
		}
		was, is := rulesOf(c.others[key].Entry), rulesOf(change.Entry)
		was.Approval, is.Approval = false, false
		if was != is {
			if ruled == nil {
				ruled = make(map[string]bool)
			}
			ruled[key.ID] = true
		}
	}
	return ruled
}

func rulesOf(e directory.Entry) directory.NetworkRules {
	if n, ok := e.(*directory.Network); ok {
		return n.Rules
	}
	return directory.NetworkRules{}
}

// ageAgain marks all entries of some networks to be made again.
func (c *catalogue) ageAgain(networks map[string]bool, dirty map[directory.Key]bool) {
	if len(networks) == 0 {
		return
	}
	lists := c.vocabulary.networks.all()
	for i := range c.parts {
		p := &c.parts[i]
		for n := range uint32(p.count()) {
			if !p.dead.has(n) && slices.ContainsFunc(lists[p.networks[n]], func(id string) bool { return networks[id] }) {
				dirty[p.key(n)] = true
			}
		}
	}
}
