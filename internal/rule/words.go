package rule

import (
	"math"
	"strconv"
	"strings"

	"waymark/internal/maturity"
)

// Placeholders are what a rule's message may hold in braces.
var Placeholders = []string{"value", "left", "right", "difference", "organisation", "measure", "period", "source", "other"}

func (f *Facts) finding(r maturity.Rule, s subject, left, right amount) maturity.Finding {
	m, _ := f.catalogue.Measure(s.Measure)
	l, rt := left.words(), ""
	if r.Operator != maturity.OnScale {
		rt = right.words()
		if l == rt && left.value != right.value {
			l, rt = exact(left.value), exact(right.value)
		}
	}
	body := f.bodies[s.Organisation]
	message := strings.NewReplacer(
		"{value}", amount{value: s.Value, measure: m}.words(), "{left}", l, "{right}", rt, "{difference}", left.difference(right), "{organisation}", nameOf(body.Organisation),
		"{measure}", m.Title, "{period}", s.Period.Short(), "{source}", f.kindOf(s.Source).Title, "{other}", f.kindOf(s.other).Title,
	).Replace(r.Message)
	return maturity.Finding{
		FindingKey: maturity.FindingKey{Rule: r.ID, Organisation: s.Organisation, Measure: s.Measure, Period: s.Period, Source: s.Source, Other: s.other},
		Severity:   r.Severity, Message: message, Left: l, Right: rt, Acceptable: r.Severity != maturity.LevelError,
	}
}

func nameOf(o maturity.Organisation) string {
	if o.ShortName != "" {
		return o.ShortName
	}
	return o.Name
}

// words writes an amount as pages print it, with as many decimals as it has when the measure shows fewer.
func (a amount) words() string {
	if a.part != maturity.PartValue {
		return exact(a.value)
	}
	if a.measure.Unit == maturity.UnitYesNo {
		return a.measure.Format(a.value)
	}
	text := exact(a.value)
	if a.measure.Unit == maturity.UnitPercent {
		text += "%"
	}
	return text
}

// difference writes how far left and right are apart.
func (a amount) difference(b amount) string {
	m := a.measure
	m.Decimals = 1
	return m.FormatPoints(a.value - b.value)
}

// exact writes a number with at most two decimals and none too many.
func exact(v float64) string {
	rounded := math.Round(v*100) / 100
	if whole := maturity.Number(rounded, 0); rounded == math.Trunc(rounded) {
		return whole
	}
	text := strconv.FormatFloat(math.Abs(rounded), 'f', -1, 64)
	whole, fraction, _ := strings.Cut(text, ".")
	n, _ := strconv.ParseFloat(whole, 64)
	text = maturity.Number(n, 0) + "." + fraction
	if rounded < 0 {
		text = "−" + text
	}
	return text
}
