package config

import (
	"strings"
	"testing"
)

func TestMailInTheClearIsSaid(t *testing.T) {
	for _, c := range []struct {
		host, tls string
		said      bool
	}{{"", "none", false}, {"localhost", "none", false}, {"127.0.0.1", "none", false}, {"mail.example.org", "none", true}, {"mail.example.org", "starttls", false}, {"mail.example.org", "tls", false}} {
		set := Config{Address: "127.0.0.1:1", Mail: Mail{Host: c.host, TLS: c.tls}}
		if said := strings.Contains(strings.Join(set.Warnings(), " "), "WAYMARK_SMTP_TLS"); said != c.said {
			t.Errorf("%+v: %v", c, set.Warnings())
		}
	}
}

func TestWhatIsOpenToOthersIsSaid(t *testing.T) {
	for _, c := range []struct {
		address, database, secure string
		https, certificate        bool // what is warned of
	}{
		{"127.0.0.1:8080", "", "no", false, false},
		{"[::1]:8080", "", "no", false, false},
		{"localhost:8080", "", "no", false, false},
		{":8080", "", "no", true, false},
		{"0.0.0.0:8080", "", "no", true, false},
		{"10.1.2.3:8080", "", "no", true, false},
		{"0.0.0.0:8080", "", "yes", false, false},
		{"127.0.0.1:1", "postgres://w:secret@localhost/w", "no", false, false},
		{"127.0.0.1:1", "postgres://w:secret@/w?host=/run/postgresql", "no", false, false},
		{"127.0.0.1:1", "host=/run/postgresql dbname=w", "no", false, false},
		{"127.0.0.1:1", "postgres://w:secret@db1:5432,db2:5432/w", "no", false, true},
		{"127.0.0.1:1", "postgres://w:secret@localhost,db2/w?sslmode=require", "no", false, true},
		{"127.0.0.1:1", "postgres://w:secret@[2001:db8::1]:5432/w?sslmode=disable", "no", false, true},
		{"127.0.0.1:1", "postgres://w:secret@/w?host=db1", "no", false, true},
		{"127.0.0.1:1", "host=db1 password=secret sslmode='require'", "no", false, true},
		{"127.0.0.1:1", "host=db1 password=secret sslmode='verify-full'", "no", false, false},
		{"127.0.0.1:1", "postgres://w:secret@db1,db2/w?sslmode=verify-full", "no", false, false},
	} {
		set, err := Load(func(string) (string, bool) { return "", false }, map[string]string{"WAYMARK_ADDR": c.address, "DATABASE_URL": c.database, "WAYMARK_SECURE_COOKIES": c.secure})
		if err != nil {
			t.Fatal(err)
		}
		said := strings.Join(set.Warnings(), "\n")
		if strings.Contains(said, "HTTPS") != c.https || strings.Contains(said, "sslmode=verify-full") != c.certificate || strings.Contains(said, "secret") {
			t.Errorf("%+v: %q", c, said)
		}
	}
}
