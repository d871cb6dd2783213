package geo

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"walkin/data"
	"walkin/internal/fold"
)

// read makes a gazetteer of the embedded files.
func read() (*Gazetteer, error) {
	g := &Gazetteer{ // about as large as the files need
		postcodes:    make([]postcode, 0, 80_000),
		towns:        make([]town, 0, 46_000),
		names:        make([]name, 0, 172_000),
		span:         make(map[string][2]int),
		townByNumber: make(map[uint32]ref, 46_000),
		byCode:       make(map[[2]string]int),
		byName:       make(map[[2]string]int),
	}
	for _, step := range []func() error{g.readMunicipalities, g.readTowns, g.readPostcodes} {
		if err := step(); err != nil {
			return nil, fmt.Errorf("load gazetteer: %w", err)
		}
	}
	g.sortNames()
	return g, nil
}

func (g *Gazetteer) readMunicipalities() error {
	return data.Rows(data.Municipalities, data.MunicipalityColumns, func(f []string) error {
		m := Municipality{
			Country: f[0], Code: f[1], Name: f[2], NameNL: f[3], NameFR: f[4], Region: f[5], PopulationDate: f[7],
		}
		var err error
		for _, n := range []struct {
			field string
			to    *int
		}{{f[6], &m.Population}, {f[8], &m.Youth15to24}, {f[9], &m.Youth12to25}} {
			if n.field == "" {
				continue
			}
			if *n.to, err = strconv.Atoi(n.field); err != nil {
				return err
			}
		}
		if m.Point, err = parsePoint(f[10], f[11]); err != nil {
			return err
		}
		i := len(g.municipalities)
		g.municipalities = append(g.municipalities, m)
		g.byCode[[2]string{m.Country, m.Code}] = i
		r := refMunicipality | ref(i)
		own := ownNames(m.Name)
		for _, n := range own {
			g.byName[[2]string{m.Country, g.addName(n, r, false)}] = i
		}
		for _, n := range [...]string{m.NameNL, m.NameFR} {
			if n != "" && !slices.Contains(own, n) {
				g.byName[[2]string{m.Country, g.addName(n, r, true)}] = i
			}
		}
		return nil
	})
}

func (g *Gazetteer) readTowns() error {
	err := data.Rows(data.Towns, data.TownColumns, func(f []string) error {
		number, err := strconv.ParseUint(f[1], 10, 32)
		if err != nil {
			return err
		}
		population, err := strconv.ParseInt(f[4], 10, 32)
		if err != nil {
			return err
		}
		at, err := parsePoint(f[5], f[6])
		if err != nil {
			return err
		}
		r := refTown | ref(len(g.towns))
		g.towns = append(g.towns, town{
			country: f[0], name: f[2], aliases: f[3], municipality: f[8], at: at,
			number: uint32(number), population: int32(population), part: f[7] == "PPLX",
		})
		g.townByNumber[uint32(number)] = r
		for _, n := range ownNames(f[2]) {
			g.addName(n, r, false)
		}
		for a := range strings.SplitSeq(f[3], "|") {
			if a != "" {
				g.addName(a, r, true)
			}
		}
		return nil
	})
	g.sortLatitudes()
	return err
}

// readPostcodes reads the codes. In DK, NL and BE a code is found by each of its names;
// elsewhere only by one that no town of the country and no earlier code has, which
// spares half of all names.
func (g *Gazetteer) readPostcodes() error {
	type named struct{ country, name string }
	known := make(map[named]bool, len(g.towns))
	for _, t := range g.towns {
		known[named{t.country, t.name}] = true
	}
	last := "" // most codes of a city follow each other
	return data.Rows(data.Postcodes, data.PostcodeColumns, func(f []string) error {
		at, err := parsePoint(f[2], f[3])
		if err != nil {
			return err
		}
		i := len(g.postcodes)
		g.postcodes = append(g.postcodes, postcode{country: f[0], code: f[1], at: at, municipality: f[4], names: f[5]})
		span, ok := g.span[f[0]]
		if !ok {
			span[0], last = i, ""
		}
		g.span[f[0]] = [2]int{span[0], i + 1}
		if f[5] == last {
			return nil
		}
		last = f[5]
		for n := range strings.SplitSeq(f[5], "|") {
			if nearness(f[0], "") > 1 {
				if known[named{f[0], n}] {
					continue
				}
				known[named{f[0], n}] = true
			}
			for _, part := range ownNames(n) {
				g.addName(part, refPostcode|ref(i), false)
			}
		}
		return nil
	})
}

// addName indexes a name and gives its key.
func (g *Gazetteer) addName(text string, r ref, alias bool) string {
	k := key(fold.Tokens(text))
	if k != "" {
		g.names = append(g.names, name{key: k, ref: r, alias: alias})
	}
	return k
}

// sortNames orders the names by key. Comparing the first eight bytes as a number
// decides nearly always, and is several times as fast as comparing strings.
func (g *Gazetteer) sortNames() {
	type ranked struct {
		head uint64
		name
	}
	order := make([]ranked, len(g.names))
	for i, n := range g.names {
		var head [8]byte
		copy(head[:], n.key)
		order[i] = ranked{binary.BigEndian.Uint64(head[:]), n}
	}
	slices.SortFunc(order, func(a, b ranked) int {
		if a.head != b.head {
			return cmp.Compare(a.head, b.head)
		}
		return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.ref, b.ref))
	})
	g.names = make([]name, len(order))
	for i, r := range order {
		g.names[i] = r.name
	}
}

// ownNames gives a place's own name and, of one in two languages ("Bruxelles /
// Brussel"), each part.
func ownNames(name string) []string {
	a, b, two := strings.Cut(name, " / ")
	if !two {
		return []string{name}
	}
	return []string{name, a, b}
}

// key is the form under which a name is indexed and looked up.
func key(tokens []string) string { return fold.Collapse(spelling(tokens)) }

// spelling joins the folded words of a name, with every word for a saint as "st".
func spelling(tokens []string) string {
	var b strings.Builder
	for i, t := range tokens {
		if i > 0 {
			b.WriteByte(' ')
		}
		switch t {
		case "sint", "sankt", "saint", "sainte", "sct":
			t = "st"
		}
		b.WriteString(t)
	}
	return b.String()
}

func parsePoint(lat, lon string) (Point, error) {
	var (
		p   Point
		err error
	)
	if p.Lat, err = strconv.ParseFloat(lat, 64); err != nil {
		return p, err
	}
	if p.Lon, err = strconv.ParseFloat(lon, 64); err != nil {
		return p, err
	}
	if !p.Valid() {
		return p, fmt.Errorf("no point: %s, %s", lat, lon)
	}
	return p, nil
}
