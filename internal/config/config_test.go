package config

import (
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
		"WAYMARK_LOG_LEVEL": "loud", "WAYMARK_METRICS_TOKEN": "short-secret", "WAYMARK_DEFINITIONS": "/no/such/folder", "WAYMARK_RECOMPUTE_AT": "daily",
	}), nil)
	if err == nil {
		t.Fatal("no error")
	}
	text := err.Error()
	for _, want := range []string{"WAYMARK_ADDR", "DATABASE_URL", "WAYMARK_MAX_UPLOAD_MB", "WAYMARK_SESSION_HOURS", "WAYMARK_LOG_LEVEL", "WAYMARK_METRICS_TOKEN", "WAYMARK_DEFINITIONS", "WAYMARK_RECOMPUTE_AT"} {
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
