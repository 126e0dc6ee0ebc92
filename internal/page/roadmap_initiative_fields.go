package page

import (
	"cmp"
	"slices"

	"waymark/internal/maturity"
)

// initiativeGroup is one section of the form of an initiative.
type initiativeGroup struct {
	ID, Title, Hint string
	Fields          []fieldSpec[initiativeDraft]
	Rows            []rowsOf[initiativeDraft]
}

// initiativeGroups is the form of an initiative: everything that it holds, in the order of the page.
func initiativeGroups() []initiativeGroup {
	type d = initiativeDraft
	return []initiativeGroup{
		{"what", "What it is", "", []fieldSpec[d]{
			textOf("title", "Title", func(i *d) *string { return &i.Title }),
			areaOf("words", "Description", func(i *d) *string { return &i.Words }),
			linesOf("aliases", "Other names", func(i *d) *[]string { return &i.Aliases }).hint("One a line. Entries of a list of the source that this initiative stands for belong here."),
			selectOf("workstream", "Workstream", func(i *d) *string { return &i.Workstream }, workstreamChoices),
			textOf("programme", "Programme", func(i *d) *string { return &i.Programme }).hint("In the words of the source, such as change or IT.").wide(20),
			linesOf("capabilities", "Capabilities", func(i *d) *[]string { return &i.Capabilities }).hint("One a line: framework/section, as the page of the framework gives them."),
			linesOf("tags", "Other links of the source", func(i *d) *[]string { return &i.Tags }).hint("One a line."),
			linesOf("frames", "Groups it belongs to", func(i *d) *[]string { return &i.Frames }).hint("One a line: frame/item."),
		}, nil},
		{"who", "Who it belongs to", "", []fieldSpec[d]{
			linesOf("organisations", "Organisations", func(i *d) *[]string { return &i.Organisations }).hint("One a line: the code, or the name as the source writes it."),
			textOf("owner", "Role of the owner", func(i *d) *string { return &i.OwnerRole }).hint("A role such as “Director of digital”, never a name."),
			checkOf("whole", "The whole system, not single organisations", func(i *d) *bool { return &i.WholeSystem }),
		}, nil},
		{"how-far", "How firm and how far", "", []fieldSpec[d]{
			selectOf("status", "Status", func(i *d) *maturity.InitiativeStatus { return &i.Status }, statusChoices),
			selectOf("status-basis", "The status is", func(i *d) *maturity.Basis { return &i.StatusBasis }, basisChoices),
			textOf("status-words", "Status in the words of the source", func(i *d) *string { return &i.StatusWords }),
			selectOf("stage", "Stage", func(i *d) *string { return &i.Stage }, stageChoices),
			selectOf("stage-basis", "The stage is", func(i *d) *maturity.Basis { return &i.StageBasis }, basisChoices),
			selectOf("band", "Priority band", func(i *d) *string { return &i.Band }, bandChoices),
			judgedOf("effort", "Effort, from 1 (little) to 5 (very much)", func(i *d) **float64 { return &i.Effort }),
			judgedOf("impact", "Impact, from 1 (little) to 5 (very much)", func(i *d) **float64 { return &i.Impact }),
			toldOf("progress", "Progress in per cent", 100, func(i *d) **int { return &i.Progress }),
		}, nil},
		{"when", "When", "Dates are kept no finer than they are written: " + maturity.LowerFirst(dateForms) + " What is left empty stays undated.", []fieldSpec[d]{
			dateOf("start", "Start", func(i *d) **maturity.LooseDate { return &i.Start }),
			dateOf("end", "End", func(i *d) **maturity.LooseDate { return &i.End }),
			countOf("days", "How many days it takes, where that is known without dates", 36_500, func(i *d) *int { return &i.Days }),
			linesOf("steps", "Steps without a date", func(i *d) *[]string { return &i.Steps }).hint("One a line."),
		}, []rowsOf[d]{milestoneRows, phaseRows, gateRows, waveRows}},
		{"links", "What it hangs together with", "", nil, []rowsOf[d]{linkRows}},
		{"numbers", "What it is to move", "", []fieldSpec[d]{
			linesOf("measures", "Measures", func(i *d) *[]string { return &i.Measures }).hint("One a line: the id, as the page of the measure gives it."),
		}, []rowsOf[d]{deploymentRows}},
		{"why", "Why it is wanted", "", []fieldSpec[d]{
			linesOf("why", "Reasons for its priority", func(i *d) *[]string { return &i.Why }).hint("One a line."),
		}, []rowsOf[d]{driverRows}},
		{"pilot", "Pilot", "What became of a trial, where there was one.", []fieldSpec[d]{
			areaOf("pilot-result", "Result", func(i *d) *string { return &pilotOf(i).Result }),
			textOf("pilot-decision", "Decision", func(i *d) *string { return &pilotOf(i).Decision }),
			dateOf("pilot-date", "Date", func(i *d) **maturity.LooseDate { return &pilotOf(i).Date }),
			textOf("pilot-place", "Place in the source", func(i *d) *string { return &pilotOf(i).Place }),
		}, nil},
		{"source", "Where it is from", "", []fieldSpec[d]{
			textOf("place", "Place in the source", func(i *d) *string { return &i.Place }),
			textOf("confidence", "How sure its workstream is", func(i *d) *string { return &i.Confidence }),
			areaOf("note", "Note", func(i *d) *string { return &i.Note }),
		}, nil},
	}
}

// pilotOf gives a draft a pilot of its own to read and write; withoutEmptyPilot takes it away where nothing is in it.
func pilotOf(i *initiativeDraft) *maturity.Pilot {
	if i.Pilot == nil {
		i.Pilot = &maturity.Pilot{}
	}
	return i.Pilot
}

func withoutEmptyPilot(i *initiativeDraft) {
	if i.Pilot != nil && *i.Pilot == (maturity.Pilot{}) {
		i.Pilot = nil
	}
}

func workstreamChoices(c *draftContext) []choice {
	out := []choice{{Words: "None"}}
	for _, w := range c.Roadmap.Workstreams {
		out = append(out, choice{ID: w.ID, Words: w.Title})
	}
	return out
}

func statusChoices(*draftContext) (out []choice) {
	for _, s := range maturity.InitiativeStatuses() {
		out = append(out, choice{ID: string(s), Words: s.Words()})
	}
	slices.Reverse(out)
	return out
}

func basisChoices(*draftContext) []choice {
	return choices("", "", "Not stated", string(maturity.BySource), "Stated by the source", string(maturity.ByReading), "Inferred from its wording")
}

func milestoneStateChoices(*draftContext) (out []choice) {
	for _, s := range []maturity.MilestoneState{maturity.MilestonePlanned, maturity.MilestoneStarted, maturity.MilestoneDone, maturity.MilestoneDropped} {
		out = append(out, choice{ID: string(s), Words: s.Words()})
	}
	return out
}

func linkChoices(*draftContext) []choice {
	return choices("", string(maturity.LinkPrerequisite), "Needs: the other must be finished first", string(maturity.LinkConsider), "To be considered with: no order follows",
		string(maturity.LinkPartOf), "Part of the other")
}

func stageChoices(c *draftContext) []choice {
	return wordChoices(c.Roadmap.Stages, func(yield func(string)) {
		for _, i := range c.Roadmap.Initiatives {
			yield(i.Stage)
			for _, g := range i.Gates {
				yield(g.Stage)
			}
		}
	})
}

func bandChoices(c *draftContext) []choice {
	return wordChoices(c.Roadmap.Bands, func(yield func(string)) {
		for _, i := range c.Roadmap.Initiatives {
			yield(i.Band)
		}
	})
}

// wordChoices are the words a roadmap declares, then those that it uses besides.
func wordChoices(declared []string, used func(func(string))) []choice {
	out := []choice{{Words: "Not stated"}}
	add := func(word string) {
		if word != "" && !slices.ContainsFunc(out, func(o choice) bool { return o.ID == word }) {
			out = append(out, choice{ID: word, Words: upperFirst(word)})
		}
	}
	for _, word := range declared {
		add(word)
	}
	used(add)
	return out
}

// titled is the first of some words that is not empty.
func titled(words ...string) string { return cmp.Or(append(words, "without a title")...) }
