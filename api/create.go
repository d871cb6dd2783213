package api

import (
	"io"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"walkin/api/web/console"
	"walkin/internal/directory"
	"walkin/internal/fold"
	"walkin/internal/problem"
	"walkin/internal/staff"
)

// CreatePage answers with the page on which a centre or an activity begins.
func (s *Server) CreatePage(c echo.Context, page console.Page) error {
	return s.showCreate(c, page, http.StatusOK, console.Create{Kind: directory.Kind(c.Param("kind")), Centre: c.QueryParam("centre")})
}

func (s *Server) showCreate(c echo.Context, page console.Page, status int, view console.Create) error {
	if view.Kind != directory.KindCentre && view.Kind != directory.KindActivity {
		return problem.New(problem.NotFound, "There is no page here.")
	}
	ctx, actor := c.Request().Context(), actorOf(c)
	if view.Kind == directory.KindActivity {
		if _, err := s.recordFor(c, string(directory.KindCentre), view.Centre, staff.Edit); err != nil {
			return err
		}
	}
	for _, id := range actor.Over(staff.OverOrganisation, staff.Edit) {
		change, err := s.catalogue.Entry(ctx, directory.Key{Kind: directory.KindOrganisation, ID: id})
		if unknown(err) {
			continue
		} else if err != nil {
			return err
		}
		view.Organisations = append(view.Organisations, console.Option{Value: id, Label: nameOf(change.Entry, page.Lang())})
	}
	if actor.Everywhere(staff.Edit) || len(actor.Over(staff.OverMunicipality, staff.Edit)) > 0 {
		all, err := s.catalogue.Entries(ctx, directory.Listing{Kind: directory.KindOrganisation, Limit: maxMine})
		if err != nil {
			return err
		}
		view.Organisations = nil
		for _, change := range all {
			view.Organisations = append(view.Organisations, console.Option{Value: change.Key.ID, Label: nameOf(change.Entry, page.Lang())})
		}
	}
	page.Here, page.Title = "places", page.Words.Say("new."+string(view.Kind))
	view.Page = page
	return s.showConsole(c, status, func(w io.Writer) error { return s.console.Create(w, view) })
}

// Create makes a centre or an activity with what it cannot do without, and
// leads to where the rest is filled in. A new centre is planned until somebody
// says that it is open: nobody is sent to a door of which only the name is
// known.
func (s *Server) Create(c echo.Context, page console.Page) error {
	ctx, actor := c.Request().Context(), actorOf(c)
	values, err := readForm(c)
	if err != nil {
		return err
	}
	view := console.Create{
		Kind: directory.Kind(c.Param("kind")), Centre: values.Get("centre"), Name: strings.TrimSpace(values.Get("name")),
		Town: strings.TrimSpace(values.Get("town")), Organisation: values.Get("organisation"),
	}
	var e directory.Entry
	switch view.Kind {
	case directory.KindCentre:
		if e, err = s.newCentre(c, view); err != nil {
			return err
		}
	case directory.KindActivity:
		change, err := s.recordFor(c, string(directory.KindCentre), view.Centre, staff.Edit)
		if err != nil {
			return err
		}
		centre := change.Entry.(*directory.Centre)
		e = &directory.Activity{
			ID: slugOf(centre.ID + " " + view.Name), Organisation: centre.Organisation, Centres: []string{centre.ID}, Rhythm: directory.Fixed,
			Title: directory.Text{textLang("", centre): view.Name}, Status: directory.StatusPlanned, Topics: centre.Topics,
		}
	default:
		return problem.New(problem.NotFound, "There is no page here.")
	}
	none := 0
	done, err := s.carry(ctx, actor, proposal{
		key: e.Key(), by: directory.Edit{IfRevision: &none}, creates: true, settles: directory.Editing{Belong: true},
		make: func(before directory.Entry) (directory.Entry, error) {
			if before != nil {
				return nil, problem.New(problem.Conflict, "There is one of this name already.")
			}
			return s.located(nil, e), nil
		},
	})
	if fault, ok := faultOf(page, err); ok {
		page.Remarks = fault
		return s.showCreate(c, page, http.StatusBadRequest, view)
	}
	if err != nil {
		return err
	}
	if done.draft != nil {
		return seeOther(c, consoleRoot+"/drafts", "waits")
	}
	return seeOther(c, console.AddressOf(e.Key()), "made")
}

// newCentre begins a centre of an organisation in a town of its country.
func (s *Server) newCentre(c echo.Context, view console.Create) (*directory.Centre, error) {
	change, err := s.catalogue.Entry(c.Request().Context(), directory.Key{Kind: directory.KindOrganisation, ID: view.Organisation})
	if err != nil {
		return nil, err
	}
	country := change.Entry.(*directory.Organisation).Country
	return &directory.Centre{
		ID: slugOf(country + " " + view.Name + " " + view.Town), Organisation: view.Organisation, Name: view.Name, Status: directory.StatusPlanned,
		Location: directory.Location{Town: view.Town, Country: country}, Topics: []string{firstTopic},
	}, nil
}

// firstTopic is what a new place is about until somebody says more: a door to
// come in at.
const firstTopic = "talk_to_someone"

// slugOf makes an id of a name: letters without accents, digits and hyphens.
func slugOf(name string) string {
	var b strings.Builder
	for _, r := range fold.Text(name) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	slug := strings.Trim(b.String(), "-")
	if len(slug) > 80 {
		slug = strings.Trim(slug[:80], "-")
	}
	return slug
}
