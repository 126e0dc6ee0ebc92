package main

import (
	"waymark/internal/chart/raster"
	"waymark/internal/chart/render"
	"waymark/internal/pack"
	"waymark/internal/pack/bundle"
	"waymark/internal/pack/paper"
	"waymark/internal/pack/pdf"
	"waymark/internal/pack/slides"
	"waymark/internal/pack/workbook"
)

// packForms are the forms in which packs are kept, the original first. Without a browser the PDF says that it cannot be
// made, and the pack is kept without it.
func packForms(renderer *render.Renderer, browser string) []pack.Writer {
	forms := []pack.Writer{paper.Writer{}}
	if browser != "none" {
		forms = append(forms, pdf.New(pdf.Options{Browser: browser}))
	}
	return append(forms, workbook.Writer{}, bundle.Writer{Rasterise: raster.PNG, Draw: renderer.SVG}, slides.Writer{Rasterise: raster.PNG, Draw: renderer.SVG})
}
