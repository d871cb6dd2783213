package api

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"walkin/api/web/widget"
	"walkin/internal/problem"
)

// How long the widget may be kept, in the words of Cache-Control: the newest
// version until there may be a newer one, a version by its number for ever.
const (
	keepNewest  = "public, max-age=300"
	keepVersion = "public, max-age=31536000, immutable"
)

// NewestWidget serves the newest version of the widget, for pages that follow
// it. They cannot pin it by its hash.
func (s *Server) NewestWidget(c echo.Context) error {
	return sendWidget(c, widget.Newest(), keepNewest)
}

// Widget serves one version of the widget, which never changes: pages pin it by
// its hash (Subresource Integrity).
func (s *Server) Widget(c echo.Context) error {
	version, named := strings.CutSuffix(c.Param("file"), ".js")
	if _, ok := widget.File(version); !ok || !named {
		return problem.New(problem.NotFound, "There is no such version of the widget. The newest is %s.", widget.Newest())
	}
	return sendWidget(c, version, keepVersion)
}

// sendWidget sends a version, packed where the client takes that. The ETag is
// the version, so that a page which has it need not fetch it again; it is weak,
// because it stands for both forms.
func sendWidget(c echo.Context, version, keep string) error {
	script, _ := widget.File(version)
	tag := `"` + widget.Integrity(version) + `"`
	h := c.Response().Header()
	h.Set("ETag", "W/"+tag)
	h.Set(echo.HeaderCacheControl, keep)
	h.Set(echo.HeaderVary, echo.HeaderAcceptEncoding)
	if known(c.Request().Header.Values("If-None-Match"), tag) {
		return c.NoContent(http.StatusNotModified)
	}
	if acceptsGzip(c.Request().Header) {
		script = widget.Packed(version)
		h.Set(echo.HeaderContentEncoding, "gzip")
	}
	h.Set(echo.HeaderContentLength, strconv.Itoa(len(script)))
	return c.Blob(http.StatusOK, "text/javascript; charset=utf-8", script)
}
