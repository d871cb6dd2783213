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
// into an open shadow root ("walkin-finder >>> button"). Opening a browser with
// its first tab takes half a second and a page a fifth of one, so tests of one
// page share a tab rather than open many; see [Page.In].
//
// Where there is no Chromium the tests are skipped; with CI=true they fail. So
// they are with -short: the race detector looks at the server without them.
// WALKIN_TEST_CHROMIUM names another one.
package browser

import (
	"context"
	"fmt"
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
var patience = 20 * time.Second

// shared is what the tests of one binary share.
var shared struct {
	mu   sync.Mutex
	runs bool           // TestMain runs Main
	end  []func() error // what is to be done at the end, the last first
}

// Runner runs tests; [testing.M] is one.
type Runner interface{ Run() int }

// Main gives a runner that runs the tests of m and then ends what they shared:
// Chromium and servers.
func Main(m Runner) Runner { return runner{m} }

type runner struct{ tests Runner }

func (r runner) Run() int {
	shared.mu.Lock()
	shared.runs = true
	shared.mu.Unlock()
	code := r.tests.Run()
	shared.mu.Lock()
	defer shared.mu.Unlock()
	for i := len(shared.end) - 1; i >= 0; i-- {
		if err := shared.end[i](); err != nil {
			fmt.Fprintln(os.Stderr, "browser: end what the tests shared:", err)
			code = max(code, 1)
		}
	}
	shared.end = nil
	return code
}

// atEnd has something done after the last test.
func atEnd(f func() error) {
	shared.mu.Lock()
	defer shared.mu.Unlock()
	shared.end = append(shared.end, f)
}

// scratch makes a folder that is there until the last test.
func scratch() (string, error) {
	dir, err := os.MkdirTemp("", "walkin-browser-")
	if err == nil {
		atEnd(func() error { return os.RemoveAll(dir) })
	}
	return dir, err
}

func mustRunMain(t testing.TB) {
	t.Helper()
	shared.mu.Lock()
	defer shared.mu.Unlock()
	if !shared.runs {
		t.Fatal("TestMain of this package does not run browser.Main(m), so nothing would end Chromium")
	}
}

// executable finds Chromium: the one that WALKIN_TEST_CHROMIUM names, or that
// of the system.
func executable() string {
	names := []string{"chromium", "chromium-browser", "google-chrome"}
	if named := os.Getenv("WALKIN_TEST_CHROMIUM"); named != "" {
		names = []string{named}
	}
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

// chrome is a Chromium that runs.
type chrome struct {
	ctx  context.Context
	wire *wire
}

// chromium is the one that all tests use.
var chromium = sync.OnceValues(func() (*chrome, error) {
	c := new(chrome)
	allocator, stop := chromedp.NewExecAllocator(context.Background(), append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(executable()),
		chromedp.NoSandbox,
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-domain-reliability", true),
		chromedp.Flag("no-pings", true),
		// Nothing leaves this machine, whatever a page asks for. Names under
		// .test are this machine, so that a page can be a stranger's.
		chromedp.Flag("host-resolver-rules", "MAP *.test 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost, EXCLUDE *.localhost"),
		chromedp.WithDialer(func(ctx context.Context, address string) (_ chromedp.Transport, err error) {
			c.wire, err = dial(ctx, address)
			return c.wire, err
		}),
	)...)
	ctx, cancel := chromedp.NewContext(allocator)
	c.ctx = ctx
	if err := begin(ctx); err != nil {
		cancel()
		stop()
		return nil, err
	}
	atEnd(func() error {
		patient, done := context.WithTimeout(ctx, patience)
		defer done()
		err := chromedp.Cancel(patient)
		cancel()
		stop()
		return err
	})
	return c, nil
})

// begin begins a process or a tab. It lives as long as its context, so that
// the beginning is bounded from beside.
func begin(ctx context.Context) error {
	begun := make(chan error, 1)
	go func() { begun <- chromedp.Do(ctx) }()
	select {
	case err := <-begun:
		return err
	case <-time.After(patience):
		return context.DeadlineExceeded
	}
}

// Thorough leaves a test to the long runs (WALKIN_LONG_TESTS=1), which CI
// makes: so many pages in so many ways take minutes.
func Thorough(t testing.TB) {
	t.Helper()
	if os.Getenv("WALKIN_LONG_TESTS") != "1" {
		t.Skip("one for the long runs, WALKIN_LONG_TESTS=1")
	}
}

// Browser is a browser with a profile of its own: no cookie, nothing stored,
// no permission. All share one process.
type Browser struct {
	t      testing.TB
	chrome *chrome
	id     cdp.BrowserContextID
	record *record
}

// Open gives a fresh browser. It is closed when the test ends.
func Open(t testing.TB) *Browser {
	t.Helper()
	mustRunMain(t)
	if testing.Short() {
		t.Skip("a browser is nothing for a short run")
	}
	if executable() == "" {
		if os.Getenv("CI") == "true" {
			t.Fatal("there is no Chromium: apt-get install chromium")
		}
		t.Skip("there is no Chromium, so nothing looks at the pages; apt-get install chromium brings it")
	}
	c, err := chromium()
	if err != nil {
		t.Fatalf("start %s: %v", executable(), err)
	}
	profile, err := callChrome(c, target.CreateBrowserContext, target.CreateBrowserContextParams{})
	if err != nil {
		t.Fatalf("open a browser: %v", err)
	}
	b := &Browser{t: t, chrome: c, id: profile.BrowserContextID, record: c.wire.recordOf(profile.BrowserContextID)}
	t.Cleanup(func() {
		if _, err := callChrome(c, target.DisposeBrowserContext, target.DisposeBrowserContextParams{BrowserContextID: b.id}); err != nil {
			t.Errorf("close a browser: %v", err)
		}
		c.wire.forget(b.id)
	})
	return b
}

// callChrome runs a command that is about no tab.
func callChrome[P, R any](c *chrome, command cdp.Command[P, R], params P) (R, error) {
	ctx, cancel := context.WithTimeout(c.ctx, patience)
	defer cancel()
	return chromedp.CallBrowser(ctx, command, params)
}
