package staff

import (
	"encoding/json"
	"time"
)

// DraftState is what became of a draft.
type DraftState string

// The states.
const (
	DraftOpen      DraftState = "open"
	DraftApproved  DraftState = "approved"
	DraftRefused   DraftState = "refused"
	DraftWithdrawn DraftState = "withdrawn"
)

// Draft is a change that waits for somebody's yes, because a network asks for
// that, or because whoever wrote it wanted another pair of eyes. It holds the
// whole state to come, as a change of the log does.
type Draft struct {
	ID    string     `json:"id"`
	Kind  string     `json:"kind"`  // of the entry
	Entry string     `json:"entry"` // id
	State DraftState `json:"state"`
	// Base is the revision that the draft was made on; 0 for a new entry.
	Base int `json:"base"`
	// Body is the entry as it is to be; null takes it out of the directory.
	Body    json.RawMessage `json:"body"`
	Member  string          `json:"member"`         // who wrote it
	Once    string          `json:"once,omitempty"` // names the request that made it, if a client named it
	Made    time.Time       `json:"made"`
	Decider string          `json:"decider,omitempty"` // who decided, or withdrew
	Decided *time.Time      `json:"decided,omitempty"`
}
