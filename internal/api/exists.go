package api

import (
	"context"
	"slices"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// selection is what was asked for, when nothing was found.
type selection struct {
	organisations []maturity.OrganisationID
	footprint     maturity.OrganisationID
	measures      []string
	asAt          time.Time
	from, to      period.Day
	kind          period.Kind
	narrowed      bool // by something else: a source, a status
	observed      bool // plans were left out
	cursor        string
}

const mostSuggested = 20

// whyEmpty says why nothing was found and what is stored that could have been meant. It widens the selection step by
// step: the same measures and organisations in any period, then the measures anywhere, then anything.
func (a *API) whyEmpty(ctx context.Context, c *chosen, s selection) (string, *Exists, error) {
	if s.cursor != "" {
		return "The page before was the last one.", nil, nil
	}
	if c.nobody {
		exists, err := a.anything(ctx, s)
		return "Nothing that the selection names is known here; see the notes.", exists, err
	}
	organisations := s.organisations
	if s.footprint != 0 && len(organisations) == 0 {
		organisations = []maturity.OrganisationID{s.footprint}
	}
	stored, err := a.Observations.Coverage(ctx, organisations, s.measures)
	if err != nil {
		return "", nil, err
	}
	if len(stored) > 0 && s.footprint == 0 {
		return s.whatNarrows(), &Exists{Measures: a.existing(stored)}, nil
	}
	exists, err := a.anything(ctx, s)
	switch {
	case err != nil:
		return "", nil, err
	case len(exists.Measures) == 0 && len(s.measures) == 0:
		return "No values are stored yet.", exists, nil
	case len(exists.Measures) == 0:
		return "No values of these measures are stored yet.", exists, nil
	case s.footprint != 0:
		return "Neither the footprint nor its members on that day have values of this kind; a footprint's own values are computed: see its trajectories.", exists, nil
	}
	return "These organisations have no values of these measures.", exists, nil
}

// whatNarrows names the part of a selection that leaves nothing of what is stored.
func (s selection) whatNarrows() string {
	switch {
	case s.from != 0 || s.to != 0 || s.kind != period.KindNone:
		return "There are no values for these periods; exists lists the periods that have some."
	case !s.asAt.IsZero():
		return "Nothing of this was known at that time; exists lists what is known now."
	case s.narrowed:
		return "There are values, but none that fits the rest of the selection."
	case s.observed:
		return "Only plans are stored of this, which are no observed values; all_sources=true gives them."
	}
	return "Values are stored, but nothing has been computed from them for this selection yet."
}

// anything is what is stored of the measures, or of all measures where these have nothing.
func (a *API) anything(ctx context.Context, s selection) (*Exists, error) {
	stored, err := a.Observations.Coverage(ctx, nil, s.measures)
	if err != nil {
		return nil, err
	}
	out := &Exists{Measures: a.existing(stored)}
	if len(s.measures) == 0 || len(stored) == 0 {
		return out, nil
	}
	ids, err := a.Observations.SomeOrganisations(ctx, s.measures, mostSuggested)
	if err != nil {
		return nil, err
	}
	d, err := a.Directory(ctx)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		if o, ok := d.ByID(id); ok {
			out.Organisations = append(out.Organisations, o.Code)
		}
	}
	slices.Sort(out.Organisations)
	return out, nil
}

func (a *API) existing(stored []maturity.Coverage) []ExistingMeasure {
	var out []ExistingMeasure
	for _, s := range stored {
		m, _ := a.Catalogue.Measure(s.Measure)
		out = append(out, ExistingMeasure{s.Measure, m.Title, s.First.Code(), s.Last.Code(), s.Organisations})
	}
	return out
}
