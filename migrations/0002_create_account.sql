-- +goose Up

CREATE TABLE account (
    id            integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    login         text NOT NULL UNIQUE CHECK (login = lower(login) AND login <> ''),
    password_hash text NOT NULL,
    disabled      boolean NOT NULL DEFAULT false,
    demonstration boolean NOT NULL DEFAULT false,
    created_at    timestamptz NOT NULL
);

-- What an account may do: admin everywhere (no organisation), analyst for a footprint, submitter for an
-- organisation, viewer anywhere.
CREATE TABLE account_grant (
    account_id      integer NOT NULL REFERENCES account ON DELETE CASCADE,
    role            text NOT NULL CHECK (role IN ('admin', 'analyst', 'submitter', 'viewer')),
    organisation_id integer REFERENCES organisation,
    CHECK ((role IN ('analyst', 'submitter')) = (organisation_id IS NOT NULL))
);
CREATE UNIQUE INDEX account_grant_once ON account_grant (account_id, role, coalesce(organisation_id, 0));

CREATE TABLE sessions ( -- the name and columns the session library expects
    token  text PRIMARY KEY,
    data   bytea NOT NULL,
    expiry timestamptz NOT NULL
);
CREATE INDEX sessions_expiry ON sessions (expiry);

CREATE TABLE api_token (
    token_hash bytea PRIMARY KEY, -- SHA-256 of the token; the token itself is shown once
    account_id integer NOT NULL REFERENCES account ON DELETE CASCADE,
    name       text NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz
);

-- Failed sign-ins, for throttling by login and by address.
CREATE TABLE sign_in_failure (
    subject text NOT NULL,
    at      timestamptz NOT NULL
);
CREATE INDEX sign_in_failure_subject ON sign_in_failure (subject, at);

-- Every write by a person or a token leaves a row here.
CREATE TABLE audit (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at         timestamptz NOT NULL,
    account    text NOT NULL, -- login, or command for the command line
    action     text NOT NULL, -- submission.received, submission.written, account.created ...
    subject    text NOT NULL DEFAULT '',
    request_id text NOT NULL DEFAULT '',
    detail     jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX audit_at ON audit (at);
