-- What was decided, paid, issued or ordered, as leaves of the public log `core`. A statement is written
-- in the transaction of what it states; all that a transaction states at once is one block. A block
-- gets its places in the log later, by the one process that makes the logs grow.

-- Everything decided has its statement from the first: what was decided before cannot get one.
DO $$
BEGIN
    IF EXISTS (SELECT FROM outcome) THEN
        RAISE EXCEPTION 'it has outcomes from before decisions were stated for the public log';
    END IF;
END
$$;

CREATE SEQUENCE statement_block_number;

CREATE TABLE statement_block (
    block_id bigint PRIMARY KEY,
    made_at timestamptz NOT NULL DEFAULT now(),
    -- The 32-byte commitments to its statements in their order, one after the other.
    commitments bytea NOT NULL CHECK (length(commitments) > 0 AND length(commitments) % 32 = 0),
    size integer NOT NULL GENERATED ALWAYS AS (length(commitments) / 32) STORED,
    first_place bigint UNIQUE CHECK (first_place >= 0),
    after bigint GENERATED ALWAYS AS (first_place + length(commitments) / 32) STORED UNIQUE,
    -- Every block but the first begins where another ends: the places have no gap and no overlap.
    follows bigint GENERATED ALWAYS AS (nullif(first_place, 0)) STORED
    CONSTRAINT places_are_dense REFERENCES statement_block (after)
);

-- Random numbers in order do not compress.
ALTER TABLE statement_block ALTER COLUMN commitments SET STORAGE EXTERNAL;
CREATE INDEX statement_block_waits ON statement_block (block_id) WHERE first_place IS NULL;

CREATE TABLE statement (
    kind text NOT NULL,
    -- What it is about: `log/seq` of an entry, with a number in it where there are several.
    subject text COLLATE "C" NOT NULL,
    block_id bigint NOT NULL,
    -- Which of the block's commitments it is, from 0.
    at integer NOT NULL CHECK (at >= 0),
    -- Null once the content was deleted as the law demands: then nobody can tell what was committed to.
    salt bytea CHECK (length(salt) = 16),
    -- What is stated, where no other table holds it.
    body bytea,
    CONSTRAINT stated_once PRIMARY KEY (kind, subject)
);

CREATE FUNCTION refuse_restating() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was stated stays';
END;
$$;

CREATE TRIGGER statement_block_stays
BEFORE DELETE OR UPDATE OF block_id, made_at, commitments ON statement_block
FOR EACH STATEMENT EXECUTE FUNCTION refuse_restating();
CREATE TRIGGER place_is_given_once BEFORE UPDATE ON statement_block
FOR EACH ROW WHEN (OLD.first_place IS NOT NULL) EXECUTE FUNCTION refuse_restating();
CREATE TRIGGER statement_stays BEFORE DELETE OR UPDATE ON statement
FOR EACH STATEMENT EXECUTE FUNCTION refuse_restating();

-- What the log `core` has signed, kept as the intake keeps it for its logs.
CREATE TABLE checkpoint (
    log_id text NOT NULL CHECK (log_id = 'core'),
    size bigint NOT NULL CHECK (size > 0),
    root bytea NOT NULL CHECK (length(root) = 32),
    -- The signed note, without cosignatures.
    note text NOT NULL,
    signed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (log_id, size)
);

CREATE TABLE cosignature (
    log_id text NOT NULL,
    size bigint NOT NULL,
    witness text NOT NULL,
    line text NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (log_id, size, witness),
    FOREIGN KEY (log_id, size) REFERENCES checkpoint ON DELETE CASCADE
);

CREATE FUNCTION checkpoint_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM checkpoint WHERE log_id = NEW.log_id AND size >= NEW.size) THEN
        RAISE EXCEPTION 'a log only grows';
    END IF;
    IF NEW.size > (SELECT coalesce(max(after), 0) FROM statement_block) THEN
        RAISE EXCEPTION 'a checkpoint covers only what is stored';
    END IF;
    RETURN NEW;
END
$$;

CREATE FUNCTION last_checkpoint_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM checkpoint WHERE log_id = OLD.log_id AND size > OLD.size) THEN
        RAISE EXCEPTION 'what was signed last stays';
    END IF;
    RETURN OLD;
END
$$;

CREATE TRIGGER checkpoint_only_grows BEFORE INSERT ON checkpoint
FOR EACH ROW EXECUTE FUNCTION checkpoint_goes_on();
CREATE TRIGGER checkpoint_is_not_changed BEFORE UPDATE ON checkpoint
FOR EACH STATEMENT EXECUTE FUNCTION refuse_restating();
CREATE TRIGGER last_checkpoint_is_kept BEFORE DELETE ON checkpoint
FOR EACH ROW EXECUTE FUNCTION last_checkpoint_stays();

-- How far the operators' actions, which lie in the intake database, were read on.
CREATE TABLE statement_cursor (
    source text PRIMARY KEY CHECK (source = 'operators'),
    number bigint NOT NULL
);
INSERT INTO statement_cursor VALUES ('operators', 0);
