package search_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"walkin/internal/directory"
	"walkin/internal/geo"
	generated "walkin/internal/sample"
)

// BenchmarkReference measures what arrays and trees in memory can do at best
// for the queries of BenchmarkFind: they give numbers only, know no opening
// hours and no unknown, and take a topic for itself and not for those below it.
// Nothing of this package is in it.
func BenchmarkReference(b *testing.B) {
	for _, size := range sizes() {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			r := newReference(b, size)
			r.measure(b, "nearest", func(q *directory.Query) (int, error) {
				r.nearest(q)
				return len(r.seek.nearest), nil
			})
			r.measure(b, "filtered", func(q *directory.Query) (int, error) {
				r.nearest(q)
				return len(r.seek.nearest), nil
			})
			r.measure(b, "box", func(q *directory.Query) (int, error) {
				count, _ := r.plane.count(*q.Box, r.first[:0])
				return count, nil
			})
		})
	}
}

// BenchmarkReferenceText does so for texts, with the term readers of bleve: a
// text stands for its words as they are written, any of them, scored by BM25.
// Bleve takes minutes to build a million; with WALKIN_BENCH_DIR what it built
// stays there for the next run.
func BenchmarkReferenceText(b *testing.B) {
	for _, size := range sizes() {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			r := newReference(b, size)
			r.written = newWritten(b, size, r.average)
			for _, kind := range []string{"text", "text-25km"} {
				r.measure(b, kind, func(q *directory.Query) (int, error) {
					_, total, err := r.find(q)
					return total, err
				})
			}
		})
	}
}

func (r *reference) measure(b *testing.B, name string, run func(*directory.Query) (int, error)) {
	queries := askedOf(b, name)
	b.Run(name, func(b *testing.B) {
		measure(b, func(i int) (int, error) { return run(&queries[i%len(queries)]) })
	})
}

// askedOf gives the queries of the kind with a name.
func askedOf(tb testing.TB, name string) []directory.Query {
	all := kinds(tb)
	i := slices.IndexFunc(all, func(k kind) bool { return k.name == name })
	if i < 0 {
		tb.Fatalf("there is no kind %q", name)
	}
	return asked(tb, all[i])
}

// reference is a catalogue in arrays, by the number of the entry.
type reference struct {
	topics map[string]uint8 // by their id
	labels []label
	vector [][3]float32 // on a sphere of radius one
	degree [][2]float64 // longitude and latitude
	about  []uint8      // the topics of all, one after another
	begin  []uint32     // where those of an entry begin, and of the next

	average float64 // words of an entry, counted by the spaces between them
	around  *sphere
	plane   *plane
	written *written // nil where no text is asked

	// What answers are put into, so that none is allocated.
	seek   seeking
	first  [100]uint32
	counts [256]uint32
}

// label is what a filter looks at.
type label struct {
	topics    [2]uint64 // bits
	low, high uint8
	free      bool
}

// condition is a filter.
type condition struct {
	topic uint8
	age   uint8
	any   bool // nothing is asked
}

func (l *label) meets(c *condition) bool {
	return c.any || l.free && l.low <= c.age && c.age <= l.high && l.topics[c.topic/64]&(1<<(c.topic%64)) != 0
}

func newReference(tb testing.TB, size int) *reference {
	r := &reference{topics: make(map[string]uint8)}
	for e := range must[*generated.Catalogue](tb)(generated.New(0, 1)).Entries() {
		if topic, ok := e.(*directory.Topic); ok {
			r.topics[topic.ID] = uint8(len(r.topics))
		}
	}
	if len(r.topics) > 128 {
		tb.Fatal("there are more topics than bits")
	}
	words := 0
	for _, p := range generatedPlaces(tb, size) {
		words += len(strings.Fields(p.name)) + len(strings.Fields(every(p.text)))
		l := label{low: uint8(p.low), high: uint8(p.high), free: p.free}
		r.begin = append(r.begin, uint32(len(r.about)))
		for _, id := range p.topics {
			topic := r.topics[id]
			l.topics[topic/64] |= 1 << (topic % 64)
			r.about = append(r.about, topic)
		}
		r.labels = append(r.labels, l)
		r.vector = append(r.vector, onSphere(p.point))
		r.degree = append(r.degree, [2]float64{p.point.Lon, p.point.Lat})
	}
	r.begin = append(r.begin, uint32(len(r.about)))
	r.around, r.plane = newSphere(r.vector, r.labels), newPlane(r.degree)
	r.average = float64(words) / float64(len(r.labels))
	return r
}

// nearest leaves the twenty nearest in seek.
func (r *reference) nearest(q *directory.Query) {
	s := &r.seek
	s.from, s.reach, s.nearest = onSphere(q.Near.Point), math.MaxFloat32, s.nearest[:0]
	if q.RadiusKM > 0 {
		s.reach = straight(q.RadiusKM * 1000)
	}
	if s.wanted = (condition{any: true}); len(q.Topics) > 0 {
		s.wanted = condition{topic: r.topics[q.Topics[0]], age: uint8(*q.Age)}
	}
	r.around.look(s, 0, len(r.around.nodes), 0)
}

// find gives the best twenty for a text and how many match; counts has the
// topics of all that match.
func (r *reference) find(q *directory.Query) (best []scored, total int, err error) {
	m, err := r.written.merge(strings.Fields(q.Text))
	if err != nil {
		return nil, 0, err
	}
	defer m.close()
	clear(r.counts[:])
	near, from, reach := q.Near != nil, [3]float32{}, float32(0)
	if near {
		from, reach = onSphere(q.Near.Point), straight(q.RadiusKM*1000)
	}
	top := newBest(directory.DefaultLimit)
	for {
		number, score, ok, err := m.next()
		if err != nil {
			return nil, 0, err
		}
		if !ok {
			return top.sorted(), total, nil
		}
		if near {
			apart := squared(&from, &r.vector[number])
			if apart > reach {
				continue
			}
			score *= 5 / (5 + metres(apart)/1000)
		}
		total++
		for _, topic := range r.about[r.begin[number]:r.begin[number+1]] {
			r.counts[topic]++
		}
		top.offer(scored{number, score})
	}
}

// radius of the earth in metres, as in geo.Distance.
const radius = 6378137.0

func onSphere(p geo.Point) [3]float32 {
	lat, lon := p.Lat*math.Pi/180, p.Lon*math.Pi/180
	return [3]float32{float32(math.Cos(lat) * math.Cos(lon)), float32(math.Cos(lat) * math.Sin(lon)), float32(math.Sin(lat))}
}

// squared is the square of the straight line between two places.
func squared(a, b *[3]float32) float32 {
	x, y, z := a[0]-b[0], a[1]-b[1], a[2]-b[2]
	return x*x + y*y + z*z
}

// straight is that square for a distance along the earth in metres, and metres
// the way back.
func straight(metres float64) float32 {
	chord := 2 * math.Sin(metres/(2*radius))
	return float32(chord * chord)
}

func metres(squared float32) float64 {
	return 2 * radius * math.Asin(math.Sqrt(float64(squared))/2)
}
