package browser

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/cdproto/audits"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
)

// Request is one request that a page, a frame in it or a worker of it made or
// tried to make.
type Request struct {
	Method  string
	URL     string
	Type    string // "Document", "Script", "Fetch", "WebSocket" and such
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

// record is what a tab did since it was opened.
type record struct {
	mu         sync.Mutex
	requests   []*Request
	open       map[string]*Request // by their number, those under way
	byID       map[string]*Request
	last       time.Time // when a request last began or ended
	complaints []string
}

func newRecord() *record {
	return &record{open: make(map[string]*Request), byID: make(map[string]*Request)}
}

// note notes an event of the devtools.
func (r *record) note(event any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		id := string(e.RequestID)
		if e.RedirectResponse != nil {
			if before := r.byID[id]; before != nil {
				before.answered(e.RedirectResponse)
			}
		}
		q := &Request{Method: e.Request.Method, URL: e.Request.URL + e.Request.URLFragment, Type: string(e.Type)}
		r.requests = append(r.requests, q)
		r.byID[id] = q
		if !inside(q.URL) && e.Type != network.ResourceTypeEventSource {
			r.open[id] = q
		}
		r.last = time.Now()
	case *network.EventResponseReceived:
		if q := r.byID[string(e.RequestID)]; q != nil {
			q.answered(e.Response)
			q.Type = string(e.Type)
		}
	case *network.EventRequestServedFromCache:
		if q := r.byID[string(e.RequestID)]; q != nil {
			q.Cached = true
		}
	case *network.EventLoadingFinished:
		if q := r.byID[string(e.RequestID)]; q != nil {
			q.Bytes = int(e.EncodedDataLength)
		}
		r.ended(string(e.RequestID))
	case *network.EventLoadingFailed:
		if q := r.byID[string(e.RequestID)]; q != nil {
			q.Failed, q.Blocked = e.ErrorText, string(e.BlockedReason)
			if q.Blocked == "" && e.CorsErrorStatus != nil {
				q.Failed += " " + string(e.CorsErrorStatus.CorsError)
			}
		}
		r.ended(string(e.RequestID))
	case *network.EventWebSocketCreated:
		q := &Request{Method: "GET", URL: e.URL, Type: string(network.ResourceTypeWebSocket)}
		r.requests = append(r.requests, q)
		r.byID[string(e.RequestID)] = q
	case *runtime.EventExceptionThrown:
		r.complain("exception", thrown(e.ExceptionDetails))
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeAssert || e.Type == runtime.ConsoleAPICalledTypeWarning {
			r.complain("console "+string(e.Type), said(e.Args))
		}
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError || e.Entry.Level == log.EntryLevelWarning {
			r.complain(string(e.Entry.Source)+" "+string(e.Entry.Level), strings.TrimSpace(e.Entry.Text+" "+e.Entry.URL))
		}
	case *audits.EventIssueAdded:
		if d := e.Issue.Details.ContentSecurityPolicyIssueDetails; d != nil {
			r.complain("policy", fmt.Sprintf("%s refused %s (%s)", d.ViolatedDirective, d.BlockedURL, d.ContentSecurityPolicyViolationType))
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

// ended forgets a request that is under way no more.
func (r *record) ended(id string) {
	delete(r.open, id)
	r.last = time.Now()
}

func (r *record) complain(kind, text string) {
	if c := kind + ": " + text; !slices.Contains(r.complaints, c) {
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
// rest.
const quiet = 100 * time.Millisecond

// idle waits until the page is at rest.
func (r *record) idle(ctx context.Context) error {
	began := time.Now()
	for {
		r.mu.Lock()
		since := time.Since(r.last)
		if s := time.Since(began); s < since {
			since = s
		}
		resting := len(r.open) == 0 && since >= quiet
		var still []string
		for _, q := range r.open {
			still = append(still, q.URL)
		}
		r.mu.Unlock()
		if resting {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%w; under way: %v", ctx.Err(), still)
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// Requests are those since the tab was opened or ForgetRequests was called,
// in their order; a redirection is one more. Those that are answered inside
// the browser (data:, blob:) are left out.
func (p *Page) Requests() []Request {
	p.record.mu.Lock()
	defer p.record.mu.Unlock()
	var all []Request
	for _, q := range p.record.requests {
		if !inside(q.URL) {
			all = append(all, *q)
		}
	}
	return all
}

// ForgetRequests forgets the requests up to now.
func (p *Page) ForgetRequests() {
	p.record.mu.Lock()
	defer p.record.mu.Unlock()
	p.record.requests = nil
}

// Origins are the origins that were asked, or were to be asked, each once.
func (p *Page) Origins() []string {
	var origins []string
	for _, q := range p.Requests() {
		if o := q.Origin(); !slices.Contains(origins, o) {
			origins = append(origins, o)
		}
	}
	return origins
}

// Complaints are what went wrong since the tab was opened: exceptions that
// nothing caught, errors and warnings on the console, what a policy refused,
// and what did not load; each once.
func (p *Page) Complaints() []string {
	p.record.mu.Lock()
	defer p.record.mu.Unlock()
	return slices.Clone(p.record.complaints)
}

// ForgetComplaints forgets what went wrong up to now.
func (p *Page) ForgetComplaints() {
	p.record.mu.Lock()
	defer p.record.mu.Unlock()
	p.record.complaints = nil
}
