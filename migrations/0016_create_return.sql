-- +goose Up

-- A return that somebody has begun: what is due from an organisation for a period of a collection. What nobody has begun
-- has no row: what is due follows from the collection's definition and the dated organisations.
CREATE TABLE return (
    id                 bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    collection         text NOT NULL,
    organisation_id    integer NOT NULL REFERENCES organisation,
    period_kind        smallint NOT NULL,
    period_start       date NOT NULL,
    state              text NOT NULL CHECK (state IN ('draft', 'submitted', 'changes_requested', 'approved', 'published', 'corrected')),
    round              integer NOT NULL DEFAULT 1,
    version            bigint NOT NULL DEFAULT 1, -- one more with every step and every saved value
    first_submitted_at timestamptz,
    submitted_at       timestamptz, -- of this round
    submitted_by       text NOT NULL DEFAULT '',
    publish_at         timestamptz, -- embargo: not before
    published_at       timestamptz, -- the last time
    hash               text NOT NULL DEFAULT '', -- of the values as submitted
    held               text NOT NULL DEFAULT '', -- why publication is held back
    reason             text NOT NULL DEFAULT '', -- why a published return is corrected
    reason_words       text NOT NULL DEFAULT '',
    UNIQUE (collection, organisation_id, period_start, period_kind)
);
CREATE INDEX return_organisation ON return (organisation_id);
CREATE INDEX return_ready ON return (publish_at) WHERE state = 'approved';

-- The values as they stand in the present round. Published values are observations; these are nobody's but the return's.
CREATE TABLE return_value (
    return_id     bigint NOT NULL REFERENCES return,
    measure_id    smallint NOT NULL REFERENCES measure,
    state         smallint NOT NULL,
    value         double precision,
    numerator     double precision,
    denominator   double precision,
    comment       text NOT NULL DEFAULT '',
    seen          text NOT NULL DEFAULT '',
    revision      bigint NOT NULL, -- of this value: one more with every save
    saved_by      text NOT NULL,
    saved_at      timestamptz NOT NULL,
    submission_id bigint REFERENCES submission, -- the file it came in; NULL: typed into the form
    sheet         smallint NOT NULL DEFAULT 0,
    cell_row      integer NOT NULL DEFAULT 0,
    cell_column   smallint NOT NULL DEFAULT 0,
    confirmed     text NOT NULL DEFAULT '', -- source whose value was confirmed
    PRIMARY KEY (return_id, measure_id)
);

-- Every save of a value, old and new: nothing of a draft is lost. revision is the one the save made; a NULL state is a
-- value that was taken away.
CREATE TABLE return_change (
    return_id     bigint NOT NULL REFERENCES return,
    measure_id    smallint NOT NULL REFERENCES measure,
    revision      bigint NOT NULL,
    round         integer NOT NULL,
    state         smallint,
    value         double precision,
    numerator     double precision,
    denominator   double precision,
    comment       text NOT NULL DEFAULT '',
    seen          text NOT NULL DEFAULT '',
    saved_by      text NOT NULL,
    saved_at      timestamptz NOT NULL,
    submission_id bigint,
    confirmed     text NOT NULL DEFAULT '',
    version       bigint NOT NULL, -- of the return, which the save made
    PRIMARY KEY (return_id, measure_id, revision)
);

-- Every step of a return: who, when, why. Only ever added to.
CREATE TABLE return_step (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    return_id  bigint NOT NULL REFERENCES return,
    round      integer NOT NULL,
    at         timestamptz NOT NULL,
    account    text NOT NULL,
    action     text NOT NULL,
    from_state text NOT NULL DEFAULT '',
    to_state   text NOT NULL,
    why        text NOT NULL DEFAULT '',
    hash       text NOT NULL DEFAULT '',
    version    bigint NOT NULL, -- of the return, which the step made
    CHECK (action <> 'changes_requested' OR why <> '')
);
CREATE INDEX return_step_return ON return_step (return_id, id);

-- An approval signs the hash of the values; a change of the values voids it.
CREATE TABLE return_approval (
    return_id   bigint NOT NULL REFERENCES return,
    round       integer NOT NULL,
    account     text NOT NULL,
    at          timestamptz NOT NULL,
    hash        text NOT NULL,
    key         text NOT NULL,  -- fingerprint of the signing key
    signature   bytea NOT NULL,
    voided_at   timestamptz,
    voided_why  text NOT NULL DEFAULT '',
    PRIMARY KEY (return_id, round, account, at)
);
-- Nobody approves the same values twice.
CREATE UNIQUE INDEX return_approval_once ON return_approval (return_id, round, account) WHERE voided_at IS NULL;

-- What was published of a return, in which submission: the document whose hash was approved.
CREATE TABLE return_publication (
    return_id     bigint NOT NULL REFERENCES return,
    round         integer NOT NULL,
    submission_id bigint NOT NULL REFERENCES submission,
    at            timestamptz NOT NULL,
    PRIMARY KEY (return_id, round)
);
CREATE INDEX return_publication_submission ON return_publication (submission_id);

-- A later deadline for one return. It ends by itself when its day has passed.
CREATE TABLE return_extension (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    collection      text NOT NULL,
    organisation_id integer NOT NULL REFERENCES organisation,
    period_kind     smallint NOT NULL,
    period_start    date NOT NULL,
    until           date NOT NULL,
    reason          text NOT NULL CHECK (reason <> ''),
    requested_by    text NOT NULL,
    requested_at    timestamptz NOT NULL,
    decided_by      text NOT NULL DEFAULT '',
    decided_at      timestamptz,
    granted         boolean NOT NULL DEFAULT false
);
CREATE INDEX return_extension_return ON return_extension (collection, period_start, organisation_id);

-- Publishing a return is a submission too: its bytes are the document that was approved.
ALTER TABLE submission DROP CONSTRAINT submission_via_check;
ALTER TABLE submission ADD CONSTRAINT submission_via_check CHECK (via IN ('page', 'api', 'command', 'demonstration', 'return'));
