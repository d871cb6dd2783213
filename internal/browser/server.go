package browser

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"walkin/api"
	"walkin/data"
	"walkin/internal/directory"
	"walkin/internal/follow"
	"walkin/internal/geo"
	"walkin/internal/search"
	"walkin/internal/sqlite"
)

// Wednesday is when a server's clock stands at first: half past three in the
// afternoon in Denmark, in term, on no holiday.
var Wednesday = time.Date(2026, 11, 25, 15, 30, 0, 0, time.FixedZone("CET", 3600))

// Server is the directory with its built-in catalogue, as "walkin serve" puts
// it together, on a port of this machine. Its rate limit is off.
type Server struct {
	URL string // without a slash at the end

	t         testing.TB
	clock     clock
	log       logBuffer
	catalogue *sqlite.Catalogue
	index     *search.Index
	loop      *follow.Loop
	http      *http.Server
	stop      context.CancelFunc
	done      chan struct{}
	api       *api.Server
}

// Serve starts a server of this test's own. It ends with the test.
func Serve(t testing.TB, change ...func(*api.Options)) *Server {
	t.Helper()
	s, err := start(t.TempDir(), change...)
	if err != nil {
		t.Fatal(err)
	}
	s.t = t
	t.Cleanup(func() {
		if err := s.end(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// Shared gives a server that all tests of a package look at. Nobody changes
// it: not its clock and not its entries. It ends with the last test.
func Shared(t testing.TB) *Server {
	t.Helper()
	mustRunMain(t)
	shared.mu.Lock()
	defer shared.mu.Unlock()
	if shared.server == nil && shared.failed == nil {
		var dir string
		if dir, shared.failed = os.MkdirTemp("", "walkin-shared-"); shared.failed == nil {
			shared.folder = dir
			shared.server, shared.failed = start(dir)
		}
	}
	if shared.failed != nil {
		t.Fatalf("start the shared server: %v", shared.failed)
	}
	return shared.server
}

// clock is a clock that stands still until it is set.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) get() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) set(now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = now
}

// logBuffer is a buffer that is written and read at the same time.
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

// gazetteer is loaded once: it never changes.
var gazetteer = sync.OnceValues(geo.Load)

// start puts a server together in a folder, in the order of "walkin serve".
func start(dir string, change ...func(*api.Options)) (s *Server, err error) {
	s = &Server{clock: clock{now: Wednesday}, done: make(chan struct{})}
	ctx, stop := context.WithCancel(context.Background())
	s.stop = stop
	var undo []func() error
	defer func() {
		if err != nil {
			stop()
			for i := len(undo) - 1; i >= 0; i-- {
				err = errors.Join(err, undo[i]())
			}
		}
	}()
	log := slog.New(slog.NewJSONHandler(&s.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	places, err := gazetteer()
	if err != nil {
		return nil, err
	}
	if s.catalogue, err = sqlite.Open(ctx, filepath.Join(dir, "catalogue.db"), sqlite.Options{Now: s.clock.get}); err != nil {
		return nil, err
	}
	undo = append(undo, s.catalogue.Close)
	entries, rules, err := builtin()
	if err != nil {
		return nil, err
	}
	if _, _, _, err = s.catalogue.PutAll(ctx, entries, directory.BuiltIn, nil); err != nil {
		return nil, err
	}
	if s.index, err = search.Open(ctx, filepath.Join(dir, "index"), s.catalogue, search.Options{Crisis: rules, Gazetteer: places, Log: log}); err != nil {
		return nil, err
	}
	undo = append(undo, s.index.Close)
	options := api.Options{Catalogue: s.catalogue, Index: s.index, Gazetteer: places, Log: log, Now: s.clock.get, Country: "DK", Version: "test"}
	for _, f := range change {
		f(&options)
	}
	if s.api, err = api.New(options); err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s.URL = "http://" + listener.Addr().String()
	s.http = api.NewHTTPServer(s.api.Handler())
	s.loop = follow.New(s.catalogue, s.index, follow.Options{Log: log})
	var running sync.WaitGroup
	running.Go(func() {
		if err := s.loop.Run(ctx); err != nil {
			log.Error("follow", "error", err)
		}
	})
	running.Go(func() {
		if err := s.http.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			log.Error("serve", "error", err)
		}
	})
	go func() { running.Wait(); close(s.done) }()
	return s, nil
}

// builtin reads what the program carries.
func builtin() ([]directory.Entry, directory.CrisisRules, error) {
	var rules directory.CrisisRules
	content, err := data.CrisisRules()
	if err == nil {
		err = json.Unmarshal(content, &rules)
	}
	if err != nil {
		return nil, rules, fmt.Errorf("read the crisis rules: %w", err)
	}
	if content, err = data.Catalogue(); err != nil {
		return nil, rules, err
	}
	var entries []directory.Entry
	lines := bufio.NewScanner(bytes.NewReader(content))
	lines.Buffer(nil, 4<<20)
	for lines.Scan() {
		e, err := directory.DecodeLine(lines.Bytes())
		if err != nil {
			return nil, rules, fmt.Errorf("read the built-in catalogue: %w", err)
		}
		entries = append(entries, e)
	}
	return entries, rules, lines.Err()
}

// Now is what the server takes for the time. The clock stands until it is set.
func (s *Server) Now() time.Time { return s.clock.get() }

// SetNow sets the server's clock.
func (s *Server) SetNow(now time.Time) { s.clock.set(now) }

// Log is what the server has logged up to now, of every level.
func (s *Server) Log() string { return s.log.String() }

// Put writes entries, new or not, and waits until they can be found.
func (s *Server) Put(entries ...directory.Entry) {
	s.mine("Put")
	s.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if _, _, _, err := s.catalogue.PutAll(ctx, entries, "test", nil); err != nil {
		s.t.Fatal(err)
	}
	s.caughtUp(ctx)
}

// Delete deletes an entry and waits until it can be found no more.
func (s *Server) Delete(key directory.Key) {
	s.mine("Delete")
	s.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if _, err := s.catalogue.Delete(ctx, key, sqlite.Edit{Author: "test"}); err != nil {
		s.t.Fatal(err)
	}
	s.caughtUp(ctx)
}

func (s *Server) caughtUp(ctx context.Context) {
	s.t.Helper()
	last, err := s.catalogue.LastChange(ctx)
	if err == nil {
		err = s.loop.Wait(ctx, last)
	}
	if err != nil {
		s.t.Fatal(err)
	}
}

// mine refuses to change the shared server.
func (s *Server) mine(doing string) {
	if s.t == nil {
		panic("browser: " + doing + " on the shared server; take one of the test's own with Serve")
	}
}

// Close kills the server under whoever talks to it: nobody listens any more
// and every connection is cut. What it knew stays until the test ends.
func (s *Server) Close() {
	s.mine("Close")
	s.t.Helper()
	if err := s.http.Close(); err != nil {
		s.t.Error(err)
	}
}

// end stops everything, in the order of "walkin serve".
func (s *Server) end() error {
	s.api.Stop()
	err := s.http.Close()
	s.stop()
	<-s.done
	return errors.Join(err, s.index.Close(), s.catalogue.Close())
}
