package board

import (
	"fmt"
	"strconv"
	"strings"

	"waymark/internal/maturity"
)

// findings says in sentences what the matrix shows: sections in which every organisation that answered is above the
// average, and those in which none is. Columns of another instrument are left out, because their comparison is
// indicative only.
func findings(m *Matrix) []string {
	var strong, weak []string
	for _, g := range m.Groups {
		for _, row := range g.Rows {
			answered, above, below := 0, 0, 0
			for _, c := range row.Cells {
				if c.Empty || c.Indicative || c.Position == maturity.PositionUnknown {
					continue
				}
				answered++
				switch c.Position {
				case maturity.PositionAbove:
					above++
				case maturity.PositionBelow:
					below++
				}
			}
			switch {
			case answered < 2:
			case above == answered:
				strong = append(strong, row.Section.Title)
			case below == answered:
				weak = append(weak, row.Section.Title)
			}
		}
	}
	var out []string
	if len(strong) > 0 {
		out = append(out, "All are above the national average in "+list(strong)+".")
	}
	if len(weak) > 0 {
		out = append(out, "All are below the national average in "+list(weak)+".")
	}
	for i, o := range m.Organisations {
		below, compared := 0, 0
		for _, g := range m.Groups {
			for _, row := range g.Rows {
				if c := row.Cells[i]; !c.Indicative && c.Position != maturity.PositionUnknown {
					compared++
					if c.Position == maturity.PositionBelow {
						below++
					}
				}
			}
		}
		if compared > 0 {
			number := strconv.Itoa(below)
			if below == 0 {
				number = "none"
			}
			out = append(out, fmt.Sprintf("%s is below the national average in %s of %s.", o.ShortName, number, maturity.Count(compared, "section", "sections")))
		}
	}
	return out
}

// list joins names as a sentence does: "A", "A and B", "A, B and C".
func list(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}
