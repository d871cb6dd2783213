package api

import (
	"context"
	"encoding/json"

	"walkin/internal/directory"
	"walkin/internal/schedule"
	"walkin/internal/staff"
)

// Writer is the catalogue as staff write to it.
type Writer interface {
	// Put writes an entry and Delete removes one, each on sight of a revision
	// and once. problem.Invalid for what breaks a rule, problem.Stale on sight
	// of another revision, problem.Conflict for what is still referred to.
	Put(ctx context.Context, e directory.Entry, by directory.Edit) (directory.Change, error)
	Delete(ctx context.Context, key directory.Key, by directory.Edit) (directory.Change, error)
	// Apply makes several changes: all of them or none.
	Apply(ctx context.Context, steps []directory.Step, author string, progress func(n int)) ([]directory.Change, error)
	// History gives all changes of an entry, oldest first.
	History(ctx context.Context, key directory.Key) ([]directory.Change, error)
}

// Office is the store of what staff need beside the catalogue.
type Office interface {
	// Member and MemberByEmail give a member, Members all; problem.NotFound if
	// there is none. PutMember writes one.
	Member(ctx context.Context, id string) (staff.Member, error)
	MemberByEmail(ctx context.Context, email string) (staff.Member, error)
	Members(ctx context.Context) ([]staff.Member, error)
	PutMember(ctx context.Context, m staff.Member) error
	// ChangeMember writes one on sight of a state: problem.Stale on sight of
	// another, problem.Conflict if nobody would be left who can let others in.
	ChangeMember(ctx context.Context, m staff.Member, seen string) error
	// Drafts are the changes that wait, the oldest first; PutDraft keeps a new
	// one and gives it, or the one that the same request made before; DecideDraft
	// ends one, problem.Conflict if somebody was faster; ReopenDraft undoes that.
	PutDraft(ctx context.Context, d staff.Draft) (staff.Draft, error)
	ReopenDraft(ctx context.Context, id string) error
	Draft(ctx context.Context, id string) (staff.Draft, error)
	Drafts(ctx context.Context) ([]staff.Draft, error)
	DecideDraft(ctx context.Context, id string, state staff.DraftState, decider string) error
	// Previews are the imports that nobody has applied yet, the newest first.
	// PutPreview keeps one for a day; Preview gives it, problem.NotFound if
	// there is none any more. FinishPreview writes down what it came to, with
	// its drafts: problem.Conflict if that is so already.
	PutPreview(ctx context.Context, p staff.Preview) error
	Preview(ctx context.Context, id string) (staff.Preview, error)
	Previews(ctx context.Context) ([]staff.PreviewHead, error)
	FinishPreview(ctx context.Context, id string, done staff.PreviewOutcome, drafts []staff.Draft) error
	// ByToken and BySession give who acts with a secret;
	// problem.Unauthenticated if it is good for nothing, or not any more.
	ByToken(ctx context.Context, hash staff.Hash) (staff.Actor, error)
	BySession(ctx context.Context, hash staff.Hash) (staff.Actor, error)
	PutToken(ctx context.Context, t staff.Token, hash staff.Hash) error
	Tokens(ctx context.Context, member string) ([]staff.Token, error)
	RevokeToken(ctx context.Context, id string) error
	BeginSession(ctx context.Context, s staff.Session, hash staff.Hash) error
	EndSession(ctx context.Context, hash staff.Hash) error
	// Link gives a link that is good and unused, UseLink uses it up;
	// problem.Unauthenticated if it is not good.
	PutLink(ctx context.Context, l staff.Link, hash staff.Hash) error
	Link(ctx context.Context, hash staff.Hash, purpose staff.Purpose) (staff.Link, error)
	UseLink(ctx context.Context, hash staff.Hash, purpose staff.Purpose) (staff.Link, error)
	// PutPasskey keeps a new passkey; problem.Conflict for one too many, or one
	// that is there. PasskeyByCredential gives the one that a device names,
	// UsePasskey writes what a use changed on sight of the record before;
	// problem.Unauthenticated if it is good for nothing. RemovePasskey removes
	// one of a member; problem.NotFound.
	PutPasskey(ctx context.Context, p staff.Passkey) error
	Passkeys(ctx context.Context, member string) ([]staff.Passkey, error)
	PasskeyByCredential(ctx context.Context, credential []byte) (staff.Passkey, error)
	UsePasskey(ctx context.Context, p staff.Passkey, before json.RawMessage) error
	RemovePasskey(ctx context.Context, member, id string) error
	// FileReport keeps what the public says is wrong, or counts it with the same
	// said before. Reported lists the entries with reports in a state, Reports
	// those of one, the newest first. SettleReport answers one, or dismisses it
	// for "": problem.NotFound if there is none, problem.Conflict if that has
	// been done.
	FileReport(ctx context.Context, r staff.Report) error
	Report(ctx context.Context, id string) (staff.Report, error)
	Reported(ctx context.Context, state staff.ReportState) ([]staff.Reported, error)
	Reports(ctx context.Context, state staff.ReportState, kind, entry string) ([]staff.Report, error)
	SettleReport(ctx context.Context, id string, answer staff.Answer, by string) (staff.Report, error)
	// PutCount writes the count of a centre and a week, Count gives one and
	// Counts those of some centres, the newest week of each first;
	// problem.Invalid for what breaks a rule, problem.NotFound if there is none.
	// CountedCentres gives the centres that have any; MergeCounts adds those of one
	// that is no more to its area's, which AreaCounts gives.
	CountedCentres(ctx context.Context) ([]string, error)
	MergeCounts(ctx context.Context, centre, area string) error
	AreaCounts(ctx context.Context, area string, from, to schedule.Week) ([]staff.AreaCount, error)
	PutCount(ctx context.Context, c staff.Count, member string) error
	Count(ctx context.Context, centre string, week schedule.Week) (staff.Count, error)
	Counts(ctx context.Context, centres []string, from, to schedule.Week) ([]staff.Count, error)
	// PutColleagues writes what a centre tells colleagues, Colleagues gives it:
	// nothing, if it never told any. problem.Invalid for what breaks a rule.
	PutColleagues(ctx context.Context, c staff.Colleagues) error
	Colleagues(ctx context.Context, centre string) (staff.Colleagues, error)
}

// Mailer sends a plain text to one address. It gives up when the context ends; what
// did not work is in the error, and no address.
type Mailer interface {
	Send(ctx context.Context, to, subject, text string) error
}
