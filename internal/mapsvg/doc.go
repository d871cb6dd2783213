// Package mapsvg draws an outline map as SVG: coast, borders, names of towns and
// numbered pins, made here and asking nobody else's server.
package mapsvg
