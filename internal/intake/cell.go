package intake

import (
	"context"
	"errors"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/sheet"
)

// The bounds of looking into a kept file for one cell: a page waits for it.
const (
	maxLookBytes = 32 << 20
	maxLookTime  = 3 * time.Second
)

// CellText reads what a cell of the file says from the bytes kept, as proof of where a number came from. ok is false
// where the file is too large to look into while somebody waits, or the cell is not there.
func (d *Desk) CellText(ctx context.Context, id int64, cell maturity.Cell) (text string, ok bool, err error) {
	s, err := d.Store.Submission(ctx, id)
	if err != nil || s.Size > maxLookBytes || cell.Row < 1 || cell.Column < 1 {
		return "", false, err
	}
	brief, cancel := context.WithTimeout(ctx, maxLookTime)
	defer cancel()
	text, ok, err = d.lookUp(brief, s, cell)
	var fault *sheet.Fault
	if errors.As(err, &fault) || brief.Err() != nil && ctx.Err() == nil {
		return "", false, nil
	}
	return text, ok, err
}

func (d *Desk) lookUp(ctx context.Context, s maturity.Submission, cell maturity.Cell) (text string, ok bool, err error) {
	file, source, err := d.fetch(ctx, s.ID)
	if err != nil {
		return "", false, err
	}
	defer file.Close()
	book, err := sheet.Open(ctx, source, s.FileName, d.Limits)
	if err != nil {
		return "", false, err
	}
	defer book.Close()
	err = book.Rows(cell.Sheet, func(row sheet.Row) error {
		if row.Number < cell.Row {
			return nil
		}
		if row.Number == cell.Row && cell.Column <= len(row.Cells) {
			text, ok = row.Cells[cell.Column-1].Text, true
		}
		return sheet.ErrStop
	})
	return text, ok, err
}
