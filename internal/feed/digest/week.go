package digest

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"walkin/internal/directory"
	"walkin/internal/schedule"
)

// happening is one occurrence of an activity on its way into a day.
type happening struct {
	day  int // 0 to 6
	at   time.Time
	line Line
}

// activities lays the activities over the days. One that only repeats the hours
// of its centre is said there already; one that is paused does not happen.
func (c *composer) activities(d *Digest, activities []Activity) {
	var happenings []happening
	for _, a := range activities {
		a := Activity{a.Public(), a.Centres}
		if a.Repeats || a.Status != "" && a.Status != directory.StatusOpen {
			continue
		}
		found := c.happenings(a)
		happenings = append(happenings, found...)
		if len(found) == 0 && silent(&a.Hours) {
			d.AskWhen = append(d.AskWhen, Line{Name: c.title(a), URL: address(a), Text: joined(c.Speech.Often(a.RhythmNote), c.where(a))})
		}
	}
	slices.SortStableFunc(happenings, func(a, b happening) int {
		return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.line.Name, b.line.Name))
	})
	for _, h := range happenings {
		date := c.From.AddDays(h.day)
		if len(d.Days) == 0 || d.Days[len(d.Days)-1].Date != c.Speech.Date(date) {
			d.Days = append(d.Days, Day{Date: c.Speech.Date(date)})
		}
		day := &d.Days[len(d.Days)-1]
		day.Lines = append(day.Lines, h.line)
	}
	for i := range d.Days {
		c.cut(&d.Days[i].Lines)
	}
	if len(d.Days) == 0 {
		d.Nothing = c.say.nothing
	}
}

// happenings gives what of an activity begins in the week.
func (c *composer) happenings(a Activity) []happening {
	var list []happening
	for _, o := range a.Hours.Occurrences(c.begin, c.end) {
		day := c.day(o.Start)
		if day < 0 {
			continue // it began before
		}
		line := Line{When: c.times(o), Name: c.title(a), URL: address(a)}
		if o.Title != "" {
			line.Name += ": " + o.Title
		}
		if line.When == "" && !o.Cancelled {
			line.When = c.say.askTime
		}
		remark := ""
		if why := doubt(&a.Hours, o, c.From.AddDays(day)); o.Cancelled {
			remark = c.say.cancelled + c.because(o.Reason)
		} else if why != "" {
			remark = c.say.askFirst + c.because(c.Speech.Often(why))
		}
		line.Text = joined(c.where(a), remark, o.Note)
		list = append(list, happening{day, o.Start, line})
	}
	return list
}

// day counts the days from the first one to a moment; -1 for one that is not in
// the week.
func (c *composer) day(at time.Time) int {
	if at.Before(c.begin) || !at.Before(c.end) {
		return -1
	}
	date := schedule.DateIn(at, c.Zone)
	for day := range Days {
		if c.From.AddDays(day) == date {
			return day
		}
	}
	return -1
}

// times says the times of an occurrence, as far as they are known.
func (c *composer) times(o schedule.Occurrence) string {
	var opens, closes *schedule.Clock
	if o.StartKnown {
		opens = new(clock(o.Start))
	}
	if o.EndKnown {
		end := clock(o.End)
		if end == 0 {
			end = 24 * 60 // midnight is the end of the day, not its beginning
		}
		closes = &end
	}
	return c.Speech.Hours(opens, closes)
}

func clock(t time.Time) schedule.Clock { return schedule.Clock(t.Hour()*60 + t.Minute()) }

// silent says whether nobody states when: no rule at all, or none but doubt.
func silent(s *schedule.Schedule) bool { return len(s.Weekly)+len(s.Series)+len(s.Sessions) == 0 }

func (c *composer) title(a Activity) string {
	title, _ := a.Title.Pick(c.Speech.Lang())
	return title
}

// where says where an activity is, as the public may know.
func (c *composer) where(a Activity) string {
	switch {
	case a.Setting == directory.Online:
		return c.say.online
	case a.Location != nil:
		return c.place(*a.Location)
	}
	var names []string
	for _, centre := range a.Centres {
		names = append(names, centre.Name)
	}
	return c.Speech.List(names)
}

// place says a location that is public already.
func (c *composer) place(l directory.Location) string {
	switch {
	case l.Visibility == directory.VisibleNone:
		return c.say.unshown
	case l.Street != "":
		return joined(l.Street, strings.TrimSpace(l.PostalCode+" "+l.Town))
	case l.Town != "":
		return c.fill(c.say.inTown, l.Town)
	}
	return ""
}

func address(a Activity) string {
	if a.Registration.URL != "" {
		return a.Registration.URL
	}
	if a.Contact.URL == "" && len(a.Centres) > 0 {
		return a.Centres[0].Contact.URL
	}
	return a.Contact.URL
}

// joined puts a comma between what there is.
func joined(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), ", ")
}
