package account

import (
	"context"
	"encoding/base32"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"

	"waymark/internal/maturity"
)

// shortestPassword is in characters. Length is what counts; no rule asks for digits or signs.
const shortestPassword = 12

// checkPassword says what is wrong with a new password, in a sentence; nil when it will do.
func checkPassword(login, password string) error {
	folded := strings.ToLower(strings.ReplaceAll(password, " ", ""))
	switch {
	case !utf8.ValidString(password) || strings.ContainsRune(password, 0):
		return maturity.Errorf(maturity.Invalid, "The password holds a character that cannot be used.")
	case utf8.RuneCountInString(password) < shortestPassword:
		return maturity.Errorf(maturity.Invalid, "The password is too short. Use at least %d characters; a few unrelated words do well.", shortestPassword)
	case len(password) > longestPassword:
		return maturity.Errorf(maturity.Invalid, "The password is too long. Use at most %d characters.", longestPassword)
	case len(login) >= 4 && strings.Contains(folded, login) || strings.Contains(login, folded):
		return maturity.Errorf(maturity.Invalid, "The password must not hold the sign-in name.")
	case different(folded) < 5 || tooCommon(folded):
		return maturity.Errorf(maturity.Invalid, "The password is too easy to guess. Use a few unrelated words.")
	}
	return nil
}

// different counts different characters.
func different(text string) int {
	seen := map[rune]bool{}
	for _, r := range text {
		seen[r] = true
	}
	return len(seen)
}

// GeneratePassword makes a password of 130 random bits in five groups of letters and digits.
func GeneratePassword(random io.Reader) (string, error) {
	var bits [17]byte
	if _, err := io.ReadFull(random, bits[:]); err != nil {
		return "", err
	}
	// letters and digits that are hard to mistake for one another: no 0, 1, o, l
	text := base32.NewEncoding("abcdefghijkmnpqrstuvwxyz23456789").WithPadding(base32.NoPadding).EncodeToString(bits[:])[:26]
	return text[:5] + "-" + text[5:10] + "-" + text[10:15] + "-" + text[15:20] + "-" + text[20:], nil
}

// generate makes a password from the service's own source.
func (s *Service) generate() (string, error) { return GeneratePassword(s.random) }

// ProvePassword asks somebody who is signed in for the password again, before what they sign in with or where they are
// signed in is changed. Who has none here, because another provider lets them in, proves nothing. Errors: Invalid, TooMany.
func (s *Service) ProvePassword(ctx context.Context, account maturity.Account, password string, attempt Attempt) error {
	_, hash, err := s.store.AccountByID(ctx, account.ID)
	if err != nil || hash == "" {
		return err
	}
	attempt.Login, attempt.Password = account.Login, password
	return s.prove(ctx, attempt)
}

// prove asks somebody who is signed in for the password again. A wrong one is Invalid; attempts count like attempts to
// sign in.
func (s *Service) prove(ctx context.Context, attempt Attempt) error {
	_, _, err := s.verify(ctx, attempt, s.instant())
	if maturity.CodeOf(err) == maturity.Unauthorised {
		return maturity.Errorf(maturity.Invalid, "The present password is wrong.")
	}
	return err
}

// ChangePassword replaces the account's password when the present one is right. Every other session of the account ends;
// what the session that asked needs to go on comes back. Attempts count like attempts to sign in.
func (s *Service) ChangePassword(ctx context.Context, account maturity.Account, present, next string, attempt Attempt) (SignedIn, error) {
	if err := checkPassword(account.Login, next); err != nil {
		return SignedIn{}, err
	}
	attempt.Login, attempt.Password = account.Login, present
	if err := s.prove(ctx, attempt); err != nil {
		return SignedIn{}, err
	}
	hash, err := argon2id.CreateHash(next, &s.params)
	if err != nil {
		return SignedIn{}, maturity.Wrap(err, maturity.Internal, "The password could not be kept.")
	}
	now := s.instant()
	entry := s.entry(account.Login, "account.password_changed", account)
	entry.RequestID = attempt.RequestID
	if err := s.store.SetPassword(ctx, account.ID, hash, false, entry); err != nil {
		return SignedIn{}, err
	}
	return s.signedIn(account, hash, now), nil
}
