package api_test

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"walkin/api"
	"walkin/internal/directory"
)

// knocking is a desk with a centre that has opted in and one of another
// organisation, both open just now, and a member inside of each.
type knocking struct {
	*desk
	inside, neighbour, viewer string
}

func openDoor(t *testing.T) *knocking {
	t.Helper()
	k := &knocking{desk: openDesk(t, behindProxy)}
	for _, e := range sample() {
		if c, ok := e.(*directory.Centre); ok && (c.ID == "dk-aarhus" || c.ID == "dk-closed") {
			c.Knock = true
			k.put(c)
		}
		if c, ok := e.(*directory.Centre); ok && c.ID == "dk-aarhus" {
			other := *c
			other.ID, other.Organisation, other.Name = "dk-other", "", "Nabohuset"
			k.put(&other)
			shy := other
			shy.ID, shy.Name, shy.Knock = "dk-shy", "Stille hus", false
			k.put(&shy)
		}
	}
	_, k.inside = k.member("inside@example.dk", "editor:centre:dk-aarhus")
	_, k.neighbour = k.member("neighbour@example.dk", "editor:centre:dk-other")
	_, k.viewer = k.member("viewer@example.dk", "viewer:organisation:dsi")
	return k
}

// knock knocks from an address and gives what comes back.
func (k *knocking) knock(centre, from string) answer {
	k.t.Helper()
	return k.do(http.MethodPost, "/en/c/"+centre+"/knock", "", append([]string{"X-Forwarded-For", from}, form...)...)
}

// says wants the state of a door, as JSON and in the words of the page.
func (k *knocking) says(state, words string) {
	k.t.Helper()
	now := k.do(http.MethodGet, "/staff/knocks/now?at=dk-aarhus", "", "Authorization", k.inside)
	if !strings.Contains(now.body, `"state":"`+state+`"`) {
		k.t.Errorf("the door is not %q: %s", state, now.body)
	}
	page := k.do(http.MethodGet, "/staff/knocks", "", "Authorization", k.inside)
	if !strings.Contains(page.body, "data-says>"+words+"</p>") {
		k.t.Errorf("the page does not say %q: %s", words, page.body)
	}
}

// outside looks who is outside, as the console does.
func (k *knocking) outside(token, centre string) []struct {
	ID      string
	Coming  bool
	Minutes int
} {
	k.t.Helper()
	a := k.do(http.MethodGet, "/staff/knocks/now?at="+centre, "", "Authorization", token)
	var now struct {
		Outside []struct {
			ID      string
			Coming  bool
			Minutes int
		}
	}
	if a.StatusCode != http.StatusOK {
		k.t.Fatalf("%d %s", a.StatusCode, a.body)
	}
	if err := json.Unmarshal([]byte(a.body), &now); err != nil {
		k.t.Fatalf("%v in %s", err, a.body)
	}
	return now.Outside
}

func (k *knocking) shows(path, words string) {
	k.t.Helper()
	a := k.do(http.MethodGet, path, "")
	if !strings.Contains(a.body, "<h1>"+words+"</h1>") || a.Header.Get("Cache-Control") != "no-store" || a.Header.Get("Set-Cookie") != "" {
		k.t.Errorf("%s: %d does not say %q, or may be kept: %s", path, a.StatusCode, words, a.body)
	}
}

func TestAKnockIsAnswered(t *testing.T) {
	k := openDoor(t)
	if page := k.do(http.MethodGet, "/en/c/dk-aarhus", ""); !strings.Contains(page.body, `action="/en/c/dk-aarhus/knock"`) {
		t.Fatal("one cannot knock on the page")
	}
	k.outside(k.inside, "dk-aarhus")
	a := k.knock("dk-aarhus", "203.0.113.1")
	path := a.Header.Get("Location")
	if a.StatusCode != http.StatusSeeOther || !strings.HasPrefix(path, "/en/knock/k-") {
		t.Fatalf("%d %s %s", a.StatusCode, path, a.body)
	}
	k.shows(path, "They know that you are here")
	if page := k.do(http.MethodGet, path, ""); !strings.Contains(page.body, `<noscript><meta http-equiv="refresh" content="5"></noscript>`) || strings.Contains(page.body, "<title>headspace") {
		t.Error("the page does not look again without script, or its title tells where somebody stands")
	}
	k.shows(strings.Replace(path, "/en/", "/da/", 1), "De ved, at du er her")
	k.clock.Move(90 * time.Second)
	seen := k.outside(k.inside, "dk-aarhus")
	if len(seen) != 1 || seen[0].Coming || seen[0].Minutes != 1 || !strings.HasSuffix(path, seen[0].ID) {
		t.Fatalf("inside one sees %+v", seen)
	}
	if page := k.do(http.MethodGet, "/staff/knocks", "", "Authorization", k.inside); !strings.Contains(page.body, "Somebody is outside") || !strings.Contains(page.body, seen[0].ID) {
		t.Error("without script the console shows nothing")
	}
	if a := k.do(http.MethodPost, "/staff/knocks/"+seen[0].ID+"/coming", "", append([]string{"Authorization", k.inside}, form...)...); a.StatusCode != http.StatusSeeOther {
		t.Fatalf("%d %s", a.StatusCode, a.body)
	}
	k.shows(path, "Somebody is coming out")
	if page := k.do(http.MethodGet, path, ""); strings.Contains(page.body, "refresh") {
		t.Error("the page looks again for nothing")
	}
	if seen := k.outside(k.inside, "dk-aarhus"); len(seen) != 1 || !seen[0].Coming {
		t.Errorf("inside one sees %+v", seen)
	}
	k.clock.Move(10 * time.Minute)
	k.shows(path, "This is over")
	if seen := k.outside(k.inside, "dk-aarhus"); len(seen) != 0 {
		t.Errorf("it is not forgotten: %+v", seen)
	}
}

// TestTheBellSaysWhoIsOnTheWay holds that a door is not called empty while
// somebody is fetched, and that it still rings for whoever is not.
func TestTheBellSaysWhoIsOnTheWay(t *testing.T) {
	k := openDoor(t)
	k.says("quiet", "Nobody is outside just now")
	path := k.knock("dk-aarhus", "203.0.113.1").Header.Get("Location")
	k.says("rings", "Somebody is outside")
	id := path[strings.LastIndexByte(path, '/')+1:]
	k.do(http.MethodPost, "/staff/knocks/"+id+"/coming", "", append([]string{"Authorization", k.inside}, form...)...)
	k.says("coming", "Somebody of yours is on the way out to them")
	k.knock("dk-aarhus", "203.0.113.2")
	k.says("rings", "Somebody is outside")
}

func TestNobodyIsLeftWaiting(t *testing.T) {
	k := openDoor(t)
	says := func(a answer, status int, words string) {
		t.Helper()
		if a.StatusCode != status || !strings.Contains(a.body, "<h1>"+words+"</h1>") {
			t.Errorf("%d, want %d and %q: %s", a.StatusCode, status, words, a.body)
		}
	}
	// Nobody has the console open.
	nobody := k.knock("dk-aarhus", "203.0.113.1")
	says(nobody, 200, "Nobody is looking just now")
	if !strings.Contains(nobody.body, `href="tel:&#43;4570221000"`) {
		t.Error("there is no number to call")
	}
	// Somebody at another door does not count.
	k.outside(k.neighbour, "dk-other")
	says(k.knock("dk-aarhus", "203.0.113.1"), 200, "Nobody is looking just now")
	// Somebody who has gone for two minutes does not either, and being told so
	// has not used up the one knock of a minute.
	k.outside(k.inside, "dk-aarhus")
	k.clock.Move(2 * time.Minute)
	says(k.knock("dk-aarhus", "203.0.113.1"), 200, "Nobody is looking just now")
	k.outside(k.inside, "dk-aarhus")
	k.clock.Move(110 * time.Second)
	a := k.knock("dk-aarhus", "203.0.113.1")
	if a.StatusCode != http.StatusSeeOther {
		t.Fatalf("%d %s", a.StatusCode, a.body)
	}
	// The same address again, and another one.
	k.outside(k.inside, "dk-aarhus")
	says(k.knock("dk-aarhus", "203.0.113.1"), 429, "Somebody has just knocked from here")
	if got := k.knock("dk-aarhus", "203.0.113.2").StatusCode; got != http.StatusSeeOther {
		t.Errorf("another address: %d", got)
	}
	k.clock.Move(61 * time.Second)
	k.outside(k.inside, "dk-aarhus")
	if got := k.knock("dk-aarhus", "203.0.113.1").StatusCode; got != http.StatusSeeOther {
		t.Errorf("after a minute: %d", got)
	}
	// Nobody comes.
	path := a.Header.Get("Location")
	k.clock.Move(4 * time.Minute)
	k.shows(path, "Nobody saw it")
	if page := k.do(http.MethodGet, path, ""); !strings.Contains(page.body, `href="tel:&#43;4570221000"`) {
		t.Error("there is no number to call")
	}
	// It has closed since the page was loaded.
	k.clock.Move(2 * time.Hour)
	k.outside(k.inside, "dk-aarhus")
	says(k.knock("dk-aarhus", "203.0.113.3"), 200, "It is not open just now")
	if page := k.do(http.MethodGet, "/en/c/dk-aarhus", ""); strings.Contains(page.body, "/knock") {
		t.Error("one can knock on the page of a place that is closed")
	}
}

func TestOneKnocksOnlyWhereOneMay(t *testing.T) {
	k := openDoor(t)
	k.outside(k.inside, "dk-aarhus")
	unknown := k.knock("dk-nowhere", "203.0.113.1")
	for _, centre := range []string{"dk-shy", "dk-bare", "dk-hidden"} {
		a := k.knock(centre, "203.0.113.1")
		if a.StatusCode != 404 || strings.ReplaceAll(a.body, centre, "dk-nowhere") != unknown.body {
			t.Errorf("%s: %d, unlike a page that does not exist", centre, a.StatusCode)
		}
		if page := k.do(http.MethodGet, "/en/c/"+centre, ""); strings.Contains(page.body, "/knock") {
			t.Errorf("one can knock on the page of %s", centre)
		}
	}
	if a := k.do(http.MethodPost, "/en/c/dk-aarhus/knock", "", "Content-Type", form[1], "Sec-Fetch-Site", "cross-site"); a.StatusCode != 403 {
		t.Errorf("from a page of somebody else: %d", a.StatusCode)
	}
	if a := serve(t).do(http.MethodPost, "/en/c/dk-aarhus/knock", "", form...); a.StatusCode != 404 {
		t.Errorf("where there is no staff: %d", a.StatusCode)
	}
	k.shows("/en/knock/k-aaaaaaaaaaaaaaaa", "This is over")
}

// TestADoorIsLookedOutOfByThoseInside is X1 for the knock.
func TestADoorIsLookedOutOfByThoseInside(t *testing.T) {
	k := openDoor(t)
	k.outside(k.viewer, "dk-aarhus") // who may only look may still open the door
	path := k.knock("dk-aarhus", "203.0.113.1").Header.Get("Location")
	id := path[strings.LastIndexByte(path, '/')+1:]
	for _, c := range []struct {
		name, method, path, token string
		status                    int
	}{
		{"another's door", http.MethodGet, "/staff/knocks?at=dk-aarhus", k.neighbour, 404},
		{"another's door, as JSON", http.MethodGet, "/staff/knocks/now?at=dk-aarhus", k.neighbour, 404},
		{"a door that does not exist", http.MethodGet, "/staff/knocks/now?at=dk-nowhere", k.neighbour, 404},
		{"no door", http.MethodGet, "/staff/knocks/now", k.inside, 404},
		{"a door at which nobody knocks", http.MethodGet, "/staff/knocks/now?at=dk-shy", k.inside, 404},
		{"another's knock", http.MethodPost, "/staff/knocks/" + id + "/coming", k.neighbour, 404},
		{"a knock that does not exist", http.MethodPost, "/staff/knocks/k-aaaaaaaaaaaaaaaa/coming", k.neighbour, 404},
		{"one's own door", http.MethodGet, "/staff/knocks", k.viewer, 200},
		{"one's own knock", http.MethodPost, "/staff/knocks/" + id + "/coming", k.viewer, 303},
	} {
		if a := k.do(c.method, c.path, "", append([]string{"Authorization", c.token}, form...)...); a.StatusCode != c.status {
			t.Errorf("%s: %d, want %d", c.name, a.StatusCode, c.status)
		}
	}
	// Who keeps many houses stands at none of them until they say so.
	_, administrator := k.member("admin@example.dk", "administrator")
	k.clock.Move(3 * time.Minute)
	page := k.do(http.MethodGet, "/staff/knocks", "", "Authorization", administrator)
	if !strings.Contains(page.body, "Which door are you at?") || !strings.Contains(page.body, "/staff/knocks?at=dk-other") {
		t.Errorf("%s", page.body)
	}
	if a := k.knock("dk-aarhus", "203.0.113.8"); a.StatusCode != 200 || !strings.Contains(a.body, "Nobody is looking") {
		t.Error("somebody who is not at the door counts as looking")
	}
}

func TestTheBoardHoldsSoManyAndNoMore(t *testing.T) {
	k := openDoor(t)
	for range api.MaxKnocks {
		if !k.server.KnockAt("dk-other") {
			t.Fatal("there is no room")
		}
	}
	k.outside(k.inside, "dk-aarhus")
	if a := k.knock("dk-aarhus", "203.0.113.1"); a.StatusCode != 200 || !strings.Contains(a.body, "Nobody is looking just now") {
		t.Errorf("%d", a.StatusCode)
	}
	k.clock.Move(10 * time.Minute)
	k.outside(k.inside, "dk-aarhus")
	if a := k.knock("dk-aarhus", "203.0.113.1"); a.StatusCode != http.StatusSeeOther {
		t.Errorf("after they are forgotten: %d", a.StatusCode)
	}
}

func TestNothingIsKeptOfAKnock(t *testing.T) {
	k := openDoor(t)
	k.outside(k.inside, "dk-aarhus")
	const address = "203.0.113.99"
	path := k.knock("dk-aarhus", address).Header.Get("Location")
	id := path[strings.LastIndexByte(path, '/')+1:]
	k.do(http.MethodGet, path, "", "X-Forwarded-For", address)
	k.do(http.MethodPost, "/staff/knocks/"+id+"/coming", "", append([]string{"Authorization", k.inside}, form...)...)
	for _, mark := range []string{id, address, "dk-aarhus"} {
		if strings.Contains(k.log.String(), mark) {
			t.Errorf("the log holds %s", mark)
		}
	}
	if !strings.Contains(k.log.String(), `"route":"/en/knock/:id"`) {
		t.Error("the log was not looked at")
	}
	for _, name := range files(t, k.dir) {
		body, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, mark := range []string{id, address} {
			if strings.Contains(string(body), mark) {
				t.Errorf("%s holds %s", filepath.Base(name), mark)
			}
		}
	}
}
