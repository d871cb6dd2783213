package api

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/labstack/echo/v4"

	"walkin/internal/feed/ogc"
)

// mapRoot is the path below which the map server stands.
const mapRoot = "/ogc"

// ReadMapContract answers with the API definition of the map server.
func (s *Server) ReadMapContract(c echo.Context, _ ReadMapContractParams) error {
	document, err := mapContract()
	if err != nil {
		return err
	}
	document = maps.Clone(document)
	document["servers"] = []map[string]string{{"url": s.base(c) + mapRoot}}
	body, err := encodeJSON(document)
	if err != nil {
		return err
	}
	return s.sendFeed(c, feed{contentType: ogc.TypeOpenAPI, keep: keepWords}, body)
}

// mapContract is the part of the contract below mapRoot as a document of its own,
// as a geographic information system looks for it: the paths counted from the
// landing page, the features of each collection with the parameters that this
// collection takes, and limit among the components, where QGIS reads how large
// a page may be.
var mapContract = sync.OnceValues(func() (map[string]any, error) {
	doc, err := openapi3.NewLoader().LoadFromData(contractYAML)
	if err != nil {
		return nil, fmt.Errorf("read contract: %w", err)
	}
	plain, err := doc.MarshalJSON()
	if err != nil {
		return nil, fmt.Errorf("write contract: %w", err)
	}
	var whole struct {
		OpenAPI    string                               `json:"openapi"`
		Info       map[string]any                       `json:"info"`
		Paths      map[string]map[string]map[string]any `json:"paths"`
		Components map[string]map[string]any            `json:"components"`
	}
	if err := json.Unmarshal(plain, &whole); err != nil {
		return nil, err
	}
	paths := make(map[string]any)
	var limit any
	for path, item := range whole.Paths {
		below, ok := strings.CutPrefix(path, mapRoot)
		switch {
		case !ok:
		case strings.Contains(below, "{collection}"):
			for _, collection := range ogc.Collections {
				paths[strings.Replace(below, "{collection}", collection.ID, 1)], limit = ofCollection(item, collection, limit)
			}
		default:
			paths[below] = item
		}
	}
	components, err := usedComponents(paths, whole.Components)
	if err != nil {
		return nil, err
	}
	components["parameters"]["limit"] = limit
	return map[string]any{"openapi": whole.OpenAPI, "info": whole.Info, "paths": paths, "components": components}, nil
})

// misplaced says which parameters the features of a collection do not take.
var misplaced = map[string][]string{
	"centres":    {"rhythm", "centre", "group"},
	"activities": {"kind", "group"},
	"helplines":  {"kind", "rhythm", "centre"},
}

// ofCollection gives a path item for one collection, and the parameter limit if
// it has one.
func ofCollection(item map[string]map[string]any, collection ogc.Collection, limit any) (map[string]any, any) {
	own := make(map[string]any)
	for method, operation := range item {
		operation = maps.Clone(operation)
		if id, ok := operation["operationId"].(string); ok {
			operation["operationId"] = id + "Of" + strings.ToUpper(collection.ID[:1]) + collection.ID[1:]
		}
		list, _ := operation["parameters"].([]any)
		var kept []any
		for _, p := range list {
			parameter, _ := p.(map[string]any)
			name, _ := parameter["name"].(string)
			switch {
			case parameter["$ref"] == "#/components/parameters/CollectionId", slices.Contains(misplaced[collection.ID], name):
				continue
			case name == "limit":
				limit = parameter
			}
			kept = append(kept, parameter)
		}
		operation["parameters"] = kept
		own[method] = operation
	}
	return own, limit
}

// componentRef is a reference to a component in JSON.
var componentRef = regexp.MustCompile(`"#/components/(\w+)/(\w+)"`)

// usedComponents gives the components that are referred to, from the paths or
// from each other.
func usedComponents(paths any, all map[string]map[string]any) (map[string]map[string]any, error) {
	used := map[string]map[string]any{"parameters": {}}
	for next := []any{paths}; len(next) > 0; next = next[1:] {
		body, err := json.Marshal(next[0])
		if err != nil {
			return nil, err
		}
		for _, match := range componentRef.FindAllStringSubmatch(string(body), -1) {
			group, name := match[1], match[2]
			if _, ok := used[group][name]; ok {
				continue
			}
			if used[group] == nil {
				used[group] = make(map[string]any)
			}
			used[group][name] = all[group][name]
			next = append(next, all[group][name])
		}
	}
	return used, nil
}
