-- +goose Up

-- A dated sitting of a body that looks at the figures of an organisation, footprint or nation. Changed in place: what
-- was changed stands in the audit.
CREATE TABLE meeting (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    organisation_id integer NOT NULL REFERENCES organisation,
    body            text NOT NULL CHECK (body <> ''),
    day             date NOT NULL,
    agenda          text[] NOT NULL DEFAULT '{}',
    cancelled       boolean NOT NULL DEFAULT false,
    version         bigint NOT NULL DEFAULT 1,
    planned_by      text NOT NULL,
    planned_at      timestamptz NOT NULL
);
CREATE UNIQUE INDEX meeting_once ON meeting (organisation_id, body, day) WHERE NOT cancelled;
CREATE INDEX meeting_day ON meeting (day DESC, id DESC);

-- What a meeting is asked to decide, what it decided, what somebody is to do. One that is carried to a later meeting is a
-- row of that meeting which names the row it carries on.
CREATE TABLE decision (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    meeting_id   bigint NOT NULL REFERENCES meeting,
    kind         text NOT NULL CHECK (kind IN ('wanted', 'decision', 'action')),
    words        text NOT NULL CHECK (words <> ''),
    owner        text NOT NULL DEFAULT '', -- a role, never a name
    due          date,
    state        text NOT NULL CHECK (state IN ('open', 'done', 'dropped')),
    outcome      text NOT NULL DEFAULT '',
    carried_from bigint REFERENCES decision,
    kept_by      text NOT NULL,
    kept_at      timestamptz NOT NULL,
    closed_at    timestamptz, -- since when it is not open
    version      bigint NOT NULL DEFAULT 1,
    UNIQUE (carried_from, meeting_id),
    CHECK (kind <> 'action' OR due IS NOT NULL AND owner <> '')
);
CREATE INDEX decision_meeting ON decision (meeting_id, id);
CREATE INDEX decision_open ON decision (due) WHERE state = 'open';

-- The paper of a meeting. From the pin (board, period, as-at time, definitions, boundaries) and the narratives it is put
-- together; content holds what the pin cannot bring back, as it stood when freezing began.
CREATE TABLE pack (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    meeting_id    bigint NOT NULL REFERENCES meeting,
    edition       integer NOT NULL CHECK (edition > 0),
    reason        text NOT NULL DEFAULT '', -- of a later edition
    board         text NOT NULL,
    period        text NOT NULL DEFAULT '', -- code of the newest period it speaks of
    as_at         timestamptz NOT NULL,
    definitions   text NOT NULL, -- hash of the catalogue
    boundaries    date NOT NULL,
    exceptions    text[], -- chosen, in their order; NULL: as the rule suggests
    state         text NOT NULL CHECK (state IN ('draft', 'freezing', 'frozen', 'published', 'dropped')),
    version       bigint NOT NULL DEFAULT 1,
    content       jsonb,
    verdict       text NOT NULL DEFAULT '', -- of the frozen paper
    figures       text NOT NULL DEFAULT '',
    made_by       text NOT NULL,
    made_at       timestamptz NOT NULL,
    frozen_at     timestamptz,
    published_by  text NOT NULL DEFAULT '',
    published_at  timestamptz,
    superseded_at timestamptz,
    worker        text NOT NULL DEFAULT '',
    heartbeat     timestamptz,
    attempts      integer NOT NULL DEFAULT 0,
    drawn         integer NOT NULL DEFAULT 0, -- pictures so far
    pictures      integer NOT NULL DEFAULT 0,
    failure       text NOT NULL DEFAULT '',
    UNIQUE (meeting_id, edition),
    CHECK (edition = 1 OR reason <> '')
);
-- One edition of a meeting is worked on at a time.
CREATE UNIQUE INDEX pack_open ON pack (meeting_id) WHERE state IN ('draft', 'freezing', 'frozen');
CREATE INDEX pack_freezing ON pack (id) WHERE state = 'freezing';

-- The words beside a picture, every version of them. The newest counts; generated ones have no words of their own here:
-- they are made from the figures again.
CREATE TABLE pack_narrative (
    pack_id    bigint NOT NULL REFERENCES pack,
    place      text NOT NULL,
    revision   integer NOT NULL,
    words      text NOT NULL DEFAULT '',
    generated  boolean NOT NULL,
    written_by text NOT NULL,
    written_at timestamptz NOT NULL,
    PRIMARY KEY (pack_id, place, revision),
    CHECK (generated = (words = ''))
);

-- The frozen bytes, one row a form. Written in one transaction with the pack's state, never changed.
CREATE TABLE pack_file (
    pack_id bigint NOT NULL REFERENCES pack,
    form    text NOT NULL,
    size    bigint NOT NULL,
    sha256  text NOT NULL,
    bytes   bytea NOT NULL,
    PRIMARY KEY (pack_id, form)
);
ALTER TABLE pack_file ALTER COLUMN bytes SET STORAGE EXTERNAL; -- most forms are compressed already

-- The hash of every picture as it was drawn for the frozen forms.
CREATE TABLE pack_picture (
    pack_id  bigint NOT NULL REFERENCES pack,
    position integer NOT NULL,
    name     text NOT NULL,
    sha256   text NOT NULL, -- '': it could not be drawn; its table stands alone
    PRIMARY KEY (pack_id, position)
);

-- Who is sent the packs of a body's meetings. Removed means gone: nothing of the address stays.
CREATE TABLE meeting_reader (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    organisation_id integer NOT NULL REFERENCES organisation,
    body            text NOT NULL,
    address         text NOT NULL,
    consent         text NOT NULL CHECK (consent <> ''), -- how the person agreed
    added_by        text NOT NULL,
    added_at        timestamptz NOT NULL
);
CREATE UNIQUE INDEX meeting_reader_once ON meeting_reader (organisation_id, body, lower(address));

-- When packs of a body's meetings go out, by the clock of Europe/London.
CREATE TABLE meeting_delivery (
    organisation_id integer NOT NULL REFERENCES organisation,
    body            text NOT NULL,
    days_before     smallint NOT NULL CHECK (days_before BETWEEN 0 AND 60),
    minute          smallint NOT NULL CHECK (minute BETWEEN 0 AND 1439), -- of the day
    set_by          text NOT NULL,
    set_at          timestamptz NOT NULL,
    PRIMARY KEY (organisation_id, body)
);

-- A message may go to a reader instead of an account: one a pack, however many replicas look.
ALTER TABLE message ALTER COLUMN account_id DROP NOT NULL;
ALTER TABLE message ADD COLUMN pack_id bigint REFERENCES pack;
ALTER TABLE message ADD COLUMN reader_id bigint REFERENCES meeting_reader ON DELETE SET NULL;
ALTER TABLE message ADD CONSTRAINT message_to CHECK (account_id IS NOT NULL OR pack_id IS NOT NULL);
ALTER TABLE message ADD CONSTRAINT message_reader_once UNIQUE (pack_id, reader_id);
