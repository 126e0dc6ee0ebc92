package page

import (
	"io"
	"mime/multipart"

	"github.com/labstack/echo/v4"

	"waymark/internal/exchange"
	"waymark/internal/maturity"
	"waymark/internal/roadmap"
	"waymark/internal/sheet"
)

// intoRoadmaps takes a file that was sent as a return and is a roadmap to where roadmaps are looked at, and gives the
// address there; "" where it is no roadmap.
func (p *Pages) intoRoadmaps(c echo.Context, file multipart.File, header *multipart.FileHeader) (string, error) {
	if p.Roadmaps == nil || p.Roadmaps.Files == nil || header.Size > roadmap.MaxFile {
		return "", nil
	}
	ctx := c.Request().Context()
	book, err := sheet.Open(ctx, io.NewSectionReader(file, 0, header.Size), header.Filename, exchange.Limits())
	if err != nil {
		return "", nil // damage is told by whoever reads it as a return
	}
	defer book.Close()
	if !exchange.Recognise(book) {
		return "", nil
	}
	reading, err := exchange.ReadBook(book)
	if err != nil {
		return "", nil
	}
	id := reading.Roadmap.ID
	if _, err := p.Roadmaps.Desk.Get(ctx, id, p.Now()); maturity.CodeOf(err) == maturity.NotFound {
		id = ""
	} else if err != nil {
		return "", err
	}
	text, err := io.ReadAll(io.NewSectionReader(file, 0, header.Size))
	if err != nil {
		return "", maturity.Wrap(err, maturity.Unavailable, "The file could not be taken in. Try again.")
	}
	u, _, err := p.Roadmaps.Files.Receive(ctx, plannerOf(c), id, header.Filename, text)
	if maturity.CodeOf(err) == maturity.Forbidden {
		err = maturity.Errorf(maturity.Invalid, "This file is a roadmap, not a return, and you may not change that roadmap.")
	}
	if err != nil {
		return "", err
	}
	return sentFileAddress(u), nil
}
