// Package api serves the directory over HTTP as openapi.yaml has it. It is the
// only place that knows Echo.
//
// Handlers carry the name of their operation in the contract, so one word
// finds specification, code and test. They return errors; one function, fail,
// turns every error into an answer. What leaves goes through the wire types
// that are generated from the contract, and what enters is held against the
// contract before any handler sees it.
//
// What a person typed and where they stand come in the body of a POST and go
// nowhere but into the answer: not into a log line, a metric, an error, a
// cache or an address.
package api

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/go-webauthn/webauthn/webauthn"
	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"

	"walkin/api/web"
	"walkin/api/web/console"
	"walkin/internal/demand"
	"walkin/internal/directory"
	"walkin/internal/geo"
)

// Catalogue is the store of entries that the API reads.
type Catalogue interface {
	// Entry gives the last change of an entry; problem.NotFound if there never
	// was one, problem.Gone if it was deleted.
	Entry(ctx context.Context, key directory.Key) (directory.Change, error)
	// Entries gives the last changes of living entries, by id.
	Entries(ctx context.Context, listing directory.Listing) ([]directory.Change, error)
	// Count gives how many entries a listing asks for on all its pages.
	Count(ctx context.Context, listing directory.Listing) (int, error)
	// Identified gives the key of the living entry with a UUID, SiteIdentified
	// the site; problem.NotFound if there is none.
	Identified(ctx context.Context, uuid string) (directory.Key, error)
	SiteIdentified(ctx context.Context, uuid string) (directory.Site, error)
	// Sites gives the places at which the entries of a listing are offered, and
	// CountSites how many those are.
	Sites(ctx context.Context, listing directory.Listing) ([]directory.Site, error)
	CountSites(ctx context.Context, listing directory.Listing) (int, error)
	// Extent gives the box around the points of the listed entries of a kind;
	// nil if none has one.
	Extent(ctx context.Context, kind directory.Kind) (*geo.Box, error)
	// LastChange gives the number of the last change of all; 0 if there is none.
	LastChange(ctx context.Context) (uint64, error)
	// ChangesAfter gives the changes with a number above n, oldest first, at
	// most limit of them.
	ChangesAfter(ctx context.Context, n uint64, limit int) ([]directory.Change, error)
	// LatestAfter gives, of the entries of some kinds whose last change has a
	// number above n, that change, oldest first; tombstones too.
	LatestAfter(ctx context.Context, kinds []directory.Kind, n uint64, limit int) ([]directory.Change, error)
	// EntriesByKey gives the last changes of living entries, in the order of
	// the keys.
	EntriesByKey(ctx context.Context, keys []directory.Key) ([]directory.Change, error)
	// LastBefore gives the number of the last change made before a moment, 0 if
	// there was none; AsOf the last change of an entry up to a number, and
	// whether there was one; DeletedAfter, of the entries deleted above a
	// number, the state before.
	LastBefore(ctx context.Context, moment time.Time) (uint64, error)
	AsOf(ctx context.Context, key directory.Key, number uint64) (directory.Change, bool, error)
	DeletedAfter(ctx context.Context, kinds []directory.Kind, number uint64, limit int) ([]directory.Change, error)
	// PostingsAfter gives a page of the listing feed, oldest first, with what
	// left it; PostingsBefore the same newest first, from the end for 0.
	PostingsAfter(ctx context.Context, q directory.PostingQuery, position uint64) ([]directory.Posting, error)
	PostingsBefore(ctx context.Context, q directory.PostingQuery, position uint64) ([]directory.Posting, error)
	// PostingsFrom gives a page of what is listed, by key.
	PostingsFrom(ctx context.Context, q directory.PostingQuery, behind directory.Key) ([]directory.Posting, error)
}

// Index answers what is asked of the directory.
type Index interface {
	// Search answers a query that is valid and knows its time; problem.Invalid
	// for a cursor that is not one.
	Search(ctx context.Context, query directory.Query) (directory.Answer, error)
	Suggest(ctx context.Context, query directory.SuggestQuery) ([]directory.Suggestion, error)
	// WhatsOn gives occurrences, soonest first, and whether there are more.
	WhatsOn(ctx context.Context, query directory.WhatsOnQuery) ([]directory.Happening, bool, error)
	Taxonomy() *directory.Taxonomy
	CrisisDesk() *directory.CrisisDesk
	// Position is the number of the last change that the index holds.
	Position() uint64
}

// Gazetteer knows places. Its answers never change while the program runs.
type Gazetteer interface {
	Find(text, country string, limit int) []geo.Place
	Place(id string) (geo.Place, bool)
	Municipality(country, code string) (geo.Municipality, bool)
	MunicipalityByName(country, name string) (geo.Municipality, bool)
	// Towns gives the largest towns in a box, the largest first.
	Towns(box geo.Box, limit int) []geo.Place
	// NearestTown gives the town whose centre is nearest, and the metres to
	// it; the zero place if there is none.
	NearestTown(p geo.Point) (geo.Place, float64)
	// TownsIn gives all towns of a country, the largest first; Municipalities its
	// municipalities, by code.
	TownsIn(country string) []geo.Place
	Municipalities(country string) []geo.Municipality
}

// Options are what a server needs.
type Options struct {
	Catalogue Catalogue
	Index     Index
	Gazetteer Gazetteer
	// Writer and Office are what staff write to; nil serves the public alone.
	Writer Writer
	Office Office
	// Mailer sends links to members; needed where there is an office.
	Mailer Mailer
	// Referrals keeps the hand-over cards; nil for none.
	Referrals Referrals
	// Demand keeps what is asked for; nil for none: then nothing is counted.
	// Uncounted counts nothing either, and shows what was released before.
	Demand    Demand
	Uncounted bool
	// OIDC is an issuer through which members sign in as well; the zero value
	// is none.
	OIDC OIDC

	Now      func() time.Time     // nil: the machine's clock
	Log      *slog.Logger         // nil: silent
	Registry *prometheus.Registry // nil: one of its own

	// Country is whose helplines answer a crisis query that does not say where
	// it comes from, and whose places come first; ISO 3166-1 alpha-2.
	Country string
	// BaseURL stands before the links in answers, such as
	// "https://walkin.example"; "" makes them relative.
	BaseURL   string
	RateLimit RateLimit
	// Photos is the folder of the photos that centres name; "" for none.
	Photos string
	// FrameAncestors are the sites that may show the finder in a frame, in the
	// words of CSP (frame-ancestors); "" means this one only.
	FrameAncestors string
	// Contact is where the people of this directory are written to, an e-mail
	// address; "" if they gave none.
	Contact string
	// TrustedProxies are the proxies whose X-Forwarded-For is believed; none
	// means that clients connect directly.
	TrustedProxies []netip.Prefix
	// Version is that of the program. The API reference shows it, and the tags
	// of feeds hold it.
	Version string
}

// Server is the HTTP face of the directory. It is safe for concurrent use.
type Server struct {
	catalogue Catalogue
	index     Index
	gazetteer Gazetteer
	now       func() time.Time
	log       *slog.Logger
	country   string
	baseURL   string
	trusted   []netip.Prefix
	version   string
	contract  *contract
	docs      *docs
	pages     *web.Site
	kept      keptPages
	photos    photos
	contact   string
	// frameAncestors are the sites that may frame what is made for it.
	frameAncestors string
	limiter        *limiter
	writer         Writer
	office         Office
	mailer         Mailer
	console        *console.Site
	referrals      Referrals
	demand         Demand
	areas          *demand.Areas // nil where there is no demand
	tally          *demand.Tally // nil: nothing is counted
	handOn         handOn
	openings       *limiter // of who opens cards
	signIns        *limiter // of who asks for links and shows what is no good
	links          *limiter // of links to one member
	begins         *limiter // of who begins to sign in otherwise
	registrations  ceremonies[webauthn.SessionData]
	assertions     ceremonies[webauthn.SessionData]
	issuer         *issuer // nil: none
	departures     ceremonies[departure]
	reporters      *limiter // of who says that something is wrong
	knockers       *limiter // of who knocks
	board          *board
	surveys        *surveys
	surveyors      *limiter // of who asks new questions of coverage
	tasks          tasks
	reading        gate // of lists that are imported
	applying       gate
	metrics        *metrics
	forms          forms
	words          atomic.Pointer[wording]
	found          found
	stopping       atomic.Bool
	echo           *echo.Echo
}

var _ ServerInterface = (*Server)(nil)

// New makes a server. It reads the embedded contract, draws the API reference
// from it and registers its metrics; all of that can only fail in development.
func New(o Options) (*Server, error) {
	s := &Server{
		catalogue: o.Catalogue, index: o.Index, gazetteer: o.Gazetteer,
		now: o.Now, log: o.Log, country: o.Country, baseURL: strings.TrimSuffix(o.BaseURL, "/"),
		trusted: o.TrustedProxies, photos: photos{o.Photos}, version: o.Version, limiter: newLimiter(o.RateLimit), forms: make(forms),
	}
	s.writer, s.office, s.mailer, s.signIns = o.Writer, o.Office, o.Mailer, newLimiter(signInRate)
	s.referrals, s.openings = o.Referrals, newLimiter(openingRate)
	if s.demand, s.areas = o.Demand, newAreas(o); s.areas != nil && !o.Uncounted {
		s.tally = demand.NewTally(s.areas)
	}
	s.reading, s.applying = make(gate, 1), make(gate, 1)
	s.links, s.begins = newLimiter(linkRate), newLimiter(beginRate)
	s.registrations.life, s.assertions.life, s.departures.life = passkeyLife, passkeyLife, issuerLife
	s.reporters, s.knockers, s.board = newReportLimiter(), newLimiter(knockRate), newBoard()
	s.surveys, s.surveyors = newSurveys(), new(limiter)
	if o.RateLimit != (RateLimit{}) {
		s.surveyors = newLimiter(surveyRate)
	}
	s.contact, s.frameAncestors = o.Contact, cmp.Or(o.FrameAncestors, "'self'")
	if s.now == nil {
		s.now = time.Now
	}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	if o.Registry == nil {
		o.Registry = prometheus.NewRegistry()
	}
	var err error
	if s.issuer, err = newIssuer(o.OIDC, s.now); err != nil {
		return nil, err
	}
	if s.contract, err = readContract(); err != nil {
		return nil, err
	}
	if s.docs, err = drawDocs(s.contract, s.baseURL, o.Version); err != nil {
		return nil, err
	}
	if s.pages, err = web.Open(); err != nil {
		return nil, err
	}
	if s.console, err = console.Open(); err != nil {
		return nil, err
	}
	if s.metrics, err = newMetrics(o.Registry, s.catalogue, s.index); err != nil {
		return nil, fmt.Errorf("register metrics: %w", err)
	}
	s.echo = s.routes(o.TrustedProxies)
	return s, nil
}

// routes makes the one Echo of the program.
func (s *Server) routes(trusted []netip.Prefix) *echo.Echo {
	e := echo.New()
	e.Logger.SetOutput(io.Discard) // Echo has a log of its own; ours is s.log
	e.IPExtractor = extractor(trusted)
	e.HTTPErrorHandler = func(err error, c echo.Context) { s.fail(c, err) }
	e.Pre(slashed)
	e.Use(s.observe, s.recovered, headed, timed)

	perOperation := make(map[string][]echo.MiddlewareFunc, len(s.contract.operations))
	for id, operation := range s.contract.operations {
		switch id {
		case "Health", "Ready", "ReadContract": // for machines, which ask often and in their own ways
		case "Search", "SearchByAddress", "Suggest", "FindPlaces", "FindHSDSServices", "FindHSDSServicesAtLocations",
			"FindHSDSOrganizations", "FindHSDSTaxonomies", "FindHSDSTaxonomyTerms": // the crisis gate comes before the limit
			perOperation[id] = []echo.MiddlewareFunc{checked(operation)}
		default:
			perOperation[id] = []echo.MiddlewareFunc{s.limited, checked(operation)}
			if operation.staff() {
				perOperation[id] = []echo.MiddlewareFunc{s.limited, s.signedIn, checked(operation)}
			}
		}
	}
	RegisterHandlersWithOptions(router{e, s.forms}, s, RegisterHandlersOptions{OperationMiddlewares: perOperation})

	pages := router{e, s.forms}
	s.site(pages)
	if s.office != nil {
		s.staffPages(pages)
	}
	pages.GET("/docs", s.Docs, s.limited)
	pages.GET("/docs/style.css", s.DocsStyle, s.limited)
	pages.GET("/problems/:kind", s.ProblemPage, s.limited)
	// Without a limit: a school is one address, and its page must not lose the
	// people to call because many look at it.
	pages.GET("/widget.js", s.NewestWidget)
	pages.GET("/widget/:file", s.Widget)
	return e
}

// extractor finds the address that a request comes from. X-Forwarded-For is
// believed of the named proxies only: anybody can send it.
func extractor(trusted []netip.Prefix) echo.IPExtractor {
	if len(trusted) == 0 {
		return echo.ExtractIPDirect()
	}
	options := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, p := range trusted {
		p = p.Masked()
		options = append(options, echo.TrustIPRange(&net.IPNet{
			IP: p.Addr().AsSlice(), Mask: net.CIDRMask(p.Bits(), p.Addr().BitLen()),
		}))
	}
	return echo.ExtractIPFromXFFHeader(options...)
}

// fromTrustedProxy says whether a request comes through one of the proxies that
// are believed.
func (s *Server) fromTrustedProxy(r *http.Request) bool {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	return err == nil && slices.ContainsFunc(s.trusted, func(p netip.Prefix) bool { return p.Contains(peer.Addr().Unmap()) })
}

// Handler serves the API and its reference.
func (s *Server) Handler() http.Handler { return s.echo }

// MetricsHandler serves the metrics. It belongs on a listener of its own that
// the public does not reach.
func (s *Server) MetricsHandler() http.Handler { return s.metrics.handler() }

// NewHTTPServer gives a server for a handler with limits on all that a client
// can be slow or big with: 5 s for the header, 30 s for the body, 30 s from
// there to the end of the answer, 60 s for a connection that says nothing and
// 16 kB of header (more is answered with 431).
func NewHTTPServer(handler http.Handler) *http.Server {
	return &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      60 * time.Second, // counted from the end of the header, so it includes ReadTimeout
		IdleTimeout:       60 * time.Second,
		MaxHeaderBytes:    16 << 10,
		// What net/http would log are addresses of clients that behave oddly.
		ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError),
	}
}
