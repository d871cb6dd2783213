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
)

// Judge says what became of a search. Otherwise tells whether something would
// have been found without the conditions of [Without]; it is asked only where
// nothing fits.
//
// It sees the first page of an answer, whose order is what fits, nearest first.
// What nobody knows counts for the place: unknown hours are no closed door.
func Judge(q directory.Query, a directory.Answer, otherwise func() (bool, error)) (Outcome, error) {
	dropped := func(parts ...string) bool {
		return slices.ContainsFunc(a.Relaxed, func(r directory.Relaxation) bool { return slices.Contains(parts, r.Dropped) })
	}
	if len(a.Results) == 0 || dropped("topics", "text", "kinds") {
		if !conditional(q) {
			return Nothing, nil
		}
		found, err := otherwise()
		if err != nil {
			return "", err
		}
		if found {
			return NoFit, nil
		}
		return Nothing, nil
	}
	near := a.Results
	if q.Near != nil {
		far := Near
		if q.RadiusKM > 0 {
			far = q.RadiusKM * 1000
		}
		near = slices.DeleteFunc(slices.Clone(near), func(r directory.Result) bool { return !reached(r, q.Near, far) })
	}
	if len(near) == 0 || dropped("radius_km") {
		return TooFar, nil
	}
	at := q.Now
	if q.OpenAt != nil {
		at = *q.OpenAt
	}
	if slices.ContainsFunc(near, func(r directory.Result) bool { return opens(r, at) }) {
		return Found, nil
	}
	return Closed, nil
}

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

// conditional says whether a query asks for more than a topic, a place and a time.
func conditional(q directory.Query) bool {
	return q.Age != nil || len(q.Languages)+len(q.Promises)+len(q.Channels)+len(q.Accessibility) > 0 ||
		q.Audience != "" || q.Setting != "" || q.MeetAtDoor || q.Network != ""
}

// Without is a query without its conditions: topic, words, place and time stay.
func Without(q directory.Query) directory.Query {
	q.Age, q.Languages, q.Promises, q.Channels, q.Accessibility = nil, nil, nil, nil, nil
	q.Audience, q.Setting, q.MeetAtDoor, q.Network = "", "", false, ""
	q.Facets, q.Limit = nil, 1
	return q
}

// Fits says whether an answer has something about what was asked.
func Fits(a directory.Answer) bool {
	return len(a.Results) > 0 && !slices.ContainsFunc(a.Relaxed, func(r directory.Relaxation) bool {
		return slices.Contains([]string{"topics", "text", "kinds"}, r.Dropped)
	})
}
