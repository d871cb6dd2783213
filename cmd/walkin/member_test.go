package main_test

import (
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// TestMembersFromTheCommandLine makes somebody who works with the directory,
// and takes it all away again.
func TestMembersFromTheCommandLine(t *testing.T) {
	dir := t.TempDir()
	here := []string{"--data-dir", dir}
	with := func(args ...string) []string { return append(args, here...) }
	for _, step := range []struct {
		name   string
		args   []string
		status int
		out    string // as a regular expression
		err    string
	}{
		{"nobody is there at first", with("member", "list"), 0, `^E-MAIL +NAME +ROLES +MAY SIGN IN\n$`, ""},
		{"there is no link for nobody", with("member", "link", "mette@example.dk"), 1, `^$`, `^walkin: There is no such member\.\n$`},
		{"somebody new has a role", with("member", "add", "Mette@Example.dk", "--name", "Mette Ærø", "--role", "editor:organisation:dk-headspace"), 0,
			`^mette@example\.dk is a member: editor:organisation:dk-headspace\.\nSign in at /staff, or: walkin member link mette@example\.dk\n$`, ""},
		{"another role comes beside it, and the same only once", with("member", "add", "mette@example.dk", "--role", "editor:organisation:dk-headspace,viewer:centre:dk-x"), 0,
			`: editor:organisation:dk-headspace, viewer:centre:dk-x\.\n`, ""},
		{"the list has both", with("member", "list"), 0, `mette@example\.dk +Mette Ærø +editor:organisation:dk-headspace, viewer:centre:dk-x +true\n`, ""},
		{"a link is an address and nothing else", with("member", "link", "METTE@example.dk", "--base-url", "https://walkin.example/"), 0,
			`^https://walkin\.example/staff/in/[a-z2-7]{26}\n$`, ""},
		{"a token is printed alone", with("token", "new", "mette@example.dk", "--name", "nightly", "--may", "see,edit", "--days", "366"), 0,
			`^walkin_t_[a-z2-7]{26}\n$`, `^Token t-[a-z2-7]{16}, good until 2027-09-17\. It is shown this once:\n$`},
		{"the list of tokens has no secret", with("token", "list"), 0, `t-[a-z2-7]{16} +nightly +mette@example\.dk +\[see edit\] +2027-09-17 +true\n$`, ""},
		{"a token that is not there is not revoked", with("token", "revoke", "t-none"), 1, `^$`, `^walkin: There is no such token\.\n$`},
		{"there is no token for nobody", with("token", "new", "jonas@example.dk", "--name", "x"), 1, `^$`, `no such member`},
		{"access is taken", with("member", "remove", "mette@example.dk"), 0, `^mette@example\.dk may not sign in any more\.\n$`, ""},
		{"with it goes the token", with("token", "list"), 0, `^TOKEN[^\n]*\n$`, ""},
		{"who left stays in the list", with("member", "list"), 0, `false\n$`, ""},
		{"who left gets no link", with("member", "link", "mette@example.dk"), 1, `^$`, `may not sign in any more`},
		{"who left gets no token", with("token", "new", "mette@example.dk", "--name", "x"), 1, `^$`, `may not sign in any more`},
		{"who was never there is not removed", with("member", "remove", "jonas@example.dk"), 1, `^$`, `no such member`},
	} {
		t.Run(step.name, func(t *testing.T) {
			r := command(step.args...)
			if r.status != step.status || !regexp.MustCompile(step.out).MatchString(r.out) || !regexp.MustCompile(step.err).MatchString(r.err) || step.err == "" && r.err != "" {
				t.Errorf("exits with %d and prints %q and %q", r.status, r.out, r.err)
			}
		})
	}
}

// TestATokenIsRevokedWhileTheServerRuns has the command line and a server
// share a folder (X2).
func TestATokenIsRevokedWhileTheServerRuns(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	s, _ := serveHere(t, dir, func() time.Time { return wednesday })
	succeed(t, "member", "add", "mette@example.dk", "--role", "administrator", "--data-dir", dir)
	secret := strings.TrimSpace(succeed(t, "token", "new", "mette@example.dk", "--name", "x", "--may", "see,manage", "--data-dir", dir))
	status := func() int {
		r, err := http.NewRequest("GET", s.url+"/staff/members", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+secret)
		response, err := (&http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}).Do(r)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		return response.StatusCode
	}
	if got := status(); got != 200 {
		t.Fatalf("a good token: status %d", got)
	}
	id := regexp.MustCompile(`t-[a-z2-7]{16}`).FindString(succeed(t, "token", "list", "--data-dir", dir))
	succeed(t, "token", "revoke", id, "--data-dir", dir)
	if got := status(); got != 303 {
		t.Errorf("a revoked token: status %d", got)
	}
	if list := succeed(t, "token", "list", "--data-dir", dir); !strings.Contains(list, id) || !strings.Contains(list, "false\n") {
		t.Errorf("the list says %s", list)
	}
	files, err := filepath.Glob(filepath.Join(dir, "office*"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil || strings.Contains(string(content), strings.TrimPrefix(secret, "walkin_t_")) {
			t.Errorf("%s holds the secret (%v)", filepath.Base(file), err)
		}
	}
	if strings.Contains(s.log.String(), secret) || strings.Contains(s.log.String(), "mette") {
		t.Error("X25: the log holds the secret or the name")
	}
}
