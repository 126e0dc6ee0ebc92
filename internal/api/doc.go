// Package api is JSON and CSV under /api/v1: what pages show, for programs. Every operation is declared once, with its
// right; route, rule, validation and the OpenAPI document follow from that. Handlers read the request, call a reader or
// a use case, and name the rows; they hold no rule of the product, compute nothing and write no SQL. Errors go to
// httpkit's one handler.
package api
