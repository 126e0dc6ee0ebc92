package notify_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"waymark/internal/mail"
	"waymark/internal/maturity"
	"waymark/internal/notify"
)

// post is a real mail server on this machine that keeps what it takes; it answers recipients with a word of theirs.
type post struct {
	mu    sync.Mutex
	taken []string // recipients
}

func (p *post) NewSession(*smtp.Conn) (smtp.Session, error) { return &session{post: p}, nil }

type session struct {
	*post
	to string
}

func (s *session) Mail(string, *smtp.MailOptions) error { return nil }

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	switch s.to = to; {
	case strings.HasPrefix(to, "refused"):
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "No such mailbox"}
	case strings.HasPrefix(to, "later"):
		return &smtp.SMTPError{Code: 450, EnhancedCode: smtp.EnhancedCode{4, 2, 0}, Message: "Try again later"}
	}
	return nil
}

func (s *session) Data(r io.Reader) error {
	_, err := io.Copy(io.Discard, r)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.taken = append(s.taken, s.to)
	return err
}

func (s *session) Reset()        {}
func (s *session) Logout() error { return nil }

// serve opens the mail server on a port, 0 for any, and lets the reminder use it.
func (o *office) serve(p *post, port int) (shut func(), at int) {
	o.t.Helper()
	listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
	if err != nil {
		o.t.Fatal(err)
	}
	server := smtp.NewServer(p)
	go server.Serve(listener)
	shut = sync.OnceFunc(func() { listener.Close(); server.Close() })
	o.t.Cleanup(shut)
	at = listener.Addr().(*net.TCPAddr).Port
	m, err := mail.New(mail.Options{Host: "127.0.0.1", Port: at, From: "waymark@ics.example", TLS: mail.NoTLS, Timeout: 5 * time.Second})
	if err != nil {
		o.t.Fatal(err)
	}
	o.Mail = through{m}
	return shut, at
}

type through struct{ *mail.Server }

func (t through) Dial(ctx context.Context) (notify.Line, error) { return t.Server.Dial(ctx) }

func (o *office) states() string {
	var out []string
	for _, m := range o.messages() {
		out = append(out, fmt.Sprintf("%s %s after %d", m.Login, m.State, m.Tries))
	}
	return strings.Join(out, "; ")
}

func TestWithoutMailServerMessagesWait(t *testing.T) {
	o := open(t)
	o.person("ann", "ann@trust.example", "RTE")
	o.owes("digital", "RTE")
	o.at("2026-11-03 08:00")
	o.write()
	o.send()
	if m := o.messages()[0]; m.State != maturity.MessagePending || m.Tries != 0 || !strings.Contains(m.Because, "WAYMARK_SMTP_HOST") {
		t.Errorf("%+v", m)
	}
	// A newer reminder stands for the one that still waits; with a server it alone is sent.
	o.at("2026-11-05 08:00")
	o.write()
	p := &post{}
	o.serve(p, 0)
	if n := o.send(); n.Sent != 1 || n.Dropped != 1 || len(p.taken) != 1 {
		t.Errorf("%+v, %v, %s", n, p.taken, o.states())
	}
}

// The server is down, then back: the message waits without being counted as tried, and arrives once.
func TestServerDownThenBack(t *testing.T) {
	o := open(t)
	o.person("ann", "ann@trust.example", "RTE")
	o.owes("digital", "RTE")
	o.at("2026-11-03 08:00")
	o.write()
	p := &post{}
	shut, port := o.serve(p, 0)
	shut()
	if n := o.send(); n.Again != 1 {
		t.Errorf("%+v", n)
	}
	if m := o.messages()[0]; m.State != maturity.MessagePending || !strings.Contains(m.Because, "could not be reached") {
		t.Errorf("%+v", m)
	}
	o.serve(p, port)
	o.at("2026-11-03 08:02")
	if n := o.send(); n != (notify.Sent{}) {
		t.Errorf("tried too early: %+v", n)
	}
	o.at("2026-11-03 08:06")
	if n := o.send(); n.Sent != 1 {
		t.Errorf("%+v", n)
	}
	if n := o.send(); n != (notify.Sent{}) || len(p.taken) != 1 {
		t.Errorf("%+v, %v", n, p.taken)
	}
}

// A refusal for good fails at once, one for now is tried five times over half a day; neither holds back the others.
func TestRefusals(t *testing.T) {
	o := open(t)
	o.person("ann", "refused@trust.example", "RTE")
	o.person("bob", "later@trust.example", "RTE")
	o.person("cem", "cem@trust.example", "RTE")
	o.owes("digital", "RTE")
	p := &post{}
	o.serve(p, 0)
	o.at("2026-11-03 08:00")
	o.write()
	o.send()
	if got := o.states(); got != "cem sent after 1; bob pending after 1; ann failed after 1" {
		t.Error(got)
	}
	if m := o.messages()[2]; !strings.Contains(m.Because, "No such mailbox") {
		t.Errorf("%q", m.Because)
	}
	tries := 1
	for range 24 * 12 {
		o.now = o.now.Add(5 * time.Minute)
		if n := o.send(); n.Again+n.Failed > 0 {
			tries++
		}
	}
	if got := o.states(); tries != 5 || got != "cem sent after 1; bob failed after 5; ann failed after 1" || len(p.taken) != 1 {
		t.Errorf("%d tries: %s", tries, got)
	}
	// An administrator sends it again.
	id := o.messages()[2].ID
	if err := o.db.ResendMessage(t.Context(), id, o.now, maturity.AuditEntry{At: o.now, Account: "admin", Action: "message.resent"}); err != nil {
		t.Fatal(err)
	}
	if n := o.send(); n.Failed != 1 {
		t.Errorf("%+v", n)
	}
}

// A message whose sender ended while the server was taking it is not sent again: it may have arrived. One whose sender ended
// before is.
func TestCrashInMidSend(t *testing.T) {
	o := open(t)
	o.person("ann", "ann@trust.example", "RTE")
	o.person("bob", "bob@trust.example", "RTE")
	o.owes("digital", "RTE")
	o.at("2026-11-03 08:00")
	o.write()
	p := &post{}
	o.serve(p, 0)
	if ok, err := o.db.ClaimMessage(t.Context(), o.messages()[1].ID, o.now, o.now.Add(15*time.Minute)); err != nil || !ok {
		t.Fatal(ok, err)
	}
	if n := o.send(); n.Sent != 1 || len(p.taken) != 1 || p.taken[0] != "bob@trust.example" {
		t.Errorf("%+v %v", n, p.taken)
	}
	o.at("2026-11-03 08:20")
	if n := o.send(); n.Lost != 1 || len(p.taken) != 1 {
		t.Errorf("%+v %v", n, p.taken)
	}
	if m := o.messages()[1]; m.State != maturity.MessageFailed || !strings.Contains(m.Because, "may have arrived") {
		t.Errorf("%+v", m)
	}
}

// Two replicas send at once: everybody gets one.
func TestManyReplicasSendOnce(t *testing.T) {
	o := open(t)
	for i := range 12 {
		o.person(fmt.Sprintf("person%d", i), fmt.Sprintf("p%d@trust.example", i), "RTE")
	}
	o.owes("digital", "RTE")
	o.at("2026-11-03 08:00")
	o.write()
	p := &post{}
	o.serve(p, 0)
	var all sync.WaitGroup
	for range 3 {
		all.Add(1)
		go func() {
			defer all.Done()
			if _, err := o.Send(context.Background()); err != nil {
				t.Error(err)
			}
		}()
	}
	all.Wait()
	seen := map[string]int{}
	for _, to := range p.taken {
		seen[to]++
	}
	if len(seen) != 12 || len(p.taken) != 12 {
		t.Errorf("%v", seen)
	}
}

// A return that came in since is not reminded of.
func TestStoppedOnceTheReturnIsIn(t *testing.T) {
	o := open(t)
	o.person("ann", "ann@trust.example", "RTE")
	o.owes("digital", "RTE")
	o.at("2026-11-03 08:00")
	o.write()
	o.out = nil
	p := &post{}
	o.serve(p, 0)
	if n := o.send(); n.Dropped != 1 || len(p.taken) != 0 {
		t.Errorf("%+v %v", n, p.taken)
	}
	o.at("2026-11-05 08:00")
	if o.write() != 0 {
		t.Error("reminded of a return that is in")
	}
}
