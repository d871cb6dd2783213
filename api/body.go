package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"walkin/internal/problem"
)

const (
	maxBody  = 64 << 10 // bytes; a query with everything in it takes about 12 kB
	maxDepth = 8        // levels of JSON; the contract has four
)

// readBody reads the JSON body of a request: one value, in UTF-8, of at most
// 64 kB. The bytes are for the decoder, the value is for the contract.
func readBody(c echo.Context) ([]byte, any, error) {
	r := c.Request()
	if err := checkContentType(r.Header); err != nil {
		return nil, nil, err
	}
	if r.ContentLength > maxBody {
		return nil, nil, errTooLarge
	}
	body, err := io.ReadAll(http.MaxBytesReader(c.Response().Writer, r.Body, maxBody))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return nil, nil, errTooLarge
	case err != nil:
		return nil, nil, problem.Wrap(err, problem.Invalid, "The body ended before it was complete.")
	}
	value, err := parseJSON(body)
	return body, value, err
}

// errTooLarge and errMediaType are answers that HTTP has a status for and the
// kinds of problem have not.
var (
	errTooLarge  = echo.NewHTTPError(http.StatusRequestEntityTooLarge, "A body has at most 64 kB.")
	errMediaType = echo.NewHTTPError(http.StatusUnsupportedMediaType, "Send the body as Content-Type: application/json, in UTF-8 and not compressed.")
)

// checkContentType accepts application/json in UTF-8 and nothing else: other
// types can be sent from a foreign page without asking first (a CORS "simple"
// request).
func checkContentType(h http.Header) error {
	types := h.Values("Content-Type")
	if len(types) != 1 {
		return errMediaType
	}
	mediaType, parameters, err := mime.ParseMediaType(types[0])
	if err != nil || mediaType != "application/json" {
		return errMediaType
	}
	if charset, ok := parameters["charset"]; ok && !strings.EqualFold(charset, "utf-8") {
		return errMediaType
	}
	if encoding := h.Get("Content-Encoding"); encoding != "" && !strings.EqualFold(encoding, "identity") {
		return errMediaType
	}
	return nil
}

// parseJSON reads exactly one JSON value. It is stricter than encoding/json:
// text that is not UTF-8, a member named twice, a second value behind the
// first and deep nesting are refused, because each of them is silently lost or
// changed there.
func parseJSON(body []byte) (any, error) {
	if !utf8.Valid(body) {
		return nil, problem.New(problem.Invalid, "The body is not valid UTF-8.")
	}
	p := &jsonReader{dec: json.NewDecoder(bytes.NewReader(body))}
	p.dec.UseNumber()
	value, err := p.value("", 0)
	if err != nil {
		return nil, err
	}
	if _, err := p.dec.Token(); err != io.EOF {
		return nil, problem.New(problem.Invalid, "The body must hold one JSON value and nothing behind it.")
	}
	return value, nil
}

type jsonReader struct{ dec *json.Decoder }

// value reads the next value; pointer is where it stands.
func (p *jsonReader) value(pointer string, depth int) (any, error) {
	token, err := p.token()
	if err != nil {
		return nil, err
	}
	delim, ok := token.(json.Delim)
	if !ok {
		return token, nil
	}
	if depth == maxDepth {
		return nil, invalidAt(pointer, "This is nested too deeply.")
	}
	if delim == '[' {
		return p.array(pointer, depth)
	}
	return p.object(pointer, depth)
}

func (p *jsonReader) array(pointer string, depth int) (any, error) {
	list := []any{}
	for p.dec.More() {
		member, err := p.value(pointer, depth+1)
		if err != nil {
			return nil, err
		}
		list = append(list, member)
	}
	_, err := p.token()
	return list, err
}

func (p *jsonReader) object(pointer string, depth int) (any, error) {
	object := make(map[string]any)
	for p.dec.More() {
		key, err := p.token()
		if err != nil {
			return nil, err
		}
		name := key.(string) // the decoder gives nothing else here
		at := pointer + "/" + escapePointer(name)
		if _, twice := object[name]; twice {
			return nil, invalidAt(at, "This member is given twice.")
		}
		if object[name], err = p.value(at, depth+1); err != nil {
			return nil, err
		}
	}
	_, err := p.token()
	return object, err
}

// token reads a token. The decoder's own sentence quotes what it stumbled
// over, so it is not passed on.
func (p *jsonReader) token() (json.Token, error) {
	token, err := p.dec.Token()
	if err != nil {
		return nil, problem.New(problem.Invalid, "The body is not valid JSON, from about byte %d on.", p.dec.InputOffset())
	}
	return token, nil
}

func invalidAt(pointer, detail string) error {
	return problem.InvalidFields("The request breaks a rule.", []problem.Field{{Pointer: pointer, Detail: detail}})
}

// decode holds a body against the contract and fills a request from it.
func (s *Server) decode(operationID string, body []byte, value any, request any) error {
	var f faults
	f.hold(value, s.contract.operations[operationID].body, "")
	if err := problem.InvalidFields("The request breaks a rule.", f.fields); err != nil {
		return err
	}
	if err := json.Unmarshal(body, request); err != nil {
		return problem.Wrap(err, problem.Invalid, "The body does not have the form that the contract gives.")
	}
	return nil
}
