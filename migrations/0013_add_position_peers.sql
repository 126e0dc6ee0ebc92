-- +goose Up

-- Who an organisation was compared with, where its peers were chosen for it.
ALTER TABLE benchmark_position ADD COLUMN peer_codes text[] NOT NULL DEFAULT '{}';
