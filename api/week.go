package api

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"walkin/api/web"
	"walkin/internal/directory"
	"walkin/internal/feed/calendar"
	"walkin/internal/schedule"
)

// MyWeek answers with somebody's week: the doors whose ids are in its address.
// No cache keeps it, for a list of places is a person's own even without a
// name, and it is in the address, so nothing is lost.
func (s *Server) MyWeek(c echo.Context, page web.Page) error {
	ctx := c.Request().Context()
	asked := web.ReadKept(c.QueryParam("at"))
	m := web.MyWeek{Page: page, Now: s.now().Truncate(time.Minute)}
	for _, key := range asked {
		door, err := s.door(ctx, key)
		if err != nil {
			return err
		}
		if door == nil {
			m.Gone++
			continue
		}
		m.Kept, m.Doors = append(m.Kept, key), append(m.Doors, *door)
	}
	m.Title = page.Words.Say("week.title") + " · " + page.Title
	m.Query = m.Kept.At()
	if len(m.Doors) > 0 {
		var err error
		first := m.Doors[0].Where
		m.Country = first.Country
		if m.Lines, err = s.linesOf(ctx, first.Country); err != nil {
			return err
		}
		if m.Nearby, err = s.nearby(ctx, m.Kept, first); err != nil {
			return err
		}
	}
	return s.show(c, m.Page, http.StatusOK, 0, func(w io.Writer) error { return s.pages.MyWeek(w, m) })
}

// door gives a door of a week, nil if it is listed no more.
func (s *Server) door(ctx context.Context, key directory.Key) (*web.Door, error) {
	entry, err := s.entryIfAny(ctx, key)
	if entry == nil {
		return nil, err
	}
	door := &web.Door{Entry: entry}
	switch e := entry.(type) {
	case *directory.Centre:
		door.Where = e.Location
	case *directory.Activity:
		at, err := s.venue(ctx, e)
		if err != nil {
			return nil, err
		}
		if at != nil {
			door.At = at.Entry.(*directory.Centre).Public()
			door.Where = door.At.Location
		}
		if e.Location != nil {
			door.Where = *e.Location
		}
	}
	return door, nil
}

// linesOf gives the helplines of a country that young people anywhere in it can
// use: those for them, and those for everybody.
func (s *Server) linesOf(ctx context.Context, country string) ([]*directory.Helpline, error) {
	var lines []*directory.Helpline
	known := make(map[string]bool)
	for _, group := range []directory.HelplineGroup{directory.GroupYoungPeople, directory.GroupChildren, directory.GroupCrisis} {
		l := directory.Listing{Kind: directory.KindHelpline, Country: country, Group: group, Listed: true}
		err := s.eachEntry(ctx, l, func(change directory.Change) error {
			h := change.Entry.(*directory.Helpline)
			if h.Nationwide && !known[h.ID] {
				known[h.ID] = true
				lines = append(lines, h)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return lines, nil
}

// nearest is how many entries of a municipality are looked at for more doors.
const nearest = 60

// nearby gives other doors of the municipality of one, of those that are known
// to be open in the coming days: a week is made of hours.
func (s *Server) nearby(ctx context.Context, kept web.Kept, where directory.Location) ([]directory.Entry, error) {
	if where.Municipality == "" || where.Visibility == directory.VisibleNone {
		return nil, nil
	}
	now := s.now()
	soon := func(h *schedule.Schedule) bool {
		return slices.ContainsFunc(h.Occurrences(now, now.AddDate(0, 0, 7)), func(o schedule.Occurrence) bool { return !o.Cancelled })
	}
	var near []directory.Entry
	for _, kind := range []directory.Kind{directory.KindCentre, directory.KindActivity} {
		changes, err := s.catalogue.Entries(ctx, directory.Listing{
			Kind: kind, Country: where.Country, Municipality: where.Municipality, Listed: true, Limit: nearest,
		})
		if err != nil {
			return nil, err
		}
		for _, change := range changes {
			if slices.Contains(kept, change.Key) {
				continue
			}
			switch e := change.Entry.(type) {
			case *directory.Centre:
				if calendar.InUse(e.Status) && soon(&e.Hours) {
					near = append(near, e.Public())
				}
			case *directory.Activity:
				if calendar.InUse(e.Status) && !e.Repeats && soon(&e.Hours) {
					near = append(near, e.Public())
				}
			}
		}
	}
	return near, nil
}

// WeekCalendar answers with the doors of a week as one calendar.
func (s *Server) WeekCalendar(c echo.Context) error {
	ctx := c.Request().Context()
	var parts []calendar.Part
	country := ""
	for _, key := range web.ReadKept(c.QueryParam("at")) {
		change, err := s.read(ctx, key.Kind, key.ID)
		if err != nil {
			if entry, err := s.entryIfAny(ctx, key); entry == nil && err == nil {
				continue
			}
			return err
		}
		part := calendar.Part{Change: change}
		if a, ok := change.Entry.(*directory.Activity); ok {
			if part.At, err = s.venue(ctx, a); err != nil {
				return err
			}
			country = countryOf(a, part.At)
		} else {
			country = change.Entry.(*directory.Centre).Location.Country
		}
		parts = append(parts, part)
	}
	o := s.calendarOptions(c.QueryParam("lang"), country)
	var b bytes.Buffer
	if err := calendar.WriteTogether(&b, parts, country, o); err != nil {
		return err
	}
	return s.sendFeed(c, feed{contentType: calendarType, keep: keepOpen, depends: []string{strconv.Itoa(o.Now.Year())}}, b.Bytes())
}
