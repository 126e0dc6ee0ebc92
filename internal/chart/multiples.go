package chart

import (
	"waymark/internal/maturity"
)

// KindMultiples is the Figure.Kind of Multiples.
const KindMultiples = "multiples"

// MultipleCell is one of many small trajectories.
type MultipleCell struct {
	Label      string // the organisation
	Trajectory maturity.Trajectory
}

// MultiplesInput is what small multiples of one measure are made from: a small trajectory for each organisation, all on
// the same axes.
type MultiplesInput struct {
	Title        string // headline; "" makes one from the numbers by fixed rules
	Measure      maturity.Measure
	Target       *maturity.Target
	Cells        []MultipleCell // in the order in which they are drawn
	One, Many    string         // what a cell is; "" is organisation, organisations
	AsAt         string
	SourceWords  string
	Illustrative bool
}

// Multiples draws a small trajectory for each organisation on axes that are the same for all. Those without a value have
// an empty cell that says so. Without any value the Figure has no picture.
func Multiples(in MultiplesInput) (Figure, error) {
	for _, c := range in.Cells {
		if err := checkFinite(TrajectoryInput{Measure: in.Measure, Target: in.Target, Trajectory: c.Trajectory}); err != nil {
			return Figure{}, err
		}
	}
	m := newMultiples(in)
	f := Figure{
		Kind: KindMultiples, Title: m.headline(), Subtitle: m.subtitle(), Reading: m.reading(), Table: m.table(),
		Source: plain(in.SourceWords), AsAt: plain(in.AsAt), Notes: notesOf(in.Illustrative, in.Measure), Width: widePaper.width,
	}
	if m.valued() == 0 {
		return f, nil
	}
	return f.drawn(m.draw)
}

// multiples is the input with what is told of each cell.
type multiples struct {
	in    MultiplesInput
	cells []told
}

func newMultiples(in MultiplesInput) multiples {
	in.One, in.Many = orElse(in.One, "organisation"), orElse(in.Many, "organisations")
	m := multiples{in: in}
	for _, c := range in.Cells {
		m.cells = append(m.cells, newTold(sorted(TrajectoryInput{Organisation: maturity.Organisation{Name: c.Label}, Measure: in.Measure, Target: in.Target, Trajectory: c.Trajectory})))
	}
	return m
}
