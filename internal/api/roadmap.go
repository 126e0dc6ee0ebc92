package api

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"waymark/internal/httpkit"
	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/roadmap"
)

// Roadmaps reads roadmaps as known at a time (roadmap.Desk).
type Roadmaps interface {
	List(ctx context.Context, asAt time.Time) ([]*roadmap.Plan, error)
	Get(ctx context.Context, id string, asAt time.Time) (*roadmap.Plan, error)
	Changes(ctx context.Context, id string, limit int) ([]maturity.RoadmapChange, error)
}

// RoadmapListQuery chooses roadmaps.
type RoadmapListQuery struct {
	AsAt
}

// RoadmapPath names one roadmap.
type RoadmapPath struct {
	Roadmap string `path:"roadmap" maxLength:"120" doc:"Id of the roadmap" example:"gloucestershire-ldr"`
	AsAt
}

// RoadmapRowsQuery chooses rows of a roadmap.
type RoadmapRowsQuery struct {
	RoadmapPath
	Paging
	Limit int `query:"limit" minimum:"1" maximum:"5000" default:"1000"`
}

// RoadmapChangesQuery chooses changes.
type RoadmapChangesQuery struct {
	Roadmap string `path:"roadmap" maxLength:"120" doc:"Id of the roadmap" example:"gloucestershire-ldr"`
	Limit   int    `query:"limit" minimum:"1" maximum:"1000" default:"200"`
}

// Roadmap is the plan of a footprint as known at a time.
type Roadmap struct {
	ID          string           `json:"id"`
	Footprint   string           `json:"footprint" doc:"Code of the footprint it is of"`
	Title       string           `json:"title"`
	Edition     string           `json:"edition"`
	Document    string           `json:"document" doc:"Where it is from"`
	Version     int64            `json:"version" doc:"Number of the newest change it holds"`
	At          time.Time        `json:"changed_at" doc:"When that became known"`
	First       time.Time        `json:"known_since" doc:"Since when anything is known of it"`
	Initiatives int              `json:"initiatives" doc:"How many"`
	Milestones  int              `json:"milestones" doc:"How many, without those that were dropped"`
	Late        int              `json:"late" doc:"How many milestones are late on the day it is read as at"`
	Deployments int              `json:"deployments" doc:"How many"`
	Sentence    string           `json:"sentence" doc:"How its milestones stand"`
	Warnings    []RoadmapWarning `json:"warnings" nullable:"false" doc:"What is doubtful about it"`
	Page        string           `json:"page" doc:"Address of its page"`
}

// RoadmapWarning is a doubt that stops nothing.
type RoadmapWarning struct {
	Code  string `json:"code" doc:"cycle, baseline_after_go_live, unknown_organisation and so on"`
	Item  string `json:"item" doc:"Id of what it is about; empty: of the roadmap"`
	Words string `json:"words"`
}

// LooseDate is a date no finer than its source has it.
type LooseDate struct {
	Words     string `json:"words"`
	AsGiven   string `json:"as_given" doc:"As the source has it"`
	Precision string `json:"precision" doc:"day, month, financial_year, from_month, none and so on"`
	Earliest  string `json:"earliest" doc:"First day it can mean; empty: open"`
	Latest    string `json:"latest" doc:"Last day it can mean; empty: open"`
}

// Initiative is a piece of a roadmap.
type Initiative struct {
	ID            string     `json:"id"`
	Title         string     `json:"title"`
	Words         string     `json:"words" doc:"What it is"`
	Workstream    string     `json:"workstream" doc:"Id; empty for none"`
	Status        string     `json:"status" doc:"complete, active, committed, aspirational; empty: not stated"`
	StatusBasis   string     `json:"status_basis" doc:"stated or inferred; empty where there is no status"`
	Stage         string     `json:"stage"`
	Band          string     `json:"band" doc:"Priority band"`
	Owners        []string   `json:"owners" nullable:"false" doc:"Who owns it, as the source names them"`
	Organisations []string   `json:"organisations" nullable:"false" doc:"Codes of those of them that are known here"`
	OwnerRole     string     `json:"owner_role"`
	Start         *LooseDate `json:"start" doc:"null: no date"`
	End           *LooseDate `json:"end" doc:"null: no date"`
	Progress      *int       `json:"progress" doc:"0 to 100; null: not told"`
	State         string     `json:"state" enum:",on_track,at_risk,late,done,stopped" doc:"What was reported last; empty: nothing was. It says nothing about figures"`
	StateMonth    string     `json:"state_month" doc:"Code of the month it was reported for"`
	Measures      []string   `json:"measures" nullable:"false" doc:"Ids of measures it is to move"`
	Capabilities  []string   `json:"capabilities" nullable:"false"`
	Page          string     `json:"page" doc:"Address of its page"`
}

// RoadmapChange is one change of a roadmap.
type RoadmapChange struct {
	ID      int64     `json:"id"`
	At      time.Time `json:"at" doc:"Since when what it brought is known"`
	Way     string    `json:"way" doc:"file, form, move, update, undoing or scenario"`
	Reason  string    `json:"reason"`
	Undoes  int64     `json:"undoes" doc:"Number of the change it takes back; 0: none"`
	Added   int       `json:"added" doc:"Items"`
	Changed int       `json:"changed" doc:"Items"`
	Removed int       `json:"removed" doc:"Items"`
}

func (a *API) registerRoadmaps() {
	if a.Roadmaps == nil {
		return
	}
	add := func(path, id, summary, words string) operation {
		return operation{method: http.MethodGet, path: "/roadmaps" + path, id: id, tag: "Roadmaps", right: httpkit.SignedIn, table: id != "get-roadmap", summary: summary, words: words}
	}
	register(a, add("", "list-roadmaps", "List roadmaps", "Those of which anything was known at the time."), a.roadmaps)
	register(a, add("/{roadmap}", "get-roadmap", "One roadmap", "With what is doubtful about it."), a.roadmap)
	register(a, add("/{roadmap}/initiatives", "list-roadmap-initiatives", "The initiatives of a roadmap", "In the order of its source. The state is what owners reported; it says nothing about figures."), a.initiatives)
	register(a, add("/{roadmap}/milestones", "list-roadmap-milestones", "The milestones of a roadmap", "Late ones first, then those to come by date, those without a date, and those that are done or dropped."), a.roadmapMilestones)
	register(a, add("/{roadmap}/schedule", "get-roadmap-schedule", "What follows from the dates and prerequisites of a roadmap",
		"Items in the order of the roadmap with their planned days, the earliest and expected ones that follow, slack, and contradictions. A day that is not known is empty."), a.roadmapSchedule)
	register(a, add("/{roadmap}/changes", "list-roadmap-changes", "The changes of a roadmap", "The newest first, as known now."), a.roadmapChanges)
}

func (a *API) roadmaps(ctx context.Context, q *RoadmapListQuery) (*Paged[Roadmap], error) {
	at, err := a.asAt(q.AsAt)
	if err != nil {
		return nil, err
	}
	plans, err := a.Roadmaps.List(ctx, at)
	rows := make([]Roadmap, len(plans))
	for i, plan := range plans {
		rows[i] = a.roadmapRow(plan, at)
	}
	return paged(ctx, rows, "").asAt(at), err
}

// dayOf is the day in the place of the readers on which a roadmap is read; the zero time is now.
func (a *API) dayOf(at time.Time) period.Day {
	if at.IsZero() {
		at = time.Now()
	}
	return period.DayOf(at.In(a.Location))
}

func (a *API) roadmapRow(plan *roadmap.Plan, at time.Time) Roadmap {
	out := Roadmap{ID: plan.ID, Footprint: plan.Footprint.Code, Title: plan.Title, Edition: plan.Edition, Document: plan.Document, Version: plan.Version, At: plan.At.UTC(), First: plan.First.UTC(),
		Initiatives: len(plan.Initiatives), Deployments: len(plan.Deployments), Warnings: []RoadmapWarning{}, Page: "/roadmap/" + plan.ID}
	list := plan.Milestones(a.dayOf(at))
	for _, m := range list {
		if m.State != maturity.MilestoneDropped {
			out.Milestones++
		}
		if m.Late {
			out.Late++
		}
	}
	out.Sentence = roadmap.MilestoneSentence(list)
	for _, w := range plan.Warnings {
		out.Warnings = append(out.Warnings, RoadmapWarning(w))
	}
	return out
}

// roadmapAt reads the roadmap of a path with the time it is as known at.
func (a *API) roadmapAt(ctx context.Context, q RoadmapPath) (*roadmap.Plan, time.Time, error) {
	at, err := a.asAt(q.AsAt)
	if err != nil {
		return nil, at, err
	}
	plan, err := a.Roadmaps.Get(ctx, q.Roadmap, at)
	return plan, at, err
}

func (a *API) roadmap(ctx context.Context, q *RoadmapPath) (*One[Roadmap], error) {
	plan, at, err := a.roadmapAt(ctx, *q)
	if err != nil {
		return nil, err
	}
	return &One[Roadmap]{Body: a.roadmapRow(plan, at)}, nil
}

// window is the part of n rows that a page has, and the cursor of the page after: how many rows stand before it.
func (q RoadmapRowsQuery) window(n int) (from, to int, next string, err error) {
	if q.Cursor != "" {
		if from, err = strconv.Atoi(q.Cursor); err != nil || from < 0 {
			return 0, 0, "", maturity.Errorf(maturity.Invalid, "The cursor cannot be read. Send the next_cursor of the page before, unchanged.")
		}
	}
	from = min(from, n)
	if to = min(from+q.Limit, n); to < n {
		next = strconv.Itoa(to)
	}
	return from, to, next, nil
}

func (a *API) initiatives(ctx context.Context, q *RoadmapRowsQuery) (*Paged[Initiative], error) {
	plan, at, err := a.roadmapAt(ctx, q.RoadmapPath)
	if err != nil {
		return nil, err
	}
	from, to, next, err := q.window(len(plan.Initiatives))
	if err != nil {
		return nil, err
	}
	rows := make([]Initiative, 0, to-from)
	for i := from; i < to; i++ {
		rows = append(rows, initiativeRow(plan, &plan.Initiatives[i]))
	}
	return paged(ctx, rows, next).asAt(at), nil
}

func initiativeRow(plan *roadmap.Plan, i *maturity.Initiative) Initiative {
	out := Initiative{ID: i.ID, Title: i.Title, Words: i.Words, Workstream: i.Workstream, Status: string(i.Status), StatusBasis: string(i.StatusBasis), Stage: i.Stage, Band: i.Band,
		Owners: append([]string{}, i.Organisations...), Organisations: codesOf(plan.Owners(i)), OwnerRole: i.OwnerRole, Start: looseDate(i.Start), End: looseDate(i.End), Progress: i.Progress,
		Measures: append([]string{}, plan.MeasuresOf(i)...), Capabilities: append([]string{}, i.Capabilities...), Page: "/roadmap/" + plan.ID + "/initiatives/" + i.ID}
	if state, update := plan.State(i.ID); update != nil {
		out.State, out.StateMonth = string(state), update.Month.Code()
	}
	return out
}

func codesOf(list []maturity.Organisation) []string {
	out := make([]string, len(list))
	for i, o := range list {
		out[i] = o.Code
	}
	return out
}

func looseDate(d *maturity.LooseDate) *LooseDate {
	if d == nil {
		return nil
	}
	return &LooseDate{Words: d.Words(), AsGiven: d.AsGiven, Precision: string(d.Precision), Earliest: dayWords(d.Earliest), Latest: dayWords(d.Latest)}
}

// dayWords is a day, empty for none.
func dayWords(d period.Day) string {
	if d == 0 {
		return ""
	}
	return d.String()
}

func (a *API) roadmapChanges(ctx context.Context, q *RoadmapChangesQuery) (*Paged[RoadmapChange], error) {
	if _, err := a.Roadmaps.Get(ctx, q.Roadmap, time.Time{}); err != nil {
		return nil, err
	}
	list, err := a.Roadmaps.Changes(ctx, q.Roadmap, q.Limit)
	rows := make([]RoadmapChange, len(list))
	for i, c := range list {
		rows[i] = RoadmapChange{ID: c.ID, At: c.At.UTC(), Way: string(c.Way), Reason: c.Reason, Undoes: c.Undoes, Added: c.Added, Changed: c.Changed, Removed: c.Removed}
	}
	return paged(ctx, rows, ""), err
}
