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

	"walkin/api/web/console"
	"walkin/internal/problem"
	"walkin/internal/staff"
)

// Members answers with the page of who works with the directory.
func (s *Server) Members(c echo.Context, page console.Page) error {
	if err := mayManage(c); err != nil {
		return err
	}
	return s.showMembers(c, page, http.StatusOK, console.MemberForm{Lang: page.Lang(), Active: true})
}

func (s *Server) showMembers(c echo.Context, page console.Page, status int, form console.MemberForm) error {
	all, err := s.office.Members(c.Request().Context())
	if err != nil {
		return err
	}
	page.Title, page.Here = page.Words.Say("part.members"), "members"
	view, names := console.Members{Page: page, Form: form}, s.names(c.Request().Context(), page.Words)
	for _, m := range all {
		view.All = append(view.All, console.MemberLine{Member: m, Roles: names.roles(m.Grants)})
	}
	return s.showConsole(c, status, func(w io.Writer) error { return s.console.Members(w, view) })
}

// AddMember adds somebody.
func (s *Server) AddMember(c echo.Context, page console.Page) error {
	if err := mayManage(c); err != nil {
		return err
	}
	if err := inPerson(c); err != nil {
		return err
	}
	values, err := readForm(c)
	if err != nil {
		return err
	}
	form := memberForm(values, nil)
	member := staff.Member{ID: staff.NewID("m"), Made: s.now().UTC().Truncate(time.Second)}
	if err := s.putMember(c, page, &member, &form); err != nil {
		if fault, ok := faultOf(page, err); ok {
			page.Remarks = fault
			return s.showMembers(c, page, http.StatusBadRequest, form)
		}
		return err
	}
	return seeOther(c, consoleRoot+"/members", "member_added")
}

// Member answers with the page of a member.
func (s *Server) Member(c echo.Context, page console.Page) error {
	if err := mayManage(c); err != nil {
		return err
	}
	member, err := s.office.Member(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	roles := s.names(c.Request().Context(), page.Words).roles(member.Grants)
	return s.showMember(c, page, http.StatusOK, member, console.FormOf(member, roles))
}

func (s *Server) showMember(c echo.Context, page console.Page, status int, member staff.Member, form console.MemberForm) error {
	tokens, err := s.office.Tokens(c.Request().Context(), member.ID)
	if err != nil {
		return err
	}
	page.Title, page.Here = member.Name, "members"
	return s.showConsole(c, status, func(w io.Writer) error {
		return s.console.Member(w, console.Member{Page: page, Member: member, Form: form, Tokens: console.Tokens(tokens, s.now())})
	})
}

// ChangeMember changes a member. Who may not sign in any more is signed out
// everywhere at once.
func (s *Server) ChangeMember(c echo.Context, page console.Page) error {
	if err := mayManage(c); err != nil {
		return err
	}
	if err := inPerson(c); err != nil {
		return err
	}
	values, err := readForm(c)
	if err != nil {
		return err
	}
	member, err := s.office.Member(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	form := memberForm(values, s.names(c.Request().Context(), page.Words).roles(member.Grants))
	if form.Seen == "" {
		form.Seen = "nothing" // a form of ours says what it was made on sight of
	}
	if err := s.putMember(c, page, &member, &form); err != nil {
		if fault, ok := faultOf(page, err); ok {
			page.Remarks = fault
			return s.showMember(c, page, http.StatusBadRequest, member, form)
		}
		return err
	}
	return seeOther(c, consoleRoot+"/members/"+member.ID, "member_saved")
}

// memberForm reads the form of a member who has some roles: they keep those
// that are ticked.
func memberForm(values url.Values, roles []console.RoleLine) console.MemberForm {
	for i := range roles {
		roles[i].Keep = slices.Contains(values["keep"], roles[i].Grant.String())
	}
	return console.MemberForm{
		Name: strings.TrimSpace(values.Get("name")), Email: staff.FoldEmail(values.Get("email")), Lang: values.Get("lang"),
		Roles: roles, Active: values.Get("active") == "yes", Seen: values.Get("seen"),
		Add: console.RoleForm{Role: staff.Role(values.Get("role")), Over: strings.TrimSpace(values.Get("over")), Chosen: values.Get("grant")},
	}
}

// putMember writes a member as a form has it. An administrator cannot take
// their own role or leave: somebody must remain who can let others in.
func (s *Server) putMember(c echo.Context, page console.Page, member *staff.Member, form *console.MemberForm) error {
	grants := console.Kept(form.Roles)
	added, err := s.addRole(c.Request().Context(), page, &form.Add)
	if err != nil {
		return err
	}
	if added != nil && !slices.Contains(grants, *added) {
		grants = append(grants, *added)
	}
	member.Name, member.Email, member.Lang, member.Active, member.Grants = form.Name, form.Email, form.Lang, form.Active, grants
	if member.ID == actorOf(c).ID && (!member.Active || !member.Is(staff.Administrator)) {
		return problem.New(problem.Conflict, "You cannot take your own role as administrator. Another administrator can.")
	}
	if err := s.overSomething(c, grants); err != nil {
		return err
	}
	if form.Seen == "" {
		return s.office.PutMember(c.Request().Context(), *member)
	}
	return s.office.ChangeMember(c.Request().Context(), *member, form.Seen)
}

// overSomething holds that roles are over what there is: a role over nothing is
// one that nobody notices, until something else gets its id.
func (s *Server) overSomething(c echo.Context, grants []staff.Grant) error {
	for _, g := range grants {
		known := true
		switch kind := kindOver[g.Scope]; {
		case kind != "":
			_, err := s.read(c.Request().Context(), kind, g.ID)
			if known = !unknown(err); known && err != nil {
				return err
			}
		case g.Scope == staff.OverMunicipality:
			country, code, _ := strings.Cut(g.ID, "-")
			_, known = s.gazetteer.Municipality(country, code)
		}
		if !known {
			return problem.New(problem.Invalid, "A role is over %s, which is not there any more. Untick it.", g.ID)
		}
	}
	return nil
}

// Me answers with the page of the member who asks.
func (s *Server) Me(c echo.Context, page console.Page) error {
	return s.showMe(c, page, http.StatusOK, "")
}

func (s *Server) showMe(c echo.Context, page console.Page, status int, secret string) error {
	actor := actorOf(c)
	tokens, err := s.office.Tokens(c.Request().Context(), actor.ID)
	if err != nil {
		return err
	}
	passkeys, err := s.office.Passkeys(c.Request().Context(), actor.ID)
	if err != nil {
		return err
	}
	_, party := s.relyingParty(c)
	page.Title, page.Here = actor.Name, "me"
	return s.showConsole(c, status, func(w io.Writer) error {
		return s.console.Me(w, console.Me{Page: page, Roles: s.names(c.Request().Context(), page.Words).roles(actor.Grants), Tokens: console.Tokens(tokens, s.now()), Actions: actor.Actions(), Secret: secret,
			Passkeys: passkeys, MorePasskeys: party})
	})
}

// MakeToken makes a token for the member who asks and shows its secret, this
// once.
func (s *Server) MakeToken(c echo.Context, page console.Page) error {
	if err := inPerson(c); err != nil {
		return err
	}
	values, err := readForm(c)
	if err != nil {
		return err
	}
	days, err := strconv.Atoi(values.Get("days"))
	if err != nil || days < 0 || days > 10_000 {
		days = 0
	}
	var may []staff.Action
	for _, do := range values["may"] {
		may = append(may, staff.Action(do))
	}
	now := s.now()
	token, secret, hash, err := staff.NewToken(actorOf(c).ID, values.Get("name"), may, now, now.AddDate(0, 0, days))
	if fault, ok := faultOf(page, err); ok {
		page.Remarks = fault
		return s.showMe(c, page, http.StatusBadRequest, "")
	}
	if err != nil {
		return err
	}
	if err := s.office.PutToken(c.Request().Context(), token, hash); err != nil {
		return err
	}
	return s.showMe(c, page, http.StatusOK, secret)
}

// RevokeToken ends a token of one's own, or for an administrator anybody's.
func (s *Server) RevokeToken(c echo.Context, _ console.Page) error {
	if err := inPerson(c); err != nil {
		return err
	}
	ctx, actor, id := c.Request().Context(), actorOf(c), c.Param("id")
	owner, back := actor.ID, consoleRoot+"/me"
	if actor.Everywhere(staff.Manage) {
		owner = ""
	}
	tokens, err := s.office.Tokens(ctx, owner)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(tokens, func(t staff.Token) bool { return t.ID == id })
	if i < 0 {
		return problem.New(problem.NotFound, "There is no such token.")
	}
	if tokens[i].Member != actor.ID {
		back = consoleRoot + "/members/" + tokens[i].Member
	}
	if err := s.office.RevokeToken(ctx, id); err != nil {
		return err
	}
	return seeOther(c, back, "token_revoked")
}
