package web_test

import (
	"fmt"
	"image"
	"image/jpeg"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"walkin/api"
	"walkin/internal/browser"
	"walkin/internal/directory"
	"walkin/internal/schedule"
)

// full is a place of which all is known, with more to say than a sheet holds.
func full() *directory.Centre {
	text := func(s string) directory.Text { return directory.Text{"da": s} }
	long := strings.Repeat("Du bliver mødt af en frivillig, som viser dig rundt og byder på te. ", 3)
	min, max := 12, 25
	opens, closes := schedule.Clock(12*60), schedule.Clock(20*60)
	sunday := schedule.Clock(10 * 60)
	return &directory.Centre{
		ID: "dk-alt-odense", Name: "Huset med den meget lange overskrift i Odense", Kind: directory.YouthHouse, Description: text(long),
		Location: directory.Location{Street: "Vestergade 111, 2. sal", PostalCode: "5000", Town: "Odense C", Municipality: "0461", Country: "DK"},
		Hours: schedule.Schedule{Zone: "Europe/Copenhagen", Country: "DK", Note: "Køkkenet lukker en time før.",
			Weekly: []schedule.Weekly{{Days: []schedule.Day{schedule.Mon, schedule.Tue, schedule.Wed, schedule.Thu, schedule.Fri, schedule.Sat}, Opens: &opens, Closes: &closes},
				{Days: []schedule.Day{schedule.Sun}, Opens: &sunday, Doubt: "hver anden søndag"}},
			Exceptions: []schedule.Exception{{From: schedule.Date{Year: 2026, Month: 11, Day: 27}, Closed: true, Reason: "Personaledag"}}},
		Contact: directory.Contact{Phone: "+4566112233", SMS: "+4520112233", Email: "hej@huset.example", URL: "https://huset.example/"},
		Ages:    directory.Ages{Min: &min, Max: &max}, Languages: []string{"da", "en", "ar"}, Access: directory.AccessWalkIn,
		Promises:   directory.Promises{Free: directory.Yes, Anonymous: directory.Yes, NoReferral: directory.Yes, NoAssessment: directory.Yes, Confidential: directory.Yes},
		MeetAtDoor: directory.Yes, AccessNeeds: directory.AccessNeeds{"wheelchair": directory.Yes}, Topics: []string{"loneliness"},
		Arrival: directory.Arrival{WhoMeets: text(long), FirstMinutes: text(long), MustTalk: text(long), Bring: text(long), WrittenDown: text(long),
			WhoIsTold: text(long), WayToDoor: text(long), IfFull: text(long)},
		CoreTask: text(long), NotServed: text(long), Partners: []directory.Partner{{Name: "Odense Kommune", Offers: text("Jobvejledning")}},
		Volunteering: []directory.VolunteerRole{{Title: text("Vært"), Open: true}},
		Photos:       []directory.Photo{{File: "door.jpg", Shows: "door", Alt: text("En grøn dør mellem to vinduer")}},
	}
}

// door writes a picture of a door, of a kind.
func door(t *testing.T) (folder string) {
	t.Helper()
	folder = t.TempDir()
	f, err := os.Create(filepath.Join(folder, "door.jpg"))
	if err == nil {
		err = jpeg.Encode(f, image.NewGray(image.Rect(0, 0, 640, 480)), nil)
	}
	if err == nil {
		err = f.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return folder
}

// placePages are pages of every sort: of which much is known and little, with
// hours, doubtful ones and none, and a week.
var placePages = map[string]string{
	"full": "/da/c/dk-alt-odense", "plexus": "/da/c/dk-plexus-odense", "headspace": "/en/c/dk-headspace-odense", "braetspil": "/da/a/halsnaes-braetspil",
	"lommel": "/nl/c/be-overkop-lommel", "haren": "/nl/c/nl-jeugdhonk-haren", "goes": "/en/c/nl-tejo-goes", "daad": "/uk/c/dk-den-aabne-doer-alleroed",
	"arabic": "/ar/c/dk-alt-odense", "week": "/da/week?at=c:dk-plexus-odense,a:halsnaes-braetspil,c:be-overkop-lommel,c:dk-alt-odense",
	"arabicweek": "/ar/week?at=c:dk-plexus-odense,a:halsnaes-braetspil", "empty": "/de/week",
}

func servePlaces(t *testing.T) *browser.Server {
	t.Helper()
	folder := door(t)
	server := browser.Serve(t, func(o *api.Options) { o.BaseURL, o.Photos = "https://walkin.example", folder })
	server.Put(full())
	return server
}

func TestPlacesBreakNoRuleOfAccessibility(t *testing.T) {
	browser.Thorough(t)
	t.Parallel()
	server := servePlaces(t)
	page := browser.Open(t).Page()
	for name, path := range placePages {
		page.Light()
		page.Phone()
		page.Go(server.URL + path)
		check := func(as string) {
			t.Helper()
			page.Screenshot("place-" + name + "-" + as)
			for _, broken := range page.Axe() {
				t.Errorf("%s, %s: %s", name, as, broken)
			}
		}
		check("360")
		page.Dark()
		check("360-dark")
		page.Desktop()
		page.Light()
		check("1280")
		page.Size(320, 700)
		if wide := browser.Eval[float64](page, "document.documentElement.scrollWidth"); wide > 320 {
			t.Errorf("%s is %g pixels wide on a screen of 320", name, wide)
		}
		page.Zoom(200)
		page.Size(640, 700)
		if wide := browser.Eval[float64](page, "document.documentElement.scrollWidth"); wide > 320 {
			t.Errorf("%s is %g pixels wide at twice the size", name, wide)
		}
		page.Zoom(100)
	}
	if complaints := page.Complaints(); len(complaints) > 0 {
		t.Errorf("the browser complains: %q", complaints)
	}
	if origins := page.Origins(); len(origins) != 1 {
		t.Errorf("asked for something at %q", origins)
	}
	if stored := page.Stored(); len(stored) > 0 {
		t.Errorf("stored: %q", stored)
	}
}

func TestAPlaceIsOneSideOfA5(t *testing.T) {
	browser.Thorough(t)
	t.Parallel()
	server := servePlaces(t)
	page := browser.Open(t).Page()
	for name, path := range placePages {
		if name == "empty" {
			continue
		}
		page.Go(server.URL + path)
		want, width, height := [2]int{148, 210}, 484, 718
		if strings.Contains(name, "week") {
			want, width, height = [2]int{210, 297}, 703, 1031
		}
		if sheets := page.Paper().Sheets; fmt.Sprint(sheets) != fmt.Sprint([][2]int{want}) {
			t.Errorf("%s is printed on %v, want one of %v", name, sheets, want)
		}
		page.Size(width, height)
		page.Print()
		for _, seen := range []string{"main h1", ".code svg"} {
			if !page.Visible(seen) {
				t.Errorf("%s: %s is not on the sheet", name, seen)
			}
		}
		page.Screenshot("place-" + name + "-print")
		page.Screen()
		page.Desktop()
	}
}

func TestAPlaceWithoutScript(t *testing.T) {
	t.Parallel()
	server := servePlaces(t)
	page := browser.Open(t).Page()
	page.NoScript()
	page.Go(server.URL + "/da/c/dk-plexus-odense")
	for _, hidden := range []string{"[data-print]", "[data-share]", "[data-copy]"} {
		if page.Visible(hidden) {
			t.Errorf("%s is there and does nothing", hidden)
		}
	}
	page.Click(".keep .button")
	page.Wait(".rhythm")
	if got := page.URL(); got != server.URL+"/da/week?at=c:dk-plexus-odense" {
		t.Errorf("the week is at %s", got)
	}
	page.Click(".in a.chip")
	page.Wait(".my-week .lead")
	if page.Count(".rhythm") != 0 {
		t.Error("it was not taken out")
	}
}

func TestThePictureOfADoor(t *testing.T) {
	browser.Thorough(t)
	t.Parallel()
	server := servePlaces(t)
	page := browser.Open(t).Page()
	page.Phone()
	page.Go(server.URL + "/da/c/dk-alt-odense")
	page.WaitFor(`document.querySelector(".photos img") !== null`)
	for _, r := range page.Requests() {
		if strings.Contains(r.URL, "/photos/") {
			t.Errorf("%s was fetched before anybody scrolled to it", r.URL)
		}
	}
	browser.Eval[bool](page, `(document.querySelector(".photos img").scrollIntoView(), true)`)
	page.WaitFor(`document.querySelector(".photos img").naturalWidth === 640`)
}
