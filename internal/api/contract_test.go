package api_test

import (
	"encoding/json"
	"errors"
	"flag"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/go-cmp/cmp"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestTheDocumentIsAsAgreed: a change of the API shows as a change of this file, which programs are made from.
func TestTheDocumentIsAsAgreed(t *testing.T) {
	t.Parallel()
	golden := filepath.Join("testdata", "openapi.json")
	a := newSite(t).get("/api/v1/openapi.json")
	if *update {
		if err := os.WriteFile(golden, append(a.Body.Bytes(), '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.TrimSpace(string(want)), strings.TrimSpace(a.text())); diff != "" {
		t.Errorf("the document has changed (-agreed +now); if that is meant, run make golden:\n%s", diff)
	}
}

// document is the OpenAPI document as a program would read it.
type document struct {
	OpenAPI string
	Paths   map[string]map[string]struct {
		OperationID string
		Responses   map[string]struct {
			Content map[string]struct{ Schema json.RawMessage }
		}
	}
	Components struct{ Schemas map[string]json.RawMessage }
}

// schemas reads the document's schemas into a registry, so that answers are held against the document and not against
// the types it was made from.
func (s *site) schemas() (document, huma.Registry) {
	s.t.Helper()
	var d document
	s.get("/api/v1/openapi.json").read(&d)
	registry := huma.NewMapRegistry("#/components/schemas/", huma.DefaultSchemaNamer)
	for name, text := range d.Components.Schemas {
		registry.Map()[name] = s.schema(text)
	}
	return d, registry
}

func (s *site) schema(text json.RawMessage) *huma.Schema {
	s.t.Helper()
	var raw any
	if err := json.Unmarshal(text, &raw); err != nil {
		s.t.Fatal(err)
	}
	plain, err := json.Marshal(oneType(raw))
	if err != nil {
		s.t.Fatal(err)
	}
	var schema huma.Schema
	if err := json.Unmarshal(plain, &schema); err != nil {
		s.t.Fatalf("%v: %s", err, text)
	}
	prepare(&schema)
	return &schema
}

// oneType writes "type: [x, null]" as the library's own reader of schemas wants it.
func oneType(raw any) any {
	switch v := raw.(type) {
	case map[string]any:
		for key, value := range v {
			v[key] = oneType(value)
		}
		if types, ok := v["type"].([]any); ok && len(types) == 2 && types[1] == "null" {
			v["type"], v["nullable"] = types[0], true
		}
	case []any:
		for i := range v {
			v[i] = oneType(v[i])
		}
	}
	return raw
}

func prepare(schema *huma.Schema) {
	if schema == nil {
		return
	}
	for _, p := range schema.Properties {
		prepare(p)
	}
	prepare(schema.Items)
	schema.PrecomputeMessages()
}

// TestEveryOperationAnswersAsItsSchemaSays asks every operation that reads, in every form it offers, and the ones that
// write, and holds each answer, and a problem of each, against the document.
func TestEveryOperationAnswersAsItsSchemaSays(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.computed()
	d, registry := s.schemas()
	if !strings.HasPrefix(d.OpenAPI, "3.1") {
		t.Errorf("OpenAPI %s", d.OpenAPI)
	}
	written := s.send("analyst", "", header+line("RTE", "41.5")+line("RTE", "zzz"))
	whole := s.send("admin", "&reason=error&reason_words=A+slip", header+line("RTE", "40.5"))
	kept, dropped := s.send("analyst", "&auto_write=false", header+line("RTE", "43.5")), s.send("analyst", "&auto_write=false", header+line("RTE", "45.5"))
	id := func(address string) string { return strings.TrimPrefix(address, "/api/v1/submissions/") }
	ready := s.readyReturns()
	s.meets()
	s.plans()
	fill := map[string]*strings.Replacer{
		"put":  strings.NewReplacer(),
		"get":  strings.NewReplacer("collections/{id}", "collections/gloucestershire-trusts", "{period}", "Q2026-07", "returns/{id}", ready["read"].address, "organisations/{code}", "organisations/RTE", "measures/{id}", "measures/"+discharge, "frameworks/{id}", "frameworks/dma-2015", "groups/{id}", "groups/1", "{roadmap}", "plan", "{scenario}", "1", "meetings/{id}", "meetings/1", "packs/{id}", "packs/1", "definitions/{kind}/{id}", "definitions/measure/"+discharge, "{id}/receipt", id(whole)+"/receipt", "{id}", id(written)),
		"post": strings.NewReplacer("{id}/confirm", id(kept)+"/confirm?reason=error&reason_words=A+slip", "{id}/cancel", id(dropped)+"/cancel"),
	}
	for _, path := range slices.Sorted(keys(d.Paths)) {
		for method, operation := range d.Paths[path] {
			address, asker := fill[method].Replace(path), "analyst"
			prepared, isReturn := ready[strings.TrimPrefix(path, "/api/v1/returns/{id}/")]
			if isReturn {
				address, asker = "/api/v1/"+prepared.address+"/"+strings.TrimPrefix(path, "/api/v1/returns/{id}/"), "admin"
			}
			if strings.HasSuffix(path, "/returns/{id}") {
				asker = "admin"
			}
			who := asker
			for status, response := range operation.Responses {
				for media, content := range response.Content {
					body, asked := "", address
					if path == "/api/v1/submissions" && method == "post" {
						body, asked = header+line("RTE", "44.5"), address+"?file_name=a.csv"
					}
					if isReturn {
						body = prepared.body
					} else if path == "/api/v1/returns" && method == "post" {
						body = begin
					}
					if status == "default" {
						who = ""
					}
					kind := "application/octet-stream"
					if strings.HasPrefix(body, "{") {
						kind = "application/json"
					}
					a := s.do(who, strings.ToUpper(method), asked, strings.NewReader(body), "Accept", media, "Content-Type", kind)
					got, _, _ := strings.Cut(a.Header().Get("Content-Type"), ";")
					if _, declared := operation.Responses[strconv.Itoa(a.Code)]; got != media || declared == (status == "default") {
						t.Errorf("%s %s: %q, declared %q: %d %s", method, asked, got, media, a.Code, a.text())
					}
					if schema := s.schema(content.Schema); strings.HasSuffix(media, "json") && schema.Format != "binary" { // what is streamed has a form of its own
						s.conforms(operation.OperationID, registry, schema, a)
					}
					who = asker
				}
			}
		}
	}
}

// meets plans the first meeting, with a decision and a pack, and keeps the first group.
func (s *site) meets() {
	s.t.Helper()
	ctx, now, entry := s.t.Context(), time.Now(), maturity.AuditEntry{At: time.Now(), Account: "analyst", Action: "meeting.planned"}
	_, err := s.db.SaveGroup(ctx, maturity.OrganisationGroup{Title: "Chosen", Members: []maturity.OrganisationID{s.ids["RTE"]}, ChangedBy: "analyst", ChangedAt: now})
	m, planErr := s.db.PlanMeeting(ctx, maturity.Meeting{Organisation: s.ids["glos"], Body: "Steering group", Day: period.DayOf(now), Agenda: []string{"Where we stand"}, By: "analyst", At: now}, entry)
	_, keepErr := s.db.KeepDecision(ctx, maturity.Decision{Meeting: m.ID, Kind: maturity.DecisionWanted, Words: "Go on", Owner: "Chair", State: maturity.DecisionOpen, By: "analyst", At: now}, entry)
	p, packErr := s.db.MakePack(ctx, maturity.Pack{Meeting: m.ID, Board: "ldr-steering-group", Period: "Q2018-07", AsAt: now, Definitions: "x", Boundaries: period.DayOf(now), MadeBy: "analyst", MadeAt: now}, entry)
	if err = errors.Join(err, planErr, keepErr, packErr); err != nil || m.ID != 1 || p.ID != 1 {
		s.t.Fatalf("meeting %d, pack %d: %v", m.ID, p.ID, err)
	}
}

func keys[V any](m map[string]V) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

func (s *site) conforms(operation string, registry huma.Registry, schema *huma.Schema, a answer) {
	s.t.Helper()
	var value any
	a.read(&value)
	result := huma.ValidateResult{}
	huma.Validate(registry, schema, huma.NewPathBuffer([]byte{}, 0), huma.ModeReadFromServer, value, &result)
	for _, err := range result.Errors[:min(len(result.Errors), 3)] {
		s.t.Errorf("%s: %v", operation, err)
	}
}

// TestTheSchemasAreHeld: the check above would notice a field too many, one too few and a wrong type.
func TestTheSchemasAreHeld(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	_, registry := s.schemas()
	schema := registry.Map()["Observation"]
	good := map[string]any{}
	for name, p := range schema.Properties {
		switch {
		case p.Nullable:
			good[name] = nil
		case len(p.Enum) > 0:
			good[name] = p.Enum[0]
		default:
			good[name] = map[string]any{"string": "2018-07-01", "number": 1.0, "integer": 1.0, "boolean": true, "array": []any{}}[p.Type]
		}
		if p.Format == "date-time" {
			good[name] = "2018-07-01T12:00:00Z"
		}
	}
	for _, c := range []struct {
		name   string
		change func(map[string]any)
		faults bool
	}{
		{"as declared", func(map[string]any) {}, false},
		{"a field too many", func(m map[string]any) { m["more"] = 1.0 }, true},
		{"a field too few", func(m map[string]any) { delete(m, "caveat") }, true},
		{"a number as text", func(m map[string]any) { m["value"] = "41" }, true},
		{"null where there is always something", func(m map[string]any) { m["state"] = nil }, true},
		{"a state that is none", func(m map[string]any) { m["state"] = "missing" }, true},
	} {
		value := map[string]any{}
		for k, v := range good {
			value[k] = v
		}
		c.change(value)
		result := huma.ValidateResult{}
		huma.Validate(registry, schema, huma.NewPathBuffer([]byte{}, 0), huma.ModeReadFromServer, value, &result)
		if (len(result.Errors) > 0) != c.faults {
			t.Errorf("%s: %v", c.name, result.Errors)
		}
	}
}

func TestProblemsAreProblems(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	_, registry := s.schemas()
	for path, status := range map[string]int{"/organisations?limit=0": 422, "/organisations?limit=x": 422, "/organisations?limt=1": 422, "/observations?cursor=x": 422,
		"/observations?as_at=then": 422, "/observations?from=x": 422, "/observations?period_kind=week": 422, "/measures/none": 404, "/nothing": 404, "/submissions/0": 422, "/submissions/x": 422} {
		a := s.get("/api/v1" + path)
		if a.Code != status || a.Header().Get("Content-Type") != "application/problem+json" || a.Header().Get("Cache-Control") != "no-store" || a.Header().Get("ETag") != "" {
			t.Errorf("%s: %d %v %s", path, a.Code, a.Header(), a.text())
			continue
		}
		s.conforms(path, registry, registry.Map()["Problem"], a)
	}
	if a := s.do("viewer", http.MethodDelete, "/api/v1/measures", nil); a.Code != http.StatusMethodNotAllowed {
		t.Errorf("%d", a.Code)
	}
}
