package meeting_test

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"waymark/internal/board"
	"waymark/internal/chart"
	"waymark/internal/maturity"
	"waymark/internal/meeting"
	"waymark/internal/pack"
	"waymark/internal/period"
)

const longName = "</script> __f__(1)__f__ =cmd|' /C calc'!A0 £ – é "

// material is a small board with everything a paper can hold.
func material(t *testing.T) meeting.Material {
	t.Helper()
	quarter := period.Of(period.KindQuarter, period.Date(2018, 1, 1))
	latest := &maturity.PathPoint{Period: quarter, Value: 46, HasValue: true}
	measure := maturity.Measure{ID: "portal", Title: "Portal in use", Numerator: "staff who use it", Denominator: "staff", UnitWords: "% of staff"}
	target := func(id string, status maturity.Status) board.TargetRow {
		return board.TargetRow{Target: maturity.Target{ID: id, Measure: "portal"}, Measure: measure, Title: "Portal " + id, Latest: "46%", LatestFor: quarter.Short(), Wanted: "at least 80%", Due: "March 2020", Status: status,
			Trajectory: maturity.Trajectory{Organisation: 1, Measure: "portal", Latest: latest, AchievedPer: -1, Probability: math.NaN(), Reason: "It falls by 1 point a quarter."}}
	}
	figure := chart.Figure{Kind: "trajectory", Title: "The portal falls behind", Reading: "46% now.", Table: chart.Table{Caption: "Portal", Columns: []chart.Column{{Head: "Period"}, {Head: "Reported", Numeric: true}},
		Rows: []chart.Row{{Cells: []string{quarter.Label(), "46%"}}, {Cells: []string{quarter.Add(1).Label(), "not submitted"}}}}}
	trajectory := func(id, title string) board.PanelView {
		return board.PanelView{Panel: maturity.Panel{ID: id, Kind: maturity.PanelTrajectory, Title: title, Measures: []string{"portal"}}, Measure: measure, Drawings: []board.Drawing{board.Described(figure)}}
	}
	trust := maturity.Organisation{ID: 2, Code: "RTE", Name: longName + strings.Repeat("x", 300), ShortName: "Trust"}
	catalogue := &maturity.Catalogue{Measures: []maturity.Measure{measure}, Hash: strings.Repeat("ab", 32)}
	catalogue.Index()
	rows := []board.TargetRow{target("2020", maturity.StatusUnlikely), target("2021", maturity.StatusPastDue), target("2022", maturity.StatusMet)}
	due, later := period.Date(2018, 5, 1), period.Date(2018, 9, 1)
	m := meeting.Material{Catalogue: catalogue, Location: time.UTC, Members: []maturity.Organisation{trust},
		Pack: maturity.Pack{ID: 7, Edition: 2, Reason: "A figure was wrong", AsAt: day("2018-06-05"), Definitions: catalogue.Hash, Exceptions: []string{"target:2021", "target:gone", "target:2020"}},
		Content: meeting.Content{Meeting: maturity.Meeting{Body: "Steering group " + longName, Day: period.Date(2018, 6, 12), Agenda: []string{"First"}}, Board: maturity.Board{Title: "Board"},
			Decisions:  []maturity.Decision{{Kind: maturity.DecisionWanted, Words: "Fund it"}, {Kind: maturity.ActionToTake, Words: "Do it", Owner: "Director", Due: &due}, {Kind: maturity.ActionToTake, Words: "Later", Owner: "Director", Due: &later}},
			Narratives: []maturity.PackNarrative{{Place: "target:2021", Revision: 1, Words: "We know why.", At: day("2018-06-04")}, {Place: "target:2020", Revision: 2, Generated: true, At: day("2018-06-04")}}},
		View: board.View{Subject: maturity.Organisation{ID: 1, Code: "glos", Name: "Gloucestershire"}, Today: period.Date(2018, 6, 5), Period: quarter.Label(), Newest: quarter, Illustrative: true,
			Panels: []board.PanelView{{Panel: maturity.Panel{ID: "verdict", Kind: maturity.PanelHeadline}, Verdict: &board.Verdict{Sentence: "We are not on track", Figures: "46%", Freshness: "1 of 1"}},
				trajectory("lead", "Leading"), {Panel: maturity.Panel{ID: "all", Kind: maturity.PanelTargets, Title: "All"}, Targets: rows},
				{Panel: maturity.Panel{ID: "where", Kind: maturity.PanelOrganisations, Title: "Where not"}, Measure: measure,
					Organisations: []board.OrganisationRow{{Organisation: trust, Trajectory: rows[0].Trajectory, Latest: "46%", Status: maturity.StatusUnlikely}}},
				trajectory("second", "Second"), {Panel: maturity.Panel{ID: "empty", Kind: maturity.PanelMilestones, Title: "Milestones"}},
				trajectory("exception-2021", ""), trajectory("exception-2020", "")}},
		Changes: board.Changes{Sentence: "1 thing changed", Rows: []board.Change{{Kind: board.ChangeValue, Title: "Portal", Then: "47%", Now: "46%", Address: "/data/where-from?x=1"}}}}
	m.Candidates = meeting.Candidates(m.View, m.Changes)
	return m
}

func TestWhatStandsInAPaper(t *testing.T) {
	t.Parallel()
	d, err := meeting.Assemble(material(t))
	if err != nil {
		t.Fatal(err)
	}
	var kinds []string
	for _, s := range d.Sections {
		kinds = append(kinds, string(s.Kind)+" "+s.Title)
	}
	want := []string{"answer Where we stand", "changes 1 thing changed", "decisions 1 decision is wanted of this meeting", "summary 3 targets: 1 met, 1 unlikely, 1 past due",
		"exceptions Portal 2021: past due", "exceptions Portal 2020: unlikely", "appendix Second", "appendix Milestones"}
	if !slices.Equal(kinds, want) {
		t.Errorf("sections %q\nwant %q", kinds, want)
	}
	if d.Verdict != "We are not on track" || d.Edition != 2 || len(d.Warnings) != 1 || len(d.Measures) != 1 || d.Measures[0].Formula != "staff who use it out of staff" {
		t.Errorf("%+v", d)
	}
	if d.Fact("Edition 2") != "A figure was wrong" || d.Fact(pack.AsKnownOn) != "5 June 2018, 12:00" || d.Fact("Boundaries as on") != "5 June 2018" {
		t.Errorf("facts %+v", d.Facts)
	}
	if n := d.Sections[4].Blocks[0].Narrative; n == nil || n.Generated || n.Words != "We know why." || n.By != "an analyst" || n.At != "4 June 2018, 12:00" {
		t.Errorf("an analyst's words: %+v", n)
	}
	if n := d.Sections[5].Blocks[0].Narrative; n == nil || !n.Generated || n.Words != "Now 46% (Q4 2017/18); wanted at least 80% by March 2020. It falls by 1 point a quarter. It has a page of its own because it is unlikely to be met and getting worse." {
		t.Errorf("generated words: %+v", n)
	}
	actions := d.Sections[2].Blocks[1].Table
	if actions.Rows[0][2].Words != "1 May 2018 (overdue)" || actions.Rows[1][2].Words != "1 September 2018" {
		t.Errorf("actions %+v", actions.Rows)
	}
}

// TestEveryNumberLeadsToItsCell: names are unique, no cell is empty, figures lead to where they came from as known at the pin.
func TestEveryNumberLeadsToItsCell(t *testing.T) {
	t.Parallel()
	d, err := meeting.Assemble(material(t))
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	once := func(name string) {
		if names[name] || name == "" || strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
			t.Errorf("the name %q is taken or cannot be one", name)
		}
		names[name] = true
	}
	const from = "/data/where-from?as_at=2018-06-05T12%3A00%3A00Z&measure=portal&organisation="
	led := 0
	for _, s := range d.Sections {
		once("section-" + s.ID)
		for _, b := range s.Blocks {
			switch {
			case b.Picture != nil:
				once(b.Picture.Name)
				if got := b.Picture.Sources; len(got) != 2 || got[0] != from+"glos&period=Q2018-01" || got[1] != "" {
					t.Errorf("%s leads to %q", b.Picture.Name, got)
				}
			case b.Table != nil:
				once(b.Table.Name)
				for _, row := range b.Table.Rows {
					if len(row) != len(b.Table.Columns) {
						t.Errorf("%s: %d cells in %d columns", b.Table.Name, len(row), len(b.Table.Columns))
					}
					for _, c := range row {
						if c.Words == "" {
							t.Errorf("%s has an empty cell: %+v", b.Table.Name, row)
						}
						if strings.HasPrefix(c.Address, from) {
							led++
						}
					}
				}
			}
		}
	}
	if led != 4 {
		t.Errorf("%d cells lead to their figures, want 4", led)
	}
}
