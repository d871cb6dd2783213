package picture

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"sync"

	"golang.org/x/image/draw"

	"walkin/internal/problem"
)

// Limits of what is read.
const (
	MaxInput  = 15 << 20   // bytes
	MaxSide   = 12_000     // pixels
	MinSide   = 100        // pixels; less shows nobody a door
	MaxPixels = 50_000_000 //
	// maxDecoded bounds what a picture takes up in memory once it is read, in
	// bytes: 50 megapixels of 8 bits and 25 of 16.
	maxDecoded = 4 * MaxPixels
	// maxScans bounds how often a JPEG may go over all its pixels. Files of
	// cameras do it once and progressive ones some ten times; one that is made
	// to be slow does it a hundred thousand times.
	maxScans = 200
)

// Options say what is wanted. A zero value of a field stands for its default.
type Options struct {
	Width  int // pixels at the most; 1,200
	Height int // pixels at the most; 1,600
	Bytes  int // at the most; 40,000, the budget of a page for a photo (U30)
}

func (o Options) withDefaults() Options {
	if o.Width <= 0 {
		o.Width = 1200
	}
	if o.Height <= 0 {
		o.Height = 1600
	}
	if o.Bytes <= 0 {
		o.Bytes = 40_000
	}
	return o
}

// The qualities that are tried, best first, before a picture is made smaller.
var qualities = []int{85, 78, 70, 62, 55, 48, 40}

// turn lets one picture in at a time, so that many uploads at once take no more
// memory than one.
var turn sync.Mutex

// Clean reads a photo (JPEG or PNG, told by its first bytes and not by its
// name) and writes it anew as a JPEG: turned as its EXIF orientation says,
// scaled down to the width and height asked for but never up, what is
// transparent on white, and no larger than the bytes asked for. Nothing of the
// file but its pixels is kept; a colour profile is not, either.
//
// A file that is too large, is of another sort, is damaged, or would take up
// too much memory is Invalid, with a sentence for the person who sent it. Its
// measures are read before the rest.
func Clean(b []byte, o Options) (photo []byte, width, height int, err error) {
	o = o.withDefaults()
	if len(b) > MaxInput {
		return nil, 0, 0, problem.New(problem.Invalid, "The file is larger than %d MB.", MaxInput>>20)
	}
	f, err := open(b)
	if err != nil {
		return nil, 0, 0, err
	}
	turn.Lock()
	defer turn.Unlock()
	source, err := f.decode(bytes.NewReader(b))
	if err != nil {
		return nil, 0, 0, problem.Wrap(err, problem.Invalid, "The picture is damaged or cut off. Try to save it anew.")
	}
	if f.orientation.lies() {
		o.Width, o.Height = o.Height, o.Width
	}
	small := f.orientation.apply(scaled(source, o.Width, o.Height))
	return encode(small, o.Bytes)
}

// encode writes a picture within some bytes: at the best quality that fits, and
// where none does, smaller.
func encode(picture *image.RGBA, most int) ([]byte, int, int, error) {
	for full := picture; ; {
		size := picture.Bounds().Size()
		for _, quality := range qualities {
			var out bytes.Buffer
			if err := jpeg.Encode(&out, picture, &jpeg.Options{Quality: quality}); err != nil {
				return nil, 0, 0, problem.Wrap(err, problem.Invalid, "The picture cannot be written as a JPEG.")
			}
			if out.Len() <= most {
				return out.Bytes(), size.X, size.Y, nil
			}
		}
		smaller := image.Pt(size.X*4/5, size.Y*4/5)
		if smaller.X < 16 || smaller.Y < 16 {
			return nil, 0, 0, problem.New(problem.Invalid, "The picture cannot be made small enough.")
		}
		picture = scaled(full, smaller.X, smaller.Y)
	}
}

// scaled gives a picture on white that fits into a width and a height, and is
// no larger than it was. Halving first keeps the working memory of the last
// step small; each half is the mean of four pixels, so nothing is skipped.
func scaled(source image.Image, width, height int) *image.RGBA {
	to := fitting(source.Bounds().Size(), width, height)
	for size := source.Bounds().Size(); size.X >= 2*to.X && size.Y >= 2*to.Y; size = source.Bounds().Size() {
		half := image.NewRGBA(image.Rect(0, 0, (size.X+1)/2, (size.Y+1)/2))
		draw.ApproxBiLinear.Scale(half, half.Bounds(), source, source.Bounds(), draw.Src, nil)
		source = half
	}
	white := image.NewRGBA(image.Rectangle{Max: to})
	draw.Draw(white, white.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	if to == source.Bounds().Size() {
		draw.Draw(white, white.Bounds(), source, source.Bounds().Min, draw.Over)
	} else {
		draw.CatmullRom.Scale(white, white.Bounds(), source, source.Bounds(), draw.Over, nil)
	}
	return white
}

// fitting gives the size that something has which shall fit into a width and
// a height without another shape, at least one pixel each way.
func fitting(size image.Point, width, height int) image.Point {
	if size.X <= width && size.Y <= height {
		return size
	}
	if size.X*height > size.Y*width { // the width is what does not fit
		return image.Pt(width, max(1, (size.Y*width+size.X/2)/size.X))
	}
	return image.Pt(max(1, (size.X*height+size.Y/2)/size.Y), height)
}

// bytesOf is how many bytes a pixel takes up once it is read.
func bytesOf(m color.Model) int {
	switch m {
	case color.GrayModel:
		return 1
	case color.Gray16Model:
		return 2
	case color.YCbCrModel:
		return 3
	case color.RGBA64Model, color.NRGBA64Model:
		return 8
	}
	if _, palette := m.(color.Palette); palette {
		return 1
	}
	return 4
}

// decoders are those of the standard library for the two forms.
var (
	asJPEG = form{jpeg.DecodeConfig, jpeg.Decode}
	asPNG  = form{png.DecodeConfig, png.Decode}
)
