package main

import (
	"fmt"
	"io"
	"strings"

	"waymark/internal/account"
	"waymark/internal/maturity"
)

type userCommand struct {
	Add userAddCommand `cmd:"" help:"Add an account; without a password one is made and shown once."`
}

type userAddCommand struct {
	Login string   `arg:"" help:"Sign-in name."`
	Role  []string `required:"" placeholder:"ROLE" help:"admin, viewer, analyst:FOOTPRINT or submitter:ORGANISATION, with the code of the footprint or organisation. May be given again."`
}

// Run adds the account. The password is never an argument, where other users of the machine could read it.
func (c userAddCommand) Run(a *app) error {
	var grants []account.NewGrant
	for _, text := range c.Role {
		word, code, _ := strings.Cut(text, ":")
		role, ok := maturity.ParseRole(word)
		if !ok {
			return &exitError{exitUsage, fmt.Errorf("%q is not a role: write admin, viewer, analyst:FOOTPRINT or submitter:ORGANISATION", text)}
		}
		grants = append(grants, account.NewGrant{Role: role, Code: code})
	}
	return a.with(func(s *session) error {
		accounts, err := s.accounts()
		if err != nil {
			return err
		}
		made, password, err := accounts.Add(a.ctx, account.NewAccount{Login: c.Login, Grants: grants}, "command")
		if err != nil {
			return err
		}
		return a.result(map[string]string{"login": made.Login, "password": password}, func(w io.Writer) {
			fmt.Fprintf(w, "Added %s. Password (shown only this once): %s\n", made.Login, password)
		})
	})
}

type tokenCommand struct {
	Create tokenCreateCommand `cmd:"" help:"Make an API token for an account; it is shown once."`
}

type tokenCreateCommand struct {
	Login string `arg:"" help:"Account the token acts for."`
	Name  string `default:"command line" help:"What the token is for."`
	Days  int    `default:"90" help:"Days until it ends, at most 366."`
}

// Run makes the token.
func (c tokenCreateCommand) Run(a *app) error {
	return a.with(func(s *session) error {
		accounts, err := s.accounts()
		if err != nil {
			return err
		}
		token, key, err := accounts.CreateTokenFor(a.ctx, c.Login, c.Name, c.Days, "command")
		if err != nil {
			return err
		}
		return a.result(map[string]any{"token": key, "expires_at": token.ExpiresAt}, func(w io.Writer) {
			fmt.Fprintf(w, "Token (shown only this once): %s\nIt ends on %s.\n", key, token.ExpiresAt.In(s.config.Location).Format("2 January 2006"))
		})
	})
}
