package api

import (
	"time"

	"github.com/labstack/echo/v4"

	"walkin/internal/directory"
)

// ListActivities answers with a page of activities, by id.
func (s *Server) ListActivities(c echo.Context, params ListActivitiesParams) error {
	topics, err := s.under(params.Topic)
	if err != nil {
		return err
	}
	changes, next, err := s.page(c.Request().Context(), directory.Listing{
		Kind: directory.KindActivity, After: said(params.After), Topics: topics,
		Country: said(params.Country), Municipality: said(params.Municipality),
		Organisation: said(params.Organisation), Network: said(params.Network),
	}, params.Limit)
	if err != nil {
		return err
	}
	return public(c, s.activityPage(changes, next), keepOpen)
}

// ReadActivity answers with one activity.
func (s *Server) ReadActivity(c echo.Context, id EntryId) error {
	change, err := s.read(c.Request().Context(), directory.KindActivity, id)
	if err != nil {
		return err
	}
	return entry(c, change, s.activity(change, s.now()), keepOpen)
}

func (s *Server) activityPage(changes []directory.Change, next *string) ActivityPage {
	now := s.now()
	convert := func(change directory.Change) Activity { return s.activity(change, now) }
	return ActivityPage{Activities: each(changes, convert), Next: next}
}

// activity gives an activity as the public may see it.
func (s *Server) activity(change directory.Change, now time.Time) Activity {
	d := change.Entry.(*directory.Activity).Public()
	wire := Activity{
		Id: d.ID, Organisation: optional(d.Organisation), Centres: optionalWords[string](d.Centres),
		Location: s.optionalLocation(d.Location), Title: required(d.Title), Description: text(d.Description),
		Status: status(d.Status), Rhythm: Rhythm(d.Rhythm), RhythmNote: optional(d.RhythmNote), Hours: hours(d.Hours),
		Open: openAt(d.Status, &d.Hours, now), Repeats: optional(d.Repeats),
		Ages: ages(d.Ages), Audience: optionalWord[Audience](d.Audience), Promises: promises(d.Promises),
		Registration: registration(d.Registration), Cost: text(d.Cost), Capacity: d.Capacity,
		Setting: optionalWord[Setting](d.Setting), Channels: optionalWords[Channel](d.Channels),
		Languages: optionalWords[string](d.Languages), AccessNeeds: accessNeeds(d.AccessNeeds), Topics: words[string](d.Topics),
		Contact: contact(d.Contact), Provenance: provenance(d.Provenance),
		Updated: int64(change.Number), Revision: change.Revision,
	}
	if d.HostedBy != nil {
		host := partner(*d.HostedBy)
		wire.HostedBy = &host
	}
	return wire
}

func registration(r directory.Registration) *Registration {
	return optional(Registration{
		Mode: optionalWord[RegistrationMode](r.Mode), How: text(r.How), Url: optional(r.URL), Until: date(r.Until),
	})
}
