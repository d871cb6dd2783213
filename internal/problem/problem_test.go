package problem_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"walkin/internal/problem"
)

func TestKindOf(t *testing.T) {
	cause := errors.New("driver says no")
	for name, c := range map[string]struct {
		err  error
		want problem.Kind
	}{
		"an error that nobody classified is internal": {cause, problem.Internal},
		"a classified one has its kind":               {problem.New(problem.Gone, "Deleted."), problem.Gone},
		"wrapping keeps the kind":                     {fmt.Errorf("read: %w", problem.New(problem.Stale, "Old.")), problem.Stale},
		"the outermost kind counts":                   {problem.Wrap(problem.New(problem.NotFound, "None."), problem.Unavailable, "Busy."), problem.Unavailable},
		"no error is internal":                        {nil, problem.Internal},
	} {
		t.Run(name, func(t *testing.T) {
			if got := problem.KindOf(c.err); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestTheCauseIsKeptApart(t *testing.T) {
	cause := errors.New("driver says no")
	err := problem.Wrap(cause, problem.Unavailable, "The disk is full.")
	if !errors.Is(err, cause) || strings.Contains(err.Detail, "driver") || !strings.Contains(err.Error(), "driver") {
		t.Errorf("detail %q, error %q", err.Detail, err)
	}
}

func TestInvalidFields(t *testing.T) {
	if err := problem.InvalidFields("x", nil); err != nil {
		t.Errorf("no fields give %v", err)
	}
	if err := problem.InvalidFields("x", []problem.Field{{Pointer: "/a", Detail: "Wrong."}}); problem.KindOf(err) != problem.Invalid {
		t.Errorf("got %v", err)
	}
}

func TestKindsHaveNames(t *testing.T) {
	seen := make(map[string]bool)
	for k := problem.Internal; k <= problem.Unavailable; k++ {
		if name := k.String(); name == "" || seen[name] {
			t.Errorf("kind %d is called %q", int(k), name)
		} else {
			seen[name] = true
		}
	}
	if problem.Kind(99).String() != "internal" || problem.Kind(-1).String() != "internal" {
		t.Error("a kind that is none is not internal")
	}
}
