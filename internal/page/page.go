package page

import (
	"io/fs"
	"time"

	"github.com/labstack/echo/v4"

	"waymark/internal/httpkit"
	"waymark/internal/maturity"
)

// Options are what the pages are made from. cmd/waymark fills them.
type Options struct {
	Product   string // name on every page; "" for Waymark
	Templates fs.FS  // layout, partial and page at its top
	Static    fs.FS  // css, js and assets at its top
	Location  *time.Location
	Now       func() time.Time // nil: the machine's clock
	Catalogue *maturity.Catalogue
	MaxUpload int64 // bytes
	// KeepPictures bounds the memory for pictures that were written before, in bytes; 0 is 64 MB, less keeps none.
	KeepPictures int

	Accounts    Accounts
	Health      Health
	Submissions Submissions
	Returns     Returns
	Origins     Origins
	Parts       Parts
	Forms       Forms

	Results       Results
	Organisations Organisations
	Pictures      Pictures
}

// Pages is all pages. It is safe for concurrent use.
type Pages struct {
	Options
	kit      *httpkit.Kit
	renderer *renderer
	assets   *assets

	fragments *fragments
}

// New parses the templates; a fault in one stops start-up.
func New(kit *httpkit.Kit, o Options) (*Pages, error) {
	if o.Product == "" {
		o.Product = "Waymark"
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Location == nil {
		o.Location = time.UTC
	}
	if o.KeepPictures == 0 {
		o.KeepPictures = 64 << 20
	}
	p := &Pages{Options: o, kit: kit, fragments: newFragments(max(0, o.KeepPictures))}
	var err error
	if p.assets, err = newAssets(o.Static); err != nil {
		return nil, err
	}
	p.renderer, err = newRenderer(o.Templates, p.functions())
	return p, err
}

// Register adds the pages' routes and the error page to the kit.
func (p *Pages) Register() {
	p.kit.SetErrorPage(p.errorPage)
	p.kit.Add(p.routes()...)
	p.kit.Add(p.kit.MetricsRoute())
}

// errorPage shows a fault to people.
func (p *Pages) errorPage(c echo.Context, f httpkit.Fault) error {
	shell := p.shell(c, f.Title)
	shell.Fault = true
	return p.show(c, f.Status, "error", shell, f)
}
