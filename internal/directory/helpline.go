package directory

import (
	"slices"
	"time"

	"walkin/internal/problem"
	"walkin/internal/schedule"
)

// HelplineGroup is what a helpline is for. A crisis topic names the group that
// answers it.
type HelplineGroup string

// The helpline groups.
const (
	GroupEmergency        HelplineGroup = "emergency" // 112 and the poison line
	GroupCrisis           HelplineGroup = "crisis_general"
	GroupSuicide          HelplineGroup = "suicide"
	GroupSelfHarm         HelplineGroup = "self_harm"
	GroupSexualViolence   HelplineGroup = "sexual_violence"
	GroupViolence         HelplineGroup = "violence"
	GroupOnlineAbuse      HelplineGroup = "online_abuse"
	GroupEatingDisorder   HelplineGroup = "eating_disorder"
	GroupEmergencyShelter HelplineGroup = "emergency_shelter"
	GroupChildren         HelplineGroup = "children"
	GroupYoungPeople      HelplineGroup = "young_people"
	GroupLGBT             HelplineGroup = "lgbt"
	GroupAddictionFamily  HelplineGroup = "addiction_family"
	GroupOther            HelplineGroup = "other"
)

// AllHelplineGroups lists the groups.
var AllHelplineGroups = []HelplineGroup{
	GroupEmergency, GroupCrisis, GroupSuicide, GroupSelfHarm, GroupSexualViolence, GroupViolence, GroupOnlineAbuse,
	GroupEatingDisorder, GroupEmergencyShelter, GroupChildren, GroupYoungPeople, GroupLGBT, GroupAddictionFamily, GroupOther,
}

// Helpline is help without a door: phone, text message, chat or video.
type Helpline struct {
	ID           string          `json:"id"`
	Organisation string          `json:"organisation,omitempty"`
	Name         string          `json:"name"`
	Description  Text            `json:"description,omitempty"`
	Status       Status          `json:"status,omitempty"`
	Country      string          `json:"country"`
	Area         string          `json:"area,omitempty"` // whom it serves, in words, where that is not the whole country
	Municipality string          `json:"municipality,omitempty"`
	Nationwide   bool            `json:"nationwide"` // serves the country, or one of its language communities
	Groups       []HelplineGroup `json:"groups"`
	Lines        []Line          `json:"lines,omitempty"`
	Email        string          `json:"email,omitempty"`
	URL          string          `json:"url,omitempty"`
	Ages         Ages            `json:"ages,omitzero"`
	Promises     Promises        `json:"promises,omitzero"`
	Languages    []string        `json:"languages,omitempty"`
	Topics       []string        `json:"topics,omitempty"`
	// Sources are the pages on which the numbers and hours rest.
	Sources []Source `json:"sources,omitempty"`
	// Agreement says in words how far the sources agree.
	Agreement  string     `json:"agreement,omitempty"`
	Provenance Provenance `json:"provenance,omitzero"`
}

// Line is one way to reach a helpline, with the hours of that way.
type Line struct {
	Channel Channel           `json:"channel"`
	Number  string            `json:"number,omitempty"` // as printed: "70 201 201"
	Dial    string            `json:"dial,omitempty"`   // what a telephone dials: digits
	URL     string            `json:"url,omitempty"`    // of a chat
	Hours   schedule.Schedule `json:"hours,omitzero"`
}

// Source is a page on which a fact rests.
type Source struct {
	URL  string `json:"url,omitempty"`
	Seen string `json:"seen,omitempty"` // YYYY, YYYY-MM or YYYY-MM-DD
	Note string `json:"note,omitempty"`
}

// Key implements Entry.
func (h *Helpline) Key() Key { return Key{KindHelpline, h.ID} }

// References implements Entry.
func (h *Helpline) References() []Key {
	refs := topicKeys(h.Topics)
	if h.Organisation != "" {
		refs = append(refs, Key{KindOrganisation, h.Organisation})
	}
	return refs
}

// Problems implements Entry.
func (h *Helpline) Problems() []problem.Field {
	var v validation
	v.id("/id", h.ID)
	v.name("/name", h.Name)
	v.country("/country", h.Country)
	h.Description.validate(&v, "/description")
	oneOf(&v, "/status", h.Status, AllStatuses)
	if len(h.Groups) == 0 {
		v.add("/groups", "At least one helpline group is needed.")
	}
	eachOf(&v, "/groups", h.Groups, AllHelplineGroups)
	for i, l := range h.Lines {
		l.validate(&v, at("/lines", i))
	}
	v.email("/email", h.Email)
	v.url("/url", h.URL)
	h.Ages.validate(&v, "/ages")
	v.languages("/languages", h.Languages)
	v.ids("/topics", h.Topics)
	for i, s := range h.Sources {
		v.url(at("/sources", i)+"/url", s.URL)
	}
	h.Provenance.validate(&v, "/provenance")
	return v.fields
}

func (l Line) validate(v *validation, pointer string) {
	if l.Channel == "" {
		v.add(pointer+"/channel", "A line has a channel.")
	}
	oneOf(v, pointer+"/channel", l.Channel, AllChannels)
	v.dial(pointer+"/dial", l.Dial)
	if l.Number != "" && l.Dial == "" {
		v.add(pointer+"/dial", "A number needs its dialable form.")
	}
	v.url(pointer+"/url", l.URL)
	v.schedule(pointer+"/hours", &l.Hours)
}

// Reachable says whether a person can use the line now with what the
// directory knows: a number to dial or a chat to open.
func (l Line) Reachable() bool {
	switch l.Channel {
	case Phone, SMS, WhatsApp:
		return l.Dial != ""
	case Chat, Video:
		return l.URL != ""
	default:
		return false
	}
}

// Written says whether the line is typed and not spoken.
func (l Line) Written() bool { return l.Channel == Chat || l.Channel == SMS || l.Channel == WhatsApp }

// Reachable says whether the helpline has at least one reachable line. One
// that has none never counts as a contact.
func (h *Helpline) Reachable() bool { return slices.ContainsFunc(h.Lines, Line.Reachable) }

// Channels gives the channels of the lines, each once.
func (h *Helpline) Channels() []Channel {
	var channels []Channel
	for _, l := range h.Lines {
		if !slices.Contains(channels, l.Channel) {
			channels = append(channels, l.Channel)
		}
	}
	return channels
}

// At gives the best state that any reachable line of the wanted channels (all
// if none are named) has at a moment: an open line beats one that may be open
// beats a closed one. Among equals the one that stays open longest, or opens
// soonest, speaks.
func (h *Helpline) At(t time.Time, channels ...Channel) schedule.Status {
	best := schedule.Status{State: schedule.Unknown}
	found := false
	for i := range h.Lines {
		l := &h.Lines[i]
		if !l.Reachable() || len(channels) > 0 && !slices.Contains(channels, l.Channel) {
			continue
		}
		s := h.Status.At(&l.Hours, t)
		if !found || betterStatus(s, best) {
			best, found = s, true
		}
	}
	return best
}

// betterStatus orders statuses by how much good they do somebody now.
func betterStatus(a, b schedule.Status) bool {
	if ra, rb := stateRank(a.State), stateRank(b.State); ra != rb {
		return ra < rb
	}
	if a.State == schedule.Open {
		return b.Until != nil && (a.Until == nil || a.Until.After(*b.Until))
	}
	return a.Next != nil && (b.Next == nil || a.Next.Before(*b.Next))
}

// stateRank puts open first, then unknown, then closed.
func stateRank(s schedule.State) int {
	switch s {
	case schedule.Open:
		return 0
	case schedule.Unknown:
		return 1
	default:
		return 2
	}
}
