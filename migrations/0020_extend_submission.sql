-- +goose Up

-- What a file may do, why it replaces published values, and whether it is for the returns of a collection. Submissions
-- from before this were free to do everything and gave no reason.
ALTER TABLE submission
    ADD COLUMN strategy       text NOT NULL DEFAULT 'new_and_corrections' CHECK (strategy IN ('new_and_corrections', 'new_only', 'corrections_only')),
    ADD COLUMN reason         text NOT NULL DEFAULT '' CHECK (reason IN ('', 'scheduled_revision', 'method_change', 'error')),
    ADD COLUMN reason_words   text NOT NULL DEFAULT '',
    ADD COLUMN collection     text NOT NULL DEFAULT '', -- its values go into returns of this collection instead of observations
    ADD COLUMN submit_returns boolean NOT NULL DEFAULT false; -- hand in the returns that are complete with them

-- Values that the strategy left as they were.
ALTER TABLE submission_organisation ADD COLUMN left_values bigint NOT NULL DEFAULT 0;
