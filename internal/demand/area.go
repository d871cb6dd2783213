package demand

import (
	"cmp"
	"time"

	"walkin/internal/directory"
	"walkin/internal/geo"
	"walkin/internal/schedule"
)

// SmallYouth is how many people of 12 to 25 a municipality needs to be counted on
// its own.
const SmallYouth = 5000

// inhabitantsPerYouth is by how many inhabitants one of 12 to 25 comes, where
// their number is not known (Denmark): they are 16.6 % in the Netherlands and
// 16.3 % in Belgium, so six.
const inhabitantsPerYouth = 6

// Area is where a search was from: a municipality; without one the rest of a
// region; without that the rest of a country. Areas never overlap: who is in a
// municipality of its own is not in the rest.
type Area struct {
	Country      string `json:"country"`                // ISO 3166-1
	Region       string `json:"region,omitempty"`       // region or province, by its name
	Municipality string `json:"municipality,omitempty"` // national code
}

// Compare is the order of areas.
func (a Area) Compare(b Area) int {
	return cmp.Or(cmp.Compare(a.Country, b.Country), cmp.Compare(a.Region, b.Region), cmp.Compare(a.Municipality, b.Municipality))
}

// Wider is the rest of the country, of which an area becomes a part where too few
// ask; false for that itself.
func (a Area) Wider() (Area, bool) {
	return Area{Country: a.Country}, a != Area{Country: a.Country}
}

// Within says whether an area is another one, or becomes a part of it when too few
// ask there.
func (a Area) Within(whole Area) bool {
	wider, _ := a.Wider()
	return whole == a || whole == wider
}

// Areas is how the countries are divided. It never changes while the program runs.
type Areas struct {
	of        map[[2]string]Area // by country and code
	countries map[string]bool
}

// NewAreas divides countries by their municipalities: the small ones are merged
// into the rest of their region, and where all those together are small too, into
// the rest of their country.
func NewAreas(municipalities []geo.Municipality) *Areas {
	a := &Areas{of: make(map[[2]string]Area), countries: make(map[string]bool)}
	rest := make(map[Area]int) // young people
	for _, m := range municipalities {
		a.countries[m.Country] = true
		if n := youth(m); n < SmallYouth {
			rest[Area{Country: m.Country, Region: m.Region}] += n
		}
	}
	for _, m := range municipalities {
		region := Area{Country: m.Country, Region: m.Region}
		area := Area{Country: m.Country, Region: m.Region, Municipality: m.Code}
		if youth(m) < SmallYouth {
			if area = region; rest[region] < SmallYouth {
				area = Area{Country: m.Country}
			}
		}
		a.of[[2]string{m.Country, m.Code}] = area
	}
	return a
}

// youth is how many people of 12 to 25 live in a municipality, or may.
func youth(m geo.Municipality) int {
	if m.Youth12to25 > 0 {
		return m.Youth12to25
	}
	return m.Population / inhabitantsPerYouth
}

// Of gives the area in which a municipality counts; for one that nobody knows, or
// for none, the rest of the country. False for a country that is not counted.
func (a *Areas) Of(country, municipality string) (Area, bool) {
	if area, ok := a.of[[2]string{country, municipality}]; ok {
		return area, true
	}
	return Area{Country: country}, a.countries[country]
}

// Has says whether searches can be counted under an area.
func (a *Areas) Has(area Area) bool {
	if area.Municipality != "" {
		return a.of[[2]string{area.Country, area.Municipality}] == area
	}
	if area.Region == "" {
		return a.countries[area.Country]
	}
	for _, known := range a.of {
		if known == area {
			return true
		}
	}
	return false
}

// zoneOf is by which clock the weeks of a country begin.
func zoneOf(country string) *time.Location {
	return directory.ZoneOf(&schedule.Schedule{}, country)
}
