package api

import (
	"hash/maphash"
	"net/netip"
	"sync"
	"time"

	"github.com/labstack/echo/v4"
	"golang.org/x/time/rate"

	"walkin/internal/problem"
)

// RateLimit is how much one address may ask. The zero value is no limit.
type RateLimit struct {
	PerMinute int // requests
	Burst     int // requests at once
}

const (
	// saltLife is how long an address keeps the same key.
	saltLife = time.Hour
	// maxBuckets bounds the memory of the limiter, to some 10 MB.
	maxBuckets = 100_000
)

// limiter is a token bucket for each address. It holds no address: only a hash
// under a seed that cannot be read and is replaced every hour. Nothing of it is
// logged, counted or stored. The zero value limits nothing.
type limiter struct {
	rate  rate.Limit
	burst int

	mu      sync.Mutex
	seed    maphash.Seed
	expires time.Time // of the seed
	buckets map[uint64]*rate.Limiter
}

func newLimiter(l RateLimit) *limiter {
	return &limiter{rate: rate.Limit(float64(l.PerMinute) / 60), burst: l.Burst}
}

// take takes one request from the bucket of an address. If there is none left
// it gives the time until there is.
func (l *limiter) take(address string, now time.Time) (wait time.Duration, ok bool) {
	if l.rate <= 0 {
		return 0, true
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if !now.Before(l.expires) {
		l.forget(now)
	}
	key := l.key(address)
	bucket := l.buckets[key]
	if bucket == nil {
		if len(l.buckets) >= maxBuckets {
			l.sweep(now)
		}
		bucket = rate.NewLimiter(l.rate, l.burst)
		l.buckets[key] = bucket
	}
	reservation := bucket.ReserveN(now, 1)
	if wait = reservation.DelayFrom(now); wait > 0 {
		reservation.CancelAt(now)
		return wait, false
	}
	return 0, true
}

// key hashes an address.
func (l *limiter) key(address string) uint64 { return maphash.String(l.seed, client(address)) }

// client is what counts as one address: an IPv6 client has a whole /64 to send
// from.
func client(address string) string {
	if ip, err := netip.ParseAddr(address); err == nil {
		ip = ip.Unmap().WithZone("")
		if ip.Is6() {
			if network, err := ip.Prefix(64); err == nil {
				ip = network.Addr()
			}
		}
		address = ip.String()
	}
	return address
}

// forget begins anew with another seed.
func (l *limiter) forget(now time.Time) {
	l.seed, l.expires = maphash.MakeSeed(), now.Add(saltLife)
	l.buckets = make(map[uint64]*rate.Limiter)
}

// sweep makes room: buckets that are full again say nothing. If most are in
// use there is an attack from very many addresses, against which a limit per
// address is no help, and sweeping at every request would be one more load.
func (l *limiter) sweep(now time.Time) {
	for key, bucket := range l.buckets {
		if bucket.TokensAt(now) >= float64(l.burst) {
			delete(l.buckets, key)
		}
	}
	if len(l.buckets) > maxBuckets/2 {
		l.forget(now)
	}
}

// admit counts a request against the limit of the address it comes from.
func (s *Server) admit(c echo.Context) error {
	wait, ok := s.limiter.take(c.RealIP(), s.now())
	if ok {
		return nil
	}
	p := problem.New(problem.TooMany, "This address has sent more requests than one address may. Wait, then go on more slowly.")
	p.RetryAfter = wait
	return p
}

// limited is admit as middleware. The operations with a crisis gate do
// without: there the gate comes first.
func (s *Server) limited(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if err := s.admit(c); err != nil {
			return err
		}
		return next(c)
	}
}
