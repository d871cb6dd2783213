package picture

import "encoding/binary"

// head is what the beginning of a JPEG says that the standard library does not
// tell.
type head struct {
	orientation orientation
	progressive bool
	components  int
}

// Markers of JPEG (ITU-T T.81, table B.1).
const (
	restart0    = 0xd0
	restart7    = 0xd7
	endOfImage  = 0xd9
	startOfScan = 0xda
	app1        = 0xe1
	frame0      = 0xc0 // baseline
	frame1      = 0xc1 // extended
	frame2      = 0xc2 // progressive
)

// readHead goes from segment to segment up to the first scan, and over what
// lies between them in the same way as image/jpeg, so that the two cannot
// disagree on which segments there are. It never fails: what it cannot read,
// the decoder will not, either.
func readHead(b []byte) head {
	h := head{orientation: upright}
	for at := 2; at+2 <= len(b); {
		if b[at] != 0xff {
			at++
			continue
		}
		marker := b[at+1]
		at += 2
		if marker == 0 {
			continue
		}
		for marker == 0xff { // fill bytes
			if at >= len(b) {
				return h
			}
			marker = b[at]
			at++
		}
		if marker == endOfImage || marker == startOfScan {
			return h
		}
		if marker >= restart0 && marker <= restart7 {
			continue
		}
		if at+2 > len(b) {
			return h
		}
		length := int(binary.BigEndian.Uint16(b[at:]))
		if length < 2 || at+length > len(b) {
			return h
		}
		segment := b[at+2 : at+length]
		at += length
		switch marker {
		case frame0, frame1, frame2:
			h.progressive = marker == frame2
			if len(segment) >= 6 {
				h.components = int(segment[5])
			}
		case app1:
			if o := exifOrientation(segment); h.orientation == upright {
				h.orientation = o
			}
		}
	}
	return h
}

// exifOrientation reads the tag Orientation of an APP1 segment (Exif 2.32,
// 4.6.4; TIFF 6.0, section 2): upright where there is none or it makes no
// sense.
func exifOrientation(segment []byte) orientation {
	const mark, tag, short = "Exif\x00\x00", 0x0112, 3
	if len(segment) < len(mark)+8 || string(segment[:len(mark)]) != mark {
		return upright
	}
	tiff := segment[len(mark):]
	var order binary.ByteOrder = binary.LittleEndian
	switch string(tiff[:4]) {
	case "II*\x00":
	case "MM\x00*":
		order = binary.BigEndian
	default:
		return upright
	}
	directory := uint64(order.Uint32(tiff[4:]))
	if directory+2 > uint64(len(tiff)) {
		return upright
	}
	entries := tiff[directory+2:]
	for range order.Uint16(tiff[directory:]) {
		if len(entries) < 12 {
			return upright
		}
		if order.Uint16(entries) == tag && order.Uint16(entries[2:]) == short && order.Uint32(entries[4:]) == 1 {
			if o := orientation(order.Uint16(entries[8:])); o >= upright && o <= lastOrientation {
				return o
			}
			return upright
		}
		entries = entries[12:]
	}
	return upright
}
