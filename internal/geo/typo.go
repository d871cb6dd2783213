package geo

import (
	"strings"

	"walkin/internal/fold"
)

const (
	// minTypo is how many letters a text must have before a slip is allowed.
	minTypo = 5
	// From these populations on a town may be meant by a misspelled word: in the
	// country asked for and in DK, NL and BE, and elsewhere. Below them, too many
	// everyday words are a village with one letter changed.
	minTypoNear = 1_000
	minTypoFar  = 50_000
)

// findTypo gives the towns and municipalities whose own name is the text with one
// letter changed, left out, put in or swapped with the next one; never the first.
func (g *Gazetteer) findTypo(tokens []string, hint string) []Place {
	asked := spelling(tokens)
	k := fold.Collapse(asked)
	if len(k) < minTypo || strings.ContainsAny(k, "0123456789") {
		return nil
	}
	var names []name
	for _, n := range g.names[g.search(k[:1]):] {
		if n.key[0] != k[0] {
			break
		}
		if n.alias || n.ref.kind() == refPostcode || !oneEdit(k, n.key) {
			continue
		}
		if g.mayBeMeant(n, hint) {
			names = append(names, n)
		}
	}
	return places(g.candidates(names, asked), hint, maxCandidates)
}

// mayBeMeant says whether a town is large enough to be meant by a misspelled word.
func (g *Gazetteer) mayBeMeant(n name, hint string) bool {
	p := g.place(n.ref)
	return nearness(p.Country, hint) < 2 && p.Population >= minTypoNear || p.Population >= minTypoFar
}

// oneEdit tells whether a and b, of which neither is empty, differ by one byte
// changed, left out or put in, or by two neighbours swapped. Folded place names are
// ASCII.
func oneEdit(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) < len(b) {
		return a[i:] == b[i+1:]
	}
	if i == len(a) {
		return false // the same
	}
	return a[i+1:] == b[i+1:] ||
		i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}
