// Package workbook sets a document as XLSX: a cover, every table on a sheet of its own with numbers that can be calculated
// with, the charts as native ones, the words and the definitions. Every sheet says since when its figures are known and
// where they come from. It decides nothing about what a paper says.
package workbook

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/xuri/excelize/v2"

	"waymark/internal/pack"
)

// Writer sets documents as workbooks. Temp is the folder it may use meanwhile; "" is the system's.
type Writer struct{ Temp string }

// Form is the workbook's.
func (Writer) Form() pack.Form { return pack.Workbook }

// Write sets the document. The same document gives the same bytes. The error is that of w, of the temporary folder or of a
// cancelled context.
func (o Writer) Write(ctx context.Context, w io.Writer, d pack.Document) (err error) {
	folder, err := os.MkdirTemp(o.Temp, "waymark-paper-")
	if err != nil {
		return fmt.Errorf("workbook: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	file := excelize.NewFile(excelize.Options{TmpDir: folder})
	defer func() { err = errors.Join(err, file.Close()) }()
	b := &book{file: file, document: d, names: names{}, styles: map[string]int{}}
	if err := b.fill(ctx); err != nil {
		return fmt.Errorf("workbook: %w", err)
	}
	// excelize would collect the archive in the buffer it offers; this writes past it.
	file.ZipWriter = func(io.Writer) excelize.ZipWriter { return steady{zip.NewWriter(w)} }
	return file.Write(io.Discard)
}

// book is a workbook being written.
type book struct {
	file     *excelize.File
	document pack.Document
	names    names
	styles   map[string]int
	contents []entry
}

// entry is a sheet as the cover lists it.
type entry struct{ sheet, words string }

func (b *book) fill(ctx context.Context) error {
	d := b.document
	cover := b.names.of("Cover")
	if err := b.file.SetSheetName(b.file.GetSheetName(0), cover); err != nil {
		return err
	}
	pictures := 0
	for _, s := range d.Sections {
		for _, block := range s.Blocks {
			if err := ctx.Err(); err != nil {
				return err
			}
			var err error
			switch {
			case block.Table != nil:
				err = b.table(*block.Table)
			case block.Picture != nil:
				pictures++
				err = b.picture(pictures, *block.Picture)
			}
			if err != nil {
				return err
			}
		}
	}
	if err := b.said(); err != nil {
		return err
	}
	if err := b.definitions(); err != nil {
		return err
	}
	if err := b.cover(cover); err != nil {
		return err
	}
	return b.properties()
}

// properties say what the workbook is. Its times are fixed: the paper says itself when its figures were known.
func (b *book) properties() error {
	const when = "2000-01-01T00:00:00Z"
	d := b.document
	return b.file.SetDocProps(&excelize.DocProperties{Title: printable(d.Title), Subject: printable(d.Subject), Description: printable(d.Verdict),
		Creator: "Waymark", LastModifiedBy: "Waymark", Language: "en-GB", Created: when, Modified: when})
}
