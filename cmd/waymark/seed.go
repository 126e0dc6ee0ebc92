package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"waymark/internal/demo"
	"waymark/internal/maturity"
	"waymark/seeds"
)

type seedCommand struct {
	Demo seedDemoCommand `cmd:"" help:"The demonstration: real tables, illustrative returns, accounts with random passwords."`
}

type seedDemoCommand struct {
	From string `placeholder:"DIR" help:"Folder laid out as seeds/ (organisations, reference, demo), instead of what is built in."`
}

// Run loads the demonstration; a second run changes nothing.
func (c seedDemoCommand) Run(a *app) error {
	files := fs.FS(seeds.Files)
	if c.From != "" {
		files = os.DirFS(c.From)
	}
	return a.with(func(s *session) error { return a.demonstrate(s, files) })
}

// known tells whether there is an account.
func (s *session) known(ctx context.Context, login string) (bool, error) {
	_, _, err := s.db.AccountByLogin(ctx, login)
	if maturity.CodeOf(err) == maturity.NotFound || maturity.CodeOf(err) == maturity.Unauthorised {
		return false, nil
	}
	return err == nil, err
}

// account reads an account with its grants.
func (s *session) account(ctx context.Context, login string) (maturity.Account, error) {
	account, _, err := s.db.AccountByLogin(ctx, login)
	return account, err
}

// demonstrate loads the demonstration and shows the new accounts once.
func (a *app) demonstrate(s *session, files fs.FS) error {
	accounts, err := s.accounts()
	if err != nil {
		return err
	}
	receipts, key, err := s.receipts(a.ctx)
	if err != nil {
		return err
	}
	meetings, err := s.meetingsThen(accounts)
	if err != nil {
		return err
	}
	outcome, err := demo.Load(a.ctx, demo.Options{Files: files, Facts: s.db, Desk: s.desk(nil), Recompute: s.inTurn(nil), Accounts: accounts, Known: s.known,
		Account: s.account, Body: s.db.OrganisationByCode, Catalogue: s.catalogue, Returns: s.returnDesk(accounts, key, receipts, nil), Meetings: meetings, Roadmaps: s.roadmapsThen(accounts), Scenarios: s.scenarios(accounts),
		Location: s.config.Location, Now: time.Now, Say: func(format string, args ...any) { fmt.Fprintf(a.words, format+"\n", args...) }})
	if err != nil && len(outcome.Logins) == 0 {
		return err
	}
	if !outcome.There && err == nil {
		fmt.Fprintln(a.words, "Checking what was loaded")
		_, err = s.inspector().Run(a.ctx, time.Now())
		outcomes := s.outcomes()
		_, worked := outcomes.inTurn(a.ctx, outcomes.Run)
		err = errors.Join(err, worked)
	}
	// Where it was stopped among the accounts, those made are shown all the same: a second run cannot show them.
	return errors.Join(err, a.shown(outcome, err == nil))
}

// shown prints what loading did, or only the accounts where it did not do all.
func (a *app) shown(outcome demo.Outcome, all bool) error {
	return a.result(outcome, func(w io.Writer) {
		if outcome.There {
			fmt.Fprintln(w, "The demonstration is there already; its passwords were shown when it was loaded. A new one: waymark user password demo-board (or demo-analyst, demo-trust, demo-approver, demo-approver-2, demo-admin)")
			return
		}
		if all {
			fmt.Fprintf(w, "The demonstration is there: %d organisations, %d files.\n", outcome.Organisations.Organisations, outcome.Files)
		}
		fmt.Fprintln(w, "Sign in with (shown only this once):")
		for _, l := range outcome.Logins {
			fmt.Fprintf(w, "  %-15s %s   %s\n", l.Login, l.Password, l.Words)
		}
	})
}
