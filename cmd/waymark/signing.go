package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"

	"waymark/internal/config"
	"waymark/internal/maturity"
	"waymark/internal/proof"
	"waymark/internal/receipt"
	"waymark/internal/receipt/paper"
)

// signingKey reads the private key that the settings name, or the one in the data folder, which is made when it is not
// there. A key that other users of the machine can read is refused: they could sign with it.
func signingKey(c config.Config) (receipt.Key, error) {
	path := c.SigningKey
	if path == "" {
		path = filepath.Join(c.DataDir, "signing-key.pem")
		if err := makeKey(path); err != nil && !errors.Is(err, fs.ErrExist) {
			return receipt.Key{}, fmt.Errorf("no signing key can be made: %w", err)
		}
	}
	info, err := os.Stat(path)
	if err != nil {
		return receipt.Key{}, fmt.Errorf("the signing key cannot be read: %w", err)
	}
	if others := info.Mode().Perm() & 0o077; others != 0 {
		return receipt.Key{}, fmt.Errorf("%s can be used by other users of this machine (its mode is %04o): run chmod 600 on it, and make a new key if somebody may have read it", path, info.Mode().Perm())
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return receipt.Key{}, fmt.Errorf("the signing key cannot be read: %w", err)
	}
	key, err := receipt.ParseKey(text)
	if err != nil {
		return receipt.Key{}, fmt.Errorf("%s: %w", path, err)
	}
	return key, nil
}

// makeKey writes a new key, whole or not at all; fs.ErrExist when there is one, also when another program was faster.
func makeKey(path string) error {
	if _, err := os.Stat(path); err == nil {
		return fs.ErrExist
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	key, err := receipt.NewKey(rand.Reader)
	if err != nil {
		return err
	}
	text, err := key.PEM()
	if err != nil {
		return err
	}
	part, err := os.CreateTemp(filepath.Dir(path), ".signing-key-*") // made with mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(part.Name())
	_, err = part.Write(text)
	if err = errors.Join(err, part.Sync(), part.Close()); err != nil {
		return err
	}
	return os.Link(part.Name(), path) // unlike a rename, it never replaces a key
}

// product is the name of the program with its version, for receipts.
func product() string {
	version := "development"
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		version = info.Main.Version
	}
	return "waymark " + version
}

// receipts joins the service that issues them, once, and records the public key in use. The key signs approvals, too.
func (s *session) receipts(ctx context.Context) (*proof.Receipts, receipt.Key, error) {
	if s.issuing != nil {
		return s.issuing, s.key, nil
	}
	key, err := signingKey(s.config)
	if err != nil {
		return nil, key, environmentError(err)
	}
	issuing := proof.NewReceipts(proof.Options{Store: s.db, Key: key, Product: product(), Paper: paper.Write, Written: s.db, Codes: s.codes})
	if err := issuing.Begin(ctx); err != nil {
		return nil, key, err
	}
	s.issuing, s.key = issuing, key
	return issuing, key, nil
}

// codes finds the code of an organisation.
func (s *session) codes(ctx context.Context) (func(maturity.OrganisationID) string, error) {
	directory, err := s.db.Directory(ctx)
	return func(id maturity.OrganisationID) string {
		o, _ := directory.ByID(id)
		return o.Code
	}, err
}

// receipting issues a receipt for what was written, then tells next. A receipt that cannot be issued now is issued when it
// is asked for.
func (s *session) receipting(ctx context.Context, issuing *proof.Receipts, next func(maturity.Submission)) func(maturity.Submission) {
	return func(written maturity.Submission) {
		if _, err := issuing.OfSubmission(context.WithoutCancel(ctx), written); err != nil {
			s.log.Warn("no receipt yet", "submission", written.ID, "error", err)
		}
		if next != nil {
			next(written)
		}
	}
}
