package api

import (
	"crypto/rand"
	"errors"
	"io"
	"io/fs"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/labstack/echo/v4"

	"walkin/api/web/console"
	"walkin/internal/directory"
	"walkin/internal/picture"
	"walkin/internal/problem"
	"walkin/internal/staff"
)

// maxPhotos is how many photos a centre can have.
const maxPhotos = 8

// PhotosPage answers with the page of the photos of a centre.
func (s *Server) PhotosPage(c echo.Context, page console.Page) error {
	return s.showPhotos(c, page, http.StatusOK)
}

func (s *Server) showPhotos(c echo.Context, page console.Page, status int) error {
	change, err := s.recordFor(c, string(directory.KindCentre), c.Param("id"), staff.Edit)
	if err != nil {
		return err
	}
	centre := change.Entry.(*directory.Centre)
	page.Here, page.Title = "places", page.Words.Say("photo.title")+": "+centre.Name
	view := console.Photos{Page: page, ID: centre.ID, Revision: change.Revision, TextLang: textLang("", centre)}
	for _, p := range centre.Photos {
		alt, _ := p.Alt.Pick(page.Lang())
		view.Photos = append(view.Photos, console.PhotoLine{File: p.File, Src: "/photos/" + centre.ID + "/" + p.File, Shows: p.Shows, Alt: alt})
	}
	return s.showConsole(c, status, func(w io.Writer) error { return s.console.Photos(w, view) })
}

// AddPhoto takes a photo of the door or the room. What is kept is drawn anew
// from its pixels, small enough for a page (U30), so that nothing stays of what
// a camera writes beside them: where it was taken, when, by whose telephone.
func (s *Server) AddPhoto(c echo.Context, page console.Page) error {
	if _, err := s.recordFor(c, string(directory.KindCentre), c.Param("id"), staff.Edit); err != nil {
		return err
	}
	values, file, err := readUpload(c, "photo", picture.MaxInput)
	if err == nil {
		err = s.addPhoto(c, values, file)
	}
	if fault, ok := faultOf(page, err); ok {
		page.Remarks = fault
		return s.showPhotos(c, page, http.StatusBadRequest)
	}
	if err != nil {
		return err
	}
	return seeOther(c, consoleRoot+"/c/"+c.Param("id")+"/photos", "photo_added")
}

func (s *Server) addPhoto(c echo.Context, values url.Values, file []byte) error {
	if s.photos.folder == "" {
		return problem.New(problem.Conflict, "This server keeps no photos.")
	}
	alt := strings.TrimSpace(values.Get("alt"))
	if alt == "" {
		return invalidAt("/alt", "Say in words what the photo shows, for whoever cannot see it.")
	}
	body, _, _, err := picture.Clean(file, picture.Options{Bytes: maxPhoto})
	if err != nil {
		return err
	}
	// A name that tells nothing, and is never used twice: pages may keep it.
	name := strings.ToLower(rand.Text())[:16] + ".jpg"
	if err := s.photos.write(name, body); err != nil {
		return err
	}
	photo := directory.Photo{File: name, Shows: values.Get("shows"), Alt: directory.Text{values.Get("lang"): alt}}
	_, err = s.carry(c.Request().Context(), actorOf(c), s.rephotographed(c, values, func(photos []directory.Photo) ([]directory.Photo, error) {
		if len(photos) >= maxPhotos {
			return nil, problem.New(problem.Conflict, "There are %d photos already. Take one away first.", maxPhotos)
		}
		return append(photos, photo), nil
	}))
	if err != nil {
		_ = os.Remove(filepath.Join(s.photos.folder, name))
	}
	return err
}

// RemovePhoto takes a photo away from its centre. The file stays for those
// revisions that show it, and is served to nobody.
func (s *Server) RemovePhoto(c echo.Context, page console.Page) error {
	values, err := readForm(c)
	if err != nil {
		return err
	}
	done, err := s.carry(c.Request().Context(), actorOf(c), s.rephotographed(c, values, func(photos []directory.Photo) ([]directory.Photo, error) {
		var kept []directory.Photo
		for _, p := range photos {
			if p.File != values.Get("file") {
				kept = append(kept, p)
			}
		}
		return kept, nil
	}))
	if err != nil {
		return err
	}
	return seeOther(c, consoleRoot+"/c/"+c.Param("id")+"/photos", doneWord(done, "photo_removed"))
}

// rephotographed is the proposal to change the photos of a centre.
func (s *Server) rephotographed(c echo.Context, values url.Values, change func([]directory.Photo) ([]directory.Photo, error)) proposal {
	seen := revisionIn(values)
	return proposal{
		key: directory.Key{Kind: directory.KindCentre, ID: c.Param("id")}, by: directory.Edit{IfRevision: &seen},
		make: func(before directory.Entry) (directory.Entry, error) {
			centre := *before.(*directory.Centre)
			photos, err := change(append([]directory.Photo(nil), centre.Photos...))
			centre.Photos = photos
			return &centre, err
		},
	}
}

// write keeps a photo.
func (p photos) write(name string, body []byte) error {
	if err := os.MkdirAll(p.folder, 0o755); err != nil {
		return err
	}
	f, err := os.OpenFile(filepath.Join(p.folder, name), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return problem.New(problem.Unavailable, "The photo was not kept. Try again.")
	}
	if err != nil {
		return err
	}
	_, err = f.Write(body)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		_ = os.Remove(f.Name())
	}
	return err
}

// readUpload reads a posted form with one file of at most some bytes. It goes
// part by part and keeps everything in memory: nothing that somebody sends is
// written to a folder before it is looked at.
func readUpload(c echo.Context, field string, limit int) (url.Values, []byte, error) {
	r := c.Request()
	r.Body = http.MaxBytesReader(c.Response().Writer, r.Body, int64(limit)+maxBody)
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, nil, problem.New(problem.Invalid, "This address takes a form with a file.")
	}
	values, file := make(url.Values), []byte(nil)
	const maxParts = 50
	for range maxParts {
		part, err := parts.NextPart()
		if err == io.EOF {
			return values, file, nil
		}
		if err != nil {
			return nil, nil, uploadFault(err)
		}
		most := int64(maxBody)
		if part.FormName() == field {
			most = int64(limit)
		}
		body, err := readPart(part, most)
		if err != nil {
			return nil, nil, err
		}
		if part.FormName() == field {
			file = body
		} else {
			values.Add(part.FormName(), string(body))
		}
	}
	return nil, nil, problem.New(problem.Invalid, "The form has too many parts.")
}

func readPart(part *multipart.Part, most int64) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(part, most+1))
	if err != nil {
		return nil, uploadFault(err)
	}
	if int64(len(body)) > most {
		return nil, errFileTooLarge
	}
	return body, nil
}

var errFileTooLarge = problem.New(problem.Invalid, "The file is too large.")

func uploadFault(err error) error {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return errFileTooLarge
	}
	return problem.Wrap(err, problem.Invalid, "The form ended before it was complete.")
}
