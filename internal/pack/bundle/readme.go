package bundle

import (
	"fmt"
	"strconv"
	"strings"

	"waymark/internal/pack"
)

// readme says what is in the ZIP, since when it is known and where it comes from. Every word from outside stands in one
// line, so that none can pass for a line of its own.
func (f *folder) readme(d pack.Document) string {
	var b strings.Builder
	line := func(parts ...string) {
		if text := oneLine(strings.Join(parts, "")); text != "" {
			b.WriteString(text + "\n")
		}
	}
	line(d.Title)
	line(d.Subject)
	line(d.Body)
	line(d.Day)
	if d.Edition > 1 {
		line("Edition " + strconv.Itoa(d.Edition))
	}
	b.WriteString("\n")
	for _, words := range append([]string{d.Verdict, d.Figures, d.Freshness}, d.Warnings...) {
		line(words)
	}
	b.WriteString("\nWhat it rests on\n")
	for _, fact := range d.Facts {
		line(fact.Name, ": ", fact.Words)
	}
	if d.Address != "" {
		line("Kept at: ", d.Address)
	}
	b.WriteString("\nWhat is here\npictures/ every picture as SVG")
	if f.Rasterise != nil {
		b.WriteString(" and PNG")
	}
	b.WriteString(", with its numbers as CSV\n")
	if f.Draw != nil {
		b.WriteString("slides/ the same pictures laid out for a slide\n")
	} else {
		b.WriteString("Pictures laid out for slides are left out: nothing here can draw them.\n")
	}
	if f.Rasterise == nil {
		b.WriteString("PNG is left out: nothing here can make it.\n")
	}
	b.WriteString("tables/ the tables of the paper as CSV, in UTF-8; a text that a spreadsheet would run as a formula begins with an apostrophe\n")
	for _, p := range f.pictures {
		f.describe(&b, line, p)
	}
	b.WriteString("\nFiles: SHA-256, bytes, name\n")
	for _, file := range f.files {
		fmt.Fprintf(&b, "%s %9d %s\n", file.hash, file.size, file.name)
	}
	return b.String()
}

// describe says of one picture what it shows.
func (f *folder) describe(b *strings.Builder, line func(...string), p shown) {
	figure := p.picture.Figure
	fmt.Fprintf(b, "\nPicture %d\n", p.number)
	line(figure.Title)
	line(figure.Subtitle)
	line(figure.Reading)
	for _, note := range figure.Notes {
		line(note)
	}
	if figure.Source != "" {
		line("Source: ", figure.Source)
	}
	if figure.AsAt != "" {
		line(pack.AsKnownOn, " ", strings.TrimPrefix(figure.AsAt, "as known on "))
	}
	for _, missing := range p.missing {
		line(missing)
	}
	for _, name := range p.files {
		line(name)
	}
}
