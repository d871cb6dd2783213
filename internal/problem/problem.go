// Package problem holds the ten kinds of error that leave this program.
//
// Every package returns either a [*Error], whose kind and detail a caller may
// see, or any other error, which is internal: the caller is told no more than
// that, and the cause goes to the log. The HTTP form is RFC 9457
// (application/problem+json); package api writes it.
package problem

import (
	"errors"
	"fmt"
	"time"
)

// Kind says what sort of thing went wrong. The zero value is Internal, so an
// error that nobody has classified never leaks its text.
type Kind int

// The ten kinds, with the HTTP status that package api gives them.
const (
	Internal        Kind = iota // 500: our fault; the cause goes to the log only
	Invalid                     // 400: a parameter or the body breaks a rule
	Unauthenticated             // 401: no token, or a bad one
	Forbidden                   // 403: the role may not do this
	NotFound                    // 404: never existed
	Conflict                    // 409: a rule is broken by the present state
	Gone                        // 410: existed and was deleted
	Stale                       // 412: If-Match names another revision
	TooMany                     // 429: rate limit; see RetryAfter
	Unavailable                 // 503: busy, disk full, index rebuilding; see RetryAfter
)

var names = [...]string{
	"internal", "invalid", "unauthenticated", "forbidden", "not-found",
	"conflict", "gone", "stale", "too-many", "unavailable",
}

// String is the kind as it stands in the type of a problem document.
func (k Kind) String() string {
	if k < 0 || int(k) >= len(names) {
		return names[Internal]
	}
	return names[k]
}

// Field points at one part of the input that breaks a rule.
type Field struct {
	// Pointer is a JSON Pointer (RFC 6901) into the body, such as
	// "/near/lat", or the plain name of a query parameter.
	Pointer string `json:"pointer"`
	// Detail is a sentence that says what is wrong and what would be right.
	Detail string   `json:"detail"`
	said   Sentence // how Detail was made; zero where it is a sentence without values
}

// At makes a field with a sentence.
func At(pointer, format string, args ...any) Field {
	return Field{Pointer: pointer, Detail: fmt.Sprintf(format, args...), said: Sentence{format, args}}
}

// Sentence is the detail as it was made, for who says it in another language.
func (f Field) Sentence() Sentence {
	if f.said.Format == "" {
		return plain(f.Detail)
	}
	return f.said
}

// Error is an error that a caller may see.
type Error struct {
	Kind       Kind
	Detail     string        // a sentence for the caller
	Fields     []Field       // which parts of the input are wrong, if any
	RetryAfter time.Duration // for TooMany and Unavailable; zero says nothing
	said       Sentence      // how Detail was made; zero where it is a sentence without values
	cause      error         // for the log; never shown
}

// Sentence is the detail as it was made, for who says it in another language.
func (e *Error) Sentence() Sentence {
	if e.said.Format == "" {
		return plain(e.Detail)
	}
	return e.said
}

// At points at a part of the input with the detail of an error.
func (e *Error) At(pointer string) Field {
	return Field{Pointer: pointer, Detail: e.Detail, said: e.said}
}

// Error gives the detail followed by the cause, for logs and tests. Package
// api shows Detail alone.
func (e *Error) Error() string {
	if e.cause != nil {
		return e.Detail + ": " + e.cause.Error()
	}
	return e.Detail
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.cause }

// New makes an error of a kind with a sentence for the caller.
func New(kind Kind, format string, args ...any) *Error {
	return &Error{Kind: kind, Detail: fmt.Sprintf(format, args...), said: Sentence{format, args}}
}

// Wrap makes an error of a kind that carries its cause for the log.
func Wrap(cause error, kind Kind, format string, args ...any) *Error {
	e := New(kind, format, args...)
	e.cause = cause
	return e
}

// InvalidFields makes an Invalid error from the fields that break a rule, or
// nil if there are none, so that a validator can end with it. What stands in
// the sentence follows the fields.
func InvalidFields(format string, fields []Field, args ...any) error {
	if len(fields) == 0 {
		return nil
	}
	e := New(Invalid, format, args...)
	e.Fields = fields
	return e
}

// KindOf gives the kind of an error; Internal if it has none.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}
