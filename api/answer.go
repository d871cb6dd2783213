package api

import (
	"context"
	"math"

	"walkin/internal/directory"
)

// answer turns what the index answers into the wire type.
func (s *Server) answer(ctx context.Context, a directory.Answer, q directory.Query) (page, error) {
	wire := page{results: sheets.Get().(*[]byte)}
	for i, r := range a.Results {
		var err error
		if *wire.results, err = s.appendResult(comma(*wire.results, i), r, q); err != nil {
			return page{}, err
		}
	}
	wire.SearchAnswer = SearchAnswer{
		Query: s.understood(a.Understood, q.Lang), Total: a.Total, Next: optional(a.Next), Change: int64(a.Change),
		Relaxed: each(a.Relaxed, relaxation),
	}
	if len(a.Facets) > 0 {
		facets := make(map[string][]FacetCount, len(a.Facets))
		for facet, counts := range a.Facets {
			facets[string(facet)] = each(counts, func(n directory.FacetCount) FacetCount {
				return FacetCount{Value: n.Value, Label: optional(s.facetLabel(ctx, facet, n.Value, q)), Yes: n.Yes, Unknown: n.Unknown}
			})
		}
		wire.Facets = &facets
	}
	return wire, nil
}

func (s *Server) understood(u directory.Understood, lang string) Understood {
	wire := Understood{
		Topics: each(u.Topics, func(id string) TopicRef { return s.topicRef(id, lang) }),
		Places: optionalEach(u.Places, place), OpenAt: u.OpenAt, Corrected: optional(u.Corrected),
	}
	if u.Place != nil {
		p := place(*u.Place)
		wire.Place = &p
	}
	return wire
}

// topicRef gives a topic with its label in a language, or the nearest to it.
func (s *Server) topicRef(id, lang string) TopicRef {
	t := s.index.Taxonomy().Topic(id)
	if t == nil {
		return TopicRef{Id: id, Label: id}
	}
	label, in := t.Label.Pick(lang)
	return TopicRef{Id: id, Label: label, Lang: optional(in)}
}

// facetLabel says in words what a value is that is an id or a code; "" for a
// word of a vocabulary, which the interface has its own words for.
func (s *Server) facetLabel(ctx context.Context, facet directory.Facet, value string, q directory.Query) string {
	switch facet {
	case directory.FacetTopic, directory.FacetAccessibility:
		if t := s.index.Taxonomy().Topic(value); t != nil {
			label, _ := t.Label.Pick(q.Lang)
			return label
		}
	case directory.FacetMunicipality:
		// The codes of the three countries have different forms.
		for _, country := range listed {
			if name := s.municipalityName(country, value); name != "" {
				return name
			}
		}
	case directory.FacetNetwork:
		change, err := s.catalogue.Entry(ctx, directory.Key{Kind: directory.KindNetwork, ID: value})
		if n, ok := change.Entry.(*directory.Network); ok && err == nil {
			return n.Name
		}
	}
	return ""
}

// collections are the addresses under which the kinds of result stand.
var collections = map[directory.Kind]string{
	directory.KindCentre: "/v1/centres/", directory.KindActivity: "/v1/activities/", directory.KindHelpline: "/v1/helplines/",
}

// pageOf gives the address of the page that people read of an entry, in the
// language of their browser; "" for a helpline, which has none.
func pageOf(base string, key directory.Key) string {
	switch key.Kind {
	case directory.KindCentre:
		return base + "/c/" + key.ID
	case directory.KindActivity:
		return base + "/a/" + key.ID
	}
	return ""
}

// reason says why a result is there, in the language of the page, else in the
// fallback of the interface.
func (s *Server) reason(r directory.Reason, q directory.Query) string {
	return s.pages.Words(baseLanguage(q.Lang)).Reason(r, s.topicRef(r.Value, q.Lang).Label, q)
}

// result gives the wire type of a result.
func (s *Server) result(r directory.Result, q directory.Query) Result {
	key := r.Entry.Key()
	wire := Result{
		Kind: SearchableKind(key.Kind), Id: key.ID, Title: r.Title, Lang: optional(r.Lang),
		Topics: []string{}, Location: s.optionalLocation(r.Where), Links: Links{Self: s.baseURL + collections[key.Kind] + key.ID, Page: optional(pageOf(s.baseURL, key))},
	}
	s.vary(&wire, r, q)
	if r.Operator != nil {
		wire.Organisation = &Reference{Id: r.Operator.ID, Name: r.Operator.Name}
	}
	if r.Centre != nil {
		wire.Centre = &Reference{Id: r.Centre.ID, Name: r.Centre.Name}
	}
	if wire.Location != nil && wire.Location.Lat != nil {
		wire.PointPrecision = wire.Location.Precision
	}
	var description directory.Text
	var from directory.Provenance
	switch e := r.Entry.(type) {
	case *directory.Centre:
		description, from = e.Description, e.Provenance
		wire.Topics, wire.Promises, wire.Contact, wire.Ages = words[string](e.Topics), promises(e.Promises), contact(e.Contact), ages(e.Ages)
		wire.Channels, wire.Languages = optionalWords[Channel](e.Channels), optionalWords[string](e.Languages)
	case *directory.Activity:
		description, from = e.Description, e.Provenance
		wire.Topics, wire.Promises, wire.Contact, wire.Ages = words[string](e.Topics), promises(e.Promises), contact(e.Contact), ages(e.Ages)
		wire.Channels, wire.Languages = optionalWords[Channel](e.Channels), optionalWords[string](e.Languages)
	case *directory.Helpline:
		description, from = e.Description, e.Provenance
		wire.Topics, wire.Promises, wire.Ages = words[string](e.Topics), promises(e.Promises), ages(e.Ages)
		wire.Channels, wire.Languages = optionalWords[Channel](e.Channels()), optionalWords[string](e.Languages)
		wire.Contact = contact(directory.Contact{Email: e.Email, URL: e.URL})
		wire.Lines = optionalEach(e.Lines, func(l directory.Line) Line { return helplineLine(l, e.Status, q.Now) })
	}
	wire.summarise(description, q.Lang)
	wire.VerifiedAt = date(from.VerifiedAt)
	wire.Source = SourceRef{Url: optional(from.SourceURL), Seen: optional(from.SourceSeen)}
	return wire
}

// vary fills in what depends on the question.
func (s *Server) vary(wire *Result, r directory.Result, q directory.Query) {
	wire.Stale = optionalWord[ResultStale](r.Stale)
	wire.Open, wire.PlanB, wire.AgeFit = openState(r.Open), planB(r.PlanB), ternary(r.AgeFit)
	wire.Unknown, wire.Highlights = words[string](r.Unknown), optionalEach(r.Highlights, highlight)
	wire.Matched = each(r.Matched, func(m directory.Reason) Reason {
		return Reason{Code: ReasonCode(m.Code), Value: optional(m.Value), Text: s.reason(m, q)}
	})
	if r.Where == nil {
		return
	}
	// A distance to a point that is not shown would give it away to who asks
	// from three places.
	if r.Where.Public().Point == nil {
		if wire.PlanB != nil {
			wire.PlanB.DistanceM = nil // likewise
		}
		return
	}
	if r.DistanceM != nil {
		metres := math.Round(*r.DistanceM)
		wire.DistanceM = &metres
	}
	if r.Reach != nil {
		wire.Reach = &Reach{
			WalkMin: r.Reach.WalkMin, BikeMin: r.Reach.BikeMin, OpenOnArrival: state(r.Reach.OpenOnArrival), Estimate: true,
		}
	}
}

// summarise adds a description. The result has one language, so under a title
// that has one only a description in the same is shown; a name has none.
func (r *Result) summarise(description directory.Text, lang string) {
	if r.Lang != nil {
		r.Summary = optional(description[*r.Lang])
		return
	}
	summary, in := description.Pick(lang)
	r.Summary, r.Lang = optional(summary), optional(in)
}

func planB(p *directory.PlanB) *PlanB {
	if p == nil {
		return nil
	}
	return &PlanB{
		Kind: SearchableKind(p.Key.Kind), Id: p.Key.ID, Title: p.Title, DistanceM: p.DistanceM,
		Open: openState(p.Open), Dial: optional(p.Dial), Url: optional(p.URL),
	}
}

func highlight(h directory.Highlight) Highlight {
	return Highlight{Field: h.Field, Start: h.Start, End: h.End}
}

func relaxation(r directory.Relaxation) Relaxation {
	return Relaxation{Dropped: RelaxationDropped(r.Dropped), From: optional(r.From), To: optional(r.To)}
}
