package main

import (
	"context"
	"log/slog"
	"time"
)

// purgeEvery is how often cards that have expired are deleted for good: nothing
// is kept for longer than the 30 days that are promised, and an hour.
const purgeEvery = time.Hour

// purger deletes what has expired, and says how much that was.
type purger interface {
	Purge(ctx context.Context) (cards int, err error)
}

// purging deletes what has expired, now and then at every interval, until it
// is stopped. Stop waits until a purge under way is done. The log is told how
// many cards went, and nothing else of them.
func purging(ctx context.Context, cards purger, every time.Duration, log *slog.Logger) (stop func()) {
	return repeating(ctx, every, func(ctx context.Context) {
		switch n, err := cards.Purge(ctx); {
		case ctx.Err() != nil: // the next start does it
		case err != nil:
			log.Error("purge cards", "error", err)
		case n > 0:
			log.Info("purged cards", "cards", n)
		}
	})
}
