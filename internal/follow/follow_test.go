package follow_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"walkin/internal/directory"
	"walkin/internal/follow"
	"walkin/internal/problem"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// memoryLog is a log in memory that can fail and that counts its listeners.
type memoryLog struct {
	mu        sync.Mutex
	last      uint64
	fault     error
	bell      chan struct{}
	listeners int
}

func newLog(last uint64) *memoryLog { return &memoryLog{last: last, bell: make(chan struct{}, 1)} }

func (l *memoryLog) ChangesAfter(_ context.Context, n uint64, limit int) ([]directory.Change, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	var changes []directory.Change
	for n++; n <= l.last && len(changes) < limit; n++ {
		changes = append(changes, directory.Change{Number: n})
	}
	return changes, l.fault
}

func (l *memoryLog) LastChange(context.Context) (uint64, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.last, l.fault
}

func (l *memoryLog) Listen() (<-chan struct{}, func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.listeners++
	return l.bell, func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.listeners--
	}
}

// write appends changes; ring says whether the writer is in this process.
func (l *memoryLog) write(n uint64, ring bool) {
	l.mu.Lock()
	l.last += n
	l.mu.Unlock()
	if ring {
		select {
		case l.bell <- struct{}{}:
		default:
		}
	}
}

func (l *memoryLog) fail(err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.fault = err
}

// memoryFollower notes what it was given.
type memoryFollower struct {
	mu       sync.Mutex
	applied  []uint64
	batches  []int
	fault    error
	attempts []time.Time
}

func (f *memoryFollower) Position() uint64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.applied) == 0 {
		return 0
	}
	return f.applied[len(f.applied)-1]
}

func (f *memoryFollower) Apply(_ context.Context, changes []directory.Change) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.attempts = append(f.attempts, time.Now())
	if f.fault != nil {
		return f.fault
	}
	f.batches = append(f.batches, len(changes))
	for _, c := range changes {
		f.applied = append(f.applied, c.Number)
	}
	return nil
}

func (f *memoryFollower) fail(err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.fault = err
}

func (f *memoryFollower) count() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.applied)
}

// run starts a loop in a bubble and gives a function that ends it and checks
// that it ended well.
func run(t *testing.T, loop *follow.Loop) (stop func()) {
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- loop.Run(ctx) }()
	synctest.Wait()
	return func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("Run ended with %v, want nil", err)
		}
	}
}

func TestCatchUp(t *testing.T) {
	t.Run("changes are applied in order, in batches of at most 500", func(t *testing.T) {
		log, f := newLog(1201), &memoryFollower{}
		loop := follow.New(log, f, follow.Options{})
		if loop.Caught() {
			t.Error("caught before the first round")
		}
		if err := loop.CatchUp(t.Context()); err != nil {
			t.Fatal(err)
		}
		if want := []int{500, 500, 201}; len(f.batches) != 3 || f.batches[0] != want[0] || f.batches[1] != want[1] || f.batches[2] != want[2] {
			t.Errorf("batches %v, want %v", f.batches, want)
		}
		for i, n := range f.applied {
			if n != uint64(i+1) {
				t.Fatalf("change %d came as number %d", n, i+1)
			}
		}
		if lag, err := loop.Lag(t.Context()); err != nil || lag != 0 || !loop.Caught() {
			t.Errorf("lag %d (%v), caught %t; want 0, true", lag, err, loop.Caught())
		}
	})

	t.Run("a follower begins where it stopped", func(t *testing.T) {
		log, f := newLog(7), &memoryFollower{applied: []uint64{5}}
		if err := follow.New(log, f, follow.Options{}).CatchUp(t.Context()); err != nil {
			t.Fatal(err)
		}
		if len(f.applied) != 3 || f.applied[1] != 6 || f.applied[2] != 7 {
			t.Errorf("applied %v, want 5 and then 6, 7", f.applied)
		}
	})

	t.Run("a follower that is ahead of a restored log is told so", func(t *testing.T) {
		loop := follow.New(newLog(3), &memoryFollower{applied: []uint64{9}}, follow.Options{})
		if err := loop.CatchUp(t.Context()); !errors.Is(err, follow.ErrAhead) {
			t.Errorf("got %v, want ErrAhead", err)
		}
		if err := loop.Run(t.Context()); !errors.Is(err, follow.ErrAhead) {
			t.Errorf("Run gave %v, want ErrAhead", err)
		}
		if loop.Caught() || !errors.Is(loop.Err(), follow.ErrAhead) {
			t.Errorf("caught %t, error %v", loop.Caught(), loop.Err())
		}
	})

	t.Run("two callers take turns", func(t *testing.T) {
		log, f := newLog(2000), &memoryFollower{}
		loop := follow.New(log, f, follow.Options{Batch: 10})
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				if err := loop.CatchUp(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if len(f.applied) != 2000 {
			t.Errorf("%d changes applied, want each of the 2000 once", len(f.applied))
		}
	})

	t.Run("a cancelled round is no failure of the follower", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		log, f := newLog(3), &memoryFollower{}
		loop := follow.New(log, f, follow.Options{})
		cancel()
		log.fail(context.Canceled)
		if err := loop.CatchUp(ctx); err == nil {
			t.Error("no error for a cancelled context")
		}
		if loop.Err() != nil {
			t.Errorf("the loop remembers %v", loop.Err())
		}
	})
}

func TestRun(t *testing.T) {
	t.Run("a bell wakes the loop at once", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			log, f := newLog(2), &memoryFollower{}
			defer run(t, follow.New(log, f, follow.Options{Poll: time.Hour}))()
			log.write(3, true)
			synctest.Wait()
			if f.count() != 5 {
				t.Errorf("%d changes applied after the bell, want 5", f.count())
			}
		})
	})

	t.Run("a write of another process is found by the next look", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			log, f := newLog(0), &memoryFollower{}
			defer run(t, follow.New(log, f, follow.Options{}))()
			log.write(4, false)
			synctest.Wait()
			if f.count() != 0 {
				t.Error("found without a bell before the next look")
			}
			time.Sleep(time.Second)
			synctest.Wait()
			if f.count() != 4 {
				t.Errorf("%d changes applied after a second, want 4", f.count())
			}
		})
	})

	t.Run("failures are retried ever more slowly, told, and forgotten", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			log, f := newLog(1), &memoryFollower{fault: errors.New("disk full")}
			loop := follow.New(log, f, follow.Options{})
			defer run(t, loop)()
			if loop.Err() == nil || loop.Caught() {
				t.Errorf("error %v, caught %t after a failure", loop.Err(), loop.Caught())
			}
			time.Sleep(10 * time.Minute)
			synctest.Wait()
			f.mu.Lock()
			for i := 1; i < len(f.attempts); i++ {
				want := min(100*time.Millisecond<<(i-1), 30*time.Second)
				if got := f.attempts[i].Sub(f.attempts[i-1]); got != want {
					t.Errorf("attempt %d came after %s, want %s", i+1, got, want)
				}
				if i > 20 {
					break
				}
			}
			f.mu.Unlock()
			f.fail(nil)
			time.Sleep(30 * time.Second)
			synctest.Wait()
			if loop.Err() != nil || !loop.Caught() || f.count() != 1 {
				t.Errorf("error %v, caught %t, %d applied after recovery", loop.Err(), loop.Caught(), f.count())
			}
		})
	})

	t.Run("a log that cannot be read is retried too", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			log, f := newLog(1), &memoryFollower{}
			log.fail(errors.New("busy"))
			loop := follow.New(log, f, follow.Options{})
			defer run(t, loop)()
			if _, err := loop.Lag(t.Context()); err == nil {
				t.Error("a lag was given for a log that cannot be read")
			}
			log.fail(nil)
			time.Sleep(time.Second)
			synctest.Wait()
			if f.count() != 1 {
				t.Error("the change was not applied")
			}
		})
	})

	t.Run("the loop ends with its context and listens no more", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			log := newLog(1)
			stop := run(t, follow.New(log, &memoryFollower{}, follow.Options{}))
			if log.listeners != 1 {
				t.Errorf("%d listeners while running, want 1", log.listeners)
			}
			stop()
			if log.listeners != 0 {
				t.Errorf("%d listeners afterwards, want 0", log.listeners)
			}
		})
	})
}

func TestWait(t *testing.T) {
	t.Run("it returns once the change is applied", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			log, f := newLog(0), &memoryFollower{}
			loop := follow.New(log, f, follow.Options{})
			defer run(t, loop)()
			var done time.Duration
			start := time.Now()
			go func() {
				if err := loop.Wait(t.Context(), 3); err != nil {
					t.Error(err)
				}
				done = time.Since(start)
			}()
			log.write(2, true)
			synctest.Wait()
			if done != 0 {
				t.Error("it returned at change 2 of 3")
			}
			time.Sleep(200 * time.Millisecond)
			log.write(1, true)
			synctest.Wait()
			if done != 200*time.Millisecond {
				t.Errorf("it returned after %s, want 200ms", done)
			}
		})
	})

	t.Run("it gives up with its context", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			loop := follow.New(newLog(0), &memoryFollower{}, follow.Options{})
			err := loop.Wait(ctx, 1)
			if problem.KindOf(err) != problem.Unavailable || !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("got %v", err)
			}
		})
	})
}

// Whatever is written, however it is announced and whatever fails meanwhile,
// the follower ends with every change once and in order.
func TestNothingIsLostOrRepeated(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		steps := rapid.SliceOfN(rapid.IntRange(0, 5), 1, 40).Draw(rt, "steps")
		batch := rapid.IntRange(1, 7).Draw(rt, "batch")
		log, f := newLog(0), &memoryFollower{}
		synctest.Test(t, func(t *testing.T) {
			log.bell = make(chan struct{}, 1) // of this bubble
			stop := run(t, follow.New(log, f, follow.Options{Batch: batch}))
			for _, step := range steps {
				switch step {
				case 0:
					log.write(1, true)
				case 1:
					log.write(11, false)
				case 2:
					f.fail(errors.New("full"))
				case 3:
					f.fail(nil)
				case 4:
					log.fail(errors.New("busy"))
				case 5:
					log.fail(nil)
				}
				time.Sleep(150 * time.Millisecond)
			}
			f.fail(nil)
			log.fail(nil)
			time.Sleep(time.Minute)
			synctest.Wait()
			stop()
		})
		if uint64(len(f.applied)) != log.last {
			rt.Fatalf("%d of %d changes applied", len(f.applied), log.last)
		}
		for i, n := range f.applied {
			if n != uint64(i+1) {
				rt.Fatalf("change %d came as number %d", n, i+1)
			}
		}
	})
}
