package sample

import (
	"fmt"
	"strings"

	"walkin/internal/directory"
)

// networks gives two for each country and one for all.
func (w *world) networks() []*directory.Network {
	all := &directory.Network{ID: "sample-all", Name: "Sample network of three countries", Provenance: provenance}
	list := []*directory.Network{all}
	for _, c := range w.countries {
		all.Countries = append(all.Countries, c.code)
		for i, name := range c.words.networks {
			list = append(list, &directory.Network{
				ID: networkID(c, i), Name: name, Countries: []string{c.code}, Provenance: provenance,
			})
		}
	}
	return list
}

func networkID(c *country, i int) string {
	return fmt.Sprintf("sample-%s-%d", strings.ToLower(c.code), i+1)
}

// organisationsOf gives the first organisation of a country and the first of
// the next: those of a country follow each other, as many as its share.
func (c *Catalogue) organisationsOf(wanted *country) (from, to int) {
	for i, country := range c.world.countries {
		from = to
		to += max(1, int(country.share*float64(c.organisations)))
		if i == len(c.world.countries)-1 {
			to = c.organisations
		}
		if country == wanted {
			break
		}
	}
	return from, to
}

func (c *Catalogue) organisation(i int) directory.Entry {
	d := throw(c.seed, directory.KindOrganisation, i)
	home := c.world.countries[0]
	for _, country := range c.world.countries {
		if from, to := c.organisationsOf(country); from <= i && i < to {
			home = country
		}
	}
	s := scribe{dice: d, words: home.words, town: home.town(d).name}
	o := &directory.Organisation{
		ID: id(i), Name: s.phrase(oneOf(d, home.words.organisations)), Kind: oneOf(d, []string{"ngo", "municipality", "association"}),
		Country: home.code, Provenance: provenance,
	}
	if d.chance(0.3) {
		o.Networks = []string{networkID(home, d.IntN(len(home.words.networks)))}
		if d.chance(0.2) {
			o.Networks = append(o.Networks, "sample-all")
		}
	}
	if d.chance(0.5) {
		o.Contact.URL = site(directory.KindOrganisation, o.ID)
	}
	return o
}

// runner gives the id of an organisation of a country; a few run most places.
func (c *Catalogue) runner(d dice, of *country) string {
	from, to := c.organisationsOf(of)
	return id(from + d.zipf(to-from))
}
