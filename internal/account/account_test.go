package account_test

import (
	"crypto/rand"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"

	"waymark/internal/account"
	"waymark/internal/maturity"
	"waymark/internal/store"
	"waymark/internal/store/storetest"
)

// office is the service on a real database with a footprint, its members and a neighbour.
type office struct {
	*account.Service
	db  *store.DB
	now time.Time
	ids map[string]maturity.OrganisationID
}

func open(t *testing.T) *office {
	t.Helper()
	o := &office{db: storetest.New(t), now: time.Date(2018, 11, 15, 9, 0, 0, 0, time.UTC), ids: map[string]maturity.OrganisationID{}}
	for code, kind := range map[string]string{"glos": "footprint", "11M": "ccg", "L84001": "practice", "RTE": "acute", "RYF": "ambulance", "0CQ": "intermediary", "RBA": "acute"} {
		var id maturity.OrganisationID
		if err := o.db.SQL().QueryRow(`INSERT INTO organisation (code, name, short_name, kind) VALUES ($1, $1, $1, $2) RETURNING id`, code, kind).Scan(&id); err != nil {
			t.Fatal(err)
		}
		o.ids[code] = id
	}
	for _, link := range []string{"RTE member_of glos", "11M member_of glos", "L84001 part_of 11M", "RYF partner_of glos", "0CQ provides_for glos", "glos succeeded_by RBA"} {
		part := strings.Fields(link)
		if _, err := o.db.SQL().Exec(`INSERT INTO relation (from_id, to_id, kind, origin, until) VALUES ($1, $2, $3, 'test', '2020-03-31')`, o.ids[part[0]], o.ids[part[2]], part[1]); err != nil {
			t.Fatal(err)
		}
	}
	var err error
	o.Service, err = account.New(account.Options{Store: o.db, Random: rand.Reader, Now: func() time.Time { return o.now }, Collection: declared,
		Hash: &argon2id.Params{Memory: 64, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32}})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func TestAddingAccounts(t *testing.T) {
	t.Parallel()
	o := open(t)
	type grants = []account.NewGrant
	admin := grants{{Role: maturity.RoleAdmin}}
	for _, c := range []struct {
		login  string
		grants grants
		want   string // what the refusal says; "" when it is made
	}{
		{" Jo.Smith@NHS.net ", admin, ""},
		{"jo.smith@nhs.net", admin, "taken"},
		{"", admin, "Write the sign-in name"},
		{"jo smith", admin, "Write the sign-in name"},
		{"j\u00f6", admin, "Write the sign-in name"},
		{"x0", nil, "at least one role"},
		{"nobody", admin, "reserved"},
		{"Command", admin, "reserved"},
		{"person-0123456789", admin, "reserved"},
		{"x1", grants{{Role: "king"}}, `"king" is not a role`},
		{"x2", grants{{Role: maturity.RoleAnalyst}}, "needs the code"},
		{"x3", grants{{Role: maturity.RoleAnalyst, Code: "RTE"}}, "works for a footprint"},
		{"x4", grants{{Role: maturity.RoleViewer, Code: "RTE"}}, "not given for an organisation"},
		{"x5", grants{{Role: maturity.RoleSubmitter, Code: "ZZZ"}}, `no organisation with the code "ZZZ"`},
		{"x6", grants{{Role: maturity.RoleAnalyst, Code: "glos"}, {Role: maturity.RoleSubmitter, Code: "RBA"}, {Role: maturity.RoleViewer}}, ""},
	} {
		a, password, err := o.Add(t.Context(), account.NewAccount{Login: c.login, Grants: c.grants}, "command")
		if c.want != "" {
			if err == nil || !strings.Contains(maturity.SentenceOf(err), c.want) {
				t.Errorf("%q: %v, want %q", c.login, err, c.want)
			}
			continue
		}
		if err != nil {
			t.Errorf("%q: %v", c.login, err)
			continue
		}
		in, err := o.SignIn(t.Context(), account.Attempt{Login: c.login, Password: password, Address: "192.0.2.1"})
		if err != nil || in.Account.ID != a.ID || len(in.Account.Grants) != len(c.grants) {
			t.Errorf("%q signs in: %+v %v", c.login, in.Account, err)
		}
	}
	var created int
	if err := o.db.SQL().QueryRow(`SELECT count(*) FROM audit WHERE action = 'account.created' AND account = 'command'`).Scan(&created); err != nil || created != 2 {
		t.Errorf("%d accounts are in the audit: %v", created, err)
	}
}

// An analyst sends for everything the footprint covers, at any depth, also after links have ended; nobody sends for more.
func TestScope(t *testing.T) {
	t.Parallel()
	o := open(t)
	for _, c := range []struct {
		grants []maturity.Grant
		want   string
	}{
		{[]maturity.Grant{{Role: maturity.RoleViewer}}, ""},
		{nil, ""},
		{[]maturity.Grant{{Role: maturity.RoleSubmitter, Organisation: o.ids["RTE"]}}, "RTE"},
		{[]maturity.Grant{{Role: maturity.RoleSubmitter, Organisation: o.ids["11M"]}}, "11M"}, // not its practices
		{[]maturity.Grant{{Role: maturity.RoleAnalyst, Organisation: o.ids["glos"]}}, "0CQ 11M L84001 RTE RYF glos"},
		{[]maturity.Grant{{Role: maturity.RoleAnalyst, Organisation: o.ids["glos"]}, {Role: maturity.RoleSubmitter, Organisation: o.ids["RBA"]}}, "0CQ 11M L84001 RBA RTE RYF glos"},
	} {
		scope, err := o.Scope(t.Context(), maturity.Account{Grants: c.grants})
		var may []string
		for code, id := range o.ids {
			if scope.May(id) {
				may = append(may, code)
			}
		}
		slices.Sort(may)
		if err != nil || strings.Join(may, " ") != c.want {
			t.Errorf("%v: %v, want %s (%v)", c.grants, may, c.want, err)
		}
	}
	if scope, err := o.Scope(t.Context(), maturity.Account{Grants: []maturity.Grant{{Role: maturity.RoleAdmin}}}); err != nil || !scope.May(12345) {
		t.Error("an admin is kept out", err)
	}
}

// Fifty attempts at the same moment are five attempts, not fifty.
func TestAttemptsAtOnceCannotPassTheLimit(t *testing.T) {
	t.Parallel()
	o := open(t)
	var wrong, throttled atomic.Int32
	var all sync.WaitGroup
	for n := range 30 {
		all.Go(func() {
			_, err := o.SignIn(t.Context(), account.Attempt{Login: "jo", Password: fmt.Sprint("guess number ", n), Address: "192.0.2.1"})
			switch maturity.CodeOf(err) {
			case maturity.Unauthorised:
				wrong.Add(1)
			case maturity.TooMany:
				throttled.Add(1)
			default:
				t.Error(err)
			}
		})
	}
	all.Wait()
	if wrong.Load() != 5 || throttled.Load() != 25 {
		t.Errorf("%d looked at, %d throttled", wrong.Load(), throttled.Load())
	}
}

// A login can be guessed at from many addresses only slowly, and even then its owner comes in on a known device.
func TestGuessingFromManyAddresses(t *testing.T) {
	t.Parallel()
	o := open(t)
	_, password, err := o.Add(t.Context(), account.NewAccount{Login: "jo", Grants: []account.NewGrant{{Role: maturity.RoleViewer}}}, "command")
	if err != nil {
		t.Fatal(err)
	}
	known, err := o.SignIn(t.Context(), account.Attempt{Login: "jo", Password: password, Address: "192.0.2.1"})
	if err != nil {
		t.Fatal(err)
	}
	looked := 0
	for n := range 60 {
		if _, err := o.SignIn(t.Context(), account.Attempt{Login: "jo", Password: "wrong", Address: fmt.Sprint("198.51.100.", n)}); maturity.CodeOf(err) == maturity.Unauthorised {
			looked++
		}
	}
	if looked != 50 {
		t.Errorf("%d guesses were looked at", looked)
	}
	for _, c := range []struct {
		words, device string
		want          maturity.Code
	}{
		{"a new device", "", maturity.TooMany}, {"a known device", known.Device, ""}, {"its mark with another end", strings.Replace(known.Device, "1", "2", 1), maturity.TooMany}, {"half a mark", known.Device[:20], maturity.TooMany},
	} {
		if _, err := o.SignIn(t.Context(), account.Attempt{Login: "jo", Password: password, Address: "203.0.113.7", Device: c.device}); maturity.CodeOf(err) != c.want {
			t.Errorf("%s: %v", c.words, err)
		}
	}
	for n := range 10 {
		if _, err := o.SignIn(t.Context(), account.Attempt{Login: "jo", Password: "wrong", Address: "203.0.113.7", Device: known.Device}); maturity.CodeOf(err) != maturity.Unauthorised {
			t.Errorf("attempt %d on the known device: %v", n, err)
		}
	}
	if _, err := o.SignIn(t.Context(), account.Attempt{Login: "jo", Password: password, Address: "203.0.113.7", Device: known.Device}); maturity.CodeOf(err) != maturity.TooMany {
		t.Errorf("a stolen device guesses for ever: %v", err)
	}
	o.now = o.now.Add(181 * 24 * time.Hour)
	for range 50 {
		o.SignIn(t.Context(), account.Attempt{Login: "jo", Password: "wrong", Address: rand.Text()})
	}
	if _, err := o.SignIn(t.Context(), account.Attempt{Login: "jo", Password: password, Address: "203.0.113.7", Device: known.Device}); maturity.CodeOf(err) != maturity.TooMany {
		t.Errorf("a device is known for ever: %v", err)
	}
}

func TestTokensOpenUntilTheyEnd(t *testing.T) {
	t.Parallel()
	o := open(t)
	jo, _, err := o.Add(t.Context(), account.NewAccount{Login: "jo", Grants: []account.NewGrant{{Role: maturity.RoleViewer}}}, "command")
	if err != nil {
		t.Fatal(err)
	}
	token, key, err := o.CreateTokenFor(t.Context(), "JO", "nightly", 10, "command")
	if err != nil {
		t.Fatal(err)
	}
	opens := func() bool {
		a, err := o.ByToken(t.Context(), key)
		if err != nil && maturity.CodeOf(err) != maturity.Unauthorised {
			t.Fatal(err)
		}
		return err == nil && a.Login == "jo"
	}
	if !opens() {
		t.Error("a new token does not open")
	}
	for _, wrong := range []string{"", key[:len(key)-1], key + "x", strings.ToUpper(key), string(token.Hash)} {
		if _, err := o.ByToken(t.Context(), wrong); maturity.CodeOf(err) != maturity.Unauthorised {
			t.Errorf("%q opens: %v", wrong, err)
		}
	}
	begun := o.now
	if o.now = begun.Add(10*24*time.Hour + time.Second); opens() {
		t.Error("a token past its end opens")
	}
	if o.now = begun; !opens() {
		t.Error("the token is gone")
	}
	if err := o.RevokeToken(t.Context(), jo, token.Hash, ""); err != nil || opens() {
		t.Error("a revoked token opens", err)
	}
	if _, _, err := o.CreateTokenFor(t.Context(), "nobody", "nightly", 10, "command"); maturity.CodeOf(err) != maturity.NotFound {
		t.Error(err)
	}
}

func TestTidyingRemovesOnlyWhatHasRunOut(t *testing.T) {
	t.Parallel()
	o := open(t)
	sessions := o.db.Sessions()
	now := time.Now()
	if err := sessions.Commit("old", []byte("x"), now.Add(-time.Minute)); err != nil {
		t.Fatal(err)
	}
	if err := sessions.Commit("young", []byte("y"), now.Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	if _, found, err := sessions.Find("old"); found || err != nil {
		t.Error("a session past its end is found", err)
	}
	if n, err := o.db.TidySignIn(t.Context(), now); n != 1 || err != nil {
		t.Errorf("%d removed: %v", n, err)
	}
	if data, found, err := sessions.Find("young"); !found || string(data) != "y" || err != nil {
		t.Error("a session in use is gone", err)
	}
}

// Who sent a file decides about it, and an administrator, and an analyst to whom all of it belongs; nobody else.
func TestMayDecide(t *testing.T) {
	t.Parallel()
	o := open(t)
	analyst := []maturity.Grant{{Role: maturity.RoleAnalyst, Organisation: o.ids["glos"]}}
	sent := maturity.Submission{ID: 7, Account: 1}
	for _, c := range []struct {
		who   string
		a     maturity.Account
		about string // codes
		want  bool
	}{
		{"its sender", maturity.Account{ID: 1, Grants: []maturity.Grant{{Role: maturity.RoleSubmitter, Organisation: o.ids["RTE"]}}}, "RTE", true},
		{"its sender, who may only read by now", maturity.Account{ID: 1, Grants: []maturity.Grant{{Role: maturity.RoleViewer}}}, "RTE", false},
		{"an administrator", maturity.Account{ID: 2, Grants: []maturity.Grant{{Role: maturity.RoleAdmin}}}, "RBA", true},
		{"the footprint's analyst", maturity.Account{ID: 2, Grants: analyst}, "RTE L84001", true},
		{"an analyst to whom a part of it does not belong", maturity.Account{ID: 2, Grants: analyst}, "RTE RBA", false},
		{"an analyst, before it is known whom it is about", maturity.Account{ID: 2, Grants: analyst}, "", false},
		{"an analyst who sends for the rest as a submitter", maturity.Account{ID: 2, Grants: append([]maturity.Grant{{Role: maturity.RoleSubmitter, Organisation: o.ids["RBA"]}}, analyst...)}, "RTE RBA", false},
		{"another submitter of the organisation", maturity.Account{ID: 2, Grants: []maturity.Grant{{Role: maturity.RoleSubmitter, Organisation: o.ids["RTE"]}}}, "RTE", false},
		{"a viewer", maturity.Account{ID: 2, Grants: []maturity.Grant{{Role: maturity.RoleViewer}}}, "RTE", false},
	} {
		var about []maturity.OrganisationOutcome
		for _, code := range strings.Fields(c.about) {
			about = append(about, maturity.OrganisationOutcome{Organisation: maturity.Organisation{ID: o.ids[code]}, HeldBack: code == "RBA"})
		}
		if may, err := o.MayDecide(t.Context(), c.a, sent, about); err != nil || may != c.want {
			t.Errorf("%s: %v %v, want %v", c.who, may, err, c.want)
		}
	}
}
