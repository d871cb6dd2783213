package mapsvg

import (
	"math"

	"walkin/data"
)

// An Atlas holds the outline of the north-west of Europe, simplified for each zoom.
// It is safe for use by several goroutines.
type Atlas struct {
	sheets      map[int]*sheet
	backgrounds cache
	provinces   map[string]*province
}

// detailed are the countries with municipalities, by their id in the outline, and the
// first sheet that is drawn from them: their coast is finer than that of the
// outline, and the outline takes the IJsselmeer for land.
var detailed = map[string]struct {
	country string
	from    int
}{"208": {"DK", 9}, "528": {"NL", 5}, "056": {"BE", 9}}

// Open makes an atlas of the embedded outline and municipalities: half a second of
// work, to be done once. An error means that the program was built with files that
// it cannot read.
func Open() (*Atlas, error) {
	countries, err := readRegions(data.Outline)
	if err != nil {
		return nil, err
	}
	s := survey{outline: cut(countries), detailed: make(map[int]country)}
	for i, c := range countries {
		d, ok := detailed[c.id]
		if !ok {
			continue
		}
		name, _ := data.Boundaries(d.country)
		municipalities, err := readRegions(name)
		if err != nil {
			return nil, err
		}
		s.detailed[i] = country{d.from, cut(municipalities)}
	}
	a := &Atlas{sheets: make(map[int]*sheet), provinces: make(map[string]*province)}
	for _, d := range detailed {
		a.provinces[d.country] = newProvince(d.country)
	}
	for zoom := int(MinZoom); zoom <= lastSheet; zoom++ {
		a.sheets[zoom] = s.draw(zoom)
	}
	return a, nil
}

// sheet gives the sheet for a zoom that exists.
func (a *Atlas) sheet(zoom float64) *sheet {
	return a.sheets[min(int(math.Ceil(zoom)), lastSheet)]
}
