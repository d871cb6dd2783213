package web

import (
	"net/url"
	"strings"

	"walkin/internal/directory"
)

// Reach is one way to ask a place something.
type Reach struct {
	Label, Text string // what it is, and the number or address as text
	Scheme      string // "tel", "sms", "mailto" or "" for a page
	Href        string
}

// reaches gives the ways to reach a place, quickest first.
func (w *Words) reaches(c directory.Contact) []Reach {
	var all []Reach
	add := func(key, text, scheme, href string) {
		if text != "" {
			all = append(all, Reach{Label: w.Say(key), Text: text, Scheme: scheme, Href: href})
		}
	}
	add("place.call", spaced(c.Phone), "tel", "tel:"+c.Phone)
	add("place.text", spaced(c.SMS), "sms", "sms:"+c.SMS)
	if c.ChatURL != "" {
		add("place.chat", hostOf(c.ChatURL), "", c.ChatURL)
	}
	add("place.mail", c.Email, "mailto", c.Email)
	if c.URL != "" {
		add("place.site", hostOf(c.URL), "", c.URL)
	}
	return all
}

// spaced writes a dialable number so that it can be read aloud: in pairs, from
// the end, after what stands before a country's numbers. No digit is lost.
func spaced(number string) string {
	rest, plus := strings.CutPrefix(number, "+")
	head := ""
	if plus && len(rest) > 8 {
		head, rest = "+"+rest[:2], rest[2:]
	} else if plus {
		head, rest = "+", number[1:]
	}
	if len(rest) < 7 { // short numbers are known as they are: 116111
		return strings.TrimSpace(head + " " + rest)
	}
	var parts []string
	for len(rest) > 3 {
		parts, rest = append([]string{rest[len(rest)-2:]}, parts...), rest[:len(rest)-2]
	}
	parts = append([]string{rest}, parts...)
	if head != "" {
		parts = append([]string{head}, parts...)
	}
	return strings.Join(parts, " ")
}

// hostOf gives the part of an address by which a person knows a site.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return address
	}
	return strings.TrimPrefix(u.Hostname(), "www.")
}
