package ogc

import (
	"time"

	"walkin/internal/geo"
)

// Description describes a collection.
type Description struct {
	ID          string   `json:"id"`
	Title       string   `json:"title"`
	Description string   `json:"description"`
	Extent      Extent   `json:"extent"`
	ItemType    string   `json:"itemType"`
	CRS         []string `json:"crs"`
	Links       []Link   `json:"links"`
}

// Extent bounds what is in a collection, in space and time.
type Extent struct {
	Spatial  *Spatial  `json:"spatial,omitempty"`
	Temporal *Temporal `json:"temporal,omitempty"`
}

// Spatial is a box around all geometries.
type Spatial struct {
	BBox [][4]float64 `json:"bbox"` // west, south, east, north
	CRS  string       `json:"crs"`
}

// Temporal is the time in which the changes lie; its end is open.
type Temporal struct {
	Interval [][2]*time.Time `json:"interval"`
	TRS      string          `json:"trs"`
}

// Describe describes a collection: box is around its points, nil if it has
// none, and since is the time of the first change of the directory, zero if
// there was none.
func Describe(base string, c Collection, box *geo.Box, since time.Time) Description {
	d := Description{
		ID: c.ID, Title: c.title, ItemType: "feature", CRS: []string{crs84},
		Description: c.about + " The parameter datetime asks for the time of the last change (updated).",
		Links: []Link{
			{c.address(base), "self", TypeJSON, "This document"},
			{c.address(base) + "/items", "items", TypeGeoJSON, c.title},
			{base + "/v1/" + c.ID, "alternate", TypeJSON, c.title + " with every field, in the directory's own form"},
		},
	}
	if box != nil {
		d.Extent.Spatial = &Spatial{[][4]float64{{degrees(box.West), degrees(box.South), degrees(box.East), degrees(box.North)}}, crs84}
	}
	if !since.IsZero() {
		since = since.UTC()
		d.Extent.Temporal = &Temporal{[][2]*time.Time{{&since, nil}}, "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"}
	}
	return d
}

// List is the list of the collections.
type List struct {
	Collections []Description `json:"collections"`
	Links       []Link        `json:"links"`
}

// NewList lists descriptions.
func NewList(base string, descriptions []Description) List {
	return List{descriptions, []Link{{base + "/ogc/collections", "self", TypeJSON, "This document"}}}
}
