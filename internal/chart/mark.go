package chart

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// Mark is a day to be pointed out on a picture with time on it, such as the day on which a system went live: a thin
// upright line with its words above the plot.
type Mark struct {
	Day   period.Day
	Words string // "Go-live of the shared record"
}

// mark is an upright line with its name above the plot.
type mark struct {
	x      float64
	name   string
	colour Colour
	dash   []int
}

// marksShown are the upright lines: where the series starts anew, the last meeting, days that were pointed out, the day
// the picture is seen from, the due date. Those outside the periods that are drawn are left out.
func (p *trajectoryPlot) marksShown() []mark {
	var out []mark
	for _, b := range breaksOf(p.in.Measure, p.in.Trajectory) {
		out = append(out, mark{p.time.at(b.Day), b.Title(), Quiet, []int{2, 3}})
	}
	if day := p.in.Meeting; day != nil {
		out = append(out, mark{p.time.at(*day), orElse(plain(p.in.MeetingWords), "Last meeting") + ", " + day.Time().Format("2 Jan 2006"), Quiet, nil})
	}
	for _, m := range p.in.Marks {
		out = append(out, mark{p.time.at(m.Day), isolate(orElse(plain(m.Words), m.Day.Time().Format("2 Jan 2006"))), Quiet, []int{8, 3}})
	}
	if p.in.Today != 0 {
		out = append(out, mark{p.time.at(p.in.Today), p.in.Today.Time().Format("2 Jan 2006"), Quiet, nil})
	}
	if t := p.in.Target; t != nil && t.Due != nil {
		out = append(out, mark{p.time.at(t.Due.Latest), "Due " + strings.TrimPrefix(strings.TrimPrefix(byWhen(dueWords(*t)), "by "), "the "), TargetOf, []int{3, 3}})
	}
	out = slices.DeleteFunc(out, func(m mark) bool { return !p.time.shows(m.x) })
	slices.SortStableFunc(out, func(a, b mark) int { return cmp.Compare(a.x, b.x) })
	return out
}

// markStrokes draw them.
func (p *trajectoryPlot) markStrokes() []stroke {
	var out []stroke
	for i, m := range p.marks {
		out = append(out, stroke{id: "mark-" + strconv.Itoa(i), points: []xy{{m.x, p.value.low}, {m.x, p.value.high}}, colour: m.colour.Line, width: 1, dash: m.dash, z: 2})
	}
	return out
}

// breakWords say in the picture why a line is broken; "" where none is.
func breakWords(m maturity.Measure, t maturity.Trajectory, shown timeScale) string {
	var parts []string
	for _, b := range breaksOf(m, t) {
		if shown.count > 0 && shown.shows(shown.at(b.Day)) {
			parts = append(parts, plain(b.Words()))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return upperFirst(strings.Join(parts, "; ")) + ": figures before and after are not comparable."
}

func (p *trajectoryPlot) markLabels() []label {
	out := make([]label, len(p.marks))
	for i, m := range p.marks {
		out[i] = label{x: p.px(m.x), lines: []string{fit(m.name, 220, smallSize, false)}, size: smallSize, colour: m.colour.Text, align: "center"}
	}
	return out
}
