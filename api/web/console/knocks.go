package console

import "io"

// Knocks is the page that rings when somebody is outside.
type Knocks struct {
	Page
	Doors   []Door // of the member, where one can knock
	At      *Door  // the one that is looked out of; nil: they have to choose
	Open    bool   // it is open for certain: only then can one knock
	Outside []Outside
}

// Door is a centre where one can knock.
type Door struct{ ID, Name string }

// Outside is somebody who stands outside.
type Outside struct {
	ID      string `json:"id"`
	Coming  bool   `json:"coming"`  // somebody said that they come out
	Minutes int    `json:"minutes"` // since when they stand there, whole minutes
}

// Ringing says whether somebody waits for an answer.
func (k Knocks) Ringing() bool {
	for _, o := range k.Outside {
		if !o.Coming {
			return true
		}
	}
	return false
}

// Knocks draws it.
func (s *Site) Knocks(w io.Writer, p Knocks) error { return s.draw(w, p.Page, "knocks", p) }
