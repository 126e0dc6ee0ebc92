package demo

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// liveOn says that a deployment is in use since a day.
func liveOn(year int, month time.Month, day int) func(*maturity.Deployment) {
	return func(d *maturity.Deployment) {
		d.Live, d.Status = on(year, month, day), maturity.InitiativeComplete
	}
}

// moved gives deployments another date of going live, all whose id is the one given or begins with it and a hyphen. What
// is live stays.
func moved(id string, date *maturity.LooseDate) func(*maturity.Roadmap) error {
	return func(r *maturity.Roadmap) error {
		found := false
		for i := range r.Deployments {
			if d := &r.Deployments[i]; d.ID == id || strings.HasPrefix(d.ID, id+"-") {
				found = true
				if d.Live == nil {
					d.GoLive = date
				}
			}
		}
		if !found {
			return fmt.Errorf("the roadmap %s holds no deployment %q", r.ID, id)
		}
		return nil
	}
}

// spent adds what was spent of a funding line in a year.
func spent(id, year string, amount float64) func(*maturity.Roadmap) error {
	return func(r *maturity.Roadmap) error {
		p, err := period.FromCode(year)
		if err != nil {
			return err
		}
		for i := range r.Funding {
			if r.Funding[i].ID == id {
				r.Funding[i].Spend = append(r.Funding[i].Spend, maturity.Spend{Period: p, Amount: amount})
				return nil
			}
		}
		return fmt.Errorf("the roadmap %s holds no funding %q", r.ID, id)
	}
}

// Roles that report in the demonstration.
const acuteLead, communityLead, mentalLead, ambulanceLead, careLead, juyiLead = "Chief information officer, acute trust", "Head of IT, community trust", "Head of IT, mental health trust", "Head of IT, ambulance trust", "Primary care IT lead", "Programme manager, shared record"

// reported is what owners reported of 2018.
var reported = []struct {
	month      time.Month
	initiative string
	state      maturity.PlanState
	role, note string
}{
	{time.May, "trakcare", maturity.PlanOnTrack, acuteLead, ""},
	{time.May, "e-correspondence", maturity.PlanOnTrack, acuteLead, "Letters are tested in two specialties."},
	{time.May, "juyi-p1", maturity.PlanAtRisk, juyiLead, "The contract is signed; the first feeds came late."},
	{time.May, "systmone", maturity.PlanOnTrack, communityLead, ""},
	{time.May, "rio", maturity.PlanAtRisk, mentalLead, ""},
	{time.May, "practice-wifi", maturity.PlanLate, careLead, "Wave 2 waits for the network."},
	{time.October, "trakcare", maturity.PlanAtRisk, acuteLead, "Prescribing needs more training time than planned."},
	{time.October, "e-correspondence", maturity.PlanLate, acuteLead, "The supplier delivers three months later; December holds."},
	{time.October, "juyi-p1", maturity.PlanAtRisk, juyiLead, "Go-live in November depends on the last sharing agreement."},
	{time.October, "systmone", maturity.PlanOnTrack, communityLead, ""},
	{time.October, "rio", maturity.PlanLate, mentalLead, "Electronic prescribing waits for the supplier until September 2019."},
	{time.October, "swast-ecs", maturity.PlanDone, ambulanceLead, ""},
	{time.October, "practice-wifi", maturity.PlanLate, careLead, "29 of about 35 practices of wave 2."},
	{time.October, "patient-online", maturity.PlanOnTrack, careLead, ""},
}

// reports adds those of a month.
func reports(month time.Month) func(*maturity.Roadmap) error {
	return func(r *maturity.Roadmap) error {
		for _, one := range reported {
			if one.month == month {
				report(r, one.initiative, 2018, month, one.state, one.role, one.note)
			}
		}
		return nil
	}
}

// gapClosed closes the first open gap, where the roadmap has one whose title holds the words; the demonstration's own gap
// is added closed where there is none.
func gapClosed(words string) func(*maturity.Roadmap) error {
	return func(r *maturity.Roadmap) error {
		at := slices.IndexFunc(r.Gaps, func(g maturity.RoadmapGap) bool { return strings.Contains(g.Title, words) })
		if at < 0 {
			r.Gaps = append(r.Gaps, maturity.RoadmapGap{ID: "gap-demo", Domain: "Readiness and governance", Title: "No " + words + " (illustrative)", Initiatives: []string{"juyi"}, State: maturity.GapClosed, Note: inventedRange})
			return nil
		}
		r.Gaps[at].State = maturity.GapClosed
		return nil
	}
}
