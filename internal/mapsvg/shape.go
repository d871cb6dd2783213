package mapsvg

import (
	"encoding/json"
	"fmt"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"walkin/data"
)

// A region is one country of the outline or one municipality: rings in WGS 84
// degrees, land to the left of every one of them, so that the rings of several
// regions can be filled together.
type region struct {
	id    string // the numeric code of ISO 3166-1 in the outline
	code  string // of a municipality
	rings []orb.Ring
}

// readRegions reads an embedded GeoJSON file of polygons. The package of orb that
// reads GeoJSON would bring a database driver with it.
func readRegions(name string) ([]region, error) {
	content, err := data.Read(name)
	if err != nil {
		return nil, err
	}
	var file struct {
		Features []struct {
			ID         string
			Properties struct{ Code string }
			Geometry   struct {
				Type        string
				Coordinates json.RawMessage
			}
		}
	}
	if err := json.Unmarshal(content, &file); err != nil {
		return nil, fmt.Errorf("read shapes of %s: %w", name, err)
	}
	regions := make([]region, 0, len(file.Features))
	for i, f := range file.Features {
		var polygons orb.MultiPolygon
		switch f.Geometry.Type {
		case "Polygon":
			polygons = make(orb.MultiPolygon, 1)
			err = json.Unmarshal(f.Geometry.Coordinates, &polygons[0])
		case "MultiPolygon":
			err = json.Unmarshal(f.Geometry.Coordinates, &polygons)
		default:
			err = fmt.Errorf("the type is %q", f.Geometry.Type)
		}
		if err != nil {
			return nil, fmt.Errorf("read shape %d of %s: %w", i, name, err)
		}
		r := region{id: f.ID, code: f.Properties.Code}
		for _, polygon := range polygons {
			for n, ring := range polygon {
				if ring = tidy(ring); len(ring) < 4 {
					continue
				}
				if hole := n > 0; (planar.Area(ring) < 0) != hole {
					ring.Reverse()
				}
				r.rings = append(r.rings, ring)
			}
		}
		regions = append(regions, r)
	}
	return regions, nil
}

// tidy drops points that stand twice and closes the ring.
func tidy(ring orb.Ring) orb.Ring {
	kept := ring[:0]
	for _, p := range ring {
		if len(kept) == 0 || p != kept[len(kept)-1] {
			kept = append(kept, p)
		}
	}
	if len(kept) > 0 && kept[0] != kept[len(kept)-1] {
		kept = append(kept, kept[0])
	}
	return kept
}
