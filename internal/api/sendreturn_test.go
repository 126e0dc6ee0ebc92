package api_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"waymark/internal/returns"
)

// TestAFileForReturns: the values go into the returns of a collection, what is complete is submitted, nothing is published.
func TestAFileForReturns(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.exec(`INSERT INTO organisation (code, name, short_name, kind) VALUES ('gloucestershire-ldr', 'Gloucestershire', 'Gloucestershire', 'footprint')`)
	s.exec(`INSERT INTO relation (from_id, to_id, kind, origin) SELECT f.id, t.id, 'member_of', 'test' FROM organisation f, organisation t WHERE f.code = 'RTE' AND t.code = 'gloucestershire-ldr'`)
	s.desk.Clock = func() time.Time { return time.Date(2026, 11, 10, 12, 0, 0, 0, time.UTC) }
	s.desk.Returns = returns.Upload{Desk: s.returned, Rounds: &returns.Rounds{Store: s.db, Catalogue: s.returned.Catalogue, Clock: s.desk.Clock}}
	row := func(code, value string) string { return code + ",Q2 2026/27," + discharge + "," + value + ",\n" }
	var sent struct {
		State, Collection string
		New, Changed      int64
		Report            struct {
			Outcomes []struct{ Organisation, Return, Why string }
			Changes  []struct{ Organisation, Old, New, Cell string }
		}
	}
	read := func(address string) {
		t.Helper()
		a := s.do("analyst", http.MethodGet, address, nil)
		sent.Report.Changes = nil
		if a.read(&sent); a.Code != 200 || sent.State != "written" || sent.Collection != "gloucestershire-trusts" {
			t.Fatalf("%d %s", a.Code, a.text())
		}
	}
	const into = "&collection=gloucestershire-trusts"
	read(s.send("analyst", into+"&submit_returns=false", header+row("RTE", "71.31")))
	if o := sent.Report.Outcomes; len(o) != 1 || o[0].Return != "saved" || sent.New != 1 {
		t.Errorf("%+v", sent)
	}
	read(s.send("analyst", into+"&organisation=RTE", header+row("RTE", "72.5")))
	if o := sent.Report.Outcomes; len(o) != 1 || o[0].Return != "submitted" || sent.Changed != 1 {
		t.Errorf("%+v", sent)
	}
	if c := sent.Report.Changes; len(c) != 1 || c[0].Organisation != "RTE" || c[0].Old != "71.31" || c[0].New != "72.5" || c[0].Cell != "D2" {
		t.Errorf("%+v", c)
	}
	if n := s.count(`SELECT count(*) FROM observation`); n != 0 {
		t.Errorf("%d values were published", n)
	}
	for wish, words := range map[string]string{"&collection=none": "There is no collection none", "&organisation=XYZ": "There is no organisation XYZ", "&submit_returns=maybe": "submit_returns"} {
		if a := s.post("analyst", "/api/v1/submissions?file_name=a.csv"+wish, header+row("RTE", "1")); a.Code != 422 || !strings.Contains(a.text(), words) {
			t.Errorf("%s: %d %s", wish, a.Code, a.text())
		}
	}
}
