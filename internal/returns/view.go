package returns

import (
	"context"
	"slices"

	"waymark/internal/collection"
	"waymark/internal/maturity"
	"waymark/internal/period"
)

// Figures reads what is published.
type Figures interface {
	Observations(ctx context.Context, f maturity.ObservationFilter) (page []maturity.Observation, next string, err error)
}

// View is one return with what stands beside it. Where the reader may not see what is not published, File holds nothing
// but what is.
type View struct {
	Collection maturity.Collection
	Key        maturity.ReturnKey
	Body       maturity.Organisation
	File       maturity.ReturnFile
	Begun      bool
	Public     bool // only what is published is in it
	May        map[maturity.Permission]bool

	Opens, Due, Closes, Refresh period.Day
	Extended                    period.Day // last day of a granted extension; 0: none
	Today                       period.Day

	Findings  []maturity.Finding
	Problems  []Problem                         // what would keep it from being submitted now
	Past      map[string][]maturity.Observation // by measure: the last four values before, oldest first
	Elsewhere map[string]maturity.Observation   // by measure: what another source says for the period, to be confirmed
	Published map[string]maturity.Observation   // by measure: what is published of this return's source for the period
}

// past is how many earlier values stand beside a field.
const past = 4

// View reads a return for a page or a program. NotFound for who may see nothing of it.
func (d *Desk) View(ctx context.Context, who Actor, key maturity.ReturnKey) (v View, err error) {
	if v.Collection, err = d.collection(key); err != nil {
		return v, err
	}
	v.Key, v.Today = key, d.today(who)
	if v.Body, err = d.Bodies(ctx, key.Organisation); err != nil {
		return v, err
	}
	if v.May, err = d.Permits(ctx, who, v.Collection, key.Organisation); err != nil {
		return v, err
	}
	v.Opens, v.Due, v.Closes, v.Refresh = collection.Days(v.Collection, key.Period)
	if err := d.figures(ctx, &v); err != nil {
		return v, err
	}
	if !v.May[maturity.ReadDraft] {
		return d.publicView(ctx, v)
	}
	if v.Extended, _, err = d.Store.ExtendedUntil(ctx, key); err != nil {
		return v, err
	}
	v.File, err = d.Store.ReturnFile(ctx, key)
	switch {
	case err == nil:
		v.Begun = true
	case maturity.CodeOf(err) != maturity.NotFound:
		return v, err
	default: // the form is empty until something is saved
		v.File.Return = maturity.Return{ReturnKey: key, State: maturity.ReturnDraft, Round: 1}
		v.File.Body = v.Body
		return v, d.unbegun(ctx, who, v)
	}
	if editable(v.File.State) || v.File.State == maturity.ReturnSubmitted {
		if v.Findings, err = d.findings(ctx, v.Collection, v.File); err != nil {
			return v, err
		}
	}
	if editable(v.File.State) {
		v.Problems = d.Problems(v.Collection, v.File, v.Findings)
	}
	return v, nil
}

// unbegun fails with NotFound where no return is due from the organisation.
func (d *Desk) unbegun(ctx context.Context, who Actor, v View) error {
	if err := d.mayBegin(ctx, who, v.Collection, v.Key); maturity.CodeOf(err) == maturity.NotFound {
		return err
	}
	return nil
}

// publicView is what everybody may see: the values that are published, and since when.
func (d *Desk) publicView(ctx context.Context, v View) (View, error) {
	file, err := d.Store.ReturnFile(ctx, v.Key)
	if maturity.CodeOf(err) == maturity.NotFound || err == nil && !file.Live() {
		return v, errUnknown
	}
	if err != nil {
		return v, err
	}
	v.Public, v.Begun, v.Elsewhere = true, true, nil
	v.File.Return = maturity.Return{ID: file.ID, ReturnKey: v.Key, State: maturity.ReturnPublished, Round: file.Publications[len(file.Publications)-1].Round, PublishedAt: file.PublishedAt}
	if v.File.Round > 1 {
		v.File.State = maturity.ReturnCorrected
	}
	v.File.Body = file.Body
	for _, o := range v.Published {
		v.File.Values = append(v.File.Values, maturity.ReturnValue{Measure: o.Measure, State: o.State, Value: o.Value, Numerator: o.Numerator, Denominator: o.Denominator})
	}
	v.File.Values = sorted(v.File.Values)
	return v, nil
}

// figures reads the published values of the organisation: of the periods before, and of this one by every source.
func (d *Desk) figures(ctx context.Context, v *View) error {
	c, p := v.Collection, v.Key.Period
	filter := maturity.ObservationFilter{Organisations: []maturity.OrganisationID{v.Key.Organisation}, Measures: c.Measures, Kind: p.Kind, Except: d.Catalogue.Plans(), Limit: 10000}
	before, now := filter, filter
	before.To = p.Start - 1
	now.From, now.To, now.AllSources = p.Start, p.Start, true
	v.Past, v.Elsewhere, v.Published = map[string][]maturity.Observation{}, map[string]maturity.Observation{}, map[string]maturity.Observation{}
	earlier, _, err := d.Figures.Observations(ctx, before)
	if err != nil {
		return err
	}
	for _, o := range earlier {
		list := append(v.Past[o.Measure], o)
		v.Past[o.Measure] = list[max(0, len(list)-past):]
	}
	present, _, err := d.Figures.Observations(ctx, now)
	if err != nil {
		return err
	}
	for _, o := range present {
		_, more := v.Elsewhere[o.Measure]
		switch source, _ := d.Catalogue.Source(o.Source); {
		case o.Source == c.Source:
			v.Published[o.Measure] = o
		case !more && o.HasValue() && source.Kind == maturity.SourcePublished: // the preferred source comes first
			v.Elsewhere[o.Measure] = o
		}
	}
	return nil
}

// editable reports whether values can be typed in this state without taking anything back.
func editable(s maturity.ReturnState) bool {
	return slices.Contains([]maturity.ReturnState{maturity.ReturnDraft, maturity.ReturnChangesRequested}, s)
}

// Editable reports whether the reader may type values into the return now.
func (v View) Editable() bool {
	return v.May[maturity.EditReturn] && editable(v.File.State) && v.Today >= v.Opens
}

// Offers reports whether an act is to be offered to somebody.
func (v View) Offers(act, login string) bool {
	return v.Begun && !v.Public && Offers(act, v.Collection, v.File, v.May, login)
}

// Confirm is the value of another source as a value of the return: confirmed, not typed again.
func (v View) Confirm(measure string, revision int64, comment string) (Saving, error) {
	o, ok := v.Elsewhere[measure]
	if !ok {
		return Saving{}, maturity.Errorf(maturity.Conflict, "There is no value of another source to be confirmed any more.")
	}
	return Saving{ReturnValue: maturity.ReturnValue{Measure: measure, State: o.State, Value: o.Value, Numerator: o.Numerator, Denominator: o.Denominator,
		Comment: comment, Confirmed: o.Source, Revision: revision}}, nil
}
