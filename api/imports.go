package api

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"walkin/api/web"
	"walkin/api/web/console"
	"walkin/internal/directory"
	"walkin/internal/intake"
	"walkin/internal/problem"
	"walkin/internal/staff"
)

// maxShown is how many lines of each list of a preview are sent; nobody reads
// more, and the summary counts all.
const maxShown = 1000

// PreviewImport answers with what a list would do.
func (s *Server) PreviewImport(c echo.Context, params PreviewImportParams) error {
	u, err := receive(c)
	if err != nil {
		return err
	}
	if err := u.addressed(params); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(lasting(c), importDeadline)
	defer cancel()
	p, err := s.preview(ctx, actorOf(c), u)
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderLocation, s.baseURL+"/v1/imports/"+p.ID)
	return answerWith(c, http.StatusCreated, s.importPreview(p, actorOf(c).Lang))
}

// addressed takes what the address says. What both say is refused rather than
// one of them believed.
func (u *received) addressed(params PreviewImportParams) error {
	for name, both := range map[string]bool{
		"organisation": u.organisation != "" && params.Organisation != nil, "kind": u.kind != "" && params.Kind != nil,
		"country": u.country != "" && params.Country != nil, "lang": u.lang != "" && params.Lang != nil,
		"topics": len(u.topics) > 0 && params.Topics != nil, "complete": u.complete && params.Complete != nil,
	} {
		if both {
			return problem.InvalidFields("The request breaks a rule.", []problem.Field{{Pointer: name, Detail: "This stands in the form and in the address."}})
		}
	}
	u.organisation += said(params.Organisation)
	u.kind += string(said(params.Kind))
	u.country += said(params.Country)
	u.lang += said(params.Lang)
	u.topics = append(u.topics, said(params.Topics)...)
	u.complete = u.complete || said(params.Complete)
	return nil
}

// ReadImport answers with a preview.
func (s *Server) ReadImport(c echo.Context, id ImportId) error {
	p, _, err := s.importFor(c.Request().Context(), actorOf(c), id)
	if err != nil {
		return err
	}
	return answerWith(c, http.StatusOK, s.importPreview(p, actorOf(c).Lang))
}

// ApplyImport does what a preview shows.
func (s *Server) ApplyImport(c echo.Context, id ImportId) error {
	body, value, err := readBody(c)
	if err != nil {
		return err
	}
	var request ImportDecision
	if err := s.decode("ApplyImport", body, value, &request); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(lasting(c), importDeadline)
	defer cancel()
	p, err := s.apply(ctx, actorOf(c), id, decision{skip: said(request.RowsWithFaults) == ImportDecisionRowsWithFaultsSkip, release: said(request.Release)})
	if err != nil {
		return err
	}
	return answerWith(c, http.StatusOK, importOutcome(p))
}

// ReadImportTemplate answers with a sheet to begin with.
func (s *Server) ReadImportTemplate(c echo.Context, params ReadImportTemplateParams) error {
	return s.template(c, string(said(params.Kind)), string(said(params.Lang)), string(said(params.Format)))
}

func (s *Server) template(c echo.Context, kind, lang, format string) error {
	if kind == "" {
		kind = string(directory.KindCentre)
	}
	if lang == "" {
		lang = "en"
	}
	make, media, ending := intake.TemplateCSV, "text/csv; charset=utf-8", ".csv"
	if format == string(intake.FormatXLSX) {
		make, media, ending = intake.TemplateXLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"
	}
	body, err := make(directory.Kind(kind), lang)
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderContentDisposition, `attachment; filename="walkin-`+kind+`-`+lang+ending+`"`)
	return send(c, http.StatusOK, media, body)
}

// importPreview gives a preview as it leaves.
func (s *Server) importPreview(p staff.Preview, lang string) ImportPreview {
	words := s.console.Words(lang)
	wire := ImportPreview{
		Id: p.ID, Organisation: p.Organisation, Kind: optional(p.Kind), Format: ImportPreviewFormat(p.Format), Made: p.Made, Expires: p.Expires,
		Complete: p.Complete, Encoding: optional(p.Encoding), Separator: optional(p.Separator), Sheet: optional(p.Sheet),
		Held: p.Held, Share: p.Share,
		Summary: ImportSummary{
			Rows: p.Summary.Rows, Added: p.Summary.Added, Changed: p.Summary.Changed, Dropped: p.Summary.Dropped, Same: p.Summary.Same,
			Faults: p.Summary.Faults, FaultyRows: p.Summary.FaultyRows,
		},
		Added: []ImportChange{}, Changed: []ImportChange{}, Dropped: []ImportChange{},
		Columns: each(p.Columns, func(c staff.PreviewColumn) ImportColumn {
			return ImportColumn{Column: optional(c.Column), Header: c.Header, Field: optional(c.Field)}
		}),
	}
	if len(p.OtherSheets) > 0 {
		wire.OtherSheets = &p.OtherSheets
	}
	if p.Held {
		wire.Why = optional(console.WhyNot(words, "held", p))
	}
	if p.Outcome != nil {
		wire.Outcome = new(importOutcome(p))
	}
	for _, step := range p.Steps {
		to := &wire.Changed
		if step.Drops() {
			to = &wire.Dropped
		} else if step.Base == 0 {
			to = &wire.Added
		}
		if len(*to) == maxShown {
			wire.Cut = true
			continue
		}
		*to = append(*to, importChange(step))
	}
	wire.Faults, wire.Cut = importFaults(p.Faults, words, wire.Cut)
	wire.Notices, wire.Cut = importFaults(p.Notices, words, wire.Cut)
	return wire
}

func importChange(step staff.PreviewStep) ImportChange {
	return ImportChange{
		Kind: step.Kind, Id: step.ID, Title: step.Title, Row: optional(step.Row),
		Changes: each(step.Changes, func(f staff.PreviewChange) FieldChange {
			return fieldChange(directory.FieldChange{Pointer: f.Pointer, Before: f.Before, After: f.After})
		}),
	}
}

func importFaults(faults []staff.PreviewFault, words *web.Words, cut bool) ([]ImportFault, bool) {
	if len(faults) > maxShown {
		faults, cut = faults[:maxShown], true
	}
	return each(faults, func(f staff.PreviewFault) ImportFault {
		return ImportFault{
			Row: f.Row, Column: optional(f.Column), Header: optional(f.Header), Code: f.Code,
			Text: console.FaultSentence(words, f), Cell: optional(f.Params["text"]),
		}
	}), cut
}

func importOutcome(p staff.Preview) ImportOutcome {
	o := p.Outcome
	return ImportOutcome{
		Id: p.ID, At: o.At, Added: o.Added, Changed: o.Changed, Dropped: o.Dropped, Drafts: o.Drafts,
		Entries: each(o.Entries, func(e staff.PreviewedEntry) ImportedEntry {
			return ImportedEntry{Kind: e.Kind, Id: e.ID, Revision: optional(e.Revision), Draft: optional(e.Draft)}
		}),
	}
}
