package browser

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"testing"
)

// crawler reads pages and exports, and sends forms, without a browser.
type crawler struct {
	t    *testing.T
	site *site
	http http.Client
}

var formToken = regexp.MustCompile(`name="form_token" value="([^"]+)"`)

// stranger is a crawler that is not signed in.
func (s *site) stranger(t *testing.T) *crawler {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &crawler{t: t, site: s, http: http.Client{Jar: jar}}
}

func (s *site) crawler(t *testing.T, login string) *crawler {
	t.Helper()
	c := s.stranger(t)
	c.post("/sign-in", "/sign-in", url.Values{"login": {login}, "password": {s.passwords[login]}})
	return c
}

func (c *crawler) get(path string) string {
	c.t.Helper()
	return c.read(c.http.Get(c.site.address + path))
}

// post sends a form as it stands on a page, with its token, and gives the page that follows.
func (c *crawler) post(page, path string, form url.Values) string {
	c.t.Helper()
	if token := formToken.FindStringSubmatch(c.get(page)); token != nil {
		form.Set("form_token", token[1])
	}
	return c.read(c.http.PostForm(c.site.address+path, form))
}

func (c *crawler) read(answer *http.Response, err error) string {
	c.t.Helper()
	if err != nil {
		c.t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	if answer.StatusCode >= 400 {
		c.t.Errorf("%s %s: %d %.300s", answer.Request.Method, answer.Request.URL.Path, answer.StatusCode, body)
	}
	return string(body)
}
