package account

import (
	"context"
	"encoding/hex"
	"io"
	"net/mail"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/alexedwards/argon2id"

	"waymark/internal/maturity"
)

// NewGrant is a role asked for: the code is that of a footprint for an analyst and of any organisation for a submitter
// or an approver.
type NewGrant struct {
	Role         maturity.Role
	Code         string
	Collection   string     // id of the only collection it is for; "" for all
	Since, Until *time.Time // nil: no such bound
}

// NewAccount is an account asked for. An empty password has one generated.
type NewAccount struct {
	Login, Password string
	Email           string
	Grants          []NewGrant
	Demonstration   bool
}

var loginForm = regexp.MustCompile(`^[a-z0-9][a-z0-9._@+-]{1,99}$`)

// foldLogin is the form in which logins are kept and compared.
func foldLogin(text string) string { return strings.ToLower(strings.TrimSpace(text)) }

// Add creates an account and returns it with its password, which is not kept anywhere else. by is the login of who does
// it, or "command". Errors: Invalid with what to mend, NotFound for an organisation, Conflict when the login is taken.
func (s *Service) Add(ctx context.Context, n NewAccount, by string) (maturity.Account, string, error) {
	account, err := s.newAccount(ctx, n)
	if err != nil {
		return maturity.Account{}, "", err
	}
	password := n.Password
	if password == "" {
		if password, err = s.generate(); err != nil {
			return maturity.Account{}, "", maturity.Wrap(err, maturity.Internal, "No password could be generated.")
		}
		account.Given = !account.Demonstration // whoever tries the demonstration goes on with what it showed
	}
	if err := checkPassword(account.Login, password); err != nil {
		return maturity.Account{}, "", err
	}
	hash, err := argon2id.CreateHash(password, &s.params)
	if err != nil {
		return maturity.Account{}, "", maturity.Wrap(err, maturity.Internal, "The password could not be kept.")
	}
	entry := s.entry(by, "account.created", account)
	entry.Detail = map[string]any{"grants": grantWords(account.Grants)}
	account.ID, err = s.store.CreateAccount(ctx, account, hash, entry)
	return account, password, err
}

// newAccount checks what an account is asked to be.
func (s *Service) newAccount(ctx context.Context, n NewAccount) (maturity.Account, error) {
	login, err := checkLogin(n.Login)
	if err != nil {
		return maturity.Account{}, err
	}
	email, err := checkEmail(n.Email)
	if err != nil {
		return maturity.Account{}, err
	}
	grants, err := s.grants(ctx, n.Grants)
	if err != nil {
		return maturity.Account{}, err
	}
	var bits [6]byte
	if _, err := io.ReadFull(s.random, bits[:]); err != nil {
		return maturity.Account{}, maturity.Wrap(err, maturity.Internal, "No pseudonym could be made.")
	}
	return maturity.Account{Login: login, Email: email, Pseudonym: pseudonymPrefix + hex.EncodeToString(bits[:]), Demonstration: n.Demonstration,
		CreatedAt: s.instant(), Grants: grants}, nil
}

// pseudonymPrefix begins every pseudonym, and no sign-in name.
const pseudonymPrefix = "person-"

// reserved stand in the audit where no account acts.
var reserved = []string{maturity.ByCommand, maturity.ByNobody, maturity.BySystem, "demonstration", "unknown"}

// checkLogin folds a sign-in name and says what is wrong with it.
func checkLogin(text string) (string, error) {
	login := foldLogin(text)
	if !loginForm.MatchString(login) {
		return "", maturity.Errorf(maturity.Invalid, "Write the sign-in name with 2 to 100 of the characters a-z, 0-9, dot, dash, underline, plus and @, beginning with a letter or digit.")
	}
	if slices.Contains(reserved, login) || strings.HasPrefix(login, pseudonymPrefix) {
		return "", maturity.Errorf(maturity.Invalid, "This sign-in name is reserved. Choose another.")
	}
	return login, nil
}

// checkEmail takes one bare address, or none.
func checkEmail(text string) (string, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return "", nil
	}
	parsed, err := mail.ParseAddress(text)
	if err != nil || parsed.Address != text || len(text) > 254 || strings.ContainsFunc(text, unicode.IsControl) {
		return "", maturity.Errorf(maturity.Invalid, "Write the e-mail address as name@place, for example jo.smith@example.org.")
	}
	return text, nil
}
