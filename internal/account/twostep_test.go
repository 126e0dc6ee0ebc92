package account_test

import (
	"bytes"
	"image/png"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"waymark/internal/account"
	"waymark/internal/maturity"
)

// withTwoStep is an account whose second step is on, its password, secret and recovery codes.
func (o *office) withTwoStep(t *testing.T, login string) (a maturity.Account, password, secret string, codes []string) {
	t.Helper()
	a, password, err := o.Add(t.Context(), account.NewAccount{Login: login, Grants: []account.NewGrant{{Role: maturity.RoleViewer}}}, "command")
	if err != nil {
		t.Fatal(err)
	}
	enrolment, err := o.Enrol(a)
	if err != nil {
		t.Fatal(err)
	}
	codes, err = o.ConfirmTwoStep(t.Context(), a, enrolment.Secret, o.code(t, enrolment.Secret, 0), account.Attempt{Address: "192.0.2.1"})
	if err != nil || len(codes) != 10 {
		t.Fatal(codes, err)
	}
	a.TwoStep = true
	return a, password, enrolment.Secret, codes
}

// code is what a phone whose clock differs by so many steps shows.
func (o *office) code(t *testing.T, secret string, steps int) string {
	t.Helper()
	code, err := totp.GenerateCode(secret, o.now.Add(time.Duration(steps)*30*time.Second))
	if err != nil {
		t.Fatal(err)
	}
	return code
}

func TestSecondStep(t *testing.T) {
	t.Parallel()
	o := open(t)
	jo, password, secret, recovery := o.withTwoStep(t, "jo")
	from := func(address string) account.Attempt {
		return account.Attempt{Login: "jo", Password: password, Address: address}
	}
	in, err := o.SignIn(t.Context(), from("192.0.2.2"))
	if err != nil || !in.NeedsCode || in.Stamp != "" || in.Device != "" {
		t.Fatalf("the password alone signs in: %+v %v", in, err)
	}
	for _, c := range []struct {
		name, code string
		later      time.Duration
		right      bool
	}{
		{"the code that switched it on, again", o.code(t, secret, 0), 0, false},
		{"a wrong code", "000000", 0, false},
		{"no code", "", 0, false},
		{"letters", "abcdef", 0, false},
		{"the next code, of a phone that is fast", o.code(t, secret, 1), 0, true},
		{"the same once more", o.code(t, secret, 1), 0, false},
		{"one of two steps later", o.code(t, secret, 3), 31 * time.Second, false},
		{"one that is typed with a space", o.code(t, secret, 5)[:3] + " " + o.code(t, secret, 5)[3:], 2 * time.Minute, true},
		{"the one before it, in its time still", o.code(t, secret, 4), 0, false},
		{"a recovery code", recovery[3], 0, true},
		{"the same recovery code", recovery[3], 0, false},
		{"another, typed otherwise", strings.ToUpper(strings.ReplaceAll(recovery[4], "-", " ")), 0, true},
		{"one that was never made", "aaaa-bbbb-cccc-dddd", 0, false},
	} {
		o.now = o.now.Add(c.later)
		in, err := o.SignInCode(t.Context(), jo.ID, c.code, from("192.0.2."+c.name[:1])) // throttled apart: see below
		if c.right && (err != nil || in.Account.ID != jo.ID || in.Stamp == "") || !c.right && maturity.CodeOf(err) != maturity.Unauthorised {
			t.Errorf("%s: %+v %v", c.name, in, err)
		}
	}
	if on, left, err := o.TwoStepOf(t.Context(), jo); !on || left != 8 || err != nil {
		t.Errorf("%v, %d codes left: %v", on, left, err)
	}
	var kept string
	if err := o.db.SQL().QueryRow(`SELECT string_agg(encode(code_hash, 'escape'), ' ') FROM recovery_code`).Scan(&kept); err != nil || strings.Contains(kept, strings.ReplaceAll(recovery[0], "-", "")) {
		t.Errorf("recovery codes are kept as they are: %v", err)
	}
}

// Five wrong codes from one place are enough; the owner on a known device is not shut out by them, and half an hour ends it.
func TestCodesAreThrottledWithoutLockingTheOwnerOut(t *testing.T) {
	t.Parallel()
	o := open(t)
	jo, password, secret, _ := o.withTwoStep(t, "jo")
	o.now = o.now.Add(time.Minute)
	owner, err := o.SignInCode(t.Context(), jo.ID, o.code(t, secret, 0), account.Attempt{Address: "192.0.2.1"})
	if err != nil {
		t.Fatal(err)
	}
	thief := account.Attempt{Login: "jo", Password: password, Address: "203.0.113.9"}
	for range 5 {
		if _, err := o.SignInCode(t.Context(), jo.ID, "000000", thief); maturity.CodeOf(err) != maturity.Unauthorised {
			t.Fatal(err)
		}
	}
	o.now = o.now.Add(time.Minute)
	if _, err := o.SignInCode(t.Context(), jo.ID, o.code(t, secret, 0), thief); maturity.CodeOf(err) != maturity.TooMany {
		t.Errorf("the sixth code, even the right one: %v", err)
	}
	if _, err := o.SignIn(t.Context(), thief); err != nil {
		t.Errorf("codes count against passwords: %v", err)
	}
	for n := range 60 { // from many places, until the account's own limit is used up
		thief.Address = "203.0.113." + string(rune('a'+n%20)) + string(rune('a'+n/20))
		if _, err := o.SignInCode(t.Context(), jo.ID, "000000", thief); err == nil {
			t.Fatal("a wrong code signs in")
		}
	}
	if _, err := o.SignInCode(t.Context(), jo.ID, o.code(t, secret, 0), account.Attempt{Address: "198.51.100.1", Device: owner.Device}); err != nil {
		t.Errorf("the owner is locked out on a known device: %v", err)
	}
	o.now = o.now.Add(16 * time.Minute)
	if _, err := o.SignInCode(t.Context(), jo.ID, o.code(t, secret, 0), account.Attempt{Address: "203.0.113.9"}); err != nil {
		t.Errorf("the throttle does not end: %v", err)
	}
}

// However many come at once with one code, one is let in.
func TestACodeCountsOnceForManyAtOnce(t *testing.T) {
	t.Parallel()
	o := open(t)
	jo, _, secret, recovery := o.withTwoStep(t, "jo")
	o.now = o.now.Add(time.Minute)
	for _, code := range []string{o.code(t, secret, 0), recovery[0]} {
		var in atomic.Int32
		var all sync.WaitGroup
		for n := range 8 {
			all.Go(func() {
				_, err := o.SignInCode(t.Context(), jo.ID, code, account.Attempt{Address: "192.0.2." + string(rune('a'+n))})
				if err == nil {
					in.Add(1)
				} else if maturity.CodeOf(err) != maturity.Unauthorised {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if in.Load() != 1 {
			t.Errorf("%d came in with one code", in.Load())
		}
	}
}

// Switching the second step off, and new recovery codes, need password and code again; somebody else's needs an administrator.
func TestSwitchingTheSecondStepOff(t *testing.T) {
	t.Parallel()
	o := open(t)
	jo, password, secret, old := o.withTwoStep(t, "jo")
	here := account.Attempt{Address: "192.0.2.1"}
	o.now = o.now.Add(time.Minute)
	for _, c := range []struct{ name, password, code, want string }{
		{"a wrong password", "not the password", o.code(t, secret, 0), "password is wrong"},
		{"no password", "", o.code(t, secret, 0), "password is wrong"},
		{"a wrong code", password, "000000", "code is wrong"},
		{"no code", password, "", "code is wrong"},
	} {
		if err := o.SwitchTwoStepOff(t.Context(), jo, c.password, c.code, here); maturity.CodeOf(err) != maturity.Invalid || !strings.Contains(maturity.SentenceOf(err), c.want) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if _, err := o.ConfirmTwoStep(t.Context(), jo, secret, o.code(t, secret, 0), here); maturity.CodeOf(err) != maturity.Conflict {
		t.Errorf("a second step in place of another: %v", err)
	}
	fresh, err := o.NewRecoveryCodes(t.Context(), jo, password, o.code(t, secret, 0), here)
	if err != nil || len(fresh) != 10 {
		t.Fatal(fresh, err)
	}
	if err := o.SwitchTwoStepOff(t.Context(), jo, password, old[0], here); maturity.CodeOf(err) != maturity.Invalid {
		t.Errorf("an old recovery code goes on: %v", err)
	}
	if err := o.SwitchTwoStepOff(t.Context(), jo, password, fresh[0], here); err != nil {
		t.Error(err)
	}
	if in, err := o.SignIn(t.Context(), account.Attempt{Login: "jo", Password: password, Address: "192.0.2.7"}); err != nil || in.NeedsCode {
		t.Errorf("%+v %v", in, err)
	}
	al, _, _, _ := o.withTwoStep(t, "al")
	if err := o.ResetTwoStep(t.Context(), al, "al"); maturity.CodeOf(err) != maturity.Conflict {
		t.Errorf("one's own without a code: %v", err)
	}
	if err := o.ResetTwoStep(t.Context(), al, "admin"); err != nil {
		t.Error(err)
	}
	if on, left, err := o.TwoStepOf(t.Context(), al); on || left != 0 || err != nil {
		t.Errorf("%v %d %v", on, left, err)
	}
}

// The picture can be drawn and the secret typed; the same secret gives the same.
func TestEnrolment(t *testing.T) {
	t.Parallel()
	o := open(t)
	jo := maturity.Account{Login: "jo"}
	first, err := o.Enrol(jo)
	if err != nil {
		t.Fatal(err)
	}
	if picture, err := png.Decode(bytes.NewReader(first.Picture)); err != nil || picture.Bounds().Dx() != 220 {
		t.Error(err)
	}
	if strings.ReplaceAll(first.Words, " ", "") != first.Secret || len(first.Secret) != 32 {
		t.Errorf("%q %q", first.Words, first.Secret)
	}
	again, err := o.Enrolment(jo, first.Secret)
	if err != nil || !bytes.Equal(again.Picture, first.Picture) {
		t.Error(err)
	}
	if second, err := o.Enrol(jo); err != nil || second.Secret == first.Secret {
		t.Error("two secrets are alike", err)
	}
	for _, wrong := range []string{"", "x", first.Secret[:16]} {
		if _, err := o.Enrolment(jo, wrong); maturity.CodeOf(err) != maturity.Conflict {
			t.Errorf("%q: %v", wrong, err)
		}
	}
}
