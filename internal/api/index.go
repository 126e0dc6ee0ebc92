package api

import (
	"context"
	"net/http"

	"waymark/internal/httpkit"
)

// Index names the resources.
type Index struct {
	Organisations   string `json:"organisations"`
	Frameworks      string `json:"frameworks"`
	Measures        string `json:"measures"`
	Observations    string `json:"observations"`
	Trajectories    string `json:"trajectories"`
	Benchmarks      string `json:"benchmarks"`
	BenchmarkValues string `json:"benchmark_values"`
	Submissions     string `json:"submissions"`
	Findings        string `json:"findings"`
	Flags           string `json:"flags"`
	OpenAPI         string `json:"openapi"`
	Definitions     string `json:"definitions" doc:"Hash of all definitions together"`
}

func (a *API) registerIndex() {
	register(a, operation{method: http.MethodGet, path: "", id: "index", tag: "Index", right: httpkit.SignedIn, summary: "What there is"},
		func(context.Context, *struct{}) (*One[Index], error) {
			return &One[Index]{Index{Base + "/organisations", Base + "/frameworks", Base + "/measures", Base + "/observations", Base + "/trajectories",
				Base + "/benchmarks", Base + "/benchmarks/values", Base + "/submissions", Base + "/findings", Base + "/flags", Base + "/openapi.json", a.Catalogue.Hash}}, nil
		})
}
