// Package arch_test guards the house: imports go down only, and each large
// library is known to one package. The table is that of the design, section 3;
// a package that is not in it fails the test, so that nothing grows unseen.
package arch_test

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// floors gives the floor of every package that may exist. A package imports
// only from floors below its own.
var floors = map[string]int{
	"walkin/cmd/walkin":      8,
	"walkin/data/generate":   8, // a tool beside the program
	"walkin/api":             7,
	"walkin/api/web/console": 6, // the same house from the back
	"walkin/api/web":         5,
	"walkin/api/web/widget":  4,

	"walkin/api/web/widget/generate": 8, // a tool beside the program

	"walkin/internal/sqlite": 4, "walkin/internal/search": 4, "walkin/internal/follow": 4,
	"walkin/internal/intake": 4, "walkin/internal/replica": 4,

	"walkin/internal/feed/listing": 4, "walkin/internal/feed/calendar": 4, "walkin/internal/feed/jsonld": 4,
	"walkin/internal/feed/hsds": 4, "walkin/internal/feed/ogc": 4, "walkin/internal/feed/kompas": 4, "walkin/internal/feed/digest": 4, "walkin/internal/feed/reach": 4,
	"walkin/internal/feed": 3, "walkin/internal/feed/osm": 3, // what several feeds share

	"walkin/internal/referral": 3, "walkin/internal/coverage": 3, "walkin/internal/demand": 3,
	"walkin/internal/sample":    3,
	"walkin/internal/directory": 2, "walkin/internal/staff": 2, "walkin/internal/mapsvg": 2,
	"walkin/internal/schedule": 1, "walkin/internal/geo": 1, "walkin/internal/picture": 1,
	"walkin/internal/problem": 0, "walkin/internal/fold": 0, "walkin/data": 0,

	"walkin/internal/arch": 9, "walkin/internal/browser": 9, // this test, and what tests of pages stand on
}

// homes says which packages may know a library, and anything below its path.
var homes = map[string][]string{
	"github.com/labstack/echo":       {"walkin/api"},
	"github.com/blevesearch":         {"walkin/internal/search"},
	"go.etcd.io/bbolt":               {"walkin/internal/search"},
	"github.com/xuri/excelize":       {"walkin/internal/intake"},
	"github.com/paulmach/orb":        {"walkin/internal/geo", "walkin/internal/mapsvg", "walkin/internal/coverage"},
	"modernc.org/sqlite":             {"walkin/internal/sqlite"},
	"database/sql":                   {"walkin/internal/sqlite"},
	"github.com/nats-io":             {"walkin/internal/replica"},
	"github.com/teambition/rrule-go": {"walkin/internal/schedule"},
	"github.com/rickar/cal":          {"walkin/internal/schedule"},
	"github.com/alecthomas/kong":     {"walkin/cmd/walkin", "walkin/data/generate"},
	"github.com/oapi-codegen":        {"walkin/api"},
	"github.com/prometheus":          {"walkin/api"},
	"github.com/getkin/kin-openapi":  {"walkin/api"},
	"github.com/schollz/progressbar": {"walkin/cmd/walkin"},
	"golang.org/x/text/unicode/norm": {"walkin/internal/fold"},
	"golang.org/x/text/collate":      {"walkin/api"},
	"golang.org/x/time/rate":         {"walkin/api"},
	"github.com/go-webauthn":         {"walkin/api"},
	"github.com/coreos/go-oidc":      {"walkin/api"},
	"golang.org/x/oauth2":            {"walkin/api"},
	"golang.org/x/image":             {"walkin/internal/picture"},
	"rsc.io/qr":                      {"walkin/api/web"},
	"net/http":                       {"walkin/api", "walkin/cmd/walkin", "walkin/internal/browser"},
	"github.com/chromedp":            {"walkin/internal/browser"},
}

// secret says which package no path may lead to, and from where: nothing of a
// referral reaches the index, the feeds or a replica.
var secret = map[string][]string{
	"walkin/internal/referral": {"walkin/internal/search", "walkin/internal/feed", "walkin/internal/follow", "walkin/internal/replica"},
}

// listed is one package as the go command lists it.
type listed struct {
	ImportPath string
	Imports    []string
	Deps       []string
}

func packages(t *testing.T) []listed {
	t.Helper()
	list := exec.Command("go", "list", "-json=ImportPath,Imports,Deps", "walkin/...")
	list.Dir = "../.."
	out, err := list.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []listed
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

func TestImportsGoDownOnly(t *testing.T) {
	for _, p := range packages(t) {
		floor, known := floors[p.ImportPath]
		if !known {
			t.Errorf("%s is not in the table of the house; DESIGN section 3 says where packages go", p.ImportPath)
		}
		for _, imported := range p.Imports {
			if !strings.HasPrefix(imported, "walkin/") {
				continue
			}
			if below := floors[imported]; below >= floor {
				t.Errorf("%s (floor %d) imports %s (floor %d)", p.ImportPath, floor, imported, below)
			}
		}
	}
}

func TestEachLibraryHasItsHome(t *testing.T) {
	for _, p := range packages(t) {
		for _, imported := range p.Imports {
			for library, allowed := range homes {
				within := imported == library || strings.HasPrefix(imported, library+"/")
				if within && !slices.Contains(allowed, p.ImportPath) {
					t.Errorf("%s imports %s, which only %v may know", p.ImportPath, imported, allowed)
				}
			}
		}
	}
}

func TestNoPathLeadsToReferrals(t *testing.T) {
	for _, p := range packages(t) {
		for hidden, from := range secret {
			below := func(top string) bool { return p.ImportPath == top || strings.HasPrefix(p.ImportPath, top+"/") }
			if slices.ContainsFunc(from, below) && slices.Contains(p.Deps, hidden) {
				t.Errorf("%s reaches %s", p.ImportPath, hidden)
			}
		}
	}
}

// TestNothingShippedDrivesABrowser holds that what the tests of pages stand on
// is used by tests only, so that the program has no part of it.
func TestNothingShippedDrivesABrowser(t *testing.T) {
	const harness = "walkin/internal/browser"
	for _, p := range packages(t) {
		if p.ImportPath == harness {
			continue
		}
		for _, reached := range p.Deps {
			if reached == harness || strings.HasPrefix(reached, "github.com/chromedp/") {
				t.Errorf("%s reaches %s, which only tests may", p.ImportPath, reached)
			}
		}
	}
}
