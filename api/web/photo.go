package web

import "walkin/internal/directory"

// Photo is a picture of the door or the room that there is a file of. Width and
// height are those of the file, so that nothing jumps when it comes.
type Photo struct {
	Src           string
	Alt           directory.Text
	Width, Height int
}

// picture is the view of a photo.
type picture struct {
	Photo
	Says Said
}

func (w *Words) pictures(photos []Photo) []picture {
	var all []picture
	for _, p := range photos {
		all = append(all, picture{p, w.spoken(p.Alt)})
	}
	return all
}
