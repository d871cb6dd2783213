package sample

import (
	"math"
	"math/rand/v2"

	"walkin/internal/directory"
)

// dice are what the facts of one entry are thrown with. Each entry has dice of
// its own, so that it can be made without those before it.
type dice struct{ *rand.Rand }

// throw gives the dice of the i-th entry of a kind.
func throw(seed uint64, kind directory.Kind, i int) dice {
	h := mix(seed)
	for _, b := range []byte(kind) {
		h = mix(h ^ uint64(b))
	}
	return dice{rand.New(rand.NewPCG(h, mix(h^uint64(i))))}
}

// mix spreads neighbouring numbers over all numbers: the finaliser of
// SplitMix64 (Steele, Lea and Flood, 2014).
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// chance is true in share of all throws.
func (d dice) chance(share float64) bool { return d.Float64() < share }

// between gives a whole number, both ends included.
func (d dice) between(low, high int) int { return low + d.IntN(high-low+1) }

// zipf gives an index below n by Zipf's law with the exponent 1: the first is
// about twice as frequent as the second and three times as the third. It is
// the whole part of a number whose logarithm is evenly spread.
func (d dice) zipf(n int) int {
	return min(int(math.Exp(d.Float64()*math.Log(float64(n+1))))-1, n-1)
}

// oneOf gives any element, each as often.
func oneOf[T any](d dice, list []T) T { return list[d.IntN(len(list))] }

// ranked gives an element of a list that stands in order of frequency.
func ranked[T any](d dice, list []T) T { return list[d.zipf(len(list))] }

// ternary answers yes and no in these shares, and unknown in the rest.
func (d dice) ternary(yes, no float64) directory.Ternary {
	switch x := d.Float64(); {
	case x < yes:
		return directory.Yes
	case x < yes+no:
		return directory.No
	default:
		return directory.Unknown
	}
}
