package search

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"walkin/internal/directory"
	"walkin/internal/fold"
)

// Suggest completes what is being typed with topics (their labels, never the
// words that lead to them), centres and towns; where nothing begins so, with
// those that do but for a slip. A crisis topic, a label that names a crisis and
// a text that is one are never completed.
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
	suggestions, err := x.suggest(s, typed, q, false)
	if len(suggestions) == 0 && err == nil {
		return x.suggest(s, typed, q, true)
	}
	return suggestions, err
}

// suggest completes what was typed, as it is or as a misspelled text.
func (x *Index) suggest(s *snapshot, typed []string, q directory.SuggestQuery, misspelled bool) ([]directory.Suggestion, error) {
	suggestions := s.suggestTopics(typed, q.Lang, misspelled)
	// Topics first, but never so many that no place has room.
	suggestions = suggestions[:min(len(suggestions), (q.Limit+1)/2)]
	places := x.suggestPlaces(q, misspelled)
	centres, err := s.suggestCentres(typed, q, misspelled)
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

func (x *Index) suggestPlaces(q directory.SuggestQuery, misspelled bool) (suggestions []directory.Suggestion) {
	if x.options.Gazetteer == nil {
		return nil
	}
	complete := x.options.Gazetteer.Complete
	if misspelled {
		complete = x.options.Gazetteer.CompleteMisspelled
	}
	for _, p := range complete(q.Text, q.Country, q.Limit) {
		suggestions = append(suggestions, directory.Suggestion{
			Kind: directory.SuggestPlace, ID: p.ID, Label: p.Name, Detail: cmp.Or(p.MunicipalityName, p.Country),
		})
	}
	return suggestions
}

// completion is a topic that may be suggested in a language: its label and the
// words that lead to it, ready to be compared.
type completion struct {
	suggestion directory.Suggestion
	label      []string
	terms      [][]string // of the page's language
}

// completions gives the topics that may be suggested in a language. A crisis
// topic, and a label that names a crisis, are none of them.
func (s *snapshot) completionsIn(lang string) []completion {
	if kept, ok := s.completions.Load(lang); ok {
		return kept.([]completion)
	}
	var all []completion
	for _, topic := range s.taxonomy.Topics() {
		label, in := topic.Label.Pick(lang)
		if topic.Crisis || len(s.desk.Names(label)) > 0 {
			continue
		}
		c := completion{
			suggestion: directory.Suggestion{Kind: directory.SuggestTopic, ID: topic.ID, Label: label, Lang: in},
			label:      fold.Tokens(label),
		}
		for _, term := range topic.Terms[in] {
			c.terms = append(c.terms, fold.Tokens(term))
		}
		all = append(all, c)
	}
	if slices.ContainsFunc(all, func(c completion) bool { return c.suggestion.Lang == lang }) {
		s.completions.Store(lang, all)
	}
	return all
}

func (s *snapshot) suggestTopics(typed []string, lang string, misspelled bool) []directory.Suggestion {
	var byDepth [3][]directory.Suggestion
	all := s.completionsIn(lang)
	for i := range all {
		depth, ok := all[i].completes(typed)
		if misspelled {
			depth, ok = 0, all[i].nearly(typed)
		}
		if ok {
			byDepth[depth] = append(byDepth[depth], all[i].suggestion)
		}
	}
	return slices.Concat(byDepth[:]...)
}

// completes says whether what was typed is the beginning of a topic's label,
// or of one of the words that lead to it in the page's language; and how far
// that is from the first.
func (c *completion) completes(typed []string) (depth int, ok bool) {
	switch {
	case beginsWith(c.label, typed):
		return 0, true
	case begins(c.label, typed):
		return 1, true
	default:
		return 2, slices.ContainsFunc(c.terms, func(term []string) bool { return beginsWith(term, typed) })
	}
}

// nearly says whether a word is, but for one slip, the beginning of a word of
// a topic's label.
func (c *completion) nearly(typed []string) bool {
	if len(typed) != 1 || !spellable(typed[0]) {
		return false
	}
	near := fold.NewNear(typed[0], 1)
	return slices.ContainsFunc(c.label, func(word string) bool {
		_, begins := near.Compare(word)
		return begins && word[0] == typed[0][0]
	})
}

func (s *snapshot) suggestCentres(typed []string, q directory.SuggestQuery, misspelled bool) ([]directory.Suggestion, error) {
	var suggestions []directory.Suggestion
	for _, c := range s.centresCalled(collapsed(slices.Clone(typed)), q.Country, q.Limit, misspelled) {
		r, err := s.row(c.p.first + c.n)
		if err != nil {
			return nil, err
		}
		centre := r.entry.(*directory.Centre)
		suggestions = append(suggestions, directory.Suggestion{
			Kind: directory.SuggestCentre, ID: centre.ID, Label: centre.Name, Detail: centre.Location.Town})
	}
	return suggestions, nil
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
