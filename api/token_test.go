package api_test

import (
	"strings"
	"testing"
	"time"

	"walkin/internal/staff"
)

// TestATokenActsForItsMember goes through what a token can be and may do (X2).
func TestATokenActsForItsMember(t *testing.T) {
	d := openDesk(t)
	boss, all := d.member("boss@example.dk", "administrator")
	viewer, _ := d.member("viewer@example.dk", "viewer:centre:dk-aarhus")
	token := func(m staff.Member, may ...staff.Action) (staff.Token, string) {
		t.Helper()
		made, secret, hash, err := staff.NewToken(m.ID, "test", may, d.clock.Now(), d.clock.Now().AddDate(0, 0, 1))
		if err == nil {
			err = d.office.PutToken(t.Context(), made, hash)
		}
		if err != nil {
			t.Fatal(err)
		}
		return made, secret
	}
	_, see := token(boss, staff.See)
	_, manage := token(viewer, staff.AllActions...)
	revoked, over := token(boss, staff.AllActions...)
	if err := d.office.RevokeToken(t.Context(), revoked.ID); err != nil {
		t.Fatal(err)
	}
	secret := strings.TrimPrefix(all, "Bearer ")
	status := func(header string) int {
		return d.ask("GET", "/v1/drafts", "", "Authorization", header).StatusCode
	}
	for _, c := range []struct {
		name, header string
		want         int
	}{
		{"a good token is let in", all, 200},
		{"the word Bearer may be small", "bearer " + secret, 200},
		{"X2: a revoked token is not, at once", "Bearer " + over, 401},
		{"a part of a token is none", all[:len(all)-1], 401},
		{"a token with more behind it is none", all + "a", 401},
		{"a token in other letters is none", "Bearer " + strings.ToUpper(secret), 401},
		{"a token of another sort is none", "Bearer " + strings.Replace(secret, "walkin_t_", "walkin_s_", 1), 401},
		{"a token that was never made is none", "Bearer walkin_t_" + strings.Repeat("a", 26), 401},
		{"a password is none", "Basic " + secret, 401},
		{"nothing is none", "", 401},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := status(c.header); got != c.want {
				t.Errorf("status %d, want %d", got, c.want)
			}
		})
	}
	t.Run("a token that may look cannot manage", func(t *testing.T) {
		if a := d.ask("GET", "/staff/members", "", "Authorization", "Bearer "+see); a.StatusCode != 403 {
			t.Errorf("status %d", a.StatusCode)
		}
	})
	t.Run("a token that may manage cannot where its member cannot", func(t *testing.T) {
		if a := d.ask("GET", "/staff/members", "", "Authorization", "Bearer "+manage); a.StatusCode != 403 {
			t.Errorf("status %d", a.StatusCode)
		}
	})
	t.Run("a token cannot make another that may more", func(t *testing.T) {
		a := d.ask("POST", "/staff/me/tokens", "name=more&may=manage&days=9", "Authorization", "Bearer "+see)
		if a.StatusCode != 403 || strings.Contains(a.body, "walkin_t_") {
			t.Errorf("status %d", a.StatusCode)
		}
	})
	t.Run("a token cannot register a passkey", func(t *testing.T) {
		for _, path := range []string{"/staff/passkeys/begin", "/staff/passkeys"} {
			if a := d.ask("POST", path, "{}", "Authorization", "Bearer "+see, "Content-Type", "application/json", "Host", "localhost"); a.StatusCode != 403 {
				t.Errorf("%s: status %d", path, a.StatusCode)
			}
		}
	})
	t.Run("a token beside a session counts alone", func(t *testing.T) {
		if a := d.ask("GET", "/v1/drafts", "", "Authorization", "Bearer "+over, "Cookie", d.session(boss)); a.StatusCode != 401 {
			t.Errorf("status %d", a.StatusCode)
		}
	})
	t.Run("X2: a role that was taken is gone at once", func(t *testing.T) {
		boss.Grants = nil
		d.rewrite(boss)
		if a := d.ask("GET", "/staff/members", "", "Authorization", all); a.StatusCode != 403 {
			t.Errorf("status %d", a.StatusCode)
		}
	})
	t.Run("a token ends on its day", func(t *testing.T) {
		d.clock.Move(24 * time.Hour)
		if got := status("Bearer " + see); got != 401 {
			t.Errorf("status %d", got)
		}
	})
	t.Run("X2: a token ends with its member, at once", func(t *testing.T) {
		_, fresh := token(viewer, staff.See)
		if got := status("Bearer " + fresh); got != 200 {
			t.Fatalf("before: status %d", got)
		}
		d.leave(viewer)
		if got := status("Bearer " + fresh); got != 401 {
			t.Errorf("status %d", got)
		}
	})
}
