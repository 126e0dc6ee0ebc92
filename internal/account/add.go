package account

import (
	"context"
	"regexp"
	"strings"

	"github.com/alexedwards/argon2id"

	"waymark/internal/maturity"
)

// NewGrant is a role asked for: the code is that of a footprint for an analyst and of any organisation for a submitter.
type NewGrant struct {
	Role maturity.Role
	Code string
}

// NewAccount is an account asked for. An empty password has one generated.
type NewAccount struct {
	Login, Password string
	Grants          []NewGrant
	Demonstration   bool
}

var loginForm = regexp.MustCompile(`^[a-z0-9][a-z0-9._@+-]{1,99}$`)

// foldLogin is the form in which logins are kept and compared.
func foldLogin(text string) string { return strings.ToLower(strings.TrimSpace(text)) }

// Add creates an account and returns it with its password, which is not kept anywhere else. by is the login of who does
// it, or "command". Errors: Invalid with what to mend, NotFound for an organisation, Conflict when the login is taken.
func (s *Service) Add(ctx context.Context, n NewAccount, by string) (maturity.Account, string, error) {
	login := foldLogin(n.Login)
	if !loginForm.MatchString(login) {
		return maturity.Account{}, "", maturity.Errorf(maturity.Invalid, "Write the sign-in name with 2 to 100 of the characters a-z, 0-9, dot, dash, underline, plus and @, beginning with a letter or digit.")
	}
	password := n.Password
	if password == "" {
		var err error
		if password, err = s.generate(); err != nil {
			return maturity.Account{}, "", maturity.Wrap(err, maturity.Internal, "No password could be generated.")
		}
	}
	if err := checkPassword(login, password); err != nil {
		return maturity.Account{}, "", err
	}
	grants, err := s.grants(ctx, n.Grants)
	if err != nil {
		return maturity.Account{}, "", err
	}
	hash, err := argon2id.CreateHash(password, &s.params)
	if err != nil {
		return maturity.Account{}, "", maturity.Wrap(err, maturity.Internal, "The password could not be kept.")
	}
	account := maturity.Account{Login: login, Demonstration: n.Demonstration, CreatedAt: s.now().UTC(), Grants: grants}
	entry := maturity.AuditEntry{At: account.CreatedAt, Account: by, Action: "account.created", Subject: login, Detail: map[string]any{"grants": grantWords(grants)}}
	account.ID, err = s.store.CreateAccount(ctx, account, hash, entry)
	return account, password, err
}

func (s *Service) grants(ctx context.Context, asked []NewGrant) ([]maturity.Grant, error) {
	if len(asked) == 0 {
		return nil, maturity.Errorf(maturity.Invalid, "Give the account at least one role: admin, analyst, submitter or viewer.")
	}
	var out []maturity.Grant
	for _, g := range asked {
		role, ok := maturity.ParseRole(string(g.Role))
		switch {
		case !ok:
			return nil, maturity.Errorf(maturity.Invalid, "%q is not a role. Use admin, analyst, submitter or viewer.", g.Role)
		case role.NeedsOrganisation() && g.Code == "":
			return nil, maturity.Errorf(maturity.Invalid, "The role %s needs the code of an organisation.", role)
		case !role.NeedsOrganisation() && g.Code != "":
			return nil, maturity.Errorf(maturity.Invalid, "The role %s is not given for an organisation.", role)
		case !role.NeedsOrganisation():
			out = append(out, maturity.Grant{Role: role})
			continue
		}
		o, err := s.store.OrganisationByCode(ctx, g.Code)
		if maturity.CodeOf(err) == maturity.NotFound {
			return nil, maturity.Errorf(maturity.NotFound, "There is no organisation with the code %q.", g.Code)
		}
		if err != nil {
			return nil, err
		}
		if role == maturity.RoleAnalyst && o.Kind != maturity.KindFootprint {
			return nil, maturity.Errorf(maturity.Invalid, "An analyst works for a footprint; %s is none.", o.Name)
		}
		out = append(out, maturity.Grant{Role: role, Organisation: o.ID, Code: o.Code, Name: o.Name})
	}
	return out, nil
}

func grantWords(grants []maturity.Grant) []string {
	var out []string
	for _, g := range grants {
		out = append(out, strings.TrimSpace(string(g.Role)+" "+g.Code))
	}
	return out
}
