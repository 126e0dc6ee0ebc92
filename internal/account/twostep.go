package account

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"fmt"
	"image/png"
	"io"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"

	"waymark/internal/maturity"
)

// SecondSteps keeps what the second step of signing in rests on.
type SecondSteps interface {
	TwoStep(ctx context.Context, account int32) (maturity.TwoStep, error)
	SetTwoStep(ctx context.Context, account int32, secret string, step int64, codes [][]byte, entry maturity.AuditEntry) error
	SetRecoveryCodes(ctx context.Context, account int32, codes [][]byte, entry maturity.AuditEntry) error
	UseStep(ctx context.Context, account int32, step int64) (bool, error)
	UseRecoveryCode(ctx context.Context, account int32, hash []byte, entry maturity.AuditEntry) (bool, error)
}

// Codes are those of RFC 6238 that every program makes: six digits of SHA-1, thirty seconds each. One step early or late
// is taken, because clocks differ.
const (
	stepSeconds    = 30
	stepsApart     = 1
	codeDigits     = 6
	recoveryCodes  = 10
	recoveryLength = 24 // characters of base32: 120 bits, so that their hash needs no salt
)

// kindCode keeps the counts of codes apart from those of passwords.
const kindCode = "code "

// Enrolment is a second step that has not been proved yet.
type Enrolment struct {
	Secret  string // base32; keep it where the visitor cannot change it until the code comes
	Words   string // the secret in groups of four, to be typed
	Picture []byte // the QR code as PNG
}

// Enrol begins a second step for an account. Nothing is kept: ConfirmTwoStep does, when a code proves that it works.
func (s *Service) Enrol(account maturity.Account) (Enrolment, error) {
	var bits [20]byte
	if _, err := io.ReadFull(s.random, bits[:]); err != nil {
		return Enrolment{}, maturity.Wrap(err, maturity.Internal, "No secret could be generated.")
	}
	return s.Enrolment(account, base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(bits[:]))
}

// Enrolment shows a secret again that Enrol gave.
func (s *Service) Enrolment(account maturity.Account, secret string) (Enrolment, error) {
	bits, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(secret)
	if err != nil || len(bits) != 20 {
		return Enrolment{}, maturity.Errorf(maturity.Conflict, "Setting up has run out. Begin again.")
	}
	key, err := totp.Generate(totp.GenerateOpts{Issuer: s.product, AccountName: account.Login, Secret: bits})
	if err != nil {
		return Enrolment{}, maturity.Wrap(err, maturity.Internal, "The secret could not be drawn.")
	}
	picture, err := key.Image(220, 220)
	if err != nil {
		return Enrolment{}, maturity.Wrap(err, maturity.Internal, "The secret could not be drawn.")
	}
	var data bytes.Buffer
	if err := png.Encode(&data, picture); err != nil {
		return Enrolment{}, maturity.Wrap(err, maturity.Internal, "The secret could not be drawn.")
	}
	return Enrolment{Secret: secret, Words: groups(secret), Picture: data.Bytes()}, nil
}

// ConfirmTwoStep switches the second step on when the code is of the secret, and returns recovery codes, which are shown
// once. Errors: Invalid for a wrong code, Conflict where it is on already.
func (s *Service) ConfirmTwoStep(ctx context.Context, account maturity.Account, secret, code string, attempt Attempt) (codes []string, err error) {
	if account.TwoStep {
		return nil, maturity.Errorf(maturity.Conflict, "The second step is switched on already.")
	}
	now := s.instant()
	forgive, err := s.spend(ctx, kindCode, account.Login, attempt, false, now)
	if err != nil {
		return nil, err
	}
	step, right := stepOf(secret, code, now)
	if !right {
		return nil, maturity.Errorf(maturity.Invalid, "The code is wrong. Wait for the next one and enter its six figures.")
	}
	codes, hashes, err := s.newRecoveryCodes()
	if err != nil {
		return nil, err
	}
	entry := s.entry(account.Login, "account.two_step_on", account)
	entry.RequestID = attempt.RequestID
	if err := s.store.SetTwoStep(ctx, account.ID, secret, step, hashes, entry); err != nil {
		return nil, err
	}
	return codes, forgive()
}

// TwoStepOf is the state of an account's second step.
func (s *Service) TwoStepOf(ctx context.Context, account maturity.Account) (on bool, left int, err error) {
	state, err := s.store.TwoStep(ctx, account.ID)
	return state.Secret != "", state.Left, err
}

// SwitchTwoStepOff ends the second step of somebody who is signed in and gives the password, if there is one, and a code
// again. Errors: Invalid for a wrong password or code, TooMany.
func (s *Service) SwitchTwoStepOff(ctx context.Context, account maturity.Account, password, code string, attempt Attempt) error {
	if err := s.proveAll(ctx, account, password, code, attempt); err != nil {
		return err
	}
	entry := s.entry(account.Login, "account.two_step_off", account)
	entry.RequestID = attempt.RequestID
	return s.store.SetTwoStep(ctx, account.ID, "", 0, nil, entry)
}

// NewRecoveryCodes replaces the recovery codes of somebody who gives password and code again, as SwitchTwoStepOff.
func (s *Service) NewRecoveryCodes(ctx context.Context, account maturity.Account, password, code string, attempt Attempt) ([]string, error) {
	if err := s.proveAll(ctx, account, password, code, attempt); err != nil {
		return nil, err
	}
	codes, hashes, err := s.newRecoveryCodes()
	if err != nil {
		return nil, err
	}
	entry := s.entry(account.Login, "account.recovery_codes_made", account)
	entry.RequestID = attempt.RequestID
	return codes, s.store.SetRecoveryCodes(ctx, account.ID, hashes, entry)
}

// ResetTwoStep switches the second step of somebody else off, who has lost device and codes, and ends their sessions.
// Nobody does it for their own account.
func (s *Service) ResetTwoStep(ctx context.Context, account maturity.Account, by string) error {
	if account.Login == by {
		return maturity.Errorf(maturity.Conflict, "Switch the second step of your own account off on its own page.")
	}
	if err := s.store.SetTwoStep(ctx, account.ID, "", 0, nil, s.entry(by, "account.two_step_reset", account)); err != nil {
		return err
	}
	return s.store.EndSessions(ctx, account.ID, "", s.entry(by, "session.ended", account))
}

// SignInCode finishes a sign-in whose first step ended with NeedsCode; id is of that account. A recovery code will do in
// place of a code. Wrong, used and foreign codes are the same Unauthorised error; attempts are counted apart from those
// with passwords, and a device that is known is not shut out by others.
func (s *Service) SignInCode(ctx context.Context, id int32, code string, a Attempt) (SignedIn, error) {
	now := s.instant()
	account, hash, err := s.store.AccountByID(ctx, id)
	if err != nil || account.Disabled || !account.TwoStep {
		return SignedIn{}, maturity.Wrap(err, maturity.Forbidden, "Signing in took too long. Begin again.")
	}
	how, err := s.useCode(ctx, account, hash, code, a, now)
	if err != nil {
		return SignedIn{}, err
	}
	return s.admit(ctx, account, hash, how, a.RequestID, now)
}

const wrongCode = "The code is wrong or was used already. Wait for the next one, or use a recovery code."

// useCode counts an attempt and uses a code up; how says of which kind it was.
func (s *Service) useCode(ctx context.Context, account maturity.Account, passwordHash, code string, a Attempt, now time.Time) (how string, err error) {
	known := passwordHash != "" && deviceKnown(a.Device, account.Login, passwordHash, now)
	forgive, err := s.spend(ctx, kindCode, account.Login, a, known, now)
	if err != nil {
		return "", err
	}
	state, err := s.store.TwoStep(ctx, account.ID)
	if err != nil {
		return "", err
	}
	var used bool
	if step, right := stepOf(state.Secret, code, now); right {
		how = "code"
		used, err = s.store.UseStep(ctx, account.ID, step)
	} else if folded := foldRecovery(code); len(folded) == recoveryLength {
		how = "recovery code"
		entry := s.entry(account.Login, "account.recovery_code_used", account)
		entry.RequestID = a.RequestID
		hash := sha256.Sum256([]byte(folded))
		used, err = s.store.UseRecoveryCode(ctx, account.ID, hash[:], entry)
	}
	if err != nil {
		return "", err
	}
	if !used {
		if err := s.refused(ctx, account, true, "code", a.RequestID); err != nil {
			return "", err
		}
		return "", maturity.Errorf(maturity.Unauthorised, wrongCode)
	}
	return how, forgive()
}

// proveAll asks somebody who is signed in for everything again that they sign in with.
func (s *Service) proveAll(ctx context.Context, account maturity.Account, password, code string, attempt Attempt) error {
	_, hash, err := s.store.AccountByID(ctx, account.ID)
	if err != nil {
		return err
	}
	if hash != "" {
		attempt.Login, attempt.Password = account.Login, password
		if err := s.prove(ctx, attempt); err != nil {
			return err
		}
	}
	_, err = s.useCode(ctx, account, hash, code, attempt, s.instant())
	if maturity.CodeOf(err) == maturity.Unauthorised {
		err = maturity.Errorf(maturity.Invalid, wrongCode)
	}
	return err
}

// stepOf finds the time step whose code it is.
func stepOf(secret, code string, now time.Time) (step int64, right bool) {
	code = strings.Join(strings.Fields(code), "")
	if secret == "" || len(code) != codeDigits {
		return 0, false
	}
	for apart := -stepsApart; apart <= stepsApart; apart++ {
		at := now.Add(time.Duration(apart*stepSeconds) * time.Second)
		want, err := totp.GenerateCodeCustom(secret, at, totp.ValidateOpts{Period: stepSeconds, Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
		if err == nil && subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			step, right = at.Unix()/stepSeconds, true
		}
	}
	return step, right
}

func (s *Service) newRecoveryCodes() (codes []string, hashes [][]byte, err error) {
	for range recoveryCodes {
		var bits [recoveryLength * 5 / 8]byte
		if _, err := io.ReadFull(s.random, bits[:]); err != nil {
			return nil, nil, maturity.Wrap(err, maturity.Internal, "No recovery codes could be generated.")
		}
		code := strings.ToLower(base32.StdEncoding.EncodeToString(bits[:]))
		hash := sha256.Sum256([]byte(code))
		codes, hashes = append(codes, strings.ReplaceAll(groups(code), " ", "-")), append(hashes, hash[:])
	}
	return codes, hashes, nil
}

// foldRecovery takes a recovery code however it was typed.
func foldRecovery(text string) string {
	return strings.ToLower(strings.NewReplacer("-", "", " ", "", "\u00a0", "").Replace(strings.TrimSpace(text)))
}

// groups writes text in groups of four.
func groups(text string) string {
	var out strings.Builder
	for i, r := range text {
		if i > 0 && i%4 == 0 {
			out.WriteByte(' ')
		}
		fmt.Fprintf(&out, "%c", r)
	}
	return out.String()
}
