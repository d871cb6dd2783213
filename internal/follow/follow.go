// Package follow brings a follower, such as the index or a replica, up to the
// last change of the log and keeps it there.
//
// The follower owns its position: it applies a batch of changes and remembers
// the number of the last one in the same step, so that after a crash it begins
// where it stopped. A change carries the whole new state of an entry, so one
// that is applied twice does no harm.
//
// A loop is woken by a bell after a commit in the same process, and looks by
// itself every second for what other processes wrote. The bell carries no
// news: one that is missed costs a second, not a change.
package follow

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"walkin/internal/directory"
	"walkin/internal/problem"
)

// Log is what is followed.
type Log interface {
	// ChangesAfter gives the changes with a number above n, oldest first, at
	// most limit of them.
	ChangesAfter(ctx context.Context, n uint64, limit int) ([]directory.Change, error)
	// LastChange gives the number of the last change, 0 if there is none.
	LastChange(ctx context.Context) (uint64, error)
	// Listen gives a channel that receives after a commit, and a function
	// that ends the listening.
	Listen() (bell <-chan struct{}, stop func())
}

// Follower is what follows.
type Follower interface {
	// Position gives the number of the last change applied, 0 for none.
	Position() uint64
	// Apply applies changes in their order and moves the position to the
	// number of the last one: both or neither.
	Apply(ctx context.Context, changes []directory.Change) error
}

// ErrAhead says that the follower knows changes that the log does not: the
// catalogue was restored from a backup. What the follower holds is of another
// history and must be built anew.
var ErrAhead = errors.New("the follower is ahead of the log")

// Options are the settings of a loop. The zero value is what a server wants.
type Options struct {
	Batch int           // changes applied at once, at most; 500 if zero
	Poll  time.Duration // how often to look without a bell; one second if zero
	Log   *slog.Logger  // where failures and recoveries are told; nowhere if nil
}

// A failed round is tried again after firstRetry, then after twice as long
// each time, but never longer than lastRetry.
const (
	firstRetry = 100 * time.Millisecond
	lastRetry  = 30 * time.Second
)

// Loop keeps one follower up to date. It is safe for concurrent use.
type Loop struct {
	log      Log
	follower Follower
	opts     Options
	turn     chan struct{} // held by the one round that runs

	mu       sync.Mutex
	position uint64
	caught   bool
	err      error
	moved    chan struct{} // closed when the position moves, and replaced
}

// New makes a loop. Nothing happens before Run or CatchUp.
func New(log Log, follower Follower, opts Options) *Loop {
	if opts.Batch <= 0 {
		opts.Batch = 500
	}
	if opts.Poll <= 0 {
		opts.Poll = time.Second
	}
	if opts.Log == nil {
		opts.Log = slog.New(slog.DiscardHandler)
	}
	return &Loop{log: log, follower: follower, opts: opts, turn: make(chan struct{}, 1), moved: make(chan struct{})}
}

// Run catches up, then waits for the bell or the next look, until the context
// ends; then it returns nil. A round that fails is tried again, ever more
// slowly; [Loop.Err] tells of it meanwhile. Only ErrAhead ends Run, since no
// further try can mend it.
func (l *Loop) Run(ctx context.Context) error {
	bell, stop := l.log.Listen() // before the first look, so that nothing falls between
	defer stop()
	var retry time.Duration
	for {
		err := l.CatchUp(ctx)
		switch {
		case ctx.Err() != nil:
			return nil
		case errors.Is(err, ErrAhead):
			return err
		case err != nil:
			retry = min(max(2*retry, firstRetry), lastRetry)
			l.opts.Log.Error("following the log", "error", err, "retry_in", retry)
			pause(ctx, retry, nil)
		default:
			if retry > 0 {
				retry = 0
				l.opts.Log.Info("following the log again")
			}
			pause(ctx, l.opts.Poll, bell)
		}
	}
}

// pause returns after d, at the bell or at the end of the context.
func pause(ctx context.Context, d time.Duration, bell <-chan struct{}) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-bell:
	case <-ctx.Done():
	}
}

// CatchUp applies what the follower lacks, once, up to the last change. It
// waits for a round that is already running.
func (l *Loop) CatchUp(ctx context.Context) error {
	select {
	case l.turn <- struct{}{}:
		defer func() { <-l.turn }()
	case <-ctx.Done():
		return ctx.Err()
	}
	err := l.round(ctx)
	if err != nil && ctx.Err() != nil {
		return err // told to stop, which says nothing about the follower
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.caught, l.err = err == nil, err
	return err
}

func (l *Loop) round(ctx context.Context) error {
	// The log only grows, so a position read before its end is never above it.
	position := l.follower.Position()
	last, err := l.log.LastChange(ctx)
	if err != nil {
		return fmt.Errorf("read end of log: %w", err)
	}
	if position > last {
		return fmt.Errorf("%w: it is at change %d, the log at %d", ErrAhead, position, last)
	}
	l.reach(position)
	for {
		changes, err := l.log.ChangesAfter(ctx, position, l.opts.Batch)
		if err != nil {
			return fmt.Errorf("read changes after %d: %w", position, err)
		}
		if len(changes) == 0 {
			return nil
		}
		if err := l.follower.Apply(ctx, changes); err != nil {
			return fmt.Errorf("apply changes %d to %d: %w", changes[0].Number, changes[len(changes)-1].Number, err)
		}
		position = changes[len(changes)-1].Number
		l.reach(position)
		if len(changes) < l.opts.Batch {
			return nil
		}
	}
}

// reach notes the position and wakes those who wait for it.
func (l *Loop) reach(position uint64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if position != l.position {
		l.position = position
		close(l.moved)
		l.moved = make(chan struct{})
	}
}

// Caught says whether the last round reached the end of the log.
func (l *Loop) Caught() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.caught
}

// Err gives the error of the last round, nil if it succeeded.
func (l *Loop) Err() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.err
}

// Lag gives how many changes the follower lacks.
func (l *Loop) Lag(ctx context.Context) (uint64, error) {
	last, err := l.log.LastChange(ctx)
	if err != nil {
		return 0, fmt.Errorf("read end of log: %w", err)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return last - min(last, l.position), nil
}

// Wait waits until the follower has applied change n. If the context ends
// first, the error is of kind Unavailable.
func (l *Loop) Wait(ctx context.Context, n uint64) error {
	for {
		l.mu.Lock()
		position, moved, err := l.position, l.moved, l.err
		l.mu.Unlock()
		if position >= n {
			return nil
		}
		select {
		case <-moved:
		case <-ctx.Done():
			late := problem.Wrap(errors.Join(ctx.Err(), err), problem.Unavailable, "Change %d is saved but cannot be found yet. Ask again shortly.", n)
			late.RetryAfter = time.Second
			return late
		}
	}
}
