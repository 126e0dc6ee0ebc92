-- +goose Up

-- Breaks that an analyst marked: from the day on, the figures of a series are not comparable with those before. Nothing
-- is deleted: a mark that is taken away ends.
CREATE TABLE series_break (
    organisation_id integer NOT NULL,
    measure_id      smallint NOT NULL,
    day             date NOT NULL,
    reason          text NOT NULL CHECK (reason <> ''),
    set_by          text NOT NULL CHECK (set_by <> ''),
    known_from      timestamptz NOT NULL,
    known_to        timestamptz NOT NULL DEFAULT 'infinity',
    PRIMARY KEY (organisation_id, measure_id, day, known_from),
    CHECK (known_from < known_to)
);
