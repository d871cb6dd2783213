package console_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"walkin/api"
	"walkin/internal/browser"
)

// said waits until a page says one of some words: what staff write is there for
// the public within a second. A browser that has the page already may keep it
// for a minute, so it is loaded anew.
func said(t *testing.T, p *browser.Page, url string, words ...string) {
	t.Helper()
	var text string
	p.Go(url)
	for deadline := time.Now().Add(5 * time.Second); time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
		p.Reload()
		text = p.Text("main")
		for _, w := range words {
			if strings.Contains(text, w) {
				return
			}
		}
	}
	t.Errorf("%s does not say %q: %.600s", url, words, text)
}

// picture gives a PNG of a door, more or less.
func picture(t *testing.T) []byte {
	t.Helper()
	door := image.NewRGBA(image.Rect(0, 0, 800, 600))
	for x := 300; x < 500; x++ {
		for y := 100; y < 600; y++ {
			door.Set(x, y, color.RGBA{0xff, 0xe9, 0xb8, 0xff})
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, door); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// The whole way of a member: sign in by a link, correct the hours of a place,
// and see the finder change.
func TestAnEditorCorrectsTheHoursAndTheFinderChanges(t *testing.T) {
	s := browser.Serve(t)
	editor := s.Member("mette@example.dk", "da", "editor:centre:dk-plexus-odense")
	p := browser.Open(t).Page()
	p.Phone()

	p.Go(s.URL + "/staff")
	if !strings.HasSuffix(p.URL(), "/staff/sign-in") {
		t.Fatalf("who is not signed in is led to %s", p.URL())
	}
	p.Go(s.SignInLink(editor))
	p.Click("main button")
	p.Wait(".place a")
	p.Screenshot("staff-places")
	if faults := p.Axe(); len(faults) > 0 {
		t.Errorf("my places: %v", faults)
	}
	p.Click(".place a")
	p.Wait(`[name="hours.1"]`)
	p.Screenshot("staff-edit")
	if faults := p.Axe(); len(faults) > 0 {
		t.Errorf("edit: %v", faults)
	}
	if wide := browser.Eval[int](p, "document.documentElement.scrollWidth - innerWidth"); wide > 0 {
		t.Errorf("the form is %d pixels wider than a telephone", wide)
	}

	for _, day := range []string{"1", "2", "3", "4", "5", "6", "7"} {
		p.Clear(`[name="hours.` + day + `"]`)
	}
	// A line that cannot be read is said beside the line, and nothing is lost.
	p.Type(`[name="hours.3"]`, "fra middag")
	p.Click(".save button")
	p.Wait(`[name="hours.3"][aria-invalid]`)
	p.Clear(`[name="hours.3"]`)
	p.Type(`[name="hours.3"]`, "9-15:45, 19-21")
	p.Click(".save button")
	p.Wait(".done")

	// The server's clock stands on a Wednesday at half past three.
	said(t, p, s.URL+"/da/c/dk-plexus-odense", "15:45", "15.45")

	p.Go(s.URL + "/staff/c/dk-plexus-odense/history")
	p.Screenshot("staff-history")
	if said := p.Text("main"); !strings.Contains(said, "mette") || !strings.Contains(said, "Åbningstider, onsdag") || !strings.Contains(said, "09:00-15:45, 19:00-21:00") {
		t.Errorf("the history says %s", said)
	}
	p.Click("main form button") // back to how it was
	p.Wait(".done")
	p.Desktop()
	p.Go(s.URL + "/staff/c/dk-plexus-odense")
	p.Screenshot("staff-edit-wide")
	p.Click(".standing form button") // still correct
	p.Wait(".done")
	said(t, p, s.URL+"/da/c/dk-plexus-odense", "Sidst bekræftet 25. november 2026")
	if log := s.Log(); strings.Contains(log, "mette@") || strings.Contains(log, "15:45") {
		t.Error("the log tells what was written, or by whom")
	}
}

// A photo comes in with all that a camera writes, and is shown without.
func TestAPhotoIsAddedAndShown(t *testing.T) {
	folder := t.TempDir()
	s := browser.Serve(t, func(o *api.Options) { o.Photos = folder })
	editor := s.Member("mette@example.dk", "en", "editor:centre:dk-plexus-odense")
	p := browser.Open(t).Page()
	p.Go(s.SignInLink(editor))
	p.Click("main button")
	p.Wait(".place a")
	p.Go(s.URL + "/staff/c/dk-plexus-odense/photos")
	file := filepath.Join(t.TempDir(), "door.png")
	if err := os.WriteFile(file, picture(t), 0o600); err != nil {
		t.Fatal(err)
	}
	p.Upload(`input[type=file]`, file)
	p.Click(`input[value=door]`)
	p.Type("#alt", "En gul dør")
	p.Click("main form.stack button")
	p.Wait(".done")
	p.Screenshot("staff-photos")
	p.Go(s.URL + "/da/c/dk-plexus-odense")
	if p.Attribute("main img[src*='/photos/']", "alt") != "En gul dør" {
		t.Error("the public page does not show the photo with its words")
	}
	p.Go(s.URL + "/staff/c/dk-plexus-odense/photos")
	p.Click(".lines button")
	p.Wait(".done")
	if p.Count(".lines img") != 0 {
		t.Error("the photo is still there")
	}
}
