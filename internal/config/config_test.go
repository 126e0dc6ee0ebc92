package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func environment(pairs map[string]string) func(string) (string, bool) {
	return func(name string) (string, bool) { v, ok := pairs[name]; return v, ok }
}

func TestDefaultsListenOnLoopback(t *testing.T) {
	c, err := Load(environment(nil), nil)
	if err != nil {
		t.Fatal(err)
	}
	if c.Address != "127.0.0.1:8080" || c.MaxUpload != 100<<20 || c.ShutdownAfter != 20*time.Second || c.DatabaseURL != "" || c.SecureCookies {
		t.Errorf("%+v", c)
	}
}

func TestFlagWinsOverEnvironment(t *testing.T) {
	c, err := Load(environment(map[string]string{"WAYMARK_ADDR": "127.0.0.1:1", "WAYMARK_SECURE_COOKIES": "yes"}), map[string]string{"WAYMARK_ADDR": "127.0.0.1:2"})
	if err != nil || c.Address != "127.0.0.1:2" || !c.SecureCookies {
		t.Errorf("%+v %v", c, err)
	}
}

func TestEveryFaultIsListedAtOnceAndNoSecretIsShown(t *testing.T) {
	_, err := Load(environment(map[string]string{
		"WAYMARK_ADDR": "nowhere", "DATABASE_URL": "mysql://root:hunter2@db", "WAYMARK_MAX_UPLOAD_MB": "0", "WAYMARK_SESSION_HOURS": "long",
		"WAYMARK_LOG_LEVEL": "loud", "WAYMARK_METRICS_TOKEN": "short-secret", "WAYMARK_DEFINITIONS": "/no/such/folder", "WAYMARK_BROWSER": "/no/such/browser", "WAYMARK_RECOMPUTE_AT": "daily",
	}), nil)
	if err == nil {
		t.Fatal("no error")
	}
	text := err.Error()
	for _, want := range []string{"WAYMARK_ADDR", "DATABASE_URL", "WAYMARK_MAX_UPLOAD_MB", "WAYMARK_SESSION_HOURS", "WAYMARK_LOG_LEVEL", "WAYMARK_METRICS_TOKEN", "WAYMARK_DEFINITIONS", "WAYMARK_BROWSER", "WAYMARK_RECOMPUTE_AT"} {
		if !strings.Contains(text, want) {
			t.Errorf("%s is not named in:\n%s", want, text)
		}
	}
	if strings.Contains(text, "hunter2") || strings.Contains(text, "short-secret") {
		t.Errorf("a secret is shown:\n%s", text)
	}
}

func TestMisspeltSettings(t *testing.T) {
	fine := []string{"PATH=/bin", "DATABASE_URL=postgres://db", "WAYMARK_ADDR=:1", "WAYMARK_SECURE_COOKIES=yes", "WAYMARK_SHARED=/x", "WAYMARK_TEST_DATABASE_URL=y", "WAYMARK_BENCH_DATABASE_URL=z", "waymark_addr=1", "WAYMARK=1"}
	if err := Misspelt(fine); err != nil {
		t.Error(err)
	}
	err := Misspelt(append(fine, "WAYMARK_SECURE_COOKIE=yes", "WAYMARK_METRIC_TOKEN=secret"))
	if want := "WAYMARK_SECURE_COOKIE: there is no such setting\nWAYMARK_METRIC_TOKEN: there is no such setting"; err == nil || err.Error() != want {
		t.Errorf("%v", err)
	}
}

// The settings of a provider count together.
func TestSettingsOfAProvider(t *testing.T) {
	file := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(file, []byte("from a file\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		issuer, id, secret, file, name string
		want                           string // of the fault; "" when there is none
		kept                           OpenID
	}{
		{"", "", "", "", "", "", OpenID{}},
		{"https://login.example.org/realm", "waymark", "hush", "", "", "", OpenID{"https://login.example.org/realm", "waymark", "hush", "login.example.org"}},
		{"https://login.example.org/", "waymark", "", file, "NHS mail", "", OpenID{"https://login.example.org/", "waymark", "from a file", "NHS mail"}},
		{"http://127.0.0.1:9000", "waymark", "", "", "", "", OpenID{"http://127.0.0.1:9000", "waymark", "", "127.0.0.1"}},
		{"http://login.example.org", "waymark", "", "", "", "WAYMARK_OIDC_ISSUER", OpenID{}},
		{"https://login.example.org?x=y", "waymark", "", "", "", "WAYMARK_OIDC_ISSUER", OpenID{}},
		{"https://login.example.org", "", "", "", "", "WAYMARK_OIDC_CLIENT_ID", OpenID{}},
		{"", "waymark", "", "", "", "WAYMARK_OIDC_ISSUER", OpenID{}},
		{"https://login.example.org", "waymark", "hush", file, "", "given twice", OpenID{}},
		{"https://login.example.org", "waymark", "", file + "x", "", "cannot be read", OpenID{}},
	} {
		got, err := Load(environment(map[string]string{"WAYMARK_OIDC_ISSUER": c.issuer, "WAYMARK_OIDC_CLIENT_ID": c.id, "WAYMARK_OIDC_CLIENT_SECRET": c.secret,
			"WAYMARK_OIDC_CLIENT_SECRET_FILE": c.file, "WAYMARK_OIDC_NAME": c.name}), nil)
		if c.want == "" && (err != nil || got.OpenID != c.kept) || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "hush")) {
			t.Errorf("%+v: %+v %v", c, got.OpenID, err)
		}
	}
}
