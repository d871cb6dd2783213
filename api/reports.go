package api

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v4"
	openapi_types "github.com/oapi-codegen/runtime/types"
	"golang.org/x/time/rate"

	"walkin/internal/directory"
	"walkin/internal/problem"
	"walkin/internal/staff"
)

// newReportLimiter lets one address report five times at once and then once in
// four minutes, which is never more than five in a minute and twenty in an
// hour.
func newReportLimiter() *limiter {
	return &limiter{rate: rate.Every(4 * time.Minute), burst: 5}
}

// ReportCentre takes down what somebody says is wrong with a centre.
func (s *Server) ReportCentre(c echo.Context, id EntryId) error {
	return s.takeReport(c, "ReportCentre", directory.KindCentre, id)
}

// ReportActivity takes down what somebody says is wrong with an activity.
func (s *Server) ReportActivity(c echo.Context, id EntryId) error {
	return s.takeReport(c, "ReportActivity", directory.KindActivity, id)
}

// ReportHelpline takes down what somebody says is wrong with a helpline.
func (s *Server) ReportHelpline(c echo.Context, id EntryId) error {
	return s.takeReport(c, "ReportHelpline", directory.KindHelpline, id)
}

func (s *Server) takeReport(c echo.Context, operationID string, kind directory.Kind, id string) error {
	body, value, err := readBody(c)
	if err != nil {
		return err
	}
	var request ReportRequest
	if err := s.decode(operationID, body, value, &request); err != nil {
		return err
	}
	change, err := s.read(c.Request().Context(), kind, id)
	if err != nil {
		return err
	}
	if err := s.fileReport(c, change.Key, words[staff.Part](request.Fields), said(request.Lang)); err != nil {
		return err
	}
	return c.NoContent(http.StatusAccepted)
}

// fileReport keeps a report of an entry that exists. It says the same whether
// the report is new, was counted with others or was one too many: who reports
// has no business with what others did.
func (s *Server) fileReport(c echo.Context, key directory.Key, parts []staff.Part, lang string) error {
	report, err := staff.NewReport(string(key.Kind), key.ID, parts, lang, s.now())
	if err != nil {
		return err
	}
	if s.office == nil {
		return problem.New(problem.Unavailable, "Nobody looks at reports here.")
	}
	if wait, ok := s.reporters.take(c.RealIP(), s.now()); !ok {
		p := problem.New(problem.TooMany, "This address has sent many reports. Wait, then go on.")
		p.RetryAfter = wait
		return p
	}
	return s.office.FileReport(c.Request().Context(), report)
}

// ListReports answers with the reports of what the member keeps.
func (s *Server) ListReports(c echo.Context, params ListReportsParams) error {
	state := staff.ReportState(cmp.Or(said(params.State), ListReportsParamsState(staff.ReportOpen)))
	reports, err := s.reportsFor(c.Request().Context(), actorOf(c), state)
	if err != nil {
		return err
	}
	answer := ReportPage{Total: len(reports), Reports: each(reports[:min(len(reports), cmp.Or(said(params.Limit), 100))], report)}
	return c.JSON(http.StatusOK, answer)
}

// AnswerReport says what came of a report.
func (s *Server) AnswerReport(c echo.Context, id EntryId) error {
	body, value, err := readBody(c)
	if err != nil {
		return err
	}
	var request AnswerRequest
	if err := s.decode("AnswerReport", body, value, &request); err != nil {
		return err
	}
	settled, err := s.settleReport(c, id, string(request.Answer))
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, report(settled))
}

// dismissed is the word for a report that is put away without an answer.
const dismissed = string(staff.ReportDismissed)

// settleReport answers a report, or dismisses it, for a member who may edit
// what it is about. To others there is no such report (X1).
func (s *Server) settleReport(c echo.Context, id, answer string) (staff.Report, error) {
	ctx, actor := c.Request().Context(), actorOf(c)
	found, err := s.office.Report(ctx, id)
	if err != nil {
		return staff.Report{}, err
	}
	change, err := s.catalogue.Entry(ctx, reportedKey(found.Kind, found.Entry))
	if err == nil {
		err = s.may(ctx, actor, staff.Edit, change.Entry)
	}
	switch {
	case unknown(err):
		return staff.Report{}, problem.New(problem.NotFound, "There is no such report.")
	case err != nil:
		return staff.Report{}, err
	case answer == "":
		return staff.Report{}, problem.New(problem.Invalid, "Say what came of it.")
	}
	if answer == dismissed {
		answer = ""
	}
	return s.office.SettleReport(ctx, id, staff.Answer(answer), actor.ID)
}

// reportsFor gives the reports of entries that the member may see, the newest
// first. Those of an entry that was deleted since are nobody's.
func (s *Server) reportsFor(ctx context.Context, actor staff.Actor, state staff.ReportState) ([]staff.Report, error) {
	var all []staff.Report
	err := s.eachReported(ctx, actor, state, func(of staff.Reported) error {
		reports, err := s.office.Reports(ctx, state, of.Kind, of.Entry)
		all = append(all, reports...)
		return err
	})
	slices.SortStableFunc(all, func(a, b staff.Report) int { return cmp.Compare(b.Day.String(), a.Day.String()) })
	return all, err
}

// openReports counts the open reports that wait for the member.
func (s *Server) openReports(ctx context.Context, actor staff.Actor) (n int, err error) {
	err = s.eachReported(ctx, actor, staff.ReportOpen, func(of staff.Reported) error {
		n += of.Reports
		return nil
	})
	return n, err
}

// eachReported visits the entries with reports that the member may see.
func (s *Server) eachReported(ctx context.Context, actor staff.Actor, state staff.ReportState, visit func(staff.Reported) error) error {
	reported, err := s.office.Reported(ctx, state)
	if err != nil {
		return err
	}
	for _, of := range reported {
		change, err := s.catalogue.Entry(ctx, reportedKey(of.Kind, of.Entry))
		if err == nil {
			err = s.may(ctx, actor, staff.See, change.Entry)
		}
		if kind := problem.KindOf(err); err != nil && (unknown(err) || kind == problem.Forbidden) {
			continue
		}
		if err == nil {
			err = visit(of)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func reportedKey(kind, id string) directory.Key {
	return directory.Key{Kind: directory.Kind(kind), ID: id}
}

// report gives the wire type of a report.
func report(r staff.Report) Report {
	return Report{
		Id: r.ID, Kind: ReportKind(r.Kind), Entry: r.Entry, Fields: words[WrongField](r.Parts), Lang: optional(r.Lang),
		Day: openapi_types.Date{Time: r.Day.In(time.UTC)}, Count: r.Count, State: ReportState(r.State),
		Answer: optionalWord[ReportAnswer](r.Answer), AnsweredBy: optional(r.AnsweredBy), AnsweredAt: r.AnsweredAt,
	}
}
