package chart

import (
	"fmt"
	"math"
	"strings"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// The examples of the kinds that came later. Every kind has one for each trouble: a long name, nothing, one value, two
// hundred organisations, names from right to left, names that try to be code, and values that are held back or missing.

var (
	none    = math.NaN()
	long300 = strings.Repeat("Gloucestershire and the Forest of Dean Partnership ", 5) + "for Integrated Health and Care NHS Foundation Trust"
	nasties = []string{hostile, "{b}", "</text></svg><script>alert(1)</script>", "__f__(function(){alert(1)})__f__", "=cmd|' /C calc'!A0", "£ – é", "line\nbreak\x00\x1b[0m"}
	hebrew  = "בית החולים שערי צדק"
)

func nasty(i int) string { return nasties[i%len(nasties)] }

func points(from period.Period, values ...float64) []Point {
	var out []Point
	for i, v := range values {
		if !math.IsNaN(v) {
			out = append(out, Point{from.Add(i), v})
		}
	}
	return out
}

func wanted(value float64) *maturity.Target {
	return &maturity.Target{ID: "t", Operator: maturity.AtLeast, Value: value, Due: &maturity.LooseDate{AsGiven: "March 2020", Latest: period.Date(2020, 3, 31)}}
}

func runCases() map[string]RunInput {
	base := RunInput{Organisation: org("Gloucestershire"), Measure: eps(), Target: wanted(85), Median: 44, Why: "10 figures; a control chart needs 12",
		Points: points(quarter(2016, 4), 31, 33, 36, none, 41, 44, 46, 47, 49, 51, 52), AsAt: "15 November 2018", SourceWords: "quarterly returns", Illustrative: true}
	empty, one, long, rtl, hostileCase, marked, lower := base, base, base, base, base, base, base
	empty.Points, empty.Median = nil, none
	one.Points, one.Median, one.Why = base.Points[:1], 31, "1 figure; a control chart needs 12"
	long.Organisation = org(long300)
	rtl.Organisation = org(hebrew)
	hostileCase.Organisation, hostileCase.Why, hostileCase.SourceWords, hostileCase.Measure.Title = org(hostile), nasty(4), hostile, hostile
	hostileCase.Marks = []Mark{{period.Date(2017, 5, 1), hostile}}
	marked.Marks = []Mark{{period.Date(2018, 2, 10), "Go-live of the shared record"}}
	marked.Breaks = []maturity.Break{{Day: period.Date(2017, 4, 1), Kind: maturity.BreakMerger, Reason: "L84001"}}
	lower.Measure, lower.Target, lower.Points, lower.Median = countCase().Measure, nil, points(quarter(2018, 1), 8200, 7400, 6100, 5500), 6750
	return map[string]RunInput{"usual": base, "empty": empty, "one-point": one, "long-name": long, "right-to-left": rtl, "hostile": hostileCase, "marks-and-break": marked, "count": lower}
}

func dotsUsual() DotsInput {
	in := DotsInput{Subtitle: "Gloucestershire Hospitals: sections of the Digital Maturity Assessment, score from 0 to 100", PeerWords: "acute trusts", AsAt: "15 November 2018", SourceWords: "Digital Maturity Assessment", Illustrative: true}
	names := []string{"Strategic alignment", "Leadership", "Resourcing", "Governance", "Information governance", "Records, assessments and plans", "Transfers of care", "Orders and results"}
	for i, name := range names {
		m := scoreCase().Measure
		m.ID, m.Title = fmt.Sprint("dma.", i), name
		r := DotRow{Label: name, Measure: m, State: maturity.Reported, Value: 40 + math.Mod(float64(i*17), 45), PeerLow: 20 + float64(i*3), PeerHigh: 75 + float64(i*2), Median: 60 + float64(i), Target: none, Required: none, Peers: 136, Period: quarter(2018, 7)}
		if i%2 == 0 {
			r.Target, r.Required = 85, 66
		}
		in.Rows = append(in.Rows, r)
	}
	in.Rows[6].Value, in.Rows[6].State = none, maturity.Suppressed
	in.Rows[7].PeerLow, in.Rows[7].PeerHigh, in.Rows[7].Median, in.Rows[7].Peers = none, none, none, 0
	return in
}

func dotsCases() map[string]DotsInput {
	empty, one, long, rtl, hostileCase, many, mixed := dotsUsual(), dotsUsual(), dotsUsual(), dotsUsual(), dotsUsual(), dotsUsual(), dotsUsual()
	empty.Rows = nil
	for i := range 3 {
		r := dotsUsual().Rows[i]
		r.Value, r.State = none, []maturity.State{maturity.Suppressed, maturity.NotAvailable, 0}[i]
		empty.Rows = append(empty.Rows, r)
	}
	one.Rows = one.Rows[1:2]
	for i := range long.Rows {
		long.Rows[i].Label = long300
		rtl.Rows[i].Label = hebrew
		hostileCase.Rows[i].Label = nasty(i)
	}
	hostileCase.Subtitle, hostileCase.PeerWords, hostileCase.SourceWords, hostileCase.Notes = hostile, hostile, hostile, []string{hostile}
	many.Rows = nil
	for i := range 200 {
		r := dotsUsual().Rows[i%8]
		r.Label = fmt.Sprintf("Practice %03d", i+1)
		many.Rows = append(many.Rows, r)
	}
	mixed.Rows = mixed.Rows[:1]
	for i, m := range []maturity.Measure{eps(), countCase().Measure, monthlyCase().Measure} {
		scale := []float64{1, 80, 1.4}[i]
		mixed.Rows = append(mixed.Rows, DotRow{Label: m.Title, Measure: m, State: maturity.Reported, Value: 47 * scale, PeerLow: 20 * scale, PeerHigh: 80 * scale, Median: 52 * scale, Target: []float64{85, 0, none}[i], Required: none, Peers: 9, Period: quarter(2018, 7)})
	}
	alone := dotsUsual()
	alone.PeerWords, alone.Subtitle = "", "Gloucestershire Hospitals"
	for i := range alone.Rows {
		r := &alone.Rows[i]
		r.PeerLow, r.PeerHigh, r.Median, r.Target, r.Required, r.Peers = none, none, none, none, none, 0
	}
	whole := dotsUsual()
	whole.Rows = whole.Rows[:6]
	return map[string]DotsInput{"all-with-peers": whole, "no-peers": alone, "usual": dotsUsual(), "empty": empty, "one-point": one, "long-name": long, "right-to-left": rtl, "hostile": hostileCase, "200-organisations": many, "scales-of-their-own": mixed}
}

func multiplesUsual(n int) MultiplesInput {
	in := MultiplesInput{Measure: eps(), Target: wanted(85), AsAt: "15 November 2018", SourceWords: "quarterly returns", Illustrative: true}
	statuses := []maturity.Status{maturity.StatusUnlikely, maturity.StatusAtRisk, maturity.StatusOnTrack, maturity.StatusMet, maturity.StatusUnlikely, maturity.StatusTooLittle}
	for i := range n {
		tr := usual().Trajectory
		tr.Status = statuses[i%len(statuses)]
		tr.Observed = append([]maturity.PathPoint(nil), tr.Observed...)
		for k := range tr.Observed {
			tr.Observed[k].Value = math.Min(100, tr.Observed[k].Value*(0.7+0.13*float64(i%6)))
		}
		last := tr.Observed[9].Value
		tr.Projected = fan(quarter(2018, 10), last+1, last+3, last+5, last+7, last+9, last+10)
		tr.AtDue = &tr.Projected[5]
		if i%6 == 5 {
			tr.Observed, tr.Projected, tr.AtDue = tr.Observed[9:10], nil, nil
		}
		in.Cells = append(in.Cells, MultipleCell{fmt.Sprintf("Organisation %d", i+1), tr})
	}
	return in
}

func multiplesCases() map[string]MultiplesInput {
	suppressed := maturity.Trajectory{Status: maturity.StatusTooLittle, Probability: none, Observed: []maturity.PathPoint{{Period: quarter(2018, 7), State: maturity.Suppressed}}}
	base := multiplesUsual(9)
	base.Cells[7] = MultipleCell{"Care home group", suppressed}
	base.Cells[8] = MultipleCell{"Hospice", maturity.Trajectory{Status: maturity.StatusTooLittle, Probability: none}}
	empty, one, long, rtl, hostileCase, free := base, multiplesUsual(1), multiplesUsual(5), multiplesUsual(5), multiplesUsual(7), multiplesUsual(6)
	empty.Cells = base.Cells[7:]
	for i := range long.Cells {
		long.Cells[i].Label, rtl.Cells[i].Label = long300, hebrew
	}
	for i := range hostileCase.Cells {
		hostileCase.Cells[i].Label = nasty(i)
	}
	hostileCase.Measure.Title, hostileCase.SourceWords = hostile, hostile
	free.Target = nil
	for i := range free.Cells {
		tr := &free.Cells[i].Trajectory
		tr.Status, tr.Projected, tr.AtDue = maturity.StatusNoTarget, nil, nil
	}
	return map[string]MultiplesInput{"usual": base, "empty": empty, "one-point": one, "long-name": long, "right-to-left": rtl, "hostile": hostileCase, "200-organisations": multiplesUsual(200), "no-target": free}
}

func thenNowUsual() ThenNowInput {
	in := ThenNowInput{Then: "12 June 2018", Now: "15 November 2018", AsAt: "15 November 2018", SourceWords: "quarterly returns", Illustrative: true}
	for i, v := range [][2]float64{{41, 44}, {63, 51}, {50, 50.2}, {none, 61}, {47, none}, {12, 40}, {88, 90}} {
		in.Rows = append(in.Rows, ThenNowRow{Label: []string{"Gloucestershire Hospitals", "2gether", "Care Services", "Winfield Hospital", "County Council", "Practice A", "Ambulance Service"}[i], Measure: eps(), Then: v[0], Now: v[1]})
	}
	in.Rows[1].Note = "corrected by the trust"
	in.Rows[4].NowState = maturity.Suppressed
	return in
}

func thenNowCases() map[string]ThenNowInput {
	empty, one, long, rtl, hostileCase, many, mixed := thenNowUsual(), thenNowUsual(), thenNowUsual(), thenNowUsual(), thenNowUsual(), thenNowUsual(), thenNowUsual()
	empty.Rows = []ThenNowRow{{Label: "A", Measure: eps(), Then: none, Now: none, ThenState: maturity.Suppressed}}
	one.Rows = one.Rows[:1]
	for i := range long.Rows {
		long.Rows[i].Label, rtl.Rows[i].Label, hostileCase.Rows[i].Label, hostileCase.Rows[i].Note = long300, hebrew, nasty(i), nasty(i)
	}
	hostileCase.Then, hostileCase.Now, hostileCase.SourceWords = "{a}", hostile, hostile
	many.Rows = nil
	for i := range 200 {
		many.Rows = append(many.Rows, ThenNowRow{Label: fmt.Sprintf("Practice %03d", i+1), Measure: eps(), Then: math.Mod(float64(i)*37.7, 100), Now: math.Mod(float64(i)*41.3, 100)})
	}
	mixed.Rows = []ThenNowRow{{Label: "Prescriptions", Measure: eps(), Then: 41, Now: 44}, {Label: "Fax machines", Measure: countCase().Measure, Then: 8200, Now: 4100},
		{Label: "Online consultations", Measure: monthlyCase().Measure, Then: 62.5, Now: 71.2}, {Label: "Leadership", Measure: scoreCase().Measure, Then: 65, Now: 61, Note: "another assessor"}}
	return map[string]ThenNowInput{"usual": thenNowUsual(), "empty": empty, "one-point": one, "long-name": long, "right-to-left": rtl, "hostile": hostileCase, "200-organisations": many, "scales-of-their-own": mixed}
}

func completenessUsual(columns ...string) CompletenessInput {
	in := CompletenessInput{Unit: "returns", Columns: columns, AsAt: "15 November 2018", SourceWords: "the collection's receipts", Illustrative: true,
		Parts: []Part{{Words: "on time", Colour: InTime}, {Words: "late", Colour: CameLate}, {Words: "missing", Colour: StillOut, Hollow: true}}}
	for i := range columns {
		late, out := i%3, (i+1)%2
		in.Parts[0].Counts, in.Parts[1].Counts, in.Parts[2].Counts = append(in.Parts[0].Counts, 9-late-out), append(in.Parts[1].Counts, late), append(in.Parts[2].Counts, out)
	}
	return in
}

func completenessCases() map[string]CompletenessInput {
	usual := completenessUsual("Q1 2017/18", "Q2 2017/18", "Q3 2017/18", "Q4 2017/18", "Q1 2018/19")
	empty := CompletenessInput{Unit: "returns"}
	nothing := completenessUsual("Q1 2018/19")
	for i := range nothing.Parts {
		nothing.Parts[i].Counts = []int{0}
	}
	hostileCase := completenessUsual(nasties...)
	hostileCase.Unit, hostileCase.SourceWords, hostileCase.Parts[1].Words = hostile, hostile, hostile
	var many []string
	for i := range 200 {
		many = append(many, fmt.Sprintf("Practice %03d", i+1))
	}
	practices := completenessUsual(many...)
	practices.Organisations = true
	large := completenessUsual("April 2018", "May 2018")
	large.Parts[0].Counts, large.Parts[1].Counts, large.Parts[2].Counts = []int{6800, 7012}, []int{12, 3}, []int{188, 0}
	return map[string]CompletenessInput{"usual": usual, "empty": empty, "nothing-due": nothing, "one-point": completenessUsual("Q1 2018/19"), "long-name": completenessUsual(long300, long300), "right-to-left": completenessUsual(hebrew, "Q1 2018/19"),
		"hostile": hostileCase, "200-organisations": practices, "large-counts": large}
}

func boxesUsual(n int) BoxesInput {
	in := BoxesInput{Measure: eps(), Target: wanted(85), AsAt: "15 November 2018", SourceWords: "quarterly returns", Illustrative: true}
	for i := range n {
		at := math.Mod(float64(i)*3, 40)
		in.Boxes = append(in.Boxes, Box{Label: quarter(2017, 4).Add(i).Short(), Low: 5 + at, Q1: 24 + at, Median: 35 + at, Q3: 44 + at, High: 60 + at, Own: 31 + 1.5*at, Count: 136})
	}
	return in
}

func boxesCases() map[string]BoxesInput {
	empty, one, long, rtl, hostileCase, gaps := boxesUsual(1), boxesUsual(1), boxesUsual(4), boxesUsual(4), boxesUsual(7), boxesUsual(6)
	empty.Boxes[0].Median = none
	one.Boxes[0] = Box{Label: "Q1 2018/19", Low: 44, Q1: 44, Median: 44, Q3: 44, High: 44, Own: none, Count: 1}
	one.Target = nil
	for i := range long.Boxes {
		long.Boxes[i].Label, rtl.Boxes[i].Label = long300, hebrew
	}
	for i := range hostileCase.Boxes {
		hostileCase.Boxes[i].Label = nasty(i)
	}
	hostileCase.Measure.Title, hostileCase.SourceWords = hostile, hostile
	gaps.Boxes[2] = Box{Label: "Q4 2017/18", Low: none, Q1: none, Median: none, Q3: none, High: none, Own: none}
	gaps.Boxes[4].Own = none
	centiles := boxesUsual(3)
	centiles.Centiles = true
	return map[string]BoxesInput{"centiles": centiles, "usual": boxesUsual(6), "empty": empty, "one-point": one, "long-name": long, "right-to-left": rtl, "hostile": hostileCase, "200-groups": boxesUsual(200), "gaps": gaps}
}

func peersUsual(n int) PeersInput {
	in := PeersInput{Measure: eps(), Focus: 3, Target: wanted(85), AsAt: "15 November 2018", SourceWords: "quarterly returns", Illustrative: true}
	for i := range n {
		o := maturity.Organisation{ID: maturity.OrganisationID(i + 1), Code: fmt.Sprintf("R%03d", i+1), Name: fmt.Sprintf("Hospital Trust %d", i+1)}
		var values []float64
		for k := range 8 {
			values = append(values, math.Min(98, 20+math.Mod(float64(i)*13.7, 55)+float64(k)*1.8+4*math.Sin(float64(i+k))))
		}
		in.Lines = append(in.Lines, PeerLine{o, points(quarter(2016, 10), values...)})
	}
	return in
}

func peersCases() map[string]PeersInput {
	empty, one, long, rtl, hostileCase, gaps := peersUsual(3), peersUsual(1), peersUsual(5), peersUsual(5), peersUsual(7), peersUsual(6)
	for i := range empty.Lines {
		empty.Lines[i].Points = nil
	}
	one.Lines[0].Points, one.Focus = one.Lines[0].Points[:1], 1
	for i := range long.Lines {
		long.Lines[i].Organisation.Name, rtl.Lines[i].Organisation.Name = long300, hebrew
	}
	for i := range hostileCase.Lines {
		hostileCase.Lines[i].Organisation.Name = nasty(i)
	}
	hostileCase.Measure.Title, hostileCase.SourceWords = hostile, hostile
	gaps.Lines[1].Points, gaps.Lines[2].Points = nil, append(gaps.Lines[2].Points[:2:2], gaps.Lines[2].Points[5:]...)
	gaps.Focus = 0
	return map[string]PeersInput{"usual": peersUsual(9), "empty": empty, "one-point": one, "long-name": long, "right-to-left": rtl, "hostile": hostileCase, "200-organisations": peersUsual(200), "gaps-and-no-focus": gaps}
}

func graphUsual() GraphInput {
	in := GraphInput{AsAt: "15 November 2018", SourceWords: "the local digital roadmap", Illustrative: true}
	for _, n := range []GraphNode{
		{"net", "Health and social care network", "Infrastructure", maturity.StatusMet, true}, {"wifi", "Wi-fi in all sites", "Infrastructure", maturity.StatusOnTrack, false},
		{"epr", "Electronic patient record", "Records", maturity.StatusAtRisk, true}, {"share", "Shared care record", "Records", maturity.StatusUnlikely, true},
		{"meds", "Electronic prescribing", "Medicines", maturity.StatusUnlikely, false}, {"2020", "Paper-free at the point of care", "Aims", maturity.StatusUnlikely, true},
		{"obs", "Observations on mobile devices", "Records", "", false}} {
		in.Nodes = append(in.Nodes, n)
	}
	in.Links = []GraphLink{{"net", "epr", "must finish first", true}, {"wifi", "obs", "", false}, {"epr", "share", "must finish first", true}, {"epr", "meds", "", false},
		{"share", "2020", "", true}, {"meds", "2020", "", false}, {"net", "share", "", false}, {"obs", "2020", "", false}, {"nowhere", "2020", "", false}}
	return in
}

func graphCases() map[string]GraphInput {
	one, circle, long, rtl, hostileCase := graphUsual(), graphUsual(), graphUsual(), graphUsual(), graphUsual()
	one.Nodes, one.Links = one.Nodes[:1], nil
	circle.Links = append(circle.Links, GraphLink{"2020", "net", "", false}, GraphLink{"epr", "epr", "", false})
	for i := range long.Nodes {
		long.Nodes[i].Label, long.Nodes[i].Group, rtl.Nodes[i].Label, hostileCase.Nodes[i].Label, hostileCase.Nodes[i].Group = long300, long300, hebrew, nasty(i), nasty(i+1)
	}
	hostileCase.Links[0].Words, hostileCase.SourceWords = hostile, hostile
	chain, many := GraphInput{AsAt: "15 November 2018", SourceWords: "the roadmap"}, GraphInput{AsAt: "15 November 2018", SourceWords: "the roadmap"}
	for i := range 12 {
		chain.Nodes = append(chain.Nodes, GraphNode{ID: fmt.Sprint(i), Label: fmt.Sprintf("Step %d", i+1), Critical: true, Status: maturity.StatusAtRisk})
		if i > 0 {
			chain.Links = append(chain.Links, GraphLink{fmt.Sprint(i - 1), fmt.Sprint(i), "", true})
		}
	}
	for i := range 200 {
		many.Nodes = append(many.Nodes, GraphNode{ID: fmt.Sprint(i), Label: fmt.Sprintf("Milestone %03d", i+1), Critical: i%40 == 0, Status: maturity.StatusOnTrack})
		if i > 10 {
			many.Links = append(many.Links, GraphLink{fmt.Sprint(i / 3), fmt.Sprint(i), "", i%40 == 0})
		}
	}
	return map[string]GraphInput{"usual": graphUsual(), "empty": {SourceWords: "the roadmap"}, "one-point": one, "circle": circle, "long-name": long, "right-to-left": rtl, "hostile": hostileCase, "long-chain": chain, "200-milestones": many}
}
