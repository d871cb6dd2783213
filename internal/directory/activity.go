package directory

import (
	"walkin/internal/problem"
	"walkin/internal/schedule"
)

// Rhythm says whether an activity stays the same from week to week. The rule
// of the municipal initiative on communication rests on it: fixed activities
// belong in the listing feed, varying ones in newsletters and calendars.
type Rhythm string

// The rhythms.
const (
	Fixed   Rhythm = "fixed"   // weekly, or as regular
	Varying Rhythm = "varying" // dated
)

// RegistrationMode says whether one must sign up.
type RegistrationMode string

// The registration modes. The empty one is unknown.
const (
	RegistrationNone     RegistrationMode = "none"
	RegistrationPossible RegistrationMode = "possible"
	RegistrationRequired RegistrationMode = "required"
)

// Activity is what happens at one or more centres or, for a group without a
// door of its own, at a place or in a town (HSDS: service at location).
type Activity struct {
	ID           string            `json:"id"`
	Organisation string            `json:"organisation,omitempty"` // who holds it
	Centres      []string          `json:"centres,omitempty"`      // where; several hold it jointly
	Location     *Location         `json:"location,omitempty"`     // of a group without a door of its own
	HostedBy     *Partner          `json:"hosted_by,omitempty"`    // a partner who brings it to the centre: a hosted offer
	Title        Text              `json:"title"`
	Description  Text              `json:"description,omitempty"`
	Status       Status            `json:"status,omitempty"`
	Rhythm       Rhythm            `json:"rhythm"`
	Hours        schedule.Schedule `json:"hours,omitzero"`
	// RhythmNote is the source's words on how often ("every second week",
	// "3rd Sunday of the month"), shown where Hours cannot say it.
	RhythmNote string `json:"rhythm_note,omitempty"`
	// Repeats says that the activity only repeats its centre's drop-in hours;
	// results show the centre instead.
	Repeats      bool         `json:"repeats,omitempty"`
	Ages         Ages         `json:"ages,omitzero"`
	Audience     Audience     `json:"audience,omitempty"`
	Promises     Promises     `json:"promises,omitzero"`
	Registration Registration `json:"registration,omitzero"`
	Cost         Text         `json:"cost,omitempty"`     // what it costs, in words; Promises.Free says whether
	Capacity     *int         `json:"capacity,omitempty"` // people
	Setting      Setting      `json:"setting,omitempty"`
	Channels     []Channel    `json:"channels,omitempty"`
	Languages    []string     `json:"languages,omitempty"`
	AccessNeeds  AccessNeeds  `json:"access_needs,omitempty"`
	Topics       []string     `json:"topics"`
	Contact      Contact      `json:"contact,omitzero"`
	Provenance   Provenance   `json:"provenance,omitzero"`
}

// Registration says how to sign up.
type Registration struct {
	Mode  RegistrationMode `json:"mode,omitempty"`
	How   Text             `json:"how,omitempty"`
	URL   string           `json:"url,omitempty"`
	Until *schedule.Date   `json:"until,omitempty"`
}

// Key implements Entry.
func (a *Activity) Key() Key { return Key{KindActivity, a.ID} }

// References implements Entry.
func (a *Activity) References() []Key {
	var refs []Key
	if a.Organisation != "" {
		refs = append(refs, Key{KindOrganisation, a.Organisation})
	}
	if a.HostedBy != nil && a.HostedBy.Organisation != "" {
		refs = append(refs, Key{KindOrganisation, a.HostedBy.Organisation})
	}
	for _, id := range a.Centres {
		refs = append(refs, Key{KindCentre, id})
	}
	return append(refs, topicKeys(a.Topics)...)
}

// Problems implements Entry.
func (a *Activity) Problems() []problem.Field {
	var v validation
	v.id("/id", a.ID)
	v.required("/title", a.Title, "A title is needed in at least one language.")
	a.Description.validate(&v, "/description")
	if a.Organisation != "" {
		v.id("/organisation", a.Organisation)
	}
	v.ids("/centres", a.Centres)
	if len(a.Centres) == 0 && a.Location == nil && a.Setting != Online {
		v.add("/location", "An activity is at a centre, at a place of its own, or online.")
	}
	if a.Location != nil {
		a.Location.validate(&v, "/location")
	}
	if a.HostedBy != nil {
		a.HostedBy.validate(&v, "/hosted_by")
		if len(a.Centres) == 0 {
			v.add("/centres", "A hosted offer names the centre that hosts it.")
		}
	}
	oneOf(&v, "/status", a.Status, AllStatuses)
	if a.Rhythm == "" {
		v.add("/rhythm", "An activity is fixed or varying.")
	}
	oneOf(&v, "/rhythm", a.Rhythm, []Rhythm{Fixed, Varying})
	v.schedule("/hours", &a.Hours)
	a.Ages.validate(&v, "/ages")
	oneOf(&v, "/audience", a.Audience, AllAudiences)
	oneOf(&v, "/registration/mode", a.Registration.Mode, []RegistrationMode{RegistrationNone, RegistrationPossible, RegistrationRequired})
	a.Registration.How.validate(&v, "/registration/how")
	v.url("/registration/url", a.Registration.URL)
	a.Cost.validate(&v, "/cost")
	if a.Capacity != nil && (*a.Capacity < 1 || *a.Capacity > 100000) {
		v.add("/capacity", "The capacity is a number of people, 1 to 100,000.")
	}
	oneOf(&v, "/setting", a.Setting, AllSettings)
	eachOf(&v, "/channels", a.Channels, AllChannels)
	v.languages("/languages", a.Languages)
	a.AccessNeeds.validate(&v, "/access_needs")
	v.ids("/topics", a.Topics)
	if len(a.Topics) == 0 {
		v.add("/topics", "At least one topic is needed, or nobody will find the activity.")
	}
	a.Contact.validate(&v, "/contact")
	a.Provenance.validate(&v, "/provenance")
	return v.fields
}

// Public gives the activity as the public may see it.
func (a *Activity) Public() *Activity {
	public := *a
	if a.Location != nil {
		l := a.Location.Public()
		public.Location = &l
	}
	return &public
}
