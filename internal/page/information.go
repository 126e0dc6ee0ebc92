package page

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// information shows a page of fixed text.
func (p *Pages) information(template, title string) echo.HandlerFunc {
	return func(c echo.Context) error {
		return p.show(c, http.StatusOK, template, p.shell(c, title), informationPage{MaxMegabytes: p.MaxUpload >> 20})
	}
}

type informationPage struct{ MaxMegabytes int64 }
