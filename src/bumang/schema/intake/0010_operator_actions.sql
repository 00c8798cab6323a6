-- What operators do is stated in the same transaction, whatever program they use: by triggers. The
-- statements are read on into the log `core`, so an order needs nothing from the core database.
CREATE TABLE operator_action (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL,
    subject text NOT NULL,
    made_at timestamptz NOT NULL DEFAULT now(),
    salt bytea NOT NULL CHECK (length(salt) = 16),
    body text NOT NULL,
    commitment bytea NOT NULL CHECK (length(commitment) = 32),
    CONSTRAINT action_stated_once UNIQUE (kind, subject)
);

-- The commitment as docs/reference/evidence-format.md defines it. The lock makes the numbers' order
-- that of the commits, so that whoever reads on misses none.
CREATE FUNCTION state_action(kind text, subject text, body text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    salt bytea := substr(
        sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), 1, 16
    );
    made_at text := to_char(now() AT TIME ZONE interval '08:00', 'YYYY-MM-DD"T"HH24:MI:SS.US') || '+08:00';
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('operator_action'));
    INSERT INTO operator_action (kind, subject, salt, body, commitment)
    VALUES (kind, subject, salt, body, sha256(convert_to(concat(
        E'bumang-statement-1\n', kind, E'\n', subject, E'\n', made_at, E'\n',
        encode(salt, 'hex'), E'\n', encode(sha256(salt || convert_to(body, 'UTF8')), 'hex'), E'\n'
    ), 'UTF8')));
END
$$;

CREATE FUNCTION state_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM state_action('order', NEW.order_id::text, to_jsonb(NEW)::text);
    RETURN NULL;
END
$$;

-- The seed that the instance keeps is in a table of its own; here it stands from the reveal on.
CREATE FUNCTION state_opening() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM state_action('opening', concat(NEW.opening_id, '/', CASE
        WHEN NEW.withdrawn_at IS NOT NULL THEN 'withdrawn'
        WHEN NEW.seed IS NOT NULL THEN 'revealed'
        ELSE 'announced'
    END), to_jsonb(NEW)::text);
    RETURN NULL;
END
$$;

CREATE TRIGGER gate_order_is_stated AFTER INSERT ON gate_order
FOR EACH ROW EXECUTE FUNCTION state_order();
CREATE TRIGGER opening_is_stated AFTER INSERT OR UPDATE ON opening
FOR EACH ROW EXECUTE FUNCTION state_opening();
CREATE TRIGGER operator_action_append_only BEFORE UPDATE OR DELETE ON operator_action
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
