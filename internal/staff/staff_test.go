package staff_test

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"walkin/internal/staff"
)

// The table of who may what, from the issue: a row for each role, a column for
// each action, over what the role is over and over something else.
func TestWhoMayWhat(t *testing.T) {
	house := staff.Subject{
		Centres: []string{"house"}, Organisations: []string{"owner"},
		Municipalities: []string{staff.MunicipalityID("DK", "0751")}, Networks: []string{"alliance"},
	}
	for _, tt := range []struct {
		role string
		may  string // the first letters of see, refer, edit, assess, approve (p), manage
	}{
		{"viewer:centre:house", "sr"},
		{"viewer:organisation:owner", "sr"},
		{"viewer:municipality:DK-0751", "sr"},
		{"editor:centre:house", "sre"},
		{"editor:organisation:owner", "sre"},
		{"municipality_editor:municipality:DK-0751", "sre"},
		{"assessor:network:alliance", "sap"},
		{"administrator", "sreapm"},
		{"viewer:centre:another", ""},
		{"editor:organisation:another", ""},
		{"municipality_editor:municipality:NL-0751", ""},
		{"assessor:network:another", ""},
	} {
		g, err := staff.ParseGrant(tt.role)
		if err != nil {
			t.Fatalf("%s: %v", tt.role, err)
		}
		m := staff.Member{Grants: []staff.Grant{g}}
		for letter, do := range map[string]staff.Action{
			"s": staff.See, "r": staff.Refer, "e": staff.Edit, "a": staff.Assess, "p": staff.Approve, "m": staff.Manage,
		} {
			want := staff.Refused
			switch {
			case strings.Contains(tt.may, letter):
				want = staff.Allowed
			case tt.may == "":
				want = staff.Hidden
			}
			if got := m.May(do, house); got != want {
				t.Errorf("%s, %s: %v, want %v", tt.role, do, got, want)
			}
		}
	}
}

func TestRolesAreOverWhatTheyCanBeOver(t *testing.T) {
	for _, wrong := range []string{
		"", "boss", "editor", "editor:centre", "editor:centre:", "editor:network:x", "editor:all", "viewer:all:x", "assessor:centre:x",
		"municipality_editor:centre:x", "administrator:centre:x", "administrator:all:x", "editor:centre:a b", "editor:centre:a\u202eb",
		"editor:centre:" + strings.Repeat("a", 101),
	} {
		if g, err := staff.ParseGrant(wrong); err == nil {
			t.Errorf("%q is read as %+v", wrong, g)
		}
	}
}

// A token never lets its member do more, and another role never less.
func TestRightsOnlyAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		id := rapid.SampledFrom([]string{"a", "b", "DK-1"})
		grant := rapid.Custom(func(t *rapid.T) staff.Grant {
			return staff.Grant{
				Role:  rapid.SampledFrom(staff.AllRoles).Draw(t, "role"),
				Scope: rapid.SampledFrom([]staff.ScopeKind{staff.OverCentre, staff.OverOrganisation, staff.OverMunicipality, staff.OverNetwork, staff.OverAll}).Draw(t, "scope"),
				ID:    id.Draw(t, "id"),
			}
		})
		m := staff.Member{Grants: rapid.SliceOfN(grant, 0, 4).Draw(t, "grants")}
		ids := rapid.SliceOfN(id, 0, 2)
		about := staff.Subject{Centres: ids.Draw(t, "centres"), Organisations: ids.Draw(t, "organisations"), Municipalities: ids.Draw(t, "municipalities"), Networks: ids.Draw(t, "networks")}
		do := rapid.SampledFrom(staff.AllActions).Draw(t, "do")
		more := staff.Member{Grants: append([]staff.Grant{grant.Draw(t, "one more")}, m.Grants...)}
		if more.May(do, about) < m.May(do, about) {
			t.Fatalf("one more role takes something away")
		}
		token := staff.Token{May: rapid.SliceOf(rapid.SampledFrom(staff.AllActions)).Draw(t, "may")}
		if (staff.Actor{Member: m, Token: &token}).May(do, about) > m.May(do, about) {
			t.Fatalf("a token does more than its member")
		}
	})
}

func TestTokensAndSessionsEnd(t *testing.T) {
	now := time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)
	token, secret, hash, err := staff.NewToken("m", "for a map", []staff.Action{staff.See}, now, now.AddDate(0, 0, 1))
	if err != nil || !staff.IsToken(secret) || staff.HashOf(secret) != hash || strings.Contains(token.ID, secret) {
		t.Fatalf("%+v %q %v", token, secret, err)
	}
	if !token.Good(now) || token.Good(now.AddDate(0, 0, 1)) {
		t.Error("a token does not end when it says")
	}
	for name, fails := range map[string]func() error{
		"without a name":    func() error { _, _, _, err := staff.NewToken("m", " ", token.May, now, token.Expires); return err },
		"without an action": func() error { _, _, _, err := staff.NewToken("m", "x", nil, now, token.Expires); return err },
		"with a foreign action": func() error {
			_, _, _, err := staff.NewToken("m", "x", []staff.Action{"fly"}, now, token.Expires)
			return err
		},
		"that is over": func() error { _, _, _, err := staff.NewToken("m", "x", token.May, now, now); return err },
		"for longer than one year": func() error {
			_, _, _, err := staff.NewToken("m", "x", token.May, now, now.AddDate(2, 0, 0))
			return err
		},
	} {
		if fails() == nil {
			t.Errorf("a token %s is made", name)
		}
	}
	session, _, _ := staff.NewSession("m", now)
	if !session.Good(now.Add(staff.SessionIdle-time.Second)) || session.Good(now.Add(staff.SessionIdle)) {
		t.Error("a session that nobody uses does not end when it should")
	}
	session.Seen = now.Add(staff.SessionLife)
	if session.Good(now.Add(staff.SessionLife)) {
		t.Error("a session that is used does not end at last")
	}
}

func TestWhoCanBeAMember(t *testing.T) {
	good := staff.Member{Name: "Mette Ø.", Email: "mette@example.dk", Lang: "da"}
	if fields := good.Problems(); len(fields) > 0 {
		t.Fatalf("%+v", fields)
	}
	for name, change := range map[string]func(*staff.Member){
		"a name is needed":                     func(m *staff.Member) { m.Name = " " },
		"a name is one line":                   func(m *staff.Member) { m.Name = "a\r\nBcc: x@example.com" },
		"a name does not turn the line around": func(m *staff.Member) { m.Name = "a\u202eb" },
		"an address is one":                    func(m *staff.Member) { m.Email = "mette" },
		"an address has no name":               func(m *staff.Member) { m.Email = "mette <mette@example.dk>" },
		"an address is in small letters":       func(m *staff.Member) { m.Email = "Mette@example.dk" },
		"an address has no second line":        func(m *staff.Member) { m.Email = "mette@example.dk\r\nBcc: x@example.com" },
		"the console speaks the language":      func(m *staff.Member) { m.Lang = "sv" },
		"a role can be":                        func(m *staff.Member) { m.Grants = []staff.Grant{{Role: staff.Editor}} },
	} {
		m := good
		change(&m)
		if len(m.Problems()) == 0 {
			t.Errorf("%s: %+v is one", name, m)
		}
	}
}
