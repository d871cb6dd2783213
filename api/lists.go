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
	"walkin/internal/intake"
	"walkin/internal/problem"
	"walkin/internal/staff"
)

// Imports answers with the page on which somebody sends a list.
func (s *Server) Imports(c echo.Context, page console.Page) error {
	return s.showImports(c, page, http.StatusOK, console.ImportForm{})
}

func (s *Server) showImports(c echo.Context, page console.Page, status int, form console.ImportForm) error {
	ctx, actor := c.Request().Context(), actorOf(c)
	view := console.Imports{Page: page, Form: form}
	view.Title, view.Here = page.Words.Say("import.title"), "import"
	var err error
	if view.Organisations, err = s.organisationsOf(ctx, actor); err != nil {
		return err
	}
	waiting, err := s.office.Previews(ctx)
	if err != nil {
		return err
	}
	for _, p := range waiting {
		approves, sees, err := s.importRights(ctx, actor, p)
		if err != nil {
			return err
		}
		if sees && (p.Member == actor.ID || approves && p.Held) {
			view.Waiting = append(view.Waiting, console.WaitingImport{PreviewHead: p, Name: s.organisationName(ctx, p.Organisation)})
		}
	}
	return s.showConsole(c, status, func(w io.Writer) error { return s.console.Imports(w, view) })
}

// organisationsOf gives the organisations whose lists a member may send, by
// name.
func (s *Server) organisationsOf(ctx context.Context, actor staff.Actor) ([]console.Named, error) {
	var found []console.Named
	if actor.Everywhere(staff.Edit) {
		for after := ""; ; {
			changes, err := s.catalogue.Entries(ctx, directory.Listing{Kind: directory.KindOrganisation, After: after, Limit: maxMine})
			if err != nil {
				return nil, err
			}
			for _, c := range changes {
				found = append(found, console.Named{ID: c.Key.ID, Name: c.Entry.(*directory.Organisation).Name})
			}
			if len(changes) < maxMine {
				break
			}
			after = changes[len(changes)-1].Key.ID
		}
	} else {
		for _, id := range actor.Over(staff.OverOrganisation, staff.Edit) {
			change, err := s.catalogue.Entry(ctx, directory.Key{Kind: directory.KindOrganisation, ID: id})
			if unknown(err) {
				continue
			}
			if err != nil {
				return nil, err
			}
			found = append(found, console.Named{ID: id, Name: change.Entry.(*directory.Organisation).Name})
		}
	}
	compare := byName(actor.Lang)
	slices.SortFunc(found, func(a, b console.Named) int {
		return cmp.Or(compare(a.Name, b.Name), strings.Compare(a.ID, b.ID))
	})
	return found, nil
}

// organisationName gives the name of an organisation, else its id.
func (s *Server) organisationName(ctx context.Context, id string) string {
	change, err := s.catalogue.Entry(ctx, directory.Key{Kind: directory.KindOrganisation, ID: id})
	if o, ok := change.Entry.(*directory.Organisation); ok && err == nil {
		return o.Name
	}
	return id
}

// SendList finds out what a list would do and leads to the page that shows it.
func (s *Server) SendList(c echo.Context, page console.Page) error {
	u, err := receive(c)
	form := console.ImportForm{Organisation: u.organisation, Kind: u.kind, Lang: u.lang, Sheet: u.sheet, Complete: u.complete}
	if err == nil {
		ctx, cancel := context.WithTimeout(lasting(c), importDeadline)
		defer cancel()
		var p staff.Preview
		if p, err = s.preview(ctx, actorOf(c), u); err == nil {
			return seeOther(c, consoleRoot+"/import/"+p.ID, "")
		}
	}
	if err == error(errListTooLarge) || err == error(errListType) {
		page.Fault = page.Words.Say("import.too_large")
		return s.showImports(c, page, http.StatusRequestEntityTooLarge, form)
	}
	if fault, ok := faultOf(page, err); ok {
		page.Remarks = fault
		return s.showImports(c, page, http.StatusBadRequest, form)
	}
	return err
}

// Import answers with the page of what a list would do.
func (s *Server) Import(c echo.Context, page console.Page) error {
	p, approves, err := s.importFor(c.Request().Context(), actorOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	return s.showImport(c, page, http.StatusOK, p, approves)
}

func (s *Server) showImport(c echo.Context, page console.Page, status int, p staff.Preview, approves bool) error {
	view := console.Import{Page: page, Preview: p, Name: s.organisationName(c.Request().Context(), p.Organisation), MayRelease: approves}
	view.Title, view.Here = page.Words.Say("import.preview"), "import"
	// What no tick could change is said instead of a button.
	if why := obstacle(p, decision{skip: true, release: approves}, approves); why != "" && why != "held" {
		view.Why = why
	} else if why == "held" {
		view.Why = "not_yours"
	}
	return s.showConsole(c, status, func(w io.Writer) error { return s.console.Import(w, view) })
}

// ApplyList does what the page of an import shows.
func (s *Server) ApplyList(c echo.Context, page console.Page) error {
	values, err := readForm(c)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(lasting(c), importDeadline)
	defer cancel()
	actor, id := actorOf(c), c.Param("id")
	p, err := s.apply(ctx, actor, id, decision{skip: values.Get("skip") == "yes", release: values.Get("release") == "yes"})
	switch problem.KindOf(err) {
	case problem.Stale:
		page.Fault = console.WhyNot(page.Words, "stale", p)
	case problem.Conflict, problem.Invalid:
		page.Remarks, _ = faultOf(page, err)
	default:
		if err != nil {
			return err
		}
		done := "import_applied"
		if p.Outcome.Drafts > 0 {
			done = "import_waits"
		}
		return seeOther(c, consoleRoot, done)
	}
	p, approves, wrong := s.importFor(ctx, actor, id)
	if wrong != nil {
		return wrong
	}
	return s.showImport(c, page, problemKinds[problem.KindOf(err)].Status, p, approves)
}

// ListTemplate answers with a sheet to begin with.
func (s *Server) ListTemplate(c echo.Context, page console.Page) error {
	kind, lang, format := c.QueryParam("kind"), c.QueryParam("lang"), c.QueryParam("format")
	if !slices.Contains(staff.Languages, lang) {
		lang = page.Lang()
	}
	if kind != string(directory.KindActivity) {
		kind = string(directory.KindCentre)
	}
	if format != string(intake.FormatXLSX) {
		format = string(intake.FormatCSV)
	}
	return s.template(c, kind, lang, format)
}
