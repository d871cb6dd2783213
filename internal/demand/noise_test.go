package demand_test

import (
	"math"
	"testing"

	"walkin/internal/demand"
)

// The noise must be what the design says: each step away from the truth e^½ times
// less likely than the one before, and as often up as down.
func TestNoiseIsTwoSidedGeometric(t *testing.T) {
	const draws = 400_000
	uniform, seen, sum := seeded(47), make(map[int]int), 0
	for range draws {
		n := demand.Noise(uniform, 2)
		seen[n]++
		sum += n
	}
	alpha := math.Exp(-0.5)
	for n := -6; n <= 6; n++ {
		want := (1 - alpha) / (1 + alpha) * math.Pow(alpha, math.Abs(float64(n)))
		if got := float64(seen[n]) / draws; math.Abs(got-want) > 0.05*want {
			t.Errorf("%d comes with %.4f, want %.4f", n, got, want)
		}
	}
	if mean := float64(sum) / draws; math.Abs(mean) > 0.02 {
		t.Errorf("its mean is %.3f", mean)
	}
}

func TestFairDrawsWithinItsBounds(t *testing.T) {
	seen := make(map[int64]bool)
	for range 200 {
		n := demand.Fair(3)
		if n < 0 || n > 2 {
			t.Fatalf("%d is not below 3", n)
		}
		seen[n] = true
	}
	if len(seen) != 3 {
		t.Errorf("only %v came", seen)
	}
}

func BenchmarkRelease(b *testing.B) {
	counts := week(seeded(1), 20_000)
	for b.Loop() {
		demand.Release(w47, counts, demand.Fair)
	}
}
