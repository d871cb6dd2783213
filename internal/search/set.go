package search

import "math/bits"

// set is a set of numbers; an empty one may be nil.
type set []uint64

// newSet makes an empty set for numbers below a size.
func newSet(size int) set { return make(set, size/64+1) }

func (s set) has(n uint32) bool { return s != nil && s[n>>6]>>(n&63)&1 == 1 }

func (s set) set(n uint32) { s[n>>6] |= 1 << (n & 63) }

func (s set) count() (n int) {
	for _, word := range s {
		n += bits.OnesCount64(word)
	}
	return n
}

// each calls yield with the numbers from one to below another, in their order,
// as long as it says so.
func (s set) each(from, to uint32, yield func(n uint32) bool) {
	for at := from >> 6; at<<6 < to && int(at) < len(s); at++ {
		word := s[at]
		if at == from>>6 {
			word &= ^uint64(0) << (from & 63)
		}
		for ; word != 0; word &= word - 1 {
			n := at<<6 | uint32(bits.TrailingZeros64(word))
			if n >= to || !yield(n) {
				return
			}
		}
	}
}

// among calls yield with those of a sorted list that are in the set, which has
// so many numbers. It goes by the shorter of the two.
func (s set) among(list []uint32, count int, yield func(n uint32)) {
	if 16*count > len(list) {
		for _, n := range list {
			if s.has(n) {
				yield(n)
			}
		}
		return
	}
	s.each(0, uint32(len(s)<<6), func(n uint32) bool {
		list = list[gallop(list, n):]
		if len(list) > 0 && list[0] == n {
			yield(n)
		}
		return len(list) > 0
	})
}

// gallop gives where in a sorted list a number is or would be, looking near
// its beginning first.
func gallop(list []uint32, n uint32) int {
	step := 1
	for step < len(list) && list[step] < n {
		step *= 2
	}
	low, high := step/2, min(step, len(list))
	for low < high {
		if middle := (low + high) / 2; list[middle] < n {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low
}
