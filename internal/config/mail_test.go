package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestMailSettings(t *testing.T) {
	file := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(file, []byte("hunter2-of-mail\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := Load(environment(map[string]string{"WAYMARK_SMTP_HOST": "mail.ics.example", "WAYMARK_SMTP_USER": "waymark", "WAYMARK_SMTP_PASSWORD_FILE": file, "WAYMARK_SMTP_FROM": "Waymark <waymark@ics.example>"}), nil)
	if want := (Mail{Host: "mail.ics.example", User: "waymark", Password: "hunter2-of-mail", From: "Waymark <waymark@ics.example>", Port: 587, TLS: "starttls"}); err != nil || c.Mail != want || c.RemindAt != "0 8-18 * * 1-5" {
		t.Errorf("%+v %v", c.Mail, err)
	}
	for _, faulty := range []struct {
		set  map[string]string
		want string
	}{
		{map[string]string{"WAYMARK_SMTP_HOST": "mail.ics.example"}, "WAYMARK_SMTP_FROM: not given: messages need a sender"},
		{map[string]string{"WAYMARK_SMTP_HOST": "mail.ics.example:25"}, "the port has a setting of its own"},
		{map[string]string{"WAYMARK_SMTP_PORT": "smtp"}, "write a whole number from 1 to 65535"},
		{map[string]string{"WAYMARK_SMTP_TLS": "ssl"}, "WAYMARK_SMTP_TLS"},
		{map[string]string{"WAYMARK_SMTP_FROM": "Waymark"}, "write an e-mail address"},
		{map[string]string{"WAYMARK_SMTP_USER": "waymark"}, "WAYMARK_SMTP_PASSWORD: not given"},
		{map[string]string{"WAYMARK_SMTP_PASSWORD": "hunter2-of-mail", "WAYMARK_SMTP_PASSWORD_FILE": file}, "the password is given twice"},
		{map[string]string{"WAYMARK_SMTP_PASSWORD_FILE": file + "-none"}, "the file cannot be read"},
		{map[string]string{"WAYMARK_REMIND_AT": "hourly"}, "write five fields"},
	} {
		_, err := Load(environment(faulty.set), nil)
		if err == nil || !strings.Contains(err.Error(), faulty.want) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%v: %v", faulty.set, err)
		}
	}
}
