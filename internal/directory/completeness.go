package directory

import (
	"slices"

	"walkin/internal/schedule"
)

// Completeness is how far a listing answers what a young person asks before
// daring to come.
type Completeness struct {
	Score   int      // 0 to 100: the share of the questions that are answered, rounded down
	Missing []string // codes of those that are not, in the order in which a person asks
}

// The codes of what may be missing. Those of promises are the promises' own
// names, such as "free".
const (
	MissingPhotoDoor    = "photo_door"
	MissingPhotoRoom    = "photo_room"
	MissingWhoMeets     = "who_meets"
	MissingFirstMinutes = "first_minutes"
	MissingMustTalk     = "must_talk" // may one just sit there is answered with it
	MissingBring        = "bring"
	MissingWrittenDown  = "written_down"
	MissingWhoIsTold    = "who_is_told"
	MissingIfFull       = "if_full"
	MissingWayToDoor    = "way_to_door"
	MissingAges         = "ages"
	MissingHours        = "hours"
	MissingPoint        = "point" // without one nobody can be told how far it is
	MissingLanguages    = "languages"
	MissingContact      = "contact"
	MissingDescription  = "description"
	MissingRegistration = "registration"
)

// CompletenessOf weighs a listing. Of a centre it asks the six questions of its
// card (free, anonymous, need I an appointment or a referral, for what age, open
// when, how far) and those of its page: what it looks like, who meets me, what
// happens first, must I talk, may I bring somebody, what is written down, who is
// told, what if it is full, in which language. Where the address is not public
// nobody asks for a photo of the door or the way to it. An activity is asked
// less, and nothing that its centre answers. Every question counts the same,
// and an answer of "no" is an answer. Of other kinds nothing is asked: 100.
func CompletenessOf(e Entry) Completeness {
	var a asking
	switch e := e.(type) {
	case *Centre:
		a.ofCentre(e)
	case *Activity:
		a.ofActivity(e)
	}
	if a.asked == 0 {
		return Completeness{Score: 100}
	}
	return Completeness{Score: (a.asked - len(a.missing)) * 100 / a.asked, Missing: a.missing}
}

// asking counts questions and keeps those without an answer.
type asking struct {
	asked   int
	missing []string
}

func (a *asking) ask(code string, answered bool) {
	if a.asked++; !answered {
		a.missing = append(a.missing, code)
	}
}

func (a *asking) ofCentre(c *Centre) {
	for _, p := range AllPromises {
		a.ask(string(p), c.Promises.Of(p) != Unknown)
	}
	a.ask(MissingAges, c.Ages != (Ages{}))
	a.ask(MissingHours, tells(&c.Hours))
	shows := func(what string) bool {
		return slices.ContainsFunc(c.Photos, func(p Photo) bool { return p.Shows == what })
	}
	if exact := c.Location.Visibility; exact == "" || exact == VisibleExact {
		a.ask(MissingPoint, c.Location.Point != nil)
		a.ask(MissingPhotoDoor, shows("door"))
		a.ask(MissingWayToDoor, !c.Arrival.WayToDoor.Empty())
	}
	a.ask(MissingPhotoRoom, shows("room"))
	a.ask(MissingWhoMeets, !c.Arrival.WhoMeets.Empty())
	a.ask(MissingFirstMinutes, !c.Arrival.FirstMinutes.Empty())
	a.ask(MissingMustTalk, !c.Arrival.MustTalk.Empty())
	a.ask(MissingBring, !c.Arrival.Bring.Empty())
	a.ask(MissingWrittenDown, !c.Arrival.WrittenDown.Empty())
	a.ask(MissingWhoIsTold, !c.Arrival.WhoIsTold.Empty())
	a.ask(MissingIfFull, !c.Arrival.IfFull.Empty())
	a.ask(MissingLanguages, len(c.Languages) > 0)
	a.ask(MissingContact, c.Contact != (Contact{}))
	a.ask(MissingDescription, !c.Description.Empty())
}

func (a *asking) ofActivity(v *Activity) {
	a.ask(string(Free), v.Promises.Free != Unknown)
	a.ask(MissingRegistration, v.Registration.Mode != "")
	a.ask(MissingAges, v.Ages != (Ages{}))
	if !v.Repeats {
		a.ask(MissingHours, tells(&v.Hours))
	}
	a.ask(MissingDescription, !v.Description.Empty())
	if len(v.Centres) > 0 {
		return
	}
	if v.Location != nil {
		a.ask(MissingPoint, v.Location.Point != nil || v.Location.Visibility == VisibleNone)
	}
	a.ask(MissingLanguages, len(v.Languages) > 0)
	a.ask(MissingContact, v.Contact != (Contact{}))
}

// tells says whether a schedule says when, without a doubt about it.
func tells(s *schedule.Schedule) bool {
	return len(s.Weekly)+len(s.Series)+len(s.Sessions) > 0 && s.Doubt == "" &&
		!slices.ContainsFunc(s.Weekly, func(w schedule.Weekly) bool { return w.Doubt != "" })
}
