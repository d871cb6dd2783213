package browser_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"walkin/internal/browser"
)

func TestAxeSeesWhatIsWrong(t *testing.T) {
	t.Parallel()
	const strict = "Content-Security-Policy: default-src 'none'; img-src data:; style-src 'nonce-n'; script-src 'nonce-n'; require-trusted-types-for 'script'\n\n"
	home := run(t, site{
		"/":     strict + plain(`<img src="data:,"><a href="/" id="bare"></a>`),
		"/grey": strict + plain(`<style nonce="n">#grey { color: #aaa; background: #fff } a { display: inline-block; font-size: 8px; line-height: 9px }</style><p id="grey">hardly to be read</p><a href="/1">a</a><a href="/2">b</a>`),
		"/deep": strict + plain(`<x-box></x-box><script nonce="n">customElements.define("x-box", class extends HTMLElement { connectedCallback() {
			this.attachShadow({mode: "open"}).append(document.createElement("input")) } })</script>`),
		"/bare":  strict + strings.ReplaceAll(plain(""), "main>", "div>"),
		"/clean": strict + plain(`<img src="data:," alt="">`),
	})
	p := browser.Open(t).Page()
	for path, want := range map[string][]string{
		"/": {"image-alt: img:", "link-name: #bare:"}, "/grey": {"color-contrast: #grey:", "target-size: a[href"},
		"/deep": {"label: x-box >>> input:"}, "/bare": {"landmark-one-main: html:"}, "/clean": nil,
	} {
		p.Go(home + path)
		broken := p.Axe()
		for _, w := range want {
			if !slices.ContainsFunc(broken, func(s string) bool { return strings.HasPrefix(s, w) }) {
				t.Errorf("%s: says %q, not %s", path, broken, w)
			}
		}
		if want == nil && len(broken) > 0 {
			t.Errorf("%s: says %q", path, broken)
		}
		if complaints := p.Complaints(); len(complaints) > 0 {
			t.Errorf("%s: axe itself breaks the policy: %q", path, complaints)
		}
		if browser.Eval[bool](p, `"axe" in globalThis`) {
			t.Errorf("%s: axe is left in the page", path)
		}
	}
}

func TestWithoutAxe(t *testing.T) {
	home := run(t, site{"/": plain("")})
	p := func(t testing.TB) *browser.Page {
		p := browser.Open(t).Page()
		p.Go(home)
		return p
	}
	if err := os.WriteFile(t.TempDir()+"/none", nil, 0o644); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(dir+"/go.mod", nil, 0o644); err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
	t.Setenv("CI", "true")
	if said := failing(t, func(t testing.TB) { p(t).Axe() }); !strings.Contains(said, "npm ci --prefix .ci/validators") {
		t.Errorf("under CI it says %q", said)
	}
	t.Setenv("CI", "")
	t.Run("skipped", func(t *testing.T) { p(t).Axe(); t.Error("not skipped") })
}
