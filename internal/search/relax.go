package search

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"walkin/internal/directory"
)

// relaxing drops parts of a query, one step at a time, while nothing is found
// (DESIGN, section 5): the time, then the radius, then topics to their
// parents; then the words, for the nearest of anything; then helplines. Age,
// country and promises are never dropped.
type relaxing struct {
	taxonomy *directory.Taxonomy
	question question
	query    directory.Query
	kinds    []directory.Kind
	done     int // steps taken
	relaxed  []directory.Relaxation
}

func newRelaxing(taxonomy *directory.Taxonomy, question question, q directory.Query) *relaxing {
	return &relaxing{taxonomy: taxonomy, question: question, query: q, kinds: q.AnswersWith()}
}

// asked gives the query as it now stands.
func (r *relaxing) asked(taxonomy *directory.Taxonomy) *asked {
	a := &asked{Query: r.query, question: r.question, kinds: r.kinds, at: r.query.Now}
	if r.query.OpenAt != nil {
		a.at = *r.query.OpenAt
	}
	for _, id := range r.query.Topics {
		under := make(map[string]bool)
		for _, below := range taxonomy.Under(id) {
			under[below] = true
		}
		a.topics = append(a.topics, under)
	}
	return a
}

// next takes one more step; false when there is nothing left to drop. A map
// view is not relaxed: an empty map is its answer.
func (r *relaxing) next() bool {
	if r.query.Box != nil {
		return false
	}
	for _, step := range []func() (directory.Relaxation, bool){r.time, r.radius, r.parents, r.words, r.lines} {
		if dropped, ok := step(); ok {
			r.relaxed = append(r.relaxed, dropped)
			r.done++
			return true
		}
	}
	return false
}

func (r *relaxing) time() (directory.Relaxation, bool) {
	if r.query.OpenAt == nil && r.query.Travel == "" {
		return directory.Relaxation{}, false
	}
	dropped := directory.Relaxation{Dropped: "open_at", From: string(r.query.Travel)}
	if r.query.OpenAt != nil {
		dropped.From = r.query.OpenAt.UTC().Format(time.RFC3339)
	}
	r.query.OpenAt, r.query.Travel = nil, ""
	return dropped, true
}

func (r *relaxing) radius() (directory.Relaxation, bool) {
	if r.query.RadiusKM == 0 {
		return directory.Relaxation{}, false
	}
	dropped := directory.Relaxation{Dropped: "radius_km", From: strconv.FormatFloat(r.query.RadiusKM, 'f', -1, 64)}
	r.query.RadiusKM = 0
	return dropped, true
}

// parents widens every topic, of the text and of the filter, to its parent.
func (r *relaxing) parents() (directory.Relaxation, bool) {
	var from, to []string
	widen := func(ids []string) []string {
		wider := make([]string, 0, len(ids))
		for _, id := range ids {
			if topic := r.taxonomy.Topic(id); topic != nil && topic.Parent != "" {
				from, to = append(from, id), append(to, topic.Parent)
				id = topic.Parent
			}
			if !slices.Contains(wider, id) {
				wider = append(wider, id)
			}
		}
		return wider
	}
	topics := widen(r.query.Topics)
	wanted := make([]topicWanted, len(r.question.topics))
	for i, t := range r.question.topics {
		wanted[i] = topicWanted{ids: widen(t.ids), under: make(map[string]bool), related: t.related, as: t.as, weight: t.weight}
		for _, id := range wanted[i].ids {
			for _, below := range r.taxonomy.Under(id) {
				wanted[i].under[below] = true
			}
		}
	}
	if len(from) == 0 {
		return directory.Relaxation{}, false
	}
	r.query.Topics, r.question.topics = topics, wanted
	return directory.Relaxation{Dropped: "topics", From: strings.Join(from, ","), To: strings.Join(to, ",")}, true
}

// words drops text and topics: the nearest of anything.
func (r *relaxing) words() (directory.Relaxation, bool) {
	dropped := directory.Relaxation{Dropped: "text"}
	if len(r.query.Topics) > 0 {
		dropped = directory.Relaxation{Dropped: "topics", From: strings.Join(r.query.Topics, ",")}
	} else if r.question.empty() {
		return directory.Relaxation{}, false
	}
	r.query.Topics, r.question = nil, question{places: r.question.places, corrected: r.question.corrected}
	return dropped, true
}

// lines answers with helplines at last. Who wants to help is not looking for
// somebody to call.
func (r *relaxing) lines() (directory.Relaxation, bool) {
	helping := len(r.kinds) == 1 && r.kinds[0] == directory.Volunteering
	if helping || slices.Contains(r.kinds, directory.KindHelpline) {
		return directory.Relaxation{}, false
	}
	dropped := directory.Relaxation{Dropped: "kinds", To: string(directory.KindHelpline)}
	for i, k := range r.kinds {
		if i > 0 {
			dropped.From += ","
		}
		dropped.From += string(k)
	}
	r.kinds = []directory.Kind{directory.KindHelpline}
	r.query.Municipality, r.query.Network = "", ""
	return dropped, true
}
