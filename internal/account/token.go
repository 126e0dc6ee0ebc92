package account

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"waymark/internal/maturity"
)

// The life of a token in days.
const (
	DefaultTokenDays = 90
	LongestTokenDays = 366
)

// tokenPrefix lets a token that was put in the wrong place be recognised.
const tokenPrefix = "wmk_"

// CreateToken makes a token for an account and returns its key, which is shown once and not kept.
func (s *Service) CreateToken(ctx context.Context, account maturity.Account, name string, days int, by, requestID string) (maturity.Token, string, error) {
	name = strings.TrimSpace(name)
	if n := utf8.RuneCountInString(name); n < 1 || n > 80 || !utf8.ValidString(name) || strings.ContainsFunc(name, unicode.IsControl) {
		return maturity.Token{}, "", maturity.Errorf(maturity.Invalid, "Give the token a name of 1 to 80 characters, for example the program that will use it.")
	}
	if days < 1 || days > LongestTokenDays {
		return maturity.Token{}, "", maturity.Errorf(maturity.Invalid, "A token lasts from 1 to %d days.", LongestTokenDays)
	}
	var bits [32]byte
	if _, err := io.ReadFull(s.random, bits[:]); err != nil {
		return maturity.Token{}, "", maturity.Wrap(err, maturity.Internal, "No token could be generated.")
	}
	key := tokenPrefix + base64.RawURLEncoding.EncodeToString(bits[:])
	hash := sha256.Sum256([]byte(key))
	now := s.now().UTC()
	token := maturity.Token{Hash: hash[:], Name: name, CreatedAt: now, ExpiresAt: now.Add(time.Duration(days) * 24 * time.Hour)}
	entry := maturity.AuditEntry{At: now, Account: by, Action: "token.created", Subject: account.Login, RequestID: requestID,
		Detail: map[string]any{"name": name, "days": days}}
	return token, key, s.store.CreateToken(ctx, account.ID, token, entry)
}

// CreateTokenFor is CreateToken for the command line, by login. A disabled account is a Conflict.
func (s *Service) CreateTokenFor(ctx context.Context, login, name string, days int, by string) (maturity.Token, string, error) {
	account, err := s.open(ctx, login)
	if err != nil {
		return maturity.Token{}, "", err
	}
	return s.CreateToken(ctx, account, name, days, by, "")
}

// Tokens lists the account's tokens, newest first.
func (s *Service) Tokens(ctx context.Context, account maturity.Account) ([]maturity.Token, error) {
	return s.store.Tokens(ctx, account.ID)
}

// RevokeToken ends one of the account's tokens at once.
func (s *Service) RevokeToken(ctx context.Context, account maturity.Account, hash []byte, requestID string) error {
	entry := maturity.AuditEntry{At: s.now().UTC(), Account: account.Login, Action: "token.revoked", Subject: account.Login, RequestID: requestID}
	return s.store.RevokeToken(ctx, account.ID, hash, entry)
}
