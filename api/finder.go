package api

import (
	"cmp"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"walkin/api/web"
	"walkin/internal/demand"
	"walkin/internal/directory"
	"walkin/internal/problem"
)

// pageOfResults is how many results a page of the finder has: what a person
// reads on a telephone before asking for more.
const pageOfResults = 10

// Finder answers with the finder, or with what an address asks it: closed
// vocabularies only, so it can be shared and kept. Topics of a crisis come
// before the limit of the address, as in the API.
func (s *Server) Finder(c echo.Context, page web.Page) error {
	values := c.QueryParams()
	for _, name := range personal {
		if values.Has(name) {
			return s.show(c, page, http.StatusBadRequest, 0, func(w io.Writer) error {
				return s.pages.Message(w, web.Message{Page: page, Heading: page.Words.Say("error.title"), Says: page.Words.Say("error.in_address")})
			})
		}
	}
	ask := web.ReadAddress(values)
	page.Query = ask.Address()
	now := s.now().Truncate(time.Minute)
	crisis, err := s.crisisOfTopics(asking{place: ask.Place, lang: page.Lang(), country: ask.Country, topics: ask.Topics}, now)
	if err != nil {
		return err
	}
	if body := s.keptPage(page); body != nil && ask.Cursor == "" {
		if err := s.admit(c); err != nil {
			return err
		}
		if settled(c) {
			s.count(c, s.kept.noted(keyOf(page)), now)
		}
		return s.sendPage(c, http.StatusOK, keepOpen, body)
	}
	if ask.Empty() {
		if err := s.admit(c); err != nil {
			return err
		}
		return s.show(c, page, http.StatusOK, keepOpen, func(w io.Writer) error {
			return s.pages.Finder(w, web.Question{Page: page, Ask: ask, Now: now, Taxonomy: s.index.Taxonomy()})
		})
	}
	keep := keepOpen
	switch {
	case crisis != nil:
		ask.Beyond, keep = true, 0
	case ask.Cursor != "":
		keep = 0 // the name of a page does not have it
	}
	return s.foundPage(c, page, ask, crisis, now, keep)
}

// Ask answers what somebody typed into the form. The crisis gate comes first:
// before the limit of the address, before the index.
func (s *Server) Ask(c echo.Context, page web.Page) error {
	values, err := readForm(c)
	if err != nil {
		return err
	}
	ask := web.ReadForm(values)
	part := c.Request().Header.Get(partHeader)
	page.Query, page.Part = ask.Address(), part == partFound || part == partTyping
	now := s.now()
	asked := asking{
		text: ask.Text, place: cmp.Or(ask.Place, ask.PlaceText), point: ask.Position, lang: page.Lang(), country: ask.Country, topics: ask.Topics,
	}
	crisis, misplaced, err := s.crisisOfText(asked, now)
	if err != nil {
		return err
	}
	if misplaced {
		ask.PlaceText = ""
	}
	if crisis != nil && !ask.Beyond {
		if settled(c) {
			s.countCrisis(c, crisis)
		}
		if part == partSettled {
			return c.NoContent(http.StatusNoContent)
		}
		return s.show(c, page, http.StatusOK, 0, func(w io.Writer) error {
			return s.pages.Finder(w, s.inDistress(web.Question{Page: page, Ask: ask, Now: now}, crisis))
		})
	}
	if crisis == nil {
		if crisis, err = s.crisisOfTopics(asked, now); err != nil {
			return err
		}
	}
	return s.foundPage(c, page, ask, crisis, now, 0)
}

// inDistress puts the people to call on the page, and the button that leaves it.
func (s *Server) inDistress(q web.Question, d *distress) web.Question {
	q.Crisis, q.Exit, q.Taxonomy = d.CrisisAnswer, true, s.index.Taxonomy()
	if len(d.Contacts) > 0 {
		q.Country = d.Contacts[0].Helpline.Country
	}
	return q
}

// foundPage searches, under the limit of the address, and answers with the page.
func (s *Server) foundPage(c echo.Context, page web.Page, ask web.Ask, crisis *distress, now time.Time, keep time.Duration) error {
	var wanted *demand.Search
	question, err := guarded(s, c, crisis, func() (question web.Question, err error) {
		question, wanted, err = s.answered(c, page, ask, now)
		return question, err
	})
	if err != nil {
		return err
	}
	if question == nil {
		question = &web.Question{Page: page, Ask: ask, Now: now}
		question.Ask.Beyond = false
	}
	if crisis != nil {
		*question = s.inDistress(*question, crisis)
	}
	// Who goes on after people to call was counted when they were shown, and who
	// opens a map of what was found asks nothing new.
	part := c.Request().Header.Get(partHeader)
	again := ask.Beyond && c.Request().Method == http.MethodPost || ask.View != "" && part != partSettled
	if settled(c) && !again {
		s.count(c, wanted, now)
	}
	if part == partSettled {
		return c.NoContent(http.StatusNoContent)
	}
	if err := s.show(c, page, http.StatusOK, keep, func(w io.Writer) error { return s.pages.Finder(w, *question) }); err != nil {
		return err
	}
	if keep > 0 && wanted != nil && !again {
		s.kept.note(keyOf(page), *wanted)
	}
	return nil
}

// What a script of ours asks for of the finder: the part of the page that was
// found; the same of a question that is being typed, or was counted before; or
// nothing, to say that what was typed last is what was meant.
const (
	partHeader  = "X-Part"
	partFound   = "found"
	partTyping  = "typing"
	partSettled = "settled"
)

// settled says whether a person meant this question, and did not only type on the
// way to it. A page counts if somebody asked for it by hand, and no program, frame
// or browser that runs ahead did: browsers say so (Fetch Metadata, W3C).
func settled(c echo.Context) bool {
	h := c.Request().Header
	if c.Request().Method == http.MethodPost {
		return h.Get(partHeader) != partTyping
	}
	return h.Get("Sec-Fetch-User") == "?1" && h.Get("Sec-Purpose") == ""
}

// answered puts a question to the index, and says as what it is to be counted.
func (s *Server) answered(c echo.Context, page web.Page, ask web.Ask, now time.Time) (web.Question, *demand.Search, error) {
	ctx := c.Request().Context()
	question := web.Question{Page: page, Now: now, Taxonomy: s.index.Taxonomy()}
	ask.Topics = slices.DeleteFunc(ask.Topics, func(id string) bool { return question.Taxonomy.Topic(id) == nil })
	if name := cmp.Or(ask.Place, ask.PlaceText); name != "" && len(s.placesNamed(name, ask.Country)) == 0 {
		question.Unplaced, ask.Place = true, ""
		question.Ask = ask
		ask.PlaceText = ""
	} else {
		question.Ask = ask
	}
	query, others, err := s.query(asRequestOf(ask, page.Lang()), now)
	if err != nil {
		return web.Question{}, nil, err
	}
	answer, err := s.ask(ctx, query, others)
	if err != nil {
		return web.Question{}, nil, err
	}
	var wanted *demand.Search // before what is only near is put before it
	if c.Request().Header.Get(partHeader) != partTyping {
		wanted = s.wanted(c, query, answer)
	}
	question.Answer, question.Place = &answer, answer.Understood.Place
	question.Lines = s.lines(answer.Understood.Topics, s.askerOf(query), now)
	question.Reason = func(r directory.Reason) string { return s.reason(r, query) }
	question.Towns = s.gazetteer.Towns
	if question.Nearby, err = s.nearAnyway(ctx, page.Lang(), ask, query, &answer); err != nil {
		return web.Question{}, nil, err
	}
	if answer.Total == 0 || len(answer.Relaxed) > 0 {
		question.Without, err = s.without(ctx, page.Lang(), ask, now)
	}
	return question, wanted, err
}

// counted are the facets that the finder shows the counts of.
var counted = []Facet{Facet(directory.FacetOpen), Facet(directory.FacetPromise), Facet(directory.FacetAccessibility)}

// asRequestOf gives a question of the finder as the body that asks the same.
func asRequestOf(a web.Ask, lang string) SearchRequest {
	r := SearchRequest{
		Text: optional(a.Text), Lang: &lang, Topics: optionalWords[string](a.Topics), Promises: optionalWords[Promise](a.Promises),
		Country: optional(a.Country), Municipality: optional(a.Town), Network: optional(a.Network), Cursor: optional(a.Cursor),
		Limit: optional(pageOfResults), BeyondCrisis: optional(a.Beyond), IgnoreTown: optional(a.NotTown), MeetAtDoor: optional(a.Met),
	}
	if a.Age > 0 {
		r.Age = &a.Age
	}
	if a.Language != "" {
		r.Languages = &[]string{a.Language}
	}
	if a.Wheels {
		r.Accessibility = &[]string{web.Wheelchair}
	}
	if a.Open {
		r.OpenAt = optional("now")
	}
	switch {
	case a.Chat:
		r.Channels = &[]Channel{Channel(directory.Chat), Channel(directory.SMS)}
	case a.Kind != "":
		r.Kinds = &[]AskedKind{AskedKind(a.Kind)}
	}
	switch name := cmp.Or(a.Place, a.PlaceText); {
	case a.Position != nil:
		r.Near = &Near{Lat: &a.Position.Lat, Lon: &a.Position.Lon}
	case name != "":
		r.Near = &Near{Place: &name}
	}
	if r.Near != nil || a.Sort != directory.SortDistance {
		r.Sort = optionalWord[Sort](a.Sort)
	}
	if r.Near != nil {
		r.Travel = optionalWord[Travel](a.Travel)
		if a.Travel != "" && r.OpenAt == nil {
			r.OpenAt = optional("now") // open when one gets there, setting out now
		}
	}
	if a.Cursor == "" {
		r.Facets = &counted
	}
	return r
}

// readForm reads a posted form of at most 64 kB.
func readForm(c echo.Context) (url.Values, error) {
	r := c.Request()
	if kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";"); strings.TrimSpace(kind) != "application/x-www-form-urlencoded" {
		return nil, problem.New(problem.Invalid, "This address takes a form.")
	}
	if r.ContentLength > maxBody {
		return nil, errTooLarge
	}
	body, err := io.ReadAll(http.MaxBytesReader(c.Response().Writer, r.Body, maxBody))
	if err != nil {
		return nil, errTooLarge
	}
	values, err := url.ParseQuery(string(body))
	if err != nil {
		// The error quotes what was typed.
		return nil, problem.New(problem.Invalid, "The form is not one that a browser sends.")
	}
	return values, nil
}
