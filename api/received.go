package api

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"walkin/internal/intake"
	"walkin/internal/problem"
)

// received is a list as somebody sent it, and what they said of it.
type received struct {
	file         []byte
	organisation string
	kind         string
	country      string
	lang         string
	topics       []string
	sheet        string
	complete     bool
}

// maxReceived bounds the body of an import: the file, and what a form puts
// around it.
const maxReceived = intake.MaxBytes + 64<<10

var (
	errListTooLarge = echo.NewHTTPError(http.StatusRequestEntityTooLarge, "A list has at most 10 MB.")
	errListType     = echo.NewHTTPError(http.StatusUnsupportedMediaType, "Send the list as the field file of multipart/form-data, or as it is with Content-Type: application/octet-stream; not compressed.")
)

// listTypes are the types under which a list may come as it is. Which format
// it has is seen from its bytes.
var listTypes = []string{
	"application/octet-stream", "text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	"application/geo+json", "application/x-ndjson",
}

// receive reads the body of an import: a form, or the list itself.
func receive(c echo.Context) (received, error) {
	r := c.Request()
	mediaType, parameters, err := mime.ParseMediaType(r.Header.Get(echo.HeaderContentType))
	if err != nil || r.Header.Get(echo.HeaderContentEncoding) != "" {
		return received{}, errListType
	}
	if r.ContentLength > maxReceived {
		return received{}, errListTooLarge
	}
	body := http.MaxBytesReader(c.Response().Writer, r.Body, maxReceived)
	switch {
	case mediaType == echo.MIMEMultipartForm && parameters["boundary"] != "":
		return receiveForm(multipart.NewReader(body, parameters["boundary"]))
	case slices.Contains(listTypes, mediaType):
		file, err := receivePart(body, r.ContentLength, intake.MaxBytes)
		return received{file: file}, err
	}
	return received{}, errListType
}

const (
	maxParts     = 12
	maxFieldSize = 1000 // bytes
)

// receiveForm reads the fields of a form, each once.
func receiveForm(form *multipart.Reader) (received, error) {
	var u received
	given := make(map[string]bool)
	for range maxParts {
		part, err := form.NextRawPart()
		if errors.Is(err, io.EOF) {
			return u, nil
		}
		if err != nil {
			return u, brokenList(err)
		}
		name := part.FormName()
		if given[name] {
			return u, invalidAt("/"+escapePointer(name), "This is given twice.")
		}
		given[name] = true
		if name == "file" {
			if u.file, err = receivePart(part, -1, intake.MaxBytes); err != nil {
				return u, err
			}
			continue
		}
		value, err := receivePart(part, -1, maxFieldSize)
		if err == error(errListTooLarge) {
			err = invalidAt("/"+escapePointer(name), "This is longer than anything that stands here.")
		}
		if err == nil && !utf8.Valid(value) {
			err = invalidAt("/"+escapePointer(name), "This is not valid UTF-8.")
		}
		if err == nil {
			err = u.set(name, strings.TrimSpace(string(value)))
		}
		if err != nil {
			return u, err
		}
	}
	return u, problem.New(problem.Invalid, "The form has more fields than there are.")
}

// set takes a field of the form.
func (u *received) set(name, value string) error {
	switch name {
	case "organisation":
		u.organisation = value
	case "kind":
		u.kind = value
	case "country":
		u.country = value
	case "lang":
		u.lang = value
	case "sheet":
		u.sheet = value
	case "topics":
		u.topics = strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == ' ' })
	case "complete":
		if value != "yes" && value != "no" && value != "" {
			return invalidAt("/complete", "Expected here: yes or no.")
		}
		u.complete = value == "yes"
	default:
		return invalidAt("/"+escapePointer(name), "There is no such field here. Known are: file, organisation, kind, country, lang, topics, complete, sheet.")
	}
	return nil
}

// receivePart reads something to its end and refuses more than a limit.
func receivePart(r io.Reader, size int64, limit int) ([]byte, error) {
	var b bytes.Buffer
	if size > 0 {
		b.Grow(int(min(size, int64(limit))) + bytes.MinRead)
	}
	n, err := b.ReadFrom(io.LimitReader(r, int64(limit)+1))
	if err != nil {
		return nil, brokenList(err)
	}
	if n > int64(limit) {
		return nil, errListTooLarge
	}
	return b.Bytes(), nil
}

func brokenList(err error) error {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return errListTooLarge
	}
	return problem.Wrap(err, problem.Invalid, "The body ended before it was complete, or is no form.")
}
