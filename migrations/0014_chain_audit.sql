-- +goose Up

-- People stand in the audit under a pseudonym; the login is looked up while the account exists.
ALTER TABLE account ADD COLUMN pseudonym text NOT NULL DEFAULT 'person-' || left(replace(gen_random_uuid()::text, '-', ''), 10) UNIQUE;
-- The words that stand where no account acts can be nobody's login.
ALTER TABLE account ADD CONSTRAINT account_login_word CHECK (login NOT IN ('command', 'nobody', 'system')) NOT VALID;

UPDATE audit SET subject = 'submission ' || subject WHERE action LIKE 'submission.%' AND subject ~ '^[0-9]+$';
UPDATE audit SET subject = a.pseudonym FROM account a WHERE audit.subject = a.login AND audit.action ~ '^(account|session|token)\.';
UPDATE audit SET account = a.pseudonym FROM account a WHERE audit.account = a.login AND a.login NOT IN ('command', 'nobody', 'system');
COMMENT ON COLUMN audit.account IS 'pseudonym, or command, nobody, system';
CREATE INDEX audit_subject ON audit (subject, id);
CREATE INDEX audit_account ON audit (account, id);

-- One link for each row of the audit, in the order in which their transactions were committed. The hash is over the row
-- and the hash before, so no row can be changed, removed, put in or moved without all that follow being computed anew.
CREATE TABLE audit_chain (
    seq      bigint PRIMARY KEY CHECK (seq > 0),
    audit_id bigint NOT NULL UNIQUE REFERENCES audit,
    previous bytea NOT NULL,
    hash     bytea NOT NULL
);

-- The newest link. Its one row is also the lock of who adds a link, taken only while a transaction commits.
CREATE TABLE audit_head (
    one  boolean PRIMARY KEY DEFAULT true CHECK (one),
    seq  bigint NOT NULL,
    hash bytea NOT NULL
);
INSERT INTO audit_head (seq, hash) VALUES (0, sha256(''));

-- What is hashed: each field as its length in bytes, a colon, its text and a comma, so that no two rows give the same.
-- +goose StatementBegin
CREATE FUNCTION audit_field(text) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
    SELECT convert_to(octet_length($1) || ':' || $1 || ',', 'UTF8')
$$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION audit_hash(link bigint, previous bytea, a audit) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT sha256(audit_field('waymark audit 1') || audit_field(link::text) || audit_field(encode(previous, 'hex')) || audit_field(a.id::text)
        || audit_field(to_char(a.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')) || audit_field(a.account) || audit_field(a.action)
        || audit_field(a.subject) || audit_field(a.request_id) || audit_field(a.detail::text))
$$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION audit_link() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    row audit;
    head audit_head;
    made bytea;
BEGIN
    -- The first row of a transaction takes all that follow it along: the head changes once, however many there are.
    IF EXISTS (SELECT FROM audit_chain WHERE audit_id = NEW.id) THEN
        RETURN NULL;
    END IF;
    SELECT * INTO STRICT head FROM audit_head FOR UPDATE;
    FOR row IN SELECT * FROM audit WHERE id >= NEW.id AND xmin = (SELECT xmin FROM audit WHERE id = NEW.id) ORDER BY id LOOP
        made := audit_hash(head.seq + 1, head.hash, row);
        INSERT INTO audit_chain (seq, audit_id, previous, hash) VALUES (head.seq + 1, row.id, head.hash, made);
        head.seq := head.seq + 1;
        head.hash := made;
    END LOOP;
    UPDATE audit_head SET seq = head.seq, hash = head.hash;
    RETURN NULL;
END
$$;
-- +goose StatementEnd

-- +goose StatementBegin
DO $$
DECLARE
    row audit;
    head audit_head;
    made bytea;
BEGIN
    SELECT * INTO STRICT head FROM audit_head;
    FOR row IN SELECT * FROM audit ORDER BY id LOOP
        made := audit_hash(head.seq + 1, head.hash, row);
        INSERT INTO audit_chain (seq, audit_id, previous, hash) VALUES (head.seq + 1, row.id, head.hash, made);
        head.seq := head.seq + 1;
        head.hash := made;
    END LOOP;
    UPDATE audit_head SET seq = head.seq, hash = head.hash;
END
$$;
-- +goose StatementEnd

CREATE CONSTRAINT TRIGGER audit_link AFTER INSERT ON audit DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_link();

-- Nothing of this is changed or removed by accident. Who owns the database can still go round it: 'waymark audit verify'
-- is for that.
-- +goose StatementBegin
CREATE FUNCTION audit_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit is only ever added to: % of % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END
$$;
-- +goose StatementEnd
CREATE TRIGGER audit_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_keep();
CREATE TRIGGER audit_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_chain FOR EACH STATEMENT EXECUTE FUNCTION audit_keep();
CREATE TRIGGER audit_keep BEFORE INSERT OR DELETE OR TRUNCATE ON audit_head FOR EACH STATEMENT EXECUTE FUNCTION audit_keep();
-- Links are made by the trigger above alone.
CREATE TRIGGER audit_made BEFORE INSERT ON audit_chain FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION audit_keep();
CREATE TRIGGER audit_made BEFORE UPDATE ON audit_head FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION audit_keep();
