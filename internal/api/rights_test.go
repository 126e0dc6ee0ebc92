package api_test

import (
	"net/http"
	"strings"
	"testing"

	"waymark/internal/httpkit"
)

// TestRights: who may do what, as the table in docs/api.md says.
func TestRights(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	own := s.send("analyst", "", header+line("RTE", "41.5"))
	s.send("stranger", "", header+line("RTE", "50")) // not its organisation: held back
	open := map[string]int{"": 401, "viewer": 200, "submitter": 200, "stranger": 200, "analyst": 200, "admin": 200}
	scoped := map[string]int{"": 401, "viewer": 404, "submitter": 200, "stranger": 404, "analyst": 200, "admin": 200}
	for path, want := range map[string]map[string]int{
		"/api/v1": open, "/api/v1/organisations": open, "/api/v1/organisations/RTE": open, "/api/v1/frameworks": open, "/api/v1/frameworks/dma-2015": open,
		"/api/v1/measures": open, "/api/v1/measures/" + discharge: open, "/api/v1/observations": open, "/api/v1/trajectories": open,
		"/api/v1/benchmarks": open, "/api/v1/benchmarks/values": open, "/api/v1/submissions": open,
		own: scoped, own + "/issues": scoped, own + "/file": scoped,
		"/api/v1/openapi.json": open, "/api/v1/openapi.yaml": open,
	} {
		for who, status := range want {
			for _, method := range []string{http.MethodGet, http.MethodHead} {
				if a := s.do(who, method, path, nil); a.Code != status {
					t.Errorf("%s %s as %q: %d, want %d", method, path, who, a.Code, status)
				}
			}
		}
	}
	for who, want := range map[string]int{"viewer": 0, "submitter": 2, "stranger": 1, "analyst": 2, "admin": 2} {
		if got := len(s.do(who, http.MethodGet, "/api/v1/submissions", nil).items()); got != want {
			t.Errorf("%s sees %d submissions, want %d", who, got, want)
		}
	}
	if row := s.get("/api/v1/observations").items()[0]; row["value"] != 41.5 {
		t.Errorf("a stranger's value was written: %v", row)
	}
}

func TestASessionOnlyReads(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	a := s.post("", "/api/v1/submissions?file_name=a.csv", "x", "Cookie", "waymark_session=whatever")
	if a.Code != http.StatusUnauthorized || a.Header().Get("WWW-Authenticate") == "" {
		t.Errorf("%d %v", a.Code, a.Header())
	}
	a = s.do("", http.MethodGet, "/api/v1/measures", nil, "Authorization", "Bearer wmk_wrong")
	if a.Code != http.StatusUnauthorized || !strings.Contains(a.text(), `"code":"unauthorised"`) {
		t.Errorf("a wrong token: %d %s", a.Code, a.text())
	}
}

// TestEveryRouteHasARule: nothing is open, and only sending and deciding need more than an account.
func TestEveryRouteHasARule(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	if err := s.kit.Check(); err != nil {
		t.Fatal(err)
	}
	rules := s.kit.Rules()
	if len(rules) < 30 {
		t.Errorf("only %d rules", len(rules))
	}
	for _, r := range rules {
		want := httpkit.SignedIn
		if r.Method == http.MethodPost || r.Method == http.MethodPut {
			want = httpkit.Send
		}
		for _, step := range []string{"approve", "request-changes", "publish", "schedule", "release"} {
			if strings.HasSuffix(r.Path, "/steps/"+step) {
				want = httpkit.Decide
			}
		}
		if r.Right != want {
			t.Errorf("%s %s: %s, want %s", r.Method, r.Path, r.Right, want)
		}
	}
}
