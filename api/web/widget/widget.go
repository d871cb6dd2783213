// Package widget holds the released versions of the finder that other sites
// put on their pages: <walkin-finder>, one file of JavaScript each, with its
// styles, its words in seven languages and a dated copy of the people to call.
//
// The source is in src: plain modules, one noun each, that element.js ties
// together. The program in generate joins them; what it makes is committed, so
// that everybody can read what runs on their page and compare it.
//
// A released version never changes, since hosts pin it by its hash
// (Subresource Integrity). What changes in src, in the words or in the helplines
// is a new version.
package widget

import (
	"bytes"
	"compress/gzip"
	"embed"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
)

//go:generate go run ./generate

//go:embed released
var released embed.FS

// integrities are the hashes of the versions, as the attribute integrity of a
// script has them.
var integrities = readIntegrities()

func readIntegrities() map[string]string {
	content, err := released.ReadFile("released/versions.json")
	if err != nil {
		panic(err) // embedded above
	}
	var read map[string]string
	if err := json.Unmarshal(content, &read); err != nil {
		panic(fmt.Sprintf("released/versions.json: %v", err)) // a test reads it, too
	}
	return read
}

// Versions gives the released versions, oldest first.
func Versions() []string {
	var all []string
	for version := range integrities {
		all = append(all, version)
	}
	slices.SortFunc(all, compare)
	return all
}

// Newest gives the newest version.
func Newest() string {
	all := Versions()
	return all[len(all)-1]
}

// Integrity gives the hash of a version for the attribute integrity of its
// script, such as "sha384-…"; "" if there is no such version.
func Integrity(version string) string { return integrities[version] }

// File gives the script of a version, and whether there is one.
func File(version string) ([]byte, bool) {
	if integrities[version] == "" {
		return nil, false
	}
	content, err := released.ReadFile("released/" + version + ".js")
	return content, err == nil
}

// Packed gives the script of a version as gzip, as small as that makes it: it is
// packed once and sent often. Nil if there is no such version.
func Packed(version string) []byte { return packed()[version] }

var packed = sync.OnceValue(func() map[string][]byte {
	all := make(map[string][]byte)
	for version := range integrities {
		script, _ := File(version)
		var b bytes.Buffer
		z, _ := gzip.NewWriterLevel(&b, gzip.BestCompression) // the level is a valid one
		_, _ = z.Write(script)                                // into memory nothing fails
		_ = z.Close()
		all[version] = b.Bytes()
	}
	return all
})

// compare orders versions by their numbers: 1.10.0 comes after 1.9.0.
func compare(a, b string) int { return slices.Compare(numbers(a), numbers(b)) }

func numbers(version string) []int {
	var all []int
	for part := range strings.SplitSeq(version, ".") {
		n, _ := strconv.Atoi(part) // versions are numbers; a test says so
		all = append(all, n)
	}
	return all
}
