package main

import (
	"fmt"
	"regexp"
	"strings"
)

// framers are the sites that may show the finder in a frame, as the header of
// CSP has them (frame-ancestors): "*" for all, else origins.
type framers string

// origin is a site as CSP names it: a scheme and a host, perhaps all hosts
// below it, perhaps a port; no path.
var origin = regexp.MustCompile(`^https?://(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:[0-9]{1,5})?$`)

// UnmarshalText reads origins with commas or spaces between them.
func (f *framers) UnmarshalText(text []byte) error {
	var all []string
	for _, one := range strings.FieldsFunc(string(text), func(r rune) bool { return r == ',' || r == ' ' }) {
		if one != "*" && !origin.MatchString(one) {
			return fmt.Errorf("%q is no site such as https://school.example or https://*.school.example, and not *", one)
		}
		all = append(all, one)
	}
	*f = framers(strings.Join(all, " "))
	if len(all) > 0 && all[0] != "*" {
		*f = "'self' " + *f
	}
	return nil
}
