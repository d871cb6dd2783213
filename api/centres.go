package api

import (
	"time"

	"github.com/labstack/echo/v4"

	"walkin/internal/directory"
	"walkin/internal/feed/osm"
)

// ListCentres answers with a page of centres, by id.
func (s *Server) ListCentres(c echo.Context, params ListCentresParams) error {
	topics, err := s.under(params.Topic)
	if err != nil {
		return err
	}
	changes, next, err := s.page(c.Request().Context(), directory.Listing{
		Kind: directory.KindCentre, After: said(params.After), Topics: topics,
		Country: said(params.Country), Municipality: said(params.Municipality),
		Organisation: said(params.Organisation), Network: said(params.Network),
	}, params.Limit)
	if err != nil {
		return err
	}
	now := s.now()
	convert := func(change directory.Change) Centre { return s.centre(change, now) }
	return public(c, CentrePage{Centres: each(changes, convert), Next: next}, keepOpen)
}

// ReadCentre answers with one centre.
func (s *Server) ReadCentre(c echo.Context, id EntryId) error {
	change, err := s.read(c.Request().Context(), directory.KindCentre, id)
	if err != nil {
		return err
	}
	return entry(c, change, s.centre(change, s.now()), keepOpen)
}

// ListCentreActivities answers with what happens at a centre.
func (s *Server) ListCentreActivities(c echo.Context, id EntryId, params ListCentreActivitiesParams) error {
	ctx := c.Request().Context()
	if _, err := s.read(ctx, directory.KindCentre, id); err != nil {
		return err
	}
	changes, next, err := s.page(ctx, directory.Listing{
		Kind: directory.KindActivity, Centre: id, After: said(params.After),
	}, params.Limit)
	if err != nil {
		return err
	}
	return public(c, s.activityPage(changes, next), keepOpen)
}

// ReadCentreHours answers with the spans in which a centre is open or may be.
func (s *Server) ReadCentreHours(c echo.Context, id EntryId, params ReadCentreHoursParams) error {
	now := s.now()
	from, to, err := window(params.From, params.To, now)
	if err != nil {
		return err
	}
	change, err := s.read(c.Request().Context(), directory.KindCentre, id)
	if err != nil {
		return err
	}
	centre := change.Entry.(*directory.Centre)
	answer := Hours{
		Zone: optional(centre.Hours.Zone), Known: stated(&centre.Hours), From: from, To: to,
		Now: openAt(centre.Status, &centre.Hours, now), Spans: []Span{},
	}
	if centre.Status == "" || centre.Status == directory.StatusOpen {
		if text, err := osm.Format(&centre.Hours); err == nil && stated(&centre.Hours) {
			answer.OsmOpeningHours = &text
		}
		for _, span := range centre.Hours.Spans(from, to) {
			answer.Spans = append(answer.Spans, Span{
				From: span.From, To: span.To, State: state(span.State), Reason: optional(span.Reason),
			})
		}
	}
	return public(c, answer, keepOpen)
}

// window fills in the time that is asked for: from now on, for a week. Now is
// the beginning of the minute, so that the answer can be kept for one.
func window(from, to *time.Time, now time.Time) (time.Time, time.Time, error) {
	if from == nil {
		minute := now.Truncate(time.Minute)
		from = &minute
	}
	if to == nil {
		week := from.AddDate(0, 0, 7)
		to = &week
	}
	return *from, *to, directory.ValidateSpan(*from, *to)
}

// centre gives a centre as the public may see it.
func (s *Server) centre(change directory.Change, now time.Time) Centre {
	d := change.Entry.(*directory.Centre).Public()
	return Centre{
		Id: d.ID, Organisation: optional(d.Organisation), Name: d.Name, Kind: optionalWord[CentreKind](d.Kind),
		Description: text(d.Description), Status: status(d.Status), MovedTo: optional(d.MovedTo),
		Location: s.location(d.Location), Hours: hours(d.Hours), PhoneHours: hours(d.PhoneHours),
		Open:    openAt(d.Status, &d.Hours, now),
		Contact: contact(d.Contact), Ages: ages(d.Ages), Audience: optionalWord[Audience](d.Audience),
		Promises: promises(d.Promises), Access: optionalWord[Access](d.Access),
		Channels: optionalWords[Channel](d.Channels), MeetAtDoor: ternary(d.MeetAtDoor), Knock: optional(d.Knock),
		Languages: optionalWords[string](d.Languages), AccessNeeds: accessNeeds(d.AccessNeeds), Topics: words[string](d.Topics),
		Arrival: arrival(d.Arrival), Photos: optionalEach(d.Photos, photo), Stops: optionalEach(d.Stops, s.stop),
		CoreTask: text(d.CoreTask), TargetGroups: text(d.TargetGroups), NotServed: text(d.NotServed),
		Partners: optionalEach(d.Partners, partner), Volunteering: optionalEach(d.Volunteering, volunteerRole),
		Involvement: text(d.Involvement), Provenance: provenance(d.Provenance),
		Updated: int64(change.Number), Revision: change.Revision,
	}
}

func arrival(a directory.Arrival) *Arrival {
	wire := Arrival{
		WhoMeets: text(a.WhoMeets), FirstMinutes: text(a.FirstMinutes), MustTalk: text(a.MustTalk), Bring: text(a.Bring),
		WrittenDown: text(a.WrittenDown), WhoIsTold: text(a.WhoIsTold), WayToDoor: text(a.WayToDoor), IfFull: text(a.IfFull),
	}
	return optional(wire)
}

func photo(p directory.Photo) Photo {
	return Photo{File: p.File, Shows: PhotoShows(p.Shows), Alt: required(p.Alt)}
}

func (s *Server) stop(o directory.OutreachStop) OutreachStop {
	return OutreachStop{Id: o.ID, Name: required(o.Name), Location: s.location(o.Location), Hours: hours(o.Hours)}
}

func volunteerRole(r directory.VolunteerRole) VolunteerRole {
	return VolunteerRole{Title: required(r.Title), Tasks: text(r.Tasks), Open: r.Open}
}
