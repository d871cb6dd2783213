package browser

import (
	"math"
	"regexp"
	"strconv"

	"github.com/chromedp/cdproto/page"
)

// Paper is what came out of the printer: the document, and the size of each of
// its sheets in millimetres.
type Paper struct {
	PDF    []byte
	Sheets [][2]int
}

// box is the size of a sheet in points, as Chromium writes it.
var box = regexp.MustCompile(`/Type /Page\b[^s](?s:.{0,400}?)/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]`)

// Paper prints the page on the paper that its style asks for.
func (p *Page) Paper() Paper {
	p.t.Helper()
	yes := true
	printed := do(p, page.PrintToPDF, page.PrintToPDFParams{PreferCSSPageSize: &yes, PrintBackground: new(bool)})
	paper := Paper{PDF: printed.Data}
	for _, m := range box.FindAllSubmatch(paper.PDF, -1) {
		paper.Sheets = append(paper.Sheets, [2]int{millimetres(m[1]), millimetres(m[2])})
	}
	return paper
}

func millimetres(points []byte) int {
	n, err := strconv.ParseFloat(string(points), 64)
	if err != nil {
		return 0
	}
	return int(math.Round(n * 25.4 / 72))
}

// Screen shows the page as it is on a screen, after [Page.Print].
func (p *Page) Screen() { p.t.Helper(); p.look.media = ""; p.showAs() }
