package account

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/alexedwards/argon2id"

	"waymark/internal/maturity"
)

// Throttling counts failed attempts within window under four subjects:
//
//   - the login from one address, so that guessing from one place ends soon;
//   - the address, so that trying many logins ends soon;
//   - the login from wherever, so that guessing from many places is slow;
//   - a device that signed in with this login before, under its own count alone.
//
// Because a known device is not counted with the others, nobody can lock the owner of a login out by failing with it;
// every limit ends by itself when the window has passed, and attempts that were refused are not counted.
const (
	window          = 15 * time.Minute
	perPair         = 5
	perAddress      = 20
	perLogin        = 50
	perKnownDevice  = 10
	longestPassword = 1024
	deviceFor       = 180 * 24 * time.Hour
)

// Attempt is what somebody who wants in says.
type Attempt struct {
	Login, Password string
	Address         string // network address the attempt comes from
	Device          string // what an earlier SignedIn.Device was; "" for a new device
	RequestID       string
}

// SignedIn is the outcome of a sign-in that succeeded, or of its first step.
type SignedIn struct {
	Account maturity.Account
	// NeedsCode: only the first step is done. Nothing may be shown until SignInCode has seen a code; the rest is empty.
	NeedsCode bool
	Stamp     string        // keep in the session, for BySession
	Device    string        // keep on the device for DeviceFor, for its next Attempt
	Keep      time.Duration // how long the device may be remembered
}

// Throttled is the cause of a TooMany error: it says when the next attempt is free.
type Throttled struct{ Wait time.Duration }

func (t *Throttled) Error() string { return "throttled for " + t.Wait.String() }

// RetryAfter is how long to wait.
func (t *Throttled) RetryAfter() time.Duration { return t.Wait }

// SignIn checks a login and password. A wrong password, a login that does not exist and a disabled account all give the
// same Unauthorised error after the same work; too many attempts give TooMany with Throttled as cause. An account with a
// second step is not signed in yet.
func (s *Service) SignIn(ctx context.Context, a Attempt) (SignedIn, error) {
	now := s.instant()
	account, hash, err := s.verify(ctx, a, now)
	if err != nil {
		return SignedIn{}, err
	}
	return s.enter(ctx, account, hash, "password", a.RequestID, now)
}

// enter lets an account in whose first step is done, or asks for the second.
func (s *Service) enter(ctx context.Context, account maturity.Account, hash, how, requestID string, now time.Time) (SignedIn, error) {
	if account.TwoStep {
		return SignedIn{Account: account, NeedsCode: true}, nil
	}
	return s.admit(ctx, account, hash, how, requestID, now)
}

// admit records that somebody is signed in.
func (s *Service) admit(ctx context.Context, account maturity.Account, hash, how, requestID string, now time.Time) (SignedIn, error) {
	entry := s.entry(account.Login, "session.opened", account)
	entry.At, entry.RequestID, entry.Detail = now, requestID, map[string]any{"by": how}
	if err := s.store.AppendAudit(ctx, entry); err != nil {
		return SignedIn{}, err
	}
	return s.signedIn(account, hash, now), nil
}

// verify spends an attempt, compares the password, and gives the attempt back when it was right.
func (s *Service) verify(ctx context.Context, a Attempt, now time.Time) (maturity.Account, string, error) {
	login := foldLogin(a.Login)
	account, hash, err := s.store.AccountByLogin(ctx, login)
	known := err == nil && !account.Disabled && hash != "" // without a password there is another way in, or an invitation
	if err != nil && maturity.CodeOf(err) != maturity.NotFound {
		return maturity.Account{}, "", err
	}
	forgive, err := s.spend(ctx, "", login, a, known && deviceKnown(a.Device, login, hash, now), now)
	if err != nil {
		return maturity.Account{}, "", err
	}
	if !known {
		hash = s.decoy
	}
	right, err := s.compare(ctx, a.Password, hash)
	if err != nil {
		return maturity.Account{}, "", err
	}
	if !right || !known {
		if err := s.refused(ctx, account, known, "password", a.RequestID); err != nil {
			return maturity.Account{}, "", err
		}
		return maturity.Account{}, "", maturity.Errorf(maturity.Unauthorised, "The sign-in name or the password is wrong.")
	}
	return account, hash, forgive()
}

// refused records an attempt that failed: of whom, where there is such an account, and otherwise without what was typed,
// which may have been a password.
func (s *Service) refused(ctx context.Context, account maturity.Account, known bool, how, requestID string) error {
	subject := "unknown"
	if known {
		subject = account.Pseudonym
	}
	return s.store.AppendAudit(ctx, maturity.AuditEntry{At: s.instant(), Account: maturity.ByNobody, Action: "session.refused", Subject: subject,
		RequestID: requestID, Detail: map[string]any{"by": how}})
}

// spend counts an attempt of a kind before anything is compared; forgive takes it back when it was right. known says that
// the device signed in with the login before.
func (s *Service) spend(ctx context.Context, kind, login string, a Attempt, known bool, now time.Time) (forgive func() error, err error) {
	limits, clear := subjects(kind, login, a.Address, a.Device, known)
	until, err := s.store.SpendAttempt(ctx, limits, window, now)
	if err != nil {
		return nil, err
	}
	if !until.IsZero() {
		return nil, throttled(until.Sub(now))
	}
	return func() error { return s.store.ForgiveAttempt(ctx, slices.Collect(maps.Keys(limits)), now, clear) }, nil
}

func (s *Service) signedIn(account maturity.Account, hash string, now time.Time) SignedIn {
	return SignedIn{Account: account.At(now), Stamp: stampOf(hash), Device: newDevice(account.Login, hash, now), Keep: deviceFor}
}

// instant is now, as exactly as the database keeps it.
func (s *Service) instant() time.Time { return s.now().UTC().Truncate(time.Microsecond) }

// Leave records that somebody signed out.
func (s *Service) Leave(ctx context.Context, a maturity.Account, requestID string) error {
	entry := s.entry(a.Login, "session.closed", a)
	entry.RequestID = requestID
	return s.store.AppendAudit(ctx, entry)
}

// compare looks at a password; at most hashers at once, the others wait.
func (s *Service) compare(ctx context.Context, password, hash string) (bool, error) {
	select {
	case s.slots <- struct{}{}:
		defer func() { <-s.slots }()
	case <-ctx.Done():
		return false, maturity.Wrap(ctx.Err(), maturity.Unavailable, "Too much is going on at once. Try again in a minute.")
	}
	tooLong := len(password) > longestPassword
	if tooLong {
		password = password[:longestPassword]
	}
	right, err := argon2id.ComparePasswordAndHash(password, hash)
	if err != nil {
		return false, maturity.Wrap(err, maturity.Internal, "The password could not be checked.")
	}
	return right && !tooLong, nil
}

// subjects are what an attempt of a kind is counted under with their limits, and those that a success clears altogether.
func subjects(kind, login, address, device string, known bool) (limits map[string]int, clear []string) {
	if known {
		subject := kind + "device:" + digest(device)
		return map[string]int{subject: perKnownDevice}, []string{subject}
	}
	pair := kind + "pair:" + digest(login+"\x00"+address)
	return map[string]int{pair: perPair, kind + "address:" + digest(address): perAddress, kind + "login:" + digest(login): perLogin}, []string{pair}
}

// digest keeps what was typed into the login field out of the table: it may have been the password.
func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:16])
}

func throttled(wait time.Duration) error {
	minutes := int((wait + time.Minute - 1) / time.Minute)
	words := "a minute"
	if minutes > 1 {
		words = fmt.Sprintf("%d minutes", minutes)
	}
	return maturity.Wrap(&Throttled{wait}, maturity.TooMany, "Too many attempts to sign in have failed. Try again in "+words+".")
}

// newDevice makes a mark that only who knows the stored hash can make: day it ends, nonce, MAC. A new password ends it.
func newDevice(login, passwordHash string, now time.Time) string {
	body := fmt.Sprintf("%d.%s", now.Add(deviceFor).Unix(), rand.Text())
	return body + "." + deviceMAC(body, login, passwordHash)
}

func deviceKnown(device, login, passwordHash string, now time.Time) bool {
	cut := strings.LastIndexByte(device, '.')
	if cut < 0 || !hmac.Equal([]byte(deviceMAC(device[:cut], login, passwordHash)), []byte(device[cut+1:])) {
		return false
	}
	var ends int64
	_, err := fmt.Sscanf(device, "%d.", &ends)
	return err == nil && now.Unix() < ends
}

func deviceMAC(body, login, passwordHash string) string {
	mac := hmac.New(sha256.New, []byte("device "+passwordHash))
	mac.Write([]byte(body + "\x00" + login))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}
