package geo

import (
	"runtime"
	"testing"
)

// The gazetteer stays in memory for as long as the program runs, so its size is
// a promise: less than 60 MB.
func TestHeapOfTheGazetteer(t *testing.T) {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	g, err := read()
	if err != nil {
		t.Fatal(err)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	if used := int64(after.HeapAlloc) - int64(before.HeapAlloc); used > 60<<20 {
		t.Errorf("the gazetteer takes %d MB", used>>20)
	}
	runtime.KeepAlive(g)
}

// NearestTown stops early; the plain scan over all towns must agree.
func TestNearestTownAgreesWithAScan(t *testing.T) {
	g, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for lat := 42.0; lat <= 70; lat += 1.9 {
		for lon := -10.0; lon <= 30; lon += 2.3 {
			p := Point{Lat: lat, Lon: lon}
			_, got := g.NearestTown(p)
			want := got + 1
			for _, i := range g.byLatitude {
				want = min(want, Distance(p, g.towns[i].at))
			}
			if got != want {
				t.Fatalf("the nearest town to %v is %.0f m away, by a scan %.0f m", p, got, want)
			}
		}
	}
}

func TestOneEdit(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"odense", "odense", false},
		{"odnese", "odense", true},
		{"odens", "odense", true},
		{"odenses", "odense", true},
		{"odonse", "odense", true},
		{"onedse", "odense", false},
		{"oense", "odens", false},
		{"od", "odense", false},
		{"ab", "ba", true},
	} {
		if got := oneEdit(tt.a, tt.b); got != tt.want || oneEdit(tt.b, tt.a) != tt.want {
			t.Errorf("oneEdit(%q, %q) = %v, want %v", tt.a, tt.b, got, tt.want)
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := read(); err != nil {
			b.Fatal(err)
		}
	}
}
