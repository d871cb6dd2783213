package api

import (
	"github.com/labstack/echo/v4"

	"walkin/internal/directory"
)

// ListNetworks answers with a page of networks, by id.
func (s *Server) ListNetworks(c echo.Context, params ListNetworksParams) error {
	changes, next, err := s.page(c.Request().Context(), directory.Listing{
		Kind: directory.KindNetwork, After: said(params.After),
	}, params.Limit)
	if err != nil {
		return err
	}
	return public(c, NetworkPage{Networks: each(changes, network), Next: next}, keepWords)
}

// ReadNetwork answers with one network.
func (s *Server) ReadNetwork(c echo.Context, id EntryId) error {
	change, err := s.read(c.Request().Context(), directory.KindNetwork, id)
	if err != nil {
		return err
	}
	return entry(c, change, network(change), keepWords)
}

// network gives a network without what its assessors wrote about its places:
// that is between them.
func network(change directory.Change) Network {
	d := change.Entry.(*directory.Network)
	return Network{
		Id: d.ID, Name: d.Name, Description: text(d.Description), Countries: words[string](d.Countries),
		Contact: contact(d.Contact), Criteria: each(d.Criteria, criterion), Rules: networkRules(d.Rules), Provenance: provenance(d.Provenance),
		Updated: int64(change.Number), Revision: change.Revision,
	}
}

// networkRules gives what a network asks for; nothing if it asks nothing.
func networkRules(r directory.NetworkRules) *NetworkRules {
	if r == (directory.NetworkRules{}) {
		return nil
	}
	return &NetworkRules{Approval: r.Approval, StaleAfterDays: optional(r.StaleAfterDays), HideAfterDays: optional(r.HideAfterDays)}
}

func criterion(c directory.Criterion) Criterion {
	return Criterion{
		Id: c.ID, Text: required(c.Text), Promise: optionalWord[Promise](c.Promise), SourceUrl: optional(c.SourceURL),
	}
}
