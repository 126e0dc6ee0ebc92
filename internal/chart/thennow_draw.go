package chart

import (
	"math"

	"waymark/internal/maturity"
)

// stepMarks are how a row's present value is drawn, by which way it went.
var stepMarks = map[string]struct {
	mark   string
	size   int
	colour Colour
	words  string
}{
	"better": {"diamond", 14, Improvement, "Now, better"}, "worse": {"rect", 12, Worsening, "Now, worse"},
	"changed": {"triangle", 13, SpecialCause, "Now, changed"}, "same": {"circle", 12, Other, "Now, the same"}, "": {"circle", 12, Other, "Now, not compared"},
}

var stepOrder = []string{"better", "worse", "changed", "same", ""}

// draw lays out a row for each value: the ring is then, the mark is now, and its shape says which way it went.
func (in ThenNowInput) draw(f Figure) ([]byte, int, error) {
	shown := in.Rows[:min(len(in.Rows), f.paper.bars())]
	f.key += more(len(shown), len(in.Rows))
	texts, measures, values := make([]rowText, len(shown)), make([]maturity.Measure, len(shown)), make([][]float64, len(shown))
	for i, r := range shown {
		texts[i] = rowText{name: rowLabel(r.Label, r.Measure), value: r.bothWords(), after: r.wayWords(), of: r.Measure, bold: r.step() == "better" || r.step() == "worse"}
		measures[i], values[i] = r.Measure, given(r.Then, r.Now)
	}
	scales, shared := rowScales(measures, values)
	marks, keys := in.marks(shown)
	lay := layRows(f, texts, scales, shared, keys, nil)
	link := stroke{id: "link", colour: Other.Line, width: 2, z: 4}
	then := stroke{id: "then", colour: Other.Line, mark: "circle", size: 11, hollow: true, z: 6}
	for i, r := range shown {
		if !math.IsNaN(r.Then) && !math.IsNaN(r.Now) {
			link.segment(xy{lay.x(i, r.Then), lay.y(i, 0)}, xy{lay.x(i, r.Now), lay.y(i, 0)})
		}
		if !math.IsNaN(r.Then) {
			then.points = append(then.points, xy{lay.x(i, r.Then), lay.y(i, 0)})
		}
		if !math.IsNaN(r.Now) {
			s := marks[r.step()]
			s.points = append(s.points, xy{lay.x(i, r.Now), lay.y(i, 0)})
		}
	}
	strokes := []stroke{lay.baselines(), link, then}
	for _, step := range stepOrder {
		if s := marks[step]; s != nil {
			strokes = append(strokes, *s)
		}
	}
	option, err := lay.option(strokes)
	return option, lay.frame.height, err
}

// marks are the strokes of the present values by which way they went, and the keys to all marks.
func (in ThenNowInput) marks(shown []ThenNowRow) (map[string]*stroke, []key) {
	marks, keys := map[string]*stroke{}, []key{}
	for _, r := range shown {
		if !math.IsNaN(r.Then) {
			keys = []key{{line: stroke{colour: Other.Line, mark: "circle", size: 11, hollow: true}, colour: Other, text: upperFirst(in.then())}}
			break
		}
	}
	for z, step := range stepOrder {
		for _, r := range shown {
			if r.step() != step || math.IsNaN(r.Now) {
				continue
			}
			m := stepMarks[step]
			marks[step] = &stroke{id: "now-" + orElse(step, "alone"), colour: m.colour.Line, mark: m.mark, size: m.size, z: 7 + z}
			keys = append(keys, key{line: *marks[step], colour: m.colour, text: m.words})
			break
		}
	}
	return marks, keys
}

// bothWords are the two values: "41% to 44%".
func (r ThenNowRow) bothWords() string {
	word := func(v float64, s maturity.State) string {
		if math.IsNaN(v) {
			return missingWords(s)
		}
		return r.Measure.Format(v)
	}
	then, now := word(r.Then, r.ThenState), word(r.Now, r.NowState)
	if math.IsNaN(r.Then) && then == now {
		return now
	}
	return then + " to " + now
}

// wayWords are the size of the change and which way it went: "up 3 points, better".
func (r ThenNowRow) wayWords() string {
	switch step := r.step(); step {
	case "":
		return "not compared"
	case "same", "changed":
		return r.moved()
	default:
		return r.moved() + ", " + step
	}
}
