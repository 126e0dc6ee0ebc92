package main

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"
	"time"

	"waymark/internal/account"
	"waymark/internal/maturity"
	"waymark/internal/sheet"
)

// asGrants reads roles as --role takes them.
func asGrants(texts []string) ([]account.NewGrant, error) {
	var grants []account.NewGrant
	for _, text := range texts {
		word, code, _ := strings.Cut(text, ":")
		role, ok := maturity.ParseRole(word)
		if !ok {
			return nil, &exitError{exitUsage, fmt.Errorf("%q is not a role: write admin, viewer, analyst:FOOTPRINT, submitter:ORGANISATION or approver:ORGANISATION", text)}
		}
		grants = append(grants, account.NewGrant{Role: role, Code: code})
	}
	return grants, nil
}

type userInviteCommand struct {
	Login string   `arg:"" help:"Sign-in name, which the owner may change when coming for the first time. One that exists gets a new way in."`
	Role  []string `placeholder:"ROLE" help:"Role of a new account, as for user add. May be given again."`
	Email string   `help:"Where messages go."`
}

// Run makes the invitation and prints its link, which is shown once.
func (c userInviteCommand) Run(a *app) error {
	grants, err := asGrants(c.Role)
	if err != nil {
		return err
	}
	return a.withAccounts(func(s *session, accounts *account.Service) error {
		var invited account.Invited
		var err error
		if len(grants) > 0 {
			invited, err = accounts.Invite(a.ctx, account.NewAccount{Login: c.Login, Email: c.Email, Grants: grants}, maturity.ByCommand)
		} else {
			invited, err = accounts.InviteAgainByLogin(a.ctx, c.Login, maturity.ByCommand)
		}
		if err != nil {
			return err
		}
		base := s.config.PublicURL
		if base == "" {
			base = "http://" + s.config.Address
		}
		link := base + "/invitation?key=" + invited.Key
		return a.result(map[string]any{"login": invited.Account.Login, "link": link, "expires_at": invited.ExpiresAt}, func(w io.Writer) {
			fmt.Fprintf(w, "Invited %s. The link (shown only this once) opens once, until %s:\n%s\n", invited.Account.Login, s.day(invited.ExpiresAt), link)
		})
	})
}

type userGrantCommand struct {
	Login      string `arg:"" help:"Sign-in name."`
	Role       string `required:"" placeholder:"ROLE" help:"admin, viewer, analyst:FOOTPRINT, submitter:ORGANISATION or approver:ORGANISATION."`
	Collection string `placeholder:"ID" help:"Only for this collection."`
	Since      string `placeholder:"DAY" help:"First day, as 2027-01-31."`
	Until      string `placeholder:"DAY" help:"Last day."`
}

// Run gives the role.
func (c userGrantCommand) Run(a *app) error {
	grants, err := asGrants([]string{c.Role})
	if err != nil {
		return err
	}
	return a.withAccounts(func(s *session, accounts *account.Service) error {
		asked := grants[0]
		asked.Collection = c.Collection
		if asked.Since, err = dayIn(s.config.Location, "--since", c.Since, 0); err != nil {
			return err
		}
		if asked.Until, err = dayIn(s.config.Location, "--until", c.Until, 1); err != nil {
			return err
		}
		g, err := accounts.GrantTo(a.ctx, c.Login, asked, maturity.ByCommand)
		if err != nil {
			return err
		}
		return a.result(map[string]string{"login": c.Login, "role": roleFlags([]maturity.Grant{g})[0]}, func(w io.Writer) {
			fmt.Fprintf(w, "%s is now %s.\n", c.Login, roleFlags([]maturity.Grant{g})[0])
		})
	})
}

// dayIn is the beginning of a day, or of one days later; nil for no day.
func dayIn(place *time.Location, flag, text string, later int) (*time.Time, error) {
	if text == "" {
		return nil, nil
	}
	t, err := time.ParseInLocation(time.DateOnly, text, place)
	if err != nil {
		return nil, &exitError{exitUsage, fmt.Errorf("%s: write a day, for example 2027-01-31", flag)}
	}
	t = t.AddDate(0, 0, later)
	return &t, nil
}

type userRevokeCommand struct {
	Login      string `arg:"" help:"Sign-in name."`
	Role       string `required:"" placeholder:"ROLE" help:"The role as user list shows it."`
	Collection string `placeholder:"ID" help:"The collection it is for, if it is for one."`
}

// Run takes the role away.
func (c userRevokeCommand) Run(a *app) error {
	grants, err := asGrants([]string{c.Role})
	if err != nil {
		return err
	}
	return a.withAccounts(func(_ *session, accounts *account.Service) error {
		asked := grants[0]
		asked.Collection = c.Collection
		g, err := accounts.RevokeFrom(a.ctx, c.Login, asked, maturity.ByCommand)
		if err != nil {
			return err
		}
		return a.result(map[string]string{"login": c.Login, "revoked": roleFlags([]maturity.Grant{g})[0]}, func(w io.Writer) {
			fmt.Fprintf(w, "%s is no longer %s.\n", c.Login, roleFlags([]maturity.Grant{g})[0])
		})
	})
}

type userEraseCommand struct {
	Login string `arg:"" help:"Sign-in name."`
	Yes   bool   `help:"Do it: it cannot be undone."`
}

// Run erases the account.
func (c userEraseCommand) Run(a *app) error {
	if !c.Yes {
		return &exitError{exitUsage, fmt.Errorf("erasing %s cannot be undone: say --yes if you mean it", c.Login)}
	}
	return a.withAccounts(func(_ *session, accounts *account.Service) error {
		account, err := accounts.ByLogin(a.ctx, c.Login)
		if err != nil {
			return err
		}
		if err := accounts.Erase(a.ctx, account, maturity.ByCommand); err != nil {
			return err
		}
		return a.result(map[string]string{"pseudonym": account.Pseudonym}, func(w io.Writer) {
			fmt.Fprintf(w, "Erased. What the account did stays under %s.\n", account.Pseudonym)
		})
	})
}

type userExportCommand struct{}

// Run writes the contacts.
func (userExportCommand) Run(a *app) error {
	return a.withAccounts(func(_ *session, accounts *account.Service) error {
		all, err := accounts.Contacts(a.ctx, maturity.ByCommand)
		if err != nil {
			return err
		}
		listed := make([]listedAccount, len(all))
		for i, one := range all {
			listed[i] = asListedAccount(one)
		}
		var failed error
		err = a.result(listed, func(w io.Writer) { failed = writeContacts(w, listed) })
		if err == nil {
			err = failed
		}
		return err
	})
}

func writeContacts(w io.Writer, listed []listedAccount) error {
	out := csv.NewWriter(w)
	if err := out.Write([]string{"login", "email", "roles", "disabled", "created_at"}); err != nil {
		return err
	}
	for _, one := range listed {
		row := []string{sheet.Neutralise(one.Login), sheet.Neutralise(one.Email), strings.Join(one.Roles, "; "), fmt.Sprint(one.Disabled), one.CreatedAt.UTC().Format(time.RFC3339)}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}
