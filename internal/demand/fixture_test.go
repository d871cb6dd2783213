package demand_test

import (
	"math/rand/v2"
	"time"

	"walkin/internal/demand"
	"walkin/internal/geo"
)

// monday is the first day of 2026-W47 in Denmark, at noon.
var monday = time.Date(2026, 11, 16, 11, 0, 0, 0, time.UTC)

const w47 = demand.Period("2026-W47")

// land is a country of two regions: in the one two large municipalities and two
// small ones, which are large together; in the other a large one and a small one.
var land = demand.NewAreas([]geo.Municipality{
	{Country: "DK", Code: "0751", Name: "Aarhus", Region: "Midt", Population: 360_000},
	{Country: "DK", Code: "0615", Name: "Horsens", Region: "Midt", Population: 95_000},
	{Country: "DK", Code: "0741", Name: "Samsø", Region: "Midt", Population: 16_000},
	{Country: "DK", Code: "0671", Name: "Struer", Region: "Midt", Population: 21_000},
	{Country: "DK", Code: "0851", Name: "Aalborg", Region: "Nord", Population: 220_000},
	{Country: "DK", Code: "0825", Name: "Læsø", Region: "Nord", Population: 1_800},
	{Country: "NL", Code: "GM0344", Name: "Utrecht", Region: "Utrecht", Population: 370_000, Youth12to25: 80_000},
	{Country: "NL", Code: "GM0331", Name: "Lopik", Region: "Utrecht", Population: 40_000, Youth12to25: 4_999},
})

var (
	aarhus  = demand.Area{Country: "DK", Region: "Midt", Municipality: "0751"}
	horsens = demand.Area{Country: "DK", Region: "Midt", Municipality: "0615"}
	midt    = demand.Area{Country: "DK", Region: "Midt"}
	denmark = demand.Area{Country: "DK"}
)

// still is a source of noise of which none comes: each series ends at its second
// draw.
func still() demand.Uniform {
	second := true
	return func(n int64) int64 {
		if second = !second; second {
			return n - 1
		}
		return 0
	}
}

// seeded is noise that is the same each time.
func seeded(seed uint64) demand.Uniform {
	return rand.New(rand.NewPCG(seed, 1)).Int64N
}

// count is a cell of the week with so many searches, each of another client.
func count(area demand.Area, topic string, outcome demand.Outcome, n int) demand.Count {
	return demand.Count{Cell: demand.Cell{Period: w47, Area: area, Topic: topic, Outcome: outcome}, Searches: n, Askers: n}
}
