package returns

import "waymark/internal/maturity"

// Put writes a value into the form, as somebody who fills it in would. Its revision is the one in the hidden column.
func (f *Form) Put(id maturity.OrganisationID, v maturity.ReturnValue) {
	if f.values[id] == nil {
		f.values[id] = map[string]maturity.ReturnValue{}
	}
	f.values[id][v.Measure] = v
}

// Empty takes a value out of the form.
func (f *Form) Empty(id maturity.OrganisationID, measure string) { delete(f.values[id], measure) }

// Marked gives the form another collection, period and version than its own, as an outdated or altered one has.
func (f *Form) Marked(c maturity.Collection) { f.Collection = c }

// Value is what stands in the form.
func (f *Form) Value(id maturity.OrganisationID, measure string) maturity.ReturnValue {
	return f.values[id][measure]
}
