package api_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// lists are all operations with a query of their own.
var lists = []string{"/organisations", "/measures", "/frameworks", "/observations", "/trajectories", "/benchmarks", "/benchmarks/values", "/submissions"}

var parameters = []string{"cursor", "limit", "format", "as_at", "from", "to", "organisation", "footprint", "measure", "source", "period_kind", "all_sources", "target",
	"status", "paths", "benchmark", "kind", "within", "q", "open_in", "framework", "state"}

// nasty are values that upset parsers, databases and headers.
var nasty = []string{"\x00", "a\x00b", "\xff\xfe", "%", "'; DROP TABLE observation; --", "\\", "*", "0", "-1", "99999999999999999999", "9223372036854775807", "1e309", "NaN", "0000-01-01", "9999-12-31",
	"M0000-01", "D0000-00-00", "FY9999", "Q2018-02", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59-23:59", "now", ",", ",,,", "\r\nSet-Cookie: x=1", "<script>", "ＲＴＥ", "‮", "true",
	strings.Repeat("x", 400), "WzEsMiwieCIsNCw1XQ", "W10", "bnVsbA", "WzEsbnVsbCwieCJd", "WzIxNDc0ODM2NDgsMSwieCJd", "WzEsMSwiXHUwMDAwIl0", "WzEsMSwieCIsMjE0NzQ4MzY0NywxXQ", "MS4xLjIxNDc0ODM2NDcuMS4x", "MS4xLjEuMS4x", "MS45OTk5OS4xLjEuMQ"}

func TestHostileQueriesAreRefusedNotFatal(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.computed()
	for _, list := range lists {
		for _, parameter := range parameters {
			for _, value := range nasty {
				s.survives(list, parameter, value)
			}
		}
	}
	for _, path := range []string{"/organisations/%00", "/organisations/%FF", "/organisations/..%2f..%2fetc", "/measures/%00", "/submissions/9223372036854775807", "/submissions/9223372036854775808", "/submissions/-1"} {
		if a := s.get("/api/v1" + path); a.Code >= 500 || a.Code < 400 {
			t.Errorf("%s: %d %s", path, a.Code, a.text())
		}
	}
}

func (s *site) survives(list, parameter, value string) {
	s.t.Helper()
	query := url.Values{"limit": {"2"}}
	query.Set(parameter, value)
	a := s.get("/api/v1" + list + "?" + query.Encode())
	if a.Code != http.StatusOK && a.Code != http.StatusUnprocessableEntity {
		s.t.Errorf("%s?%s=%q: %d %s", list, parameter, value, a.Code, a.text())
	}
	if media := a.Header().Get("Content-Type"); strings.HasSuffix(media, "json") && !json.Valid(a.Body.Bytes()) || a.Header().Get("Set-Cookie") != "" {
		s.t.Errorf("%s?%s=%q: %v %s", list, parameter, value, a.Header(), a.text())
	}
}

// FuzzQuery: whatever is asked, the answer is a page or a problem of the visitor, never a fault of ours.
func FuzzQuery(f *testing.F) {
	for i, value := range nasty {
		f.Add(uint8(i), uint8(i), value)
	}
	s := newSite(f)
	s.computed()
	f.Fuzz(func(t *testing.T, list, parameter uint8, value string) {
		own := *s
		own.t = t
		own.survives(lists[int(list)%len(lists)], parameters[int(parameter)%len(parameters)], value)
	})
}

// FuzzSend: whatever is sent with whatever wishes, it is kept or refused.
func FuzzSend(f *testing.F) {
	f.Add("return.csv", "waymark-long", "Q2018-07", "true", "text/csv", header)
	f.Add("\x00", "", "31.02.2018", "", "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nb\r\n--x--")
	f.Add("../../etc/passwd", "", "", "false", "multipart/form-data", "--")
	s := newSite(f)
	f.Fuzz(func(t *testing.T, name, layout, period, check, media, body string) {
		own := *s
		own.t = t
		query := url.Values{"file_name": {name}, "layout": {layout}, "period": {period}, "check": {check}}
		a := own.post("analyst", "/api/v1/submissions?"+query.Encode(), body, "Content-Type", media)
		if a.Code >= 500 {
			t.Errorf("%d %s", a.Code, a.text())
		}
	})
}
