package search_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"walkin/internal/geo"
)

// What others are measured against has to be right itself: each answer of the
// reference is held against a look at every entry.

const referenceSize = 3000

func allPlaces(tb testing.TB) (places []rivalPlace) {
	for _, p := range generatedPlaces(tb, referenceSize) {
		places = append(places, p)
	}
	return places
}

func TestTheReferenceFindsTheNearest(t *testing.T) {
	r, places := newReference(t, referenceSize), allPlaces(t)
	for _, kind := range []string{"nearest", "filtered"} {
		matched := 0
		for i, q := range askedOf(t, kind) {
			var want []float64
			for _, p := range places {
				metres := geo.Distance(q.Near.Point, p.point)
				if q.RadiusKM > 0 && metres > q.RadiusKM*1000 || len(q.Topics) > 0 && !slices.Contains(p.topics, q.Topics[0]) ||
					q.Age != nil && (*q.Age < p.low || *q.Age > p.high) || len(q.Promises) > 0 && !p.free {
					continue
				}
				want = append(want, metres)
			}
			slices.Sort(want)
			want = want[:min(len(want), 20)]
			r.nearest(&q)
			if len(r.seek.nearest) != len(want) {
				t.Fatalf("%s %d: %d are near, want %d", kind, i, len(r.seek.nearest), len(want))
			}
			for j, n := range r.seek.nearest {
				got := geo.Distance(q.Near.Point, places[n.number].point)
				if math.Abs(got-want[j]) > 2 {
					t.Fatalf("%s %d: the %d. is %.1f m away, want %.1f", kind, i, j+1, got, want[j])
				}
			}
			matched += len(want)
		}
		if matched == 0 {
			t.Errorf("%s: nothing matched", kind)
		}
	}
}

func TestTheReferenceCountsWhatIsInABox(t *testing.T) {
	r, places := newReference(t, referenceSize), allPlaces(t)
	matched := 0
	for i, q := range askedOf(t, "box") {
		want := 0
		for _, p := range places {
			if q.Box.Contains(p.point) {
				want++
			}
		}
		count, first := r.plane.count(*q.Box, r.first[:0])
		if count != want || len(first) != min(want, 100) {
			t.Fatalf("box %d: counts %d and shows %d, want %d", i, count, len(first), want)
		}
		for _, n := range first {
			if !q.Box.Contains(places[n].point) {
				t.Fatalf("box %d: %v is not in it", i, places[n].point)
			}
		}
		matched += count
	}
	if matched == 0 {
		t.Error("nothing was in a box")
	}
}

func TestTheReferenceScoresTextsAsALookAtEveryEntryDoes(t *testing.T) {
	r, places := newReference(t, referenceSize), allPlaces(t)
	r.written = newWritten(t, referenceSize, r.average)
	analyzer := rivalMapping().AnalyzerNamed("standard")
	often := make(map[string]map[uint32]float64) // by the word
	var lengths []float64
	sum := 0.0
	for i, p := range places {
		tokens := analyzer.Analyze([]byte(p.name + "\n" + every(p.text)))
		for _, token := range tokens {
			word := string(token.Term)
			if often[word] == nil {
				often[word] = make(map[uint32]float64)
			}
			often[word][uint32(i)]++
		}
		lengths = append(lengths, float64(len(tokens)))
		sum += float64(len(strings.Fields(p.name)) + len(strings.Fields(every(p.text))))
	}
	average := sum / float64(len(places))
	for _, kind := range []string{"text", "text-25km"} {
		matched := 0
		for i, q := range askedOf(t, kind) {
			scores, topics := make(map[uint32]float64), make(map[string]uint32)
			for _, word := range strings.Fields(q.Text) {
				has, all := float64(len(often[word])), float64(len(places))
				for n, times := range often[word] {
					scores[n] += bm25(math.Log(1+(all-has+0.5)/(has+0.5)), times, lengths[n], average)
				}
			}
			var want []float64
			for n, score := range scores {
				if q.Near != nil {
					km := geo.Distance(q.Near.Point, places[n].point) / 1000
					if km > q.RadiusKM {
						continue
					}
					score *= 5 / (5 + km)
				}
				want = append(want, score)
				for _, topic := range places[n].topics {
					topics[topic]++
				}
			}
			slices.Sort(want)
			slices.Reverse(want)
			got, total, err := r.find(&q)
			if err != nil {
				t.Fatal(err)
			}
			if total != len(want) || len(got) != min(total, 20) {
				t.Fatalf("%s %q: %d match and %d are shown, want %d", kind, q.Text, total, len(got), len(want))
			}
			for j, s := range got {
				if math.Abs(s.score-want[j]) > 1e-3*want[j] {
					t.Fatalf("%s %d %q: the %d. has the score %f, want %f", kind, i, q.Text, j+1, s.score, want[j])
				}
			}
			for id, topic := range r.topics {
				if r.counts[topic] != topics[id] {
					t.Fatalf("%s %q: %d are about %s, want %d", kind, q.Text, r.counts[topic], id, topics[id])
				}
			}
			matched += total
		}
		if matched == 0 {
			t.Errorf("%s: nothing matched", kind)
		}
	}
}
