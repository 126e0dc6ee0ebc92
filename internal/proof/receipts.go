package proof

import (
	"context"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/receipt"
)

// Store keeps receipts and public keys, and knows the head of the audit chain.
type Store interface {
	AuditHead(ctx context.Context) (maturity.AuditHead, error)
	Pseudonym(ctx context.Context, login string) (string, error)
	NextReceipt(ctx context.Context) (number int64, err error)
	// KeepReceipt stores a receipt with its audit row. Where one with the same Once is stored already, that one stays and
	// its number is the answer.
	KeepReceipt(ctx context.Context, r maturity.Receipt, entry maturity.AuditEntry) (number int64, err error)
	Receipt(ctx context.Context, number int64) (maturity.Receipt, error)
	NewestReceipt(ctx context.Context, subject string) (maturity.Receipt, error)
	RecordKey(ctx context.Context, k maturity.SigningKey) error
}

// Options are what Receipts is made from.
type Options struct {
	Store   Store
	Key     receipt.Key
	Product string                                // with its version
	Paper   func(document []byte) ([]byte, error) // a receipt as PDF
	Now     func() time.Time                      // nil: the machine's clock

	Written Written // both for OfSubmission alone
	Codes   func(ctx context.Context) (func(maturity.OrganisationID) string, error)
}

// Receipts issues receipts and gives them out again. It is safe for concurrent use.
type Receipts struct{ o Options }

// NewReceipts makes the service.
func NewReceipts(o Options) *Receipts {
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Receipts{o}
}

// Issue signs a statement and keeps it for good. Who calls it fills Kind, Received (By as a login; it is replaced by the
// pseudonym), File, Report and Values, for a return also Subject; the rest is filled here. The same thing received at the same moment gets one
// receipt, however often it is asked for; number is that receipt's.
func (r *Receipts) Issue(ctx context.Context, s receipt.Statement) (number int64, err error) {
	received := s.Received.At.UTC().Truncate(time.Microsecond)
	if kept, err := r.o.Store.NewestReceipt(ctx, subjectOf(s)); err == nil && kept.ReceivedAt.Equal(received) {
		return kept.Number, nil
	} else if err != nil && maturity.CodeOf(err) != maturity.NotFound {
		return 0, err
	}
	if s.Number, err = r.o.Store.NextReceipt(ctx); err != nil {
		return 0, err
	}
	head, err := r.o.Store.AuditHead(ctx)
	if err != nil {
		return 0, err
	}
	if s.Received.By, err = r.o.Store.Pseudonym(ctx, s.Received.By); err != nil {
		return 0, err
	}
	s.Product, s.Issued, s.Audit = r.o.Product, r.o.Now(), receipt.Head{Seq: head.Seq, Hash: head.Hash}
	document, err := receipt.Sign(r.o.Key, s)
	if err != nil {
		return 0, maturity.Wrap(err, maturity.Internal, "The receipt could not be signed.")
	}
	kept := maturity.Receipt{Number: s.Number, Kind: s.Kind, Subject: subjectOf(s), ReceivedAt: received,
		IssuedAt: s.Issued.UTC().Truncate(time.Microsecond), Key: receipt.Fingerprint(r.o.Key.Public()), Document: document}
	return r.o.Store.KeepReceipt(ctx, kept, maturity.AuditEntry{At: s.Issued, Account: maturity.BySystem, Action: "receipt.issued", Subject: kept.Subject,
		Detail: map[string]any{"receipt": s.Number, "kind": s.Kind}})
}

// subjectOf is what the receipt is about, as audit rows write it.
func subjectOf(s receipt.Statement) string {
	if s.Kind == receipt.ForReturn {
		return s.Subject
	}
	return maturity.SubmissionSubject(s.Received.Submission)
}

// JSON is the receipt as it was issued, byte by byte. Who may see it is for the caller to decide.
func (r *Receipts) JSON(ctx context.Context, number int64) ([]byte, error) {
	kept, err := r.o.Store.Receipt(ctx, number)
	return kept.Document, err
}

// PDF is the receipt for people; it carries the JSON as an attachment.
func (r *Receipts) PDF(ctx context.Context, number int64) ([]byte, error) {
	document, err := r.JSON(ctx, number)
	if err != nil {
		return nil, err
	}
	return r.o.Paper(document)
}

// Newest is the number of the newest receipt about something (maturity.SubmissionSubject, maturity.ReturnSubject); 0 when
// there is none.
func (r *Receipts) Newest(ctx context.Context, subject string) (int64, error) {
	kept, err := r.o.Store.NewestReceipt(ctx, subject)
	if maturity.CodeOf(err) == maturity.NotFound {
		return 0, nil
	}
	return kept.Number, err
}

// Begin records the public key, so that receipts can be checked when another is in use.
func (r *Receipts) Begin(ctx context.Context) error {
	public := r.o.Key.Public()
	return r.o.Store.RecordKey(ctx, maturity.SigningKey{Fingerprint: receipt.Fingerprint(public), Public: public, FirstUsed: r.o.Now().UTC().Truncate(time.Microsecond)})
}
