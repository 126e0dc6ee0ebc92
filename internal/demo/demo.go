// Package demo loads the demonstration through the same doors as everything else: reference files through reference,
// returns through intake in the order in which they became known, a recompute after each day. It belongs to the
// wiring: it may use every room, and none may use it.
package demo

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"time"

	"waymark/internal/account"
	"waymark/internal/intake"
	"waymark/internal/maturity"
	"waymark/internal/meeting"
	"waymark/internal/recompute"
	"waymark/internal/reference"
	"waymark/internal/returns"
	"waymark/internal/roadmap"
	"waymark/internal/whatif"
)

// Recomputer brings results up to date.
type Recomputer interface {
	Run(ctx context.Context, asAt time.Time, scope recompute.Scope) (recompute.Counts, error)
}

// Options are the doors, and where to tell of progress.
type Options struct {
	Files     fs.FS // organisations/, reference/ and demo/ at its top
	Facts     reference.Store
	Desk      *intake.Desk
	Recompute Recomputer
	Accounts  *account.Service
	Known     func(ctx context.Context, login string) (bool, error) // whether there is such an account
	Account   func(ctx context.Context, login string) (maturity.Account, error)
	Body      func(ctx context.Context, code string) (maturity.Organisation, error)
	Catalogue *maturity.Catalogue
	Returns   *returns.Desk
	Meetings  func(clock func() time.Time) *meeting.Desk // nil: no meetings
	Roadmaps  func(clock func() time.Time) *roadmap.Desk // nil: no roadmaps
	Scenarios *whatif.Desk                               // nil: no scenarios
	Location  *time.Location
	Now       func() time.Time
	Say       func(format string, args ...any)
}

// Login is a demonstration account with the password that is shown once.
type Login struct {
	Login    string `json:"login"`
	Password string `json:"password"`
	Words    string `json:"words"`
}

// Outcome is what loading did.
type Outcome struct {
	Organisations maturity.ReferenceCounts `json:"organisations"`
	Files         int                      `json:"files"`
	Loaded        int                      `json:"loaded"` // files that were not there before
	New           int64                    `json:"new_values"`
	Logins        []Login                  `json:"logins"` // accounts made by this run
	There         bool                     `json:"already_there"`
}

// line is one row of the manifest: a file, since when it is known, the layout where the file fits several, and why it
// replaces values, where it does: the note says it in words.
type line struct{ knownFrom, file, layout, note, reason string }

// Load brings the whole demonstration in. A second run finds everything there and changes nothing; one that was
// interrupted is taken up where it stopped.
func Load(ctx context.Context, o Options) (Outcome, error) {
	var out Outcome
	// The accounts are made last, so they tell that all of it is there.
	there, err := o.Known(ctx, lastLogin)
	if err != nil || there {
		out.There = there
		return out, err
	}
	o.Say("Loading organisations")
	inputs, err := referenceInputs(o.Files)
	if err != nil {
		return out, err
	}
	report, err := reference.Load(ctx, o.Facts, inputs)
	if err != nil {
		return out, err
	}
	out.Organisations = report.ReferenceCounts
	lines, err := manifest(o.Files)
	if err != nil {
		return out, err
	}
	for i, l := range lines {
		at, err := o.knownFrom(l)
		if err != nil {
			return out, err
		}
		o.Say("Taking in %s", l.file)
		loaded, err := o.send(ctx, l, at, &out)
		if err != nil {
			return out, err
		}
		if last := i == len(lines)-1 || lines[i+1].knownFrom != l.knownFrom; loaded && last && l.knownFrom != "" {
			o.Say("Computing as known on %s", l.knownFrom)
			if _, err := o.Recompute.Run(ctx, at, recompute.All); err != nil {
				return out, err
			}
		}
	}
	o.Say("Computing as known now")
	if _, err := o.Recompute.Run(ctx, o.Now(), recompute.All); err != nil {
		return out, err
	}
	// Others decide about returns before there is an administrator, whose account is made last.
	if out.Logins, err = o.accounts(ctx, logins[:len(logins)-1]); err != nil {
		return out, err
	}
	if err := o.returns(ctx); err != nil {
		return out, err
	}
	if _, err := o.Recompute.Run(ctx, o.Now(), recompute.Stale); err != nil {
		return out, err
	}
	if err := o.roadmaps(ctx); err != nil {
		return out, err
	}
	if err := o.plan(ctx); err != nil {
		return out, err
	}
	if err := o.meetings(ctx); err != nil {
		return out, err
	}
	last, err := o.accounts(ctx, logins[len(logins)-1:])
	out.Logins = append(out.Logins, last...)
	return out, err
}

func referenceInputs(files fs.FS) ([]reference.Input, error) {
	var out []reference.Input
	for _, pattern := range []string{"organisations/*.csv", "reference/*.csv"} {
		names, err := fs.Glob(files, pattern)
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			data, err := fs.ReadFile(files, name)
			if err != nil {
				return nil, err
			}
			out = append(out, reference.Input{Name: path.Base(name), Data: data})
		}
	}
	return out, nil
}

func manifest(files fs.FS) ([]line, error) {
	file, err := files.Open("demo/manifest.csv")
	if err != nil {
		return nil, err
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil || len(rows) == 0 {
		return nil, fmt.Errorf("demo/manifest.csv cannot be read: %w", err)
	}
	var out []line
	for _, r := range rows[1:] {
		out = append(out, line{r[0], r[1], r[2], r[3], r[4]})
	}
	return out, nil
}

// knownFrom is noon of the day in the manifest; the zero time for "since it is loaded".
func (o Options) knownFrom(l line) (time.Time, error) {
	if l.knownFrom == "" {
		return time.Time{}, nil
	}
	t, err := time.ParseInLocation("2006-01-02 15:04", l.knownFrom+" 12:00", o.Location)
	if err != nil {
		return t, fmt.Errorf("demo/manifest.csv: %s: %w", l.file, err)
	}
	return t, nil
}

// send takes one file in. loaded is false when it was there before.
func (o Options) send(ctx context.Context, l line, knownFrom time.Time, out *Outcome) (loaded bool, err error) {
	file, err := o.Files.Open("demo/" + l.file)
	if err != nil {
		return false, err
	}
	defer file.Close()
	out.Files++
	meta := intake.Meta{FileName: l.file, Via: "demonstration", AutoWrite: true, LayoutHint: l.layout, KnownFrom: knownFrom, Everywhere: true}
	if l.reason != "" {
		meta.Why = maturity.Correction{Reason: maturity.CorrectionReason(l.reason), Words: l.note}
	}
	s, earlier, err := o.Desk.Accept(ctx, file, meta)
	if err != nil {
		return false, err
	}
	if earlier && s.State == maturity.SubmissionWritten {
		return false, nil
	}
	s, err = o.Desk.RunOne(ctx, s.ID, nil)
	if err != nil {
		return false, err
	}
	if s.State != maturity.SubmissionWritten {
		return false, fmt.Errorf("%s was not written: it is %s %s%s", l.file, s.State, s.Failure, firstError(s.Report))
	}
	out.Loaded++
	out.New += s.Report.New + s.Report.Changed
	return true, nil
}

func firstError(r maturity.Report) string {
	for _, i := range r.Issues {
		if i.Level == maturity.LevelError {
			return ": " + i.Message
		}
	}
	return ""
}

const lastLogin = "demo-admin"

// login is an account to be made.
type login struct {
	login, words string
	grant        account.NewGrant
}

var logins = []login{
	{"demo-board", "reads, as a member of a steering group", account.NewGrant{Role: maturity.RoleViewer}},
	{"demo-analyst", "sends, reviews and publishes returns for Gloucestershire, as a CCG's analyst", account.NewGrant{Role: maturity.RoleAnalyst, Code: "gloucestershire-ldr"}},
	{"demo-trust", "sends returns for one trust", account.NewGrant{Role: maturity.RoleSubmitter, Code: "RTE"}},
	{"demo-approver", "approves returns for Gloucestershire, as its chief clinical information officer", account.NewGrant{Role: maturity.RoleApprover, Code: "gloucestershire-ldr"}},
	{"demo-approver-2", "approves them too, as its director of finance", account.NewGrant{Role: maturity.RoleApprover, Code: "gloucestershire-ldr"}},
	{lastLogin, "may do everything", account.NewGrant{Role: maturity.RoleAdmin}},
}

// accounts makes accounts, each with a password of its own, where they do not exist.
func (o Options) accounts(ctx context.Context, list []login) ([]Login, error) {
	var out []Login
	for _, a := range list {
		_, password, err := o.Accounts.Add(ctx, account.NewAccount{Login: a.login, Grants: []account.NewGrant{a.grant}, Demonstration: true}, "demonstration")
		var known *maturity.Error
		if errors.As(err, &known) && known.Code == maturity.Conflict {
			continue
		}
		if err != nil {
			return out, err
		}
		out = append(out, Login{a.login, password, a.words})
	}
	return out, nil
}
