-- Only for a registry that is still empty: plain numbers cannot be sealed by SQL, and no release ever
-- stored any. With persons in it this migration fails whole, and nothing is changed.
-- squawk-ignore-file ban-drop-column, adding-required-field, constraint-missing-not-valid, adding-serial-primary-key-field

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

-- Identity numbers are sealed for their row, and found by a keyed hash (bumang.vault).
ALTER TABLE person DROP COLUMN identity_number;
ALTER TABLE person ADD COLUMN identity_number bytea NOT NULL
CONSTRAINT identity_number_is_sealed
CHECK (length(identity_number) >= 33 AND substr(identity_number, 1, 1) = '\xb1'::bytea);

-- An index is made by one key and names it in its first four bytes.
ALTER TABLE identity DROP COLUMN identity_number;
ALTER TABLE identity ADD COLUMN number_index bytea NOT NULL
CONSTRAINT number_index_is_keyed CHECK (length(number_index) = 20);
ALTER TABLE identity ADD CONSTRAINT identity_pkey PRIMARY KEY (number_index);
