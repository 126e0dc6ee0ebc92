package main

import "strconv"

// The first values of the paper-free paths are the real scores of the Digital Maturity Assessment 2015/16 (Table 2 of
// the roadmap); what follows is invented. An empty score did not apply.
var scores = map[string][]string{
	//           RTE   R1J   RTQ   RYF   council
	"records":   {"12", "58", "51", "34", "63"},
	"transfers": {"51", "38", "44", "49", "55"},
	"orders":    {"56", "36", "13", "25", ""},
	"medicines": {"8", "3", "0", "62", ""},
	"decision":  {"11", "58", "33", "72", "43"},
	"remote":    {"17", "58", "8", "0", "90"},
	"asset":     {"35", "45", "25", "63", ""},
}

var order = []string{"records", "transfers", "orders", "medicines", "decision", "remote", "asset"}

var bodies = []struct {
	code, name string
	pace       float64
}{
	{"RTE", "Gloucestershire Hospitals NHS Foundation Trust", 0.07}, {"R1J", "Gloucestershire Care Services NHS Trust", 0.05},
	{"RTQ", "2gether NHS Foundation Trust", 0.08}, {"RYF", "South Western Ambulance Service NHS Foundation Trust", 0.04},
	{"gcc", "Gloucestershire County Council", 0.03},
}

const footprint, footprintName = "gloucestershire-ldr", "Gloucestershire Local Digital Roadmap"

// aims are the 25 aims: the printed baseline of late 2016 is real, what follows from January 2017 on is invented.
var aims = []struct {
	id                   string
	start, ceiling, pace float64
	blank                string
}{
	{"1a", 32, 92, 0.08, ""}, {"1b", 11, 60, 0.06, ""}, {"2a", 6, 55, 0.09, ""}, {"2b", 5, 50, 0.08, ""}, {"3a", 2, 20, 0.06, ""}, {"3b", 3, 35, 0.07, ""},
	{"4a", 70, 100, 0.09, ""}, {"4b", 51, 90, 0.08, ""}, {"4c", 50, 88, 0.09, ""}, {"4d", 70, 96, 0.08, ""}, {"5a", 79, 96, 0.06, ""}, {"5b", 26, 85, 0.07, ""},
	{"5c", 25, 80, 0.08, ""}, {"6a", 10, 55, 0.06, ""}, {"7a", 0, 60, 0.1, ""}, {"7b", 0, 45, 0.08, ""}, {"7c", 0, 40, 0.08, ""}, {"8a", 0, 0, 0, "-"}, {"8b", 0, 0, 0, "-"},
	{"9a", 58, 95, 0.09, ""}, {"9b", 49, 90, 0.08, ""}, {"9c", 13, 50, 0.07, ""}, {"9d", 83, 97, 0.1, ""}, {"10a", 8, 40, 0.06, ""}, {"10b", 10, 45, 0.05, ""},
}

func paths() []path {
	var out []path
	for i, b := range bodies {
		for j, capability := range order {
			one := path{organisation: b.code, name: b.name, measure: "paper-free." + capability, ceiling: 92, pace: b.pace, noise: 1.2}
			score := scores[capability][i]
			if score == "" {
				one.blank = "not applicable"
			} else {
				one.start, _ = strconv.ParseFloat(score, 64)
				one.pace += 0.01 * float64(j%3)
			}
			if one.start > 85 {
				one.ceiling = 97
			}
			out = append(out, one)
		}
	}
	for _, d := range []path{
		{organisation: "RTE", start: 68, ceiling: 97, pace: 0.08, noise: 1.1, denominator: 21400},
		{organisation: "R1J", start: 81, ceiling: 99, pace: 0.14, noise: 0.8, denominator: 2600},
		{organisation: "RTQ", start: 55, ceiling: 80, pace: 0.06, noise: 1.6, denominator: 910},
	} {
		d.measure = "discharge.within-24-hours"
		for _, b := range bodies {
			if b.code == d.organisation {
				d.name = b.name
			}
		}
		out = append(out, d)
	}
	practices := "General practices in Gloucestershire"
	out = append(out,
		path{organisation: "glos-gp", name: practices, measure: "eps.utilisation", from: 3, start: 57, ceiling: 97, pace: 0.09, noise: 0.7, denominator: 2_650_000},
		path{organisation: "glos-gp", name: practices, measure: "eps.erd-utilisation", start: 8, ceiling: 35, pace: 0.06, noise: 0.4, denominator: 2_650_000},
		path{organisation: "glos-gp", name: practices, measure: "patient-online.enabled", start: 15, ceiling: 45, pace: 0.07, noise: 0.3, denominator: 634_000},
		path{organisation: "11M", name: "NHS Gloucestershire CCG", measure: "ers.utilisation", from: 3, start: 70, ceiling: 112, pace: 0.25, noise: 1.0, denominator: 31_500},
	)
	for _, a := range aims {
		out = append(out, path{organisation: footprint, name: footprintName, measure: "uc." + a.id, start: a.start, ceiling: a.ceiling, pace: a.pace, noise: 0.8, blank: a.blank, from: 3})
	}
	return out
}
