package main

import (
	"fmt"
	"io"
	"time"

	"waymark/internal/account"
	"waymark/internal/maturity"
)

type tokenCommand struct {
	Create tokenCreateCommand `cmd:"" help:"Make an API token for an account; it is shown once."`
	List   tokenListCommand   `cmd:"" help:"List the tokens of an account, without their keys."`
	Revoke tokenRevokeCommand `cmd:"" help:"End a token of an account at once."`
}

type tokenCreateCommand struct {
	Login string   `arg:"" help:"Account the token acts for."`
	Name  string   `default:"command line" help:"What the token is for."`
	Days  int      `default:"90" help:"Days until it ends, at most 366."`
	Scope []string `default:"read,send" help:"What it may be used for: read, send, decide. May be given again."`
}

// Validate finds what is wrong with the flags before anything is opened.
func (c tokenCreateCommand) Validate() error {
	if c.Days < 1 || c.Days > account.LongestTokenDays {
		return fmt.Errorf("--days: write a number from 1 to %d", account.LongestTokenDays)
	}
	for _, word := range c.Scope {
		if _, ok := maturity.ParseTokenScope(word); !ok {
			return fmt.Errorf("--scope: %q is none of read, send, decide", word)
		}
	}
	return nil
}

func (c tokenCreateCommand) scopes() []maturity.TokenScope {
	out := make([]maturity.TokenScope, len(c.Scope))
	for i, word := range c.Scope {
		out[i] = maturity.TokenScope(word)
	}
	return out
}

// Run makes the token.
func (c tokenCreateCommand) Run(a *app) error {
	return a.withAccounts(func(s *session, accounts *account.Service) error {
		token, key, err := accounts.CreateTokenFor(a.ctx, c.Login, c.Name, c.Days, "command", c.scopes()...)
		if err != nil {
			return err
		}
		return a.result(map[string]any{"id": account.TokenID(token), "token": key, "expires_at": token.ExpiresAt, "scopes": token.Scopes}, func(w io.Writer) {
			fmt.Fprintf(w, "Token (shown only this once): %s\nIt ends on %s.\n", key, s.day(token.ExpiresAt))
		})
	})
}

// day writes the day that a moment has for the readers.
func (s *session) day(t time.Time) string { return t.In(s.config.Location).Format("2 January 2006") }

type tokenListCommand struct {
	Login string `arg:"" help:"Account whose tokens to list."`
}

// listedToken is a token as --json prints it.
type listedToken struct {
	ID        string                `json:"id"`
	Name      string                `json:"name"`
	Open      bool                  `json:"open"` // neither revoked nor past its end
	CreatedAt time.Time             `json:"created_at"`
	ExpiresAt time.Time             `json:"expires_at"`
	RevokedAt *time.Time            `json:"revoked_at"`
	Scopes    []maturity.TokenScope `json:"scopes"`
}

func asListed(t maturity.Token) listedToken {
	return listedToken{account.TokenID(t), t.Name, t.Valid(time.Now()), t.CreatedAt, t.ExpiresAt, t.RevokedAt, t.Scopes}
}

// Run lists the tokens, the newest first.
func (c tokenListCommand) Run(a *app) error {
	return a.withAccounts(func(s *session, accounts *account.Service) error {
		tokens, err := accounts.TokensOf(a.ctx, c.Login)
		if err != nil {
			return err
		}
		rows := make([]listedToken, len(tokens))
		for i, t := range tokens {
			rows[i] = asListed(t)
		}
		return a.result(rows, func(w io.Writer) {
			for _, t := range rows {
				state := "ended on " + s.day(t.ExpiresAt)
				switch {
				case t.RevokedAt != nil:
					state = "revoked on " + s.day(*t.RevokedAt)
				case t.Open:
					state = "valid until " + s.day(t.ExpiresAt)
				}
				fmt.Fprintf(w, "%s   %s   %s\n", t.ID, state, t.Name)
			}
			if len(rows) == 0 {
				fmt.Fprintf(w, "%s has no tokens.\n", c.Login)
			}
		})
	})
}

type tokenRevokeCommand struct {
	Login string `arg:"" help:"Account the token belongs to."`
	ID    string `arg:"" name:"id" help:"Its id in the list of tokens."`
}

// Run ends the token.
func (c tokenRevokeCommand) Run(a *app) error {
	return a.withAccounts(func(s *session, accounts *account.Service) error {
		token, err := accounts.RevokeTokenOf(a.ctx, c.Login, c.ID, "command")
		if err != nil {
			return err
		}
		return a.result(map[string]string{"id": account.TokenID(token), "name": token.Name}, func(w io.Writer) {
			fmt.Fprintf(w, "Revoked %s (%s).\n", account.TokenID(token), token.Name)
		})
	})
}
