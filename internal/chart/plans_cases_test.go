package chart

import (
	"fmt"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// The examples of the kinds that draw plans.

func within(precision maturity.Precision, from, to string) *maturity.LooseDate {
	day := func(text string) period.Day {
		if text == "" {
			return 0
		}
		p, err := period.Parse(text, period.KindDay, 0)
		if err != nil {
			panic(err)
		}
		return p.Start
	}
	return &maturity.LooseDate{AsGiven: from, Precision: precision, Earliest: day(from), Latest: day(to)}
}

func inMonth(year, month int) *maturity.LooseDate {
	p := period.Of(period.KindMonth, period.Date(year, 1, 1)).Add(month - 1)
	return &maturity.LooseDate{AsGiven: p.Label(), Precision: maturity.PrecisionMonth, Earliest: p.Start, Latest: p.End()}
}

func inYear(year int) *maturity.LooseDate {
	return within(maturity.PrecisionFinancialYear, fmt.Sprintf("%d-04-01", year), fmt.Sprintf("%d-03-31", year+1))
}

func ganttUsual() GanttInput {
	after := inMonth(2017, 10)
	after.Precision = maturity.PrecisionFromMonth
	in := GanttInput{Today: period.Date(2018, 11, 15), AsAt: "15 November 2018", SourceWords: "the local digital roadmap", Illustrative: true}
	in.Rows = []GanttRow{
		{ID: "net", Label: "Health and social care network", Group: "Infrastructure", Owner: "County Council", Status: maturity.InitiativeComplete, Start: inMonth(2016, 4), End: inMonth(2017, 6),
			Milestones: []GanttMilestone{{Title: "Contract signed", Date: inMonth(2016, 9), State: maturity.MilestoneDone}}},
		{ID: "wifi", Label: "Wi-fi in all sites", Group: "Infrastructure", Owner: "Clinical Commissioning Group", Status: maturity.InitiativeActive, Start: inYear(2017), End: inYear(2018)},
		{ID: "data", Label: "Data quality", Group: "Infrastructure", Status: "", End: inMonth(2019, 3)},
		{ID: "record", Label: "Shared care record, first phase", Group: "Records", Owner: "All", Status: maturity.InitiativeCommitted, Start: inMonth(2017, 2), End: inYear(2019),
			Milestones: []GanttMilestone{{Title: "First practices live", Date: inMonth(2018, 2), Late: true}, {Title: "All practices live", Date: inYear(2019)}, {Title: "Information sharing agreed", Date: inMonth(2017, 3), State: maturity.MilestoneDone}}},
		{ID: "portal", Label: "Patient portal", Group: "Records", Status: maturity.InitiativeAspirational, Start: after},
		{ID: "mobile", Label: "Observations on mobile devices", Group: "Records", Status: maturity.InitiativeAspirational, Start: inYear(2018), End: inMonth(2019, 9)},
		{ID: "none", Label: "Clinical messaging", Group: "Records", Status: maturity.InitiativeCommitted, Milestones: []GanttMilestone{{Title: "Go-live", Date: nil}}},
	}
	in.Links = []GanttLink{{"net", "record", true}, {"wifi", "mobile", false}, {"record", "portal", true}, {"net", "wifi", false}, {"nowhere", "net", false}}
	return in
}

func ganttMany(n int) GanttInput {
	in := GanttInput{Today: period.Date(2018, 11, 15), AsAt: "15 November 2018", SourceWords: "the roadmap"}
	for i := range n {
		r := GanttRow{ID: fmt.Sprint(i), Label: fmt.Sprintf("Initiative %03d", i+1), Group: fmt.Sprintf("Workstream %d", i/9+1), Status: maturity.InitiativeStatuses()[i%5]}
		if i%4 > 0 {
			r.Start, r.End = inMonth(2015+i%3, 1+i%12), inMonth(2018+i%2, 1+i%11)
			in.Links = append(in.Links, GanttLink{From: fmt.Sprint(i / 2), To: fmt.Sprint(i)})
		}
		in.Rows = append(in.Rows, r)
	}
	return in
}

func ganttCases() map[string]GanttInput {
	one, long, rtl, hostileCase, undated, compared, only := ganttUsual(), ganttUsual(), ganttUsual(), ganttUsual(), ganttUsual(), ganttUsual(), ganttUsual()
	one.Rows, one.Links = one.Rows[:1], nil
	for i := range long.Rows {
		long.Rows[i].Label, long.Rows[i].Group, rtl.Rows[i].Label = long300, long300, hebrew
		hostileCase.Rows[i].Label, hostileCase.Rows[i].Group, hostileCase.Rows[i].Owner = nasty(i), nasty(i/3), nasty(i+1)
		undated.Rows[i].Start, undated.Rows[i].End, undated.Rows[i].Milestones = nil, nil, nil
		if r := &compared.Rows[i]; i != 5 {
			r.Compared, r.ThenStart, r.ThenEnd = true, r.Start, inMonth(2018, 1+i)
		}
	}
	hostileCase.SourceWords, hostileCase.Subtitle, hostileCase.Rows[0].Milestones[0].Title = hostile, hostile, hostile
	undated.From, undated.To = period.Date(2014, 7, 1), period.Date(2016, 9, 30)
	compared.Then = "as known on 12 June 2018"
	compared.Rows[3].Milestones[1].Then = inMonth(2018, 6)
	only.Only, only.From, only.To = true, period.Date(2018, 4, 1), period.Date(2019, 3, 31)
	return map[string]GanttInput{"usual": ganttUsual(), "empty": {SourceWords: "the roadmap"}, "one-point": one, "long-name": long, "right-to-left": rtl, "hostile": hostileCase, "undated": undated, "compared": compared,
		"one-year": only, "200-initiatives": ganttMany(200)}
}

func deploymentsUsual() DeploymentsInput {
	in := DeploymentsInput{Subtitle: "Whole system, by capability.", Today: period.Date(2018, 11, 15), AsAt: "15 November 2018", SourceWords: "the local digital roadmap", Illustrative: true}
	live := within(maturity.PrecisionDay, "2017-06-20", "2017-06-20")
	in.Rows = []DeploymentRow{
		{Label: "Records, assessments and plans", Marks: []DeploymentMark{{Title: "Shared care record", Organisation: "Hospitals", Status: maturity.InitiativeComplete, Basis: maturity.BySource, When: live},
			{Title: "Shared care record", Organisation: "Care Services", Status: maturity.InitiativeActive, Basis: maturity.ByReading, When: inMonth(2017, 7)}, {Title: "Shared care record, phase 2", Organisation: "2gether", Status: maturity.InitiativeCommitted, When: inYear(2018)},
			{Title: "Patient access", Organisation: "All", Status: maturity.InitiativeAspirational}}},
		{Label: "Transfers of care", Marks: []DeploymentMark{{Title: "Discharge letters", Organisation: "Hospitals", Status: maturity.InitiativeActive, When: inMonth(2018, 12)}}},
		{Label: "Orders and results"},
		{Label: "Medicines", Marks: []DeploymentMark{{Title: "Electronic prescribing", Organisation: "Hospitals", Status: maturity.InitiativeAspirational, When: inYear(2019), Note: "later phase"}, {Title: "Electronic prescribing", Organisation: "2gether", Status: "", When: inMonth(2018, 3)}}},
	}
	return in
}

func deploymentCases() map[string]DeploymentsInput {
	one, long, rtl, hostileCase, undated := deploymentsUsual(), deploymentsUsual(), deploymentsUsual(), deploymentsUsual(), deploymentsUsual()
	one.Rows = []DeploymentRow{{Label: "Transfers of care", Marks: one.Rows[1].Marks}}
	undated.Rows = []DeploymentRow{{Label: "Transfers of care", Marks: []DeploymentMark{{Title: "Letters"}}}}
	for i := range long.Rows {
		long.Rows[i].Label, rtl.Rows[i].Label, hostileCase.Rows[i].Label = long300, hebrew, nasty(i)
	}
	hostileCase.Subtitle, hostileCase.SourceWords = hostile, hostile
	hostileCase.Rows[1].Marks = []DeploymentMark{{Title: hostile, Organisation: hostile, Note: hostile}}
	many := DeploymentsInput{AsAt: "15 November 2018", SourceWords: "the roadmap"}
	for i := range 60 {
		r := DeploymentRow{Label: fmt.Sprintf("Capability %02d", i+1), Group: fmt.Sprintf("Part %d", i/10+1)}
		for k := range 4 {
			r.Marks = append(r.Marks, DeploymentMark{Title: "System", Organisation: "Trust", Status: maturity.InitiativeStatuses()[(i+k)%5], When: inMonth(2017, 1+(i+k/2)%24)})
		}
		many.Rows = append(many.Rows, r)
	}
	return map[string]DeploymentsInput{"usual": deploymentsUsual(), "empty": {SourceWords: "the roadmap"}, "one-point": one, "no-date": undated, "long-name": long, "right-to-left": rtl, "hostile": hostileCase, "240-go-lives": many}
}

func wavesUsual() WavesInput {
	of := func(n int) *int { return &n }
	return WavesInput{Of: "Windows on all desks", Unit: "practices", Total: 72, Today: period.Date(2018, 11, 15), AsAt: "15 November 2018", SourceWords: "the roadmap", Illustrative: true,
		Waves: []WaveStep{{Title: "First wave", Sites: of(12), Start: inMonth(2018, 6), End: inMonth(2018, 8), Live: "11 on 31 August 2018"}, {Title: "Second wave", Sites: of(20), Approximate: true, Start: inMonth(2018, 9), End: inMonth(2018, 12)}, {Title: "The rest", Remainder: true, End: inYear(2019)}},
		Live:  []WaveLive{{period.Date(2018, 7, 31), 4}, {period.Date(2018, 8, 31), 11}, {period.Date(2018, 10, 31), 19}}}
}

func waveCases() map[string]WavesInput {
	one, long, rtl, hostileCase, open := wavesUsual(), wavesUsual(), wavesUsual(), wavesUsual(), wavesUsual()
	one.Waves, one.Live, one.Total = one.Waves[:1], nil, 0
	open.Total, open.Live = 0, nil
	for i := range long.Waves {
		long.Waves[i].Title, rtl.Waves[i].Title, hostileCase.Waves[i].Title, hostileCase.Waves[i].Note = long300, hebrew, nasty(i), nasty(i+1)
	}
	hostileCase.Of, hostileCase.SourceWords = hostile, hostile
	many := WavesInput{AsAt: "15 November 2018", SourceWords: "the roadmap"}
	for i := range 200 {
		n := 1 + i%7
		many.Waves = append(many.Waves, WaveStep{Title: fmt.Sprintf("Wave %d", i+1), Sites: &n, End: inMonth(2017, 1+i/6)})
	}
	return map[string]WavesInput{"usual": wavesUsual(), "empty": {SourceWords: "the roadmap"}, "one-point": one, "open-rest": open, "long-name": long, "right-to-left": rtl, "hostile": hostileCase, "200-waves": many}
}

func budgetUsual() BudgetInput {
	return BudgetInput{AsAt: "15 November 2018", SourceWords: "the local digital roadmap", Illustrative: true, Years: []BudgetYear{
		{Label: "2016/17", Stated: 1.2e6, Indicative: none, Spend: 1.05e6}, {Label: "2017/18", Stated: 2.4e6, Indicative: 0.6e6, Spend: 1.9e6},
		{Label: "2018/19", Stated: 0.8e6, Indicative: 1.1e6, Spend: 0.4e6, NotStated: 2}, {Label: "2019/20", Stated: none, Indicative: none, Spend: none, NotStated: 1}}}
}

func budgetCases() map[string]BudgetInput {
	one, long, rtl, hostileCase, small, untold := budgetUsual(), budgetUsual(), budgetUsual(), budgetUsual(), budgetUsual(), budgetUsual()
	one.Years = one.Years[:1]
	for i := range long.Years {
		long.Years[i].Label, rtl.Years[i].Label, hostileCase.Years[i].Label = long300, hebrew, nasty(i)
	}
	hostileCase.Subtitle, hostileCase.SourceWords, hostileCase.Notes = hostile, hostile, []string{hostile}
	small.Years = []BudgetYear{{Label: "2018/19", Stated: 3500, Indicative: none, Spend: none}}
	untold.Years = untold.Years[3:]
	many := BudgetInput{SourceWords: "the roadmap"}
	for i := range 200 {
		many.Years = append(many.Years, BudgetYear{Label: fmt.Sprintf("Line %03d", i+1), Stated: float64(i) * 1000, Indicative: none, Spend: float64(i) * 700})
	}
	return map[string]BudgetInput{"usual": budgetUsual(), "empty": {SourceWords: "the roadmap"}, "not-stated": untold, "one-point": one, "small": small, "long-name": long, "right-to-left": rtl, "hostile": hostileCase, "200-lines": many}
}

func effortUsual() EffortInput {
	in := EffortInput{AsAt: "15 November 2018", SourceWords: "the roadmap", Illustrative: true}
	of := func(v float64) *float64 { return &v }
	for i, name := range []string{"Health and social care network", "Wi-fi in all sites", "Shared care record", "Electronic prescribing", "Observations on mobile devices", "Patient portal", "Data quality"} {
		in.Items = append(in.Items, EffortItem{Label: name, Effort: of(1 + float64(i*3%5)), Impact: of(5 - float64(i%4))})
	}
	in.Items[6].Impact = nil
	return in
}

func effortCases() map[string]EffortInput {
	one, long, rtl, hostileCase, many := effortUsual(), effortUsual(), effortUsual(), effortUsual(), effortUsual()
	one.Items = one.Items[:1]
	for i := range long.Items {
		long.Items[i].Label, rtl.Items[i].Label, hostileCase.Items[i].Label, hostileCase.Items[i].Note = long300, hebrew, nasty(i), nasty(i+1)
	}
	hostileCase.SourceWords = hostile
	for i := range 200 {
		e, m := 1+float64(i%9)/2, 1+float64(i*7%9)/2
		many.Items = append(many.Items, EffortItem{Label: fmt.Sprintf("Initiative %03d", i+1), Effort: &e, Impact: &m})
	}
	return map[string]EffortInput{"usual": effortUsual(), "empty": {SourceWords: "the roadmap"}, "one-point": one, "long-name": long, "right-to-left": rtl, "hostile": hostileCase, "200-initiatives": many}
}

func slipUsual() SlipInput {
	in := SlipInput{Then: "12 June 2018", Now: "15 November 2018", Today: period.Date(2018, 11, 15), AsAt: "15 November 2018", SourceWords: "the local digital roadmap", Illustrative: true}
	add := func(label, group string, then, now *maturity.LooseDate, note string) {
		r := SlipRow{Label: label, Group: group, Then: then, Now: now, Note: note}
		if then != nil && now != nil {
			r.Days = int(now.Latest - then.Latest)
		}
		in.Rows = append(in.Rows, r)
	}
	add("First practices live", "Shared care record", inMonth(2018, 2), inMonth(2018, 5), "")
	add("All practices live", "Shared care record", inYear(2018), inMonth(2019, 12), "")
	add("Contract signed", "Network", inMonth(2018, 9), inMonth(2018, 6), "")
	add("Handover", "Network", inMonth(2018, 10), inMonth(2018, 10), "")
	add("Training", "Network", nil, inMonth(2019, 3), "added")
	add("Pilot", "Network", inMonth(2018, 3), nil, "not in the plan any more")
	return in
}

func slipCases() map[string]SlipInput {
	one, long, rtl, hostileCase, many := slipUsual(), slipUsual(), slipUsual(), slipUsual(), slipUsual()
	one.Rows = one.Rows[:1]
	for i := range long.Rows {
		long.Rows[i].Label, rtl.Rows[i].Label, hostileCase.Rows[i].Label, hostileCase.Rows[i].Group = long300, hebrew, nasty(i), nasty(i+1)
	}
	hostileCase.SourceWords, hostileCase.Then = hostile, hostile
	many.Rows = nil
	for i := range 200 {
		many.Rows = append(many.Rows, SlipRow{Label: fmt.Sprintf("Milestone %03d", i+1), Then: inMonth(2018, 1), Now: inMonth(2018, 1+i%9), Days: 30 * (i % 9)})
	}
	return map[string]SlipInput{"usual": slipUsual(), "empty": {SourceWords: "the roadmap"}, "one-point": one, "long-name": long, "right-to-left": rtl, "hostile": hostileCase, "200-milestones": many}
}
