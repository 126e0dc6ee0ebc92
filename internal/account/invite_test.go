package account_test

import (
	"context"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"waymark/internal/account"
	"waymark/internal/maturity"
)

const good = "seven quiet herons"

func (o *office) invite(t *testing.T, login string) account.Invited {
	t.Helper()
	invited, err := o.Invite(t.Context(), account.NewAccount{Login: login, Email: login + "@example.org", Grants: []account.NewGrant{{Role: maturity.RoleSubmitter, Code: "RTE"}}}, "admin")
	if err != nil {
		t.Fatal(err)
	}
	return invited
}

func TestInvitations(t *testing.T) {
	t.Parallel()
	o := open(t)
	here := account.Attempt{Address: "192.0.2.1"}
	if _, _, err := o.Add(t.Context(), account.NewAccount{Login: "al", Grants: []account.NewGrant{{Role: maturity.RoleViewer}}}, "command"); err != nil {
		t.Fatal(err)
	}
	invited := o.invite(t, "jo")
	if _, err := o.SignIn(t.Context(), account.Attempt{Login: "jo", Password: "", Address: "192.0.2.1"}); maturity.CodeOf(err) != maturity.Unauthorised {
		t.Errorf("an account without a password opens: %v", err)
	}
	for _, c := range []struct {
		name, key, login, password string
		code                       maturity.Code
	}{
		{"a wrong key", "AAAA" + invited.Key[4:], "jo", good, maturity.NotFound},
		{"no key", "", "jo", good, maturity.NotFound},
		{"a password that is too easy", invited.Key, "jo", "password2026", maturity.Invalid},
		{"the own name as a password", invited.Key, "jo.smith", "hello jo.smith", maturity.Invalid},
		{"a name that is taken", invited.Key, "al", good, maturity.Conflict},
		{"a name that is reserved", invited.Key, "system", good, maturity.Invalid},
		{"as it should be, under another name", invited.Key, " Jo.Smith ", good, ""},
		{"the same key again", invited.Key, "jo.smith", good + " again", maturity.NotFound},
	} {
		in, err := o.Accept(t.Context(), c.key, c.login, c.password, here)
		if maturity.CodeOf(err) != c.code {
			t.Errorf("%s: %v, want %q", c.name, err, c.code)
		}
		if c.code == "" && (in.Account.Login != "jo.smith" || in.Stamp == "" || !in.Account.MaySend() || in.Account.Invited) {
			t.Errorf("%s: %+v", c.name, in)
		}
	}
	if _, err := o.SignIn(t.Context(), account.Attempt{Login: "jo.smith", Password: good, Address: "192.0.2.2"}); err != nil {
		t.Error(err)
	}
	// A lost password: another invitation; the name stays, and the old password until then.
	jo, err := o.ByLogin(t.Context(), "jo.smith")
	if err != nil {
		t.Fatal(err)
	}
	first, err := o.InviteAgain(t.Context(), jo, "admin")
	if err != nil {
		t.Fatal(err)
	}
	second, err := o.InviteAgain(t.Context(), jo, "admin")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := o.Accept(t.Context(), first.Key, "", "nine loud magpies", here); maturity.CodeOf(err) != maturity.NotFound {
		t.Errorf("an invitation outlives the next: %v", err)
	}
	in, err := o.Accept(t.Context(), second.Key, "king", "nine loud magpies", here)
	if err != nil || in.Account.Login != "jo.smith" {
		t.Errorf("%+v %v", in, err)
	}
	if _, err := o.SignIn(t.Context(), account.Attempt{Login: "jo.smith", Password: good, Address: "192.0.2.2"}); maturity.CodeOf(err) != maturity.Unauthorised {
		t.Errorf("the lost password goes on: %v", err)
	}
}

// Invitations end: by time, with the account, and by being tried out.
func TestInvitationsEnd(t *testing.T) {
	t.Parallel()
	o := open(t)
	here := account.Attempt{Address: "192.0.2.1"}
	old, disabled, fresh := o.invite(t, "old"), o.invite(t, "gone"), o.invite(t, "jo")
	if _, err := o.Disable(t.Context(), "gone", "admin"); err != nil {
		t.Fatal(err)
	}
	if _, err := o.ByInvitation(t.Context(), disabled.Key, here); maturity.CodeOf(err) != maturity.NotFound {
		t.Errorf("of a disabled account: %v", err)
	}
	for range 19 {
		if _, err := o.ByInvitation(t.Context(), "guessed", here); maturity.CodeOf(err) != maturity.NotFound && maturity.CodeOf(err) != maturity.TooMany {
			t.Fatal(err)
		}
	}
	for n := range 20 { // other keys from the same place
		if _, err := o.ByInvitation(t.Context(), "guessed "+string(rune('a'+n)), here); maturity.CodeOf(err) == maturity.TooMany {
			break
		} else if n == 19 {
			t.Errorf("keys can be tried out: %v", err)
		}
	}
	if _, err := o.ByInvitation(t.Context(), fresh.Key, account.Attempt{Address: "198.51.100.7"}); err != nil {
		t.Errorf("somebody else is locked out: %v", err)
	}
	o.now = o.now.Add(account.InvitationLasts - time.Second)
	if _, err := o.ByInvitation(t.Context(), old.Key, here); err != nil {
		t.Errorf("in its last second: %v", err)
	}
	o.now = o.now.Add(time.Second)
	if _, err := o.Accept(t.Context(), old.Key, "old", good, here); maturity.CodeOf(err) != maturity.NotFound {
		t.Errorf("after its time: %v", err)
	}
}

func TestAnInvitationCountsOnceForManyAtOnce(t *testing.T) {
	t.Parallel()
	o := open(t)
	invited := o.invite(t, "jo")
	var in atomic.Int32
	var all sync.WaitGroup
	for n := range 8 {
		all.Go(func() {
			_, err := o.Accept(context.Background(), invited.Key, "jo"+string(rune('a'+n)), good, account.Attempt{Address: "192.0.2." + string(rune('a'+n))})
			if err == nil {
				in.Add(1)
			} else if maturity.CodeOf(err) != maturity.NotFound {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if in.Load() != 1 {
		t.Errorf("%d came in with one invitation", in.Load())
	}
}

// Who somebody is at a provider opens the account it is bound to and none else.
func TestIdentities(t *testing.T) {
	t.Parallel()
	o := open(t)
	here := account.Attempt{Address: "192.0.2.1"}
	at := func(subject string) maturity.Identity {
		return maturity.Identity{Issuer: "https://login.example.org", Subject: subject}
	}
	invited, other := o.invite(t, "jo"), o.invite(t, "al")
	if in, err := o.SignInIdentity(t.Context(), at("s1"), here); maturity.CodeOf(err) != maturity.Forbidden || in.Stamp != "" {
		t.Errorf("whoever has an account there has one here: %v", err)
	}
	in, err := o.AcceptIdentity(t.Context(), invited.Key, "jo", at("s1"), here)
	if err != nil || in.Account.Login != "jo" || in.Stamp == "" {
		t.Fatalf("%+v %v", in, err)
	}
	if _, err := o.AcceptIdentity(t.Context(), other.Key, "al", at("s1"), here); maturity.CodeOf(err) != maturity.Conflict {
		t.Errorf("one identity for two accounts: %v", err)
	}
	if _, err := o.ByInvitation(t.Context(), other.Key, here); err != nil {
		t.Errorf("the invitation is used up all the same: %v", err)
	}
	if in, err := o.SignInIdentity(t.Context(), at("s1"), here); err != nil || in.Account.ID != invited.Account.ID {
		t.Errorf("%+v %v", in, err)
	}
	if _, err := o.BySession(t.Context(), in.Account.ID, in.Stamp); err != nil {
		t.Error(err)
	}
	for _, i := range []maturity.Identity{at("s2"), at("S1"), {Issuer: "https://evil.example", Subject: "s1"}} {
		if _, err := o.SignInIdentity(t.Context(), i, here); maturity.CodeOf(err) != maturity.Forbidden {
			t.Errorf("%+v opens: %v", i, err)
		}
	}
	if _, err := o.SignIn(t.Context(), account.Attempt{Login: "jo", Password: "", Address: "192.0.2.9"}); maturity.CodeOf(err) != maturity.Unauthorised {
		t.Errorf("without a password: %v", err)
	}
	jo, err := o.ByLogin(t.Context(), "jo")
	if err != nil {
		t.Fatal(err)
	}
	if err := o.Bind(t.Context(), jo, "https://login.example.org", " s9 ", "admin"); err != nil {
		t.Error(err)
	}
	if _, err := o.SignInIdentity(t.Context(), at("s1"), here); maturity.CodeOf(err) != maturity.Forbidden {
		t.Errorf("the identity before goes on: %v", err)
	}
	if _, err := o.Disable(t.Context(), "jo", "admin"); err != nil {
		t.Fatal(err)
	}
	if _, err := o.SignInIdentity(t.Context(), at("s9"), here); maturity.CodeOf(err) != maturity.Forbidden {
		t.Errorf("a disabled account opens: %v", err)
	}
}

// Erasing leaves nothing by which somebody can be known or come in; what they did stays under the pseudonym.
func TestErasing(t *testing.T) {
	t.Parallel()
	o := open(t)
	jo, password, _, _ := o.withTwoStep(t, "jo.smith")
	if _, err := o.Grant(t.Context(), jo, account.NewGrant{Role: maturity.RoleSubmitter, Code: "RTE"}, "jo.smith"); err != nil {
		t.Fatal(err)
	}
	if err := o.Bind(t.Context(), jo, "https://login.example.org", "jo.smith", "jo.smith"); err != nil {
		t.Fatal(err)
	}
	_, key, err := o.CreateTokenFor(t.Context(), "jo.smith", "nightly", 10, "jo.smith")
	if err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		`UPDATE account SET email = 'jo.smith@example.org' WHERE login = 'jo.smith'`,
		`INSERT INTO submission (received_at, known_from, submitted_by, account_id, via, file_name, size, sha256, state, check_only, auto_write) SELECT now(), now(), login, id, 'page', 'a.csv', 1, 'x', 'refused', false, false FROM account WHERE login = 'jo.smith'`,
		`INSERT INTO return (collection, organisation_id, period_kind, period_start, state, submitted_by) SELECT 'quarterly', id, 1, '2018-07-01', 'submitted', 'jo.smith' FROM organisation WHERE code = 'RTE'`,
		`INSERT INTO return_step (return_id, round, version, at, account, action, to_state) SELECT id, 1, 1, now(), 'jo.smith', 'submitted', 'submitted' FROM return`,
	} {
		if _, err := o.db.SQL().Exec(statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	if err := o.Erase(t.Context(), jo, "jo.smith"); maturity.CodeOf(err) != maturity.Conflict {
		t.Errorf("somebody erases the own account: %v", err)
	}
	if err := o.Erase(t.Context(), jo, "command"); err != nil {
		t.Fatal(err)
	}
	var left string
	if err := o.db.SQL().QueryRow(`SELECT coalesce(string_agg(place, ' '), '') FROM (
		SELECT 'account' AS place FROM account a WHERE a::text LIKE '%jo.smith%' UNION ALL SELECT 'audit' FROM audit a WHERE a::text LIKE '%jo.smith%'
		UNION ALL SELECT 'submission' FROM submission s WHERE s::text LIKE '%jo.smith%' UNION ALL SELECT 'return' FROM return r WHERE r::text LIKE '%jo.smith%'
		UNION ALL SELECT 'step' FROM return_step s WHERE s::text LIKE '%jo.smith%' UNION ALL SELECT 'identity' FROM openid_identity UNION ALL SELECT 'token' FROM api_token
		UNION ALL SELECT 'grant' FROM account_grant UNION ALL SELECT 'code' FROM recovery_code) AS left_over`).Scan(&left); err != nil || left != "" {
		t.Errorf("left over in %s: %v", left, err)
	}
	var by string
	if err := o.db.SQL().QueryRow(`SELECT submitted_by || ' ' || (SELECT submitted_by FROM return) || ' ' || (SELECT account FROM return_step) FROM submission`).Scan(&by); err != nil || by != strings.TrimSpace(strings.Repeat(jo.Pseudonym+" ", 3)) {
		t.Errorf("what was done is of %q: %v", by, err)
	}
	if _, err := o.SignIn(t.Context(), account.Attempt{Login: "jo.smith", Password: password, Address: "192.0.2.1"}); maturity.CodeOf(err) != maturity.Unauthorised {
		t.Errorf("the password opens: %v", err)
	}
	if _, err := o.ByToken(t.Context(), key); maturity.CodeOf(err) != maturity.Unauthorised {
		t.Errorf("the token opens: %v", err)
	}
	erased, err := o.ByID(t.Context(), jo.ID)
	if err != nil || erased.Login != jo.Pseudonym || erased.ErasedAt == nil {
		t.Errorf("%+v %v", erased, err)
	}
	for name, err := range map[string]error{"enabled": third(o.Enable(t.Context(), erased.Login, "command")), "erased again": o.Erase(t.Context(), erased, "command"),
		"granted": second(o.Grant(t.Context(), erased, account.NewGrant{Role: maturity.RoleViewer}, "command")), "invited": second(o.InviteAgain(t.Context(), erased, "command")),
		"bound": o.Bind(t.Context(), erased, "https://login.example.org", "jo", "command")} {
		if maturity.CodeOf(err) != maturity.Conflict {
			t.Errorf("an erased account is %s: %v", name, err)
		}
	}
	if _, _, err := o.Add(t.Context(), account.NewAccount{Login: "jo.smith", Grants: []account.NewGrant{{Role: maturity.RoleViewer}}}, "command"); err != nil {
		t.Errorf("the name is not free again: %v", err)
	}
	contacts, err := o.Contacts(t.Context(), "command")
	if err != nil || len(contacts) != 1 || contacts[0].Login != "jo.smith" || contacts[0].ID == jo.ID {
		t.Errorf("%+v %v", contacts, err)
	}
}
