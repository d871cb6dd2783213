// Package intake reads the lists that municipalities and organisations have
// (CSV, XLSX, GeoJSON) into entries of the directory, and says what is wrong
// with them by row and column.
//
// Bytes come in and values go out: nothing here opens a file, asks the clock,
// speaks HTTP or knows a database. [Sniff] tells the formats apart; [CSV],
// [XLSX] and [GeoJSON] read them; [Compare] says what would change; [Template]
// is a sheet to begin with.
//
// Two rules run through all of it. A row changes only what it states: a column
// that is not there and a cell that is empty leave an entry as it is. And
// nothing is guessed: what is not understood, or may mean two things, is a
// [Fault], and its row has no entry.
package intake

import (
	"time"

	"walkin/internal/directory"
	"walkin/internal/geo"
	"walkin/internal/problem"
)

// Limits of what is read. Whatever is beyond them is refused, never cut.
const (
	MaxBytes   = 10 << 20 // of a file
	MaxRows    = 10_000
	MaxColumns = 200
)

// Places finds what a postcode, a town's or a municipality's name means;
// [geo.Gazetteer] does.
type Places interface {
	Find(text, country string, limit int) []geo.Place
	Municipality(country, code string) (geo.Municipality, bool)
	MunicipalityByName(country, name string) (geo.Municipality, bool)
}

// Options say what a sheet does not.
type Options struct {
	// Kind is KindCentre or KindActivity; guessed from the headers if empty.
	Kind directory.Kind
	// Organisation is the id of who runs what the sheet lists, where a row
	// names nobody else.
	Organisation string
	Country      string // ISO 3166-1 alpha-2, where a row names none
	Lang         string // of text that no header marks; that of the country if empty
	Zone         string // IANA name; that of the row's country if empty
	Now          time.Time
	// Existing gives an entry of the catalogue, or false. A row that names the
	// id of one changes it.
	Existing func(directory.Key) (directory.Entry, bool)
	// Entries are those of the organisation, the organisation itself among
	// them if it is there. A row without an id changes the one that has its
	// name, in the same postcode or town.
	Entries []directory.Entry
	Topics  *directory.Taxonomy
	// DefaultTopics are the topics of new entries whose row names none.
	DefaultTopics []string
	Places        Places
	// Sheet is the name of the sheet of an XLSX file; the first with any
	// content if empty.
	Sheet string
	// Complete says that the sheet lists everything the organisation has, so
	// that [Compare] may drop the rest.
	Complete bool
}

// Result is what a sheet holds.
type Result struct {
	Kind    directory.Kind
	Rows    []Row
	Faults  []Fault // each makes its row unusable; those of row 0 or the headers the sheet
	Notices []Fault // what was left out without harm
	Mapping []Mapping
	// Encoding is such as "UTF-8" or "Windows-1252", and Separator one of
	// ";", "," and a tab; both are of CSV only.
	Encoding  string
	Separator string
	// Sheet is the one that was read, and Others have content too (XLSX).
	Sheet  string
	Others []string
}

// Row is one row of a sheet that is not empty.
type Row struct {
	// Number is the line as a person counts it, the first being 1; in GeoJSON
	// it is the number of the feature.
	Number int
	// Key is the entry that the row is about, as far as it could be told;
	// faulty rows may have one too.
	Key directory.Key
	// Entry is nil if the row is faulty, or if Into is set.
	Entry directory.Entry
	// New says that the catalogue does not have the entry yet.
	New bool
	// Into is the number of the row whose entry has taken this one up: a
	// further date of the same activity.
	Into int
}

// Mapping says what a column was taken for.
type Mapping struct {
	Column string // its letter; "" in GeoJSON
	Header string
	Field  string // "" where the column is ignored
}

// tooLarge refuses a file by its length.
func tooLarge(b []byte) error {
	if len(b) > MaxBytes {
		return problem.New(problem.Invalid, "The file is larger than %d MB.", MaxBytes>>20)
	}
	return nil
}

// countryLang is what is taken for granted of a country.
var (
	countryLang = map[string]string{"DK": "da", "NL": "nl", "BE": "nl"}
)
