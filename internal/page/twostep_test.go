package page_test

import (
	"bytes"
	"image/png"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"
)

var (
	secretShown    = regexp.MustCompile(`type the secret: <span class="wm-code">([A-Z2-7 ]+)<`)
	recoveryShown  = regexp.MustCompile(`<li>([a-z2-7]{4}(?:-[a-z2-7]{4}){5})</li>`)
	wrongPassCodes = url.Values{"present": {"not the password"}, "code": {"000000"}, "do": {"off"}}
)

func (s *site) code(secret string) string {
	s.t.Helper()
	code, err := totp.GenerateCode(secret, s.clock.Time)
	if err != nil {
		s.t.Fatal(err)
	}
	return code
}

// The whole story of a second step, without scripts: set up, sign in, lose the phone, switch it off.
func TestASecondStepOnThePages(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.addRoles()
	v := s.as("viewer")
	a := v.get("/account/two-step")
	found := secretShown.FindStringSubmatch(a.body)
	if found == nil {
		t.Fatal(a.text())
	}
	secret := strings.ReplaceAll(found[1], " ", "")
	if again := secretShown.FindStringSubmatch(v.get("/account/two-step").body); again == nil || again[1] != found[1] {
		t.Error("the secret changes while it is set up")
	}
	picture := v.get("/account/two-step/picture")
	if _, err := png.Decode(bytes.NewReader([]byte(picture.body))); err != nil || picture.header.Get("Cache-Control") != "no-store" {
		t.Errorf("%v %v", err, picture.header)
	}
	if a := s.as("admin").get("/account/two-step/picture"); a.status != http.StatusNotFound {
		t.Errorf("a picture before anything is set up: %d", a.status)
	}
	if a := v.post("/account/two-step", "/account/two-step", url.Values{"code": {"000000"}, "proof": {password}}); a.status != http.StatusUnprocessableEntity {
		t.Errorf("a wrong code switches it on: %d", a.status)
	}
	if a := v.post("/account/two-step", "/account/two-step", url.Values{"code": {s.code(secret)}, "proof": {"guessed"}}); a.status != http.StatusUnprocessableEntity {
		t.Errorf("switched on without the password: %d", a.status)
	}
	a = v.post("/account/two-step", "/account/two-step", url.Values{"code": {s.code(secret)}, "proof": {password}})
	var recovery []string
	for _, each := range recoveryShown.FindAllStringSubmatch(a.body, -1) {
		recovery = append(recovery, each[1])
	}
	if a.status != http.StatusOK || len(recovery) != 10 {
		t.Fatalf("%d %s", a.status, a.text())
	}
	if a := v.get("/account/two-step"); recoveryShown.MatchString(a.body) || strings.Contains(a.body, found[1]) || !strings.Contains(a.text(), "10 recovery codes") {
		t.Error("codes or secret are shown again")
	}

	s.clock.Time = s.clock.Add(time.Minute)
	in := s.visitor()
	if a := in.post("/sign-in", "/sign-in", url.Values{"login": {"viewer"}, "password": {password}, "next": {"/account"}}); a.status != http.StatusSeeOther || a.header.Get("Location") != "/sign-in/code" {
		t.Fatalf("%d %v", a.status, a.header)
	}
	if a := in.get("/account"); a.status != http.StatusSeeOther {
		t.Fatalf("the password alone is enough: %d", a.status)
	}
	if a := in.post("/sign-in/code", "/sign-in/code", url.Values{"code": {""}}); a.status != http.StatusUnprocessableEntity {
		t.Errorf("an empty code: %d", a.status)
	}
	if a := in.post("/sign-in/code", "/sign-in/code", url.Values{"code": {"000000"}}); a.status != http.StatusUnauthorized || !strings.Contains(a.text(), "wrong or was used") {
		t.Errorf("a wrong code: %d %s", a.status, a.text())
	}
	code := s.code(secret)
	if a := in.post("/sign-in/code", "/sign-in/code", url.Values{"code": {code}}); a.status != http.StatusSeeOther || a.header.Get("Location") != "/account" {
		t.Fatalf("%d %s", a.status, a.text())
	}
	if a := in.get("/account"); a.status != http.StatusOK {
		t.Errorf("%d", a.status)
	}
	thief := s.visitor()
	thief.signIn("viewer", password)
	if a := thief.post("/sign-in/code", "/sign-in/code", url.Values{"code": {code}}); a.status != http.StatusUnauthorized {
		t.Errorf("a code that was seen opens again: %d", a.status)
	}
	lost := s.visitor()
	lost.signIn("viewer", password)
	if a := lost.post("/sign-in/code", "/sign-in/code", url.Values{"code": {recovery[0]}}); a.status != http.StatusSeeOther {
		t.Errorf("a recovery code: %d %s", a.status, a.text())
	}
	if a := s.visitor().get("/sign-in/code"); a.status != http.StatusSeeOther || a.header.Get("Location") != "/sign-in" {
		t.Errorf("a code without a password: %d", a.status)
	}

	if a := in.post("/account/two-step", "/account/two-step/again", wrongPassCodes); a.status != http.StatusUnprocessableEntity {
		t.Errorf("switched off without proof: %d", a.status)
	}
	if a := in.post("/account/two-step", "/account/two-step/again", url.Values{"present": {password}, "code": {recovery[1]}, "do": {"codes"}}); a.status != http.StatusOK || len(recoveryShown.FindAllString(a.body, -1)) != 10 {
		t.Errorf("%d %s", a.status, a.text())
	}
	s.clock.Time = s.clock.Add(time.Minute)
	if a := in.post("/account/two-step", "/account/two-step/again", url.Values{"present": {password}, "code": {s.code(secret)}, "do": {"off"}}); a.status != http.StatusSeeOther {
		t.Errorf("%d %s", a.status, a.text())
	}
	if a := s.visitor().signIn("viewer", password); a.header.Get("Location") != "/" {
		t.Errorf("%d %v", a.status, a.header)
	}
}

// Half a sign-in holds no more than that: another account's page, a later password, an end of the account.
func TestHalfASignIn(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.addRoles()
	v := s.as("viewer")
	secret := strings.ReplaceAll(secretShown.FindStringSubmatch(v.get("/account/two-step").body)[1], " ", "")
	v.post("/account/two-step", "/account/two-step", url.Values{"code": {s.code(secret)}, "proof": {password}})
	s.clock.Time = s.clock.Add(time.Minute)
	half := s.visitor()
	half.signIn("viewer", password)
	for _, path := range []string{"/", "/account", "/data", "/account/two-step", "/api/v1/measures"} {
		if a := half.get(path); a.status != http.StatusSeeOther && a.status != http.StatusUnauthorized && a.status != http.StatusNotFound {
			t.Errorf("%s: %d", path, a.status)
		}
	}
	if _, err := s.accounts.Disable(t.Context(), "viewer", "command"); err != nil {
		t.Fatal(err)
	}
	if a := half.post("/sign-in/code", "/sign-in/code", url.Values{"code": {s.code(secret)}}); a.status != http.StatusForbidden {
		t.Errorf("a disabled account goes on: %d %s", a.status, a.text())
	}
}
