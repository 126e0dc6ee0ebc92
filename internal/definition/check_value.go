package definition

import (
	"fmt"

	"waymark/internal/maturity"
)

// valueRule checks where a rule finds its measure and its numbers.
func (c *checker) valueRule(p sheetPlace, path string, v maturity.ValueRule) {
	ways := 0
	for _, has := range []bool{v.Measure != "", v.MeasureColumn != "", len(v.MeasureColumns) > 0, v.MeasureHeading} {
		if has {
			ways++
		}
	}
	if ways != 1 {
		c.fault(p.at, path, "a value needs exactly one of measure, measure_column, measure_columns and measure_heading")
	}
	c.refer(p.at, path+".measure", groupMeasures, v.Measure)
	for text, id := range v.MeasureNames {
		c.refer(p.at, path+".measure_names."+text, groupMeasures, id)
	}
	for _, named := range []struct{ key, column string }{
		{"measure_column", v.MeasureColumn}, {"column", v.Column}, {"numerator", v.Numerator}, {"denominator", v.Denominator},
		{"field_column", v.FieldColumn}, {"state_column", v.StateColumn}, {"flag_column", v.FlagColumn}, {"like", v.Like},
		{"comment_column", v.CommentColumn}, {"revision_column", v.RevisionColumn},
	} {
		c.column(p, path+"."+named.key, named.column)
	}
	for i, column := range v.MeasureColumns {
		c.column(p, fmt.Sprintf("%s.measure_columns[%d]", path, i), column)
	}
	for column, expression := range v.Only {
		c.column(p, path+".only."+column, column)
		c.regexps(p.at, path+".only."+column, expression)
	}
	for i, when := range v.When {
		here := fmt.Sprintf("%s.when[%d]", path, i)
		c.need(p.at, here+".column", when.Column)
		c.column(p, here+".column", when.Column)
		c.regexps(p.at, here+".match", when.Match)
	}
	c.periodCode(p.at, path+".period", v.Period)
	c.numbersOf(p, path, v)
}

// numbersOf checks that the kind of value and the columns go together.
func (c *checker) numbersOf(p sheetPlace, path string, v maturity.ValueRule) {
	columns := v.Numerator != "" && v.Denominator != ""
	fields := v.FieldColumn != "" && v.NumeratorField != ""
	if v.Kind == maturity.ValueRatio && !columns && !fields {
		c.fault(p.at, path, "a ratio needs numerator and denominator, or field_column with numerator_field and denominator_field")
	}
	if v.FieldColumn != "" && v.Column == "" {
		c.fault(p.at, path, "field_column says which field a row holds; column must say where its value is")
	}
	if m, ok := c.measure[v.Measure]; ok && v.Kind == maturity.ValueRatio && m.Denominator == "" {
		c.fault(p.at, path+".kind", "measure %q has no denominator, so its value cannot be a ratio", m.ID)
	}
}

func (c *checker) matrix(p sheetPlace, path string, m maturity.MatrixRule) {
	c.need(p.at, path+".row_heading", m.RowHeading)
	c.need(p.at, path+".framework", m.Framework)
	c.column(p, path+".row_heading", m.RowHeading)
	c.column(p, path+".from", m.From)
	c.refer(p.at, path+".framework", groupFrameworks, m.Framework)
	for heading, framework := range m.ByColumn {
		c.refer(p.at, path+".by_column."+heading, groupFrameworks, framework)
	}
	for framework, code := range m.Periods {
		c.refer(p.at, path+".periods."+framework, groupFrameworks, framework)
		c.periodCode(p.at, path+".periods."+framework, code)
	}
}
