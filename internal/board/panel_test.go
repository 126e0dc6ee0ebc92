package board

import (
	"context"
	"math"
	"strings"
	"testing"
	"time"

	"waymark/internal/chart"
	"waymark/internal/maturity"
)

// onlyDrawing is the one picture of a board's only panel.
func onlyDrawing(t *testing.T, v View) chart.Figure {
	t.Helper()
	if len(v.Panels) != 1 || len(v.Panels[0].Drawings) != 1 {
		t.Fatalf("%d panels: %+v", len(v.Panels), v.Panels)
	}
	if v.Panels[0].Drawings[0].Key == "" {
		t.Error("the picture has no key, so it is drawn anew each time")
	}
	f, err := v.Panels[0].Drawings[0].Describe()
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func tableText(f chart.Figure) string {
	var out []string
	for _, r := range f.Table.Rows {
		out = append(out, strings.Join(r.Cells, " | "))
	}
	return strings.Join(out, "\n")
}

func TestThenAndNowPanel(t *testing.T) {
	panel := []maturity.Panel{{ID: "p", Kind: maturity.PanelThenNow, Title: "Then and now", Measures: []string{"wards"}}}
	f := onlyDrawing(t, buildPanels(t, panel, nil))
	for _, want := range []string{"Gloucestershire | 40% | 60%", "Hospitals | 20% | 22%", "Care | ", "Nothing was known then"} {
		if !strings.Contains(tableText(f), want) {
			t.Errorf("no %q in\n%s", want, tableText(f))
		}
	}
	if strings.Contains(tableText(f), "Council") {
		t.Errorf("who returned nothing stands there:\n%s", tableText(f))
	}
	v := buildPanels(t, panel, func(q *Query, _ *maturity.Board) { q.Since = Since{} })
	if v.Panels[0].Empty != "No earlier meeting is known, so there is nothing to compare with." {
		t.Errorf("without a meeting: %q", v.Panels[0].Empty)
	}
}

func TestDotsPanelHasThePeersOfTheSamePeriod(t *testing.T) {
	panel := []maturity.Panel{{ID: "p", Kind: maturity.PanelDots, Title: "Dots", Measures: []string{"wards"}}}
	f := onlyDrawing(t, buildPanels(t, panel, func(q *Query, _ *maturity.Board) { q.Subject = places{}.list()[1] }))
	for _, want := range []string{"22%", "30%", "90%", "50%"} {
		if !strings.Contains(tableText(f), want) {
			t.Errorf("no %q in %s", want, tableText(f))
		}
	}
	b := New(wardsCatalogue(), sampleResults())
	few := b.dotRow(ratePath(2, "wards", maturity.StatusOnTrack, 22), places{}.OfKind("acute", 0), &data{trajectories: map[seriesKey][]maturity.Trajectory{}})
	if !math.IsNaN(few.PeerLow) || few.Peers != 0 {
		t.Errorf("peers where none has a figure: %+v", few)
	}
}

func TestMultiplesPanel(t *testing.T) {
	panel := []maturity.Panel{{ID: "p", Kind: maturity.PanelMultiples, Title: "All", Measures: []string{"wards"}, Limit: 2}}
	v := buildPanels(t, panel, nil)
	f := onlyDrawing(t, v)
	if v.Panels[0].More != 1 || !strings.Contains(tableText(f), "Care") || strings.Contains(tableText(f), "Hospitals") {
		t.Errorf("%d more, rows\n%s", v.Panels[0].More, tableText(f))
	}
	if v = buildPanels(t, panel, func(q *Query, _ *maturity.Board) { q.All = true }); v.Panels[0].More != 0 || !strings.Contains(tableText(onlyDrawing(t, v)), "Hospitals") {
		t.Errorf("not all: %d more", v.Panels[0].More)
	}
}

// Below twelve figures a control panel draws a run chart and says why.
func TestControlPanelBelowTwelve(t *testing.T) {
	r := sampleResults()
	r.known[0].Control = &maturity.Control{Status: maturity.ControlTooFew, Count: 3}
	v, err := New(wardsCatalogue(), r).BuildBoard(t.Context(), maturity.Board{Panels: []maturity.Panel{{ID: "p", Kind: maturity.PanelControl, Measures: []string{"wards", "letters"}}}}, footprintQuery())
	if err != nil {
		t.Fatal(err)
	}
	if f := onlyDrawing(t, v); f.Kind != chart.KindRun || !strings.Contains(f.Reading+f.Subtitle+f.Title, "3 figures; a control chart needs 12") {
		t.Errorf("%s: %s %s %s", f.Kind, f.Title, f.Subtitle, f.Reading)
	}
	if n := len(v.Panels[0].Controls); n != 1 || len(v.Panels[0].Controls[0].Sentences) == 0 {
		t.Errorf("%d rows: %+v", n, v.Panels[0].Controls)
	}
}

// plan is a roadmap of the subject.
type plan struct{ of maturity.OrganisationID }

func (p plan) Footprints(context.Context, time.Time) ([]maturity.OrganisationID, error) {
	return []maturity.OrganisationID{p.of}, nil
}

func (p plan) Milestones(_ context.Context, organisations []maturity.OrganisationID, _ time.Time) (out []MilestoneRow, err error) {
	for _, o := range organisations[:min(len(organisations), 2)] { // two own both
		out = append(out, MilestoneRow{Organisation: o, Title: "Portal", Words: "3 months late", Late: true, Address: "/a"}, MilestoneRow{Organisation: o, Title: "Wires", Words: "due in 2 months", Address: "/b"})
	}
	return out, nil
}

func TestMilestonesOfARoadmapStandOnceInThePanelAndLateOnesInTheRowsOfTheirOwners(t *testing.T) {
	q, b := footprintQuery(), maturity.Board{ID: "b", Title: "Board", For: []string{maturity.KindFootprint},
		Panels: []maturity.Panel{{ID: "p", Kind: maturity.PanelMilestones}, {ID: "o", Kind: maturity.PanelOrganisations, Measures: []string{"wards"}}}}
	v, err := New(wardsCatalogue(), sampleResults()).WithMilestones(plan{q.Subject.ID}).BuildBoard(t.Context(), b, q)
	if err != nil {
		t.Fatal(err)
	}
	if rows := v.Panels[0].Milestones; len(rows) != 2 || rows[0].Title != "Portal" || rows[1].Title != "Wires" || v.Panels[0].Empty != "" {
		t.Errorf("%+v", rows)
	}
	late := 0
	for _, row := range v.Panels[1].Organisations {
		switch row.Milestone {
		case "Portal, 3 months late":
			late++
		case "no roadmap loaded":
		default:
			t.Errorf("%+v", row)
		}
	}
	if late != 2 {
		t.Errorf("%d rows have a late milestone", late)
	}
}

func TestMilestonesPanelWithoutARoadmap(t *testing.T) {
	v := buildPanels(t, []maturity.Panel{{ID: "p", Kind: maturity.PanelMilestones}, {ID: "o", Kind: maturity.PanelOrganisations, Measures: []string{"wards"}}}, nil)
	if v.Panels[0].Empty != noRoadmap {
		t.Errorf("%q", v.Panels[0].Empty)
	}
	for _, row := range v.Panels[1].Organisations {
		if row.Milestone != "no roadmap loaded" || row.Trend == "" {
			t.Errorf("%+v", row)
		}
	}
}
