package main

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// postcodes writes postcodes.tsv: one row for each code of a country, with the
// names of all its places, the main one first. Point and municipality are those of
// the main place: a real point, where a mean could lie in a field between villages.
func (c *geoCommand) postcodes(places []record, municipalities map[[2]string]record, towns *townNames) error {
	byCode := make(map[[2]string][]record)
	for _, p := range places {
		k := [2]string{p["country"], p["postal_code"]}
		byCode[k] = append(byCode[k], p)
	}
	rows := make([][]string, 0, len(byCode))
	for k, places := range byCode {
		main := mainPlace(places, municipalities, towns)
		name, municipality := main["place"], ""
		if m, ok := municipalities[[2]string{k[0], main["municipality_code"]}]; ok {
			municipality = m["code"]
			if parts := split(m["name"], " / "); len(parts) > 1 && containsFolded(parts, name) {
				name = m["name"]
			}
		}
		names := []string{name}
		for _, p := range places {
			if !slices.Contains(names, p["place"]) && p["place"] != main["place"] {
				names = append(names, p["place"])
			}
		}
		rows = append(rows, []string{k[0], k[1], main["lat"], main["lon"], municipality, strings.Join(names, "|")})
	}
	slices.SortFunc(rows, func(a, b []string) int {
		return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(compact(a[1]), compact(b[1])))
	})
	return writeTSV(c.path("postcodes.tsv"), "country\tcode\tlat\tlon\tmunicipality\tnames", rows)
}

// mainPlace gives the place that stands for a code: the one that is called as its
// municipality, else the largest town among them, else the first. In Belgium a
// code covers up to twenty villages.
func mainPlace(places []record, municipalities map[[2]string]record, towns *townNames) record {
	main, best := places[0], math.MaxInt
	for _, p := range places {
		m := municipalities[[2]string{p["country"], p["municipality_code"]}]
		if containsFolded(split(m["name"], " / "), p["place"]) {
			return p
		}
		if rank, ok := towns.rank(p); ok && rank < best {
			main, best = p, rank
		}
	}
	return main
}

// compact is a code without spaces: the form in which codes are looked up.
func compact(code string) string { return strings.ReplaceAll(code, " ", "") }
