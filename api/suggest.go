package api

import (
	"cmp"

	"github.com/labstack/echo/v4"

	"walkin/internal/directory"
)

// defaultSuggestions is how many ways to go on are given to who asks for no
// number.
const defaultSuggestions = 8

// Suggest answers with how what is being typed could go on, and never with a
// crisis term or what would become one: nobody shall be led there by a list. A
// crisis text is answered with people to call, before every limit and rule.
func (s *Server) Suggest(c echo.Context) error {
	body, value, err := readBody(c)
	if err != nil {
		return err
	}
	answer := SuggestAnswer{Suggestions: []Suggestion{}}
	crisis, _, err := s.crisisOfText(readAsking(value), s.now())
	if err != nil {
		return err
	}
	if crisis != nil {
		answer.Crisis = s.crisis(crisis)
		return private(c, answer)
	}
	if err := s.admit(c); err != nil {
		return err
	}
	var request SuggestRequest
	if err := s.decode("Suggest", body, value, &request); err != nil {
		return err
	}
	query := directory.SuggestQuery{
		Text: request.Text, Lang: language(said(request.Lang), said(request.Country), s.country),
		Country: cmp.Or(said(request.Country), s.country), Limit: defaultSuggestions,
	}
	if request.Limit != nil {
		query.Limit = *request.Limit
	}
	suggestions, err := s.index.Suggest(c.Request().Context(), query)
	if err != nil {
		return err
	}
	desk, err := s.desk()
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
