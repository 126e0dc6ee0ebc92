package chart

import (
	"fmt"
	"strings"

	"waymark/internal/maturity"
)

// statusCounts says how many cells have a status, for those that speak of a target.
var statusCounts = []struct {
	status     maturity.Status
	one, other string
}{
	{maturity.StatusMet, "has met it", "have met it"}, {maturity.StatusOnTrack, "is on track", "are on track"},
	{maturity.StatusAtRisk, "is at risk", "are at risk"}, {maturity.StatusUnlikely, "is unlikely to", "are unlikely to"},
	{maturity.StatusPastDue, "missed it", "missed it"}, {maturity.StatusTooLittle, "has too little data", "have too little data"},
}

func (m multiples) count(status maturity.Status) int {
	n := 0
	for _, c := range m.cells {
		if c.in.Trajectory.Status == status {
			n++
		}
	}
	return n
}

func (m multiples) valued() int {
	n := 0
	for _, c := range m.cells {
		if c.latest != nil || c.provisional != nil {
			n++
		}
	}
	return n
}

// headline is how many will not meet the target, or how many rose and fell where there is none.
func (m multiples) headline() string {
	n := len(m.cells)
	switch {
	case m.in.Title != "":
		return plain(m.in.Title)
	case m.valued() == 0:
		return "No value has been reported"
	case m.in.Target == nil:
		return m.moves()
	}
	wanted := "the target of " + TargetWords(*m.in.Target, m.in.Measure)
	if due := dueWords(*m.in.Target); due != "" {
		wanted += " " + byWhen(due)
	}
	if missed := m.count(maturity.StatusPastDue); missed > 0 {
		return fmt.Sprintf("%d of %s missed %s", missed, counted(n, m.in.One, m.in.Many), wanted)
	}
	if unlikely := m.count(maturity.StatusUnlikely); unlikely > 0 {
		return fmt.Sprintf("%d of %s %s unlikely to meet %s", unlikely, counted(n, m.in.One, m.in.Many), isAre(unlikely), wanted)
	}
	good := m.count(maturity.StatusMet) + m.count(maturity.StatusOnTrack)
	return fmt.Sprintf("%d of %s %s on track for %s or %s met it", good, counted(n, m.in.One, m.in.Many), isAre(good), wanted, hasHave(good))
}

func isAre(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

func hasHave(n int) string {
	if n == 1 {
		return "has"
	}
	return "have"
}

// moves counts who rose and fell over what each can be compared with.
func (m multiples) moves() string {
	up, down, same := 0, 0, 0
	for _, c := range m.cells {
		switch words := c.change(); {
		case strings.HasPrefix(words, "up "):
			up++
		case strings.HasPrefix(words, "down "):
			down++
		case strings.HasPrefix(words, "the same "):
			same++
		}
	}
	return fmt.Sprintf("%d of %s went up, %d went down and %d stayed the same", up, counted(len(m.cells), m.in.One, m.in.Many), down, same)
}

func (m multiples) subtitle() string {
	return measureWords(m.in.Measure) + ". " + counted(len(m.cells), m.in.One, m.in.Many) + " on the same axes. " + m.in.Measure.Polarity.Words() + "."
}

// reading counts who stands where, and says who has no value.
func (m multiples) reading() string {
	n, valued := len(m.cells), m.valued()
	text := fmt.Sprintf("%d of %s %s a value", valued, counted(n, m.in.One, m.in.Many), hasHave(valued))
	if m.in.Target == nil {
		if valued == 0 {
			return sentence(text)
		}
		return sentence(text, maturity.LowerFirst(m.moves()))
	}
	var parts []string
	for _, s := range statusCounts {
		if k := m.count(s.status); k > 0 {
			words := s.other
			if k == 1 {
				words = s.one
			}
			parts = append(parts, fmt.Sprintf("%d %s", k, strings.TrimSuffix(words, " to")))
		}
	}
	towards := ""
	if len(parts) > 0 {
		towards = "towards the target of " + TargetWords(*m.in.Target, m.in.Measure) + ", " + strings.Join(parts, ", ")
	}
	return sentence(text, towards)
}

// table is a row for each organisation: where it is, how it moved, and where it is going.
func (m multiples) table() Table {
	t := Table{Caption: plain(m.in.Measure.Title) + targetCaption(m.in.Target, m.in.Measure), Columns: []Column{{upperFirst(m.in.One), false}, {"Latest period", false}, {"Latest value", true}, {"How it moved", false}}}
	if m.in.Target != nil {
		t.Columns = append(t.Columns, Column{"Forecast", true}, Column{"80% range", true}, Column{"Status", false})
	}
	for _, c := range m.cells {
		cells := []string{c.fullName(), "none", "not submitted", "nothing to compare"}
		at := c.latest
		if at == nil {
			at = c.provisional
		}
		if at != nil {
			cells[1], cells[2] = at.Period.Label(), m.in.Measure.Format(at.Value)
			if at.Provisional {
				cells[2] += " (not complete)"
			}
		} else if last := c.lastReturn(); last != nil {
			cells[1], cells[2] = last.Period.Label(), stateCell(last.State)
		}
		if words := c.change(); words != "" {
			cells[3] = words
		}
		if m.in.Target != nil {
			cells = append(cells, c.forecastCells()...)
		}
		t.Rows = append(t.Rows, Row{Cells: cells})
	}
	return t
}

func (t told) fullName() string {
	if name := fullName(t.in.Organisation); name != "" {
		return name
	}
	return "Unnamed"
}

// end is the projection that a small picture names: for the due date, else the last.
func (t told) end() *maturity.BandPoint {
	if t.in.Trajectory.AtDue != nil {
		return t.in.Trajectory.AtDue
	}
	if n := len(t.in.Trajectory.Projected); n > 0 {
		return &t.in.Trajectory.Projected[n-1]
	}
	return nil
}

func (t told) forecastCells() []string {
	status := t.in.Trajectory.Status.Words()
	if status == "" {
		status = "not judged"
	}
	b := t.end()
	if b == nil {
		return []string{"not forecast", "not forecast", status}
	}
	m := t.in.Measure
	return []string{m.FormatEstimate(b.Median), m.FormatEstimate(b.Low80) + " to " + m.FormatEstimate(b.High80), status}
}
