package page

import (
	"context"
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"waymark/internal/httpkit"
	"waymark/internal/intake"
	"waymark/internal/maturity"
	"waymark/internal/period"
)

// Returns is the use case of sending returns (intake.Desk).
type Returns interface {
	// Accept keeps the bytes and answers at once; earlier says that the same file was sent before and this is its answer.
	Accept(ctx context.Context, r io.Reader, m intake.Meta) (s maturity.Submission, earlier bool, err error)
	Confirm(ctx context.Context, id int64, why maturity.Correction, account, requestID string) (maturity.Submission, error)
	Cancel(ctx context.Context, id int64, account, requestID string) (maturity.Submission, error)
}

type uploadPage struct {
	Layouts        []maturity.Layout
	Layout, Period string
	CheckOnly      bool
	Strategy       maturity.Strategy
	Why            correctionForm
	uploadReturns
	MaxMegabytes int64
	Forms        []formLink
	Faults       []FieldFault
}

func (p *Pages) uploadForm(c echo.Context) error {
	return p.showUpload(c, http.StatusOK, uploadPage{Strategy: maturity.NewAndCorrections, Period: c.QueryParam("period"),
		uploadReturns: uploadReturns{Collection: c.QueryParam("collection"), Organisation: c.QueryParam("organisation"), SubmitReturns: true}})
}

func (p *Pages) showUpload(c echo.Context, status int, page uploadPage) (err error) {
	if page.Collections, err = p.offerCollections(c); err != nil {
		return err
	}
	page.Layouts = slices.Clone(p.Catalogue.Layouts)
	slices.SortFunc(page.Layouts, func(a, b maturity.Layout) int { return strings.Compare(a.Title, b.Title) })
	page.Why.Fault, page.Why.WordsFault = *fieldFault("reason", page.Faults), *fieldFault("reason_words", page.Faults)
	page.MaxMegabytes, page.Forms = p.MaxUpload>>20, p.formLinks()
	shell := p.shell(c, "Upload a return").under("/data")
	shell.Fault = len(page.Faults) > 0
	return p.show(c, status, "upload", shell, page)
}

func (p *Pages) upload(c echo.Context) error {
	page := uploadPage{Layout: c.FormValue("layout"), Period: strings.TrimSpace(c.FormValue("period")), CheckOnly: c.FormValue("check_only") != "",
		Strategy: maturity.Strategy(c.FormValue("strategy")), Why: correctionOf(c)}
	meta := intake.Meta{Via: "page", LayoutHint: page.Layout, CheckOnly: page.CheckOnly, RequestID: httpkit.RequestID(c)}
	var known bool
	if meta.Strategy, known = maturity.ParseStrategy(string(page.Strategy)); !known {
		page.Faults = append(page.Faults, FieldFault{"strategy", "Choose what the file may do"})
	}
	page.Strategy = meta.Strategy
	meta.Why = page.Why.read(&page.Faults, false)
	if err := p.readReturns(c, &page, &meta); err != nil {
		return err
	}
	header, err := c.FormFile("file")
	if err != nil || header.Filename == "" {
		page.Faults = append(page.Faults, FieldFault{"file", "Choose a file"})
	}
	if _, known = p.Catalogue.Layout(page.Layout); page.Layout != "" && !known {
		page.Faults = append(page.Faults, FieldFault{"layout", "Choose a layout from the list, or leave it to be recognised"})
	}
	if page.Period != "" {
		if meta.PeriodHint, err = period.Parse(page.Period, period.KindNone, period.DMY); err != nil {
			page.Faults = append(page.Faults, FieldFault{"period", "Write the period as a month, quarter or year, for example July 2018, Q2 2018/19 or 2018/19"})
		}
	}
	if len(page.Faults) > 0 {
		return p.showUpload(c, http.StatusUnprocessableEntity, page)
	}
	file, err := header.Open()
	if err != nil {
		return maturity.Wrap(err, maturity.Unavailable, "The file could not be taken in. Try again.")
	}
	defer file.Close()
	address, err := p.intoRoadmaps(c, file, header)
	switch {
	case maturity.CodeOf(err) == maturity.Invalid:
		page.Faults = []FieldFault{{"file", maturity.SentenceOf(err)}}
		return p.showUpload(c, http.StatusUnprocessableEntity, page)
	case err != nil:
		return err
	case address != "":
		return c.Redirect(http.StatusSeeOther, address)
	}
	meta.FileName = header.Filename
	if err := p.sender(c, &meta); err != nil {
		return err
	}
	s, earlier, err := p.Returns.Accept(c.Request().Context(), file, meta)
	if code := maturity.CodeOf(err); code == maturity.Invalid || code == maturity.TooLarge {
		page.Faults = []FieldFault{{"file", maturity.SentenceOf(err)}}
		return p.showUpload(c, httpkit.StatusOf(code), page)
	}
	if err != nil {
		return err
	}
	address = submissionAddress(s.ID)
	if earlier {
		address += "?earlier=yes"
	}
	return c.Redirect(http.StatusSeeOther, address)
}
