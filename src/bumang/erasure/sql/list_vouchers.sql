-- The vouchers with the printed numbers $1 are erased by order $2.
INSERT INTO erased_voucher (subject, erasure_id)
SELECT subject, $2 FROM unnest($1::text []) AS printed (subject)
ON CONFLICT DO NOTHING
