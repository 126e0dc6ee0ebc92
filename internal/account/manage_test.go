package account_test

import (
	"strings"
	"testing"

	"waymark/internal/account"
	"waymark/internal/maturity"
)

// Whoever is shut out is out at once, by session, token and password; and coming back opens nothing from before.
func TestAccountsAreShutOutAndLetInAgain(t *testing.T) {
	t.Parallel()
	o := open(t)
	jo, password, err := o.Add(t.Context(), account.NewAccount{Login: "jo", Grants: []account.NewGrant{{Role: maturity.RoleSubmitter, Code: "RTE"}, {Role: maturity.RoleViewer}}}, "command")
	if err != nil {
		t.Fatal(err)
	}
	in := func(password, device string) (account.SignedIn, error) {
		return o.SignIn(t.Context(), account.Attempt{Login: "jo", Password: password, Address: "192.0.2.1", Device: device})
	}
	before, err := in(password, "")
	if err != nil {
		t.Fatal(err)
	}
	_, key, err := o.CreateTokenFor(t.Context(), "jo", "nightly", 10, "command")
	if err != nil {
		t.Fatal(err)
	}
	nothingOpens := func(when, password string) {
		t.Helper()
		if _, err := o.BySession(t.Context(), jo.ID, before.Stamp); maturity.CodeOf(err) != maturity.Unauthorised {
			t.Errorf("%s the session goes on: %v", when, err)
		}
		if _, err := o.ByToken(t.Context(), key); maturity.CodeOf(err) != maturity.Unauthorised {
			t.Errorf("%s the token opens: %v", when, err)
		}
		if _, err := in(password, before.Device); maturity.CodeOf(err) != maturity.Unauthorised {
			t.Errorf("%s the password opens: %v", when, err)
		}
	}
	if changed, err := o.Disable(t.Context(), " JO ", "command"); !changed || err != nil {
		t.Fatal(changed, err)
	}
	if changed, err := o.Disable(t.Context(), "jo", "command"); changed || err != nil {
		t.Error("disabled twice", changed, err)
	}
	nothingOpens("when disabled", password)
	if _, _, err := o.CreateTokenFor(t.Context(), "jo", "nightly", 10, "command"); maturity.CodeOf(err) != maturity.Conflict {
		t.Errorf("a disabled account gets a token: %v", err)
	}
	if _, _, err := o.ResetPassword(t.Context(), "jo", "command"); maturity.CodeOf(err) != maturity.Conflict {
		t.Errorf("a disabled account gets a password: %v", err)
	}
	_, next, err := o.Enable(t.Context(), "jo", "command")
	if err != nil || next == password {
		t.Fatal(next, err)
	}
	nothingOpens("when enabled again", password)
	after, err := in(next, "")
	if err != nil || len(after.Account.Grants) != 2 {
		t.Errorf("the new password does not open: %+v %v", after.Account, err)
	}
	if _, _, err := o.Enable(t.Context(), "jo", "command"); maturity.CodeOf(err) != maturity.Conflict {
		t.Errorf("enabled twice: %v", err)
	}
	_, last, err := o.ResetPassword(t.Context(), "jo", "command")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := o.BySession(t.Context(), jo.ID, after.Stamp); maturity.CodeOf(err) != maturity.Unauthorised {
		t.Errorf("a session outlives its password: %v", err)
	}
	if _, err := in(last, ""); err != nil {
		t.Error(err)
	}
	var actions string
	if err := o.db.SQL().QueryRow(`SELECT string_agg(action, ' ' ORDER BY id) FROM audit WHERE subject = $1 AND action NOT LIKE 'session.%'`, jo.Pseudonym).Scan(&actions); err != nil ||
		actions != "account.created token.created account.disabled account.enabled account.password_reset" {
		t.Errorf("the audit has %s: %v", actions, err)
	}
	for _, err := range []error{second(o.Disable(t.Context(), "nobody", "command")), third(o.Enable(t.Context(), "nobody", "command")), third(o.ResetPassword(t.Context(), "nobody", "command"))} {
		if maturity.CodeOf(err) != maturity.NotFound {
			t.Errorf("nobody: %v", err)
		}
	}
}

func second[A any](_ A, err error) error        { return err }
func third[A, B any](_ A, _ B, err error) error { return err }

func TestListedAccounts(t *testing.T) {
	t.Parallel()
	o := open(t)
	for login, grants := range map[string][]account.NewGrant{
		"zoe": {{Role: maturity.RoleAdmin}},
		"ann": {{Role: maturity.RoleSubmitter, Code: "RTE"}, {Role: maturity.RoleAnalyst, Code: "glos"}, {Role: maturity.RoleViewer}},
	} {
		if _, _, err := o.Add(t.Context(), account.NewAccount{Login: login, Grants: grants}, "command"); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := o.Disable(t.Context(), "zoe", "command"); err != nil {
		t.Fatal(err)
	}
	all, err := o.List(t.Context())
	var words []string
	for _, a := range all {
		word := a.Login
		for _, g := range a.Grants {
			word += " " + string(g.Role) + g.Code
		}
		if a.Disabled {
			word += " disabled"
		}
		words = append(words, word)
	}
	if got := strings.Join(words, "; "); err != nil || got != "ann analystglos submitterRTE viewer; zoe admin disabled" {
		t.Errorf("%s: %v", got, err)
	}
}

// A token is ended by the beginning of its hash, and never by that of another account's.
func TestTokensAreRevokedByTheirID(t *testing.T) {
	t.Parallel()
	o := open(t)
	for _, login := range []string{"jo", "al"} {
		if _, _, err := o.Add(t.Context(), account.NewAccount{Login: login, Grants: []account.NewGrant{{Role: maturity.RoleViewer}}}, "command"); err != nil {
			t.Fatal(err)
		}
	}
	token, key, err := o.CreateTokenFor(t.Context(), "jo", "nightly", 10, "command")
	if err != nil {
		t.Fatal(err)
	}
	id := account.TokenID(token)
	for _, wrong := range [][2]string{{"al", id}, {"jo", ""}, {"jo", id[:7]}, {"jo", "zz" + id}, {"nobody", id}} {
		if _, err := o.RevokeTokenOf(t.Context(), wrong[0], wrong[1], "command"); maturity.CodeOf(err) != maturity.NotFound {
			t.Errorf("%q: %v", wrong, err)
		}
	}
	if _, err := o.ByToken(t.Context(), key); err != nil {
		t.Error(err)
	}
	if ended, err := o.RevokeTokenOf(t.Context(), "jo", strings.ToUpper(id), "command"); err != nil || ended.Name != "nightly" {
		t.Error(ended.Name, err)
	}
	if _, err := o.ByToken(t.Context(), key); maturity.CodeOf(err) != maturity.Unauthorised {
		t.Errorf("a revoked token opens: %v", err)
	}
	if tokens, err := o.TokensOf(t.Context(), "jo"); err != nil || len(tokens) != 1 || tokens[0].RevokedAt == nil {
		t.Errorf("%+v %v", tokens, err)
	}
}
