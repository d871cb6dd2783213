package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"walkin/internal/problem"
)

// problemKind is how a kind of problem looks over HTTP.
type problemKind struct {
	Kind    problem.Kind
	Status  int
	Title   string
	Meaning string // for the page at the problem's type
}

// problemKinds is the one table from kinds of problem to HTTP (DESIGN, section
// 4), by kind.
var problemKinds = [...]problemKind{
	problem.Internal:        {problem.Internal, http.StatusInternalServerError, "Something went wrong here", "The fault is ours and its cause is in our log, under the request id that stands in instance. Trying again may help."},
	problem.Invalid:         {problem.Invalid, http.StatusBadRequest, "The request breaks a rule", "A parameter or the body is not what the contract asks for. The list errors names each part and says what would be right. Sending the same again will not help."},
	problem.Unauthenticated: {problem.Unauthenticated, http.StatusUnauthorized, "A valid token is needed", "The request carries no token, or one that is unknown or expired."},
	problem.Forbidden:       {problem.Forbidden, http.StatusForbidden, "Your role may not do this", "The token is valid and its role does not include what was asked for."},
	problem.NotFound:        {problem.NotFound, http.StatusNotFound, "There is no such thing", "Nothing has this address, and nothing in the directory ever had this id."},
	problem.Conflict:        {problem.Conflict, http.StatusConflict, "The present state forbids this", "The request is right in itself and does not fit the state that things are in now."},
	problem.Gone:            {problem.Gone, http.StatusGone, "This was deleted", "The entry existed and was taken out of the directory. It is safe to forget its id."},
	problem.Stale:           {problem.Stale, http.StatusPreconditionFailed, "Somebody else changed this first", "If-Match names another revision than the present one. Read the entry again, and repeat the change on it."},
	problem.TooMany:         {problem.TooMany, http.StatusTooManyRequests, "Too many requests from one address", "Wait for the seconds that Retry-After gives. A crisis query is always answered, however many requests there were."},
	problem.Unavailable:     {problem.Unavailable, http.StatusServiceUnavailable, "Not available just now", "The service is starting, busy or in trouble. Wait for the seconds that Retry-After gives and try again."},
}

// statusClientGone is logged for a request whose client left before the
// answer; nothing is sent. The number is the one that nginx made common.
const statusClientGone = 499

// retryUnavailable is what Retry-After says where the cause does not.
const retryUnavailable = 5 * time.Second

// fail answers a request with an error as application/problem+json (RFC 9457)
// and gives the status. Every error leaves through here: the handlers', Echo's
// own, and those of the code that binds parameters. It does nothing once an
// answer has begun.
func (s *Server) fail(c echo.Context, err error) int {
	response, ctx := c.Response(), c.Request().Context()
	if response.Committed {
		return response.Status
	}
	if ctx.Err() == context.Canceled {
		return statusClientGone
	}
	answer, retryAfter := s.problem(err)
	if allow, ok := c.Get(echo.ContextKeyHeaderAllow).(string); ok && answer.Status == http.StatusMethodNotAllowed {
		answer.Detail = optional("Allowed here: " + allow + ".")
	}
	if answer.Status >= http.StatusInternalServerError {
		s.logFailure(c, err)
	}
	instance := "urn:request:" + requestID(c)
	answer.Instance = &instance

	h := response.Header()
	h.Set(echo.HeaderCacheControl, "no-store")
	h.Del("ETag")
	if retryAfter > 0 {
		h.Set(echo.HeaderRetryAfter, strconv.Itoa(int(math.Ceil(retryAfter.Seconds()))))
	}
	body, err := json.Marshal(answer)
	if err != nil { // it holds strings and a number
		return http.StatusInternalServerError
	}
	if err := send(c, answer.Status, "application/problem+json", body); err != nil {
		return statusClientGone
	}
	return answer.Status
}

// problem turns an error into a problem document and the time to wait, if any.
func (s *Server) problem(err error) (Problem, time.Duration) {
	var known *problem.Error
	var ofEcho *echo.HTTPError
	switch {
	case errors.As(err, &known):
	case errors.Is(err, context.DeadlineExceeded):
		known = problem.Wrap(err, problem.Unavailable, "The answer took too long. Try again, or ask for less.")
	case errors.As(err, &ofEcho):
		if ofEcho.Code == http.StatusNotFound {
			known = problem.New(problem.NotFound, "Nothing has this address. GET /openapi.yaml lists what there is.")
		} else if name, ok := badParameter(ofEcho); ok {
			known = &problem.Error{
				Kind: problem.Invalid, Detail: "The request breaks a rule.",
				Fields: []problem.Field{{Pointer: name, Detail: "This does not have the form that the contract gives."}},
			}
		} else {
			return plainProblem(ofEcho), 0
		}
	default:
		known = problem.New(problem.Internal, "The cause is in our log, under the name that stands in instance.")
	}

	kind := problemKinds[known.Kind]
	answer := Problem{Type: s.problemType(known.Kind), Title: kind.Title, Status: kind.Status, Detail: optional(known.Detail)}
	if len(known.Fields) > 0 {
		fields := make([]ProblemField, len(known.Fields))
		for i, f := range known.Fields {
			fields[i] = ProblemField{Pointer: f.Pointer, Detail: f.Detail}
		}
		answer.Errors = &fields
	}
	if known.Kind == problem.Unavailable && known.RetryAfter == 0 {
		return answer, retryUnavailable
	}
	return answer, known.RetryAfter
}

// explained are those of Echo's errors whose message says more than their title.
var explained = []*echo.HTTPError{errTooLarge, errMediaType, errListTooLarge, errListType}

// plainProblem is the document for a status that is no kind of ours, such as
// 405, 413 and 415. Its type is blank and its title that of the status, as RFC
// 9457, section 4.2.1 has it.
func plainProblem(err *echo.HTTPError) Problem {
	p := Problem{Type: "about:blank", Title: http.StatusText(err.Code), Status: err.Code}
	if slices.Contains(explained, err) { // Echo's own only repeat it
		detail := fmt.Sprint(err.Message)
		p.Detail = &detail
	}
	return p
}

// badParameter recognises the error with which the generated code answers a
// parameter that it cannot bind. Its text quotes the value, so only the name
// of the parameter is kept.
func badParameter(err *echo.HTTPError) (name string, ok bool) {
	message, _ := err.Message.(string)
	rest, ok := strings.CutPrefix(message, "Invalid format for parameter ")
	if !ok {
		return "", false
	}
	name, _, _ = strings.Cut(rest, ":")
	return name, true
}

// problemType is the address that stands for a kind of problem. It can be
// opened.
func (s *Server) problemType(kind problem.Kind) string {
	return s.baseURL + "/problems/" + kind.String()
}

// asProblem gives the problem that an error is, and whether it is one.
func asProblem(err error) (*problem.Error, bool) {
	var p *problem.Error
	ok := errors.As(err, &p)
	return p, ok
}
