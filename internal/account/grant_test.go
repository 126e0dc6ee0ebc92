package account_test

import (
	"strings"
	"testing"
	"time"

	"waymark/internal/account"
	"waymark/internal/maturity"
)

// declared knows the one collection there is here.
func declared(id string) bool { return id == "quarterly" }

func at(text string) *time.Time {
	t, err := time.Parse("2006-01-02T15:04", text)
	if err != nil {
		panic(err)
	}
	return &t
}

// A role may be for an organisation, a collection and a time; what is wrong with it is said.
func TestGrants(t *testing.T) {
	t.Parallel()
	o := open(t) // it is 9:00 on 15 November 2018
	jo, _, err := o.Add(t.Context(), account.NewAccount{Login: "jo", Grants: []account.NewGrant{{Role: maturity.RoleViewer}}}, "command")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		asked account.NewGrant
		want  string // what the refusal says; "" when it is given
	}{
		{account.NewGrant{Role: maturity.RoleApprover, Code: "glos"}, ""},
		{account.NewGrant{Role: maturity.RoleApprover, Code: "RTE", Collection: "quarterly"}, ""}, // one organisation of a footprint, one collection
		{account.NewGrant{Role: maturity.RoleSubmitter, Code: "RTE", Until: at("2018-12-01T00:00")}, ""},
		{account.NewGrant{Role: maturity.RoleSubmitter, Code: "RTE", Since: at("2019-01-01T00:00"), Collection: "quarterly"}, ""},
		{account.NewGrant{Role: maturity.RoleApprover}, "needs the code"},
		{account.NewGrant{Role: maturity.RoleAdmin, Collection: "quarterly"}, "not given for one collection"},
		{account.NewGrant{Role: maturity.RoleSubmitter, Code: "RTE", Collection: "yearly"}, `no collection with the id "yearly"`},
		{account.NewGrant{Role: maturity.RoleSubmitter, Code: "RTE", Since: at("2019-02-01T00:00"), Until: at("2019-02-01T00:00")}, "end before it begins"},
		{account.NewGrant{Role: maturity.RoleSubmitter, Code: "RTE", Until: at("2018-11-15T09:00")}, "have ended already"},
		{account.NewGrant{Role: "king"}, "not a role"},
		{account.NewGrant{Role: maturity.RoleSubmitter, Code: "ZZZ"}, "no organisation"},
	} {
		if _, err := o.Grant(t.Context(), jo, c.asked, "admin"); c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(maturity.SentenceOf(err), c.want)) {
			t.Errorf("%+v: %v, want %q", c.asked, err, c.want)
		}
	}
	// The same role again only changes its time.
	if _, err := o.Grant(t.Context(), jo, account.NewGrant{Role: maturity.RoleSubmitter, Code: "RTE", Until: at("2018-11-20T00:00")}, "admin"); err != nil {
		t.Fatal(err)
	}
	stored, err := o.ByID(t.Context(), jo.ID)
	if err != nil || len(stored.Grants) != 5 {
		t.Fatalf("%d grants: %+v %v", len(stored.Grants), stored.Grants, err)
	}
	if _, err := o.Revoke(t.Context(), stored, account.NewGrant{Role: maturity.RoleApprover, Code: "RTE", Collection: "quarterly"}, "admin"); err != nil {
		t.Error(err)
	}
	if _, err := o.Revoke(t.Context(), stored, account.NewGrant{Role: maturity.RoleApprover, Code: "RTE"}, "admin"); maturity.CodeOf(err) != maturity.NotFound {
		t.Errorf("a role that is not there is taken away: %v", err)
	}
	admin := maturity.Account{ID: jo.ID, Login: "jo", Grants: []maturity.Grant{{Role: maturity.RoleAdmin}}}
	if _, err := o.Revoke(t.Context(), admin, account.NewGrant{Role: maturity.RoleAdmin}, "jo"); maturity.CodeOf(err) != maturity.Conflict {
		t.Errorf("an administrator locks everybody out: %v", err)
	}
}

// A grant counts while it is in force and nowhere else: in the roles of a session, in the reach of a permission, for
// whole submissions.
func TestGrantsOutOfForceCountForNothing(t *testing.T) {
	t.Parallel()
	o := open(t)
	jo, password, err := o.Add(t.Context(), account.NewAccount{Login: "jo", Grants: []account.NewGrant{
		{Role: maturity.RoleSubmitter, Code: "RTE", Until: at("2018-12-01T00:00")},
		{Role: maturity.RoleApprover, Code: "glos", Collection: "quarterly", Since: at("2019-01-01T00:00"), Until: at("2019-02-01T00:00")},
	}}, "command")
	if err != nil {
		t.Fatal(err)
	}
	in, err := o.SignIn(t.Context(), account.Attempt{Login: "jo", Password: password, Address: "192.0.2.1"})
	if err != nil {
		t.Fatal(err)
	}
	_, key, err := o.CreateTokenFor(t.Context(), "jo", "nightly", 300, "command")
	if err != nil {
		t.Fatal(err)
	}
	quarterly := maturity.Collection{ID: "quarterly"}
	for _, c := range []struct {
		when                       string
		sends, decides             bool
		edits, approves, otherwise int // organisations: of the collection, of the collection, of another
	}{
		{"2018-11-15T09:00", true, false, 1, 0, 0},
		{"2018-11-30T23:59", true, false, 1, 0, 0},
		{"2018-12-01T00:00", false, false, 0, 0, 0},
		{"2018-12-31T23:59", false, false, 0, 0, 0},
		{"2019-01-01T00:00", false, true, 0, 6, 0},
		{"2019-01-31T23:59", false, true, 0, 6, 0},
		{"2019-02-01T00:00", false, false, 0, 0, 0},
	} {
		o.now = *at(c.when)
		for _, how := range []string{"session", "token"} {
			var a maturity.Account
			if how == "session" {
				a, err = o.BySession(t.Context(), jo.ID, in.Stamp)
			} else {
				a, err = o.ByToken(t.Context(), key)
			}
			if err != nil {
				t.Fatal(err)
			}
			if a.MaySend() != c.sends || a.MayDecide() != c.decides || a.Has(maturity.RoleSubmitter) != c.sends || a.Has(maturity.RoleApprover) != c.decides {
				t.Errorf("%s by %s: sends %v, decides %v", c.when, how, a.MaySend(), a.MayDecide())
			}
		}
		stored, err := o.ByID(t.Context(), jo.ID) // with all grants: Reach must not be taken in
		if err != nil {
			t.Fatal(err)
		}
		reach := func(what maturity.Permission, of maturity.Collection) int {
			scope, err := o.Reach(t.Context(), stored, what, of)
			if err != nil || scope.All {
				t.Errorf("%+v %v", scope, err)
			}
			return len(scope.Organisations)
		}
		if got := reach(maturity.EditReturn, quarterly); got != c.edits {
			t.Errorf("%s: edits %d", c.when, got)
		}
		if got := reach(maturity.ApproveReturn, quarterly); got != c.approves {
			t.Errorf("%s: approves %d", c.when, got)
		}
		if got := reach(maturity.ApproveReturn, maturity.Collection{ID: "yearly"}); got != c.otherwise {
			t.Errorf("%s: approves %d of another collection", c.when, got)
		}
		if may, err := o.MayDecide(t.Context(), stored, maturity.Submission{Account: jo.ID}, nil); may != c.sends || err != nil {
			t.Errorf("%s: may write the own submission: %v %v", c.when, may, err)
		}
	}
}

// A token may do what its scopes and its account both allow.
func TestScopesNarrowATokenAndNothingElse(t *testing.T) {
	t.Parallel()
	o := open(t)
	if _, _, err := o.Add(t.Context(), account.NewAccount{Login: "jo", Grants: []account.NewGrant{{Role: maturity.RoleAdmin}}}, "command"); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		scopes               []maturity.TokenScope
		reads, sends, decide bool
	}{
		{[]maturity.TokenScope{maturity.ScopeRead}, true, false, false},
		{[]maturity.TokenScope{maturity.ScopeSend}, false, true, false},
		{[]maturity.TokenScope{maturity.ScopeRead, maturity.ScopeDecide}, true, false, true},
		{nil, true, true, true},
	} {
		_, key, err := o.CreateTokenFor(t.Context(), "jo", "nightly", 10, "command", c.scopes...)
		if err != nil {
			t.Fatal(err)
		}
		a, err := o.ByToken(t.Context(), key)
		if err != nil || a.Allows(maturity.ScopeRead) != c.reads || a.MaySend() != c.sends || a.MayDecide() != c.decide {
			t.Errorf("%v: %+v %v", c.scopes, a, err)
		}
		for what, want := range map[maturity.Permission]bool{maturity.ReadDraft: c.reads, maturity.EditReturn: c.sends, maturity.ReviewReturn: c.decide,
			maturity.ApproveReturn: c.decide, maturity.PublishReturn: c.decide, maturity.ChaseReturn: c.decide} {
			if scope, err := o.Reach(t.Context(), a, what, maturity.Collection{}); err != nil || scope.All != want || len(scope.Organisations) != 0 {
				t.Errorf("%v to %s: %+v %v", c.scopes, what, scope, err)
			}
		}
		if may, err := o.MayDecide(t.Context(), a, maturity.Submission{Account: a.ID}, nil); may != c.sends || err != nil {
			t.Errorf("%v writes a submission: %v %v", c.scopes, may, err)
		}
	}
	if _, _, err := o.CreateTokenFor(t.Context(), "jo", "nightly", 10, "command", "administer"); maturity.CodeOf(err) != maturity.Invalid {
		t.Errorf("a scope that does not exist: %v", err)
	}
}
