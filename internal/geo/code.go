package geo

import (
	"slices"
	"strings"
)

// A reading is one way to understand some words of a text as a postcode.
type reading struct {
	code    string   // compact, upper case
	country string   // "" if any may be meant
	words   []string // the rest of the text
}

// prefixes are the letters that are written before a code: ISO 3166-1 and the
// distinguishing signs of vehicles that the post used to ask for ("B-9000").
var prefixes = map[string]string{
	"dk": "DK", "nl": "NL", "be": "BE", "b": "BE", "no": "NO", "n": "NO", "se": "SE", "s": "SE",
	"fi": "FI", "fin": "FI", "de": "DE", "d": "DE", "gb": "GB", "uk": "GB", "ie": "IE", "irl": "IE",
	"fr": "FR", "f": "FR", "at": "AT", "a": "AT", "ch": "CH", "lu": "LU", "l": "LU",
}

// readings gives the ways to find a postcode in folded words, the most specific
// first. It knows the forms of all thirteen countries; whether a code exists is for
// the caller to see.
func readings(tokens []string) []reading {
	var list []reading
	for i, t := range tokens {
		next, after := "", ""
		if i+1 < len(tokens) {
			next = tokens[i+1]
		}
		if i+2 < len(tokens) {
			after = tokens[i+2]
		}
		// add takes n words for the code.
		add := func(code, country string, n int) {
			rest := slices.Concat(tokens[:i], tokens[i+n:])
			if i > 0 {
				if c := prefixes[tokens[i-1]]; c != "" && (country == "" || country == c) {
					list = append(list, reading{strings.ToUpper(code), c, slices.Concat(tokens[:i-1], tokens[i+n:])})
				}
			}
			list = append(list, reading{strings.ToUpper(code), country, rest})
		}
		switch form := shape(t); form {
		case "9999":
			if shape(next) == "aa" { // 1012 AB: the letters name a street
				add(t, "NL", 2)
			}
			add(t, "", 1)
		case "9999aa":
			add(t[:4], "NL", 1)
		case "99999":
			if next == "cedex" {
				add(t+next+after, "FR", min(3, len(tokens)-i))
				add(t+next, "FR", 2)
			}
			add(t, "", 1)
		case "999":
			if shape(next) == "99" { // 111 20
				add(t+next, "SE", 2)
			}
		case "a9999", "aa9999", "aaa9999", "a99999", "aa99999", "aaa99999":
			letters := strings.TrimRight(t, "0123456789")
			if c := prefixes[letters]; c != "" {
				add(t[len(letters):], c, 1)
			}
		case "a9", "a99", "aa9", "aa99", "a9a", "aa9a":
			if len(t) == 3 && len(next) == 4 { // D02 AF30: a routing key and one door
				add(t, "IE", 2)
			}
			if shape(next) == "9aa" { // SW1A 1AA
				add(t, "GB", 2)
			}
			add(t, "GB", 1)
			add(t, "IE", 1)
		case "a99aa", "a999aa", "aa99aa", "aa999aa", "a9a9aa", "aa9a9aa":
			add(t[:len(t)-3], "GB", 1)
			add(t[:3], "IE", 1)
		default:
			if len(t) == 7 && (strings.HasPrefix(form, "a99") || strings.HasPrefix(form, "a9a")) {
				add(t[:3], "IE", 1)
			}
		}
	}
	return list
}

// shape writes a word with "a" for each letter and "9" for each digit: "sw1a" is
// "aa9a". It is empty for a word that is too long for a code or not in ASCII.
func shape(token string) string {
	var b [8]byte
	if len(token) > len(b) {
		return ""
	}
	for i := range len(token) {
		switch c := token[i]; {
		case '0' <= c && c <= '9':
			b[i] = '9'
		case 'a' <= c && c <= 'z':
			b[i] = 'a'
		default:
			return ""
		}
	}
	return string(b[:len(token)])
}

// findCode gives the postcodes that the words of a text may mean. If the rest of the
// words names one of them ("8000 Aarhus"), only those; if it names another place,
// that follows, or stands alone where the code does not exist.
func (g *Gazetteer) findCode(tokens []string, hint string) []Place {
	all := readings(tokens)
	for _, q := range all {
		var found []Place
		for _, country := range preferred(hint) {
			if q.country != "" && q.country != country {
				continue
			}
			if r, ok := g.postcode(country, q.code); ok {
				found = append(found, g.place(r))
			}
		}
		if len(found) > 0 {
			return meant(found, g.named(q.words, hint))
		}
	}
	for _, q := range all {
		if named := g.named(q.words, hint); len(named) > 0 {
			return named
		}
	}
	return nil
}

// named gives the places that the words beside a postcode name, together or else one
// by one: "Nørregade 10 Aarhus C".
func (g *Gazetteer) named(words []string, hint string) []Place {
	named := g.findName(words, hint)
	if len(named) == 0 && len(words) > 1 {
		for _, w := range words {
			named = append(named, g.findName([]string{w}, hint)...)
		}
	}
	return named
}

// meant chooses among the places of one postcode by the places that are named.
func meant(found, named []Place) []Place {
	near := slices.DeleteFunc(slices.Clone(found), func(p Place) bool {
		return !slices.ContainsFunc(named, func(n Place) bool {
			return n.Country == p.Country && Distance(n.Point, p.Point) < sameTown
		})
	})
	if len(near) > 0 {
		return near
	}
	return slices.Concat(found, named[:min(maxNamed, len(named))])
}

// maxNamed bounds what a stray word adds to a postcode's places.
const maxNamed = 3

// preferred gives all countries in the order in which candidates are given.
func preferred(hint string) []string {
	if !slices.Contains(countries, hint) {
		return countries
	}
	return append([]string{hint}, slices.DeleteFunc(slices.Clone(countries), func(c string) bool { return c == hint })...)
}
