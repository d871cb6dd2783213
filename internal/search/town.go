package search

import (
	"slices"
	"strings"
	"unicode/utf8"

	"walkin/internal/geo"
)

// town is a town in a text.
type town struct {
	words  int
	places []geo.Place
	sure   bool // it stands where only a town would
}

// maxTownWords is the longest name of a town that is read, in words.
const maxTownWords = 4

// minTown is how many inhabitants a town must have to be read in a text that
// does not say that a town follows.
const minTown = 1000

// townAt reads a town at a word. Behind "in" and its like any name counts;
// elsewhere only one of some size that is no ordinary word.
func (u *understanding) townAt(i int) town {
	if !u.towns || u.x.options.Gazetteer == nil || len(u.question.places) > 0 {
		return town{}
	}
	lexicon := lexiconOf(u.text.lang)
	if places := u.postcodeAt(i); len(places) > 0 {
		return town{1, places, true}
	}
	announced := i > 0 && lexicon.at[u.text.folded[i-1]]
	for n := min(maxTownWords, len(u.text.words)-i); n > 0; n-- {
		words := u.text.folded[i : i+n]
		if n == 1 && (utf8.RuneCountInString(words[0]) < 2 || lexicon.at[words[0]] || u.x.stop(u.text.words[i], u.text.lang)) {
			continue
		}
		places := u.x.options.Gazetteer.Named(words, u.country, maxTowns)
		if len(places) == 0 {
			continue
		}
		ordinary := n == 1 && lexicon.noTown[words[0]]
		if !announced && (ordinary || places[0].Population < minTown) {
			continue
		}
		if announced && ordinary && places[0].Population < 5*minTown {
			continue
		}
		return town{n, likeliest(places), announced || n > 1}
	}
	return town{}
}

// misspelledTown gives the own name, as one word, of the town that a word which
// nobody knows is most likely a slip of: "odnese", "copenhagn". "" for none.
func (u *understanding) misspelledTown(i int) string {
	if !u.towns || u.x.options.Gazetteer == nil {
		return ""
	}
	w := u.text.folded[i]
	least := slipTown
	if i > 0 && lexiconOf(u.text.lang).at[u.text.folded[i-1]] {
		least = minTown
	} else if utf8.RuneCountInString(w) < minName {
		return ""
	}
	return u.x.options.Gazetteer.Misspelled(w, u.country, least)
}

// slipTown is how many inhabitants a town must have to be meant by a slip where
// the text does not say that a town follows.
const slipTown = 20 * minTown

// postcodeAt reads four digits as a postcode of the page's country, or of the
// others where that has none.
func (u *understanding) postcodeAt(i int) []geo.Place {
	w := u.text.folded[i]
	if len(w) != 4 || strings.Trim(w, "0123456789") != "" || len(u.text.words) == 1 {
		return nil
	}
	return slices.DeleteFunc(u.x.options.Gazetteer.Find(w, u.country, maxTowns), func(p geo.Place) bool {
		return p.Kind != geo.KindPostcode || !slices.Contains(listed, p.Country)
	})
}

// listed are the countries of the directory.
var listed = []string{"DK", "NL", "BE"}

// likeliest puts the largest town first where the one that the country puts
// first is a hamlet beside it: "Mechelen" is the city in Belgium, in the
// Netherlands too.
func likeliest(places []geo.Place) []geo.Place {
	largest := 0
	for i, p := range places {
		if p.Population > places[largest].Population {
			largest = i
		}
	}
	if places[0].Population*10 >= places[largest].Population {
		return places
	}
	first := places[largest]
	return append([]geo.Place{first}, slices.Delete(slices.Clone(places), largest, largest+1)...)
}

// maxTowns is how many towns of one name are told apart.
const maxTowns = 6
