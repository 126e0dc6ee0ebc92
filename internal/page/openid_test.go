package page_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"waymark/internal/account"
	"waymark/internal/maturity"
	"waymark/internal/openid"
	"waymark/internal/testfile"
)

// Signing in with an account at a real provider: by invitation, again later, as a stranger, and with what was not begun here.
func TestSigningInWithAnAccountAtAProvider(t *testing.T) {
	t.Parallel()
	provider := testfile.NewProvider(t, "http://127.0.0.1/sign-in/openid/back")
	s := newSite(t, func(set *settings) {
		set.openid = openid.New(openid.Options{Issuer: provider.Issuer, ClientID: provider.ClientID, ClientSecret: provider.ClientSecret})
		set.issuer = provider.Issuer
	})
	s.addRoles()
	begin := func(v *visitor, path string) string {
		t.Helper()
		a := v.get(path)
		address := a.header.Get("Location")
		if a.status != http.StatusSeeOther || !strings.HasPrefix(address, provider.Issuer+"/authorize?") {
			t.Fatalf("%s: %d %s %s", path, a.status, address, a.text())
		}
		return address
	}
	if a := s.visitor().get("/sign-in?next=/measures"); !strings.Contains(a.body, `href="/sign-in/openid?next=%2fmeasures"`) || !strings.Contains(a.text(), "Sign in with The Provider") {
		t.Errorf("the sign-in page does not name the provider: %s", a.body)
	}

	stranger := s.visitor()
	back := provider.Answer(t, begin(stranger, "/sign-in/openid"), "s-jo")
	if a := stranger.get(back.RequestURI()); a.status != http.StatusForbidden || !strings.Contains(a.text(), "Your account there opens nothing here") || !strings.Contains(a.text(), "Sign in with") {
		t.Errorf("a stranger with an account there: %d %s", a.status, a.text())
	}
	var accounts int
	if err := s.db.SQL().QueryRow(`SELECT count(*) FROM account`).Scan(&accounts); err != nil || accounts != 4 {
		t.Errorf("%d accounts: %v", accounts, err)
	}

	invited, err := s.accounts.Invite(t.Context(), account.NewAccount{Login: "jo", Grants: []account.NewGrant{{Role: maturity.RoleViewer}}}, "admin")
	if err != nil {
		t.Fatal(err)
	}
	jo := s.visitor()
	jo.get("/invitation?key=" + invited.Key)
	if a := jo.get("/invitation"); !strings.Contains(a.body, `href="/invitation/openid"`) {
		t.Error(a.text())
	}
	back = provider.Answer(t, begin(jo, "/invitation/openid"), "s-jo")
	if a := jo.get(back.RequestURI()); a.status != http.StatusSeeOther || a.header.Get("Location") != "/" {
		t.Fatalf("%d %s", a.status, a.text())
	}
	if a := jo.get("/account"); a.status != http.StatusOK || !strings.Contains(a.text(), "your account at "+provider.Issuer) {
		t.Errorf("%d %s", a.status, a.text())
	}

	later := s.visitor()
	back = provider.Answer(t, begin(later, "/sign-in/openid?next=/measures"), "s-jo")
	if a := later.get(back.RequestURI()); a.status != http.StatusSeeOther || a.header.Get("Location") != "/measures" {
		t.Errorf("%d %s", a.status, a.text())
	}
	if a := s.visitor().get(back.RequestURI()); a.status != http.StatusForbidden {
		t.Errorf("an answer in another browser: %d", a.status)
	}
	if a := later.get(back.RequestURI()); a.status != http.StatusForbidden {
		t.Errorf("an answer a second time: %d", a.status)
	}
	quitter := s.visitor()
	back = provider.Answer(t, begin(quitter, "/sign-in/openid"), "")
	if a := quitter.get(back.RequestURI()); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.text(), "did not sign you in") {
		t.Errorf("%d %s", a.status, a.text())
	}

	admin := s.as("admin")
	person := "/admin/people/" + s.idOf("viewer")
	if a := admin.post(person, person+"/identity", url.Values{"subject": {"s-jo"}}); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.text(), "belongs to another account") {
		t.Errorf("one identity for two accounts: %d %s", a.status, a.text())
	}
	if a := admin.post(person, person+"/identity", url.Values{"subject": {"s-viewer"}}); a.status != http.StatusSeeOther {
		t.Errorf("%d %s", a.status, a.text())
	}
	viewer := s.visitor()
	back = provider.Answer(t, begin(viewer, "/sign-in/openid"), "s-viewer")
	if a := viewer.get(back.RequestURI()); a.status != http.StatusSeeOther {
		t.Errorf("%d %s", a.status, a.text())
	}
	if a := admin.post(person, person+"/identity", url.Values{"remove": {provider.Issuer}}); a.status != http.StatusSeeOther {
		t.Errorf("%d %s", a.status, a.text())
	}
	back = provider.Answer(t, begin(s.visitor(), "/sign-in/openid"), "s-viewer")
	if a := viewer.get(back.RequestURI()); a.status != http.StatusForbidden {
		t.Errorf("taken away, and still in: %d", a.status)
	}
}

// downProvider does not answer.
type downProvider struct{}

func (downProvider) Begin(context.Context, string) (string, string, error) {
	return "", "", maturity.Errorf(maturity.Unavailable, "The provider does not answer.")
}

func (downProvider) Finish(context.Context, string, string, url.Values) (maturity.Identity, error) {
	return maturity.Identity{}, maturity.Errorf(maturity.Unavailable, "The provider does not answer.")
}

func TestWithoutAProvider(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, path := range []string{"/sign-in/openid", "/sign-in/openid/back?code=x&state=y", "/invitation/openid"} {
		if a := s.visitor().get(path); a.status != http.StatusNotFound {
			t.Errorf("%s: %d", path, a.status)
		}
	}
	if a := s.visitor().get("/sign-in"); strings.Contains(a.body, "openid") {
		t.Error("a way in that is not there")
	}
	down := newSite(t, func(set *settings) { set.openid = downProvider{} })
	if a := down.visitor().get("/sign-in/openid"); a.status != http.StatusServiceUnavailable || !strings.Contains(a.text(), "does not answer") || !strings.Contains(a.text(), "Password") {
		t.Errorf("%d %s", a.status, a.text())
	}
}
