-- The acceptance log: append only, never updated (design, sections 3 and 4).
--
-- Every log has one writer at a time, which holds the session advisory lock of its number. So the
-- sequence numbers of a log are without gaps in the order of commit, and whoever gets the lock
-- knows that the last commit of the writer before is decided.

CREATE TABLE log (
    log_id smallint PRIMARY KEY CHECK (log_id > 0),
    opened_at timestamptz NOT NULL DEFAULT now()
);

-- One group commit: one Merkle tree, signed once.
CREATE TABLE batch (
    log_id smallint NOT NULL REFERENCES log,
    first_seq bigint NOT NULL CHECK (first_seq >= 0),
    size integer NOT NULL CHECK (size > 0),
    sealed_at timestamptz NOT NULL,
    -- The 32-byte commitments to the entries in order of sequence, one after the other.
    commitments bytea NOT NULL CHECK (length(commitments) = 32 * size),
    root bytea NOT NULL CHECK (length(root) = 32),
    -- A list of {algorithm, key_id, signature} as JSON; others join the first later.
    signatures bytea NOT NULL,
    PRIMARY KEY (log_id, first_seq)
);

CREATE TABLE entry (
    log_id smallint NOT NULL,
    seq bigint NOT NULL,
    -- The 55 random bits that are printed as the receipt's number.
    number bigint NOT NULL CHECK (number >= 0),
    -- The submitter and the client's idempotency key, hashed to 128 bits.
    submission_key uuid NOT NULL,
    submitter text NOT NULL,
    item text NOT NULL,
    accepted_at timestamptz NOT NULL,
    salt bytea NOT NULL CHECK (length(salt) = 16),
    media_type text NOT NULL,
    content bytea NOT NULL,
    PRIMARY KEY (log_id, seq)
);

-- A number is given once, and a key is taken once: by these, not by hope.
CREATE UNIQUE INDEX entry_number ON entry (number);
CREATE UNIQUE INDEX entry_submission_key ON entry (submission_key);

-- Submissions are JSON or files that compress badly for their size; spend no time trying on the
-- small ones, and let large files lie outside the row as they are.
ALTER TABLE entry ALTER COLUMN content SET STORAGE EXTERNAL;

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the acceptance log is append only';
END;
$$;

CREATE TRIGGER entry_append_only BEFORE UPDATE OR DELETE ON entry
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER batch_append_only BEFORE UPDATE OR DELETE ON batch
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
