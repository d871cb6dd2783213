package geo

import (
	"slices"
	"strings"

	"walkin/internal/fold"
)

// A Municipality is one of DK, NL (division of 2023) or BE (2025), with the figures
// of its youth, as far as they are known.
type Municipality struct {
	Country        string `json:"country"`           // ISO 3166-1
	Code           string `json:"code"`              // "0751", "GM0363", "44021" (NIS)
	Name           string `json:"name"`              // local; "French / Dutch" in Brussels
	NameNL         string `json:"name_nl,omitempty"` // BE only
	NameFR         string `json:"name_fr,omitempty"` // BE only
	Region         string `json:"region,omitempty"`  // region or province
	Point                 // inside, for a label
	Population     int    `json:"population,omitempty"`
	PopulationDate string `json:"population_date,omitempty"` // a year or a day
	Youth15to24    int    `json:"youth_15_24,omitempty"`     // 0 is unknown: all of DK
	Youth12to25    int    `json:"youth_12_25,omitempty"`     // an estimate; 0 is unknown: all of DK
}

// Municipality gives the municipality with a code, as [Municipality] has it.
func (g *Gazetteer) Municipality(country, code string) (Municipality, bool) {
	i, ok := g.byCode[[2]string{country, code}]
	if !ok {
		return Municipality{}, false
	}
	return g.municipalities[i], true
}

// Municipalities gives those of a country, by code; none for a country but DK, NL
// and BE.
func (g *Gazetteer) Municipalities(country string) []Municipality {
	var list []Municipality
	for _, m := range g.municipalities {
		if m.Country == country {
			list = append(list, m)
		}
	}
	return list
}

// MunicipalityOfPostcode gives the municipality of a code in any form that [Find]
// reads ("1012 AB"). A code that crosses a border belongs to its main place's.
func (g *Gazetteer) MunicipalityOfPostcode(country, code string) (Municipality, bool) {
	for _, q := range readings(fold.Tokens(code)) {
		if r, ok := g.postcode(country, q.code); ok && (q.country == "" || q.country == country) {
			return g.Municipality(country, g.postcodes[r.index()].municipality)
		}
	}
	return Municipality{}, false
}

// MunicipalityByName gives the municipality of a country by any of its names and any
// spelling, with or without the word for it: "Aarhus Kommune", "Københavns kommune",
// "gemeente Utrecht", "Elsene".
func (g *Gazetteer) MunicipalityByName(country, name string) (Municipality, bool) {
	tokens, _ := withoutTitle(fold.Tokens(name))
	k := key(tokens)
	for _, k := range [...]string{k, strings.TrimSuffix(k, "s")} { // the Danish genitive
		if i, ok := g.byName[[2]string{country, k}]; ok {
			return g.municipalities[i], true
		}
	}
	return Municipality{}, false
}

// titles are the folded words for a municipality.
var titles = []string{"kommune", "gemeente", "commune", "regionskommune"}

// withoutTitle drops the words for a municipality and tells whether there was one.
func withoutTitle(tokens []string) ([]string, bool) {
	rest := slices.DeleteFunc(slices.Clone(tokens), func(t string) bool { return slices.Contains(titles, t) })
	return rest, len(rest) < len(tokens)
}
