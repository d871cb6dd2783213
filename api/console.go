package api

import (
	"bytes"
	"io"
	"math"
	"net/http"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"walkin/api/web/console"
	"walkin/internal/problem"
	"walkin/internal/staff"
)

// consoleRoot is where the pages of staff stand.
const consoleRoot = "/staff"

// consoleHandler answers with a page of the console to whoever is signed in.
type consoleHandler func(c echo.Context, page console.Page) error

// staffPages registers the console.
func (s *Server) staffPages(e router) {
	e.GET(consoleRoot+"/sign-in", s.outside(s.SignIn), s.limited)
	e.POST(consoleRoot+"/sign-in", s.outside(s.AskForLink), s.limited)
	e.GET(consoleRoot+"/in/:secret", s.outside(s.Enter), s.limited)
	e.POST(consoleRoot+"/in/:secret", s.outside(s.UseLink), s.limited)
	e.POST(consoleRoot+"/out", s.outside(s.SignOut), s.limited)
	e.POST(consoleRoot+"/passkeys/sign-in/begin", privately(s.BeginPasskeySignIn), s.limited)
	e.POST(consoleRoot+"/passkeys/sign-in", privately(s.FinishPasskeySignIn), s.limited)
	if s.issuer != nil {
		e.GET(consoleRoot+"/oidc", s.outside(s.AskIssuer), s.limited)
		e.GET(consoleRoot+"/oidc/back", s.outside(s.ComeFromIssuer), s.limited)
	}
	e.GET(consoleRoot, s.inside(s.MyPlaces), s.limited)
	e.GET(consoleRoot+"/import", s.inside(s.Imports), s.limited)
	e.POST(consoleRoot+"/import", s.inside(s.SendList), s.limited)
	e.GET(consoleRoot+"/import/template", s.inside(s.ListTemplate), s.limited)
	e.GET(consoleRoot+"/import/:id", s.inside(s.Import), s.limited)
	e.POST(consoleRoot+"/import/:id/apply", s.inside(s.ApplyList), s.limited)
	e.GET(consoleRoot+"/count", s.inside(s.Counting), s.limited)
	e.POST(consoleRoot+"/count", s.inside(s.CountWeek), s.limited)
	e.GET(consoleRoot+"/count.csv", s.inside(s.CountSheet), s.limited)
	e.GET(consoleRoot+"/others", s.inside(s.Others), s.limited)
	e.GET(consoleRoot+"/c/:id/about", s.inside(s.AboutPlace), s.limited)
	e.POST(consoleRoot+"/c/:id/about", s.inside(s.TellColleagues), s.limited)
	e.GET(consoleRoot+"/area", s.inside(s.Area), s.limited)
	e.GET(consoleRoot+"/area.csv", s.inside(s.AreaSheet), s.limited)
	e.GET(consoleRoot+"/demand", s.inside(s.Demanded), s.limited)
	e.GET(consoleRoot+"/demand.csv", s.inside(s.DemandSheet), s.limited)
	e.POST(consoleRoot+"/area/find", s.inside(s.FindArea), s.limited)
	e.GET(consoleRoot+"/me", s.inside(s.Me), s.limited)
	e.POST(consoleRoot+"/me/tokens", s.inside(s.MakeToken), s.limited)
	e.POST(consoleRoot+"/tokens/:id/revoke", s.inside(s.RevokeToken), s.limited)
	e.POST(consoleRoot+"/passkeys/begin", s.signedIn(s.BeginPasskey), s.limited)
	e.POST(consoleRoot+"/passkeys", s.signedIn(s.FinishPasskey), s.limited)
	e.POST(consoleRoot+"/passkeys/:id/remove", s.inside(s.RemovePasskey), s.limited)
	s.editing(e)
	e.GET(consoleRoot+"/*", s.inside(nothingHere), s.limited)
	e.GET(consoleRoot+"/refer", s.inside(s.Refer), s.limited)
	e.POST(consoleRoot+"/refer", s.inside(s.FindReferral), s.limited)
	e.GET(consoleRoot+"/cards", s.inside(s.Cards), s.limited)
	e.POST(consoleRoot+"/cards", s.inside(s.GiveCard), s.limited)
	e.GET(consoleRoot+"/cards/new", s.inside(s.NoCardYet), s.limited)
	e.POST(consoleRoot+"/cards/new", s.inside(s.LookAtCard), s.limited)
	e.POST(consoleRoot+"/cards/:id/answer", s.inside(s.WelcomeCard), s.limited)
	e.POST(consoleRoot+"/cards/:id/mark", s.inside(s.MarkCard), s.limited)
	e.POST(consoleRoot+"/cards/:id/revoke", s.inside(s.TakeCardBack), s.limited)
	e.GET(consoleRoot+"/members", s.inside(s.Members), s.limited)
	e.POST(consoleRoot+"/members", s.inside(s.AddMember), s.limited)
	e.GET(consoleRoot+"/members/:id", s.inside(s.Member), s.limited)
	e.POST(consoleRoot+"/members/:id", s.inside(s.ChangeMember), s.limited)
	e.GET(consoleRoot+"/queue", s.inside(s.Queue), s.limited)
	e.POST(consoleRoot+"/queue/:id", s.inside(s.SettleQueued), s.limited)
	e.GET(consoleRoot+"/knocks", s.inside(s.Knocks), s.limited)
	e.GET(consoleRoot+"/knocks/now", s.entered(s.KnocksNow), s.limited)
	e.POST(consoleRoot+"/knocks/:id/coming", s.inside(s.ComeOut), s.limited)
}

// outside makes a handler of one for the pages before anybody is signed in.
func (s *Server) outside(h consoleHandler) echo.HandlerFunc {
	return func(c echo.Context) error {
		confidential(c)
		page := console.Page{Words: s.console.Words(s.tongue(c)), Done: done(c)}
		if !ofThisSite(c.Request()) {
			return s.consoleFailed(c, page, errForeign)
		}
		if err := h(c, page); err != nil && !c.Response().Committed {
			return s.consoleFailed(c, page, err)
		}
		return nil
	}
}

// inside makes a handler of a page for staff, with what waits for them in its
// menu.
func (s *Server) inside(h consoleHandler) echo.HandlerFunc {
	return s.entered(func(c echo.Context, page console.Page) (err error) {
		if page.Reports, err = s.openReports(c.Request().Context(), actorOf(c)); err != nil {
			return err
		}
		return h(c, page)
	})
}

// entered makes a handler of one for staff. Who is not signed in is led to
// where one signs in; what goes wrong is said on a page.
func (s *Server) entered(h consoleHandler) echo.HandlerFunc {
	return func(c echo.Context) error {
		confidential(c)
		page := console.Page{Words: s.console.Words(s.tongue(c)), Done: done(c)}
		actor, err := s.actor(c)
		switch {
		case problem.KindOf(err) == problem.Unauthenticated:
			return c.Redirect(http.StatusSeeOther, consoleRoot+"/sign-in")
		case err != nil:
			return s.consoleFailed(c, page, err)
		}
		c.Set(actorKey, actor)
		page.Actor, page.Words = &actor, s.console.Words(actor.Lang)
		if err := h(c, page); err != nil && !c.Response().Committed {
			return s.consoleFailed(c, page, err)
		}
		return nil
	}
}

// done is what the page before says was done: a word of ours in the address.
func done(c echo.Context) string {
	word := c.QueryParam("done")
	for _, r := range word {
		if r != '_' && (r < 'a' || r > 'z') {
			return ""
		}
	}
	return word
}

// showConsole sends a page of the console: to nobody else and to be kept by
// nobody (X21), never in a frame (X18).
func (s *Server) showConsole(c echo.Context, status int, draw func(io.Writer) error) error {
	sheet := sheetsOfPages.Get().(*bytes.Buffer)
	defer sheetsOfPages.Put(sheet)
	sheet.Reset()
	if err := draw(sheet); err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set(echo.HeaderContentSecurityPolicy, pagePolicy+"frame-ancestors 'none'")
	h.Set(echo.HeaderCacheControl, "private, no-store")
	h.Set(echo.HeaderVary, "Cookie, Accept-Language")
	// The console sends forms to itself, and a browser tells their origin only
	// to who asks for it.
	h.Set(echo.HeaderReferrerPolicy, "same-origin")
	return send(c, status, echo.MIMETextHTMLCharsetUTF8, sheet.Bytes())
}

// seeOther leads to another page of the console after something was done.
func seeOther(c echo.Context, path, done string) error {
	if done != "" {
		path += "?" + url.Values{"done": {done}}.Encode()
	}
	return c.Redirect(http.StatusSeeOther, path)
}

// consoleFailed says on a page that something did not work. What is wrong with
// a form is said by the page of the form and does not come here.
func (s *Server) consoleFailed(c echo.Context, page console.Page, err error) error {
	answer, retryAfter := s.problem(err)
	if answer.Status >= http.StatusInternalServerError {
		s.logFailure(c, err)
	}
	if retryAfter > 0 {
		c.Response().Header().Set(echo.HeaderRetryAfter, strconv.Itoa(int(math.Ceil(retryAfter.Seconds()))))
	}
	page.Title, page.Done = page.Words.Say("console.failed"), ""
	return s.showConsole(c, answer.Status, func(w io.Writer) error {
		return s.console.Message(w, console.Message{Page: page, Says: toldStaff(page, err)})
	})
}

// toldStaff is what the console says about an error: a sentence of its own for what
// is common, else that of the error itself.
func toldStaff(page console.Page, err error) []console.Remark {
	own := func(key string) []console.Remark { return []console.Remark{{Text: page.Words.Say(key)}} }
	switch problem.KindOf(err) {
	case problem.NotFound, problem.Gone:
		return own("console.not_found")
	case problem.Forbidden:
		return own("console.not_allowed")
	case problem.Stale:
		return own("console.stale")
	case problem.TooMany:
		return own("console.slow_down")
	}
	if p, ok := asProblem(err); ok && p.Kind != problem.Internal {
		return remarks(page, p)
	}
	return own("console.try_again")
}

// setSession gives a browser its session, or takes it away for "". Scripts
// cannot read the cookie, and other sites cannot have it sent with what
// changes something (SameSite, ofThisSite).
func setSession(c echo.Context, secret string) {
	cookie := &http.Cookie{
		Name: sessionCookie, Value: secret, Path: "/", Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode,
		MaxAge: int(staff.SessionLife.Seconds()),
	}
	if secret == "" {
		cookie.MaxAge = -1
	}
	c.SetCookie(cookie)
}

// nothingHere answers staff for an address that leads to no page.
func nothingHere(echo.Context, console.Page) error {
	return problem.New(problem.NotFound, "There is no page here.")
}
