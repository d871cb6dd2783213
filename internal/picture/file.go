package picture

import (
	"bytes"
	"image"
	"io"

	"walkin/internal/problem"
)

// form is how a sort of file is read.
type form struct {
	measure func(io.Reader) (image.Config, error)
	decode  func(io.Reader) (image.Image, error)
}

// file is a picture of which no pixel has been read yet.
type file struct {
	form
	orientation orientation
}

var (
	jpegBegins = []byte("\xff\xd8\xff")
	pngBegins  = []byte("\x89PNG\r\n\x1a\n")
	startScan  = []byte("\xff\xda")
)

// open looks at the first bytes and the measures of a file and refuses what
// is not read here.
func open(b []byte) (*file, error) {
	f := &file{form: asPNG, orientation: upright}
	grows := 0 // bytes a pixel that are needed while it is read
	switch {
	case bytes.HasPrefix(b, jpegBegins):
		f.form = asJPEG
		h := readHead(b)
		f.orientation = h.orientation
		if h.progressive {
			// Its coefficients, of 4 bytes each, are kept until the last scan.
			grows = 4 * max(1, h.components)
		}
		if bytes.Count(b, startScan) > maxScans {
			return nil, problem.New(problem.Invalid, "The picture goes over its pixels too often to be read. Try to save it anew.")
		}
	case !bytes.HasPrefix(b, pngBegins):
		return nil, problem.New(problem.Invalid, "%s Send the photo as JPEG or PNG.", problem.Sentence{Format: sortOf(b)})
	}
	size, err := f.measure(bytes.NewReader(b))
	switch {
	case err != nil:
		return nil, problem.Wrap(err, problem.Invalid, "The picture is damaged or cut off. Try to save it anew.")
	case size.Width > MaxSide || size.Height > MaxSide:
		return nil, problem.New(problem.Invalid, "The picture is %d by %d pixels; a side may have %d.", size.Width, size.Height, MaxSide)
	case size.Width*size.Height > MaxPixels:
		return nil, problem.New(problem.Invalid, "The picture is %d by %d pixels; %d million are read.", size.Width, size.Height, MaxPixels/1_000_000)
	case size.Width*size.Height*(bytesOf(size.ColorModel)+grows) > maxDecoded:
		return nil, problem.New(problem.Invalid, "The picture is too large for the way in which it is stored. Send a smaller one, or an ordinary JPEG.")
	case size.Width < MinSide || size.Height < MinSide:
		return nil, problem.New(problem.Invalid, "The picture is %d by %d pixels; less than %d show nothing.", size.Width, size.Height, MinSide)
	}
	return f, nil
}

// sortOf says in a sentence what a file is that is not read here.
func sortOf(b []byte) string {
	begins := func(s string) bool { return bytes.HasPrefix(b, []byte(s)) }
	switch text := bytes.TrimLeft(b[:min(len(b), 512)], "\xef\xbb\xbf \t\r\n"); {
	case len(b) == 0:
		return "The file is empty."
	case begins("GIF8"):
		return "This is a GIF."
	case begins("RIFF") && len(b) >= 12 && string(b[8:12]) == "WEBP":
		return "This is a WebP picture."
	case len(b) >= 12 && string(b[4:8]) == "ftyp":
		return "This is a HEIC or AVIF picture, or a film."
	case bytes.HasPrefix(text, []byte("<")):
		return "This is an SVG drawing or a page, which can hold a program."
	case begins("%PDF"):
		return "This is a PDF document."
	}
	return "This is not a photo that can be read."
}
