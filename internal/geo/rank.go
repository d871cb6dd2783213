package geo

import (
	"cmp"
	"slices"
	"strings"

	"walkin/internal/fold"
)

// A candidate is a place with what decides its rank.
type candidate struct {
	Place
	loose bool // only the collapsed spelling is the same
	alias bool // one of its other names is meant
}

// candidates gives the places of some names, each once. asked is what was looked for,
// as [spelling] gives it.
func (g *Gazetteer) candidates(names []name, asked string) []candidate {
	list := make([]candidate, 0, len(names))
	seen := make(map[ref]int, len(names))
	for _, n := range names {
		c := candidate{alias: n.alias, loose: !g.spelled(n, asked)}
		if i, twice := seen[n.ref]; twice {
			list[i].loose = list[i].loose && c.loose
			list[i].alias = list[i].alias && c.alias
			continue
		}
		c.Place = g.place(n.ref)
		seen[n.ref] = len(list)
		list = append(list, c)
	}
	return list
}

// spelled tells whether the place of n has a name that is spelled as asked, where å
// and aa, ø and oe, and so on are the same.
func (g *Gazetteer) spelled(n name, asked string) bool {
	return g.anyForm(n, func(form string) bool { return form == asked })
}

// begins tells whether it has one that begins so.
func (g *Gazetteer) begins(n name, asked string) bool {
	return g.anyForm(n, func(form string) bool { return strings.HasPrefix(form, asked) })
}

// anyForm tells whether a spelling of one of the names that n may stand for is wanted.
func (g *Gazetteer) anyForm(n name, wanted func(string) bool) bool {
	var names string
	switch i := n.ref.index(); n.ref.kind() {
	case refTown:
		if names = g.towns[i].name; n.alias {
			names = g.towns[i].aliases
		}
	case refMunicipality:
		m := g.municipalities[i]
		names = m.Name + "|" + m.NameNL + "|" + m.NameFR
	case refPostcode:
		names = g.postcodes[i].names
	}
	for one := range strings.SplitSeq(names, "|") {
		for _, part := range ownNames(one) {
			for _, v := range fold.Variants(part) {
				if wanted(spelling(strings.Fields(v))) {
					return true
				}
			}
		}
	}
	return false
}

// places orders candidates as [Gazetteer.Find] promises and gives at most limit. Where
// the spelling asked for exists, those that only collapse to the same are left out:
// "Goes" is not "Gos".
func places(list []candidate, hint string, limit int) []Place {
	if slices.ContainsFunc(list, func(c candidate) bool { return !c.loose }) {
		list = slices.DeleteFunc(list, func(c candidate) bool { return c.loose })
	}
	list = withoutSeats(list)
	slices.SortStableFunc(list, func(a, b candidate) int {
		return cmp.Compare(
			weight(a.Country, hint, a.Kind, a.alias, a.Population),
			weight(b.Country, hint, b.Kind, b.alias, b.Population),
		)
	})
	var found []Place
	for _, c := range list {
		if len(found) == limit {
			break
		}
		if !slices.ContainsFunc(found, func(p Place) bool { return stands(p, c.Place) }) {
			found = append(found, c.Place)
		}
	}
	return found
}

// weight is what candidates of a name are ordered by, the lightest first: country,
// towns and municipalities before postcodes, own name before other names, town before
// municipality, the larger before the smaller. Each rule counts only among equals of
// the one before. A postcode outside the country asked for comes last of all: "Zurich"
// is a farm in Friesland, too.
func weight(country, hint string, kind Kind, alias bool, population int) uint64 {
	w := uint64(nearness(country, hint))
	if kind == KindPostcode && w > 0 {
		w = 2
	}
	for _, after := range [...]bool{kind == KindPostcode, alias, kind != KindTown} {
		w <<= 1
		if after {
			w++
		}
	}
	const most = 1 << 32
	return (w*most+most-uint64(population))<<4 + uint64(slices.Index(countries, country))
}

// withoutSeats leaves out a municipality where the town of the same name, or one
// with at least half of its people, is a candidate too: who types "Vejle" or "Den Haag"
// means the town. "Pelt" stays beside Overpelt.
func withoutSeats(list []candidate) []candidate {
	towns := make(map[[2]string]candidate) // the best one of each municipality
	for _, c := range list {
		k := [2]string{c.Country, c.Municipality}
		if best, ok := towns[k]; c.Kind == KindTown && (!ok || best.alias && (!c.alias || c.Population > best.Population)) {
			towns[k] = c
		}
	}
	return slices.DeleteFunc(list, func(c candidate) bool {
		town, ok := towns[[2]string{c.Country, c.Municipality}]
		return c.Kind == KindMunicipality && ok && (!town.alias || 2*town.Population >= c.Population)
	})
}

// stands tells whether p, which ranks before q, makes q superfluous: the same town
// listed twice, its municipality, its postcodes, or another code of the same name.
func stands(p, q Place) bool {
	if p.Country != q.Country || Distance(p.Point, q.Point) > sameTown {
		return false
	}
	if q.Kind == KindPostcode && p.Kind != KindPostcode {
		return true
	}
	return fold.Text(p.Name) == fold.Text(q.Name) &&
		(p.Kind == q.Kind || q.Kind == KindMunicipality && p.Municipality == q.Municipality)
}
