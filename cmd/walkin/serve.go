package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"walkin/api"
	"walkin/internal/follow"
	"walkin/internal/geo"
	index "walkin/internal/search"
	"walkin/internal/sqlite"
)

// serve is "walkin serve".
type serve struct {
	settings
}

// drain is how long requests under way may take to finish once the server is
// told to stop.
const drain = 10 * time.Second

// Run starts the directory in the order of DESIGN section 3: catalogue,
// built-in content if it is empty, index, listener, follower; and stops it in
// the opposite one.
func (s *serve) Run(ctx context.Context, io streams) error {
	if err := s.OIDC.check(s.BaseURL); err != nil {
		return err
	}
	s.print(io.err)
	log := slog.New(slog.NewJSONHandler(io.err, &slog.HandlerOptions{Level: s.LogLevel}))
	// The gazetteer takes as long to load as the rest; they do not need each
	// other.
	gazetteer := loadGazetteer()
	if err := s.create(); err != nil {
		return err
	}
	catalogue, err := sqlite.Open(ctx, s.catalogue(), sqlite.Options{Now: io.now})
	if err != nil {
		return err
	}
	defer func() { logged(log, "close catalogue", catalogue.Close()) }()
	if err := fillIfEmpty(ctx, catalogue, log); err != nil {
		return err
	}
	office, err := sqlite.OpenOffice(ctx, s.office(), sqlite.Options{Now: io.now})
	if err != nil {
		return err
	}
	defer func() { logged(log, "close office", office.Close()) }()
	referrals, err := sqlite.OpenReferrals(ctx, s.referrals(), sqlite.Options{Now: io.now})
	if err != nil {
		return err
	}
	defer func() { logged(log, "close referrals", referrals.Close()) }()
	defer purging(ctx, referrals, purgeEvery, log)()
	demand, err := sqlite.OpenDemand(ctx, s.demand(), sqlite.Options{Now: io.now})
	if err != nil {
		return err
	}
	defer func() { logged(log, "close demand", demand.Close()) }()
	if s.Demand == "off" { // what was counted before, and not released, goes too
		if err := demand.Forget(ctx); err != nil {
			return err
		}
	}
	mail, err := newMailer(s.SMTP, s.MailFrom, io.err, io.now)
	if err != nil {
		return err
	}
	places, err := gazetteer()
	if err != nil {
		return err
	}
	rules, err := crisisRules()
	if err != nil {
		return err
	}
	idx, err := s.openIndex(ctx, catalogue, index.Options{Crisis: rules, Gazetteer: places, Log: log})
	if err != nil {
		return err
	}
	defer func() { logged(log, "close index", idx.Close()) }()

	server, err := api.New(api.Options{
		Catalogue: catalogue, Index: idx, Gazetteer: places, Log: log, Now: io.now, Country: s.Country,
		BaseURL: s.BaseURL, RateLimit: s.RateLimit.RateLimit, TrustedProxies: s.TrustedProxies, Version: version, Photos: s.photos(),
		FrameAncestors: string(s.FrameAncestors), Contact: s.Contact,
		Writer: catalogue, Office: office, Mailer: mail, OIDC: api.OIDC(s.OIDC), Referrals: referrals, Demand: demand, Uncounted: s.Demand == "off",
	})
	if err != nil {
		return err
	}
	defer keeping(ctx, server, keepEvery, log)()
	loop := follow.New(catalogue, idx, follow.Options{Log: log})
	return s.answer(ctx, server, loop, log)
}

// answer listens and follows until the context ends or one of them fails.
func (s *serve) answer(ctx context.Context, server *api.Server, loop *follow.Loop, log *slog.Logger) error {
	public, err := net.Listen("tcp", s.Listen)
	if err != nil {
		return fmt.Errorf("listen: %w. Choose another address with --listen", err)
	}
	metrics, err := s.metricsListener(log)
	if err != nil {
		return errors.Join(err, public.Close())
	}
	servers := []*http.Server{api.NewHTTPServer(server.Handler())}
	listeners := []net.Listener{public}
	addresses := []any{"address", public.Addr().String()}
	if metrics != nil {
		servers = append(servers, api.NewHTTPServer(server.MetricsHandler()))
		listeners = append(listeners, metrics)
		addresses = append(addresses, "metrics", metrics.Addr().String())
	}
	log.Info("listening", addresses...)

	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	followed := make(chan struct{})
	go func() {
		defer close(followed)
		if err := loop.Run(ctx); err != nil {
			stop(err)
		}
	}()
	for i, hs := range servers {
		go func() {
			if err := hs.Serve(listeners[i]); !errors.Is(err, http.ErrServerClosed) {
				stop(err)
			}
		}()
	}
	<-ctx.Done()
	server.Stop() // not ready from here on
	log.Info("stopping")
	patience, cancel := context.WithTimeout(context.WithoutCancel(ctx), drain)
	defer cancel()
	for _, hs := range servers {
		logged(log, "drain", hs.Shutdown(patience))
	}
	server.Settle()
	<-followed
	if cause := context.Cause(ctx); !errors.Is(cause, context.Canceled) {
		return cause
	}
	return nil
}

func (s *serve) metricsListener(log *slog.Logger) (net.Listener, error) {
	if s.MetricsListen == "off" {
		return nil, nil
	}
	l, err := net.Listen("tcp", s.MetricsListen)
	if err != nil && s.MetricsListen == defaultMetricsListen {
		log.Warn("no /metrics: the default address is taken", "address", s.MetricsListen, "setting", "WALKIN_METRICS_LISTEN")
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("listen for metrics: %w. Choose another address with --metrics-listen, or \"off\"", err)
	}
	return l, nil
}

// fillIfEmpty loads the built-in catalogue into one that has never held
// anything.
func fillIfEmpty(ctx context.Context, catalogue *sqlite.Catalogue, log *slog.Logger) error {
	last, err := catalogue.LastChange(ctx)
	if err != nil || last > 0 {
		return err
	}
	entries, err := fill(ctx, catalogue)
	if err == nil {
		log.Info("loaded the built-in catalogue", "entries", entries)
	}
	return err
}

// loadGazetteer begins to load the gazetteer and gives a function that waits
// for it.
func loadGazetteer() func() (*geo.Gazetteer, error) {
	type loaded struct {
		g   *geo.Gazetteer
		err error
	}
	done := make(chan loaded, 1)
	go func() {
		g, err := geo.Load()
		done <- loaded{g, err}
	}()
	return func() (*geo.Gazetteer, error) {
		l := <-done
		return l.g, l.err
	}
}

func logged(log *slog.Logger, doing string, err error) {
	if err != nil {
		log.Error(doing, "error", err)
	}
}
