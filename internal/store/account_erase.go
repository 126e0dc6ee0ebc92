package store

import (
	"context"

	"github.com/lib/pq"

	"waymark/internal/maturity"
)

// loginColumns are the places, as table and column, that keep a login beside what was done. Those that are not there yet
// or any more are passed over.
var loginColumns = []string{
	"submission.submitted_by", "return.submitted_by", "return_value.saved_by", "return_change.saved_by", "return_step.account", "return_approval.account",
	"return_extension.requested_by", "return_extension.decided_by", "invitation.made_by", "openid_identity.linked_by",
	"finding.accepted_by", "observation_comment.set_by", "flag.raised_by", "flag.closed_by", "flag_reply.replied_by", "series_break.set_by",
	"meeting.planned_by", "decision.kept_by", "pack.made_by", "pack.published_by", "pack_narrative.written_by", "meeting_reader.added_by", "meeting_delivery.set_by",
	"organisation_group.made_by", "organisation_group.changed_by", "board_copy.made_by", "board_copy_version.saved_by",
	"roadmap_change.made_by", "roadmap_upload.made_by", "scenario.made_by", "scenario_version.saved_by",
}

// EraseAccount takes everything by which an account's owner can be known or come in: login, address, password, second
// step, identities, tokens, sessions, invitations and grants. The pseudonym stands in place of the login, wherever that was
// kept. The audit row is written with it, all or nothing. An account that was erased before is a Conflict.
func (db *DB) EraseAccount(ctx context.Context, account maturity.Account, entry maturity.AuditEntry) error {
	return db.InTx(ctx, func(tx *Tx) error {
		var login string
		if err := tx.GetContext(ctx, &login, `SELECT login FROM account WHERE id = $1 AND erased_at IS NULL FOR UPDATE`, account.ID); err != nil {
			return asError(err, "There is no such account.")
		}
		if login != account.Login {
			return maturity.Errorf(maturity.Conflict, "The account was renamed a moment ago. Look at it again.")
		}
		if err := renameEverywhere(ctx, tx, login, account.Pseudonym); err != nil {
			return err
		}
		for _, statement := range []string{
			`DELETE FROM sessions WHERE account_id = $1`,
			`DELETE FROM api_token WHERE account_id = $1`,
			`DELETE FROM invitation WHERE account_id = $1`,
			`DELETE FROM recovery_code WHERE account_id = $1`,
			`DELETE FROM openid_identity WHERE account_id = $1`,
			`DELETE FROM account_grant WHERE account_id = $1`,
			`DELETE FROM message WHERE account_id = $1`,
			`DELETE FROM message USING meeting_reader r, account a WHERE message.reader_id = r.id AND a.id = $1 AND a.email <> '' AND lower(r.address) = lower(a.email)`,
			`DELETE FROM meeting_reader r USING account a WHERE a.id = $1 AND a.email <> '' AND lower(r.address) = lower(a.email)`,
		} {
			if _, err := tx.ExecContext(ctx, statement, account.ID); err != nil {
				return err
			}
		}
		_, err := tx.ExecContext(ctx, `
			UPDATE account SET login = pseudonym, email = '', password_hash = '', totp_secret = '', invited = false, disabled = true, erased_at = $2
			WHERE id = $1`, account.ID, entry.At)
		if err != nil {
			return err
		}
		return appendAudit(ctx, tx, entry)
	})
}

// renameEverywhere puts the pseudonym in place of a login.
func renameEverywhere(ctx context.Context, tx *Tx, login, pseudonym string) error {
	var places []struct{ Table, Column string }
	err := tx.SelectContext(ctx, &places, `
		SELECT table_name AS table, column_name AS column FROM information_schema.columns
		WHERE table_schema = current_schema() AND table_name || '.' || column_name = ANY($1) ORDER BY 1, 2`, pq.Array(loginColumns))
	if err != nil {
		return err
	}
	for _, place := range places {
		table, column := pq.QuoteIdentifier(place.Table), pq.QuoteIdentifier(place.Column)
		if _, err := tx.ExecContext(ctx, `UPDATE `+table+` SET `+column+` = $2 WHERE `+column+` = $1`, login, pseudonym); err != nil {
			return err
		}
	}
	return nil
}
