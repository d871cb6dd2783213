package api

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"walkin/internal/directory"
	"walkin/internal/problem"
	"walkin/internal/staff"
)

// maxRecord bounds an entry that is written, in bytes: the longest texts in
// three languages are a third of it.
const maxRecord = 256 << 10

// revisionTag finds the revision in an ETag of ours: "c3-941-…" is the third.
var revisionTag = regexp.MustCompile(`^"[a-z](\d{1,9})-[0-9a-z-]*"$`)

// errUnseen answers an edit that does not say what it was made on sight of.
var errUnseen = problem.InvalidFields("An edit says which state it was made on sight of.", []problem.Field{{
	Pointer: "If-Match", Detail: `Send the ETag of the entry as you read it, such as "c3-941-a1b2"; a new entry is PUT with If-None-Match: *.`,
}})

// seen reads which state of an entry an edit was made on sight of: If-Match
// with an ETag that the entry was given with, or If-None-Match: * for one that
// must not exist (RFC 9110, sections 13.1.1 and 13.1.2).
func seen(r *http.Request) (*int, error) {
	match, none := r.Header.Get("If-Match"), r.Header.Get("If-None-Match")
	if none == "*" && match == "" {
		zero := 0
		return &zero, nil
	}
	tag := revisionTag.FindStringSubmatch(match)
	if tag == nil {
		return nil, errUnseen
	}
	revision, err := strconv.Atoi(tag[1])
	return &revision, err
}

const maxIdempotencyKey = 100

// once reads the Idempotency-Key of a request, nil if there is none. The key
// is the member's own, and stands for this very request.
func once(r *http.Request, actor staff.Actor, body []byte) (*directory.Once, error) {
	key := r.Header.Get("Idempotency-Key")
	if key == "" {
		return nil, nil
	}
	if len(key) > maxIdempotencyKey {
		return nil, problem.InvalidFields("The request breaks a rule.", []problem.Field{{
			Pointer: "Idempotency-Key", Detail: fmt.Sprintf("A key has at most %d characters; a random UUID will do.", maxIdempotencyKey),
		}})
	}
	return &directory.Once{
		Key:     sha256.Sum256([]byte(actor.ID + "\n" + key)),
		Request: sha256.Sum256(fmt.Appendf(nil, "%s %s\n%s\n%s", r.Method, r.URL.Path, r.Header.Get("If-Match"), body)),
	}, nil
}

// readRecord reads the body of an edit: JSON of one of some types.
func readRecord(c echo.Context, types ...string) ([]byte, error) {
	r := c.Request()
	mediaType, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	fits := false
	for _, t := range types {
		fits = fits || t == mediaType
	}
	if err != nil || !fits || r.Header.Get("Content-Encoding") != "" {
		return nil, echo.NewHTTPError(http.StatusUnsupportedMediaType, "Send the body as Content-Type: "+strings.Join(types, " or ")+".")
	}
	body, err := io.ReadAll(http.MaxBytesReader(c.Response().Writer, r.Body, maxRecord))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return nil, errTooLarge
	case err != nil:
		return nil, problem.Wrap(err, problem.Invalid, "The body ended before it was complete.")
	}
	if _, err := parseJSON(body); err != nil { // members named twice, depth, UTF-8
		return nil, err
	}
	return body, nil
}

// put replaces an entry whole, or makes a new one.
func (s *Server) put(c echo.Context, kind directory.Kind, id string) error {
	body, err := readRecord(c, echo.MIMEApplicationJSON)
	if err != nil {
		return err
	}
	return s.edit(c, kind, id, body, true, func(directory.Entry) (directory.Entry, error) {
		e, err := directory.Decode(kind, body)
		if err != nil {
			return nil, err
		}
		if e.Key().ID != id {
			return nil, invalidAt("/id", "The id in the body is not that of the address.")
		}
		return e, nil
	})
}

// patch changes some fields of an entry (JSON Merge Patch, RFC 7386).
func (s *Server) patch(c echo.Context, kind directory.Kind, id string) error {
	body, err := readRecord(c, "application/merge-patch+json", echo.MIMEApplicationJSON)
	if err != nil {
		return err
	}
	return s.edit(c, kind, id, body, false, func(before directory.Entry) (directory.Entry, error) {
		return directory.Patch(before, body)
	})
}

// remove takes an entry out of the directory.
func (s *Server) remove(c echo.Context, kind directory.Kind, id string) error {
	return s.edit(c, kind, id, nil, false, func(directory.Entry) (directory.Entry, error) { return nil, nil })
}

// edit carries out an edit that came with its conditions in the header; only
// what may make something new takes If-None-Match.
func (s *Server) edit(c echo.Context, kind directory.Kind, id string, body []byte, creates bool, make func(directory.Entry) (directory.Entry, error)) error {
	actor, r := actorOf(c), c.Request()
	key, err := directory.ParseKey(string(kind) + ":" + id)
	if err != nil {
		return problem.New(problem.NotFound, "There is no %s with this id.", kind)
	}
	p := proposal{key: key, may: staff.Edit, make: make, draft: r.Header.Get("Prefer") == "draft"}
	p.by.IfRevision, err = seen(r)
	if p.creates = creates && err == nil && *p.by.IfRevision == 0; err == nil && !creates && *p.by.IfRevision == 0 {
		err = errUnseen
	}
	if err != nil {
		// Who may not edit it is told nothing about how.
		if _, hidden := s.present(r.Context(), actor, p); hidden != nil {
			return hidden
		}
		return err
	}
	if p.by.Once, err = once(r, actor, body); err != nil {
		return err
	}
	done, err := s.carry(r.Context(), actor, p)
	if err != nil {
		return err
	}
	return s.tell(c, done)
}

// tell answers an edit: with the record as it is now, with nothing for one
// that is gone, or with the draft that waits.
func (s *Server) tell(c echo.Context, done outcome) error {
	if done.draft != nil {
		return answerWith(c, http.StatusAccepted, s.draft(*done.draft))
	}
	c.Response().Header().Set("ETag", recordTag(done.change))
	if done.change.Deleted() {
		return c.NoContent(http.StatusNoContent)
	}
	status := http.StatusOK
	if done.change.Revision == 1 {
		status = http.StatusCreated
	}
	record, err := recordOf(done.change)
	if err != nil {
		return err
	}
	return answerWith(c, status, record)
}

// recordTag is the ETag of a record; its beginning is that of every form of
// the entry, see [entry].
func recordTag(change directory.Change) string {
	return fmt.Sprintf(`"%c%d-%d-record"`, change.Key.Kind[0], change.Revision, change.Number)
}

// answerWith answers staff with JSON that nobody keeps.
func answerWith(c echo.Context, status int, value any) error {
	body, err := encode(value)
	if err != nil {
		return err
	}
	return send(c, status, echo.MIMEApplicationJSON, body)
}

// The edits of each kind, by the names that they have in the contract.

func (s *Server) PutCentre(c echo.Context, id EntryId, _ PutCentreParams) error {
	return s.put(c, directory.KindCentre, id)
}
func (s *Server) PatchCentre(c echo.Context, id EntryId, _ PatchCentreParams) error {
	return s.patch(c, directory.KindCentre, id)
}
func (s *Server) DeleteCentre(c echo.Context, id EntryId, _ DeleteCentreParams) error {
	return s.remove(c, directory.KindCentre, id)
}
func (s *Server) PutActivity(c echo.Context, id EntryId, _ PutActivityParams) error {
	return s.put(c, directory.KindActivity, id)
}
func (s *Server) PatchActivity(c echo.Context, id EntryId, _ PatchActivityParams) error {
	return s.patch(c, directory.KindActivity, id)
}
func (s *Server) DeleteActivity(c echo.Context, id EntryId, _ DeleteActivityParams) error {
	return s.remove(c, directory.KindActivity, id)
}
func (s *Server) PutOrganisation(c echo.Context, id EntryId, _ PutOrganisationParams) error {
	return s.put(c, directory.KindOrganisation, id)
}
func (s *Server) PatchOrganisation(c echo.Context, id EntryId, _ PatchOrganisationParams) error {
	return s.patch(c, directory.KindOrganisation, id)
}
func (s *Server) DeleteOrganisation(c echo.Context, id EntryId, _ DeleteOrganisationParams) error {
	return s.remove(c, directory.KindOrganisation, id)
}
func (s *Server) PutNetwork(c echo.Context, id EntryId, _ PutNetworkParams) error {
	return s.put(c, directory.KindNetwork, id)
}
func (s *Server) PatchNetwork(c echo.Context, id EntryId, _ PatchNetworkParams) error {
	return s.patch(c, directory.KindNetwork, id)
}
func (s *Server) DeleteNetwork(c echo.Context, id EntryId, _ DeleteNetworkParams) error {
	return s.remove(c, directory.KindNetwork, id)
}
func (s *Server) PutHelpline(c echo.Context, id EntryId, _ PutHelplineParams) error {
	return s.put(c, directory.KindHelpline, id)
}
func (s *Server) PatchHelpline(c echo.Context, id EntryId, _ PatchHelplineParams) error {
	return s.patch(c, directory.KindHelpline, id)
}
func (s *Server) DeleteHelpline(c echo.Context, id EntryId, _ DeleteHelplineParams) error {
	return s.remove(c, directory.KindHelpline, id)
}
