package main

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// towns writes towns.tsv, the largest first, so that the number of a row is its
// rank. It gives the names for [mainPlace].
func (c *geoCommand) towns(names map[string]override, municipalities map[[2]string]record, postcodes []record) (*townNames, error) {
	records, err := readCSV(filepath.Join(c.Raw, "places.csv"))
	if err != nil {
		return nil, err
	}
	population := make(map[string]int, len(records))
	for _, t := range records {
		if population[t["geonameid"]], err = strconv.Atoi(t["population"]); err != nil {
			return nil, fmt.Errorf("read towns: %s: %w", t["name"], err)
		}
	}
	slices.SortFunc(records, func(a, b record) int {
		return cmp.Or(
			cmp.Compare(population[b["geonameid"]], population[a["geonameid"]]),
			cmp.Compare(a["country"], b["country"]),
			cmp.Compare(a["geonameid"], b["geonameid"]),
		)
	})
	postal := newPostalNames(postcodes)
	known := newTownNames()
	rows := make([][]string, 0, len(records))
	for _, t := range records {
		o := names[t["geonameid"]]
		delete(names, t["geonameid"])
		name := o.name
		if name == "" {
			name = localName(t, municipalities[[2]string{t["country"], t["municipality_code"]}], postal)
		}
		if name != t["name"] {
			fmt.Printf("%s %s: %s is %s\n", t["country"], t["geonameid"], t["name"], name)
		}
		if err := known.add(t, name); err != nil {
			return nil, err
		}
		rows = append(rows, []string{
			t["country"], t["geonameid"], name, strings.Join(aliases(t, name, o.aliases), "|"),
			t["population"], t["lat"], t["lon"], t["feature_code"], t["municipality_code"],
		})
	}
	for id, o := range names {
		return nil, fmt.Errorf("names.csv: no town has the number %s (%s)", id, o.name)
	}
	const header = "country\tgeonameid\tname\taliases\tpopulation\tlat\tlon\tfeature\tmunicipality"
	return known, writeTSV(c.path("towns.tsv"), header, rows)
}

// townNames tells which of a postcode's places is a town.
type townNames struct {
	towns map[string][]townAt // by country and key
	count int
}

type townAt struct {
	rank     int // 0 is the largest of all
	lat, lon float64
}

func newTownNames() *townNames { return &townNames{towns: make(map[string][]townAt)} }

// add notes a town; towns come in order of size.
func (n *townNames) add(t record, name string) error {
	lat, lon, err := point(t)
	if err != nil {
		return fmt.Errorf("read towns: %s: %w", name, err)
	}
	for _, part := range split(name, " / ") {
		k := t["country"] + key(part)
		n.towns[k] = append(n.towns[k], townAt{rank: n.count, lat: lat, lon: lon})
	}
	n.count++
	return nil
}

// rank gives the rank by size of the town that a postcode's place is, if it is one:
// same country, same name, less than 15 km away.
func (n *townNames) rank(place record) (int, bool) {
	lat, lon, err := point(place)
	if err != nil {
		return 0, false
	}
	for _, t := range n.towns[place["country"]+key(place["place"])] {
		if kilometres(lat, lon, t.lat, t.lon) < 15 {
			return t.rank, true
		}
	}
	return 0, false
}
