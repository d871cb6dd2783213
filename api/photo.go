package api

import (
	"bytes"
	"errors"
	"image"
	_ "image/jpeg" // photos are of these two forms
	_ "image/png"
	"io/fs"
	"os"
	"regexp"
	"slices"

	"github.com/labstack/echo/v4"

	"walkin/api/web"
	"walkin/internal/directory"
	"walkin/internal/problem"
)

// maxPhoto is how many bytes a photo may have: a page of a place shall open on
// a poor connection with an almost empty card (EXPERIENCE-AND-SAFETY, U30).
const maxPhoto = 40_000

// photos is the folder of the pictures of doors and rooms; the zero value has
// none.
type photos struct{ folder string }

// photoName is what a file may be called: no folder, no dot at the beginning,
// nothing that an address writes otherwise.
var photoName = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,98}\.(jpe?g|png)$`)

// photoTypes are the media types, by the names of package image.
var photoTypes = map[string]string{"jpeg": "image/jpeg", "png": "image/png"}

var errNoPhoto = problem.New(problem.NotFound, "There is no such photo.")

// read gives a photo with its size and media type. One that is too heavy, or
// is no picture, is none: the person who pays for it by the megabyte did not
// ask for it.
func (p photos) read(name string) (body []byte, size image.Config, kind string, err error) {
	if p.folder == "" || !photoName.MatchString(name) {
		return nil, size, "", errNoPhoto
	}
	root, err := os.OpenRoot(p.folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, size, "", errNoPhoto
	}
	if err != nil {
		return nil, size, "", err
	}
	defer func() { err = errors.Join(err, root.Close()) }()
	info, err := root.Stat(name)
	if errors.Is(err, fs.ErrNotExist) || err == nil && (!info.Mode().IsRegular() || info.Size() > maxPhoto) {
		return nil, size, "", errNoPhoto
	}
	if err != nil {
		return nil, size, "", err
	}
	if body, err = root.ReadFile(name); err != nil {
		return nil, size, "", err
	}
	size, form, err := image.DecodeConfig(bytes.NewReader(body))
	if err != nil || photoTypes[form] == "" || len(body) > maxPhoto || size.Width < 1 || size.Height < 1 {
		return nil, size, "", errNoPhoto
	}
	return body, size, photoTypes[form], nil
}

// of gives the photos of a centre that there are files of. Where there are
// none, nothing stands in their place.
func (p photos) of(c *directory.Centre) []web.Photo {
	var all []web.Photo
	for _, photo := range c.Photos {
		_, size, _, err := p.read(photo.File)
		if err != nil {
			continue // a page without a picture is better than none
		}
		all = append(all, web.Photo{
			Src: "/photos/" + c.ID + "/" + photo.File, Alt: photo.Alt, Width: size.Width, Height: size.Height,
		})
	}
	return all
}

// Photo serves a photo of a centre: only one that the public may see there,
// and so not the door of a place whose address is a secret.
func (s *Server) Photo(c echo.Context) error {
	change, err := s.read(c.Request().Context(), directory.KindCentre, c.Param("id"))
	if err != nil {
		return err
	}
	centre := change.Entry.(*directory.Centre).Public()
	name := c.Param("file")
	if !slices.ContainsFunc(centre.Photos, func(p directory.Photo) bool { return p.File == name }) {
		return errNoPhoto
	}
	body, _, kind, err := s.photos.read(name)
	if err != nil {
		return err
	}
	return unlessKnown(c, "", body, kind, keepPlaces)
}
