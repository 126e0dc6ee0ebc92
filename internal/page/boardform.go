package page

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"waymark/internal/maturity"
)

// mostParts is how many panels or selectors a form is read for; a board has fewer.
const mostParts = 100

// panelKinds are the kinds a panel can be added as, with what each shows.
var panelKinds = []struct {
	Kind  maturity.PanelKind
	Words string
}{
	{maturity.PanelHeadline, "Headline: the verdict in a sentence"}, {maturity.PanelTrajectory, "Trajectory: observed, plan and projection"},
	{maturity.PanelOrganisations, "Organisations: where not, the worst first"}, {maturity.PanelChanges, "Changes since the last meeting"},
	{maturity.PanelDecisions, "Decisions wanted"}, {maturity.PanelFalling, "Red and falling"}, {maturity.PanelTargets, "Targets with their status"},
	{maturity.PanelControl, "Control chart"}, {maturity.PanelAssurance, "Assurance: variation by assurance"}, {maturity.PanelRanked, "Ranked bars of one measure"},
	{maturity.PanelDots, "Dot plot beside peers"}, {maturity.PanelThenNow, "Then and now"}, {maturity.PanelMultiples, "Small multiples"},
	{maturity.PanelMatrix, "Matrix: sections by organisations"}, {maturity.PanelTable, "Table: measures by organisations"},
	{maturity.PanelMilestones, "Milestones of the roadmap"}, {maturity.PanelNarrative, "Narrative: words of your own"},
}

// boardOfForm reads a board out of the fields of its form; nothing in it is checked yet.
func boardOfForm(form url.Values) maturity.Board {
	b := maturity.Board{ID: field(form, "id"), Title: field(form, "title"), Audience: field(form, "audience"), Note: field(form, "note"), For: idsIn(form, "for")}
	for i := range min(mostParts, numberIn(form, "selectors")) {
		at := fmt.Sprintf("s%d-", i)
		b.Selectors = append(b.Selectors, maturity.Selector{ID: field(form, at+"id"), Title: field(form, at+"title"), Of: maturity.SelectorOf(field(form, at+"of")),
			Options: idsIn(form, at+"options"), Default: field(form, at+"default")})
	}
	for i := range min(mostParts, numberIn(form, "panels")) {
		at := fmt.Sprintf("p%d-", i)
		b.Panels = append(b.Panels, maturity.Panel{ID: field(form, at+"id"), Kind: maturity.PanelKind(field(form, at+"kind")), Title: field(form, at+"title"),
			Measures: idsIn(form, at+"measures"), Target: field(form, at+"target"), Framework: field(form, at+"framework"), Tags: idsIn(form, at+"tags"),
			Kinds: idsIn(form, at+"kinds"), Limit: numberIn(form, at+"limit"), Text: field(form, at+"text"), Note: field(form, at+"note"),
			When: maturity.PanelCondition{Subject: idsIn(form, at+"when-subject"), Members: numberIn(form, at+"when-members"), Measures: idsIn(form, at+"when-measures"),
				Late: form.Get(at+"when-late") != "", Data: form.Get(at+"when-data") != ""}})
	}
	return b
}

func field(form url.Values, name string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, newlines(form.Get(name))))
}

// idsIn reads a list: ids with commas, spaces or lines between them.
func idsIn(form url.Values, name string) []string {
	return strings.FieldsFunc(field(form, name), func(r rune) bool { return strings.ContainsRune(",; \t\n", r) })
}

// numberIn is 0 for what is no whole number above nought.
func numberIn(form url.Values, name string) int {
	n, err := strconv.Atoi(field(form, name))
	if err != nil || n < 0 || n > 1_000_000 {
		return 0
	}
	return n
}

// changed does what a button of the form asks for: up, down or remove with the number of a panel, or add with a kind.
func changed(b maturity.Board, do, kind string) maturity.Board {
	what, where, _ := strings.Cut(do, " ")
	i, err := strconv.Atoi(where)
	known := err == nil && i >= 0 && i < len(b.Panels)
	b.Panels = slices.Clone(b.Panels)
	switch {
	case what == "up" && known && i > 0:
		b.Panels[i-1], b.Panels[i] = b.Panels[i], b.Panels[i-1]
	case what == "down" && known && i+1 < len(b.Panels):
		b.Panels[i+1], b.Panels[i] = b.Panels[i], b.Panels[i+1]
	case what == "remove" && known:
		b.Panels = slices.Delete(b.Panels, i, i+1)
	case what == "add" && len(b.Panels) < mostParts:
		b.Panels = append(b.Panels, newPanel(b, maturity.PanelKind(kind)))
	}
	return b
}

// newPanel is a panel of a kind with an id of its own and a title, to be filled in.
func newPanel(b maturity.Board, kind maturity.PanelKind) maturity.Panel {
	p := maturity.Panel{ID: string(kind), Kind: kind, Title: upperFirst(strings.ReplaceAll(string(kind), "-", " "))}
	for n := 2; slices.ContainsFunc(b.Panels, func(other maturity.Panel) bool { return other.ID == p.ID }); n++ {
		p.ID = fmt.Sprintf("%s-%d", kind, n)
	}
	return p
}

// panelFields is one panel as the form shows it.
type panelFields struct {
	maturity.Panel
	Number      int // from 1
	At          string
	First, Last bool
	Faults      []string
	Uses        map[string]bool // which fields a panel of the kind has a use for, or holds
}

// uses says which fields a kind of panel reads.
var uses = map[maturity.PanelKind]string{
	maturity.PanelHeadline: "measures target framework tags", maturity.PanelTrajectory: "measures target", maturity.PanelTargets: "measures target framework tags",
	maturity.PanelOrganisations: "measures target kinds limit", maturity.PanelMatrix: "framework tags kinds", maturity.PanelRanked: "measures kinds limit",
	maturity.PanelTable: "measures framework tags kinds limit", maturity.PanelNarrative: "text", maturity.PanelControl: "measures target",
	maturity.PanelAssurance: "measures framework tags kinds", maturity.PanelDots: "measures framework tags", maturity.PanelThenNow: "measures framework tags kinds limit",
	maturity.PanelMultiples: "measures target kinds limit", maturity.PanelChanges: "limit", maturity.PanelFalling: "measures target framework tags kinds limit",
	maturity.PanelDecisions: "limit", maturity.PanelMilestones: "limit",
}

func fieldsOfPanels(b maturity.Board) []panelFields {
	out := make([]panelFields, len(b.Panels))
	for i, p := range b.Panels {
		f := panelFields{Panel: p, Number: i + 1, At: fmt.Sprintf("p%d-", i), First: i == 0, Last: i == len(b.Panels)-1, Uses: map[string]bool{}}
		for _, name := range strings.Fields(uses[p.Kind]) {
			f.Uses[name] = true
		}
		for name, held := range map[string]bool{"measures": len(p.Measures) > 0, "target": p.Target != "", "framework": p.Framework != "", "tags": len(p.Tags) > 0,
			"kinds": len(p.Kinds) > 0, "limit": p.Limit > 0, "text": p.Text != ""} {
			f.Uses[name] = f.Uses[name] || held
		}
		out[i] = f
	}
	return out
}

// panelOfLine is the panel whose lines hold a line of a board as it is written; 0 for what stands before them.
func panelOfLine(text string, line int) (number int) {
	for i, l := range strings.Split(text, "\n") {
		if i >= line {
			break
		}
		switch {
		case strings.HasPrefix(l, "selectors:"), strings.HasPrefix(l, "note:"):
			number = 0
		case strings.HasPrefix(l, "panels:"):
			number = -1
		case strings.HasPrefix(l, "  - ") && number != 0:
			number = max(number, 0) + 1
		}
	}
	return max(number, 0)
}
