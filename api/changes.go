package api

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/labstack/echo/v4"

	"walkin/internal/directory"
)

// changeOnWire is [Change] with an entry that is encoded already.
type changeOnWire struct {
	Number   uint64          `json:"number"`
	Kind     directory.Kind  `json:"kind"`
	ID       string          `json:"id"`
	Revision int             `json:"revision"`
	At       time.Time       `json:"at"`
	Deleted  bool            `json:"deleted"`
	Entry    json.RawMessage `json:"entry,omitempty"`
}

// ListChanges answers with what changed after a number. Each entry is there
// once, at its last change: an earlier state may show an address that has been
// hidden since.
func (s *Server) ListChanges(c echo.Context, params ListChangesParams) error {
	limit := defaultPage
	if params.Limit != nil {
		limit = *params.Limit
	}
	ctx := c.Request().Context()
	f := feed{contentType: echo.MIMEApplicationJSON, keep: keepLast}
	var err error
	if f.newest, err = s.newest(ctx); err != nil {
		return err
	}
	after := uint64(said(params.After))
	changes, err := s.catalogue.LatestAfter(ctx, directory.Kinds, after, limit)
	if err != nil {
		return err
	}
	answer := struct {
		Changes []changeOnWire `json:"changes"`
		Next    uint64         `json:"next"`
		Last    uint64         `json:"last"`
	}{[]changeOnWire{}, after, f.newest.Number}
	for _, change := range changes {
		wire := changeOnWire{
			Number: change.Number, Kind: change.Key.Kind, ID: change.Key.ID, Revision: change.Revision,
			At: change.At, Deleted: change.Deleted(),
		}
		if !change.Deleted() {
			if wire.Entry, err = directory.Encode(directory.Public(change.Entry)); err != nil {
				return fmt.Errorf("list changes: %w", err)
			}
		}
		answer.Changes = append(answer.Changes, wire)
		answer.Next = change.Number
	}
	if len(changes) > 0 { // one may have come since
		answer.Last = max(answer.Last, answer.Next)
	}
	body, err := encodeJSON(answer)
	if err != nil {
		return err
	}
	return s.sendFeed(c, f, body)
}
