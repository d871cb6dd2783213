package api

import (
	"cmp"
	"context"
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"walkin/api/web/console"
	"walkin/internal/directory"
	"walkin/internal/staff"
)

// maxMine is how many places the first page of the console lists.
const maxMine = 500

// many is how many places a member has before none of them is taken for the one
// that is meant, and a list of them gets a field to narrow it.
const many = 20

// MyPlaces answers with the places that the member may do something with.
func (s *Server) MyPlaces(c echo.Context, page console.Page) error {
	mine, err := s.centresOf(c.Request().Context(), actorOf(c), staff.See)
	if err != nil {
		return err
	}
	view := console.Places{Page: page, MayEdit: slices.Contains(actorOf(c).Actions(), staff.Edit), MayCreate: mayCreate(actorOf(c))}
	view.Title, view.Here = page.Words.Say("part.places"), "places"
	view.Many = len(mine) > many
	for _, centre := range mine {
		complete := directory.CompletenessOf(centre)
		line := console.PlaceLine{
			Key: centre.Key(), Name: centre.Name, Where: centre.Location.Town,
			Score: complete.Score, Missing: complete.Missing[:min(3, len(complete.Missing))],
		}
		if at := centre.Provenance.VerifiedAt; at != nil {
			line.Verified = at.String()
		}
		view.All = append(view.All, line)
	}
	return s.showConsole(c, http.StatusOK, func(w io.Writer) error { return s.console.Places(w, view) })
}

// centresOf gives the centres with which a member may do something, by name: at
// most maxMine.
func (s *Server) centresOf(ctx context.Context, actor staff.Actor, do staff.Action) ([]*directory.Centre, error) {
	found := make(map[string]*directory.Centre)
	collect := func(listing directory.Listing) error {
		listing.Kind, listing.Limit = directory.KindCentre, maxMine
		changes, err := s.catalogue.Entries(ctx, listing)
		for _, change := range changes {
			if len(found) < maxMine {
				found[change.Key.ID] = change.Entry.(*directory.Centre)
			}
		}
		return err
	}
	var listings []directory.Listing
	if actor.Everywhere(do) {
		listings = append(listings, directory.Listing{})
	}
	for _, id := range actor.Over(staff.OverOrganisation, do) {
		listings = append(listings, directory.Listing{Organisation: id})
	}
	for _, id := range actor.Over(staff.OverNetwork, do) {
		listings = append(listings, directory.Listing{Network: id})
	}
	for _, id := range actor.Over(staff.OverMunicipality, do) {
		country, code, _ := strings.Cut(id, "-")
		listings = append(listings, directory.Listing{Country: country, Municipality: code})
	}
	for _, l := range listings {
		if err := collect(l); err != nil {
			return nil, err
		}
	}
	var keys []directory.Key
	for _, id := range actor.Over(staff.OverCentre, do) {
		keys = append(keys, directory.Key{Kind: directory.KindCentre, ID: id})
	}
	changes, err := s.catalogue.EntriesByKey(ctx, keys)
	if err != nil {
		return nil, err
	}
	for _, change := range changes {
		found[change.Key.ID] = change.Entry.(*directory.Centre)
	}
	mine := make([]*directory.Centre, 0, len(found))
	for _, centre := range found {
		mine = append(mine, centre)
	}
	compare := byName(actor.Lang)
	slices.SortFunc(mine, func(a, b *directory.Centre) int {
		return cmp.Or(compare(a.Name, b.Name), strings.Compare(a.ID, b.ID))
	})
	return mine, nil
}

// mayCreate says whether there is an organisation for which a member may begin a
// new place: who keeps one place only does not begin another.
func mayCreate(actor staff.Actor) bool {
	return actor.Everywhere(staff.Edit) || len(actor.Over(staff.OverOrganisation, staff.Edit))+len(actor.Over(staff.OverMunicipality, staff.Edit)) > 0
}
