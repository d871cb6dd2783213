package console

import (
	"strconv"
	"strings"
	"time"

	"walkin/api/web"
	"walkin/internal/directory"
	"walkin/internal/referral"
)

// Explainer says in the language of a member what speaks for a match, against
// it, and what nobody has stated.
type Explainer struct {
	Words *web.Words
	Now   time.Time // where the centre that hands on is
	Topic func(id string) string
	Title func(directory.Key) string
}

// Says gives a reason as a few words that begin with a small letter.
func (e Explainer) Says(r referral.Reason) string {
	w, key := e.Words, "refer.reason."+string(r.Code)
	switch r.Code {
	case referral.ReasonTopic, referral.ReasonTopicParent, referral.ReasonAccessYes, referral.ReasonAccessUnknown:
		return w.Say(key, "topic", e.Topic(r.Value))
	case referral.ReasonGroup:
		return w.Say(key, "activity", e.Title(r.Entry)) + e.days(r)
	case referral.ReasonHostedBy, referral.ReasonColleague:
		return w.Say(key, "name", r.Value) + e.days(r)
	case referral.ReasonVolunteering:
		return w.Say(key, "n", r.Value)
	case referral.ReasonAgeFits:
		return w.Say(key, "ages", w.Ages(agesOf(r.Value)))
	case referral.ReasonPromiseYes, referral.ReasonPromiseUnknown:
		return w.Say(key, "promise", w.Say("promise."+r.Value+".yes"))
	case referral.ReasonLanguageSpoken, referral.ReasonLanguageOther, referral.ReasonLanguageUnknown:
		return w.Say(key, "language", w.Language(r.Value))
	case referral.ReasonAppointment:
		return w.Say(key + "." + r.Value)
	case referral.ReasonDistance, referral.ReasonFar:
		metres, _ := strconv.ParseFloat(r.Value, 64)
		return w.Say(key, "distance", w.Distance(metres, "")) // to the kilometre: most points are not those of a door
	case referral.ReasonVerified:
		return w.Say(key, "date", w.Seen(r.Value))
	case referral.ReasonUnverified:
		if r.Value != "" {
			return w.Say(key+"_since", "date", w.Seen(r.Value))
		}
	case referral.ReasonOpenNow, referral.ReasonOpens, referral.ReasonClosed:
		return e.time(r, key)
	}
	return w.Say(key)
}

// time says when something is open, or is not.
func (e Explainer) time(r referral.Reason, key string) string {
	said := e.Words.Say(key)
	if r.At != nil {
		said = e.Words.Say(key+"_at", "time", e.Words.Soon(r.At.In(e.Now.Location()), e.Now))
	}
	if r.Entry != (directory.Key{}) {
		return e.Title(r.Entry) + ": " + said
	}
	return said
}

// days names the days on which something happens, in brackets.
func (e Explainer) days(r referral.Reason) string {
	var names []string
	for _, d := range r.Days {
		names = append(names, e.Words.Weekday(time.Date(2000, 1, 2+int(d), 0, 0, 0, 0, time.UTC))) // a Sunday and the days after it
	}
	if len(names) == 0 {
		return ""
	}
	return " (" + strings.Join(names, ", ") + ")"
}

// agesOf reads ages as a reason has them: "15-25", "15-", "-25" or "all".
func agesOf(spelled string) directory.Ages {
	from, to, _ := strings.Cut(spelled, "-")
	ages := directory.Ages{All: spelled == "all"}
	if n, err := strconv.Atoi(from); err == nil {
		ages.Min = &n
	}
	if n, err := strconv.Atoi(to); err == nil {
		ages.Max = &n
	}
	return ages
}
