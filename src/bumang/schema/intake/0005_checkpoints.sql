-- What the transparency log has signed. A checkpoint is stored before anyone sees it, so that none
-- is ever signed that does not go on from the one before, whatever starts again.
CREATE TABLE checkpoint (
    log_id smallint NOT NULL REFERENCES log,
    size bigint NOT NULL CHECK (size > 0),
    root bytea NOT NULL CHECK (length(root) = 32),
    -- The signed note, without cosignatures.
    note text NOT NULL,
    signed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (log_id, size)
);

-- What witnesses answered; one line each a checkpoint.
CREATE TABLE cosignature (
    log_id smallint NOT NULL,
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
    IF NEW.size > (SELECT coalesce(max(first_seq + size), 0) FROM (
        SELECT first_seq, size FROM batch WHERE log_id = NEW.log_id ORDER BY first_seq DESC LIMIT 1
    ) AS last_batch) THEN
        RAISE EXCEPTION 'a checkpoint covers only what is stored';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER checkpoint_only_grows BEFORE INSERT ON checkpoint
FOR EACH ROW EXECUTE FUNCTION checkpoint_goes_on();
-- Earlier ones may go: whoever holds one can be shown that the log went on from it.
CREATE FUNCTION last_checkpoint_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM checkpoint WHERE log_id = OLD.log_id AND size > OLD.size) THEN
        RAISE EXCEPTION 'what was signed last stays';
    END IF;
    RETURN OLD;
END
$$;

CREATE TRIGGER checkpoint_is_not_changed BEFORE UPDATE ON checkpoint
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER last_checkpoint_is_kept BEFORE DELETE ON checkpoint
FOR EACH ROW EXECUTE FUNCTION last_checkpoint_stays();
