package demo

import (
	"fmt"
	"strings"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// inventedRange is what the demonstration says of the source of its ranges.
const inventedRange = "Invented for the demonstration"

// goesLive makes a deployment that moves one measure by a straight ramp.
func goesLive(id, initiative, organisation, title string, date *maturity.LooseDate, status maturity.InitiativeStatus, measure string, delay, months int, gain, low, high float64) maturity.Deployment {
	return maturity.Deployment{ID: id, Initiative: initiative, Organisation: organisation, Title: title, GoLive: date, Status: status, StatusBasis: maturity.BySource, Illustrative: true,
		Effects: []maturity.Effect{{Measure: measure, Delay: delay, Months: months, Gain: gain, Low: low, High: high, Basis: inventedRange, Illustrative: true}}}
}

// agreed are the go-lives with what they are to move.
func agreed(r *maturity.Roadmap) error {
	const active, committed, aspirational = maturity.InitiativeActive, maturity.InitiativeCommitted, maturity.InitiativeAspirational
	const records, medicines, transfers, remote, letters = "paper-free.records", "paper-free.medicines", "paper-free.transfers", "paper-free.remote", "discharge.within-24-hours"
	r.Deployments = append(r.Deployments,
		goesLive("d-notes-rte", "trakcare", "RTE", "Clinical notes in all specialties", inMonth(2018, time.March), active, records, 0, 9, 12, 5, 19),
		goesLive("d-medicines-rte", "trakcare", "RTE", "Electronic prescribing on wards", inMonth(2018, time.March), committed, medicines, 1, 9, 25, 12, 38),
		goesLive("d-systmone-r1j", "systmone", "R1J", "Electronic prescribing", inMonth(2017, time.March), active, medicines, 0, 12, 14, 6, 22),
		goesLive("d-medicines-rtq", "rio", "RTQ", "Electronic prescribing", inMonth(2018, time.March), committed, medicines, 1, 9, 22, 10, 34),
		goesLive("d-ecs-ryf", "swast-ecs", "RYF", "Electronic care record on mobile devices", inMonth(2017, time.March), active, records, 0, 12, 9, 3, 15),
		goesLive("d-correspondence-r1j", "e-correspondence", "R1J", "Discharge letters by the system", inMonth(2017, time.July), active, letters, 1, 6, 4, 1, 7),
		goesLive("d-correspondence-rte", "e-correspondence", "RTE", "Discharge letters by the system", inMonth(2018, time.September), committed, letters, 1, 6, 9, 3, 15),
		goesLive("d-correspondence-rtq", "e-correspondence", "RTQ", "Discharge letters by the system", inMonth(2020, time.March), committed, letters, 1, 9, 14, 6, 22),
		goesLive("d-online-gp", "patient-online", "glos-gp", "Support for practices to register patients", inMonth(2017, time.April), active, "patient-online.enabled", 0, 12, 5, 1, 9),
		goesLive("d-portal-rte", "patient-portal", "RTE", "Access for patients", inMonth(2020, time.March), aspirational, remote, 0, 12, 15, 0, 30),
	)
	for _, o := range []string{"RTE", "R1J", "RTQ", "RYF", "gcc"} {
		d := goesLive("d-juyi-"+strings.ToLower(o), "juyi-p1", o, "Shared record, phase 1", inMonth(2017, time.February), committed, transfers, 1, 12, 7, 2, 12)
		d.Conditions = []string{"contract signature"}
		r.Deployments = append(r.Deployments, d)
	}
	letter, err := piece(r, "e-correspondence")
	if err != nil {
		return err
	}
	letter.Milestones = append(letter.Milestones, maturity.Milestone{ID: "e-correspondence-m1", Title: "Discharge letters leave the acute hospital by the system", Organisations: []string{"RTE"},
		Date: inMonth(2018, time.September), State: maturity.MilestonePlanned, Illustrative: true})
	letter.Measures = append(letter.Measures, letters)
	for id, measure := range map[string]string{"trakcare": medicines, "rio": medicines, "systmone": medicines, "juyi-p1": transfers, "patient-online": "patient-online.enabled", "eps-r2": "eps.utilisation", "ers": "ers.utilisation", "patient-portal": remote} {
		i, err := piece(r, id)
		if err != nil {
			return err
		}
		i.Measures = append(i.Measures, measure)
	}
	return nil
}

// judged are invented answers to the footprint's questions, with effort and impact.
func judged(r *maturity.Roadmap) error {
	if len(r.Criteria) == 0 {
		return fmt.Errorf("the roadmap %s holds no criteria", r.ID)
	}
	set := r.Criteria[0]
	for _, j := range []struct {
		initiative     string
		effort, impact float64
		answers        []float64 // by question
		evidence       string
	}{
		{"juyi", 5, 5, []float64{3, 3, 3, 3}, "Workshop of the clinical design group"},
		{"juyi-p1", 4, 5, []float64{3, 3, 3, 2}, "Outline business case"},
		{"trakcare", 5, 4, []float64{2, 2, 1, 3}, ""},
		{"e-correspondence", 2, 5, []float64{3, 2, 2, 3}, "Audit of discharge letters"},
		{"rio", 3, 3, []float64{1, 2, 1, 3}, ""},
		{"systmone", 3, 3, []float64{2, 1, 1, 3}, ""},
		{"eps-r2", 2, 4, []float64{3, 1, 1, 2}, "Survey of practices"},
		{"ers", 2, 3, []float64{3, 2, 2, 2}, ""},
		{"patient-online", 1, 3, []float64{3, 3, 1, 1}, "Survey of practices"},
		{"practice-wifi", 2, 2, []float64{1, 1, 2, 1}, ""},
		{"coin", 4, 3, []float64{1, 2, 3, 2}, ""},
		{"patient-portal", 5, 4, []float64{2, 3, 3, 1}, ""},
	} {
		i, err := piece(r, j.initiative)
		if err != nil {
			return err
		}
		i.Effort, i.Impact, i.Illustrative = number(j.effort), number(j.impact), true
		for n, score := range j.answers {
			if n >= len(set.Items) {
				break
			}
			s := maturity.PriorityScore{Set: set.ID, Criterion: set.Items[n].ID, Initiative: j.initiative, Score: score, Illustrative: true}
			if n == 0 && j.evidence != "" {
				s.Evidence = []maturity.Evidence{{Kind: "workshop or survey", Words: j.evidence}}
			}
			r.Scores = append(r.Scores, s)
		}
	}
	return nil
}

// funded is invented money.
func funded(r *maturity.Roadmap) error {
	year := func(code string) period.Period { p, _ := period.FromCode(code); return p }
	line := func(id, title, initiative, organisation, source string, kind maturity.MoneyType, basis maturity.AmountBasis, amount *float64, when string) {
		r.Funding = append(r.Funding, maturity.RoadmapFunding{ID: id, Title: title, Initiatives: []string{initiative}, Organisation: organisation, Source: source, Type: kind, Basis: basis, Amount: amount, Period: year(when), Illustrative: true})
	}
	line("f-trakcare", "Electronic patient record", "trakcare", "RTE", "Capital programme of the trust", maturity.MoneyCapital, maturity.AmountStated, number(1_500_000.0), "FY2016")
	line("f-trakcare-2", "Electronic patient record, second year", "trakcare", "RTE", "Capital programme of the trust", maturity.MoneyCapital, maturity.AmountStated, number(1_900_000.0), "FY2017")
	line("f-trakcare-3", "Electronic patient record, third year", "trakcare", "RTE", "Capital programme of the trust", maturity.MoneyCapital, maturity.AmountIndicative, number(1_200_000.0), "FY2018")
	line("f-juyi", "Shared record", "juyi", "11M", "CCG", maturity.MoneyRevenue, maturity.AmountStated, number(400_000.0), "FY2016")
	line("f-juyi-2", "Shared record, second year", "juyi", "11M", "CCG", maturity.MoneyRevenue, maturity.AmountStated, number(450_000.0), "FY2017")
	line("f-juyi-3", "Shared record, third year", "juyi", "11M", "CCG", maturity.MoneyRevenue, maturity.AmountIndicative, number(450_000.0), "FY2018")
	line("f-wifi", "WiFi in practices", "practice-wifi", "11M", "Estates and Technology Transformation Fund", maturity.MoneyCapital, maturity.AmountStated, number(320_000.0), "FY2016")
	line("f-portal", "Portal for service users", "patient-portal", "11M", "Not yet found", "", maturity.AmountNotStated, nil, "FY2019")
	for i := range r.Funding {
		if r.Funding[i].ID == "f-wifi" {
			r.Funding[i].Path = []maturity.FundingStep{{Body: "Primary care IM&T group", Does: "advises", State: maturity.MilestoneDone}, {Body: "Countywide IM&T steering group", Does: "recommends", State: maturity.MilestoneDone},
				{Body: "CCG governing body", Does: "decides", State: maturity.MilestoneDone}}
		}
	}
	return nil
}

// gated are invented decisions that let an initiative go on, and what became of a trial.
func gated(r *maturity.Roadmap) error {
	i, err := piece(r, "juyi-p1")
	if err != nil {
		return err
	}
	i.Illustrative = true
	i.Gates = append(i.Gates,
		maturity.StageGate{ID: "juyi-p1-g1", Stage: "business case", Body: "CCG governing body", Date: inMonth(2016, time.September), State: maturity.MilestoneDone, Note: inventedRange},
		maturity.StageGate{ID: "juyi-p1-g2", Stage: "contract", Body: "Countywide IM&T Steering Group", Date: inMonth(2017, time.January), State: maturity.MilestonePlanned, Conditions: []string{"information sharing agreements"}, Note: inventedRange},
	)
	if i, err = piece(r, "cpis-pilot"); err == nil {
		i.Pilot, i.Illustrative = &maturity.Pilot{Result: "Two wards use it every day (illustrative)", Decision: "to spread it", Date: inMonth(2017, time.January)}, true
	}
	return err
}

// inWaves is an invented roll-out over practices.
func inWaves(r *maturity.Roadmap) error {
	i, err := piece(r, "practice-wifi")
	if err != nil {
		return err
	}
	i.Waves = append(i.Waves,
		maturity.Wave{ID: "w-wifi-1", Title: "Wave 1", Sites: number(20), Start: inMonth(2017, time.April), End: inMonth(2017, time.September), Illustrative: true,
			Reports: []maturity.WaveReport{{Day: *on(2017, time.July, 31), Sites: 9}, {Day: *on(2017, time.October, 31), Sites: 20}}},
		maturity.Wave{ID: "w-wifi-2", Title: "Wave 2", Sites: number(35), Approximate: true, Start: inMonth(2017, time.October), End: inMonth(2018, time.June), Illustrative: true,
			Reports: []maturity.WaveReport{{Day: *on(2018, time.March, 30), Sites: 17}, {Day: *on(2018, time.September, 28), Sites: 29}}},
		maturity.Wave{ID: "w-wifi-3", Title: "Wave 3: all others", Remainder: true, Start: inMonth(2018, time.July), Illustrative: true},
	)
	return nil
}
