-- Content that is deleted as the law demands: listed first, then deleted; the entry, its place and its
-- commitment stay. This and nothing else may be changed of the log.
CREATE TABLE erased_entry (
    log_id smallint NOT NULL,
    seq bigint NOT NULL,
    -- The order in the core database.
    erasure_id bigint NOT NULL,
    erased_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (log_id, seq)
);
CREATE TRIGGER erased_entry_append_only BEFORE UPDATE OR DELETE ON erased_entry
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Null once the content is deleted: then nobody can tell what was committed to.
-- squawk-ignore ban-drop-not-null -- its readers are changed with it
ALTER TABLE entry ALTER COLUMN salt DROP NOT NULL;

-- squawk-ignore ban-drop-constraint
ALTER TABLE entry DROP CONSTRAINT content_is_sealed;
ALTER TABLE entry ADD CONSTRAINT content_is_sealed CHECK (
    length(content) >= 33 AND substr(content, 1, 1) = '\xb1'::bytea AND salt IS NOT NULL
    OR content = '' AND salt IS NULL
) NOT VALID;

-- An entry may be sealed anew, as before; or it is listed, and loses its content and nothing else.
CREATE OR REPLACE FUNCTION refuse_change_but_of_seal() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    erased entry := OLD;
    otherwise entry := NEW;
BEGIN
    erased.salt := NULL;
    erased.content := '';
    erased.submitter := '';
    IF NEW IS NOT DISTINCT FROM erased AND EXISTS (
        SELECT FROM erased_entry WHERE log_id = OLD.log_id AND seq = OLD.seq
    ) THEN
        RETURN NEW;
    END IF;
    otherwise.content := OLD.content;
    IF otherwise IS DISTINCT FROM OLD
        OR length(NEW.content) <> length(OLD.content)
        OR NOT EXISTS (
            SELECT FROM data_key AS newer JOIN data_key AS older ON newer.place > older.place
            WHERE newer.key_id = substr(NEW.content, 2, 4)
            AND older.key_id = substr(OLD.content, 2, 4)
        )
    THEN
        RAISE EXCEPTION 'the acceptance log is append only';
    END IF;
    RETURN NEW;
END;
$$;
