package main

import (
	"context"
	"errors"
	"fmt"
	"text/tabwriter"
	"time"

	"walkin/internal/problem"
	"walkin/internal/staff"
)

// token is "walkin token": secrets by which programs act for members.
type token struct {
	New    tokenNew    `cmd:"" help:"Make a token for a member and print it, this once."`
	List   tokenList   `cmd:"" help:"List the tokens, without their secrets."`
	Revoke tokenRevoke `cmd:"" help:"End a token; it is good for nothing at once."`
}

type tokenNew struct {
	state
	Email string         `arg:"" help:"E-mail address of the member it acts for."`
	Name  string         `required:"" help:"What it is for."`
	May   []staff.Action `default:"see" placeholder:"ACTION" help:"What it may do, of see, refer, edit, assess, approve and manage; never more than its member."`
	Days  int            `default:"90" help:"How long it is good for, 1 to 366 days."`
}

// Run makes the token. Only the secret goes to standard output, so that it can
// be piped to where it is kept.
func (t *tokenNew) Run(ctx context.Context, io streams) error {
	now := io.now()
	// Tried for nobody first, before any file is touched.
	if _, _, _, err := t.make("", now); err != nil {
		return err
	}
	office, err := t.openOffice(ctx, io)
	if err != nil {
		return err
	}
	defer office.Close()
	who, err := mayAct(ctx, office, t.Email)
	if err != nil {
		return err
	}
	made, secret, hash, err := t.make(who.ID, now)
	if err != nil {
		return err
	}
	if err := office.PutToken(ctx, made, hash); err != nil {
		return err
	}
	fmt.Fprintf(io.err, "Token %s, good until %s. It is shown this once:\n", made.ID, made.Expires.Format("2006-01-02"))
	fmt.Fprintln(io.out, secret)
	return nil
}

// make makes the token for a member.
func (t *tokenNew) make(member string, now time.Time) (staff.Token, string, staff.Hash, error) {
	made, secret, hash, err := staff.NewToken(member, t.Name, t.May, now, now.AddDate(0, 0, t.Days))
	var wrong *problem.Error
	if errors.As(err, &wrong) && len(wrong.Fields) > 0 {
		err = misusedFor(wrong.Fields[0].Detail)
	}
	return made, secret, hash, err
}

type tokenList struct{ state }

// Run lists the tokens.
func (t *tokenList) Run(ctx context.Context, io streams) error {
	office, err := t.openOffice(ctx, io)
	if err != nil {
		return err
	}
	defer office.Close()
	tokens, err := office.Tokens(ctx, "")
	if err != nil {
		return err
	}
	members, err := office.Members(ctx)
	if err != nil {
		return err
	}
	emails := make(map[string]string)
	for _, m := range members {
		emails[m.ID] = m.Email
	}
	table := tabwriter.NewWriter(io.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "TOKEN\tFOR\tOF\tMAY\tUNTIL\tGOOD")
	for _, x := range tokens {
		fmt.Fprintf(table, "%s\t%s\t%s\t%v\t%s\t%t\n", x.ID, x.Name, emails[x.Member], x.May, x.Expires.Format("2006-01-02"), x.Good(io.now()))
	}
	return table.Flush()
}

type tokenRevoke struct {
	state
	Token string `arg:"" help:"Id of the token, as list gives it."`
}

// Run ends the token.
func (t *tokenRevoke) Run(ctx context.Context, io streams) error {
	office, err := t.openOffice(ctx, io)
	if err != nil {
		return err
	}
	defer office.Close()
	if err := office.RevokeToken(ctx, t.Token); err != nil {
		return err
	}
	fmt.Fprintln(io.out, "The token is good for nothing any more.")
	return nil
}
