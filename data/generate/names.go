package main

import (
	"fmt"
	"slices"
	"strings"

	"walkin/internal/fold"
)

// override is a row of names.csv: what a person has decided about a town's names.
type override struct {
	name    string   // the local name; "" leaves the rules to decide
	aliases []string // everyday names to add
}

// readNames reads names.csv, by GeoNames number.
func readNames(path string) (map[string]override, error) {
	records, err := readCSV(path)
	if err != nil {
		return nil, err
	}
	names := make(map[string]override, len(records))
	for _, r := range records {
		if _, twice := names[r["geonameid"]]; twice {
			return nil, fmt.Errorf("read %s: %s is there twice", path, r["geonameid"])
		}
		names[r["geonameid"]] = override{name: r["name"], aliases: split(r["add_aliases"], "|")}
	}
	return names, nil
}

// localName gives the name of a town in its own country. GeoNames' main name is
// English for some ("Copenhagen", "Ostend") and outdated for others ("Århus"); where
// the postal service or the municipality uses another of its names, that one wins.
func localName(town, municipality record, postal postalNames) string {
	name, country := town["name"], town["country"]
	alternates := split(town["alternate_names"], "|")
	official := municipality["name"]
	parts := split(official, " / ") // "Ixelles / Elsene" in bilingual Brussels

	if len(parts) > 1 && containsFolded(parts, name) {
		return official
	}
	if !postal.has(country, name) {
		for _, part := range parts {
			if slices.Contains(alternates, part) {
				return official
			}
		}
	}
	if country == "DK" {
		if spelling := postal.spelling(town); spelling != "" {
			return spelling
		}
	}
	return name
}

// postalNames are the raw postcode rows by country and collapsed name.
type postalNames map[string][]record

func newPostalNames(rows []record) postalNames {
	p := make(postalNames)
	for _, r := range rows {
		k := r["country"] + key(r["place"])
		p[k] = append(p[k], r)
	}
	return p
}

// has tells whether the postal service of a country uses a name, but for its accents.
func (p postalNames) has(country, name string) bool {
	for _, r := range p[country+key(name)] {
		if fold.Text(r["place"]) == fold.Text(name) {
			return true
		}
	}
	return false
}

// spelling gives the postal spelling of a town that differs in how å is written
// ("Aabenraa" for "Åbenrå"), or "". Danish towns chose for themselves which to keep.
func (p postalNames) spelling(town record) string {
	lat, lon, err := point(town)
	if err != nil {
		return ""
	}
	for _, r := range p[town["country"]+key(town["name"])] {
		rowLat, rowLon, err := point(r)
		if err == nil && kilometres(lat, lon, rowLat, rowLon) < 30 {
			return r["place"]
		}
	}
	return ""
}

// aliases gives the other names under which a town is found, each spelling once.
func aliases(town record, name string, more []string) []string {
	seen := make(map[string]bool)
	for _, part := range split(name, " / ") {
		seen[key(part)] = true
	}
	var list []string
	for _, a := range slices.Concat(more, []string{town["name"]}, split(town["alternate_names"], "|")) {
		if k := key(a); k != "" && !seen[k] {
			seen[k] = true
			list = append(list, a)
		}
	}
	return list
}

// key is the form by which names are compared here and in the gazetteer.
func key(name string) string {
	return fold.Collapse(strings.Join(fold.Tokens(name), " "))
}

func containsFolded(list []string, name string) bool {
	return slices.ContainsFunc(list, func(s string) bool { return key(s) == key(name) })
}

// split is strings.Split without the one empty part of an empty string.
func split(s, separator string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, separator)
}
