package api

import (
	"context"
	"sync"
	"time"
)

// tasks are the few things that go on after the answer: mail. The zero value
// is ready.
type tasks struct {
	once  sync.Once
	slots chan struct{}
	under sync.WaitGroup
}

const (
	maxTasks     = 16
	taskDeadline = 30 * time.Second
)

// later does something after the answer, in at most half a minute. When too
// much is under way already it is not done: whoever floods the server with
// requests for mail gets none.
func (s *Server) later(do func(ctx context.Context)) {
	s.tasks.once.Do(func() { s.tasks.slots = make(chan struct{}, maxTasks) })
	select {
	case s.tasks.slots <- struct{}{}:
	default:
		s.log.Warn("too much is under way: something was not done")
		return
	}
	s.tasks.under.Go(func() {
		defer func() { <-s.tasks.slots }()
		ctx, cancel := context.WithTimeout(context.Background(), taskDeadline)
		defer cancel()
		do(ctx)
	})
}

// Settle waits until what goes on after answers is done.
func (s *Server) Settle() { s.tasks.under.Wait() }
