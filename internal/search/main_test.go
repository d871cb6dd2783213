package search_test

import (
	"flag"
	"os"
	"testing"
)

// TestMain tries fewer random cases than rapid would by itself, since each of
// them here builds an index or two; the long run tries them all.
func TestMain(m *testing.M) {
	flag.Parse()
	if os.Getenv("WALKIN_LONG_TESTS") == "" {
		if err := flag.Set("rapid.checks", "15"); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}
