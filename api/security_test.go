package api_test

import (
	"bufio"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"walkin/api"
)

// The rows of the security table (EXPERIENCE-AND-SAFETY 3c) that are no one
// feature's. Those of a feature stand with its tests, under their numbers; a
// test of the house (internal/arch) holds that every number has one.

func TestX6AndX7AndX8HostileQuestionsAreAnsweredOrRefusedAtOnce(t *testing.T) {
	s := serve(t)
	deep := strings.Repeat(`{"near":`, 500) + "1" + strings.Repeat("}", 500)
	ids := `"` + strings.TrimSuffix(strings.Repeat(`loneliness","`, 10_000), `","`) + `"`
	for _, tt := range []struct {
		name, method, path, body string
		status                   int
	}{
		{"X6: a limit of a million", "POST", "/v1/search", `{"limit": 1000000}`, 400},
		{"X6: an offset below nothing", "GET", "/hsds/services?page=-1", "", 400},
		{"X6: a radius around the world", "POST", "/v1/search", `{"near": {"place": "8000"}, "radius_km": 40000}`, 400},
		{"X6: ten thousand ids", "POST", "/v1/search", `{"topics": [` + ids + `]}`, 413},
		{"X6: fifty-one ids", "POST", "/v1/search", `{"topics": [` + strings.TrimSuffix(strings.Repeat(`"loneliness",`, 51), ",") + `]}`, 400},
		{"X6: a question of a megabyte", "POST", "/v1/search", `{"text": "` + strings.Repeat("a", 1<<20) + `"}`, 413},
		{"X6: JSON five hundred levels deep", "POST", "/v1/search", deep, 400},
		{"X7: two hundred words", "POST", "/v1/search", `{"text": "` + strings.Repeat("ensom ", 200) + `"}`, 200},
		{"X7: fifty wildcards", "POST", "/v1/search", `{"text": "` + strings.Repeat("*? ", 50) + `"}`, 200},
		{"X7: ten thousand letters", "POST", "/v1/search", `{"text": "` + strings.Repeat("a", 10_000) + `"}`, 400},
		{"X8: a pattern that never ends, as text", "POST", "/v1/search", `{"text": "(a+)+$ ^(([a-z])+.)+[A-Z]([a-z])+$ ` + strings.Repeat("a", 100) + `!"}`, 200},
		{"X8: a pattern for a network", "POST", "/v1/search", `{"network": "(a+)+$"}`, 400},
		{"X8: a pattern for a municipality", "GET", "/v1/centres?municipality=" + strings.Repeat("(a%2B)%2B", 5), "", 400},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s.t = t
			if a := s.do(tt.method, tt.path, tt.body); a.StatusCode != tt.status {
				t.Errorf("status %d, want %d: %.300s", a.StatusCode, tt.status, a.body)
			}
		})
	}
}

// X9: who is slow with a header is let go, and others do not wait for them.
func TestX9SlowClientsAreLetGo(t *testing.T) {
	t.Parallel()
	s := serve(t)
	address := strings.TrimPrefix(s.url, "http://")
	const slow = 50
	var held []net.Conn
	for range slow {
		conn, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		if _, err := io.WriteString(conn, "GET /v1/topics HTTP/1.1\r\nHost: x\r\nX-Slow: "); err != nil {
			t.Fatal(err)
		}
		held = append(held, conn)
	}
	if a := s.do("GET", "/healthz", ""); a.StatusCode != 200 {
		t.Errorf("others get %d", a.StatusCode)
	}
	limit := api.NewHTTPServer(http.NotFoundHandler()).ReadHeaderTimeout
	if limit > 5*time.Second {
		t.Fatalf("a header may take %v", limit)
	}
	deadline := time.Now().Add(limit + 20*time.Second)
	for i, conn := range held {
		_ = conn.SetReadDeadline(deadline)
		if _, err := io.Copy(io.Discard, conn); err != nil {
			t.Fatalf("connection %d is still open: %v", i, err)
		}
	}
}

func TestX10WhatIsTooLargeOrContradictsItselfIsRefused(t *testing.T) {
	s := serve(t)
	if a := s.do("POST", "/v1/search", `{"text": "`+strings.Repeat("a", 10<<20)+`"}`); a.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("a body of 10 MB: %d", a.StatusCode)
	}
	for name, tt := range map[string]struct {
		request string
		status  int
	}{
		"a header of 64 kB":                {"GET /v1/topics HTTP/1.1\r\nHost: x\r\nX-Long: " + strings.Repeat("a", 64<<10) + "\r\n\r\n", 431},
		"two lengths":                      {"POST /v1/search HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\nContent-Length: 4\r\n\r\n{}  ", 400},
		"a length and a chunked body":      {"POST /v1/search HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n", 200},
		"a coding that nobody knows":       {"POST /v1/search HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, identity\r\n\r\n{}", 501},
		"a header with a line break in it": {"GET /v1/topics HTTP/1.1\r\nHost: x\r\nX-A: b\n c\r\n\r\n", 200},
		"a request line that is none":      {"GET\r\n\r\n", 400},
	} {
		conn, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		_ = conn.SetDeadline(time.Now().Add(20 * time.Second))
		_, _ = io.WriteString(conn, tt.request)
		response, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			conn.Close()
			continue
		}
		rest, _ := io.ReadAll(response.Body)
		if tt.status == 200 && name == "a length and a chunked body" {
			// Nothing behind the chunks is taken for a request.
			if !response.Close {
				t.Errorf("%s: the connection stays open", name)
			}
		} else if response.StatusCode != tt.status {
			t.Errorf("%s: status %d, want %d: %.200s", name, response.StatusCode, tt.status, rest)
		}
		conn.Close()
	}
}

// X19: nothing of ours listens to messages of other windows.
func TestX19NobodyListensToMessages(t *testing.T) {
	scripts := 0
	for _, folder := range []string{"web/assets", "web/widget/src"} {
		err := fs.WalkDir(os.DirFS("."), folder, func(path string, d fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, ".js") {
				return err
			}
			body, err := os.ReadFile(path)
			scripts++
			for _, word := range []string{"postMessage", `"message"`, "'message'", "onmessage"} {
				if strings.Contains(string(body), word) {
					t.Errorf("%s: %s", path, word)
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if scripts < 8 {
		t.Errorf("only %d scripts were looked at", scripts)
	}
}

// X20: no page may run or load what is not ours.
func TestX20ThePolicyOfEveryPage(t *testing.T) {
	d := openDesk(t)
	m, _ := d.member("admin@example.dk", "administrator")
	cookie := d.session(m)
	for _, path := range []string{
		"/da/", "/da/c/dk-aarhus", "/da/a/dk-cooking", "/da/today", "/da/week", "/hjaelp", "/da/about-the-data", "/da/embed", "/da/widget", "/docs", "/da/nothing",
		"/staff", "/staff/sign-in", "/staff/c/dk-aarhus", "/staff/members", "/staff/me", "/staff/drafts", "/staff/n/headspace-danmark", "/v1/centres", "/feeds/listings",
	} {
		a := d.ask("GET", path, "", "Cookie", cookie, "Accept", "text/html")
		policy := a.Header.Get("Content-Security-Policy")
		for _, need := range []string{"default-src 'none'", "base-uri 'none'", "frame-ancestors "} {
			if !strings.Contains(policy, need) {
				t.Errorf("%s: the policy lacks %s: %s", path, need, policy)
			}
		}
		for _, word := range []string{"unsafe", "*", "data:", "http"} {
			if strings.Contains(policy, word) {
				t.Errorf("%s: the policy has %s: %s", path, word, policy)
			}
		}
		for _, inline := range []string{"<script>", " style=", " onclick=", "javascript:"} {
			if strings.Contains(a.body, inline) {
				t.Errorf("%s has %s", path, inline)
			}
		}
	}
}

// X28: there is nothing of earlier versions, of debugging, of the repository.
func TestX28WhatIsNotThereIsNotFound(t *testing.T) {
	d := openDesk(t)
	for _, path := range []string{
		"/debug/pprof/", "/debug/vars", "/.git/config", "/.env", "/v0/search", "/v2/search", "/metrics", "/actuator", "/server-status", "/wp-login.php",
		"/v1/../internal", "/assets/../../go.mod", "/photos/dk-aarhus/..%2f..%2foffice.db", "/staff/../office.db",
	} {
		if a := d.ask("GET", path, ""); a.StatusCode != 404 && a.StatusCode != 400 && a.StatusCode != 303 {
			t.Errorf("%s: status %d", path, a.StatusCode)
		}
	}
	for _, method := range []string{"TRACE", "CONNECT", "DEBUG"} {
		if a := d.ask(method, "/v1/centres", ""); a.StatusCode != 405 && a.StatusCode != 404 && a.StatusCode != 400 {
			t.Errorf("%s: status %d", method, a.StatusCode)
		}
	}
}

// X24: the limit of an address, and that a crisis is above it, are held by
// TestTheLimitOfAnAddress; here, that a token is limited by its address too,
// and that guessing tokens is.
func TestX24GuessingIsSlow(t *testing.T) {
	d := openDesk(t, func(o *api.Options) { o.RateLimit = api.RateLimit{PerMinute: 60, Burst: 5} })
	refused := 0
	for i := range 30 {
		a := d.ask("GET", "/v1/records/centre/dk-aarhus", "", "Authorization", fmt.Sprintf("Bearer walkin_t_%026d", i))
		switch a.StatusCode {
		case 429:
			refused++
			if a.Header.Get("Retry-After") == "" {
				t.Error("nobody is told how long to wait")
			}
		case 401:
		default:
			t.Fatalf("status %d", a.StatusCode)
		}
	}
	if refused < 20 {
		t.Errorf("only %d of 30 guesses were refused", refused)
	}
}
