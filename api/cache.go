package api

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"walkin/internal/directory"
)

// How long an answer may be kept without asking again.
const (
	keepOpen   = time.Minute     // what says whether a door is open
	keepWords  = 5 * time.Minute // what only a member of staff changes
	keepPlaces = 24 * time.Hour  // what only a new version changes
)

// encode writes an answer as JSON. The same value gives the same bytes; they
// hold until it is released.
func encode(value any) ([]byte, error) {
	if p, ok := value.(*page); ok {
		return p.encode()
	}
	return encodeJSON(value)
}

func release(value any) {
	if p, ok := value.(*page); ok {
		p.release()
	}
}

func encodeJSON(value any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false) // the type is application/json and nosniff
	if err := enc.Encode(value); err != nil {
		return nil, fmt.Errorf("encode answer: %w", err)
	}
	return b.Bytes(), nil
}

// private answers with what no cache may keep, not even the browser's own: a
// POST, since what a person asked and was told is nobody else's, and the state
// of the service.
func private(c echo.Context, value any) error {
	defer release(value)
	body, err := encode(value)
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	return send(c, http.StatusOK, echo.MIMEApplicationJSON, body)
}

// public answers a GET, to be kept by any cache for a time and then asked for
// again by its ETag.
func public(c echo.Context, value any, keep time.Duration) error {
	return tagged(c, "", value, keep)
}

// entry answers a GET of one entry of the catalogue. Its ETag begins with the
// revision and the number of its last change, so that a client can tell which
// state it has: "c3-941-…" is revision 3 of a centre.
func entry(c echo.Context, change directory.Change, value any, keep time.Duration) error {
	prefix := string(change.Key.Kind[0]) + strconv.Itoa(change.Revision) + "-" + strconv.FormatUint(change.Number, 10) + "-"
	return tagged(c, prefix, value, keep)
}

func tagged(c echo.Context, prefix string, value any, keep time.Duration) error {
	defer release(value)
	body, err := encode(value)
	if err != nil {
		return err
	}
	return unlessKnown(c, prefix, body, echo.MIMEApplicationJSON, keep)
}

// unlessKnown sends a body, or 304 to who has it already. The ETag is made of
// the bytes themselves: it changes when they do, be it by an edit, by the
// clock or by a new version of the program, and not before.
func unlessKnown(c echo.Context, prefix string, body []byte, contentType string, keep time.Duration) error {
	hash := sha256.Sum256(body)
	tag := `"` + prefix + hex.EncodeToString(hash[:8]) + `"`
	h := c.Response().Header()
	h.Set("ETag", tag)
	h.Set(echo.HeaderCacheControl, "public, max-age="+strconv.Itoa(int(keep.Seconds())))
	if known(c.Request().Header.Values("If-None-Match"), tag) {
		return c.NoContent(http.StatusNotModified)
	}
	return send(c, http.StatusOK, contentType, body)
}

// send sends a body with its length, which net/http does not know of a long
// one, and never of the answer to a HEAD.
func send(c echo.Context, status int, contentType string, body []byte) error {
	c.Response().Header().Set(echo.HeaderContentLength, strconv.Itoa(len(body)))
	return c.Blob(status, contentType, body)
}

// known says whether If-None-Match names a tag, by the weak comparison (RFC
// 9110, section 13.1.2). Our tags hold no comma, so a list can be cut at them.
func known(ifNoneMatch []string, tag string) bool {
	for _, line := range ifNoneMatch {
		for candidate := range strings.SplitSeq(line, ",") {
			candidate = strings.TrimSpace(candidate)
			if candidate == "*" || strings.TrimPrefix(candidate, "W/") == tag {
				return true
			}
		}
	}
	return false
}
