package api

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"walkin/internal/directory"
)

// This file is the HTTP side that all feeds share: how a feed is sent, in one
// piece or as a stream, and when it need not be sent because the client has it.
// What a feed says is made by the packages below internal/feed.

// chunkTime is how long a client may take over each chunk of a stream. It
// stands in the place of the time for a whole answer, which a long feed to a
// slow client would not keep to.
const chunkTime = 30 * time.Second

// chunkSize is how much of a stream is gathered before it is sent, in bytes
// before compression. What fails before the first chunk is full is still
// answered with a problem.
const chunkSize = 64 << 10

// compressFrom is the length in bytes from which a body is worth compressing.
const compressFrom = 1 << 10

// feed is how a feed is sent.
type feed struct {
	contentType string
	keep        time.Duration // how long any cache may keep it without asking
	// newest is the last change of the catalogue when the feed was begun. A
	// stream has its ETag of the number, and any feed its Last-Modified of the
	// time. The zero value is a feed that rests on no change.
	newest directory.Change
	// depends names what the bytes depend on besides the catalogue, the address
	// that was asked for and the version of the program: the day, for a feed of
	// the coming weeks.
	depends []string
}

// newest gives the last change of all, the zero value if there was none. It is
// read before what it describes: a feed that is newer than its tag is fetched
// once more, one that is older would be stale for ever.
func (s *Server) newest(ctx context.Context) (directory.Change, error) {
	last, err := s.catalogue.LastChange(ctx)
	if err != nil || last == 0 {
		return directory.Change{}, err
	}
	changes, err := s.catalogue.ChangesAfter(ctx, last-1, 1)
	if err != nil || len(changes) == 0 {
		return directory.Change{}, err
	}
	return changes[0], nil
}

// sendFeed sends a feed that is small enough to hold. Its ETag is made of the
// bytes.
func (s *Server) sendFeed(c echo.Context, f feed, body []byte) error {
	hash := sha256.Sum256(body)
	if s.haveFeed(c, f, hex.EncodeToString(hash[:8])) {
		return c.NoContent(http.StatusNotModified)
	}
	if len(body) < compressFrom || !acceptsGzip(c.Request().Header) {
		return send(c, http.StatusOK, f.contentType, body)
	}
	c.Response().Header().Set(echo.HeaderContentEncoding, "gzip")
	return send(c, http.StatusOK, f.contentType, zipped(body))
}

// streamFeed sends a feed of any length in constant memory: write is called
// once, with a context that lasts as long as the client listens, and not at all
// if the client has the feed or asks for its header only.
//
// Its ETag is made of the number of the last change and of all else that the
// bytes depend on, so that a 304 costs one look into the log.
func (s *Server) streamFeed(c echo.Context, f feed, write func(ctx context.Context, w io.Writer) error) error {
	if s.haveFeed(c, f, s.streamTag(c, f)) {
		return c.NoContent(http.StatusNotModified)
	}
	return s.stream(c, f.contentType, write)
}

// streamPrivate sends the answer to a POST as a stream. No cache may keep it.
func (s *Server) streamPrivate(c echo.Context, contentType string, write func(ctx context.Context, w io.Writer) error) error {
	h := c.Response().Header()
	h.Set(echo.HeaderVary, echo.HeaderAcceptEncoding)
	h.Set(echo.HeaderCacheControl, "no-store")
	return s.stream(c, contentType, write)
}

// stream sends what write writes, in chunks.
func (s *Server) stream(c echo.Context, contentType string, write func(ctx context.Context, w io.Writer) error) error {
	h := c.Response().Header()
	h.Set(echo.HeaderContentType, contentType)
	if c.Request().Method == http.MethodHead {
		return c.NoContent(http.StatusOK)
	}
	// The limits on a whole answer end here; from now on each chunk has one.
	// A server that cannot do that (one in a test) has no limits either.
	control := http.NewResponseController(c.Response())
	_ = control.SetReadDeadline(time.Time{})
	var to io.Writer = &chunks{c.Response(), control}
	var zip *gzip.Writer
	if acceptsGzip(c.Request().Header) {
		h.Set(echo.HeaderContentEncoding, "gzip")
		zip = zippers.Get().(*gzip.Writer)
		defer zippers.Put(zip)
		zip.Reset(to)
		to = zip
	}
	buffered := bufio.NewWriterSize(to, chunkSize)
	err := write(lasting(c), buffered)
	if err == nil {
		err = buffered.Flush()
	}
	if err == nil && zip != nil {
		err = zip.Close()
	}
	var gone *unsent
	switch {
	case err == nil:
		return nil
	case !c.Response().Committed:
		h.Del(echo.HeaderContentEncoding) // a problem follows, in plain JSON
	case !errors.As(err, &gone):
		s.logFailure(c, err)
	}
	return err
}

// chunks writes to a client that must take each chunk in time.
type chunks struct {
	to      io.Writer
	control *http.ResponseController
}

func (w *chunks) Write(b []byte) (int, error) {
	_ = w.control.SetWriteDeadline(time.Now().Add(chunkTime)) // of the connection, so by the machine's clock
	n, err := w.to.Write(b)
	if err != nil {
		err = &unsent{err}
	}
	return n, err
}

// unsent is the error of a chunk that the client did not take. It is no fault
// of ours.
type unsent struct{ cause error }

func (e *unsent) Error() string { return "send feed: " + e.cause.Error() }
func (e *unsent) Unwrap() error { return e.cause }

// haveFeed sets the headers of a feed and says whether the client has it
// already (RFC 9110, section 13.2.2: If-None-Match decides, where it is sent).
//
// The tag is weak, because the same one stands for the feed with and without
// compression.
func (s *Server) haveFeed(c echo.Context, f feed, tag string) bool {
	request, h := c.Request().Header, c.Response().Header()
	h.Set(echo.HeaderVary, echo.HeaderAcceptEncoding)
	h.Set(echo.HeaderCacheControl, "public, max-age="+strconv.Itoa(int(f.keep.Seconds())))
	h.Set("ETag", `W/"`+tag+`"`)
	modified := f.newest.At.Truncate(time.Second)
	// A date has whole seconds: as long as another change may still fall into
	// the same one, it says nothing.
	dated := !f.newest.At.IsZero() && len(f.depends) == 0 && s.now().Sub(modified) >= 2*time.Second
	if dated {
		h.Set(echo.HeaderLastModified, modified.UTC().Format(http.TimeFormat))
	}
	if tags := request.Values("If-None-Match"); len(tags) > 0 {
		return known(tags, `"`+tag+`"`)
	}
	since, err := http.ParseTime(request.Get(echo.HeaderIfModifiedSince))
	return dated && err == nil && !modified.After(since)
}

// streamTag is the number of the last change, for people, and a hash of all
// that the bytes depend on.
func (s *Server) streamTag(c echo.Context, f feed) string {
	hash := sha256.New()
	u := c.Request().URL
	fmt.Fprintf(hash, "%q", append([]string{s.version, s.base(c), u.Path, u.Query().Encode()}, f.depends...))
	return strconv.FormatUint(f.newest.Number, 10) + "-" + hex.EncodeToString(hash.Sum(nil)[:8])
}

// base gives what stands before the absolute addresses in a feed, such as
// "https://walkin.example": the configured one, else that of the request.
// Https is believed of a connection that is, or of a trusted proxy that says
// so. A Host that is no host is not repeated.
func (s *Server) base(c echo.Context) string {
	if s.baseURL != "" {
		return s.baseURL
	}
	r, scheme, host := c.Request(), "http", c.Request().Host
	if r.TLS != nil || s.fromTrustedProxy(r) && r.Header.Get(echo.HeaderXForwardedProto) == "https" {
		scheme = "https"
	}
	if !plausibleHost(host) {
		host = "localhost"
	}
	return scheme + "://" + host
}

// plausibleHost says whether a Host header is a name or an address, perhaps
// with a port, and nothing that means more in JSON, XML or an address.
func plausibleHost(host string) bool {
	return host != "" && len(host) <= 255 && strings.Trim(host,
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:[]") == ""
}

// eachPage walks over the entries that a listing asks for, in the order of their
// ids, page by page: no transaction stays open while a slow client reads, and
// what a page refers to is looked up at once. Each entry comes once, as it stands
// when its page is read.
func (s *Server) eachPage(ctx context.Context, l directory.Listing, f func([]directory.Change) error) error {
	l.Limit = walkPage
	for {
		changes, err := s.catalogue.Entries(ctx, l)
		if err != nil {
			return err
		}
		if err := f(changes); err != nil {
			return err
		}
		if len(changes) < l.Limit {
			return nil
		}
		l.After = changes[len(changes)-1].Key.ID
	}
}

// eachEntry is eachPage, entry by entry.
func (s *Server) eachEntry(ctx context.Context, l directory.Listing, f func(directory.Change) error) error {
	return s.eachPage(ctx, l, func(changes []directory.Change) error {
		for _, change := range changes {
			if err := f(change); err != nil {
				return err
			}
		}
		return nil
	})
}

// walkPage is how many entries a walk reads at a time: some 2 MB.
const walkPage = 500

// zippers are kept because a new one takes most of a megabyte. They are set to
// the fastest compression: a feed is made more often than it is kept.
var zippers = sync.Pool{New: func() any {
	z, _ := gzip.NewWriterLevel(nil, gzip.BestSpeed) // the level is a valid one
	return z
}}

func zipped(body []byte) []byte {
	z := zippers.Get().(*gzip.Writer)
	defer zippers.Put(z)
	var b bytes.Buffer
	z.Reset(&b)
	_, _ = z.Write(body) // into memory nothing fails
	_ = z.Close()
	return b.Bytes()
}

// acceptsGzip says whether a client takes gzip (RFC 9110, section 12.5.3). One
// that sends no header might, but did not say so.
func acceptsGzip(h http.Header) bool {
	anything := false
	for _, line := range h.Values(echo.HeaderAcceptEncoding) {
		for coding := range strings.SplitSeq(line, ",") {
			name, weight, _ := strings.Cut(coding, ";")
			switch strings.ToLower(strings.TrimSpace(name)) {
			case "gzip", "x-gzip":
				return !zero(weight)
			case "*":
				anything = !zero(weight)
			}
		}
	}
	return anything
}

// zero says whether a weight ("q=0.000") is nothing.
func zero(weight string) bool {
	q, ok := strings.CutPrefix(strings.ToLower(strings.ReplaceAll(weight, " ", "")), "q=")
	return ok && strings.Trim(q, "0.") == ""
}
