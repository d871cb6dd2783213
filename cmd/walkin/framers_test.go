package main_test

import (
	"strings"
	"testing"
)

func TestSitesThatMayFrameTheFinder(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		setting string
		ok      bool
	}{
		"one school":                    {"https://school.example", true},
		"all schools of a town":         {"https://*.town.example, https://town.example", true},
		"everybody":                     {"*", true},
		"a path says nothing to CSP":    {"https://school.example/page", false},
		"a word is no site":             {"school", false},
		"nothing breaks out of the CSP": {"https://a.example; script-src *", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			// A setting that is understood gets as far as the folder, which cannot be made.
			r := command("serve", "--frame-ancestors", c.setting, "--listen", "127.0.0.1:0", "--data-dir", "/dev/null/no")
			if understood := strings.Contains(r.err, "make the data folder"); understood != c.ok || r.status == 0 {
				t.Errorf("%q: understood is %t: %s", c.setting, understood, r.err)
			}
		})
	}
}
