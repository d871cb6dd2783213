package api

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/netip"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"walkin/internal/demand"
	"walkin/internal/directory"
	"walkin/internal/geo"
)

// Demand keeps what is asked for.
type Demand interface {
	// Add adds to the counters of the periods that run; on an error, nothing.
	Add(ctx context.Context, counts []demand.Count) error
	// Cut removes the traces of the order in which counts were added.
	Cut(ctx context.Context) error
	// Release makes a table of each period that is over, keeps it and deletes what
	// it was made of. It gives the periods.
	Release(ctx context.Context, table func(demand.Period, []demand.Count) demand.Table) ([]demand.Period, error)
	// Released gives the tables of weeks, or of years, from one to another, oldest
	// first.
	Released(ctx context.Context, from, to demand.Period) ([]demand.Table, error)
}

// newAreas divides the countries into the areas under which searches count; nil
// where there is nothing of them to read.
func newAreas(o Options) *demand.Areas {
	if o.Demand == nil {
		return nil
	}
	var municipalities []geo.Municipality
	for _, country := range listed {
		municipalities = append(municipalities, o.Gazetteer.Municipalities(country)...)
	}
	return demand.NewAreas(municipalities)
}

// household is what counts as one client: one who has an address of IPv6 has, with
// all others at home, up to a /48 of them (RFC 6177).
func household(address string) string {
	if ip, err := netip.ParseAddr(address); err == nil && ip.Unmap().Is6() {
		if network, err := ip.WithZone("").Prefix(48); err == nil {
			return network.Addr().String()
		}
	}
	return client(address)
}

// Keep does what is to be done now and then: it writes what was counted since
// the last time, releases what is over, and merges the weekly counts of places that
// are no more. Nothing is lost by an error: it is done the next time.
func (s *Server) Keep(ctx context.Context) error {
	return errors.Join(s.keepDemand(ctx), s.mergeCounts(ctx))
}

func (s *Server) keepDemand(ctx context.Context) error {
	if s.tally == nil {
		return nil
	}
	s.tally.Forget(s.now())
	counts := s.tally.Take()
	if err := s.demand.Add(ctx, counts); err != nil {
		s.tally.Return(counts)
		return err
	}
	// From here on the counts are written: put back, they would count twice, and so
	// would pass the fewest that are ever shown.
	cut := s.demand.Cut(ctx)
	_, err := s.demand.Release(ctx, func(p demand.Period, counts []demand.Count) demand.Table {
		return demand.Release(p, counts, demand.Fair)
	})
	return errors.Join(cut, err)
}

// wanted is what a search is counted as. Nil where it is not to be counted: nothing
// is counted here, it is no search but a page or a map of one, or it cannot be told
// what became of it, which is no reason not to answer.
func (s *Server) wanted(c echo.Context, q directory.Query, a directory.Answer) *demand.Search {
	if s.tally == nil || q.Cursor != "" || q.Box != nil || helping(q) {
		return nil
	}
	from := s.from(q, a)
	search := &demand.Search{Country: q.Home, Topic: topicOf(q, a), Outcome: demand.Found}
	if at := s.placeOf(from); at.Country != "" {
		search.Country, search.Municipality = at.Country, at.Municipality
	}
	question := demand.Question{Query: q, Topic: search.Topic, From: from}
	if t := s.index.Taxonomy().Topic(search.Topic); t != nil {
		search.Crisis, question.Access = t.Crisis, t.Kind == directory.TopicAccess
	}
	switch {
	case search.Crisis: // people to call are always found
	case search.Topic == demand.Unmatched:
		if !wordsFound(a) {
			search.Outcome = demand.Nothing
		}
	default:
		outcome, err := demand.Judge(question, func(q directory.Query) (directory.Answer, error) {
			return s.index.Search(c.Request().Context(), q)
		})
		if err != nil {
			s.logFailure(c, err)
			return nil
		}
		search.Outcome = outcome
	}
	return search
}

// helping says whether somebody asks where to help, and not for help.
func helping(q directory.Query) bool {
	return slices.Contains(q.Kinds, directory.Volunteering)
}

// from gives where a search was asked: at the place that it names, or that its
// words name, else in the municipality that is asked for; nil if that is not known.
func (s *Server) from(q directory.Query, a directory.Answer) *directory.Near {
	if q.Near != nil {
		return q.Near
	}
	if p := a.Understood.Place; p != nil {
		return &directory.Near{Point: p.Point, Place: p}
	}
	for _, country := range listed {
		if m, ok := s.gazetteer.Municipality(country, q.Municipality); ok {
			place := geo.Place{Name: m.Name, Country: country, Municipality: m.Code, MunicipalityName: m.Name, Point: m.Point}
			return &directory.Near{Point: m.Point, Place: &place}
		}
	}
	return nil
}

// wordsFound says whether the words of a search found something.
func wordsFound(a directory.Answer) bool {
	return len(a.Results) > 0 && !slices.ContainsFunc(a.Relaxed, func(r directory.Relaxation) bool { return r.Dropped == "text" })
}

// topicOf is the one topic under which a search counts.
func topicOf(q directory.Query, a directory.Answer) string {
	if len(a.Understood.Topics) > 0 {
		return a.Understood.Topics[0]
	}
	if q.Text == "" {
		return demand.Anything
	}
	if !wordsFound(a) {
		return demand.Unmatched
	}
	if q.Near == nil && a.Understood.Place != nil {
		return demand.Anything // the words were a town
	}
	for _, r := range a.Results {
		for _, m := range r.Matched {
			if m.Code == "name" {
				return demand.Anything // they were the name of a place
			}
		}
	}
	return demand.Unmatched
}

// count counts a search of whoever sent the request, and says under what.
func (s *Server) count(c echo.Context, search *demand.Search, now time.Time) *Counted {
	if search == nil {
		return nil
	}
	area, ok := s.tally.Search(household(c.RealIP()), *search, now)
	if !ok || search.Crisis {
		return nil // of a crisis nobody asks whether it helped
	}
	return &Counted{Country: area.Country, Region: optional(area.Region), Municipality: optional(area.Municipality), Topic: search.Topic}
}

// countCrisis counts a crisis query by the country of who asked and by the year.
func (s *Server) countCrisis(c echo.Context, d *distress) {
	if s.tally == nil || len(d.Topics) == 0 {
		return
	}
	s.tally.Search(household(c.RealIP()), demand.Search{
		Country: cmp.Or(d.who.at.Country, d.who.named, s.country), Topic: d.Topics[0], Crisis: true, Outcome: demand.Found,
	}, d.now)
}

// Vote hears whether an answer helped.
func (s *Server) Vote(c echo.Context) error {
	body, value, err := readBody(c)
	if err != nil {
		return err
	}
	var vote Vote
	if err := s.decode("Vote", body, value, &vote); err != nil {
		return err
	}
	topic := vote.Counted.Topic
	if t := s.index.Taxonomy().Topic(topic); topic != demand.Anything && topic != demand.Unmatched && (t == nil || t.Crisis) {
		return invalidAt("/counted/topic", "That is no topic under which an answer is voted on.")
	}
	if s.tally != nil {
		err = s.tally.Vote(household(c.RealIP()), demand.Vote{
			Area:  demand.Area{Country: vote.Counted.Country, Region: said(vote.Counted.Region), Municipality: said(vote.Counted.Municipality)},
			Topic: topic, Helped: vote.Helped,
		}, s.now())
	}
	if err != nil {
		return err
	}
	return c.NoContent(http.StatusAccepted)
}
