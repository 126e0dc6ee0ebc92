package intake

import (
	"context"
	"fmt"
	"io"
	"path"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// Meta is what is known of a file besides its bytes.
type Meta struct {
	FileName    string
	SubmittedBy string // login; "" for the command line
	Account     int32  // its number; 0 for none
	Via         string // page, api, command or demonstration
	RequestID   string
	CheckOnly   bool              // report only, never write
	AutoWrite   bool              // write as soon as it is checked, without a confirmation
	LayoutHint  string            // id of a layout; "" to recognise it
	PeriodHint  period.Period     // for layouts that leave the period to the sender
	Strategy    maturity.Strategy // what the file may do; "" is everything
	// Collection, when set, is the id of the collection whose returns the values go into. A form says so itself.
	Collection string
	// SubmitReturns hands in the returns that are complete with the values.
	SubmitReturns bool
	Only          maturity.OrganisationID // the organisation the file is sent for; 0: whatever it says
	// Why published values are replaced. None is replaced without; it can also be said when the file is confirmed.
	Why maturity.Correction
	// KnownFrom is since when the figures were public; zero: since now. Only for those who may say so.
	KnownFrom time.Time
	// Everywhere lets the sender write for every organisation, otherwise only for those of May.
	Everywhere bool
	May        []maturity.OrganisationID
}

// Accept keeps the bytes of a file and puts it in the queue; it does not read it. Where the same sender sent the same
// bytes with the same wishes before, and the definitions are the same, the earlier submission is the answer and earlier
// is true. A file that is too large is maturity.TooLarge, an empty or incomplete one maturity.Invalid.
func (d *Desk) Accept(ctx context.Context, r io.Reader, m Meta) (s maturity.Submission, earlier bool, err error) {
	now := d.now()
	if m.KnownFrom.After(now) {
		return s, false, maturity.Errorf(maturity.Invalid, "The time since when the figures are known lies in the future.")
	}
	if m.LayoutHint != "" {
		if _, ok := d.Catalogue.Layout(m.LayoutHint); !ok {
			return s, false, maturity.Errorf(maturity.Invalid, "There is no layout named %q.", m.LayoutHint)
		}
	}
	strategy, ok := maturity.ParseStrategy(string(m.Strategy))
	if !ok {
		return s, false, maturity.Errorf(maturity.Invalid, "There is no strategy named %q.", m.Strategy)
	}
	if m.Why, err = maturity.ParseCorrection(string(m.Why.Reason), m.Why.Words); err != nil {
		return s, false, err
	}
	if m.Collection != "" {
		if _, ok := d.Catalogue.Collection(m.Collection); !ok {
			return s, false, maturity.Errorf(maturity.Invalid, "There is no collection named %q.", m.Collection)
		}
	}
	file, err := d.spool()
	if err != nil {
		return s, false, err
	}
	defer file.Close()
	size, sum, err := d.receive(file, r)
	if err != nil {
		return s, false, err
	}
	s = maturity.Submission{ReceivedAt: now, KnownFrom: now, SubmittedBy: m.SubmittedBy, Account: m.Account, Via: m.Via, FileName: plainName(m.FileName),
		Size: size, SHA256: sum, CheckOnly: m.CheckOnly, AutoWrite: m.AutoWrite && !m.CheckOnly, LayoutHint: m.LayoutHint, PeriodHint: m.PeriodHint,
		Everywhere: m.Everywhere, May: m.May, Definitions: d.Catalogue.Hash, Strategy: strategy, Reason: m.Why.Reason, ReasonWords: m.Why.Words,
		Collection: m.Collection, SubmitReturns: m.SubmitReturns, Only: m.Only}
	if !m.KnownFrom.IsZero() {
		s.KnownFrom = m.KnownFrom.UTC().Truncate(time.Microsecond)
	}
	s, earlier, err = d.Store.KeepSubmission(ctx, s, m.RequestID, file)
	if err == nil && !earlier {
		d.wake()
	}
	return s, earlier, err
}

// Confirm has a checked submission written. To confirm again is no error. One that replaces published values needs a
// reason, where none was given when it was sent: otherwise the error is Invalid.
func (d *Desk) Confirm(ctx context.Context, id int64, why maturity.Correction, account, requestID string) (maturity.Submission, error) {
	why, err := maturity.ParseCorrection(string(why.Reason), why.Words)
	if err != nil {
		return maturity.Submission{}, err
	}
	s, err := d.Store.ConfirmSubmission(ctx, id, why, account, requestID, d.now())
	if err == nil {
		d.wake()
	}
	return s, err
}

// Cancel withdraws a submission that is not being written yet.
func (d *Desk) Cancel(ctx context.Context, id int64, account, requestID string) (maturity.Submission, error) {
	return d.Store.CancelSubmission(ctx, id, account, requestID, d.now())
}

const maxFileName = 200 // characters kept of a file's name

// plainName is the last part of a path in either kind of slash, without control characters.
func plainName(name string) string {
	name = path.Base(strings.ReplaceAll(strings.ToValidUTF8(name, "�"), `\`, "/"))
	name = strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return -1
		}
		return r
	}, name))
	if name == "" || name == "." || name == "/" {
		return "unnamed"
	}
	if utf8.RuneCountInString(name) > maxFileName { // keep the end: it says what kind of file it is
		runes := []rune(name)
		name = "…" + string(runes[len(runes)-maxFileName+1:])
	}
	return name
}

func tooLarge(limit int64) error {
	return maturity.Errorf(maturity.TooLarge, "The file is larger than %s, the most that is accepted. Split it into several files.", megabytes(limit))
}

func megabytes(n int64) string {
	if n < 1<<20 {
		return fmt.Sprintf("%d bytes", n)
	}
	return fmt.Sprintf("%d MB", n>>20)
}
