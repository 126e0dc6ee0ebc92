package page_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"waymark/internal/account"
	"waymark/internal/explore"
	"waymark/internal/maturity"
	"waymark/internal/page"
	"waymark/internal/sheet"
	"waymark/internal/store"
)

func exploring(catalogue *maturity.Catalogue, db *store.DB, accounts *account.Service, now func() time.Time) *page.Explore {
	return &page.Explore{Explorer: &explore.Explorer{Catalogue: catalogue, Reader: db, Groups: db}, Groups: &explore.Groups{Store: db, Rights: accounts, Clock: now}}
}

// figures stores values of the paper-free sections, one of them of an organisation with a hostile name.
func (s *site) figures() {
	s.t.Helper()
	s.exec(`INSERT INTO organisation (code, name, short_name, kind) VALUES ('H', $1, $1, 'acute')`, hostileName)
	s.exec(`INSERT INTO relation (from_id, to_id, kind, origin) SELECT f.id, t.id, 'member_of', 'test' FROM organisation f, organisation t WHERE f.code = 'H' AND t.code = 'glos'`)
	s.exec(`UPDATE reference_state SET version = version + 1`)
	for _, row := range []string{`'RTE', 'paper-free.orders', '2018-04-01', 1, 52.25`, `'RTE', 'paper-free.orders', '2018-07-01', 1, 60`, `'H', 'paper-free.orders', '2018-04-01', 4, NULL`,
		`'RTE', 'paper-free.records', '2018-07-01', 1, 44`, `'RBA', 'paper-free.records', '2018-07-01', 1, 31.337`} {
		s.exec(`INSERT INTO observation (organisation_id, measure_id, period_kind, period_start, source_id, known_from, state, value, seen, submission_id, sheet, cell_row, cell_column)
			SELECT o.id, m.id, 3, v.start::date, (SELECT id FROM source WHERE ref = 'return'), '2018-11-01', v.state, v.value::float8, 'as seen', 1, 0, 2, 3
			FROM (VALUES (` + row + `)) AS v (code, measure, start, state, value) JOIN organisation o ON o.code = v.code JOIN measure m ON m.ref = v.measure`)
	}
	s.exec(`UPDATE observation SET suppressed = 1 WHERE value = 31.337`)
}

const hostileName = `=cmd|' /C calc'!A0 </script> __f__(1)__f__ £ – é`

const chosenFigures = "m=paper-free.orders,paper-free.records&o=in.glos,RBA&from=Q2018-04&to=Q2018-07"

var tableCells = regexp.MustCompile(`(?s)<(?:th|td) class="[^"]*"[^>]*(?:role="(?:rowheader|cell)")[^>]*>(.*?)</(?:th|td)>`)

// shownCells are the values of the page's table, each with whose, of what and for when.
func shownCells(t *testing.T, body string) (out []string) {
	t.Helper()
	_, table, found := strings.Cut(body, `aria-label="The figures"`)
	if !found {
		t.Fatalf("no figures on the page: %.2000s", answer{body: body}.text())
	}
	table, _, _ = strings.Cut(table, "</table>")
	_, table, _ = strings.Cut(table, "<tbody")
	for row := range strings.SplitSeq(table, "</tr>") {
		var cells []string
		for _, c := range tableCells.FindAllStringSubmatch(row, -1) {
			cells = append(cells, answer{body: c[1]}.text())
		}
		if len(cells) > 0 {
			out = append(out, strings.Join(cells, " | "))
		}
	}
	return out
}

// The page, the CSV, the workbook and the JSON hold the same cells.
func TestFilesHoldTheCellsOfThePage(t *testing.T) {
	s := newSite(t)
	s.addRoles()
	s.figures()
	v := s.as("viewer")
	got := v.get("/explore?" + chosenFigures)
	if got.status != http.StatusOK {
		t.Fatalf("%d %s", got.status, got.header.Get("Location"))
	}
	onPage := shownCells(t, got.body)
	if len(onPage) != 9 || !strings.HasPrefix(onPage[0], hostileName) || !strings.HasSuffix(onPage[0], "| Q1 2018/19 | not available") {
		t.Fatalf("%d cells, want 9:\n%s", len(onPage), strings.Join(onPage, "\n"))
	}
	file := func(media string) []byte {
		a := v.get("/explore/figures." + media + "?" + chosenFigures)
		if a.status != http.StatusOK || !strings.HasPrefix(a.header.Get("Content-Disposition"), "attachment") {
			t.Fatalf("%s: %d %s", media, a.status, a.body)
		}
		return []byte(a.body)
	}
	records, err := csv.NewReader(bytes.NewReader(file("csv"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	compare(t, "csv", records, onPage)
	book, err := sheet.Open(t.Context(), bytes.NewReader(file("xlsx")), "explore.xlsx", sheet.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	var rows [][]string
	if err := book.Rows("Figures", func(r sheet.Row) error {
		cells := make([]string, len(records[0]))
		for _, c := range r.Cells {
			cells[c.Column-1] = c.Text
		}
		rows = append(rows, cells)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	compare(t, "xlsx", rows, onPage)
	var whole struct {
		Sentence string   `json:"sentence"`
		AsAt     string   `json:"as_known_at"`
		Columns  []string `json:"columns"`
		Rows     [][]any  `json:"rows"`
	}
	if err := json.Unmarshal(file("json"), &whole); err != nil {
		t.Fatal(err)
	}
	texts := [][]string{whole.Columns}
	for _, r := range whole.Rows {
		var row []string
		for _, c := range r {
			row = append(row, fmt.Sprint(c))
		}
		texts = append(texts, row)
	}
	compare(t, "json", texts, onPage)
	if whole.AsAt == "" || !strings.Contains(got.text(), whole.Sentence) {
		t.Errorf("the file is about %q at %q", whole.Sentence, whole.AsAt)
	}
	if taken, err := s.db.Audit(t.Context(), maturity.AuditFilter{Action: "export.made", Everywhere: true}); err != nil || len(taken) != 3 || taken[0].Login != "viewer" {
		t.Errorf("%d of 3 files are in the audit: %v", len(taken), err)
	}
}

// compare holds the rows of a file against the cells of the page. A name that a spreadsheet would run stands behind an
// apostrophe in CSV and XLSX.
func compare(t *testing.T, media string, rows [][]string, onPage []string) {
	t.Helper()
	column := map[string]int{}
	for i, name := range rows[0] {
		column[name] = i
	}
	var got []string
	for _, r := range rows[1:] {
		name := strings.TrimPrefix(r[column["organisation_name"]], "'")
		if media != "json" && strings.HasPrefix(r[column["organisation_name"]], "=") {
			t.Errorf("%s would run %q", media, r[column["organisation_name"]])
		}
		got = append(got, strings.Join([]string{name, r[column["measure_title"]], shortOf(t, r[column["period"]]), r[column["shown"]]}, " | "))
	}
	if !slices.Equal(got, onPage) {
		t.Errorf("%s:\n%s\non the page\n%s", media, strings.Join(got, "\n"), strings.Join(onPage, "\n"))
	}
}

// What is suppressed leaves in no form.
func TestASuppressedFigureLeavesInNoForm(t *testing.T) {
	s := newSite(t)
	s.addRoles()
	s.figures()
	v := s.as("viewer")
	for _, path := range []string{"/explore?m=paper-free.records&o=RBA", "/explore?m=paper-free.records&o=RBA&table=wide", "/explore/figures.csv?m=paper-free.records&o=RBA", "/explore/figures.json?m=paper-free.records&o=RBA", "/explore/figures.csv?m=paper-free.records&o=RBA&table=wide"} {
		a := v.get(path)
		if a.status != http.StatusOK || !strings.Contains(a.body, "suppressed") || strings.Contains(a.body, "as seen") || strings.Contains(a.body, "31.3") {
			t.Errorf("%s: %d %s", path, a.status, a.body)
		}
	}
}

// A choice has one address: forms without scripts lead to it, and it leads to itself.
func TestTheAddressOfAChoiceIsStable(t *testing.T) {
	s := newSite(t)
	s.addRoles()
	s.figures()
	v := s.as("viewer")
	for _, c := range []struct{ sent, want string }{
		{"/explore?m=paper-free.orders&m=paper-free.records&o=in.glos&from=April+2018&to=&every=", "/explore?m=paper-free.orders,paper-free.records&o=in.glos&from=M2018-04"},
		{"/explore?o=RTE&m=paper-free.orders", "/explore?m=paper-free.orders&o=RTE"},
		{"/explore?oq=glos&m=paper-free.orders&ok=", "/explore?m=paper-free.orders&oq=glos"},
		{"/explore?m=&o=", "/explore"},
	} {
		a := v.get(c.sent)
		if a.status != http.StatusSeeOther || a.header.Get("Location") != c.want {
			t.Errorf("%s leads to %d %q, want %q", c.sent, a.status, a.header.Get("Location"), c.want)
		}
		if a = v.get(c.want); a.status != http.StatusOK {
			t.Errorf("%s leads on to %q", c.want, a.header.Get("Location"))
		}
	}
	if a := v.get("/explore?from=soon"); a.status != http.StatusBadRequest && a.status != 422 {
		t.Errorf("a period that is none: %d", a.status)
	}
}

// Everything can be chosen by links and forms alone.
func TestChoosingNeedsNoScript(t *testing.T) {
	s := newSite(t)
	s.addRoles()
	s.figures()
	v := s.as("viewer")
	follow := func(a answer, words string) answer {
		t.Helper()
		found := regexp.MustCompile(`<a class="wm-chosen__change" href="([^"]+)">` + words).FindStringSubmatch(a.body)
		if found == nil {
			t.Fatalf("no link %q: %s", words, a.text())
		}
		return v.get(html.UnescapeString(found[1]))
	}
	a := follow(v.get("/explore?mq=paper-free+orders"), "Add")
	if !strings.Contains(a.body, `name="m" value="paper-free.orders"`) {
		t.Errorf("the measure is not chosen: %s", a.text())
	}
	a = follow(v.get("/explore?m=paper-free.orders&oq=glos"), "Add its 2 members")
	if cells := shownCells(t, a.body); len(cells) != 4 {
		t.Errorf("%d cells: %v", len(cells), cells)
	}
	a = follow(a, "Remove")
	if !strings.Contains(a.text(), "Explore: choose measures and organisations") {
		t.Errorf("the measure is still there: %s", a.text())
	}
}

func TestAGroupIsMadeFromAChoiceAndShared(t *testing.T) {
	s := newSite(t)
	s.addRoles()
	s.figures()
	analyst, viewer := s.as("analyst"), s.as("viewer")
	made := analyst.post("/groups", "/groups", url.Values{"title": {hostileName}, "o": {"in.glos"}, "codes": {"RBA"}})
	address := made.header.Get("Location")
	if made.status != http.StatusSeeOther || !strings.HasPrefix(address, "/groups/") {
		t.Fatalf("%d %s", made.status, made.text())
	}
	seen := viewer.get(address)
	if seen.status != http.StatusOK || !strings.Contains(seen.text(), hostileName) || strings.Contains(seen.body, "</script> __f__") || !strings.Contains(seen.text(), "A group of 3 organisations") {
		t.Errorf("%d %s", seen.status, seen.text())
	}
	if a := viewer.get("/explore?m=paper-free.orders&o=group." + strings.TrimPrefix(address, "/groups/")); len(shownCells(t, a.body)) != 6 {
		t.Errorf("the group's figures: %v", shownCells(t, a.body))
	}
	for path, fields := range map[string]url.Values{"/groups": {"title": {"Mine"}, "codes": {"RTE"}}, address: {"title": {"Mine"}, "codes": {"RTE"}, "version": {"1"}}, address + "/retire": {"version": {"1"}}} {
		if a := viewer.post("/explore", path, fields); a.status != http.StatusForbidden {
			t.Errorf("a viewer at %s: %d %s", path, a.status, a.text())
		}
	}
	changed := analyst.post(address, address, url.Values{"title": {"Two"}, "codes": {"RTE\nRBA"}, "version": {"1"}})
	stale := analyst.post(address, address, url.Values{"title": {"Three"}, "codes": {"RTE"}, "version": {"1"}})
	wrong := analyst.post(address, address, url.Values{"title": {"Two"}, "codes": {"RTE XXX"}, "version": {"2"}})
	if changed.status != http.StatusSeeOther || stale.status != http.StatusConflict || wrong.status != http.StatusBadRequest || !strings.Contains(wrong.text(), "No organisation has the code XXX.") {
		t.Errorf("changed %d, stale %d, wrong %d %s", changed.status, stale.status, wrong.status, wrong.text())
	}
	for _, path := range []string{"domains", "assurance"} {
		link := "/organisations/glos/" + path + "?group=" + strings.TrimPrefix(address, "/groups/")
		if page := viewer.get(address); !strings.Contains(page.body, link) {
			t.Errorf("the group does not lead to %s", link)
		}
		if a := viewer.get(link); a.status != http.StatusOK || !strings.Contains(a.text(), "The group “Two”") {
			t.Errorf("%s: %d %s", link, a.status, a.text())
		}
		if a := viewer.get("/organisations/glos/" + path + "?group=999"); a.status != http.StatusNotFound {
			t.Errorf("a group that is none: %d", a.status)
		}
	}
	s.exec(`UPDATE organisation SET closed = '2019-03-31' WHERE code = 'RBA'`)
	s.exec(`INSERT INTO relation (from_id, to_id, kind, since, origin) SELECT f.id, t.id, 'succeeded_by', '2019-04-01', 'test' FROM organisation f, organisation t WHERE f.code = 'RBA' AND t.code = 'RYF'`)
	s.exec(`UPDATE reference_state SET version = version + 1`)
	if a := viewer.get(address); !strings.Contains(a.text(), "closed on 31 March 2019 succeeded by South Western Ambulance (RYF)") {
		t.Errorf("the successor is not told: %s", a.text())
	}
	if a := viewer.get(address + "/members.csv"); !strings.Contains(a.body, "RBA,Taunton and Somerset,acute,,2019-03-31,RYF") {
		t.Errorf("%s", a.body)
	}
	if a := analyst.post(address, address+"/members", url.Values{"version": {"2"}, "remove": {"RBA"}, "add": {"RYF"}}); a.status != http.StatusSeeOther || strings.Contains(viewer.get(address).text(), "Taunton") {
		t.Errorf("the successor is not in its place: %d", a.status)
	}
}
