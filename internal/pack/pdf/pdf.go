// Package pdf prints the HTML of a paper with a browser that the machine has, without a window: tagged, with an outline, the
// charts as vectors. It changes nothing of what the paper says, and the browser gets no network, no script and no setting
// of this program.
package pdf

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"waymark/internal/pack"
	"waymark/internal/pack/paper"
)

// Options says how to print. The zero value looks for a browser.
type Options struct {
	Browser string        // the program; "" looks for Chromium or Chrome among the programs of the machine
	Timeout time.Duration // for one paper, its waiting not counted; 0 is three minutes
	Temp    string        // where a folder is made and removed for each paper; "" is the system's
}

// names are the programs looked for, in this order.
var names = []string{"chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "headless-shell"}

// Writer prints one paper at a time, since a browser takes some hundred megabytes. It is safe for concurrent use.
type Writer struct {
	options Options
	turn    chan struct{}
}

// New is a writer. Whether there is a browser is looked up for each paper, so that one installed later is found.
func New(o Options) *Writer {
	if o.Timeout <= 0 {
		o.Timeout = 3 * time.Minute
	}
	return &Writer{options: o, turn: make(chan struct{}, 1)}
}

// Form is PDF.
func (*Writer) Form() pack.Form { return pack.PDF }

// Browser is the program that would print; pack.ErrUnavailable when there is none.
func (w *Writer) Browser() (string, error) {
	wanted := names
	if w.options.Browser != "" {
		wanted = []string{w.options.Browser}
	}
	for _, name := range wanted {
		if path, err := exec.LookPath(name); err == nil {
			return filepath.Abs(path)
		}
	}
	return "", fmt.Errorf("%w: no browser was found to print with", pack.ErrUnavailable)
}

// Write prints the document. pack.ErrUnavailable says that there is no browser; any other error that it printed nothing
// whole. The bytes carry the time of printing and the browser's version.
func (w *Writer) Write(ctx context.Context, out io.Writer, d pack.Document) error {
	var page bytes.Buffer
	if err := (paper.Writer{}).Write(ctx, &page, d); err != nil {
		return err
	}
	return w.Print(ctx, out, page.Bytes())
}

// Print prints a page that paper.Writer set before.
func (w *Writer) Print(ctx context.Context, out io.Writer, page []byte) error {
	browser, err := w.Browser()
	if err != nil {
		return err
	}
	select {
	case w.turn <- struct{}{}:
		defer func() { <-w.turn }()
	case <-ctx.Done():
		return ctx.Err()
	}
	ctx, cancel := context.WithTimeout(ctx, w.options.Timeout)
	defer cancel()
	folder, err := os.MkdirTemp(w.options.Temp, "pdf")
	if err != nil {
		return fmt.Errorf("pdf: %w", err)
	}
	defer removed(folder)
	if err := os.WriteFile(filepath.Join(folder, "paper.html"), page, 0o600); err != nil {
		return fmt.Errorf("pdf: %w", err)
	}
	printed, err := w.run(ctx, browser, folder)
	if err != nil {
		return err
	}
	_, err = out.Write(printed)
	return err
}

// run lets the browser print, with its own sandbox where it can have one. As root it cannot; elsewhere the machine may
// forbid it, and the page can do nothing anyhow.
func (w *Writer) run(ctx context.Context, browser, folder string) ([]byte, error) {
	var failure error
	for _, sandbox := range []bool{true, false} {
		if sandbox && os.Geteuid() == 0 {
			continue
		}
		said, err := command(ctx, browser, folder, sandbox)
		if ctx.Err() != nil {
			return nil, fmt.Errorf("pdf: printing was stopped: %w", context.Cause(ctx))
		}
		printed, readErr := os.ReadFile(filepath.Join(folder, "paper.pdf"))
		if err == nil && readErr == nil && whole(printed) {
			return printed, nil
		}
		failure = fmt.Errorf("pdf: the browser printed nothing: %w: %s", errors.Join(err, readErr), said)
	}
	return nil, failure
}

// whole reports a PDF that begins and ends as one: a full disk leaves half of one.
func whole(pdf []byte) bool {
	return bytes.HasPrefix(pdf, []byte("%PDF-")) && bytes.Contains(pdf[max(0, len(pdf)-64):], []byte("%%EOF"))
}
