package main

import (
	"fmt"
	"io"
	"time"

	"waymark/internal/demo"
	"waymark/seeds"
)

type seedCommand struct {
	Demo seedDemoCommand `cmd:"" help:"The demonstration: real tables, illustrative returns, accounts with random passwords."`
}

type seedDemoCommand struct{}

// Run loads the demonstration; a second run changes nothing.
func (seedDemoCommand) Run(a *app) error { return a.with(a.demonstrate) }

// demonstrate loads the demonstration and shows the new accounts once.
func (a *app) demonstrate(s *session) error {
	accounts, err := s.accounts()
	if err != nil {
		return err
	}
	outcome, err := demo.Load(a.ctx, demo.Options{Files: seeds.Files, Facts: s.db, Desk: s.desk(nil), Recompute: s.recomputer(nil), Accounts: accounts,
		Location: s.config.Location, Now: time.Now, Say: func(format string, args ...any) { fmt.Fprintf(a.words, format+"\n", args...) }})
	if err != nil {
		return err
	}
	return a.result(outcome, func(w io.Writer) {
		fmt.Fprintf(w, "The demonstration is there: %d organisations, %d files (%d of them new).\n", outcome.Organisations.Organisations, outcome.Files, outcome.Loaded)
		if len(outcome.Logins) == 0 {
			fmt.Fprintln(w, "Its accounts were made earlier; their passwords were shown then. A new account: waymark user add LOGIN --role admin")
			return
		}
		fmt.Fprintln(w, "Sign in with (shown only this once):")
		for _, l := range outcome.Logins {
			fmt.Fprintf(w, "  %-13s %s   %s\n", l.Login, l.Password, l.Words)
		}
	})
}
