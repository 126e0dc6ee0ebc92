package exchange

import (
	"strings"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// Task is an initiative, a part of one or a deployment, as project offices list them.
type Task struct {
	ID        string // of the item; "" in a file of somebody else that has none
	Key       string // by which the file's own links call it
	Kind      maturity.ItemKind
	Of        string // id of the initiative it is a part of; "" for an initiative
	Level     int    // in the outline, from 1
	Title     string
	Start     *maturity.LooseDate
	Finish    *maturity.LooseDate // the only date of a milestone, gate or go-live
	Days      int                 // how long it takes; 0: not known
	Progress  *int
	Status    string // of an initiative, phase or deployment; the state of a milestone or gate
	Owners    []string
	OwnerRole string
	Needs     []Need
	Milestone bool
	Note      string
	Place     string // where the file has it
}

// Kinds of tasks beside those that are items of their own.
const (
	TaskPhase      maturity.ItemKind = "phase"
	TaskGate       maturity.ItemKind = "gate"
	TaskWave       maturity.ItemKind = "wave"
	TaskMilestone  maturity.ItemKind = "milestone"
	taskWorkstream                   = maturity.ItemWorkstream
)

// Need is a prerequisite of a task.
type Need struct {
	ID    string
	Lag   int  // days
	Loose bool // the file ties two starts or two ends: no order of ours
}

// Holds says which fields of tasks a file has: the others stay as they are.
type Holds struct {
	Title, Dates, Days, Progress, Status, Owners, OwnerRole, Needs, Note bool
}

// everything is what the task list and Project files hold.
var everything = Holds{Title: true, Dates: true, Days: true, Progress: true, Status: true, Owners: true, OwnerRole: true, Needs: true, Note: true}

// TaskFile is what a file of tasks holds.
type TaskFile struct {
	Title    string // of the project
	Tasks    []Task
	Holds    Holds
	Faults   Faults
	Warnings []string
}

// Tasks lists initiatives with their parts below them, and their deployments.
func Tasks(r *maturity.Roadmap) []Task {
	deployments := map[string][]maturity.Deployment{}
	for _, d := range r.Deployments {
		deployments[d.Initiative] = append(deployments[d.Initiative], d)
	}
	known := taskIDs(r)
	var out []Task
	for i := range r.Initiatives {
		v := &r.Initiatives[i]
		needs := needsOf(v, known)
		add := func(t Task) {
			if t.Of != "" {
				t.Level, t.Needs = 2, needs[t.ID]
			} else {
				t.Level, t.Needs = 1, needs[""]
			}
			out = append(out, t)
		}
		add(Task{ID: v.ID, Kind: maturity.ItemInitiative, Title: v.Title, Start: v.Start, Finish: v.End, Days: v.Days, Progress: v.Progress, Status: string(v.Status),
			Owners: v.Organisations, OwnerRole: v.OwnerRole, Note: v.Note})
		for _, p := range v.Phases {
			add(Task{ID: p.ID, Kind: TaskPhase, Of: v.ID, Title: p.Title, Start: p.Start, Finish: p.End, Days: p.Days, Status: string(p.Status), Note: p.Note})
		}
		for _, g := range v.Gates {
			add(Task{ID: g.ID, Kind: TaskGate, Of: v.ID, Title: g.Stage, Finish: g.Date, Status: string(g.State), Milestone: true, Note: g.Note})
		}
		for _, w := range v.Waves {
			add(Task{ID: w.ID, Kind: TaskWave, Of: v.ID, Title: w.Title, Start: w.Start, Finish: w.End, Owners: w.Organisations, Note: w.Note})
		}
		for _, m := range v.Milestones {
			add(Task{ID: m.ID, Kind: TaskMilestone, Of: v.ID, Title: m.Title, Finish: m.Date, Status: string(m.State), Owners: m.Organisations, Milestone: true, Note: m.Note})
		}
		for _, d := range deployments[v.ID] {
			add(Task{ID: d.ID, Kind: maturity.ItemDeployment, Of: v.ID, Title: deploymentTitle(d, v.Title), Finish: d.GoLive, Status: string(d.Status),
				Owners: []string{d.Organisation}, Milestone: true, Note: d.Note})
		}
	}
	return out
}

func deploymentTitle(d maturity.Deployment, initiative string) string {
	if d.Title != "" {
		return d.Title
	}
	return initiative + ": go-live at " + d.Organisation
}

// taskIDs are the ids of everything that Tasks lists.
func taskIDs(r *maturity.Roadmap) map[string]bool {
	out := map[string]bool{}
	for i := range r.Initiatives {
		v := &r.Initiatives[i]
		out[v.ID] = true
		for _, p := range v.Phases {
			out[p.ID] = true
		}
		for _, p := range v.Gates {
			out[p.ID] = true
		}
		for _, p := range v.Waves {
			out[p.ID] = true
		}
		for _, p := range v.Milestones {
			out[p.ID] = true
		}
	}
	for _, d := range r.Deployments {
		out[d.ID] = true
	}
	return out
}

// needsOf lists the prerequisites of an initiative and its parts that are tasks themselves.
func needsOf(v *maturity.Initiative, known map[string]bool) map[string][]Need {
	out := map[string][]Need{}
	for _, l := range v.Links {
		if l.Kind == maturity.LinkPrerequisite && known[l.To] {
			out[l.From] = append(out[l.From], Need{ID: l.To, Lag: l.Lag})
		}
	}
	return out
}

// first and last are the days between which a task lies, 0 where there is none: of a single date, its own bounds.
func (t Task) first() period.Day {
	switch {
	case t.Start != nil && t.Start.Earliest != 0:
		return t.Start.Earliest
	case t.Start == nil && t.Milestone && t.Finish != nil:
		return t.Finish.Earliest
	}
	return 0
}

func (t Task) last() period.Day {
	if t.Finish != nil {
		return t.Finish.Latest
	}
	return 0
}

// dayDate is a date of which only the day is known.
func dayDate(day period.Day) *maturity.LooseDate {
	return &maturity.LooseDate{AsGiven: day.String(), Precision: maturity.PrecisionDay, Earliest: day, Latest: day}
}

// taskDate puts a date together from what a file says of it. Where the day was changed and the words beside it were
// not, the day is believed. bound is the day that the file shows: the first of a start, the last of a finish.
func taskDate(day period.Day, asGiven, precision string, earliest, latest period.Day, finish bool) (*maturity.LooseDate, string) {
	d := &maturity.LooseDate{AsGiven: asGiven, Precision: maturity.Precision(precision), Earliest: earliest, Latest: latest}
	bound := earliest
	if finish {
		bound = latest
	}
	if precision == "" || bound != day {
		switch {
		case day != 0:
			return dayDate(day), ""
		case asGiven != "":
			return &maturity.LooseDate{AsGiven: asGiven, Precision: maturity.PrecisionNone}, ""
		}
		return nil, ""
	}
	return d, d.Fault()
}

// A list of owners stands in one cell: "GHFT; GCS".
var ownerEscape = strings.NewReplacer(`\`, `\\`, ";", `\;`, "\n", `\n`)

func joinOwners(owners []string) string {
	out := make([]string, len(owners))
	for i, o := range owners {
		out[i] = ownerEscape.Replace(o)
	}
	return strings.Join(out, "; ")
}

func splitOwners(text string) []string {
	var out []string
	var b strings.Builder
	done := func() {
		if name := strings.TrimSpace(b.String()); name != "" {
			out = append(out, name)
		}
		b.Reset()
	}
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\\' && i+1 < len(text) && strings.IndexByte(`\;n`, text[i+1]) >= 0:
			i++
			if text[i] == 'n' {
				b.WriteByte('\n')
				continue
			}
			b.WriteByte(text[i])
		case c == ';' || c == '\n':
			done()
		default:
			b.WriteByte(c)
		}
	}
	done()
	return out
}
