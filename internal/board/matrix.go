package board

import (
	"context"
	"math"
	"slices"

	"waymark/internal/benchmark"
	"waymark/internal/maturity"
)

// Matrix is a framework's sections by organisations, with the national average beside them.
type Matrix struct {
	Framework     maturity.Framework
	Organisations []maturity.Organisation
	Groups        []MatrixGroup
	Caveat        string
	Findings      []string // computed sentences: who is below where
	Indicative    bool     // some column is compared with the average of another instrument
	Instruments   map[maturity.OrganisationID]string
}

// MatrixGroup is a group of sections.
type MatrixGroup struct {
	Title string
	Rows  []MatrixRow
}

// MatrixRow is one section.
type MatrixRow struct {
	Section  maturity.Section
	Measure  maturity.Measure
	National string
	Cells    []MatrixCell
}

// MatrixCell is one score. Word says in words how it compares, so that no meaning rests on colour.
type MatrixCell struct {
	Organisation maturity.Organisation
	Measure      string // the measure it is a value of: of the organisation's own instrument
	Period       string // code
	Value        string
	Word         string // above, similar, below, or ""
	Position     maturity.Position
	Behind       bool // on the worse side of the average, by the measure's polarity
	Indicative   bool
	State        maturity.State
	Empty        bool
}

// matrix reads the latest score of every section of the framework, or of the section of another instrument that
// stands beside it, for the members, and the published average of the framework's own instrument.
func (b *Builder) matrix(ctx context.Context, panel maturity.Panel, q Query, members []maturity.Organisation) (*Matrix, error) {
	framework, ok := b.catalogue.Framework(panel.Framework)
	if !ok {
		return nil, maturity.Errorf(maturity.NotFound, "There is no framework %q.", panel.Framework)
	}
	beside := b.counterparts(framework)
	var measures []string
	for _, list := range beside {
		measures = append(measures, list...)
	}
	slices.Sort(measures)
	if len(panel.Kinds) > 0 {
		members = slices.DeleteFunc(slices.Clone(members), func(o maturity.Organisation) bool { return !slices.Contains(panel.Kinds, o.Kind) })
	}
	ids := idsOf(members)
	observations, err := b.reader.LatestObservations(ctx, ids, measures, b.plans, q.AsAt)
	if err != nil {
		return nil, err
	}
	averages, err := b.reader.LatestBenchmarks(ctx, measures, q.AsAt)
	if err != nil {
		return nil, err
	}
	return b.fill(framework, panel, beside, members, observations, averages), nil
}

// counterparts maps each section of the framework to the measures that may fill its row: its own first, then those of
// sections in other instruments that name it.
func (b *Builder) counterparts(f maturity.Framework) map[string][]string {
	out := map[string][]string{}
	for _, s := range f.Sections {
		if s.Measure != "" {
			out[s.ID] = append(out[s.ID], s.Measure)
		}
	}
	for _, other := range b.catalogue.Frameworks {
		for _, s := range other.Sections {
			for id := range out {
				if s.Counterpart == f.ID+"/"+id && s.Measure != "" {
					out[id] = append(out[id], s.Measure)
				}
			}
		}
	}
	return out
}

type seriesKey struct {
	organisation maturity.OrganisationID
	measure      string
}

func (b *Builder) fill(f maturity.Framework, panel maturity.Panel, beside map[string][]string, members []maturity.Organisation,
	observations []maturity.Observation, averages []maturity.BenchmarkValue) *Matrix {
	held := map[seriesKey]maturity.Observation{}
	has := map[maturity.OrganisationID]bool{}
	for _, o := range observations {
		held[seriesKey{o.Organisation, o.Measure}] = o
		has[o.Organisation] = true
	}
	national := latestBenchmarks(averages)
	m := &Matrix{Framework: f, Caveat: f.Caveat, Instruments: map[maturity.OrganisationID]string{}}
	for _, o := range members {
		if has[o.ID] {
			m.Organisations = append(m.Organisations, o)
		}
	}
	for _, g := range f.Groups {
		group := MatrixGroup{Title: g.Title}
		for _, s := range g.Sections {
			if s.Measure == "" || len(panel.Tags) > 0 && !overlap(panel.Tags, s.Tags) {
				continue
			}
			group.Rows = append(group.Rows, b.matrixRow(m, s, beside[s.ID], held, national))
		}
		if len(group.Rows) > 0 {
			m.Groups = append(m.Groups, group)
		}
	}
	m.Findings = findings(m)
	return m
}

// latestBenchmarks keeps the newest value of each measure's first benchmark without a population of its own.
func latestBenchmarks(values []maturity.BenchmarkValue) map[string]maturity.BenchmarkValue {
	out := map[string]maturity.BenchmarkValue{}
	for _, v := range values {
		old, seen := out[v.Measure]
		if !math.IsNaN(v.Value) && (!seen || v.Period.End() > old.Period.End()) {
			out[v.Measure] = v
		}
	}
	return out
}

func (b *Builder) matrixRow(m *Matrix, s maturity.Section, measures []string, held map[seriesKey]maturity.Observation, national map[string]maturity.BenchmarkValue) MatrixRow {
	own, _ := b.catalogue.Measure(s.Measure)
	row := MatrixRow{Section: s, Measure: own, National: "not published"}
	average, published := national[s.Measure]
	if published {
		row.National = own.Format(average.Value)
	}
	for _, o := range m.Organisations {
		cell := MatrixCell{Organisation: o, Value: "not submitted", Empty: true, Position: maturity.PositionUnknown}
		for i, id := range measures {
			observation, ok := held[seriesKey{o.ID, id}]
			if !ok {
				continue
			}
			measure, _ := b.catalogue.Measure(id)
			cell = MatrixCell{Organisation: o, Measure: id, Period: observation.Period.Code(), Value: ObservationWords(measure, observation),
				State: observation.State, Position: maturity.PositionUnknown, Indicative: i > 0}
			if framework, ok := b.catalogue.Framework(measure.Framework); ok && i > 0 {
				m.Instruments[o.ID] = framework.Title
			}
			if published && observation.HasValue() {
				position, better := benchmark.Place(measure, observation.Value, average.Value)
				cell.Position, cell.Behind = position, better != nil && !*better
				cell.Word = positionWords[cell.Position]
				m.Indicative = m.Indicative || cell.Indicative
			}
			break
		}
		row.Cells = append(row.Cells, cell)
	}
	return row
}

var positionWords = map[maturity.Position]string{maturity.PositionAbove: "above", maturity.PositionSimilar: "similar", maturity.PositionBelow: "below"}

func overlap(a, b []string) bool {
	return slices.ContainsFunc(a, func(s string) bool { return slices.Contains(b, s) })
}

func idsOf(list []maturity.Organisation) []maturity.OrganisationID {
	out := make([]maturity.OrganisationID, len(list))
	for i, o := range list {
		out[i] = o.ID
	}
	return out
}
