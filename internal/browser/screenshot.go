package browser

import (
	"errors"
	"os"
	"path/filepath"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
)

// screenshots is the folder at the root of the repository where pictures go.
// It is not committed.
const screenshots = ".screenshots"

// Screenshot takes a picture of the whole page, for a person to look at, into
// .screenshots/NAME.png at the root of the repository; only where somebody has
// made that folder.
func (p *Page) Screenshot(name string) {
	p.t.Helper()
	root, err := root()
	p.must(err, "take a screenshot")
	path := filepath.Join(root, screenshots, name+".png")
	if _, err := os.Stat(filepath.Dir(path)); err != nil {
		return
	}
	beyond := true
	size := do(p, page.GetLayoutMetrics, cdp.Empty{}).CSSContentSize
	picture := do(p, page.CaptureScreenshot, page.CaptureScreenshotParams{CaptureBeyondViewport: &beyond,
		Clip: &page.Viewport{Width: size.Width, Height: min(size.Height, 16000/p.look.scale), Scale: 1}})
	p.must(os.WriteFile(path, picture.Data, 0o644), "take a screenshot")
}

// root is the folder of go.mod.
func root() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		if dir == filepath.Dir(dir) {
			return "", errors.New("no go.mod above the tests")
		}
		dir = filepath.Dir(dir)
	}
}
