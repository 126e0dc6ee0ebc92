package roadmap

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"waymark/internal/maturity"
)

// eachTold visits the items of a roadmap with what they say, in its order.
func eachTold(r *maturity.Roadmap, visit func(told)) {
	titles := titlesOf(r)
	if r.ID != "" { // before a roadmap is made there is none, not even its head
		visit(told{what: "roadmap", id: r.ID, title: r.Title, fields: []statement{
			says("edition", r.Edition), says("document", r.Document), says("note", r.Note), says("note on dates", r.DateNote), says("note on statuses", r.StatusNote),
			saysList("stages", r.Stages), saysList("priority bands", r.Bands)}})
	}
	for _, w := range r.Workstreams {
		visit(told{what: "workstream", id: w.ID, title: w.Title, fields: []statement{says("kind", w.Kind), says("description", w.Words), says("note", w.Note)}})
	}
	newest := map[string]maturity.PlanUpdate{}
	for _, u := range r.Updates {
		if old, there := newest[u.Initiative]; !there || u.Month.Start > old.Month.Start {
			newest[u.Initiative] = u
		}
	}
	for i := range r.Initiatives {
		in := &r.Initiatives[i]
		t := tellInitiative(in, titles)
		if u, there := newest[in.ID]; there {
			words := u.State.Words() + " (" + u.Month.Label() + ")"
			if u.Progress != nil {
				words += ", " + strconv.Itoa(*u.Progress) + "%"
			}
			t.fields = append(t.fields, statement{name: "last report", kind: DifferenceState, words: words})
		} else {
			t.fields = append(t.fields, statement{name: "last report", kind: DifferenceState})
		}
		visit(t)
		eachPart(in, visit)
	}
	for i := range r.Deployments {
		visit(tellDeployment(&r.Deployments[i], titles))
	}
	eachRegistered(r, titles, visit)
}

func titlesOf(r *maturity.Roadmap) map[string]string {
	titles := map[string]string{}
	eachItem(r, func(id string, f found) {
		if _, taken := titles[id]; !taken && id != "" {
			titles[id] = f.title
		}
	})
	for _, w := range r.Workstreams {
		titles["workstream "+w.ID] = w.Title
	}
	return titles
}

func says(name, words string) statement {
	return statement{name: name, kind: DifferenceOther, words: words}
}
func saysList(name string, words []string) statement {
	return statement{name: name, kind: DifferenceOther, list: words}
}
func saysDate(name string, d *maturity.LooseDate) statement {
	return statement{name: name, kind: DifferenceDate, date: d, dated: true}
}

func statusField(s maturity.InitiativeStatus, basis maturity.Basis) statement {
	words := s.Words()
	if basis == maturity.ByReading {
		words += " (inferred)"
	}
	return statement{name: "status", kind: DifferenceStatus, words: words}
}

func tellInitiative(in *maturity.Initiative, titles map[string]string) told {
	links := make([]string, 0, len(in.Links))
	for _, l := range in.Links {
		words := l.Kind.Words() + " " + cmp.Or(titles[l.To], l.To)
		if l.From != "" {
			words = cmp.Or(titles[l.From], l.From) + " " + words
		}
		if l.Lag != 0 {
			words += fmt.Sprintf(", %d days after", l.Lag)
		}
		links = append(links, words)
	}
	slices.Sort(links)
	var drivers []string
	for _, d := range in.Drivers {
		drivers = append(drivers, joinWords(d.Kind, d.Words, optionalDate(d.Date)))
	}
	fields := []statement{
		saysDate("start", in.Start), saysDate("end", in.End), statusField(in.Status, in.StatusBasis),
		{name: "stage", kind: DifferenceStage, words: in.Stage}, {name: "priority band", kind: DifferenceBand, words: in.Band},
		{name: "progress", kind: DifferenceProgress, words: percent(in.Progress)}, {name: "dependencies", kind: DifferenceLinks, list: links},
		says("workstream", cmp.Or(titles["workstream "+in.Workstream], in.Workstream)), says("description", in.Words), saysList("other names", in.Aliases), says("programme", in.Programme),
		saysList("organisations", in.Organisations), says("owner", in.OwnerRole), says("whole system", yesNo(in.WholeSystem)), says("illustrative", yesNo(in.Illustrative)), says("effort", number(in.Effort)), says("impact", number(in.Impact)),
		says("days it takes", days(in.Days)), saysList("capabilities", in.Capabilities), saysList("tags", in.Tags), saysList("measures", in.Measures), saysList("frames", in.Frames),
		saysList("drivers", drivers), saysList("why", in.Why), saysList("steps", in.Steps), says("confidence", in.Confidence), says("status in the source", in.StatusWords), says("place in the source", in.Place), says("note", in.Note),
	}
	if in.Pilot != nil {
		fields = append(fields, says("pilot", joinWords(in.Pilot.Result, in.Pilot.Decision, optionalDate(in.Pilot.Date))))
	} else {
		fields = append(fields, says("pilot", ""))
	}
	return told{what: "initiative", id: in.ID, title: in.Title, initiative: in.ID, fields: fields}
}

// eachPart visits the phases, gates, waves and milestones of an initiative.
func eachPart(in *maturity.Initiative, visit func(told)) {
	for _, f := range in.Phases {
		visit(told{what: "phase", id: f.ID, title: f.Title, initiative: in.ID, fields: []statement{saysDate("start", f.Start), saysDate("end", f.End), statusField(f.Status, ""),
			says("scope", f.Scope), says("users", f.Users), says("days it takes", days(f.Days)), saysList("conditions", f.Conditions), says("note", f.Note)}})
	}
	for _, g := range in.Gates {
		visit(told{what: "stage gate", id: g.ID, title: g.Stage, initiative: in.ID, fields: []statement{saysDate("date", g.Date), stateField(g.State, ""), says("body", g.Body), saysList("conditions", g.Conditions), says("note", g.Note)}})
	}
	for _, w := range in.Waves {
		var reports []string
		for _, r := range w.Reports {
			reports = append(reports, fmt.Sprintf("%d live on %s", r.Sites, r.Day.Long()))
		}
		sites := ""
		if w.Sites != nil {
			sites = strconv.Itoa(*w.Sites)
		}
		visit(told{what: "wave", id: w.ID, title: w.Title, initiative: in.ID, fields: []statement{saysDate("start", w.Start), saysDate("end", w.End), says("sites", sites), says("about", yesNo(w.Approximate)), says("all that remain", yesNo(w.Remainder)),
			saysList("organisations", w.Organisations), {name: "live sites", kind: DifferenceProgress, list: reports}, says("note", w.Note)}})
	}
	for _, m := range in.Milestones {
		reached := ""
		if m.Done != nil {
			reached = m.Done.Long()
		}
		within := ""
		if m.WithinMonths > 0 {
			within = fmt.Sprintf("within %d months of the start of %s", m.WithinMonths, m.From)
		}
		visit(told{what: "milestone", id: m.ID, title: m.Title, initiative: in.ID, fields: []statement{saysDate("date", m.Date), stateField(m.State, m.StateWords), {name: "reached on", kind: DifferenceState, words: reached},
			saysList("organisations", m.Organisations), saysList("conditions", m.Conditions), says("counted to", days(m.CountTo)), says("counted from", within), says("note", m.Note)}})
	}
}

func stateField(s maturity.MilestoneState, words string) statement {
	f := statement{name: "state", kind: DifferenceState, words: s.Words(), done: s == maturity.MilestoneDone}
	if words != "" && !strings.EqualFold(words, f.words) {
		f.words += " (" + words + ")"
	}
	return f
}

func tellDeployment(d *maturity.Deployment, titles map[string]string) told {
	live := ""
	if d.Live != nil {
		live = d.Live.Long()
	}
	effects := make([]string, 0, len(d.Effects))
	for _, e := range d.Effects {
		words := fmt.Sprintf("%s %+g after %d and %d months", e.Measure, e.Gain, e.Delay, e.Months)
		if e.Known() {
			words += fmt.Sprintf(" (%g to %g)", e.Low, e.High)
		}
		effects = append(effects, words)
	}
	return told{what: "deployment", id: d.ID, title: cmp.Or(d.Title, titles[d.Initiative]) + " at " + d.Organisation, initiative: d.Initiative, fields: []statement{saysDate("go-live", d.GoLive), statusField(d.Status, d.StatusBasis),
		{name: "in use since", kind: DifferenceState, words: live, done: live != ""}, saysList("capabilities", d.Capabilities), says("wave", cmp.Or(titles[d.Wave], d.Wave)), saysList("effects", effects), saysList("conditions", d.Conditions), says("note", d.Note)}}
}

func optionalDate(d *maturity.LooseDate) string {
	if d == nil {
		return ""
	}
	return d.Words()
}

func joinWords(words ...string) string {
	return strings.Join(slices.DeleteFunc(words, func(w string) bool { return w == "" }), ", ")
}

func percent(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n) + "%"
}

func number(n *float64) string {
	if n == nil {
		return ""
	}
	return strconv.FormatFloat(*n, 'f', -1, 64)
}

func days(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
