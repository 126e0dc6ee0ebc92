package api

import (
	"encoding/json"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"waymark/internal/httpkit"
)

const description = `What Waymark's pages show, for programs: organisations, definitions, values, computed results, and sending returns.

Lists come in pages: follow "next" until it is missing. Every list can be had as CSV (?format=csv or Accept: text/csv). A value that is not a point is null with a word for its state; missing is never 0. Caveats, sources, licences and the mark of invented figures travel with every value. Add as_at to see what was known at a time. An empty selection is no error: it says why it is empty and what there is.

Reading needs an account, by its session or a bearer token; whatever changes something needs a bearer token. Errors are problem documents (RFC 9457) with a code and a sentence.`

// registerDocument serves the document that all operations before have made, to whoever has an account: like the rest of
// the API it is not open.
func (a *API) registerDocument() error {
	for _, never := range []string{"ErrorModel", "ErrorDetail"} { // the library's own form of errors
		delete(a.huma.OpenAPI().Components.Schemas.Map(), never)
	}
	text, err := json.MarshalIndent(a.huma.OpenAPI(), "", "  ")
	if err != nil {
		return err
	}
	yaml, err := a.huma.OpenAPI().YAML()
	if err != nil {
		return err
	}
	a.serve("/openapi.json", "application/openapi+json", text)
	a.serve("/openapi.yaml", "application/openapi+yaml", yaml)
	return nil
}

func (a *API) serve(path, media string, body []byte) {
	op := &huma.Operation{Method: http.MethodGet, Path: Base + path, Metadata: map[string]any{ruled: operation{right: httpkit.SignedIn}}}
	a.huma.Adapter().Handle(op, func(ctx huma.Context) {
		hold(ctx, func(ctx huma.Context) {
			ctx.SetHeader("Content-Type", media)
			ctx.SetStatus(http.StatusOK)
			ctx.BodyWriter().Write(body)
		})
	})
}
