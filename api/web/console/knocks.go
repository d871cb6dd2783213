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

// The states of a door, which name their words and what is drawn.
const (
	DoorRings  = "rings"  // somebody waits for an answer
	DoorComing = "coming" // somebody is on the way out to all who are outside
	DoorQuiet  = "quiet"  // nobody is outside
)

// DoorState says how it stands with those who are outside of a door.
func DoorState(outside []Outside) string {
	state := DoorQuiet
	for _, o := range outside {
		if !o.Coming {
			return DoorRings
		}
		state = DoorComing
	}
	return state
}

// State is that of the door that is looked out of.
func (k Knocks) State() string { return DoorState(k.Outside) }

// Ringing says whether somebody waits for an answer.
func (k Knocks) Ringing() bool { return k.State() == DoorRings }

// Knocks draws it.
func (s *Site) Knocks(w io.Writer, p Knocks) error { return s.draw(w, p.Page, "knocks", p) }
