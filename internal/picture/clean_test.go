package picture_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"strings"
	"testing"

	"walkin/internal/picture"
	"walkin/internal/problem"
)

// cleaned cleans a photo and reads what came out, which must be a JPEG of the
// size it says and within the bytes.
func cleaned(t *testing.T, b []byte, o picture.Options) (image.Image, []byte) {
	t.Helper()
	photo, width, height, err := picture.Clean(b, o)
	if err != nil {
		t.Fatal(err)
	}
	most := o.Bytes
	if most == 0 {
		most = 40_000
	}
	if len(photo) > most {
		t.Errorf("it has %d bytes, more than %d", len(photo), most)
	}
	p, err := jpeg.Decode(bytes.NewReader(photo))
	if err != nil {
		t.Fatal(err)
	}
	if p.Bounds().Size() != image.Pt(width, height) {
		t.Errorf("it is %v and says %d by %d", p.Bounds(), width, height)
	}
	return p, photo
}

func TestSizes(t *testing.T) {
	for name, c := range map[string]struct {
		width, height int
		options       picture.Options
		want          image.Point
	}{
		"a small one stays as it is":          {640, 480, picture.Options{}, image.Pt(640, 480)},
		"a wide one is made as wide as asked": {2400, 1000, picture.Options{}, image.Pt(1200, 500)},
		"a large one is halved first":         {3000, 2250, picture.Options{}, image.Pt(1200, 900)},
		"a high one is made as high as asked": {400, 3200, picture.Options{}, image.Pt(200, 1600)},
		"other sizes may be asked for":        {640, 480, picture.Options{Width: 320, Height: 100}, image.Pt(133, 100)},
		"the smallest that is read":           {100, 100, picture.Options{}, image.Pt(100, 100)},
	} {
		t.Run(name, func(t *testing.T) {
			p, _ := cleaned(t, asJPEG(t, quarters(c.width, c.height)), c.options)
			if got := p.Bounds().Size(); got != c.want {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

// What hardly can be made smaller loses quality first and then size, and keeps
// its shape.
func TestNoiseIsMadeToFit(t *testing.T) {
	p, _ := cleaned(t, asPNG(t, noise(800, 600)), picture.Options{})
	size := p.Bounds().Size()
	if size.X >= 800 || size.X < 100 {
		t.Errorf("it is %v", size)
	}
	if ratio := float64(size.X) / float64(size.Y); ratio < 1.32 || ratio > 1.35 {
		t.Errorf("its sides are as %.3f to 1", ratio)
	}
	if _, _, _, err := picture.Clean(asPNG(t, noise(200, 200)), picture.Options{Bytes: 100}); problem.KindOf(err) != problem.Invalid {
		t.Errorf("what cannot be made to fit gives %v", err)
	}
}

// A photo is shown as it was seen, however the camera was held.
func TestThePhotoIsTheRightWayUp(t *testing.T) {
	red, green, blue, grey := "red", "green", "blue", "grey"
	for o, want := range map[uint16][4]string{ // clockwise from the top left
		0: {red, green, blue, grey}, // no such orientation
		1: {red, green, blue, grey},
		2: {green, red, grey, blue},
		3: {blue, grey, red, green},
		4: {grey, blue, green, red},
		5: {red, grey, blue, green},
		6: {grey, red, green, blue},
		7: {blue, green, red, grey},
		8: {green, blue, grey, red},
		9: {red, green, blue, grey},
	} {
		for name, order := range map[string]binary.AppendByteOrder{"little end first": binary.LittleEndian, "big end first": binary.BigEndian} {
			t.Run(fmt.Sprintf("%d, %s", o, name), func(t *testing.T) {
				p, _ := cleaned(t, asJPEG(t, quarters(320, 200), exif(order, o, "")), picture.Options{Width: 300})
				size, wide := p.Bounds().Size(), image.Pt(300, 188)
				if lying := o >= 5 && o <= 8; lying {
					wide = image.Pt(200, 320)
				}
				if size != wide {
					t.Errorf("it is %v, want %v", size, wide)
				}
				x, y := size.X/4, size.Y/4
				got := [4]string{colourAt(p, x, y), colourAt(p, 3*x, y), colourAt(p, 3*x, 3*y), colourAt(p, x, 3*y)}
				if got != want {
					t.Errorf("got %v, want %v", got, want)
				}
			})
		}
	}
}

func colourAt(p image.Image, x, y int) string {
	c := color.NRGBAModel.Convert(p.At(x, y)).(color.NRGBA)
	switch {
	case c.R > 170 && c.G < 90:
		return "red"
	case c.G > 150 && c.R < 90:
		return "green"
	case c.B > 170 && c.R < 90:
		return "blue"
	}
	return "grey"
}

func TestWhatIsTransparentIsWhite(t *testing.T) {
	clear := image.NewNRGBA(image.Rect(0, 0, 300, 200))
	for name, o := range map[string]picture.Options{"as it is": {}, "scaled": {Width: 200}, "halved": {Width: 100}} {
		p, _ := cleaned(t, asPNG(t, clear), o)
		if r, g, b, _ := p.At(50, 30).RGBA(); r>>8 < 250 || g>>8 < 250 || b>>8 < 250 {
			t.Errorf("%s: it is %d %d %d", name, r>>8, g>>8, b>>8)
		}
	}
}

// Nothing is left of what a camera, a program or a joker wrote beside the
// pixels.
func TestNothingButThePixelsIsKept(t *testing.T) {
	const marker = "MARKERWORD"
	dirty := asJPEG(t, quarters(320, 200),
		exif(binary.LittleEndian, 1, marker+" 55.4N 10.4E"),
		segment(0xe1, []byte("http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta>"+marker+"</x:xmpmeta>")),
		segment(0xe2, []byte("ICC_PROFILE\x00\x01\x01"+marker)),
		segment(0xed, []byte("Photoshop 3.0\x00"+marker)),
		segment(0xfe, []byte(marker)))
	dirty = append(dirty, "PK\x03\x04<script>"+marker+"</script>"...)
	if bytes.Count(dirty, []byte(marker)) != 6 {
		t.Fatal("the markers are not in the file")
	}
	_, photo := cleaned(t, dirty, picture.Options{})
	for _, left := range []string{marker, "Exif", "xmp", "ICC", "Photoshop", "script", "PK\x03\x04"} {
		if bytes.Contains(photo, []byte(left)) {
			t.Errorf("%q is left", left)
		}
	}
	// Segments of the application (APP0 to APP15) and comments there are none.
	for at := 2; at+4 <= len(photo) && photo[at] == 0xff && photo[at+1] != 0xda; at += 2 + int(binary.BigEndian.Uint16(photo[at+2:])) {
		if m := photo[at+1]; m >= 0xe0 && m <= 0xef || m == 0xfe {
			t.Errorf("there is a segment %x", m)
		}
	}
}

// X16 and X11: what is no photo, or is one made to do harm, is refused with a
// sentence and before it costs anything.
func TestX16HostilePicturesAreRefused(t *testing.T) {
	whole := asJPEG(t, quarters(320, 200))
	for name, c := range map[string]struct {
		file []byte
		says string
	}{
		"nothing":                  {nil, "empty"},
		"an SVG with a script":     {[]byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`), "SVG"},
		"an SVG after white space": {[]byte("\xef\xbb\xbf\n <?xml version=\"1.0\"?><svg/>"), "SVG"},
		"a page":                   {[]byte("<!doctype html><script>alert(1)</script>"), "page"},
		"a GIF":                    {[]byte("GIF89a\x01\x00\x01\x00"), "GIF"},
		"a GIF that is a script":   {[]byte("GIF89a=1;alert(1)"), "GIF"},
		"a WebP":                   {[]byte("RIFF\x10\x00\x00\x00WEBPVP8 "), "WebP"},
		"a HEIC":                   {[]byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00"), "HEIC"},
		"a PDF":                    {[]byte("%PDF-1.7"), "PDF"},
		"a program":                {[]byte("\x7fELF\x02\x01\x01"), "not a photo"},
		"the beginning of a JPEG":  {[]byte("\xff\xd8\xff"), "damaged"},
		"a JPEG cut off":           {whole[:len(whole)/2], "damaged"},
		"a JPEG with a page in it": {append([]byte("\xff\xd8\xff"), "<script>alert(1)</script>"...), "damaged"},
		"a PNG cut off":            {asPNG(t, quarters(320, 200))[:200], "damaged"},
		"one pixel":                {asPNG(t, quarters(1, 1)), "show nothing"},
		"a line":                   {asPNG(t, quarters(400, 1)), "show nothing"},
		"more bytes than are read": {append(whole, make([]byte, picture.MaxInput)...), "15 MB"},
		"a PNG of four thousand million pixels a side":                      {claiming(1<<31-1, 1<<31-1, 8, 6), "damaged"},
		"a PNG of 12,001 pixels a side":                                     {claiming(12_001, 100, 8, 6), "a side"},
		"a PNG of 51 megapixels":                                            {claiming(5100, 10_000, 8, 2), "million"},
		"a PNG of 30 megapixels of 16 bits":                                 {claiming(3000, 10_000, 16, 6), "stored"},
		"a PNG of no size":                                                  {claiming(0, 0, 8, 6), "damaged"},
		"a JPEG of 65,535 pixels a side":                                    {claimingJPEG(0xc0, 65_535, 65_535, 3), "a side"},
		"a progressive JPEG of 48 megapixels, which takes much more memory": {claimingJPEG(0xc2, 6000, 8000, 3), "stored"},
		"the same behind rubbish that a decoder skips":                      {with(claimingJPEG(0xc2, 6000, 8000, 3), 2, []byte("\xff\xfe\x00\x02\x00rubbish\xff\x00\xff\xff\xd0")), "stored"},
		"a JPEG that is scanned a thousand times":                           {with(whole, len(whole)-2, bytes.Repeat([]byte("\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00"), 1000)), "too often"},
	} {
		t.Run(name, func(t *testing.T) {
			photo, _, _, err := picture.Clean(c.file, picture.Options{})
			if photo != nil || problem.KindOf(err) != problem.Invalid || !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %d bytes, %v; want it refused with %q", len(photo), err, c.says)
			}
		})
	}
}

// with is a file with more put in at a place.
func with(b []byte, at int, more []byte) []byte {
	return append(append(append([]byte(nil), b[:at]...), more...), b[at:]...)
}
