package api_test

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"

	"waymark/capabilities"
	"waymark/dashboards"
	"waymark/internal/account"
	"waymark/internal/api"
	"waymark/internal/definition"
	"waymark/internal/explore"
	"waymark/internal/httpkit"
	"waymark/internal/ingest"
	"waymark/internal/intake"
	"waymark/internal/maturity"
	"waymark/internal/meeting"
	"waymark/internal/period"
	"waymark/internal/quality"
	"waymark/internal/returns"
	"waymark/internal/sheet"
	"waymark/internal/store"
	"waymark/internal/store/storetest"
)

// site is the whole API on a real database, behind the real router.
type site struct {
	t        testing.TB
	db       *store.DB
	kit      *httpkit.Kit
	accounts *account.Service
	desk     *intake.Desk
	returned *returns.Desk
	handler  http.Handler
	keys     map[string]string // tokens by sign-in name
	ids      map[string]maturity.OrganisationID
}

var shipped = sync.OnceValues(func() (*maturity.Catalogue, error) { return definition.Load(capabilities.Files, dashboards.Files) })

const maxUpload = 64 << 10

// cheap is for tests, which make many accounts.
var cheap = argon2id.Params{Memory: 64, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32}

func newSite(t testing.TB) *site {
	t.Helper()
	catalogue, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	s := &site{t: t, db: storetest.New(t), keys: map[string]string{}, ids: map[string]maturity.OrganisationID{}}
	if err := s.db.SyncCatalogue(t.Context(), catalogue); err != nil {
		t.Fatal(err)
	}
	s.addOrganisations()
	limits := sheet.DefaultLimits()
	limits.MaxBytes = maxUpload
	s.desk = intake.NewDesk(intake.Options{Store: s.db, Catalogue: catalogue, TempDir: t.TempDir(), Limits: limits,
		Directory: func(ctx context.Context) (ingest.Directory, error) { return s.db.Directory(ctx) }})
	if s.accounts, err = account.New(account.Options{Store: s.db, Random: rand.Reader, Hash: &cheap}); err != nil {
		t.Fatal(err)
	}
	s.kit = httpkit.New(httpkit.Options{Log: slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelError})), Accounts: s.accounts, Sessions: s.db.Sessions(), Journal: s.db})
	err = api.New(s.kit, api.Options{Version: "test", Catalogue: catalogue, MaxUpload: maxUpload, Organisations: s.db, Observations: s.db, Results: s.db,
		Submissions: s.db, Returns: s.desk, Desk: s.returnDesk(catalogue), Scopes: s.accounts, Findings: s.db, Questions: &quality.Desk{Catalogue: catalogue, Store: s.db, Rights: s.accounts}, Rounds: &returns.Rounds{Store: s.db, Catalogue: catalogue}, Rights: s.accounts, Audit: s.db, Reach: s.accounts, Receipts: s.receipts(), Wordings: s.db, Meetings: s.db, Holding: meeting.New(meeting.Options{Rights: s.accounts}), Groups: &explore.Groups{Store: s.db, Rights: s.accounts, Clock: time.Now}, Roadmaps: s.roadmaps(), Scenarios: s.scenarios(), Outcomes: s.db,
		Directory: func(ctx context.Context) (api.Directory, error) { return s.db.Directory(ctx) }}).Register()
	if err != nil {
		t.Fatal(err)
	}
	if s.handler, err = s.kit.Handler(); err != nil {
		t.Fatal(err)
	}
	s.addRoles()
	return s
}

// addOrganisations makes a footprint with one member, a stranger to it, and England.
func (s *site) addOrganisations() {
	s.exec(`INSERT INTO organisation (code, name, short_name, kind) VALUES ('glos', 'Gloucestershire', 'Gloucestershire', 'footprint'),
		('RTE', 'Gloucestershire Hospitals NHS Foundation Trust', 'Gloucestershire Hospitals', 'acute'), ('RBA', 'Taunton and Somerset', 'Taunton', 'acute'),
		('=cmd', '=cmd|'' /C calc''!A0', 'Injected', 'acute'), ('ENG', 'England', 'England', 'nation')`)
	s.exec(`INSERT INTO relation (from_id, to_id, kind, origin) SELECT f.id, t.id, 'member_of', 'test' FROM organisation f, organisation t WHERE f.code = 'RTE' AND t.code = 'glos'`)
	s.exec(`UPDATE reference_state SET version = version + 1`)
	rows, err := s.db.SQL().QueryContext(s.t.Context(), `SELECT code, id FROM organisation`)
	if err != nil {
		s.t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var code string
		var id maturity.OrganisationID
		if err := rows.Scan(&code, &id); err != nil {
			s.t.Fatal(err)
		}
		s.ids[code] = id
	}
	if rows.Err() != nil {
		s.t.Fatal(rows.Err())
	}
}

// addRoles makes an account of each role with a token.
func (s *site) addRoles() {
	for login, grant := range map[string]account.NewGrant{"admin": {Role: maturity.RoleAdmin}, "analyst": {Role: maturity.RoleAnalyst, Code: "glos"},
		"submitter": {Role: maturity.RoleSubmitter, Code: "RTE"}, "stranger": {Role: maturity.RoleSubmitter, Code: "RBA"}, "viewer": {Role: maturity.RoleViewer}} {
		who, _, err := s.accounts.Add(s.t.Context(), account.NewAccount{Login: login, Password: "seven quiet herons", Grants: []account.NewGrant{grant}}, "command")
		if err != nil {
			s.t.Fatal(err)
		}
		if _, s.keys[login], err = s.accounts.CreateToken(s.t.Context(), who, "test", 1, "command", ""); err != nil {
			s.t.Fatal(err)
		}
	}
}

func (s *site) exec(statement string, args ...any) {
	s.t.Helper()
	if _, err := s.db.SQL().ExecContext(s.t.Context(), statement, args...); err != nil {
		s.t.Fatalf("%s: %v", statement, err)
	}
}

// at is midday of a day.
func at(day string) time.Time {
	t, err := time.Parse("2006-01-02", day)
	if err != nil {
		panic(err)
	}
	return t.Add(12 * time.Hour)
}

// value stores an observation as if it had been taken in.
type value struct {
	organisation, measure, period, source string
	state                                 maturity.State // 0: reported
	value                                 any            // nil: none
	from, to                              string         // days; to "": still believed
}

func (s *site) store(values ...value) {
	s.t.Helper()
	for _, v := range values {
		p, err := period.FromCode(v.period)
		if err != nil {
			s.t.Fatal(err)
		}
		if v.state == 0 {
			v.state = maturity.Reported
		}
		var to any = "infinity"
		if v.to != "" {
			to = at(v.to)
		}
		s.exec(`INSERT INTO observation (organisation_id, measure_id, period_kind, period_start, source_id, known_from, known_to, state, value, submission_id, sheet, cell_row, cell_column)
			SELECT $1, m.id, $2, $3, s.id, $4, $5, $6, $7, 1, 1, 14, 3 FROM measure m, source s WHERE m.ref = $8 AND s.ref = $9`,
			s.ids[v.organisation], int(p.Kind), p.Start.String(), at(v.from), to, int(v.state), v.value, v.measure, v.source)
	}
}

// answer is what came back.
type answer struct {
	*httptest.ResponseRecorder
	t testing.TB
}

// text is the body.
func (a answer) text() string { return a.Body.String() }

// read decodes the body, which must be JSON.
func (a answer) read(into any) {
	a.t.Helper()
	if err := json.Unmarshal(a.Body.Bytes(), into); err != nil {
		a.t.Fatalf("%d %s: %v", a.Code, a.text(), err)
	}
}

// items are the rows of a list.
func (a answer) items() []map[string]any {
	a.t.Helper()
	if a.Code != http.StatusOK {
		a.t.Fatalf("%d %s", a.Code, a.text())
	}
	var page struct{ Items []map[string]any }
	a.read(&page)
	return page.Items
}

// do asks as somebody; who "" is nobody. headers are pairs.
func (s *site) do(who, method, path string, body io.Reader, headers ...string) answer {
	s.t.Helper()
	r := httptest.NewRequestWithContext(s.t.Context(), method, path, body)
	if who != "" {
		r.Header.Set("Authorization", "Bearer "+s.keys[who])
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	return answer{w, s.t}
}

func (s *site) get(path string, headers ...string) answer {
	s.t.Helper()
	return s.do("viewer", http.MethodGet, path, nil, headers...)
}

func (s *site) post(who, path, body string, headers ...string) answer {
	s.t.Helper()
	return s.do(who, http.MethodPost, path, strings.NewReader(body), headers...)
}
