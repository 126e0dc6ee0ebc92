package meeting

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"waymark/internal/board"
	"waymark/internal/chart"
	"waymark/internal/maturity"
	"waymark/internal/pack"
	"waymark/internal/period"
)

// Material is everything a paper is put together from.
type Material struct {
	Pack       maturity.Pack
	Content    Content
	View       board.View // of the board with a panel for each exception
	Changes    board.Changes
	Candidates []Candidate
	Members    []maturity.Organisation // whose names stand in pictures
	Catalogue  *maturity.Catalogue
	Location   *time.Location
}

// Assemble puts the paper together: verdict, decisions, summary, exceptions one a page, appendix. It is pure, and draws
// nothing: the same material gives the same document.
func Assemble(m Material) (pack.Document, error) {
	p := &paper{Material: m, names: map[string]int{}, measures: map[string]bool{}, words: map[string]maturity.PackNarrative{}}
	for _, n := range m.Content.Narratives {
		p.words[n.Place] = n
	}
	return p.document()
}

type paper struct {
	Material
	names    map[string]int
	measures map[string]bool
	order    []string // measures in the order in which they first appear
	words    map[string]maturity.PackNarrative
	lead     string // id of the panel whose picture is on the first page
}

func (p *paper) document() (pack.Document, error) {
	meeting := p.Content.Meeting
	d := pack.Document{Title: meeting.Body + ", " + meeting.Day.Long(), Subject: p.View.Subject.Name, Body: meeting.Body, Day: meeting.Day.Long(), Edition: p.Pack.Edition,
		Agenda: meeting.Agenda, Address: p.Content.Address, Warnings: p.warnings(), Facts: p.facts()}
	for _, panel := range p.View.Panels {
		if v := panel.Verdict; v != nil {
			d.Verdict, d.Figures, d.Freshness = v.Sentence, v.Figures, v.Freshness
			break
		}
	}
	if p.Content.Basis != "" { // counts what is owed, which the figures alone do not know
		d.Freshness = p.Content.Basis
	}
	if d.Verdict == "" {
		d.Verdict = p.View.Board.Title + ": " + p.View.Subject.Name
	}
	for _, part := range []func() ([]pack.Section, error){p.answer, p.changes, p.decisions, p.summary, p.exceptions, p.appendix} {
		sections, err := part()
		if err != nil {
			return d, err
		}
		d.Sections = append(d.Sections, sections...)
	}
	d.Measures = p.definitions()
	return d, nil
}

func (p *paper) warnings() (out []string) {
	if p.View.Illustrative {
		out = append(out, "Some of the figures in this paper were invented for the demonstration. No organisation reported them.")
	}
	return append(out, p.View.Caveats...)
}

func (p *paper) facts() []pack.Fact {
	out := []pack.Fact{{Name: "Newest figures", Words: orElse(p.View.Period, "none yet")},
		{Name: pack.AsKnownOn, Words: p.Pack.AsAt.In(p.Location).Format("2 January 2006, 15:04")},
		{Name: "Boundaries as on", Words: p.boundaries().Long()},
		{Name: "Board", Words: p.Content.Board.Title},
		{Name: "Definitions", Words: shortHash(p.Pack.Definitions)}}
	var sources []string
	for _, s := range p.View.Sources {
		sources = append(sources, s.Title)
	}
	if len(sources) > 0 {
		out = append(out, pack.Fact{Name: "Sources", Words: strings.Join(sources, "; ")})
	}
	if p.Pack.Edition > 1 {
		out = append(out, pack.Fact{Name: "Edition " + strconv.Itoa(p.Pack.Edition), Words: p.Pack.Reason})
	}
	return out
}

func (p *paper) boundaries() period.Day {
	if p.Pack.Boundaries != 0 {
		return p.Pack.Boundaries
	}
	return p.View.Today
}

// shortHash is enough of a hash to tell definitions apart.
func shortHash(hash string) string { return hash[:min(12, len(hash))] }

func orElse(text, other string) string {
	if text == "" {
		return other
	}
	return text
}

// answer is the first page: the leading picture, with the analyst's words, and where it is not going well.
func (p *paper) answer() ([]pack.Section, error) {
	s := pack.Section{ID: "answer", Kind: pack.Answer, Title: "Where we stand"}
	if n, ok := p.narrative("answer", ""); ok {
		s.Blocks = append(s.Blocks, n)
	}
	for _, v := range p.View.Panels {
		if v.Panel.Kind == maturity.PanelTrajectory && len(v.Drawings) > 0 && !strings.HasPrefix(v.Panel.ID, exceptionPanel) {
			blocks, err := p.drawing(v, 0)
			if err != nil {
				return nil, err
			}
			p.lead = v.Panel.ID
			s.Blocks = append(s.Blocks, blocks...)
			break
		}
	}
	if len(s.Blocks) == 0 {
		s.Blocks = append(s.Blocks, pack.Block{Text: "The figures stand in the tables below."})
	}
	return []pack.Section{s}, nil
}

// changes says what changed since the meeting before.
func (p *paper) changes() ([]pack.Section, error) {
	s := pack.Section{ID: "changes", Kind: pack.Changes, Title: orElse(strings.TrimSuffix(p.Changes.Sentence, "."), "No earlier meeting to compare with")}
	if table, any := p.changesTable("changes", p.Changes); any {
		s.Blocks = append(s.Blocks, pack.Block{Table: &table})
	} else {
		s.Blocks = append(s.Blocks, pack.Block{Text: "There is nothing to list."})
	}
	return []pack.Section{s}, nil
}

// decisions lists what the meeting is asked, and the actions still open.
func (p *paper) decisions() ([]pack.Section, error) {
	wanted := pack.Table{Name: "decisions-wanted", Caption: "Decisions wanted", Columns: []chart.Column{{Head: "Decision"}, {Head: "Owner"}, {Head: "By"}}}
	actions := pack.Table{Name: "actions", Caption: "Actions still open", Columns: []chart.Column{{Head: "Action"}, {Head: "Owner"}, {Head: "Due"}}}
	for _, each := range p.Content.Decisions {
		due := "no day set"
		if each.Due != nil {
			due = each.Due.Long()
			if *each.Due < p.View.Today {
				due += " (overdue)"
			}
		}
		row := []pack.Cell{{Words: each.Words}, {Words: orElse(each.Owner, "no owner set")}, {Words: due}}
		if each.Kind == maturity.ActionToTake {
			actions.Rows = append(actions.Rows, row)
		} else {
			wanted.Rows = append(wanted.Rows, row)
		}
	}
	s := pack.Section{ID: "decisions", Kind: pack.Decisions, Title: maturity.Count(len(wanted.Rows), "decision is", "decisions are") + " wanted of this meeting"}
	if len(wanted.Rows) == 0 {
		s.Title = "No decision is wanted of this meeting"
	}
	for _, t := range []pack.Table{wanted, actions} {
		if len(t.Rows) > 0 {
			s.Blocks = append(s.Blocks, pack.Block{Table: &t})
		}
	}
	if len(actions.Rows) == 0 {
		s.Blocks = append(s.Blocks, pack.Block{Text: "No action of an earlier meeting is open."})
	}
	return []pack.Section{s}, nil
}

// summary is every target of the board in one table, each once.
func (p *paper) summary() ([]pack.Section, error) {
	s := pack.Section{ID: "summary", Kind: pack.Summary, Title: "All targets"}
	var rows []board.TargetRow
	seen := map[string]bool{}
	for _, v := range p.View.Panels {
		for _, r := range v.Targets {
			if !seen[r.Target.ID] {
				seen[r.Target.ID] = true
				rows = append(rows, r)
			}
		}
	}
	if len(rows) > 0 {
		s.Title = maturity.Count(len(rows), "target", "targets") + ": " + counts(board.CountStatuses(rows))
		s.Blocks = append(s.Blocks, pack.Block{Table: p.targets("targets", "Targets of "+p.View.Subject.Name, rows)})
	}
	for _, v := range p.View.Panels {
		if len(v.Organisations) > 0 {
			s.Blocks = append(s.Blocks, pack.Block{Table: p.organisations(p.name(v.Panel.ID), v)})
			break
		}
	}
	if len(s.Blocks) == 0 {
		s.Blocks = append(s.Blocks, pack.Block{Text: "The board of this paper has no target."})
	}
	return []pack.Section{s}, nil
}

func counts(list []board.StatusCount) string {
	parts := make([]string, len(list))
	for i, c := range list {
		parts[i] = strconv.Itoa(c.Number) + " " + maturity.LowerFirst(c.Status.Words())
	}
	return strings.Join(parts, ", ")
}

// exceptions gives each chosen target a page.
func (p *paper) exceptions() (out []pack.Section, err error) {
	for _, place := range p.Pack.Exceptions {
		i := slices.IndexFunc(p.Candidates, func(c Candidate) bool { return c.Place == place })
		if i < 0 {
			continue
		}
		c := p.Candidates[i]
		id := exceptionPanel + slug(strings.TrimPrefix(place, "target:"))
		s := pack.Section{ID: p.name(id), Kind: pack.Exceptions, Title: c.Title + ": " + maturity.LowerFirst(c.Status.Words())}
		if n, ok := p.narrative(place, generated(c)); ok {
			s.Blocks = append(s.Blocks, n)
		}
		for _, v := range p.View.Panels {
			if v.Panel.ID == id && len(v.Drawings) > 0 {
				blocks, err := p.picture(v, 0)
				if err != nil {
					return nil, err
				}
				s.Blocks = append(s.Blocks, blocks)
			}
		}
		out = append(out, s)
	}
	return out, nil
}

// generated is what the paper says of a target by itself.
func generated(c Candidate) string {
	r := c.row
	text := "Now " + r.Latest
	if r.LatestFor != "" {
		text += " (" + r.LatestFor + ")"
	}
	text += "; wanted " + r.Wanted + " by " + r.Due + "."
	if reason := strings.TrimSpace(r.Trajectory.Reason); reason != "" {
		text += " " + reason
	}
	if c.Reason != "" {
		text += " It has a page of its own because it is " + c.Reason + "."
		text = strings.Replace(text, "because it is was ", "because it was ", 1)
	}
	return text
}

// narrative is the words at a place: an analyst's where there are any, otherwise the generated ones.
func (p *paper) narrative(place, made string) (pack.Block, bool) {
	if n, ok := p.words[place]; ok && !n.Generated {
		return pack.Block{Narrative: &pack.Narrative{Words: n.Words, By: "an analyst", At: n.At.In(p.Location).Format("2 January 2006, 15:04")}}, true
	}
	if made == "" {
		return pack.Block{}, false
	}
	return pack.Block{Narrative: &pack.Narrative{Words: made, Generated: true}}, true
}
