package referral

import (
	"fmt"
	"slices"
	"time"

	"walkin/internal/directory"
	"walkin/internal/problem"
	"walkin/internal/schedule"
)

// Draft is a card as a member of staff asks for it.
type Draft struct {
	From     string // id of the centre that hands on
	Lang     string // tag of the language in which the card is shown
	TellFrom bool   // the card may say who handed on
	Tell     bool   // the young person agreed that the places are told
	Consent  bool   // the young person agreed to the card
	Places   []DraftPlace
}

// DraftPlace is a place that a card is to name.
type DraftPlace struct {
	Key    directory.Key // a centre, an activity or a helpline that is open
	Centre string        // id of the centre, for an activity that is at several
	When   *time.Time    // the time to come; nil for any
	Day    schedule.Date // told to the place; zero for no day
}

// NewCard makes a card and its code, which is shown once and not kept. A draft
// that breaks a rule is Invalid; nothing that somebody wrote is in the error.
//
// Everything on a card is the id of something in the directory, a day or one
// of a few words, so that it cannot hold anything about a person (data
// minimisation, GDPR article 5(1)(c)).
func NewCard(d *Directory, draft Draft, now time.Time) (Card, Code, error) {
	now = now.UTC().Truncate(time.Second)
	code := NewCode()
	card := Card{
		Hash: code.Hash(), Lang: draft.Lang, From: draft.From, TellFrom: draft.TellFrom, Tell: draft.Tell, Consent: draft.Consent,
		Made: now, Expires: now.Add(CardLife),
	}
	var fields []problem.Field
	add := func(pointer, format string, args ...any) {
		fields = append(fields, problem.At(pointer, format, args...))
	}
	if !draft.Consent {
		add("/consent", "A card is made only if the young person has agreed to it.")
	}
	if d.centres[draft.From] == nil {
		add("/from", "The directory has no such centre.")
	}
	if !languageTag.MatchString(draft.Lang) {
		add("/lang", "That is not a language tag such as \"da\".")
	}
	if len(draft.Places) == 0 || len(draft.Places) > MaxPlaces {
		add("/places", "A card names one to %d places.", MaxPlaces)
		draft.Places = nil
	}
	for i, wanted := range draft.Places {
		at := fmt.Sprintf("/places/%d", i)
		place := CardPlace{Key: wanted.Key, Day: wanted.Day, State: Sent, Changed: now}
		var ok bool
		if place.Centre, ok = d.receiver(wanted); !ok {
			add(at, "The directory has no such centre, activity or helpline that is open.")
		} else if place.Centre == draft.From {
			add(at, "That is the place that hands on.")
		}
		if slices.ContainsFunc(card.Places, func(p CardPlace) bool { return p.Key == wanted.Key }) {
			add(at, "The card names this place twice.")
		}
		if wanted.When != nil {
			when := wanted.When.UTC().Truncate(time.Minute)
			place.When = &when
			if when.Before(now) || when.After(card.Expires) {
				add(at+"/when", "A time on a card is within its %d days.", int(CardLife/(24*time.Hour)))
			}
		}
		switch today := schedule.DateIn(now, time.UTC); {
		case wanted.Day == (schedule.Date{}):
		case !draft.Tell:
			add(at+"/day", "A day is told only if the young person agreed that the place is.")
		case !wanted.Day.Valid() || wanted.Day.Before(today.AddDays(-1)) || wanted.Day.After(schedule.DateIn(card.Expires, time.UTC)):
			add(at+"/day", "The day is within the %d days of the card.", int(CardLife/(24*time.Hour)))
		}
		card.Places = append(card.Places, place)
	}
	if err := problem.InvalidFields("The card breaks a rule.", fields); err != nil {
		return Card{}, "", err
	}
	return card, code, nil
}

// receiver gives the centre that receives who comes with a card; "" for what
// has none. It is false for what one cannot be sent to.
func (d *Directory) receiver(p DraftPlace) (centre string, ok bool) {
	switch p.Key.Kind {
	case directory.KindCentre:
		c := d.centres[p.Key.ID]
		return p.Key.ID, c != nil && available(c.Status) && (p.Centre == "" || p.Centre == p.Key.ID)
	case directory.KindActivity:
		i := slices.IndexFunc(d.activities, func(a *directory.Activity) bool { return a.ID == p.Key.ID })
		if i < 0 || !available(d.activities[i].Status) {
			return "", false
		}
		centres := d.activities[i].Centres
		switch {
		case p.Centre != "":
			return p.Centre, slices.Contains(centres, p.Centre)
		case len(centres) == 1:
			return centres[0], true
		default:
			return "", len(centres) == 0
		}
	case directory.KindHelpline:
		i := slices.IndexFunc(d.helplines, func(h *directory.Helpline) bool { return h.ID == p.Key.ID })
		return "", i >= 0 && p.Centre == "" && available(d.helplines[i].Status)
	}
	return "", false
}
