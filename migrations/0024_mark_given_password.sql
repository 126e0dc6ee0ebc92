-- +goose Up

-- A password that was made for its owner and shown to somebody else: it lets in only to choose another. Those of
-- before are left as they are, because nobody knows who chose them.
ALTER TABLE account ADD COLUMN password_given boolean NOT NULL DEFAULT false;
