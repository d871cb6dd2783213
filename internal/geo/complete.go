package geo

import (
	"container/heap"
	"slices"
	"strings"

	"walkin/internal/fold"
)

// Complete gives the places whose name begins with what has been typed so far, best
// first as [Gazetteer.Find] has it, at most limit; postal districts of the country and
// of DK, NL and BE among them. A text that begins with a digit is
// taken for a postcode, which must be complete; one of less than two letters or more
// than 200 bytes gives nothing.
func (g *Gazetteer) Complete(prefix, country string, limit int) []Place {
	tokens := tokensOf(prefix)
	if len(tokens) == 0 || limit <= 0 {
		return nil
	}
	if c := tokens[0][0]; '0' <= c && c <= '9' {
		return g.Find(prefix, country, limit)
	}
	asked := spelling(tokens)
	k := fold.Collapse(asked)
	hint := strings.ToUpper(country)
	var queue weighedQueue
	for _, n := range g.names[g.search(k):] {
		if !strings.HasPrefix(n.key, k) {
			break
		}
		if n.ref.kind() == refPostcode && nearness(g.postcodes[n.ref.index()].country, hint) > 1 {
			continue // a third of all names, and companies among them
		}
		queue = append(queue, weighed{n, g.weight(n, hint)})
	}
	return g.lightest(queue, limit, func(n name) bool {
		return asked == k || g.begins(n, asked) // "aa" is not "Amsterdam"
	})
}

// CompleteMisspelled gives the towns whose name begins with what has been typed but
// for one slip, never in the first letter; for what Complete finds nothing for. A text
// of less than five letters gives nothing.
func (g *Gazetteer) CompleteMisspelled(prefix, country string, limit int) []Place {
	k := fold.Collapse(spelling(tokensOf(prefix)))
	if len(k) < minTypo || strings.ContainsAny(k, "0123456789") {
		return nil
	}
	hint := strings.ToUpper(country)
	var queue weighedQueue
	near := fold.NewNear(k, 1)
	for _, n := range g.names[g.search(k[:1]):] {
		if n.key[0] != k[0] {
			break
		}
		if n.alias || n.ref.kind() == refPostcode {
			continue
		}
		if _, begins := near.Compare(n.key); begins && g.mayBeMeant(n, hint) {
			queue = append(queue, weighed{n, g.weight(n, hint)})
		}
	}
	return g.lightest(queue, limit, func(name) bool { return true })
}

// lightest gives the places of the lightest names that pass, each place once.
func (g *Gazetteer) lightest(queue weighedQueue, limit int, passes func(name) bool) (found []Place) {
	heap.Init(&queue)
	for len(queue) > 0 && len(found) < limit {
		n := heap.Pop(&queue).(weighed).name
		if !passes(n) {
			continue
		}
		p := g.place(n.ref)
		if !slices.ContainsFunc(found, func(f Place) bool { return f.ID == p.ID || stands(f, p) }) {
			found = append(found, p)
		}
	}
	return found
}

// weighed is a name with its weight.
type weighed struct {
	name
	weight uint64
}

// weighedQueue is a heap of names, the lightest on top: thousands may begin with two
// letters, of which a few become places.
type weighedQueue []weighed

func (q weighedQueue) Len() int           { return len(q) }
func (q weighedQueue) Less(i, j int) bool { return q[i].weight < q[j].weight }
func (q weighedQueue) Swap(i, j int)      { q[i], q[j] = q[j], q[i] }

// Push is there for the heap; nothing is added once it stands.
func (q *weighedQueue) Push(n any) { *q = append(*q, n.(weighed)) }

// Pop takes the last name, where the heap puts the lightest.
func (q *weighedQueue) Pop() any {
	last := len(*q) - 1
	n := (*q)[last]
	*q = (*q)[:last]
	return n
}

// weight is the weight of a name's place.
func (g *Gazetteer) weight(n name, hint string) uint64 {
	switch i := n.ref.index(); n.ref.kind() {
	case refTown:
		return weight(g.towns[i].country, hint, KindTown, n.alias, int(g.towns[i].population))
	case refMunicipality:
		return weight(g.municipalities[i].Country, hint, KindMunicipality, n.alias, g.municipalities[i].Population)
	default:
		return weight(g.postcodes[i].country, hint, KindPostcode, n.alias, 0)
	}
}
