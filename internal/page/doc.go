// Package page serves the HTML pages and forms. A handler reads path and query, calls a use case, and fills a template
// with a struct of its own; it computes nothing, knows no SQL, and leaves every error to httpkit.
//
// # Adding a page
//
//  1. Write web/templates/page/NAME.html with {{define "main"}}: the title once as h1, nhsuk-frontend markup, class names
//     of our own beginning with "wm-". It gets .Shell (the frame: Shell) and .Page (your struct). Names of people,
//     organisations and files go into <bdi>. The partials "table" (Table), "pagination" (Pager), "empty" (a sentence),
//     "error_summary" ([]FieldFault) and "form_token" (the Shell) are there for you.
//
//  2. Write internal/page/NAME.go with the struct and a handler:
//
//     func (p *Pages) measures(c echo.Context) error {
//     at, _, err := p.asAt(c)                  // ?as_at=, for pages that show values
//     if err != nil { return err }
//     shell := p.shell(c, "Measures").under("/measures").asKnownAt(at)
//     return p.show(c, http.StatusOK, "measures", shell, measuresPage{...})
//     }
//
//  3. Add a line to the table in routes.go with the Right it needs. A route without one stops start-up.
//
//  4. What the page reads is a field of Options: a small interface declared in your file, joined in cmd/waymark.
//
// The navigation shows an item as soon as its route exists (nav in shell.go). Links between pages that show values go
// through Shell.Link, which keeps ?as_at=. Pages with invented figures say so with Shell.withIllustrative. A form posts to
// its own route, carries "form_token" as its first field, and answers with 303 to a page that can be loaded again; what
// is wrong with it is shown with status 422 above the form. Everything works without a script.
package page
