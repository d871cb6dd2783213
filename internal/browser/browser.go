// Package browser lets tests use the public pages as young people do: with
// Debian's Chromium, against the whole program on a port of this machine. It
// is for tests only; the arch test refuses any other import.
//
// A package whose tests use it says so in its TestMain, so that Chromium ends
// with the last test:
//
//	func TestMain(m *testing.M) { os.Exit(browser.Main(m).Run()) }
//
// A test then reads like this:
//
//	server := browser.Shared(t)
//	page := browser.Open(t).Page()
//	page.Phone()
//	page.Go(server.URL + "/")
//	page.Type("#q", "ensom")
//	page.Press("Enter")
//	page.Wait("main h2")
//
// A step that fails ends the test. Each has patience for 20 seconds, and waits
// for its element within them. A selector is one of CSS; " >>> " in it steps
// into an open shadow root ("walkin-finder >>> button").
//
// Where there is no Chromium the tests are skipped; with CI=true they fail.
package browser

import (
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// patience is how long one step may take.
const patience = 20 * time.Second

// shared is what the tests of one binary share.
var shared struct {
	mu      sync.Mutex
	runs    bool // TestMain runs Main
	server  *Server
	folder  string // of the server
	browser context.Context
	wire    *wire
	failed  error
	close   func()
}

// Runner runs tests; [testing.M] is one.
type Runner interface{ Run() int }

// Main gives a runner that runs the tests of m and then ends what they shared:
// Chromium and the shared server.
func Main(m Runner) Runner { return main{m} }

type main struct{ tests Runner }

func (m main) Run() int {
	shared.mu.Lock()
	shared.runs = true
	shared.mu.Unlock()
	code := m.tests.Run()
	if err := end(); err != nil {
		_, _ = io.WriteString(os.Stderr, "browser: "+err.Error()+"\n")
		code = max(code, 1)
	}
	return code
}

// end ends what the tests shared.
func end() error {
	shared.mu.Lock()
	defer shared.mu.Unlock()
	var err error
	if shared.browser != nil {
		ctx, cancel := context.WithTimeout(shared.browser, patience)
		err = errors.Join(err, chromedp.Cancel(ctx))
		cancel()
		shared.close()
		shared.browser = nil
	}
	if shared.server != nil {
		err = errors.Join(err, shared.server.end())
		shared.server = nil
	}
	if shared.folder != "" {
		err = errors.Join(err, os.RemoveAll(shared.folder))
	}
	return err
}

func mustRunMain(t testing.TB) {
	t.Helper()
	shared.mu.Lock()
	defer shared.mu.Unlock()
	if !shared.runs {
		t.Fatal("TestMain of this package does not run browser.Main(m), so nothing would end Chromium")
	}
}

// executable finds Chromium.
func executable() string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

// chromium starts Chromium, or gives the one that runs.
func chromium(t testing.TB) context.Context {
	t.Helper()
	mustRunMain(t)
	path := executable()
	if path == "" {
		if os.Getenv("CI") == "true" {
			t.Fatal("there is no Chromium: apt-get install chromium")
		}
		t.Skip("there is no Chromium, so nothing looks at the pages; apt-get install chromium brings it")
	}
	shared.mu.Lock()
	defer shared.mu.Unlock()
	if shared.browser != nil {
		return shared.browser
	}
	flags := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path),
		chromedp.NoSandbox,
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-domain-reliability", true),
		chromedp.Flag("no-pings", true),
		chromedp.Flag("mute-audio", true),
		// Nothing leaves this machine, whatever a page asks for. Names under
		// .test are this machine, so that a page can be a stranger's.
		chromedp.Flag("host-resolver-rules", "MAP *.test 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost, EXCLUDE *.localhost"),
	)
	flags = append(flags, chromedp.WithDialer(func(ctx context.Context, address string) (_ chromedp.Transport, err error) {
		shared.wire, err = dial(ctx, address)
		return shared.wire, err
	}))
	allocator, stop := chromedp.NewExecAllocator(context.Background(), flags...)
	ctx, cancel := chromedp.NewContext(allocator)
	if err := chromedp.Do(ctx); err != nil {
		cancel()
		stop()
		t.Fatalf("start %s: %v", path, err)
	}
	shared.browser, shared.close = ctx, func() { cancel(); stop() }
	return ctx
}

// Browser is a browser with a profile of its own: no cookie, nothing stored,
// no permission. All share one process.
type Browser struct {
	t      testing.TB
	ctx    context.Context // of the process
	id     cdp.BrowserContextID
	record *record
}

// Open gives a fresh browser. It is closed when the test ends.
func Open(t testing.TB) *Browser {
	t.Helper()
	b := &Browser{t: t, ctx: chromium(t)}
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	profile, err := chromedp.CallBrowser(ctx, target.CreateBrowserContext, target.CreateBrowserContextParams{})
	if err != nil {
		t.Fatalf("open a browser: %v", err)
	}
	b.id = profile.BrowserContextID
	b.record = shared.wire.recordOf(b.id)
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(b.ctx, patience)
		defer cancel()
		if _, err := chromedp.CallBrowser(ctx, target.DisposeBrowserContext, target.DisposeBrowserContextParams{BrowserContextID: b.id}); err != nil {
			t.Errorf("close a browser: %v", err)
		}
		shared.wire.forget(b.id)
	})
	return b
}
