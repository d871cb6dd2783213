package demand

// MostBuckets is how many clients and topics a tally may know.
const MostBuckets = mostBuckets

// Buckets is how many it knows.
func (t *Tally) Buckets() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.present.added) + len(t.before.added)
}

// Noise draws once.
var Noise = noise
