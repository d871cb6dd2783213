package main_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	walkin "walkin/cmd/walkin"
	"walkin/data"
)

// role, in the environment, has the test binary be something else than a test:
// the program itself, or a process that writes until it is killed.
const role = "TEST_ROLE"

// The roles.
const (
	roleProgram     = "program"
	roleFullDisk    = "program on a full disk"
	roleFillingDisk = "program on a disk that fills up"
	roleWriter      = "writer"
	roleEditors     = "follower with editors"
)

// scratch is a folder for what all tests share.
var scratch string

func TestMain(m *testing.M) {
	is := os.Getenv(role)
	os.Unsetenv(role)
	switch is {
	case "":
		os.Exit(runTests(m))
	case roleFullDisk:
		fillDisk()
		walkin.Main()
	case roleFillingDisk:
		fillDiskOnSignal()
		walkin.Main()
	case roleProgram:
		walkin.Main()
	case roleWriter, roleEditors:
		fmt.Fprintln(os.Stderr, writeUntilKilled(os.Args[1], is == roleEditors))
		os.Exit(1)
	}
}

func runTests(m *testing.M) (code int) {
	var err error
	if scratch, err = os.MkdirTemp("", "walkin-test-"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(scratch)
	return m.Run()
}

// wednesday is a Wednesday afternoon in Denmark, in term and no holiday.
var wednesday = time.Date(2026, 9, 16, 13, 30, 0, 0, time.UTC)

// environment is that of this process without the settings of walkin: the
// program refuses those that it does not know.
func environment() []string {
	var env []string
	for _, setting := range os.Environ() {
		if !strings.HasPrefix(setting, "WALKIN_") {
			env = append(env, setting)
		}
	}
	return env
}

// result is what a command line came to.
type result struct {
	status   int
	out, err string
}

// command runs one command line in this process, on a Wednesday afternoon.
func command(args ...string) result { return commandWith(context.Background(), args...) }

func commandWith(ctx context.Context, args ...string) result {
	var out, err bytes.Buffer
	status := walkin.Run(ctx, args, environment(), &out, &err, func() time.Time { return wednesday })
	return result{status, out.String(), err.String()}
}

// succeed runs one command line that must succeed, and gives its output.
func succeed(t *testing.T, args ...string) string {
	t.Helper()
	r := command(args...)
	if r.status != 0 {
		t.Fatalf("walkin %s exits with %d: %s", strings.Join(args, " "), r.status, r.err)
	}
	return r.out
}

// builtin writes the catalogue that the program carries to a file.
var builtin = sync.OnceValues(func() (string, error) {
	content, err := data.Catalogue()
	if err != nil {
		return "", err
	}
	path := filepath.Join(scratch, "builtin.jsonl")
	return path, os.WriteFile(path, content, 0o600)
})

// filled makes a data folder with the built-in catalogue and its index.
var filled = sync.OnceValues(func() (string, error) {
	file, err := builtin()
	if err != nil {
		return "", err
	}
	dir := filepath.Join(scratch, "filled")
	for _, args := range [][]string{{"import", file, "--data-dir", dir}, {"reindex", "--data-dir", dir}} {
		if r := command(args...); r.status != 0 {
			return "", fmt.Errorf("%s: %s", args[0], r.err)
		}
	}
	return dir, nil
})

// folder gives a data folder of the test's own with the built-in catalogue.
func folder(t *testing.T) string {
	t.Helper()
	original, err := filled()
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "data")
	if err := os.CopyFS(dir, os.DirFS(original)); err != nil {
		t.Fatal(err)
	}
	return dir
}

// lines writes a file of lines.
func lines(t *testing.T, text ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "lines.jsonl")
	if err := os.WriteFile(path, []byte(strings.Join(text, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// house is a line of JSON Lines: a centre in Odense that the built-in
// catalogue does not have.
func house(id, name string) string {
	return fmt.Sprintf(`{"kind":"centre","entry":{"id":%q,"name":%q,"location":{"town":"Odense","municipality":"0461","country":"DK",`+
		`"point":{"lat":55.3959,"lon":10.3883},"precision":"town"},"topics":["loneliness"]}}`, id, name)
}

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
