package geo

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"walkin/internal/fold"
)

const (
	// maxText is how long, in bytes, a text may be to name a place.
	maxText = 200
	// sameTown is how near, in metres, two places of one name and country are the
	// same, and a postcode is one of a town's.
	sameTown = 20_000
	// maxCandidates is how many places of one name are told apart: more than anybody
	// reads, fewer than there are of "Saint-Martin".
	maxCandidates = 50
)

// Find gives the places that a text may mean, best first, at most limit: a postcode
// in any country's form, with or without its town, or a name in any spelling that
// package fold brings together, in any language that GeoNames has, or abbreviated as
// people do ("kbh").
//
// Candidates of the country (ISO 3166-1, "" for none) come first, then those of DK,
// NL and BE, then the others; among them a place's own name before its other names,
// and the larger before the smaller. Only a text that is no name at all is read with
// one slip of the finger, and only from five letters on. A text without two letters
// or digits, or of more than 200 bytes, means nothing.
func (g *Gazetteer) Find(text, country string, limit int) []Place {
	tokens := tokensOf(text)
	if len(tokens) == 0 || limit <= 0 {
		return nil
	}
	hint := strings.ToUpper(country)
	found := g.findCode(tokens, hint)
	if len(found) == 0 {
		found = g.findName(tokens, hint)
	}
	if len(found) == 0 { // "Brugge, België"
		for part := range strings.SplitSeq(text, ",") {
			if found = g.findName(tokensOf(part), hint); len(found) > 0 {
				break
			}
		}
	}
	if len(found) == 0 {
		found = g.findAbbreviated(tokens, hint)
	}
	if len(found) == 0 {
		found = g.findTypo(tokens, hint)
	}
	return found[:min(limit, len(found))]
}

// Named gives the towns and municipalities of DK, NL and BE that are called
// exactly this, in any spelling, best first, at most limit: no postcodes, no
// abbreviations and no slips. It is for words of a longer text, most of which
// are no place.
func (g *Gazetteer) Named(words []string, country string, limit int) []Place {
	hint := strings.ToUpper(country)
	var found []Place
	for _, p := range g.findName(words, hint) {
		if p.Kind != KindPostcode && nearness(p.Country, "") == 1 && len(found) < limit {
			found = append(found, p)
		}
	}
	return found
}

// tokensOf gives the words of a text, none if it is too short or too long to be the
// name of a place.
func tokensOf(text string) []string {
	if len(text) > maxText {
		return nil
	}
	tokens := fold.Tokens(text)
	if len(tokens) == 0 || len(tokens) == 1 && utf8.RuneCountInString(tokens[0]) < 2 {
		return nil
	}
	return tokens
}

// findName gives the places with exactly this name.
func (g *Gazetteer) findName(tokens []string, hint string) []Place {
	if len(tokens) == 0 {
		return nil
	}
	if rest, titled := withoutTitle(tokens); titled {
		if list := g.titled(rest, hint); len(list) > 0 {
			return list
		}
	}
	asked := spelling(tokens)
	k := fold.Collapse(asked)
	from := g.search(k)
	to := from
	for to < len(g.names) && g.names[to].key == k {
		to++
	}
	return places(g.candidates(g.names[from:to], asked), hint, maxCandidates)
}

// search gives the index of the first name whose key is not before k.
func (g *Gazetteer) search(k string) int {
	i, _ := slices.BinarySearchFunc(g.names, k, func(n name, k string) int { return cmp.Compare(n.key, k) })
	return i
}

// findAbbreviated gives the places whose name begins with a town's where the text has
// another of its names: "Kbh Ø" is København Ø.
func (g *Gazetteer) findAbbreviated(tokens []string, hint string) []Place {
	if len(tokens) < 2 {
		return nil
	}
	for _, town := range g.findName(tokens[:1], hint) {
		full := slices.Concat(fold.Tokens(town.Name), tokens[1:])
		if found := g.findName(full, town.Country); len(found) > 0 {
			return found
		}
	}
	return nil
}

// titled gives the municipalities of a name.
func (g *Gazetteer) titled(tokens []string, hint string) []Place {
	var list []Place
	for _, country := range preferred(hint) {
		if m, ok := g.MunicipalityByName(country, strings.Join(tokens, " ")); ok {
			list = append(list, g.place(refMunicipality|ref(g.byCode[[2]string{country, m.Code}])))
		}
	}
	return list
}
