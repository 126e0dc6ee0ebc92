package page_test

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"waymark/internal/maturity"
)

const header = "Organisation code,Period,Measure,Value,State\n"

// line is one value of a return in Waymark's long form.
func line(code, value string) string {
	return code + ",Q2 2018/19,discharge.within-24-hours," + value + ",\n"
}

// upload sends a file through the form as a browser does, with the token of the form in front.
func (v *visitor) upload(name, content string, fields map[string]string) answer {
	v.s.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	token := v.token("/data/upload")
	if fields["form_token"] == "" {
		form.WriteField("form_token", token)
	}
	for field, value := range fields {
		form.WriteField(field, value)
	}
	if name != "" {
		part, err := form.CreateFormFile("file", name)
		if err != nil {
			v.s.t.Fatal(err)
		}
		part.Write([]byte(content))
	}
	form.Close()
	request := v.request(http.MethodPost, "/data/upload", &body)
	request.Header.Set("Content-Type", form.FormDataContentType())
	return v.send(request)
}

// sent uploads a file and has it read; it gives the address of the submission.
func (v *visitor) sent(name, content string) string {
	v.s.t.Helper()
	a := v.upload(name, content, nil)
	if a.status != http.StatusSeeOther {
		v.s.t.Fatalf("%d %s", a.status, a.text())
	}
	address := a.header.Get("Location")
	v.s.read(address)
	return strings.TrimSuffix(address, "?earlier=yes")
}

// read works on a submission until it is at rest, as the worker would.
func (s *site) read(address string) {
	s.t.Helper()
	id, err := strconv.ParseInt(regexp.MustCompile(`\d+`).FindString(address), 10, 64)
	if err != nil {
		s.t.Fatal(address)
	}
	if _, err := s.desk.RunOne(s.t.Context(), id, nil); err != nil {
		s.t.Fatal(err)
	}
}

func TestAReturnFromUploadToItsCell(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.addRoles()
	v := s.as("submitter")
	if a := v.get("/data"); !strings.Contains(a.text(), "Nothing has been sent yet") {
		t.Error(a.text())
	}
	a := v.upload("july.csv", header+line("RTE", "41"), nil)
	address := a.header.Get("Location")
	if a := v.get(address); !strings.Contains(a.text(), "Received: waiting to be read") || !strings.Contains(a.body, `http-equiv="refresh"`) {
		t.Errorf("while it waits: %s", a.text())
	}
	s.read(address)
	a = v.get(address)
	for _, want := range []string{"Check before writing: 1 new value and 0 changed values", "Nothing is written yet", "Write these values", "july.csv", "by submitter", "1 organisation recognised", "July to September 2018", "Gloucestershire Hospitals RTE 1 0 0 0"} {
		if !strings.Contains(a.text(), want) {
			t.Errorf("the check does not say %q: %s", want, a.text())
		}
	}
	if strings.Contains(a.body, `http-equiv="refresh"`) {
		t.Error("the page goes on loading itself")
	}
	where := "/data/where-from?organisation=RTE&measure=discharge.within-24-hours&period=Q2018-07"
	if a := v.get(where); a.status != http.StatusNotFound {
		t.Errorf("a value is there before it was written: %d", a.status)
	}
	if a := v.post(address, address+"/write", nil); a.status != http.StatusSeeOther || a.header.Get("Location") != address {
		t.Fatalf("%d %s", a.status, a.text())
	}
	s.read(address)
	if a := v.get(address); !strings.Contains(a.text(), "Written: 1 new value and 0 changed values") {
		t.Error(a.text())
	}
	s.clock.Time = s.clock.Add(time.Minute)
	second := v.sent("august.csv", header+line("RTE", "44"))
	for _, form := range []url.Values{{}, {"reason": {"error"}}, {"reason_words": {"a slip"}}, {"reason": {"whim"}, "reason_words": {"a slip"}}} {
		if a := v.post(second, second+"/write", form); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.text(), "There is a problem") {
			t.Errorf("written without a reason, %v: %d %s", form, a.status, a.text())
		}
	}
	if a := v.get(second); !strings.Contains(a.text(), "Say why before writing: 0 new values and 1 changed value") || !strings.Contains(a.text(), "none is replaced without a reason") ||
		!strings.Contains(a.text(), "Values that would be replaced Organisation Measure Period Old New Place RTE Discharge summaries sent electronically within 24 hours July to September 2018 (Q2 2018 to 2019) 41 44 D2") {
		t.Error(a.text())
	}
	v.post(second, second+"/write", url.Values{"reason": {"error"}, "reason_words": {"Two <wards> counted twice"}})
	s.read(second)
	a = s.as("viewer").get(where)
	for _, want := range []string{": 44", "File august.csv", "Place D2", "by submitter", "What it replaced 41", "correction of an error: Two <wards> counted twice", "still believed"} {
		if !strings.Contains(a.text(), want) {
			t.Errorf("where from does not say %q: %s", want, a.text())
		}
	}
	if strings.Contains(a.body, "/data/submissions/") {
		t.Error("a viewer is offered a submission that the viewer may not see")
	}
	if a := v.get(where); !strings.Contains(a.body, second) {
		t.Error("the sender is not led to the submission")
	}
	list := v.get("/data").text()
	if strings.Index(list, "august.csv") > strings.Index(list, "july.csv") || !strings.Contains(list, "Written") {
		t.Error(list)
	}
	var actions string
	if err := s.db.SQL().QueryRow(`SELECT string_agg(action || ' by ' || login, ', ' ORDER BY audit.id) FROM audit JOIN account ON pseudonym = audit.account WHERE subject = 'submission 1'`).Scan(&actions); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"submission.received by submitter", "submission.confirmed by submitter"} {
		if !strings.Contains(actions, want) {
			t.Errorf("the audit lacks %q: %s", want, actions)
		}
	}
}

func TestProblemsAreShownAtTheirCells(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.addRoles()
	v := s.as("submitter")
	address := v.sent("return.csv", header+line("RTE", "141")+line("RBA", "50")+line("NOBODY", "50")+"\u202eEVIL,Q2 2018/19,discharge.within-24-hours,50,\n")
	a := v.get(address)
	for _, want := range []string{"D2", "141", "Did you mean", "RTE Gloucestershire Hospitals", "NOBODY", "Errors that hold values back"} {
		if !strings.Contains(a.text(), want) {
			t.Errorf("%q is not on the page: %s", want, a.text())
		}
	}
	if strings.Contains(a.text(), "Write these values") {
		t.Error("there is nothing that could be written, yet a button to write")
	}
	if strings.Contains(a.body, "\u202e") || !strings.Contains(a.body, "<bdi>\ufffdEVIL</bdi>") {
		t.Error("a text that turns its direction is not made visible and isolated")
	}
	csv := v.get(address + "/issues.csv")
	if csv.status != http.StatusOK || !strings.HasPrefix(csv.header.Get("Content-Disposition"), "attachment") || !strings.Contains(csv.body, "D2") {
		t.Errorf("%d %v %s", csv.status, csv.header, csv.body)
	}
}

func TestHostileNamesAndTextsAreOnlyShown(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.addRoles()
	v := s.as("submitter")
	for n, name := range []string{
		`"><script>alert(1)</script>.csv`, `../../../etc/passwd.csv`, `C:\Users\me\return.csv`, "\u202egpj.vsc.csv", `__f__(alert(1))__f__.csv`, `a";filename="b.csv`, strings.Repeat("long", 100) + ".csv", "naïve £ отчёт.csv",
	} {
		// each file differs, or it would be the answer to an earlier one
		address := v.sent(name, header+line("=cmd|' /C calc'!A0", "50")+line("<img src=x onerror=alert(1)>", fmt.Sprint(n)))
		a := v.get(address)
		if a.status != http.StatusOK || strings.Contains(a.body, "<script>alert") || strings.Contains(a.body, "<img src=x") || strings.Contains(a.body, "etc/passwd/") {
			t.Errorf("%q: %d %s", name, a.status, a.body)
		}
		file := v.get(address + "/file")
		disposition := file.header.Get("Content-Disposition")
		if file.status != http.StatusOK || !strings.HasPrefix(disposition, `attachment; filename="`) || strings.Count(disposition, `"`) != 2 ||
			file.header.Get("X-Content-Type-Options") != "nosniff" || file.header.Get("Content-Type") != "application/octet-stream" || !strings.HasPrefix(file.body, header) {
			t.Errorf("%q: %d %v", name, file.status, file.header)
		}
		if csv := v.get(address + "/issues.csv").body; !strings.Contains(csv, "'=cmd") || regexp.MustCompile(`(?m)(^|,)"?=`).MatchString(csv) {
			t.Errorf("%q: a formula would run: %s", name, csv)
		}
	}
	if list := v.get("/data"); strings.Contains(list.body, "<script>alert") || !strings.Contains(list.text(), "naïve £ отчёт.csv") {
		t.Error(list.text())
	}
}

func TestWrongUploadsAreAnsweredAtTheForm(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.addRoles()
	v := s.as("submitter")
	for _, c := range []struct {
		name, file, content string
		fields              map[string]string
		status              int
		want                string
	}{
		{"no file", "", "", nil, 422, "Choose a file"},
		{"an empty file", "empty.csv", "", nil, 422, "empty"},
		{"an unknown layout", "a.csv", "x", map[string]string{"layout": "../secret"}, 422, "Choose a layout from the list"},
		{"an unreadable period", "a.csv", "x", map[string]string{"period": "soon"}, 422, "Write the period"},
		{"too many bytes", "a.csv", strings.Repeat("x", maxUpload+1), nil, 413, "larger than"},
		{"far too many bytes", "a.csv", strings.Repeat("x", 3*maxUpload), nil, 413, "At most 1 MB"},
		{"without the form's token", "a.csv", "x", map[string]string{"form_token": "none"}, 403, "form had run out"},
	} {
		a := v.upload(c.file, c.content, c.fields)
		if a.status != c.status || !strings.Contains(a.text(), c.want) {
			t.Errorf("%s: %d %s", c.name, a.status, a.text())
		}
	}
	request := v.request(http.MethodPost, "/data/upload", strings.NewReader("not a form at all"))
	request.Header.Set("Content-Type", "multipart/form-data; boundary=x")
	if a := v.send(request); a.status != http.StatusUnprocessableEntity {
		t.Errorf("a broken form: %d", a.status)
	}
	if a := v.get("/data"); !strings.Contains(a.text(), "Nothing has been sent yet") {
		t.Error("something was kept all the same: " + a.text())
	}
}

func TestTheSameFileTwiceIsTheSameSubmission(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.addRoles()
	v := s.as("submitter")
	first := v.sent("return.csv", header+line("RTE", "41"))
	a := v.upload("return.csv", header+line("RTE", "41"), nil)
	if a.header.Get("Location") != first+"?earlier=yes" || !strings.Contains(v.get(a.header.Get("Location")).text(), "You sent this very file before") {
		t.Errorf("%d %s", a.status, a.header.Get("Location"))
	}
	check := v.upload("return.csv", header+line("RTE", "41"), map[string]string{"check_only": "yes"}).header.Get("Location")
	s.read(check)
	if a := v.get(check); !strings.Contains(a.text(), "You asked for a check only") || strings.Contains(a.text(), "Write these values") {
		t.Error(a.text())
	}
	if a := v.post(first, check+"/write", nil); a.status != http.StatusConflict {
		t.Errorf("a check is written: %d", a.status)
	}
	if a := v.post(first, first+"/cancel", nil); a.status != http.StatusSeeOther || !strings.Contains(v.get(first).text(), "Cancelled: nothing was written") {
		t.Errorf("%d %s", a.status, v.get(first).text())
	}
}

func TestBadAddressesAreNeverOurFault(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.addRoles()
	v := s.as("admin")
	for _, path := range []string{
		"/data/submissions/0", "/data/submissions/-1", "/data/submissions/99999999999999999999", "/data/submissions/x", "/data/submissions/7/file", "/data/submissions/%00/issues.csv",
		"/data?before=x", "/data?before=-3", "/data/forms/nothing.csv", "/data/forms/waymark-long", "/data/forms/waymark-long.exe", "/data/forms/..%2f..%2fgo.mod",
		"/data/where-from", "/data/where-from?organisation=RTE&measure=nothing&period=Q2018-07", "/data/where-from?organisation=RTE&measure=discharge.within-24-hours&period=x",
		"/data/where-from?organisation=%00&measure=discharge.within-24-hours&period=Q2018-07", "/data/where-from?organisation=RTE&measure=discharge.within-24-hours&period=Q2018-07&as_at=yesterday",
		"/static/", "/static/%2e%2e/embed.go", "/account?changed=%ff",
	} {
		a := v.get(path)
		if a.status >= 500 || a.status == http.StatusOK && !strings.HasPrefix(path, "/account") {
			t.Errorf("%s: %d %s", path, a.status, a.text())
		}
	}
}

// Who may do what with a submission of the acute trust RTE, sent by its submitter.
func TestRolesAndSubmissions(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.addRoles()
	s.add("neighbour", grant(maturity.RoleSubmitter, "RBA"))
	s.add("colleague", grant(maturity.RoleSubmitter, "RTE"))
	sender := s.as("submitter")
	address := sender.sent("return.csv", header+line("RTE", "41"))
	for _, c := range []struct {
		login                                      string
		list, upload, see, download, write, cancel int
	}{
		{"viewer", 200, 403, 404, 404, 403, 403},
		{"neighbour", 200, 200, 404, 404, 404, 404},
		{"colleague", 200, 200, 200, 200, 403, 403}, // sends for the same trust, but sent something else
		{"analyst", 200, 200, 200, 200, 303, 409},   // all of it is of the footprint; cancelled too late: it is being written
		{"admin", 200, 200, 200, 200, 303, 409},
	} {
		v := s.as(c.login)
		got := []int{v.get("/data").status, v.get("/data/upload").status, v.get(address).status, v.get(address + "/file").status,
			v.post("/account", address+"/write", nil).status, v.post("/account", address+"/cancel", nil).status}
		if want := []int{c.list, c.upload, c.see, c.download, c.write, c.cancel}; fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s: list, upload, see, download, write, cancel %v, want %v", c.login, got, want)
		}
		if listed := strings.Contains(v.get("/data").text(), "return.csv"); listed != (c.see == 200) {
			t.Errorf("%s: in the list: %v", c.login, listed)
		}
	}
}

func TestRowsAboutOthersAreHeldBack(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.addRoles()
	file := header + line("RTE", "41") + line("RYF", "42") + line("RBA", "43")
	for login, want := range map[string]string{"submitter": "1 new value", "analyst": "2 new values", "admin": "3 new values"} {
		v := s.as(login)
		if a := v.get(v.sent(login+".csv", file)); !strings.Contains(a.text(), "Check before writing: "+want) {
			t.Errorf("%s: %s", login, a.text())
		}
	}
}

func TestEmptyFormsCanBeDownloaded(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.addRoles()
	v := s.as("viewer")
	a := v.get("/data")
	links := regexp.MustCompile(`href="(/data/forms/[^"]+)"`).FindAllStringSubmatch(a.body, -1)
	if len(links) < 4 {
		t.Fatalf("only %d forms are offered", len(links))
	}
	for _, l := range links {
		if a := v.get(l[1]); a.status != http.StatusOK || !strings.HasPrefix(a.header.Get("Content-Disposition"), "attachment") {
			t.Errorf("%s: %d %v", l[1], a.status, a.header)
		}
	}
}

// The analyst of the footprint finishes what a trust has sent; the trust does not decide about the analyst's file.
func TestAnAnalystWritesWhatATrustSent(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.addRoles()
	trust, analyst := s.as("submitter"), s.as("analyst")
	sent := trust.sent("july.csv", header+line("RTE", "41"))
	if a := analyst.get(sent); !strings.Contains(a.text(), "Write these values") {
		t.Errorf("not offered: %s", a.text())
	}
	if a := analyst.post(sent, sent+"/write", nil); a.status != http.StatusSeeOther {
		t.Fatalf("%d %s", a.status, a.text())
	}
	s.read(sent)
	if a := trust.get(sent); !strings.Contains(a.text(), "Written: 1 new value") {
		t.Error(a.text())
	}
	other := analyst.sent("august.csv", header+line("RTE", "44"))
	if a := trust.get(other); strings.Contains(a.text(), "Write these values") {
		t.Error("a submitter is offered to decide about another's file")
	}
	if a := trust.post(other, other+"/write", nil); a.status != http.StatusForbidden {
		t.Errorf("%d %s", a.status, a.text())
	}
}
