package main

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// geoRaw is a small download: every rule of the geographic half has a row.
var geoRaw = map[string]string{
	"municipalities.csv": `country,code,name,name_nl,name_fr,province_or_region,population,population_date,pop_15_24,pop_12_25_est,label_lat,label_lon
DK,0101,København,,,Region Hovedstaden,673438,"2026 (StatBank FOLK1A)",,,55.6574,12.6017
BE,31005,Brugge,Brugge,Bruges,West-Vlaanderen,118656,2020-01-01 (Statbel),12000,18000,51.2,3.2
BE,21004,Bruxelles / Brussel,Brussel,Bruxelles,Brussel,185103,2020-01-01 (Statbel),21925,30972,50.8549,4.3514
`,
	"postcodes.csv": `country,postal_code,place,admin1,admin2_or_municipality,lat,lon,municipality_code
BE,8000,Koolkerke,Vlaanderen,Brugge,51.2393,3.2475,31005
BE,8000,Brugge,Vlaanderen,Brugge,51.2089,3.2242,31005
BE,1000,Bruxelles,Bruxelles,Bruxelles,50.8504,4.3488,21004
DK,2100,København Ø,Capital,København,55.7072,12.5720,0101
DK,9440,Aabybro,North,Jammerbugt,57.1607,9.7308,0849
SE,111 20,Stockholm,Stockholm,Stockholm,59.3326,18.0649,0180
FR,59000,Petit Lille,Nord,Lille,50.6300,3.0500,594
FR,59000,Lille,Nord,Lille,50.6330,3.0586,594
`,
	"places.csv": `country,name,ascii_name,alternate_names,population,lat,lon,feature_code,geonameid,municipality_code
BE,Brussels,Brussels,Bruxelles|Brüssel|Bruessel|Brussel,1019022,50.85045,4.34878,PPLC,1,21004
DK,Åbybro,Abybro,,6318,57.16249,9.72996,PPL,2,0849
DK,Copenhagen,Copenhagen,København|Copenhague,1153615,55.67594,12.56553,PPLC,3,0101
FR,Lille,Lille,Rijsel,234475,50.63297,3.05858,PPLA,4,
DE,Munich,Munich,München|Muenchen,1260391,48.13743,11.57549,PPLA,5,
`,
	"population_points.csv": `country,municipality_code,lat,lon,population,method
DK,0101,55.6993,12.5517,24041.4,census_grid_1km_2021
BE,31005,51.2,3.2,118656.0,model
`,
	"municipalities-dk.geojson": geoShape, "municipalities-nl.geojson": geoShape, "municipalities-be.geojson": geoShape,
	"basemap.geojson": geoShape,
}

const geoShape = `{"type": "FeatureCollection", "features": [
 {"type": "Feature", "id": "208", "properties": {"country": "DK", "code": "0101", "name": "København", "pop": 1},
  "geometry": {"type": "Polygon", "coordinates": [[[1.10, 2.0], [3, 4], [5, 6], [1.10, 2.0]]]}}]}`

// geoMade is what comes of it.
var geoMade = map[string]string{
	"municipalities.tsv": `country	code	name	name_nl	name_fr	region	population	population_date	youth_15_24	youth_12_25	lat	lon
BE	21004	Bruxelles / Brussel	Brussel	Bruxelles	Brussel	185103	2020-01-01	21925	30972	50.8549	4.3514
BE	31005	Brugge	Brugge	Bruges	West-Vlaanderen	118656	2020-01-01	12000	18000	51.2	3.2
DK	0101	København			Region Hovedstaden	673438	2026			55.6574	12.6017
`,
	"towns.tsv": `country	geonameid	name	aliases	population	lat	lon	feature	municipality
DE	5	München	Minga|Munich	1260391	48.13743	11.57549	PPLA	
DK	3	København	kbh|Copenhagen|Copenhague	1153615	55.67594	12.56553	PPLC	0101
BE	1	Bruxelles / Brussel	Brussels	1019022	50.85045	4.34878	PPLC	21004
FR	4	Lille	Rijsel	234475	50.63297	3.05858	PPLA	
DK	2	Aabybro		6318	57.16249	9.72996	PPL	0849
`,
	"postcodes.tsv": `country	code	lat	lon	municipality	names
BE	1000	50.8504	4.3488	21004	Bruxelles / Brussel
BE	8000	51.2089	3.2242	31005	Brugge|Koolkerke
DK	2100	55.7072	12.5720	0101	København Ø
DK	9440	57.1607	9.7308		Aabybro
FR	59000	50.6330	3.0586		Lille|Petit Lille
SE	111 20	59.3326	18.0649		Stockholm
`,
	"population.tsv": `country	municipality	lat	lon	population	method
BE	31005	51.2	3.2	118656.0	model
DK	0101	55.6993	12.5517	24041.4	census_grid_1km_2021
`,
	"municipalities-dk.geojson": `{"type":"FeatureCollection","features":[
{"type":"Feature","id":"208","properties":{"country":"DK","code":"0101","name":"København"},"geometry":{"type":"Polygon","coordinates":[[[1.10,2.0],[3,4],[5,6],[1.10,2.0]]]}}
]}
`,
	"outline.geojson": `{"type":"FeatureCollection","features":[
{"type":"Feature","id":"208","properties":{"name":"København"},"geometry":{"type":"Polygon","coordinates":[[[1.10,2.0],[3,4],[5,6],[1.10,2.0]]]}}
]}
`,
}

const geoNames = "country,geonameid,name,add_aliases\nDE,5,München,Minga\nDK,3,,kbh\n"

// generateGeo runs the command over raw files and gives the folder it wrote.
func generateGeo(t *testing.T, files map[string]string, names string) (string, error) {
	t.Helper()
	in, out := t.TempDir(), t.TempDir()
	write := func(path, content string) {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for name, content := range files {
		write(filepath.Join(in, name), content)
	}
	write(filepath.Join(out, "geo", "names.csv"), names)
	c := geoCommand{folders: folders{Raw: in, Out: out}, Population: "population_points.csv"}
	return filepath.Join(out, "geo"), c.Run()
}

func TestGeo(t *testing.T) {
	dir, err := generateGeo(t, geoRaw, geoNames)
	if err != nil {
		t.Fatal(err)
	}
	again, err := generateGeo(t, geoRaw, geoNames)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range geoMade {
		packed, err := os.ReadFile(filepath.Join(dir, name+".gz"))
		if err != nil {
			t.Fatal(err)
		}
		z, err := gzip.NewReader(bytes.NewReader(packed))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(z); err != nil || string(got) != want {
			t.Errorf("%s: %v\n got %s\nwant %s", name, err, got, want)
		}
		if second, err := os.ReadFile(filepath.Join(again, name+".gz")); err != nil || !bytes.Equal(packed, second) {
			t.Errorf("%s: another run gives other bytes (%v)", name, err)
		}
	}
}

func TestGeoRefuses(t *testing.T) {
	for _, tt := range []struct{ name, file, old, with, names, want string }{
		{"a town without a number of people", "places.csv", "1153615", "many", geoNames, "Copenhagen"},
		{"a town without a point", "places.csv", "55.67594", "north", geoNames, "København"},
		{"a tab in a name", "postcodes.csv", "Koolkerke", "Kool\tkerke", geoNames, "tab"},
		{"a shape without a name", "basemap.geojson", `"name"`, `"label"`, geoNames, `no "name"`},
		{"an override of no town", "", "", "", geoNames + "DK,99,Nowhere,\n", "99"},
		{"two overrides of one town", "", "", "", geoNames + "DK,3,Havn,\n", "twice"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			files := make(map[string]string, len(geoRaw))
			for name, content := range geoRaw {
				if name == tt.file {
					content = strings.Replace(content, tt.old, tt.with, 1)
				}
				files[name] = content
			}
			_, err := generateGeo(t, files, tt.names)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("the error is %v, want one about %s", err, tt.want)
			}
		})
	}
}
