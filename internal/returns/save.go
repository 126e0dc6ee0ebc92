package returns

import (
	"context"
	"math"
	"slices"
	"strings"

	"waymark/internal/maturity"
)

// Saving is a value somebody gives. Its Revision is the one that was seen: 0 where there was none.
type Saving struct {
	maturity.ReturnValue
	Clear bool // take the value away
}

// Clash is a value that somebody else has saved since it was seen. Neither is lost: one has to be chosen.
type Clash struct {
	Yours  Saving
	Theirs maturity.ReturnValue // its State is 0 when it was taken away
}

const maxComment = 2000

// Save keeps values of a return, beginning it where nobody has. A value that somebody else changed since it was seen is
// not touched but told; the others are kept. A value that stays as it is is not saved again. Once a return is submitted,
// a change makes it a draft again and voids its approvals; a published one has to be corrected.
func (d *Desk) Save(ctx context.Context, who Actor, key maturity.ReturnKey, values []Saving) (maturity.ReturnFile, []Clash, error) {
	file, err := d.Begin(ctx, who, key)
	if err != nil {
		return file, nil, err
	}
	c, err := d.collection(key)
	if err != nil {
		return file, nil, err
	}
	values = slices.Clone(values)
	for i := range values {
		if err := d.Judge(c, &values[i]); err != nil {
			return file, nil, err
		}
	}
	var clashes []Clash
	file, err = d.Store.ChangeReturn(ctx, file.ID, func(file maturity.ReturnFile) (*maturity.ReturnMove, error) {
		a := d.begin(who, file)
		a.c = c
		clashes = a.save(values)
		if len(a.move.Save)+len(a.move.Clear) == 0 {
			return nil, nil
		}
		return &a.move, a.reopen()
	})
	return file, clashes, err
}

// save sorts the values into those to keep, those to take away, those that stay as they are, and clashes.
func (a *acting) save(values []Saving) (clashes []Clash) {
	changed := map[string]any{}
	for _, v := range values {
		now, there := a.file.Value(v.Measure)
		switch {
		case v.Clear && !there, !v.Clear && there && same(v.ReturnValue, now):
			continue
		case v.Revision != now.Revision:
			clashes = append(clashes, Clash{v, now})
			continue
		case v.Clear:
			a.move.Clear = append(a.move.Clear, v.Measure)
		default:
			v.By, v.At = a.who.Account.Login, a.at
			a.move.Save = append(a.move.Save, v.ReturnValue)
		}
		changed[v.Measure] = map[string]any{"old": words(now, there), "new": words(v.ReturnValue, !v.Clear)}
	}
	if len(changed) > 0 {
		a.move.Audit = append(a.move.Audit, a.entry(a.who, "return.saved", a.file.ReturnKey, a.at, map[string]any{"values": changed, "round": a.file.Round}))
	}
	return clashes
}

// reopen makes a submitted return a draft again, because its values change.
func (a *acting) reopen() error {
	switch a.file.State {
	case maturity.ReturnDraft, maturity.ReturnChangesRequested:
		return nil
	case maturity.ReturnPublished, maturity.ReturnCorrected:
		return maturity.Errorf(maturity.Conflict, "This return is published. Begin a correction, with the reason, before you change it.")
	}
	why := "values were changed after submission: " + strings.Join(a.changedMeasures(), ", ")
	a.voidApprovals(why)
	a.loosen()
	a.step(maturity.StepWithdrawn, maturity.ReturnDraft, why)
	return nil
}

func (a *acting) changedMeasures() []string {
	out := slices.Clone(a.move.Clear)
	for _, v := range a.move.Save {
		out = append(out, v.Measure)
	}
	slices.Sort(out)
	for i, id := range out {
		if m, ok := a.Catalogue.Measure(id); ok {
			out[i] = m.Title
		}
	}
	return out
}

// same reports whether a value would say what is there already.
func same(a, b maturity.ReturnValue) bool {
	return a.State == b.State && equal(a.Value, b.Value) && equal(a.Numerator, b.Numerator) && equal(a.Denominator, b.Denominator) && a.Comment == b.Comment && a.Confirmed == b.Confirmed
}

func equal(a, b float64) bool { return a == b || math.IsNaN(a) && math.IsNaN(b) }

// words is a value for the audit.
func words(v maturity.ReturnValue, there bool) any {
	if !there {
		return nil
	}
	out := map[string]any{"state": v.State.String()}
	for name, n := range map[string]float64{"value": v.Value, "numerator": v.Numerator, "denominator": v.Denominator} {
		if !math.IsNaN(n) {
			out[name] = n
		}
	}
	if v.Comment != "" {
		out["comment"] = v.Comment
	}
	if v.Confirmed != "" {
		out["confirmed"] = v.Confirmed
	}
	return out
}

// States lists the states a value of a return may have, in the order in which they are offered.
func States() []maturity.State {
	return []maturity.State{maturity.Reported, maturity.NilReturn, maturity.NotApplicable, maturity.NotAvailable}
}

// Judge refuses what cannot be a value of the collection, and works the value out of numerator and denominator where
// only these are given.
func (d *Desk) Judge(c maturity.Collection, v *Saving) error {
	m, ok := d.Catalogue.Measure(v.Measure)
	if !ok || !c.Holds(v.Measure) {
		return maturity.Errorf(maturity.Invalid, "The collection does not ask for %q.", v.Measure)
	}
	v.Comment = strings.TrimSpace(v.Comment)
	if len([]rune(v.Comment)) > maxComment {
		return maturity.Errorf(maturity.Invalid, "%s: a comment has at most 2,000 characters.", m.Title)
	}
	if v.Clear {
		return nil
	}
	if !slices.Contains(States(), v.State) {
		return maturity.Errorf(maturity.Invalid, "%s: choose reported, nil return, not applicable or not available.", m.Title)
	}
	for _, n := range []float64{v.Value, v.Numerator, v.Denominator} {
		if math.IsInf(n, 0) {
			return maturity.Errorf(maturity.Invalid, "%s: the number is too large.", m.Title)
		}
	}
	if v.State == maturity.NotApplicable || v.State == maturity.NotAvailable {
		if !math.IsNaN(v.Value) || !math.IsNaN(v.Numerator) || !math.IsNaN(v.Denominator) {
			return maturity.Errorf(maturity.Invalid, "%s: a figure that is %s has no number. Take the number away, or choose reported.", m.Title, v.State.Words())
		}
		return nil
	}
	return d.workOut(m, v)
}

// workOut compares a value with its numerator and denominator. They must agree to the last digit the measure is printed
// with.
func (d *Desk) workOut(m maturity.Measure, v *Saving) error {
	if !math.IsNaN(v.Numerator) && !math.IsNaN(v.Denominator) {
		ratio := m.Ratio(v.Numerator, v.Denominator)
		switch {
		case math.IsNaN(v.Value):
			v.Value = ratio
		case math.IsNaN(ratio), math.Abs(ratio-v.Value) > 0.5*math.Pow(10, -float64(m.Decimals))*(1+1e-9):
			return maturity.Errorf(maturity.Invalid, "%s: %s of %s is %s, not %s. Mend one of them.", m.Title, number(v.Numerator), number(v.Denominator), m.Format(ratio), m.Format(v.Value))
		default:
			v.Value = ratio // as of every file: the value is what its parts give
		}
	}
	if v.State == maturity.Reported && math.IsNaN(v.Value) {
		return maturity.Errorf(maturity.Invalid, "%s: give the number, or say why there is none.", m.Title)
	}
	return nil
}
