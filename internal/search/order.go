package search

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"walkin/internal/directory"
	"walkin/internal/schedule"
)

// rank is the place of a result in the order. All its parts follow from the
// entry, the question and the moment asked, never from the other entries (but
// for the radius, which a cursor carries), so an entry that does not change
// keeps its place while others come and go, and no page skips or repeats it.
type rank struct {
	unmeant       bool    // not the very place that the text names
	far           bool    // beyond the radius
	stretched     bool    // for a question in words: only within the stretched radius
	abroad        bool    // in another country than the page's, where no distance says so
	missingTopics uint8   // parts of the text that mean a topic which it has not
	class         class   // of the match
	unknown       bool    // a filter is neither met nor broken
	missingWords  uint8   // words of the text that it has not
	everyone      bool    // for a question in words: for all ages, not specially for the young
	evidence      uint8   // for a question in words: how little else shows that it fits
	band          uint8   // of the distance
	opening       uint8   // how soon it opens
	opens         int64   // when it opens, Unix seconds; only for SortOpens
	distance      float64 // metres; +Inf where it is not known
	key           directory.Key
}

// candidate is a row that matched and was judged.
type candidate struct {
	hit
	verdict
	distance *float64
	rank     rank
}

// bands are the distances, in metres, within which nearer does not count for
// more than opening sooner.
var bands = [...]float64{1000, 2000, 5000, 10000, 15000, 25000, 50000, 100000, 200000}

// soon is how soon a place must open to come before one of the same distance
// that is closed for longer.
const soon = 3 * time.Hour

// enoughNear is how many results the default radius is stretched to hold, in
// thin country.
const enoughNear = 10

// rankOf places a candidate that was judged, within a radius in metres.
func (a *asked) rankOf(c candidate, r *row, radius float64) rank {
	k := rank{
		unmeant: !c.meant, missingTopics: c.missingTopics, class: c.class, missingWords: c.missingWords,
		unknown: c.fits == directory.Unknown, distance: math.Inf(1), key: r.key,
	}
	if c.distance != nil {
		k.distance = *c.distance
	}
	k.far = a.Near != nil && k.distance > radius && !a.sameMunicipality(c, r)
	k.stretched = a.Near != nil && !k.far && !a.question.empty() && c.distance != nil && k.distance > directory.DefaultRadiusKM*1000
	switch a.Sort {
	case directory.SortDistance:
		return rank{far: k.far, unknown: k.unknown, distance: k.distance, key: k.key}
	case directory.SortOpens:
		opening, opens := opensAt(r.status(a.at, a.Channels), a.at)
		return rank{far: k.far, opening: opening, opens: opens, distance: k.distance, key: k.key}
	}
	if !a.question.empty() {
		k.evidence, k.everyone = c.evidence, r.ages.All || r.audience == directory.ForEveryone
	}
	k.abroad = c.distance == nil && a.home() != "" && r.country != a.home()
	if a.Near != nil {
		k.band = uint8(slices.IndexFunc(append(bands[:], math.Inf(1)), func(b float64) bool { return k.distance <= b }))
	}
	k.opening, _ = opensAt(r.status(a.at, a.Channels), a.at)
	return k
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
func (a *asked) sameMunicipality(c candidate, r *row) bool {
	return c.distance == nil && r.municipality != "" && a.Near.Place != nil &&
		a.Near.Place.Municipality == r.municipality && a.Near.Place.Country == r.country
}

// opensAt ranks a status: open, open soon, perhaps, later.
func opensAt(s schedule.Status, now time.Time) (opening uint8, opens int64) {
	switch {
	case s.State == schedule.Open:
		return 0, 0
	case s.Next != nil && s.Next.Sub(now) <= soon:
		return 1, s.Next.Unix()
	case s.Next != nil:
		return 2, s.Next.Unix()
	case s.State == schedule.Unknown:
		return 3, 0
	default:
		return 4, 0
	}
}

// compare is the total order of results.
func (k rank) compare(o rank) int {
	return cmp.Or(
		compareBool(k.unmeant, o.unmeant),
		compareBool(k.far, o.far),
		compareBool(k.stretched, o.stretched),
		compareBool(k.abroad, o.abroad),
		cmp.Compare(k.missingTopics, o.missingTopics),
		cmp.Compare(k.class, o.class),
		compareBool(k.unknown, o.unknown),
		cmp.Compare(k.missingWords, o.missingWords),
		compareBool(k.everyone, o.everyone),
		cmp.Compare(k.evidence, o.evidence),
		cmp.Compare(k.band, o.band),
		cmp.Compare(k.opening, o.opening),
		cmp.Compare(k.opens, o.opens),
		cmp.Compare(k.distance, o.distance),
		compareKeys(k.key, o.key),
	)
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

// radiusFor is the radius, in metres, that divides near from far: the one
// asked for, else the default one, stretched to the nearest ten.
func (a *asked) radiusFor(candidates []candidate) float64 {
	if a.RadiusKM > 0 {
		return a.RadiusKM * 1000
	}
	radius := directory.DefaultRadiusKM * 1000
	var distances []float64
	for _, c := range candidates {
		if c.distance != nil {
			distances = append(distances, *c.distance)
		}
	}
	slices.Sort(distances)
	if n := min(len(distances), enoughNear); n > 0 {
		radius = max(radius, distances[n-1])
	}
	return radius
}
