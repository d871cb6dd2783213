package api

import (
	"io"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"walkin/api/web/console"
	"walkin/internal/directory"
	"walkin/internal/problem"
	"walkin/internal/staff"
)

// HistoryPage answers with what was changed in an entry.
func (s *Server) HistoryPage(kind directory.Kind) consoleHandler {
	return func(c echo.Context, page console.Page) error {
		ctx := c.Request().Context()
		change, err := s.recordFor(c, string(kind), c.Param("id"), staff.See)
		if err != nil {
			return err
		}
		past, err := s.history(ctx, change.Key)
		if err != nil {
			return err
		}
		names, err := s.namesWithMembers(ctx, page.Words)
		if err != nil {
			return err
		}
		page.Here, page.Title = "places", page.Words.Say("history.title")+": "+nameOf(change.Entry, page.Lang())
		view := console.History{Page: page, Key: change.Key, Revision: change.Revision, MayEdit: s.may(ctx, actorOf(c), staff.Edit, change.Entry) == nil}
		for _, p := range past {
			view.Changes = append(view.Changes, console.PastChange{
				Revision: p.Revision, Day: page.Words.Date(s.localTime(p.At)) + " " + s.localTime(p.At).Format("15:04"), Who: p.Author, Made: p.Revision == 1, Deleted: p.Deleted(),
				Fields: console.FieldLines(page.Words, names, change.Key.Kind, p.fields), CanReturn: !p.Deleted() && p.Revision != change.Revision,
			})
		}
		return s.showConsole(c, http.StatusOK, func(w io.Writer) error { return s.console.History(w, view) })
	}
}

// Restore puts an entry back to how it was.
func (s *Server) Restore(kind directory.Kind) consoleHandler {
	return func(c echo.Context, _ console.Page) error {
		values, err := readForm(c)
		if err != nil {
			return err
		}
		to, err := strconv.Atoi(values.Get("to"))
		if err != nil {
			return invalidAt("/to", "A revision is a number.")
		}
		key, seen := directory.Key{Kind: kind, ID: c.Param("id")}, revisionIn(values)
		done, err := s.restore(c.Request().Context(), actorOf(c), key, to, &seen)
		if err != nil {
			return err
		}
		return seeOther(c, console.AddressOf(key), doneWord(done, "restored"))
	}
}

// DraftsPage answers with the changes that wait.
func (s *Server) DraftsPage(c echo.Context, page console.Page) error {
	return s.showDrafts(c, page, http.StatusOK)
}

func (s *Server) showDrafts(c echo.Context, page console.Page, status int) error {
	ctx, actor := c.Request().Context(), actorOf(c)
	drafts, err := s.draftsFor(ctx, actor)
	if err != nil {
		return err
	}
	names, err := s.namesWithMembers(ctx, page.Words)
	if err != nil {
		return err
	}
	page.Here, page.Title = "drafts", page.Words.Say("drafts.title")
	view := console.Drafts{Page: page}
	for _, d := range drafts {
		fields, err := s.draftChanges(ctx, d)
		if err != nil {
			return err
		}
		e, err := s.draftedOn(ctx, d)
		if unknown(err) {
			e, err = bodyOf(d)
		}
		if err != nil {
			return err
		}
		decides, _, err := s.decides(ctx, actor, d, e)
		if err != nil {
			return err
		}
		view.All = append(view.All, console.DraftLine{
			ID: d.ID, Key: directory.Key{Kind: directory.Kind(d.Kind), ID: d.Entry}, Name: nameOf(e, page.Lang()),
			Day: page.Words.Date(s.localTime(d.Made)), Who: names.members[d.Member],
			Fields: console.FieldLines(page.Words, names, directory.Kind(d.Kind), fields), Deletes: string(d.Body) == "null",
			Mine: d.Member == actor.ID, MayDecide: decides,
		})
	}
	return s.showConsole(c, status, func(w io.Writer) error { return s.console.Drafts(w, view) })
}

// Decide ends a draft.
func (s *Server) Decide(c echo.Context, page console.Page) error {
	values, err := readForm(c)
	if err != nil {
		return err
	}
	word := map[string]string{"approve": "approved", "refuse": "refused", "withdraw": "withdrawn"}[values.Get("decision")]
	if word == "" {
		return invalidAt("/decision", "A draft is approved, refused or withdrawn.")
	}
	d, err := s.draftFor(c, c.Param("id"))
	if err != nil {
		return err
	}
	if _, err := s.decide(c.Request().Context(), actorOf(c), d, values.Get("decision")); err != nil {
		if problem.KindOf(err) == problem.Stale {
			page.Fault = page.Words.Say("console.stale")
			return s.showDrafts(c, page, http.StatusPreconditionFailed)
		}
		if fault, ok := faultOf(page, err); ok {
			page.Remarks = fault
			return s.showDrafts(c, page, http.StatusConflict)
		}
		return err
	}
	return seeOther(c, consoleRoot+"/drafts", word)
}

// MyNetworks leads to the first network of the member.
func (s *Server) MyNetworks(c echo.Context, page console.Page) error {
	mine, err := s.networksOf(c)
	if err != nil {
		return err
	}
	if len(mine) > 0 {
		return c.Redirect(http.StatusSeeOther, console.AddressOf(mine[0].Key))
	}
	page.Here, page.Title = "networks", page.Words.Say("part.networks")
	return s.showConsole(c, http.StatusOK, func(w io.Writer) error { return s.console.Network(w, console.Network{Page: page}) })
}

// networksOf gives the networks that the member may look into.
func (s *Server) networksOf(c echo.Context) ([]console.PlaceLine, error) {
	ctx, actor := c.Request().Context(), actorOf(c)
	all, err := s.catalogue.Entries(ctx, directory.Listing{Kind: directory.KindNetwork, Limit: maxMine})
	if err != nil {
		return nil, err
	}
	var mine []console.PlaceLine
	for _, change := range all {
		if s.may(ctx, actor, staff.See, change.Entry) == nil {
			mine = append(mine, console.PlaceLine{Key: change.Key, Name: nameOf(change.Entry, actor.Lang)})
		}
	}
	return mine, nil
}

// NetworkPage answers with how the places of a network stand.
func (s *Server) NetworkPage(c echo.Context, page console.Page) error {
	return s.showNetwork(c, page, http.StatusOK)
}

func (s *Server) showNetwork(c echo.Context, page console.Page, status int) error {
	ctx, actor := c.Request().Context(), actorOf(c)
	change, err := s.recordFor(c, string(directory.KindNetwork), c.Param("id"), staff.See)
	if err != nil {
		return err
	}
	network := change.Entry.(*directory.Network)
	centres, err := s.centresIn(ctx, network.ID)
	if err != nil {
		return err
	}
	page.Here, page.Title = "networks", network.Name
	view := console.Network{
		Page: page, Network: network, Revision: change.Revision,
		MayAssess: s.may(ctx, actor, staff.Assess, network) == nil, MayGovern: actor.May(staff.Manage, staff.Everything) == staff.Allowed,
	}
	if mine, err := s.networksOf(c); err == nil && len(mine) > 1 {
		view.OtherNames = mine
	}
	ids := make([]string, len(centres))
	for i, centre := range centres {
		ids[i] = centre.ID
		line := console.StandingLine{ID: centre.ID, Name: centre.Name}
		for _, st := range network.Standing(centre.ID) {
			stand := console.Stand{Met: st.Met, Why: st.Why, Criterion: st.Criterion.ID}
			if st.On.Valid() {
				stand.Day = st.On.String()
			}
			line.Stands = append(line.Stands, stand)
		}
		view.Places = append(view.Places, line)
	}
	for _, n := range network.Counts(ids) {
		text, _ := n.Criterion.Text.Pick(page.Lang())
		view.Counts = append(view.Counts, console.CountLine{Criterion: n.Criterion.ID, Text: text, Met: n.Met, NotMet: n.NotMet, Unknown: n.Unknown})
	}
	return s.showConsole(c, status, func(w io.Writer) error { return s.console.Network(w, view) })
}

// Assess records whether a place meets a criterion.
func (s *Server) Assess(c echo.Context, page console.Page) error {
	values, err := readForm(c)
	if err != nil {
		return err
	}
	var met directory.Ternary
	if err := met.UnmarshalText([]byte(values.Get("met"))); err != nil {
		return invalidAt("/met", "A criterion is met (yes), not met (no) or unknown.")
	}
	_, err = s.assess(c.Request().Context(), actorOf(c), c.Param("id"), values.Get("centre"), values.Get("criterion"), met, values.Get("why"))
	if fault, ok := faultOf(page, err); ok {
		page.Remarks = fault
		return s.showNetwork(c, page, http.StatusBadRequest)
	}
	if err != nil {
		return err
	}
	return seeOther(c, consoleRoot+"/n/"+c.Param("id"), "assessed")
}

// SetRules sets what a network asks of the listings of its places.
func (s *Server) SetRules(c echo.Context, page console.Page) error {
	if err := mayManage(c); err != nil {
		return err
	}
	values, err := readForm(c)
	if err != nil {
		return err
	}
	key, seen := directory.Key{Kind: directory.KindNetwork, ID: c.Param("id")}, revisionIn(values)
	_, err = s.carry(c.Request().Context(), actorOf(c), proposal{
		key: key, by: directory.Edit{IfRevision: &seen}, make: func(before directory.Entry) (directory.Entry, error) {
			n := *before.(*directory.Network)
			n.Rules = directory.NetworkRules{Approval: values.Get("approval") == "yes"}
			for name, into := range map[string]*int{"stale": &n.Rules.StaleAfterDays, "hide": &n.Rules.HideAfterDays} {
				if values.Get(name) == "" {
					continue
				}
				days, err := strconv.Atoi(values.Get(name))
				if err != nil {
					return nil, invalidAt("/rules", "The days are a whole number.")
				}
				*into = days
			}
			return &n, nil
		},
	})
	if fault, ok := faultOf(page, err); ok {
		page.Remarks = fault
		return s.showNetwork(c, page, http.StatusBadRequest)
	}
	if err != nil {
		return err
	}
	return seeOther(c, consoleRoot+"/n/"+c.Param("id"), "saved")
}
