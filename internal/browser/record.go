package browser

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/cdproto/audits"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/target"
)

// Request is one request that a page, a frame in it or a worker of it made or
// tried to make.
type Request struct {
	Method  string
	URL     string
	Type    string // "Document", "Script", "Fetch", "WebSocket" and such
	From    string // what asked: "page", "iframe" of another site, "worker", "shared_worker", "service_worker"
	Status  int    // 0 where no answer came
	Failed  string // why no answer came, or it did not come to its end
	Blocked string // what refused it before it was sent, such as "csp"
	Cached  bool   // answered from the browser's cache
	Bytes   int    // received over the connection, header and packed body

	Headers map[string]string // of the answer, by name in small letters
}

// Origin is the scheme, host and port of a request.
func (r Request) Origin() string {
	u, err := url.Parse(r.URL)
	if err != nil || u.Host == "" {
		return r.URL
	}
	return u.Scheme + "://" + u.Host
}

func (r Request) String() string {
	s := fmt.Sprintf("%s %s (%s): %d", r.Method, r.URL, r.Type, r.Status)
	if r.Blocked != "" {
		s += ", blocked by " + r.Blocked
	}
	if r.Failed != "" {
		s += ", " + r.Failed
	}
	return s
}

// record is what the tabs of a browser did, and what belongs to no tab.
type record struct {
	mu         sync.Mutex
	requests   []*asked
	byID       map[string]*asked // by session and number; and by the number alone
	last       time.Time         // when a request last began or ended
	complaints []complaint
	openers    map[target.ID]target.ID // for windows that pages opened: the tab they count to
}

// asked is a request with where it came from.
type asked struct {
	Request
	tab     target.ID
	session string
	open    bool // under way
}

type complaint struct {
	tab  target.ID
	text string
}

func newRecord() *record {
	return &record{byID: make(map[string]*asked), openers: make(map[target.ID]target.ID)}
}

// opened notes a window that a page opened, and gives the tab it counts to.
func (r *record) opened(window, by target.ID) target.ID {
	r.mu.Lock()
	defer r.mu.Unlock()
	if first, ok := r.openers[by]; ok {
		by = first
	}
	r.openers[window] = by
	return by
}

// gone notes that a session has ended, and with it what was under way.
func (r *record) gone(session string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, q := range r.requests {
		if q.session == session {
			q.open = false
		}
	}
}

// left notes that a tab leaves its page for the one that has just answered;
// of what was under way there nothing more is heard.
func (r *record) left(by *asked) {
	for _, q := range r.requests {
		if q == by {
			return
		}
		if q.tab == by.tab {
			q.open = false
		}
	}
}

// find finds a request by its number. That of a frame begins in the session
// around it and ends in its own.
func (r *record) find(session string, id network.RequestID) *asked {
	if q := r.byID[session+" "+string(id)]; q != nil {
		return q
	}
	if q := r.byID[string(id)]; q != nil {
		return q
	}
	return new(asked) // began before it was listened to
}

// begin notes a request.
func (r *record) begin(s *source, session string, id network.RequestID, q Request) {
	q.From = s.kind
	a := &asked{Request: q, tab: s.tab, session: session, open: !inside(q.URL) && q.Type != "EventSource" && q.Type != "WebSocket" && q.Type != "Ping"}
	r.requests = append(r.requests, a)
	r.byID[session+" "+string(id)], r.byID[string(id)] = a, a
	r.last = time.Now()
}

// note notes an event of the devtools.
func (r *record) note(s *source, session string, event any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		if e.RedirectResponse != nil {
			before := r.find(session, e.RequestID)
			before.answered(e.RedirectResponse)
			before.open = false
		}
		r.begin(s, session, e.RequestID, Request{Method: e.Request.Method, URL: e.Request.URL + e.Request.URLFragment, Type: string(e.Type)})
	case *network.EventWebSocketCreated:
		r.begin(s, session, e.RequestID, Request{Method: "GET", URL: e.URL, Type: "WebSocket"})
	case *network.EventWebSocketHandshakeResponseReceived:
		r.find(session, e.RequestID).Status = int(e.Response.Status)
	case *network.EventWebTransportCreated:
		r.begin(s, session, e.TransportID, Request{Method: "CONNECT", URL: e.URL, Type: "WebSocket"})
	case *network.EventResponseReceived:
		q := r.find(session, e.RequestID)
		q.answered(e.Response)
		q.Type = string(e.Type)
		if e.Type == network.ResourceTypeDocument && string(e.FrameID) == string(s.tab) {
			r.left(q)
		}
	case *network.EventRequestServedFromCache:
		r.find(session, e.RequestID).Cached = true
	case *network.EventLoadingFinished:
		q := r.find(session, e.RequestID)
		q.Bytes, q.open = int(e.EncodedDataLength), false
		r.last = time.Now()
	case *network.EventLoadingFailed:
		q := r.find(session, e.RequestID)
		q.Failed, q.Blocked, q.open = e.ErrorText, string(e.BlockedReason), false
		if q.Blocked == "" && e.CorsErrorStatus != nil {
			q.Blocked = "cors " + string(e.CorsErrorStatus.CorsError)
		}
		r.last = time.Now()
	case *runtime.EventExceptionThrown:
		r.complain(s, "exception", thrown(e.ExceptionDetails))
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeAssert || e.Type == runtime.ConsoleAPICalledTypeWarning {
			r.complain(s, "console "+string(e.Type), said(e.Args))
		}
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError || e.Entry.Level == log.EntryLevelWarning {
			r.complain(s, string(e.Entry.Source)+" "+string(e.Entry.Level), strings.TrimSpace(e.Entry.Text+" "+e.Entry.URL))
		}
	case *audits.EventIssueAdded:
		if d := e.Issue.Details.ContentSecurityPolicyIssueDetails; d != nil {
			r.complain(s, "policy", strings.Join(strings.Fields(fmt.Sprintf("%s refused %s %s", d.ViolatedDirective, d.BlockedURL, d.ContentSecurityPolicyViolationType)), " "))
		}
	}
}

func (q *Request) answered(a *network.Response) {
	q.Status = int(a.Status)
	q.Cached = q.Cached || a.FromDiskCache
	q.Headers = make(map[string]string)
	for name, value := range a.Headers {
		q.Headers[strings.ToLower(name)] = fmt.Sprint(value)
	}
	q.Bytes = int(a.EncodedDataLength)
}

func (r *record) complain(s *source, kind, text string) {
	if c := (complaint{s.tab, kind + ": " + text}); !slices.Contains(r.complaints, c) {
		r.complaints = append(r.complaints, c)
	}
}

// said is what was written to the console.
func said(args []*runtime.RemoteObject) string {
	var words []string
	for _, a := range args {
		var text string
		switch {
		case json.Unmarshal(a.Value, &text) == nil:
		case len(a.Value) > 0:
			text = string(a.Value)
		default:
			text = a.Description
		}
		words = append(words, text)
	}
	return strings.Join(words, " ")
}

// inside says whether an address is answered inside the browser.
func inside(address string) bool {
	for _, scheme := range []string{"data:", "blob:", "about:", "chrome:"} {
		if strings.HasPrefix(address, scheme) {
			return true
		}
	}
	return false
}

// quiet is how long no request may have been under way for a page to be at
// rest, on a processor that is not slowed down.
const quiet = 100 * time.Millisecond

// forgotten is after how long of silence what is under way counts no more:
// Chromium does not always tell how that ended which a page asked for before
// it was left.
const forgotten = 4 * time.Second

// idle waits until nothing has been under way in a tab for so long.
func (r *record) idle(ctx context.Context, tab target.ID, long time.Duration) error {
	began := time.Now()
	for {
		r.mu.Lock()
		since := min(time.Since(r.last), time.Since(began))
		var still []string
		for _, q := range r.requests {
			if q.open && q.in(tab) {
				still = append(still, q.URL)
			}
		}
		r.mu.Unlock()
		if len(still) == 0 && since >= long || since >= max(forgotten, 4*long) {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%w; under way: %v", ctx.Err(), still)
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// in says whether a request counts to a tab. What belongs to no tab counts to
// each.
func (q *asked) in(tab target.ID) bool { return q.tab == tab || q.tab == "" }

// Requests are those since the tab was opened, in their order, of whatever is
// in it and of the windows that it opened; and of the shared workers and
// service workers of its browser. A redirection is a request more. Those that
// are answered inside the browser (data:, blob:) are left out.
func (p *Page) Requests() []Request {
	r := p.browser.record
	r.mu.Lock()
	defer r.mu.Unlock()
	var all []Request
	for _, q := range r.requests {
		if q.in(p.id) && !inside(q.URL) {
			all = append(all, q.Request)
		}
	}
	return all
}

// Origins are the origins of the requests, each once; and of the links by
// which the page tells browsers where to connect or what to fetch ahead of
// time: this Chromium follows not all of them, others do.
func (p *Page) Origins() []string {
	p.t.Helper()
	var origins []string
	add := func(address string) {
		if o := (Request{URL: address}).Origin(); !inside(address) && !slices.Contains(origins, o) {
			origins = append(origins, o)
		}
	}
	for _, q := range p.Requests() {
		add(q.URL)
		for _, m := range ahead.FindAllStringSubmatch(q.Headers["link"], -1) {
			if u, err := url.Parse(q.URL); err == nil {
				if u, err = u.Parse(m[1]); err == nil {
					add(u.String())
				}
			}
		}
	}
	for _, s := range append([]cdp.Session{p.session()}, p.strangers()...) {
		for _, frame := range p.frames(s) {
			hints, err := inFrame[[]string](p, s, frame, hints)
			p.must(err, "look for links in %s", frame.URL)
			for _, h := range hints {
				add(h)
			}
		}
	}
	return origins
}

// ahead finds the links of a header that are fetched or connected to.
var ahead = regexp.MustCompile(`(?i)<([^>]*)>[^,]*;\s*rel="?[^",;]*\b(?:preconnect|dns-prefetch|prefetch|preload|modulepreload|prerender|icon|manifest)\b`)

// hints is a piece of JavaScript that gives those of a document.
const hints = `[...document.querySelectorAll("link[href]")].filter(l => /\b(preconnect|dns-prefetch|prefetch|preload|modulepreload|prerender|icon|apple-touch-icon|manifest)\b/i.test(l.rel)).map(l => l.href)`

// Complaints are what went wrong since the tab was opened, wherever its
// requests come from: exceptions that nothing caught, errors and warnings on
// the console, what a policy refused, and what did not load; each once.
func (p *Page) Complaints() []string {
	r := p.browser.record
	r.mu.Lock()
	defer r.mu.Unlock()
	var all []string
	for _, c := range r.complaints {
		if c.tab == p.id || c.tab == "" {
			all = append(all, c.text)
		}
	}
	return all
}

// Forget forgets the requests and complaints up to now.
func (p *Page) Forget() {
	r := p.browser.record
	r.mu.Lock()
	defer r.mu.Unlock()
	r.requests = slices.DeleteFunc(r.requests, func(q *asked) bool { return q.in(p.id) && !q.open })
	r.complaints = slices.DeleteFunc(r.complaints, func(c complaint) bool { return c.tab == p.id || c.tab == "" })
}
