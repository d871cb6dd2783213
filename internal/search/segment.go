package search

import (
	"slices"
	"strings"
	"sync/atomic"

	"walkin/internal/directory"
	"walkin/internal/geo"
)

// segment is some entries as columns, by their number within it. It never
// changes. The numbers go by place: first the entries with a point, in the
// order of the k-d tree that they are (tree.go), so that neighbours on the
// earth are neighbours in memory; then those without.
type segment struct {
	columns
	points   int      // how many have a point
	byKey    []uint32 // numbers in the order of keys
	place    []uint32 // of each number in byKey
	ageing   bool     // a network asks that some of them be confirmed again
	boxes    boxTree
	ends     []int64  // last moments of activities that end, sorted
	meetsTo  postings // topic → numbers of the entries that meet it
	tokenOf  postings // word of a name → numbers
	spelled  []uint32 // the words of names of the vocabulary as it was, sorted
	called   []uint32 // numbers of centres, by their names
	lines    []uint32 // numbers of helplines
	totals   totals
	readings readings
	here     postings // municipality → numbers of entries without a point
	shown    atomic.Pointer[[]atomic.Pointer[row]]
}

// columns are what filters, facets and orders need of each entry, by number.
// What stands for a list or a word is its number in the vocabulary.
type columns struct {
	ids        []byte
	idAt       []uint32 // where each id begins in ids, and where the last ends
	change     []uint64
	encoded    [][]byte // the entry as JSON and as the public may see it, for the few that are shown; nil where it is in the archive
	offset     []uint64 // where it is there
	length     []uint32
	lat, lon   []float64 // WGS 84 degrees; 0 without a point
	vector     [][3]float32
	traits     []traits
	ages       []uint16 // packAges
	promises   []uint16 // two bits each, in the order of directory.AllPromises
	channels   []uint16 // a bit each, in the order of directory.AllChannels
	country    []uint16
	municipal  []uint32
	languages  []uint32
	networks   []uint32
	needs      []uint32
	hours      []uint32
	until      []int64  // Unix seconds after which an activity is over for good, or an entry is hidden for its age
	stale      []uint16 // first day, from 1970 on, on which it is lowered for its age; 0 for never
	meetAt     []uint32
	meets      []uint16 // its topics, then the practical ones that it keeps
	topicCount []uint8
	tokenAt    []uint32
	tokens     []uint32
	nameTokens []uint16 // how many of its tokens are of the name itself
	refAt      []uint32
	refs       []uint32 // entries that it shows something of
}

// never is when an entry is over that does not end.
const never = int64(1) << 62

// traits are the closed vocabularies of an entry in one number.
type traits uint16

const (
	kindBits     = 2 // place in directory.Searchable
	audienceBits = 3 // place in directory.AllAudiences plus one
	settingBits  = 2 // place in directory.AllSettings plus one
	ternaryBits  = 2
	rhythmBits   = 2

	audienceAt = kindBits
	settingAt  = audienceAt + audienceBits
	doorAt     = settingAt + settingBits
	rhythmAt   = doorAt + ternaryBits
	pausedAt   = rhythmAt + rhythmBits
	unlistedAt = pausedAt + 1 // kept since others refer to it; never found
	pointAt    = unlistedAt + 1
	nationAt   = pointAt + 1  // a helpline for a whole country
	openRoleAt = nationAt + 1 // a centre that takes volunteers
)

func (t traits) bits(at, n int) int { return int(t>>at) & (1<<n - 1) }

func (t traits) kind() int        { return t.bits(0, kindBits) }
func (t traits) unlisted() bool   { return t.bits(unlistedAt, 1) == 1 }
func (t traits) paused() bool     { return t.bits(pausedAt, 1) == 1 }
func (t traits) point() bool      { return t.bits(pointAt, 1) == 1 }
func (t traits) helpline() bool   { return t.kind() == kindHelpline }
func (t traits) centre() bool     { return t.kind() == kindCentre }
func (t traits) forAll() bool     { return t.bits(audienceAt, audienceBits) == audienceAll }
func (t traits) nationwide() bool { return t.bits(nationAt, 1) == 1 }
func (t traits) openRole() bool   { return t.bits(openRoleAt, 1) == 1 }
func (t traits) audience() directory.Audience {
	return wordAt(directory.AllAudiences, t.bits(audienceAt, audienceBits))
}
func (t traits) setting() directory.Setting {
	return wordAt(directory.AllSettings, t.bits(settingAt, settingBits))
}
func (t traits) meetAtDoor() directory.Ternary {
	return directory.Ternary(t.bits(doorAt, ternaryBits))
}
func (t traits) rhythm() directory.Rhythm { return wordAt(rhythms, t.bits(rhythmAt, rhythmBits)) }

var rhythms = []directory.Rhythm{directory.Fixed, directory.Varying}

// Places in the vocabularies that are asked for most.
var (
	kindCentre   = slices.Index(directory.Searchable, directory.KindCentre)
	kindHelpline = slices.Index(directory.Searchable, directory.KindHelpline)
	askedRoles   = slices.Index(directory.Askable, directory.Volunteering)
	audienceAll  = placeOf(directory.AllAudiences, directory.ForEveryone)
)

// placeOf numbers a word of a vocabulary from one; none is zero.
func placeOf[S comparable](vocabulary []S, word S) int { return slices.Index(vocabulary, word) + 1 }

func wordAt[S ~string](vocabulary []S, place int) S {
	if place == 0 || place > len(vocabulary) {
		return ""
	}
	return vocabulary[place-1]
}

const allAges = 1 << 14

// packAges writes whom a place is for into 15 bits: seven for each bound, plus
// one so that none is zero, and one for all ages.
func packAges(a directory.Ages) uint16 {
	packed := uint16(0)
	if a.Min != nil {
		packed = uint16(*a.Min + 1)
	}
	if a.Max != nil {
		packed |= uint16(*a.Max+1) << 7
	}
	if a.All {
		packed |= allAges
	}
	return packed
}

// fits is directory.Ages.Fit of packed ages.
func fits(packed uint16, age int) directory.Ternary {
	lowest, highest := int(packed&127)-1, int(packed>>7&127)-1
	switch {
	case age < lowest, highest >= 0 && age > highest:
		return directory.No
	case packed == 0:
		return directory.Unknown
	default:
		return directory.Yes
	}
}

func packPromises(p directory.Promises) uint16 {
	packed := uint16(0)
	for i, promise := range directory.AllPromises {
		packed |= uint16(p.Of(promise)) << (2 * i)
	}
	return packed
}

// promised is the answer for the promise at a place in directory.AllPromises.
func promised(packed uint16, i int) directory.Ternary {
	return directory.Ternary(packed >> (2 * i) & 3)
}

func packChannels(channels []directory.Channel) uint16 {
	packed := uint16(0)
	for _, c := range channels {
		if i := slices.Index(directory.AllChannels, c); i >= 0 {
			packed |= 1 << i
		}
	}
	return packed
}

// inMemory gives the JSON of an entry that is not in the archive, else nil.
func (c *columns) inMemory(n uint32) []byte {
	if c.encoded == nil {
		return nil
	}
	return c.encoded[n]
}

func (c *columns) count() int { return len(c.traits) }

func (c *columns) id(n uint32) []byte { return c.ids[c.idAt[n]:c.idAt[n+1]] }

func (c *columns) key(n uint32) directory.Key {
	return directory.Key{Kind: directory.Searchable[c.traits[n].kind()], ID: string(c.id(n))}
}

func (c *columns) point(n uint32) geo.Point { return geo.Point{Lat: c.lat[n], Lon: c.lon[n]} }

// meetsOf gives the topics that an entry meets, topicsOf its own among them.
func (c *columns) meetsOf(n uint32) []uint16 { return c.meets[c.meetAt[n]:c.meetAt[n+1]] }

func (c *columns) topicsOf(n uint32) []uint16 {
	at := c.meetAt[n]
	return c.meets[at : at+uint32(c.topicCount[n])]
}

// everyone says whether an entry is for all ages, not specially for the young.
func (c *columns) everyone(n uint32) bool { return c.ages[n]&allAges != 0 || c.traits[n].forAll() }

func (c *columns) fullName(n uint32) []uint32 { return c.tokens[c.tokenAt[n]:c.tokenAt[n+1]] }

func (c *columns) refsOf(n uint32) []uint32 { return c.refs[c.refAt[n]:c.refAt[n+1]] }

// find gives the number of an entry.
func (s *segment) find(key directory.Key) (uint32, bool) {
	kind := slices.Index(directory.Searchable, key.Kind)
	i, ok := slices.BinarySearchFunc(s.byKey, key.ID, func(n uint32, id string) int {
		if k := s.traits[n].kind(); k != kind {
			return k - kind
		}
		return strings.Compare(string(s.id(n)), id)
	})
	if !ok {
		return 0, false
	}
	return s.byKey[i], true
}

// postings are pairs of a word and an entry that has it, sorted.
type postings []uint64

func posting(word, n uint32) uint64 { return uint64(word)<<32 | uint64(n) }

func number(p uint64) uint32 { return uint32(p) }

// of gives the pairs of one word.
func (p postings) of(word uint32) postings {
	from, _ := slices.BinarySearch(p, posting(word, 0))
	to, _ := slices.BinarySearch(p[from:], uint64(word+1)<<32)
	return p[from : from+to]
}
