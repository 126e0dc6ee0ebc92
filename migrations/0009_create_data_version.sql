-- +goose Up

-- One row that says which state of all figures this is: pages that were written from the same state need not be written
-- again. Whatever changes figures, results or the rank of sources gives it a new random value in its own transaction, so
-- that no state ever has the value of another, also not after a crash that lost the last commits. latest is the latest
-- time from which anything is believed: as known at or after it, everything looks the same.
CREATE TABLE data_version (
    single  boolean PRIMARY KEY DEFAULT true CHECK (single),
    version uuid NOT NULL,
    latest  timestamptz NOT NULL
);
INSERT INTO data_version (version, latest)
SELECT gen_random_uuid(), greatest(timestamptz 'epoch', (SELECT max(known_from) FROM submission),
    (SELECT max(known_from) FROM trajectory), (SELECT max(known_to) FROM trajectory WHERE known_to <> 'infinity'),
    (SELECT max(known_from) FROM benchmark), (SELECT max(known_to) FROM benchmark WHERE known_to <> 'infinity'),
    (SELECT max(known_from) FROM benchmark_position), (SELECT max(known_to) FROM benchmark_position WHERE known_to <> 'infinity'),
    (SELECT max(known_from) FROM roll_up), (SELECT max(known_to) FROM roll_up WHERE known_to <> 'infinity'));
