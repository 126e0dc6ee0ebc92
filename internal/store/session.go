package store

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// Sessions is the PostgreSQL store of the session library. The library hashes the tokens before it hands them over, so
// a copy of the table opens no session.
type Sessions struct {
	db   *DB
	idle time.Duration
}

// Sessions gives the session store.
func (db *DB) Sessions() Sessions { return Sessions{db: db} }

// IdleAfter is the store with an end to sessions that nobody uses for so long; 0 is no such end.
func (s Sessions) IdleAfter(idle time.Duration) Sessions {
	s.idle = idle
	return s
}

// seenEvery is how exactly it is known when a session was last used: it is not written at every request.
const seenEvery = 2 * time.Minute

// FindCtx reads a session that has neither expired nor been left alone too long, and notes that it is in use.
func (s Sessions) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	var found struct {
		Data []byte
		Old  bool
	}
	err := s.db.x.GetContext(ctx, &found, `
		SELECT data, last_seen < current_timestamp - $2 * interval '1 second' AS old FROM sessions
		WHERE token = $1 AND expiry > current_timestamp AND ($3 = 0::float8 OR last_seen > current_timestamp - $3 * interval '1 second')`,
		token, seenEvery.Seconds(), s.idle.Seconds())
	if errors.Is(err, sql.ErrNoRows) {
		return nil, false, nil
	}
	if err == nil && found.Old {
		_, err = s.db.x.ExecContext(ctx, `UPDATE sessions SET last_seen = current_timestamp WHERE token = $1`, token)
	}
	return found.Data, err == nil, asError(err, "")
}

// CommitCtx writes a session, replacing what was there.
func (s Sessions) CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) error {
	_, err := s.db.x.ExecContext(ctx, `
		INSERT INTO sessions (token, data, expiry) VALUES ($1, $2, $3)
		ON CONFLICT (token) DO UPDATE SET data = excluded.data, expiry = excluded.expiry`, token, data, expiry)
	return asError(err, "")
}

// DeleteCtx removes a session; one that is not there is no error.
func (s Sessions) DeleteCtx(ctx context.Context, token string) error {
	_, err := s.db.x.ExecContext(ctx, `DELETE FROM sessions WHERE token = $1`, token)
	return asError(err, "")
}

// Find, Commit and Delete complete the library's interface; it prefers the methods with a context.
func (s Sessions) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

// Commit is CommitCtx without a context.
func (s Sessions) Commit(token string, data []byte, expiry time.Time) error {
	return s.CommitCtx(context.Background(), token, data, expiry)
}

// Delete is DeleteCtx without a context.
func (s Sessions) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }

// TidySignIn removes what has run out: sessions, failed sign-ins older than a day, and tokens a year after their end,
// and invitations a year after theirs.
func (db *DB) TidySignIn(ctx context.Context, now time.Time) (removed int64, err error) {
	for _, statement := range []string{
		`DELETE FROM sessions WHERE expiry < $1`,
		`DELETE FROM sign_in_failure WHERE at < $1::timestamptz - interval '1 day'`,
		`DELETE FROM api_token WHERE expires_at < $1::timestamptz - interval '1 year'`,
		`DELETE FROM invitation WHERE expires_at < $1::timestamptz - interval '1 year'`,
	} {
		result, err := db.x.ExecContext(ctx, statement, now)
		if err != nil {
			return removed, asError(err, "")
		}
		n, err := result.RowsAffected()
		if err != nil {
			return removed, asError(err, "")
		}
		removed += n
	}
	return removed, nil
}
