package reach_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
	"math"
	"strings"
	"testing"

	"walkin/internal/coverage"
	"walkin/internal/directory"
	"walkin/internal/feed/reach"
	"walkin/internal/geo"
	"walkin/internal/schedule"
)

// report is one whose figures are easy to find again, and whose names are those
// that somebody might enter to do harm.
func report() *coverage.Report {
	age := 15
	r := coverage.Range{Low: 0.123456, Value: 0.5, High: 1}
	m := coverage.Measure{Within: [4]coverage.Range{r, r, r, r}, Nearest: &coverage.Range{Low: 1.4, Value: 1234.5678, High: 5000}, Number: r, Hours: r}
	none := coverage.Measure{}
	row := coverage.Row{Country: "DK", Municipality: "0461", Name: "=cmd|' /C calc'!A0", People: 1000.4, Sure: none, Perhaps: m, Doors: coverage.Tally{Fit: 1, Perhaps: 2, Hours: 12.26, Evening: 3.5}}
	total := row
	total.Municipality, total.Name = "", ""
	return &coverage.Report{
		Question: coverage.Question{Country: "DK", Promises: []directory.Promise{"free"}, Hours: []coverage.Hours{"evening"}, Age: &age, Network: "n", Reach: 10},
		On:       schedule.Date{Year: 2026, Month: 11, Day: 25}, Total: total, Areas: []coverage.Row{row},
		Spots:     []coverage.Spot{{Town: geo.Place{ID: "DK:g1", Name: "A <b>"}, Point: geo.Point{Lat: 55, Lon: 10}, People: 9, Nearest: math.Inf(1)}},
		SpotCount: 1, SpotPeople: 9, Next: []coverage.Gain{{Town: geo.Place{ID: "DK:g1"}, People: 9, Share: 1}},
	}
}

func TestASheetHasALineForEachAreaAndNoFormula(t *testing.T) {
	var b bytes.Buffer
	if err := reach.WriteCSV(&b, report()); err != nil {
		t.Fatal(err)
	}
	lines, err := csv.NewReader(&b).ReadAll()
	if err != nil || len(lines) != 3 {
		t.Fatalf("%d lines (%v)", len(lines), err)
	}
	cell := func(line int, name string) string {
		for i, n := range lines[0] {
			if n == name {
				return lines[line][i]
			}
		}
		t.Fatalf("no column is called %s", name)
		return ""
	}
	for name, want := range map[string]string{
		"date": "2026-11-25", "asked_for": "free;evening;age 15;network n", "inhabitants": "1000", "youth_15_24": "", "name": "'=cmd|' /C calc'!A0",
		"perhaps_share_within_10_km_straight_line": "0.5", "perhaps_share_within_10_km_straight_line_low": "0.1235",
		"perhaps_nearest_m_straight_line": "1235", "sure_nearest_m_straight_line": "", "places_perhaps": "2",
		"weekly_hours_known": "12.3", "evening_hours_known": "3.5",
	} {
		if got := cell(1, name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if cell(2, "municipality") != "" || cell(2, "country") != "DK" {
		t.Error("the last line is not that of all")
	}
}

func TestTheSameReportGivesTheSameBytes(t *testing.T) {
	for name, write := range map[string]func(io.Writer, *coverage.Report) error{"json": reach.WriteJSON, "csv": reach.WriteCSV, "geojson": reach.WriteGeoJSON} {
		var a, b bytes.Buffer
		if err := write(&a, report()); err != nil {
			t.Fatal(err)
		}
		if err := write(&b, report()); err != nil || a.String() != b.String() {
			t.Errorf("%s: two reports (%v)", name, err)
		}
	}
}

// TestWhatIsNotKnownIsAbsent: no distance to a place that does not exist, no
// number that JSON cannot hold.
func TestWhatIsNotKnownIsAbsent(t *testing.T) {
	var b bytes.Buffer
	if err := reach.WriteJSON(&b, report()); err != nil {
		t.Fatal(err)
	}
	var d map[string]any
	if err := json.Unmarshal(b.Bytes(), &d); err != nil {
		t.Fatal(err)
	}
	total := d["total"].(map[string]any)
	if _, ok := total["sure"].(map[string]any)["nearest_m"]; ok {
		t.Error("there is a distance to nothing")
	}
	if _, ok := total["youth_15_24"]; ok {
		t.Error("nobody is young, it says")
	}
	if strings.Contains(b.String(), "what_if") {
		t.Error("it answers what was not asked")
	}
}

func TestAMapHasBoundariesAndPoints(t *testing.T) {
	var b bytes.Buffer
	if err := reach.WriteGeoJSON(&b, report()); err != nil {
		t.Fatal(err)
	}
	var d struct {
		Features []struct {
			Geometry   struct{ Type string }
			Properties struct{ Kind string }
		}
	}
	if err := json.Unmarshal(b.Bytes(), &d); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range d.Features {
		got = append(got, f.Properties.Kind+" "+f.Geometry.Type)
	}
	if s := strings.Join(got, ", "); s != "municipality Polygon, white_spot Point, next Point" && s != "municipality MultiPolygon, white_spot Point, next Point" {
		t.Errorf("the features are %s", s)
	}
}
