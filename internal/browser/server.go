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
	"strings"
	"sync"
	"testing"
	"time"

	"walkin/api"
	"walkin/data"
	"walkin/internal/directory"
	"walkin/internal/follow"
	"walkin/internal/geo"
	"walkin/internal/problem"
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
	office    *sqlite.Office
	referrals *sqlite.Referrals
	demand    *sqlite.Demand
	mail      mailbox
	index     *search.Index
	loop      *follow.Loop
	api       *api.Server
	http      *http.Server
	stop      context.CancelFunc
	running   sync.WaitGroup
}

// Serve starts a server of this test's own. It ends with the test.
func Serve(t testing.TB, change ...func(*api.Options)) *Server {
	t.Helper()
	mustRunMain(t)
	s, err := start(t.TempDir(), change...)
	if err != nil {
		t.Fatalf("start a server: %v", err)
	}
	s.t = t
	t.Cleanup(func() {
		if err := s.end(); err != nil {
			t.Errorf("end a server: %v", err)
		}
	})
	return s
}

// Shared gives a server that all tests of a package look at. Nobody changes
// it: not its clock and not its entries. It ends with the last test.
func Shared(t testing.TB) *Server {
	t.Helper()
	mustRunMain(t)
	s, err := sharedServer()
	if err != nil {
		t.Fatalf("start the shared server: %v", err)
	}
	return s
}

var sharedServer = sync.OnceValues(func() (*Server, error) {
	dir, err := scratch()
	if err != nil {
		return nil, err
	}
	s, err := start(dir)
	if err == nil {
		atEnd(s.end)
	}
	return s, err
})

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

// rules are what the crisis gate needs beside the topics.
var rules = sync.OnceValues(func() (rules directory.CrisisRules, err error) {
	content, err := data.CrisisRules()
	if err == nil {
		err = json.Unmarshal(content, &rules)
	}
	return rules, err
})

// filled gives a folder with the built-in catalogue and its index, from which
// every server has its own copy.
var filled = sync.OnceValues(func() (dir string, err error) {
	if dir, err = scratch(); err != nil {
		return "", err
	}
	content, err := data.Catalogue()
	if err != nil {
		return "", err
	}
	var entries []directory.Entry
	lines := bufio.NewScanner(bytes.NewReader(content))
	lines.Buffer(nil, 4<<20)
	for lines.Scan() {
		e, err := directory.DecodeLine(lines.Bytes())
		if err != nil {
			return "", fmt.Errorf("read the built-in catalogue: %w", err)
		}
		entries = append(entries, e)
	}
	if err := lines.Err(); err != nil {
		return "", err
	}
	catalogue, idx, err := open(dir, func() time.Time { return Wednesday }, slog.New(slog.DiscardHandler), func(c *sqlite.Catalogue) error {
		_, _, _, err := c.PutAll(context.Background(), entries, directory.BuiltIn, nil)
		return err
	})
	if err != nil {
		return "", err
	}
	return dir, errors.Join(idx.Close(), catalogue.Close())
})

// open opens the catalogue and the index of a folder, and fills it in between.
func open(dir string, now func() time.Time, log *slog.Logger, fill func(*sqlite.Catalogue) error) (*sqlite.Catalogue, *search.Index, error) {
	crisis, err := rules()
	if err != nil {
		return nil, nil, err
	}
	places, err := gazetteer()
	if err != nil {
		return nil, nil, err
	}
	ctx := context.Background()
	catalogue, err := sqlite.Open(ctx, filepath.Join(dir, "catalogue.db"), sqlite.Options{Now: now})
	if err != nil {
		return nil, nil, err
	}
	if err := fill(catalogue); err != nil {
		return nil, nil, errors.Join(err, catalogue.Close())
	}
	idx, err := search.Open(ctx, filepath.Join(dir, "index"), catalogue, search.Options{Crisis: crisis, Gazetteer: places, Log: log})
	if err != nil {
		return nil, nil, errors.Join(err, catalogue.Close())
	}
	return catalogue, idx, nil
}

// start puts a server together in a folder, in the order of "walkin serve".
func start(dir string, change ...func(*api.Options)) (*Server, error) {
	s := &Server{clock: clock{now: Wednesday}}
	log := slog.New(slog.NewJSONHandler(&s.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	full, err := filled()
	if err != nil {
		return nil, err
	}
	if err := os.CopyFS(dir, os.DirFS(full)); err != nil {
		return nil, err
	}
	s.catalogue, s.index, err = open(dir, s.clock.get, log, func(*sqlite.Catalogue) error { return nil })
	if err != nil {
		return nil, err
	}
	if s.office, err = sqlite.OpenOffice(context.Background(), filepath.Join(dir, "office.db"), sqlite.Options{Now: s.clock.get}); err != nil {
		return nil, errors.Join(err, s.index.Close(), s.catalogue.Close())
	}
	if s.referrals, err = sqlite.OpenReferrals(context.Background(), filepath.Join(dir, "referrals.db"), sqlite.Options{Now: s.clock.get}); err != nil {
		return nil, errors.Join(err, s.office.Close(), s.index.Close(), s.catalogue.Close())
	}
	if s.demand, err = sqlite.OpenDemand(context.Background(), filepath.Join(dir, "demand.db"), sqlite.Options{Now: s.clock.get}); err != nil {
		return nil, errors.Join(err, s.referrals.Close(), s.office.Close(), s.index.Close(), s.catalogue.Close())
	}
	if err := s.serve(log, change...); err != nil {
		return nil, errors.Join(err, s.demand.Close(), s.referrals.Close(), s.office.Close(), s.index.Close(), s.catalogue.Close())
	}
	return s, nil
}

// serve answers and follows, until stopped.
func (s *Server) serve(log *slog.Logger, change ...func(*api.Options)) error {
	places, err := gazetteer()
	if err != nil {
		return err
	}
	options := api.Options{
		Catalogue: s.catalogue, Index: s.index, Gazetteer: places, Log: log, Now: s.clock.get, Country: "DK", Version: "test",
		Writer: s.catalogue, Office: s.office, Mailer: &s.mail, Referrals: s.referrals, Demand: s.demand,
	}
	for _, f := range change {
		f(&options)
	}
	if s.api, err = api.New(options); err != nil {
		return err
	}
	if err := s.listen("127.0.0.1:0"); err != nil {
		return err
	}
	s.loop = follow.New(s.catalogue, s.index, follow.Options{Log: log})
	ctx, stop := context.WithCancel(context.Background())
	s.stop = stop
	s.running.Go(func() {
		if err := s.loop.Run(ctx); err != nil {
			log.Error("follow", "error", err)
		}
	})
	return nil
}

// listen begins to answer at an address.
func (s *Server) listen(address string) error {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	s.URL = "http://" + listener.Addr().String()
	hs := api.NewHTTPServer(s.api.Handler())
	s.http = hs
	s.running.Go(func() { _ = hs.Serve(listener) })
	return nil
}

// Keep writes what was counted and releases what is over, as a server does now and
// then.
func (s *Server) Keep() {
	s.t.Helper()
	if err := s.api.Keep(context.Background()); err != nil {
		s.t.Fatalf("keep counts: %v", err)
	}
}

// Now is what the server takes for the time. The clock stands until it is set.
func (s *Server) Now() time.Time { return s.clock.get() }

// SetNow sets the server's clock.
func (s *Server) SetNow(now time.Time) {
	s.mine("SetNow")
	s.clock.set(now)
}

// Log is what the server has logged up to now, of every level.
func (s *Server) Log() string { return s.log.String() }

// Put writes entries, new or not, and waits until they can be found.
func (s *Server) Put(entries ...directory.Entry) {
	s.mine("Put")
	s.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if _, _, _, err := s.catalogue.PutAll(ctx, entries, "test", nil); err != nil {
		var p *problem.Error
		if errors.As(err, &p) {
			s.t.Fatalf("%v %+v", err, p.Fields)
		}
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
	if _, err := s.catalogue.Delete(ctx, key, directory.Edit{Author: "test"}); err != nil {
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
// and every connection is cut. What it knows stays; see [Server.Reopen].
func (s *Server) Close() {
	s.mine("Close")
	s.t.Helper()
	if err := s.http.Close(); err != nil {
		s.t.Error(err)
	}
}

// Reopen has a closed server answer again, at the same address.
func (s *Server) Reopen() {
	s.mine("Reopen")
	s.t.Helper()
	if err := s.listen(strings.TrimPrefix(s.URL, "http://")); err != nil {
		s.t.Fatal(err)
	}
}

// end stops everything, in the order of "walkin serve".
func (s *Server) end() error {
	s.api.Stop()
	err := s.http.Close()
	s.stop()
	s.running.Wait()
	s.api.Settle()
	return errors.Join(err, s.demand.Close(), s.referrals.Close(), s.office.Close(), s.index.Close(), s.catalogue.Close())
}
