package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"waymark/internal/account"
	"waymark/internal/maturity"
)

type userCommand struct {
	Add      userAddCommand      `cmd:"" help:"Add an account; its password is made and shown once."`
	List     userListCommand     `cmd:"" help:"List the accounts and their roles."`
	Disable  userDisableCommand  `cmd:"" help:"Shut an account out at once: its sessions end, its tokens are revoked for good."`
	Enable   userEnableCommand   `cmd:"" help:"Let a disabled account in again, under a new password that is shown once."`
	Password userPasswordCommand `cmd:"" help:"Give an account a new password that is shown once; its sessions end."`
	Invite   userInviteCommand   `cmd:"" help:"Make an account, or a new way into one, and a link that its owner enters by."`
	Grant    userGrantCommand    `cmd:"" help:"Give an account a role, for a time if wished."`
	Revoke   userRevokeCommand   `cmd:"" name:"revoke-grant" help:"Take a role from an account."`
	Erase    userEraseCommand    `cmd:"" help:"Erase name, address and every way in of an account for good; what it did stays under a pseudonym."`
	Export   userExportCommand   `cmd:"" help:"Write everybody's contacts as CSV, or as JSON with --json."`
}

type userAddCommand struct {
	Login string   `arg:"" help:"Sign-in name."`
	Role  []string `required:"" placeholder:"ROLE" help:"admin, viewer, analyst:FOOTPRINT, submitter:ORGANISATION or approver:ORGANISATION, with the code of the footprint or organisation. May be given again."`
	Email string   `help:"Where messages go."`
}

// Run adds the account. The password is never an argument, where other users of the machine could read it.
func (c userAddCommand) Run(a *app) error {
	grants, err := asGrants(c.Role)
	if err != nil {
		return err
	}
	return a.newPassword("Added", func(accounts *account.Service) (maturity.Account, string, error) {
		return accounts.Add(a.ctx, account.NewAccount{Login: c.Login, Email: c.Email, Grants: grants}, "command")
	})
}

// withAccounts runs work with the service for accounts.
func (a *app) withAccounts(work func(*session, *account.Service) error) error {
	return a.with(func(s *session) error {
		accounts, err := s.accounts()
		if err != nil {
			return err
		}
		return work(s, accounts)
	})
}

type userListCommand struct{}

// listedAccount is an account as --json prints it.
type listedAccount struct {
	Login         string    `json:"login"`
	Email         string    `json:"email"`
	Roles         []string  `json:"roles"` // as --role takes them, with collection and time where there are such
	Invited       bool      `json:"invited"`
	TwoStep       bool      `json:"two_step"`
	Disabled      bool      `json:"disabled"`
	Demonstration bool      `json:"demonstration"`
	CreatedAt     time.Time `json:"created_at"`
}

// Run lists the accounts, by sign-in name.
func (userListCommand) Run(a *app) error {
	return a.withAccounts(func(s *session, accounts *account.Service) error {
		all, err := accounts.List(a.ctx)
		if err != nil {
			return err
		}
		listed := make([]listedAccount, len(all))
		for i, one := range all {
			listed[i] = asListedAccount(one)
		}
		return a.result(listed, func(w io.Writer) {
			for _, one := range listed {
				state := ""
				switch {
				case one.Disabled:
					state = "   disabled"
				case one.Invited:
					state = "   invited"
				}
				fmt.Fprintf(w, "%-20s %s%s\n", one.Login, strings.Join(one.Roles, ", "), state)
			}
		})
	})
}

func roleFlags(grants []maturity.Grant) []string {
	out := make([]string, len(grants))
	for i, g := range grants {
		out[i] = string(g.Role)
		if g.Code != "" {
			out[i] += ":" + g.Code
		}
		if g.Collection != "" {
			out[i] += "/" + g.Collection
		}
		if g.Since != nil {
			out[i] += " since " + g.Since.UTC().Format(time.RFC3339)
		}
		if g.Until != nil {
			out[i] += " until " + g.Until.UTC().Format(time.RFC3339)
		}
	}
	return out
}

func asListedAccount(a maturity.Account) listedAccount {
	return listedAccount{Login: a.Login, Email: a.Email, Roles: roleFlags(a.Grants), Invited: a.Invited, TwoStep: a.TwoStep, Disabled: a.Disabled,
		Demonstration: a.Demonstration, CreatedAt: a.CreatedAt}
}

type userDisableCommand struct {
	Login string `arg:"" help:"Sign-in name."`
}

// Run disables the account.
func (c userDisableCommand) Run(a *app) error {
	return a.withAccounts(func(s *session, accounts *account.Service) error {
		changed, err := accounts.Disable(a.ctx, c.Login, "command")
		if err != nil {
			return err
		}
		return a.result(map[string]any{"login": c.Login, "changed": changed}, func(w io.Writer) {
			if !changed {
				fmt.Fprintf(w, "%s was disabled already.\n", c.Login)
				return
			}
			fmt.Fprintf(w, "Disabled %s: its sessions have ended and its tokens are revoked.\n", c.Login)
		})
	})
}

type userEnableCommand struct {
	Login string `arg:"" help:"Sign-in name."`
}

// Run enables the account under a new password.
func (c userEnableCommand) Run(a *app) error {
	return a.newPassword("Enabled", func(accounts *account.Service) (maturity.Account, string, error) {
		return accounts.Enable(a.ctx, c.Login, "command")
	})
}

type userPasswordCommand struct {
	Login string `arg:"" help:"Sign-in name."`
}

// Run replaces the password of the account by a new one.
func (c userPasswordCommand) Run(a *app) error {
	return a.newPassword("Changed", func(accounts *account.Service) (maturity.Account, string, error) {
		return accounts.ResetPassword(a.ctx, c.Login, "command")
	})
}

// newPassword does what gives an account a password and shows it.
func (a *app) newPassword(done string, give func(*account.Service) (maturity.Account, string, error)) error {
	return a.withAccounts(func(s *session, accounts *account.Service) error {
		whose, password, err := give(accounts)
		if err != nil {
			return err
		}
		return a.result(map[string]string{"login": whose.Login, "password": password}, func(w io.Writer) {
			fmt.Fprintf(w, "%s %s. Password (shown only this once): %s\n", done, whose.Login, password)
		})
	})
}
