package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"walkin/internal/problem"
	"walkin/internal/sqlite"
	"walkin/internal/staff"
)

// member is "walkin member": who works with the directory. The first
// administrator is made here; from then on the console does the same.
type member struct {
	Add    memberAdd    `cmd:"" help:"Add a member, or give one more roles."`
	List   memberList   `cmd:"" help:"List the members."`
	Remove memberRemove `cmd:"" help:"Take a member's access: sessions, links, tokens and passkeys end at once."`
	Link   memberLink   `cmd:"" help:"Print a link that signs a member in, good once and for 15 minutes."`
}

// openOffice opens the file of the staff in the data folder.
func (s state) openOffice(ctx context.Context, io streams) (*sqlite.Office, error) {
	if err := s.create(); err != nil {
		return nil, err
	}
	return sqlite.OpenOffice(ctx, s.office(), sqlite.Options{Now: io.now})
}

type memberAdd struct {
	state
	Email string   `arg:"" help:"E-mail address."`
	Name  string   `help:"Name; for somebody new."`
	Lang  string   `default:"da" enum:"da,nl,en" help:"Language of the console: da, nl or en."`
	Role  []string `required:"" placeholder:"ROLE" help:"\"administrator\", \"editor:organisation:ID\", \"viewer:centre:ID\", \"municipality_editor:municipality:DK-0751\", \"assessor:network:ID\". Several are separated by commas."`
}

// Run adds the member.
func (m *memberAdd) Run(ctx context.Context, io streams) error {
	grants, err := m.check()
	if err != nil {
		return err
	}
	office, err := m.openOffice(ctx, io)
	if err != nil {
		return err
	}
	defer office.Close()
	who, err := office.MemberByEmail(ctx, m.Email)
	switch {
	case problem.KindOf(err) == problem.NotFound:
		who = staff.Member{ID: staff.NewID("m"), Name: m.Name, Email: staff.FoldEmail(m.Email), Lang: m.Lang, Made: io.now().UTC().Truncate(time.Second)}
		if who.Name == "" {
			who.Name, _, _ = strings.Cut(who.Email, "@")
		}
	case err != nil:
		return err
	}
	who.Active = true
	for _, g := range grants {
		if !slices.Contains(who.Grants, g) {
			who.Grants = append(who.Grants, g)
		}
	}
	if err := office.PutMember(ctx, who); err != nil {
		return err
	}
	fmt.Fprintf(io.out, "%s is a member: %s.\nSign in at /staff, or: walkin member link %s\n", who.Email, rolesOf(who), who.Email)
	return nil
}

// check reads the roles and looks at the rest before any file is touched.
func (m *memberAdd) check() ([]staff.Grant, error) {
	var grants []staff.Grant
	for _, role := range m.Role {
		g, err := staff.ParseGrant(role)
		if err != nil {
			return nil, misused{err}
		}
		grants = append(grants, g)
	}
	who := staff.Member{Name: cmp.Or(m.Name, "-"), Email: staff.FoldEmail(m.Email), Lang: m.Lang, Grants: grants}
	if wrong := who.Problems(); len(wrong) > 0 {
		return nil, misusedFor(wrong[0].Detail)
	}
	return grants, nil
}

// mayAct gives the member with an address, if they may sign in.
func mayAct(ctx context.Context, office *sqlite.Office, email string) (staff.Member, error) {
	who, err := office.MemberByEmail(ctx, email)
	if err == nil && !who.Active {
		err = problem.New(problem.Conflict, "%s may not sign in any more. Add them again first.", who.Email)
	}
	return who, err
}

func rolesOf(m staff.Member) string {
	words := make([]string, len(m.Grants))
	for i, g := range m.Grants {
		words[i] = g.String()
	}
	return strings.Join(words, ", ")
}

type memberList struct{ state }

// Run lists the members.
func (m *memberList) Run(ctx context.Context, io streams) error {
	office, err := m.openOffice(ctx, io)
	if err != nil {
		return err
	}
	defer office.Close()
	all, err := office.Members(ctx)
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(io.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "E-MAIL\tNAME\tROLES\tMAY SIGN IN")
	for _, who := range all {
		fmt.Fprintf(table, "%s\t%s\t%s\t%t\n", who.Email, who.Name, rolesOf(who), who.Active)
	}
	return table.Flush()
}

type memberRemove struct {
	state
	Email string `arg:"" help:"E-mail address."`
}

// Run takes the member's access.
func (m *memberRemove) Run(ctx context.Context, io streams) error {
	office, err := m.openOffice(ctx, io)
	if err != nil {
		return err
	}
	defer office.Close()
	who, err := office.MemberByEmail(ctx, m.Email)
	if err != nil {
		return err
	}
	who.Active = false
	if err := office.PutMember(ctx, who); err != nil {
		return err
	}
	fmt.Fprintf(io.out, "%s may not sign in any more.\n", who.Email)
	return nil
}

type memberLink struct {
	state
	Email   string `arg:"" help:"E-mail address."`
	BaseURL string `env:"WALKIN_BASE_URL" default:"http://localhost:8080" placeholder:"URL" help:"Address of the server."`
}

// Run prints a link for whoever has no mail, or no mail server.
func (m *memberLink) Run(ctx context.Context, io streams) error {
	office, err := m.openOffice(ctx, io)
	if err != nil {
		return err
	}
	defer office.Close()
	who, err := mayAct(ctx, office, m.Email)
	if err != nil {
		return err
	}
	link, secret, hash := staff.NewLink(who.ID, staff.ToSignIn, "", io.now())
	if err := office.PutLink(ctx, link, hash); err != nil {
		return err
	}
	fmt.Fprintf(io.out, "%s/staff/in/%s\n", strings.TrimSuffix(m.BaseURL, "/"), secret)
	return nil
}
