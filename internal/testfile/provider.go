package testfile

import (
	"bufio"
	"io"
	"net/http"
	"net/url"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
)

// Provider is a running OpenID Connect provider. It is a program of its own, with modules of its own, so that what is
// tested talks to code that it does not share.
type Provider struct{ Issuer, ClientID, ClientSecret string }

var buildProvider sync.Mutex

// NewProvider builds and starts a provider, which ends with the test. back is where it sends visitors back to; any port
// will do on a loopback address.
func NewProvider(t testing.TB, back string) Provider {
	t.Helper()
	p := Provider{ClientID: "waymark", ClientSecret: "a secret of tests alone"}
	_, here, _, _ := runtime.Caller(0)
	program := filepath.Join(t.TempDir(), "provider")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", program, ".")
	build.Dir = filepath.Join(filepath.Dir(here), "testdata", "provider")
	buildProvider.Lock()
	out, err := build.CombinedOutput()
	buildProvider.Unlock()
	if err != nil {
		t.Fatalf("the provider cannot be built: %v\n%s", err, out)
	}
	command := exec.Command(program, "-client", p.ClientID, "-secret", p.ClientSecret, "-back", back)
	output, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := command.Process.Kill(); err != nil {
			t.Error(err)
		}
		_ = command.Wait() // it was killed
	})
	line, err := bufio.NewReader(output).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	p.Issuer = strings.TrimSpace(line)
	return p
}

// Answer is what a visitor does at the provider: says who they are, or gives up where subject is "". It returns the address
// that the provider sends them back to.
func (p Provider) Answer(t testing.TB, address, subject string) *url.URL {
	t.Helper()
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	page, err := client.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(page.Body)
	page.Body.Close()
	if err != nil {
		t.Fatal(err)
	}
	if page.StatusCode == http.StatusOK {
		fields := url.Values{"subject": {subject}}
		if subject == "" {
			fields = url.Values{"deny": {"yes"}}
		}
		if page, err = client.PostForm(address, fields); err != nil {
			t.Fatal(err)
		}
		body, err = io.ReadAll(page.Body)
		page.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
	}
	back, err := page.Location()
	if err != nil {
		t.Fatalf("the provider sends nobody back: %d %s", page.StatusCode, body)
	}
	return back
}
