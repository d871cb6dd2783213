package schedule_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"walkin/internal/schedule"
)

// A walk is ten days of a zone, minute by minute of real time, with what the
// wall clock shows at each. It is the slow second method against which spans
// are checked: it knows nothing of offsets, sorting or joining.
type walk struct {
	loc   *time.Location
	start time.Time       // the first minute
	wall  []int           // for each minute: days since 1970 × 1440 + minute of the day
	first map[int]int     // wall → the first minute that shows it
	dates []schedule.Date // the eight days whose rules are laid over the walk
}

func newWalk(t fataler, zone, centre string) *walk {
	t.Helper()
	w := &walk{loc: location(t, zone), first: map[int]int{}}
	middle := date(t, centre)
	for i := -4; i <= 3; i++ {
		w.dates = append(w.dates, middle.AddDays(i))
	}
	noon := time.Date(middle.Year, middle.Month, middle.Day, 12, 0, 0, 0, time.UTC)
	w.start = noon.AddDate(0, 0, -5)
	for m := range 10 * 1440 {
		local := w.start.Add(time.Duration(m) * time.Minute).In(w.loc)
		year, month, day := local.Date()
		days := int(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / 86400)
		wall := days*1440 + local.Hour()*60 + local.Minute()
		if _, seen := w.first[wall]; !seen {
			w.first[wall] = m
		}
		w.wall = append(w.wall, wall)
	}
	return w
}

// minute is the first minute that shows a wall clock; in a gap, the last minute
// before the gap counted on.
func (w *walk) minute(d schedule.Date, clock int) int {
	wall := int(d.In(time.UTC).Unix()/86400)*1440 + clock
	if m, ok := w.first[wall]; ok {
		return m
	}
	for m := range w.wall[1:] {
		if w.wall[m] < wall && wall < w.wall[m+1] {
			return m + wall - w.wall[m]
		}
	}
	panic(fmt.Sprintf("%v %d is not within the walk", d, clock))
}

// index is the minute of the walk at an instant.
func (w *walk) index(t time.Time) int { return int(t.Sub(w.start) / time.Minute) }

// states reads a schedule minute by minute.
func (w *walk) states(s *schedule.Schedule) []schedule.State {
	states := make([]schedule.State, len(w.wall))
	for i := range states {
		states[i] = schedule.Closed
	}
	lay := func(d schedule.Date, opens, closes *schedule.Clock, state schedule.State) {
		from, to := 0, 1440
		if opens == nil || closes == nil {
			state = schedule.Unknown
		}
		if opens != nil {
			from = int(*opens)
		}
		if closes != nil {
			to = int(*closes)
			if opens != nil && *closes <= *opens {
				to += 1440
			}
		}
		for m, end := w.minute(d, from), w.minute(d, to); m < end; m++ {
			if states[m] != schedule.Open {
				states[m] = state
			}
		}
	}
	for _, d := range w.dates {
		if e := ruling(s.Exceptions, d); e != nil {
			for _, h := range e.Hours {
				lay(d, &h.Opens, &h.Closes, schedule.Open)
			}
			continue
		}
		if s.Doubt != "" || len(s.Weekly)+len(s.Series)+len(s.Sessions) == 0 {
			lay(d, nil, nil, schedule.Unknown)
			continue
		}
		state := schedule.Open
		if _, holiday := schedule.HolidayOn(s.Country, d); holiday && s.Holidays != schedule.HolidaysOpen {
			state = schedule.Unknown
			if s.Holidays == schedule.HolidaysClosed {
				state = schedule.Closed
			}
		}
		for _, r := range s.Weekly {
			if state != schedule.Closed && slices.Contains(r.Days, d.Weekday()) &&
				(r.From == nil || !d.Before(*r.From)) && (r.Until == nil || !d.After(*r.Until)) {
				if r.Doubt != "" {
					lay(d, r.Opens, r.Closes, schedule.Unknown)
				} else {
					lay(d, r.Opens, r.Closes, state)
				}
			}
		}
		for _, r := range s.Series { // every second day; see drawSchedule
			if state != schedule.Closed && int(d.In(time.UTC).Sub(r.Start.In(time.UTC)).Hours())/24%2 == 0 {
				lay(d, r.Opens, r.Closes, state)
			}
		}
		for _, r := range s.Sessions {
			if r.Date == d && !r.Cancelled {
				lay(d, r.Opens, r.Closes, schedule.Open)
			}
		}
	}
	return states
}

// ruling is the exception that decides over a date: the shortest, then the last.
func ruling(exceptions []schedule.Exception, d schedule.Date) *schedule.Exception {
	var best *schedule.Exception
	length := func(e *schedule.Exception) time.Duration {
		if e.Until == (schedule.Date{}) {
			return 0
		}
		return e.Until.In(time.UTC).Sub(e.From.In(time.UTC))
	}
	for i := range exceptions {
		e := &exceptions[i]
		until := e.Until
		if until == (schedule.Date{}) {
			until = e.From
		}
		if d.Before(e.From) || d.After(until) {
			continue
		}
		if best == nil || length(e) <= length(best) {
			best = e
		}
	}
	return best
}

// drawSchedule draws a schedule whose rules bear on the days of a walk. Times
// gather round the hours in which clocks change.
func drawSchedule(t *rapid.T, w *walk) *schedule.Schedule {
	clock := rapid.OneOf(
		rapid.SampledFrom([]schedule.Clock{0, 60, 119, 120, 135, 150, 179, 180, 181, 420, 1260, 1439}),
		rapid.Custom(func(t *rapid.T) schedule.Clock { return schedule.Clock(rapid.IntRange(0, 1439).Draw(t, "minute")) }),
	)
	opens := rapid.Custom(func(t *rapid.T) *schedule.Clock {
		if rapid.IntRange(0, 7).Draw(t, "known") == 0 {
			return nil
		}
		return new(clock.Draw(t, "clock"))
	})
	closes := rapid.Custom(func(t *rapid.T) *schedule.Clock {
		switch rapid.IntRange(0, 7).Draw(t, "known") {
		case 0:
			return nil
		case 1:
			return new(schedule.Clock(1440))
		}
		return new(max(1, clock.Draw(t, "clock")))
	})
	day := rapid.SampledFrom(w.dates)
	doubt := rapid.SampledFrom([]string{"", "", "", "måske"})

	s := &schedule.Schedule{
		Zone:     w.loc.String(),
		Country:  rapid.SampledFrom([]string{"", "DK", "NL", "BE"}).Draw(t, "country"),
		Holidays: rapid.SampledFrom([]schedule.HolidayRule{"", "closed", "open"}).Draw(t, "holidays"),
	}
	if s.Country == "" {
		s.Holidays = schedule.HolidaysUnknown
	}
	if rapid.IntRange(0, 15).Draw(t, "doubted") == 0 {
		s.Doubt = "stand 2012"
	}
	for range rapid.IntRange(0, 4).Draw(t, "weekly") {
		r := schedule.Weekly{
			Days:  rapid.SliceOfNDistinct(rapid.SampledFrom([]schedule.Day{0, 1, 2, 3, 4, 5, 6}), 1, 7, rapid.ID).Draw(t, "days"),
			Opens: opens.Draw(t, "opens"), Closes: closes.Draw(t, "closes"), Doubt: doubt.Draw(t, "doubt"),
			Note: rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "note"),
		}
		if rapid.Bool().Draw(t, "bounded") {
			r.From = new(day.Draw(t, "from"))
			r.Until = new(r.From.AddDays(rapid.IntRange(0, 5).Draw(t, "for")))
		}
		s.Weekly = append(s.Weekly, r)
	}
	for range rapid.IntRange(0, 2).Draw(t, "series") {
		s.Series = append(s.Series, schedule.Series{
			Start: w.dates[0].AddDays(-rapid.IntRange(0, 500).Draw(t, "start")), Rule: "FREQ=DAILY;INTERVAL=2",
			Opens: opens.Draw(t, "opens"), Closes: closes.Draw(t, "closes"),
		})
	}
	for range rapid.IntRange(0, 2).Draw(t, "sessions") {
		s.Sessions = append(s.Sessions, schedule.Session{
			Date: day.Draw(t, "date"), Opens: opens.Draw(t, "opens"), Closes: closes.Draw(t, "closes"),
			Cancelled: rapid.IntRange(0, 4).Draw(t, "cancelled") == 0,
		})
	}
	for range rapid.IntRange(0, 2).Draw(t, "exceptions") {
		e := schedule.Exception{From: day.Draw(t, "from"), Closed: true, Reason: rapid.SampledFrom([]string{"", "Sygdom"}).Draw(t, "reason")}
		if rapid.Bool().Draw(t, "long") {
			e.Until = e.From.AddDays(rapid.IntRange(0, 3).Draw(t, "days"))
		}
		if rapid.Bool().Draw(t, "changed") {
			e.Closed = false
			for range rapid.IntRange(1, 2).Draw(t, "hours") {
				e.Hours = append(e.Hours, schedule.Hours{Opens: clock.Draw(t, "opens"), Closes: clock.Draw(t, "closes")})
			}
		}
		s.Exceptions = append(s.Exceptions, e)
	}
	return s
}

func TestSpansAgreeWithAMinuteByMinuteWalk(t *testing.T) {
	for _, zone := range []string{"Europe/Copenhagen", "Europe/Amsterdam", "Europe/Brussels"} {
		for _, centre := range []string{
			"2025-03-30", "2025-10-26", "2026-03-29", "2026-10-25", "2027-03-28", "2027-10-31", // DST nights
			"2028-02-29", "2026-12-25",
		} {
			t.Run(zone+" round "+centre, func(t *testing.T) {
				w := newWalk(t, zone, centre)
				rapid.Check(t, func(t *rapid.T) { w.check(t, drawSchedule(t, w)) })
			})
		}
	}
}

// check compares spans and status of one schedule with the walk.
func (w *walk) check(t *rapid.T, s *schedule.Schedule) {
	if wrong := s.Validate(); len(wrong) > 0 {
		t.Fatalf("the drawn schedule is not sound: %v", wrong)
	}
	want := w.states(s)
	// The first of the eight days only sends its night on to the second, and
	// the last would be joined by the night of a ninth.
	low, high := w.minute(w.dates[1], 0), w.minute(w.dates[7], 1440)
	from := rapid.IntRange(low, high-1).Draw(t, "window from")
	to := rapid.IntRange(from+1, high).Draw(t, "window to")
	at := func(m int) time.Time { return w.start.Add(time.Duration(m) * time.Minute) }

	spans := s.Spans(at(from), at(to))
	got := make([]schedule.State, len(want))
	for m := range got {
		got[m] = schedule.Closed
	}
	for _, span := range spans {
		for m, end := w.index(span.From), w.index(span.To); m < end; m++ {
			got[m] = span.State
		}
	}
	for m := from; m < to; m++ {
		if got[m] != want[m] {
			t.Fatalf("at %v: got %s, want %s, in\n%s", at(m).In(w.loc), got[m], want[m], draw(spans))
		}
	}
	end := at(from)
	for i, span := range spans {
		if span.From.Before(end) || !span.From.Before(span.To) || span.To.After(at(to)) || span.From.Location().String() != w.loc.String() {
			t.Fatalf("span %d is out of order or of bounds in\n%s", i, draw(spans))
		}
		end = span.To
	}
	w.checkStatus(t, s, want, from, high)
}

// checkStatus compares the status at a minute with the walk, which ends at high.
func (w *walk) checkStatus(t *rapid.T, s *schedule.Schedule, want []schedule.State, now, high int) {
	got := s.At(w.start.Add(time.Duration(now) * time.Minute))
	if got.State != want[now] {
		t.Fatalf("at minute %d: %s, want %s", now, got.State, want[now])
	}
	until, next := -1, -1
	for m := now + 1; m < high; m++ {
		if until < 0 && want[m] != want[now] {
			until = m
		}
		if next < 0 && want[m] == schedule.Open && want[m-1] != schedule.Open {
			next = m
		}
	}
	for name, pair := range map[string]struct {
		got  *time.Time
		want int
	}{"until": {got.Until, until}, "next": {got.Next, next}} {
		reached := high // later than the walk can tell
		if pair.got != nil {
			reached = w.index(*pair.got)
		}
		if pair.want < 0 && reached < high || pair.want >= 0 && reached != pair.want {
			t.Fatalf("%s from minute %d is %v, want minute %d", name, now, pair.got, pair.want)
		}
	}
}
