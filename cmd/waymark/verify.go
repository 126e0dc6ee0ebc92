package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/receipt"
	"waymark/internal/receipt/paper"
)

type verifyCommand struct {
	Receipt string   `arg:"" help:"Receipt, as receipt.json or receipt.pdf."`
	File    string   `placeholder:"FILE" help:"File that the receipt should be for: its SHA-256 is compared."`
	Key     []string `placeholder:"FILE" help:"Public keys (PEM) that are trusted; a receipt of any other key is refused. May be given again."`
}

// verified is the outcome as --json prints it.
type verified struct {
	Valid     bool               `json:"valid"`
	Reason    string             `json:"reason,omitempty"`
	Parts     []string           `json:"changed_parts,omitempty"`
	Sentence  string             `json:"sentence"`
	Trusted   bool               `json:"key_trusted"` // one of those given
	File      string             `json:"file,omitempty"`
	Pages     string             `json:"pages,omitempty"`
	Statement *receipt.Statement `json:"statement,omitempty"`
}

// Run checks a receipt with nothing but the files named: no server, no database, no settings. Exit 1 when it does not hold,
// or is for another file.
func (c verifyCommand) Run(a *app) error {
	trusted, err := trustedKeys(c.Key)
	if err != nil {
		return &exitError{exitUsage, err}
	}
	text, err := os.ReadFile(c.Receipt)
	if err != nil {
		return &exitError{exitUsage, err}
	}
	out := checkReceipt(text, trusted)
	if out.Valid && c.File != "" {
		if err := out.compare(c.File); err != nil {
			return &exitError{exitUsage, err}
		}
	}
	if err := a.result(out, out.print); err != nil {
		return err
	}
	if !out.Valid {
		return &exitError{code: exitRefused}
	}
	return nil
}

func trustedKeys(files []string) (keys []ed25519.PublicKey, err error) {
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		more, err := receipt.ParsePublic(text)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		keys = append(keys, more...)
	}
	return keys, nil
}

func checkReceipt(file []byte, trusted []ed25519.PublicKey) verified {
	text, pdf, found := receipt.Carried(file)
	if !found {
		return verified{Reason: string(receipt.NotAReceipt), Sentence: "The PDF carries no receipt: it is not one that Waymark made, or was saved anew by another program, or is cut off."}
	}
	if pdf && !bytes.Contains(file[max(0, len(file)-1024):], []byte("%%EOF")) {
		return verified{Reason: string(receipt.CutOff), Sentence: "The PDF is cut off: it ends before its end."}
	}
	statement, err := receipt.Verify(text, trusted)
	var fault *receipt.Fault
	if errors.As(err, &fault) {
		return verified{Reason: string(fault.Reason), Parts: fault.Parts, Sentence: fault.Sentence}
	}
	out := verified{Valid: true, Trusted: len(trusted) > 0, Sentence: "The receipt is as it was signed.", Statement: &statement}
	if pdf {
		out.comparePages(text, file)
	}
	return out
}

// comparePages holds the pages of a PDF against those that its receipt makes. Where another version made them they may differ
// without anybody's doing; where this one did, somebody changed them.
func (v *verified) comparePages(text, file []byte) {
	again, err := paper.Write(text)
	switch {
	case err == nil && bytes.Equal(again, file):
		v.Pages = "The pages are those that belong to it."
	case v.Statement.Product == product():
		v.Valid, v.Reason = false, "other_pages"
		v.Sentence = "The receipt inside the PDF is genuine, but its pages were changed: believe what is written here, not what is printed there."
	default:
		v.Pages = "The pages of the PDF are not those that this version makes of it: believe what is written here, not what is printed there."
	}
}

// compare holds a file against the hash in the receipt.
func (v *verified) compare(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	hash := sha256.New()
	size, err := io.Copy(hash, f)
	if err != nil {
		return err
	}
	switch {
	case v.Statement.File == nil:
		v.Valid, v.Reason, v.Sentence = false, "no_file", "The receipt is genuine, but for values that were typed in: it is for no file."
	case hex.EncodeToString(hash.Sum(nil)) != v.Statement.File.SHA256:
		v.Valid, v.Reason = false, "other_file"
		v.Sentence = fmt.Sprintf("The receipt is genuine, but for another file: %s has %d bytes and another SHA-256 than the one received, which had %d.", name, size, v.Statement.File.Size)
	default:
		v.File = name + " is the file that was received, byte by byte."
	}
	return nil
}

const instantForm = "2 January 2006 15:04:05 UTC"

func instantWords(t time.Time) string { return t.UTC().Format(instantForm) }

// print says what was received, by whom and when.
func (v verified) print(w io.Writer) {
	if !v.Valid && v.Statement == nil {
		fmt.Fprintf(w, "NOT VALID. %s\n", v.Sentence)
		return
	}
	s := v.Statement
	verdict := "NOT FOR THIS FILE. "
	switch {
	case v.Valid:
		verdict = "VALID. "
	case v.Reason == "other_pages":
		verdict = "PAGES CHANGED. "
	}
	fmt.Fprintln(w, verdict+v.Sentence)
	for _, line := range []string{v.File, v.Pages} {
		if line != "" {
			fmt.Fprintln(w, line)
		}
	}
	fmt.Fprintf(w, "Receipt %d for %s, issued %s by %s\n", s.Number, paper.Subject(*s), instantWords(s.Issued), s.Product)
	fmt.Fprintf(w, "Received %s from %s\n", instantWords(s.Received.At), s.Received.By)
	if s.File != nil {
		fmt.Fprintf(w, "File %s, %s, SHA-256 %s\n", tame(s.File.Name), maturity.Count(int(s.File.Size), "byte", "bytes"), s.File.SHA256)
	}
	if s.Kind == receipt.ForSubmission { // a return's values are all those that are listed
		fmt.Fprintf(w, "%s: %d new, %d changed, %d unchanged, %d held back\n", maturity.Count(int(s.Report.Rows), "row", "rows"), s.Report.New, s.Report.Changed, s.Report.Unchanged, s.Report.HeldBack)
	}
	for _, i := range s.Report.Issues {
		fmt.Fprintf(w, "  %s %s (%d): %s\n", i.Level, i.Rule, i.Count, tame(i.Message))
	}
	v.printValues(w)
	fmt.Fprintf(w, "Audit chain: link %d, %s\nKey %s\n", s.Audit.Seq, s.Audit.Hash, s.Key)
	if !v.Trusted {
		fmt.Fprintln(w, "The receipt brings its key along. Compare its fingerprint with the one you were given, or name that key with --key.")
	}
}

func (v verified) printValues(w io.Writer) {
	s := v.Statement
	if !s.Values.Listed {
		fmt.Fprintf(w, "%s, too many to be listed: they are in the file.\n", maturity.Count(int(s.Values.Count), "value", "values"))
		return
	}
	fmt.Fprintf(w, "%s\n", maturity.Count(int(s.Values.Count), "value", "values"))
	for _, row := range s.Values.Rows {
		fmt.Fprintf(w, "  %s  %s  %s  %s\n", row.Organisation, row.Measure, row.Period, paper.ValueWords(row))
	}
}

// tame takes control characters out of what somebody else wrote, so that it cannot play with a terminal.
func tame(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
			return '\uFFFD'
		}
		return r
	}, text)
}
