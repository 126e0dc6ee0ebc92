package main

import (
	"io"

	"waymark/internal/ingest"
	"waymark/internal/maturity"
	"waymark/internal/sheet"
)

// writeForm writes the empty form of a layout as csv or xlsx.
func writeForm(w io.Writer, layout maturity.Layout, media string) error {
	if media == "csv" {
		rows, err := ingest.FormRows(layout, ingest.Form{})
		if err != nil {
			return err
		}
		return sheet.WriteCSV(w, rows)
	}
	form, err := ingest.FormSheet(layout, ingest.Form{})
	if err != nil {
		return err
	}
	return sheet.WriteXLSX(w, []sheet.OutSheet{form})
}
