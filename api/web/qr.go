package web

import (
	"fmt"
	"strconv"
	"strings"

	"rsc.io/qr"
)

// Code is a QR code to be drawn as one path, so that it prints sharp and needs
// no picture.
type Code struct {
	Size int    // of a side in modules, the quiet zone included
	Path string // of the dark modules
}

// quiet is the light margin without which readers do not find a code (ISO/IEC
// 18004, section 6.3.8), in modules.
const quiet = 4

// code makes the code of an address, with redundancy M: a sheet on a fridge is
// torn and stained.
func code(address string) (*Code, error) {
	c, err := qr.Encode(address, qr.M)
	if err != nil {
		return nil, fmt.Errorf("draw the code of a page: %w", err)
	}
	var path strings.Builder
	for y := range c.Size {
		for x := 0; x < c.Size; x++ {
			if !c.Black(x, y) {
				continue
			}
			from := x
			for x+1 < c.Size && c.Black(x+1, y) {
				x++
			}
			length := strconv.Itoa(x + 1 - from)
			path.WriteString("M" + strconv.Itoa(from+quiet) + " " + strconv.Itoa(y+quiet) + "h" + length + "v1h-" + length + "z")
		}
	}
	return &Code{Size: c.Size + 2*quiet, Path: path.String()}, nil
}

// code gives the code of the page, in whatever language its reader has; nil
// where the program does not know the address by which the public reaches it.
// The name by which this one request reached it is only the client's word.
func (p Page) code(query string) (*Code, error) {
	if p.Home == "" {
		return nil, nil
	}
	return code(p.Home + p.Path + query)
}
