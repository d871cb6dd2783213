package search

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"walkin/internal/directory"
	"walkin/internal/fold"
)

// Suggest completes what is being typed with topics (their labels, never the
// words that lead to them), centres and towns. A crisis topic, a label that
// names a crisis and a text that is one are never completed.
func (x *Index) Suggest(_ context.Context, q directory.SuggestQuery) ([]directory.Suggestion, error) {
	s, err := x.hold()
	if err != nil {
		return nil, err
	}
	defer s.release()
	typed := fold.Tokens(q.Text)
	if len(typed) == 0 || len(s.desk.Names(q.Text)) > 0 {
		return nil, nil
	}
	suggestions := s.suggestTopics(typed, q)
	// Topics first, but never so many that no place has room.
	suggestions = suggestions[:min(len(suggestions), (q.Limit+1)/2)]
	var places []directory.Suggestion
	if x.options.Gazetteer != nil {
		for _, p := range x.options.Gazetteer.Complete(q.Text, q.Country, q.Limit) {
			places = append(places, directory.Suggestion{
				Kind: directory.SuggestPlace, ID: p.ID, Label: p.Name, Detail: cmp.Or(p.MunicipalityName, p.Country),
			})
		}
	}
	centres, err := s.suggestCentres(collapsed(slices.Clone(typed)), q)
	if err != nil {
		return nil, err
	}
	for len(suggestions) < q.Limit && len(centres)+len(places) > 0 {
		if len(centres) > 0 {
			suggestions, centres = append(suggestions, centres[0]), centres[1:]
		}
		if len(places) > 0 && len(suggestions) < q.Limit {
			suggestions, places = append(suggestions, places[0]), places[1:]
		}
	}
	return suggestions, nil
}

// completed is a suggestion with its place in the order.
type completed struct {
	directory.Suggestion
	depth int // 0 where the label itself begins with what was typed
}

func (s *snapshot) suggestTopics(typed []string, q directory.SuggestQuery) []directory.Suggestion {
	var found []completed
	grave := s.beginsCrisis(typed)
	for _, topic := range s.taxonomy.Topics() {
		label, lang := topic.Label.Pick(q.Lang)
		depth, ok := completes(topic, typed, label, lang)
		if grave && depth == byTerm {
			continue
		}
		if ok && !topic.Crisis && len(s.desk.Names(label)) == 0 {
			found = append(found, completed{directory.Suggestion{Kind: directory.SuggestTopic, ID: topic.ID, Label: label, Lang: lang}, depth})
		}
	}
	slices.SortStableFunc(found, func(a, b completed) int { return cmp.Compare(a.depth, b.depth) })
	return plain(found)
}

// completes says whether what was typed is the beginning of a topic's label,
// or of one of the words that lead to it in the page's language.
func completes(topic *directory.Topic, typed []string, label, lang string) (depth int, ok bool) {
	if beginsWith(fold.Tokens(label), typed) {
		return 0, true
	}
	if begins(fold.Tokens(label), typed) {
		return 1, true
	}
	for _, term := range topic.Terms[lang] {
		if beginsWith(fold.Tokens(term), typed) {
			return byTerm, true
		}
	}
	return 0, false
}

// byTerm is the depth of a topic that only a word which leads to it completes.
const byTerm = 2

// beginsCrisis says whether what was typed may become a crisis term, in any
// language. Then no words but labels are completed: who types "kil" may be on
// the way to "kill time", and is not told so.
func (s *snapshot) beginsCrisis(typed []string) bool {
	if utf8.RuneCountInString(joined(typed)) < minPrefix {
		return false // so short, it may become anything
	}
	for _, topic := range s.taxonomy.Topics() {
		if !topic.Crisis {
			continue
		}
		for _, terms := range topic.Terms {
			if slices.ContainsFunc(terms, func(term string) bool { return beginsWith(fold.Tokens(term), typed) }) {
				return true
			}
		}
	}
	return false
}

func (s *snapshot) suggestCentres(typed []string, q directory.SuggestQuery) ([]directory.Suggestion, error) {
	type place struct {
		called
		depth int
	}
	var found []place
	s.centresCalled(typed, func(c called) {
		depth := 0
		if !beginsWith(c.name, typed) {
			depth++
		}
		if q.Country != "" && c.country != q.Country {
			depth += 2
		}
		found = append(found, place{c, depth})
	})
	slices.SortFunc(found, func(a, b place) int {
		return cmp.Or(cmp.Compare(a.depth, b.depth), slices.Compare(a.name, b.name), strings.Compare(a.id, b.id))
	})
	var suggestions []directory.Suggestion
	for _, c := range found[:min(len(found), q.Limit)] {
		r, err := s.row(c.number)
		if err != nil {
			return nil, err
		}
		centre := r.entry.(*directory.Centre)
		suggestions = append(suggestions, directory.Suggestion{
			Kind: directory.SuggestCentre, ID: centre.ID, Label: centre.Name, Detail: centre.Location.Town})
	}
	return suggestions, nil
}

func plain(found []completed) []directory.Suggestion {
	suggestions := make([]directory.Suggestion, len(found))
	for i, c := range found {
		suggestions[i] = c.Suggestion
	}
	return suggestions
}

// begins says whether every typed word is, or the last one begins, some word.
func begins(words, typed []string) bool {
	for i, t := range typed {
		whole := i < len(typed)-1
		if !slices.ContainsFunc(words, func(w string) bool { return w == t || !whole && strings.HasPrefix(w, t) }) {
			return false
		}
	}
	return true
}

// beginsWith says whether words begin with what was typed, in its order.
func beginsWith(words, typed []string) bool {
	last := len(typed) - 1
	return len(words) > last && slices.Equal(words[:last], typed[:last]) && strings.HasPrefix(words[last], typed[last])
}
