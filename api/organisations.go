package api

import (
	"github.com/labstack/echo/v4"

	"walkin/internal/directory"
)

// ListOrganisations answers with a page of organisations, by id.
func (s *Server) ListOrganisations(c echo.Context, params ListOrganisationsParams) error {
	changes, next, err := s.page(c.Request().Context(), directory.Listing{
		Kind: directory.KindOrganisation, After: said(params.After),
		Country: said(params.Country), Network: said(params.Network),
	}, params.Limit)
	if err != nil {
		return err
	}
	return public(c, OrganisationPage{Organisations: each(changes, organisation), Next: next}, keepWords)
}

// ReadOrganisation answers with one organisation.
func (s *Server) ReadOrganisation(c echo.Context, id EntryId) error {
	change, err := s.read(c.Request().Context(), directory.KindOrganisation, id)
	if err != nil {
		return err
	}
	return entry(c, change, organisation(change), keepWords)
}

func organisation(change directory.Change) Organisation {
	d := change.Entry.(*directory.Organisation)
	return Organisation{
		Id: d.ID, Name: d.Name, Kind: optional(d.Kind), Description: text(d.Description), Country: d.Country,
		Networks: optionalWords[string](d.Networks), Identifiers: identifiers(d.Identifiers), Basis: optionalWord[Basis](d.Basis),
		Contact: contact(d.Contact), Provenance: provenance(d.Provenance),
		Updated: int64(change.Number), Revision: change.Revision,
	}
}

func identifiers(numbers map[directory.Register]string) *map[string]string {
	if len(numbers) == 0 {
		return nil
	}
	wire := make(map[string]string, len(numbers))
	for register, number := range numbers {
		wire[string(register)] = number
	}
	return &wire
}
