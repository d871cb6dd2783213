package api

import (
	"slices"
	"sync"
	"time"

	"walkin/api/web"
	"walkin/internal/staff"
)

const (
	maxKnocks    = 1000
	knockPatient = 5 * time.Minute  // then the telephone says that nobody saw it
	knockLife    = 10 * time.Minute // then it is forgotten
	lookLife     = 2 * time.Minute  // how long somebody who looked counts as looking
)

// board holds who stands outside of which door just now: a centre, a moment and
// a random id, in memory and nowhere else. It knows nobody. It is safe for
// concurrent use.
type board struct {
	mu     sync.Mutex
	knocks map[string]knock     // by id
	looked map[string]time.Time // when somebody inside last looked, by id of the centre
}

// knock is somebody who says that they are outside.
type knock struct {
	ID, Centre string
	At         time.Time
	Coming     bool // somebody said that they come out
}

// state is what the telephone shows of it.
func (k knock) state(now time.Time) web.KnockState {
	switch {
	case k.Coming:
		return web.KnockComing
	case now.Sub(k.At) >= knockPatient:
		return web.KnockUnseen
	}
	return web.KnockWaiting
}

func newBoard() *board {
	return &board{knocks: make(map[string]knock), looked: make(map[string]time.Time)}
}

// forget drops what is over.
func (b *board) forget(now time.Time) {
	for id, k := range b.knocks {
		if now.Sub(k.At) >= knockLife {
			delete(b.knocks, id)
		}
	}
	for centre, at := range b.looked {
		if now.Sub(at) >= lookLife {
			delete(b.looked, centre)
		}
	}
}

// put hangs up a knock and gives its id; false if the board is full.
func (b *board) put(centre string, now time.Time) (id string, ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.forget(now); len(b.knocks) >= maxKnocks {
		return "", false
	}
	id = staff.NewID("k")
	b.knocks[id] = knock{ID: id, Centre: centre, At: now}
	return id, true
}

// of gives a knock by its id, and whether it is still there.
func (b *board) of(id string, now time.Time) (knock, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.forget(now)
	k, ok := b.knocks[id]
	return k, ok
}

// watched says whether somebody inside a centre looks.
func (b *board) watched(centre string, now time.Time) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.forget(now)
	_, ok := b.looked[centre]
	return ok
}

// look gives who is outside of a centre, the first to come first, and notes
// that somebody looked.
func (b *board) look(centre string, now time.Time) []knock {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.forget(now)
	b.looked[centre] = now
	var outside []knock
	for _, k := range b.knocks {
		if k.Centre == centre {
			outside = append(outside, k)
		}
	}
	slices.SortFunc(outside, func(a, b knock) int { return a.At.Compare(b.At) })
	return outside
}

// come says that somebody comes out; false if the knock is over.
func (b *board) come(id string, now time.Time) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.forget(now)
	k, ok := b.knocks[id]
	if ok {
		k.Coming = true
		b.knocks[id] = k
	}
	return ok
}
