-- +goose Up

-- A message to somebody: written once for a person, day and kind, however many replicas look, and kept with what came of
-- it. The address is the one at the time of writing; it goes when the account is erased.
CREATE TABLE message (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id integer NOT NULL REFERENCES account,
    kind       text NOT NULL CHECK (kind <> ''), -- reminder
    day        date NOT NULL,                    -- that it is for, in Europe/London
    address    text NOT NULL,
    subject    text NOT NULL,
    plain      text NOT NULL,
    html       text NOT NULL DEFAULT '',
    made_at    timestamptz NOT NULL,
    state      text NOT NULL CHECK (state IN ('pending', 'sending', 'sent', 'failed', 'dropped')),
    tries      integer NOT NULL DEFAULT 0,
    next_at    timestamptz NOT NULL, -- not tried before; while it is being sent, when it counts as lost
    sent_at    timestamptz,
    because    text NOT NULL DEFAULT '', -- why the last try failed, or why it waits
    UNIQUE (account_id, day, kind)
);
CREATE INDEX message_waiting ON message (next_at) WHERE state IN ('pending', 'sending');
CREATE INDEX message_made ON message (made_at DESC);

-- What a message reminds of: the last reminder of a return is found here.
CREATE TABLE message_return (
    message_id      bigint NOT NULL REFERENCES message ON DELETE CASCADE,
    collection      text NOT NULL,
    organisation_id integer NOT NULL REFERENCES organisation,
    period_kind     smallint NOT NULL,
    period_start    date NOT NULL,
    PRIMARY KEY (message_id, collection, organisation_id, period_start)
);
CREATE INDEX message_return_return ON message_return (collection, period_start, organisation_id);

-- One request for an extension of a return waits for a decision at a time.
CREATE UNIQUE INDEX return_extension_asked ON return_extension (collection, organisation_id, period_start, period_kind) WHERE decided_at IS NULL;

-- When a figure first came in is asked for whole periods: what was superseded is found by period, as what is believed now is.
DROP INDEX observation_superseded;
CREATE INDEX observation_superseded ON observation (measure_id, period_start, period_kind) WHERE known_to <> 'infinity';
