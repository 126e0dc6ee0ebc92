package rule_test

import (
	"math"
	"strconv"
	"strings"
	"testing"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/rule"
)

// bodies of the tests: two trusts and a council in one footprint, six more trusts elsewhere, and England.
var bodies = func() []rule.Body {
	glos := rule.Membership{Footprint: 10}
	out := []rule.Body{{Organisation: maturity.Organisation{ID: 1, Code: "ENG", Name: "England", Kind: maturity.KindNation}},
		{Organisation: maturity.Organisation{ID: 10, Code: "glos", Name: "Gloucestershire", Kind: maturity.KindFootprint}},
		{Organisation: maturity.Organisation{ID: 2, Code: "RTE", Name: "Hospitals", Kind: "trust"}, Footprints: []rule.Membership{glos}},
		{Organisation: maturity.Organisation{ID: 3, Code: "R1J", Name: "Care Services", Kind: "trust"}, Footprints: []rule.Membership{glos, {Footprint: 11}}},
		{Organisation: maturity.Organisation{ID: 4, Code: "GCC", Name: "Council", Kind: "council"}, Footprints: []rule.Membership{glos}},
		{Organisation: maturity.Organisation{ID: 11, Code: "bristol", Name: "Bristol", Kind: maturity.KindFootprint}}}
	for i, code := range []string{"RA1", "RA2", "RA3", "RA4", "RA5", "RA6"} {
		out = append(out, rule.Body{Organisation: maturity.Organisation{ID: maturity.OrganisationID(20 + i), Code: code, Name: code, Kind: "trust"}})
	}
	return out
}()

func catalogue() *maturity.Catalogue {
	percent := func(id string) maturity.Measure {
		return maturity.Measure{ID: id, Title: "Share of " + id, Unit: maturity.UnitPercent, Low: 0, High: 100, Per: 100, Denominator: "all", MaxJump: 20, Frequency: period.KindQuarter}
	}
	asked := percent("asked")
	asked.Changes = []maturity.Change{{Date: "2018-04-01", Text: "counted anew", Break: true}}
	c := &maturity.Catalogue{
		Sources: []maturity.Source{{ID: "table", Title: "The table", Rank: 1, Kind: maturity.SourcePublished}, {ID: "text", Title: "The text", Rank: 2, Kind: maturity.SourceEstimate},
			{ID: "leaflet", Title: "A leaflet", Rank: 3, Kind: maturity.SourceEstimate}, {ID: "plan", Title: "The plan", Rank: 9, Kind: maturity.SourcePlan},
			{ID: "invented", Title: "Invented", Rank: 20, Kind: maturity.SourceReturn, Illustrative: true}},
		Measures: []maturity.Measure{percent("eps"), percent("letters"), asked, {ID: "patients", Title: "Patients", Unit: maturity.UnitCount, High: math.NaN()},
			{ID: "lead", Title: "Leadership", Unit: maturity.UnitScore, High: 100, Framework: "dma"}, {ID: "social-lead", Title: "Leadership", Unit: maturity.UnitScore, High: 100, Framework: "social"}},
		Frameworks: []maturity.Framework{
			{ID: "dma", Scales: []maturity.AnswerScale{{Answers: []maturity.Answer{{Score: 0}, {Score: 50}, {Score: 100}}}, {Answers: []maturity.Answer{{Score: 17}}}},
				Groups: []maturity.Group{{Sections: []maturity.Section{{ID: "lead", Measure: "lead"}}}}},
			{ID: "social", Groups: []maturity.Group{{Sections: []maturity.Section{{ID: "lead", Measure: "social-lead", Counterpart: "dma/lead"}}}}}},
		Targets: []maturity.Target{{ID: "t", Measure: "eps", Value: 80, Stated: true, Due: &maturity.LooseDate{Latest: period.Date(2020, 3, 31)}},
			{ID: "u", Measure: "eps", Value: 10, Stated: false, Due: &maturity.LooseDate{Latest: period.Date(2019, 3, 31)}},
			{ID: "v", Measure: "letters", Value: 95, Stated: true, Organisation: "RTE", Due: &maturity.LooseDate{Latest: period.Date(2020, 3, 31)}}},
	}
	c.Index()
	return c
}

// figures reads one figure a line: organisation, measure, period, source, value or numerator/denominator or state, marks.
func figures(t testing.TB, text string) (out []maturity.Observation) {
	t.Helper()
	ids := map[string]maturity.OrganisationID{}
	for _, b := range bodies {
		ids[b.Code] = b.ID
	}
	for line := range strings.SplitSeq(text, "\n") {
		f := strings.Fields(line)
		if len(f) == 0 {
			continue
		}
		p, err := period.FromCode(f[2])
		if len(f) < 5 || ids[f[0]] == 0 || err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		o := maturity.Observation{Organisation: ids[f[0]], Measure: f[1], Period: p, Source: f[3], State: maturity.Reported, Value: math.NaN(), Numerator: math.NaN(), Denominator: math.NaN()}
		number := func(text string) float64 {
			v, err := strconv.ParseFloat(text, 64)
			if err != nil {
				t.Fatalf("%q: %v", line, err)
			}
			return v
		}
		if state, is := maturity.ParseState(f[4]); is {
			o.State = state
		} else if n, d, is := strings.Cut(f[4], "/"); is {
			o.Numerator, o.Denominator = number(n), number(d)
			o.Value = 100 * o.Numerator / o.Denominator
		} else {
			o.Value = number(f[4])
		}
		for _, mark := range f[5:] {
			o.Flags |= map[string]maturity.Flag{"inferred": maturity.Inferred, "estimated": maturity.Estimated}[mark]
		}
		out = append(out, o)
	}
	return out
}

func codeOf(id maturity.OrganisationID) string {
	for _, b := range bodies {
		if b.ID == id {
			return b.Code
		}
	}
	return "?"
}

func messages(found []maturity.Finding) (out []string) {
	for _, f := range found {
		out = append(out, f.Message)
	}
	return out
}
