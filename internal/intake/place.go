package intake

import (
	"regexp"
	"strings"

	"walkin/internal/directory"
	"walkin/internal/fold"
	"walkin/internal/geo"
	"walkin/internal/schedule"
)

// How the four digits of a postcode, and the letters that the Dutch have, stand
// before a town and behind a street.
var (
	codeBefore = regexp.MustCompile(`^(?:[A-Z]{1,2}-)?(\d{4}(?: ?[A-Z]{2})?)[ ,]+(\S.*)$`)
	codeInside = regexp.MustCompile(`^(.*\S)[,\n] *(?:[A-Z]{1,2}-)?(\d{4}(?: ?[A-Z]{2})?) +(\S.*)$`)
	onlyCode   = regexp.MustCompile(`^(?:[A-Z]{1,2}-)?(\d{4}(?: ?[A-Z]{2})?)$`)
)

// apart is how far, in metres, a postcode may be from its town.
const apart = 25_000

// country gives the country of the line.
func (r *reader) country() string {
	text := r.text(fieldCountry)
	if text == "" {
		return r.o.Country
	}
	if c, ok := countryNames[strings.Join(fold.Tokens(text), " ")]; ok {
		return c
	}
	r.blame(fieldCountry, fault(CodeCountry, "text", text))
	return r.o.Country
}

// postTown gives postcode and town, wherever the line has them.
func (r *reader) postTown() (postcode, town string) {
	postcode, town = r.text(fieldPostcode), r.text(fieldTown)
	if both := r.text(fieldPostTown); both != "" {
		if m := codeBefore.FindStringSubmatch(both); m != nil {
			postcode, town = m[1], m[2]
		} else if m := onlyCode.FindStringSubmatch(both); m != nil {
			postcode = m[1]
		} else {
			town = both
		}
	}
	if m := codeBefore.FindStringSubmatch(postcode); m != nil { // "8000 Aarhus C" in one of them
		if postcode = m[1]; town == "" {
			town = m[2]
		}
	}
	if m := codeBefore.FindStringSubmatch(town); m != nil {
		if town = m[2]; postcode == "" {
			postcode = m[1]
		}
	}
	if postcode == "" && town == "" {
		if m := codeInside.FindStringSubmatch(r.text(fieldStreet)); m != nil {
			postcode, town = m[2], m[3]
		}
	}
	if r.country() == "DK" && len(postcode) == 3 && strings.Trim(postcode, "0123456789") == "" {
		postcode = "0" + postcode // Excel takes the nought away
	}
	return postcode, strings.TrimSuffix(town, ",")
}

// street gives the street with its number, without postcode and town.
func (r *reader) street() string {
	street := r.text(fieldStreet)
	if m := codeInside.FindStringSubmatch(street); m != nil {
		street = m[1]
	}
	if n := r.text(fieldNumber); n != "" && street != "" && !strings.HasSuffix(street, " "+n) {
		street += " " + n
	}
	return strings.Join(strings.Fields(street), " ")
}

// locate changes a location as the line says, and says whether it says
// anything of where.
func (r *reader) locate(l *directory.Location, fresh bool) bool {
	before := *l
	if country := r.country(); fresh || r.text(fieldCountry) != "" {
		l.Country = country
	}
	if fresh && l.Country == "" {
		r.blame(fieldCountry, fault(CodeRequired, "field", string(fieldCountry)))
	}
	postcode, town := r.postTown()
	said := false
	for _, s := range []struct {
		to *string
		is string
	}{{&l.Street, r.street()}, {&l.PostalCode, postcode}, {&l.Town, town}} {
		if s.is != "" {
			*s.to, said = s.is, true
		}
	}
	for f, s := range map[field]string{fieldStreet: l.Street, fieldTown: l.Town} {
		if len(s) > 200 {
			r.blame(f, fault(CodeLong, "limit", "200"))
		}
	}
	exact, ok := r.point()
	if ok {
		l.Point, l.Precision, said = &exact, directory.PreciseExact, true
	}
	moved := l.Street != before.Street || l.PostalCode != before.PostalCode || l.Town != before.Town || l.Country != before.Country
	if r.o.Places != nil && moved {
		r.find(l, ok)
	} else if moved && !ok {
		l.Point, l.Precision = nil, "" // that of another address
	}
	r.municipality(l)
	return said
}

// point reads latitude and longitude.
func (r *reader) point() (geo.Point, bool) {
	lat, lon := r.text(fieldLat), r.text(fieldLon)
	if lat == "" && lon == "" {
		if p := r.line.point; p != nil {
			return *p, true
		}
		return geo.Point{}, false
	}
	var p geo.Point
	var okLat, okLon bool
	p.Lat, okLat = degrees(r.figure(fieldLat), 90)
	p.Lon, okLon = degrees(r.figure(fieldLon), 180)
	switch {
	case !okLat:
		r.blame(fieldLat, fault(CodePoint, "text", lat))
	case !okLon:
		r.blame(fieldLon, fault(CodePoint, "text", lon))
	case p.Lat == 0 && p.Lon == 0: // what a database writes that knows neither
		r.blame(fieldLat, fault(CodePoint, "text", lat+", "+lon))
	}
	return p, okLat && okLon && (p.Lat != 0 || p.Lon != 0)
}

// find gives a location the point of its postcode, else of its town, and the
// municipality; exact points stay.
func (r *reader) find(l *directory.Location, exact bool) {
	var place *geo.Place
	precision := directory.PrecisePostcode
	if l.PostalCode != "" {
		for _, p := range r.o.Places.Find(l.PostalCode, l.Country, 3) {
			if p.Kind == geo.KindPostcode && p.Country == l.Country && strings.HasPrefix(compact(l.PostalCode), compact(p.PostalCode)) {
				place = &p
				break
			}
		}
		if place == nil && schedule.ZoneIn(l.Country) != "" {
			r.blamePlace(fieldPostcode, fault(CodePostcode, "text", l.PostalCode))
		}
	}
	towns := r.towns(l)
	switch {
	case place != nil && len(towns) > 0:
		near := false
		for _, t := range towns {
			near = near || geo.Distance(t.Point, place.Point) <= apart
		}
		if !near {
			r.blamePlace(fieldPostcode, fault(CodeApart, "postcode", l.PostalCode, "town", l.Town))
		}
	case place == nil && len(towns) > 0:
		place, precision = &towns[0], directory.PreciseTown
	case place == nil && l.Town != "" && l.PostalCode == "":
		r.notice(fieldTown, fault(CodeTown, "text", l.Town))
	}
	if !exact {
		l.Point, l.Precision = nil, ""
	}
	if place == nil {
		return
	}
	l.Municipality = place.Municipality
	if !exact {
		point := place.Point
		l.Point, l.Precision = &point, precision
	}
}

// towns gives the places of the country that a town's name may mean.
func (r *reader) towns(l *directory.Location) []geo.Place {
	if l.Town == "" {
		return nil
	}
	var found []geo.Place
	for _, p := range r.o.Places.Find(l.Town, l.Country, 20) {
		if p.Country == l.Country {
			found = append(found, p)
		}
	}
	return found
}

// blamePlace notes a fault of postcode or town, in whichever column they are.
func (r *reader) blamePlace(f field, wrong Fault) {
	for _, other := range []field{f, fieldPostTown, fieldTown, fieldStreet} {
		if r.text(other) != "" {
			r.blame(other, wrong)
			return
		}
	}
	r.blame("", wrong)
}

func (r *reader) municipality(l *directory.Location) {
	text := r.text(fieldMunicipality)
	if text == "" {
		return
	}
	if r.o.Places == nil {
		r.notice(fieldMunicipality, fault(CodeMunicipality, "text", text))
		return
	}
	code := strings.ToUpper(text)
	if l.Country == "DK" && len(code) == 3 {
		code = "0" + code
	}
	if m, ok := r.o.Places.Municipality(l.Country, code); ok {
		l.Municipality = m.Code
		return
	}
	if m, ok := r.o.Places.MunicipalityByName(l.Country, text); ok {
		l.Municipality = m.Code
		return
	}
	r.blame(fieldMunicipality, fault(CodeMunicipality, "text", text))
}
