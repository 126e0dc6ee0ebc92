package browser

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"waymark/capabilities"
	"waymark/dashboards"
	"waymark/internal/collection"
	"waymark/internal/definition"
	"waymark/internal/period"
)

// furnished is what addresses of places have in curly brackets, and how people get in who have no account of the
// demonstration.
type furnished struct {
	words           *strings.Replacer
	invitation      string // the address that lets in who was invited
	login, password string // of somebody with a second step
}

var (
	panelPicture   = regexp.MustCompile(`/pictures/([a-z0-9-]+)/1`)
	measurePicture = regexp.MustCompile(`/pictures/([a-z]+\?organisation=[A-Za-z0-9-]+)`)
	findingPath    = regexp.MustCompile(`/data/quality/findings/(\d+)`)
	questionPath   = regexp.MustCompile(`/data/quality/questions/(\d+)`)
	invitationPath = regexp.MustCompile(`/invitation\?key=[^"<\s]+`)
	secretWords    = regexp.MustCompile(`or type the secret: <span[^>]*>([A-Z2-7 ]+)</span>`)
)

// furnish brings what the demonstration lacks, without a browser and so without scripts: a question about a figure, an
// invitation, somebody with a second step. It waits for the first finding of the rules. The second time it gives what is
// there.
func (s *site) furnish(t *testing.T) *furnished {
	t.Helper()
	if s.furnished != nil {
		return s.furnished
	}
	f := &furnished{}
	s.furnished = f
	quarter := newestPeriod(t, "gloucestershire-trusts")
	analyst, approver, admin := s.crawler(t, "demo-analyst"), s.crawler(t, "demo-approver"), s.crawler(t, "demo-admin")
	approver.post("/data/reviews", "/data/quality/questions", url.Values{"collection": {"gloucestershire-trusts"}, "organisation": {"RTQ"}, "period": {quarter}, "text": {"Are the wards of the night counted?"}})
	analyst.post("/boards/ldr-steering-group/gloucestershire-ldr/copy", "/boards/ldr-steering-group/gloucestershire-ldr/copy", url.Values{"title": {"Steering group, shorter"}, "do": {"copy"}})
	analyst.post("/groups", "/groups", url.Values{"title": {"Acute trusts of the west"}, "codes": {"RTE, R1J"}})
	words := []string{"{period}", quarter, "{panel}", analyst.find("/boards/ldr-steering-group/gloucestershire-ldr?as_at=2018-11-14", panelPicture),
		"{picture}", analyst.find("/measures/discharge.within-24-hours?organisation=RTE&as_at=2018-11-14", measurePicture),
		"{question}", analyst.find("/data/quality?questions=all", questionPath), "{finding}", analyst.waitFor("/data/quality", findingPath)}
	f.words = strings.NewReplacer(append(words, analyst.furnishRoadmap()...)...)

	f.invitation = invitationPath.FindString(admin.post("/admin/people/invite", "/admin/people/invite", url.Values{"login": {"new.reader"}, "role": {"viewer"}}))
	link := invitationPath.FindString(admin.post("/admin/people/invite", "/admin/people/invite", url.Values{"login": {"two.steps"}, "role": {"viewer"}}))
	if f.invitation == "" || link == "" {
		t.Fatal("no invitation was made")
	}
	f.login, f.password = "two.steps", "seven quiet herons by a slow canal"
	guest := s.stranger(t)
	guest.get(link)
	guest.post("/invitation", "/invitation", url.Values{"login": {f.login}, "next": {f.password}, "again": {f.password}})
	secret := strings.ReplaceAll(guest.find("/account/two-step", secretWords), " ", "")
	code, err := totp.GenerateCode(secret, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if said := guest.post("/account/two-step", "/account/two-step", url.Values{"proof": {f.password}, "code": {code}}); !strings.Contains(said, "The second step is on") {
		t.Fatalf("the second step is not on: %s", said)
	}
	return f
}

var (
	changeUndone  = regexp.MustCompile(`/versions/(\d+)/undo`)
	uploadChecked = regexp.MustCompile(`/(?:files|upload)/(\d+)`)
)

// furnishRoadmap asks two questions of the roadmap and sends two files: one that changes it, one that would be new.
func (c *crawler) furnishRoadmap() []string {
	const plan = "/roadmap/gloucestershire-ldr"
	for _, step := range []string{"k=move&i=e-correspondence&d=92", "k=drop&i=d-medicines-rte"} {
		c.post(plan+"/scenarios/new?step="+url.QueryEscape(step), plan+"/scenarios", url.Values{"step": {step}, "words": {"What the supplier says"}})
	}
	text := c.get(plan + "/export/roadmap.yaml?as_at=now")
	changed := c.send(plan+"/files", "roadmap.yaml", strings.Replace(text, "Uniflow print management roll-out", "Print management", 1))
	fresh := c.send("/roadmap/upload", "second.yaml", strings.Replace(text, "id: gloucestershire-ldr", "id: gloucestershire-second", 1))
	return []string{"{change}", c.find(plan+"/versions?as_at=now", changeUndone), "{changed-roadmap}", changed, "{new-roadmap}", fresh}
}

// send sends a file by the form of a page and gives the number of what was kept.
func (c *crawler) send(page, name, text string) string {
	c.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	if token := formToken.FindStringSubmatch(c.get(page)); token != nil {
		form.WriteField("form_token", token[1])
	}
	file, err := form.CreateFormFile("file", name)
	if err != nil {
		c.t.Fatal(err)
	}
	io.WriteString(file, text)
	if err := form.Close(); err != nil {
		c.t.Fatal(err)
	}
	answer, err := c.http.Post(c.site.address+page, form.FormDataContentType(), &body)
	said := c.read(answer, err)
	if found := uploadChecked.FindStringSubmatch(answer.Request.URL.Path); found != nil {
		return found[1]
	}
	c.t.Fatalf("%s was not kept: %.2000s", name, said)
	return ""
}

func newestPeriod(t *testing.T, id string) string {
	t.Helper()
	definitions, err := definition.Load(capabilities.Files, dashboards.Files)
	if err != nil {
		t.Fatal(err)
	}
	c, _ := definitions.Collection(id)
	periods := collection.Periods(c, period.DayOf(time.Now()))
	if len(periods) == 0 {
		t.Fatal("the collection has not begun: the clock of this machine is wrong")
	}
	return periods[0].Code()
}

// find gives the first group of a pattern on a page.
func (c *crawler) find(path string, pattern *regexp.Regexp) string {
	c.t.Helper()
	text := c.get(path)
	if found := pattern.FindStringSubmatch(text); found != nil {
		return found[1]
	}
	c.t.Fatalf("%s holds no %s:\n%s", path, pattern, text)
	return ""
}

// waitFor finds what comes a little later.
func (c *crawler) waitFor(path string, pattern *regexp.Regexp) string {
	c.t.Helper()
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
		if found := pattern.FindStringSubmatch(c.get(path)); found != nil {
			return found[1]
		}
	}
	return c.find(path, pattern)
}

// door opens a window for somebody: an account of the demonstration, "nobody", "invited" or "halfway".
func (s *site) door(t *testing.T, f *furnished, who string) *visitor {
	t.Helper()
	switch who {
	case "":
		return s.signIn(t, "demo-analyst")
	case "nobody":
		return s.visitor(t)
	case "invited":
		v := s.visitor(t)
		v.open(f.invitation)
		return v
	case "halfway":
		v := s.visitor(t)
		v.open("/sign-in")
		v.enter(f.login, f.password)
		return v
	}
	return s.signIn(t, who)
}
