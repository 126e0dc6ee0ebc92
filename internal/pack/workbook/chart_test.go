package workbook

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"

	"waymark/internal/chart"
)

// TestWhatAChartIsDrawnFrom: what is missing is a gap, the target a level line, and words are no series.
func TestWhatAChartIsDrawnFrom(t *testing.T) {
	figures := map[string]chart.Figure{}
	for _, p := range realistic(t).Pictures() {
		figures[p.Name] = p.Figure
	}
	for _, tc := range []struct{ name, series string }{
		{"verdict", "Reported ##########......  Required ################  Forecast ..........#####.  Target ################"},
		{"beds", "Reported ###############  Average ###############  Lower limit ###############  Upper limit ###############  Target ###############"},
		{"practices", "Value #######"},
		{"fax", ""},
	} {
		_, all := plotted(figures[tc.name])
		var got []string
		for _, s := range all {
			marks := ""
			for _, ok := range s.ok {
				marks += map[bool]string{true: "#", false: "."}[ok]
			}
			got = append(got, s.name+" "+marks)
		}
		if joined := strings.Join(got, "  "); joined != tc.series {
			t.Errorf("%s is drawn from\n%s\nwant\n%s", tc.name, joined, tc.series)
		}
	}
	for caption, want := range map[string]float64{"EPS: Gloucestershire. Target at least 85% by March 2020": 85, "Fax machines. Target at most 1,200": 1200, "Target practice": -1, "X. Target yes": -1} {
		if level, ok := target(caption, 1); ok != (want >= 0) || ok && level.values[0] != want {
			t.Errorf("%q names the target %v, %v", caption, level.values, ok)
		}
	}
}

// TestPeersAreLinesOverPeriods turns a table whose rows are organisations.
func TestPeersAreLinesOverPeriods(t *testing.T) {
	f := chart.Figure{Kind: chart.KindPeers, Table: chart.Table{Columns: []chart.Column{{Head: "Organisation"}, {Head: "Q1", Numeric: true}, {Head: "Q2", Numeric: true}},
		Rows: []chart.Row{{Cells: []string{"A", "1%", "2%"}}, {Cells: []string{"B", "not submitted", "4%"}}}}}
	categories, all := plotted(f)
	if strings.Join(categories, " ") != "Q1 Q2" || len(all) != 2 || all[1].name != "B" || all[1].ok[0] || all[1].values[1] != 4 {
		t.Errorf("%q %+v", categories, all)
	}
}

// TestChartsAreInTheWorkbook reads the parts of the file: a chart that the library lost would leave none.
func TestChartsAreInTheWorkbook(t *testing.T) {
	xlsx := written(t, realistic(t))
	archive, err := zip.NewReader(bytes.NewReader(xlsx), int64(len(xlsx)))
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[string]int{}
	for _, f := range archive.File {
		if !strings.HasPrefix(f.Name, "xl/charts/chart") {
			continue
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		for _, kind := range []string{"lineChart>", "barChart>", `dispBlanksAs val="gap"`} {
			if strings.Contains(string(text), kind) {
				kinds[kind]++
			}
		}
	}
	if kinds["lineChart>"] != 3 || kinds["barChart>"] != 1 || kinds[`dispBlanksAs val="gap"`] != 4 {
		t.Errorf("charts %v, want 3 of lines and 1 of bars, with gaps", kinds)
	}
}
