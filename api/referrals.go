package api

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/labstack/echo/v4"

	"walkin/internal/directory"
	"walkin/internal/problem"
	"walkin/internal/referral"
	"walkin/internal/staff"
)

// Referrals is the store of the hand-over cards, apart from all others.
type Referrals interface {
	// Put keeps a new card. PutOnce keeps one for a request that names itself,
	// and gives the same card and code to the same request;
	// problem.Conflict if the key was used for another.
	Put(ctx context.Context, c referral.Card) error
	PutOnce(ctx context.Context, c referral.Card, once directory.Once, codeOf func(referral.Salt) referral.Code) (referral.Card, referral.Code, error)
	// Card gives a card to a reader and writes down that it was read;
	// problem.NotFound if there is none, problem.Gone if it is good no more.
	Card(ctx context.Context, hash referral.Hash, reader string) (referral.Card, error)
	// ForReceiving gives who may come to some centres, ForSending what those
	// have sent, the newest first; that it was read is written down.
	ForReceiving(ctx context.Context, reader string, centres ...string) ([]referral.Expected, error)
	ForSending(ctx context.Context, reader string, centres ...string) ([]referral.Handed, error)
	// Answer and Mark are done by a centre on the card, Revoke by the one that
	// sent it; problem.NotFound for every other, problem.Gone for a card that
	// is over, problem.Conflict where its state forbids it.
	Answer(ctx context.Context, hash referral.Hash, centre string, place directory.Key, w referral.Welcome) error
	Mark(ctx context.Context, hash referral.Hash, centre string, place directory.Key, s referral.State) error
	Revoke(ctx context.Context, hash referral.Hash, from string) error
}

// noSuchCard is said of a card that does not exist, that is somebody else's,
// or that is over: whoever guesses learns nothing.
func noSuchCard() error { return problem.New(problem.NotFound, "There is no such card.") }

// cards gives the store; there is none where the program was started without.
func (s *Server) cards() (Referrals, error) {
	if s.referrals == nil {
		return nil, problem.New(problem.Unavailable, "This server keeps no hand-over cards.")
	}
	return s.referrals, nil
}

// refersFrom gives a centre that somebody may hand people on from, or receive
// them at. Every other one is none at all (X1), and its id is not repeated.
func (s *Server) refersFrom(c echo.Context, id string) (*directory.Centre, error) {
	ctx := c.Request().Context()
	change, err := s.catalogue.Entry(ctx, directory.Key{Kind: directory.KindCentre, ID: id})
	if err == nil {
		err = s.may(ctx, actorOf(c), staff.Refer, change.Entry)
	}
	if unknown(err) {
		return nil, problem.New(problem.NotFound, "There is no such centre.")
	}
	if err != nil {
		return nil, err
	}
	return change.Entry.(*directory.Centre), nil
}

// handOn is the directory that people are handed on to, made of the catalogue
// and brought up to date when it is asked: what changed since is read, and no
// more. The zero value is ready.
type handOn struct {
	mu        sync.Mutex
	entries   map[directory.Key]directory.Entry
	number    uint64 // of the last change in it
	directory *referral.Directory
}

// handedOn are the kinds of entry that a referral.Directory is made of.
var handedOn = []directory.Kind{
	directory.KindTopic, directory.KindOrganisation, directory.KindCentre, directory.KindActivity, directory.KindHelpline,
}

// pageOfChanges is how many entries are read at once.
const pageOfChanges = 500

// referralDirectory gives the directory as the catalogue is now. Of requests
// that come at once after a change one makes it, and the others wait.
func (s *Server) referralDirectory(ctx context.Context) (*referral.Directory, error) {
	h := &s.handOn
	h.mu.Lock()
	defer h.mu.Unlock()
	last, err := s.catalogue.LastChange(ctx)
	if err != nil || h.directory != nil && last == h.number {
		return h.directory, err
	}
	if h.entries == nil {
		h.entries = make(map[directory.Key]directory.Entry)
	}
	// What was read stays read, and counts once the directory is made of it.
	for reached := h.number; ; {
		changes, err := s.catalogue.LatestAfter(ctx, handedOn, reached, pageOfChanges)
		if err != nil {
			return nil, err
		}
		for _, change := range changes {
			if change.Deleted() {
				delete(h.entries, change.Key)
			} else {
				h.entries[change.Key] = change.Entry
			}
			reached = change.Number
		}
		if len(changes) < pageOfChanges {
			last = max(last, reached)
			break
		}
	}
	// Sorted, so that the same catalogue gives the same answers in every process.
	entries := slices.SortedFunc(maps.Values(h.entries), func(a, b directory.Entry) int {
		return strings.Compare(a.Key().String(), b.Key().String())
	})
	made, err := referral.NewDirectory(entries)
	if err != nil {
		return nil, err
	}
	h.directory, h.number = made, last
	return made, nil
}
