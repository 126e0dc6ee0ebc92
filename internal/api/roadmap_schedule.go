package api

import (
	"context"

	"waymark/internal/schedule"
)

// RoadmapMilestone is a dated result of an initiative.
type RoadmapMilestone struct {
	ID            string     `json:"id"`
	Initiative    string     `json:"initiative" doc:"Id"`
	Title         string     `json:"title"`
	Organisations []string   `json:"organisations" nullable:"false" doc:"Codes of its owners, as far as they are known here"`
	Date          *LooseDate `json:"date" doc:"null: no date"`
	State         string     `json:"state" enum:",planned,started,done,dropped"`
	Reached       string     `json:"reached" doc:"Day; empty: not told"`
	Late          bool       `json:"late" doc:"Its last day is past and it is not reached"`
	DaysLate      int        `json:"days_late"`
	Words         string     `json:"words" doc:"How it stands: 3 months late, due in 2 months"`
	Targets       []string   `json:"targets" nullable:"false" doc:"Ids of the targets that stand behind it: of the measures of its initiative, due on its day or later"`
	Page          string     `json:"page" doc:"Address of the initiative's page"`
}

// RoadmapItemDates is an item of a roadmap with what follows from dates and prerequisites.
type RoadmapItemDates struct {
	ID            string                 `json:"id" doc:"Empty where the roadmap gives none"`
	Kind          string                 `json:"kind" enum:"initiative,phase,gate,wave,milestone,deployment,entry"`
	Initiative    string                 `json:"initiative" doc:"Id; empty for an entry of a register"`
	Title         string                 `json:"title"`
	Done          bool                   `json:"done"`
	Start         string                 `json:"start" doc:"First day on which it is planned to begin"`
	End           string                 `json:"end" doc:"Last day on which it is planned to be finished"`
	EarliestStart string                 `json:"earliest_start" doc:"Taking the first day of every date before it"`
	EarliestEnd   string                 `json:"earliest_end"`
	ExpectedStart string                 `json:"expected_start" doc:"Taking the last day of every date before it; a day before which it cannot be where something it waits for has no date"`
	ExpectedEnd   string                 `json:"expected_end"`
	Slack         *int                   `json:"slack" doc:"Days it may slip before anything dated that waits for it moves; null: not known"`
	Critical      bool                   `json:"critical" doc:"A day's slip moves the last day of the roadmap"`
	InCycle       bool                   `json:"in_cycle" doc:"It waits, through others, for itself: those links order nothing"`
	Violated      []RoadmapContradiction `json:"violated" nullable:"false" doc:"What it is planned to begin before"`
}

// RoadmapContradiction is a planned date that is before what it waits for.
type RoadmapContradiction struct {
	Needs   string `json:"needs" doc:"Id of what it waits for"`
	Must    bool   `json:"must" doc:"false: only if the dates fall badly within what they say"`
	Ready   string `json:"ready"`
	Planned string `json:"planned"`
	Days    int    `json:"days"`
}

func (a *API) roadmapMilestones(ctx context.Context, q *RoadmapRowsQuery) (*Paged[RoadmapMilestone], error) {
	plan, at, err := a.roadmapAt(ctx, q.RoadmapPath)
	if err != nil {
		return nil, err
	}
	list := plan.Milestones(a.dayOf(at))
	from, to, next, err := q.window(len(list))
	if err != nil {
		return nil, err
	}
	rows := make([]RoadmapMilestone, 0, to-from)
	for _, m := range list[from:to] {
		row := RoadmapMilestone{ID: m.ID, Initiative: m.Initiative.ID, Title: m.Title, Organisations: codesOf(m.Owners), Date: looseDate(m.Date), State: string(m.State), Late: m.Late, DaysLate: m.Days,
			Words: m.Words, Targets: []string{}, Page: "/roadmap/" + plan.ID + "/initiatives/" + m.Initiative.ID}
		if m.Done != nil {
			row.Reached = m.Done.String()
		}
		for _, t := range m.Targets {
			row.Targets = append(row.Targets, t.ID)
		}
		rows = append(rows, row)
	}
	return paged(ctx, rows, next).asAt(at), nil
}

func (a *API) roadmapSchedule(ctx context.Context, q *RoadmapRowsQuery) (*Paged[RoadmapItemDates], error) {
	plan, at, err := a.roadmapAt(ctx, q.RoadmapPath)
	if err != nil {
		return nil, err
	}
	from, to, next, err := q.window(len(plan.Network.Nodes))
	if err != nil {
		return nil, err
	}
	rows := make([]RoadmapItemDates, 0, to-from)
	for _, n := range plan.Network.Nodes[from:to] {
		rows = append(rows, datesRow(n))
	}
	return paged(ctx, rows, next).asAt(at), nil
}

func datesRow(n schedule.Node) RoadmapItemDates {
	out := RoadmapItemDates{ID: n.ID, Kind: string(n.Kind), Initiative: n.Initiative, Title: n.Title, Done: n.Done, Start: dayWords(n.Start), End: dayWords(n.End),
		EarliestStart: dayWords(n.EarliestStart), EarliestEnd: dayWords(n.EarliestEnd), ExpectedStart: dayWords(n.ExpectedStart), ExpectedEnd: dayWords(n.ExpectedEnd),
		Critical: n.Critical, InCycle: n.InCycle, Violated: []RoadmapContradiction{}}
	if n.SlackKnown {
		out.Slack = &n.Slack
	}
	for _, v := range n.Violated {
		out.Violated = append(out.Violated, RoadmapContradiction{v.Needs, v.Must, dayWords(v.Ready), dayWords(v.Planned), v.Days})
	}
	return out
}
