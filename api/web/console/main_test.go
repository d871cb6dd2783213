package console_test

import (
	"os"
	"testing"

	"walkin/internal/browser"
)

func TestMain(m *testing.M) { os.Exit(browser.Main(m).Run()) }
