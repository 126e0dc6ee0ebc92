package page_test

import (
	"context"
	"encoding/csv"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/page"
	"waymark/internal/period"
	"waymark/internal/roadmap"
	"waymark/internal/store"
)

// called finds organisations by their codes alone.
type called struct{ *store.Directory }

func (c called) Named(name string) (maturity.Organisation, bool) { return c.ByCode(name) }

func withOutcomes(set *settings) {
	set.roadmaps = func(s *site, c *maturity.Catalogue) *page.Roadmaps {
		desk := &roadmap.Desk{Store: s.db, Rights: s.accounts, Catalogue: c, Clock: s.clock.now, Recorded: time.Now, Directory: func(ctx context.Context) (roadmap.Directory, error) {
			d, err := s.db.Directory(ctx)
			return called{d}, err
		}}
		return &page.Roadmaps{Desk: desk, Outcomes: s.db}
	}
}

// outcomes loads a roadmap with four deployments, one of them to come, and what became of the others.
func (s *site) outcomes(pooled bool) {
	s.t.Helper()
	catalogue, err := shipped()
	if err != nil {
		s.t.Fatal(err)
	}
	measure := catalogue.Measures[0].ID
	day := period.Date(2017, 4, 1)
	r := maturity.Roadmap{ID: "plan", Organisation: "glos", Title: "Plan", Initiatives: []maturity.Initiative{{ID: "phones", Title: "Telephony", Measures: []string{measure}}}}
	for i, code := range []string{"RTE", "RYF", "RBA"} {
		d := maturity.Deployment{ID: fmt.Sprintf("phones-%d", i+1), Initiative: "phones", Organisation: code, Effects: []maturity.Effect{{Measure: measure, Gain: 8, Low: 2, High: 14, Basis: "estimate"}}}
		if code != "RBA" {
			d.Live = &day
		} else {
			d.GoLive = &maturity.LooseDate{AsGiven: "2030", Precision: maturity.PrecisionCalendarYear, Earliest: period.Date(2030, 1, 1), Latest: period.Date(2030, 12, 31)}
		}
		r.Deployments = append(r.Deployments, d)
	}
	desk := &roadmap.Desk{Store: s.db, Rights: s.accounts, Catalogue: catalogue, Clock: func() time.Time { return s.clock.now().Add(-time.Hour) }, Recorded: time.Now, Directory: func(ctx context.Context) (roadmap.Directory, error) {
		d, err := s.db.Directory(ctx)
		return called{d}, err
	}}
	admin, _, err := s.db.AccountByLogin(s.t.Context(), "admin")
	if err != nil {
		s.t.Fatal(err)
	}
	if _, err := desk.Load(s.t.Context(), roadmap.Who{Account: admin}, r, "first"); err != nil {
		s.t.Fatal(err)
	}
	none := math.NaN()
	var path []maturity.OutcomePoint
	for i := range 24 {
		path = append(path, maturity.OutcomePoint{Period: period.Of(period.KindMonth, period.Date(2016, time.Month(4+i), 1)), Value: 40 + float64(i), Low: 35, Middle: 40, High: 44})
	}
	list := []maturity.DeploymentOutcome{
		{Roadmap: "plan", Deployment: "phones-1", Initiative: "phones", Organisation: s.organisation("RTE"), GoLive: day, Finished: true, Verdict: maturity.OutcomeBetter, Reason: "Went up 12 points.", Level: 41, Change: 12, Peers: 2,
			Effect: 10, Low: 6, High: 14, PeerCount: 22, Before: 12, After: 12, Step: true, StepWords: "The control chart signals from May 2017: a figure above the limit.", Path: path},
		{Roadmap: "plan", Deployment: "phones-2", Initiative: "phones", Organisation: s.organisation("RYF"), GoLive: day, Finished: true, Verdict: maturity.OutcomeCannotTell, Reason: "3 organisations like it have figures for the same time.", Level: none, Change: none,
			Peers: none, Effect: none, Low: none, High: none},
	}
	together := maturity.InitiativeOutcome{Roadmap: "plan", Initiative: "phones", Reason: "1 deployment has an estimate; at least 3 are needed.", Count: 1, Gain: none, Low: none, High: none, RangeLow: none, RangeHigh: none}
	if pooled {
		together = maturity.InitiativeOutcome{Roadmap: "plan", Initiative: "phones", OK: true, Count: 4, Gain: 9.26, Low: 6, High: 12.5, RangeLow: 4.04, RangeHigh: 14.5}
	}
	if _, err := s.db.WriteOutcomes(s.t.Context(), s.clock.now().Add(-time.Minute), measure, list, []maturity.InitiativeOutcome{together}); err != nil {
		s.t.Fatal(err)
	}
}

func (s *site) organisation(code string) (id maturity.OrganisationID) {
	s.t.Helper()
	if err := s.db.SQL().QueryRow(`SELECT id FROM organisation WHERE code = $1`, code).Scan(&id); err != nil {
		s.t.Fatal(err)
	}
	return id
}

func TestOutcomesSayWhatDeploymentsDid(t *testing.T) {
	t.Parallel()
	s := newSite(t, withOutcomes)
	s.addRoles()
	s.outcomes(false)
	v := s.as("viewer")
	got := v.get("/roadmap/plan/outcomes")
	for _, words := range []string{"1 of 2 finished deployments moved its measure more than peers did; for 1 it cannot be told", "This is evidence, not proof", "✔ Better than peers", "? Cannot tell", "Went up 12 points.",
		"The control chart signals from May 2017", "+10", "+6 to +14", "22 peers", "+8 (+2 to +14)", "1 deployment has an estimate; at least 3 are needed.", "3 organisations like it have figures"} {
		if !strings.Contains(got.text(), words) {
			t.Errorf("%q is not on the page: %s", words, got.text())
		}
	}
	if strings.Contains(got.body, "/outcomes/range") {
		t.Error("a reader is led to a change")
	}
	file := v.get("/roadmap/plan/outcomes/outcomes.csv")
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(file.body, "\uFEFF"))).ReadAll()
	if err != nil || len(rows) != 3 || rows[1][7] != "better" || rows[1][11] != "10" || rows[2][11] != "" {
		t.Errorf("%v %v", rows, err)
	}
	if then := v.get("/roadmap/plan/outcomes?as_at=2001-01-01"); then.status != http.StatusNotFound {
		t.Errorf("before anything was known: %d", then.status)
	}
	if none := v.get("/roadmap/plan/outcomes/picture?deployment=phones-2&measure=x"); none.status != http.StatusNotFound {
		t.Errorf("a picture of nothing: %d", none.status)
	}
}

// The measured range is used after a look at what it changes, by who may, for deployments still to come alone.
func TestAMeasuredRangeIsUsedForTheNextDeployments(t *testing.T) {
	t.Parallel()
	s := newSite(t, withOutcomes)
	s.addRoles()
	s.outcomes(true)
	catalogue, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	measure := catalogue.Measures[0].ID
	check := "/roadmap/plan/outcomes/range?" + url.Values{"initiative": {"phones"}, "measure": {measure}}.Encode()
	if a := s.as("viewer").get(check); a.status != http.StatusForbidden {
		t.Errorf("a reader: %d", a.status)
	}
	v := s.as("admin")
	if a := v.get("/roadmap/plan/outcomes"); !strings.Contains(a.text(), "Use this range for the next deployments") {
		t.Errorf("no way to it: %s", a.text())
	}
	a := v.get(check)
	for _, words := range []string{"Use the measured range for 1 deployment?", "+8 (+2 to +14)", "+9.3 (+4 to +14.5)", "measured at 4 deployments"} {
		if !strings.Contains(a.text(), words) {
			t.Errorf("%q is not there: %s", words, a.text())
		}
	}
	version := hidden(t, a, "version")
	fields := url.Values{"version": {version}, "initiative": {"phones"}, "measure": {measure}}
	if done := v.post(check, "/roadmap/plan/outcomes/range", fields); done.status != http.StatusSeeOther {
		t.Fatalf("%d %s", done.status, done.text())
	}
	if a := v.get(check); !strings.Contains(a.text(), "No deployment is still to come that could use this range") {
		t.Errorf("it is used: %s", a.text())
	}
	if again := v.post(check, "/roadmap/plan/outcomes/range", fields); again.status != http.StatusConflict {
		t.Errorf("an old version: %d", again.status)
	}
}
