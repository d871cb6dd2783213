package mapsvg_test

import (
	"bytes"
	"testing"

	"walkin/internal/geo"
	"walkin/internal/mapsvg"
)

func BenchmarkDraw(b *testing.B) {
	all := scenes(b)
	for _, name := range []string{"country", "country-wide", "odense", "kobenhavn", "brussel"} {
		b.Run(name, func(b *testing.B) {
			a := open(b)
			var w bytes.Buffer
			b.ReportAllocs()
			for b.Loop() {
				w.Reset()
				if err := a.Draw(&w, all[name]); err != nil {
					b.Fatal(err)
				}
			}
			b.SetBytes(int64(w.Len()))
		})
	}
	// No view is asked for twice, so that none is in the cache.
	for _, name := range []string{"country", "kobenhavn"} {
		b.Run(name+" never seen", func(b *testing.B) {
			a := open(b)
			m := *all[name]
			from := m.View
			var w bytes.Buffer
			b.ReportAllocs()
			for n := 0; b.Loop(); n++ {
				w.Reset()
				m.View.Centre.Lon = from.Centre.Lon + float64(n%400)/1000
				if err := a.Draw(&w, &m); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkOpen(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := mapsvg.Open(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFit(b *testing.B) {
	list := points(around(geo.Point{Lat: 55.4, Lon: 10.4}, 20))
	b.ReportAllocs()
	for b.Loop() {
		mapsvg.Fit(list, phone)
	}
}
