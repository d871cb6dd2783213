package web_test

import (
	"os"
	"testing"

	"walkin/api"
	"walkin/internal/browser"
)

func TestLook(t *testing.T) {
	server := browser.Serve(t, func(o *api.Options) { o.BaseURL = "https://walkin.example" })
	page := browser.Open(t).Page()
	for name, path := range map[string]string{
		"plexus": "/da/c/dk-plexus-odense", "headspace": "/en/c/dk-headspace-odense", "braetspil": "/da/a/halsnaes-braetspil",
		"lommel": "/nl/c/be-overkop-lommel", "haren": "/nl/c/nl-jeugdhonk-haren", "goes": "/en/c/nl-tejo-goes", "arabic": "/ar/c/dk-plexus-odense",
		"week": "/da/week?at=c:dk-plexus-odense,a:halsnaes-braetspil,c:be-overkop-lommel", "daad": "/uk/c/dk-den-aabne-doer-alleroed",
	} {
		page.Light()
		page.Phone()
		page.Go(server.URL + path)
		page.Screenshot("place-" + name + "-360")
		page.Desktop()
		page.Screenshot("place-" + name + "-1280")
		page.Dark()
		page.Phone()
		page.Screenshot("place-" + name + "-360-dark")
		t.Log(name, page.Axe())
		page.Light()
		paper := page.Paper()
		t.Log(name, paper.Sheets)
		page.Print()
		page.Size(484, 718)
		if name == "week" {
			page.Size(703, 1031)
		}
		page.Screenshot("place-" + name + "-print")
		page.Media("prefers-color-scheme", "light")
		page.Screen()
		_ = os.WriteFile("../../.screenshots/"+name+".pdf", paper.PDF, 0o644)
	}
}
