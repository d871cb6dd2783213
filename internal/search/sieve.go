package search

import (
	"slices"
	"time"

	"walkin/internal/directory"
	"walkin/internal/geo"
	"walkin/internal/schedule"
)

// sieve runs the filters of a query over columns. It says what judge says of a
// row, but asks each distinct list or word once for all entries that have it.
type sieve struct {
	*asked
	catalogue *catalogue
	moment    int64   // Unix seconds
	minute    *minute // of that moment; nil where it is not kept
	kinds     [4]bool // by place in directory.Askable, which begins with Searchable
	topics    []bool  // by number; nil without the filter
	country   uint16
	nowhere   bool   // the country is one that no entry is in
	homeIs    uint16 // the country that the question is asked from
	homeAsked bool
	homeKnown bool
	boxed     bool // only what is in the box is looked at
	promises  []int
	channels  uint16

	municipality, network, languages, needs, open memo

	municipalities []municipality
	networkLists   [][]string
	languageLists  [][]string
	needMaps       []directory.AccessNeeds
	hours          []*hours
}

// memo keeps answers by number; an answer is kept as one more than it is.
type memo []uint8

func newMemo(asked bool, size int) memo {
	if !asked {
		return nil
	}
	return make(memo, size)
}

func newSieve(a *asked, c *catalogue) *sieve {
	v := c.vocabulary
	s := &sieve{asked: a, catalogue: c, moment: a.at.Unix(), hours: v.hours.all()}
	for _, kind := range a.kinds {
		if i := slices.Index(directory.Askable, kind); i >= 0 {
			s.kinds[i] = true
		}
	}
	if len(a.topics) > 0 {
		s.topics = make([]bool, len(v.topics.all()))
		for _, under := range a.topics {
			for id := range under {
				if n, ok := v.topics.known(id); ok {
					s.topics[n] = true
				}
			}
		}
	}
	if a.Country != "" {
		n, ok := v.countries.known(a.Country)
		s.country, s.nowhere = uint16(n), !ok
	}
	home, ok := v.countries.known(a.home())
	s.homeIs, s.homeAsked, s.homeKnown = uint16(home), a.home() != "", ok
	for _, p := range a.Promises {
		s.promises = append(s.promises, slices.Index(directory.AllPromises, p))
	}
	s.channels = packChannels(a.Channels)
	s.municipalities, s.networkLists = v.municipalities.all(), v.networks.all()
	s.languageLists, s.needMaps = v.languages.all(), v.needs.all()
	s.municipality = newMemo(a.Municipality != "", len(s.municipalities))
	s.network = newMemo(a.Network != "", len(s.networkLists))
	s.languages = newMemo(len(a.Languages) > 0, len(s.languageLists))
	s.needs = newMemo(len(a.Accessibility) > 0, len(s.needMaps))
	s.open = newMemo(a.OpenAt != nil || a.Travel != "", len(s.hours))
	return s
}

// fits says whether an entry that lives passes all filters but the radius.
func (s *sieve) fits(p *part, n uint32, h *hit) (directory.Ternary, error) {
	if !s.answersWith(p.traits[n], h) || !s.definite(p, n) {
		return directory.No, nil
	}
	answer := directory.Yes
	if s.Age != nil {
		answer = answer.And(fits(p.ages[n], *s.Age))
	}
	for _, i := range s.promises {
		answer = answer.And(promised(p.promises[n], i))
	}
	if s.languages != nil {
		answer = answer.And(s.languages.ask(p.languages[n], func(i uint32) directory.Ternary {
			return among(s.languageLists[i], s.Languages)
		}))
	}
	if len(s.Channels) > 0 {
		switch has := p.channels[n]; {
		case has == 0:
			answer = answer.And(directory.Unknown)
		case has&s.channels == 0:
			return directory.No, nil
		}
	}
	if s.needs != nil {
		answer = answer.And(s.needs.ask(p.needs[n], s.met))
	}
	if s.MeetAtDoor {
		answer = answer.And(p.traits[n].meetAtDoor())
	}
	if s.Setting != "" {
		answer = answer.And(sameOrUnknown(p.traits[n].setting(), s.Setting))
	}
	if s.open == nil || answer == directory.No {
		return answer, nil
	}
	open, err := s.openWhenThere(p, n)
	return answer.And(open), err
}

// answersWith says whether results may be of a kind. A line that is asked for
// by name is one, though nobody asked for lines.
func (s *sieve) answersWith(t traits, h *hit) bool {
	return s.kinds[t.kind()] || s.kinds[askedRoles] && t.openRole() || t.helpline() && h.meant && len(s.Kinds) == 0
}

// definite runs the filters that every entry answers with yes or no.
func (s *sieve) definite(p *part, n uint32) bool {
	t := p.traits[n]
	switch {
	case t.unlisted(), p.until[n] <= s.moment,
		t.helpline() && s.abroad(p.country[n]),
		s.Country != "" && (s.nowhere || p.country[n] != s.country),
		s.Audience != "" && !t.audience().Includes(s.Audience),
		s.Box != nil && !s.boxed && (!t.point() || !s.Box.Contains(p.point(n))):
		return false
	}
	if s.municipality != nil && !t.nationwide() && s.municipality.ask(p.municipal[n], func(i uint32) directory.Ternary {
		return truth(s.municipalities[i].code == s.Municipality)
	}) == directory.No {
		return false
	}
	if s.network != nil && s.network.ask(p.networks[n], func(i uint32) directory.Ternary {
		return truth(slices.Contains(s.networkLists[i], s.Network))
	}) == directory.No {
		return false
	}
	if s.topics == nil {
		return true
	}
	for _, topic := range p.topicsOf(n) {
		if s.topics[topic] {
			return true
		}
	}
	return false
}

// abroad says whether a country is another than the one that is asked from, as
// far as a place says which that is.
func (s *sieve) abroad(country uint16) bool { return s.Near != nil && s.foreign(country) }

// foreign says whether a country is another than the one that is asked from.
func (s *sieve) foreign(country uint16) bool {
	return s.homeAsked && (!s.homeKnown || country != s.homeIs)
}

// met says whether some access needs meet all that are asked for.
func (s *sieve) met(i uint32) directory.Ternary {
	answer := directory.Yes
	for _, need := range s.Accessibility {
		answer = answer.And(s.needMaps[i][need])
	}
	return answer
}

// openWhenThere is asked.openWhenThere over columns.
func (s *sieve) openWhenThere(p *part, n uint32) (directory.Ternary, error) {
	t := p.traits[n]
	if t.helpline() {
		state, _, err := s.state(p, n)
		return openness(state), err
	}
	if s.Travel == "" || s.Near == nil || !t.point() {
		return s.open.ask(p.hours[n], s.openNow), nil
	}
	minutes := travelMinutes(geo.Distance(s.Near.Point, p.point(n)), s.Travel)
	return openness(s.hours[p.hours[n]].onArrival(s.at, minutes)), nil
}

// openNow says whether some hours are open at the moment that counts.
func (s *sieve) openNow(i uint32) directory.Ternary {
	state, _ := s.opens(i)
	return openness(state)
}

// onArrival is the state when somebody arrives who leaves at a moment: open
// only if it stays so for half an hour.
func (h *hours) onArrival(leave time.Time, minutes int) schedule.State {
	arrive := leave.Add(time.Duration(minutes) * time.Minute)
	state, until, _ := h.distant(leave, arrive)
	if state == schedule.Open && until != 0 && until < arrive.Add(stay).Unix() {
		state, _, _ = h.distant(leave, arrive.Add(stay))
	}
	return state
}

// distant is state at a moment that may be long after the one asked of, which
// a far place is reached at: the window stays with the latter.
func (h *hours) distant(now, t time.Time) (schedule.State, int64, int64) {
	if t.Sub(now) > windowLife/2 {
		return brief(h.status.At(h.schedule, t))
	}
	return h.state(t)
}

// state is the state of opening of an entry at the moment that counts, and the
// next opening in Unix seconds.
func (s *sieve) state(p *part, n uint32) (state schedule.State, next int64, err error) {
	if !p.traits[n].helpline() {
		state, next = s.opens(p.hours[n])
		return state, next, nil
	}
	r, err := s.catalogue.row(p.first + n)
	if err != nil {
		return "", 0, err
	}
	state, _, next = brief(r.helpline.At(s.at, s.Channels...))
	return state, next, nil
}

func (m memo) ask(i uint32, answer func(uint32) directory.Ternary) directory.Ternary {
	if kept := m[i]; kept != 0 {
		return directory.Ternary(kept - 1)
	}
	a := answer(i)
	m[i] = uint8(a) + 1
	return a
}

func truth(b bool) directory.Ternary {
	if b {
		return directory.Yes
	}
	return directory.No
}
