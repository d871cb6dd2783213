package api

import (
	"context"
	"sync"

	"github.com/labstack/echo/v4"

	"walkin/internal/coverage"
	"walkin/internal/directory"
	"walkin/internal/problem"
	"walkin/internal/schedule"
)

// surveyRate is how many questions of coverage that nobody has asked before one
// address may ask: each takes a good part of a second.
var surveyRate = RateLimit{PerMinute: 60, Burst: 60}

// mostRows bounds the reports that are kept, in rows: some 20 MB.
const mostRows = 20_000

// surveys keep what was worked out of one state of the directory on one day. One
// question is worked out at a time; who waits for the next gives up at the
// deadline of the request.
type surveys struct {
	turn chan struct{} // holds one token: whoever has it may work

	mu       sync.Mutex
	position uint64
	on       schedule.Date
	survey   *coverage.Survey
	reports  map[string]*coverage.Report // by question
	order    []string                    // oldest first
	rows     int
}

func newSurveys() *surveys { return &surveys{turn: make(chan struct{}, 1)} }

// of gives what is kept of a state of the directory: a report, if the question was
// asked before, and the survey, if there is one.
func (k *surveys) of(position uint64, on schedule.Date, question string) (*coverage.Report, *coverage.Survey) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.position != position || k.on != on {
		return nil, nil
	}
	return k.reports[question], k.survey
}

// begin forgets what was worked out of another state.
func (k *surveys) begin(position uint64, on schedule.Date, survey *coverage.Survey) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.position, k.on, k.survey = position, on, survey
	k.reports, k.order, k.rows = make(map[string]*coverage.Report), nil, 0
}

// keep keeps a report of the present state, and lets the oldest go if there are
// too many.
func (k *surveys) keep(question string, r *coverage.Report) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.reports[question] = r
	k.order = append(k.order, question)
	for k.rows += rowsOf(r); k.rows > mostRows && len(k.order) > 1; k.order = k.order[1:] {
		k.rows -= rowsOf(k.reports[k.order[0]])
		delete(k.reports, k.order[0])
	}
}

// rowsOf is what a report takes, in rows: as much as one take 32 points.
func rowsOf(r *coverage.Report) int { return 30 + len(r.Areas) + len(r.Places)/32 }

// coverage gives the report on a question, of the present state of the directory.
func (s *Server) coverage(c echo.Context, q coverage.Question) (*coverage.Report, error) {
	ctx := c.Request().Context()
	people, err := coverage.Load()
	if err != nil {
		return nil, err
	}
	if q, err = q.Complete(people); err != nil {
		return nil, err
	}
	if err := s.knowsNetwork(ctx, q.Network); err != nil {
		return nil, err
	}
	position, err := s.catalogue.LastChange(ctx)
	if err != nil {
		return nil, err
	}
	// The day in the country of the directory, WALKIN_COUNTRY, whichever is asked of.
	on := s.today()
	name := q.String()
	if report, _ := s.surveys.of(position, on, name); report != nil {
		return report, nil
	}
	if wait, ok := s.surveyors.take(c.RealIP(), s.now()); !ok {
		p := problem.New(problem.TooMany, "This address has asked more new questions of coverage than one address may. Wait, then go on more slowly.")
		p.RetryAfter = wait
		return nil, p
	}
	select {
	case s.surveys.turn <- struct{}{}:
		defer func() { <-s.surveys.turn }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	report, survey := s.surveys.of(position, on, name) // somebody may have asked the same meanwhile
	if report != nil {
		return report, nil
	}
	if survey == nil {
		if survey, err = s.survey(ctx, people, on); err != nil {
			return nil, err
		}
		s.surveys.begin(position, on, survey)
	}
	if report, err = survey.Ask(ctx, q, nil); err != nil {
		return nil, err
	}
	s.surveys.keep(name, report)
	return report, nil
}

// knowsNetwork refuses an id of no network: a slip of the pen is no network
// without places.
func (s *Server) knowsNetwork(ctx context.Context, id string) error {
	if id == "" {
		return nil
	}
	_, err := s.read(ctx, directory.KindNetwork, id)
	if kind := problem.KindOf(err); err != nil && (kind == problem.NotFound || kind == problem.Gone) {
		return invalidAt("network", "There is no such network. GET /v1/networks lists them.")
	}
	return err
}

// survey reads the doors of the directory.
func (s *Server) survey(ctx context.Context, people *coverage.People, on schedule.Date) (*coverage.Survey, error) {
	doors, earlier, err := coverage.Read(ctx, s.catalogue, on)
	if err != nil {
		return nil, err
	}
	survey := &coverage.Survey{People: people, Doors: doors, Earlier: earlier, Names: s.gazetteer, On: on}
	for _, country := range coverage.Countries {
		survey.Sites = append(survey.Sites, s.gazetteer.TownsIn(country)...)
	}
	return survey, nil
}
