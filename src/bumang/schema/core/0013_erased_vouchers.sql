-- Vouchers that went with a person's record, by the number printed on them.
CREATE TABLE erased_voucher (
    subject text PRIMARY KEY,
    erasure_id bigint NOT NULL REFERENCES erasure
);
CREATE TRIGGER erased_voucher_stays BEFORE UPDATE OR DELETE ON erased_voucher
FOR EACH STATEMENT EXECUTE FUNCTION refuse_restating();

-- As before; and what was stated of a voucher loses its salt when the voucher is erased.
CREATE OR REPLACE FUNCTION refuse_all_but_erasure() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    erased statement := OLD;
    listed boolean;
BEGIN
    erased.salt := NULL;
    erased.body := NULL;
    IF OLD.kind IN ('decision', 'row', 'payment') THEN
        listed := EXISTS (
            SELECT FROM erased_entry
            WHERE log_id = split_part(OLD.subject, '/', 1)::smallint
            AND seq = split_part(OLD.subject, '/', 2)::bigint
        );
    ELSE
        listed := OLD.kind = 'voucher'
            AND EXISTS (SELECT FROM erased_voucher WHERE subject = OLD.subject);
    END IF;
    IF NEW IS DISTINCT FROM erased OR NOT listed THEN
        RAISE EXCEPTION 'what was stated stays';
    END IF;
    RETURN NEW;
END;
$$;
