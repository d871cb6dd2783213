package api

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v4"
	tags "golang.org/x/text/language"

	"walkin/api/web"
	"walkin/internal/problem"
)

// pagePolicy lets a page load what comes from here and nothing else: no inline
// style, no inline script, no picture of anybody else.
const pagePolicy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "

// pageHandler answers with a page in the language that it is given.
type pageHandler func(c echo.Context, page web.Page) error

// site registers the pages for people: each at the address of a language, and
// at the one without, where the browser says which it is.
func (s *Server) site(e router) {
	s.everywhere(e, "/", s.Finder)
	s.everywhere(e, "/embed", s.framed(s.Finder))
	s.inEach(e, "/c/:id", s.Place)
	s.inEach(e, "/a/:id", s.Doing)
	s.inEach(e, cardRoot+":code", s.OpenCard)
	s.inEach(e, "/week", s.MyWeek)
	e.GET("/week.ics", s.WeekCalendar, s.limited)
	e.GET("/photos/:id/:file", s.Photo, s.limited)
	s.inEach(e, "/today", s.Today)
	s.inEach(e, "/coverage", s.CoveragePage)
	s.inEach(e, "/about-the-data", s.AboutTheData)
	s.inEach(e, "/accessibility", s.Accessibility)
	s.inEach(e, "/widget", s.Embedding)

	for _, lang := range web.Languages {
		e.POST("/"+lang+"/", s.paged(lang, s.Ask))
		e.POST("/"+lang+"/today", s.paged(lang, s.TodayNear))
		e.POST("/"+lang+"/embed", s.paged(lang, s.framed(s.Ask)))
		e.POST("/"+lang+"/c/:id/report", s.paged(lang, s.rationed(s.ReportPlace)))
		e.POST("/"+lang+"/a/:id/report", s.paged(lang, s.rationed(s.ReportDoing)))
		e.POST("/"+lang+"/c/:id/knock", s.paged(lang, s.rationed(s.Knock)))
		e.GET("/"+lang+"/knock/:id", s.paged(lang, s.rationed(s.Knocked)))
		e.GET("/"+lang, func(c echo.Context) error { return c.Redirect(http.StatusPermanentRedirect, "/"+lang+"/") })
		e.GET(web.CrisisPath(lang), s.paged(lang, s.TalkNow))
		e.GET("/"+lang+"/*", s.paged(lang, noSuchPage), s.limited)
	}
	e.POST("/", s.paged("", s.Ask))
	e.POST("/today", s.paged("", s.TodayNear))
	e.GET(web.AssetRoot+":version/*", s.Asset)
	e.Use(s.lost)
}

// lost answers for an address that nothing has: people get a page in the
// language of the address, programs the problem document.
func (s *Server) lost(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		err, r := next(c), c.Request()
		if err != echo.ErrNotFound || r.Method != http.MethodGet && r.Method != http.MethodHead || !strings.Contains(r.Header.Get("Accept"), "text/html") {
			return err
		}
		lang, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
		if !web.Speaks(lang) {
			lang = ""
		}
		return s.paged(lang, func(_ echo.Context, page web.Page) error {
			page.Path = "/" // the same address is nowhere in the other languages too
			return s.pageFailed(c, page, err)
		})(c)
	}
}

// inEach registers a page in every language, under the limit of the address.
func (s *Server) inEach(e router, path string, h pageHandler) {
	s.everywhere(e, path, s.rationed(h))
}

// everywhere registers a page in every language; it sees to the limit itself.
func (s *Server) everywhere(e router, path string, h pageHandler) {
	e.GET(path, s.paged("", h))
	for _, lang := range web.Languages {
		e.GET("/"+lang+path, s.paged(lang, h))
	}
}

// rationed puts a page under the limit of the address, inside of what says on a
// page that there is one.
func (s *Server) rationed(h pageHandler) pageHandler {
	return func(c echo.Context, page web.Page) error {
		return s.limited(func(c echo.Context) error { return h(c, page) })(c)
	}
}

// paged makes a handler of one for pages, in a language or, for "", in that of
// the browser. What goes wrong is said on a page too.
func (s *Server) paged(lang string, h pageHandler) echo.HandlerFunc {
	return func(c echo.Context) error {
		in := lang
		if in == "" {
			in = s.tongue(c)
			c.Response().Header().Add(echo.HeaderVary, "Accept-Language")
		}
		page := web.Page{
			Words: s.pages.Words(in), Path: strings.TrimPrefix(c.Request().URL.Path, "/"+in), Country: s.country, Home: s.baseURL,
			Origin: s.base(c), Spare: c.Request().Header.Get("Save-Data") == "on", Position: s.index.Position(),
		}
		page.Title = page.Words.Say("site.name")
		err := h(c, page)
		if err == nil || c.Response().Committed {
			return err
		}
		return s.pageFailed(c, page, err)
	}
}

// noSuchPage answers, on a page, for an address in a language that leads to
// none.
func noSuchPage(echo.Context, web.Page) error {
	return problem.New(problem.NotFound, "There is no page here.")
}

// tongues chooses among the languages of the interface. A browser that asks
// for none of them gets the language of the country of this directory.
var tongues = func() tags.Matcher {
	all := make([]tags.Tag, len(web.Languages))
	for i, lang := range web.Languages {
		all[i] = tags.MustParse(lang)
	}
	return tags.NewMatcher(all)
}()

func (s *Server) tongue(c echo.Context) string {
	asked, _, err := tags.ParseAcceptLanguage(c.Request().Header.Get("Accept-Language"))
	if err == nil {
		if _, i, confidence := tongues.Match(asked...); confidence > tags.Low {
			return web.Languages[i]
		}
	}
	if lang := web.SpokenIn[s.country]; len(asked) == 0 && lang != "" {
		return lang
	}
	return web.Fallback
}

// pageFailed says on a page that something did not work. The status and what
// goes to the log are those of a problem document.
func (s *Server) pageFailed(c echo.Context, page web.Page, err error) error {
	answer, retryAfter := s.problem(err)
	if answer.Status >= http.StatusInternalServerError && !errors.Is(err, context.Canceled) {
		s.logFailure(c, err)
	}
	says := map[int]string{
		http.StatusNotFound: "error.not_found", http.StatusGone: "error.gone", http.StatusTooManyRequests: "ask.slow_down",
	}[answer.Status]
	if says == "" {
		says = "ask.failed"
	}
	if retryAfter > 0 {
		c.Response().Header().Set(echo.HeaderRetryAfter, strconv.Itoa(int(math.Ceil(retryAfter.Seconds()))))
	}
	return s.show(c, page, answer.Status, 0, func(w io.Writer) error {
		return s.pages.Message(w, web.Message{Page: page, Heading: page.Words.Say("error.title"), Says: page.Words.Say(says)})
	})
}

// sheetsOfPages are kept, for a page is some 40 kB.
var sheetsOfPages = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// show sends a page. One that may be kept has an ETag; one that may not, since
// it answers what somebody typed or is about a crisis, is kept by nobody, not
// even by the browser.
func (s *Server) show(c echo.Context, page web.Page, status int, keep time.Duration, draw func(io.Writer) error) error {
	sheet := sheetsOfPages.Get().(*bytes.Buffer)
	defer sheetsOfPages.Put(sheet)
	sheet.Reset()
	if err := draw(sheet); err != nil {
		return err
	}
	if keep == 0 || status != http.StatusOK {
		return s.sendPage(c, status, 0, sheet.Bytes())
	}
	body := bytes.Clone(sheet.Bytes())
	s.kept.keep(keyOf(page), s.now().Truncate(time.Minute), page.Position, body)
	return s.sendPage(c, status, keep, body)
}

// again sends a page that was drawn in this minute already, and says whether
// there was one.
func (s *Server) again(c echo.Context, page web.Page, keep time.Duration) (sent bool, err error) {
	body := s.keptPage(page)
	if body == nil {
		return false, nil
	}
	return true, s.sendPage(c, http.StatusOK, keep, body)
}

// keptPage gives a page that was drawn in this minute; nil if it was not.
func (s *Server) keptPage(page web.Page) []byte {
	return s.kept.of(keyOf(page), s.now().Truncate(time.Minute), page.Position)
}

// keyOf names a page: by its language and an address of closed vocabularies.
func keyOf(page web.Page) string {
	key := page.Origin + " " + page.Lang() + " " + page.Path + page.Query
	if page.Spare {
		key += " spare"
	}
	return key
}

func (s *Server) sendPage(c echo.Context, status int, keep time.Duration, body []byte) error {
	h := c.Response().Header()
	h.Set(echo.HeaderContentSecurityPolicy, pagePolicy+"frame-ancestors "+s.framers(c))
	h.Add(echo.HeaderVary, echo.HeaderAcceptEncoding)
	if acceptsGzip(c.Request().Header) {
		h.Set(echo.HeaderContentEncoding, "gzip")
		body = zipped(body)
	}
	if keep > 0 {
		return unlessKnown(c, "", body, echo.MIMETextHTMLCharsetUTF8, keep)
	}
	h.Set(echo.HeaderCacheControl, "no-store")
	return send(c, status, echo.MIMETextHTMLCharsetUTF8, body)
}

// framed makes a page one for the frame of another site: without what belongs
// to this one, and allowed there.
func (s *Server) framed(h pageHandler) pageHandler {
	return func(c echo.Context, page web.Page) error {
		page.Bare = true
		c.Set(framedKey, true)
		return h(c, page)
	}
}

const framedKey = "may be framed"

// framers says who may show a page in a frame: nobody, but for the pages that
// are made for it.
func (s *Server) framers(c echo.Context) string {
	if c.Get(framedKey) == nil {
		return "'none'"
	}
	return s.frameAncestors
}

// Asset serves a style, a script or a picture of the pages. Its address changes
// with it, so it may be kept for ever.
func (s *Server) Asset(c echo.Context) error {
	asset, ok := s.pages.Asset(c.Param("version"), c.Param("*"))
	if !ok {
		return problem.New(problem.NotFound, "There is no such file in this version.")
	}
	h := c.Response().Header()
	h.Set(echo.HeaderCacheControl, "public, max-age=31536000, immutable")
	h.Set(echo.HeaderVary, echo.HeaderAcceptEncoding)
	body := asset.Body
	if acceptsGzip(c.Request().Header) {
		h.Set(echo.HeaderContentEncoding, "gzip")
		body = asset.Zipped
	}
	return send(c, http.StatusOK, asset.Type, body)
}
