package api

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"walkin/internal/directory"
	"walkin/internal/problem"
	"walkin/internal/staff"
)

// sessionCookie holds the secret of a session. The prefix makes browsers take
// it from this very host over TLS only (RFC 6265bis, section 4.1.3.2; they
// count localhost as safe).
const sessionCookie = "__Host-walkin"

// errUnauthenticated answers whoever shows nothing, or nothing that is good.
var errUnauthenticated = problem.New(problem.Unauthenticated, "Sign in, or send a token that is valid: Authorization: Bearer ...")

// errForeign answers a request that the browser of somebody who is signed in
// was made to send by another site.
var errForeign = problem.New(problem.Forbidden, "This request came from another site.")

// actor finds out who sends a request: by a token, or by the session of a
// browser. What a browser sends to change something must come from our own
// pages (X22): cookies travel with requests that other sites make.
func (s *Server) actor(c echo.Context) (staff.Actor, error) {
	if s.office == nil {
		return staff.Actor{}, errUnauthenticated
	}
	r := c.Request()
	if header := r.Header.Values("Authorization"); len(header) > 0 {
		scheme, secret, _ := strings.Cut(header[0], " ")
		if len(header) > 1 || !strings.EqualFold(scheme, "Bearer") || !staff.IsToken(secret) {
			return staff.Actor{}, errUnauthenticated
		}
		return s.office.ByToken(r.Context(), staff.HashOf(secret))
	}
	cookie, err := r.Cookie(sessionCookie)
	if err != nil {
		return staff.Actor{}, errUnauthenticated
	}
	if !ofThisSite(r) {
		return staff.Actor{}, errForeign
	}
	return s.office.BySession(r.Context(), staff.HashOf(cookie.Value))
}

// ofThisSite says whether a request that changes something comes from a page of
// ours: by Sec-Fetch-Site, which every current browser sends and no page can
// set, else by Origin. A browser that sends neither is refused.
func ofThisSite(r *http.Request) bool {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodOptions:
		return true
	}
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" {
		return site == "same-origin"
	}
	origin, err := url.Parse(r.Header.Get("Origin"))
	return err == nil && origin.Host != "" && origin.Host == r.Host
}

const actorKey = "actor"

// signedIn lets only staff to an operation, and takes from its answer what
// would let another site or a cache have it (X17, X21).
func (s *Server) signedIn(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		confidential(c)
		actor, err := s.actor(c)
		if err != nil {
			c.Response().Header().Set(echo.HeaderWWWAuthenticate, "Bearer")
			return err
		}
		c.Set(actorKey, actor)
		return next(c)
	}
}

// confidential makes an answer one for whoever asked and nobody else.
func confidential(c echo.Context) {
	h := c.Response().Header()
	h.Del(echo.HeaderAccessControlAllowOrigin)
	h.Del(echo.HeaderAccessControlExposeHeaders)
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set(echo.HeaderCacheControl, "private, no-store")
}

// actorOf gives who was let in by signedIn.
func actorOf(c echo.Context) staff.Actor {
	actor, _ := c.Get(actorKey).(staff.Actor)
	return actor
}

// mayManage is for what concerns the directory as a whole: whoever is staff
// knows that it exists, so it is refused and not hidden.
func mayManage(c echo.Context) error {
	if actorOf(c).May(staff.Manage, staff.Everything) != staff.Allowed {
		return problem.New(problem.Forbidden, "Only an administrator may do this.")
	}
	return nil
}

// may says whether somebody may do something with an entry. Who has no role
// over it at all hears what is said of an id that does not exist (X1).
func (s *Server) may(ctx context.Context, actor staff.Actor, do staff.Action, e directory.Entry) error {
	about, err := s.subject(ctx, e)
	if err != nil {
		return err
	}
	switch actor.May(do, about) {
	case staff.Allowed:
		return nil
	case staff.Refused:
		return problem.New(problem.Forbidden, "Your role does not let you do this here.")
	}
	return missingEntry(e.Key())
}

// missingEntry is what is said of an entry that does not exist.
func missingEntry(key directory.Key) error {
	return problem.New(problem.NotFound, "There is no %s %q.", key.Kind, key.ID)
}

// subject says what an entry belongs to.
func (s *Server) subject(ctx context.Context, e directory.Entry) (staff.Subject, error) {
	var about staff.Subject
	at := func(l directory.Location) {
		if l.Municipality != "" {
			about.Municipalities = append(about.Municipalities, staff.MunicipalityID(l.Country, l.Municipality))
		}
	}
	switch e := e.(type) {
	case *directory.Centre:
		about.Centres = []string{e.ID}
		if e.Organisation != "" {
			about.Organisations = []string{e.Organisation}
		}
		at(e.Location)
	case *directory.Activity:
		if e.Organisation != "" {
			about.Organisations = []string{e.Organisation}
		}
		if e.Location != nil {
			at(*e.Location)
		}
		about.Centres = e.Centres
		for _, id := range e.Centres {
			change, err := s.catalogue.Entry(ctx, directory.Key{Kind: directory.KindCentre, ID: id})
			if unknown(err) {
				continue
			} else if err != nil {
				return about, err
			}
			centre := change.Entry.(*directory.Centre)
			if centre.Organisation != "" {
				about.Organisations = append(about.Organisations, centre.Organisation)
			}
			at(centre.Location)
		}
	case *directory.Helpline:
		if e.Organisation != "" {
			about.Organisations = []string{e.Organisation}
		}
	case *directory.Organisation:
		about.Organisations = []string{e.ID}
	case *directory.Network:
		about.Networks = []string{e.ID}
	}
	for _, id := range about.Organisations {
		change, err := s.catalogue.Entry(ctx, directory.Key{Kind: directory.KindOrganisation, ID: id})
		if unknown(err) {
			continue
		} else if err != nil {
			return about, err
		}
		about.Networks = append(about.Networks, change.Entry.(*directory.Organisation).Networks...)
	}
	return about, nil
}

// unknown says whether an error is that there is no such entry, or none any
// more.
func unknown(err error) bool {
	var p *problem.Error
	return errors.As(err, &p) && (p.Kind == problem.NotFound || p.Kind == problem.Gone)
}
