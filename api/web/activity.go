package web

import (
	"html/template"
	"io"
	"strconv"
	"time"

	"walkin/internal/directory"
	"walkin/internal/schedule"
)

// Activity is what the page of an activity is drawn from.
type Activity struct {
	Page
	Now          time.Time
	Activity     *directory.Activity     // as the public may see it
	Centres      []*directory.Centre     // where it is, each as the public may see it
	RunBy        *directory.Organisation // nil if nobody says
	Municipality string                  // name of that of its place
	Taxonomy     *directory.Taxonomy
	Sendable     Sendable
	Linked       []byte
	Kept         Kept
	Contact      string // e-mail of who runs the directory; "" if they gave none
	Reports      bool   // somebody reads what people say is wrong
}

// comingTimes is how many of the next times a page names.
const comingTimes = 5

// Activity draws the page of an activity.
func (s *Site) Activity(w io.Writer, a Activity) error {
	v, err := newActivity(a)
	if err != nil {
		return err
	}
	return s.draw(w, a.Lang(), "place", "layout", v)
}

func newActivity(p Activity) (*place, error) {
	a, w := p.Activity, p.Words
	where := p.where()
	lang := tongueOf(a.Description, where.Country)
	v := &place{
		Page: p.Page, Kind: directory.KindActivity, Name: w.spoken(a.Title), Sign: "table",
		Opening: w.Opening(a.Status, a.Status.At(&a.Hours, p.Now), p.Now), Standing: !inUse(a.Status), Where: where.Town,
		Come: w.comeTo(a), About: w.spoken(a.Description), Often: w.often(a.RhythmNote), Reaches: w.reaches(p.contact()),
		Way: w.way(where, p.Municipality, nil), Linked: template.JS(p.Linked), Calendar: "/activities/" + a.ID + ".ics?lang=" + w.Lang,
		Seen: w.seen(a.Provenance), Source: sourceOf(a.Provenance), SourceNote: w.quoted(a.Provenance.SourceNote, lang), Kept: len(p.Kept),
		Mail: p.Contact,
	}
	v.Name.Only = ""
	if p.Reports {
		v.Wrong = w.ticks(directory.KindActivity)
	}
	for _, c := range p.Centres {
		v.At = append(v.At, Link{Href: w.Page(c.Key()) + p.Kept.query(), Text: c.Name})
	}
	if a.Location == nil && len(p.Centres) > 0 {
		v.Way.ToDoor = w.spoken(p.Centres[0].Arrival.WayToDoor)
	}
	if p.RunBy != nil {
		v.RunBy = &Link{Text: p.RunBy.Name, Href: p.RunBy.Contact.URL}
	}
	if a.Setting == directory.Online {
		v.Way = Way{Note: w.Say("place.online")}
	}
	if !v.Standing {
		v.when(p, lang)
	}
	v.answers(w, a.Ages, a.Languages, a.AccessNeeds, p.Taxonomy)
	if a.Setting != "" {
		v.Answers = append(v.Answers, w.Say("place.setting."+string(a.Setting)))
	}
	if a.Capacity != nil {
		v.Answers = append(v.Answers, w.Say("place.capacity", "n", strconv.Itoa(*a.Capacity)))
	}
	v.asked(w, a)
	return v, v.sent(p.Sendable)
}

// where gives the place of an activity: its own, else that of its first centre.
func (p *Activity) where() directory.Location {
	switch {
	case p.Activity.Location != nil:
		return *p.Activity.Location
	case len(p.Centres) > 0:
		return p.Centres[0].Location
	}
	return directory.Location{}
}

// contact gives whom to ask: the activity's own, else its centre.
func (p *Activity) contact() directory.Contact {
	if p.Activity.Contact == (directory.Contact{}) && len(p.Centres) > 0 {
		return p.Centres[0].Contact
	}
	return p.Activity.Contact
}

// when fills in the times: a week where something is of every week, else the
// next times.
func (v *place) when(p Activity, lang string) {
	a, w := p.Activity, p.Words
	hours := w.week(&a.Hours, p.Now, lang)
	days := hours.Days
	switch {
	case len(a.Hours.Weekly) > 0 || !stated(&a.Hours):
		v.Week = &hours
	default:
		v.Coming = w.coming(&a.Hours, p.Now, lang, comingTimes)
		v.NoneComing = len(v.Coming) == 0
		days = v.Coming
	}
	v.Ahead = w.ahead(&a.Hours, p.Now, lang)
	v.Send = w.message(p.Sendable, p.where(), nextOpen(days))
	v.Keep = "/" + w.Lang + "/week" + p.Kept.with(a.Key()).at()
	if stated(&a.Hours) && !v.Opening.Light() {
		v.Opening = w.nextTime(a, p.Now)
	}
}

// nextTime says when it is next. Of a table one does not say that it is shut.
func (w *Words) nextTime(a *directory.Activity, now time.Time) Opening {
	o := Opening{State: string(schedule.Closed), Words: w.Say("place.no_next")}
	if next := w.coming(&a.Hours, now, "", 10); len(next) > 0 {
		for _, d := range next {
			if len(d.Times) > 0 {
				o.Words = w.Say("place.next_is", "when", d.When(w)+" "+d.Times[0].Words)
				break
			}
		}
	}
	return o
}

// comeTo says whether one can just come along.
func (w *Words) comeTo(a *directory.Activity) string {
	switch promised := a.Promises.NoAppointment; {
	case !inUse(a.Status):
		return ""
	case a.Registration.Mode == directory.RegistrationRequired:
		return w.Say("place.come_signup")
	case a.Registration.Mode == directory.RegistrationPossible:
		return w.Say("place.come_signup_maybe")
	case promised == directory.No:
		return w.Say("place.come_appointment")
	case a.Registration.Mode == directory.RegistrationNone || promised == directory.Yes:
		return w.Say("place.come_yes")
	}
	return w.Say("place.come_ask")
}

// asked answers what is asked of an activity.
func (v *place) asked(w *Words, a *directory.Activity) {
	var unknown unknowns
	v.Questions = w.promises(a.Promises, a.Provenance.Inferred, &unknown)
	if !a.Cost.Empty() {
		v.Questions = append(v.Questions, Answered{Ask: w.Say("place.cost"), Says: w.spoken(a.Cost)})
	}
	if r := a.Registration; !r.How.Empty() || r.URL != "" || r.Until != nil {
		says := w.spoken(r.How)
		if r.Until != nil {
			by := w.Say("place.signup_until", "date", w.Date(r.Until.In(time.UTC)))
			v.Questions = append(v.Questions, Answered{Ask: w.Say("place.signup_when"), Says: Said{Text: by}})
		}
		if says.Text != "" || r.URL != "" {
			v.Facts = append(v.Facts, Fact{Label: w.Say("place.signup"), Says: says, Href: r.URL})
		}
	}
	if a.HostedBy != nil {
		v.Partners = append(v.Partners, Fact{Label: a.HostedBy.Name, Says: w.spoken(a.HostedBy.Offers), Href: a.HostedBy.URL})
	}
	v.unknown(w, unknown, a.Ages, a.Languages)
}
