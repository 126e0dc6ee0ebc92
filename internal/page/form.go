package page

import (
	"bytes"
	"io"
	"net/http"
	"path"
	"strings"

	"github.com/labstack/echo/v4"

	"waymark/internal/maturity"
)

// Forms writes the empty form of a layout as csv or xlsx.
type Forms func(w io.Writer, layout maturity.Layout, media string) error

// formLink is an empty form that can be downloaded.
type formLink struct {
	Layout  maturity.Layout
	Address map[string]string // by media
}

var formMedia = map[string]string{
	"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

func (p *Pages) formLinks() []formLink {
	var out []formLink
	for _, l := range p.Catalogue.Layouts {
		if !l.Template {
			continue
		}
		link := formLink{l, map[string]string{}}
		for _, media := range l.Media {
			if formMedia[media] != "" {
				link.Address[media] = "/data/forms/" + l.ID + "." + media
			}
		}
		out = append(out, link)
	}
	return out
}

// form downloads an empty form.
func (p *Pages) form(c echo.Context) error {
	name := c.Param("file")
	media := strings.TrimPrefix(path.Ext(name), ".")
	layout, known := p.Catalogue.Layout(strings.TrimSuffix(name, "."+media))
	if !known || !layout.Template || formMedia[media] == "" {
		return maturity.Errorf(maturity.NotFound, "There is no such form.")
	}
	var form bytes.Buffer
	if err := p.Forms(&form, layout, media); err != nil {
		return err
	}
	attach(c, layout.ID+"."+media)
	return c.Blob(http.StatusOK, formMedia[media], form.Bytes())
}
