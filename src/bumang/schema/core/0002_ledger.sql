-- Double entry (design, section 6). A movement is the lines of one (log_id, seq, movement); every
-- INSERT must bring whole movements: the statement is refused when one does not sum to zero.

CREATE TABLE ledger_entry (
    person_id bigint NOT NULL,
    log_id smallint NOT NULL,
    seq bigint NOT NULL,
    movement integer NOT NULL,
    line smallint NOT NULL,
    account text NOT NULL,
    amount_fen bigint NOT NULL CHECK (amount_fen <> 0),
    booked_on date NOT NULL,
    PRIMARY KEY (person_id, log_id, seq, movement, line)
);

CREATE FUNCTION refuse_unbalanced() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM added GROUP BY person_id, log_id, seq, movement HAVING sum(amount_fen) <> 0
    ) THEN
        RAISE EXCEPTION 'a movement does not sum to zero' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END;
$$;

CREATE TRIGGER ledger_entry_balanced AFTER INSERT ON ledger_entry
REFERENCING NEW TABLE AS added
FOR EACH STATEMENT EXECUTE FUNCTION refuse_unbalanced();

CREATE FUNCTION refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is append only: book a correcting movement instead';
END;
$$;

CREATE TRIGGER ledger_entry_append_only BEFORE UPDATE OR DELETE ON ledger_entry
FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();
