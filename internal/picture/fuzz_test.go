package picture_test

import (
	"encoding/binary"
	"testing"

	"walkin/internal/picture"
	"walkin/internal/problem"
)

// FuzzOrientation holds that any file whatever has one of the eight.
func FuzzOrientation(f *testing.F) {
	f.Add(append([]byte("\xff\xd8"), exif(binary.LittleEndian, 6, "")...))
	f.Add(append([]byte("\xff\xd8"), exif(binary.BigEndian, 8, "x")...))
	f.Add([]byte("\xff\xd8\xff\xe1\x00\x02"))
	f.Add([]byte("\xff\xd8\xff\xe1\x00\x10Exif\x00\x00II*\x00\xff\xff\xff\xff"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if o := picture.Orientation(b); o < 1 || o > 8 {
			t.Errorf("got %d", o)
		}
	})
}

// FuzzClean holds that whatever is sent is refused as invalid or gives a JPEG
// within the bytes.
func FuzzClean(f *testing.F) {
	f.Add(asJPEG(f, quarters(120, 100), exif(binary.LittleEndian, 6, "")))
	f.Add(asPNG(f, quarters(120, 100)))
	f.Add([]byte("<svg/>"))
	f.Fuzz(func(t *testing.T, b []byte) {
		photo, width, height, err := picture.Clean(b, picture.Options{Width: 64, Height: 64})
		if err != nil {
			if problem.KindOf(err) != problem.Invalid {
				t.Errorf("got %v", err)
			}
			return
		}
		if len(photo) > 40_000 || width > 64 || height > 64 || width < 1 || height < 1 {
			t.Errorf("got %d bytes, %d by %d", len(photo), width, height)
		}
	})
}
