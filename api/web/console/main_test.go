package console_test

import (
	"testing"

	"go.uber.org/goleak"

	"walkin/internal/browser"
)

func TestMain(m *testing.M) {
	// The index begins these once and for all.
	goleak.VerifyTestMain(browser.Main(m), goleak.IgnoreTopFunction("github.com/blevesearch/bleve_index_api.AnalysisWorker"))
}
