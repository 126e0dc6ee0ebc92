package page_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"waymark/internal/account"
	"waymark/internal/maturity"
)

func TestSigningInAndOut(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.addRoles()
	v := s.visitor()
	if a := v.get("/account?x=1"); a.status != http.StatusSeeOther || a.header.Get("Location") != "/sign-in?next=%2Faccount%3Fx%3D1" {
		t.Errorf("a stranger is not sent to sign in: %d %s", a.status, a.header.Get("Location"))
	}
	a := v.post("/sign-in", "/sign-in", url.Values{"login": {" Viewer "}, "password": {password}, "next": {"/account?x=1"}})
	if a.status != http.StatusSeeOther || a.header.Get("Location") != "/account?x=1" {
		t.Fatalf("%d %s", a.status, a.text())
	}
	if a := v.get("/account"); a.status != http.StatusOK || !strings.Contains(a.text(), "may read boards") {
		t.Errorf("%d %s", a.status, a.text())
	}
	if a := v.get("/sign-out"); a.status != http.StatusMethodNotAllowed {
		t.Errorf("signing out by a link: %d", a.status)
	}
	stolen := s.visitor()
	home, _ := url.Parse(s.server.URL)
	stolen.client.Jar.SetCookies(home, v.client.Jar.Cookies(home))
	if a := v.post("/account", "/sign-out", nil); a.status != http.StatusSeeOther {
		t.Fatalf("%d %s", a.status, a.text())
	}
	for name, left := range map[string]*visitor{"the browser": v, "a copy of its cookies": stolen} {
		if a := left.get("/account"); a.status != http.StatusSeeOther {
			t.Errorf("%s is still signed in: %d", name, a.status)
		}
	}
}

func TestSignInSaysTheSameWhateverIsWrong(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.addRoles()
	s.add("gone", account.NewGrant{Role: maturity.RoleViewer})
	s.exec(`UPDATE account SET disabled = true WHERE login = 'gone'`)
	var first string
	for _, login := range []string{"viewer", "nobody", "gone", "'; drop table account; --", strings.Repeat("x", 5000), "\u202eadmin"} {
		secret := "wrong password here"
		if login == "gone" {
			secret = password
		}
		a := s.visitor().signIn(login, secret)
		text := strings.ReplaceAll(a.text(), login, "")
		if first == "" {
			first = text
		}
		if a.status != http.StatusUnauthorized || text != first {
			t.Errorf("%.20q: %d %s", login, a.status, a.text())
		}
	}
}

func TestSessionBeginsUnderANewTokenWithSafeCookies(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.addRoles()
	v := s.visitor()
	home, _ := url.Parse(s.server.URL)
	planted := &http.Cookie{Name: "waymark_session", Value: strings.Repeat("A", 43), Path: "/"}
	v.client.Jar.SetCookies(home, []*http.Cookie{planted})
	if a := v.signIn("viewer", password); a.status != http.StatusSeeOther {
		t.Fatal(a.status, a.text())
	} else if cookies := strings.Join(a.header.Values("Set-Cookie"), "\n"); !strings.Contains(cookies, "waymark_session=") || strings.Count(cookies, "HttpOnly") < 3 || strings.Contains(cookies, "SameSite=None") {
		t.Error(cookies)
	}
	fixed := s.visitor()
	fixed.client.Jar.SetCookies(home, []*http.Cookie{planted})
	if a := fixed.get("/account"); a.status != http.StatusSeeOther {
		t.Errorf("the planted session became the visitor's: %d", a.status)
	}
	var stored int
	for _, c := range v.client.Jar.Cookies(home) {
		if err := s.db.SQL().QueryRow(`SELECT count(*) FROM sessions WHERE token = $1`, c.Value).Scan(&stored); err != nil || stored != 0 {
			t.Errorf("the store holds the cookie %s itself", c.Name)
		}
	}
}

func TestCookiesBehindHTTPSAreSecure(t *testing.T) {
	t.Parallel()
	s := newSite(t, func(set *settings) { set.secure = true })
	a := s.visitor().get("/sign-in")
	cookies := a.header.Values("Set-Cookie")
	if len(cookies) == 0 || a.header.Get("Strict-Transport-Security") == "" {
		t.Fatal(cookies, a.header)
	}
	for _, c := range cookies {
		if !strings.HasPrefix(c, "__Host-") || !strings.Contains(c, "; Secure") || !strings.Contains(c, "; HttpOnly") || !strings.Contains(c, "Path=/") {
			t.Error(c)
		}
	}
}

func TestANewPasswordOrARoleTakenAwayCountsAtOnce(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.addRoles()
	here, elsewhere := s.as("viewer"), s.as("viewer")
	fields := url.Values{"present": {password}, "next": {"nine loud magpies"}, "again": {"nine loud magpies"}}
	if a := here.post("/account", "/account/password", fields); a.status != http.StatusSeeOther {
		t.Fatal(a.status, a.text())
	}
	if a := here.get("/account?changed=password"); a.status != http.StatusOK || !strings.Contains(a.text(), "Your password is changed") {
		t.Error(a.status, a.text())
	}
	if a := elsewhere.get("/account"); a.status != http.StatusSeeOther {
		t.Errorf("the other session goes on: %d", a.status)
	}
	s.exec(`UPDATE account SET disabled = true WHERE login = 'viewer'`)
	if a := here.get("/account"); a.status != http.StatusSeeOther {
		t.Errorf("a disabled account is still in: %d", a.status)
	}
}

func TestPasswordFormSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.addRoles()
	v := s.as("viewer")
	for _, c := range []struct{ present, next, again, want string }{
		{"", "nine loud magpies", "nine loud magpies", "Enter your present password"},
		{"not this one", "nine loud magpies", "nine loud magpies", "The present password is wrong"},
		{password, "short", "short", "too short"},
		{password, "nine loud magpies", "nine loud magpie", "differ"},
		{password, "aaaaaaaaaaaaaa", "aaaaaaaaaaaaaa", "too easy to guess"},
		{password, "my viewer secret", "my viewer secret", "must not hold the sign-in name"},
	} {
		a := v.post("/account", "/account/password", url.Values{"present": {c.present}, "next": {c.next}, "again": {c.again}})
		if a.status != http.StatusUnprocessableEntity || !strings.Contains(a.text(), c.want) {
			t.Errorf("%+v: %d %s", c, a.status, a.text())
		}
		if strings.Contains(a.body, `value="`+c.next) {
			t.Errorf("the page repeats the password %q", c.next)
		}
	}
}

func TestAfterSigningInVisitorsStayHere(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.addRoles()
	for next, want := range map[string]string{
		"/account?changed=password": "/account?changed=password", "": "/", "https://evil.example/": "/", "//evil.example": "/", "/\\evil.example": "/",
		"javascript:alert(1)": "/", "/sign-in?next=/x": "/", "/a\r\nSet-Cookie: x=y": "/", "%2F%2Fevil.example": "/", "/%2Fevil.example": "/",
	} {
		v := s.visitor()
		a := v.post("/sign-in", "/sign-in", url.Values{"login": {"viewer"}, "password": {password}, "next": {next}})
		if a.status != http.StatusSeeOther || a.header.Get("Location") != want {
			t.Errorf("%q leads to %q, not %q", next, a.header.Get("Location"), want)
		}
	}
}

func TestThrottlingEndsGuessingButLocksNobodyOut(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.addRoles()
	owner := s.as("viewer") // this device is known from now on
	owner.post("/account", "/sign-out", nil)
	thief := s.visitor()
	for n := range 5 {
		if a := thief.signIn("viewer", "a wrong password"); a.status != http.StatusUnauthorized {
			t.Fatalf("attempt %d: %d", n, a.status)
		}
	}
	a := thief.signIn("viewer", password)
	if a.status != http.StatusTooManyRequests || a.header.Get("Retry-After") != "900" || !strings.Contains(a.text(), "Try again in 15 minutes") {
		t.Errorf("the sixth attempt, with the right password: %d %q %s", a.status, a.header.Get("Retry-After"), a.text())
	}
	if a := owner.signIn("viewer", password); a.status != http.StatusSeeOther {
		t.Errorf("the owner is locked out on a known device: %d %s", a.status, a.text())
	}
	s.clock.Time = s.clock.Add(15*time.Minute + time.Second)
	if a := s.visitor().signIn("viewer", password); a.status != http.StatusSeeOther {
		t.Errorf("the throttle does not end: %d %s", a.status, a.text())
	}
}

func TestThrottlingByAddressAndByForgedDevice(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.addRoles()
	logins := []string{"a1", "a2", "a3", "a4", "a5"}
	for n := range 20 {
		if a := s.visitor().signIn(logins[n%5], "a wrong password"); a.status != http.StatusUnauthorized {
			t.Fatalf("attempt %d: %d", n, a.status)
		}
	}
	v := s.visitor()
	home, _ := url.Parse(s.server.URL)
	v.client.Jar.SetCookies(home, []*http.Cookie{{Name: "waymark_device", Value: "9999999999.NONCE.bm90LWEtbWFj", Path: "/"}})
	if a := v.signIn("viewer", password); a.status != http.StatusTooManyRequests {
		t.Errorf("the address is not throttled: %d %s", a.status, a.text())
	}
}

// A password that an administrator was shown lets its owner in only to choose another.
func TestAGivenPasswordIsChangedFirst(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	_, given, err := s.accounts.Add(t.Context(), account.NewAccount{Login: "jo", Grants: []account.NewGrant{{Role: maturity.RoleViewer}}}, "command")
	if err != nil {
		t.Fatal(err)
	}
	v := s.visitor()
	if a := v.signIn("jo", given); a.status != http.StatusSeeOther {
		t.Fatalf("%d %s", a.status, a.text())
	}
	for _, path := range []string{"/", "/account", "/data", "/measures", "/account/two-step"} {
		if a := v.get(path); a.status != http.StatusSeeOther || a.header.Get("Location") != "/account/password" {
			t.Errorf("%s: %d %s", path, a.status, a.header.Get("Location"))
		}
	}
	change := func(present, next string) answer {
		return v.post("/account/password", "/account/password", url.Values{"present": {present}, "next": {next}, "again": {next}})
	}
	if a := change("guessed wrongly", password); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.text(), "made for you") {
		t.Errorf("%d %s", a.status, a.text())
	}
	if a := change(given, password); a.status != http.StatusSeeOther {
		t.Fatalf("%d %s", a.status, a.text())
	}
	if a := v.get("/"); a.status != http.StatusOK {
		t.Errorf("with the own password: %d", a.status)
	}
	if _, _, err := s.accounts.ResetPassword(t.Context(), "jo", "command"); err != nil {
		t.Fatal(err)
	}
	if a := v.get("/"); a.status != http.StatusSeeOther || !strings.HasPrefix(a.header.Get("Location"), "/sign-in") {
		t.Errorf("after a reset: %d %s", a.status, a.header.Get("Location"))
	}
}
