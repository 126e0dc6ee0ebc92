package api

import (
	"context"
	"net/http"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humaecho"

	"waymark/internal/httpkit"
	"waymark/internal/maturity"
)

// operation declares one way to use the API.
type operation struct {
	method, path string // path below Base, as OpenAPI writes it
	id           string
	summary      string
	words        string // what a reader must know
	tag          string
	right        httpkit.Right
	status       int    // of success; 0 for 200
	table        bool   // can be had as CSV, too
	slow         bool   // may take minutes
	body         int64  // most bytes of a request; 0 for none
	media        string // of an answer that is neither JSON nor CSV
}

// register adds an operation with its rule. An error of handle reaches httpkit's handler as it is.
func register[I, O any](a *API, o operation, handle func(context.Context, *I) (*O, error)) {
	if o.media != "" {
		o.status = http.StatusOK // nothing else is declared for what is streamed
	}
	op := huma.Operation{Method: o.method, Path: Base + o.path, OperationID: o.id, Summary: o.summary, Description: o.words, Tags: []string{o.tag},
		DefaultStatus: o.status, Metadata: map[string]any{ruled: o}, Security: []map[string][]string{{"token": {}}}, Responses: a.responses(o)}
	huma.Register(a.huma, op, func(ctx context.Context, in *I) (*O, error) {
		out, err := handle(ctx, in)
		if err != nil {
			answerOf(ctx).err = err
			return nil, huma.NewError(http.StatusInternalServerError, "") // never shown: see finish
		}
		return out, nil
	})
}

const ruled = "operation"

// responses declares what all operations share: problems, "not modified", and the table form.
func (a *API) responses(o operation) map[string]*huma.Response {
	problem := a.huma.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[httpkit.Problem](), true, "Problem")
	out := map[string]*huma.Response{"default": {Description: "A problem, in words and with a code (RFC 9457)",
		Content: map[string]*huma.MediaType{"application/problem+json": {Schema: problem}}}}
	if o.method == http.MethodGet && o.media == "" {
		out["304"] = &huma.Response{Description: "Nothing has changed since the answer whose ETag was sent in If-None-Match"}
	}
	if o.table {
		out["200"] = &huma.Response{Description: "OK", Content: map[string]*huma.MediaType{"application/json": {},
			"text/csv": {Schema: &huma.Schema{Type: "string", Description: "The same rows with a heading; see the fields of an item. Lists of their own are left out, short lists are joined with semicolons."}}}}
	}
	if o.media != "" {
		out["200"] = &huma.Response{Description: "OK", Content: map[string]*huma.MediaType{o.media: {Schema: &huma.Schema{Type: "string", Format: "binary"}}}}
	}
	return out
}

// adapter puts every operation on the kit's router together with its rule, and lets GET answer HEAD.
type adapter struct {
	huma.Adapter
	kit *httpkit.Kit
}

func (a adapter) Handle(op *huma.Operation, handle func(huma.Context)) {
	a.add(op, handle)
	if op.Method == http.MethodGet {
		head := *op
		head.Method = http.MethodHead
		a.add(&head, handle)
	}
}

func (a adapter) add(op *huma.Operation, handle func(huma.Context)) {
	o, _ := op.Metadata[ruled].(operation)
	a.kit.Guard(httpkit.Rule{Method: op.Method, Path: strings.NewReplacer("{", ":", "}", "").Replace(op.Path), Right: o.right, Body: o.body, Slow: o.slow})
	a.Adapter.Handle(op, handle)
}

func (a *API) newHuma() huma.API {
	bare := humaecho.New(a.kit.Echo(), huma.Config{OpenAPI: &huma.OpenAPI{Components: &huma.Components{}}})
	schemes := map[string]*huma.SecurityScheme{"token": {Type: "http", Scheme: "bearer", Description: "A token of an account, made on the account's page or with 'waymark token create'"}}
	config := huma.Config{
		OpenAPI: &huma.OpenAPI{OpenAPI: "3.1.0", Info: &huma.Info{Title: a.Product + " API", Version: a.version(), Description: description},
			Components: &huma.Components{Schemas: huma.NewMapRegistry("#/components/schemas/", schemaName), SecuritySchemes: schemes},
			Servers:    []*huma.Server{{URL: "/"}}},
		Formats:                      map[string]huma.Format{mediaJSON: huma.DefaultJSONFormat, "json": huma.DefaultJSONFormat, mediaCSV: {Marshal: marshalCSV}},
		DefaultFormat:                mediaJSON,
		RejectUnknownQueryParameters: true,
		Transformers:                 []huma.Transformer{keepFault},
	}
	api := huma.NewAPI(config, adapter{bare.Adapter(), a.kit})
	api.UseMiddleware(hold)
	return api
}

func (a *API) version() string {
	if a.Version == "" {
		return "1"
	}
	return a.Version
}

// schemaName names the page of a row type after the row: Page[Measure] is MeasurePage.
func schemaName(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	if row, ok := strings.CutPrefix(name, "Page"); ok && row != "" {
		return row + "Page"
	}
	return name
}

// account is who asks; the route's rule has seen to it that somebody does.
func account(ctx context.Context) maturity.Account {
	who, _ := httpkit.AccountOf(ctx)
	return who
}
