package staff

import (
	"encoding/json"
	"time"

	"walkin/internal/problem"
)

// PreviewLife is how long somebody may think about the preview of an import.
const PreviewLife = 24 * time.Hour

// PreviewHead says of an import what a list of imports shows.
type PreviewHead struct {
	ID           string    `json:"id"`
	Member       string    `json:"member"`       // who made it, and whom the history will name
	Organisation string    `json:"organisation"` // id: whose list it is
	Kind         string    `json:"kind,omitempty"`
	Format       string    `json:"format"` // csv, xlsx, geojson or jsonl
	Made         time.Time `json:"made"`
	Expires      time.Time `json:"expires"`
	// Complete says that the list is all that the organisation has.
	Complete bool           `json:"complete"`
	Summary  PreviewSummary `json:"summary"`
	// Held says that more would be taken out than anybody does in one stroke
	// without somebody else's yes; Share is which part of what there is, 0 to 1.
	Held  bool    `json:"held"`
	Share float64 `json:"share"`
}

// PreviewSummary counts what an import would do.
type PreviewSummary struct {
	Rows       int `json:"rows"`
	Added      int `json:"added"`
	Changed    int `json:"changed"`
	Dropped    int `json:"dropped"`
	Same       int `json:"same"`
	Faults     int `json:"faults"`
	FaultyRows int `json:"faulty_rows"`
}

// Preview is what an import would do, until somebody applies it or a day has
// passed.
type Preview struct {
	PreviewHead
	Steps   []PreviewStep   `json:"steps,omitempty"`
	Faults  []PreviewFault  `json:"faults,omitempty"`
	Notices []PreviewFault  `json:"notices,omitempty"` // what was left out without harm
	Columns []PreviewColumn `json:"columns,omitempty"`
	// Spoilt says that what is wrong is wrong with the whole list, so that its
	// rows cannot be applied without.
	Spoilt bool `json:"spoilt,omitempty"`
	// Unclear says that some rows with faults do not tell which entries they
	// are about, so that nobody knows what is not on the list.
	Unclear     bool            `json:"unclear,omitempty"`
	Encoding    string          `json:"encoding,omitempty"`
	Separator   string          `json:"separator,omitempty"`
	Sheet       string          `json:"sheet,omitempty"`
	OtherSheets []string        `json:"other_sheets,omitempty"`
	Outcome     *PreviewOutcome `json:"outcome,omitempty"` // nil until it is applied
}

// PreviewStep is one entry that an import would write or take out.
type PreviewStep struct {
	Kind  string `json:"kind"`
	ID    string `json:"id"`
	Title string `json:"title"`
	Row   int    `json:"row,omitempty"` // as a person counts them; 0 for what goes
	// Base is the revision that the preview saw; 0 for a new entry.
	Base int `json:"base"`
	// Body is the entry as it is to be; null takes it out.
	Body    json.RawMessage `json:"body"`
	Changes []PreviewChange `json:"changes,omitempty"` // of an entry that is there already
}

// Drops says whether a step takes its entry out.
func (s PreviewStep) Drops() bool { return string(s.Body) == "null" }

// PreviewChange is one field that would change.
type PreviewChange struct {
	Pointer string          `json:"pointer"` // RFC 6901, into the entry
	Before  json.RawMessage `json:"before,omitempty"`
	After   json.RawMessage `json:"after,omitempty"`
}

// PreviewFault is one thing that is wrong with a list, or was left out of it.
type PreviewFault struct {
	Row    int               `json:"row"`
	Column string            `json:"column,omitempty"` // its letter
	Header string            `json:"header,omitempty"`
	Code   string            `json:"code"`
	Params map[string]string `json:"params,omitempty"` // what its sentence needs; "text" is the cell, shortened
	// Rule is the rule of the directory that is broken, if it is one, as its
	// sentence was made.
	Rule *problem.Sentence `json:"rule,omitempty"`
}

// PreviewColumn says what a column was taken for.
type PreviewColumn struct {
	Column string `json:"column,omitempty"`
	Header string `json:"header"`
	Field  string `json:"field,omitempty"` // "" where it is ignored
}

// PreviewOutcome is what an import did.
type PreviewOutcome struct {
	At      time.Time        `json:"at"`
	Added   int              `json:"added"`
	Changed int              `json:"changed"`
	Dropped int              `json:"dropped"`
	Drafts  int              `json:"drafts"` // changes that wait for somebody's yes
	Entries []PreviewedEntry `json:"entries"`
}

// PreviewedEntry is what became of a step: a revision, or a draft that waits.
type PreviewedEntry struct {
	Kind     string `json:"kind"`
	ID       string `json:"id"`
	Revision int    `json:"revision,omitempty"`
	Draft    string `json:"draft,omitempty"`
}
