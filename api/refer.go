package api

import (
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"walkin/api/web"
	"walkin/api/web/console"
	"walkin/internal/directory"
	"walkin/internal/problem"
	"walkin/internal/referral"
	"walkin/internal/schedule"
	"walkin/internal/staff"
)

// Refer answers with the page on which one asks who fits somebody better.
func (s *Server) Refer(c echo.Context, page console.Page) error {
	return s.showRefer(c, page, http.StatusOK, url.Values{}, nil)
}

// FindReferral answers with the places that fit. What was asked is in the body
// of the request and in the page, and nowhere else.
func (s *Server) FindReferral(c echo.Context, page console.Page) error {
	values, err := readForm(c)
	if err != nil {
		return err
	}
	var found *matched
	asked, err := s.needOf(c, values)
	if err == nil {
		found, err = s.match(c, asked)
	}
	if fault, ok := wordedFault(page, "refer.fault.", err); ok {
		page.Remarks = fault
		return s.showRefer(c, page, http.StatusBadRequest, values, nil)
	}
	if err != nil {
		return err
	}
	return s.showRefer(c, page, http.StatusOK, values, s.foundLines(found, values))
}

// wordedFault says what whoever filled in a form can mend, in the words that the
// console has for its fields, and whether that is so.
func wordedFault(page console.Page, prefix string, err error) ([]console.Remark, bool) {
	fault, ok := faultOf(page, err)
	if p, _ := asProblem(err); ok && len(p.Fields) > 0 {
		var worded []console.Remark
		for _, f := range p.Fields {
			// "/places/0/day" is about the day, "/topics/3" about the topics.
			parts := strings.FieldsFunc(f.Pointer, func(r rune) bool { return r == '/' || r >= '0' && r <= '9' })
			says := console.Tell(page.Words, f.Sentence())
			if len(parts) > 0 && page.Words.Knows(prefix+parts[len(parts)-1]) {
				says = console.Remark{Text: page.Words.Say(prefix + parts[len(parts)-1])}
			}
			if !slices.Contains(worded, says) {
				worded = append(worded, says)
			}
		}
		return worded, true
	}
	return fault, ok
}

// soonest is how long "now" is: what opens within it may still be worth going.
const soonest = 3 * time.Hour

// needOf reads a need from a form.
func (s *Server) needOf(c echo.Context, values url.Values) (needed, error) {
	n := needed{town: strings.TrimSpace(values.Get("town"))}
	n.From, n.Topics, n.AccessNeeds = values.Get("from"), values["topic"], values["need"]
	n.Promises, n.Limit = words[directory.Promise](values["promise"]), referral.DefaultLimit
	if lang := values.Get("language"); lang != "" {
		n.Languages = []string{lang}
	}
	if said := strings.TrimSpace(values.Get("age")); said != "" {
		age, err := strconv.Atoi(said)
		if err != nil {
			return n, invalidAt("/age", "An age is a number.")
		}
		n.Age = &age
	}
	if far := values.Get("far"); far != "" {
		km, err := strconv.Atoi(far)
		if err != nil {
			return n, invalidAt("/radius_km", "A distance is a number.")
		}
		n.RadiusKM = float64(km)
	}
	from, err := s.refersFrom(c, n.From)
	if problem.KindOf(err) == problem.NotFound {
		return n, invalidAt("/from", "There is no such centre.")
	}
	if err != nil {
		return n, err
	}
	switch values.Get("when") {
	case "now":
		now := s.now()
		n.When = []referral.Window{{From: now, To: now.Add(soonest)}}
	case "day":
		when, err := windowOf(values, zoneAt(from))
		if err != nil {
			return n, err
		}
		n.When = []referral.Window{when}
	}
	return n, nil
}

// windowOf reads a day and the hours of it, the whole day where those are left
// out.
func windowOf(values url.Values, zone *time.Location) (referral.Window, error) {
	wrong := invalidAt("/when", "That is no day and no time of day.")
	day, err := schedule.ParseDate(values.Get("day"))
	if err != nil {
		return referral.Window{}, wrong
	}
	w := referral.Window{From: day.In(zone), To: day.AddDays(1).In(zone)}
	for name, to := range map[string]*time.Time{"opens": &w.From, "closes": &w.To} {
		if said := values.Get(name); said != "" {
			at, err := schedule.ParseClock(said)
			if err != nil {
				return referral.Window{}, wrong
			}
			*to = day.At(at, zone)
		}
	}
	if !w.From.Before(w.To) {
		return referral.Window{}, wrong
	}
	return w, nil
}

// zoneAt is the time zone of a centre, or else of its country.
func zoneAt(c *directory.Centre) *time.Location {
	for _, name := range []string{c.Hours.Zone, schedule.ZoneIn(c.Location.Country), schedule.ZoneIn("DK")} {
		if zone, err := schedule.Location(name); err == nil {
			return zone
		}
	}
	return time.UTC
}

func (s *Server) showRefer(c echo.Context, page console.Page, status int, values url.Values, found *console.Found) error {
	mine, err := s.centresOf(c.Request().Context(), actorOf(c), staff.Refer)
	if err != nil {
		return err
	}
	page.Title, page.Here = page.Words.Say("part.refer"), "refer"
	view := console.Refer{Page: page, Need: s.needForm(page.Words, mine, values), Found: found}
	return s.showConsole(c, status, func(w io.Writer) error { return s.console.Refer(w, view) })
}

// howFar are the distances that are offered, in kilometres.
var howFar = []string{"2", "5", "10", "20", "50", "100"}

// needForm gives a need as a form has it, with all that can be chosen.
func (s *Server) needForm(w *web.Words, mine []*directory.Centre, values url.Values) console.NeedForm {
	form := console.NeedForm{
		Age: values.Get("age"), Town: values.Get("town"), Day: values.Get("day"), Opens: values.Get("opens"), Closes: values.Get("closes"),
	}
	option := func(value, label, field string) console.Option {
		return console.Option{Value: value, Label: label, Chosen: slices.Contains(values[field], value)}
	}
	if len(mine) > many && values.Get("from") == "" {
		form.Centres = append(form.Centres, console.Option{Label: w.Say("places.choose"), Chosen: true})
	}
	for _, centre := range mine {
		form.Centres = append(form.Centres, option(centre.ID, centre.Name, "from"))
	}
	taxonomy := s.index.Taxonomy()
	for _, root := range taxonomy.Children("") {
		group := console.TopicGroup{Label: labelOf(root, w.Lang)}
		for _, id := range taxonomy.Under(root.ID) {
			t := taxonomy.Topic(id)
			o := option(id, labelOf(t, w.Lang), "topic")
			if t.Kind == directory.TopicAccess {
				if id != practical && t.Parent != practical && len(taxonomy.Children(id)) == 0 {
					form.Needs = append(form.Needs, option(id, o.Label, "need"))
				}
				continue
			}
			group.Topics, group.Open = append(group.Topics, o), group.Open || o.Chosen
		}
		if len(group.Topics) > 0 {
			form.Topics = append(form.Topics, group)
		}
	}
	for _, p := range directory.AllPromises {
		form.Promises = append(form.Promises, option(string(p), w.Say("promise."+string(p)+".yes"), "promise"))
	}
	form.Languages = []console.Option{{Label: w.Say("refer.any_language")}}
	for _, tag := range spoken {
		form.Languages = append(form.Languages, option(tag, w.Language(tag), "language"))
	}
	form.Far = []console.Option{{Label: w.Say("refer.far_any")}}
	for _, km := range howFar {
		form.Far = append(form.Far, option(km, w.Say("refer.far_km", "n", km), "far"))
	}
	for _, when := range []string{"any", "now", "day"} {
		form.When = append(form.When, option(when, w.Say("refer.when_"+when), "when"))
	}
	form.When[0].Chosen = !form.When[1].Chosen && !form.When[2].Chosen
	return form
}

// practical is the topic of price, time and appointments: they are asked for as
// promises and as hours, and are no needs of access.
const practical = "practical"

// spoken are the languages that can be asked for, those of the countries first.
var spoken = []string{"da", "nl", "en", "de", "fr", "ar", "uk", "tr", "so", "fa", "pl", "ru", "es", "it", "sv", "nb"}

func labelOf(t *directory.Topic, lang string) string {
	label, _ := t.Label.Pick(lang, web.Fallback)
	return label
}

// foundLines gives what fits as the page shows it.
func (s *Server) foundLines(m *matched, values url.Values) *console.Found {
	w := m.explainer.Words
	line := func(tickable bool) func(referral.Match) console.MatchLine {
		return func(match referral.Match) console.MatchLine { return s.matchLine(m, match, tickable) }
	}
	found := &console.Found{
		From: m.need.From, Lang: cardLanguage(values.Get("language"), m.from.Location.Country), Total: m.Total,
		Matches: each(m.Matches, line(true)), Own: each(m.Own, line(false)), Lines: each(m.Lines, line(true)),
	}
	if m.need.Near != nil {
		found.Near = m.need.Near.Name
		if code := m.need.Near.PostalCode; code != "" && code != found.Near {
			found.Near = code + " " + found.Near
		}
	}
	for _, r := range m.Relaxed {
		found.Relaxed = append(found.Relaxed, w.Say("refer.relaxed."+r.Dropped, "to", r.To))
	}
	if m.distress != nil {
		found.People, found.Emergency = w.Contacts(m.distress.Contacts, m.distress.now), m.distress.Emergency
	}
	return found
}

// cardLanguage gives the language of a card: the one that was asked for if it
// is one of ours, else that of the country.
func cardLanguage(asked, country string) string {
	if web.Speaks(asked) {
		return asked
	}
	if lang := web.SpokenIn[country]; lang != "" {
		return lang
	}
	return web.Fallback
}

func (s *Server) matchLine(m *matched, match referral.Match, tickable bool) console.MatchLine {
	w := m.explainer.Words
	name, lang := match.Title(w.Lang)
	line := console.MatchLine{
		Name: name, Kind: w.Say("refer.kind." + string(match.Kind)), Href: w.Page(match.Key),
		For: each(match.For, m.explainer.Says), Against: each(match.Against, m.explainer.Says), Asked: each(match.Unknown, m.explainer.Says),
	}
	if lang != w.Lang {
		line.Lang = lang
	}
	if tickable {
		line.Value = match.Key.String()
		if match.Key.Kind == directory.KindActivity && match.Centre != "" {
			line.Value += ":" + match.Centre
		}
	}
	if match.Where != nil {
		line.Where = match.Where.Town
	}
	if match.Key.Kind == directory.KindActivity && match.Centre != "" {
		at := w.Say("refer.at", "place", m.explainer.Title(directory.Key{Kind: directory.KindCentre, ID: match.Centre}))
		line.Where = strings.TrimSuffix(at+", "+line.Where, ", ")
	}
	return line
}
