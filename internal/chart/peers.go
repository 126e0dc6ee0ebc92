package chart

import (
	"fmt"
	"slices"
	"strings"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// KindPeers is the Figure.Kind of Peers.
const KindPeers = "peers"

// PeerLine is one organisation's path.
type PeerLine struct {
	Organisation maturity.Organisation
	Points       []Point // in any order; a period without one breaks the line
}

// PeersInput is what the paths of several organisations are made from.
type PeersInput struct {
	Measure      maturity.Measure
	Focus        maturity.OrganisationID // drawn thick; 0 for none
	Lines        []PeerLine
	Target       *maturity.Target
	Marks        []Mark      // days to be pointed out
	Words        *PeersWords // nil: what follows from the lines
	AsAt         string
	SourceWords  string
	Illustrative bool
}

// PeersWords are the words of a picture whose lines are not organisations alone, such as the middle of many.
type PeersWords struct{ Title, Subtitle, Reading, Column string }

// Peers draws the path of the organisation in focus among thin named lines of its peers. Without a value there is no
// picture.
func Peers(in PeersInput) (Figure, error) {
	lines := make([]PeerLine, len(in.Lines))
	for i, l := range in.Lines {
		for _, p := range l.Points {
			if err := finite(KindPeers, in.Measure.ID, p.Value); err != nil {
				return Figure{}, err
			}
		}
		l.Points = slices.SortedStableFunc(slices.Values(l.Points), func(a, b Point) int { return period.Compare(a.Period, b.Period) })
		lines[i] = l
	}
	slices.SortStableFunc(lines, func(a, b PeerLine) int {
		return strings.Compare(maturity.FoldName(a.Organisation.Name), maturity.FoldName(b.Organisation.Name))
	})
	in.Lines = lines
	f := Figure{
		Kind: KindPeers, Title: in.headline(), Subtitle: in.subtitle(), Reading: in.reading(), Table: in.table(), Notes: notesOf(in.Illustrative, in.Measure),
		Source: plain(in.SourceWords), AsAt: plain(in.AsAt), Width: widePaper.width,
	}
	if w := in.Words; w != nil {
		f.Title, f.Subtitle, f.Reading = plain(w.Title), plain(w.Subtitle), plain(w.Reading)
		f.Table.Columns[0].Head = w.Column
	}
	if len(in.valued()) == 0 {
		return f, nil
	}
	return f.drawn(in.draw)
}

func (in PeersInput) focus() *PeerLine {
	for i := range in.Lines {
		if in.Focus != 0 && in.Lines[i].Organisation.ID == in.Focus {
			return &in.Lines[i]
		}
	}
	return nil
}

// valued are the lines with a value.
func (in PeersInput) valued() []PeerLine {
	return slices.DeleteFunc(slices.Clone(in.Lines), func(l PeerLine) bool { return len(l.Points) == 0 })
}

// latest is the last period of any line.
func (in PeersInput) latest() (out period.Period) {
	for _, l := range in.valued() {
		if p := l.Points[len(l.Points)-1].Period; out.IsZero() || period.Compare(p, out) > 0 {
			out = p
		}
	}
	return out
}

func (l PeerLine) at(p period.Period) (float64, bool) {
	for _, point := range l.Points {
		if point.Period == p {
			return point.Value, true
		}
	}
	return 0, false
}

// around counts the peers above, at and below the focus in its latest period.
func (in PeersInput) around(f PeerLine) (above, same, below int) {
	last := f.Points[len(f.Points)-1]
	for _, l := range in.valued() {
		v, ok := l.at(last.Period)
		if !ok || l.Organisation.ID == in.Focus {
			continue
		}
		switch gap := rounded(v, in.Measure) - rounded(last.Value, in.Measure); {
		case gap > 0:
			above++
		case gap < 0:
			below++
		default:
			same++
		}
	}
	return above, same, below
}

func (in PeersInput) headline() string {
	if len(in.valued()) == 0 {
		return "No value has been reported"
	}
	f := in.focus()
	if f == nil || len(f.Points) == 0 {
		low, high := in.ends()
		return fmt.Sprintf("%s, from %s to %s in %s", counted(len(in.valued()), "organisation", "organisations"), in.Measure.Format(low), in.Measure.Format(high), span(in.latest()))
	}
	last := f.Points[len(f.Points)-1]
	text := fmt.Sprintf("%s: %s in %s", nameOf(f.Organisation), in.Measure.Format(last.Value), span(last.Period))
	above, same, below := in.around(*f)
	if n := above + same + below; n > 0 {
		text += fmt.Sprintf(", above %d of %s", below, counted(n, "peer", "peers"))
	}
	return text
}

// ends are the lowest and highest values in the last period.
func (in PeersInput) ends() (low, high float64) {
	var values []float64
	for _, l := range in.valued() {
		if v, ok := l.at(in.latest()); ok {
			values = append(values, v)
		}
	}
	return slices.Min(values), slices.Max(values)
}

func (in PeersInput) subtitle() string {
	text := measureWords(in.Measure) + ". " + counted(len(in.Lines), "organisation", "organisations")
	if periods := in.periods(); len(periods) == 1 {
		text += ", " + span(periods[0])
	} else if len(periods) > 1 {
		text += ", " + periods[0].Short() + " to " + periods[len(periods)-1].Short()
	}
	return text + ". " + in.Measure.Polarity.Words() + "."
}

func (in PeersInput) periods() []period.Period {
	var out []period.Period
	for _, l := range in.Lines {
		for _, p := range l.Points {
			out = append(out, p.Period)
		}
	}
	slices.SortFunc(out, period.Compare)
	return slices.Compact(out)
}

func (in PeersInput) reading() string {
	valued := in.valued()
	text := fmt.Sprintf("%d of %s %s a value", len(valued), counted(len(in.Lines), "organisation", "organisations"), hasHave(len(valued)))
	if len(valued) == 0 {
		return sentence(text)
	}
	low, high := in.ends()
	spread := fmt.Sprintf("in %s they range from %s to %s", span(in.latest()), in.Measure.Format(low), in.Measure.Format(high))
	own := ""
	if f := in.focus(); f != nil && len(f.Points) > 0 {
		above, same, below := in.around(*f)
		last := f.Points[len(f.Points)-1]
		own = fmt.Sprintf("%s is at %s, with %d peers above, %d the same and %d below", nameOf(f.Organisation), in.Measure.Format(last.Value), above, same, below)
	}
	return sentence(text, spread, own)
}

// table has a row for every organisation and a column for every period, or a row for every value where that were too wide.
func (in PeersInput) table() Table {
	periods, m := in.periods(), in.Measure
	t := Table{Caption: plain(m.Title) + targetCaption(in.Target, m), Columns: []Column{{"Organisation", false}}}
	if len(periods) > 12 {
		t.Columns = append(t.Columns, Column{"Period", false}, Column{"Value", true})
	} else {
		for _, p := range periods {
			t.Columns = append(t.Columns, Column{p.Short(), true})
		}
	}
	for _, l := range in.Lines {
		name, focus := orElse(fullName(l.Organisation), "Unnamed"), in.Focus != 0 && l.Organisation.ID == in.Focus
		if len(periods) > 12 {
			for _, p := range l.Points {
				t.Rows = append(t.Rows, Row{Cells: []string{name, p.Period.Label(), m.Format(p.Value)}, Focus: focus})
			}
			if len(l.Points) == 0 {
				t.Rows = append(t.Rows, Row{Cells: []string{name, "none", maturity.NotAvailable.Words()}, Focus: focus})
			}
			continue
		}
		row := Row{Cells: []string{name}, Focus: focus}
		for _, p := range periods {
			if v, ok := l.at(p); ok {
				row.Cells = append(row.Cells, m.Format(v))
			} else {
				row.Cells = append(row.Cells, maturity.NotAvailable.Words())
			}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
