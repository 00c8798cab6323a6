-- Orders to delete content as the law demands (Personal Information Protection Law, art. 47), and what
-- was deleted by them. No personal data: entries by their places, a person by the internal number.
CREATE TABLE erasure (
    erasure_id bigint PRIMARY KEY,
    ground text NOT NULL CHECK (
        ground IN ('purpose', 'retention', 'consent', 'unlawful', 'other')
    ),
    reason text NOT NULL CHECK (length(btrim(reason)) >= 2),
    logs smallint [] NOT NULL,
    seqs bigint [] NOT NULL CHECK (cardinality(seqs) = cardinality(logs)),
    -- The person whose record goes too; null where only contents go.
    registered bigint,
    ordered_at timestamptz NOT NULL DEFAULT now(),
    ordered_by text NOT NULL CHECK (ordered_by <> ''),
    confirmed_at timestamptz,
    confirmed_by text,
    CONSTRAINT four_eyes CHECK (confirmed_by <> ordered_by),
    CONSTRAINT confirmed_as_a_whole CHECK ((confirmed_by IS NULL) = (confirmed_at IS NULL))
);

CREATE FUNCTION refuse_to_change_an_erasure() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    confirmed erasure := OLD;
BEGIN
    confirmed.confirmed_at := NEW.confirmed_at;
    confirmed.confirmed_by := NEW.confirmed_by;
    IF NEW IS DISTINCT FROM confirmed OR OLD.confirmed_by IS NOT NULL THEN
        RAISE EXCEPTION 'an order to erase stays as it was given, and is confirmed once';
    END IF;
    RETURN NEW;
END;
$$;
CREATE TRIGGER erasure_stays BEFORE UPDATE ON erasure
FOR EACH ROW EXECUTE FUNCTION refuse_to_change_an_erasure();
CREATE TRIGGER erasure_is_kept BEFORE DELETE ON erasure
FOR EACH STATEMENT EXECUTE FUNCTION refuse_restating();

CREATE TABLE erased_entry (
    log_id smallint NOT NULL,
    seq bigint NOT NULL,
    erasure_id bigint NOT NULL REFERENCES erasure,
    PRIMARY KEY (log_id, seq)
);
CREATE TRIGGER erased_entry_stays BEFORE UPDATE OR DELETE ON erased_entry
FOR EACH STATEMENT EXECUTE FUNCTION refuse_restating();

-- Salt and body of a statement go when its entry is erased; nothing else of it ever changes.
CREATE FUNCTION refuse_all_but_erasure() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    erased statement := OLD;
BEGIN
    erased.salt := NULL;
    erased.body := NULL;
    IF NEW IS DISTINCT FROM erased OR OLD.kind NOT IN ('decision', 'row', 'payment') OR NOT EXISTS (
        SELECT FROM erased_entry
        WHERE log_id = split_part(OLD.subject, '/', 1)::smallint
        AND seq = split_part(OLD.subject, '/', 2)::bigint
    ) THEN
        RAISE EXCEPTION 'what was stated stays';
    END IF;
    RETURN NEW;
END;
$$;
DROP TRIGGER statement_stays ON statement;
CREATE TRIGGER statement_stays BEFORE DELETE ON statement
FOR EACH STATEMENT EXECUTE FUNCTION refuse_restating();
CREATE TRIGGER statement_changes_only_by_erasure BEFORE UPDATE ON statement
FOR EACH ROW EXECUTE FUNCTION refuse_all_but_erasure();
