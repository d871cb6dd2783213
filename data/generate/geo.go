package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// geoCommand makes data/geo from the raw files that data/README.md describes.
type geoCommand struct {
	folders    `embed:""`
	Population string `default:"population_points.csv" placeholder:"FILE" help:"Raw file of population points."`
}

// Run writes every geographic file.
func (c *geoCommand) Run() error {
	names, err := readNames(filepath.Join(c.Out, "geo", "names.csv"))
	if err != nil {
		return err
	}
	municipalities, err := c.municipalities()
	if err != nil {
		return err
	}
	places, err := readCSV(filepath.Join(c.Raw, "postcodes.csv"))
	if err != nil {
		return err
	}
	towns, err := c.towns(names, municipalities, places)
	if err != nil {
		return err
	}
	if err := c.postcodes(places, municipalities, towns); err != nil {
		return err
	}
	if err := c.population(); err != nil {
		return err
	}
	for _, country := range []string{"dk", "nl", "be"} {
		name := "municipalities-" + country + ".geojson"
		if err := c.shapes(name, name, "country", "code", "name"); err != nil {
			return err
		}
	}
	return c.shapes("basemap.geojson", "outline.geojson", "name")
}

// path is where a file of package data goes, without ".gz".
func (c *geoCommand) path(name string) string { return filepath.Join(c.Out, "geo", name) }

// municipalities writes municipalities.tsv and gives its rows by country and code.
func (c *geoCommand) municipalities() (map[[2]string]record, error) {
	records, err := readCSV(filepath.Join(c.Raw, "municipalities.csv"))
	if err != nil {
		return nil, err
	}
	slices.SortFunc(records, func(a, b record) int {
		return cmp.Or(cmp.Compare(a["country"], b["country"]), cmp.Compare(a["code"], b["code"]))
	})
	byCode := make(map[[2]string]record, len(records))
	var rows [][]string
	for _, m := range records {
		byCode[[2]string{m["country"], m["code"]}] = m
		date, _, _ := strings.Cut(m["population_date"], " (") // the rest names the source
		rows = append(rows, []string{
			m["country"], m["code"], m["name"], m["name_nl"], m["name_fr"], m["province_or_region"],
			m["population"], date, m["pop_15_24"], m["pop_12_25_est"], m["label_lat"], m["label_lon"],
		})
	}
	const header = "country\tcode\tname\tname_nl\tname_fr\tregion\tpopulation\tpopulation_date\tyouth_15_24\tyouth_12_25\tlat\tlon"
	return byCode, writeTSV(c.path("municipalities.tsv"), header, rows)
}

// population writes population.tsv, grouped by municipality.
func (c *geoCommand) population() error {
	records, err := readCSV(filepath.Join(c.Raw, c.Population))
	if err != nil {
		return err
	}
	rows := make([][]string, 0, len(records))
	for _, p := range records {
		rows = append(rows, []string{p["country"], p["municipality_code"], p["lat"], p["lon"], p["population"], p["method"]})
	}
	slices.SortFunc(rows, slices.Compare[[]string])
	return writeTSV(c.path("population.tsv"), "country\tmunicipality\tlat\tlon\tpopulation\tmethod", rows)
}

// shapes copies a GeoJSON file, one feature a line, with the named properties only.
// The coordinates keep their digits.
func (c *geoCommand) shapes(raw, out string, properties ...string) error {
	content, err := os.ReadFile(filepath.Join(c.Raw, raw))
	if err != nil {
		return fmt.Errorf("read shapes: %w", err)
	}
	var collection struct {
		Features []struct {
			ID         json.RawMessage            `json:"id"`
			Geometry   json.RawMessage            `json:"geometry"`
			Properties map[string]json.RawMessage `json:"properties"`
		} `json:"features"`
	}
	if err := json.Unmarshal(content, &collection); err != nil {
		return fmt.Errorf("read shapes %s: %w", raw, err)
	}
	var b bytes.Buffer
	b.WriteString(`{"type":"FeatureCollection","features":[`)
	for i, f := range collection.Features {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString("\n" + `{"type":"Feature",`)
		if f.ID != nil {
			fmt.Fprintf(&b, `"id":%s,`, f.ID)
		}
		b.WriteString(`"properties":{`)
		for j, name := range properties {
			if f.Properties[name] == nil {
				return fmt.Errorf("read shapes %s: feature %d has no %q", raw, i, name)
			}
			if j > 0 {
				b.WriteByte(',')
			}
			fmt.Fprintf(&b, `"%s":%s`, name, f.Properties[name])
		}
		b.WriteString(`},"geometry":`)
		if err := json.Compact(&b, f.Geometry); err != nil {
			return fmt.Errorf("read shapes %s: feature %d: %w", raw, i, err)
		}
		b.WriteByte('}')
	}
	b.WriteString("\n]}\n")
	return writeGzip(c.path(out), b.Bytes(), len(collection.Features))
}

// point reads the coordinates of a raw row.
func point(r record) (lat, lon float64, err error) {
	if lat, err = strconv.ParseFloat(r["lat"], 64); err == nil {
		lon, err = strconv.ParseFloat(r["lon"], 64)
	}
	return lat, lon, err
}

// kilometres is the distance of two points a few kilometres apart, on a plane:
// enough to tell whether two rows mean the same place.
func kilometres(lat1, lon1, lat2, lon2 float64) float64 {
	const perDegree = 111.2
	dLon := (lon2 - lon1) * math.Cos((lat1+lat2)/2*math.Pi/180)
	return perDegree * math.Hypot(lat2-lat1, dLon)
}
