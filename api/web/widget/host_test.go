package widget_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"walkin/internal/browser"
)

func TestMain(m *testing.M) { os.Exit(browser.Main(m).Run()) }

// host is somebody else's page, on an origin of its own.
type host struct {
	policy string            // its Content-Security-Policy
	head   string            // what stands in its head
	body   string            // WALKIN stands for the address of the directory
	files  map[string]string // by path, what else it serves
	lang   string
}

// strict is the policy of a host that allows our script and our answers and
// nothing else. WALKIN stands for our origin.
const strict = "default-src 'none'; script-src WALKIN; connect-src WALKIN; style-src 'self'; " +
	"require-trusted-types-for 'script'; base-uri 'none'; form-action 'none'"

// serve serves the page and gives its address.
func (h host) serve(t *testing.T, walkin string) string {
	t.Helper()
	if h.lang == "" {
		h.lang = "en"
	}
	fill := func(s string) string { return strings.ReplaceAll(s, "WALKIN", walkin) }
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if file, ok := h.files[r.URL.Path]; ok {
			kind := "text/css"
			if strings.HasSuffix(r.URL.Path, ".js") {
				kind = "text/javascript"
			}
			w.Header().Set("Content-Type", kind)
			_, _ = fmt.Fprint(w, file)
			return
		}
		if r.URL.Path != "/" {
			w.WriteHeader(http.StatusNoContent) // no icon
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		if h.policy != "" {
			w.Header().Set("Content-Security-Policy", fill(h.policy))
		}
		_, _ = fmt.Fprintf(w, `<!doctype html><html lang="%s"><head><meta charset="utf-8"><title>A school</title>
<meta name="viewport" content="width=device-width">%s</head><body><main><h1>Our school</h1>%s</main></body></html>`,
			h.lang, fill(h.head), fill(h.body))
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// script is how a page loads the newest version.
const script = `<script type="module" src="WALKIN/widget.js"></script>`
