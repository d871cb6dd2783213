package api

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"html/template"
	"net/http"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"walkin/internal/problem"
)

//go:embed docs
var docsFiles embed.FS

// docsPolicy lets a page load our style sheet and nothing else; there is no
// script on it.
const docsPolicy = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

const keepDocs = time.Hour

// docs are the pages about the API, drawn once at start; but the reference,
// which is as large as the contract, when somebody first asks for it.
type docs struct {
	reference func() ([]byte, error)
	style     []byte
	problems  map[string][]byte // by the name of the kind
}

// drawDocs prepares the API reference, which is drawn from the contract, and
// draws a page for each kind of problem.
func drawDocs(c *contract, baseURL, version string) (*docs, error) {
	pages, err := template.New("").Funcs(template.FuncMap{
		"prose": prose, "json": indented,
	}).ParseFS(docsFiles, "docs/*.html")
	if err != nil {
		return nil, fmt.Errorf("draw docs: %w", err)
	}
	d := &docs{problems: make(map[string][]byte)}
	if d.style, err = docsFiles.ReadFile("docs/style.css"); err != nil {
		return nil, fmt.Errorf("draw docs: %w", err)
	}
	d.reference = sync.OnceValues(func() ([]byte, error) {
		return draw(pages, "reference.html", newReference(c, baseURL, version))
	})
	for _, kind := range problemKinds {
		page, err := draw(pages, "problem.html", kind)
		if err != nil {
			return nil, err
		}
		d.problems[kind.Kind.String()] = page
	}
	return d, nil
}

func draw(pages *template.Template, name string, content any) ([]byte, error) {
	var b bytes.Buffer
	if err := pages.ExecuteTemplate(&b, name, content); err != nil {
		return nil, fmt.Errorf("draw docs: %w", err)
	}
	return b.Bytes(), nil
}

// Docs serves the API reference.
func (s *Server) Docs(c echo.Context) error {
	page, err := s.docs.reference()
	if err != nil {
		return err
	}
	return servePage(c, page)
}

// DocsStyle serves the style sheet of the pages.
func (s *Server) DocsStyle(c echo.Context) error {
	return unlessKnown(c, "", s.docs.style, "text/css; charset=utf-8", keepDocs)
}

// ProblemPage serves the page that the type of a problem document leads to.
func (s *Server) ProblemPage(c echo.Context) error {
	page, ok := s.docs.problems[c.Param("kind")]
	if !ok {
		return problem.New(problem.NotFound, "There is no such kind of problem.")
	}
	return servePage(c, page)
}

func servePage(c echo.Context, page []byte) error {
	c.Response().Header().Set(echo.HeaderContentSecurityPolicy, docsPolicy)
	return unlessKnown(c, "", page, echo.MIMETextHTMLCharsetUTF8, keepDocs)
}

// indented writes an example of the contract as JSON for people.
func indented(v any) (string, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		return "", fmt.Errorf("write example: %w", err)
	}
	return string(bytes.TrimSpace(b.Bytes())), nil
}

// statusLine is the number of a status with its words.
func statusLine(status int) string { return fmt.Sprintf("%d %s", status, http.StatusText(status)) }
