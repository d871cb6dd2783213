package referral

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"walkin/internal/directory"
)

// slack is what was dropped of a need because nothing fitted.
type slack struct {
	time   bool // what is closed at the times asked for fits, too
	radius bool // twice the radius, at most WidestKM
	levels int  // how far the topics were widened towards the root
}

// relax looks for what fits, and while nothing does, drops the time, then
// doubles the radius, then widens the topics to their parents, level by level.
// What turns out to have been dropped in vain is taken back. Age, access
// needs, promises and country are never dropped.
func (w *wanted) relax() ([]*judgement, []directory.Relaxation) {
	var s slack
	found := w.fitting()
	for len(found) == 0 {
		switch {
		case w.timely && !s.time:
			s.time = true
		case w.radius > 0 && w.radius < WidestKM && !s.radius:
			s.radius = true
		case w.depth() > s.levels:
			s.levels++
		default:
			return nil, nil
		}
		looser, _ := w.with(s)
		found = looser.fitting()
	}
	for _, back := range []slack{{s.time, false, s.levels}, {false, s.radius, s.levels}, {false, false, s.levels}} {
		if back == s {
			continue
		}
		stricter, _ := w.with(back)
		if again := stricter.fitting(); len(again) > 0 {
			s, found = back, again
		}
	}
	_, relaxed := w.with(s)
	return found, relaxed
}

// with gives what is wanted with some slack, and what was dropped.
func (w *wanted) with(s slack) (*wanted, []directory.Relaxation) {
	looser := *w
	var relaxed []directory.Relaxation
	if s.time {
		looser.timely = false
		relaxed = append(relaxed, directory.Relaxation{Dropped: "when", From: w.When[0].From.UTC().Format(time.RFC3339)})
	}
	if s.radius {
		looser.radius = min(2*w.radius, WidestKM)
		relaxed = append(relaxed, directory.Relaxation{Dropped: "radius_km", From: kilometres(w.radius), To: kilometres(looser.radius)})
	}
	if s.levels > 0 {
		looser.topics = slices.Clone(w.topics)
		var from, to []string
		for i := range looser.topics {
			t := &looser.topics[i]
			above := w.above(t.id)
			if t.parents = above[:min(s.levels, len(above))]; len(t.parents) > 0 {
				from, to = append(from, t.id), append(to, t.parents[len(t.parents)-1])
			}
		}
		relaxed = append(relaxed, directory.Relaxation{Dropped: "topics", From: strings.Join(from, ","), To: strings.Join(to, ",")})
	}
	return &looser, relaxed
}

// depth gives how often the topics can be widened.
func (w *wanted) depth() int {
	depth := 0
	for _, t := range w.topics {
		depth = max(depth, len(w.above(t.id)))
	}
	return depth
}

// someoneToTalkTo is what a crisis topic is widened to at last: nobody who
// asks for a door is sent away without one.
const someoneToTalkTo = "talk_to_someone"

// above gives the parent of a topic, the parent's parent, and so on.
func (w *wanted) above(id string) []string {
	var above []string
	topic := w.directory.taxonomy.Topic(id)
	for p := topic.Parent; p != ""; p = w.directory.taxonomy.Topic(p).Parent {
		above = append(above, p)
	}
	if topic.Crisis {
		above = append(above, someoneToTalkTo)
	}
	return above
}

func kilometres(km float64) string { return strconv.FormatFloat(km, 'f', -1, 64) }
