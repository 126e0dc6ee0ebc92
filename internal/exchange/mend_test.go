package exchange_test

import (
	"pgregory.net/rapid"

	"waymark/internal/maturity"
)

// mend makes what was filled in blindly a roadmap without faults.
func (g *filler) mend(r *maturity.Roadmap) {
	need := func(text *string) {
		if *text == "" {
			*text = "words"
		}
	}
	need(&r.Organisation)
	if r.Axis != nil && len(r.Axis.Years)+len(r.Axis.Printed)+len(r.Axis.Rebuilt)+len(r.Axis.Note) == 0 {
		r.Axis = nil
	}
	for i := range r.Meanings {
		m := &r.Meanings[i]
		m.Colour = maturity.PlanGreen
		for j := range m.States {
			m.States[j] = maturity.PlanAtRisk
		}
	}
	var initiatives, waves []string
	for i := range r.Initiatives {
		g.initiative(&r.Initiatives[i])
		initiatives = append(initiatives, r.Initiatives[i].ID)
		for _, w := range r.Initiatives[i].Waves {
			waves = append(waves, w.ID)
		}
	}
	some := func(list []string) []string {
		for i := range list {
			if len(initiatives) == 0 {
				return nil
			}
			list[i] = initiatives[i%len(initiatives)]
		}
		return list
	}
	if len(initiatives) == 0 {
		r.Deployments, r.Scores, r.Updates = nil, nil, nil
	}
	for i := range r.Deployments {
		d := &r.Deployments[i]
		d.Initiative, d.Wave, d.Status, d.StatusBasis = initiatives[0], "", maturity.InitiativeActive, maturity.ByReading
		if len(waves) > 0 {
			d.Wave = waves[0]
		}
		need(&d.Organisation)
		for j := range d.Effects {
			need(&d.Effects[j].Measure)
			d.Effects[j].Low, d.Effects[j].High = d.Effects[j].Gain-1, d.Effects[j].Gain+0.25
		}
	}
	for i := range r.Gaps {
		r.Gaps[i].Initiatives, r.Gaps[i].State = some(r.Gaps[i].Initiatives), maturity.GapClosed
	}
	for i := range r.Risks {
		r.Risks[i].Initiatives, r.Risks[i].Kind = some(r.Risks[i].Initiatives), maturity.RiskRateLimiting
	}
	for i := range r.Benefits {
		b := &r.Benefits[i]
		b.Initiatives, b.Direction, b.High = some(b.Initiatives), maturity.DirectionDown, nil
		if b.Baseline != nil && (*b.Baseline == maturity.BenefitBaseline{}) {
			b.Baseline = nil
		}
	}
	for i := range r.Funding {
		f := &r.Funding[i]
		f.Initiatives, f.Basis, f.Type, f.High = some(f.Initiatives), maturity.AmountIndicative, maturity.MoneyCapital, nil
		for j := range f.Path {
			f.Path[j].State = ""
			need(&f.Path[j].Body)
		}
	}
	r.Scores = nil
	for i := range r.Criteria {
		s := &r.Criteria[i]
		s.Low, s.High = 0, 5
		if s.Funds = nil; len(r.Funding) > 0 {
			s.Funds = []string{r.Funding[0].ID}
		}
		for _, q := range s.Items {
			for _, of := range initiatives {
				r.Scores = append(r.Scores, maturity.PriorityScore{Set: s.ID, Criterion: q.ID, Initiative: of, Score: 2.5, Note: words.Draw(g.t, "note"),
					Evidence: []maturity.Evidence{{Kind: "survey", Words: words.Draw(g.t, "evidence")}}})
			}
		}
	}
	for i := range r.Priorities {
		r.Priorities[i].Initiatives = some(r.Priorities[i].Initiatives)
	}
	for i := range r.Registers {
		for j := range r.Registers[i].Entries {
			r.Registers[i].Entries[j].Initiatives = some(r.Registers[i].Entries[j].Initiatives)
			for k := range r.Registers[i].Entries[j].Fields {
				need(&r.Registers[i].Entries[j].Fields[k].Name)
			}
		}
	}
	for i := range r.Frames {
		for j := range r.Frames[i].Items {
			for k := range r.Frames[i].Items[j].Cells {
				need(&r.Frames[i].Items[j].Cells[k].Against)
			}
		}
	}
	if len(r.Updates) > 1 {
		r.Updates = r.Updates[:1]
	}
	for i := range r.Updates {
		r.Updates[i].Initiative, r.Updates[i].State = initiatives[0], maturity.PlanAtRisk
	}
}

func (g *filler) initiative(v *maturity.Initiative) {
	v.Workstream, v.Frames, v.Status, v.StatusBasis, v.StageBasis = "", nil, rapid.SampledFrom(maturity.InitiativeStatuses()).Draw(g.t, "status"), maturity.BySource, ""
	for _, judged := range []*float64{v.Effort, v.Impact} {
		if judged != nil {
			*judged = max(*judged, 1)
		}
	}
	v.End = nil
	if v.Pilot != nil {
		v.Pilot.Result = "went well"
	}
	for i := range v.Drivers {
		v.Drivers[i].Kind = "regulation"
	}
	for i := range v.Phases {
		v.Phases[i].Status, v.Phases[i].Start = maturity.InitiativeCommitted, nil
	}
	for i := range v.Gates {
		v.Gates[i].State = maturity.MilestoneDone
		if v.Gates[i].Stage == "" {
			v.Gates[i].Stage = "options"
		}
	}
	for i := range v.Waves {
		v.Waves[i].End = nil
	}
	for i := range v.Milestones {
		v.Milestones[i].State = rapid.SampledFrom([]maturity.MilestoneState{"", maturity.MilestonePlanned, maturity.MilestoneDropped, maturity.MilestoneDone}).Draw(g.t, "state")
	}
	for i := range v.Links {
		l := &v.Links[i]
		l.From, l.Kind = "", rapid.SampledFrom([]maturity.LinkKind{maturity.LinkPrerequisite, maturity.LinkConsider, maturity.LinkPartOf}).Draw(g.t, "kind")
		if l.To == "" {
			l.To = v.ID
		}
		if len(v.Milestones) > 0 {
			l.From = v.Milestones[0].ID
		}
	}
}
