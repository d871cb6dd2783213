package api

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"walkin/api/web"
	"walkin/api/web/console"
	"walkin/internal/directory"
	"walkin/internal/problem"
	"walkin/internal/schedule"
	"walkin/internal/staff"
)

// editing registers the pages on which entries are edited.
func (s *Server) editing(e router) {
	for letter, kind := range map[string]directory.Kind{"c": directory.KindCentre, "a": directory.KindActivity, "o": directory.KindOrganisation} {
		root := consoleRoot + "/" + letter + "/:id"
		e.GET(root, s.inside(s.EditPage(kind)), s.limited)
		e.POST(root, s.inside(s.Edit(kind)), s.limited)
		e.GET(root+"/history", s.inside(s.HistoryPage(kind)), s.limited)
		e.POST(root+"/restore", s.inside(s.Restore(kind)), s.limited)
		e.POST(root+"/confirm", s.inside(s.Confirm(kind)), s.limited)
		e.POST(root+"/exceptions", s.inside(s.AddException(kind)), s.limited)
		e.POST(root+"/exceptions/remove", s.inside(s.RemoveException(kind)), s.limited)
		e.POST(root+"/remove", s.inside(s.RemoveEntry(kind)), s.limited)
		e.POST(root+"/ask", s.inside(s.MakeConfirmLink(kind)), s.limited)
	}
	e.GET(consoleRoot+"/c/:id/photos", s.inside(s.PhotosPage), s.limited)
	e.POST(consoleRoot+"/c/:id/photos", s.inside(s.AddPhoto), s.limited)
	e.POST(consoleRoot+"/c/:id/photos/remove", s.inside(s.RemovePhoto), s.limited)
	e.POST(consoleRoot+"/close", s.inside(s.ClosePlaces), s.limited)
	e.GET(consoleRoot+"/new/:kind", s.inside(s.CreatePage), s.limited)
	e.POST(consoleRoot+"/new/:kind", s.inside(s.Create), s.limited)
	e.GET(consoleRoot+"/drafts", s.inside(s.DraftsPage), s.limited)
	e.POST(consoleRoot+"/drafts/:id", s.inside(s.Decide), s.limited)
	e.GET(consoleRoot+"/n", s.inside(s.MyNetworks), s.limited)
	e.GET(consoleRoot+"/n/:id", s.inside(s.NetworkPage), s.limited)
	e.POST(consoleRoot+"/n/:id/assess", s.inside(s.Assess), s.limited)
	e.POST(consoleRoot+"/n/:id/rules", s.inside(s.SetRules), s.limited)
	e.GET(consoleRoot+"/confirm/:secret", s.outside(s.ConfirmPage), s.limited)
	e.POST(consoleRoot+"/confirm/:secret", s.outside(s.UseConfirmLink), s.limited)
}

// textLanguages are those that a form offers for texts: of the countries, and
// those of the interface beside them.
var textLanguages = web.Languages

// textLang chooses the language of the texts in a form: what the address asks
// for, else the one that the country speaks.
func textLang(asked string, e directory.Entry) string {
	if slices.Contains(textLanguages, asked) {
		return asked
	}
	country := ""
	switch e := e.(type) {
	case *directory.Centre:
		country = e.Location.Country
	case *directory.Activity:
		if e.Location != nil {
			country = e.Location.Country
		}
		if langs := e.Title.Languages(); country == "" && len(langs) > 0 {
			return langs[0]
		}
	case *directory.Organisation:
		country = e.Country
	}
	if lang := web.SpokenIn[country]; lang != "" {
		return lang
	}
	return web.Fallback
}

// EditPage answers with the page on which an entry is edited.
func (s *Server) EditPage(kind directory.Kind) consoleHandler {
	return func(c echo.Context, page console.Page) error {
		change, err := s.recordFor(c, string(kind), c.Param("id"), staff.See)
		if err != nil {
			return err
		}
		form, err := console.NewForm(page.Words, change.Entry, change.Revision, textLang(c.QueryParam("lang"), change.Entry), s.index.Taxonomy())
		if err != nil {
			return err
		}
		return s.showEdit(c, page, http.StatusOK, change, form, nil)
	}
}

// showEdit shows the form of an entry, with what is wrong with it.
func (s *Server) showEdit(c echo.Context, page console.Page, status int, change directory.Change, form console.Form, faults []problem.Field) error {
	page.Here, page.Title = "places", nameOf(change.Entry, page.Lang())
	view := console.Edit{Page: page, Form: form, Languages: textLanguages, Public: pageOf("", change.Key)}
	view.Faults = view.Form.Blame(faults)
	complete := directory.CompletenessOf(change.Entry)
	view.Score, view.Missing = complete.Score, complete.Missing
	var hours schedule.Schedule
	var verified *schedule.Date
	switch e := change.Entry.(type) {
	case *directory.Centre:
		hours, verified = e.Hours, e.Provenance.VerifiedAt
		activities, err := s.catalogue.Entries(c.Request().Context(), directory.Listing{Kind: directory.KindActivity, Centre: e.ID, Limit: maxMine})
		if err != nil {
			return err
		}
		for _, a := range activities {
			view.Activities = append(view.Activities, console.PlaceLine{Key: a.Key, Name: nameOf(a.Entry, page.Lang())})
		}
	case *directory.Activity:
		hours, verified = e.Hours, e.Provenance.VerifiedAt
	case *directory.Organisation:
		verified = e.Provenance.VerifiedAt
	}
	if verified != nil {
		view.Verified = verified.String()
	}
	for _, x := range hours.Exceptions {
		line := console.ExceptionLine{Days: x.From.String(), From: x.From.String()}
		if x.Until.Valid() {
			line.Until = x.Until.String()
			line.Days += " – " + x.Until.String()
		}
		line.Says = console.ExceptionSays(page.Words, x)
		view.Exceptions = append(view.Exceptions, line)
	}
	drafts, err := s.office.Drafts(c.Request().Context())
	if err != nil {
		return err
	}
	for _, d := range drafts {
		if d.Kind == string(change.Key.Kind) && d.Entry == change.Key.ID {
			view.Pending++
		}
	}
	waits, err := s.waits(c.Request().Context(), actorOf(c), change.Entry)
	if err != nil {
		return err
	}
	view.Waits = waits
	return s.showConsole(c, status, func(w io.Writer) error { return s.console.Edit(w, view) })
}

// nameOf gives what an entry is called.
func nameOf(e directory.Entry, lang string) string {
	switch e := e.(type) {
	case *directory.Centre:
		return e.Name
	case *directory.Activity:
		title, _ := e.Title.Pick(lang)
		return title
	case *directory.Organisation:
		return e.Name
	case *directory.Network:
		return e.Name
	case *directory.Helpline:
		return e.Name
	case *directory.Topic:
		label, _ := e.Label.Pick(lang)
		return label
	}
	return e.Key().ID
}

// Edit saves what somebody changed. What they did not touch is left out of the
// patch, so that two people can change different things; where somebody else
// was faster, the form comes back with both.
func (s *Server) Edit(kind directory.Kind) consoleHandler {
	return func(c echo.Context, page console.Page) error {
		ctx, actor := c.Request().Context(), actorOf(c)
		values, err := readForm(c)
		if err != nil {
			return err
		}
		now, err := s.recordFor(c, string(kind), c.Param("id"), staff.Edit)
		if err != nil {
			return err
		}
		seen := revisionIn(values)
		then := now
		if seen != now.Revision {
			if then, err = s.atRevision(ctx, now.Key, seen); err != nil {
				return err
			}
		}
		lang := textLang(values.Get("lang"), now.Entry)
		form, err := console.NewForm(page.Words, then.Entry, seen, lang, s.index.Taxonomy())
		if err != nil {
			return err
		}
		patch, readable, err := form.Read(values)
		if err != nil {
			return err
		}
		if !readable {
			page.Fault = page.Words.Say("form.hours_wrong")
			return s.showEdit(c, page, http.StatusBadRequest, now, form, nil)
		}
		after, err := directory.Patch(now.Entry, patch)
		if err == nil && seen != now.Revision {
			form, err = console.NewForm(page.Words, after, now.Revision, lang, s.index.Taxonomy())
			if err != nil {
				return err
			}
			page.Fault = page.Words.Say("edit.stale")
			return s.showEdit(c, page, http.StatusPreconditionFailed, now, form, nil)
		}
		var done outcome
		if err == nil {
			done, err = s.carry(ctx, actor, proposal{
				key: now.Key, by: directory.Edit{IfRevision: &seen}, draft: values.Get("draft") == "yes",
				make: func(before directory.Entry) (directory.Entry, error) {
					after, err := directory.Patch(before, patch)
					if err != nil {
						return nil, err
					}
					return s.located(before, after), nil
				},
			})
		}
		if p, ok := asProblem(err); ok && (p.Kind == problem.Invalid || p.Kind == problem.Conflict) {
			page.Remarks = []console.Remark{console.Tell(page.Words, p.Sentence())}
			return s.showEdit(c, page, http.StatusBadRequest, now, form, p.Fields)
		}
		if err != nil {
			return err
		}
		return seeOther(c, console.AddressOf(now.Key), doneWord(done, "saved"))
	}
}

// doneWord says what became of an edit.
func doneWord(done outcome, made string) string {
	if done.draft != nil {
		return "waits"
	}
	return made
}

func revisionIn(values url.Values) int {
	n, err := strconv.Atoi(values.Get("revision"))
	if err != nil || n < 0 {
		return -1
	}
	return n
}

// atRevision gives an entry as it was.
func (s *Server) atRevision(ctx context.Context, key directory.Key, revision int) (directory.Change, error) {
	history, err := s.writer.History(ctx, key)
	if err != nil {
		return directory.Change{}, err
	}
	for _, change := range history {
		if change.Revision == revision && !change.Deleted() {
			return change, nil
		}
	}
	return directory.Change{}, problem.New(problem.Stale, "That form is of a state that never was.")
}

// waits says whether an edit of an entry would wait for a network.
func (s *Server) waits(ctx context.Context, actor staff.Actor, e directory.Entry) (bool, error) {
	about, err := s.subject(ctx, e)
	if err != nil {
		return false, err
	}
	return s.asked(ctx, actor, about)
}

// Confirm says that an entry is still correct.
func (s *Server) Confirm(kind directory.Kind) consoleHandler {
	return func(c echo.Context, _ console.Page) error {
		key := directory.Key{Kind: kind, ID: c.Param("id")}
		done, err := s.confirm(c.Request().Context(), actorOf(c), key, directory.Edit{})
		if err != nil {
			return err
		}
		return seeOther(c, console.AddressOf(key), doneWord(done, "confirmed"))
	}
}

// RemoveEntry takes an entry out of the directory.
func (s *Server) RemoveEntry(kind directory.Kind) consoleHandler {
	return func(c echo.Context, _ console.Page) error {
		values, err := readForm(c)
		if err != nil {
			return err
		}
		key, seen := directory.Key{Kind: kind, ID: c.Param("id")}, revisionIn(values)
		if values.Get("sure") != "yes" {
			return seeOther(c, console.AddressOf(key), "")
		}
		done, err := s.carry(c.Request().Context(), actorOf(c), proposal{
			key: key, by: directory.Edit{IfRevision: &seen}, make: func(directory.Entry) (directory.Entry, error) { return nil, nil },
		})
		if err != nil {
			return err
		}
		return seeOther(c, consoleRoot, doneWord(done, "removed"))
	}
}
