package page

import (
	"bytes"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"waymark/internal/maturity"
	"waymark/internal/sheet"
)

// differencesFile is the comparison as CSV.
func (p *Pages) differencesFile(c echo.Context) error {
	plan, at, err := p.roadmapPlan(c)
	if err != nil {
		return err
	}
	page, err := p.compareVersions(c, plan, at)
	if err != nil {
		return err
	}
	if page.Wrong != "" {
		return maturity.Errorf(maturity.Invalid, "%s", page.Wrong)
	}
	var out bytes.Buffer
	out.WriteString("\uFEFF") // spreadsheets take the file for UTF-8
	if err := sheet.WriteCSV(&out, differenceLines(page)); err != nil {
		return err
	}
	attach(c, "differences-"+plan.ID+".csv")
	return c.Blob(http.StatusOK, formMedia["csv"], out.Bytes())
}

func differenceLines(page versionsPage) func(yield func([]string) bool) {
	return func(yield func([]string) bool) {
		if !yield([]string{"kind", "item_kind", "item", "title", "initiative", "field", "then", "now", "days_later", "precision", "from", "to"}) {
			return
		}
		for _, d := range page.Comparison.Differences {
			days := ""
			if d.DaysKnown {
				days = strconv.Itoa(d.Days)
			}
			if !yield([]string{string(d.Kind), d.What, d.ID, d.Title, d.Initiative, d.Field, d.Then, d.Now, days, d.Finer(), page.From.Words, page.To.Words}) {
				return
			}
		}
	}
}
