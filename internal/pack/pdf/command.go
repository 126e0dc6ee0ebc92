package pdf

import (
	"bytes"
	"context"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// quiet are settings that keep the browser from calling anybody and keeping anything. That nothing runs is the page's own
// policy: the browser's setting against scripts would stop its printing too.
var quiet = []string{
	"--headless", "--disable-gpu", "--no-first-run", "--no-default-browser-check", "--disable-extensions", "--disable-component-update",
	"--disable-background-networking", "--disable-sync", "--disable-default-apps", "--disable-breakpad", "--disable-crash-reporter", "--disable-dev-shm-usage",
	"--metrics-recording-only", "--mute-audio", "--password-store=basic", "--use-mock-keychain", "--no-service-autorun", "--lang=en-GB",
	"--host-resolver-rules=MAP * ~NOTFOUND", "--proxy-server=127.0.0.1:9", "--proxy-bypass-list=<-loopback>",
	"--user-agent=Waymark", "--no-pdf-header-footer", "--generate-pdf-document-outline", "--export-tagged-pdf",
}

// command prints paper.html of a folder to paper.pdf beside it, and returns the last of what the browser said. When the
// context ends the browser and everything it started are killed.
func command(ctx context.Context, browser, folder string, sandbox bool) (said string, err error) {
	args := append([]string{"--user-data-dir=" + filepath.Join(folder, "profile"), "--print-to-pdf=" + filepath.Join(folder, "paper.pdf")}, quiet...)
	if !sandbox {
		args = append(args, "--no-sandbox")
	}
	c := exec.CommandContext(ctx, browser, append(args, (&url.URL{Scheme: "file", Path: filepath.Join(folder, "paper.html")}).String())...)
	// Nothing of this program's environment: it may hold passwords.
	c.Env = []string{"PATH=" + filepath.Dir(browser) + ":/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "HOME=" + folder, "TMPDIR=" + short(folder), "XDG_CONFIG_HOME=" + folder, "XDG_CACHE_HOME=" + folder, "LANG=C.UTF-8", "TZ=Europe/London"}
	c.Dir = folder
	var output bytes.Buffer
	c.Stdout, c.Stderr = &output, &output
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	c.Cancel = func() error { return syscall.Kill(-c.Process.Pid, syscall.SIGKILL) }
	c.WaitDelay = 5 * time.Second
	if err = c.Start(); err != nil {
		return "", err
	}
	err = c.Wait()
	_ = syscall.Kill(-c.Process.Pid, syscall.SIGKILL) // what it left behind
	return last(output.String()), err
}

// short is a folder for the browser's socket, whose whole path may have 107 characters, 45 of them the browser's own.
func short(folder string) string {
	if len(folder) > 60 {
		return "/tmp"
	}
	return folder
}

// last is the end of what a program said, in one line.
func last(said string) string {
	lines := strings.Split(strings.TrimSpace(said), "\n")
	said = strings.Join(lines[max(0, len(lines)-3):], " / ")
	return said[max(0, len(said)-600):]
}

// removed takes the folder away. A child of the browser may write for a moment longer than it lived.
func removed(folder string) {
	for range 20 {
		if os.RemoveAll(folder) == nil {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
}
