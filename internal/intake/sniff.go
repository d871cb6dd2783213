package intake

import (
	"bytes"
)

// Format is what a file is.
type Format string

// The formats. Those that are no table of ours are named so that a refusal
// can say what to do.
const (
	FormatCSV       Format = "csv"
	FormatXLSX      Format = "xlsx"
	FormatGeoJSON   Format = "geojson"
	FormatJSONLines Format = "jsonl" // the directory's own, or HSDS
	FormatXLS       Format = "xls"   // Excel before 2007, or one with a password
	FormatODS       Format = "ods"   // OpenDocument
	FormatUnknown   Format = ""
)

// Sniff tells from the first bytes what a file is.
func Sniff(b []byte) Format {
	switch {
	case bytes.HasPrefix(b, []byte("PK\x03\x04")):
		if bytes.Contains(b[:min(len(b), 200)], []byte("opendocument.spreadsheet")) {
			return FormatODS
		}
		return FormatXLSX
	case bytes.HasPrefix(b, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		return FormatXLS
	case bytes.HasPrefix(b, []byte("\xff\xfe")), bytes.HasPrefix(b, []byte("\xfe\xff")):
		return FormatCSV
	}
	b = bytes.TrimLeft(bytes.TrimPrefix(b, []byte("\xef\xbb\xbf")), " \t\r\n")
	switch {
	case len(b) == 0:
		return FormatUnknown
	case b[0] == '{':
		head := b[:min(len(b), 4096)]
		if bytes.Contains(head, []byte(`"FeatureCollection"`)) || bytes.Contains(head, []byte(`"Feature"`)) {
			return FormatGeoJSON
		}
		return FormatJSONLines
	case bytes.IndexByte(b[:min(len(b), 4096)], 0) >= 0:
		return FormatUnknown
	}
	return FormatCSV
}
