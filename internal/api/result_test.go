package api_test

import (
	"strings"
	"testing"
)

func TestTrajectories(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.computed()
	row := s.get("/api/v1/trajectories?organisation=RTE&measure=" + discharge).items()[0]
	if row["target"] != "discharge.within-24-hours-2020" || row["target_value"] != 100.0 || row["latest_value"] != 57.0 || row["latest_period"] != "Q2018-07" {
		t.Errorf("%v", row)
	}
	if p, ok := row["probability"].(float64); !ok || p < 0 || p > 1 {
		t.Errorf("probability %v", row["probability"])
	}
	observed := row["observed"].([]any)
	if len(observed) != 10 || len(row["projected"].([]any)) == 0 {
		t.Errorf("%d observed, %v", len(observed), row["projected"])
	}
	gap := s.get("/api/v1/trajectories?organisation=RBA&measure=" + discharge).items()[0]["observed"].([]any)[3].(map[string]any)
	if gap["state"] != "not_available" || gap["value"] != nil {
		t.Errorf("a missing figure on the path: %v", gap)
	}
	if without := s.get("/api/v1/trajectories?paths=false&organisation=RTE").items()[0]; without["observed"] != nil {
		t.Error("paths=false gives paths")
	}
	for selection, want := range map[string]string{"organisation=%3Dcmd&measure=" + discharge: "yes", "organisation=RTE&measure=" + discharge: "no"} {
		if got := s.get("/api/v1/trajectories?format=csv&" + selection).table()[0]["illustrative"]; got != want {
			t.Errorf("%s: illustrative %s", selection, got)
		}
	}
	if before := s.get("/api/v1/trajectories?as_at=2018-11-01").items(); len(before) != 0 {
		t.Errorf("%d trajectories before any was computed", len(before))
	}
}

func TestAFootprintsValueSaysHowItWasMade(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.computed()
	rows := s.get("/api/v1/trajectories?organisation=glos&measure=" + leadership + "&format=csv").table()
	if len(rows) != 1 {
		t.Fatalf("%d rows", len(rows))
	}
	for column, want := range map[string]string{"roll_up_method": "mean", "roll_up_period": "FY2015", "reporting": "1", "sources": "glos-ldr-2016-tables", "where_from": "", "latest_value": "80",
		"licences": "Facts and figures from a published plan"} {
		if rows[0][column] != want {
			t.Errorf("%s is %q, want %q", column, rows[0][column], want)
		}
	}
}

func TestBenchmarks(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.computed()
	row := s.get("/api/v1/benchmarks?organisation=RTE&benchmark=dma-2015-national&measure=" + leadership).items()[0]
	if row["value"] != 80.0 || row["reference"] != 77.0 || row["method"] != "published" || row["centile"] != nil || row["caveat"] == "" {
		t.Errorf("%v", row)
	}
	if where, _ := row["where_from"].(string); !strings.Contains(where, "period=FY2015") {
		t.Errorf("where from %q", where)
	}
	average := s.get("/api/v1/benchmarks/values?benchmark=dma-2015-national&measure=" + leadership + "&format=csv").table()
	if len(average) != 1 || average[0]["value"] != "77" || average[0]["sources"] != "glos-ldr-2016-tables" || average[0]["illustrative"] != "no" {
		t.Errorf("%v", average)
	}
	peers := s.get("/api/v1/benchmarks/values?benchmark=electronic-working-peers&measure=" + discharge + "&from=Q2018-07&format=csv").table()
	if len(peers) != 1 || peers[0]["illustrative"] != "yes" {
		t.Errorf("an average with an invented value in it: %v", peers)
	}
}

func TestReliability(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.computed()
	rows := s.get("/api/v1/reliability?measure=" + discharge).items()
	if len(rows) != 2 || rows[0]["basis"] != "back_test" || rows[1]["basis"] != "stated" || rows[0]["leading"] != true || rows[1]["leading"] != false {
		t.Fatalf("%v", rows)
	}
	if tested := rows[0]; tested["figures"].(float64) < 10 || tested["share_80"] == nil || tested["verdict"] != "too_few" || tested["illustrative"] != true {
		t.Errorf("%v", tested)
	}
	if stated := rows[1]; stated["figures"] != 0.0 || stated["share_80"] != nil || stated["brier"] != nil {
		t.Errorf("nothing has come yet of what was stated: %v", stated)
	}
	first := s.get("/api/v1/reliability?limit=1&format=json")
	var page struct{ Next string }
	first.read(&page)
	if again := s.get(page.Next).items(); len(again) != 1 || again[0]["basis"] != "stated" || again[0]["measure"] != first.items()[0]["measure"] {
		t.Errorf("the next page: %v", again)
	}
	if before := s.get("/api/v1/reliability?as_at=2018-11-01").items(); len(before) != 0 {
		t.Errorf("%d records before any was made", len(before))
	}
}
