-- +goose Up

-- People. Erasing takes the login, the address and every means of signing in away and leaves the pseudonym in their place.
ALTER TABLE account
    ADD COLUMN email       text NOT NULL DEFAULT '',
    ADD COLUMN totp_secret text NOT NULL DEFAULT '',  -- base32; '' while no codes are asked for
    ADD COLUMN totp_step   bigint NOT NULL DEFAULT 0, -- of the last code that was used: none counts twice
    ADD COLUMN invited     boolean NOT NULL DEFAULT false, -- has not chosen a sign-in name yet
    ADD COLUMN erased_at   timestamptz;

-- A role may be for one collection, and for a time: from since, until before until. Granting it again changes the time.
ALTER TABLE account_grant
    ADD COLUMN collection text NOT NULL DEFAULT '', -- '': for all, and for what belongs to none
    ADD COLUMN since      timestamptz,
    ADD COLUMN until      timestamptz,
    ADD CHECK (since < until),
    DROP CONSTRAINT account_grant_role_check,
    DROP CONSTRAINT account_grant_check,
    ADD CONSTRAINT account_grant_role_check CHECK (role IN ('admin', 'analyst', 'submitter', 'approver', 'viewer')),
    ADD CONSTRAINT account_grant_organisation_check CHECK ((role IN ('analyst', 'submitter', 'approver')) = (organisation_id IS NOT NULL));
DROP INDEX account_grant_once;
CREATE UNIQUE INDEX account_grant_once ON account_grant (account_id, role, coalesce(organisation_id, 0), collection);

-- Whose session it is, so that its owner can see and end it. What was open before is not listed and ends by itself.
ALTER TABLE sessions
    ADD COLUMN id         bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    ADD COLUMN account_id integer REFERENCES account ON DELETE CASCADE,
    ADD COLUMN opened_at  timestamptz NOT NULL DEFAULT current_timestamp,
    ADD COLUMN last_seen  timestamptz NOT NULL DEFAULT current_timestamp, -- to a few minutes
    ADD COLUMN agent      text NOT NULL DEFAULT '', -- browser and system in words
    ADD COLUMN address    text NOT NULL DEFAULT ''; -- digest: shows whether two sessions came from one place
CREATE INDEX sessions_account ON sessions (account_id);

-- What a token may be used for. Those made before may do all that their account may, as they could.
ALTER TABLE api_token ADD COLUMN scopes text[] NOT NULL DEFAULT '{read,send,decide}' CHECK (scopes <@ '{read,send,decide}' AND scopes <> '{}');

-- A way in for somebody without a password: to choose a sign-in name, or a new password. It opens once.
CREATE TABLE invitation (
    token_hash bytea PRIMARY KEY, -- SHA-256 of the token; the token itself is shown once
    account_id integer NOT NULL REFERENCES account ON DELETE CASCADE,
    made_by    text NOT NULL,
    made_at    timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at    timestamptz,
    revoked_at timestamptz
);
CREATE INDEX invitation_account ON invitation (account_id);

-- Codes for who has lost the device that makes codes; each opens once.
CREATE TABLE recovery_code (
    account_id integer NOT NULL REFERENCES account ON DELETE CASCADE,
    code_hash  bytea NOT NULL, -- SHA-256 of the code, of 120 random bits
    used_at    timestamptz,
    PRIMARY KEY (account_id, code_hash)
);

-- Who somebody is at an OpenID provider. Nobody comes in by it but to the account it is bound to.
CREATE TABLE openid_identity (
    issuer     text NOT NULL,
    subject    text NOT NULL,
    account_id integer NOT NULL REFERENCES account ON DELETE CASCADE,
    linked_at  timestamptz NOT NULL,
    linked_by  text NOT NULL,
    PRIMARY KEY (issuer, subject),
    UNIQUE (account_id, issuer)
);
