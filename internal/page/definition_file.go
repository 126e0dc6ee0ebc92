package page

import (
	"bytes"
	"encoding/json"
	"net/http"

	"github.com/labstack/echo/v4"

	"waymark/internal/maturity"
)

// definitionFile gives a measure's definition for programs, as JSON or YAML: the same fields in the same order.
func (p *Pages) definitionFile(c echo.Context) error {
	m, err := p.measureDefined(c)
	if err != nil {
		return err
	}
	fields := p.definitionFields(m)
	var out bytes.Buffer
	switch c.Param("file") {
	case "definition.json":
		if err := writeJSONFields(&out, fields); err != nil {
			return err
		}
		return c.Blob(http.StatusOK, "application/json", out.Bytes())
	case "definition.yaml":
		// A value in JSON is one in YAML: so no name can break out of its place.
		for _, f := range fields {
			value, err := json.Marshal(f.value)
			if err != nil {
				return err
			}
			out.WriteString(f.name + ": " + string(value) + "\n")
		}
		return c.Blob(http.StatusOK, "application/yaml", out.Bytes())
	}
	return maturity.Errorf(maturity.NotFound, "A definition is given as definition.json or definition.yaml.")
}

type definitionField struct {
	name  string
	value any
}

func writeJSONFields(out *bytes.Buffer, fields []definitionField) error {
	out.WriteString("{")
	for i, f := range fields {
		value, err := json.Marshal(f.value)
		if err != nil {
			return err
		}
		if i > 0 {
			out.WriteString(",")
		}
		out.WriteString("\n  \"" + f.name + "\": ")
		out.Write(value)
	}
	out.WriteString("\n}\n")
	return nil
}

// definitionFields are what a measure's definition says, with the targets and benchmarks that belong to it.
func (p *Pages) definitionFields(m maturity.Measure) []definitionField {
	type target struct {
		ID       string  `json:"id"`
		Title    string  `json:"title"`
		Operator string  `json:"operator"`
		Value    float64 `json:"value"`
		Due      string  `json:"due"`
		Stated   bool    `json:"stated"`
		Document string  `json:"document"`
		Place    string  `json:"place"`
		Hash     string  `json:"hash"`
	}
	type change struct {
		Date  string `json:"date"`
		Text  string `json:"text"`
		Break bool   `json:"break"`
	}
	targets, changes, benchmarks := []target{}, []change{}, []string{}
	for _, t := range p.Catalogue.TargetsOf(m.ID) {
		one := target{t.ID, t.Title, string(t.Operator), t.Value, "", t.Stated, t.Document, t.Place, t.Hash}
		if t.Due != nil {
			one.Due = t.Due.AsGiven
		}
		targets = append(targets, one)
	}
	for _, b := range p.Catalogue.BenchmarksOf(m) {
		benchmarks = append(benchmarks, b.ID)
	}
	for _, c := range m.Changes {
		changes = append(changes, change(c))
	}
	return []definitionField{{"id", m.ID}, {"title", m.Title}, {"short", m.Short}, {"why", m.Why}, {"formula", formula(m)}, {"numerator", m.Numerator}, {"denominator", m.Denominator},
		{"unit", string(m.Unit)}, {"unit_words", m.UnitWords}, {"polarity", string(m.Polarity)}, {"type", m.Type}, {"decimals", m.Decimals}, {"frequency", m.Frequency.String()},
		{"roll_up", string(m.RollUp)}, {"self_assessed", m.SelfAssessed}, {"caveat", m.Caveat()}, {"framework", m.Framework}, {"section", m.Section}, {"kinds", m.Kinds},
		{"tolerance", m.Tolerance}, {"max_jump", m.MaxJump}, {"small_number", m.SmallNumber}, {"source", m.SourceWords}, {"author", m.Author}, {"checker", m.Checker}, {"review_by", m.ReviewBy},
		{"where", m.Where}, {"hash", m.Hash}, {"targets", targets}, {"benchmarks", benchmarks}, {"changes", changes}, {"wording", m.Version().Fields}}
}
