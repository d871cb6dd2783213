package main

import (
	"context"
	"log/slog"
	"time"
)

// repeating does something now and then at every interval, until it is stopped.
// Stop waits until what is under way is done.
func repeating(ctx context.Context, every time.Duration, do func(context.Context)) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	do(ctx) // before anybody is answered
	go func() {
		defer close(done)
		tick := time.NewTicker(every)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
				do(ctx)
			}
		}
	}()
	return func() { cancel(); <-done }
}

// countEvery is how often what was counted is written: what a crash may lose, and
// as exactly as a copy of the file could tell when it came.
const countEvery = 5 * time.Minute

// counter writes what it has counted, and releases what is over.
type counter interface {
	KeepDemand(ctx context.Context) error
}

// counting has what is asked for written now and then at every interval, and once
// more when it is stopped.
func counting(ctx context.Context, c counter, every time.Duration, log *slog.Logger) (stop func()) {
	keep := func(ctx context.Context) {
		if err := c.KeepDemand(ctx); err != nil && ctx.Err() == nil {
			log.Error("keep what is asked for", "error", err)
		}
	}
	still := repeating(ctx, every, keep)
	return func() {
		still()
		patience, cancel := context.WithTimeout(context.WithoutCancel(ctx), drain)
		defer cancel()
		keep(patience)
	}
}
