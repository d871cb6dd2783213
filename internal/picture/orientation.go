package picture

import "image"

// orientation is how a camera was held: where the first row and the first
// column of the stored picture are in the one that was seen (Exif 2.32, 4.6.4).
type orientation int

const (
	upright         orientation = 1 // row at the top, column at the left
	lying           orientation = 5 // from here on rows are columns
	lastOrientation orientation = 8
)

// lies says whether width and height change places.
func (o orientation) lies() bool { return o >= lying }

// from gives where in the stored picture, of some size, the pixel at a place of
// the seen one is.
func (o orientation) from(x, y int, stored image.Point) (int, int) {
	right, bottom := stored.X-1, stored.Y-1
	switch o {
	case 2: // mirrored
		return right - x, y
	case 3: // upside down
		return right - x, bottom - y
	case 4: // mirrored in water
		return x, bottom - y
	case 5: // along the falling diagonal
		return y, x
	case 6: // to be turned a quarter clockwise
		return y, bottom - x
	case 7: // along the rising diagonal
		return right - y, bottom - x
	case 8: // to be turned a quarter counter-clockwise
		return right - y, x
	}
	return x, y
}

// apply gives the picture as it was seen.
func (o orientation) apply(stored *image.RGBA) *image.RGBA {
	if o == upright {
		return stored
	}
	size := stored.Bounds().Size()
	seen := image.NewRGBA(image.Rect(0, 0, size.X, size.Y))
	if o.lies() {
		seen = image.NewRGBA(image.Rect(0, 0, size.Y, size.X))
	}
	for y := range seen.Rect.Dy() {
		for x := range seen.Rect.Dx() {
			fromX, fromY := o.from(x, y, size)
			seen.SetRGBA(x, y, stored.RGBAAt(fromX, fromY))
		}
	}
	return seen
}
