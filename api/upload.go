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

// upload is a list as somebody sent it, and what they said of it.
type upload struct {
	file         []byte
	organisation string
	kind         string
	country      string
	lang         string
	topics       []string
	sheet        string
	complete     bool
}

// maxUpload bounds the body of an import: the file, and what a form puts
// around it.
const maxUpload = intake.MaxBytes + 64<<10

var (
	errUploadTooLarge = echo.NewHTTPError(http.StatusRequestEntityTooLarge, "A list has at most 10 MB.")
	errUploadType     = echo.NewHTTPError(http.StatusUnsupportedMediaType, "Send the list as the field file of multipart/form-data, or as it is with Content-Type: application/octet-stream; not compressed.")
)

// uploadTypes are the types under which a list may come as it is. Which format
// it has is seen from its bytes.
var uploadTypes = []string{
	"application/octet-stream", "text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	"application/geo+json", "application/x-ndjson",
}

// readUpload reads the body of an import: a form, or the list itself.
func readUpload(c echo.Context) (upload, error) {
	r := c.Request()
	mediaType, parameters, err := mime.ParseMediaType(r.Header.Get(echo.HeaderContentType))
	if err != nil || r.Header.Get(echo.HeaderContentEncoding) != "" {
		return upload{}, errUploadType
	}
	if r.ContentLength > maxUpload {
		return upload{}, errUploadTooLarge
	}
	body := http.MaxBytesReader(c.Response().Writer, r.Body, maxUpload)
	switch {
	case mediaType == echo.MIMEMultipartForm && parameters["boundary"] != "":
		return readUploadForm(multipart.NewReader(body, parameters["boundary"]))
	case slices.Contains(uploadTypes, mediaType):
		file, err := readPart(body, r.ContentLength, intake.MaxBytes)
		return upload{file: file}, err
	}
	return upload{}, errUploadType
}

const (
	maxParts     = 12
	maxFieldSize = 1000 // bytes
)

// readUploadForm reads the fields of a form, each once.
func readUploadForm(form *multipart.Reader) (upload, error) {
	var u upload
	given := make(map[string]bool)
	for range maxParts {
		part, err := form.NextRawPart()
		if errors.Is(err, io.EOF) {
			return u, nil
		}
		if err != nil {
			return u, brokenUpload(err)
		}
		name := part.FormName()
		if given[name] {
			return u, invalidAt("/"+escapePointer(name), "This is given twice.")
		}
		given[name] = true
		if name == "file" {
			if u.file, err = readPart(part, -1, intake.MaxBytes); err != nil {
				return u, err
			}
			continue
		}
		value, err := readPart(part, -1, maxFieldSize)
		if err == error(errUploadTooLarge) {
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
func (u *upload) set(name, value string) error {
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

// readPart reads something to its end and refuses more than a limit.
func readPart(r io.Reader, size int64, limit int) ([]byte, error) {
	var b bytes.Buffer
	if size > 0 {
		b.Grow(int(min(size, int64(limit))) + bytes.MinRead)
	}
	n, err := b.ReadFrom(io.LimitReader(r, int64(limit)+1))
	if err != nil {
		return nil, brokenUpload(err)
	}
	if n > int64(limit) {
		return nil, errUploadTooLarge
	}
	return b.Bytes(), nil
}

func brokenUpload(err error) error {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return errUploadTooLarge
	}
	return problem.Wrap(err, problem.Invalid, "The body ended before it was complete, or is no form.")
}
