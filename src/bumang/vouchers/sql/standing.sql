-- The voucher that stands for one thing.
SELECT
    person_id,
    voucher_number,
    document
FROM voucher
WHERE person_id = $1 AND kind = $2 AND subject = $3 AND ended_at IS null
