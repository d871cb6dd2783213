package web

import (
	"html/template"
	"io"
	"strings"

	"walkin/api/web/widget"
)

// embedding is the page that shows how to put the finder on another site.
type embedding struct {
	Page
	Version   string
	Integrity string
	Base      string // of the addresses in the snippets
	Attrs     []widgetAttribute
	Preview   template.HTML // the element itself, in the language of the page
}

// widgetAttribute is one that <walkin-finder> reads.
type widgetAttribute struct{ Name, Values, Default, Means string }

// widgetAttributes are described in words of the keys "widget_page.*".
var widgetAttributes = []widgetAttribute{
	{Name: "lang", Values: strings.Join(Languages, ", "), Default: "<html lang>"},
	{Name: "country", Values: "DK, NL, BE", Default: "DK"},
	{Name: "municipality", Values: "0751, GM0363, 44021"},
	{Name: "topics", Values: "loneliness,anxiety,hangout"},
	{Name: "network", Values: "overkop, headspace-danmark"},
	{Name: "theme", Values: "light, dark, auto", Default: "auto"},
	{Name: "heading-level", Values: "1–6", Default: "2"},
	{Name: "base", Values: "https://…"},
}

// placeholderBase stands in snippets of a server that does not know its own
// address.
const placeholderBase = "https://walkin.example"

// Embedding draws the page.
func (s *Site) Embedding(w io.Writer, p Page) error {
	view := embedding{Page: p, Version: widget.Newest(), Integrity: widget.Integrity(widget.Newest()), Base: p.Home}
	if view.Base == "" {
		view.Base = placeholderBase
	}
	for _, a := range widgetAttributes {
		a.Means = p.Words.Say("widget_page." + strings.ReplaceAll(a.Name, "-", "_"))
		view.Attrs = append(view.Attrs, a)
	}
	view.Preview = template.HTML(`<walkin-finder lang="` + p.Lang() + `" heading-level="3"><a href="` + p.Root() + `/">` +
		template.HTMLEscapeString(p.Words.Say("ask.submit")) + `</a></walkin-finder>`)
	return s.draw(w, p.Lang(), "widget", "layout", view)
}
