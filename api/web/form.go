package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"walkin/internal/directory"
	"walkin/internal/geo"
)

// ReadForm reads a posted form. What does not have the form that it should is
// as if it were not there: a person cannot be told that a field of theirs
// breaks a rule that they did not make.
func ReadForm(v url.Values) Ask {
	a := ReadAddress(v)
	a.Text, a.PlaceText = first(v, "text"), first(v, "where")
	if utf8.RuneCountInString(a.PlaceText) > directory.MaxSuggestText {
		a.PlaceText = ""
	}
	lat, errLat := strconv.ParseFloat(v.Get("lat"), 64)
	lon, errLon := strconv.ParseFloat(v.Get("lon"), 64)
	if p := (geo.Point{Lat: lat, Lon: lon}); errLat == nil && errLon == nil && p.Valid() && a.PlaceText == "" {
		a.Position = &p
	}
	// The id of a place belongs to the words that it was found by. Who changed
	// those means another; who pressed the button of another chose that.
	switch chosen := v.Get("choose"); {
	case chosen != "":
		a.Place, a.PlaceText, a.Position = chosen, "", nil
	case a.Position != nil || a.PlaceText == "" || a.PlaceText != first(v, "was"):
		a.Place = ""
	}
	if a.Place != "" {
		a.PlaceText = ""
	}
	if a.View == "" {
		a.View = v.Get("shown") // the map that was there before
	}
	for _, what := range v["drop"] {
		a = a.Drop(what)
	}
	a.Beyond = v.Has("beyond")
	return a
}

// ReadAddress reads the query of an address, which holds closed vocabularies
// only.
func ReadAddress(v url.Values) Ask {
	a := Ask{
		Place: v.Get("place"), Topics: list(v, "topics"), Language: v.Get("language"),
		Open: v.Get("open") == "now", Wheels: v.Has("wheelchair"), Chat: v.Has("chat"), Met: v.Has("met"),
		Kind: directory.Kind(v.Get("kind")), Travel: directory.Travel(v.Get("travel")), Sort: directory.Sort(v.Get("sort")),
		Country: strings.ToUpper(v.Get("country")), Town: v.Get("municipality"), Network: v.Get("network"),
		Cursor: v.Get("cursor"), View: v.Get("map"), NotTown: v.Has("not_town"),
	}
	for _, p := range list(v, "promises") {
		if slices.Contains(directory.AllPromises, directory.Promise(p)) {
			a.Promises = append(a.Promises, directory.Promise(p))
		}
	}
	if age, err := strconv.Atoi(v.Get("age")); err == nil && age > 0 && age <= 120 {
		a.Age = age
	}
	if !slices.Contains(directory.Searchable, a.Kind) {
		a.Kind = ""
	}
	if a.Travel != directory.Walk && a.Travel != directory.Bike {
		a.Travel = ""
	}
	if a.Sort != directory.SortDistance && a.Sort != directory.SortOpens {
		a.Sort = ""
	}
	if before, err := strconv.Atoi(v.Get("before")); err == nil && before > 0 && before < 100000 && a.Cursor != "" {
		a.Before = before
	}
	a.Topics = a.Topics[:min(len(a.Topics), maxTopics)]
	return a
}

// list reads what an address gives once with commas or several times.
func list(v url.Values, name string) []string {
	var all []string
	for _, value := range v[name] {
		for one := range strings.SplitSeq(value, ",") {
			if one = strings.TrimSpace(one); one != "" && !slices.Contains(all, one) {
				all = append(all, one)
			}
		}
	}
	return all
}

// first gives a field that a person typed into.
func first(v url.Values, name string) string {
	text := strings.TrimSpace(v.Get(name))
	if !utf8.ValidString(text) {
		return strings.ToValidUTF8(text, "")
	}
	return text
}
