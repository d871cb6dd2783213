package api

import (
	"sync"
	"time"

	"walkin/internal/demand"
)

// mostKept bounds what is kept of pages, in bytes.
const mostKept = 16 << 20

// keptPages are the public pages of this minute: a class of thirty opens the
// same one. What is kept was asked for by an address of closed vocabularies;
// the answer to what somebody typed is never among them.
type keptPages struct {
	mu       sync.Mutex
	minute   time.Time
	position uint64 // number of the last change that the pages know
	pages    map[string][]byte
	searches map[string]demand.Search // that the pages answer
	size     int
}

// of gives a page of this minute and this state of the directory; nil if it is
// not kept.
func (k *keptPages) of(key string, minute time.Time, position uint64) []byte {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.turn(minute, position)
	return k.pages[key]
}

// keep keeps a page for the rest of the minute, if there is room, and if the
// directory is still in the state that was known before the page was drawn.
func (k *keptPages) keep(key string, minute time.Time, position uint64, body []byte) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if !k.minute.Equal(minute) || k.position != position || k.size+len(key)+len(body) > mostKept || k.pages[key] != nil {
		return
	}
	k.pages[key] = body
	k.size += len(key) + len(body)
}

// note keeps what a page counts as each time that it is asked for; noted gives
// it, nil if the page is not kept.
func (k *keptPages) note(key string, search demand.Search) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.pages[key] != nil {
		k.searches[key] = search
	}
}

func (k *keptPages) noted(key string) *demand.Search {
	k.mu.Lock()
	defer k.mu.Unlock()
	if search, ok := k.searches[key]; ok {
		return &search
	}
	return nil
}

// turn begins anew when the minute or the directory has changed.
func (k *keptPages) turn(minute time.Time, position uint64) {
	if k.pages == nil || !k.minute.Equal(minute) || k.position != position {
		k.pages, k.searches, k.size, k.minute, k.position = make(map[string][]byte), make(map[string]demand.Search), 0, minute, position
	}
}
