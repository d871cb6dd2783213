package directory

import (
	"slices"

	"walkin/internal/problem"
	"walkin/internal/schedule"
)

// CentreKind is what sort of place a centre is.
type CentreKind string

// The kinds of centre. The empty one is unknown.
const (
	CounsellingHouse CentreKind = "counselling" // somebody to talk to: headspace, @ease, TEJO
	AdviceCentre     CentreKind = "advice"      // information and advice: JIP, JAC, Infor Jeunes
	MeetingPlace     CentreKind = "meeting_place"
	YouthHouse       CentreKind = "youth_house" // a house of young people's own: OverKop, ungdomshus
	YouthCafe        CentreKind = "youth_cafe"
	YouthClub        CentreKind = "youth_club"
	YouthClinic      CentreKind = "youth_clinic"   // contraception, tests
	DropIn           CentreKind = "drop_in"        // værested, shelter by day
	RecoveryHouse    CentreKind = "recovery_house" // recovery college, clubhouse after illness
	FamilyHouse      CentreKind = "family_house"
	CrisisCentre     CentreKind = "crisis_centre"
	CommunityHouse   CentreKind = "community_house"
)

// AllCentreKinds lists the kinds of centre.
var AllCentreKinds = []CentreKind{
	CounsellingHouse, AdviceCentre, MeetingPlace, YouthHouse, YouthCafe, YouthClub, YouthClinic,
	DropIn, RecoveryHouse, FamilyHouse, CrisisCentre, CommunityHouse,
}

// Centre is a place with doors (HSDS: a location and its walk-in service). A
// group that one joins, with no door of its own, is an [Activity].
type Centre struct {
	ID           string            `json:"id"`
	Organisation string            `json:"organisation,omitempty"` // who runs it
	Name         string            `json:"name"`
	Kind         CentreKind        `json:"kind,omitempty"`
	Description  Text              `json:"description,omitempty"`
	Status       Status            `json:"status,omitempty"`
	MovedTo      string            `json:"moved_to,omitempty"` // id of the centre, when status is moved
	Location     Location          `json:"location"`
	Hours        schedule.Schedule `json:"hours,omitzero"`       // drop-in hours, never telephone hours
	PhoneHours   schedule.Schedule `json:"phone_hours,omitzero"` // when somebody answers
	Contact      Contact           `json:"contact,omitzero"`
	Ages         Ages              `json:"ages,omitzero"`
	Audience     Audience          `json:"audience,omitempty"`
	Promises     Promises          `json:"promises,omitzero"`
	Access       Access            `json:"access,omitempty"`
	Channels     []Channel         `json:"channels,omitempty"`
	MeetAtDoor   Ternary           `json:"meet_at_door,omitzero"` // "text us and we come out"
	Knock        bool              `json:"knock,omitempty"`       // one can knock on its page while it is open, and somebody inside sees it
	Languages    []string          `json:"languages,omitempty"`   // spoken; empty is unknown
	AccessNeeds  AccessNeeds       `json:"access_needs,omitempty"`
	Topics       []string          `json:"topics"` // ids, at least one
	Arrival      Arrival           `json:"arrival,omitzero"`
	Photos       []Photo           `json:"photos,omitempty"`
	Stops        []OutreachStop    `json:"stops,omitempty"`
	CoreTask     Text              `json:"core_task,omitempty"`
	TargetGroups Text              `json:"target_groups,omitempty"`
	NotServed    Text              `json:"not_served,omitempty"` // who is not well served here
	Partners     []Partner         `json:"partners,omitempty"`
	Volunteering []VolunteerRole   `json:"volunteering,omitempty"`
	Involvement  Text              `json:"involvement,omitempty"` // how users take part
	Provenance   Provenance        `json:"provenance,omitzero"`
}

// Arrival answers what a person asks before daring to come in.
type Arrival struct {
	WhoMeets     Text `json:"who_meets,omitempty"`     // first name and role, or "a volunteer aged 18 to 30"
	FirstMinutes Text `json:"first_minutes,omitempty"` // what happens in the first ten
	MustTalk     Text `json:"must_talk,omitempty"`
	Bring        Text `json:"bring,omitempty"` // may I bring someone
	WrittenDown  Text `json:"written_down,omitempty"`
	WhoIsTold    Text `json:"who_is_told,omitempty"` // parents, the municipality
	WayToDoor    Text `json:"way_to_door,omitempty"`
	IfFull       Text `json:"if_full,omitempty"`
}

// Photo is a picture of the door or the room.
type Photo struct {
	File  string `json:"file"`  // name within the data directory
	Shows string `json:"shows"` // "door" or "room"
	Alt   Text   `json:"alt"`   // what it shows, in words
}

// OutreachStop is a place under a centre with a point and hours of its own: a
// school on Tuesdays, a bus.
type OutreachStop struct {
	ID       string            `json:"id"` // unique within the centre
	Name     Text              `json:"name"`
	Location Location          `json:"location"`
	Hours    schedule.Schedule `json:"hours,omitzero"`
}

// Partner is somebody who works at or with a centre: a municipality's adviser,
// an association, a company with work places.
type Partner struct {
	Name         string `json:"name"`
	Organisation string `json:"organisation,omitempty"` // id, where the partner is in the directory
	Offers       Text   `json:"offers,omitempty"`
	URL          string `json:"url,omitempty"`
}

// VolunteerRole is something that a volunteer can do at a centre.
type VolunteerRole struct {
	Title Text `json:"title"`
	Tasks Text `json:"tasks,omitempty"`
	Open  bool `json:"open"`
}

// TakesVolunteers says whether a volunteer can begin at the centre now.
func (c *Centre) TakesVolunteers() bool {
	return slices.ContainsFunc(c.Volunteering, func(r VolunteerRole) bool { return r.Open })
}

// Key implements Entry.
func (c *Centre) Key() Key { return Key{KindCentre, c.ID} }

// References implements Entry.
func (c *Centre) References() []Key {
	var refs []Key
	if c.Organisation != "" {
		refs = append(refs, Key{KindOrganisation, c.Organisation})
	}
	for _, p := range c.Partners {
		if p.Organisation != "" {
			refs = append(refs, Key{KindOrganisation, p.Organisation})
		}
	}
	if c.MovedTo != "" {
		refs = append(refs, Key{KindCentre, c.MovedTo})
	}
	return append(refs, topicKeys(c.Topics)...)
}

// Problems implements Entry.
func (c *Centre) Problems() []problem.Field {
	var v validation
	v.id("/id", c.ID)
	v.name("/name", c.Name)
	if c.Organisation != "" {
		v.id("/organisation", c.Organisation)
	}
	oneOf(&v, "/kind", c.Kind, AllCentreKinds)
	oneOf(&v, "/status", c.Status, AllStatuses)
	oneOf(&v, "/access", c.Access, AllAccess)
	oneOf(&v, "/audience", c.Audience, AllAudiences)
	eachOf(&v, "/channels", c.Channels, AllChannels)
	if (c.Status == StatusMoved) != (c.MovedTo != "") {
		v.add("/moved_to", "A centre that has moved names the centre it moved to, and no other does.")
	}
	if c.MovedTo != "" && c.MovedTo == c.ID {
		v.add("/moved_to", "A centre cannot have moved to itself.")
	}
	c.Location.validate(&v, "/location")
	v.schedule("/hours", &c.Hours)
	v.schedule("/phone_hours", &c.PhoneHours)
	c.Contact.validate(&v, "/contact")
	c.Ages.validate(&v, "/ages")
	v.languages("/languages", c.Languages)
	c.AccessNeeds.validate(&v, "/access_needs")
	v.ids("/topics", c.Topics)
	if len(c.Topics) == 0 {
		v.add("/topics", "At least one topic is needed, or nobody will find the centre.")
	}
	c.Arrival.validate(&v, "/arrival")
	for i, p := range c.Photos {
		p.validate(&v, at("/photos", i))
	}
	stops := make(map[string]bool, len(c.Stops))
	for i, s := range c.Stops {
		stop := at("/stops", i)
		s.validate(&v, stop)
		if stops[s.ID] {
			v.add(stop+"/id", "Two stops have the id %q.", s.ID)
		}
		stops[s.ID] = true
	}
	for name, t := range map[string]Text{
		"/description": c.Description, "/core_task": c.CoreTask, "/target_groups": c.TargetGroups,
		"/not_served": c.NotServed, "/involvement": c.Involvement,
	} {
		t.validate(&v, name)
	}
	for i, p := range c.Partners {
		p.validate(&v, at("/partners", i))
	}
	for i, r := range c.Volunteering {
		v.required(at("/volunteering", i)+"/title", r.Title, "A title is needed in at least one language.")
		r.Tasks.validate(&v, at("/volunteering", i)+"/tasks")
	}
	c.Provenance.validate(&v, "/provenance")
	return v.fields
}

// Public gives the centre as the public may see it: its own and its stops'
// locations reduced to what their visibility allows.
func (c *Centre) Public() *Centre {
	public := *c
	public.Location = c.Location.Public()
	if c.Location.Visibility == VisibleArea || c.Location.Visibility == VisibleNone {
		// A description of the way to the door would give the address away.
		public.Arrival.WayToDoor = nil
		public.Photos = slices.DeleteFunc(slices.Clone(c.Photos), func(p Photo) bool { return p.Shows == "door" })
	}
	public.Stops = make([]OutreachStop, len(c.Stops))
	for i, s := range c.Stops {
		s.Location = s.Location.Public()
		public.Stops[i] = s
	}
	return &public
}

func (a Arrival) validate(v *validation, pointer string) {
	a.WhoMeets.validate(v, pointer+"/who_meets")
	a.FirstMinutes.validate(v, pointer+"/first_minutes")
	a.MustTalk.validate(v, pointer+"/must_talk")
	a.Bring.validate(v, pointer+"/bring")
	a.WrittenDown.validate(v, pointer+"/written_down")
	a.WhoIsTold.validate(v, pointer+"/who_is_told")
	a.WayToDoor.validate(v, pointer+"/way_to_door")
	a.IfFull.validate(v, pointer+"/if_full")
}

func (p Photo) validate(v *validation, pointer string) {
	if p.File == "" {
		v.add(pointer+"/file", "The name of the file is needed.")
	}
	if p.Shows != "door" && p.Shows != "room" {
		v.add(pointer+"/shows", "A photo shows the door or the room.")
	}
	v.required(pointer+"/alt", p.Alt, "What the photo shows, in words, is needed in at least one language.")
}

func (s OutreachStop) validate(v *validation, pointer string) {
	v.id(pointer+"/id", s.ID)
	v.required(pointer+"/name", s.Name, "A name is needed in at least one language.")
	s.Location.validate(v, pointer+"/location")
	v.schedule(pointer+"/hours", &s.Hours)
}

func (p Partner) validate(v *validation, pointer string) {
	v.name(pointer+"/name", p.Name)
	p.Offers.validate(v, pointer+"/offers")
	v.url(pointer+"/url", p.URL)
}

func topicKeys(ids []string) []Key {
	keys := make([]Key, len(ids))
	for i, id := range ids {
		keys[i] = Key{KindTopic, id}
	}
	return keys
}
