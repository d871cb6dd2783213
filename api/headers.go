package api

import (
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"
)

// policy is the Content-Security-Policy of answers that are not pages: nothing
// may be loaded by them and nobody may frame them.
const policy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// preflightLife is how long a browser may remember that a POST is allowed, in
// seconds; 7200 is the most that any browser keeps to.
const preflightLife = "7200"

// headed sets the headers that every answer has, errors included, and answers
// OPTIONS.
//
// All that is served here is public and the same for everybody, so any site
// may read it (Access-Control-Allow-Origin: *), and there are no cookies that
// it could ride on. What is for staff alone says nothing of other sites, and no
// other site is told that it may change anything (X17).
func headed(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		h := c.Response().Header()
		h.Set(echo.HeaderXContentTypeOptions, "nosniff")
		h.Set(echo.HeaderReferrerPolicy, "no-referrer")
		h.Set(echo.HeaderContentSecurityPolicy, policy)
		h.Set("Cross-Origin-Resource-Policy", "cross-origin")
		foreign := !forStaff(c.Request().URL.Path)
		if foreign {
			h.Set(echo.HeaderAccessControlAllowOrigin, "*")
			h.Set(echo.HeaderAccessControlExposeHeaders, "ETag, Retry-After, X-Request-Id")
		}

		if len(c.Request().TransferEncoding) > 0 {
			// net/http believes the chunks and drops a Content-Length beside them
			// without a word. What stands behind such a body must not be taken for
			// another request (RFC 9112, section 6.1).
			h.Set(echo.HeaderConnection, "close")
		}

		allow, routed := c.Get(echo.ContextKeyHeaderAllow).(string)
		if c.Request().Method != http.MethodOptions || !routed {
			return next(c)
		}
		h.Set(echo.HeaderAllow, allow)
		if foreign {
			h.Set(echo.HeaderAccessControlAllowMethods, publicMethods(allow))
			h.Set(echo.HeaderAccessControlAllowHeaders, "Content-Type, If-None-Match")
			h.Set(echo.HeaderAccessControlMaxAge, preflightLife)
		}
		h.Set(echo.HeaderCacheControl, "no-store")
		return c.NoContent(http.StatusNoContent)
	}
}

// forStaff says whether an address is one of the console.
func forStaff(path string) bool {
	return path == consoleRoot || strings.HasPrefix(path, consoleRoot+"/")
}

// publicMethods leaves of the methods of an address those that the public has.
func publicMethods(allow string) string {
	methods := slices.DeleteFunc(strings.Split(allow, ", "), func(m string) bool {
		return m == http.MethodPut || m == http.MethodPatch || m == http.MethodDelete
	})
	return strings.Join(methods, ", ")
}

// router registers the generated routes, and HEAD with every GET (RFC 9110,
// section 9.3.2); net/http leaves the body out.
type router struct {
	*echo.Echo
	forms forms
}

func (r router) GET(path string, h echo.HandlerFunc, m ...echo.MiddlewareFunc) *echo.Route {
	pattern, form, ok := cutForm(path)
	if !ok {
		r.Echo.HEAD(path, h, m...)
		return r.Echo.GET(path, h, m...)
	}
	for i := len(m) - 1; i >= 0; i-- {
		h = m[i](h)
	}
	if r.forms[pattern] != nil {
		r.forms[pattern][form] = h
		return nil // the generated code does not look at it
	}
	r.forms[pattern] = map[string]echo.HandlerFunc{form: h}
	r.Echo.HEAD(pattern, r.forms.choose(pattern))
	return r.Echo.GET(pattern, r.forms.choose(pattern))
}
