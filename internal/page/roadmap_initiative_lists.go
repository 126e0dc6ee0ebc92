package page

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

var milestoneRows = rowSpec[initiativeDraft, maturity.Milestone]{
	Name: "milestones", One: "milestone", Title: "Milestones", Of: func(d *initiativeDraft) *[]maturity.Milestone { return &d.Milestones },
	ID: func(m *maturity.Milestone) *string { return &m.ID }, Head: func(_ *draftContext, m *maturity.Milestone) string { return m.Title },
	Begin: func(m *maturity.Milestone) { m.State = maturity.MilestonePlanned },
	Need:  needTitle(func(m *maturity.Milestone) string { return m.Title }, "milestone"),
	Fields: []fieldSpec[maturity.Milestone]{
		textOf("title", "Title", func(m *maturity.Milestone) *string { return &m.Title }),
		dateOf("date", "Date", func(m *maturity.Milestone) **maturity.LooseDate { return &m.Date }),
		selectOf("state", "State", func(m *maturity.Milestone) *maturity.MilestoneState { return &m.State }, milestoneStateChoices),
		dayFieldOf("done", "Reached on", func(m *maturity.Milestone) **period.Day { return &m.Done }),
		textOf("state-words", "State in the words of the source", func(m *maturity.Milestone) *string { return &m.StateWords }),
		linesOf("organisations", "Organisations", func(m *maturity.Milestone) *[]string { return &m.Organisations }).hint("One a line; only where they are not those of the initiative."),
		linesOf("conditions", "Conditions", func(m *maturity.Milestone) *[]string { return &m.Conditions }).hint("What must be so before it. One a line."),
		countOf("count", "How many are to be reached", 1_000_000, func(m *maturity.Milestone) *int { return &m.CountTo }).hint("Only for a count, such as 13 systems."),
		countOf("within", "Within so many months", 1_200, func(m *maturity.Milestone) *int { return &m.WithinMonths }),
		itemOf("from", "Counted from the start of", func(m *maturity.Milestone) *string { return &m.From }),
		areaOf("note", "Note", func(m *maturity.Milestone) *string { return &m.Note }),
	},
}

var phaseRows = rowSpec[initiativeDraft, maturity.Phase]{
	Name: "phases", One: "phase", Title: "Phases", Of: func(d *initiativeDraft) *[]maturity.Phase { return &d.Phases },
	ID: func(p *maturity.Phase) *string { return &p.ID }, Head: func(_ *draftContext, p *maturity.Phase) string { return p.Title },
	Need: needTitle(func(p *maturity.Phase) string { return p.Title }, "phase"),
	Fields: []fieldSpec[maturity.Phase]{
		textOf("title", "Title", func(p *maturity.Phase) *string { return &p.Title }),
		dateOf("start", "Start", func(p *maturity.Phase) **maturity.LooseDate { return &p.Start }),
		dateOf("end", "End", func(p *maturity.Phase) **maturity.LooseDate { return &p.End }),
		countOf("days", "Days it takes", 36_500, func(p *maturity.Phase) *int { return &p.Days }),
		selectOf("status", "Status", func(p *maturity.Phase) *maturity.InitiativeStatus { return &p.Status }, statusChoices),
		areaOf("scope", "Scope", func(p *maturity.Phase) *string { return &p.Scope }),
		textOf("users", "Users", func(p *maturity.Phase) *string { return &p.Users }),
		linesOf("conditions", "Conditions", func(p *maturity.Phase) *[]string { return &p.Conditions }).hint("One a line."),
		areaOf("note", "Note", func(p *maturity.Phase) *string { return &p.Note }),
	},
}

var gateRows = rowSpec[initiativeDraft, maturity.StageGate]{
	Name: "gates", One: "stage gate", Title: "Stage gates", Of: func(d *initiativeDraft) *[]maturity.StageGate { return &d.Gates },
	ID: func(g *maturity.StageGate) *string { return &g.ID }, Head: func(_ *draftContext, g *maturity.StageGate) string { return g.Stage },
	Begin: func(g *maturity.StageGate) { g.State = maturity.MilestonePlanned },
	Need: func(_ *draftContext, g *maturity.StageGate) (string, string) {
		if g.Stage == "" {
			return "stage", "Say which stage the gate belongs to, or tick its box to remove it"
		}
		return "", ""
	},
	Fields: []fieldSpec[maturity.StageGate]{
		selectOf("stage", "Stage", func(g *maturity.StageGate) *string { return &g.Stage }, stageChoices),
		textOf("body", "Who approves", func(g *maturity.StageGate) *string { return &g.Body }),
		dateOf("date", "Date", func(g *maturity.StageGate) **maturity.LooseDate { return &g.Date }),
		selectOf("state", "State", func(g *maturity.StageGate) *maturity.MilestoneState { return &g.State }, milestoneStateChoices),
		linesOf("conditions", "Conditions", func(g *maturity.StageGate) *[]string { return &g.Conditions }).hint("One a line."),
		areaOf("note", "Note", func(g *maturity.StageGate) *string { return &g.Note }),
	},
}

var waveRows = rowSpec[initiativeDraft, maturity.Wave]{
	Name: "waves", One: "wave", Title: "Waves", Hint: "Steps of a roll-out over many sites.", Of: func(d *initiativeDraft) *[]maturity.Wave { return &d.Waves },
	ID: func(w *maturity.Wave) *string { return &w.ID }, Head: func(_ *draftContext, w *maturity.Wave) string { return w.Title },
	Need: needTitle(func(w *maturity.Wave) string { return w.Title }, "wave"),
	Fields: []fieldSpec[maturity.Wave]{
		textOf("title", "Title", func(w *maturity.Wave) *string { return &w.Title }),
		toldOf("sites", "Sites", 1_000_000, func(w *maturity.Wave) **int { return &w.Sites }).hint("Leave it empty where it is not stated."),
		checkOf("about", "The number is approximate", func(w *maturity.Wave) *bool { return &w.Approximate }),
		checkOf("rest", "All sites that no other wave has", func(w *maturity.Wave) *bool { return &w.Remainder }),
		linesOf("organisations", "Who is in it", func(w *maturity.Wave) *[]string { return &w.Organisations }).hint("One a line."),
		dateOf("start", "Start", func(w *maturity.Wave) **maturity.LooseDate { return &w.Start }),
		dateOf("end", "End", func(w *maturity.Wave) **maturity.LooseDate { return &w.End }),
		reportsField,
		areaOf("note", "Note", func(w *maturity.Wave) *string { return &w.Note }),
	},
}

var linkRows = rowSpec[initiativeDraft, maturity.RoadmapLink]{
	Name: "links", One: "link", Title: "Links", Of: func(d *initiativeDraft) *[]maturity.RoadmapLink { return &d.Links },
	Key:   func(l *maturity.RoadmapLink) string { return string(l.Kind) + " " + l.To + " " + l.From },
	Head:  func(c *draftContext, l *maturity.RoadmapLink) string { return l.Kind.Words() + " " + c.title(l.To) },
	Begin: func(l *maturity.RoadmapLink) { l.Kind = maturity.LinkPrerequisite },
	Need: func(_ *draftContext, l *maturity.RoadmapLink) (string, string) {
		if l.To == "" {
			return "to", "Say where the link leads to, or tick its box to remove it"
		}
		return "", ""
	},
	Fields: []fieldSpec[maturity.RoadmapLink]{
		selectOf("kind", "This initiative", func(l *maturity.RoadmapLink) *maturity.LinkKind { return &l.Kind }, linkChoices),
		itemOf("to", "Which item", func(l *maturity.RoadmapLink) *string { return &l.To }),
		itemOf("part", "Only this part of the initiative", func(l *maturity.RoadmapLink) *string { return &l.From }).hint("A phase, gate, wave or milestone of this initiative. Leave it empty for all of it."),
		countOf("lag", "Days that must lie between", 3_650, func(l *maturity.RoadmapLink) *int { return &l.Lag }),
		textOf("words", "In the words of the source", func(l *maturity.RoadmapLink) *string { return &l.Words }),
		textOf("place", "Place in the source", func(l *maturity.RoadmapLink) *string { return &l.Place }),
	},
}

var driverRows = rowSpec[initiativeDraft, maturity.Driver]{
	Name: "drivers", One: "driver", Title: "Drivers", Hint: "What asks for it from outside: a regulation, the end of a contract, an inspection, an incident.",
	Of:  func(d *initiativeDraft) *[]maturity.Driver { return &d.Drivers },
	Key: func(d *maturity.Driver) string { return d.Kind + " " + d.Words }, Head: func(_ *draftContext, d *maturity.Driver) string { return titled(d.Words, d.Kind) },
	Fields: []fieldSpec[maturity.Driver]{
		textOf("kind", "Kind", func(d *maturity.Driver) *string { return &d.Kind }).wide(20),
		textOf("words", "In words", func(d *maturity.Driver) *string { return &d.Words }),
		dateOf("date", "Date", func(d *maturity.Driver) **maturity.LooseDate { return &d.Date }),
	},
}

// needTitle asks for a title.
func needTitle[T any](title func(*T) string, one string) func(*draftContext, *T) (string, string) {
	return func(_ *draftContext, t *T) (string, string) {
		if title(t) == "" {
			return "title", "Give the " + one + " a title, or tick its box to remove it"
		}
		return "", ""
	}
}

// dayFieldOf takes a whole day: 2018-08-06 or 6 August 2018.
func dayFieldOf[T any](name, label string, of func(*T) **period.Day) fieldSpec[T] {
	return fieldSpec[T]{Name: name, Label: label, Kind: fieldText, Width: 20, Hint: "A day, such as 6 August 2018. Leave it empty where it is not told.", Get: func(t *T) string {
		if *of(t) == nil {
			return ""
		}
		return (*of(t)).Long()
	}, Set: func(_ *draftContext, t *T, v string) error {
		if *of(t) = nil; v == "" {
			return nil
		}
		day, ok := wholeDay(v)
		if !ok {
			return errField("%s: write a day, such as 6 August 2018", label)
		}
		*of(t) = &day
		return nil
	}}
}

func wholeDay(text string) (period.Day, bool) {
	for _, form := range []string{time.DateOnly, "2 January 2006", "2 Jan 2006", "2/1/2006"} {
		if t, err := time.Parse(form, text); err == nil {
			return period.DayOf(t), true
		}
	}
	return 0, false
}

// itemOf is the id of an item of the roadmap; its title will do where only one item has it.
func itemOf[T any](name, label string, of func(*T) *string) fieldSpec[T] {
	return fieldSpec[T]{Name: name, Label: label, Kind: fieldText, List: "items", Hint: "The id or the whole title of the item.", Get: func(t *T) string { return *of(t) },
		Set: func(c *draftContext, t *T, v string) error {
			id, ok := c.item(v)
			if v != "" && !ok {
				return errField("%s: nothing in this roadmap is called “%s”", label, v)
			}
			*of(t) = id
			return nil
		},
		Words: func(c *draftContext, t *T) string { return c.title(*of(t)) }}
}

// item finds an item by id or title.
func (c *draftContext) item(text string) (id string, ok bool) {
	for _, i := range c.Items {
		if i.ID == text {
			return i.ID, true
		}
		if strings.EqualFold(i.Title, text) {
			if ok {
				return "", false // two are called so
			}
			id, ok = i.ID, true
		}
	}
	return id, ok
}

// title is what an item is called; its id where nothing has it.
func (c *draftContext) title(id string) string {
	for _, i := range c.Items {
		if i.ID == id {
			return i.Title
		}
	}
	return id
}

// reportsField holds how many sites of a wave were live, a line a report: "2017-03-31 12 as told to the board".
var reportsField = fieldSpec[maturity.Wave]{Name: "reports", Label: "Live sites as reported", Kind: fieldArea, Hint: "One report a line: the day as year-month-day, the number of live sites, and a note if there is one.",
	Get: func(w *maturity.Wave) string {
		lines := make([]string, len(w.Reports))
		for i, r := range w.Reports {
			lines[i] = strings.TrimSpace(fmt.Sprintf("%s %d %s", r.Day, r.Sites, r.Note))
		}
		return strings.Join(lines, "\n")
	},
	Set: func(_ *draftContext, w *maturity.Wave, v string) error {
		var out []maturity.WaveReport
		for _, line := range strings.Split(v, "\n") {
			parts := strings.SplitN(strings.TrimSpace(line), " ", 3)
			if parts[0] == "" {
				continue
			}
			day, known := wholeDay(parts[0])
			sites := -1
			if len(parts) > 1 {
				if n, err := strconv.Atoi(parts[1]); err == nil {
					sites = n
				}
			}
			if !known || sites < 0 {
				return errField("Live sites as reported: “%s” has no day and number, such as 2017-03-31 12", line)
			}
			report := maturity.WaveReport{Day: day, Sites: sites}
			if len(parts) == 3 {
				report.Note = strings.TrimSpace(parts[2])
			}
			out = append(out, report)
		}
		w.Reports = out
		return nil
	}}
