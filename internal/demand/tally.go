package demand

import (
	"hash/maphash"
	"maps"
	"slices"
	"sync"
	"time"

	"walkin/internal/problem"
	"walkin/internal/schedule"
)

const (
	// PerDay is how many searches of one client and topic count in a day: a single
	// person, or a program, must not move a number.
	PerDay = 5
	// saltLife is how long a client keeps the same key.
	saltLife = time.Hour
	// mostBuckets bounds the memory of a tally, to some 50 MB. Who comes on top is not
	// counted, but nobody who is known is forgotten for it: who could make it forget
	// the caps could undo them.
	mostBuckets = 100_000
)

// Tally counts in memory, until somebody takes the counts and writes them. It is
// safe for concurrent use.
type Tally struct {
	areas *Areas

	mu      sync.Mutex
	day     schedule.Date // of the caps, UTC
	turns   time.Time     // when the next hour begins
	present hour
	before  hour
	counts  map[Cell]Count
}

// hour is what clients have added, by hashes under the salt of one hour.
type hour struct {
	salt  maphash.Seed
	added map[bucket]added
}

func newHour() hour { return hour{maphash.MakeSeed(), make(map[bucket]added)} }

// bucket is a client and a topic, or its votes on it.
type bucket struct {
	client uint64
	topic  string
	vote   bool
}

// added is what a bucket has added today: to how many cells, and to which.
type added struct {
	searches int
	cells    [PerDay]Cell
}

// NewTally makes a tally over areas.
func NewTally(areas *Areas) *Tally {
	return &Tally{areas: areas, present: newHour(), before: newHour(), counts: make(map[Cell]Count)}
}

// Search is a search to be counted.
type Search struct {
	Country      string // ISO 3166-1
	Municipality string // national code; "" if it is not known
	Topic        string
	Crisis       bool // the topic is one of a crisis
	Outcome      Outcome
}

// Search counts a search of a client, and gives the area that it counts under;
// false if that is none. Client is whatever tells one from another, such as an
// address; only a hash of it is held, for two hours at the most.
func (t *Tally) Search(client string, s Search, now time.Time) (Area, bool) {
	area, ok := t.areas.Of(s.Country, s.Municipality)
	if !ok {
		return Area{}, false
	}
	if s.Crisis {
		area = Area{Country: area.Country}
	}
	zone := zoneOf(area.Country)
	period := WeekOf(now, zone)
	if s.Crisis {
		period = YearOf(now, zone)
	}
	t.add(client, Cell{period, area, s.Topic, s.Outcome}, false, now)
	return area, true
}

// Vote counts what a client says of an answer. An area that is none is an Invalid
// error; whether the topic is one is for the caller to know.
func (t *Tally) Vote(client string, v Vote, now time.Time) error {
	if !t.areas.Has(v.Area) {
		return problem.InvalidFields("The vote breaks a rule.", []problem.Field{{Pointer: "/counted", Detail: "That is no area under which searches are counted. Send what the answer to the search has."}})
	}
	t.add(client, Cell{WeekOf(now, zoneOf(v.Country)), v.Area, v.Topic, v.Outcome()}, true, now)
	return nil
}

// add counts for a client that has not added too much of it today.
func (t *Tally) add(client string, c Cell, vote bool, now time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.turn(now)
	b := bucket{maphash.String(t.present.salt, client), c.Topic, vote}
	sent, known := t.present.added[b]
	if !known {
		// Somebody who asked within the last hour stays who they were.
		old := bucket{maphash.String(t.before.salt, client), c.Topic, vote}
		sent, known = t.before.added[old]
		delete(t.before.added, old)
		// They take the place that they had, however full it is.
		if !known && len(t.present.added)+len(t.before.added) >= mostBuckets {
			return
		}
	}
	if sent.searches >= PerDay {
		t.present.added[b] = sent
		return
	}
	one := Count{Cell: c, Searches: 1}
	// Whoever first finds something, then asks with their age and finds nothing, is
	// one of the askers of both.
	if !slices.Contains(sent.cells[:sent.searches], c) {
		one.Askers = 1
	}
	sent.cells[sent.searches] = c
	sent.searches++
	t.present.added[b] = sent
	t.counts[c] = one.plus(t.counts[c])
}

// turn replaces the salt every hour, and begins the caps anew every day. A clock
// that is set back brings no day again, and none that was ahead keeps a salt.
func (t *Tally) turn(now time.Time) {
	if today := schedule.DateIn(now, time.UTC); today.After(t.day) {
		t.day = today
		clear(t.present.added)
		clear(t.before.added)
	}
	if now.Before(t.turns) && now.After(t.turns.Add(-saltLife-time.Second)) {
		return
	}
	t.before = t.present
	if !now.Before(t.turns.Add(saltLife)) {
		t.before = newHour() // nobody asked for an hour
	}
	t.present, t.turns = newHour(), now.Add(saltLife)
}

// Forget drops the keys of the hours that are over. It is for a clock to call:
// where nobody searches, no search does it.
func (t *Tally) Forget(now time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.turn(now)
}

// Take gives what was counted since the last time, in the order of cells, and
// forgets it.
func (t *Tally) Take() []Count {
	t.mu.Lock()
	defer t.mu.Unlock()
	taken := merged(slices.Collect(maps.Values(t.counts)))
	clear(t.counts)
	return taken
}

// Return puts back what could not be written.
func (t *Tally) Return(counts []Count) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, c := range counts {
		t.counts[c.Cell] = c.plus(t.counts[c.Cell])
	}
}
