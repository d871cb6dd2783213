package api

import (
	"time"

	"github.com/labstack/echo/v4"

	"walkin/internal/directory"
)

// ListHelplines answers with a page of helplines, by id.
func (s *Server) ListHelplines(c echo.Context, params ListHelplinesParams) error {
	changes, next, err := s.page(c.Request().Context(), directory.Listing{
		Kind: directory.KindHelpline, After: said(params.After),
		Country: said(params.Country), Group: directory.HelplineGroup(said(params.Group)),
	}, params.Limit)
	if err != nil {
		return err
	}
	now := s.now()
	convert := func(change directory.Change) Helpline { return recorded(change, now) }
	return public(c, HelplinePage{Helplines: each(changes, convert), Next: next}, keepOpen)
}

// ReadHelpline answers with one helpline.
func (s *Server) ReadHelpline(c echo.Context, id EntryId) error {
	change, err := s.read(c.Request().Context(), directory.KindHelpline, id)
	if err != nil {
		return err
	}
	return entry(c, change, recorded(change, s.now()), keepOpen)
}

// recorded gives a helpline with the change that made its state.
func recorded(change directory.Change, now time.Time) Helpline {
	d := change.Entry.(*directory.Helpline)
	wire := helpline(d, openState(d.At(now)), now)
	number := int64(change.Number)
	wire.Updated, wire.Revision = &number, &change.Revision
	return wire
}

// helpline gives a helpline in the state that it has at a moment.
func helpline(d *directory.Helpline, open OpenState, now time.Time) Helpline {
	convert := func(l directory.Line) Line { return helplineLine(l, d.Status, now) }
	if d.Status != "" && d.Status != directory.StatusOpen {
		open = openAt(d.Status, nil, now)
	}
	return Helpline{
		Id: d.ID, Organisation: optional(d.Organisation), Name: d.Name, Description: text(d.Description),
		Country: d.Country, Area: optional(d.Area), Municipality: optional(d.Municipality), Nationwide: d.Nationwide,
		Groups: words[HelplineGroup](d.Groups), Lines: each(d.Lines, convert), Open: open,
		Email: optional(d.Email), Url: optional(d.URL), Ages: ages(d.Ages), Promises: promises(d.Promises),
		Languages: optionalWords[string](d.Languages), Topics: optionalWords[string](d.Topics),
		Sources: optionalEach(d.Sources, source), Agreement: optional(d.Agreement), Provenance: provenance(d.Provenance),
	}
}

func helplineLine(l directory.Line, s directory.Status, now time.Time) Line {
	return Line{
		Channel: Channel(l.Channel), Number: optional(l.Number), Dial: optional(l.Dial), Url: optional(l.URL),
		Open: openAt(s, &l.Hours, now), Hours: hours(l.Hours),
	}
}

func source(s directory.Source) SourceRef {
	return SourceRef{Url: optional(s.URL), Seen: optional(s.Seen)}
}
