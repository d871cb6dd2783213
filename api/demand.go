package api

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"walkin/internal/demand"
	"walkin/internal/directory"
	"walkin/internal/geo"
)

// Demand keeps what is asked for.
type Demand interface {
	// Add adds to the counters of the periods that run.
	Add(ctx context.Context, counts []demand.Count) error
	// Release makes a table of each period that is over, keeps it and deletes what
	// it was made of. It gives the periods.
	Release(ctx context.Context, table func(demand.Period, []demand.Count) demand.Table) ([]demand.Period, error)
	// Released gives the tables of weeks, or of years, from one to another, oldest
	// first.
	Released(ctx context.Context, from, to demand.Period) ([]demand.Table, error)
}

// newTally makes what counts in memory; nil where nothing is counted.
func newTally(o Options) *demand.Tally {
	if o.Demand == nil {
		return nil
	}
	var municipalities []geo.Municipality
	for _, country := range listed {
		municipalities = append(municipalities, o.Gazetteer.Municipalities(country)...)
	}
	return demand.NewTally(demand.NewAreas(municipalities))
}

// Keep does what is to be done every few minutes: it writes what was counted since
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
	if counts := s.tally.Take(); len(counts) > 0 {
		if err := s.demand.Add(ctx, counts); err != nil {
			s.tally.Return(counts)
			return err
		}
	}
	_, err := s.demand.Release(ctx, func(p demand.Period, counts []demand.Count) demand.Table {
		return demand.Release(p, counts, demand.Fair)
	})
	return err
}

// wanted is what a search is counted as: by the answer to it, before anything is
// added that was not asked for. Nil where it is not to be counted: nothing is
// counted here, it is no search but a page or a map of one, or it cannot be told
// what became of it, which is no reason not to answer.
func (s *Server) wanted(c echo.Context, q directory.Query, a directory.Answer) *demand.Search {
	if s.tally == nil || q.Cursor != "" || q.Box != nil || helping(q) {
		return nil
	}
	search := s.from(s.placeOf(q.Near), q)
	if q.Near == nil && a.Understood.Place != nil {
		search = s.from(*a.Understood.Place, q)
	}
	search.Topic = topicOf(q, a)
	if t := s.index.Taxonomy().Topic(search.Topic); t != nil && t.Crisis {
		search.Crisis, search.Outcome = true, demand.Found // people to call are always found
		return &search
	}
	outcome, err := demand.Judge(q, a, func() (bool, error) {
		freely, err := s.index.Search(c.Request().Context(), demand.Without(q))
		return demand.Fits(freely), err
	})
	if err != nil {
		s.logFailure(c, err)
		return nil
	}
	search.Outcome = outcome
	return &search
}

// helping says whether somebody asks where to help, and not for help.
func helping(q directory.Query) bool {
	for _, k := range q.Kinds {
		if k == directory.Volunteering {
			return true
		}
	}
	return false
}

// from gives where a search is from: the municipality of a place, else the one
// that is asked for, else the country.
func (s *Server) from(at geo.Place, q directory.Query) demand.Search {
	switch {
	case at.Country != "":
		return demand.Search{Country: at.Country, Municipality: at.Municipality}
	case q.Municipality != "":
		for _, country := range listed {
			if _, ok := s.gazetteer.Municipality(country, q.Municipality); ok {
				return demand.Search{Country: country, Municipality: q.Municipality}
			}
		}
	}
	return demand.Search{Country: q.Home}
}

// topicOf is the one topic under which a search counts.
func topicOf(q directory.Query, a directory.Answer) string {
	if len(a.Understood.Topics) > 0 {
		return a.Understood.Topics[0]
	}
	if q.Text == "" {
		return demand.Anything
	}
	for _, r := range a.Relaxed {
		if r.Dropped == "text" {
			return demand.Unmatched
		}
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
	area, ok := s.tally.Search(client(c.RealIP()), *search, now)
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
	s.tally.Search(client(c.RealIP()), demand.Search{
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
		err = s.tally.Vote(client(c.RealIP()), demand.Vote{
			Area:  demand.Area{Country: vote.Counted.Country, Region: said(vote.Counted.Region), Municipality: said(vote.Counted.Municipality)},
			Topic: topic, Helped: vote.Helped,
		}, s.now())
	}
	if err != nil {
		return err
	}
	return c.NoContent(http.StatusAccepted)
}
