package demand

import (
	"cmp"
	"strconv"
	"time"

	"walkin/internal/schedule"
)

// Outcome is what became of a search, or what somebody said of it.
type Outcome string

// The outcomes of a search. A place fits if it meets all that was asked, or if
// nobody knows that it does not.
const (
	Found   Outcome = "found"   // a place fits, near enough, that is open or may be within [Soon]
	TooFar  Outcome = "too_far" // the nearest that fits is farther than [Near], or than was asked
	Closed  Outcome = "closed"  // what fits and is near does not open within Soon
	NoFit   Outcome = "no_fit"  // there is something about it, but not for this age, access need, language or promise
	Nothing Outcome = "nothing" // there is nothing about it
)

// The outcomes of "did this help?", which is asked once of who searched.
const (
	Helped    Outcome = "helped"
	NotHelped Outcome = "not_helped"
)

// Searches lists the outcomes of a search, Unmet those of one in vain, Votes what
// people say of it.
var (
	Searches = []Outcome{Found, TooFar, Closed, NoFit, Nothing}
	Unmet    = []Outcome{TooFar, Closed, NoFit, Nothing}
	Votes    = []Outcome{Helped, NotHelped}
)

// What stands in the place of a topic where there is none.
const (
	Unmatched = "unmatched" // words that mean no topic of the taxonomy
	Anything  = "anything"  // a place near, whatever it is about
)

// Period is what a counter counts over: a week of ISO 8601 such as "2026-W47", or
// a year such as "2026" for the topics of a crisis. There is nothing finer.
type Period string

// WeekOf is the week that a moment lies in, at a place; YearOf the year.
func WeekOf(t time.Time, zone *time.Location) Period {
	return Period(schedule.WeekOf(schedule.DateIn(t, zone)).String())
}

// YearOf is the year that a moment lies in, at a place.
func YearOf(t time.Time, zone *time.Location) Period {
	return Year(t.In(zone).Year())
}

// Year is a year as a period.
func Year(year int) Period { return Period(strconv.Itoa(year)) }

// Week is the week of a period; false for a year.
func (p Period) Week() (schedule.Week, bool) {
	w, err := schedule.ParseWeek(string(p))
	return w, err == nil
}

// Over says whether a period has ended everywhere, with a day for what is still
// to be written.
func (p Period) Over(now time.Time) bool {
	var end schedule.Date
	if w, ok := p.Week(); ok {
		end = w.Monday().AddDays(7)
	} else {
		year, err := strconv.Atoi(string(p))
		if err != nil {
			return false
		}
		end = schedule.Date{Year: year + 1, Month: time.January, Day: 1}
	}
	return now.After(end.In(time.UTC).AddDate(0, 0, 1))
}

// Cell is what a counter counts.
type Cell struct {
	Period Period `json:"period"`
	Area
	Topic   string  `json:"topic"`
	Outcome Outcome `json:"outcome"`
}

// Compare is the order of cells: by their words, so that nothing of when they came
// is in it.
func (c Cell) Compare(d Cell) int {
	return cmp.Or(cmp.Compare(c.Period, d.Period), c.Area.Compare(d.Area), cmp.Compare(c.Topic, d.Topic), cmp.Compare(c.Outcome, d.Outcome))
}

// Count is how many searches a cell has.
type Count struct {
	Cell
	Searches int // each client's at most [PerDay] in a day
	Askers   int // clients that are in them, each day and after an hour's silence anew
}

func (c Count) plus(d Count) Count {
	c.Searches += d.Searches
	c.Askers += d.Askers
	return c
}

// Vote is what somebody says of an answer: whether it helped, and under which
// area and topic the search was counted.
type Vote struct {
	Area
	Topic  string
	Helped bool
}

// Outcome is what the vote counts as.
func (v Vote) Outcome() Outcome {
	if v.Helped {
		return Helped
	}
	return NotHelped
}
