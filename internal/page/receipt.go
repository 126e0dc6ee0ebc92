package page

import (
	"context"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"waymark/internal/maturity"
)

// Receipts gives signed receipts (proof.Receipts).
type Receipts interface {
	OfSubmission(ctx context.Context, s maturity.Submission) (number int64, err error)
	JSON(ctx context.Context, number int64) ([]byte, error)
	PDF(ctx context.Context, number int64) ([]byte, error)
}

// submissionReceipt gives the receipt of a submission, issued now where it was not yet, in one of its forms.
func (p *Pages) submissionReceipt(form string) echo.HandlerFunc {
	return func(c echo.Context) error {
		s, err := p.submissionInSight(c)
		if err != nil {
			return err
		}
		number, err := p.Receipts.OfSubmission(c.Request().Context(), s)
		if err != nil {
			return err
		}
		return p.giveReceipt(c, number, form)
	}
}

// giveReceipt answers with a receipt as a file: form is json or pdf.
func (p *Pages) giveReceipt(c echo.Context, number int64, form string) error {
	media, read := "application/json", p.Receipts.JSON
	if form == "pdf" {
		media, read = "application/pdf", p.Receipts.PDF
	}
	content, err := read(c.Request().Context(), number)
	if err != nil {
		return err
	}
	attach(c, "receipt-"+strconv.FormatInt(number, 10)+"."+form)
	return c.Blob(http.StatusOK, media, content)
}
