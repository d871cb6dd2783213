// Package ogc makes the documents of OGC API - Features - Part 1: Core (OGC
// 17-069), so that a geographic information system (QGIS, ArcGIS) reads the
// directory as it reads any map server.
//
// There are three collections: centres, activities and helplines. Helplines have
// no door and so no geometry; neither has an entry whose address is hidden.
// Such a feature is in every box that is asked for, as the standard has it
// (requirement /req/core/fc-bbox-response, C). Coordinates are WGS 84 degrees,
// longitude first (CRS84).
//
// The one temporal property is updated, the moment of the last change of the
// entry: datetime=2026-11-01T00:00:00Z/.. gives what has changed since.
package ogc

import (
	"net/url"

	"walkin/internal/directory"
)

// Media types of the documents.
const (
	TypeJSON    = "application/json"
	TypeGeoJSON = "application/geo+json"
	TypeOpenAPI = "application/vnd.oai.openapi+json;version=3.0"
	TypeHTML    = "text/html"
)

// crs84 is the one coordinate reference system: longitude, latitude.
const crs84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"

// Link is a link of RFC 8288 as the standard writes it.
type Link struct {
	Href  string `json:"href"`
	Rel   string `json:"rel"`
	Type  string `json:"type,omitempty"`
	Title string `json:"title,omitempty"`
}

// Landing is the landing page.
type Landing struct {
	Title       string `json:"title"`
	Description string `json:"description"`
	Links       []Link `json:"links"`
}

// NewLanding makes the landing page. Base stands before all addresses, such as
// "https://walkin.example".
func NewLanding(base string) Landing {
	return Landing{
		Title: "walkin",
		Description: "Low-threshold youth walk-in places in Denmark, the Netherlands and Flanders. " +
			"What nobody has confirmed has no verified_at; ask a place before you send somebody there.",
		Links: []Link{
			{base + "/ogc/", "self", TypeJSON, "This document"},
			{base + "/ogc/api", "service-desc", TypeOpenAPI, "The API definition"},
			{base + "/docs", "service-doc", TypeHTML, "The API reference, to read"},
			{base + "/ogc/conformance", "conformance", TypeJSON, "Conformance classes"},
			{base + "/ogc/collections", "data", TypeJSON, "The collections"},
		},
	}
}

// Conformance declares the conformance classes that are kept.
type Conformance struct {
	ConformsTo []string `json:"conformsTo"`
}

// NewConformance gives the declaration.
func NewConformance() Conformance {
	const class = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/"
	return Conformance{[]string{class + "core", class + "geojson", class + "oas30"}}
}

// Collection is one of the three.
type Collection struct {
	ID    string
	Kind  directory.Kind
	title string
	about string
}

// Collections lists them.
var Collections = []Collection{
	{"centres", directory.KindCentre, "Centres", "Places with a door, open or paused. The point is that of the door, the street, the postcode or the town, as precision says."},
	{"activities", directory.KindActivity, "Activities", "What happens at centres, or at a place of its own. One that several centres hold jointly has a point at each."},
	{"helplines", directory.KindHelpline, "Helplines", "Help by telephone, text message or chat. A helpline has no door and no geometry."},
}

// CollectionOf gives a collection by its id.
func CollectionOf(id string) (Collection, bool) {
	for _, c := range Collections {
		if c.ID == id {
			return c, true
		}
	}
	return Collection{}, false
}

// address is that of a collection; of its features with "/items" behind it.
func (c Collection) address(base string) string { return base + "/ogc/collections/" + c.ID }

// item is the address of a feature.
func (c Collection) item(base, id string) string {
	return c.address(base) + "/items/" + url.PathEscape(id)
}

// entry is the address of a feature's entry in the directory's own API, with
// every field.
func (c Collection) entry(base, id string) string {
	return base + "/v1/" + c.ID + "/" + url.PathEscape(id)
}
