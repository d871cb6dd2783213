package demand

import (
	"crypto/rand"
	"math/big"
)

// Uniform gives a number from 0 to below n, each as likely.
type Uniform func(n int64) int64

// Fair is uniform, from the randomness of the system.
func Fair(n int64) int64 {
	x, err := rand.Int(rand.Reader, big.NewInt(n))
	if err != nil {
		panic(err) // crypto/rand never fails since Go 1.24
	}
	return x.Int64()
}

// noise draws from the two-sided geometric distribution, in which n is e^ε times
// as likely as n+1, for an ε of 1/parts (Ghosh, Roughgarden and Sundararajan,
// STOC 2009). It counts in whole numbers all the way: what is drawn through
// floating point has gaps by which the truth can be told (Mironov, CCS 2012).
func noise(uniform Uniform, parts int64) int {
	up, down := geometric(uniform, parts), geometric(uniform, parts)
	return up - down
}

// geometric draws how often something of probability e^-ε happens before it fails.
func geometric(uniform Uniform, parts int64) (n int) {
	for exponential(uniform, parts) {
		n++
	}
	return n
}

// exponential is true with probability e^-ε, by the series of e (Canonne, Kamath
// and Steinke, "The Discrete Gaussian", 2020, algorithm 1).
func exponential(uniform Uniform, parts int64) bool {
	k := int64(1)
	for uniform(parts*k) == 0 { // with probability ε/k
		k++
	}
	return k%2 == 1
}
