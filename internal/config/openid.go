package config

import (
	"errors"
	"net/url"
	"os"
	"strings"
)

// OpenID is the provider whose accounts people may sign in with; an empty Issuer is none.
type OpenID struct {
	Issuer, ClientID, ClientSecret string
	Name                           string // of the provider, on the sign-in page
}

// webAddress takes the https address of a place, without anything after its path; http only on this machine itself.
func webAddress(text string) (string, error) {
	text = strings.TrimRight(text, "/")
	u, err := url.Parse(text)
	if text == "" {
		return "", nil
	}
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || u.Scheme != "https" && (u.Scheme != "http" || !isLoopback(u.Hostname())) {
		return "", errors.New("write https://host, with a path where there is one; http only for this machine itself")
	}
	return text, nil
}

func isLoopback(host string) bool { return host == "localhost" || host == "127.0.0.1" || host == "::1" }

// openIDSettings are rows of the table of settings.
var openIDSettings = []setting{
	{"WAYMARK_OIDC_ISSUER", "", "issuer of an OpenID Connect provider whose accounts people may sign in with; empty: passwords alone", func(c *Config, text string) error {
		issuer, err := webAddress(text)
		if issuer != "" && strings.HasSuffix(text, "/") {
			issuer += "/" // to some the slash is part of the name
		}
		c.OpenID.Issuer = issuer
		return err
	}},
	{"WAYMARK_OIDC_CLIENT_ID", "", "name by which the provider knows this installation", func(c *Config, text string) error {
		c.OpenID.ClientID = text
		return nil
	}},
	{"WAYMARK_OIDC_CLIENT_SECRET", "", "secret that goes with it", func(c *Config, text string) error {
		c.OpenID.ClientSecret = text
		return nil
	}},
	{"WAYMARK_OIDC_CLIENT_SECRET_FILE", "", "file that holds the secret, instead of the setting above", func(c *Config, text string) error {
		if text == "" {
			return nil
		}
		secret, err := os.ReadFile(text)
		if err != nil {
			return errors.New("the file cannot be read")
		}
		if c.OpenID.ClientSecret != "" {
			return errors.New("the secret is given twice: leave WAYMARK_OIDC_CLIENT_SECRET out")
		}
		c.OpenID.ClientSecret = strings.TrimSpace(string(secret))
		return nil
	}},
	{"WAYMARK_OIDC_NAME", "", "what people call the provider, for the button of the sign-in page; empty: its host", func(c *Config, text string) error {
		c.OpenID.Name = text
		return nil
	}},
}

// complete checks what the settings of the provider say together.
func (o *OpenID) complete() error {
	switch {
	case o.Issuer == "" && (o.ClientID != "" || o.ClientSecret != ""):
		return errors.New("WAYMARK_OIDC_ISSUER: not given, but a client is: name the provider, or leave both out")
	case o.Issuer != "" && o.ClientID == "":
		return errors.New("WAYMARK_OIDC_CLIENT_ID: not given: the provider must know this installation by a name")
	}
	if u, err := url.Parse(o.Issuer); err == nil && o.Name == "" {
		o.Name = u.Hostname()
	}
	return nil
}
