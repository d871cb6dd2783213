package console_test

import (
	"fmt"
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"time"

	"walkin/api"
	"walkin/internal/browser"
	"walkin/internal/directory"
	"walkin/internal/schedule"
	"walkin/internal/staff"
)

// TestLeadersSeeWhatIsAskedForInVain has three classes of a town look for help in
// two weeks, and a leader look at the table of the meeting a week later.
func TestLeadersSeeWhatIsAskedForInVain(t *testing.T) {
	t.Parallel()
	var office api.Office
	s := browser.Serve(t, func(o *api.Options) {
		o.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
		office = o.Office
	})
	s.Put(cafe(), group("dk-madklub", "0461"), group("dk-spisning", "0461"))
	search := func(pupil int, body string) {
		t.Helper()
		r, err := http.NewRequest(http.MethodPost, s.URL+"/v1/search", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("X-Forwarded-For", fmt.Sprintf("198.51.100.%d", pupil))
		a, err := http.DefaultClient.Do(r)
		if err != nil || a.StatusCode != 200 {
			t.Fatalf("%v %v", a, err)
		}
		_ = a.Body.Close()
	}
	for range 2 {
		for pupil := range 70 {
			search(pupil, `{"text":"kan ikke sove","lang":"da","near":{"place":"5000"},"country":"DK","settled":true}`)
			search(pupil, `{"text":"ensom","lang":"da","near":{"place":"5000"},"settled":true}`)
			search(pupil, `{"topics":["music"],"age":13,"near":{"place":"DK:m0461"},"settled":true}`)
			if pupil < 60 {
				search(pupil, `{"text":"xyzzyurifax","near":{"place":"5000"},"settled":true}`)
				search(pupil, `{"topics":["gambling"],"country":"DK","settled":true}`)
			}
		}
		s.SetNow(s.Now().AddDate(0, 0, 7))
		s.Keep()
	}
	week := schedule.WeekOf(schedule.DateIn(s.Now(), time.UTC)).Add(-1)
	for _, count := range []staff.Count{
		{Centre: "dk-cafe-odense", Week: week, Visits: staff.Band20, Talks: staff.Band5, HoursHeld: new(15.5)},
		{Centre: "dk-plexus-odense", Week: week, Visits: staff.Band10},
	} {
		if err := office.PutCount(t.Context(), count, "m-1"); err != nil {
			t.Fatal(err)
		}
	}

	leader := s.Member("leder@example.dk", "da", "municipality_editor:municipality:DK-0461")
	p := browser.Open(t).Page()
	p.Go(s.SignInLink(leader))
	p.Click("main button")
	p.Wait("nav.parts")
	p.Go(s.URL + "/staff/demand?municipality=0461&weeks=4")
	hold(t, p, "demand")
	said := p.Text("main")
	for _, want := range []string{"Odense", "Ensomhed", "Resten af landet", "30–68", "tirsdag"} {
		if !strings.Contains(said, want) {
			t.Errorf("the page lacks %q: %s", want, said)
		}
	}
	if strings.Contains(said, "xyzzy") || strings.Contains(s.Log(), "198.51.100") {
		t.Error("it holds what somebody typed, or who")
	}
	p.Print()
	if sheets := p.Paper().Sheets; len(sheets) == 0 || len(sheets) > 2 || sheets[0] != [2]int{297, 210} {
		t.Errorf("it is printed on %v, not on two sides of A4 at the most", sheets)
	}
	p.Screen()
}

// group is a supper on Tuesdays, without a door of its own.
func group(id, municipality string) *directory.Activity {
	from, to := schedule.Clock(18*60), schedule.Clock(20*60)
	return &directory.Activity{
		ID: id, Title: directory.Text{"da": "Fællesspisning " + id}, Rhythm: directory.Fixed, Topics: []string{"loneliness"},
		Location: &directory.Location{Town: "Odense", Municipality: municipality, Country: "DK"},
		Hours:    schedule.Schedule{Zone: "Europe/Copenhagen", Country: "DK", Weekly: []schedule.Weekly{{Days: []schedule.Day{schedule.Tue}, Opens: &from, Closes: &to}}},
	}
}
