package returns

import (
	"context"
	"io"
	"maps"
	"slices"
	"strings"

	"waymark/internal/collection"
	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/sheet"
)

// FormFigures reads the figures of many organisations at once.
type FormFigures interface {
	EachObservation(ctx context.Context, f maturity.ObservationFilter, yield func(maturity.Observation) error) error
	EachReturnValue(ctx context.Context, collection string, p period.Period, organisations []maturity.OrganisationID, yield func(maturity.OrganisationID, maturity.ReturnValue) error) error
}

// Forms writes the forms of returns: workbooks to be filled in and sent back. It is safe for concurrent use.
type Forms struct {
	Figures   FormFigures
	Rights    Rights
	Rounds    *Rounds
	Catalogue *maturity.Catalogue
}

// Form is a form about to be written.
type Form struct {
	Collection    maturity.Collection
	Period        period.Period
	Organisations []maturity.Organisation // in order of code
	Single        bool                    // the form of one organisation
	measures      []maturity.Measure
	values        map[maturity.OrganisationID]map[string]maturity.ReturnValue
	past          map[maturity.OrganisationID]map[string]map[period.Period]maturity.Observation
}

// Form gathers the form of a return, or with only 0 one form for all organisations that owe the return and that the
// actor may fill in. The error is NotFound where there is none that the actor may see.
func (f *Forms) Form(ctx context.Context, who Actor, id string, p period.Period, only maturity.OrganisationID) (form Form, err error) {
	c, ok := f.Catalogue.Collection(id)
	if !ok || !collection.Has(c, p) || !slices.Contains(collection.Periods(c, f.Rounds.Today(who.Arrived)), p) {
		return form, errUnknown
	}
	what := maturity.EditReturn
	if only != 0 {
		what = maturity.ReadDraft
	}
	scope, err := f.Rights.Reach(ctx, who.Account, what, c)
	if err != nil {
		return form, err
	}
	owed, err := f.Rounds.Owing(ctx, c, p)
	if err != nil {
		return form, err
	}
	form = Form{Collection: c, Period: p, Single: only != 0}
	for _, o := range owed {
		if scope.May(o.ID) && (only == 0 || o.ID == only) {
			form.Organisations = append(form.Organisations, o.Organisation)
		}
	}
	if len(form.Organisations) == 0 {
		return form, errUnknown
	}
	return form, f.gather(ctx, &form)
}

// gather reads what stands in the returns and what was published in the periods before: two reads, whatever the number.
func (f *Forms) gather(ctx context.Context, form *Form) error {
	for _, id := range form.Collection.Measures {
		if m, ok := f.Catalogue.Measure(id); ok {
			form.measures = append(form.measures, m)
		}
	}
	ids := make([]maturity.OrganisationID, len(form.Organisations))
	for i, o := range form.Organisations {
		ids[i] = o.ID
	}
	form.values = map[maturity.OrganisationID]map[string]maturity.ReturnValue{}
	err := f.Figures.EachReturnValue(ctx, form.Collection.ID, form.Period, ids, func(id maturity.OrganisationID, v maturity.ReturnValue) error {
		if form.values[id] == nil {
			form.values[id] = map[string]maturity.ReturnValue{}
		}
		form.values[id][v.Measure] = v
		return nil
	})
	if err != nil {
		return err
	}
	form.past = map[maturity.OrganisationID]map[string]map[period.Period]maturity.Observation{}
	return f.Figures.EachObservation(ctx, maturity.ObservationFilter{Organisations: ids, Measures: form.Collection.Measures, Kind: form.Period.Kind, Except: f.Catalogue.Plans(),
		From: form.Period.Add(-past).Start, To: form.Period.Start - 1}, func(o maturity.Observation) error {
		if form.past[o.Organisation] == nil {
			form.past[o.Organisation] = map[string]map[period.Period]maturity.Observation{}
		}
		if form.past[o.Organisation][o.Measure] == nil {
			form.past[o.Organisation][o.Measure] = map[period.Period]maturity.Observation{}
		}
		form.past[o.Organisation][o.Measure][o.Period] = o
		return nil
	})
}

// Owing lists from whom a collection wants a return for a period.
func (r *Rounds) Owing(ctx context.Context, c maturity.Collection, p period.Period) ([]collection.Owed, error) {
	bodies, err := r.Store.DatedBodies(ctx, c.Kinds, c.Footprints, p.Start)
	if err != nil {
		return nil, err
	}
	return collection.Due(c, bodies, p), nil
}

// Name is a name for the form's file.
func (f Form) Name() string {
	who := "all"
	if f.Single {
		who = f.Organisations[0].Code
	}
	return strings.Join([]string{f.Collection.ID, f.Period.Code(), who}, "-") + ".xlsx"
}

// Write writes the form as a workbook. The error is that of w or of the temporary folder.
func (f Form) Write(w io.Writer) error {
	return sheet.WriteXLSX(w, []sheet.OutSheet{f.sheet()})
}

// Measures lists the measures of the form in its order.
func (f Form) Measures() []maturity.Measure { return slices.Clone(f.measures) }

// Begun counts the organisations with a figure in their return.
func (f Form) Begun() int { return len(slices.Collect(maps.Keys(f.values))) }
