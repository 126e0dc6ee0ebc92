package api_test

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"waymark/internal/maturity"
)

const header = "Organisation code,Period,Measure,Value,State\n"

// line is one value of a return in Waymark's long form.
func line(code, value string) string {
	return code + ",Q2 2018/19," + discharge + "," + value + ",\n"
}

// sent is what the API says of a submission.
type sent struct {
	ID                      int64
	State                   string
	Done, Earlier           bool
	New, Changed, Unchanged int64
	Errors                  int64
	LeftAlone               int64 `json:"left_alone"`
	WantsReason             bool  `json:"wants_reason"`
	Reason                  string
	ReasonWords             string `json:"reason_words"`
	Links                   struct{ Confirm, Cancel string }
	Report                  struct {
		OrganisationsFound int `json:"organisations_found"`
		Outcomes           []struct{ Organisation string }
		Issues             []struct {
			Rule     string
			Examples []struct{ Cell, Seen string }
		}
	}
}

// work has the desk do whatever is open.
func (s *site) work() {
	s.t.Helper()
	for did := true; did; {
		var err error
		if did, err = s.desk.Next(s.t.Context()); err != nil {
			s.t.Fatal(err)
		}
	}
}

// send posts a file, which must be accepted, and has it worked on; it gives the submission's address.
func (s *site) send(who, query, content string) string {
	s.t.Helper()
	a := s.post(who, "/api/v1/submissions?file_name=return.csv"+query, content)
	if a.Code != http.StatusAccepted {
		s.t.Fatalf("%d %s", a.Code, a.text())
	}
	s.work()
	return a.Header().Get("Location")
}

// status asks for a submission as its sender.
func (s *site) status(who, address string) (out sent) {
	s.t.Helper()
	a := s.do(who, http.MethodGet, address, nil)
	if a.Code != http.StatusOK {
		s.t.Fatalf("%d %s", a.Code, a.text())
	}
	a.read(&out)
	return out
}

func (s *site) count(query string, args ...any) (n int) {
	s.t.Helper()
	if err := s.db.SQL().QueryRowContext(s.t.Context(), query, args...).Scan(&n); err != nil {
		s.t.Fatal(err)
	}
	return n
}

func TestAFileIsAnsweredAtOnceAndWrittenAfterwards(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	a := s.post("analyst", "/api/v1/submissions?file_name=return.csv", header+line("RTE", "41.5"))
	var first sent
	a.read(&first)
	address := a.Header().Get("Location")
	if a.Code != http.StatusAccepted || address != fmt.Sprintf("/api/v1/submissions/%d", first.ID) || first.State != "received" || first.Done {
		t.Fatalf("%d %s %s", a.Code, address, a.text())
	}
	s.work()
	written := s.status("analyst", address)
	if written.State != "written" || !written.Done || written.New != 1 || written.Report.OrganisationsFound != 1 || written.Report.Outcomes[0].Organisation != "RTE" {
		t.Errorf("%+v", written)
	}
	row := s.get("/api/v1/observations").items()[0]
	if row["value"] != 41.5 || row["submission"] != float64(first.ID) || row["cell"] != "D2" {
		t.Errorf("%v", row)
	}
	again := s.post("analyst", "/api/v1/submissions?file_name=return.csv", header+line("RTE", "41.5"))
	var earlier sent
	again.read(&earlier)
	if again.Code != http.StatusOK || !earlier.Earlier || earlier.ID != first.ID {
		t.Errorf("the same file again: %d %s", again.Code, again.text())
	}
	if n := s.count(`SELECT count(*) FROM audit JOIN account ON pseudonym = audit.account WHERE login = 'analyst' AND subject = $1 AND request_id <> '' AND action = 'submission.received'`, maturity.SubmissionSubject(first.ID)); n != 1 {
		t.Errorf("%d audit rows", n)
	}
}

func TestAForm(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", "return.csv")
	if err != nil {
		t.Fatal(err)
	}
	part.Write([]byte(header + line("RTE", "41.5")))
	form.WriteField("check", "true") // after the file: the order of fields makes no difference
	form.Close()
	a := s.do("analyst", http.MethodPost, "/api/v1/submissions", &body, "Content-Type", form.FormDataContentType())
	if a.Code != http.StatusAccepted || !strings.Contains(a.text(), `"file_name":"return.csv"`) {
		t.Fatalf("%d %s", a.Code, a.text())
	}
	s.work()
	if checked := s.status("analyst", a.Header().Get("Location")); checked.State != "checked" || checked.New != 1 || checked.Links.Confirm != "" {
		t.Errorf("%+v", checked)
	}
	if n := s.count(`SELECT count(*) FROM observation`); n != 0 {
		t.Errorf("a check wrote %d rows", n)
	}
}

func TestConfirmAndCancel(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	kept := s.send("analyst", "&auto_write=false", header+line("RTE", "41.5"))
	dropped := s.send("analyst", "&auto_write=false", header+line("RTE", "42.5"))
	if waiting := s.status("analyst", kept); waiting.State != "checked" || waiting.Links.Confirm != kept+"/confirm" {
		t.Errorf("%+v", waiting)
	}
	for _, c := range []struct {
		who, path string
		want      int
	}{
		{"viewer", kept + "/confirm", 403},    // has no right to send at all
		{"stranger", kept + "/confirm", 404},  // may not know of it
		{"submitter", kept + "/confirm", 403}, // sees it, for it is about the own organisation, but another sent it
		{"", kept + "/confirm", 401},
		{"analyst", kept + "/confirm", 202},
		{"analyst", kept + "/confirm", 202}, // twice is no error
		{"admin", dropped + "/cancel", 200},
		{"analyst", dropped + "/cancel", 200},
		{"analyst", dropped + "/confirm", 409},
		{"analyst", "/api/v1/submissions/999/confirm", 404},
	} {
		if a := s.post(c.who, c.path, ""); a.Code != c.want {
			t.Errorf("%s: %s: %d %s, want %d", c.who, c.path, a.Code, a.text(), c.want)
		}
	}
	s.work()
	changed := s.send("analyst", "&auto_write=true", header+line("RTE", "43.5"))
	if waiting := s.status("analyst", changed); waiting.State != "checked" || !waiting.WantsReason || waiting.Links.Confirm != changed+"/confirm" {
		t.Errorf("written without a reason: %+v", waiting)
	}
	for wish, want := range map[string]int{"": 422, "?reason=error": 422, "?reason=whim&reason_words=So": 422, "?reason_words=So": 422} {
		if a := s.post("analyst", changed+"/confirm"+wish, ""); a.Code != want {
			t.Errorf("confirmed with %q: %d %s", wish, a.Code, a.text())
		}
	}
	if a := s.post("analyst", changed+"/confirm?reason=error&reason_words=A+slip", ""); a.Code != 202 {
		t.Errorf("%d %s", a.Code, a.text())
	}
	s.work()
	if now := s.status("analyst", changed); now.State != "written" || now.Changed != 1 || now.Reason != "error" || now.ReasonWords != "A slip" {
		t.Errorf("%+v", now)
	}
	left := s.status("analyst", s.send("analyst", "&strategy=new_only", header+line("RTE", "44.5")))
	if left.State != "written" || left.Changed != 0 || left.LeftAlone != 1 {
		t.Errorf("%+v", left)
	}
	if a, b := s.status("analyst", kept).State, s.status("analyst", dropped).State; a != "written" || b != "cancelled" {
		t.Errorf("%s, %s", a, b)
	}
	if n := s.count(`SELECT count(*) FROM audit WHERE action IN ('submission.confirmed', 'submission.cancelled')`); n != 3 {
		t.Errorf("%d audit rows", n)
	}
}

// An analyst decides about what others sent of the footprint's organisations, and about nothing that concerns others too.
func TestAnAnalystDecidesForTheFootprint(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	own := s.send("submitter", "&auto_write=false", header+line("RTE", "41.5"))
	both := s.send("admin", "&auto_write=false", header+line("RTE", "42.5")+line("RBA", "42.5"))
	if waiting := s.status("analyst", own); waiting.Links.Confirm != own+"/confirm" || waiting.Links.Cancel != own+"/cancel" {
		t.Errorf("what may be done is not offered: %+v", waiting.Links)
	}
	if waiting := s.status("analyst", both); waiting.State != "checked" || waiting.Links.Confirm != "" {
		t.Errorf("%+v", waiting)
	}
	for path, want := range map[string]int{both + "/confirm": 403, both + "/cancel": 403, own + "/confirm": 202} {
		if a := s.post("analyst", path, ""); a.Code != want {
			t.Errorf("%s: %d %s, want %d", path, a.Code, a.text(), want)
		}
	}
	s.work()
	if written := s.status("submitter", own); written.State != "written" {
		t.Error(written.State)
	}
	if n := s.count(`SELECT count(*) FROM audit JOIN account ON pseudonym = audit.account WHERE action = 'submission.confirmed' AND login = 'analyst' AND subject = 'submission ' || $1`, own[strings.LastIndex(own, "/")+1:]); n != 1 {
		t.Errorf("%d audit rows name the analyst", n)
	}
}

func TestIssuesAndTheFileItself(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	content := header + line("RTE", "=cmd|' /C calc'!A0")
	address := s.send("analyst", "", content)
	status := s.status("analyst", address)
	if status.Errors == 0 || len(status.Report.Issues) == 0 || status.Report.Issues[0].Examples[0].Cell != "D2" {
		t.Fatalf("%+v", status)
	}
	rows := s.do("analyst", http.MethodGet, address+"/issues", nil, "Accept", "text/csv").table()
	if len(rows) == 0 || rows[0]["cell"] != "D2" || rows[0]["seen"] != "'=cmd|' /C calc'!A0" {
		t.Errorf("%v", rows)
	}
	file := s.do("analyst", http.MethodGet, address+"/file", nil)
	if file.Code != http.StatusOK || file.text() != content || !strings.HasPrefix(file.Header().Get("Content-Disposition"), "attachment;") || file.Header().Get("Content-Type") != "application/octet-stream" {
		t.Errorf("%d %v %q", file.Code, file.Header(), file.text())
	}
}

func TestWhatCannotBeSent(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	const path = "/api/v1/submissions"
	for _, c := range []struct {
		name, who, query, body string
		want                   int
		says                   string
	}{
		{"no name", "analyst", "", "x", 422, "Say the file"},
		{"an unknown layout", "analyst", "?file_name=a.csv&layout=none", "x", 422, "There is no layout none"},
		{"a period that is none", "analyst", "?file_name=a.csv&period=soon", "x", 422, "period cannot be read"},
		{"an answer that is none", "analyst", "?file_name=a.csv&check=perhaps", "x", 422, "check"},
		{"an earlier time, by an analyst", "analyst", "?file_name=a.csv&known_from=2018-01-01", "x", 403, "Only administrators"},
		{"a time to come", "admin", "?file_name=a.csv&known_from=2999-01-01", "x", 422, "future"},
		{"a time that is none", "admin", "?file_name=a.csv&known_from=then", "x", 422, "known_from cannot be read"},
		{"an empty file", "analyst", "?file_name=a.csv", "", 422, "empty"},
		{"a large file", "analyst", "?file_name=a.csv", strings.Repeat("x", maxUpload+1), 413, "larger"},
		{"a larger file", "analyst", "?file_name=a.csv", strings.Repeat("x", maxUpload+2<<20), 413, "too large"},
		{"a viewer's file", "viewer", "?file_name=a.csv", "x", 403, "no right"},
		{"nobody's file", "", "?file_name=a.csv", "x", 401, "token"},
		{"a wish that does not exist", "analyst", "?file_name=a.csv&chekc=true", "x", 422, "chekc: unknown query parameter"},
	} {
		a := s.post(c.who, path+c.query, c.body)
		if a.Code != c.want || !strings.Contains(a.text(), c.says) || a.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: %d %s, want %d with %q", c.name, a.Code, a.text(), c.want, c.says)
		}
	}
	a := s.post("analyst", path, "--x\r\n", "Content-Type", "multipart/form-data; boundary=x")
	if a.Code != 422 {
		t.Errorf("a broken form: %d %s", a.Code, a.text())
	}
	if n := s.count(`SELECT count(*) FROM submission`); n != 0 {
		t.Errorf("%d were kept", n)
	}
}

func TestAnAdministratorMayStateAnEarlierTime(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.send("admin", "&known_from=2018-11-01", header+line("RTE", "41.5"))
	if rows := s.get("/api/v1/observations?as_at=2018-11-15").items(); len(rows) != 1 {
		t.Errorf("%v", rows)
	}
}
