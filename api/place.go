package api

import (
	"context"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"walkin/api/web"
	"walkin/internal/directory"
	"walkin/internal/feed/jsonld"
	"walkin/internal/problem"
)

// shownActivities is how much of what one can do at a centre its page lists;
// the longest list of the catalogue is a good deal shorter.
const shownActivities = 30

// Place answers with the page of a centre.
func (s *Server) Place(c echo.Context, page web.Page) error {
	ctx, kept := c.Request().Context(), web.ReadKept(c.QueryParam("week"))
	page.Query = kept.Query()
	c.Response().Header().Add(echo.HeaderVary, "Save-Data")
	if sent, err := s.again(c, page, keepOpen); sent {
		return err
	}
	change, err := s.read(ctx, directory.KindCentre, c.Param("id"))
	if err != nil {
		return err
	}
	centre := change.Entry.(*directory.Centre).Public()
	now := s.now().Truncate(time.Minute)
	p := web.Place{
		Page: page, Now: now, Centre: centre, Taxonomy: s.index.Taxonomy(), Kept: kept, Contact: s.contact,
		Reports: s.office != nil, Knocks: s.canKnock(centre),
		Municipality: s.municipalityName(centre.Location.Country, centre.Location.Municipality),
	}
	p.Country = centre.Location.Country
	if p.RunBy, err = s.operator(ctx, centre.Organisation); err != nil {
		return err
	}
	if p.MovedTo, err = s.centreIfAny(ctx, centre.MovedTo); err != nil {
		return err
	}
	if p.Activities, err = s.activitiesAt(ctx, centre, now); err != nil {
		return err
	}
	if !page.Spare {
		p.Photos = s.photos.of(centre)
	}
	name := s.neutral().Centre(centre)
	p.Sendable = web.Sendable{Name: name, Address: s.tellsNothing(centre.ID)}
	keep := s.titled(&p.Page, name, s.inCrisis(centre.Topics) || centre.Kind == directory.CrisisCentre)
	lang := language(page.Lang(), centre.Location.Country)
	if p.Linked, err = jsonld.Centre(centre, p.RunBy, s.linked(page, lang, now)); err != nil {
		return err
	}
	return s.show(c, p.Page, http.StatusOK, keep, func(w io.Writer) error { return s.pages.Place(w, p) })
}

// Doing answers with the page of an activity.
func (s *Server) Doing(c echo.Context, page web.Page) error {
	ctx, kept := c.Request().Context(), web.ReadKept(c.QueryParam("week"))
	page.Query = kept.Query()
	if sent, err := s.again(c, page, keepOpen); sent {
		return err
	}
	change, err := s.read(ctx, directory.KindActivity, c.Param("id"))
	if err != nil {
		return err
	}
	activity := change.Entry.(*directory.Activity).Public()
	now := s.now().Truncate(time.Minute)
	p := web.Activity{Page: page, Now: now, Activity: activity, Taxonomy: s.index.Taxonomy(), Kept: kept, Contact: s.contact, Reports: s.office != nil}
	for _, id := range activity.Centres {
		centre, err := s.centreIfAny(ctx, id)
		if err != nil {
			return err
		}
		if centre != nil {
			p.Centres = append(p.Centres, centre)
		}
	}
	if p.RunBy, err = s.operator(ctx, activity.Organisation); err != nil {
		return err
	}
	at, err := s.venue(ctx, activity)
	if err != nil {
		return err
	}
	var venue *directory.Centre
	if at != nil {
		venue = at.Entry.(*directory.Centre)
	}
	where := activity.Location
	if where == nil && len(p.Centres) > 0 {
		where = &p.Centres[0].Location
	}
	if where != nil {
		p.Country, p.Municipality = where.Country, s.municipalityName(where.Country, where.Municipality)
	}
	title, _ := activity.Title.Pick(page.Lang())
	name := s.neutral().Activity(activity, title)
	if name == "" && venue != nil {
		name = s.neutral().Centre(venue.Public())
	}
	p.Sendable = web.Sendable{Name: name, Address: s.tellsNothing(activity.ID)}
	keep := s.titled(&p.Page, name, s.inCrisis(activity.Topics))
	if p.Linked, err = jsonld.Activity(activity, venue, p.RunBy, s.linked(page, page.Lang(), now)); err != nil {
		return err
	}
	return s.show(c, p.Page, http.StatusOK, keep, func(w io.Writer) error { return s.pages.Activity(w, p) })
}

// titled gives a page its title and says how long it may be kept. The title is
// what the browser writes into its history, so it says no more than a calendar
// would; and a page for people in distress is kept by nobody, says nothing in
// its title and can be left at once.
func (s *Server) titled(page *web.Page, name string, crisis bool) time.Duration {
	if crisis {
		page.Exit = true
		return 0
	}
	if name != "" {
		page.Title = name + " · " + page.Title
	}
	return keepOpen
}

// inCrisis says whether one of some topics is a crisis topic, or below one.
func (s *Server) inCrisis(topics []string) bool {
	taxonomy := s.index.Taxonomy()
	return slices.ContainsFunc(topics, func(id string) bool {
		for t := taxonomy.Topic(id); t != nil; t = taxonomy.Topic(t.Parent) {
			if t.Crisis {
				return true
			}
		}
		return false
	})
}

// tellsNothing says whether the words of an id may be read over a shoulder.
func (s *Server) tellsNothing(id string) bool {
	return s.neutral().Words(strings.ReplaceAll(id, "-", " "))
}

// linked are the options of the linked data of a page: those of the document at
// the address that ends in ".jsonld".
func (s *Server) linked(page web.Page, lang string, now time.Time) jsonld.Options {
	return jsonld.Options{Lang: lang, Base: page.Origin, Now: now, Label: func(topic string) string { return s.topicRef(topic, lang).Label }}
}

// centreIfAny gives a centre as the public may see it; nil for none, and for
// one that was deleted since its id was read.
func (s *Server) centreIfAny(ctx context.Context, id string) (*directory.Centre, error) {
	entry, err := s.entryIfAny(ctx, directory.Key{Kind: directory.KindCentre, ID: id})
	if entry == nil {
		return nil, err
	}
	return entry.(*directory.Centre), nil
}

// entryIfAny gives a centre or an activity as the public may see it, nil for
// one that is not there, or is there no more.
func (s *Server) entryIfAny(ctx context.Context, key directory.Key) (directory.Entry, error) {
	if key.ID == "" {
		return nil, nil
	}
	change, err := s.read(ctx, key.Kind, key.ID)
	if kind := problem.KindOf(err); kind == problem.NotFound || kind == problem.Gone {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	switch e := change.Entry.(type) {
	case *directory.Centre:
		return e.Public(), nil
	case *directory.Activity:
		return e.Public(), nil
	}
	return nil, nil
}

// activitiesAt gives what one can do at a centre, soonest first; what only
// repeats its hours comes last.
func (s *Server) activitiesAt(ctx context.Context, centre *directory.Centre, now time.Time) ([]*directory.Activity, error) {
	changes, err := s.catalogue.Entries(ctx, directory.Listing{Kind: directory.KindActivity, Centre: centre.ID, Limit: shownActivities, Listed: true})
	if err != nil {
		return nil, err
	}
	type dated struct {
		*directory.Activity
		next time.Time
	}
	var all []dated
	repeated := make(map[string]bool) // titles
	for _, change := range changes {
		a := dated{change.Entry.(*directory.Activity).Public(), now.AddDate(1, 0, 0)}
		if title, _ := a.Title.Pick(); a.Repeats {
			if repeated[title] {
				continue // once for each of its days
			}
			repeated[title] = true
		} else {
			for _, o := range a.Hours.Occurrences(now, now.Add(directory.MaxSpan)) {
				if !o.Cancelled {
					a.next = o.Start
					break
				}
			}
		}
		if a.Rhythm == directory.Varying && a.Hours.Zone != "" && a.next.After(now.Add(directory.MaxSpan)) {
			continue // it is over: a New Year's Eve of some years ago
		}
		all = append(all, a)
	}
	slices.SortStableFunc(all, func(a, b dated) int { return a.next.Compare(b.next) })
	list := make([]*directory.Activity, len(all))
	for i, a := range all {
		list[i] = a.Activity
	}
	return list, nil
}
