package calendar

import (
	"strconv"
	"strings"
	"time"

	"walkin/internal/directory"
	"walkin/internal/schedule"
)

// A subject is what a calendar's events are of: hours with a title, a place and
// the change that they come from.
type subject struct {
	uid      string // what the UIDs of its events begin with
	title    string // neutral; "" if there is none to show
	own      bool   // it is the activity's own, not that of its place
	opening  bool   // hours of a door, not something that happens
	hours    *schedule.Schedule
	where    string
	point    string // GEO
	phone    string
	note     string // neutral
	changed  time.Time
	revision int
}

// centreSubject gives the drop-in hours of a centre, if it is in use.
func centreSubject(c *directory.Centre, change directory.Change, o Options) subject {
	s := subject{
		uid: "centre-" + c.ID, title: o.Neutral.Centre(c), opening: true, hours: &c.Hours,
		phone: c.Contact.Phone, note: o.Neutral.words(c.Hours.Note), changed: change.At, revision: change.Revision,
	}
	s.place(c.Location)
	return s
}

// stopSubject gives the hours of an outreach stop.
func stopSubject(c *directory.Centre, stop directory.OutreachStop, change directory.Change, o Options) subject {
	s := centreSubject(c, change, o)
	s.uid += "-stop-" + stop.ID
	s.hours, s.note = &stop.Hours, o.Neutral.words(stop.Hours.Note)
	s.place(stop.Location)
	return s
}

// activitySubject gives what happens; at is the centre where it does, if any.
func activitySubject(a *directory.Activity, change directory.Change, at *directory.Change, o Options) subject {
	title, _ := a.Title.Pick(o.Lang)
	s := subject{
		uid: "activity-" + a.ID, title: o.Neutral.Activity(a, title), hours: &a.Hours,
		phone: a.Contact.Phone, note: o.Neutral.words(a.Hours.Note), changed: change.At, revision: change.Revision,
	}
	s.own = s.title != ""
	if s.note == "" {
		s.note = often(o.Neutral.words(a.RhythmNote), o)
	}
	if a.Location != nil {
		s.place(a.Location.Public())
	}
	if at == nil {
		return s
	}
	centre := at.Entry.(*directory.Centre).Public()
	if a.Location == nil {
		s.place(centre.Location)
	}
	if secret(centre.Location) || !s.own {
		s.title, s.own = o.Neutral.Centre(centre), false
	}
	if s.phone == "" {
		s.phone = centre.Contact.Phone
	}
	// Its place and title are the centre's, so it changes when the centre does.
	s.revision += at.Revision
	if at.At.After(s.changed) {
		s.changed = at.At
	}
	return s
}

// place writes a location that is already reduced to what the public may see.
func (s *subject) place(l directory.Location) {
	town := strings.TrimSpace(l.PostalCode + " " + l.Town)
	parts := make([]string, 0, 2)
	for _, part := range []string{l.Street, town} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	s.where, s.point = strings.Join(parts, ", "), ""
	if l.Point != nil && l.Precision.Door() {
		s.point = degrees(l.Point.Lat) + ";" + degrees(l.Point.Lon)
	}
}

// degrees writes an angle as it is stored.
func degrees(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// InUse says whether hours of something in a status mean anything: what is
// paused, closed, moved or only planned has none.
func InUse(s directory.Status) bool { return s == "" || s == directory.StatusOpen }

// summary is the title of an event.
func (s *subject) summary(o *schedule.Occurrence, opts Options) string {
	title := s.title
	switch {
	case s.own && o.Title != "" && opts.Neutral.Words(o.Title):
		title = o.Title // of a session
	case title == "":
		title = in(wordOpen, opts.Lang)
	case s.opening && !o.Cancelled:
		title += ": " + lowerFirst(in(wordOpen, opts.Lang))
	}
	switch {
	case o.Cancelled && s.opening:
		return in(wordClosed, opts.Lang) + ": " + title
	case o.Cancelled:
		return in(wordCancelled, opts.Lang) + ": " + title
	case o.State == schedule.Unknown:
		return title + " (" + in(wordAskFirst, opts.Lang) + ")"
	}
	return title
}

// description says why an occurrence is not certain or not what it was, in
// neutral words, and whom to ask.
func (s *subject) description(o *schedule.Occurrence, opts Options) string {
	var said []string
	add := func(text string) {
		if text != "" {
			said = append(said, text)
		}
	}
	if o.State == schedule.Unknown {
		add(in(unknownTime(o), opts.Lang))
		if !o.StartKnown && o.EndKnown {
			add(in(wordUntil, opts.Lang) + " " + o.End.Format("15:04") + ".")
		}
	}
	add(often(opts.Neutral.words(o.Reason), opts))
	add(opts.Neutral.words(o.Note))
	add(s.note)
	if s.phone != "" && (o.State == schedule.Unknown || o.Cancelled) {
		add(in(wordPhone, opts.Lang) + ": " + s.phone)
	}
	return strings.Join(said, "\n")
}

// unknownTime says what of an unknown occurrence is not known.
func unknownTime(o *schedule.Occurrence) directory.Text {
	switch {
	case o.AllDay():
		return saysNoTime
	case !o.StartKnown:
		return saysNoStart
	case !o.EndKnown:
		return saysNoEnd
	}
	return saysPerhaps
}

func lowerFirst(s string) string {
	r := []rune(s)
	return strings.ToLower(string(r[:1])) + string(r[1:])
}
