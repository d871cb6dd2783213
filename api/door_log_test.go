package api_test

import (
	"bytes"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"walkin/internal/staff"
)

// TestNobodyIsNamedInTheLog signs in, and fails to, in all ways, and looks for
// the person and their secrets in what is written down (X25).
func TestNobodyIsNamedInTheLog(t *testing.T) {
	d := openDesk(t)
	const email, name = "kvistelurifax@example.dk", "Colleague kvistelurifax@example.dk"
	m, token := d.member(email, "administrator")
	secrets := []string{strings.TrimPrefix(token, "Bearer ")}
	d.ask("POST", "/staff/sign-in", "email="+email)
	d.server.Settle()
	path := sentLink(d.mail.Sent()[0])
	secrets = append(secrets, strings.TrimPrefix(path, "/staff/in/"))
	d.ask("GET", path, "")
	cookie := cookieOf(d.ask("POST", path, ""))
	secrets = append(secrets, strings.TrimPrefix(cookie, sessionCookie+"="))
	d.ask("POST", path, "") // used
	d.ask("GET", "/staff/me", "", "Cookie", cookie)
	d.ask("GET", "/v1/drafts", "", "Authorization", token)
	d.ask("GET", "/v1/drafts", "", "Authorization", token+"x")
	made := d.ask("POST", "/staff/me/tokens", "name="+email+"&may=see&days=2", "Cookie", cookie)
	for _, word := range strings.FieldsFunc(made.body, func(r rune) bool { return r == '<' || r == '>' }) {
		if staff.IsToken(word) {
			secrets = append(secrets, word)
		}
	}
	d.ask("POST", "/staff/members/"+m.ID, "name="+email+"&email=nonsense", "Cookie", cookie)
	d.ask("POST", "/staff/sign-in", "%zz"+email)
	d.ask("POST", "/staff/passkeys/sign-in", `{"ceremony":"`+email+`","answer":{}}`, "Content-Type", "application/json", "Host", "localhost")
	d.leave(m)
	d.ask("GET", "/staff/me", "", "Cookie", cookie)
	d.server.Settle()
	if len(secrets) != 4 {
		t.Fatalf("the test knows %d secrets, want 4", len(secrets))
	}
	recorder := httptest.NewRecorder()
	d.metrics.ServeHTTP(recorder, httptest.NewRequest("GET", "/metrics", nil))
	for where, text := range map[string]string{"log": d.log.String(), "metrics": recorder.Body.String()} {
		for _, canary := range append([]string{email, "kvistelurifax", name, m.ID}, secrets...) {
			if strings.Contains(text, canary) {
				t.Errorf("X25: the %s holds %q", where, canary)
			}
		}
	}
	if !strings.Contains(d.log.String(), `"route":"/staff/in/:secret"`) {
		t.Error("the log was not written")
	}
	t.Run("and only hashes of secrets are in the file", func(t *testing.T) {
		if err := d.office.PutMember(t.Context(), m); err != nil { // so that all its rows are there again
			t.Fatal(err)
		}
		_, again := d.member("other@example.dk", "administrator")
		other, err := d.office.MemberByEmail(t.Context(), "other@example.dk")
		if err != nil {
			t.Fatal(err)
		}
		cookie := d.session(other)
		link := d.link(other)
		secrets := append(secrets, strings.TrimPrefix(again, "Bearer "), strings.TrimPrefix(cookie, sessionCookie+"="), strings.TrimPrefix(link, "/staff/in/"))
		files, err := filepath.Glob(filepath.Join(d.dir, "office*"))
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for _, file := range files {
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			found = found || bytes.Contains(content, []byte("other@example.dk"))
			for _, secret := range secrets {
				bare := secret[strings.LastIndexByte(secret, '_')+1:]
				if bytes.Contains(content, []byte(bare)) {
					t.Errorf("%s holds a secret", filepath.Base(file))
				}
			}
		}
		if !found {
			t.Fatalf("the files %v do not hold what was written", files)
		}
	})
}
