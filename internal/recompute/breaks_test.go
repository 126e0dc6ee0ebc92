package recompute_test

import (
	"strings"
	"testing"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/recompute"
)

// A mark starts the forecast anew from the next run on, what was believed before stays as it was, and a mark that is
// taken away is forgotten in the same way.
func TestAMarkedBreak(t *testing.T) {
	w := newWorld(t)
	w.run(meeting, recompute.All, 1)
	mark := maturity.SeriesBreak{Organisation: w.id("RTE"), Measure: "eps", Break: maturity.Break{Day: period.Date(2017, 4, 1), Reason: "Two sites joined late", By: "analyst"}}
	marked, ended := meeting.AddDate(0, 0, 1), meeting.AddDate(0, 0, 5)
	entry := func(at time.Time) maturity.AuditEntry {
		return maturity.AuditEntry{At: at, Account: "command", Action: "break", Subject: "RTE eps"}
	}
	if err := w.db.MarkBreak(t.Context(), mark, entry(marked)); err != nil {
		t.Fatal(err)
	}
	if err := w.db.MarkBreak(t.Context(), mark, entry(marked.Add(time.Hour))); maturity.CodeOf(err) != maturity.Conflict {
		t.Errorf("marked twice: %v", err)
	}
	next := meeting.AddDate(0, 0, 2)
	w.run(next, recompute.Stale, 1)
	const said = "because a break is marked on 1 April 2017 (Two sites joined late): the forecast starts there"
	if got := w.trajectory("RTE", "eps", "eps-80", next); !strings.Contains(got.Reason, said) || len(got.Breaks) != 1 || got.Breaks[0].By != "analyst" {
		t.Errorf("%s %+v", got.Reason, got.Breaks)
	}
	if got := w.trajectory("RTE", "eps", "eps-80", meeting); len(got.Breaks) > 0 {
		t.Errorf("at the meeting nobody knew: %+v", got.Breaks)
	}
	if got := w.trajectory("R1J", "eps", "eps-80", next); len(got.Breaks) > 0 {
		t.Errorf("another trust: %+v", got.Breaks)
	}
	if err := w.db.EndBreak(t.Context(), mark, entry(ended)); err != nil {
		t.Fatal(err)
	}
	if err := w.db.EndBreak(t.Context(), mark, entry(ended.Add(time.Hour))); maturity.CodeOf(err) != maturity.NotFound {
		t.Errorf("ended twice: %v", err)
	}
	w.run(ended.Add(time.Hour), recompute.Stale, 1)
	if got := w.trajectory("RTE", "eps", "eps-80", ended.Add(time.Hour)); len(got.Breaks) > 0 {
		t.Errorf("taken away: %+v", got.Breaks)
	}
	var rows int
	if err := w.db.SQL().QueryRow(`SELECT count(*) FROM audit WHERE action = 'break'`).Scan(&rows); err != nil || rows != 2 {
		t.Errorf("%d rows in the audit, %v", rows, err)
	}
}

// A trust that took over another one does more than before from that day on; one that opened on the day of the
// succession has no series to break.
func TestAMergerIsABreak(t *testing.T) {
	w := newWorld(t)
	w.exec(`INSERT INTO relation (from_id, to_id, kind, since, origin) SELECT a.id, b.id, 'succeeded_by', '2017-04-01', 'test' FROM organisation a, organisation b WHERE a.code = 'ZZZ' AND b.code IN ('RTE', 'R1J')`)
	w.exec(`UPDATE organisation SET opened = '2017-04-01' WHERE code = 'R1J'`)
	w.run(meeting, recompute.All, 1)
	if got := w.trajectory("RTE", "eps", "eps-80", meeting); !strings.Contains(got.Reason, "another organisation became part of this one on 1 April 2017 (ZZZ)") {
		t.Errorf("%s %+v", got.Reason, got.Breaks)
	}
	for _, code := range []string{"R1J", "ZZZ", "glos"} {
		if got := w.trajectory(code, "eps", "eps-80", meeting); len(got.Breaks) > 0 {
			t.Errorf("%s: %+v", code, got.Breaks)
		}
	}
}
