package sample

import (
	"walkin/internal/directory"
	"walkin/internal/schedule"
)

// What centres, activities and helplines have alike.

// ages gives a range that is common in the field, or none.
func ages(d dice) directory.Ages {
	common := [][2]int{{12, 25}, {13, 18}, {15, 25}, {18, 30}, {16, 30}, {12, 18}, {10, 16}, {14, 24}, {8, 18}, {12, 30}}
	r := ranked(d, common)
	switch x := d.Float64(); {
	case x < 0.60:
		return directory.Ages{Min: &r[0], Max: &r[1]}
	case x < 0.66:
		return directory.Ages{Min: &r[0]}
	case x < 0.72:
		return directory.Ages{Max: &r[1]}
	case x < 0.78:
		return directory.Ages{All: true}
	default:
		return directory.Ages{}
	}
}

func promises(d dice) directory.Promises {
	return directory.Promises{
		NoAppointment: d.ternary(0.50, 0.10),
		NoReferral:    d.ternary(0.55, 0.03),
		NoAssessment:  d.ternary(0.30, 0.04),
		Free:          d.ternary(0.65, 0.08),
		Anonymous:     d.ternary(0.35, 0.12),
		Confidential:  d.ternary(0.40, 0.02),
	}
}

// spoken gives languages, its country's own first; for two of five entries
// none is known.
func spoken(d dice, own string) []string {
	if d.chance(0.4) {
		return nil
	}
	tags := []string{own}
	if d.chance(0.5) {
		tags = append(tags, "en")
	}
	if d.chance(0.15) {
		tags = append(tags, ranked(d, []string{"ar", "tr", "uk", "so", "fr", "de", "pl", "fa"}))
	}
	return tags
}

// channels gives a channel and, for some, others beside it.
func channels(d dice, first directory.Channel, others ...directory.Channel) []directory.Channel {
	list := []directory.Channel{first}
	for _, c := range others {
		if d.chance(0.2) {
			list = append(list, c)
		}
	}
	return list
}

func accessNeeds(d dice) directory.AccessNeeds {
	if d.chance(0.6) {
		return nil
	}
	needs := make(directory.AccessNeeds)
	for _, need := range []struct {
		id      string
		yes, no float64
	}{{"wheelchair", 0.6, 0.2}, {"hearing", 0.15, 0.1}, {"vision", 0.1, 0.05}, {"quiet_space", 0.3, 0.1}} {
		if answer := d.ternary(need.yes, need.no); answer != directory.Unknown {
			needs[need.id] = answer
		}
	}
	return needs
}

// status is open but for a few that pause; both can be found.
func status(d dice) directory.Status {
	if d.chance(0.03) {
		return directory.StatusPaused
	}
	return ""
}

// audience is young people, said or not, for nearly all.
func audience(d dice) directory.Audience {
	switch x := d.Float64(); {
	case x < 0.30:
		return directory.ForYoungPeople
	case x < 0.36:
		return directory.ForEveryone
	case x < 0.40:
		return directory.ForRelatives
	case x < 0.42:
		return directory.ForProfessionals
	default:
		return ""
	}
}

// verified gives the provenance, for three of ten with a day in the two years
// before [Moment] on which somebody would have confirmed a real entry.
func verified(d dice) directory.Provenance {
	p := provenance
	if d.chance(0.3) {
		p.VerifiedAt = new(today().AddDays(-d.between(1, 730)))
	}
	return p
}

// today is the day of [Moment].
func today() schedule.Date {
	return schedule.Date{Year: Moment.Year(), Month: Moment.Month(), Day: Moment.Day()}
}
