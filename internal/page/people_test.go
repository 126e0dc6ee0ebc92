package page_test

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"waymark/internal/account"
	"waymark/internal/maturity"
)

// idOf is an account's number, as its page's address has it.
func (s *site) idOf(login string) string {
	s.t.Helper()
	a, err := s.accounts.ByLogin(s.t.Context(), login)
	if err != nil {
		s.t.Fatal(err)
	}
	return fmt.Sprint(a.ID)
}

var link = regexp.MustCompile(`/invitation\?key=[A-Za-z0-9_-]+`)

// Administrators see everybody, others nobody, and the list is narrowed by what is asked for.
func TestThePeopleOfAnInstallation(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.addRoles()
	s.add("gone", account.NewGrant{Role: maturity.RoleViewer})
	if _, err := s.accounts.Disable(t.Context(), "gone", "command"); err != nil {
		t.Fatal(err)
	}
	admin := s.as("admin")
	for query, want := range map[string]string{
		"":                             "admin analyst gone submitter viewer",
		"?role=analyst":                "analyst",
		"?state=disabled":              "gone",
		"?state=active&text=MIT":       "submitter",
		"?text=nobody":                 "",
		"?state=erased":                "",
		"?text=%3Cscript%3E&role=king": "",
	} {
		a := admin.get("/admin/people" + query)
		if a.status != http.StatusOK || !strings.Contains(a.text(), "4 people sign in here") {
			t.Errorf("%s: %d %s", query, a.status, a.text())
		}
		var listed []string
		for _, found := range regexp.MustCompile(`href="/admin/people/\d+"><bdi>([^<]+)`).FindAllStringSubmatch(a.body, -1) {
			listed = append(listed, found[1])
		}
		if got := strings.Join(listed, " "); got != want {
			t.Errorf("%s lists %q, want %q", query, got, want)
		}
		if want == "" && !strings.Contains(a.text(), "Nobody matches") {
			t.Errorf("%s says nothing of an empty list", query)
		}
	}
	for _, login := range []string{"analyst", "submitter", "viewer"} {
		v := s.as(login)
		for _, path := range []string{"/admin/people", "/admin/people/invite", "/admin/people/" + s.idOf(login), "/admin/people/export/contacts.csv"} {
			if a := v.get(path); a.status != http.StatusForbidden {
				t.Errorf("%s for %s: %d", path, login, a.status)
			}
		}
		if a := v.get("/"); strings.Contains(a.body, `href="/admin/people"`) {
			t.Errorf("%s is shown the way to people", login)
		}
	}
	for _, path := range []string{"/admin/people/0", "/admin/people/99999999999", "/admin/people/x", "/admin/people/export/contacts.xml"} {
		if a := admin.get(path); a.status != http.StatusNotFound {
			t.Errorf("%s: %d", path, a.status)
		}
	}
}

// An invitation is shown once, leaves no trace in addresses, and makes the account its owner's.
func TestInvitingSomebody(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.addRoles()
	admin := s.as("admin")
	form := url.Values{"login": {"jo"}, "email": {"jo@example.org"}, "role": {"submitter"}, "code": {"RTE"}, "until": {"2100-03-31"}}
	for field, wrong := range map[string][2]string{
		"login": {"no spaces please", "Write the sign-in name"}, "email": {"nobody at all", "Write the e-mail address"}, "role": {"king", "not a role"},
		"code": {"ZZZ", "no organisation"}, "until": {"soon", "year-month-day"}, "since": {"2100-04-01", "end before it begins"}, "collection": {"nothing", "no collection"},
	} {
		bad := url.Values{}
		for name, value := range form {
			bad[name] = value
		}
		bad.Set(field, wrong[0])
		if a := admin.post("/admin/people/invite", "/admin/people/invite", bad); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.text(), wrong[1]) {
			t.Errorf("%s %q: %d %s", field, wrong[0], a.status, a.text())
		}
	}
	a := admin.post("/admin/people/invite", "/admin/people/invite", form)
	address := link.FindString(a.body)
	if a.status != http.StatusOK || address == "" || !strings.Contains(a.text(), "until 31 March 2100") {
		t.Fatalf("%d %s", a.status, a.text())
	}
	if a := admin.post("/admin/people/invite", "/admin/people/invite", form); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.text(), "taken") {
		t.Errorf("a second click makes a second account: %d", a.status)
	}
	if a := admin.get("/admin/people/" + s.idOf("jo")); link.MatchString(a.body) || !strings.Contains(a.text(), "Invited") {
		t.Error("the link is shown again")
	}
	jo := s.visitor()
	if a := jo.get(address); a.status != http.StatusSeeOther || a.header.Get("Location") != "/invitation" {
		t.Fatalf("%d %s", a.status, a.header.Get("Location"))
	}
	jo.get("/invitation") // looking does not use it up
	for _, c := range []struct{ login, next, again, want string }{
		{"jo", "seven quiet herons", "seven quiet heron", "differ"}, {"jo", "short", "short", "too short"},
		{"admin", "seven quiet herons", "seven quiet herons", "taken"}, {"jo jo", "seven quiet herons", "seven quiet herons", "Write the sign-in name"},
		{"jo.smith", "password 2026", "password 2026", "too easy"},
	} {
		a := jo.post("/invitation", "/invitation", url.Values{"login": {c.login}, "next": {c.next}, "again": {c.again}})
		if a.status != http.StatusUnprocessableEntity && a.status != http.StatusConflict || !strings.Contains(a.text(), c.want) || strings.Contains(a.body, c.next+`"`) {
			t.Errorf("%+v: %d %s", c, a.status, a.text())
		}
	}
	if a := jo.post("/invitation", "/invitation", url.Values{"login": {"Jo.Smith"}, "next": {password}, "again": {password}}); a.status != http.StatusSeeOther || a.header.Get("Location") != "/" {
		t.Fatalf("%d %s", a.status, a.text())
	}
	if a := jo.get("/account"); a.status != http.StatusOK || !strings.Contains(a.text(), "jo.smith") || !strings.Contains(a.text(), "Submitter of Gloucestershire Hospitals (RTE): may send its returns, until 31 March 2100") {
		t.Errorf("%d %s", a.status, a.text())
	}
	again := s.visitor()
	again.get(address)
	if a := again.get("/invitation"); a.status != http.StatusNotFound || !strings.Contains(a.text(), "used already") {
		t.Errorf("the link opens twice: %d %s", a.status, a.text())
	}
	known := a
	guessed := s.visitor()
	guessed.get("/invitation?key=guessed")
	if a := guessed.get("/invitation"); a.status != http.StatusNotFound || a.text() == known.text() {
		t.Errorf("a guess: %d", a.status)
	} else if used := again.get("/invitation"); used.text() != a.text() {
		t.Errorf("a guess and a used link are told apart:\n%s\n%s", a.text(), used.text())
	}
}

// What an administrator changes counts at the next request of whom it is about.
func TestAdministeringAPerson(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.addRoles()
	admin, viewer := s.as("admin"), s.as("viewer")
	person := "/admin/people/" + s.idOf("viewer")
	post := func(path string, fields url.Values, want int) answer {
		t.Helper()
		a := admin.post(person, path, fields)
		if a.status != want {
			t.Errorf("%s %v: %d %s", path, fields, a.status, a.text())
		}
		return a
	}
	if a := viewer.get("/data/upload"); a.status != http.StatusForbidden {
		t.Errorf("a viewer may send: %d", a.status)
	}
	post(person+"/grants", url.Values{"role": {"submitter"}, "code": {"RTE"}, "until": {s.clock.AddDate(0, 0, 3).Format(time.DateOnly)}}, http.StatusSeeOther)
	if a := admin.get(person); !strings.Contains(a.text(), "What was done, newest first") {
		t.Error("the account has no trail")
	}
	if a := viewer.get("/data/upload"); a.status != http.StatusOK {
		t.Errorf("the new role does not count: %d", a.status)
	}
	s.clock.Time = s.clock.AddDate(0, 0, 4)
	if a := viewer.get("/data/upload"); a.status != http.StatusForbidden {
		t.Errorf("a role that has ended goes on: %d", a.status)
	}
	if a := admin.get(person); !strings.Contains(a.text(), "ended") {
		t.Error("the page does not say that the role has ended")
	}
	post(person+"/grants/remove", url.Values{"role": {"submitter"}, "code": {"RTE"}}, http.StatusSeeOther)
	post(person+"/grants/remove", url.Values{"role": {"submitter"}, "code": {"RTE"}}, http.StatusNotFound)

	post(person+"/email", url.Values{"do": {"yes"}, "email": {"nobody"}}, http.StatusUnprocessableEntity)
	post(person+"/email", url.Values{"do": {"yes"}, "email": {"viewer@example.org"}}, http.StatusSeeOther)
	if a := viewer.get("/account"); !strings.Contains(a.body, `value="viewer@example.org"`) {
		t.Error(a.text())
	}
	if a := viewer.post("/account", "/account/email", url.Values{"do": {"yes"}, "email": {""}}); a.status != http.StatusSeeOther {
		t.Errorf("%d %s", a.status, a.text())
	}

	post(person+"/sessions/end", url.Values{"do": {"all"}}, http.StatusSeeOther)
	if a := viewer.get("/account"); a.status != http.StatusSeeOther {
		t.Errorf("the session goes on: %d", a.status)
	}
	viewer = s.as("viewer")
	session := regexp.MustCompile(`name="session" value="(\d+)"`).FindStringSubmatch(admin.get(person).body)
	if session == nil {
		t.Fatal("no session is listed")
	}
	if a := admin.post(person, "/admin/people/"+s.idOf("analyst")+"/sessions/end", url.Values{"session": {session[1]}}); a.status != http.StatusNotFound {
		t.Errorf("a session under another's name: %d", a.status)
	}
	post(person+"/sessions/end", url.Values{"session": {session[1]}}, http.StatusSeeOther)
	if a := viewer.get("/account"); a.status != http.StatusSeeOther {
		t.Errorf("the session goes on: %d", a.status)
	}

	post(person+"/disable", url.Values{"do": {"yes"}}, http.StatusSeeOther)
	if a := s.visitor().signIn("viewer", password); a.status != http.StatusUnauthorized {
		t.Errorf("disabled, and signed in: %d", a.status)
	}
	post(person+"/invite", url.Values{"do": {"yes"}}, http.StatusConflict)
	enabled := post(person+"/enable", url.Values{"do": {"yes"}}, http.StatusOK)
	back := s.visitor()
	back.get(link.FindString(enabled.body))
	if a := back.post("/invitation", "/invitation", url.Values{"next": {"nine loud magpies"}, "again": {"nine loud magpies"}}); a.status != http.StatusSeeOther {
		t.Errorf("%d %s", a.status, a.text())
	}

	own := "/admin/people/" + s.idOf("admin")
	for path, fields := range map[string]url.Values{"/disable": {"do": {"yes"}}, "/erase": {"confirm": {"admin"}}, "/grants/remove": {"role": {"admin"}}, "/two-step/off": {"do": {"yes"}}} {
		if a := admin.post(own, own+path, fields); a.status != http.StatusConflict {
			t.Errorf("an administrator shuts everybody out by %s: %d", path, a.status)
		}
	}
	post(person+"/erase", url.Values{"confirm": {"somebody"}}, http.StatusUnprocessableEntity)
	if a := post(person+"/erase", url.Values{"confirm": {" Viewer "}}, http.StatusSeeOther); a.header.Get("Location") != "/admin/people?changed=erased" {
		t.Error(a.header)
	}
	if a := back.get("/account"); a.status != http.StatusSeeOther {
		t.Errorf("erased, and signed in: %d", a.status)
	}
	if a := admin.get(person); a.status != http.StatusOK || strings.Contains(a.text(), "viewer") || !strings.Contains(a.text(), "Erased") {
		t.Errorf("%d %s", a.status, a.text())
	}
	post(person+"/grants", url.Values{"role": {"viewer"}}, http.StatusConflict)
}

func TestContactsAreExported(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.addRoles()
	s.exec(`UPDATE account SET email = '=cmd@example.org' WHERE login = 'analyst'`)
	admin := s.as("admin")
	a := admin.get("/admin/people/export/contacts.json")
	var contacts []struct {
		Login, Email, State string
		Roles               []string
	}
	if err := json.Unmarshal([]byte(a.body), &contacts); err != nil || len(contacts) != 4 || contacts[1].Email != "=cmd@example.org" || contacts[1].Roles[0] != "Analyst glos" {
		t.Errorf("%v %s", err, a.body)
	}
	a = admin.get("/admin/people/export/contacts.csv")
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(a.body, "\uFEFF"))).ReadAll()
	if err != nil || len(rows) != 5 || !strings.HasPrefix(a.header.Get("Content-Disposition"), "attachment") || strings.HasPrefix(rows[2][1], "=") {
		t.Errorf("%v %v %v", err, a.header, rows)
	}
	var made int
	if err := s.db.SQL().QueryRow(`SELECT count(*) FROM audit WHERE action = 'export.made' AND subject = 'contacts'`).Scan(&made); err != nil || made != 2 {
		t.Errorf("%d exports are recorded: %v", made, err)
	}
	if strings.Contains(a.body, "argon2") {
		t.Error("hashes of passwords are given away")
	}
}

// Everybody sees and ends the own sessions, and nobody those of others.
func TestOwnSessions(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.addRoles()
	here, there, other := s.as("viewer"), s.as("viewer"), s.as("analyst")
	here.header.Set("User-Agent", "x")
	a := here.get("/account")
	ids := regexp.MustCompile(`name="session" value="(\d+)"`).FindAllStringSubmatch(a.body, -1)
	if len(ids) != 1 || !strings.Contains(a.text(), "this one") {
		t.Fatalf("%v %s", ids, a.text())
	}
	if a := here.post("/account", "/account/sessions/end", url.Values{"session": {ids[0][1]}, "proof": {"guessed"}}); a.status != http.StatusUnprocessableEntity || there.get("/account").status != http.StatusOK {
		t.Errorf("ended without the password: %d", a.status)
	}
	end := url.Values{"session": {ids[0][1]}, "proof": {password}}
	for _, who := range []*visitor{other, s.as("admin")} {
		if a := who.post("/account", "/account/sessions/end", end); a.status != http.StatusNotFound {
			t.Errorf("somebody else ends it: %d", a.status)
		}
	}
	if a := here.post("/account", "/account/sessions/end", end); a.status != http.StatusSeeOther {
		t.Error(a.status)
	}
	if a := there.get("/account"); a.status != http.StatusSeeOther {
		t.Errorf("the ended session goes on: %d", a.status)
	}
	there = s.as("viewer")
	if a := here.post("/account", "/account/sessions/end-others", url.Values{"proof": {password}}); a.status != http.StatusSeeOther {
		t.Error(a.status)
	}
	if a, b := there.get("/account").status, here.get("/account").status; a != http.StatusSeeOther || b != http.StatusOK {
		t.Errorf("elsewhere %d, here %d", a, b)
	}
	if a := other.get("/account"); a.status != http.StatusOK {
		t.Errorf("others' sessions end too: %d", a.status)
	}
}
