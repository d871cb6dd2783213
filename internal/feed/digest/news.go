package digest

import (
	"reflect"

	"walkin/internal/directory"
	"walkin/internal/schedule"
)

// news says what became of entries since the last digest. What changed but in
// its wording is counted.
func (c *composer) news(d *Digest, news []News) {
	rewritten := 0
	for _, n := range news {
		before, after := c.view(n.Before), c.view(n.After)
		switch {
		case before == nil && after == nil, before != nil && after != nil && !before.listed && !after.listed:
			continue
		case after == nil || !after.listed:
			if before != nil && before.listed || after != nil && before == nil && after.status == directory.StatusPlanned {
				d.News = append(d.News, c.farewell(before, after))
			}
		case before == nil:
			d.News = append(d.News, after.line(c.say.isNew))
		default:
			if text := c.difference(before, after); text != "" {
				d.News = append(d.News, after.line(text))
			} else if !reflect.DeepEqual(directory.Public(n.Before), directory.Public(n.After)) {
				rewritten++
			}
		}
	}
	if rewritten > 0 {
		d.News = append(d.News, Line{Name: c.fill(c.say.rewritten, number(rewritten))})
	}
}

// view is what of an entry a change can be told of, as the public may see it.
type view struct {
	name, url string
	listed    bool
	status    directory.Status
	hours     schedule.Schedule
	location  *directory.Location
	contact   directory.Contact
	verified  *schedule.Date
}

func (c *composer) view(e directory.Entry) *view {
	switch e := e.(type) {
	case *directory.Centre:
		e = e.Public()
		return &view{e.Name, e.Contact.URL, e.Status.Listed(), status(e.Status), e.Hours, &e.Location, e.Contact, e.Provenance.VerifiedAt}
	case *directory.Activity:
		e = e.Public()
		title, _ := e.Title.Pick(c.Speech.Lang())
		return &view{title, e.Contact.URL, e.Status.Listed(), status(e.Status), e.Hours, e.Location, e.Contact, e.Provenance.VerifiedAt}
	}
	return nil
}

// status says open for what names no status.
func status(s directory.Status) directory.Status {
	if s == "" {
		return directory.StatusOpen
	}
	return s
}

func (v *view) line(text string) Line { return Line{Name: v.name, URL: v.url, Text: text} }

// farewell says why an entry is not shown any more.
func (c *composer) farewell(before, after *view) Line {
	if after == nil {
		return Line{Name: before.name, Text: c.say.isGone}
	}
	switch after.status {
	case directory.StatusMoved:
		return after.line(c.say.isMoved)
	case directory.StatusPlanned:
		return after.line(c.say.isPlanned)
	}
	return after.line(c.say.isClosed)
}

// difference says what is different and worth a line; "" if nothing is.
func (c *composer) difference(before, after *view) string {
	var said string
	tell := func(words string) { said += " " + words }
	switch {
	case before.status == after.status:
	case after.status == directory.StatusPaused:
		tell(c.say.isPaused)
	case !before.listed || before.status == directory.StatusPaused:
		tell(c.say.isBack)
	}
	// Exceptions stand among the notices of the week they fall in.
	old, now := before.hours, after.hours
	old.Exceptions, now.Exceptions = nil, nil
	if !reflect.DeepEqual(old, now) {
		tell(c.say.newHours)
	}
	if !reflect.DeepEqual(spot(before.location), spot(after.location)) && after.location != nil {
		if place := c.place(*after.location); place != "" {
			tell(c.fill(c.say.newAddress, place))
		}
	}
	if before.contact != after.contact {
		tell(c.say.newContact)
	}
	if v := after.verified; v != nil && (before.verified == nil || v.After(*before.verified)) {
		tell(c.fill(c.say.confirmed, c.Speech.DateOfYear(*v)))
	}
	if said == "" {
		return ""
	}
	return said[1:]
}

// spot is an address without its point: a better point is no move.
func spot(l *directory.Location) directory.Location {
	if l == nil {
		return directory.Location{}
	}
	s := *l
	s.Point, s.Precision = nil, ""
	return s
}
