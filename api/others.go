package api

import (
	"io"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"walkin/api/web/console"
	"walkin/internal/directory"
	"walkin/internal/schedule"
	"walkin/internal/staff"
)

// Others answers with the places of an area and what they can do.
func (s *Server) Others(c echo.Context, page console.Page) error {
	a, err := areaIn(c)
	if err != nil {
		return err
	}
	return s.showOthers(c, page, http.StatusOK, a, "")
}

// showOthers shows the places of an area, with what was typed if it led
// nowhere.
func (s *Server) showOthers(c echo.Context, page console.Page, status int, a area, typed string) error {
	ctx := c.Request().Context()
	page.Title, page.Here = page.Words.Say("part.others"), "others"
	view := console.Others{Page: page}
	var err error
	if view.Choose, err = s.areaForm(ctx, page, actorOf(c), "others", a); err != nil {
		return err
	}
	view.Choose.Where = typed
	if status == http.StatusOK {
		a = a.orMine(view.Choose)
	}
	g, err := s.surroundings(ctx, page, a)
	if err != nil {
		return err
	}
	if a.around != "" && g.name == "" {
		view.Fault = page.Words.Say("area.no_point")
	}
	view.Name, view.Cut = g.name, g.cut
	for _, centre := range g.centres {
		view.All = append(view.All, view.OtherOf(centre))
	}
	return s.showConsole(c, status, func(w io.Writer) error { return s.console.Others(w, view) })
}

// AboutPlace answers with the page of a place for colleagues. Whoever is signed
// in may see it: those of other places are whom it is for.
func (s *Server) AboutPlace(c echo.Context, page console.Page) error {
	ctx := c.Request().Context()
	change, err := s.read(ctx, directory.KindCentre, c.Param("id"))
	if err != nil {
		return err
	}
	told, err := s.office.Colleagues(ctx, change.Key.ID)
	if err != nil {
		return err
	}
	return s.showAbout(c, page, http.StatusOK, change.Entry.(*directory.Centre), told)
}

func (s *Server) showAbout(c echo.Context, page console.Page, status int, centre *directory.Centre, told staff.Colleagues) error {
	ctx := c.Request().Context()
	mayEdit := s.may(ctx, actorOf(c), staff.Edit, centre) == nil
	centre = centre.Public()
	activities, err := s.activitiesAt(ctx, centre, s.now())
	if err != nil {
		return err
	}
	page.Here = "others"
	view := console.About{Page: page, Colleagues: told, MayEdit: mayEdit}
	operator, err := s.operator(ctx, centre.Organisation)
	if err != nil {
		return err
	}
	if operator != nil {
		view.RunBy = operator.Name
	}
	if code := centre.Location.Municipality; code != "" {
		view.Area = consoleRoot + "/area" + area{municipality: code}.query(schedule.Week{})
	}
	view.Show(centre, activities, directory.Area([]*directory.Centre{centre}, activities, schedule.WeekOf(s.todayAt(centre))))
	return s.showConsole(c, status, func(w io.Writer) error { return s.console.About(w, view) })
}

// TellColleagues writes what a place tells colleagues.
func (s *Server) TellColleagues(c echo.Context, page console.Page) error {
	ctx := c.Request().Context()
	values, err := readForm(c)
	if err != nil {
		return err
	}
	change, err := s.read(ctx, directory.KindCentre, c.Param("id"))
	if err != nil {
		return err
	}
	if err := s.may(ctx, actorOf(c), staff.Edit, change.Entry); err != nil {
		return err
	}
	told := staff.Colleagues{
		Centre: change.Key.ID, Phone: strings.NewReplacer(" ", "", "-", "", ".", "").Replace(values.Get("phone")), Email: strings.TrimSpace(values.Get("email")),
		VisitingDays: make(map[string]string), Note: make(map[string]string),
	}
	for _, lang := range staff.Languages {
		for name, text := range map[string]map[string]string{"visiting_" + lang: told.VisitingDays, "note_" + lang: told.Note} {
			if said := strings.TrimSpace(strings.ReplaceAll(values.Get(name), "\r\n", "\n")); said != "" {
				text[lang] = said
			}
		}
	}
	if err := s.office.PutColleagues(ctx, told); err != nil {
		if fault, ok := faultOf(page, err); ok {
			page.Remarks = fault
			return s.showAbout(c, page, http.StatusBadRequest, change.Entry.(*directory.Centre), told)
		}
		return err
	}
	return seeOther(c, consoleRoot+"/c/"+change.Key.ID+"/about", "colleagues_saved")
}
