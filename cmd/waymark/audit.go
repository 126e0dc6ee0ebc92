package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"waymark/internal/export"
	"waymark/internal/maturity"
	"waymark/internal/proof"
	"waymark/internal/receipt"
)

type auditCommand struct {
	Verify auditVerifyCommand `cmd:"" help:"Recompute the audit's chain and say which rows were changed, removed, put in or moved."`
	Export auditExportCommand `cmd:"" help:"Write the audit as CSV or as JSON, an object a line."`
}

type auditVerifyCommand struct {
	From    int64    `placeholder:"LINK" help:"First link to check; default the first of all."`
	To      int64    `placeholder:"LINK" help:"Last link to check; default the newest."`
	Receipt []string `placeholder:"FILE" help:"Receipt from outside the house: the chain must hold the link that it saw. May be given again."`
	Key     []string `placeholder:"FILE" help:"Public keys (PEM) that receipts must be signed with; default any."`
}

// Run checks the chain, and with it what the receipts saw that are kept here. Exit 1 when something is wrong.
func (c auditVerifyCommand) Run(a *app) error {
	wanted, err := c.wanted()
	if err != nil {
		return err
	}
	return a.with(func(s *session) error {
		checked, err := proof.Check(a.ctx, s.db, wanted)
		if err != nil {
			return err
		}
		if err := a.result(checked, func(w io.Writer) { printChecked(w, checked) }); err != nil {
			return err
		}
		if checked.Count > 0 {
			return &exitError{exitRefused, fmt.Errorf("%s in the audit", maturity.Count(checked.Count, "fault", "faults"))}
		}
		return nil
	})
}

func (c auditVerifyCommand) wanted() (w proof.Wanted, err error) {
	w = proof.Wanted{From: c.From, To: c.To}
	if c.From < 0 || c.To < 0 || c.To != 0 && c.To < c.From {
		return w, &exitError{exitUsage, errors.New("links are counted from 1: write --from 1 --to 100")}
	}
	if w.Trusted, err = trustedKeys(c.Key); err != nil {
		return w, &exitError{exitUsage, err}
	}
	for _, name := range c.Receipt {
		text, err := os.ReadFile(name)
		if err != nil {
			return w, &exitError{exitUsage, err}
		}
		document, _, _ := receipt.Carried(text)
		statement, err := receipt.Verify(document, w.Trusted)
		if err != nil {
			return w, &exitError{exitRefused, fmt.Errorf("%s: %w", name, err)}
		}
		w.Further = append(w.Further, statement)
	}
	return w, nil
}

func printChecked(w io.Writer, c proof.Checked) {
	for _, f := range c.Faults {
		fmt.Fprintln(w, f.Sentence)
	}
	if more := c.Count - len(c.Faults); more > 0 {
		fmt.Fprintf(w, "and %s\n", maturity.Count(more, "further fault", "further faults"))
	}
	state := "The chain holds"
	if c.Count > 0 {
		state = "The chain does not hold"
	}
	fmt.Fprintf(w, "%s: %s checked, compared with %s; the newest is %d, %s.\n", state, maturity.Count(int(c.Links), "link", "links"),
		maturity.Count(c.Receipts, "receipt", "receipts"), c.Head.Seq, c.Head.Hash)
}

type auditExportCommand struct {
	Format  string `enum:"csv,json" default:"csv" help:"csv, or json with an object a line; --json is the same as --format json."`
	Subject string `placeholder:"TEXT" help:"Only what was done to this: 'submission 12', a sign-in name, 'organisation RTE'."`
	Person  string `placeholder:"LOGIN" help:"Only what this account did, or had done to it: sign-in name or pseudonym."`
	Action  string `placeholder:"ACTION" help:"Only this action, such as submission.written, or all that begin so: submission."`
	Since   string `placeholder:"DATE" help:"From this day on."`
	Until   string `placeholder:"DATE" help:"To the end of this day."`
}

// Run writes the lines to standard output, newest first, however many there are.
func (c auditExportCommand) Run(a *app) error {
	if a.JSON {
		c.Format = "json"
	}
	return a.with(func(s *session) error {
		f := maturity.AuditFilter{Person: c.Person, Action: c.Action, Everywhere: true}
		if c.Subject != "" {
			subject, err := s.db.Pseudonym(a.ctx, c.Subject)
			if err != nil {
				return err
			}
			f.Subjects = []string{subject}
		}
		var err error
		if f.From, f.To, err = daysBetween(c.Since, c.Until, s.config.Location); err != nil {
			return &exitError{exitUsage, err}
		}
		entry := maturity.AuditEntry{At: time.Now(), Account: maturity.ByCommand, Action: "export.made", Subject: "audit", Detail: map[string]any{"via": "command", "format": c.Format}}
		if err := s.db.AppendAudit(a.ctx, entry); err != nil {
			return err
		}
		rows := export.AuditRows(a.ctx, s.db, f)
		if c.Format == "json" {
			return export.WriteLines(a.out, rows)
		}
		return export.WriteCSV(a.out, rows)
	})
}

// daysBetween is the time from the beginning of one day to the end of another; "" has no bound.
func daysBetween(since, until string, place *time.Location) (from, to time.Time, err error) {
	if since != "" {
		if from, err = time.ParseInLocation("2006-01-02", since, place); err != nil {
			return from, to, fmt.Errorf("%q: write a day as 2018-11-15", since)
		}
	}
	if until != "" {
		if to, err = time.ParseInLocation("2006-01-02", until, place); err != nil {
			return from, to, fmt.Errorf("%q: write a day as 2018-11-15", until)
		}
		to = to.AddDate(0, 0, 1)
	}
	return from, to, nil
}
