package effect

import (
	"fmt"
	"math"
	"strings"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// tooLittle says why the organisation's own figures allow no answer; "" when they do.
func (p Panel) tooLittle(w window) string {
	need, known := spans[p.kind()]
	switch {
	case len(p.Own.Figures) == 0:
		return "There is no figure of this measure for the organisation."
	case !known:
		return "Figures of single days are not compared."
	case len(w.before) < need.before:
		return sentences(fmt.Sprintf("There %s before the go-live; at least %d are needed", p.figures(w, len(w.before)), need.before), w.cutWords())
	case len(w.after) < need.after:
		return sentences(fmt.Sprintf("There %s since the full effect was due, %s; at least %d are needed", p.figures(w, len(w.after)), p.settled().Long(), need.after), w.cutWords())
	}
	return ""
}

var kindWords = map[period.Kind][2]string{period.KindMonth: {"monthly figure", "monthly figures"}, period.KindQuarter: {"quarterly figure", "quarterly figures"},
	period.KindFinancialYear: {"yearly figure", "yearly figures"}, period.KindCalendarYear: {"yearly figure", "yearly figures"}}

// figures is "are 3 comparable quarterly figures", "is no quarterly figure".
func (p Panel) figures(w window, n int) string {
	like := ""
	if w.cut != nil {
		like = "comparable "
	}
	one, many := kindWords[p.kind()][0], kindWords[p.kind()][1]
	switch n {
	case 0:
		return "is no " + like + one
	case 1:
		return "is 1 " + like + one
	}
	return fmt.Sprintf("are %d %s%s", n, like, many)
}

func (w window) cutWords() string {
	if w.cut == nil {
		return ""
	}
	return "Others do not count, because " + w.cut.Words()
}

// tooFew says why peers allow no answer.
func (p Panel) tooFew(o Outcome, left leftOut) string {
	if len(o.Used) >= LeastPeers {
		return ""
	}
	n := maturity.Count(len(o.Used), "organisation like it has", "organisations like it have")
	if len(o.Used) == 0 {
		n = "no organisation like it has"
	}
	why := ""
	switch {
	case left.deployed > 0 && left.lacking > 0:
		why = fmt.Sprintf("%d others had something like it themselves and %s", left.deployed, maturity.Count(left.lacking, "lacks comparable figures", "lack comparable figures"))
	case left.deployed > 0:
		why = maturity.Count(left.deployed, "other had something like it itself", "others had something like it themselves")
	case left.lacking > 0:
		why = maturity.Count(left.lacking, "other lacks comparable figures", "others lack comparable figures")
	}
	return sentences(fmt.Sprintf("%s figures for the same time without the deployment; at least %d are needed to say what would have happened anyway", upper(n), LeastPeers), why, p.ownWords(o))
}

// unmoved says that figures could not move, or that peers show no chance to judge by.
func (p Panel) unmoved(w window, o Outcome) string {
	size := 0.0
	flat, bound := true, math.NaN()
	for _, c := range o.Used {
		size = max(size, math.Abs(c.Level))
		flat = flat && math.Abs(c.By-o.Used[0].By) <= widthFraction*max(1, size)
	}
	for _, end := range []float64{p.Measure.Low, p.Measure.High} {
		if end == end && allAt(w.before, end) && allAt(w.after, end) {
			bound = end
		}
	}
	switch {
	case bound == bound:
		return fmt.Sprintf("All its figures are at %s, where the measure ends: a change cannot show.", p.Measure.Format(bound))
	case flat:
		return sentences("All peers changed by the same, so their figures do not tell how much chance moves them", p.ownWords(o))
	}
	return ""
}

func allAt(list []Figure, value float64) bool {
	for _, f := range list {
		if f.Value != value {
			return false
		}
	}
	return true
}

// movedBefore says that the organisation had left its peers before the go-live.
func (p Panel) movedBefore(o Outcome) string {
	how := "rose faster or fell less than its peers"
	if o.Trend < 0 {
		how = "fell faster or rose less than its peers"
	}
	return sentences(fmt.Sprintf("It %s before the go-live already: by %s (95%% range %s) between the two halves of the figures before", how, p.Measure.FormatPoints(o.Trend), p.span(o.TrendLow, o.TrendHigh)),
		"What it did afterwards may be more of the same")
}

func (p Panel) notAlone(w window, o Outcome) string {
	var titles []string
	for _, other := range p.besides(w) {
		titles = append(titles, fmt.Sprintf("“%s” (%s)", other.Title, other.Live.Long()))
	}
	return sentences("In the same time went live, to move the same measure: "+strings.Join(titles, ", ")+". Their parts cannot be told apart", p.together(o))
}

// found is the answer with its sizes.
func (p Panel) found(o Outcome) string {
	tail := ""
	if o.Verdict == maturity.OutcomeNoChange {
		tail = "That is no more than chance may do"
	}
	return sentences(p.together(o), tail)
}

// together sets the change beside the peers'.
func (p Panel) together(o Outcome) string {
	more := "more"
	if o.Effect < 0 {
		more = "less"
	}
	return fmt.Sprintf("%s; %s without it %s on average: %s %s (95%% range %s)", upper(p.moved(o.Own)), maturity.Count(len(o.Used), "peer", "peers"),
		p.moved(o.PeersChange), p.Measure.FormatPoints(o.Effect), more, p.span(o.Low, o.High))
}

func (p Panel) ownWords(o Outcome) string {
	if math.IsNaN(o.Own) {
		return ""
	}
	return "Its own figures " + p.moved(o.Own)
}

// moved is "went up 3 points".
func (p Panel) moved(by float64) string {
	points := p.Measure.FormatPoints(by)
	switch {
	case points == p.Measure.FormatPoints(0):
		return "stayed where they were"
	case by > 0:
		return "went up " + points
	}
	return "went down " + points
}

// span is a range with true minus signs: "−1.2 to 3".
func (p Panel) span(low, high float64) string {
	d := p.Measure.Decimals
	if p.Measure.Unit != maturity.UnitCount {
		d = max(1, d)
	}
	return maturity.Number(low, d) + " to " + maturity.Number(high, d)
}

func upper(text string) string {
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

// sentences joins what there is, each with a full stop.
func sentences(parts ...string) string {
	var out []string
	for _, part := range parts {
		if part != "" {
			out = append(out, strings.TrimSuffix(part, ".")+".")
		}
	}
	return strings.Join(out, " ")
}
