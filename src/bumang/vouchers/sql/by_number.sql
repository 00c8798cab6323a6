-- A voucher by its number alone.
SELECT
    voucher.person_id,
    voucher.voucher_number,
    voucher.kind,
    voucher.subject,
    voucher.issued_at,
    voucher.document,
    voucher.ended_at,
    voucher.end_reason
FROM voucher_number
INNER JOIN voucher
    ON
        voucher_number.person_id = voucher.person_id
        AND voucher_number.voucher_number = voucher.voucher_number
WHERE voucher_number.voucher_number = $1
