package page_test

import (
	"cmp"
	"context"
	"crypto/rand"
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"

	"waymark/capabilities"
	"waymark/dashboards"
	"waymark/internal/account"
	"waymark/internal/board"
	"waymark/internal/boardcopy"
	"waymark/internal/chart"
	"waymark/internal/definition"
	"waymark/internal/httpkit"
	"waymark/internal/ingest"
	"waymark/internal/intake"
	"waymark/internal/maturity"
	"waymark/internal/page"
	"waymark/internal/period"
	"waymark/internal/proof"
	"waymark/internal/quality"
	"waymark/internal/returns"
	"waymark/internal/sheet"
	"waymark/internal/store"
	"waymark/internal/store/storetest"
	"waymark/web"
)

// site is the whole of pages on a real database, behind a real server.
type site struct {
	t        *testing.T
	db       *store.DB
	kit      *httpkit.Kit
	accounts *account.Service
	server   *httptest.Server
	clock    *clock
	desk     *intake.Desk
	receipts *proof.Receipts
}

// clock is set by tests and moves only when told.
type clock struct{ time.Time }

func (c *clock) now() time.Time { return c.Time }

// cheap is for tests that sign in often.
var cheap = argon2id.Params{Memory: 64, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32}

const password = "seven quiet herons"

// directory is the store where the pages want a name of their own for what it gives.
type directory struct{ *store.DB }

// Directory is as cmd/waymark joins it.
func (d directory) Directory(ctx context.Context) (page.Directory, error) { return d.DB.Directory(ctx) }

func (d directory) LastJob(context.Context) (page.LastJob, error) {
	return page.LastJob{Job: "recompute", Outcome: "done", FinishedAt: time.Date(2018, 11, 15, 4, 15, 0, 0, time.UTC)}, nil
}

// byCode resolves codes only, which is all that these tests send.
type byCode struct{ directory }

func (d byCode) Find(text string, _ []string, _ period.Period) maturity.Found {
	o, err := d.OrganisationByCode(context.Background(), strings.TrimSpace(text))
	if err != nil {
		return maturity.Found{Suggestions: []string{"RTE Gloucestershire Hospitals"}}
	}
	return maturity.Found{Organisation: o, OK: true}
}

var shipped = sync.OnceValues(func() (*maturity.Catalogue, error) { return definition.Load(capabilities.Files, dashboards.Files) })

const maxUpload = 1 << 20

func limits() sheet.Limits {
	l := sheet.DefaultLimits()
	l.MaxBytes = maxUpload
	return l
}

// emptyForm stands for the form builder.
func emptyForm(w io.Writer, l maturity.Layout, media string) error {
	_, err := io.WriteString(w, "form of "+l.ID+" as "+media)
	return err
}

// blank draws nothing.
type blank struct{}

func (blank) SVG(context.Context, chart.Figure) ([]byte, error) {
	return []byte(`<svg xmlns="http://www.w3.org/2000/svg"></svg>`), nil
}

type settings struct {
	secure        bool
	metrics       string
	results       page.Results       // instead of those in the database
	organisations page.Organisations // likewise
	earlier       page.EarlierMeetings
	share         *site         // a second process on the database of this one
	keep          int           // bytes
	pictures      page.Pictures // instead of blank ones
	roadmaps      func(*site, *maturity.Catalogue) *page.Roadmaps
	openid        page.OpenID
	issuer        string // of the provider
}

func newSite(t *testing.T, change ...func(*settings)) *site {
	t.Helper()
	var set settings
	for _, f := range change {
		f(&set)
	}
	var db *store.DB
	if set.share != nil {
		db = set.share.db
	} else {
		db = storetest.New(t)
	}
	location, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	catalogue, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	if err := db.SyncCatalogue(t.Context(), catalogue); err != nil {
		t.Fatal(err)
	}
	s := &site{t: t, db: db, clock: &clock{time.Now().UTC().Truncate(time.Second)}}
	if set.share != nil {
		s.clock = set.share.clock
	} else {
		s.fill()
	}
	s.desk = intake.NewDesk(intake.Options{Store: db, Catalogue: catalogue, TempDir: t.TempDir(), Limits: limits(), Clock: s.clock.now,
		Directory: func(context.Context) (ingest.Directory, error) { return byCode{directory{db}}, nil }})
	declared := func(id string) bool { _, ok := catalogue.Collection(id); return ok }
	if s.accounts, err = account.New(account.Options{Store: directory{db}, Random: rand.Reader, Now: s.clock.now, Hash: &cheap, Collection: declared}); err != nil {
		t.Fatal(err)
	}
	s.kit = httpkit.New(httpkit.Options{Accounts: s.accounts, Sessions: db.Sessions(), Journal: db, SecureCookies: set.secure, MetricsToken: set.metrics})
	s.receipts = receiptsOf(t, db, s.clock.now)
	returned, following := s.returnDesk(catalogue, location), s.follow(catalogue, location)
	s.desk.Returns = returns.Upload{Desk: returned, Rounds: following.Rounds}
	var roadmaps *page.Roadmaps
	if set.roadmaps != nil {
		roadmaps = set.roadmaps(s, catalogue)
	}
	pages, err := page.New(s.kit, page.Options{Roadmaps: roadmaps, Templates: web.Templates(), Static: web.Static(), Location: location, Now: s.clock.now, MaxUpload: maxUpload,
		Catalogue: catalogue, Accounts: s.accounts, Health: directory{db}, Submissions: db, Returns: s.desk, Origins: directory{db}, Parts: db, Forms: emptyForm,
		Results: cmp.Or[page.Results](set.results, board.New(catalogue, db).WithChanges(db, following.Rounds, nil).WithDecisions(db)), Earlier: cmp.Or[page.EarlierMeetings](set.earlier, db), Organisations: cmp.Or[page.Organisations](set.organisations, directory{db}), Meetings: s.meeting(catalogue, location),
		Boards:  &boardcopy.Desk{Catalogue: catalogue, Store: db, Rights: s.accounts, Clock: s.clock.now},
		Explore: exploring(catalogue, db, s.accounts, s.clock.now), Wordings: db, Receipts: s.receipts, Audit: db, Reach: s.accounts, Desk: returned, Follow: following, Quality: &page.Quality{Findings: db, Desk: &quality.Desk{Catalogue: catalogue, Store: db, Rights: s.accounts, Clock: s.clock.now}},
		ReturnForms: &returns.Forms{Figures: db, Rights: s.accounts, Rounds: following.Rounds, Catalogue: catalogue}, OpenID: set.openid, OpenIDName: "The Provider", OpenIDIssuer: set.issuer, Versions: db, Keep: set.keep, Pictures: cmp.Or[page.Pictures](set.pictures, blank{})})
	if err != nil {
		t.Fatal(err)
	}
	pages.Register()
	handler, err := s.kit.Handler()
	if err != nil {
		t.Fatal(err)
	}
	s.server = httptest.NewServer(handler)
	t.Cleanup(s.server.Close)
	return s
}

// fill makes a footprint with a member and a partner.
func (s *site) fill() {
	for _, row := range []string{`('glos', 'Gloucestershire', 'footprint')`, `('RTE', 'Gloucestershire Hospitals', 'acute')`, `('RYF', 'South Western Ambulance', 'ambulance')`, `('RBA', 'Taunton and Somerset', 'acute')`} {
		s.exec(`INSERT INTO organisation (code, name, short_name, kind) SELECT code, name, name, kind FROM (VALUES ` + row + `) AS v (code, name, kind)`)
	}
	s.exec(`INSERT INTO relation (from_id, to_id, kind, origin) SELECT f.id, t.id, 'member_of', 'test' FROM organisation f, organisation t WHERE f.code = 'RTE' AND t.code = 'glos'`)
	s.exec(`INSERT INTO relation (from_id, to_id, kind, origin) SELECT f.id, t.id, 'partner_of', 'test' FROM organisation f, organisation t WHERE f.code = 'RYF' AND t.code = 'glos'`)
}

func grant(role maturity.Role, code string) account.NewGrant {
	return account.NewGrant{Role: role, Code: code}
}

func (s *site) exec(statement string, args ...any) {
	s.t.Helper()
	if _, err := s.db.SQL().ExecContext(s.t.Context(), statement, args...); err != nil {
		s.t.Fatalf("%s: %v", statement, err)
	}
}

// add makes an account named after its role.
func (s *site) add(login string, grants ...account.NewGrant) {
	s.t.Helper()
	if _, _, err := s.accounts.Add(s.t.Context(), account.NewAccount{Login: login, Password: password, Grants: grants}, "command"); err != nil {
		s.t.Fatal(err)
	}
}

// addRoles makes one account of each role.
func (s *site) addRoles() {
	s.add("admin", account.NewGrant{Role: maturity.RoleAdmin})
	s.add("analyst", account.NewGrant{Role: maturity.RoleAnalyst, Code: "glos"})
	s.add("submitter", account.NewGrant{Role: maturity.RoleSubmitter, Code: "RTE"})
	s.add("viewer", account.NewGrant{Role: maturity.RoleViewer})
}

// visitor is a browser without scripts: it keeps cookies and does not follow redirects by itself.
type visitor struct {
	s      *site
	client *http.Client
	header http.Header
}

func (s *site) visitor() *visitor {
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.t.Fatal(err)
	}
	return &visitor{s, &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}, http.Header{}}
}

// as is a visitor who has signed in.
func (s *site) as(login string) *visitor {
	s.t.Helper()
	v := s.visitor()
	if a := v.signIn(login, password); a.status != http.StatusSeeOther {
		s.t.Fatalf("%s cannot sign in: %d %s", login, a.status, a.text())
	}
	return v
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   string
}

var tags = regexp.MustCompile(`(?s)<(script|style|title)[^>]*>.*?</(script|style|title)>|<[^>]*>`)
var spaces = regexp.MustCompile(`\s+`)

// text is the page as a screen reader would say it.
func (a answer) text() string {
	return strings.TrimSpace(spaces.ReplaceAllString(html.UnescapeString(tags.ReplaceAllString(a.body, " ")), " "))
}

func (v *visitor) send(request *http.Request) answer {
	v.s.t.Helper()
	for name, values := range v.header {
		request.Header[name] = values
	}
	if host := v.header.Get("Host"); host != "" {
		request.Host = host
	}
	response, err := v.client.Do(request)
	if err != nil {
		v.s.t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		v.s.t.Fatal(err)
	}
	return answer{response.StatusCode, response.Header, string(body)}
}

func (v *visitor) request(method, path string, body io.Reader) *http.Request {
	request, err := http.NewRequestWithContext(v.s.t.Context(), method, v.s.server.URL+path, body)
	if err != nil {
		v.s.t.Fatal(err)
	}
	return request
}

func (v *visitor) get(path string) answer {
	v.s.t.Helper()
	return v.send(v.request(http.MethodGet, path, nil))
}

var tokenField = regexp.MustCompile(`name="form_token" value="([^"]+)"`)

// token is the form token of a page, "" when it has no form.
func (v *visitor) token(path string) string {
	v.s.t.Helper()
	found := tokenField.FindStringSubmatch(v.get(path).body)
	if found == nil {
		return ""
	}
	return html.UnescapeString(found[1])
}

// post sends a form as the browser would from the page named by from.
func (v *visitor) post(from, path string, fields url.Values) answer {
	v.s.t.Helper()
	if fields == nil {
		fields = url.Values{}
	}
	if from != "" {
		fields.Set("form_token", v.token(from))
	}
	request := v.request(http.MethodPost, path, strings.NewReader(fields.Encode()))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return v.send(request)
}

func (v *visitor) signIn(login, password string) answer {
	v.s.t.Helper()
	return v.post("/sign-in", "/sign-in", url.Values{"login": {login}, "password": {password}})
}
