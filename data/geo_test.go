package data_test

import (
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"walkin/data"
)

// tables are the geographic tables with what is known of them.
var tables = []struct {
	name       string
	columns    []string
	rows       int
	byCountry  map[string]int
	lat        int   // the column of lat; lon is the next
	numbers    []int // columns that hold a number
	maybeEmpty []int // those of them that may be empty
}{
	{
		name: data.Postcodes, columns: data.PostcodeColumns, rows: 78_232, lat: 2,
		byCountry: map[string]int{
			"DK": 1155, "NL": 4086, "BE": 1146, "NO": 5132, "SE": 18870, "FI": 3576, "DE": 10814,
			"GB": 2988, "IE": 139, "FR": 20417, "AT": 2217, "CH": 3362, "LU": 4330,
		},
	},
	{
		name: data.Towns, columns: data.TownColumns, rows: 45_151, lat: 5, numbers: []int{1, 4},
		byCountry: map[string]int{
			"DK": 478, "NL": 1859, "BE": 2254, "NO": 612, "SE": 1315, "FI": 478, "DE": 11519,
			"GB": 5707, "IE": 561, "FR": 15271, "AT": 3025, "CH": 1890, "LU": 182,
		},
	},
	{
		name: data.Municipalities, columns: data.MunicipalityColumns, rows: 1_006, lat: 10,
		numbers: []int{6, 8, 9}, maybeEmpty: []int{8, 9},
		byCountry: map[string]int{"DK": 99, "NL": 342, "BE": 565},
	},
	{
		name: data.Population, columns: data.PopulationColumns, rows: 75_542, lat: 2, numbers: []int{4},
		byCountry: map[string]int{"DK": 38843, "NL": 30062, "BE": 5001, "LU": 1636},
	},
}

func TestEveryRowParses(t *testing.T) {
	for _, tt := range tables {
		t.Run(tt.name, func(t *testing.T) {
			rows, byCountry := 0, make(map[string]int)
			err := data.Rows(tt.name, tt.columns, func(f []string) error {
				rows++
				byCountry[f[0]]++
				lat, err := strconv.ParseFloat(f[tt.lat], 64)
				if err != nil || lat < 41 || lat > 72 {
					t.Errorf("row %d: latitude %q", rows, f[tt.lat])
				}
				lon, err := strconv.ParseFloat(f[tt.lat+1], 64)
				if err != nil || lon < -12 || lon > 33 {
					t.Errorf("row %d: longitude %q", rows, f[tt.lat+1])
				}
				for _, column := range tt.numbers {
					if n, err := strconv.ParseFloat(f[column], 64); (err != nil || n < 0) && (f[column] != "" || !slices.Contains(tt.maybeEmpty, column)) {
						t.Errorf("row %d: %s is %q", rows, tt.columns[column], f[column])
					}
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			if rows != tt.rows {
				t.Errorf("%d rows, want %d", rows, tt.rows)
			}
			for country, want := range tt.byCountry {
				if got := byCountry[country]; got != want {
					t.Errorf("%s has %d rows, want %d", country, got, want)
				}
				delete(byCountry, country)
			}
			if len(byCountry) > 0 {
				t.Errorf("rows of other countries: %v", byCountry)
			}
		})
	}
}

func TestPopulationBelongsToMunicipalities(t *testing.T) {
	people := make(map[string]float64)
	err := data.Rows(data.Municipalities, data.MunicipalityColumns, func(f []string) error {
		n, err := strconv.ParseFloat(f[6], 64)
		people[f[0]+f[1]] = n
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	points := make(map[string]float64)
	err = data.Rows(data.Population, data.PopulationColumns, func(f []string) error {
		n, err := strconv.ParseFloat(f[4], 64)
		if _, ok := people[f[0]+f[1]]; !ok && f[0] != "LU" {
			t.Errorf("%s %q is no municipality", f[0], f[1])
		}
		points[f[0]+f[1]] += n
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for code, want := range people {
		if got := points[code]; got < 0.98*want-20 || got > 1.02*want+20 {
			t.Errorf("%s has %.0f people by its points, %.0f by its figure", code, got, want)
		}
	}
}

func TestShapes(t *testing.T) {
	names := map[string]int{data.Outline: 48}
	for country, want := range map[string]int{"DK": 99, "NL": 342, "BE": 565} {
		name, ok := data.Boundaries(country)
		if !ok {
			t.Fatalf("there are no boundaries of %s", country)
		}
		names[name] = want
	}
	for name, want := range names {
		r, err := data.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		var shapes struct {
			Type     string
			Features []struct {
				Properties struct{ Country, Code, Name string }
				Geometry   struct {
					Type        string
					Coordinates json.RawMessage
				}
			}
		}
		if err := json.NewDecoder(r).Decode(&shapes); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if shapes.Type != "FeatureCollection" || len(shapes.Features) != want {
			t.Errorf("%s is a %s of %d, want %d", name, shapes.Type, len(shapes.Features), want)
		}
		for _, f := range shapes.Features {
			if f.Properties.Name == "" || !strings.HasSuffix(f.Geometry.Type, "Polygon") || len(f.Geometry.Coordinates) < 10 {
				t.Errorf("%s: %+v is no shape with a name", name, f.Properties)
			}
			if name != data.Outline && (f.Properties.Code == "" || f.Properties.Country == "") {
				t.Errorf("%s: %q has no code", name, f.Properties.Name)
			}
		}
	}
	if _, ok := data.Boundaries("SE"); ok {
		t.Error("there are boundaries of SE")
	}
}

func TestAttributionStandsInTheReadme(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(readme), data.GeoAttribution) {
		t.Error("README.md does not hold the text of GeoAttribution")
	}
	for _, name := range []string{"GeoNames", "Geodatastyrelsen", "Statistics Denmark", "CBS", "Statbel", "Eurostat", "Natural Earth"} {
		if !strings.Contains(data.GeoAttribution, name) {
			t.Errorf("the attribution does not name %s", name)
		}
	}
}

// The whole binary may be 60 MB; six of them are for geography.
func TestGeographyIsSmall(t *testing.T) {
	files, err := filepath.Glob("geo/*.gz")
	if err != nil || len(files) != 8 {
		t.Fatalf("%d files: %v", len(files), err)
	}
	var total int64
	for _, name := range files {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		total += info.Size()
	}
	if total > 6<<20 {
		t.Errorf("the geographic files take %d bytes", total)
	}
}

func TestOpenAndReadAgree(t *testing.T) {
	content, err := data.Read(data.Outline)
	if err != nil {
		t.Fatal(err)
	}
	r, err := data.Open(data.Outline)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	streamed, err := io.ReadAll(r)
	if err != nil || string(streamed) != string(content) {
		t.Errorf("Open gives %d bytes (%v), Read %d", len(streamed), err, len(content))
	}
}

func TestWhatIsNotThere(t *testing.T) {
	if _, err := data.Open("geo/atlantis"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Open: %v", err)
	}
	if _, err := data.Read("geo/atlantis"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Read: %v", err)
	}
	ignore := func([]string) error { return nil }
	if err := data.Rows(data.Towns, data.PostcodeColumns, ignore); err == nil {
		t.Error("Rows takes a table with other columns")
	}
	stop := errors.New("stop")
	if err := data.Rows(data.Towns, data.TownColumns, func([]string) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("Rows does not end with the error of row: %v", err)
	}
}
