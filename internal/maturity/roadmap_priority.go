package maturity

import (
	"slices"

	"waymark/internal/period"
)

// CriteriaSet is the questions by which a footprint puts its initiatives in order.
type CriteriaSet struct {
	ID     string
	Title  string
	Low    float64 // the lowest and the highest score; both 0 are 0 and 3
	High   float64
	Funds  []string // ids of lines of money whose initiatives are judged as applications for it; empty: all initiatives are judged
	Items  []Criterion
	Inputs []string // what the answers rest on: workshops, surveys
	Also   []string // what is looked at beside them
	Place  string
	Note   string
}

// Judges lists the initiatives that the set puts in order: those of its lines of money, or all, in the order of the plan.
func (s CriteriaSet) Judges(r *Roadmap) (out []string) {
	applied := map[string]bool{}
	for _, f := range r.Funding {
		if slices.Contains(s.Funds, f.ID) {
			for _, id := range f.Initiatives {
				applied[id] = true
			}
		}
	}
	for _, i := range r.Initiatives {
		if len(s.Funds) == 0 || applied[i.ID] {
			out = append(out, i.ID)
		}
	}
	return out
}

// Criterion is one question.
type Criterion struct {
	ID       string
	Title    string
	Question string
	Weight   *float64 // nil: the source gives none; all weigh the same then
}

// PriorityScore is the answer to a question for an initiative.
type PriorityScore struct {
	Set          string
	Criterion    string
	Initiative   string
	Score        float64
	Note         string
	Evidence     []Evidence
	Illustrative bool
}

// Key names the score among all of a roadmap.
func (s PriorityScore) Key() string { return s.Set + "/" + s.Criterion + "/" + s.Initiative }

// Evidence is what an answer rests on.
type Evidence struct {
	Kind  string // survey, workshop, inspection, incident, ...
	Words string
	Date  *LooseDate
}

// PeriodPriorities are the priorities a roadmap names for a time.
type PeriodPriorities struct {
	ID          string
	Title       string // "2016/17", "next two years, citizen-facing"
	Items       []string
	Initiatives []string
	Place       string
	Note        string
}

// PlanUpdate is what an owner reported of an initiative for a month.
type PlanUpdate struct {
	Initiative   string
	Month        period.Period
	State        PlanState
	Progress     *int // 0 to 100; nil: not told
	Note         string
	OwnerRole    string
	Illustrative bool
}

// Key names the update among all of a roadmap.
func (u PlanUpdate) Key() string { return u.Initiative + "/" + u.Month.Code() }
