package api

import (
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"walkin/internal/directory"
	"walkin/internal/problem"
)

// desk gives the crisis desk. Without it no text is searched for: an answer
// that has not passed the gate is worse than none.
func (s *Server) desk() (*directory.CrisisDesk, error) {
	desk := s.index.CrisisDesk()
	if desk == nil {
		return nil, problem.New(problem.Unavailable, "The directory is being loaded.")
	}
	return desk, nil
}

// crisisOfText gives the crisis answer to what was typed, nil if that is
// ordinary; misplaced says that it was typed where a place belongs.
func (s *Server) crisisOfText(a asking, now time.Time) (crisis *distress, misplaced bool, err error) {
	desk, err := s.desk()
	if err != nil {
		return nil, false, err
	}
	who := s.asker(a)
	answer := desk.Answer(a.text, directory.Asker{Lang: who.lang}, now)
	if answer == nil && a.place != "" {
		// A crisis text is no place, whatever town is called nearly like it.
		elsewhere := a
		elsewhere.place = ""
		who, misplaced = s.asker(elsewhere), true
		answer = desk.Answer(a.place, directory.Asker{Lang: who.lang}, now)
	}
	if answer == nil {
		return nil, false, nil
	}
	answer.Contacts = s.contacts(desk, answer.Groups, s.askers(who), now)
	return &distress{answer, who, now}, misplaced, nil
}

// crisisOfTopics gives the people to call about the crisis topics among those
// picked, nil if there are none. Who picks such a topic from a list asks for
// places, and gets them; the people to call come before them.
func (s *Server) crisisOfTopics(a asking, now time.Time) (*distress, error) {
	answer := &directory.CrisisAnswer{Emergency: directory.Emergency}
	for _, id := range a.topics {
		if t := s.index.Taxonomy().Topic(id); t != nil && t.Crisis && !slices.Contains(answer.Topics, id) {
			answer.Topics = append(answer.Topics, id)
			if !slices.Contains(answer.Groups, t.Group) {
				answer.Groups = append(answer.Groups, t.Group)
			}
		}
	}
	if len(answer.Topics) == 0 {
		return nil, nil
	}
	desk, err := s.desk()
	if err != nil {
		return nil, err
	}
	who := s.asker(a)
	answer.Contacts = s.contacts(desk, answer.Groups, s.askers(who), now)
	return &distress{answer, who, now}, nil
}

// distress is what answers somebody in distress: who asks, when, and the people
// to call.
type distress struct {
	*directory.CrisisAnswer
	who asker
	now time.Time
}

// crisis gives the wire type; nil for nobody in distress.
func (s *Server) crisis(d *distress) *Crisis {
	if d == nil {
		return nil
	}
	return &Crisis{
		Topics:    optionalEach(d.Topics, func(id string) TopicRef { return s.topicRef(id, d.who.lang) }),
		Groups:    words[HelplineGroup](d.Groups),
		Helplines: each(d.Contacts, contacted(d.now)),
		Emergency: d.Emergency,
	}
}

func contacted(now time.Time) func(directory.Contacted) Helpline {
	return func(c directory.Contacted) Helpline { return helpline(c.Helpline, openState(c.Open), now) }
}

// askers gives what the desk may know of who asks, likeliest first: the
// country of where they are, the one they named, the one this directory is set
// to (DESIGN, section 5).
func (s *Server) askers(who asker) []directory.Asker {
	var askers []directory.Asker
	for _, a := range []directory.Asker{
		{Lang: who.lang, Country: who.at.Country, Municipality: who.at.Municipality},
		{Lang: who.lang, Country: who.named}, {Lang: who.lang, Country: s.country}, {Lang: who.lang},
	} {
		if !slices.ContainsFunc(askers, func(b directory.Asker) bool { return b.Country == a.Country }) {
			askers = append(askers, a)
		}
	}
	return askers
}

// listed are the countries of the directory, for who gives none.
var listed = [...]string{"DK", "NL", "BE"}

// contacts gives the people to call for the first asker whose country has
// enough of them. If no country is known, or none known here, it gives those of
// each country listed; every helpline says which it serves.
func (s *Server) contacts(desk *directory.CrisisDesk, groups []directory.HelplineGroup, askers []directory.Asker, now time.Time) []directory.Contacted {
	for _, who := range askers {
		if contacts := desk.Contacts(groups, who, now); len(contacts) >= directory.MinContacts {
			return contacts
		}
	}
	var all []directory.Contacted
	for _, country := range listed {
		all = append(all, desk.Contacts(groups, directory.Asker{Lang: askers[0].Lang, Country: country}, now)...)
	}
	return all
}

// maxLines is how many helplines stand above the places.
const maxLines = 3

// lines gives the helplines for the topics that are no crisis and yet have
// people to call (EXPERIENCE-AND-SAFETY, section 2b): those of the first
// country, likeliest first, that has any; general ones only where it has none
// for the topics themselves, since this is no crisis.
func (s *Server) lines(topics []string, who asker, now time.Time) []directory.Contacted {
	var groups []directory.HelplineGroup
	for _, id := range topics {
		if t := s.index.Taxonomy().Topic(id); t != nil && !t.Crisis && t.Group != "" && !slices.Contains(groups, t.Group) {
			groups = append(groups, t.Group)
		}
	}
	desk := s.index.CrisisDesk()
	if len(groups) == 0 || desk == nil {
		return nil
	}
	for _, a := range s.askers(who) {
		contacts := desk.Contacts(groups, a, now)
		special := slices.DeleteFunc(slices.Clone(contacts), func(c directory.Contacted) bool {
			return !slices.ContainsFunc(c.Helpline.Groups, func(g directory.HelplineGroup) bool { return slices.Contains(groups, g) })
		})
		if len(special) > 0 {
			contacts = special
		}
		if len(contacts) > 0 {
			return contacts[:min(len(contacts), maxLines)]
		}
	}
	return nil
}

// alone answers with the people to call and no places, where none were asked
// for or none can be given just now. No cache may keep it.
func (s *Server) alone(c echo.Context, d *distress) error {
	return private(c, SearchAnswer{
		Query: Understood{Topics: []TopicRef{}}, Crisis: s.crisis(d),
		Results: []Result{}, Relaxed: []Relaxation{}, Change: int64(s.index.Position()),
	})
}
