package api

import (
	"github.com/labstack/echo/v4"

	"walkin/internal/directory"
)

// defaultSuggestions is how many ways to go on are given to who asks for no
// number.
const defaultSuggestions = 8

// Suggest answers with how what is being typed could go on. Where that is a
// crisis term, or would become one, it answers with nothing: nobody shall be
// led there by a list.
func (s *Server) Suggest(c echo.Context) error {
	body, value, err := readBody(c)
	if err != nil {
		return err
	}
	var request SuggestRequest
	if err := s.decode("Suggest", body, value, &request); err != nil {
		return err
	}
	desk, err := s.desk()
	if err != nil {
		return err
	}
	now, lang := s.now(), said(request.Lang)
	answer := SuggestAnswer{Suggestions: []Suggestion{}}
	if desk.Answer(request.Text, directory.Asker{Lang: lang}, now) != nil {
		return private(c, answer)
	}
	query := directory.SuggestQuery{Text: request.Text, Lang: lang, Country: s.country, Limit: defaultSuggestions}
	if request.Country != nil {
		query.Country = *request.Country
	}
	if request.Limit != nil {
		query.Limit = *request.Limit
	}
	suggestions, err := s.index.Suggest(c.Request().Context(), query)
	if err != nil {
		return err
	}
	for _, d := range suggestions {
		// The index leaves crisis terms out; this is the second lock.
		if len(desk.Names(d.Label)) > 0 {
			continue
		}
		answer.Suggestions = append(answer.Suggestions, Suggestion{
			Kind: SuggestionKind(d.Kind), Id: d.ID, Label: d.Label, Lang: optional(d.Lang), Detail: optional(d.Detail),
		})
	}
	return private(c, answer)
}
