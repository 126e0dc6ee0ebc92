package account

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"io"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"waymark/internal/maturity"
)

// Tokens keeps the tokens of accounts.
type Tokens interface {
	AccountByToken(ctx context.Context, hash []byte, now time.Time) (maturity.Account, error)
	Tokens(ctx context.Context, account int32) ([]maturity.Token, error)
	CreateToken(ctx context.Context, account int32, t maturity.Token, entry maturity.AuditEntry) error
	RevokeToken(ctx context.Context, account int32, hash []byte, entry maturity.AuditEntry) error
}

// The life of a token in days.
const (
	DefaultTokenDays = 90
	LongestTokenDays = 366
)

// tokenPrefix lets a token that was put in the wrong place be recognised.
const tokenPrefix = "wmk_"

// CreateToken makes a token for an account and returns its key, which is shown once and not kept. Without scopes the
// token may do all that the account may.
func (s *Service) CreateToken(ctx context.Context, account maturity.Account, name string, days int, by, requestID string, scopes ...maturity.TokenScope) (maturity.Token, string, error) {
	name = strings.TrimSpace(name)
	if n := utf8.RuneCountInString(name); n < 1 || n > 80 || !utf8.ValidString(name) || strings.ContainsFunc(name, unicode.IsControl) {
		return maturity.Token{}, "", maturity.Errorf(maturity.Invalid, "Give the token a name of 1 to 80 characters, for example the program that will use it.")
	}
	if days < 1 || days > LongestTokenDays {
		return maturity.Token{}, "", maturity.Errorf(maturity.Invalid, "A token lasts from 1 to %d days.", LongestTokenDays)
	}
	if len(scopes) == 0 {
		scopes = maturity.TokenScopes()
	}
	for _, scope := range scopes {
		if _, ok := maturity.ParseTokenScope(string(scope)); !ok {
			return maturity.Token{}, "", maturity.Errorf(maturity.Invalid, "%q is nothing a token can be for. Use read, send or decide.", scope)
		}
	}
	var bits [32]byte
	if _, err := io.ReadFull(s.random, bits[:]); err != nil {
		return maturity.Token{}, "", maturity.Wrap(err, maturity.Internal, "No token could be generated.")
	}
	key := tokenPrefix + base64.RawURLEncoding.EncodeToString(bits[:])
	hash := sha256.Sum256([]byte(key))
	now := s.now().UTC()
	token := maturity.Token{Hash: hash[:], Name: name, CreatedAt: now, ExpiresAt: now.Add(time.Duration(days) * 24 * time.Hour), Scopes: scopes}
	entry := s.entry(by, "token.created", account)
	entry.RequestID, entry.Detail = requestID, map[string]any{"name": name, "days": days, "scopes": scopes}
	return token, key, s.store.CreateToken(ctx, account.ID, token, entry)
}

// CreateTokenFor is CreateToken for the command line, by login. A disabled account is a Conflict.
func (s *Service) CreateTokenFor(ctx context.Context, login, name string, days int, by string, scopes ...maturity.TokenScope) (maturity.Token, string, error) {
	account, err := s.open(ctx, login)
	if err != nil {
		return maturity.Token{}, "", err
	}
	return s.CreateToken(ctx, account, name, days, by, "", scopes...)
}

// Tokens lists the account's tokens, newest first.
func (s *Service) Tokens(ctx context.Context, account maturity.Account) ([]maturity.Token, error) {
	return s.store.Tokens(ctx, account.ID)
}

// RevokeToken ends one of the account's tokens at once.
func (s *Service) RevokeToken(ctx context.Context, account maturity.Account, hash []byte, requestID string) error {
	entry := s.entry(account.Login, "token.revoked", account)
	entry.RequestID = requestID
	return s.store.RevokeToken(ctx, account.ID, hash, entry)
}

// TokensOf lists the tokens of the account with a login, newest first.
func (s *Service) TokensOf(ctx context.Context, login string) ([]maturity.Token, error) {
	account, err := s.named(ctx, login)
	if err != nil {
		return nil, err
	}
	return s.store.Tokens(ctx, account.ID)
}

// shortestTokenID is in characters; what TokenID gives is longer.
const shortestTokenID = 8

// TokenID names a token for people: the beginning of its hash in hexadecimal, which opens nothing.
func TokenID(t maturity.Token) string { return hex.EncodeToString(t.Hash)[:12] }

// RevokeTokenOf ends a token of the account with a login; id is what TokenID gave, or more of it. Revoking it again
// changes nothing. The error is NotFound where no token, or more than one, has the id.
func (s *Service) RevokeTokenOf(ctx context.Context, login, id, by string) (maturity.Token, error) {
	account, err := s.named(ctx, login)
	if err != nil {
		return maturity.Token{}, err
	}
	tokens, err := s.store.Tokens(ctx, account.ID)
	if err != nil {
		return maturity.Token{}, err
	}
	var found []maturity.Token
	for _, t := range tokens {
		if len(id) >= shortestTokenID && strings.HasPrefix(hex.EncodeToString(t.Hash), strings.ToLower(id)) {
			found = append(found, t)
		}
	}
	if len(found) != 1 {
		return maturity.Token{}, maturity.Errorf(maturity.NotFound, "%s has no token with the id %q. Give the id as the list of its tokens shows it.", account.Login, id)
	}
	return found[0], s.store.RevokeToken(ctx, account.ID, found[0].Hash, s.entry(by, "token.revoked", account))
}
