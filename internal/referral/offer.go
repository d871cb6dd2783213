package referral

import (
	"slices"
	"time"

	"walkin/internal/directory"
	"walkin/internal/schedule"
)

// offer is something to hand somebody on to, with what holds for it: an
// activity has from its centre what it does not say itself.
type offer struct {
	match        Match // what is known before anything is asked
	status       directory.Status
	audience     directory.Audience
	country      string
	where        directory.Location // as the public may see it
	nowhere      bool               // online, or a line: reached from anywhere in the country
	local        bool               // a line that serves a part of the country only
	municipality string             // of such a line; "" where only words say which part
	hours        []*schedule.Schedule
	ages         directory.Ages
	promises     directory.Promises
	access       directory.Access
	languages    []string
	accessNeeds  directory.AccessNeeds
	topics       []string
	registration directory.RegistrationMode
	notServed    directory.Text
	openRoles    int
	hostedBy     string
	gaps         int // things that the listing does not say
	provenance   directory.Provenance
}

// placeOffers gives a centre's door, and each of its stops, as offers. The
// stops have what the centre has, at a place and hours of their own.
func (d *Directory) placeOffers(c *directory.Centre) []offer {
	public := c.Public()
	door := offer{
		match:    Match{Key: c.Key(), Kind: KindPlace, Entry: public, Centre: c.ID},
		status:   c.Status,
		audience: c.Audience, country: c.Location.Country, where: public.Location,
		hours: []*schedule.Schedule{&c.Hours}, ages: c.Ages, promises: promised(c.Promises, c.Access, ""),
		access: c.Access, languages: c.Languages, accessNeeds: c.AccessNeeds,
		topics: slices.Clone(c.Topics), notServed: c.NotServed, provenance: c.Provenance,
	}
	// What only repeats the drop-in hours belongs to the place itself.
	for _, a := range d.at[c.ID] {
		if a.Repeats && available(a.Status) {
			door.topics = append(door.topics, a.Topics...)
		}
	}
	for _, r := range c.Volunteering {
		if r.Open {
			door.openRoles++
		}
	}
	if door.openRoles > 0 {
		door.topics = append(door.topics, volunteering)
	}
	door.gaps = gaps(c.Ages, c.Promises, c.Contact, &c.Hours)
	offers := []offer{door}
	for i := range public.Stops {
		stop := door
		stop.match.Stop = public.Stops[i].ID
		stop.where = public.Stops[i].Location
		stop.hours = []*schedule.Schedule{&public.Stops[i].Hours}
		offers = append(offers, stop)
	}
	return offers
}

// volunteering is the topic of roles for volunteers.
const volunteering = "volunteering"

// activityOffer gives an activity, at one of its centres or without one (nil).
func (d *Directory) activityOffer(a *directory.Activity, c *directory.Centre) offer {
	public := a.Public()
	o := offer{
		match:  Match{Key: a.Key(), Kind: d.kindOf(a), Entry: public},
		status: a.Status, audience: a.Audience,
		hours: []*schedule.Schedule{&a.Hours}, ages: a.Ages,
		promises: promised(a.Promises, "", a.Registration.Mode), languages: a.Languages,
		accessNeeds: a.AccessNeeds, topics: a.Topics, registration: a.Registration.Mode,
		gaps: gaps(a.Ages, a.Promises, a.Contact, &a.Hours), provenance: a.Provenance,
	}
	if a.HostedBy != nil {
		o.hostedBy = a.HostedBy.Name
	}
	switch {
	case c != nil:
		o.inherit(c)
	case public.Location != nil:
		o.where, o.country = *public.Location, public.Location.Country
	default:
		o.nowhere = true
		if org := d.organisations[a.Organisation]; org != nil {
			o.country = org.Country
		}
	}
	return o
}

// inherit fills in from the centre what an activity does not say itself. A
// partner is not bound by the promises of its host.
func (o *offer) inherit(c *directory.Centre) {
	o.match.Centre = c.ID
	o.where, o.country = c.Location.Public(), c.Location.Country
	if !available(c.Status) {
		o.status = c.Status
	}
	if o.audience == "" {
		o.audience = c.Audience
	}
	if o.ages == (directory.Ages{}) {
		o.ages = c.Ages
	}
	if len(o.languages) == 0 {
		o.languages = c.Languages
	}
	if o.hostedBy == "" {
		of := promised(c.Promises, c.Access, "")
		for _, p := range directory.AllPromises {
			if o.promises.Of(p) == directory.Unknown {
				o.promises = o.promises.Set(p, of.Of(p))
			}
		}
	}
	needs := make(directory.AccessNeeds, len(c.AccessNeeds))
	for _, stated := range []directory.AccessNeeds{c.AccessNeeds, o.accessNeeds} {
		for id, answer := range stated {
			if answer != directory.Unknown {
				needs[id] = answer
			}
		}
	}
	o.accessNeeds = needs
}

// lineOffer gives a helpline.
func lineOffer(h *directory.Helpline) offer {
	o := offer{
		match:  Match{Key: h.Key(), Kind: KindHelpline, Entry: h},
		status: h.Status, country: h.Country, nowhere: true,
		ages: h.Ages, promises: h.Promises, languages: h.Languages, topics: h.Topics, provenance: h.Provenance,
	}
	o.local, o.municipality = !h.Nationwide, h.Municipality
	for i := range h.Lines {
		if h.Lines[i].Reachable() {
			o.hours = append(o.hours, &h.Lines[i].Hours)
		}
	}
	return o
}

// kindOf says what an activity is to somebody who is handed on to it.
func (d *Directory) kindOf(a *directory.Activity) MatchKind {
	org := a.Organisation
	if a.HostedBy != nil {
		if under := d.taxonomy.Under("job"); slices.ContainsFunc(a.Topics, func(id string) bool { return slices.Contains(under, id) }) {
			return KindWorkPlace
		}
		org = a.HostedBy.Organisation
	}
	switch o := d.organisations[org]; {
	case o != nil && o.Kind == "association" && (a.HostedBy != nil || len(a.Centres) == 0):
		return KindAssociation
	case a.HostedBy != nil:
		return KindHostedOffer
	}
	return KindActivity
}

// available says whether somebody can go there at all: it is not planned,
// paused, closed or moved.
func available(s directory.Status) bool { return s == "" || s == directory.StatusOpen }

// promised reads "no appointment" from how one gets in, where nobody has
// answered it.
func promised(p directory.Promises, access directory.Access, registration directory.RegistrationMode) directory.Promises {
	if p.NoAppointment != directory.Unknown {
		return p
	}
	switch {
	case access == directory.AccessAppointment, registration == directory.RegistrationRequired:
		p.NoAppointment = directory.No
	case access == directory.AccessWalkIn:
		p.NoAppointment = directory.Yes
	}
	return p
}

// gaps counts what a listing does not say.
func gaps(ages directory.Ages, promises directory.Promises, contact directory.Contact, hours *schedule.Schedule) int {
	n := 0
	for _, missing := range []bool{ages == (directory.Ages{}), promises == (directory.Promises{}), contact == (directory.Contact{}), !timed(hours)} {
		if missing {
			n++
		}
	}
	return n
}

// timed says whether a schedule has any hours.
func timed(s *schedule.Schedule) bool { return len(s.Weekly)+len(s.Series)+len(s.Sessions) > 0 }

// over says whether an activity has had its last date.
func over(a *directory.Activity, now time.Time) bool {
	s := &a.Hours
	dated := len(s.Series)+len(s.Sessions) > 0 || slices.ContainsFunc(s.Weekly, func(w schedule.Weekly) bool { return w.Until != nil })
	return dated && s.Doubt == "" && len(s.Occurrences(now, now.Add(schedule.MaxWindow))) == 0
}
