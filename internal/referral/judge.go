package referral

import (
	"math"
	"slices"
	"strconv"

	"walkin/internal/directory"
	"walkin/internal/geo"
	"walkin/internal/schedule"
)

// judgement is an offer held against a need.
type judgement struct {
	offer
	place []closeness // to each topic asked for
	rank  rank
}

func (j *judgement) says(list *[]Reason, code ReasonCode, value string) {
	*list = append(*list, Reason{Code: code, Value: value})
}

func (j *judgement) speaksFor(code ReasonCode, value string) { j.says(&j.match.For, code, value) }
func (j *judgement) against(code ReasonCode, value string)   { j.says(&j.match.Against, code, value) }
func (j *judgement) unknown(code ReasonCode, value string)   { j.says(&j.match.Unknown, code, value) }

// judge holds an offer against the need. It is false where a hard limit is
// broken, or where none of the topics asked for is there.
func (w *wanted) judge(o offer) (*judgement, bool) {
	j := &judgement{offer: o}
	if !available(o.status) || !w.included(o) || w.country != "" && o.country != w.country && !w.own {
		return nil, false
	}
	ok := w.topicsOf(j) && w.ageOf(j) && w.promisesOf(j) && w.accessOf(j) && w.whereOf(j) && w.timeOf(j)
	if !ok {
		return nil, false
	}
	w.languageOf(j)
	w.restOf(j)
	j.match.Open = w.state(o.status, o.hours)
	j.rank.topics = 0
	for _, c := range j.place {
		j.rank.topics += int(exact - c)
	}
	j.rank.focus, j.rank.gaps, j.rank.key = len(o.topics), o.gaps, o.match.Key.String()+o.match.Centre+o.match.Stop
	return j, true
}

// included says whether something is for a young person, or for those around
// one where that is what was asked for.
func (w *wanted) included(o offer) bool {
	if o.audience.Includes(directory.ForYoungPeople) {
		return true
	}
	return o.audience == directory.ForRelatives && slices.Contains(w.Topics, "relatives")
}

func (w *wanted) topicsOf(j *judgement) bool {
	found := false
	for _, t := range w.topics {
		near, id := t.near(j.topics)
		j.place = append(j.place, near)
		switch near {
		case exact, below:
			j.speaksFor(ReasonTopic, id)
		case parent:
			j.speaksFor(ReasonTopicParent, id)
		}
		found = found || near != apart
	}
	if j.openRoles > 0 && slices.Contains(w.Topics, volunteering) {
		j.speaksFor(ReasonVolunteering, strconv.Itoa(j.openRoles))
	}
	return found
}

func (w *wanted) ageOf(j *judgement) bool {
	if w.Age == nil {
		return true
	}
	switch j.ages.Fit(*w.Age) {
	case directory.No:
		return false
	case directory.Yes:
		j.speaksFor(ReasonAgeFits, spell(j.ages))
	default:
		j.unknown(ReasonAgeUnknown, "")
		j.rank.doubts++
	}
	return true
}

// spell writes ages as "15-25", "15-", "-25" or "all".
func spell(a directory.Ages) string {
	if a.Min == nil && a.Max == nil {
		return "all"
	}
	bound := func(n *int) string {
		if n == nil {
			return ""
		}
		return strconv.Itoa(*n)
	}
	return bound(a.Min) + "-" + bound(a.Max)
}

func (w *wanted) promisesOf(j *judgement) bool {
	for _, p := range w.Promises {
		switch j.promises.Of(p) {
		case directory.No:
			return false
		case directory.Yes:
			j.speaksFor(ReasonPromiseYes, string(p))
		default:
			j.unknown(ReasonPromiseUnknown, string(p))
			j.rank.doubts++
		}
	}
	return true
}

func (w *wanted) accessOf(j *judgement) bool {
	for _, id := range w.AccessNeeds {
		switch j.accessNeeds[id] {
		case directory.No:
			return false
		case directory.Yes:
			j.speaksFor(ReasonAccessYes, id)
		default:
			j.unknown(ReasonAccessUnknown, id)
			j.rank.doubts++
		}
	}
	return true
}

// languageOf counts a list without the languages asked for against an offer,
// more than no list: but somebody there may still speak one of them.
func (w *wanted) languageOf(j *judgement) {
	if len(w.Languages) == 0 {
		return
	}
	if i := slices.IndexFunc(w.Languages, func(l string) bool { return slices.Contains(j.languages, l) }); i >= 0 {
		j.speaksFor(ReasonLanguageSpoken, w.Languages[i])
	} else if len(j.languages) > 0 {
		j.against(ReasonLanguageOther, w.Languages[0])
		j.rank.doubts += 2
	} else {
		j.unknown(ReasonLanguageUnknown, w.Languages[0])
		j.rank.doubts++
	}
}

// whereOf measures the way. With a radius, only what is known to be within it
// fits, or what shows no point but lies in the same municipality.
func (w *wanted) whereOf(j *judgement) bool {
	if j.nowhere {
		j.rank.reach = len(reaches)
		return !j.local || j.municipality != "" && j.municipality == w.municipality
	}
	where := j.where
	j.match.Where, j.match.About = &where, !where.Precision.Door()
	if w.own {
		return true
	}
	if where.Point == nil || w.origin == nil {
		j.unknown(ReasonDistanceUnknown, "")
		here := where.Municipality != "" && where.Municipality == w.municipality
		if j.rank.reach = len(reaches); here {
			j.rank.reach = 0
		}
		j.rank.metres, j.rank.way = math.Inf(1), int(directory.DefaultRadiusKM*1000/stretch)
		return w.radius == 0 || here
	}
	metres := geo.Distance(*w.origin, *where.Point)
	if w.radius > 0 && metres > w.radius*1000 {
		return false
	}
	j.match.DistanceM = &metres
	j.rank.metres, j.rank.way = metres, int(metres/stretch)
	if w.radius == 0 {
		j.rank.reach = slices.IndexFunc(reaches, func(km float64) bool { return metres <= km*1000 })
		if j.rank.reach < 0 {
			j.rank.reach = len(reaches)
		}
	}
	value := strconv.Itoa(int(math.Round(metres/100)) * 100)
	if metres <= directory.DefaultRadiusKM*1000 {
		j.speaksFor(ReasonDistance, value)
	} else {
		j.against(ReasonFar, value)
	}
	return true
}

func (w *wanted) timeOf(j *judgement) bool {
	best, opens := w.timing(j.status, j.hours)
	if best == closedThen && w.timely && !w.own {
		return false
	}
	j.match.Opens, j.rank.time = opens, best
	reason := Reason{At: opens}
	switch now := w.state(j.status, j.hours); {
	case best == closedThen:
		j.match.Against = append(j.match.Against, Reason{Code: ReasonClosed, At: opens})
	case best == perhapsOpen, opens == nil && (now.State == schedule.Unknown || now.Until != nil):
		j.unknown(ReasonHoursUnknown, "")
	case opens == nil:
		j.match.Against = append(j.match.Against, Reason{Code: ReasonClosed})
	case !opens.After(w.now):
		reason.Code, reason.At = ReasonOpenNow, now.Until
		j.match.For = append(j.match.For, reason)
	default:
		reason.Code = ReasonOpens
		j.match.For = append(j.match.For, reason)
	}
	return true
}

// restOf says what does not decide and is good to know.
func (w *wanted) restOf(j *judgement) {
	if j.registration == directory.RegistrationRequired {
		j.against(ReasonRegistration, "")
	}
	if j.access == directory.AccessAppointment || j.access == directory.AccessCallFirst {
		j.against(ReasonAppointment, string(j.access))
	}
	if j.hostedBy != "" {
		j.speaksFor(ReasonHostedBy, j.hostedBy)
	}
	if !j.notServed.Empty() {
		j.unknown(ReasonNotServed, "")
	}
	if day := j.provenance.VerifiedAt; day != nil {
		j.speaksFor(ReasonVerified, day.String())
	} else {
		j.unknown(ReasonUnverified, j.provenance.SourceSeen)
	}
}
