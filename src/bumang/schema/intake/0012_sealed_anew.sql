-- An entry never changes, and may be sealed anew: by a newer data key, in the same length, and nothing
-- else of its row. That it is still what was accepted is proved by its commitment (`bumang audit`).
CREATE FUNCTION refuse_change_but_of_seal() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    otherwise entry := NEW;
BEGIN
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

DROP TRIGGER entry_append_only ON entry;
CREATE TRIGGER entry_append_only BEFORE DELETE OR TRUNCATE ON entry
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER entry_changes_its_seal_only BEFORE UPDATE ON entry
FOR EACH ROW EXECUTE FUNCTION refuse_change_but_of_seal();
