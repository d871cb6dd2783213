package picture_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"slices"
	"testing"
)

// quarters is a picture whose quarters are red, green, blue and grey, clockwise
// from the top left.
func quarters(width, height int) *image.NRGBA {
	p := image.NewNRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			c := color.NRGBA{128, 128, 128, 255}
			switch {
			case x < width/2 && y < height/2:
				c = color.NRGBA{220, 30, 30, 255}
			case y < height/2:
				c = color.NRGBA{30, 200, 30, 255}
			case x >= width/2:
				c = color.NRGBA{30, 30, 220, 255}
			}
			p.SetNRGBA(x, y, c)
		}
	}
	return p
}

// noise is what no encoder makes small.
func noise(width, height int) *image.NRGBA {
	p, r := image.NewNRGBA(image.Rect(0, 0, width, height)), rand.New(rand.NewPCG(1, 2))
	for i := range p.Pix {
		p.Pix[i] = byte(r.Uint32()) | byte(i&3/3*255) // the fourth byte is opaque
	}
	return p
}

func asJPEG(tb testing.TB, p image.Image, segments ...[]byte) []byte {
	tb.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, p, &jpeg.Options{Quality: 90}); err != nil {
		tb.Fatal(err)
	}
	return slices.Concat(out.Bytes()[:2], slices.Concat(segments...), out.Bytes()[2:])
}

func asPNG(tb testing.TB, p image.Image) []byte {
	tb.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, p); err != nil {
		tb.Fatal(err)
	}
	return out.Bytes()
}

// segment is one segment of a JPEG.
func segment(marker byte, content []byte) []byte {
	return slices.Concat([]byte{0xff, marker}, binary.BigEndian.AppendUint16(nil, uint16(len(content)+2)), content)
}

// exif is an APP1 segment with an orientation and, if it is named, a position
// with a text.
func exif(order binary.AppendByteOrder, orientation uint16, position string) []byte {
	tiff := []byte("II*\x00")
	if order == binary.AppendByteOrder(binary.BigEndian) {
		tiff = []byte("MM\x00*")
	}
	entry := func(tag, kind uint16, count uint32, value []byte) {
		tiff = order.AppendUint32(order.AppendUint16(order.AppendUint16(tiff, tag), kind), count)
		tiff = append(tiff, append(value, 0, 0, 0, 0)[:4]...)
	}
	tiff = order.AppendUint16(order.AppendUint32(tiff, 8), 3)
	entry(0x010f, 2, 4, []byte("ABC"))
	entry(0x0112, 3, 1, order.AppendUint16(nil, orientation))
	entry(0x8825, 4, 1, order.AppendUint32(nil, 50)) // where the GPS directory begins
	tiff = order.AppendUint32(tiff, 0)
	tiff = order.AppendUint16(tiff, 1)
	entry(0x001b, 2, uint32(len(position)), order.AppendUint32(nil, 68))
	tiff = append(order.AppendUint32(tiff, 0), position...)
	return segment(0xe1, append([]byte("Exif\x00\x00"), tiff...))
}

// claiming is a PNG that says it has some size and kind of colour, and has
// hardly any pixels.
func claiming(width, height uint32, bits, colour byte) []byte {
	head := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32([]byte("IHDR"), width), height)
	head = append(head, bits, colour, 0, 0, 0)
	b := binary.BigEndian.AppendUint32([]byte("\x89PNG\r\n\x1a\n"), 13)
	return binary.BigEndian.AppendUint32(append(b, head...), crc32.ChecksumIEEE(head))
}

// claimingJPEG is one that says it has some size, in a frame of some marker.
func claimingJPEG(marker byte, width, height uint16, components byte) []byte {
	frame := []byte{8}
	frame = binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint16(frame, height), width)
	frame = append(frame, components)
	for i := range components {
		frame = append(frame, i+1, 0x11, 0)
	}
	return slices.Concat([]byte("\xff\xd8"), segment(marker, frame), []byte("\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00"))
}
