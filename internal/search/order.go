package search

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"walkin/internal/directory"
	"walkin/internal/geo"
	"walkin/internal/schedule"
)

// rank is the place of a result in the order: the smaller comes first. All its
// parts follow from the entry, the question and the moment asked, never from
// the other entries (but for the radius, which a cursor carries), so an entry
// that does not change keeps its place while others come and go, and no page
// skips or repeats it.
type rank struct {
	steps    steps
	opens    int64   // when it opens, Unix seconds; only for SortOpens
	distance float64 // metres; +Inf where it is not known
	key      directory.Key
}

// steps are the first steps of the order in one number. From the highest bits:
//
//	unmeant        not the very place that the text names
//	far            beyond the radius; for a question in words, out of reach
//	abroad         in another country than the question's, where no distance says so
//	missingTopics  parts of the text that mean a topic which it has not, and for a
//	               question in words how much of a journey it is
//	class          of the match
//	unknown        a filter is neither met nor broken
//	stale          not confirmed for longer than a network of its organisation allows
//	missingWords   words of the text that it has not
//	everyone       for a question in words: for all ages, not specially for the young
//	evidence       for a question in words: how little else shows that it fits
//	band           of the distance
//	opening        how soon it opens
type steps uint64

const (
	openingBits = 3
	bandAt      = openingBits
	evidenceAt  = bandAt + 4
	everyoneAt  = evidenceAt + 3
	wordsAt     = everyoneAt + 1
	staleAt     = wordsAt + 8
	unknownAt   = staleAt + 1
	classAt     = unknownAt + 1
	missingAt   = classAt + 4
	abroadAt    = missingAt + 8
	farAt       = abroadAt + 1
	unmeantAt   = farAt + 1
)

func (s steps) far() bool { return s>>farAt&1 == 1 }

// lowered says whether an entry stands behind all others that are as near and
// fit as well, whatever its distance.
func (s steps) lowered() bool { return s>>staleAt&3 != 0 }

func step(yes bool, at int) steps {
	if yes {
		return 1 << at
	}
	return 0
}

// bands are the distances, in metres, within which nearer does not count for
// more than opening sooner.
var bands = [...]float64{1000, 2000, 5000, 10000, 15000, 25000, 50000, 100000, 200000}

// journeys say how much a place lacks of all that was asked, in sixths, for
// being further away than so many metres: a house for the matter itself in the
// next town comes before one around the corner that is about something else,
// and one that at least listens before a day's journey.
var journeys = [...]struct {
	beyond float64
	sixths steps
}{{directory.DefaultRadiusKM * 1000, 2}, {35_000, 6}, {75_000, 8}}

// newJourneys gives what is missing beyond each of the distances, for a question.
func newJourneys(q *question) (missing [len(journeys)]steps) {
	all := steps(0)
	for i := range q.topics {
		all += steps(q.topics[i].weight)
	}
	for i, j := range journeys {
		missing[i] = max(steps(i+1), (all*j.sixths+5)/6)
	}
	return missing
}

// soon is how soon a place must open to come before one of the same distance
// that is closed for longer.
const soon = 3 * time.Hour

// enoughNear is how many results the default radius is stretched to hold, in
// thin country.
const enoughNear = 10

// match is an entry that matched and passed the filters.
type match struct {
	n       uint32
	chord   float32 // +Inf where the distance is not known
	unknown bool    // a filter is neither met nor broken
}

// bound is a distance to be compared with, in metres, and what it certainly is
// in chords; only between them the distance itself is worked out.
type bound struct {
	metres     float64
	below, all float64
}

// Bounds that every question is held against.
var (
	bandBounds = newBounds(bands[:])
	usualBound = newBound(directory.DefaultRadiusKM * 1000)

	journeyBounds = [len(journeys)]bound{newBound(journeys[0].beyond), newBound(journeys[1].beyond), newBound(journeys[2].beyond)}
)

func newBounds(metres []float64) []bound {
	bounds := make([]bound, len(metres))
	for i := range metres {
		bounds[i] = newBound(metres[i])
	}
	return bounds
}

func newBound(metres float64) bound {
	return bound{metres, chord(metres - blur), chord(metres + blur)}
}

// beyond says whether a match is further away than a bound.
func (g *gathering) beyond(m *match, b *bound) bool {
	switch c := float64(m.chord); {
	case c <= b.below && b.metres > blur:
		return false
	case c >= b.all:
		return true
	default:
		return g.distance(m) > b.metres
	}
}

// distance is from where the query stands, in metres; +Inf where either is not
// known.
func (g *gathering) distance(m *match) float64 {
	if math.IsInf(float64(m.chord), 1) {
		return math.Inf(1)
	}
	p, n := g.part(m.n)
	return geo.Distance(g.Near.Point, p.point(n))
}

// home is the country that the question is asked from: that of the place, else
// that of the page.
func (a *asked) home() string {
	if a.Near != nil && a.Near.Place != nil {
		return a.Near.Place.Country
	}
	return a.Home
}

// sameMunicipality says whether a place without a known distance is at least
// in the municipality of the place asked for.
func (g *gathering) sameMunicipality(p *part, n uint32) bool {
	if p.traits[n].point() || g.Near.Place == nil {
		return false
	}
	m := g.municipalities[p.municipal[n]]
	return m.code != "" && m.code == g.Near.Place.Municipality && m.country == g.Near.Place.Country
}

// before is all steps of a match but those that cost most: the evidence that it
// fits, and how soon it opens.
func (g *gathering) before(m *match) steps {
	p, n := g.part(m.n)
	h := g.hit(m.n)
	far := g.Near != nil && g.beyond(m, &g.radius) && !g.sameMunicipality(p, n)
	away := steps(0)
	if g.Near != nil && g.scales != nil && !math.IsInf(float64(m.chord), 1) {
		for i := range g.away {
			if !g.beyond(m, &journeyBounds[i]) {
				far = false
				break
			}
			away = g.away[i]
		}
	}
	s := step(far, farAt)
	switch {
	case g.byDistance:
		return s | step(m.unknown, unknownAt)
	case g.byOpening:
		return s
	}
	if p.ageing && p.staleOn(n, g.moment) {
		s |= 1 << staleAt
	}
	s |= step(!h.meant, unmeantAt) | step(m.unknown, unknownAt)
	s |= min(steps(h.missingTopics)+away, math.MaxUint8)<<missingAt | steps(h.class)<<classAt | steps(h.missingWords)<<wordsAt
	placed := !math.IsInf(float64(m.chord), 1)
	if !placed && g.foreign(p.country[n]) {
		s |= 1 << abroadAt
	}
	if g.scales != nil {
		s |= step(p.everyone(n), everyoneAt)
	}
	if g.Near == nil {
		return s
	}
	band := steps(0)
	for band < steps(len(bands)) && g.beyond(m, &bandBounds[band]) {
		band++
	}
	return s | band<<bandAt
}

// opening ranks how soon an entry opens: open, open soon, perhaps, later.
func (g *gathering) opening(m *match) (opening steps, opens int64, err error) {
	p, n := g.part(m.n)
	state, next, err := g.sieve.state(p, n)
	switch {
	case state == schedule.Open:
		return 0, 0, err
	case next != 0 && next-g.moment <= int64(soon/time.Second):
		return 1, next, err
	case next != 0:
		return 2, next, err
	case state == schedule.Unknown:
		return 3, 0, err
	default:
		return 4, 0, err
	}
}

// ranked is a match with its rank; the distance is worked out when two ranks
// differ in nothing else.
type ranked struct {
	match
	steps    steps
	opens    int64
	distance float64 // NaN as long as it is not known
}

// compare is the total order of results.
func (g *gathering) compare(a, b *ranked) int {
	switch { // most differ here
	case a.steps < b.steps:
		return -1
	case a.steps > b.steps:
		return 1
	case a.opens != b.opens:
		return cmp.Compare(a.opens, b.opens)
	}
	if a.chord != b.chord {
		near, far := math.Sqrt(float64(a.chord)), math.Sqrt(float64(b.chord))
		if math.Abs(near-far)*earth > 2*blur {
			return cmp.Compare(near, far)
		}
	}
	if g.Near != nil {
		if c := cmp.Compare(g.exact(a), g.exact(b)); c != 0 {
			return c
		}
	}
	p, n := g.part(a.n)
	if p.first <= b.n && b.n < p.first+uint32(p.count()) {
		return cmp.Compare(p.place[n], p.place[b.n-p.first])
	}
	q, m := g.part(b.n)
	return cmp.Or(cmp.Compare(p.traits[n].kind(), q.traits[m].kind()), strings.Compare(string(p.id(n)), string(q.id(m))))
}

func (g *gathering) exact(r *ranked) float64 {
	if math.IsNaN(r.distance) {
		r.distance = g.distance(&r.match)
	}
	return r.distance
}

// rank gives a rank in full, for a cursor.
func (g *gathering) rank(r *ranked) rank {
	k := rank{steps: r.steps, opens: r.opens, distance: math.Inf(1)}
	if g.Near != nil {
		k.distance = g.exact(r)
	}
	p, n := g.part(r.n)
	k.key = p.key(n)
	return k
}

// after says whether a match comes after a rank.
func (g *gathering) after(r *ranked, k *rank) bool {
	if c := cmp.Or(cmp.Compare(r.steps, k.steps), cmp.Compare(r.opens, k.opens)); c != 0 {
		return c > 0
	}
	of := g.rank(r)
	return cmp.Or(cmp.Compare(of.distance, k.distance), compareKeys(of.key, k.key)) > 0
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	default:
		return 1
	}
}

// compareKeys puts places before activities before lines, then goes by id.
func compareKeys(a, b directory.Key) int {
	return cmp.Or(
		cmp.Compare(slices.Index(directory.Searchable, a.Kind), slices.Index(directory.Searchable, b.Kind)),
		strings.Compare(a.ID, b.ID))
}
