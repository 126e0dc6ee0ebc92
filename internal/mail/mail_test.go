package mail_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"errors"
	"io"
	"math/big"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net"
	netmail "net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"waymark/internal/mail"
	"waymark/internal/maturity"
)

// post is a real SMTP server on this machine that keeps what it takes.
type post struct {
	mu      sync.Mutex
	letters [][]byte
	refuse  *smtp.SMTPError // for recipients that begin with "refused"
	signed  []string
	secure  []bool
	port    int
}

func (p *post) NewSession(c *smtp.Conn) (smtp.Session, error) {
	_, secure := c.TLSConnectionState()
	return &session{post: p, secure: secure}, nil
}

type session struct {
	*post
	secure bool
	to     string
}

func (s *session) AuthMechanisms() []string { return []string{sasl.Plain} }

func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != "waymark" || password != "s3cret-of-mail" {
			return errors.New("535 no")
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		s.signed = append(s.signed, user)
		return nil
	}), nil
}

func (s *session) Mail(string, *smtp.MailOptions) error { return nil }

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	if s.to = to; strings.HasPrefix(to, "refused") {
		return s.refuse
	}
	return nil
}

func (s *session) Data(r io.Reader) error {
	text, err := io.ReadAll(r)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.letters = append(s.letters, text)
	s.post.secure = append(s.post.secure, s.secure)
	return err
}

func (s *session) Reset()        {}
func (s *session) Logout() error { return nil }

// open starts the server on a free port, or on the one given.
func (p *post) open(t *testing.T, port string, certificate *tls.Certificate) (shut func()) {
	t.Helper()
	listener, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", port))
	if err != nil {
		t.Fatal(err)
	}
	server := smtp.NewServer(p)
	server.Domain, server.AllowInsecureAuth = "localhost", false
	if certificate != nil {
		server.TLSConfig = &tls.Config{Certificates: []tls.Certificate{*certificate}, MinVersion: tls.VersionTLS12}
	}
	go server.Serve(listener)
	p.port = listener.Addr().(*net.TCPAddr).Port
	shut = sync.OnceFunc(func() { listener.Close(); server.Close() })
	t.Cleanup(shut)
	return shut
}

// certificate is one that only its pool trusts.
func certificate(t *testing.T) (*tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "localhost"}, NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		DNSNames: []string{"localhost"}, KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}, IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, _ := x509.ParseCertificate(der)
	pool := x509.NewCertPool()
	pool.AddCert(parsed)
	return &tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, pool
}

var letter = maturity.Message{ID: 7, Address: "information@trust.example", Subject: "2 returns are to come in, 1 late", MadeAt: time.Date(2026, 10, 25, 1, 30, 0, 0, time.UTC),
	Plain: "These returns are not in yet:\n\n- Łódź & Co <b> (RTE)\n.\nend\n", HTML: "<p>Łódź &amp; Co</p>"}

func dial(t *testing.T, o mail.Options) (*mail.Connection, error) {
	t.Helper()
	o.Host, o.Timeout = "127.0.0.1", 5*time.Second
	if o.From == "" {
		o.From = "Waymark <waymark@ics.example>"
	}
	s, err := mail.New(o)
	if err != nil {
		t.Fatal(err)
	}
	c, err := s.Dial(t.Context())
	if err == nil {
		t.Cleanup(func() { c.Close() })
	}
	return c, err
}

func TestDelivery(t *testing.T) {
	p := &post{}
	p.open(t, "0", nil)
	c, err := dial(t, mail.Options{Port: p.port, TLS: mail.NoTLS})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // one connection takes several
		if err := c.Send(t.Context(), letter); err != nil {
			t.Fatal(err)
		}
	}
	if len(p.letters) != 2 {
		t.Fatalf("%d letters arrived", len(p.letters))
	}
	got, err := netmail.ReadMessage(bytes.NewReader(p.letters[0]))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"From": `"Waymark" <waymark@ics.example>`, "To": "<information@trust.example>", "Subject": letter.Subject,
		"Auto-Submitted": "auto-generated", "Message-Id": "<waymark-7-1792891800000000@ics.example>"} {
		if value := got.Header.Get(name); value != want {
			t.Errorf("%s: %q, want %q", name, value, want)
		}
	}
	parts := partsOf(t, got)
	if parts["text/plain"] != letter.Plain || !strings.Contains(parts["text/html"], "Łódź &amp; Co") {
		t.Errorf("parts %q", parts)
	}
}

// TestWhatGoesWithAMessage: files arrive as they are, under the name and media type they have.
func TestWhatGoesWithAMessage(t *testing.T) {
	p := &post{}
	p.open(t, "0", nil)
	c, err := dial(t, mail.Options{Port: p.port, TLS: mail.NoTLS})
	if err != nil {
		t.Fatal(err)
	}
	with, file := letter, bytes.Repeat([]byte("%PDF \x00\r\n\xff"), 500)
	with.Attach = []maturity.Attachment{{Name: "pack-7.pdf", Media: "application/pdf", Bytes: file}}
	if err := c.Send(t.Context(), with); err != nil {
		t.Fatal(err)
	}
	got, err := netmail.ReadMessage(bytes.NewReader(p.letters[0]))
	if err != nil {
		t.Fatal(err)
	}
	_, params, err := mime.ParseMediaType(got.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for reader := multipart.NewReader(got.Body, params["boundary"]); ; {
		part, err := reader.NextPart()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if part.FileName() != "pack-7.pdf" {
			continue
		}
		bytesOf, err := io.ReadAll(base64.NewDecoder(base64.StdEncoding, part))
		if found = err == nil && bytes.Equal(bytesOf, file) && strings.HasPrefix(part.Header.Get("Content-Type"), "application/pdf"); !found {
			t.Errorf("%v, %d bytes, %v", part.Header, len(bytesOf), err)
		}
	}
	if !found {
		t.Error("the file did not arrive")
	}
}

func partsOf(t *testing.T, m *netmail.Message) map[string]string {
	t.Helper()
	_, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for reader := multipart.NewReader(m.Body, params["boundary"]); ; {
		part, err := reader.NextRawPart()
		if err == io.EOF {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		kind, _, _ := mime.ParseMediaType(part.Header.Get("Content-Type"))
		text, err := io.ReadAll(quotedprintable.NewReader(part))
		if err != nil {
			t.Fatal(err)
		}
		out[kind] = strings.ReplaceAll(string(text), "\r\n", "\n")
	}
}

// Whatever a subject holds, it makes no header of its own.
func TestNothingGetsIntoTheHeaders(t *testing.T) {
	p := &post{}
	p.open(t, "0", nil)
	c, err := dial(t, mail.Options{Port: p.port, TLS: mail.NoTLS})
	if err != nil {
		t.Fatal(err)
	}
	m := letter
	m.Subject = "Returns\r\nBcc: everybody@example.org\r\n\r\n<script>"
	if err := c.Send(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	got, err := netmail.ReadMessage(bytes.NewReader(p.letters[0]))
	if err != nil || got.Header.Get("Bcc") != "" || got.Header.Get("Subject") != "Returns Bcc: everybody@example.org <script>" {
		t.Errorf("%v %v", got.Header, err)
	}
	for _, address := range []string{"", "nobody", "a@b.example\r\nRCPT TO:<c@d.example>", "a@b.example, c@d.example"} {
		m.Address = address
		var fault *mail.Fault
		if err := c.Send(t.Context(), m); !errors.As(err, &fault) || fault.Temporary() {
			t.Errorf("address %q: %v", address, err)
		}
	}
	if len(p.letters) != 1 {
		t.Errorf("%d letters arrived", len(p.letters))
	}
}

// A refusal for good is not tried again, one for now is; after either the connection takes the next message.
func TestRefusedRecipient(t *testing.T) {
	p := &post{}
	p.open(t, "0", nil)
	c, err := dial(t, mail.Options{Port: p.port, TLS: mail.NoTLS})
	if err != nil {
		t.Fatal(err)
	}
	for _, each := range []struct {
		refuse *smtp.SMTPError
		again  bool
	}{
		{&smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "No such mailbox"}, false},
		{&smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 7, 1}, Message: "Greylisted, try again"}, true},
	} {
		p.refuse = each.refuse
		m := letter
		m.Address = "refused@trust.example"
		var fault *mail.Fault
		if err := c.Send(t.Context(), m); !errors.As(err, &fault) || fault.Temporary() != each.again || !strings.Contains(err.Error(), each.refuse.Message) {
			t.Errorf("%d: %v", each.refuse.Code, err)
		}
	}
	if err := c.Send(t.Context(), letter); err != nil || len(p.letters) != 1 {
		t.Errorf("after refusals: %v, %d letters", err, len(p.letters))
	}
}

func TestServerDownThenBack(t *testing.T) {
	p := &post{}
	shut := p.open(t, "0", nil)
	c, err := dial(t, mail.Options{Port: p.port, TLS: mail.NoTLS})
	if err != nil {
		t.Fatal(err)
	}
	shut()
	var fault *mail.Fault
	if err := c.Send(t.Context(), letter); !errors.As(err, &fault) || !fault.Temporary() {
		t.Errorf("connection lost: %v", err)
	}
	port := p.port
	if _, err := dial(t, mail.Options{Port: port, TLS: mail.NoTLS}); err == nil {
		t.Error("connected to nobody")
	}
	p.open(t, big.NewInt(int64(port)).String(), nil)
	if c, err = dial(t, mail.Options{Port: port, TLS: mail.NoTLS}); err != nil {
		t.Fatal(err)
	}
	if err := c.Send(t.Context(), letter); err != nil || len(p.letters) != 1 {
		t.Errorf("server back: %v, %d letters", err, len(p.letters))
	}
}

func TestStartTLSWithSigningIn(t *testing.T) {
	own, pool := certificate(t)
	p := &post{}
	p.open(t, "0", own)
	c, err := dial(t, mail.Options{Port: p.port, TLS: mail.StartTLS, User: "waymark", Password: "s3cret-of-mail", Trust: &tls.Config{RootCAs: pool, ServerName: "localhost"}})
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Send(t.Context(), letter); err != nil {
		t.Fatal(err)
	}
	if len(p.signed) != 1 || len(p.secure) != 1 || !p.secure[0] {
		t.Errorf("signed in %v, over TLS %v", p.signed, p.secure)
	}
	// A wrong password is told without telling it; a certificate nobody trusts, and a server without TLS, are not used.
	for name, o := range map[string]mail.Options{
		"wrong password":    {Port: p.port, TLS: mail.StartTLS, User: "waymark", Password: "wr0ng-secret", Trust: &tls.Config{RootCAs: pool, ServerName: "localhost"}},
		"unknown authority": {Port: p.port, TLS: mail.StartTLS, User: "waymark", Password: "s3cret-of-mail"},
	} {
		if _, err := dial(t, o); err == nil || strings.Contains(err.Error(), "secret") || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%s: %v", name, err)
		}
	}
	plain := &post{}
	plain.open(t, "0", nil)
	if _, err := dial(t, mail.Options{Port: plain.port, TLS: mail.StartTLS, User: "waymark", Password: "s3cret-of-mail"}); err == nil {
		t.Error("signed in without TLS")
	}
}

func TestWrongSender(t *testing.T) {
	if _, err := mail.New(mail.Options{Host: "localhost", Port: 25, From: "nobody"}); maturity.CodeOf(err) != maturity.Invalid {
		t.Error(err)
	}
}
