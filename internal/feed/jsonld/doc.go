// Package jsonld describes centres, activities and organisations in the words
// of schema.org, as JSON-LD: for search engines, and for whatever else reads
// pages.
//
// What is not known is left out: schema.org has no word for it, and whoever
// reads takes an absent word for an unsaid one. So hours in doubt, hours without
// their times and promises nobody made are not there. Two things it cannot say
// at all: that weekly hours may not hold on public holidays, which the API and
// the calendars mark, and what recurs other than weekly among opening hours.
//
// A place is a Place and no more: none of the subtypes is true of them all, and
// a wrong one (MedicalClinic) would frighten off whom it is for. Topics are left
// out, as in calendars: what a page says of itself ends up on result pages,
// beside somebody's name.
package jsonld

// context is that of every document.
const context = "https://schema.org"

// node is a thing of schema.org; encoding/json writes its properties in order.
type node map[string]any

// put sets a property unless its value is empty.
func (n node) put(name string, value any) {
	switch v := value.(type) {
	case nil:
		return
	case string:
		if v == "" {
			return
		}
	case node:
		if len(v) == 0 {
			return
		}
	case []node:
		if len(v) == 0 {
			return
		}
	case []string:
		if len(v) == 0 {
			return
		}
	}
	n[name] = value
}
