// Package config turns the environment and the command's flags into one struct that is checked as a whole and then
// handed down. Nothing reads the environment after it, and nothing changes it.
package config

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // schedules are in Europe/London also where the machine has no time zone data
)

// Config is every setting of the program.
type Config struct {
	Address       string // host:port to listen on
	DatabaseURL   string // empty: a private PostgreSQL under DataDir
	DataDir       string
	SigningKey    string // file with the private key; "": signing-key.pem in DataDir, made when it is not there
	Definitions   string // folder with capabilities/ and dashboards/; empty: those built in
	MaxUpload     int64  // bytes
	SessionHours  int
	SessionIdle   time.Duration
	DemandTwoStep bool   // whoever signs in must set up a second step
	SecureCookies bool   // cookies only over HTTPS; set it behind a proxy that ends TLS
	TrustProxy    bool   // take the visitor's address from X-Forwarded-For
	PublicURL     string // by which people reach this installation, without a slash at its end; "": as the request says
	OpenID        OpenID
	Requests      int // a minute, for each account; 0 for no limit
	MetricsToken  string
	LogLevel      string // debug, info, warn, error
	LogFormat     string // text, json
	RecomputeAt   string // cron expression, Europe/London
	RemindAt      string // cron expression, Europe/London
	Mail          Mail
	Browser       string // that prints papers as PDF; "": one of the machine's
	ShutdownAfter time.Duration
	Location      *time.Location
}

// setting is one row of the table that is also the documentation.
type setting struct {
	Env, Default, Words string
	set                 func(c *Config, text string) error
}

// Settings lists every setting with its environment variable, default and meaning, for the help and the docs.
func Settings() []struct{ Env, Default, Words string } {
	var out []struct{ Env, Default, Words string }
	for _, s := range settings {
		out = append(out, struct{ Env, Default, Words string }{s.Env, s.Default, s.Words})
	}
	return out
}

var settings = append([]setting{
	{"WAYMARK_ADDR", "127.0.0.1:8080", "host:port to listen on; loopback unless told otherwise", func(c *Config, text string) error {
		_, port, err := net.SplitHostPort(text)
		if n, bad := strconv.Atoi(port); err != nil || bad != nil || n < 0 || n > 65535 {
			return errors.New("write host:port, for example 127.0.0.1:8080")
		}
		c.Address = text
		return nil
	}},
	{"DATABASE_URL", "", "a PostgreSQL 14 or later, several hosts allowed; empty: a private one under the data folder", func(c *Config, text string) error {
		if u, err := url.Parse(text); text != "" && !strings.Contains(text, "=") && (err != nil || (u.Scheme != "postgres" && u.Scheme != "postgresql")) {
			return errors.New("write postgres://user:password@host:5432/database or key=value pairs")
		}
		c.DatabaseURL = text
		return nil
	}},
	{"WAYMARK_DATA_DIR", "data", "folder of the private PostgreSQL and of temporary files", func(c *Config, text string) error {
		if text == "" {
			return errors.New("name a folder")
		}
		c.DataDir = text
		return nil
	}},
	{"WAYMARK_SIGNING_KEY", "", "file with the private key that signs receipts and approvals; empty: signing-key.pem in the data folder, made at first use", func(c *Config, text string) error {
		if info, err := os.Stat(text); text != "" && (err != nil || info.IsDir()) {
			return errors.New("there is no such file; openssl genpkey -algorithm ed25519 makes one")
		}
		c.SigningKey = text
		return nil
	}},
	{"WAYMARK_BROWSER", "", "path of the browser that prints papers as PDF, Chromium or Chrome; empty: one that the machine has; none: papers are kept without PDF", func(c *Config, text string) error {
		if info, err := os.Stat(text); text != "" && text != "none" && (err != nil || info.IsDir()) {
			return errors.New("there is no such program; write the path of Chromium or Chrome, or none")
		}
		c.Browser = text
		return nil
	}},
	{"WAYMARK_DEFINITIONS", "", "folder with capabilities/ and dashboards/ instead of those built in", func(c *Config, text string) error {
		if info, err := os.Stat(text); text != "" && (err != nil || !info.IsDir()) {
			return errors.New("there is no such folder")
		}
		c.Definitions = text
		return nil
	}},
	{"WAYMARK_MAX_UPLOAD_MB", "100", "largest file accepted, in megabytes", func(c *Config, text string) error {
		n, err := wholeNumber(text, 1, 4096)
		c.MaxUpload = int64(n) << 20
		return err
	}},
	{"WAYMARK_SESSION_HOURS", "12", "hours until a session ends", func(c *Config, text string) (err error) {
		c.SessionHours, err = wholeNumber(text, 1, 24*30)
		return err
	}},
	{"WAYMARK_SESSION_IDLE_MINUTES", "120", "minutes after which a session that nobody uses ends", func(c *Config, text string) error {
		n, err := wholeNumber(text, 5, 24*60)
		c.SessionIdle = time.Duration(n) * time.Minute
		return err
	}},
	{"WAYMARK_TWO_STEP", "offered", "required: whoever signs in must set up a second step before anything else; offered: may", func(c *Config, text string) error {
		word, err := oneOf(text, "offered", "required")
		c.DemandTwoStep = word == "required"
		return err
	}},
	{"WAYMARK_SECURE_COOKIES", "no", "yes when visitors come over HTTPS", func(c *Config, text string) (err error) {
		c.SecureCookies, err = yesNo(text)
		return err
	}},
	{"WAYMARK_TRUST_PROXY", "no", "yes when a proxy of yours sets X-Forwarded-For", func(c *Config, text string) (err error) {
		c.TrustProxy, err = yesNo(text)
		return err
	}},
	{"WAYMARK_PUBLIC_URL", "", "address by which people reach this installation, for links in messages and invitations; empty: that of the request", func(c *Config, text string) (err error) {
		c.PublicURL, err = webAddress(text)
		return err
	}},
	{"WAYMARK_REQUESTS_PER_MINUTE", "1200", "requests a minute that an account, or an address without one, may make; a quarter of them at once; 0 for no limit", func(c *Config, text string) (err error) {
		c.Requests, err = wholeNumber(text, 0, 1000000)
		return err
	}},
	{"WAYMARK_METRICS_TOKEN", "", "bearer token for /metrics from elsewhere; without one only this machine may read them", func(c *Config, text string) error {
		if text != "" && len(text) < 16 {
			return errors.New("use at least 16 characters")
		}
		c.MetricsToken = text
		return nil
	}},
	{"WAYMARK_LOG_LEVEL", "info", "debug, info, warn or error", func(c *Config, text string) (err error) {
		c.LogLevel, err = oneOf(text, "debug", "info", "warn", "error")
		return err
	}},
	{"WAYMARK_LOG_FORMAT", "text", "text or json", func(c *Config, text string) (err error) {
		c.LogFormat, err = oneOf(text, "text", "json")
		return err
	}},
	{"WAYMARK_RECOMPUTE_AT", "15 4 * * *", "cron expression in Europe/London of the daily recompute", func(c *Config, text string) error {
		if len(strings.Fields(text)) != 5 {
			return errors.New("write five fields: minute hour day month weekday")
		}
		c.RecomputeAt = text
		return nil
	}},
	{"WAYMARK_SHUTDOWN_SECONDS", "20", "how long requests may take to finish when the program is stopped", func(c *Config, text string) error {
		n, err := wholeNumber(text, 1, 600)
		c.ShutdownAfter = time.Duration(n) * time.Second
		return err
	}},
}, append(openIDSettings, mailSettings...)...)

// Load reads every setting: an override (from a flag, by the name of its environment variable) wins over the
// environment, which wins over the default. All faults come back in one error, a line each.
func Load(lookup func(string) (string, bool), overrides map[string]string) (Config, error) {
	var c Config
	var faults []error
	for _, s := range settings {
		text := s.Default
		if value, ok := lookup(s.Env); ok && value != "" {
			text = value
		}
		if value := overrides[s.Env]; value != "" {
			text = value
		}
		if err := s.set(&c, text); err != nil {
			faults = append(faults, fmt.Errorf("%s: %s: %w", s.Env, shown(s.Env, text), err))
		}
	}
	if err := c.OpenID.complete(); err != nil {
		faults = append(faults, err)
	}
	if err := c.Mail.complete(); err != nil {
		faults = append(faults, err)
	}
	location, err := time.LoadLocation("Europe/London")
	if err != nil {
		faults = append(faults, fmt.Errorf("time zone Europe/London: %w", err))
	}
	c.Location = location
	return c, errors.Join(faults...)
}

// ours begins the name of every setting but DATABASE_URL.
const ours = "WAYMARK_"

// Misspelt finds environment variables, given as os.Environ gives them, that look like settings and are none: a
// misspelt WAYMARK_SECURE_COOKIES would leave the cookies open without a word. Those that tests and measurements use
// are left alone. All come back in one error, a line each; values are not shown.
func Misspelt(environ []string) error {
	known := map[string]bool{ours + "SHARED": true}
	for _, s := range settings {
		known[s.Env] = true
	}
	var faults []error
	for _, each := range environ {
		name, _, _ := strings.Cut(each, "=")
		if !strings.HasPrefix(name, ours) || known[name] || strings.HasPrefix(name, ours+"TEST_") || strings.HasPrefix(name, ours+"BENCH_") {
			continue
		}
		faults = append(faults, fmt.Errorf("%s: there is no such setting", name))
	}
	return errors.Join(faults...)
}

// shown keeps secrets out of messages.
func shown(env, text string) string {
	if env == "DATABASE_URL" || env == "WAYMARK_METRICS_TOKEN" || strings.Contains(env, "_SECRET") || env == "WAYMARK_SMTP_PASSWORD" {
		return "(not shown)"
	}
	return strconv.Quote(text)
}

func wholeNumber(text string, low, high int) (int, error) {
	n, err := strconv.Atoi(text)
	if err != nil || n < low || n > high {
		return 0, fmt.Errorf("write a whole number from %d to %d", low, high)
	}
	return n, nil
}

func yesNo(text string) (bool, error) {
	switch strings.ToLower(text) {
	case "yes", "true", "1":
		return true, nil
	case "no", "false", "0":
		return false, nil
	}
	return false, errors.New("write yes or no")
}

func oneOf(text string, allowed ...string) (string, error) {
	for _, a := range allowed {
		if text == a {
			return text, nil
		}
	}
	return "", fmt.Errorf("write one of %s", strings.Join(allowed, ", "))
}
