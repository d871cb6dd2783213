package api

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"walkin/api/web/console"
	"walkin/internal/problem"
	"walkin/internal/staff"
)

// signInRate is how often one address may ask for links, or show what signs
// nobody in (X23). It slows a stranger down and locks nobody out: what does sign
// in is not counted, so it works from the same address too.
var signInRate = RateLimit{PerMinute: 6, Burst: 10}

// linkRate is how often a link goes to one member, however many addresses ask
// for it: nobody shall have a mailbox full of them. A member who is made to
// reach the limit has links that are good.
var linkRate = RateLimit{PerMinute: 1, Burst: 5}

// tooOften asks somebody to wait.
func tooOften(wait time.Duration) error {
	p := problem.New(problem.TooMany, "That was too often. Wait a little.")
	p.RetryAfter = wait
	return p
}

// slowed counts against an address that something signed nobody in: it gives
// the error, or that this was too often.
func (s *Server) slowed(c echo.Context, err error) error {
	if wait, ok := s.signIns.take(c.RealIP(), s.now()); !ok {
		return tooOften(wait)
	}
	return err
}

// SignIn answers with the page on which one asks for a link.
func (s *Server) SignIn(c echo.Context, page console.Page) error {
	return s.showSignIn(c, page, http.StatusOK)
}

// showSignIn sends the page with all ways to sign in that there are here.
func (s *Server) showSignIn(c echo.Context, page console.Page, status int) error {
	page.Title = page.Words.Say("sign_in.title")
	_, passkeys := s.relyingParty(c)
	return s.showConsole(c, status, func(w io.Writer) error {
		return s.console.SignIn(w, console.SignIn{Page: page, Passkeys: passkeys, Issuer: s.issuerName(c)})
	})
}

// AskForLink sends a link to a member. The answer is the same for an address
// that nobody has, and does not wait for the mail, so that neither its words
// nor its time tell who is a member.
func (s *Server) AskForLink(c echo.Context, page console.Page) error {
	if wait, ok := s.signIns.take(c.RealIP(), s.now()); !ok {
		return tooOften(wait)
	}
	values, err := readForm(c)
	if err != nil {
		return err
	}
	// The same work for every address, known or not; what differs is done later.
	email, base := values.Get("email"), s.linkBase(c)
	s.later(func(ctx context.Context) { s.sendLink(ctx, email, base) })
	page.Title = page.Words.Say("sign_in.title")
	return s.showConsole(c, http.StatusOK, func(w io.Writer) error {
		return s.console.SignIn(w, console.SignIn{Page: page, Sent: true})
	})
}

// sendLink makes a link for the member with an address, if there is one, and
// sends it.
func (s *Server) sendLink(ctx context.Context, email, base string) {
	member, err := s.office.MemberByEmail(ctx, email)
	if err != nil || !member.Active {
		return
	}
	if _, ok := s.links.take(member.ID, s.now()); !ok {
		return
	}
	link, secret, hash := staff.NewLink(member.ID, staff.ToSignIn, "", s.now())
	if err := s.office.PutLink(ctx, link, hash); err != nil {
		s.log.Error("make a sign-in link", "error", err)
		return
	}
	words := s.console.Words(member.Lang)
	text := words.Say("sign_in.mail", "name", member.Name, "link", base+consoleRoot+"/in/"+secret)
	if err := s.mailer.Send(ctx, member.Email, words.Say("sign_in.mail_subject"), text); err != nil {
		s.log.Error("send a sign-in link", "error", err)
	}
}

// linkBase stands before the address of a secret. Where the operator has not
// said what this server is called, the Host of a request is believed only if it
// is this machine: anybody can send another, and the secret would go there.
func (s *Server) linkBase(c echo.Context) string {
	if s.baseURL != "" {
		return s.baseURL
	}
	base := s.base(c)
	u, err := url.Parse(base)
	if ip := net.ParseIP(u.Hostname()); err == nil && (u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()) {
		return base
	}
	return ""
}

// Enter answers with the page behind a link: a button.
func (s *Server) Enter(c echo.Context, page console.Page) error {
	page.Title = page.Words.Say("enter.title")
	if _, err := s.office.Link(c.Request().Context(), staff.HashOfLink(c.Param("secret")), staff.ToSignIn); err != nil {
		return s.linkOver(c, page, err)
	}
	return s.showConsole(c, http.StatusOK, func(w io.Writer) error {
		return s.console.Enter(w, console.Enter{Page: page, Secret: c.Param("secret")})
	})
}

// UseLink signs a browser in.
func (s *Server) UseLink(c echo.Context, page console.Page) error {
	link, err := s.office.UseLink(c.Request().Context(), staff.HashOfLink(c.Param("secret")), staff.ToSignIn)
	if err != nil {
		return s.linkOver(c, page, err)
	}
	if err := s.beginSession(c, link.Member); err != nil {
		return err
	}
	return seeOther(c, consoleRoot, "")
}

// beginSession begins a session for a member. A session that the browser had
// before ends (ASVS 5.0, 7.2.4).
func (s *Server) beginSession(c echo.Context, member string) error {
	ctx := c.Request().Context()
	if old, err := c.Request().Cookie(sessionCookie); err == nil {
		if err := s.office.EndSession(ctx, staff.HashOf(old.Value)); err != nil {
			return err
		}
	}
	session, secret, hash := staff.NewSession(member, s.now())
	if err := s.office.BeginSession(ctx, session, hash); err != nil {
		return err
	}
	setSession(c, secret)
	return nil
}

// linkOver says that a link is good for nothing, on the page where one asks for
// another.
func (s *Server) linkOver(c echo.Context, page console.Page, err error) error {
	if problem.KindOf(err) != problem.Unauthenticated {
		return err
	}
	if err := s.slowed(c, nil); err != nil {
		return err
	}
	page.Fault = page.Words.Say("enter.over")
	return s.showSignIn(c, page, http.StatusGone)
}

// SignOut ends the session of a browser.
func (s *Server) SignOut(c echo.Context, _ console.Page) error {
	if cookie, err := c.Request().Cookie(sessionCookie); err == nil && strings.TrimSpace(cookie.Value) != "" {
		if err := s.office.EndSession(c.Request().Context(), staff.HashOf(cookie.Value)); err != nil {
			return err
		}
	}
	setSession(c, "")
	return seeOther(c, consoleRoot+"/sign-in", "")
}
