package page

import (
	"html/template"
	"io/fs"
	"time"

	"github.com/labstack/echo/v4"

	"waymark/internal/boardcopy"
	"waymark/internal/httpkit"
	"waymark/internal/maturity"
	"waymark/internal/returns"
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
	// Keep bounds the memory for what was written before, in bytes: once for pictures, once for boards. 0 is 64 MB, less
	// keeps nothing.
	Keep int

	// OpenID asks a provider who somebody is; nil where nobody signs in with another account.
	OpenID                   OpenID
	OpenIDName, OpenIDIssuer string // of the provider
	PublicURL                string // by which people reach this installation; "": as the request says

	Accounts    Accounts
	Health      Health
	Submissions Submissions
	Returns     Returns
	Origins     Origins
	Parts       Parts
	Forms       Forms

	Receipts Receipts // nil: no receipts
	Audit    Audit    // nil: no pages of the audit, and no trails
	Reach    Reacher  // needed with Audit

	Desk        *returns.Desk  // nil: no pages of returns
	ReturnForms *returns.Forms // nil: returns cannot be downloaded as workbooks

	Quality *Quality // findings and questions; nil: no pages of them

	// Follow is who owes what, extensions and messages; nil: no pages of them.
	Follow *Follow

	Explore *Explore // chosen figures and groups; nil: no pages of them
	// Wordings are those that definitions had; nil: none is kept.
	Wordings Wordings

	Earlier EarlierMeetings // nil: pages are compared with no meeting unless a day is chosen
	// Meetings is meetings, their decisions and packs; nil: no pages of them.
	Meetings *Meetings

	Roadmaps *Roadmaps // nil: no pages of roadmaps

	Boards *boardcopy.Desk // copies of boards; nil: boards are only those that ship

	Results       Results
	Versions      Versions // nil: boards are put together each time
	Organisations Organisations
	Pictures      Pictures
}

// Pages is all pages. It is safe for concurrent use.
type Pages struct {
	Options
	kit      *httpkit.Kit
	renderer *renderer
	assets   *assets

	figures *keep[template.HTML]
	boards  *keep[writtenBoard]
	bases   *keep[string] // which returns figures rest on
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
	if o.Keep == 0 {
		o.Keep = 64 << 20
	}
	p := &Pages{Options: o, kit: kit, figures: newKeep[template.HTML](max(0, o.Keep)), boards: newKeep[writtenBoard](max(0, o.Keep)), bases: newKeep[string](max(0, o.Keep/64))}
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
