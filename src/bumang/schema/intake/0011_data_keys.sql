-- Data keys, each wrapped by a key-encryption key that lies elsewhere: a dump of this database tells
-- no identity number, account or phone. The newest seals; the others open what they sealed.
CREATE TABLE data_key (
    key_id bytea PRIMARY KEY CHECK (length(key_id) = 4),
    place bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    cipher text NOT NULL CHECK (cipher IN ('AES-256-GCM', 'SM4-GCM')),
    -- The name of the key that wrapped it.
    kek text NOT NULL,
    wrapped bytea NOT NULL,
    made_at timestamptz NOT NULL DEFAULT now()
);

-- Without its data key a value is lost.
CREATE FUNCTION refuse_losing_keys() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a data key is kept as long as its database';
END;
$$;

CREATE TRIGGER data_key_is_kept BEFORE DELETE OR TRUNCATE OR UPDATE OF key_id, place, cipher ON data_key
FOR EACH STATEMENT EXECUTE FUNCTION refuse_losing_keys();

-- What people sent is sealed as a whole for its log and place (bumang.vault), so it begins with the mark.
ALTER TABLE entry ADD CONSTRAINT content_is_sealed
CHECK (length(content) >= 33 AND substr(content, 1, 1) = '\xb1'::bytea) NOT VALID;
