package returns

import (
	"context"
	"math"

	"waymark/internal/maturity"
)

// Checker applies the declared rules to the values of a return.
type Checker interface {
	CheckReturn(ctx context.Context, c maturity.Collection, r maturity.Return, values []maturity.ReturnValue) ([]maturity.Finding, error)
}

func (d *Desk) findings(ctx context.Context, c maturity.Collection, file maturity.ReturnFile) ([]maturity.Finding, error) {
	if d.Checker == nil {
		return nil, nil
	}
	return d.Checker.CheckReturn(ctx, c, file.Return, file.Values)
}

// Problems lists what keeps a return from being submitted, in the order of the form: figures that are missing or cannot
// be, findings that have to be mended, and findings on values that nobody has explained in a comment yet.
func (d *Desk) Problems(c maturity.Collection, file maturity.ReturnFile, findings []maturity.Finding) (out []Problem) {
	required := map[string]bool{}
	for _, id := range c.Required() {
		required[id] = true
	}
	for _, id := range c.Measures {
		m, _ := d.Catalogue.Measure(id)
		v, there := file.Value(id)
		own := problem(m, v, there, required[id])
		if own != "" {
			out = append(out, Problem{id, m.Title + ": " + own})
		}
		for _, f := range findings {
			if f.Measure != id || own != "" && f.Rule == maturity.RuleRange {
				continue
			}
			if sentence := stands(f, v); sentence != "" {
				out = append(out, Problem{id, m.Title + ": " + sentence})
			}
		}
	}
	for _, f := range findings {
		if f.Measure == "" && f.Severity == maturity.LevelError && !f.Acceptable {
			out = append(out, Problem{"", f.Message})
		}
	}
	return out
}

// stands is why a finding is in the way; "" when it is not.
func stands(f maturity.Finding, v maturity.ReturnValue) string {
	switch {
	case f.Severity == maturity.LevelInfo || !f.Open():
		return ""
	case f.Severity == maturity.LevelError && !f.Acceptable:
		return f.Message
	case v.Comment == "":
		return f.Message + " Mend it, or say in a comment why it is right."
	}
	return ""
}

func problem(m maturity.Measure, v maturity.ReturnValue, there, required bool) string {
	switch {
	case !there && required:
		return "give the figure, or say why there is none."
	case !there || math.IsNaN(v.Value):
		return ""
	case v.Value < m.Low:
		return m.Format(v.Value) + " is below " + m.Format(m.Low) + ", the least it can be."
	case v.Value > m.High && !m.MayExceed:
		return m.Format(v.Value) + " is above " + m.Format(m.High) + ", the most it can be."
	case v.Value > m.High && v.Comment == "":
		return m.Format(v.Value) + " is above " + m.Format(m.High) + ". Say in a comment why it is right."
	}
	return ""
}
