package definition

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

var media = []string{"csv", "xlsx"}

// cellAddress is where on a sheet a period may stand, besides "title".
var cellAddress = regexp.MustCompile(`^[A-Z]{1,3}[1-9][0-9]*$`)

func (c *checker) layout(at spot, l maturity.Layout) {
	c.need(at, "title", l.Title)
	c.need(at, "source", l.Source)
	c.refer(at, "source", groupSources, l.Source)
	if l.Version < 1 {
		c.fault(at, "version", "version must be at least 1, and rise with every change")
	}
	if len(l.Media) == 0 {
		c.fault(at, "media", "media is missing: csv, xlsx or both")
	}
	for i, m := range l.Media {
		c.oneOf(at, fmt.Sprintf("media[%d]", i), m, media)
	}
	if l.FileName != "" {
		c.regexps(at, "file_name", l.FileName)
	}
	if len(l.Sheets) == 0 {
		c.fault(at, "sheets", "sheets is missing: a layout reads at least one (a CSV file is one sheet)")
	}
	if l.Form != nil {
		c.need(at, "form.text", l.Form.Text)
		for _, cell := range []struct{ key, address string }{{"marker", l.Form.Marker}, {"collection", l.Form.Collection}, {"version", l.Form.Version}} {
			if !cellAddress.MatchString(cell.address) {
				c.fault(at, "form."+cell.key, "%s must be an address such as B3, not %q", cell.key, cell.address)
			}
		}
	}
	for i, s := range l.Sheets {
		c.sheet(at, fmt.Sprintf("sheets[%d]", i), l, s)
	}
}

// sheetPlace is a sheet layout under check: where it is written and which columns it has.
type sheetPlace struct {
	at      spot
	path    string
	columns map[string]bool
}

func (c *checker) sheet(at spot, path string, l maturity.Layout, s maturity.SheetLayout) {
	p := sheetPlace{at, path, map[string]bool{}}
	c.regexps(at, path+".name", s.Name)
	c.regexps(at, path+".footer", s.Footer)
	if !s.NoHeader && s.HeaderRows != 1 && s.HeaderRows != 2 {
		c.fault(at, path+".header_rows", "header_rows must be 1 or 2")
	}
	if s.NoHeader && s.NumberOfColumns < 1 {
		c.fault(at, path+".no_header", "a sheet without a header is known by number_of_columns, which is missing")
	}
	c.columns(p, s)
	c.rowRules(p, ".skip_row", s.SkipRow)
	c.rowRules(p, ".only", s.Only)
	c.oneOf(at, path+".combine", s.Combine, []string{"error", "sum", "mean"})
	c.referAll(at, path+".organisation_kinds", groupKinds, s.OrganisationKinds)
	c.periodRule(p, l, s.Period)
	for i, column := range s.Organisation {
		if !strings.HasPrefix(column, "=") {
			c.column(p, fmt.Sprintf("%s.organisation[%d]", path, i), column)
		}
	}
	if len(s.Organisation) == 0 && s.Matrix == nil {
		c.fault(at, path+".organisation", "organisation is missing: column ids, or a code such as =ENG")
	}
	if len(s.Values) == 0 && s.Matrix == nil {
		c.fault(at, path+".values", "values is missing: a sheet gives values or is a matrix")
	}
	for i, v := range s.Values {
		c.valueRule(p, fmt.Sprintf("%s.values[%d]", path, i), v)
	}
	if s.Matrix != nil {
		c.matrix(p, path+".matrix", *s.Matrix)
	}
}

func (c *checker) columns(p sheetPlace, s maturity.SheetLayout) {
	if len(s.Columns) == 0 {
		c.fault(p.at, p.path+".columns", "columns is missing")
	}
	for i, column := range s.Columns {
		path := fmt.Sprintf("%s.columns[%d]", p.path, i)
		c.need(p.at, path+".id", column.ID)
		if p.columns[column.ID] {
			c.fault(p.at, path+".id", "column %q is there twice", column.ID)
		}
		p.columns[column.ID] = true
		switch {
		case s.NoHeader && s.NumberOfColumns > 0 && (column.Index < 1 || column.Index > s.NumberOfColumns):
			c.fault(p.at, path+".index", "column %q needs an index from 1 to %d: the sheet has no header", column.ID, s.NumberOfColumns)
		case !s.NoHeader && len(column.Headings) == 0 && column.Index < 1:
			c.fault(p.at, path+".headings", "column %q needs headings", column.ID)
		}
		for j, heading := range column.Headings {
			if expression, is := strings.CutPrefix(heading, "~"); is {
				c.regexps(p.at, fmt.Sprintf("%s.headings[%d]", path, j), expression)
			}
		}
		if column.Group != "" && s.HeaderRows != 2 {
			c.fault(p.at, path+".group", "group is the first row of a two-row header: set header_rows to 2")
		}
	}
}

// rowRules checks a set of column id -> regular expression.
func (c *checker) rowRules(p sheetPlace, name string, rules map[string]string) {
	for column, expression := range rules {
		path := p.path + name + "." + column
		c.column(p, path, column)
		c.regexps(p.at, path, expression)
	}
}

// column faults a column id that the sheet does not have.
func (c *checker) column(p sheetPlace, path, id string) {
	if id != "" && !p.columns[id] {
		c.fault(p.at, path, "there is no column %q on this sheet%s", id, suggest(id, keys(p.columns)))
	}
}

func (c *checker) periodRule(p sheetPlace, l maturity.Layout, r maturity.PeriodRule) {
	path := p.path + ".period"
	if r.Column == "" && r.Cell == "" && !r.SheetTag && !r.FileTag && !r.Heading && !r.Sender && r.Fixed == "" {
		c.fault(p.at, path, "nothing says where the period is: column, cell, sheet_tag, file_tag, heading, sender or fixed")
	}
	c.column(p, path+".column", r.Column)
	c.oneOf(p.at, path+".order", r.Order, []string{"dmy", "mdy", "ymd"})
	if r.Cell != "" && r.Cell != "title" && !cellAddress.MatchString(r.Cell) {
		c.fault(p.at, path+".cell", "cell must be an address such as B2, or title, not %q", r.Cell)
	}
	if r.Pattern != "" {
		if re := c.regexps(p.at, path+".pattern", r.Pattern); re != nil && !slices.Contains(re.SubexpNames(), "period") {
			c.fault(p.at, path+".pattern", "pattern needs a group named period: (?P<period>...)")
		}
	}
	if r.FileTag && !strings.Contains(l.FileName, "<period>") && r.Pattern == "" {
		c.fault(p.at, path+".file_tag", "file_tag needs a group named period in file_name or pattern")
	}
	c.periodCode(p.at, path+".fixed", r.Fixed)
	for text, code := range r.Names {
		c.periodCode(p.at, path+".names."+text, code)
	}
}

// periodCode faults a text that is no period code. Empty ones are not judged.
func (c *checker) periodCode(at spot, path, code string) {
	if code == "" {
		return
	}
	if _, err := period.FromCode(code); err != nil {
		c.fault(at, path, "%s", err)
	}
}
