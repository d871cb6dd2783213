package api

import (
	"strings"

	"github.com/labstack/echo/v4"
)

// forms are the forms of entries that an address asks for by its ending, such
// as "/centres/dk-aarhus.ics", by the pattern without it. Echo takes a
// parameter to reach to the next slash and so cannot tell them apart.
type forms map[string]map[string]echo.HandlerFunc

// cutForm cuts "/centres/:id.ics" into "/centres/:id" and ".ics".
func cutForm(path string) (pattern, form string, ok bool) {
	segment := strings.LastIndexByte(path, '/') + 1
	dot := strings.IndexByte(path[segment:], '.')
	if dot < 0 || !strings.HasPrefix(path[segment:], ":") {
		return path, "", false
	}
	return path[:segment+dot], path[segment+dot:], true
}

// choose answers with the form that an address ends in; an ending that nobody
// knows is an address that nobody knows.
func (f forms) choose(pattern string) echo.HandlerFunc {
	return func(c echo.Context) error {
		values := c.ParamValues()
		last := len(values) - 1
		dot := strings.LastIndexByte(values[last], '.')
		if dot <= 0 {
			return echo.ErrNotFound
		}
		h := f[pattern][values[last][dot:]]
		if h == nil {
			return echo.ErrNotFound
		}
		c.SetPath(pattern + values[last][dot:])
		values[last] = values[last][:dot]
		c.SetParamValues(values...)
		return h(c)
	}
}
