// Package mail hands messages to a mail server over SMTP, with TLS unless told otherwise. It knows nothing of why a message is
// sent; it never logs and never shows the password.
package mail

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net/mail"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"waymark/internal/maturity"
)

// The ways to protect the connection.
const (
	StartTLS = "starttls" // begins plain and must become TLS before anything is said
	TLS      = "tls"      // TLS from the first byte
	NoTLS    = "none"     // for a mail server on the same machine
)

// Options name a mail server.
type Options struct {
	Host     string
	Port     int
	User     string // "": without signing in
	Password string
	From     string // an address, with or without a name before it
	TLS      string // StartTLS, TLS or NoTLS
	Trust    *tls.Config
	Timeout  time.Duration // of each step; 0: 30 seconds
}

// Server is a mail server to send through. It is safe for concurrent use.
type Server struct {
	Options
	from *mail.Address
}

// New checks the options; nothing is connected yet.
func New(o Options) (*Server, error) {
	from, err := mail.ParseAddress(o.From)
	if err != nil {
		return nil, maturity.Errorf(maturity.Invalid, "The sender %q is no e-mail address.", o.From)
	}
	if o.Timeout == 0 {
		o.Timeout = 30 * time.Second
	}
	s := &Server{o, from}
	if _, err := s.client(); err != nil {
		return nil, maturity.Wrap(err, maturity.Invalid, "The mail server cannot be used as it is set.")
	}
	return s, nil
}

func (s *Server) client() (*gomail.Client, error) {
	options := []gomail.Option{gomail.WithPort(s.Port), gomail.WithTimeout(s.Timeout), gomail.WithTLSPolicy(gomail.TLSMandatory)}
	switch s.TLS {
	case NoTLS:
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS))
	case TLS:
		options = append(options, gomail.WithSSL())
	}
	if s.Trust != nil {
		options = append(options, gomail.WithTLSConfig(s.Trust))
	}
	if s.User != "" {
		options = append(options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(s.User), gomail.WithPassword(s.Password))
	}
	return gomail.NewClient(s.Host, options...)
}

// Connection is one connection to the server.
type Connection struct {
	server *Server
	client *gomail.Client
}

// Dial connects and signs in. When it fails nothing was sent.
func (s *Server) Dial(ctx context.Context) (*Connection, error) {
	client, err := s.client()
	if err != nil {
		return nil, s.fault(err, true)
	}
	if err := client.DialWithContext(ctx); err != nil {
		return nil, s.fault(err, true)
	}
	return &Connection{s, client}, nil
}

// Close ends the connection.
func (c *Connection) Close() error { return c.client.Close() }

// Send hands one message over. Its error is a *Fault.
func (c *Connection) Send(ctx context.Context, m maturity.Message) error {
	if err := ctx.Err(); err != nil {
		return &Fault{"it was stopped before the message was sent", true}
	}
	message, err := c.server.compose(m)
	if err != nil {
		return c.server.fault(err, false)
	}
	err = c.client.Send(message)
	if err == nil || message.IsDelivered() { // what goes wrong after the server took it is no fault of the message
		return nil
	}
	return c.server.judge(err)
}

// compose writes the message with a plain and, where there is one, an HTML part. Its id is the same however often it is
// tried, so that a copy can be recognised.
func (s *Server) compose(m maturity.Message) (*gomail.Msg, error) {
	to, err := mail.ParseAddress(m.Address)
	if err != nil {
		return nil, fmt.Errorf("%q is no e-mail address", m.Address)
	}
	out := gomail.NewMsg()
	out.FromMailAddress(s.from)
	out.ToMailAddress(&mail.Address{Address: to.Address})
	out.Subject(oneLine(m.Subject))
	_, domain, _ := strings.Cut(s.from.Address, "@")
	out.SetMessageIDWithValue(fmt.Sprintf("waymark-%d-%d@%s", m.ID, m.MadeAt.UnixMicro(), domain))
	out.SetDateWithValue(m.MadeAt)
	out.SetGenHeader("Auto-Submitted", "auto-generated")
	out.SetBodyString(gomail.TypeTextPlain, m.Plain)
	if m.HTML != "" {
		out.AddAlternativeString(gomail.TypeTextHTML, m.HTML)
	}
	for _, a := range m.Attach {
		media, _, _ := strings.Cut(a.Media, ";")
		if err := out.AttachReader(a.Name, bytes.NewReader(a.Bytes), gomail.WithFileContentType(gomail.ContentType(media))); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// Fault is why a message was not sent.
type Fault struct {
	words string
	again bool
}

// Error is the reason in words, with what the server said.
func (f *Fault) Error() string { return f.words }

// Temporary reports whether trying again may help, and cannot send the message twice.
func (f *Fault) Temporary() bool { return f.again }

// judge tells a refusal from a disturbance. When the connection breaks after the whole message went out, nobody knows whether
// it was taken: that is not tried again.
func (s *Server) judge(err error) error {
	var sent *gomail.SendError
	if !errors.As(err, &sent) {
		return s.fault(err, true)
	}
	switch code := sent.ErrorCode(); {
	case code >= 500:
		return s.fault(err, false)
	case code >= 400:
		return s.fault(err, true)
	case sent.Reason == gomail.ErrSMTPDataClose:
		return &Fault{"the connection broke when the whole message had been sent; it may have arrived: " + s.words(err), false}
	}
	return s.fault(err, true)
}

func (s *Server) fault(err error, again bool) error { return &Fault{s.words(err), again} }

// longestWords bounds what a server says.
const longestWords = 500

// words is an error in one line without the password.
func (s *Server) words(err error) string {
	text := oneLine(err.Error())
	if s.Password != "" {
		text = strings.ReplaceAll(text, s.Password, "(password)")
	}
	if letters := []rune(text); len(letters) > longestWords {
		text = string(letters[:longestWords]) + "…"
	}
	return text
}
