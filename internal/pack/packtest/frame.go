package packtest

import (
	"strconv"

	"waymark/internal/chart"
	"waymark/internal/maturity"
	"waymark/internal/pack"
)

func words(n int) string { return strconv.Itoa(n) }

// frame is the paper without its sections.
func frame() pack.Document {
	return pack.Document{
		Title: "Digital roadmap steering group, 14 March 2019", Subject: "Gloucestershire", Body: "Digital roadmap steering group", Day: "14 March 2019", Edition: 2,
		Verdict:   "We are not on track for 2020: 5 of 9 organisations are forecast to miss the target",
		Figures:   "Forecast 77% by March 2020 (likely range 61% to 93%). Target 85%. Chance of meeting it: about 1 in 5.",
		Freshness: "Based on 8 of 9 returns for October to December 2018. 1 return is late.",
		Agenda:    []string{"Where we stand", "What changed since December", "Decisions wanted", "Any other business"},
		Warnings:  []string{"Some of the figures in this paper were invented to show how it works.", "Scores that organisations gave themselves are no ranking."},
		Facts: []pack.Fact{
			{Name: "Newest figures", Words: "October to December 2018 (Q3 2018 to 2019)"},
			{Name: pack.AsKnownOn, Words: "14 March 2019, 09:00"},
			{Name: "Definitions", Words: "4f1d 2c77 90ab"},
			{Name: "Boundaries", Words: "as they were on 14 March 2019"},
			{Name: "Sources", Words: "Quarterly returns; NHS Business Services Authority (Open Government Licence v3.0)"},
		},
		Measures: []pack.Definition{
			{ID: "eps", Title: "Prescriptions sent electronically", Meaning: "How many of all prescriptions reach the pharmacy without paper.", Formula: "Prescriptions sent electronically divided by all prescriptions", Unit: "% of prescriptions", Polarity: "Higher is better", Source: "NHS Business Services Authority"},
			{ID: "beds", Title: "Wards with an electronic bed state", Meaning: "Whether a ward knows its free beds without a telephone call.", Formula: "Wards whose bed state is electronic divided by all wards", Unit: "% of wards", Polarity: "Higher is better", Source: "Quarterly returns"},
			{ID: "fax", Title: "Fax machines in use", Meaning: "Machines that still carry clinical letters.", Unit: "machines", Polarity: "Lower is better", Source: "Quarterly returns"},
		},
		Address: "https://waymark.example/meetings/12/paper",
	}
}

func columns(heads ...string) (out []chart.Column) {
	for _, head := range heads {
		numeric := head[0] == '#'
		if numeric {
			head = head[1:]
		}
		out = append(out, chart.Column{Head: head, Numeric: numeric})
	}
	return out
}

func text(all ...string) (out []pack.Cell) {
	for _, w := range all {
		out = append(out, pack.Cell{Words: w})
	}
	return out
}

func number(v float64, as string, address string) pack.Cell {
	return pack.Cell{Words: as, Number: v, Numeric: true, Address: address}
}

func status(s maturity.Status) pack.Cell { return pack.Cell{Words: s.Words(), Status: string(s)} }

func changes() pack.Table {
	return pack.Table{Name: "changes", Caption: "What changed, then and now", Columns: columns("What", "On 12 December 2018", "Now", "Why"), Rows: [][]pack.Cell{
		text("Prescriptions sent electronically", "51%", "50%", "New figures"),
		text("Discharge summaries sent within a day", "At risk", "Unlikely", "New figures"),
		text("Wards with an electronic bed state", "64%", "61%", "Correction: the return for July to September was restated"),
		text("Fax machines in use", "2,600", "2,110", "New figures"),
		text("Milestone: shared care record live at Cheltenham", "Due in February 2019", "Done on 21 February 2019", "Roadmap"),
		text("Gloucestershire Care Services: return for Q3", "Late", "On time", "Extension of 5 days"),
		text("Online consultations", "Per 1,000 patients", "Per 1,000 registered patients", "Definition"),
	}}
}

func decisions() pack.Table {
	return pack.Table{Name: "decisions", Caption: "Decisions and open actions", Columns: columns("What", "Who", "By"), Rows: [][]pack.Cell{
		text("Decision wanted: lend two engineers to the wards that lost their bed state", "Chief information officer", "29 March 2019"),
		text("Decision wanted: accept 80% by March 2020 as the plan for electronic prescribing", "Steering group", "14 March 2019"),
		text("Action carried on from 12 December 2018: ask the Forest practices for their figures", "Head of primary care", "31 January 2019, past due"),
	}}
}

func matrix() pack.Table {
	t := pack.Table{Name: "targets", Caption: "Every target with its forecast", Columns: columns("Target", "#Now", "#Wanted", "By", "#Forecast", "Status")}
	for i, r := range []struct {
		target        string
		now, want, to float64
		by            string
		status        maturity.Status
	}{
		{"Prescriptions sent electronically", 50, 85, 77, "March 2020", maturity.StatusUnlikely},
		{"Wards with an electronic bed state", 61, 90, 84, "March 2020", maturity.StatusAtRisk},
		{"Discharge summaries sent within a day", 72, 95, 78, "March 2020", maturity.StatusUnlikely},
		{"Online consultations offered by practices", 88, 100, 100, "April 2020", maturity.StatusOnTrack},
		{"Wi-Fi in all practices", 100, 100, 100, "December 2018", maturity.StatusMet},
		{"Referrals made electronically", 94, 100, 97, "October 2018", maturity.StatusPastDue},
	} {
		at := "/observations/" + words(200+i) + "/from"
		t.Rows = append(t.Rows, []pack.Cell{{Words: r.target}, number(r.now, words(int(r.now))+"%", at), number(r.want, words(int(r.want))+"%", ""), {Words: r.by}, number(r.to, words(int(r.to))+"%", ""), status(r.status)})
	}
	t.Rows = append(t.Rows, append(text("Shared care records", "not available", "100%", "March 2021", "too few figures"), status(maturity.StatusTooLittle)))
	return t
}
