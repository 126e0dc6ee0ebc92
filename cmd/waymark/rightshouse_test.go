package main

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"math"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"path"
	"regexp"
	"strings"
	"testing"
	"time"

	"waymark/internal/account"
	"waymark/internal/boardcopy"
	"waymark/internal/collection"
	"waymark/internal/httpkit"
	"waymark/internal/intake"
	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/reference"
	"waymark/internal/returns"
	"waymark/internal/store/storetest"
	"waymark/seeds"
)

// house is the program as it serves, on a database of its own, with one of everything that routes are about, all of it
// of one trust, and with people who stand in every relation to it.
type house struct {
	t      *testing.T
	kit    *httpkit.Kit
	server *httptest.Server
	people []*person
	things map[string]string // what a parameter of a path stands for
}

// person is a visitor with a session and a token.
type person struct {
	name    string
	grants  []account.NewGrant
	house   *house
	client  *http.Client
	form    string // the form token of the session
	address string // of a network of its own, so that nobody waits for another's attempts
	token   string
	account maturity.Account
}

const (
	trustCode      = "RTE"
	footprintCode  = "gloucestershire-ldr"
	collectionID   = "gloucestershire-trusts"
	rightsPassword = "seven quiet herons by a slow canal"
)

// cast lists the people: those without a right first, so that what a later one changes is still there for them.
func cast() []*person {
	one := func(name string, g account.NewGrant) *person {
		return &person{name: name, grants: []account.NewGrant{g}}
	}
	return []*person{
		{name: "stranger"},
		one("viewer", account.NewGrant{Role: maturity.RoleViewer}),
		one("ended", account.NewGrant{Role: maturity.RoleSubmitter, Code: trustCode}), // was the trust's submitter until yesterday: see openHouse
		one("elsewhere", account.NewGrant{Role: maturity.RoleSubmitter, Code: "RTH"}), // another trust's
		one("othercoll", account.NewGrant{Role: maturity.RoleSubmitter, Code: trustCode, Collection: "gloucestershire-paper-free"}),
		one("faranalyst", account.NewGrant{Role: maturity.RoleAnalyst, Code: "oxfordshire-primary-care-it"}),
		one("farapprover", account.NewGrant{Role: maturity.RoleApprover, Code: "oxfordshire-primary-care-it"}),
		one("own", account.NewGrant{Role: maturity.RoleSubmitter, Code: trustCode}),
		one("approver", account.NewGrant{Role: maturity.RoleApprover, Code: footprintCode}),
		one("analyst", account.NewGrant{Role: maturity.RoleAnalyst, Code: footprintCode}),
		one("admin", account.NewGrant{Role: maturity.RoleAdmin}),
	}
}

func openHouse(t *testing.T) *house {
	t.Helper()
	db, dsn := storetest.NewWithDSN(t)
	t.Setenv("DATABASE_URL", dsn)
	t.Setenv("WAYMARK_DATA_DIR", t.TempDir())
	a := &app{ctx: t.Context(), out: io.Discard, words: io.Discard}
	s, err := a.begin(nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.db.close() })
	s.config.Requests, s.config.TrustProxy = 1_000_000, true
	h := &house{t: t, things: map[string]string{}}
	h.must(reference.Load(t.Context(), s.db, h.organisations()))
	j, err := a.join(s)
	if err != nil {
		t.Fatal(err)
	}
	h.kit = j.kit
	handler, err := j.kit.Handler()
	if err != nil {
		t.Fatal(err)
	}
	h.server = httptest.NewServer(handler)
	t.Cleanup(h.server.Close)
	accounts, err := s.accounts()
	if err != nil {
		t.Fatal(err)
	}
	h.people = cast()
	for i, p := range h.people {
		p.address = fmt.Sprintf("203.0.113.%d", 10+i)
		h.admit(p, accounts)
	}
	h.must(db.SQL().ExecContext(t.Context(), `UPDATE account_grant SET until = now() - interval '1 day' WHERE account_id = $1`, h.person("ended").account.ID))
	h.furnish(s, j)
	h.furnishMeeting(s)
	h.furnishGroup(s)
	h.furnishRoadmap(s)
	return h
}

func (h *house) must(_ any, err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) organisations() (in []reference.Input) {
	h.t.Helper()
	names, err := fs.Glob(seeds.Files, "organisations/*.csv")
	if err != nil {
		h.t.Fatal(err)
	}
	for _, name := range names {
		data, err := fs.ReadFile(seeds.Files, name)
		if err != nil {
			h.t.Fatal(err)
		}
		in = append(in, reference.Input{Name: path.Base(name), Data: data})
	}
	return in
}

var formToken = regexp.MustCompile(`name="form_token" value="([^"]+)"`)

// admit makes the account, signs it in and gives it a token with every scope.
func (h *house) admit(p *person, accounts *account.Service) {
	h.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		h.t.Fatal(err)
	}
	p.house, p.client = h, &http.Client{Jar: jar, Transport: from(p.address),
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	p.form = p.formToken("/sign-in")
	if p.grants == nil {
		return
	}
	if p.account, _, err = accounts.Add(h.t.Context(), account.NewAccount{Login: p.name, Password: rightsPassword, Grants: p.grants}, "command"); err != nil {
		h.t.Fatal(err)
	}
	p.enter()
	if _, p.token, err = accounts.CreateToken(h.t.Context(), p.account, "rights", 1, p.name, "", maturity.TokenScopes()...); err != nil {
		h.t.Fatal(err)
	}
}

// from is a visitor's network address, as the proxy in front tells it.
type from string

func (f from) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("X-Forwarded-For", string(f))
	return http.DefaultTransport.RoundTrip(r)
}

// enter signs the person in, once more where a route has signed them out.
func (p *person) enter() {
	p.house.t.Helper()
	form := url.Values{"form_token": {p.formToken("/sign-in")}, "login": {p.name}, "password": {rightsPassword}}
	answer, err := p.client.PostForm(p.house.server.URL+"/sign-in", form)
	if err != nil {
		p.house.t.Fatal(err)
	}
	answer.Body.Close()
	if p.form = p.formToken("/account"); p.form == "" {
		p.house.t.Fatalf("%s cannot sign in: %d", p.name, answer.StatusCode)
	}
}

func (p *person) formToken(address string) string {
	p.house.t.Helper()
	answer, err := p.client.Get(p.house.server.URL + address)
	if err != nil {
		p.house.t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		p.house.t.Fatal(err)
	}
	if found := formToken.FindSubmatch(text); found != nil {
		return string(found[1])
	}
	return ""
}

// ask sends a request with a version and words, and without anything else.
func (p *person) ask(r httpkit.Rule, address string) string {
	p.house.t.Helper()
	var body io.Reader
	media := "application/x-www-form-urlencoded"
	api := strings.HasPrefix(address, "/api/")
	if r.Method != http.MethodGet {
		form := url.Values{"form_token": {p.form}, "version": {p.house.things["version"]}, "request": {p.house.things["request"]}, "decision": {"refuse"}}
		for _, words := range []string{"why", "words", "reason", "comment", "text"} {
			form.Set(words, "error")
		}
		body = strings.NewReader(form.Encode())
		if api {
			body, media = strings.NewReader(p.house.body(r)), "application/json"
		}
	}
	request, err := http.NewRequestWithContext(p.house.t.Context(), r.Method, p.house.server.URL+address, body)
	if err != nil {
		p.house.t.Fatal(err)
	}
	request.Header.Set("Content-Type", media)
	if api && p.token != "" {
		request.Header.Set("Authorization", "Bearer "+p.token)
	}
	answer, err := p.client.Do(request)
	if err != nil {
		p.house.t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode >= 500 {
		text, _ := io.ReadAll(io.LimitReader(answer.Body, 500))
		p.house.t.Errorf("%s %s as %s: %d %s", r.Method, address, p.name, answer.StatusCode, text)
	}
	if p.grants != nil && !api && r.Method != http.MethodGet && p.formToken("/account") != p.form {
		p.enter()
	}
	return verdict(answer.StatusCode, answer.Header.Get("Location"))
}

// body is what an operation of the API is sent.
func (h *house) body(r httpkit.Rule) string {
	switch {
	case strings.Contains(r.Path, "/steps/"):
		return `{"version":` + h.things["version"] + `,"why":"As counted again","reason":"error"}`
	case strings.HasSuffix(r.Path, "/values"):
		return `{"values":[]}`
	case strings.HasSuffix(r.Path, "/returns"):
		return `{"collection":"` + collectionID + `","organisation":"` + trustCode + `","period":"` + h.things[":period"] + `"}`
	}
	return "{}"
}

// furnish makes one of everything: a file of the trust that was written, its return, submitted, a flag and so on.
func (h *house) furnish(s *session, j joined) {
	h.t.Helper()
	ctx := h.t.Context()
	trust, err := s.db.OrganisationByCode(ctx, trustCode)
	if err != nil {
		h.t.Fatal(err)
	}
	own := h.person("own")
	csv := "Organisation code,Measure,Period,Value\n" + trustCode + ",discharge.within-24-hours,2026-05,71.5\n"
	sent, _, err := j.desk.Accept(ctx, strings.NewReader(csv), intake.Meta{FileName: "own.csv", SubmittedBy: own.name, Account: own.account.ID, Via: "page",
		AutoWrite: true, May: []maturity.OrganisationID{trust.ID}})
	h.must(sent, err)
	sent, err = j.desk.RunOne(ctx, sent.ID, nil)
	if h.must(sent, err); sent.State != maturity.SubmissionWritten {
		h.t.Fatalf("the file came to %s: %+v", sent.State, sent.Report)
	}
	c, _ := s.catalogue.Collection(collectionID)
	today := period.DayOf(time.Now())
	theirPeriod := collection.Periods(c, today)[0] // the newest that can be begun
	key := maturity.ReturnKey{Collection: collectionID, Organisation: trust.ID, Period: theirPeriod}
	rights, err := s.accounts()
	h.must(rights, err)
	_, due, _, _ := collection.Days(c, theirPeriod)
	extension, err := s.follow(rights).Extensions.Request(ctx, returns.Actor{Account: own.account}, key, max(due, today)+7, "The ward system was down")
	h.must(extension, err)
	file := h.submitted(ctx, j.returned, returns.Actor{Account: own.account}, key)
	trustBoard, _ := s.catalogue.Board("trust")
	copied, err := s.copies(rights).Make(ctx, boardcopy.Who{Account: h.person("admin").account}, trust.ID, trustBoard, "", "")
	h.must(copied, err)
	at, entry := time.Now(), maturity.AuditEntry{At: time.Now(), Account: own.name, Action: "flag.raised"}
	flag, err := s.db.RaiseFlag(ctx, maturity.ReviewFlag{Collection: collectionID, Organisation: trust.ID, Measure: "ers.utilisation", Period: theirPeriod, Text: "Is this right?", By: own.name, At: at}, entry)
	h.must(flag, err)
	h.things = map[string]string{
		"/data/submissions/:id": fmt.Sprint(sent.ID), "/api/v1/submissions/:id": fmt.Sprint(sent.ID), "/api/v1/returns/:id": fmt.Sprint(file.ID),
		"/admin/people/:id": fmt.Sprint(h.person("viewer").account.ID), "/admin/people/export/:file": "contacts.csv",
		"/api/v1/collections/:id": collectionID, "/api/v1/frameworks/:id": "dma-2015", "/api/v1/measures/:id": "discharge.within-24-hours",
		"/data/quality/questions/:id": fmt.Sprint(flag), "/data/quality/findings/:id": h.finding(s, trust.ID), "/data/forms/:file": "waymark-long.csv",
		":code": trustCode, ":period": theirPeriod.Code(), ":collection": collectionID, ":measure": "discharge.within-24-hours", ":board": copied.Address(),
		":panel": "trajectory", ":number": "1", ":picture": "ranked", "version": fmt.Sprint(file.Version), "request": fmt.Sprint(extension.ID),
		"GET /data/where-from": "?organisation=" + trustCode + "&measure=discharge.within-24-hours&period=M2026-05&source=return",
	}
}

// finding is something that a rule found in the trust's published figure.
func (h *house) finding(s *session, trust maturity.OrganisationID) string {
	h.t.Helper()
	ctx, at := h.t.Context(), time.Now()
	key := maturity.FindingKey{Rule: maturity.RuleOutlier, Organisation: trust, Measure: "discharge.within-24-hours", Period: period.Of(period.KindMonth, period.Date(2026, 5, 1)), Source: "return"}
	_, err := s.db.WriteFindings(ctx, []maturity.OrganisationID{trust}, []string{key.Measure},
		[]maturity.Finding{{FindingKey: key, Severity: maturity.LevelWarning, Message: "It is far from what it was.", Left: "64", Acceptable: true, FirstSeen: at, LastSeen: at}}, at)
	h.must(nil, err)
	found, _, err := s.db.Findings(ctx, maturity.FindingFilter{})
	if h.must(found, err); len(found) == 0 {
		h.t.Fatal("the finding is not kept")
	}
	return fmt.Sprint(found[0].ID)
}

// submitted is the trust's return, filled in and submitted by its own people.
func (h *house) submitted(ctx context.Context, desk *returns.Desk, who returns.Actor, key maturity.ReturnKey) maturity.ReturnFile {
	h.t.Helper()
	var values []returns.Saving
	c, _ := desk.Catalogue.Collection(key.Collection)
	for _, id := range c.Measures {
		values = append(values, returns.Saving{ReturnValue: maturity.ReturnValue{Measure: id, State: maturity.Reported, Value: 64, Numerator: math.NaN(), Denominator: math.NaN(), Comment: "As counted"}})
	}
	file, clashes, err := desk.Save(ctx, who, key, values)
	if err != nil || len(clashes) > 0 {
		h.t.Fatal(clashes, err)
	}
	if file, err = desk.Submit(ctx, who, key, file.Version); err != nil {
		h.t.Fatal(err)
	}
	return file
}

func (h *house) person(name string) *person {
	for _, p := range h.people {
		if p.name == name {
			return p
		}
	}
	h.t.Fatalf("there is no %s", name)
	return nil
}

// address is an address of the route about the trust's things. What a parameter stands for is looked up by the path that
// leads to it, or by its name alone.
func (h *house) address(r httpkit.Rule) string {
	parts := strings.Split(r.Path, "/")
	for i, part := range parts {
		if !strings.HasPrefix(part, ":") {
			continue
		}
		value, ok := h.things[strings.Join(strings.Split(r.Path, "/")[:i+1], "/")]
		if !ok {
			value, ok = h.things[part]
		}
		if !ok {
			h.t.Errorf("%s %s: say in furnish what %s stands for", r.Method, r.Path, part)
		}
		parts[i] = value
	}
	return strings.ReplaceAll(strings.Join(parts, "/"), "*", "css/waymark.css") + h.things[r.Method+" "+r.Path]
}
