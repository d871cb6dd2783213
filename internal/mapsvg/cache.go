package mapsvg

import "sync"

// A framing is what a background depends on.
type framing struct {
	view          View
	width, height float64
}

// generation is how many backgrounds are held before the older half is dropped: at
// some 10 kB each, a cache stays at about 2 MB whatever is asked.
const generation = 96

// A cache holds the backgrounds that were drawn last, in two generations: what is
// asked again moves to the young one, and when that is full the old one goes.
type cache struct {
	mu         sync.Mutex
	young, old map[framing][]byte
}

func (c *cache) get(p framing) ([]byte, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if b, ok := c.young[p]; ok {
		return b, true
	}
	b, ok := c.old[p]
	if ok {
		c.add(p, b)
	}
	return b, ok
}

func (c *cache) put(p framing, b []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.add(p, b)
}

// add is called with the lock held.
func (c *cache) add(p framing, b []byte) {
	if c.young == nil || len(c.young) >= generation {
		c.old, c.young = c.young, make(map[framing][]byte, generation)
	}
	c.young[p] = b
}
