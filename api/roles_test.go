package api_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"walkin/internal/directory"
	"walkin/internal/staff"
)

// rolesOf gives the roles of a member as they are kept.
func (d *desk) rolesOf(id string) []string {
	d.t.Helper()
	m, err := d.office.Member(d.t.Context(), id)
	if err != nil {
		d.t.Fatal(err)
	}
	var roles []string
	for _, g := range m.Grants {
		roles = append(roles, g.String())
	}
	return roles
}

func TestARoleIsGivenByTheNameOfWhatItIsOver(t *testing.T) {
	d := importDesk(t) // which knows all municipalities
	d.put(
		&directory.Centre{ID: "dk-hus", Name: "Ungehuset", Location: directory.Location{Town: "Odense", Country: "DK"}, Topics: []string{"loneliness"}},
		&directory.Centre{ID: "dk-hus-2", Name: "Ungehuset", Location: directory.Location{Town: "Vejle", Country: "DK"}, Topics: []string{"loneliness"}},
		&directory.Organisation{ID: "dk-hus", Name: "Foreningen Ungehuset", Country: "DK"},
	)
	for i := range 25 {
		d.put(&directory.Centre{ID: fmt.Sprintf("dk-klub-%d", i), Name: fmt.Sprintf("Klub %d", i), Location: directory.Location{Country: "DK"}, Topics: []string{"loneliness"}})
	}
	admin, _ := d.member("admin@example.dk", "administrator")
	cookie := d.session(admin)
	for i, c := range []struct {
		name, role, over, chosen string
		want                     string // the role; "" if the form comes back
		says                     []string
	}{
		{name: "the name of one place", role: "editor", over: "headspace aarhus", want: "editor:centre:dk-aarhus"},
		{name: "a part of it, as whole words", role: "viewer", over: "  Krisehus ", want: "viewer:centre:dk-hidden"},
		{name: "an organisation", role: "editor", over: "sociale netværk", want: "editor:organisation:dsi"},
		{name: "a place that is closed", role: "editor", over: "lukket sted", want: "editor:centre:dk-closed"},
		{name: "an id", role: "editor", over: "dk-bare", want: "editor:centre:dk-bare"},
		{name: "a network", role: "assessor", over: "headspace danmark", want: "assessor:network:headspace-danmark"},
		{name: "a municipality", role: "municipality_editor", over: "Odense kommune", want: "municipality_editor:municipality:DK-0461"},
		{name: "a municipality by its other name", role: "municipality_editor", over: "Elsene", want: "municipality_editor:municipality:BE-21009"},
		{name: "a municipality by its id", role: "municipality_editor", over: "nl-gm0363", want: "municipality_editor:municipality:NL-GM0363"},
		{name: "everything", role: "administrator", want: "administrator"},
		{name: "nothing is asked for", want: ""},
		{name: "several of one name", role: "editor", over: "Ungehuset", says: []string{"editor:centre:dk-hus&#34;", "editor:centre:dk-hus-2", "editor:organisation:dk-hus", "Vejle", "Choose which one"}},
		{name: "one of them", role: "editor", over: "Ungehuset", chosen: "editor:centre:dk-hus-2", want: "editor:centre:dk-hus-2"},
		{name: "one that is not among them", role: "editor", over: "Ungehuset", chosen: "editor:centre:dk-bare", says: []string{"Choose which one"}},
		{name: "another role than the form asks for", role: "viewer", over: "Ungehuset", chosen: "editor:centre:dk-hus-2", says: []string{"Choose which one"}},
		{name: "one id of two kinds", role: "editor", over: "dk-hus", says: []string{"editor:centre:dk-hus", "editor:organisation:dk-hus"}},
		{name: "the beginning of a name alone", role: "editor", over: "Kriseh", says: []string{"editor:centre:dk-hidden", "Choose which one"}},
		{name: "a name that nothing has", role: "editor", over: "Nowhere & <b>", says: []string{"Nothing of that name", "Nowhere &amp; &lt;b&gt;"}},
		{name: "a network for a role that is over places", role: "editor", over: "headspace-danmark", says: []string{"Nothing of that name"}},
		{name: "no role", over: "headspace Aarhus", says: []string{"Choose a role", "headspace Aarhus"}},
		{name: "a role that there is not", role: "owner", over: "headspace Aarhus", says: []string{"Nothing of that name"}},
		{name: "a role over nothing", role: "editor", says: []string{"Write what the role is over"}},
		{name: "an administrator of one place", role: "administrator", over: "headspace Aarhus", says: []string{"Empty the field"}},
		{name: "more than anybody types", role: "editor", over: strings.Repeat("headspace ", 100), says: []string{"Nothing of that name"}},
		{name: "a word that many have", role: "editor", over: "Klub", says: []string{"Klub 0", "Write more of the name"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := d.in(t)
			m, _ := d.member(fmt.Sprintf("mette%d@example.dk", i), "viewer:centre:dk-bare")
			path := "/staff/members/" + m.ID
			a := d.form(cookie, path, "name", "Mette", "email", m.Email, "lang", "en", "active", "yes", "seen", m.Seen(),
				"keep", "viewer:centre:dk-bare", "role", c.role, "over", c.over, "grant", c.chosen)
			want := []string{"viewer:centre:dk-bare"}
			if len(c.says) == 0 {
				d.leads(a, path+"?done=member_saved")
				if c.want != "" {
					want = append(want, c.want)
				}
			} else if a.StatusCode != http.StatusBadRequest {
				t.Errorf("status %d", a.StatusCode)
			}
			for _, words := range c.says {
				if !strings.Contains(a.body, strings.ReplaceAll(words, "&#34;", `"`)) {
					t.Errorf("the page does not say %q", words)
				}
			}
			if got := d.rolesOf(m.ID); !slices.Equal(got, want) {
				t.Errorf("the roles are %q, want %q", got, want)
			}
		})
	}
}

func TestAMemberKeepsTheRolesThatAreTickedAndNoOthers(t *testing.T) {
	d := openDesk(t)
	admin, _ := d.member("admin@example.dk", "administrator")
	m, _ := d.member("mette@example.dk", "editor:organisation:dsi", "viewer:centre:dk-bare")
	cookie, path := d.session(admin), "/staff/members/"+m.ID
	save := func(pairs ...string) answer {
		now, err := d.office.Member(t.Context(), m.ID)
		if err != nil {
			t.Fatal(err)
		}
		return d.form(cookie, path, append([]string{"name", "Mette", "email", "mette@example.dk", "lang", "en", "active", "yes", "seen", now.Seen()}, pairs...)...)
	}
	page := d.ask("GET", path, "", "Cookie", cookie).body
	for _, words := range []string{"Det Sociale Netværk", "Bare et sted", `value="editor:organisation:dsi" checked`} {
		if !strings.Contains(page, words) {
			t.Errorf("the page does not say %q", words)
		}
	}
	// What is ticked and was never theirs is no way to a role.
	d.leads(save("keep", "viewer:centre:dk-bare", "keep", "administrator"), path+"?done=member_saved")
	if got := d.rolesOf(m.ID); !slices.Equal(got, []string{"viewer:centre:dk-bare"}) {
		t.Errorf("the roles are %q", got)
	}
	// A role that is there already is there once.
	d.leads(save("keep", "viewer:centre:dk-bare", "role", "viewer", "over", "dk-bare"), path+"?done=member_saved")
	// What was ticked, typed and chosen is there after a mistake elsewhere.
	a := d.form(cookie, path, "name", "Mette", "email", "nonsense", "lang", "en", "seen", "x", "role", "editor", "over", "Krisehus")
	if a.StatusCode != http.StatusBadRequest || strings.Contains(a.body, `value="viewer:centre:dk-bare" checked`) || !strings.Contains(a.body, `value="Krisehus"`) ||
		!strings.Contains(a.body, `<option value="editor" selected>`) {
		t.Errorf("something typed is lost: %d %s", a.StatusCode, a.body)
	}
	if got := d.rolesOf(m.ID); !slices.Equal(got, []string{"viewer:centre:dk-bare"}) {
		t.Errorf("the roles are %q", got)
	}
	// What a role is over may go. Then one can only take the role back.
	lost, _ := d.member("lost@example.dk", "editor:centre:dk-gone")
	page = d.ask("GET", "/staff/members", "", "Cookie", cookie).body
	if !strings.Contains(page, "not there any more") || !strings.Contains(page, "Bare et sted") {
		t.Error("the list does not name what roles are over")
	}
	fields := []string{"name", "Lost", "email", lost.Email, "lang", "en", "active", "yes", "seen", lost.Seen()}
	if a := d.form(cookie, "/staff/members/"+lost.ID, append(fields, "keep", "editor:centre:dk-gone")...); a.StatusCode != http.StatusBadRequest {
		t.Errorf("a role over nothing is kept: %d", a.StatusCode)
	}
	d.leads(d.form(cookie, "/staff/members/"+lost.ID, fields...), "/staff/members/"+lost.ID+"?done=member_saved")
}

func TestSomebodyNewGetsARoleByName(t *testing.T) {
	d := openDesk(t)
	admin, _ := d.member("admin@example.dk", "administrator")
	cookie := d.session(admin)
	add := func(over, chosen string) answer {
		return d.form(cookie, "/staff/members", "name", "Ny", "email", "ny@example.dk", "lang", "en", "active", "yes", "role", "editor", "over", over, "grant", chosen, "keep", "administrator")
	}
	if a := add("headsp", ""); a.StatusCode != http.StatusBadRequest || !strings.Contains(a.body, `value="ny@example.dk"`) || !strings.Contains(a.body, `value="editor:centre:dk-aarhus"`) {
		t.Errorf("status %d: %s", a.StatusCode, a.body)
	}
	d.leads(add("headsp", "editor:centre:dk-aarhus"), "/staff/members?done=member_added")
	all, err := d.office.Members(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(all, func(m staff.Member) bool { return m.Email == "ny@example.dk" })
	if i < 0 {
		t.Fatal("nobody was added")
	}
	if got := d.rolesOf(all[i].ID); !slices.Equal(got, []string{"editor:centre:dk-aarhus"}) {
		t.Errorf("the roles are %q", got)
	}
}
