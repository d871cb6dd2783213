package web_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"walkin/internal/browser"
)

func TestWhoIsBoredNeverStandsBeforeAnEmptyPage(t *testing.T) {
	s := browser.Shared(t)
	for name, c := range map[string]struct{ path, says string }{
		"where something is on in the coming days":   {"/nl/today?place=DK:8000", "/nl/a/"},
		"where we know of nothing, any door will do": {"/nl/today?place=BE:9000", "Plekken om te chillen"},
		"where no town was named":                    {"/nl/today", "/nl/a/"},
	} {
		t.Run(name, func(t *testing.T) {
			answer, err := http.Get(s.URL + c.path)
			if err != nil {
				t.Fatal(err)
			}
			defer answer.Body.Close()
			page, err := io.ReadAll(answer.Body)
			if err != nil || answer.StatusCode != http.StatusOK {
				t.Fatal(answer.Status, err)
			}
			if !strings.Contains(string(page), c.says) {
				t.Errorf("%s does not say %q", c.path, c.says)
			}
			if strings.Contains(string(page), "Dit komt daarna") && !strings.Contains(string(page), "/nl/a/") {
				t.Error("it promises what comes next and names nothing")
			}
		})
	}
}
