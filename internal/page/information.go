package page

import (
	"encoding/json"
	"io/fs"
	"net/http"

	"github.com/labstack/echo/v4"
)

// information shows a page of fixed text.
func (p *Pages) information(template, title string) echo.HandlerFunc {
	page := informationPage{MaxMegabytes: p.MaxUpload >> 20, Checked: readChecked(p.Templates)}
	return func(c echo.Context) error {
		return p.show(c, http.StatusOK, template, p.shell(c, title), page)
	}
}

type informationPage struct {
	MaxMegabytes int64
	Checked      accessibilityRun
}

// accessibilityRun is what the last run of the browser tests found, as these wrote it down; zero where nothing is.
type accessibilityRun struct {
	Axe                      string
	Pages, Views, Violations int
}

func readChecked(templates fs.FS) (run accessibilityRun) {
	text, err := fs.ReadFile(templates, "accessibility.json")
	if err != nil || json.Unmarshal(text, &run) != nil {
		return accessibilityRun{}
	}
	return run
}
