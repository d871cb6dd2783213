package api

import (
	"bytes"
	"context"
	"io"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"walkin/internal/directory"
	"walkin/internal/feed/digest"
	"walkin/internal/schedule"
)

// maxDigest is how many centres, and how many activities, a digest takes in.
// Nobody reads more; that there are more is said.
const maxDigest = 500

// digestForms are the forms of a digest, by the word of the contract.
var digestForms = map[ReadDigestParamsFormat]struct {
	contentType string
	write       func(*digest.Digest, io.Writer) error
}{
	"text":     {"text/plain; charset=utf-8", (*digest.Digest).Text},
	"markdown": {"text/markdown; charset=utf-8", (*digest.Digest).Markdown},
	"html":     {"text/html; charset=utf-8", (*digest.Digest).HTML},
}

// ReadDigest answers with the weekly digest of a centre, a municipality or a
// network in a country.
func (s *Server) ReadDigest(c echo.Context, params ReadDigestParams) error {
	ctx := c.Request().Context()
	scope, err := s.digestScope(ctx, params)
	if err != nil {
		return err
	}
	zone, err := time.LoadLocation(schedule.ZoneIn(scope.country))
	if err != nil {
		return err
	}
	edition := digest.Edition{For: scope.title, Lang: language(string(said(params.Lang)), scope.country), From: schedule.DateIn(s.now(), zone), Zone: zone}
	if params.From != nil {
		if edition.From, err = schedule.ParseDate(*params.From); err != nil || edition.From.Year < 2000 || edition.From.Year > 2100 {
			return invalidAt("from", "Expected here: a date of the years 2000 to 2100, such as 2026-11-23.")
		}
	}
	d, err := s.compose(ctx, edition, scope)
	if err != nil {
		return err
	}
	format := said(params.Format)
	if format == "" {
		format = "text"
	}
	var b bytes.Buffer
	if err := digestForms[format].write(d, &b); err != nil {
		return err
	}
	return s.sendFeed(c, feed{contentType: digestForms[format].contentType, keep: keepWords}, b.Bytes())
}

// digestScope is whom a digest is about.
type digestScope struct {
	title   string
	country string
	// centres and activities ask the catalogue for what is in it.
	centres, activities directory.Listing
	// centre is the one that it is about, where it is about one.
	centre *directory.Centre
	// operators are the organisations of a network; nil without one.
	operators []string
}

// digestScope reads what a digest is to be about: exactly one of a centre, a
// municipality and a network, the last with its country.
func (s *Server) digestScope(ctx context.Context, params ReadDigestParams) (digestScope, error) {
	named := 0
	for _, p := range []*string{params.Centre, params.Municipality, params.Network} {
		if p != nil {
			named++
		}
	}
	switch {
	case named != 1:
		return digestScope{}, invalidAt("municipality", "A digest is about one of these: a centre, a municipality, or a network and its country.")
	case params.Country != nil && schedule.ZoneIn(*params.Country) == "":
		return digestScope{}, invalidAt("country", "Expected here: DK, NL or BE.")
	case params.Centre != nil:
		return s.scopeOfCentre(ctx, *params.Centre, params.Country)
	case params.Municipality != nil:
		return s.scopeOfMunicipality(*params.Municipality, said(params.Country))
	}
	return s.scopeOfNetwork(ctx, *params.Network, said(params.Country))
}

func (s *Server) scopeOfCentre(ctx context.Context, id string, country *string) (digestScope, error) {
	if country != nil {
		return digestScope{}, invalidAt("country", "A centre is in one country anyway; leave this out.")
	}
	change, err := s.read(ctx, directory.KindCentre, id)
	if err != nil {
		return digestScope{}, err
	}
	centre := change.Entry.(*directory.Centre)
	scope := digestScope{title: centre.Name, country: centre.Location.Country, centre: centre}
	if schedule.ZoneIn(scope.country) == "" {
		scope.country = s.country
	}
	scope.activities = directory.Listing{Kind: directory.KindActivity, Centre: id}
	return scope, nil
}

func (s *Server) scopeOfMunicipality(code, country string) (digestScope, error) {
	for _, candidate := range []string{"DK", "NL", "BE"} {
		name := s.municipalityName(candidate, code)
		if name == "" || country != "" && country != candidate {
			continue
		}
		return digestScope{
			title: name, country: candidate,
			centres:    directory.Listing{Kind: directory.KindCentre, Country: candidate, Municipality: code},
			activities: directory.Listing{Kind: directory.KindActivity, Country: candidate, Municipality: code},
		}, nil
	}
	return digestScope{}, invalidAt("municipality", "There is no such municipality: DK four digits, NL GM and four digits, BE NIS code.")
}

func (s *Server) scopeOfNetwork(ctx context.Context, id, country string) (digestScope, error) {
	if country == "" {
		return digestScope{}, invalidAt("country", "A network may be in several countries; name one: DK, NL or BE.")
	}
	change, err := s.read(ctx, directory.KindNetwork, id)
	if err != nil {
		return digestScope{}, err
	}
	scope := digestScope{
		title: change.Entry.(*directory.Network).Name, country: country, operators: []string{},
		centres:    directory.Listing{Kind: directory.KindCentre, Country: country, Network: id},
		activities: directory.Listing{Kind: directory.KindActivity, Country: country, Network: id},
	}
	err = s.eachPage(ctx, directory.Listing{Kind: directory.KindOrganisation, Network: id}, func(changes []directory.Change) error {
		for _, change := range changes {
			scope.operators = append(scope.operators, change.Key.ID)
		}
		return nil
	})
	return scope, err
}

// compose reads what is in a scope, and what became of it in the week before.
func (s *Server) compose(ctx context.Context, e digest.Edition, scope digestScope) (*digest.Digest, error) {
	var centres []*directory.Centre
	if scope.centre != nil {
		centres = append(centres, scope.centre)
	} else {
		changes, err := s.digestPage(ctx, scope.centres, &e)
		if err != nil {
			return nil, err
		}
		for _, change := range changes {
			centres = append(centres, change.Entry.(*directory.Centre))
		}
	}
	changes, err := s.digestPage(ctx, scope.activities, &e)
	if err != nil {
		return nil, err
	}
	refer, err := s.refer(ctx, changes)
	if err != nil {
		return nil, err
	}
	activities := make([]digest.Activity, len(changes))
	for i, change := range changes {
		activities[i] = digest.Activity{Activity: change.Entry.(*directory.Activity), Centres: refer.venues(change.Entry)}
	}
	news, err := s.digestNews(ctx, e, scope, centres)
	if err != nil {
		return nil, err
	}
	return digest.Compose(e, centres, activities, news), nil
}

// digestPage reads the first entries of a listing and counts the rest.
func (s *Server) digestPage(ctx context.Context, l directory.Listing, e *digest.Edition) ([]directory.Change, error) {
	l.Listed, l.Limit = true, maxDigest
	changes, err := s.catalogue.Entries(ctx, l)
	if err != nil || len(changes) < maxDigest {
		return changes, err
	}
	n, err := s.catalogue.Count(ctx, l)
	e.More += n - len(changes)
	return changes, err
}

// digestNews reads from the change log what became of a scope since a week
// before the edition: what it holds and was changed, and what was deleted.
func (s *Server) digestNews(ctx context.Context, e digest.Edition, scope digestScope, centres []*directory.Centre) ([]digest.News, error) {
	since := e.From.AddDays(-digest.Days).In(e.Zone)
	before, err := s.catalogue.LastBefore(ctx, since)
	if err != nil {
		return nil, err
	}
	var changed []directory.Change
	for _, l := range []directory.Listing{scope.centres, scope.activities} {
		if l.Kind == "" {
			continue
		}
		l.ChangedFrom, l.Limit = &since, maxDigest
		page, err := s.catalogue.Entries(ctx, l)
		if err != nil {
			return nil, err
		}
		changed = append(changed, page...)
	}
	if scope.centre != nil {
		own, err := s.catalogue.Entry(ctx, scope.centre.Key())
		if err != nil {
			return nil, err
		}
		if own.Number > before {
			changed = append(changed, own)
		}
	}
	var news []digest.News
	for _, change := range changed {
		if change.Revision == 1 && change.Author == directory.BuiltIn {
			continue // it came with the program
		}
		old, _, err := s.catalogue.AsOf(ctx, change.Key, before)
		if err != nil {
			return nil, err
		}
		news = append(news, digest.News{Before: old.Entry, After: change.Entry})
	}
	deleted, err := s.catalogue.DeletedAfter(ctx, []directory.Kind{directory.KindCentre, directory.KindActivity}, before, maxDigest)
	if err != nil {
		return nil, err
	}
	for _, state := range deleted {
		if !scope.held(state.Entry, centres) {
			continue
		}
		// What came and went within the week was never in a digest.
		old, _, err := s.catalogue.AsOf(ctx, state.Key, before)
		if err != nil {
			return nil, err
		}
		news = append(news, digest.News{Before: old.Entry})
	}
	return news, nil
}

// held says whether a deleted entry was in the scope. An activity was where the
// centres are that are still there.
func (d digestScope) held(e directory.Entry, centres []*directory.Centre) bool {
	switch e := e.(type) {
	case *directory.Centre:
		if d.operators != nil {
			return e.Location.Country == d.country && slices.Contains(d.operators, e.Organisation)
		}
		return d.centre == nil && e.Location.Country == d.country && e.Location.Municipality == d.centres.Municipality
	case *directory.Activity:
		if slices.ContainsFunc(centres, func(c *directory.Centre) bool { return slices.Contains(e.Centres, c.ID) }) {
			return true
		}
		if d.operators != nil {
			return slices.Contains(d.operators, e.Organisation) && (e.Location == nil || e.Location.Country == d.country)
		}
		return d.centre == nil && e.Location != nil && e.Location.Country == d.country && e.Location.Municipality == d.centres.Municipality
	}
	return false
}
