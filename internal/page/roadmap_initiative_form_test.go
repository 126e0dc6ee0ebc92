package page

import (
	"io/fs"
	"net/url"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"waymark/internal/definition"
	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/roadmap"
	"waymark/seeds"
)

// seedRoadmaps are the real roadmaps that ship.
func seedRoadmaps(t *testing.T) (out []maturity.Roadmap) {
	t.Helper()
	files, err := fs.Glob(seeds.Files, "roadmaps/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("there are no roadmaps: %v", err)
	}
	for _, file := range files {
		text, err := fs.ReadFile(seeds.Files, file)
		if err != nil {
			t.Fatal(err)
		}
		r, err := definition.ReadRoadmap(file, text)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, r)
	}
	return out
}

// everything is an initiative in which every field that the form has is filled in.
func everything() (maturity.Roadmap, initiativeDraft) {
	five, half, sites := 5.0, 37, 12
	day := period.Date(2018, 8, 6)
	date := func(text string) *maturity.LooseDate {
		d, err := maturity.ParseDate(text)
		if err != nil {
			panic(err)
		}
		d.Note = "a note that no form shows"
		return &d
	}
	d := initiativeDraft{Initiative: maturity.Initiative{ID: "records", Title: `Records & <b>"portal"</b>`, Words: "First line\nsecond line", Aliases: []string{"a, with comma", "b"}, Workstream: "one", Programme: "IT",
		Organisations: []string{"RTE", "Primary care"}, OwnerRole: "Director of digital", WholeSystem: true, Status: maturity.InitiativeCommitted, StatusBasis: maturity.ByReading, StatusWords: "agreed", Stage: "business case",
		StageBasis: maturity.BySource, Band: "High", Effort: &five, Impact: &five, Start: date("Feb 2015"), End: date("by end of 2018/19"), Days: 90, Progress: &half, Capabilities: []string{"paper-free/records"},
		Tags: []string{"x"}, Measures: []string{"one-measure"}, Frames: []string{"f/i"}, Drivers: []maturity.Driver{{Kind: "regulation", Words: "a law", Date: date("2020")}, {Kind: "incident", Words: "another"}}, Why: []string{"because"},
		Phases: []maturity.Phase{{ID: "p1", Title: "Phase 1", Scope: "all", Users: "nurses", Status: maturity.InitiativeActive, Start: date("Q2 2018/19"), End: date("2019"), Days: 10, Conditions: []string{"money"}, Note: "n"}},
		Gates:  []maturity.StageGate{{ID: "g1", Stage: "options", Body: "Board", Date: date("March 2017"), State: maturity.MilestoneDone, Conditions: []string{"c"}, Note: "n"}},
		Waves: []maturity.Wave{{ID: "w1", Title: "Wave 1", Sites: &sites, Approximate: true, Remainder: true, Organisations: []string{"RTE"}, Start: date("from April 2018"), End: date("2019"),
			Reports: []maturity.WaveReport{{Day: day, Sites: 3, Note: "as told to the board"}, {Day: day + 1, Sites: 4}}, Note: "n"}},
		Milestones: []maturity.Milestone{{ID: "m1", Title: "Live", Organisations: []string{"RTE"}, Date: date("mid May 2018"), State: maturity.MilestoneStarted, StateWords: "begun", Done: &day, Conditions: []string{"contract"}, CountTo: 13, WithinMonths: 24, From: "p1", Note: "n"}},
		Steps:      []string{"step"}, Links: []maturity.RoadmapLink{{To: "other", From: "p1", Kind: maturity.LinkConsider, Lag: 7, Words: "w", Place: "p"}, {To: "other", Kind: maturity.LinkPrerequisite}},
		Pilot: &maturity.Pilot{Result: "good", Decision: "spread", Date: date("2016"), Place: "p"}, Confidence: "sure", Place: "A1", Note: "note"},
		Deployments: []maturity.Deployment{{ID: "d1", Initiative: "records", Organisation: "RTE", Title: "Portal", Capabilities: []string{"paper-free/records"}, Status: maturity.InitiativeActive, StatusBasis: maturity.BySource, GoLive: date("June 2018"), Live: &day, Wave: "w1",
			Effects: []maturity.Effect{{Measure: "one-measure", Aim: "a", Delay: 3, Months: 12, Gain: -4.5, Low: -6, High: -2, Basis: "a pilot", Illustrative: true}}, Conditions: []string{"c"}, Illustrative: true, Place: "B2", Note: "n"}}}
	r := maturity.Roadmap{ID: "plan", Organisation: "glos", Title: "Plan", Workstreams: []maturity.Workstream{{ID: "one", Title: "One"}}, Stages: []string{"options", "business case"}, Bands: []string{"High"},
		Initiatives: []maturity.Initiative{d.Initiative, {ID: "other", Title: "Other"}}, Deployments: d.Deployments}
	return r, d
}

// contextOf is what the fields of a roadmap's initiative are read with, without a catalogue: any measure will do.
func contextOf(r *maturity.Roadmap) *draftContext {
	return (&Pages{}).draftContext(&roadmap.Plan{KeptRoadmap: maturity.KeptRoadmap{Roadmap: *r}}, "x")
}

// formOf is what a browser sends of the form of a draft.
func formOf(c *draftContext, d initiativeDraft) url.Values {
	form := url.Values{}
	var fields func([]formField)
	var rows func(formRows)
	fields = func(list []formField) {
		for _, f := range list {
			if f.Kind != fieldCheck || f.On {
				form.Set(f.ID, strings.ReplaceAll(f.Value, "\n", "\r\n"))
			}
		}
	}
	rows = func(r formRows) {
		form.Set(r.At+r.Name+"-rows", strconv.Itoa(r.Count))
		for _, row := range r.Rows {
			form.Set(row.At+"key", row.Key)
			fields(row.Fields)
			if row.Inner != nil {
				rows(*row.Inner)
			}
		}
	}
	for _, g := range initiativeGroups() {
		fields(showFields(c, g.Fields, &d, "", nil, nil))
		for _, list := range g.Rows {
			rows(list.show(c, &d, "", nil, nil))
		}
	}
	return form
}

// TestAFormChangesNothing sends forms back as they were shown: nothing of any initiative may be different, not even what
// the form does not show.
func TestAFormChangesNothing(t *testing.T) {
	t.Parallel()
	full, _ := everything()
	tried := 0
	for _, r := range append(seedRoadmaps(t), full) {
		for _, i := range r.Initiatives {
			was := initiativeDraft{Initiative: i}
			for _, d := range r.Deployments {
				if d.Initiative == i.ID {
					was.Deployments = append(was.Deployments, d)
				}
			}
			c := contextOf(&r)
			is := was.clone()
			if faults := readDraft(c, &is, formOf(c, was.clone())); len(faults) > 0 {
				t.Errorf("%s %s: %v", r.ID, i.ID, faults)
			}
			if is.mark() != was.mark() || !reflect.DeepEqual(is, was.clone()) {
				t.Errorf("%s %s is different:\n%+v\n%+v", r.ID, i.ID, is, was)
			}
			if changes := diffDraft(c, &was, &is); len(changes) > 0 {
				t.Errorf("%s %s: %v", r.ID, i.ID, changes)
			}
			tried++
		}
	}
	if tried < 100 {
		t.Errorf("only %d initiatives were tried", tried)
	}
}

// TestAFormBringsEverything types a whole initiative into an empty form.
func TestAFormBringsEverything(t *testing.T) {
	t.Parallel()
	r, want := everything()
	c := contextOf(&r)
	form := formOf(c, want.clone())
	for name := range form {
		if strings.HasSuffix(name, "-key") {
			form.Set(name, "")
		}
	}
	var got initiativeDraft
	if faults := readDraft(c, &got, form); len(faults) > 0 {
		t.Fatal(faults)
	}
	filled := 0
	for _, g := range initiativeGroups() {
		for _, f := range g.Fields {
			if g, w := f.shownValue(&got), f.shownValue(&want); g != w || w == "" {
				t.Errorf("%s is %q, not %q", f.Name, g, w)
			}
			filled++
		}
	}
	if m, w := got.Milestones[0], want.Milestones[0]; m.ID == "" || m.ID == "m1" || m.Date.Precision != w.Date.Precision || m.Date.Earliest != w.Date.Earliest || m.CountTo != 13 || *m.Done != *w.Done {
		t.Errorf("the milestone is %+v", m)
	}
	if e, w := got.Deployments[0].Effects[0], want.Deployments[0].Effects[0]; e != w {
		t.Errorf("the effect is %+v, not %+v", e, w)
	}
	if filled < 30 || len(got.Gates) != 1 || len(got.Waves[0].Reports) != 2 || len(got.Links) != 2 || len(got.Drivers) != 2 || got.Phases[0].Users != "nurses" {
		t.Errorf("%d fields; %+v", filled, got)
	}
}

// TestFaultsStandAtTheirField types what cannot be, field by field.
func TestFaultsStandAtTheirField(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ field, typed, says string }{
		{"title", "", "Give the initiative a title"},
		{"start", "soonish", "Start: "},
		{"milestones0-date", "the 40th of May", "Date: "},
		{"milestones0-title", "", "Give the milestone a title"},
		{"milestones0-state", "asleep", "choose one"},
		{"milestones0-from", "nowhere", "nothing in this roadmap is called"},
		{"progress", "101", "from 0 to 100"},
		{"effort", "9", "from 1 to 5"},
		{"links0-to", "missing-item", "nothing in this roadmap is called"},
		{"waves0-reports", "many", "has no day and number"},
		{"deployments0-organisation", "", "at which organisation"},
		{"deployments0-live", "sometime", "write a day"},
		{"deployments0-effects0-gain", "some", "must be a number"},
		{"deployments0-effects0-low", "-1", "must lie between"},
		{"deployments0-effects0-months", "-3", "whole number from 0"},
	} {
		r, d := everything()
		c := contextOf(&r)
		form := formOf(c, d.clone())
		form.Set(test.field, test.typed)
		into := d.clone()
		faults := readDraft(c, &into, form)
		if len(faults) != 1 || faults[0].Field != test.field || !strings.Contains(faults[0].Sentence, test.says) {
			t.Errorf("%s as %q: %v", test.field, test.typed, faults)
		}
		for _, g := range initiativeGroups() {
			for _, list := range g.Rows {
				for _, row := range list.show(c, &d, "", form, faults).Rows {
					if strings.HasPrefix(test.field, row.At) && !row.Open {
						t.Errorf("the row of %s is closed", test.field)
					}
				}
			}
		}
	}
}

// TestChangesAreToldFieldByField is the table that is shown before anything is saved.
func TestChangesAreToldFieldByField(t *testing.T) {
	t.Parallel()
	r, was := everything()
	c := contextOf(&r)
	form := formOf(c, was.clone())
	form.Set("title", "Renamed")
	form.Set("milestones0-date", "Q3 2018/19")
	form.Set("phases0-remove", ticked)
	form.Set("milestones1-title", "Second")
	form.Set("deployments0-effects0-gain", "-5")
	form.Del("whole")
	is := was.clone()
	if faults := readDraft(c, &is, form); len(faults) > 0 {
		t.Fatal(faults)
	}
	var got []string
	for _, change := range diffDraft(c, &was, &is) {
		got = append(got, change.Label+" | "+change.From+" | "+change.To)
	}
	all := strings.Join(got, "\n")
	for _, want := range []string{"Title | Records", "| Renamed", "The whole system, not single organisations | yes | no", "Milestone “Live”: Date | mid May 2018 | “Q3 2018/19”: October to December 2018",
		"New milestone “Second” | not there | Title: Second", "Phase “Phase 1” | ", " | removed", "Effect “one-measure”: Full gain, in the unit of the measure | -4.5 | -5"} {
		if !strings.Contains(all, want) {
			t.Errorf("nothing says %q:\n%s", want, all)
		}
	}
	if len(got) != 6 {
		t.Errorf("%d changes:\n%s", len(got), all)
	}
	edit := initiativeEdit{old: was, new: is}
	if gone := edit.gone(); !gone["p1"] || len(gone) != 1 {
		t.Errorf("removed: %v", gone)
	}
}
