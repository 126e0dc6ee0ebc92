package exchange

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"waymark/internal/maturity"
)

// Apply lays tasks over a roadmap and gives the result: what the file holds of an item with the same id is taken over,
// tasks that the roadmap does not have are added, and everything else stays, items that the file leaves out too. The
// warnings say what was read in a way that somebody should know of.
func Apply(old maturity.Roadmap, f TaskFile) (maturity.Roadmap, []string) {
	a := &applier{holds: f.Holds, renamed: map[string]string{}}
	a.r = copied(old)
	a.known = taskIDs(&a.r)
	a.others = map[string]bool{}
	for _, reg := range a.r.Registers {
		for _, e := range reg.Entries {
			a.others[e.ID] = true
		}
	}
	tasks := slices.Clone(f.Tasks)
	a.sort(tasks)
	seen := map[string]bool{}
	for i := range tasks {
		a.task(&tasks[i])
		seen[tasks[i].ID] = true
	}
	for _, t := range tasks {
		a.links(t)
	}
	var missing int
	for id := range taskIDs(&old) {
		if !seen[id] {
			missing++
		}
	}
	if missing > 0 {
		a.warn("%d items of the roadmap are not in the file; they stay as they are.", missing)
	}
	return a.r, a.warnings
}

// copied is a roadmap that shares nothing with the first.
func copied(r maturity.Roadmap) maturity.Roadmap {
	var out maturity.Roadmap
	text, err := json.Marshal(r)
	if err == nil {
		err = json.Unmarshal(text, &out)
	}
	if err != nil {
		panic("exchange: a roadmap cannot be copied: " + err.Error())
	}
	return out
}

type applier struct {
	r        maturity.Roadmap
	holds    Holds
	known    map[string]bool   // ids of tasks
	others   map[string]bool   // ids that are taken otherwise
	renamed  map[string]string // id in the file -> id in the roadmap
	warnings []string
}

func (a *applier) warn(format string, args ...any) {
	if len(a.warnings) < maxFaults {
		a.warnings = append(a.warnings, fmt.Sprintf(format, args...))
	}
}

// sort decides of what kind tasks are that do not say: in an outline of three levels and more the first are
// workstreams, otherwise initiatives; below an initiative, dated points are milestones and the others phases.
func (a *applier) sort(tasks []Task) {
	deepest := 0
	for _, t := range tasks {
		if t.Kind == "" {
			deepest = max(deepest, t.Level)
		}
	}
	top := 1
	if deepest >= 3 {
		top = 2
	}
	initiative := ""
	taken := map[string]bool{}
	for i := range tasks {
		t := &tasks[i]
		own := t.Kind != "" || a.known[t.ID]
		if !own {
			switch {
			case t.Level < top:
				t.Kind = taskWorkstream
			case t.Level == top || initiative == "":
				t.Kind = maturity.ItemInitiative
			case t.Milestone:
				t.Kind = TaskMilestone
			default:
				t.Kind = TaskPhase
			}
		}
		t.ID = a.id(*t, own, taken)
		taken[t.ID] = true
		if _, twice := a.renamed[t.Key]; twice && t.Key != "" {
			a.warn("%s: the id %s is there twice; links mean the first.", t.Place, shown(t.Key))
		} else {
			a.renamed[t.Key] = t.ID
		}
		switch {
		case t.Kind == maturity.ItemInitiative || t.Kind == "" && a.initiative(t.ID) != nil:
			initiative = t.ID
		case t.Kind == taskWorkstream:
			initiative = ""
		case t.Of == "":
			t.Of = initiative
		}
	}
}

var slugForm = regexp.MustCompile(`^[a-z0-9]+([._-][a-z0-9]+)*$`)
var notSlug = regexp.MustCompile(`[^a-z0-9]+`)

// id is the id of the task in the roadmap: its own where it has one, otherwise what its title makes, so that the same
// file finds the same items again. The number of a line in somebody else's list is no id.
func (a *applier) id(t Task, own bool, taken map[string]bool) string {
	id := t.ID
	if _, number := strconv.Atoi(id); !slugForm.MatchString(id) || len(id) > 100 || number == nil && !own {
		id = strings.Trim(notSlug.ReplaceAllString(strings.ToLower(t.Title), "-"), "-")
		if len(id) > 60 {
			id = strings.Trim(id[:60], "-")
		}
	}
	if id == "" {
		id = "task"
	}
	for n, base := 2, id; taken[id] || a.others[id]; n++ {
		id = base + "-" + strconv.Itoa(n)
	}
	return id
}

func (a *applier) initiative(id string) *maturity.Initiative {
	for i := range a.r.Initiatives {
		if a.r.Initiatives[i].ID == id {
			return &a.r.Initiatives[i]
		}
	}
	return nil
}

// task takes one task over, or adds it.
func (a *applier) task(t *Task) {
	if a.known[t.ID] {
		a.update(t)
		return
	}
	if t.Title == "" {
		t.Title = t.ID
	}
	switch t.Kind {
	case taskWorkstream:
		if !slices.ContainsFunc(a.r.Workstreams, func(w maturity.Workstream) bool { return w.ID == t.ID }) {
			a.r.Workstreams = append(a.r.Workstreams, maturity.Workstream{ID: t.ID, Title: t.Title, Note: t.Note})
		}
		return
	case maturity.ItemInitiative:
		v := maturity.Initiative{ID: t.ID, Title: t.Title}
		if n := len(a.r.Workstreams); n > 0 && t.Level == 2 {
			v.Workstream = a.r.Workstreams[n-1].ID
		}
		a.r.Initiatives = append(a.r.Initiatives, v)
	default:
		of := a.initiative(t.Of)
		if of == nil {
			a.warn("%s: “%s” belongs to no initiative and was left out.", t.Place, shown(t.Title))
			return
		}
		switch t.Kind {
		case TaskPhase:
			of.Phases = append(of.Phases, maturity.Phase{ID: t.ID, Title: t.Title})
		case TaskGate:
			of.Gates = append(of.Gates, maturity.StageGate{ID: t.ID, Stage: t.Title})
		case TaskWave:
			of.Waves = append(of.Waves, maturity.Wave{ID: t.ID, Title: t.Title})
		case maturity.ItemDeployment:
			d := maturity.Deployment{ID: t.ID, Initiative: t.Of, Title: t.Title}
			if len(t.Owners) > 0 {
				d.Organisation = t.Owners[0]
			}
			a.r.Deployments = append(a.r.Deployments, d)
		default:
			of.Milestones = append(of.Milestones, maturity.Milestone{ID: t.ID, Title: t.Title})
		}
	}
	a.known[t.ID] = true
	a.update(t)
}

// update takes over what the file holds.
func (a *applier) update(t *Task) {
	for i := range a.r.Initiatives {
		v := &a.r.Initiatives[i]
		if v.ID == t.ID {
			a.title(&v.Title, t)
			a.date(&v.Start, t.Start)
			a.date(&v.End, t.Finish)
			a.days(&v.Days, t)
			if a.holds.Progress && (t.Progress != nil && *t.Progress != 0 || v.Progress != nil) {
				v.Progress = t.Progress
			}
			if s := asStatus(t.Status); a.holds.Status && s != v.Status {
				v.Status, v.StatusBasis, v.StatusWords = s, maturity.BySource, ""
				if s == "" {
					v.StatusBasis = ""
				}
			}
			a.owners(&v.Organisations, t)
			if a.holds.OwnerRole {
				v.OwnerRole = t.OwnerRole
			}
			a.note(&v.Note, t)
			return
		}
		if a.part(v, t) {
			return
		}
	}
	for i := range a.r.Deployments {
		d := &a.r.Deployments[i]
		if d.ID != t.ID {
			continue
		}
		if of := a.initiative(d.Initiative); a.holds.Title && (of == nil || t.Title != deploymentTitle(*d, of.Title)) && t.Title != "" {
			d.Title = t.Title
		}
		a.date(&d.GoLive, t.Finish)
		a.status(&d.Status, t)
		if a.holds.Owners && len(t.Owners) > 0 {
			d.Organisation = t.Owners[0]
		}
		a.note(&d.Note, t)
	}
}

// part takes a task over that is a part of an initiative.
func (a *applier) part(v *maturity.Initiative, t *Task) bool {
	for i := range v.Phases {
		if p := &v.Phases[i]; p.ID == t.ID {
			a.days(&p.Days, t)
			a.status(&p.Status, t)
			return a.dated(t, &p.Title, &p.Start, &p.End, &p.Note)
		}
	}
	for i := range v.Gates {
		if g := &v.Gates[i]; g.ID == t.ID {
			a.state(&g.State, nil, t)
			return a.dated(t, &g.Stage, nil, &g.Date, &g.Note)
		}
	}
	for i := range v.Waves {
		if w := &v.Waves[i]; w.ID == t.ID {
			a.owners(&w.Organisations, t)
			return a.dated(t, &w.Title, &w.Start, &w.End, &w.Note)
		}
	}
	for i := range v.Milestones {
		if m := &v.Milestones[i]; m.ID == t.ID {
			a.state(&m.State, &m.StateWords, t)
			a.owners(&m.Organisations, t)
			return a.dated(t, &m.Title, nil, &m.Date, &m.Note)
		}
	}
	return false
}

// dated takes over what every part has; start is nil where it has one date only. It reports true: the part was found.
func (a *applier) dated(t *Task, title *string, start, end **maturity.LooseDate, note *string) bool {
	a.title(title, t)
	if start != nil {
		a.date(start, t.Start)
	}
	a.date(end, t.Finish)
	a.note(note, t)
	return true
}

func (a *applier) title(to *string, t *Task) {
	if a.holds.Title && t.Title != "" {
		*to = t.Title
	}
}

func (a *applier) note(to *string, t *Task) {
	if a.holds.Note {
		*to = t.Note
	}
}

func (a *applier) owners(to *[]string, t *Task) {
	if a.holds.Owners {
		*to = slices.Clone(t.Owners)
	}
}

// days takes a duration over; beside two dates it says nothing of its own.
func (a *applier) days(to *int, t *Task) {
	if a.holds.Days && (t.Start == nil || t.Finish == nil) {
		*to = t.Days
	}
}

func (a *applier) status(to *maturity.InitiativeStatus, t *Task) {
	if a.holds.Status {
		*to = asStatus(t.Status)
	}
}

func (a *applier) state(to *maturity.MilestoneState, words *string, t *Task) {
	if s := asState(t.Status); a.holds.Status && s != *to {
		*to = s
		if words != nil {
			*words = ""
		}
	}
}

// date takes a date over, and leaves one that says the same with its note.
func (a *applier) date(to **maturity.LooseDate, d *maturity.LooseDate) {
	if !a.holds.Dates {
		return
	}
	if old := *to; old != nil && d != nil && old.Earliest == d.Earliest && old.Latest == d.Latest &&
		(old.Precision == d.Precision && old.AsGiven == d.AsGiven || d.Precision == maturity.PrecisionDay && d.AsGiven == d.Earliest.String()) {
		return
	}
	if d != nil {
		d = &maturity.LooseDate{AsGiven: d.AsGiven, Precision: d.Precision, Earliest: d.Earliest, Latest: d.Latest}
	}
	*to = d
}
