package browser

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// axe is the checker of accessibility, beside the other readers of other
// people. It is evaluated through the devtools, so it works under any policy,
// and nothing of it is shipped.
const axe = ".ci/validators/node_modules/axe-core/axe.min.js"

// Axe holds the page as it is now against the rules of WCAG 2.0 to 2.2, A and
// AA, and axe's best practices, and gives what breaks them: rule, element, why.
// It sees into open shadow roots; a frame is held against them on a page of
// its own. Without axe installed the test is skipped; with CI=true it fails.
func (p *Page) Axe() []string {
	p.t.Helper()
	top, err := root()
	p.must(err, "find axe")
	script, err := os.ReadFile(filepath.Join(top, axe))
	if errors.Is(err, fs.ErrNotExist) {
		if os.Getenv("CI") == "true" {
			p.t.Fatal("axe is not installed: npm ci --prefix .ci/validators")
		}
		p.t.Skip("axe is not installed, so nothing checks accessibility; npm ci --prefix .ci/validators installs it")
	}
	p.must(err, "read axe")
	if slow := p.look.cpu; slow > 1 { // axe has work enough
		p.SlowCPU(1)
		defer p.SlowCPU(slow)
	}
	type node struct {
		Target []any
		HTML   string
		Why    string
	}
	if p.look.noScript {
		// Where scripts are off no timer ever comes to its end.
		script = append([]byte(`globalThis.setTimeout = (f, ms) => { if (!(ms > 100)) queueMicrotask(f) };`), script...)
	}
	found, err := inFrame[struct {
		Violations []struct {
			ID, Help string
			Nodes    []node
		}
		Passes int
	}](p, p.session(), p.frames(p.session())[0], string(script)+`;
		axe.run(document, {
			runOnly: {type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
			resultTypes: ["violations"], iframes: false, preload: false,
		}).then(r => ({
			Passes: r.passes.length,
			Violations: r.violations.map(v => ({ID: v.id, Help: v.help, Nodes: v.nodes.map(n => ({Target: n.target, HTML: n.html.slice(0, 200), Why: n.failureSummary}))})),
		}))`)
	p.must(err, "run axe")
	if found.Passes == 0 {
		p.t.Fatal("axe looked at nothing")
	}
	var lines []string
	for _, v := range found.Violations {
		for _, n := range v.Nodes {
			var where []string
			for _, t := range n.Target {
				if path, ok := t.([]any); ok { // through shadow roots
					var steps []string
					for _, step := range path {
						steps = append(steps, fmt.Sprint(step))
					}
					t = strings.Join(steps, " >>> ")
				}
				where = append(where, fmt.Sprint(t))
			}
			lines = append(lines, fmt.Sprintf("%s: %s: %s (%s) %s", v.ID, strings.Join(where, " "), v.Help,
				strings.Join(strings.Fields(n.Why), " "), n.HTML))
		}
	}
	return lines
}
