package page_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"waymark/internal/board"
	"waymark/internal/chart"
	"waymark/internal/maturity"
	"waymark/internal/page"
	"waymark/internal/period"
)

// canned answers the pages with what a test wants to see on them.
type canned struct {
	err          error
	view         board.View
	rows         []board.HomeRow
	organisation board.OrganisationView
	measure      board.MeasureView
	domains      board.DomainsView
	assurance    board.AssuranceView
	changes      board.Changes
	asked        board.Query // of the last question
}

func (c *canned) Changes(_ context.Context, q board.Query) (board.Changes, error) {
	c.asked = q
	v := c.changes
	v.Since = q.Since
	return v, c.err
}

func (c *canned) Domains(_ context.Context, _, _ string, q board.Query) (board.DomainsView, error) {
	v := c.domains
	v.Query = q
	return v, c.err
}

func (c *canned) Assurance(_ context.Context, _ string, q board.Query) (board.AssuranceView, error) {
	v := c.assurance
	v.Query = q
	return v, c.err
}

func (c *canned) BuildBoard(_ context.Context, _ maturity.Board, q board.Query) (board.View, error) {
	v := c.view
	v.Subject, v.AsAt, v.Today = q.Subject, q.AsAt, q.Today
	return v, c.err
}

func (c *canned) Home(context.Context, []board.Place) ([]board.HomeRow, error) { return c.rows, c.err }

func (c *canned) Organisation(_ context.Context, q board.Query) (board.OrganisationView, error) {
	v := c.organisation
	v.Query = q
	return v, c.err
}

func (c *canned) Measure(_ context.Context, _ string, q board.Query) (board.MeasureView, error) {
	v := c.measure
	v.Query = q
	return v, c.err
}

// crowd is a directory of a footprint and its members.
type crowd struct {
	page.Directory
	footprint maturity.Organisation
	members   []maturity.Organisation
	err       error
}

func (c *crowd) find(match func(maturity.Organisation) bool) (maturity.Organisation, bool) {
	for _, o := range append([]maturity.Organisation{c.footprint}, c.members...) {
		if match(o) {
			return o, true
		}
	}
	return maturity.Organisation{}, false
}

func (c *crowd) ByCode(code string) (maturity.Organisation, bool) {
	return c.find(func(o maturity.Organisation) bool { return o.Code == code })
}

func (c *crowd) OfKind(kind string, _ period.Day) []maturity.Organisation {
	if kind == maturity.KindFootprint && c.footprint.Code != "" {
		return []maturity.Organisation{c.footprint}
	}
	return nil
}

func (c *crowd) Members(maturity.OrganisationID, period.Day) []maturity.Organisation {
	return c.members
}

func (c *crowd) FootprintsOf(maturity.OrganisationID, period.Day) []maturity.Organisation { return nil }

// register gives the crowd to the pages.
type register struct{ *crowd }

func (r register) Directory(context.Context) (page.Directory, error) { return r.crowd, r.err }

func (r register) Organisations(_ context.Context, q maturity.OrganisationQuery) ([]maturity.Organisation, string, error) {
	if len(r.members) <= q.Limit {
		return r.members, "", r.err
	}
	return r.members[:q.Limit], r.members[q.Limit-1].Name, r.err
}

func (r register) OrganisationProfile(context.Context, string) (maturity.OrganisationProfile, error) {
	return maturity.OrganisationProfile{}, r.err
}

func trusts(n int, name string) (out []maturity.Organisation) {
	for i := range n {
		out = append(out, maturity.Organisation{ID: maturity.OrganisationID(i + 2), Code: fmt.Sprintf("T%03d", i), Name: name, ShortName: name, Kind: "acute"})
	}
	return out
}

func newCrowd(members []maturity.Organisation) *crowd {
	return &crowd{footprint: maturity.Organisation{ID: 1, Code: "glos", Name: "Gloucestershire", ShortName: "Gloucestershire", Kind: maturity.KindFootprint}, members: members}
}

// reader is a site on canned answers, with somebody signed in who reads.
func reader(t *testing.T, results *canned, who *crowd) *visitor {
	t.Helper()
	s := newSite(t, func(set *settings) { set.results, set.organisations = results, register{who} })
	s.add("viewer", grant(maturity.RoleViewer, ""))
	return s.as("viewer")
}

var resultPages = []string{"/", "/boards/ldr-steering-group/glos", "/measures/discharge.within-24-hours", "/organisations/glos", "/organisations"}

func TestPagesWhenThereIsNothing(t *testing.T) {
	t.Parallel()
	nothing := "There are no figures for Gloucestershire as known on 15 November 2018."
	results := &canned{view: board.View{Panels: []board.PanelView{{Panel: maturity.Panel{ID: "path", Kind: maturity.PanelTrajectory, Title: "The path"}, Empty: nothing}}},
		organisation: board.OrganisationView{Empty: nothing}, measure: board.MeasureView{Empty: nothing, Measure: maturity.Measure{ID: "m", Title: "Wards"}}}
	v := reader(t, results, newCrowd(nil))
	for path, want := range map[string]string{"/boards/ldr-steering-group/glos": nothing, "/organisations/glos": nothing, "/measures/discharge.within-24-hours": nothing,
		"/organisations": "No organisation is loaded yet.", "/organisations?text=x": "No organisation matches.", "/": "No footprint is loaded yet."} {
		a := v.get(path)
		if a.status != http.StatusOK || !strings.Contains(a.text(), want) {
			t.Errorf("%s: %d, want %q: %s", path, a.status, want, a.text())
		}
		if strings.Contains(a.body, "<figure") || strings.Contains(a.body, "<tbody") {
			t.Errorf("%s shows a figure or a table of nothing", path)
		}
	}
	if a := reader(t, results, &crowd{}).get("/measures/discharge.within-24-hours"); a.status != http.StatusNotFound || !strings.Contains(a.text(), "No footprint and no nation is loaded yet") {
		t.Errorf("a measure of nobody: %d %s", a.status, a.text())
	}
	results.rows = []board.HomeRow{{Organisation: maturity.Organisation{Code: "glos", Name: "Gloucestershire", Kind: maturity.KindFootprint}}}
	if text := v.get("/").text(); !strings.Contains(text, "Gloucestershire : no figures yet") || strings.Contains(text, "No footprint is loaded") || strings.Contains(text, "Upload a return") {
		t.Errorf("a footprint without figures, for somebody who does not send: %s", text)
	}
}

// A database that is away costs a page, not the reader's patience: the code of another time, a way on, no cause.
func TestPagesWhenTheDatabaseIsAway(t *testing.T) {
	t.Parallel()
	secret := errors.New("dial unix /run/secret/.s.PGSQL: connection refused")
	away := &maturity.Error{Code: maturity.Unavailable, Sentence: "The database does not answer just now.", Cause: secret}
	for name, v := range map[string]*visitor{"results": reader(t, &canned{err: away}, newCrowd(nil)), "organisations": reader(t, &canned{}, &crowd{err: away})} {
		for _, path := range resultPages {
			if name == "results" && path == "/organisations" {
				continue // asks for no results
			}
			a := v.get(path)
			if a.status != http.StatusServiceUnavailable || !strings.Contains(a.text(), "Not available just now") || strings.Contains(a.body, "secret") {
				t.Errorf("%s away, %s: %d %s", name, path, a.status, a.text())
			}
			if a.header.Get("Content-Security-Policy") == "" || !strings.Contains(a.body, "</html>") {
				t.Errorf("%s away, %s: no whole page", name, path)
			}
		}
	}
}

func TestPagesWithLongNames(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("Trust of the <b>many</b> & ", 15)
	members := trusts(1, long)
	figure := chart.Figure{Kind: "ranked", Title: long, Reading: long + ".", Table: chart.Table{Caption: long, Columns: []chart.Column{{Head: "Organisation"}},
		Rows: []chart.Row{{Cells: []string{long}}}}}
	drawing := board.Described(figure)
	row := board.OrganisationRow{Organisation: members[0], Latest: "51%", Status: maturity.StatusUnlikely}
	results := &canned{
		view: board.View{Panels: []board.PanelView{{Panel: maturity.Panel{ID: "where-not", Kind: maturity.PanelOrganisations}, Organisations: []board.OrganisationRow{row}},
			{Panel: maturity.Panel{ID: "peers", Kind: maturity.PanelRanked}, Drawings: []board.Drawing{drawing}}}},
		measure: board.MeasureView{Measure: maturity.Measure{ID: "m", Title: "Wards"}, Rows: []board.OrganisationRow{row}, Ranked: &drawing},
	}
	v := reader(t, results, newCrowd(members))
	for _, path := range []string{"/boards/ldr-steering-group/T000", "/measures/discharge.within-24-hours?organisation=T000", "/organisations/T000", "/organisations"} {
		a := v.get(path)
		if a.status != http.StatusOK || !strings.Contains(a.text(), strings.TrimSpace(strings.Join(strings.Fields(long), " "))) {
			t.Errorf("%s: %d does not say the whole name: %s", path, a.status, a.text())
		}
		if strings.Contains(a.body, "<b>many") {
			t.Errorf("%s: the name's marks are the page's", path)
		}
	}
}

func TestPagesWithManyRows(t *testing.T) {
	t.Parallel()
	members := trusts(2000, "Trust")
	rows := make([]board.OrganisationRow, len(members))
	for i, o := range members {
		rows[i] = board.OrganisationRow{Organisation: o, Latest: "51%", Status: maturity.StatusUnlikely}
	}
	codes := make([]string, 100)
	for i := range codes {
		codes[i] = members[i].Code
	}
	results := &canned{
		view: board.View{Board: maturity.Board{ID: "ldr-steering-group"}, Panels: []board.PanelView{{Panel: maturity.Panel{ID: "where-not", Kind: maturity.PanelOrganisations}, Organisations: rows, More: 3}}},
		measure: board.MeasureView{Measure: maturity.Measure{ID: "m", Title: "Wards"}, Rows: rows, RollUp: &maturity.RollUpNote{Reporting: 1900, Expected: 2000, Missing: codes},
			Observed: []maturity.PathPoint{{Period: period.Of(period.KindQuarter, period.Date(2018, 7, 1))}}},
	}
	v := reader(t, results, newCrowd(members))
	a := v.get("/boards/ldr-steering-group/glos")
	if n := strings.Count(a.body, "/measures/"); n < len(rows) {
		t.Errorf("the board lists %d of %d", n, len(rows))
	}
	if !strings.Contains(a.text(), "Show all: 3 more organisations") || !strings.Contains(a.body, `href="/boards/ldr-steering-group/glos?show=all#where-not"`) {
		t.Error("no way to the rows that are left out")
	}
	text := v.get("/measures/discharge.within-24-hours").text()
	if want := "The newest figure, for July to September 2018 (Q2 2018 to 2019), is made from 1,900 of 2,000 organisations; missing: "; !strings.Contains(text, want) || !strings.Contains(text, ", 90 more . Method") {
		t.Errorf("the page of the measure does not count who is missing: %.2000s", text)
	}
	a = v.get("/organisations?kind=acute")
	if n := strings.Count(a.body, `href="/organisations/T`); n != 50 {
		t.Errorf("%d organisations on the first page of the list, want 50", n)
	}
	if !strings.Contains(a.body, `href="/organisations?after=Trust&amp;kind=acute"`) {
		t.Error("no way to the next page of the list, or it loses the kind")
	}
}
