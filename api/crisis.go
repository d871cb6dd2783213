package api

import (
	"slices"
	"strings"
	"time"

	"walkin/internal/directory"
	"walkin/internal/geo"
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

// crisis gives the crisis answer to a request for a search, nil if its text is
// an ordinary one. It looks at the JSON as it came, since a person in distress
// is not to be told that a field is wrong.
func (s *Server) crisis(value any, now time.Time) (*Crisis, error) {
	desk, err := s.desk()
	if err != nil {
		return nil, err
	}
	request, _ := value.(map[string]any)
	text, _ := request["text"].(string)
	lang, _ := request["lang"].(string)
	answer := desk.Answer(text, directory.Asker{Lang: lang}, now)
	if answer == nil {
		return nil, nil
	}
	named, _ := request["country"].(string)
	named = strings.ToUpper(named)
	at, _ := s.whereabouts(request["near"], named)
	answer.Contacts = s.contacts(desk, answer.Groups, s.askers(lang, at, named), now)
	return s.crisisAnswer(answer, lang, now), nil
}

// crisisOfTopics gives the people to call about the crisis topics among the
// ids of a query, nil if there are none. Who picks such a topic from a list
// asks for places, and gets them; the people to call come before them.
func (s *Server) crisisOfTopics(q directory.Query) (*Crisis, error) {
	answer := &directory.CrisisAnswer{Emergency: directory.Emergency}
	for _, id := range q.Topics {
		if t := s.index.Taxonomy().Topic(id); t != nil && t.Crisis {
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
	var at geo.Place
	if q.Near != nil {
		if at, _ = s.gazetteer.NearestTown(q.Near.Point); q.Near.Place != nil {
			at = *q.Near.Place
		}
	}
	answer.Contacts = s.contacts(desk, answer.Groups, s.askers(q.Lang, at, q.Country), q.Now)
	return s.crisisAnswer(answer, q.Lang, q.Now), nil
}

func (s *Server) crisisAnswer(a *directory.CrisisAnswer, lang string, now time.Time) *Crisis {
	return &Crisis{
		Topics:    optionalEach(a.Topics, func(id string) TopicRef { return s.topicRef(id, lang) }),
		Groups:    words[HelplineGroup](a.Groups),
		Helplines: each(a.Contacts, func(c directory.Contacted) Helpline { return helpline(c.Helpline, openState(c.Open), now) }),
		Emergency: a.Emergency,
	}
}

// askers gives what the desk may know of who asks, likeliest first: the
// country of where they are, the one they named, the one this directory is set
// to (DESIGN, section 5).
func (s *Server) askers(lang string, at geo.Place, named string) []directory.Asker {
	var askers []directory.Asker
	for _, who := range []directory.Asker{
		{Lang: lang, Country: at.Country, Municipality: at.Municipality},
		{Lang: lang, Country: named}, {Lang: lang, Country: s.country}, {Lang: lang},
	} {
		if !slices.ContainsFunc(askers, func(a directory.Asker) bool { return a.Country == who.Country }) {
			askers = append(askers, who)
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

// whereabouts gives the place that a request's near means: a place named by id
// or text, or the town nearest to a position.
func (s *Server) whereabouts(near any, country string) (geo.Place, bool) {
	where, _ := near.(map[string]any)
	if name, ok := where["place"].(string); ok {
		places := s.placesNamed(name, country)
		if len(places) == 0 {
			return geo.Place{}, false
		}
		return places[0], true
	}
	lat, okLat := number(where["lat"])
	lon, okLon := number(where["lon"])
	if p := (geo.Point{Lat: lat, Lon: lon}); okLat && okLon && p.Valid() {
		town, _ := s.gazetteer.NearestTown(p)
		return town, town.ID != ""
	}
	return geo.Place{}, false
}

// alone is the answer to a crisis query that asks for no places.
func (s *Server) alone(crisis *Crisis) SearchAnswer {
	return SearchAnswer{
		Query: Understood{Topics: []TopicRef{}}, Crisis: crisis,
		Results: []Result{}, Relaxed: []Relaxation{}, Change: int64(s.index.Position()),
	}
}
