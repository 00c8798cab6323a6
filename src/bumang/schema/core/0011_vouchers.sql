-- Vouchers as issued. A person has at most one that stands for one thing; another with other facts
-- replaces it. What was signed is never changed; its end is said once.
CREATE TABLE voucher (
    person_id bigint NOT NULL,
    voucher_number bigint NOT NULL CHECK (voucher_number >= 0),
    kind text NOT NULL,
    -- What it is about: empty for all that is on record, else a payment or a receipt's number.
    subject text NOT NULL,
    issued_at timestamptz NOT NULL,
    -- The voucher's JSON, byte for byte as signed, sealed for its row (bumang.vault).
    document bytea NOT NULL CONSTRAINT document_is_sealed
    CHECK (length(document) >= 33 AND substr(document, 1, 1) = '\xb1'::bytea),
    ended_at timestamptz,
    end_reason text CHECK (end_reason IN ('replaced', 'withdrawn')),
    CONSTRAINT end_has_a_reason CHECK ((ended_at IS NULL) = (end_reason IS NULL)),
    PRIMARY KEY (person_id, voucher_number)
);

CREATE UNIQUE INDEX voucher_stands_once ON voucher (person_id, kind, subject) WHERE ended_at IS NULL;

-- Whose a number is, for whoever asks by the number alone.
CREATE TABLE voucher_number (
    voucher_number bigint PRIMARY KEY,
    person_id bigint NOT NULL
);

CREATE FUNCTION refuse_changing_a_voucher() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was signed stays, and an end is said once';
END;
$$;

CREATE TRIGGER voucher_stays
BEFORE UPDATE OF person_id, voucher_number, kind, subject, issued_at, document
ON voucher
FOR EACH STATEMENT EXECUTE FUNCTION refuse_changing_a_voucher();
CREATE TRIGGER voucher_ends_once BEFORE UPDATE ON voucher
FOR EACH ROW WHEN (OLD.ended_at IS NOT NULL) EXECUTE FUNCTION refuse_changing_a_voucher();
