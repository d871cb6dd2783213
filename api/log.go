package api

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"net/http"
	"runtime"
	"runtime/debug"
	"time"

	"github.com/labstack/echo/v4"
)

// requestDeadline is how long a request may take, from the last byte of its
// header to the first of its answer.
const requestDeadline = 10 * time.Second

const requestIDKey = "request id"

// requestID names a request in the log and in the instance of a problem.
func requestID(c echo.Context) string {
	id, _ := c.Get(requestIDKey).(string)
	return id
}

// route is the pattern of the route that a request met, such as
// "/v1/centres/:id"; never its path, in which anything may stand.
func route(c echo.Context) string {
	if c.Path() == "" {
		return "none"
	}
	return c.Path()
}

// method is the method of a request if it is one that HTTP knows; a client may
// send any word.
func method(r *http.Request) string {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodOptions,
		http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodTrace, http.MethodConnect:
		return r.Method
	}
	return "other"
}

// observe is the outermost middleware: it names the request, answers errors,
// and then logs and counts. What it logs is all that is ever logged of a
// request: route, method, status, duration and id; no address, no header, no
// query string, no body.
func (s *Server) observe(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		began := s.now()
		// A client's own id is not taken over: anything may stand in it.
		c.Set(requestIDKey, rand.Text())
		c.Response().Header().Set(echo.HeaderXRequestID, requestID(c))

		err := next(c)
		brokeOff := err != nil && c.Response().Committed
		status := c.Response().Status
		if err != nil {
			status = s.fail(c, err)
		}
		duration := s.now().Sub(began)
		s.metrics.count(route(c), method(c.Request()), status, duration)
		s.log.LogAttrs(c.Request().Context(), slog.LevelInfo, "request",
			slog.String("request", requestID(c)), slog.String("route", route(c)), slog.String("method", method(c.Request())),
			slog.Int("status", status), slog.Duration("duration", duration))
		if brokeOff {
			// An answer that broke off must not look like a whole one.
			panic(http.ErrAbortHandler)
		}
		return nil
	}
}

// logFailure logs the cause of a fault of ours, which is never sent.
func (s *Server) logFailure(c echo.Context, err error) {
	s.log.LogAttrs(c.Request().Context(), slog.LevelError, "request failed", slog.String("request", requestID(c)),
		slog.String("route", route(c)), slog.String("error", err.Error()))
}

// recovered turns a panic into an internal error. The value of a panic may
// hold what was being worked on, so only the runtime's own errors are told in
// words; the stack is logged with them.
func (s *Server) recovered(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) (err error) {
		defer func() {
			value := recover()
			if value == nil {
				return
			}
			if c.Response().Committed || value == http.ErrAbortHandler {
				// Half an answer is worse than a broken connection.
				panic(http.ErrAbortHandler)
			}
			what := fmt.Sprintf("a value of type %T", value)
			if known, ok := value.(runtime.Error); ok {
				what = known.Error()
			}
			s.log.LogAttrs(c.Request().Context(), slog.LevelError, "panic", slog.String("request", requestID(c)),
				slog.String("route", route(c)), slog.String("panic", what), slog.String("stack", string(debug.Stack())))
			err = fmt.Errorf("panic: %s", what)
		}()
		return next(c)
	}
}

// timed gives a request its deadline. What outlasts it on purpose uses
// [lasting].
func timed(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		ctx, cancel := context.WithTimeout(r.Context(), requestDeadline)
		defer func() {
			cancel()
			// Whoever answers an error asks the context whether the client is
			// still there, and must not take our cancel for its leaving.
			c.SetRequest(r)
		}()
		c.Set(lastingKey, r.Context())
		c.SetRequest(r.WithContext(ctx))
		return next(c)
	}
}

const lastingKey = "context without deadline"

// lasting gives a context that ends when the client leaves, and not before.
func lasting(c echo.Context) context.Context {
	if ctx, ok := c.Get(lastingKey).(context.Context); ok {
		return ctx
	}
	return c.Request().Context()
}
