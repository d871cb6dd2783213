package demand

import (
	"slices"
	"time"

	"walkin/internal/directory"
)

const (
	// Near is how far, in metres, somebody goes without a car where they did not
	// say: the radius within which the directory looks first.
	Near = directory.DefaultRadiusKM * 1000
	// Soon is within which time a door must open to be one.
	Soon = 48 * time.Hour
	// judged is how many of the nearest that fit are looked at.
	judged = 50
)

// Question is a search as it is judged.
type Question struct {
	directory.Query                 // as it was asked
	Topic           string          // under which it counts
	Access          bool            // that topic is an access need
	From            *directory.Near // where it was asked, nil if that is not known
}

// Judge says what became of a search. It asks anew, and not as it was asked: for
// the topic alone, since words also find what is about something else; without a
// time, which would leave out the doors that open tomorrow; and the nearest first.
// What nobody knows counts for the place: unknown hours are no closed door.
func Judge(q Question, search func(directory.Query) (directory.Answer, error)) (Outcome, error) {
	about := q.about()
	answer, err := search(about)
	if err != nil {
		return "", err
	}
	if !fits(answer) {
		if !q.conditional() {
			return Nothing, nil
		}
		if answer, err = search(without(about, q)); err != nil {
			return "", err
		}
		if fits(answer) {
			return NoFit, nil
		}
		return Nothing, nil
	}
	near := answer.Results
	if q.From != nil {
		far := Near
		if q.RadiusKM > 0 {
			far = q.RadiusKM * 1000
		}
		near = slices.DeleteFunc(slices.Clone(near), func(r directory.Result) bool { return !reached(r, q.From, far) })
	}
	switch {
	case len(near) == 0:
		return TooFar, nil
	case slices.ContainsFunc(near, func(r directory.Result) bool { return opens(r, about.Now) }):
		return Found, nil
	}
	return Closed, nil
}

// about is what is asked of the directory to judge a question.
func (q Question) about() directory.Query {
	a := q.Query
	a.Text, a.Topics, a.Near = "", nil, q.From
	switch {
	case q.Access:
		a.Accessibility = append(slices.Clone(a.Accessibility), q.Topic)
	case q.Topic != Anything:
		a.Topics = []string{q.Topic}
	}
	if a.OpenAt != nil {
		a.Now = *a.OpenAt
	}
	if a.Sort = directory.SortBest; q.From != nil {
		a.Sort, a.Municipality = directory.SortDistance, ""
	}
	a.OpenAt, a.Travel, a.RadiusKM, a.Box, a.Cursor, a.Facets, a.Limit = nil, "", 0, nil, "", nil, judged
	return a
}

// conditional says whether somebody asked for more than a topic, a place and a time.
func (q Question) conditional() bool {
	return q.Age != nil || len(q.Languages)+len(q.Promises)+len(q.Channels)+len(q.Accessibility) > 0 ||
		q.Audience != "" || q.Setting != "" || q.MeetAtDoor || q.Network != ""
}

// without is a query without those conditions.
func without(about directory.Query, q Question) directory.Query {
	about.Age, about.Languages, about.Promises, about.Channels, about.Accessibility = nil, nil, nil, nil, nil
	about.Audience, about.Setting, about.MeetAtDoor, about.Network = "", "", false, ""
	if q.Access {
		about.Accessibility = []string{q.Topic} // that is what it is about
	}
	return about
}

// fits says whether an answer has something about what was asked.
func fits(a directory.Answer) bool { return len(a.Results) > 0 && len(a.Relaxed) == 0 }

// reached says whether a result is within some metres. What has no door, such as a
// line or a group that meets online, is; a door of which nobody knows the point is
// if it is in the same municipality.
func reached(r directory.Result, near *directory.Near, far float64) bool {
	switch {
	case r.DistanceM != nil:
		return *r.DistanceM <= far
	case r.Where == nil:
		return true
	}
	return near.Place != nil && near.Place.Municipality != "" && near.Place.Municipality == r.Where.Municipality && near.Place.Country == r.Where.Country
}

// opens says whether a door is open, or may be, within Soon.
func opens(r directory.Result, at time.Time) bool {
	before := func(t *time.Time) bool { return t != nil && !t.After(at.Add(Soon)) }
	// Until, of a closed door, is from when it is perhaps open.
	return r.Open.State != "closed" || before(r.Open.Next) || before(r.Open.Until)
}
