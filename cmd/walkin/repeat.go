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

// keepEvery is how often what was counted is written: what a crash may lose, and
// as exactly as somebody who looks at the file again and again could tell when it
// came.
const keepEvery = time.Hour

// keeper writes what it has in memory, and does what is due.
type keeper interface {
	Keep(ctx context.Context) error
}

// keeping has a keeper keep now and then at every interval, and once more when it
// is stopped.
func keeping(ctx context.Context, k keeper, every time.Duration, log *slog.Logger) (stop func()) {
	keep := func(ctx context.Context) {
		if err := k.Keep(ctx); err != nil && ctx.Err() == nil {
			log.Error("keep counts", "error", err)
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
