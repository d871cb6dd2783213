package web

import (
	"cmp"
	"io"
	"slices"
	"time"

	"walkin/internal/directory"
	"walkin/internal/schedule"
)

// MyWeek is what the week of somebody is drawn from: the doors that they chose,
// as one rhythm to hang on a wall.
type MyWeek struct {
	Page
	Now    time.Time
	Kept   Kept // what is still listed
	Doors  []Door
	Lines  []*directory.Helpline // those of the country, to fill evenings with
	Nearby []directory.Entry     // what else is near, to be added
	Gone   int                   // how much of the address is listed no more
}

// Door is a place or an activity of the week, as the public may see it.
type Door struct {
	Entry directory.Entry
	Where directory.Location
	At    *directory.Centre // where an activity is
}

// myWeek is the view of it.
type myWeek struct {
	MyWeek
	Days     []myDay
	Doubts   []Fact // doors of which nobody knows the hours, with whom to ask
	In       []keptDoor
	More     []Link
	Calendar string
	Full     bool
	Code     *Code
	Printed  string
}

// myDay is one day of the week.
type myDay struct {
	Name, Date string
	Today      bool
	Doors      []myDoor
	Closed     []myDoor // that are usually open on such a day, and are not now
	Evening    []Call   // whom one can chat with or call where there is no door
	lit        bool     // there is a door in the evening
}

// myDoor is a door on a day.
type myDoor struct {
	Link
	Where   string
	Words   string
	Perhaps bool
	Reason  Said
	from    int
}

// Call is somebody to chat with, or call, on an evening.
type Call struct {
	Says, Words string
	Name, Lang  string
	Line
}

// Host is where a chat is, for who reads it on paper.
func (c Call) Host() string { return hostOf(c.Href) }

type keptDoor struct {
	Link
	Without string
}

// The evening, in minutes: a door counts for it that is open an hour of it. It
// holds two people to talk to where it has no door.
const (
	evening     = 17 * 60
	enough      = evening + 60
	perEvening  = 2
	endEvening  = 24 * 60
	nearbyLinks = 6
	lastResort  = 8 // a rank
)

// MyWeek draws the week.
func (s *Site) MyWeek(w io.Writer, m MyWeek) error {
	v, err := newMyWeek(m)
	if err != nil {
		return err
	}
	return s.draw(w, m.Lang(), "week", "layout", v)
}

func newMyWeek(m MyWeek) (*myWeek, error) {
	w := m.Words
	v := &myWeek{MyWeek: m, Full: len(m.Kept) >= MaxKept}
	if len(m.Doors) == 0 {
		return v, nil
	}
	loc := m.zone()
	today := schedule.DateIn(m.Now, loc)
	for i := range 7 {
		noon := today.AddDays(i).At(12*60, loc)
		v.Days = append(v.Days, myDay{Name: w.Weekday(noon), Date: w.ShortDate(noon), Today: i == 0})
	}
	for _, d := range m.Doors {
		v.add(w, d)
	}
	for i := range v.Days {
		v.fill(w, &v.Days[i], today.AddDays(i), loc)
	}
	for _, e := range m.Nearby {
		if link, ok := w.entry(e, m.Kept); ok && len(v.More) < nearbyLinks && !v.Full {
			link.Href = "/" + w.Lang + "/week" + m.Kept.with(e.Key()).at()
			v.More = append(v.More, link)
		}
	}
	v.Calendar = "/week.ics" + m.Kept.at() + "&lang=" + w.Lang
	v.Printed = w.Say("week.printed", "date", w.Date(m.Now.In(loc)))
	var err error
	v.Code, err = m.code(m.Kept.at())
	return v, err
}

// zone is that of the first door that has one.
func (m *MyWeek) zone() *time.Location {
	for _, d := range m.Doors {
		_, h := d.hours()
		if loc, err := schedule.Location(h.Zone); err == nil {
			return loc
		}
	}
	return m.Now.Location()
}

// hours gives when a door is open, if it is in use.
func (d Door) hours() (directory.Status, *schedule.Schedule) {
	switch e := d.Entry.(type) {
	case *directory.Centre:
		return e.Status, &e.Hours
	case *directory.Activity:
		status := e.Status
		if inUse(status) && d.At != nil {
			status = d.At.Status // behind a shut door nothing happens
		}
		return status, &e.Hours
	}
	return directory.StatusClosed, new(schedule.Schedule)
}

// entry links the page of an entry, which knows the way back to the week.
func (w *Words) entry(e directory.Entry, kept Kept) (Link, bool) {
	l := Link{Href: w.Page(e.Key()) + kept.query()}
	lang := ""
	switch e := e.(type) {
	case *directory.Centre:
		l.Text, lang = e.Name, nativeOf(e.Location.Country, nil)
	case *directory.Activity:
		l.Text, lang = e.Title.Pick(w.Lang)
	default:
		return l, false
	}
	if lang != w.Lang {
		l.Lang, l.Dir = lang, otherDir(lang, w)
	}
	return l, true
}

// add puts a door into the days on which it is open.
func (v *myWeek) add(w *Words, d Door) {
	link, ok := w.entry(d.Entry, v.Kept)
	if !ok {
		return
	}
	v.In = append(v.In, keptDoor{link, "/" + w.Lang + "/week" + v.Kept.without(d.Entry.Key()).at()})
	status, hours := d.hours()
	if !inUse(status) {
		v.Doubts = append(v.Doubts, Fact{Label: link.Text, Href: link.Href, Says: Said{Text: w.Say(lifeWords[status])}})
		return
	}
	where := d.Where.Town
	if d.Where.Street != "" {
		where = d.Where.Street + ", " + d.Where.Town
	}
	if d.At != nil {
		where = joined([]string{d.At.Name, where})
	}
	hoursOf := w.week(hours, v.Now, nativeOf(d.Where.Country, nil))
	if !hoursOf.Some {
		says := w.Say("week.not_this_week")
		if hoursOf.Unknown != "" {
			says = hoursOf.Unknown
		}
		v.Doubts = append(v.Doubts, Fact{Label: link.Text, Href: link.Href, Says: Said{Text: says}})
	}
	for i, day := range hoursOf.Days {
		for _, t := range day.Times {
			v.Days[i].Doors = append(v.Days[i].Doors, myDoor{Link: link, Where: where, Words: t.Words, Perhaps: t.Perhaps, Reason: t.Reason, from: t.from})
		}
		if len(day.Times) == 0 && day.Changed {
			v.Days[i].Closed = append(v.Days[i].Closed, myDoor{Link: link, Words: w.Say("place.closed_day"), Reason: day.Reason})
		}
		for _, t := range day.Times {
			if !t.Perhaps && t.from < endEvening-60 && t.to >= enough {
				v.Days[i].lit = true
			}
		}
	}
}

// fill sorts the doors of a day, and puts those who can be talked to into an
// evening without one.
func (v *myWeek) fill(w *Words, day *myDay, date schedule.Date, loc *time.Location) {
	slices.SortStableFunc(day.Doors, func(a, b myDoor) int { return cmp.Compare(a.from, b.from) })
	if day.lit {
		return
	}
	from, to := date.At(evening, loc), date.At(endEvening, loc)
	type ranked struct {
		Call
		rank int
	}
	var all []ranked
	for _, h := range v.Lines {
		best := ranked{rank: 1 << 10}
		for _, l := range h.Lines {
			line, ok := w.line(l)
			if !ok || !l.Reachable() || !inUse(h.Status) {
				continue
			}
			words := w.openIn(&l.Hours, from, to)
			if words == "" {
				continue
			}
			key := map[directory.Channel]string{directory.Phone: "week.call", directory.Chat: "week.chat"}[l.Channel]
			if key == "" {
				key = "week.text"
			}
			if rank := rankOf(h, l, w.Lang); rank < best.rank {
				best = ranked{Call{Says: w.Say(key), Words: words, Name: h.Name, Lang: nativeOf(h.Country, h.Languages), Line: line}, rank}
			}
		}
		if best.Name != "" {
			all = append(all, best)
		}
	}
	slices.SortStableFunc(all, func(a, b ranked) int { return cmp.Compare(a.rank, b.rank) })
	for i, r := range all[:min(len(all), perEvening)] {
		if i == 0 || r.rank%16 < lastResort {
			day.Evening = append(day.Evening, r.Call)
		}
	}
}

// openIn says when something is certainly open between two moments; "" if it is
// not.
func (w *Words) openIn(h *schedule.Schedule, from, to time.Time) string {
	if h.RoundTheClock() {
		return w.Say("time.round_clock")
	}
	for _, s := range h.Spans(from, to) {
		if s.State == schedule.Open && s.To.Sub(s.From) >= time.Hour {
			day, loc := schedule.DateIn(s.From, s.From.Location()), s.From.Location()
			return w.fromTo(clock(s.From), clockOf(minutesOf(s.To, day, loc)))
		}
	}
	return ""
}

// rankOf orders who can be talked to: those who speak the language of the page
// first, then those who are there for young people before those for everybody,
// and chat before text and the telephone. A line that most know as that for
// suicide comes last among them: the sheet hangs where others read it.
func rankOf(h *directory.Helpline, l directory.Line, lang string) int {
	rank := 0
	if len(h.Languages) > 0 && !slices.Contains(h.Languages, lang) {
		rank += 16
	}
	if !slices.Contains(h.Groups, directory.GroupYoungPeople) && !slices.Contains(h.Groups, directory.GroupChildren) {
		rank += 4
		if slices.Contains(h.Groups, directory.GroupSuicide) {
			rank += lastResort - 4
		}
	}
	switch {
	case !l.Written():
		rank += 2
	case l.Channel != directory.Chat:
		rank++
	}
	return rank
}
