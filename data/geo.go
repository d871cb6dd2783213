package data

// The geographic files. The tables are tab-separated and read with [Rows];
// coordinates are WGS 84 degrees; "|" separates names within a field; an empty field
// is unknown.
const (
	// Postcodes has one row for each code of thirteen countries, by country and
	// code: country, code, lat, lon, municipality, names. The main place's name is the
	// first. Municipality codes are there for DK, NL and BE only.
	Postcodes = "geo/postcodes.tsv"

	// Towns has the towns of thirteen countries, the largest first: country,
	// geonameid, name, aliases, population, lat, lon, feature, municipality. The name
	// is the local one, "French / Dutch" in Brussels; feature is GeoNames' code.
	Towns = "geo/towns.tsv"

	// Municipalities has those of DK, NL and BE: country, code, name, name_nl,
	// name_fr, region, population, population_date, youth_15_24, youth_12_25, lat,
	// lon. The point lies inside. The last youth column is an estimate.
	Municipalities = "geo/municipalities.tsv"

	// Population has where the inhabitants of DK, NL, BE and LU live: country,
	// municipality, lat, lon, population, method. The population is a decimal number.
	Population = "geo/population.tsv"

	// Outline is a GeoJSON FeatureCollection of land by country, clipped to 11.5° W to
	// 32° E and 41° N to 71.5° N; the id is the numeric code of ISO 3166-1.
	Outline = "geo/outline.geojson"
)

// The columns of the geographic tables, for [Rows].
var (
	PostcodeColumns     = []string{"country", "code", "lat", "lon", "municipality", "names"}
	TownColumns         = []string{"country", "geonameid", "name", "aliases", "population", "lat", "lon", "feature", "municipality"}
	MunicipalityColumns = []string{
		"country", "code", "name", "name_nl", "name_fr", "region",
		"population", "population_date", "youth_15_24", "youth_12_25", "lat", "lon",
	}
	PopulationColumns = []string{"country", "municipality", "lat", "lon", "population", "method"}
)

// boundaries are the files of municipal boundaries by country.
var boundaries = map[string]string{
	"DK": "geo/municipalities-dk.geojson",
	"NL": "geo/municipalities-nl.geojson",
	"BE": "geo/municipalities-be.geojson",
}

// Boundaries names the file of the simplified municipal boundaries of a country
// (ISO 3166-1, upper case): a GeoJSON FeatureCollection whose properties are country,
// code and name. It gives false for any country but DK, NL and BE.
func Boundaries(country string) (string, bool) {
	name, ok := boundaries[country]
	return name, ok
}

// GeoAttribution is what the licences of the geographic files ask a page to show that
// uses them.
const GeoAttribution = "Postcodes and towns: GeoNames (geonames.org), CC BY 4.0, changed. " +
	"Danish municipalities: contains data from Geodatastyrelsen (DAGI), February 2014; " +
	"population: Statistics Denmark (FOLK1A), CC BY 4.0. " +
	"Dutch municipalities: CBS / Kadaster 2022, and CBS StatLine 85039NED, CC BY 4.0, changed. " +
	"Belgian municipalities and population: Statbel (Directorate-General Statistics), " +
	"open data licence / CC BY, changed. " +
	"Population grid: Eurostat, Census 2021 1 km grid, © European Union, changed. " +
	"Base map: made with Natural Earth."
