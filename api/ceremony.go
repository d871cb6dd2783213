package api

import (
	"container/list"
	"crypto/rand"
	"sync"
	"time"
)

// maxCeremonies bounds how many ceremonies of a sort are remembered at once.
const maxCeremonies = 1000

// ceremonies are what must be remembered between the two halves of signing in
// with a passkey or through an issuer, by a random id: in memory, for a while,
// and each for one use. When there are too many the oldest is forgotten, so
// that a flood slows nobody down but who takes long. The zero value is ready
// but for its life.
type ceremonies[T any] struct {
	life time.Duration

	mu   sync.Mutex
	all  list.List // of ceremony[T], the oldest first
	byID map[string]*list.Element
}

type ceremony[T any] struct {
	id      string
	expires time.Time
	what    T
}

// begin remembers the first half of one and gives its id.
func (c *ceremonies[T]) begin(what T, now time.Time) (id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.byID == nil {
		c.byID = make(map[string]*list.Element)
	}
	for oldest := c.all.Front(); oldest != nil; oldest = c.all.Front() {
		if c.all.Len() < maxCeremonies && now.Before(oldest.Value.(ceremony[T]).expires) {
			break
		}
		c.forget(oldest)
	}
	id = rand.Text()
	c.byID[id] = c.all.PushBack(ceremony[T]{id, now.Add(c.life), what})
	return id
}

// take gives what was remembered under an id, and forgets it; false if there
// is nothing, or it was too long ago.
func (c *ceremonies[T]) take(id string, now time.Time) (what T, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	element := c.byID[id]
	if element == nil {
		return what, false
	}
	found := element.Value.(ceremony[T])
	c.forget(element)
	if !now.Before(found.expires) {
		return what, false
	}
	return found.what, true
}

func (c *ceremonies[T]) forget(element *list.Element) {
	delete(c.byID, element.Value.(ceremony[T]).id)
	c.all.Remove(element)
}
