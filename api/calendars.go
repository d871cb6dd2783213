package api

import (
	"bytes"
	"context"
	"io"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"walkin/internal/directory"
	"walkin/internal/feed/calendar"
	"walkin/internal/feed/listing"
	"walkin/internal/problem"
)

const calendarType = "text/calendar; charset=utf-8"

// ReadCentreCalendar answers with the hours of a centre and what happens there.
func (s *Server) ReadCentreCalendar(c echo.Context, id EntryId, params ReadCentreCalendarParams) error {
	ctx := c.Request().Context()
	change, err := s.read(ctx, directory.KindCentre, id)
	if err != nil {
		return err
	}
	var activities []directory.Change
	err = s.eachEntry(ctx, directory.Listing{Kind: directory.KindActivity, Centre: id}, func(a directory.Change) error {
		activities = append(activities, a)
		return nil
	})
	if err != nil {
		return err
	}
	country := change.Entry.(*directory.Centre).Location.Country
	return s.sendCalendar(c, said(params.Lang), country, func(w io.Writer, o calendar.Options) error {
		return calendar.WriteCentre(w, change, activities, o)
	})
}

// ReadActivityCalendar answers with when an activity happens.
func (s *Server) ReadActivityCalendar(c echo.Context, id EntryId, params ReadActivityCalendarParams) error {
	ctx := c.Request().Context()
	change, err := s.read(ctx, directory.KindActivity, id)
	if err != nil {
		return err
	}
	activity := change.Entry.(*directory.Activity)
	at, err := s.venue(ctx, activity)
	if err != nil {
		return err
	}
	return s.sendCalendar(c, said(params.Lang), countryOf(activity, at), func(w io.Writer, o calendar.Options) error {
		return calendar.WriteActivity(w, change, at, o)
	})
}

// sendCalendar sends a calendar of one entry. It changes when its bytes do:
// with an entry, and with the year.
func (s *Server) sendCalendar(c echo.Context, lang, country string, write func(io.Writer, calendar.Options) error) error {
	o := s.calendarOptions(lang, country)
	var b bytes.Buffer
	if err := write(&b, o); err != nil {
		return err
	}
	return s.sendFeed(c, feed{contentType: calendarType, keep: keepOpen, depends: []string{strconv.Itoa(o.Now.Year())}}, b.Bytes())
}

func (s *Server) calendarOptions(lang, country string) calendar.Options {
	return calendar.Options{Lang: language(lang, country, s.country), Now: s.now(), Neutral: s.neutral()}
}

// venue gives the last change of the centre where an activity happens: of
// several the first that is in use, else the first; nil if it is at none.
func (s *Server) venue(ctx context.Context, a *directory.Activity) (*directory.Change, error) {
	var first *directory.Change
	for _, id := range a.Centres {
		change, err := s.read(ctx, directory.KindCentre, id)
		if kind := problem.KindOf(err); kind == problem.NotFound || kind == problem.Gone {
			continue // it was deleted since the activity was read
		}
		if err != nil {
			return nil, err
		}
		if calendar.InUse(change.Entry.(*directory.Centre).Status) {
			return &change, nil
		}
		if first == nil {
			first = &change
		}
	}
	return first, nil
}

// countryOf gives the country of an activity, "" if it is nowhere.
func countryOf(a *directory.Activity, at *directory.Change) string {
	switch {
	case a.Location != nil:
		return a.Location.Country
	case at != nil:
		return at.Entry.(*directory.Centre).Location.Country
	}
	return ""
}

// wording is what is neutral under a taxonomy. It takes a tenth of a second to
// learn, and a taxonomy seldom changes.
type wording struct {
	taxonomy *directory.Taxonomy
	neutral  *calendar.Neutral
}

func (s *Server) neutral() *calendar.Neutral {
	taxonomy := s.index.Taxonomy()
	if w := s.words.Load(); w != nil && w.taxonomy == taxonomy {
		return w.neutral
	}
	w := &wording{taxonomy, calendar.NewNeutral(taxonomy)}
	s.words.Store(w)
	return w.neutral
}

// ReadWhatsOnJSONFeed answers with what is on as JSON Feed.
func (s *Server) ReadWhatsOnJSONFeed(c echo.Context, p ReadWhatsOnJSONFeedParams) error {
	return s.sendComing(c, coming(p), "application/feed+json", func(w io.Writer, found gathered, f calendar.Feed) error {
		return calendar.WriteJSONFeed(w, found.happenings, found.more, f)
	})
}

// ReadWhatsOnAtom answers with what is on as Atom.
func (s *Server) ReadWhatsOnAtom(c echo.Context, p ReadWhatsOnAtomParams) error {
	return s.sendComing(c, coming(p), listing.AtomType+"; charset=utf-8", func(w io.Writer, found gathered, f calendar.Feed) error {
		return calendar.WriteAtom(w, found.happenings, found.updated, f)
	})
}

// ReadWhatsOnCalendar answers with what is on as a calendar.
func (s *Server) ReadWhatsOnCalendar(c echo.Context, p ReadWhatsOnCalendarParams) error {
	return s.sendComing(c, coming(p), calendarType, func(w io.Writer, found gathered, f calendar.Feed) error {
		return calendar.WriteWhatsOn(w, found.happenings, f.Options)
	})
}

// coming is what is asked for, the same in each form.
type coming ReadWhatsOnJSONFeedParams

// gathered is what was found.
type gathered struct {
	happenings []calendar.Happening
	more       bool
	updated    time.Time // the last change of the catalogue
}

// weeksAhead is how far a feed looks that asks for no number of weeks.
const weeksAhead = 4

// sendComing answers with what is on in the coming weeks. The log decides
// whether a client has it already, so that asking again costs nothing.
func (s *Server) sendComing(c echo.Context, q coming, contentType string, write func(io.Writer, gathered, calendar.Feed) error) error {
	ctx := c.Request().Context()
	topics, err := s.under(q.Topic)
	if err != nil {
		return err
	}
	if q.Centre != nil {
		if _, err := s.read(ctx, directory.KindCentre, *q.Centre); err != nil {
			return err
		}
	}
	hour := s.now().Truncate(time.Hour)
	f := feed{contentType: contentType, keep: keepOpen, depends: []string{hour.UTC().Format(time.RFC3339)}}
	if f.newest, err = s.newest(ctx); err != nil {
		return err
	}
	base := s.base(c)
	lang := language(said(q.Lang), said(q.Country), s.country)
	head := calendar.Feed{
		Options: s.calendarOptions(lang, ""), Base: base, Self: base + c.Request().URL.RequestURI(), Home: base + "/v1/whats-on",
		Label: func(topic string) string { return s.topicRef(topic, lang).Label },
	}
	l := directory.Listing{
		Kind: directory.KindActivity, Country: said(q.Country), Municipality: said(q.Municipality), Network: said(q.Network),
		Topics: topics, Centre: said(q.Centre),
	}
	return s.streamFeed(c, f, func(ctx context.Context, w io.Writer) error {
		found, err := s.gather(ctx, l, q, hour)
		if err != nil {
			return err
		}
		found.updated = f.newest.At
		return write(w, found, head)
	})
}

// gather walks over the activities of a listing and keeps the soonest
// occurrences.
func (s *Server) gather(ctx context.Context, l directory.Listing, q coming, from time.Time) (gathered, error) {
	weeks, limit := weeksAhead, defaultPage
	if q.Weeks != nil {
		weeks = *q.Weeks
	}
	if q.Limit != nil {
		limit = *q.Limit
	}
	rhythm := directory.Rhythm(said(q.Rhythm))
	if rhythm == "" {
		rhythm = directory.Varying
	}
	g := calendar.NewGathering(from, from.AddDate(0, 0, 7*weeks), limit)
	err := s.eachEntry(ctx, l, func(change directory.Change) error {
		a := change.Entry.(*directory.Activity)
		if (a.Rhythm == rhythm || rhythm == "all") && (q.Age == nil || a.Ages.Fit(*q.Age) != directory.No) {
			g.Add(change)
		}
		return nil
	})
	if err != nil {
		return gathered{}, err
	}
	var found gathered
	found.happenings, found.more = g.Happenings()
	if err := s.place(ctx, found.happenings); err != nil {
		return gathered{}, err
	}
	// Behind a door that is closed for good or for a while nothing takes place.
	found.happenings = slices.DeleteFunc(found.happenings, func(h calendar.Happening) bool {
		return h.At != nil && !calendar.InUse(h.At.Entry.(*directory.Centre).Status)
	})
	return found, nil
}

// place fills in where happenings are.
func (s *Server) place(ctx context.Context, happenings []calendar.Happening) error {
	known := make(map[directory.Key]*directory.Change)
	for i := range happenings {
		h := &happenings[i]
		at, ok := known[h.Change.Key]
		if !ok {
			var err error
			if at, err = s.venue(ctx, h.Change.Entry.(*directory.Activity)); err != nil {
				return err
			}
			known[h.Change.Key] = at
		}
		h.At = at
	}
	return nil
}
