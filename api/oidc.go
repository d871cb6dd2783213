package api

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"
	"golang.org/x/oauth2"

	"walkin/api/web/console"
	"walkin/internal/problem"
)

// issuerCookie binds a sign-in through an issuer to the browser that began it,
// so that nobody is signed in as somebody else by a link that they were sent.
const issuerCookie = "__Host-walkin-oidc"

// issuerLife is how long somebody may take at the issuer.
const issuerLife = 10 * time.Minute

// issuerName is what stands on the button; "" where there is none: an issuer
// leads back to an address, and so this server must know its own.
func (s *Server) issuerName(c echo.Context) string {
	if s.issuer == nil || s.linkBase(c) == "" {
		return ""
	}
	return cmp.Or(s.issuer.Name, s.console.Words(s.tongue(c)).Say("oidc.work"))
}

func (s *Server) issuerBack(c echo.Context) string { return s.linkBase(c) + consoleRoot + "/oidc/back" }

// AskIssuer leads a browser to the issuer (the authorization code flow of
// OpenID Connect with PKCE, RFC 9700). It is a link and no form: a policy that
// lets forms go to this site only does not let them be led on to another.
func (s *Server) AskIssuer(c echo.Context, page console.Page) error {
	if s.issuerName(c) == "" {
		return echo.ErrNotFound
	}
	if wait, ok := s.begins.take(c.RealIP(), s.now()); !ok {
		return tooOften(wait)
	}
	browser := rand.Text()
	a := departure{nonce: rand.Text(), verifier: oauth2.GenerateVerifier(), browser: sha256.Sum256([]byte(browser))}
	state := s.departures.begin(a, s.now())
	address, err := s.issuer.address(c.Request().Context(), s.issuerBack(c), state, a)
	if err != nil {
		return s.notThroughIssuer(c, page, err)
	}
	setIssuerCookie(c, browser)
	return c.Redirect(http.StatusSeeOther, address)
}

// ComeFromIssuer signs in the member for whom the issuer vouches. It makes no
// member: an issuer knows who works there, not who works here.
func (s *Server) ComeFromIssuer(c echo.Context, page console.Page) error {
	if s.issuerName(c) == "" {
		return echo.ErrNotFound
	}
	member, err := s.byIssuer(c)
	setIssuerCookie(c, "")
	if err != nil {
		return s.notThroughIssuer(c, page, err)
	}
	if err := s.beginSession(c, member); err != nil {
		return err
	}
	return seeOther(c, consoleRoot, "")
}

func (s *Server) byIssuer(c echo.Context) (member string, err error) {
	cookie, err := c.Request().Cookie(issuerCookie)
	if err != nil {
		return "", errIssuerState
	}
	// The state is used up whoever brings it.
	a, ok := s.departures.take(c.QueryParam("state"), s.now())
	browser := sha256.Sum256([]byte(cookie.Value))
	if !ok || subtle.ConstantTimeCompare(browser[:], a.browser[:]) != 1 {
		return "", errIssuerState
	}
	if c.QueryParam("code") == "" || c.QueryParam("error") != "" {
		return "", errIssuerSaysNo
	}
	ctx := c.Request().Context()
	email, err := s.issuer.email(ctx, s.issuerBack(c), c.QueryParam("code"), a)
	if err != nil {
		return "", err
	}
	return s.activeByEmail(ctx, email)
}

func (s *Server) activeByEmail(ctx context.Context, email string) (string, error) {
	member, err := s.office.MemberByEmail(ctx, email)
	switch {
	case problem.KindOf(err) == problem.NotFound || err == nil && !member.Active:
		return "", errIssuerStranger
	case err != nil:
		return "", err
	}
	return member.ID, nil
}

// notThroughIssuer says that nobody came in through the issuer, in the same
// words whatever was wrong; only that it is out of reach is said, since that
// passes.
func (s *Server) notThroughIssuer(c echo.Context, page console.Page, err error) error {
	switch {
	case errors.Is(err, errIssuerAway):
		s.log.Warn("sign-in through the issuer failed", "why", err)
		c.Response().Header().Set(echo.HeaderRetryAfter, "30")
		page.Fault = page.Words.Say("oidc.away")
		return s.showSignIn(c, page, http.StatusServiceUnavailable)
	case !ofIssuer(err):
		return err // a fault of our own
	}
	s.log.Warn("sign-in through the issuer was refused", "why", err)
	if err := s.slowed(c, nil); err != nil {
		return err
	}
	page.Fault = page.Words.Say("oidc.refused")
	return s.showSignIn(c, page, http.StatusForbidden)
}

// ofIssuer says whether an error is one of those with which an issuer lets
// nobody in.
func ofIssuer(err error) bool {
	for _, known := range []error{errIssuerCode, errIssuerNoToken, errIssuerToken, errIssuerNonce, errIssuerEmail, errIssuerSaysNo, errIssuerState, errIssuerStranger} {
		if errors.Is(err, known) {
			return true
		}
	}
	return false
}

// setIssuerCookie gives a browser the cookie of a sign-in, or takes it away for
// "". It must come with a request that the issuer leads to: SameSite=Lax.
func setIssuerCookie(c echo.Context, secret string) {
	cookie := &http.Cookie{
		Name: issuerCookie, Value: secret, Path: "/", Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode, MaxAge: int(issuerLife.Seconds()),
	}
	if secret == "" {
		cookie.MaxAge = -1
	}
	c.SetCookie(cookie)
}
