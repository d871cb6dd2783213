package main_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	walkin "walkin/cmd/walkin"
)

// logBuffer is written and read at the same time.
type logBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// patience is how long a test waits for what must happen. It is long, so that
// a slow machine does not fail a test; only a failing test waits for it.
const patience = time.Minute

// eventually waits until something is so.
func eventually(t *testing.T, what string, so func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !so(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("it did not come about that %s", what)
		}
	}
}

// server is a running "walkin serve".
type server struct {
	t            *testing.T
	url, metrics string
	log          *logBuffer // all that it writes
	ended        chan struct{}
	status       int       // once it has ended
	process      *exec.Cmd // nil: it runs in this process
}

// serve starts "walkin serve" in a process of its own, in a role, and waits
// until it listens.
func serve(t *testing.T, as, dir string, flags ...string) *server {
	t.Helper()
	s := start(t, as, dir, flags...)
	s.listening()
	return s
}

func start(t *testing.T, as, dir string, flags ...string) *server {
	t.Helper()
	s := &server{t: t, log: new(logBuffer), ended: make(chan struct{})}
	s.process = exec.Command(os.Args[0], serveArgs(dir, flags)...)
	s.process.Env = append(environment(), role+"="+as, "TMPDIR="+t.TempDir())
	s.process.Stdout, s.process.Stderr = s.log, s.log
	if err := s.process.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(s.ended)
		_ = s.process.Wait() // the status says it
		s.status = s.process.ProcessState.ExitCode()
	}()
	t.Cleanup(func() {
		_ = s.process.Process.Kill()
		<-s.ended
	})
	return s
}

func serveArgs(dir string, flags []string) []string {
	return append([]string{"serve", "--data-dir", dir, "--listen", "127.0.0.1:0", "--metrics-listen", "127.0.0.1:0", "--rate-limit", "off"}, flags...)
}

// serveHere runs "walkin serve" in this process, by a clock.
func serveHere(t *testing.T, dir string, now func() time.Time) (s *server, stop func()) {
	t.Helper()
	s = &server{t: t, log: new(logBuffer), ended: make(chan struct{})}
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		defer close(s.ended)
		s.status = walkin.Run(ctx, serveArgs(dir, nil), environment(), s.log, s.log, now)
	}()
	stop = func() {
		cancel()
		<-s.ended
	}
	t.Cleanup(stop)
	s.listening()
	return s, stop
}

// listening waits until the server listens and reads its addresses from its
// log.
func (s *server) listening() {
	s.t.Helper()
	var line struct{ Msg, Address, Metrics string }
	eventually(s.t, "the server listens", func() bool {
		select {
		case <-s.ended:
			s.t.Fatalf("the server ended with %d: %s", s.status, s.log)
		default:
		}
		for l := range strings.Lines(s.log.String()) {
			if strings.Contains(l, `"msg":"listening"`) && strings.HasSuffix(l, "\n") {
				return json.Unmarshal([]byte(l), &line) == nil
			}
		}
		return false
	})
	s.url, s.metrics = "http://"+line.Address, "http://"+line.Metrics
}

// terminate sends SIGTERM.
func (s *server) terminate() {
	s.t.Helper()
	if err := s.process.Process.Signal(syscall.SIGTERM); err != nil {
		s.t.Fatal(err)
	}
}

// wait waits until the server has ended and gives its exit status.
func (s *server) wait() int {
	s.t.Helper()
	select {
	case <-s.ended:
	case <-time.After(patience):
		s.t.Fatalf("the server does not end: %s", s.log)
	}
	return s.status
}

// answer is what came back.
type answer struct {
	*http.Response
	request *http.Request
	body    string
}

// ask makes a request: a POST if there is a body.
func (s *server) ask(path, body string, headers ...string) answer {
	s.t.Helper()
	method := http.MethodGet
	if body != "" {
		method = http.MethodPost
	}
	r, err := http.NewRequest(method, s.url+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return s.do(r)
}

func (s *server) do(r *http.Request) answer {
	s.t.Helper()
	client := http.Client{Timeout: patience}
	defer client.CloseIdleConnections()
	response, err := client.Do(r)
	if err != nil {
		s.t.Fatalf("%v; the server says %s", err, s.log)
	}
	defer response.Body.Close()
	b, err := io.ReadAll(response.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return answer{response, r, string(b)}
}
