package ogc

import (
	"maps"
	"net/url"
	"time"
)

// Page is a page of features: a GeoJSON FeatureCollection.
type Page struct {
	Type           string    `json:"type"`
	TimeStamp      time.Time `json:"timeStamp"` // when the page was made
	NumberMatched  int       `json:"numberMatched"`
	NumberReturned int       `json:"numberReturned"`
	Features       []Feature `json:"features"`
	Links          []Link    `json:"links"`
}

// NewPage makes a page of a collection. Query is what was asked for, matched how
// many features there are on all pages, and next the id that the next page
// comes after, "" on the last one. The pages go by id, so that a feature that is
// added or taken away meanwhile moves no other.
func NewPage(base string, c Collection, query url.Values, features []Feature, matched int, next string, now time.Time) Page {
	if features == nil {
		features = []Feature{}
	}
	p := Page{
		Type: "FeatureCollection", TimeStamp: now.UTC().Truncate(time.Second),
		NumberMatched: matched, NumberReturned: len(features), Features: features,
		Links: []Link{
			{c.items(base, query), "self", TypeGeoJSON, "This page"},
			{c.address(base), "collection", TypeJSON, c.title},
		},
	}
	if next != "" {
		further := maps.Clone(query)
		if further == nil {
			further = url.Values{}
		}
		further.Set("after", next)
		p.Links = append(p.Links, Link{c.items(base, further), "next", TypeGeoJSON, "The next page"})
	}
	return p
}

func (c Collection) items(base string, query url.Values) string {
	address := c.address(base) + "/items"
	if len(query) > 0 {
		address += "?" + query.Encode()
	}
	return address
}

// Single adds to a feature the links of a document of its own.
func Single(base string, c Collection, f Feature) Feature {
	f.Links = []Link{
		{c.item(base, f.ID), "self", TypeGeoJSON, "This feature"},
		{c.entry(base, f.ID), "alternate", TypeJSON, "The entry with every field, in the directory's own form"},
		{c.address(base), "collection", TypeJSON, c.title},
	}
	return f
}
