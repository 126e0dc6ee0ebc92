package ingest

import (
	"strings"

	"waymark/internal/maturity"
	"waymark/internal/sheet"
)

var yesNo = map[string]float64{"yes": 1, "y": 1, "true": 1, "no": 0, "n": 0, "false": 0}

// readYesNo reads a cell that should say yes or no; other texts are read as figures are.
func readYesNo(c *sheet.Cell, own map[string]maturity.State) reading {
	if c.Kind == sheet.Text || c.Kind == sheet.Bool {
		if v, ok := yesNo[strings.ToLower(trimSpace(c.Text))]; ok {
			return reading{number: number{value: v, ok: true}, state: maturity.Reported}
		}
	}
	return readCell(c, own)
}
