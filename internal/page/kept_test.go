package page_test

import (
	"context"
	"errors"
	"math"
	"net/http"
	"strings"
	"testing"
	"time"

	"waymark/internal/board"
	"waymark/internal/chart"
	"waymark/internal/maturity"
	"waymark/internal/page"
	"waymark/internal/period"
)

const (
	keptMeasure = "discharge.within-24-hours"
	keptBoard   = "/boards/ldr-steering-group/glos"
)

// compute writes what a job would: the footprint's path on a measure, ending at a value.
func (s *site) compute(asAt time.Time, latest float64) {
	s.t.Helper()
	footprint, err := s.db.OrganisationByCode(s.t.Context(), "glos")
	if err != nil {
		s.t.Fatal(err)
	}
	path := maturity.Trajectory{Organisation: footprint.ID, Measure: keptMeasure, Target: keptMeasure + "-2020", Status: maturity.StatusUnlikely, Probability: 0.25,
		RequiredPer: math.NaN(), AchievedPer: math.NaN(), InputsHash: asAt.String(), Definition: "d"}
	for i, value := range []float64{40, 45, latest} {
		path.Observed = append(path.Observed, maturity.PathPoint{Period: period.Of(period.KindQuarter, period.Date(2017, 4, 1)).Add(i), State: maturity.Reported, Value: value, HasValue: true})
	}
	path.Latest = &path.Observed[2]
	if _, err := s.db.WriteTrajectories(s.t.Context(), asAt, keptMeasure, []maturity.Trajectory{path}); err != nil {
		s.t.Fatal(err)
	}
}

// at is the same visitor, with the same cookies, at another process.
func (v *visitor) at(s *site) *visitor { return &visitor{s, v.client, v.header} }

// keptPair is two processes on one database, the second of which keeps nothing, and somebody signed in at both.
func keptPair(t *testing.T) (keeping, plain *site, v *visitor) {
	keeping = newSite(t)
	plain = newSite(t, func(set *settings) { set.share, set.keep = keeping, -1 })
	keeping.addRoles()
	keeping.compute(keeping.clock.now().Add(-48*time.Hour), 50)
	return keeping, plain, keeping.as("viewer")
}

// A page that was written before is the page that would be written now, to the last byte.
func TestAKeptPageIsTheSamePage(t *testing.T) {
	t.Parallel()
	keeping, plain, v := keptPair(t)
	yesterday := keeping.clock.now().Add(-24 * time.Hour).Format(time.DateOnly)
	for _, path := range []string{keptBoard, keptBoard + "?show=all", keptBoard + "?as_at=" + yesterday, keptBoard + "?as_at=2001-01-01", "/measures/" + keptMeasure + "?organisation=glos"} {
		first, again, anew := v.get(path), v.get(path), v.at(plain).get(path)
		if first.status != http.StatusOK || first.body != again.body || first.body != anew.body {
			t.Errorf("%s: %d; the same the second time: %v; as without keeping: %v", path, first.status, first.body == again.body, first.body == anew.body)
		}
		if again.header.Get("Cache-Control") != "no-store" || again.header.Get("Content-Security-Policy") == "" {
			t.Errorf("%s: headers %v", path, again.header)
		}
	}
	if a := v.get(keptBoard); !strings.Contains(a.text(), "50%") || !strings.Contains(a.body, "<svg") {
		t.Errorf("the board does not show its figures: %s", a.text())
	}
}

// What any process writes is on the next page of every process; the page of an earlier day stays as it was.
func TestAWriteShowsOnTheNextPageOfEveryProcess(t *testing.T) {
	t.Parallel()
	one, _, v := keptPair(t)
	other := newSite(t, func(set *settings) { set.share = one })
	yesterday := keptBoard + "?as_at=" + one.clock.now().Add(-24*time.Hour).Format(time.DateOnly)
	said := func(path, want, not string) {
		t.Helper()
		for name, s := range map[string]*site{"the process that wrote": one, "another process": other} {
			for range 2 {
				if text := v.at(s).get(path).text(); !strings.Contains(text, want) || strings.Contains(text, not) {
					t.Fatalf("%s, %s: want %q and not %q: %s", name, path, want, not, text)
				}
			}
		}
	}
	said(keptBoard, "50%", "66%")
	said(yesterday, "50%", "66%")
	one.compute(one.clock.now().Add(-time.Hour), 66)
	said(keptBoard, "66%", "50%")
	said(yesterday, "50%", "66%")
	// The same time again, corrected: nothing but the version tells the two states apart.
	other.compute(one.clock.now().Add(-time.Hour), 71)
	said(keptBoard, "71%", "66%")
	one.exec(`UPDATE organisation SET name = 'Gloucestershire and Forest', short_name = 'Glos and Forest' WHERE code = 'glos'`)
	one.exec(`UPDATE reference_state SET version = version + 1`)
	said(keptBoard, "Gloucestershire and Forest", "66%")
}

// A result of a time that this process's clock has not reached is not shown, and shown as soon as it has.
func TestClocksThatDiffer(t *testing.T) {
	t.Parallel()
	s, _, v := keptPair(t)
	s.compute(s.clock.now().Add(30*time.Second), 66)
	for range 2 {
		if text := v.get(keptBoard).text(); !strings.Contains(text, "50%") || strings.Contains(text, "66%") {
			t.Fatalf("before: %s", text)
		}
	}
	s.clock.Time = s.clock.Add(time.Minute)
	for range 2 {
		if text := v.get(keptBoard).text(); !strings.Contains(text, "66%") {
			t.Fatalf("after: %s", text)
		}
	}
}

// Visitors of different rights share what the board shows, and nothing of one is on the page of the other.
func TestVisitorsShareNothingOfTheirOwn(t *testing.T) {
	t.Parallel()
	s, plain, viewer := keptPair(t)
	admin := s.as("admin")
	if token := viewer.token("/account"); token == "" || token == admin.token("/account") {
		t.Fatal("the visitors have no form tokens of their own")
	}
	for name, v := range map[string]*visitor{"viewer": viewer, "admin": admin} {
		other := map[string]*visitor{"viewer": admin, "admin": viewer}[name]
		for range 2 {
			page := v.get(keptBoard).body
			if page != v.at(plain).get(keptBoard).body {
				t.Errorf("%s: not the page as written for nobody else", name)
			}
			if strings.Contains(page, other.token("/account")) {
				t.Errorf("%s: the page holds the form token of the other", name)
			}
		}
	}
	if a := s.visitor().get(keptBoard); a.status == http.StatusOK || strings.Contains(a.body, "50%") {
		t.Errorf("somebody who is not signed in: %d", a.status)
	}
}

// counted counts how often a board is put together.
type counted struct {
	page.Results
	builds int
}

func (c *counted) BuildBoard(ctx context.Context, definition maturity.Board, q board.Query) (board.View, error) {
	c.builds++
	return c.Results.BuildBoard(ctx, definition, q)
}

// A board is put together once for each state of the data and each choice, whoever opens it.
func TestABoardIsPutTogetherOnce(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	catalogue, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	results := &counted{Results: board.New(catalogue, s.db)}
	counting := newSite(t, func(set *settings) { set.share, set.results = s, results })
	s.addRoles()
	s.compute(s.clock.now().Add(-time.Hour), 50)
	viewer, admin := s.as("viewer").at(counting), s.as("admin").at(counting)
	for _, step := range []struct {
		path string
		want int
	}{{keptBoard, 1}, {keptBoard + "?show=all", 2}, {keptBoard + "?as_at=2018-11-15", 3}, {keptBoard + "?as_at=2018-11-16", 4}, {keptBoard + "?as_at=now", 5}, {keptBoard, 5}} {
		for range 2 {
			viewer.get(step.path)
			admin.get(step.path)
		}
		if results.builds != step.want {
			t.Errorf("%s: put together %d times in all, want %d", step.path, results.builds, step.want)
		}
	}
	s.compute(s.clock.now().Add(-time.Minute), 66)
	if viewer.get(keptBoard); results.builds != 6 {
		t.Errorf("not put together anew after a write: %d", results.builds)
	}
	s.clock.Time = s.clock.AddDate(0, 0, 1)
	if viewer.get(keptBoard); results.builds != 7 {
		t.Errorf("not put together anew on the next day: %d", results.builds)
	}
}

// failing draws only when told to.
type failing struct{ fail *bool }

func (f failing) SVG(ctx context.Context, figure chart.Figure) ([]byte, error) {
	if *f.fail {
		return nil, errors.New("no engine")
	}
	return blank{}.SVG(ctx, figure)
}

// A page whose picture could not be drawn is not kept.
func TestAPageWithoutItsPictureIsNotKept(t *testing.T) {
	t.Parallel()
	fail := true
	s := newSite(t, func(set *settings) { set.pictures = failing{&fail} })
	s.addRoles()
	s.compute(s.clock.now().Add(-time.Hour), 50)
	v := s.as("viewer")
	if a := v.get(keptBoard); a.status != http.StatusOK || strings.Contains(a.body, "<svg") || !strings.Contains(a.text(), "50%") {
		t.Errorf("%d %s", a.status, a.text())
	}
	fail = false
	if a := v.get(keptBoard); !strings.Contains(a.body, "<svg") {
		t.Error("the page without its picture was kept")
	}
}
