-- A person's vouchers, the latest first.
SELECT
    voucher_number,
    kind,
    subject,
    issued_at,
    ended_at,
    end_reason
FROM voucher
WHERE person_id = $1
ORDER BY issued_at DESC, voucher_number
LIMIT 100
