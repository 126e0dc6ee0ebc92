package config

import (
	"errors"
	"net/mail"
	"os"
	"strings"
)

// Mail is the server that messages are sent through; an empty Host is none: they wait in the outbox.
type Mail struct {
	Host, User, Password, From string
	Port                       int
	TLS                        string // starttls, tls, none
}

// mailSettings are rows of the table of settings.
var mailSettings = []setting{
	{"WAYMARK_REMIND_AT", "0 8-18 * * 1-5", "cron expression in Europe/London of the look for reminders that are due; nobody gets more than one a day", func(c *Config, text string) error {
		if len(strings.Fields(text)) != 5 {
			return errors.New("write five fields: minute hour day month weekday")
		}
		c.RemindAt = text
		return nil
	}},
	{"WAYMARK_SMTP_HOST", "", "mail server that reminders go through; empty: they wait on the page of the outbox", func(c *Config, text string) error {
		if strings.ContainsAny(text, ":/ ") {
			return errors.New("write the name of a host; the port has a setting of its own")
		}
		c.Mail.Host = text
		return nil
	}},
	{"WAYMARK_SMTP_PORT", "587", "its port", func(c *Config, text string) (err error) {
		c.Mail.Port, err = wholeNumber(text, 1, 65535)
		return err
	}},
	{"WAYMARK_SMTP_TLS", "starttls", "starttls: the connection must become encrypted before anything is said; tls: it is from the start; none: for a server on the same machine", func(c *Config, text string) (err error) {
		c.Mail.TLS, err = oneOf(text, "starttls", "tls", "none")
		return err
	}},
	{"WAYMARK_SMTP_USER", "", "name to sign in with; empty: without signing in", func(c *Config, text string) error {
		c.Mail.User = text
		return nil
	}},
	{"WAYMARK_SMTP_PASSWORD", "", "password that goes with it", func(c *Config, text string) error {
		c.Mail.Password = text
		return nil
	}},
	{"WAYMARK_SMTP_PASSWORD_FILE", "", "file that holds the password, instead of the setting above", func(c *Config, text string) error {
		if text == "" {
			return nil
		}
		password, err := os.ReadFile(text)
		if err != nil {
			return errors.New("the file cannot be read")
		}
		if c.Mail.Password != "" {
			return errors.New("the password is given twice: leave WAYMARK_SMTP_PASSWORD out")
		}
		c.Mail.Password = strings.TrimSpace(string(password))
		return nil
	}},
	{"WAYMARK_SMTP_FROM", "", "sender of messages, such as Waymark <waymark@ics.example>", func(c *Config, text string) error {
		if _, err := mail.ParseAddress(text); text != "" && err != nil {
			return errors.New("write an e-mail address, with a name before it or without")
		}
		c.Mail.From = text
		return nil
	}},
}

// complete checks what the settings of the mail server say together.
func (m Mail) complete() error {
	switch {
	case m.Host != "" && m.From == "":
		return errors.New("WAYMARK_SMTP_FROM: not given: messages need a sender")
	case m.User != "" && m.Password == "":
		return errors.New("WAYMARK_SMTP_PASSWORD: not given, but a name to sign in with is")
	}
	return nil
}
