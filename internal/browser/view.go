package browser

import (
	"fmt"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
)

// View is how the first view of a page went.
type View struct {
	LCP      time.Duration // until the largest of what is seen without scrolling was painted
	CLS      float64       // how much of it was shifted: 0 is none, 0.1 is bearable
	Bytes    int           // received, header and packed body, of all that was asked
	Requests int
}

func (v View) String() string {
	return fmt.Sprintf("largest paint after %d ms, layout shift %.3f, %d bytes in %d requests", v.LCP.Milliseconds(), v.CLS, v.Bytes, v.Requests)
}

// painted is a piece of JavaScript that tells how the page was painted. Shifts
// count by their worst window of five seconds, as the measure is defined; but
// also those that are said to come of an input, since nobody has touched the
// page: Chromium takes the size of a phone, as it is put on, for an input.
const painted = `new Promise(done => {
	let lcp = 0, cls = 0, sum = 0, first = -Infinity, last = -Infinity
	const paint = l => { for (const e of l) lcp = e.startTime }
	const shift = l => { for (const e of l) {
		if (e.startTime - last > 1000 || e.startTime - first > 5000) { sum = 0; first = e.startTime }
		last = e.startTime
		cls = Math.max(cls, sum += e.value)
	} }
	const watch = (type, f) => { const o = new PerformanceObserver(l => f(l.getEntries())); o.observe({type, buffered: true}); return o }
	const paints = watch("largest-contentful-paint", paint), shifts = watch("layout-shift", shift)
	setTimeout(() => { paint(paints.takeRecords()); shift(shifts.takeRecords()); done({LCP: lcp, CLS: cls}) }, 300)
})`

// FirstView opens an address with nothing in the browser's cache and measures
// how the page comes to be seen, through the processor and the connection that
// the page has; see [Page.SlowPhone].
func (p *Page) FirstView(url string) View {
	p.t.Helper()
	do(p, network.ClearBrowserCache, cdp.Empty{})
	before := len(p.Requests())
	p.Go(url)
	seen := Eval[struct{ LCP, CLS float64 }](p, painted)
	if seen.LCP == 0 {
		p.t.Fatalf("nothing was painted of %s", url)
	}
	p.Settle()
	v := View{LCP: time.Duration(seen.LCP * float64(time.Millisecond)), CLS: seen.CLS}
	for _, r := range p.Requests()[before:] {
		v.Bytes += r.Bytes
		v.Requests++
	}
	return v
}
