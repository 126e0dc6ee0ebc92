-- +goose Up

-- The organisation a file was sent for; NULL: whatever it says.
ALTER TABLE submission ADD COLUMN only_organisation integer REFERENCES organisation;

-- What a file sent into returns did to each organisation's: the return, and what became of it.
ALTER TABLE submission_organisation
    ADD COLUMN return_id bigint REFERENCES return,
    ADD COLUMN outcome   text NOT NULL DEFAULT '', -- unchanged, saved, submitted, incomplete, not_submitted, held
    ADD COLUMN why       text NOT NULL DEFAULT ''; -- in words, where something kept it from being written or submitted
CREATE INDEX submission_organisation_return ON submission_organisation (return_id) WHERE return_id IS NOT NULL;
