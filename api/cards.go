package api

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"html/template"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"walkin/api/web"
	"walkin/api/web/console"
	"walkin/internal/directory"
	"walkin/internal/problem"
	"walkin/internal/referral"
	"walkin/internal/schedule"
)

// cardsRoot is where the pages of the cards stand.
const cardsRoot = consoleRoot + "/cards"

// NoCardYet leads who opens the page of a new card to where places are found: a
// card begins with those.
func (s *Server) NoCardYet(c echo.Context, _ console.Page) error {
	return seeOther(c, consoleRoot+"/refer", "")
}

// LookAtCard answers with the card that is to be, before it is made.
func (s *Server) LookAtCard(c echo.Context, page console.Page) error {
	values, err := readForm(c)
	if err != nil {
		return err
	}
	return s.showNewCard(c, page, http.StatusOK, values)
}

// GiveCard makes a card and shows its code, this once. The code is in the body
// of the answer only; the form, sent twice, makes one card.
func (s *Server) GiveCard(c echo.Context, page console.Page) error {
	values, err := readForm(c)
	if err != nil {
		return err
	}
	draft, err := s.draftOf(c, values)
	var card referral.Card
	var code referral.Code
	if err == nil {
		key := values.Get("once")
		card, code, err = s.makeCard(c, draft, namedForm(actorOf(c).ID, key, values), key)
	}
	if problem.KindOf(err) == problem.Conflict {
		values.Del("once") // it named a card that differs from this one
		page.Fault = page.Words.Say("card_new.fault.once")
		return s.showNewCard(c, page, http.StatusBadRequest, values)
	}
	if fault, ok := wordedFault(page, "card_new.fault.", err); ok {
		page.Remarks = fault
		return s.showNewCard(c, page, http.StatusBadRequest, values)
	}
	if err != nil {
		return err
	}
	shown, err := s.cardPage(c, card, code)
	if err != nil {
		return err
	}
	view := console.MadeCard{Page: page, Code: shown.Code, Address: shown.Address, Message: s.pages.CardMessage(shown), CardLang: shown.Lang(), CardDir: shown.Dir()}
	view.Title, view.Here = page.Words.Say("card_made.title"), "cards"
	if view.Warnings, err = s.madeWarnings(c, page.Words, draft); err != nil {
		return err
	}
	if view.Card, err = s.drawnCard(shown); err != nil {
		return err
	}
	return s.showConsole(c, http.StatusOK, func(w io.Writer) error { return s.console.MadeCard(w, view) })
}

// namedForm names a posted form by a key that its page had; nil for none.
func namedForm(member, key string, values url.Values) *directory.Once {
	if key == "" || len(key) > maxIdempotencyKey {
		return nil
	}
	return &directory.Once{Key: sha256.Sum256([]byte(member + "\n" + key)), Request: sha256.Sum256([]byte("POST " + cardsRoot + "\n" + values.Encode()))}
}

// drawnCard gives a card as HTML that is drawn by the public pages, and so is
// escaped already.
func (s *Server) drawnCard(h web.HandOver) (template.HTML, error) {
	var sheet bytes.Buffer
	err := s.pages.CardAlone(&sheet, h)
	return template.HTML(sheet.String()), err
}

// draftOf reads a card from a form. A day stands for the place's ears only if
// it may be told; with a time it is on the card as well.
func (s *Server) draftOf(c echo.Context, values url.Values) (referral.Draft, error) {
	draft := referral.Draft{
		From: values.Get("from"), Lang: values.Get("lang"), Consent: values.Get("consent") == "yes",
		Tell: values.Get("tell") == "yes", TellFrom: values.Get("tell_from") == "yes",
	}
	if !web.Speaks(draft.Lang) {
		return draft, invalidAt("/lang", "The card speaks no such language.")
	}
	from, err := s.refersFrom(c, draft.From)
	if err != nil {
		return draft, err
	}
	for i, value := range values["place"] {
		p, err := wantedPlace(value)
		if err != nil {
			return draft, err
		}
		if err := onDay(&p, nth(values["day"], i), nth(values["time"], i), draft.Tell, zoneAt(from)); err != nil {
			return draft, err
		}
		draft.Places = append(draft.Places, p)
	}
	return draft, nil
}

// wantedPlace reads "centre:dk-plexus-odense" or "activity:id:centre".
func wantedPlace(value string) (p referral.DraftPlace, err error) {
	if strings.Count(value, ":") == 2 {
		i := strings.LastIndexByte(value, ':')
		value, p.Centre = value[:i], value[i+1:]
	}
	if p.Key, err = directory.ParseKey(value); err != nil {
		return p, invalidAt("/places", "There is no such place.")
	}
	return p, nil
}

// onDay fills in the day and the time of a place, as a form has them.
func onDay(p *referral.DraftPlace, day, clock string, tell bool, zone *time.Location) error {
	if day == "" {
		if clock != "" {
			return invalidAt("/places/when", "A time needs a day.")
		}
		return nil
	}
	on, err := schedule.ParseDate(day)
	if err != nil {
		return invalidAt("/places/day", "That is no day of the calendar.")
	}
	if tell {
		p.Day = on
	}
	if clock != "" {
		at, err := schedule.ParseClock(clock)
		if err != nil {
			return invalidAt("/places/when", "That is no time of day.")
		}
		when := on.At(at, zone)
		p.When = &when
	}
	return nil
}

func nth(list []string, i int) string {
	if i < len(list) {
		return list[i]
	}
	return ""
}

// showNewCard answers with the form of a card and how the card will look.
func (s *Server) showNewCard(c echo.Context, page console.Page, status int, values url.Values) error {
	ctx, w := c.Request().Context(), page.Words
	from, err := s.refersFrom(c, values.Get("from"))
	if err != nil {
		return err
	}
	page.Title, page.Here = w.Say("card_new.title"), "refer"
	view := console.NewCard{
		Page: page, From: from.ID, FromName: from.Name, Once: values.Get("once"),
		Tell: values.Get("tell") == "yes", TellFrom: values.Get("tell_from") == "yes",
	}
	if view.Once == "" {
		view.Once = rand.Text()
	}
	if !web.Speaks(values.Get("lang")) {
		values.Set("lang", cardLanguage("", from.Location.Country))
	}
	for _, lang := range web.Languages {
		view.Langs = append(view.Langs, console.Option{Value: lang, Label: s.pages.Words(lang).Name, Chosen: lang == values.Get("lang")})
	}
	for i, value := range values["place"] {
		p, err := wantedPlace(value)
		if err != nil || i >= referral.MaxPlaces {
			continue
		}
		line := console.PlaceOnCard{
			Value: value, Name: s.titleOf(ctx, p.Key, w.Lang), Day: nth(values["day"], i), Time: nth(values["time"], i),
			Line: p.Key.Kind == directory.KindHelpline,
		}
		if p.Centre != "" && p.Key.Kind == directory.KindActivity {
			line.Where = w.Say("refer.at", "place", s.titleOf(ctx, directory.Key{Kind: directory.KindCentre, ID: p.Centre}, w.Lang))
		}
		line.Warning = s.cardWarning(ctx, w, p.Key, line.Day, line.Time, zoneAt(from))
		view.Places = append(view.Places, line)
	}
	if fault, err := s.previewCard(c, &view, page, values); err != nil {
		return err
	} else if fault != nil && view.Fault == "" && view.Remarks == nil {
		view.Remarks, status = fault, http.StatusBadRequest
	}
	return s.showConsole(c, status, func(out io.Writer) error { return s.console.NewCard(out, view) })
}

// previewCard draws the card that a form would make, or says what stands against
// it. That the young person has agreed is not asked for to look.
func (s *Server) previewCard(c echo.Context, view *console.NewCard, page console.Page, values url.Values) (fault []console.Remark, err error) {
	d, err := s.referralDirectory(c.Request().Context())
	if err != nil {
		return nil, err
	}
	draft, err := s.draftOf(c, values)
	var card referral.Card
	if err == nil {
		draft.Consent = true
		card, _, err = referral.NewCard(d, draft, s.now())
	}
	if fault, ok := wordedFault(page, "card_new.fault.", err); ok {
		return fault, nil
	}
	if err != nil {
		return nil, err
	}
	words := s.pages.Words(card.Lang)
	shown, err := s.handOver(c.Request().Context(), web.Page{Words: words}, card.Shown(), s.now())
	if err != nil {
		return nil, err
	}
	view.PreviewLang, view.PreviewDir = words.Lang, words.Dir
	view.Preview, err = s.drawnCard(shown)
	return nil, err
}
