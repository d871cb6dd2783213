package search

import "sync"

// interned gives equal values one number, so that a column holds numbers and a
// question is put to each distinct value once. Values are never taken out; the
// next build of the index forgets those that nobody uses. It is safe for
// concurrent use: one goroutine adds while searches look.
type interned[T any] struct {
	mu      sync.RWMutex
	numbers map[string]uint32
	names   []string // what each value was found by
	values  []T
}

// number gives the number of a value by its name, and makes the value if it is
// new.
func (d *interned[T]) number(name string, value func() T) uint32 {
	if n, ok := d.known(name); ok {
		return n
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.numbers == nil {
		d.numbers = make(map[string]uint32)
	}
	n := uint32(len(d.values))
	d.numbers[name] = n
	d.names = append(d.names, name)
	d.values = append(d.values, value())
	return n
}

// known gives the number of a value that somebody has, by its name.
func (d *interned[T]) known(name string) (uint32, bool) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	n, ok := d.numbers[name]
	return n, ok
}

// all gives the values by number, as of now. The caller does not change them.
func (d *interned[T]) all() []T {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.values[:len(d.values):len(d.values)]
}

// allNames gives what the values are found by, by number.
func (d *interned[T]) allNames() []string {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.names[:len(d.names):len(d.names)]
}
